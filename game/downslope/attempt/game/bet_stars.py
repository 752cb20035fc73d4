"""The stars of a chapter's bets: which there are, which were lost, and how one is won back."""

from __future__ import annotations

from typing import NamedTuple

from ...rules.campaign import places
from ...rules.catalog import Catalog
from ...rules.level import Level
from ...rules.question import Question
from ...rules.stars import condition_of, questions_of
from ...storage.progress import LevelProgress, Progress


class BetStar(NamedTuple):
    """A star for right answers. `lost`: the bet was answered, and wrongly."""

    level: str
    star: int
    there: bool
    lost: bool


def bet_stars(chapter: int, catalog: Catalog, progress: Progress) -> list[BetStar]:
    """Of a chapter (counted from 1), in the order of its levels."""
    levels = [place.level for place in places(catalog) if place.chapter == chapter]
    return [_bet_star(level, star, progress) for level in levels for star in (2, 3) if _is_bet(level, star)]


def win_back(chapter: int, catalog: Catalog, progress: Progress) -> BetStar | None:
    """Give the first lost star of the chapter back; None: none is lost."""
    lost = next((star for star in bet_stars(chapter, catalog, progress) if star.lost), None)
    if lost is None:
        return None
    record = progress.level(lost.level)
    record.stars = sorted({*record.stars, lost.star})
    return lost._replace(there=True, lost=False)


def _is_bet(level: Level, star: int) -> bool:
    return condition_of(level, star).kind == "questions"


def _bet_star(level: Level, star: int, progress: Progress) -> BetStar:
    record = progress.levels.get(level.id) or LevelProgress()
    there = star in record.stars
    return BetStar(level.id, star, there, not there and _answered_wrongly(level, star, record))


def _answered_wrongly(level: Level, star: int, record: LevelProgress) -> bool:
    """A bet that was skipped is not lost. One that a knob answers leaves no other trace than the missing star."""
    for number, question in enumerate(questions_of(level)):
        if question.star != star:
            continue
        if record.bets.get(str(number)) is False:
            return True
        if isinstance(question, Question) and question.knob and record.reached:
            return True
    return False
