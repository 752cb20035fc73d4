"""What a question asks of a session that reads pictures. See question_answers.py."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING, Any

from ..rules.actions import Turn
from ..rules.example import Example
from ..rules.target import accuracy

if TYPE_CHECKING:
    from ..rules.session import Session

CLOSE = 0.02  # accuracies that differ by less are the same
CHANCE = 0.15  # of ten digits


def _scrambled(session: Session) -> str:
    """The same run with the pixels of every picture in another order, the same for all: does it read as well?"""
    count, random = session.level.network.inputs, Random("scramble")
    order = list(range(count))
    for last in range(count - 1, 0, -1):
        other = int(random.random() * (last + 1))
        order[last], order[other] = order[other], order[last]
    changed = replace(
        session.base, examples=_in_order(session.base.examples, order), unseen=_in_order(session.base.unseen, order)
    )
    after = accuracy(type(session)(changed, session.catalog, session.actions))
    if abs(after - accuracy(session)) < CLOSE:
        return "same"
    return "nothing" if after < CHANCE else "worse"


def _in_order(examples: Sequence[Example], order: Sequence[int]) -> list[Example]:
    pairs = (example.pair for example in examples)
    return [Example(tuple([input[i] for i in order]), goals) for input, goals in pairs]


def _shifted(session: Session) -> str:
    """What shifts do to the accuracy on seen digits and on unseen ones: "down up" and the like.

    Of the level's last part, by the run that its solution makes, and by the same run without them.
    """
    part = replace(session.base.stage(len(session.base.stages)), stages=(), questions=())
    knob = next(name for name, stops in part.variants.items() if any("augment" in put for put in stops.values()))
    without = [action for action in part.solution if not (isinstance(action, Turn) and action.knob == knob)]
    on, off = (type(session)(part, session.catalog, actions) for actions in (part.solution, without))
    return " ".join("up" if accuracy(on, unseen) > accuracy(off, unseen) else "down" for unseen in (False, True))


PICTURES: dict[str, Callable[[Session], Any]] = {"scrambled": _scrambled, "shifted accuracy": _shifted}
