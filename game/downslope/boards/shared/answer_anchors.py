"""What the answers to a question stand for, which a board has a place for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...rules.outcome_kinds import OUTCOMES
from ...rules.question import Question

if TYPE_CHECKING:
    from ...attempt.attempt import Attempt
    from ...attempt.director import PlayRequest


# where a run ends, as a part of the way from its start to what is wanted: of the error, of the weights
ENDS = {"stuck": (0.0, 0.0), "crawl": (0.3, 0.5), "orbit": (0.55, 1.5), "land": (1.0, 1.0), "overshoot": (1.0, 1.0)}


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
