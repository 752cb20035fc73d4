"""The three stars of a level: reached · within par · bet right, or a second target. No star locks anything."""

from __future__ import annotations

from typing import NamedTuple

from .level import Level
from .question import Question
from .session import Session


def earned(session: Session, watched: bool = False) -> frozenset[int]:
    """The stars of this attempt. `watched`: auto-solve was seen in this visit, so only the first can be had."""
    stars = set()
    if session.complete:
        stars.add(1)
        if not watched:
            stars |= {star for star in (2, 3) if _has(session, star)}
    elif not watched and wanted(session.base, 3).kind == "questions":
        stars |= {3} if _all_right(session, 3) else set()  # a bet that is won stays won
    return frozenset(stars)


class Wanted(NamedTuple):
    """What a star asks for. kind: reached, par, expert, stage, questions, none; number: how many of the unit."""

    kind: str
    number: int = 0
    unit: str = ""


def wanted(level: Level, star: int) -> Wanted:
    """What this star asks for in this level."""
    if star == 1:
        return Wanted("reached")
    stage = next((n for n in range(1, len(level.stages) + 1) if level.star(n) == star), None)
    if stage is not None:
        part = level.stage(stage)
        return Wanted("stage", part.par or 0, part.par_unit)
    if any(q.star == star for q in questions_of(level)):
        return Wanted("questions")
    par, unit = par_of(level)
    if star == 2 and par is not None:
        return Wanted("par", par, unit)
    if star == 3 and level.expert is not None:
        return Wanted("expert", level.expert, level.par_unit)
    return Wanted("none")


def questions_of(level: Level) -> list[Question]:
    """All questions of the level and of its stages, each once."""
    found = list(level.questions)
    for stage in level.stages:
        found += [q for q in stage.get("questions", ()) if q not in found]
    return found  # type: ignore[return-value]


def _has(session: Session, star: int) -> bool:
    level, want = session.base, wanted(session.base, star)
    if want.kind == "questions":
        return _all_right(session, star)
    if want.kind == "stage":
        stage = next(n for n in range(1, len(level.stages) + 1) if level.star(n) == star)
        cost = session.tally.at_win.get(stage)
        return cost is not None and (not want.number or "par" not in level.stages[stage - 1] or cost <= want.number)
    if want.kind in ("par", "expert"):
        cost = session.tally.at_win.get(level.plain_stages)
        also = want.kind == "expert" or session.tally.also.get(level.plain_stages, False)
        return cost is not None and cost <= want.number and also
    return want.kind == "none"


def _all_right(session: Session, star: int) -> bool:
    """Every question for this star is answered, and rightly; some are answered by the first turn of a knob."""
    asked = [(i, q) for i, q in enumerate(session.base.questions) if q.star == star]
    for number, question in asked:
        if isinstance(question, Question) and question.knob:
            value = session.tally.first_turned.get(question.knob)
        else:
            value = next((v for (_, n), v in session.answers.items() if n == number), None)
        if value is None or not question.is_right(value):
            return False
    return bool(asked)


def counted(session: Session) -> int:
    """The part whose cost is compared with the par: the one that star 2 is for, once it is won."""
    stages = range(1, len(session.base.stages) + 1)
    later = next((n for n in stages if session.base.star(n) == 2 and n in session.tally.at_win), None)
    return session.base.plain_stages if later is None else later


def par_of(level: Level) -> tuple[int | None, str]:
    """The par that star 2 asks for, and its unit: of the last part that star 1 asks for."""
    part = level.stage(level.plain_stages)
    return part.par, part.par_unit
