"""A bet about what a weight gives, played out on the stage of a level by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...engine.run import Fault
from ...rules.actions import Impossible, Probe
from ...rules.session import Session
from ..shared.answer_places import question_at
from .land_motion import ANSWER

if TYPE_CHECKING:
    from ...attempt.attempt import Attempt

GLIDE = 1.6  # seconds in which an input goes to another one


class BetShow(NamedTuple):
    """What is tried: a weight, and (input, goal) of each card; where nothing is wanted, the goal is None.

    seconds   in which the land answers      light   it is sent down the wire first
    """

    weight: float
    pairs: tuple[tuple[float, float | None], ...]
    seconds: float = ANSWER
    light: bool = True


def show_of(attempt: Attempt, number: int) -> BetShow | None:
    """The run of a question, where it is one weight on these or on other cards."""
    question = question_at(attempt, number)
    if question is None or question.knob or question.when.startswith("in stage"):
        return None
    turns = [action for action in question.actions if not isinstance(action, Probe)]
    if question.level is None and not turns:
        return None
    try:
        session = Session(question.level or attempt.session.base, attempt.game.catalog, turns)
    except (Impossible, Fault):
        return None
    weight, here = session.weights[0], attempt.session.weights[0]
    pairs = session.base.stage(session.stage).data()
    if question.level is None:
        return BetShow(weight, tuple((given[0], goal[0]) for given, goal in pairs))
    glides = weight == here
    return BetShow(weight, tuple((given[0], None) for given, _goal in pairs), GLIDE if glides else ANSWER, not glides)
