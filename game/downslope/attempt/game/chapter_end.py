"""The end of a chapter: all its levels are reached. It is shown once, and what it changes on the map stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...rules.campaign import CHAPTERS, is_complete, levels_of, place_of
from ...rules.stars import questions_of
from .progression import reached_levels

if TYPE_CHECKING:
    from ...rules.catalog import Catalog
    from ...rules.level import Level
    from ...storage.progress import Progress


class ChapterScore(NamedTuple):
    """What was done in a chapter. bets: first answers that were given; right: of them."""

    levels: int
    stars: int
    most: int
    right: int
    bets: int


def chapter_ended_by(level: Level, catalog: Catalog, progress: Progress) -> int | None:
    """The number of the chapter that is complete now and whose end was not shown yet; None: none is."""
    place = place_of(level, catalog)
    if place is None or CHAPTERS[place.chapter - 1].key in progress.chapters_ended:
        return None
    return place.chapter if is_complete(place.chapter, reached_levels(progress), catalog) else None


def note_ends(catalog: Catalog, progress: Progress) -> None:
    """Every complete chapter counts as shown from now on."""
    reached = reached_levels(progress)
    for number, chapter in enumerate(CHAPTERS, 1):
        if chapter.key not in progress.chapters_ended and is_complete(number, reached, catalog):
            progress.chapters_ended.append(chapter.key)


def chapter_score(number: int, catalog: Catalog, progress: Progress) -> ChapterScore:
    """Of a chapter, counted from 1."""
    levels = levels_of(number, catalog)
    stars = [len(progress.stars(level.id)) for level in levels]
    answers = [right for level in levels for right in _answers(level, progress)]
    return ChapterScore(len(levels), sum(stars), 3 * len(levels), sum(answers), len(answers))


def _answers(level: Level, progress: Progress) -> list[bool]:
    """Which first answers were right. Of one that a knob gave the star alone tells."""
    record = progress.level(level.id)
    on_board = [question.star for question in questions_of(level) if getattr(question, "knob", "")]
    turned = [star in record.stars for star in on_board] if record.reached else []
    return [*record.bets.values(), *turned]
