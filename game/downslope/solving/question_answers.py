"""What a question asks of a session: where a run gives the answer, a program finds it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isclose
from typing import Any

from ..rules.catalog import Catalog
from ..rules.level import Level
from ..rules.question import Marker, Question
from ..rules.session import Session
from .halving_search import run_until
from .question_answers_many import MANY
from .question_answers_pictures import PICTURES


def answer_of(question: Question | Marker, level: Level, catalog: Catalog) -> Any:
    """What the session shows after the question's actions. LookupError: `asks` is not known."""
    asks = question.asks if callable(question.asks) else ASKS.get(question.asks)
    if asks is None:
        raise LookupError(question.asks)
    return asks(Session(question.level or level, catalog, question.actions))


def answer_text(question: Question, level: Level, catalog: Catalog) -> str | None:
    """The answer whose meaning holds; None: none of them does."""
    value = answer_of(question, level, catalog)
    for text, means in zip(question.answers, question.means):
        if any(_holds(value, one) for one in (means if _several(means) else [means])):
            return text
    return None


def is_right(question: Question | Marker, level: Level, catalog: Catalog) -> bool | None:
    """Whether the key is right; None: no program was told how to find it."""
    if not question.asks:
        return None
    if isinstance(question, Marker):
        return question.is_right(answer_of(question, level, catalog))
    return answer_text(question, level, catalog) == question.right


def _several(means: Any) -> bool:
    return isinstance(means, Sequence) and not isinstance(means, str)


def _holds(value: Any, means: Any) -> bool:
    if isinstance(value, float) and isinstance(means, (int, float)):
        return isclose(value, means, rel_tol=1e-6, abs_tol=1e-9)
    return bool(value == means)


def _outcome(session: Session) -> str:
    """How the run ends: land, overshoot, orbit, runaway, crawl, stuck."""
    run_until(session)
    return session.outcome.kind if session.outcome else ""


def _steps(session: Session) -> Any:
    """Steps until it is won; where it is not, the outcome's word."""
    run_until(session)
    return session.run.count - session.recorded if session.won else session.outcome.kind if session.outcome else ""


def _prediction(session: Session) -> float:
    """The prediction for the first example, as the weights stand."""
    return float(session.run.network.predict(session.weights, session.run.examples[0][0])[0])


def _miss(session: Session) -> float:
    """Prediction minus goal_prediction, of the first example."""
    return _prediction(session) - session.run.examples[0][1][0]


def _sign(value: float) -> int:
    return 0 if abs(value) < 1e-9 else 1 if value > 0 else -1


def _ratio(session: Session) -> float:
    """The error now, as a part of the error one step before."""
    return session.run.error() / session.run.errors[-1]


def _floor(session: Session) -> int:
    """1: even the lowest notch leaves an error; 0: a notch has none."""
    return int(_lowest(session)[1] > 1e-9)


def _lowest(session: Session) -> tuple[float, float]:
    """The weight notch with the lowest error, and that error."""
    knob = session.level.knob("weight")
    assert knob is not None
    notches = [float(v) for v in knob.values() or () if isinstance(v, (int, float))]
    return min(((w, session.run.full_problem.error([w])) for w in notches), key=lambda pair: pair[1])


def _move(session: Session) -> float:
    """The change of the first weight in the next step."""
    return session.run.problems[0].weight_deltas(session.weights)[0] * float(session.knobs["alpha"]) * -1.0


def _miss_sign(session: Session) -> int:
    """The sign of the miss: 1 above the goal, -1 below, 0 there."""
    return _sign(_miss(session))


def _error(session: Session) -> float:
    """The error as the weights stand: its mean over all examples, where there are several."""
    return session.run.error()


def _weight(session: Session) -> float:
    """The first weight."""
    return session.weights[0]


def _bottom(session: Session) -> float:
    """The notch of the weight with the lowest error."""
    return _lowest(session)[0]


def _move_sign(session: Session) -> int:
    """Which way the next step moves the first weight: 1 up, -1 down, 0 not at all."""
    return _sign(_move(session))


def _input(session: Session) -> float:
    """The first input of the first example."""
    return session.run.examples[0][0][0]


ASKS: dict[str, Callable[[Session], Any]] = {
    "outcome": _outcome,
    "steps": _steps,
    "prediction": _prediction,
    "miss": _miss,
    "miss sign": _miss_sign,
    "error": _error,
    "error ratio": _ratio,
    "weight": _weight,
    "bottom": _bottom,
    "floor": _floor,
    "move": _move,
    "move sign": _move_sign,
    "input": _input,
    **MANY,
    **PICTURES,
}
