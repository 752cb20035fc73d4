"""The machine looks for a weight by hand: where it stands best so far, and the other side on which it looks."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from ...rules.actions import Next, Turn

if TYPE_CHECKING:
    from ...attempt.attempt import Attempt
    from ...rules.session import Session

CLOSE = 1e-9


def compass_ghosts(attempt: Attempt) -> list[float]:
    """Weights beside the one that it looks at now, at most two; none where it does not look, or has found it."""
    if attempt.show is None:
        return []
    session = attempt.show.session
    level = session.level
    knob = level.knob("weight")
    turned = _turned(session)
    if level.learner is not None or level.network.size != 1 or knob is None or not turned or session.won:
        return []
    best = session.run.start[0]
    for weight in turned[:-1]:
        best = weight if _miss(session, weight) < _miss(session, best) else best
    here = session.weights[0]
    stride = here - best
    if abs(stride) < CLOSE:
        return []
    low, high = (min(knob.values() or (knob.low,)), max(knob.values() or (knob.high,)))
    other = best - stride
    inside = isinstance(low, (int, float)) and isinstance(high, (int, float)) and low <= other <= high
    return [best, knob.snap(other)] if inside else [best]


def _turned(session: Session) -> list[float]:
    """The weights that were looked at in this part, in order."""
    found: list[float] = []
    for action in session.actions:
        if isinstance(action, Next) or (isinstance(action, Turn) and action.knob != "weight"):
            found = []
        elif isinstance(action, Turn):
            found.append(float(action.value))
    return found


def _miss(session: Session, weight: float) -> float:
    error = abs(session.run.full_problem.error([weight]))
    return error if isfinite(error) else float("inf")
