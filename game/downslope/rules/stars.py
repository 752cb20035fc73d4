"""The three stars of a level: reached · within par · bet right, or a second target. No star locks anything."""

from __future__ import annotations

from typing import NamedTuple

from .actions import Stop
from .level import Level
from .question import Question
from .session import Session


def earned_stars(session: Session, watched: bool = False) -> frozenset[int]:
    """The stars of this attempt. `watched`: auto-solve was seen in this visit, so only the first can be had."""
    return frozenset(star for star in (1, 2, 3) if not refusal_reason(session, star, watched))


# Why a star is not given. unreached: the level is not; watched: auto-solve was; over: it took too many;
# again: it was called more than once; besides: within par, but what the star asks for besides was not met;
# later: its part is still to be won;
# unanswered: a question for it is open, or was skipped; wrong: one was answered wrongly.
REASONS = ("unreached", "watched", "over", "again", "besides", "later", "unanswered", "wrong")


def refusal_reason(session: Session, star: int, watched: bool = False) -> str:
    """The reason why this attempt has not earned the star; empty: it has."""
    kind = condition_of(session.base, star).kind
    won_before = star == 3 and kind == "questions"  # a bet that is won stays won
    if not session.complete and not won_before:
        return "unreached"
    if star == 1:
        return ""
    if watched:
        return "watched"
    if kind == "questions":
        return fault_of_answers(session, star)
    # Of a star that is for a part, or for so few of something
    level, want = session.base, condition_of(session.base, star)
    if want.kind == "none":
        return ""
    part = part_for(level, star)
    cost = session.tally.cost_at_win.get(part)
    if cost is None:
        return "later"
    if want.kind == "stage":
        over = want.number and "par" in level.stages[part - 1] and cost > want.number
        return "over" if over else ""
    if cost > want.number:
        return "over"
    if level.once and star == 2 and len([action for action in session.actions if isinstance(action, Stop)]) > 1:
        return "again"
    return "" if want.kind == "expert" or session.tally.par_target_met.get(part, False) else "besides"


class Condition(NamedTuple):
    """What a star asks for. kind: reached, par, expert, stage, questions, none; number: how many of the unit."""

    kind: str
    number: int = 0
    unit: str = ""


def condition_of(level: Level, star: int) -> Condition:
    """What this star asks for in this level."""
    if star == 1:
        return Condition("reached")
    stage = next((n for n in range(1, len(level.stages) + 1) if level.star(n) == star), None)
    if stage is not None:
        part = level.stage(stage)
        return Condition("stage", part.par or 0, part.par_unit)
    if any(q.star == star for q in questions_of(level)):
        return Condition("questions")
    par, unit = par_of(level)
    if star == 2 and par is not None:
        return Condition("par", par, unit)
    if star == 3 and level.expert is not None:
        return Condition("expert", level.expert, level.par_unit)
    return Condition("none")


def questions_of(level: Level) -> list[Question]:
    """All questions of the level and of its stages, each once."""
    questions = list(level.questions)
    for stage in level.stages:
        questions += [q for q in stage.get("questions", ()) if q not in questions]
    return questions  # type: ignore[return-value]


def is_called(level: Level) -> bool:
    """What the player does in it is to call which way needles go."""
    return any(getattr(question, "needle", None) is not None for question in questions_of(level))


def part_for(level: Level, star: int) -> int:
    """The part whose cost decides about the star."""
    stages = range(1, len(level.stages) + 1)
    return next((n for n in stages if level.star(n) == star), level.star_one_stages)


def par_here(session: Session) -> int | None:
    """The par of the part that is played; None where star 2 is for a later part, which the par is of."""
    part = part_for(session.base, 2)
    return None if session.stage < part and session.base.star(part) == 2 else session.level.par


def fault_of_answers(session: Session, star: int) -> str:
    """The reason why the questions for this star do not give it; empty: each is answered correctly.

    Some are answered by the first turn of a knob.
    """
    asked = [(i, q) for i, q in enumerate(session.base.questions) if q.star == star]
    for number, question in asked:
        if isinstance(question, Question) and question.knob:
            value = session.tally.first_values.get(question.knob)
        else:
            value = next((v for (_, n), v in session.answers.items() if n == number), None)
        if value is None:
            return "unanswered"
        if not question.is_right(value):
            return "wrong"
    return "" if asked else "unanswered"


def part_with_count(session: Session) -> int:
    """The part whose cost is compared with the par: the one that star 2 is for, once it is won."""
    stages = range(1, len(session.base.stages) + 1)
    later = next((n for n in stages if session.base.star(n) == 2 and n in session.tally.cost_at_win), None)
    return session.base.star_one_stages if later is None else later


def par_of(level: Level) -> tuple[int | None, str]:
    """The par that star 2 asks for, and its unit: of the last part that star 1 asks for."""
    part = level.stage(level.star_one_stages)
    return part.par, part.par_unit
