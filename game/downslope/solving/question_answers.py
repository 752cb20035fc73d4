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
    run_until(session)
    return session.outcome.kind if session.outcome else ""


def _steps(session: Session) -> Any:
    run_until(session)
    return session.run.count - session.recorded if session.won else session.outcome.kind if session.outcome else ""


def _prediction(session: Session) -> float:
    return float(session.run.network.predict(session.weights, session.run.examples[0][0])[0])


def _miss(session: Session) -> float:
    return _prediction(session) - session.run.examples[0][1][0]


def _sign(value: float) -> int:
    return 0 if abs(value) < 1e-9 else 1 if value > 0 else -1


def _ratio(session: Session) -> float:
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


ASKS: dict[str, Callable[[Session], Any]] = {
    "outcome": _outcome,
    "steps": _steps,
    "prediction": _prediction,
    "miss": _miss,
    "miss sign": lambda session: _sign(_miss(session)),
    "error": lambda session: session.run.error(),
    "error ratio": _ratio,
    "weight": lambda session: session.weights[0],
    "bottom": lambda session: _lowest(session)[0],
    "floor": _floor,
    "move": _move,
    "move sign": lambda session: _sign(_move(session)),
    "input": lambda session: session.run.examples[0][0][0],
    **MANY,
    **PICTURES,
}
