"""The curve that a bet in the fog is about, from a session of its own: where its bottom is, and how low that lies."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...rules.session import Session

if TYPE_CHECKING:
    from ...attempt.attempt import Attempt
    from ...rules.level import Level
    from ...rules.question import Question


def factor(level: Level, examples: int) -> int:
    """What the mean is multiplied by to be what the level shows."""
    return examples if level.visibility("error") == "total" else 1


class Curve(NamedTuple):
    """What a question's own session says of the curve, in what the level shows as the error.

    bottom   the weight with the lowest error that can be set      beyond   -1, 1: it goes on down past that end; 0: not
    lowest   that error
    """

    session: Session
    low: float
    high: float
    start: float
    bottom: float
    beyond: int
    lowest: float

    def error(self, weight: float) -> float:
        """Of any weight."""
        times = factor(self.session.level, len(self.session.run.examples))
        return self.session.run.full_problem.error([weight]) * times


def curve_of(attempt: Attempt, question: Question) -> Curve | None:
    """The curve that it is about; None: its weight cannot be turned."""
    session = Session(question.level or attempt.level, attempt.game.catalog, question.actions)
    knob = session.level.knob("weight")
    if knob is None or session.run.network.size != 1:
        return None
    notches = sorted(float(v) for v in knob.values() or (knob.low, knob.high) if isinstance(v, (int, float)))
    times = factor(session.level, len(session.run.examples))
    errors = [session.run.full_problem.error([w]) * times for w in notches]
    at = errors.index(min(errors))
    step = (notches[-1] - notches[0]) / max(1, len(notches) - 1)
    beyond = 0
    for end, way in ((0, -1), (len(notches) - 1, 1)):
        if at == end and session.run.full_problem.error([notches[end] + way * step]) * times < errors[end]:
            beyond = way
    return Curve(session, notches[0], notches[-1], session.weights[0], notches[at], beyond, errors[at])
