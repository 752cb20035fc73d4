"""What is played after the tries: the best of them, or, where none lands, another way."""

from __future__ import annotations

from collections.abc import Generator
from typing import NamedTuple

from ..rules.actions import Action
from ..rules.session import Session
from .alpha_sequence_search import search_schedule
from .halving_search import Trial
from .weight_nudge_search import search_nudge


class Choice(NamedTuple):
    """What a machine has made up its mind to play.

    try       the best of what it tried        schedule   an alpha for each step; nothing is learned after it
    nudge     weights turned by hand first     nothing    the knobs as they stand
    """

    kind: str
    actions: tuple[Action, ...] = ()


def choice_of(session: Session, best: Trial | None) -> Generator[None, None, Choice]:
    """In small pieces; the session stands where the tries began."""
    if best is None or not best.session.won:
        sequence = yield from search_schedule(session)
        if sequence is not None:
            return Choice("schedule", tuple(sequence))
        nudge = yield from search_nudge(session)
        if nudge is not None:
            return Choice("nudge", tuple(nudge))
    return Choice("nothing") if best is None else Choice("try", best.actions)
