"""Where the answers to a bet about a run stand on the axis of its one weight, by a session of the question's own.

What is right stands where that run goes. What is not stands where a run of that kind would be: at the bottom, past it,
short of it, or beyond the edge.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf, isfinite
from typing import TYPE_CHECKING

from ...attempt.question_run import run_of
from ...rules.question import Marker
from ...rules.session import Session
from ..shared.answer_places import kinds_of

if TYPE_CHECKING:
    from ...attempt.attempt import Attempt

PAST = 0.5  # of the way that was to go: so far past the bottom an answer stands that crosses it


def weight_of_answer(attempt: Attempt, number: int, answer: str | float, bottom: float) -> float | None:
    """The weight at which an answer stands; inf, -inf: beyond that edge; None: it has none. `bottom`: of the bowl."""
    question = attempt.level.questions[number]
    session = run_of(question, attempt.level, attempt.game.catalog)
    if session is None or session.run.network.size != 1 or not isfinite(bottom):
        return None
    if isinstance(question, Marker):
        return _weight_of_value(session, question, float(answer))
    means = question.meaning_of(answer)
    kinds = kinds_of(means)
    if question.asks in ("outcome", "steps") and (kinds or isinstance(means, int)):
        return _weight_of_kind(session, kinds[0] if kinds else "land", kinds, bottom, answer == question.right)
    return None


def _weight_of_value(session: Session, question: Marker, value: float) -> float | None:
    """Of a prediction on a bowl of one example, or of the weight itself."""
    if question.hue == "weight":
        return value
    inputs, _goals = session.run.examples[0]
    return value / inputs[0] if question.hue == "prediction" and inputs[0] else None


def _weight_of_kind(session: Session, kind: str, kinds: Sequence[str], bottom: float, right: bool) -> float:
    start = session.run.start[0]
    side = 1.0 if bottom >= start else -1.0
    run = [session.run.weights_at(k)[0] for k in range(session.count + 1)]
    if "runaway" in kinds:
        return side * inf
    past = [w for w in run if (w - bottom) * side > 1e-9]
    if kind == "overshoot" or (kind == "orbit" and right):
        near = past if kind == "overshoot" else [w for w in run[-2:] if (w - bottom) * side > 1e-9]
        return max(near, key=lambda w: abs(w - bottom)) if right and near else bottom + PAST * (bottom - start)
    if kind == "orbit":
        return bottom + (bottom - start)
    if kind in ("stuck", "crawl"):
        short = [w for w in run if (bottom - w) * side > 1e-9]
        return run[-1] if right else min(short, key=lambda w: abs(w - bottom), default=start)
    return bottom
