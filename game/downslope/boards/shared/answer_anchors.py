"""Where answers stand that are about how a run ends: on the chart of its errors; and numbers, on a marker's line."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from ...rules.outcome_kinds import OUTCOMES
from ...rules.question import Marker, Question
from ...view.widgets.bet_marker import AnswerAnchor
from ...view.widgets.widget import Rect

if TYPE_CHECKING:
    from ...attempt.attempt import Attempt
    from ...attempt.director import PlayRequest


END = 0.72  # of a chart's width: there the end of a run is told
STAGGER = 0.3  # of a chart's width: by so much a low end is told earlier
SIDE = 40.0  # beside the line of a marker
# where a run ends, as a part of the way from its start to what is wanted: of the error, of the weights
ENDS = {"stuck": (0.0, 0.0), "crawl": (0.3, 0.5), "orbit": (0.55, 1.5), "land": (1.0, 1.0), "overshoot": (1.0, 1.0)}


class ErrorPicture(NamedTuple):
    """A chart of errors. `y_of`: of an error; `start`, `wanted`: errors at a run's start, and where it is reached."""

    rect: Rect
    y_of: Callable[[float], float]
    start: float
    wanted: float


def kinds_of(means: Any) -> tuple[str, ...]:
    """The outcomes that an answer stands for."""
    entries = means if isinstance(means, (tuple, list)) else (means,)
    return tuple(kind for kind in entries if isinstance(kind, str) and kind in OUTCOMES)


def question_at(attempt: Attempt, number: int) -> Question | None:
    """The question of that number, if it is one with answers."""
    questions = attempt.open_bets.questions
    question = questions[number] if 0 <= number < len(questions) else None
    return question if isinstance(question, Question) else None


def bet_of(attempt: Attempt, show: PlayRequest) -> Question | None:
    """The question with answers whose bet is played; None: it is something else."""
    return question_at(attempt, show.number) if show.kind == "bet" else None


def meaning_of(attempt: Attempt, number: int, answer: str | float) -> tuple[Question | None, Any]:
    """The meaning of an answer to the question with that number; None where it has none."""
    question = question_at(attempt, number)
    if question is None or answer not in question.answers:
        return None, None
    return question, question.meaning_of(answer)


def place_on_errors(picture: ErrorPicture, question: Question, means: Any) -> AnswerAnchor | None:
    """At the height at which such a run ends; over the upper edge, where it runs away."""
    (x, y, w, _h), kinds = picture.rect, kinds_of(means)
    at, height, low = x + END * w, picture.y_of(picture.start), picture.y_of(picture.wanted)
    if question.asks == "lowest exam" and isinstance(means, (int, float)):
        at -= STAGGER * w * (1 - min(1.0, float(means)))  # low ones stand near each other
        return AnswerAnchor(at, picture.y_of(float(means)), "left", value=float(means))
    if "runaway" in kinds:
        return AnswerAnchor(at, y + SIDE, arrow="up")
    if not kinds or kinds[0] not in ENDS:
        return None
    part, _of_weights = ENDS[kinds[0]]
    return AnswerAnchor(at, height + (low - height) * part, "left")


def place_on_line(rect: Rect, question: Marker, answer: float) -> AnswerAnchor:
    """Along the foot of a picture, as far as the answer is along the marker's line."""
    x, y, w, h = rect
    part = (answer - question.low) / (question.high - question.low)
    return AnswerAnchor(x + SIDE + part * (w - 2 * SIDE), y + h - SIDE, value=answer)
