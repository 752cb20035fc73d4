"""How far the player has come: every stop of the map with its state, the level that comes next, the stars so far."""

from __future__ import annotations

from typing import NamedTuple

from ...rules import (
    CHAPTERS,
    Catalog,
    Level,
    following,
    is_complete,
    is_open,
    levels_of,
    missing,
    place_of,
    places,
    questions_of,
    recap_of,
    trails,
)
from ...storage.saves import Progress
from ...view.level_map.map_layout import MapStop


class CampaignCount(NamedTuple):
    """Of the campaign's levels that there are: how many are reached, and how many stars were won, of how many."""

    reached: int
    levels: int
    stars: int
    most: int


def reached_levels(progress: Progress) -> set[str]:
    """The keys of the levels that were reached."""
    return {key for key, level in progress.levels.items() if level.reached}


def next_level(catalog: Catalog, progress: Progress) -> Level | None:
    """Where to go on: the last one until it is reached, then the one after it; None: there are no levels."""
    campaign = [place.level for place in places(catalog)]
    last = catalog.levels.get(progress.last_level)
    if last is not None:
        if not progress.has_reached(last.id):
            return last
        after = following(last, catalog)
        if after is not None and not progress.has_reached(after.id) and can_play(after, catalog, progress):
            return after
    fresh = (level for level in campaign if not progress.has_reached(level.id) and can_play(level, catalog, progress))
    return next(fresh, None) or last or next(iter(campaign or catalog.levels.values()), None)


def can_play(level: Level, catalog: Catalog, progress: Progress) -> bool:
    """Is its chapter open? Levels of plugins always are."""
    place = place_of(level, catalog)
    return place is None or is_open(place.chapter, reached_levels(progress), catalog)


def count(catalog: Catalog, progress: Progress) -> CampaignCount:
    """How many levels of the campaign are reached, and how many stars there are."""
    levels = [place.level for place in places(catalog)]
    stars = [len(progress.stars(level.id)) for level in levels]
    reached = sum(progress.has_reached(level.id) for level in levels)
    return CampaignCount(reached, len(levels), sum(stars), 3 * len(levels))


def stops(catalog: Catalog, progress: Progress) -> list[MapStop]:
    """Everything on the map in the order of the path: the eight chapters, each with its recap last, then the trails."""
    stops: list[MapStop] = []
    for number in range(1, len(CHAPTERS) + 1):
        own_levels = levels_of(number, catalog)
        reached = reached_levels(progress)
        ready = is_open(number, reached, catalog)
        own = [_level_stop("level", number, k, level, progress, ready) for k, level in enumerate(own_levels, 1)]
        if not own_levels:  # announced
            own = [MapStop("level", number, k, state="locked") for k in range(1, CHAPTERS[number - 1].planned + 1)]
        if recap_of(number, catalog) or not own_levels:
            # It opens with the next chapter: when all but one of this chapter's levels are reached
            questions = recap_of(number, catalog)
            answers = progress.recaps.get(CHAPTERS[number - 1].key, {})
            right = tuple(bool(answers.get(str(k))) for k in range(len(questions))) or (False, False, False)
            state = "locked"
            if questions and len(answers) >= len(questions):
                state = "done"
            elif ready and missing(number + 1, reached_levels(progress), catalog) == 0:
                state = "open"
            own.append(MapStop("recap", number, 0, state=state, marks=right))
        stops += own
    for plugin, levels in trails(catalog).items():
        for number, level in enumerate(levels, 1):
            stops.append(_level_stop("plugin", 0, number, level, progress, True)._replace(trail=plugin))
    return stops


def _level_stop(kind: str, chapter: int, number: int, level: Level, progress: Progress, ready: bool) -> MapStop:
    state = "locked"
    if progress.has_reached(level.id):
        state = "done"  # also where the chapter is locked again, because a new version has more levels before it
    elif ready:
        state = "open"
    stars = tuple(star in progress.stars(level.id) for star in (1, 2, 3))
    return MapStop(kind, chapter, number, state=state, marks=stars, level=level)


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
    answers = list[bool]()  # whether each first answer was right; of one that a knob gave the star alone tells
    for level in levels:
        record = progress.level(level.id)
        on_board = [question.star for question in questions_of(level) if getattr(question, "knob", "")]
        answers += [*record.bets.values(), *(star in record.stars for star in on_board if record.reached)]
    return ChapterScore(len(levels), sum(stars), 3 * len(levels), sum(answers), len(answers))
