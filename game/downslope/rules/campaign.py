"""The campaign: its chapters in order, what is open, what comes next. Everything else is a plugin's trail."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from .catalog import Catalog
from .level import Level
from .question import Marker, Question

# ---------------------------------------------------------------------------------------------------------------------
# Which levels are shown to who has never played: a bowl, a valley, a small network, one that reads.


REEL = ("thirteen", "valley", "hidden-four", "kernels")
TRAINED = "kernels"  # it is trained in a process of its own, from the moment the reel starts
INSTEAD = "stop-in-time"  # where no process can be started


def reel(catalog: Catalog) -> list[Level]:
    """The levels of the reel, in order, as far as they are there."""
    return [catalog.levels[name] for name in REEL if name in catalog.levels]


class Chapter(NamedTuple):
    """A chapter of the campaign."""

    key: str  # what a level's `chapter` says
    title: str
    planned: int  # how many levels it has, or will have: later chapters are announced before they are there


CHAPTERS = (
    Chapter("forward", "Forward", 5),
    Chapter("error", "Error", 4),
    Chapter("hot-and-cold", "Hot and cold", 2),
    Chapter("delta", "Delta", 3),
    Chapter("alpha", "Alpha", 8),
    Chapter("many", "Many", 6),
    Chapter("deep", "Deep", 6),
    Chapter("images", "Images", 5),
)


OUTSIDE = "outside"  # the trail of levels that came as codes and files


class CampaignPlace(NamedTuple):
    """Where a level stands in the campaign, both counted from 1."""

    chapter: int
    number: int
    level: Level


def places(catalog: Catalog) -> list[CampaignPlace]:
    """The campaign's levels in teaching order: the shipped ones of the eight chapters."""
    rows: dict[str, list[Level]] = {chapter.key: [] for chapter in CHAPTERS}
    for level in catalog.levels.values():
        if level.chapter in rows and not level.plugin:
            rows[level.chapter].append(level)
    return [CampaignPlace(chapter, k, level)
            for chapter, row in enumerate(rows.values(), 1) for k, level in enumerate(row, 1)]  # fmt: skip


def levels_of(chapter: int, catalog: Catalog) -> list[Level]:
    """The levels of a chapter, counted from 1, in teaching order."""
    return [place.level for place in places(catalog) if place.chapter == chapter]


def trails(catalog: Catalog) -> dict[str, list[Level]]:
    """The levels outside the campaign, by their trail: the plugin they came from, or one for all from outside."""
    inside = {place.level.id for place in places(catalog)}
    trails_by_plugin: dict[str, list[Level]] = {}
    for level in catalog.levels.values():
        if level.id not in inside:
            plugin = level.plugin or catalog.owner.get(f"level {level.id}", "")
            trails_by_plugin.setdefault(catalog.trails.get(plugin, plugin), []).append(level)
    return trails_by_plugin


def place_of(level: Level, catalog: Catalog) -> CampaignPlace | None:
    """None: it is not in the campaign."""
    return next((place for place in places(catalog) if place.level.id == level.id), None)


def codes(catalog: Catalog) -> dict[str, str]:
    """Of all levels, by id: `5-1` for the first level of chapter 5; a plugin's level has its number on the trail."""
    codes_by_id = {place.level.id: f"{place.chapter}-{place.number}" for place in places(catalog)}
    for trail in trails(catalog).values():
        codes_by_id |= {level.id: str(number) for number, level in enumerate(trail, 1)}
    return codes_by_id


def code(level: Level, catalog: Catalog) -> str:
    """Of one of them; a level that is not there is the first of its own."""
    return codes(catalog).get(level.id, "1")


def missing(chapter: int, reached: Collection[str], catalog: Catalog) -> int:
    """Levels still to be reached before the chapter opens: all but one of each chapter before it."""
    if chapter <= 1:
        return 0
    before = [p.level.id for p in places(catalog) if p.chapter == chapter - 1]
    short = max(0, len(before) - 1 - len([i for i in before if i in reached]))
    return short + missing(chapter - 1, reached, catalog)


def is_open(chapter: int, reached: Collection[str], catalog: Catalog) -> bool:
    """It has levels, and enough of those before are reached."""
    return any(p.chapter == chapter for p in places(catalog)) and missing(chapter, reached, catalog) == 0


def is_complete(chapter: int, reached: Collection[str], catalog: Catalog) -> bool:
    """It has levels, and every one is reached."""
    levels = [place.level.id for place in places(catalog) if place.chapter == chapter]
    return bool(levels) and all(level in reached for level in levels)


def course(level: Level, catalog: Catalog) -> list[Level]:
    """The levels of the campaign, or of the trail that has this one, in the order of the map; empty: none has it."""
    rows = [[place.level for place in places(catalog)], *trails(catalog).values()]
    return next((row for row in rows if any(each.id == level.id for each in row)), [])


def following(level: Level, catalog: Catalog) -> Level | None:
    """The level after this one, in the campaign or on its trail; None after the last."""
    row = course(level, catalog)
    here = next((k for k, v in enumerate(row) if v.id == level.id), len(row))
    return row[here + 1] if here + 1 < len(row) else None


def recap_of(chapter: int, catalog: Catalog) -> Sequence[Question | Marker]:
    """The three quick bets at the end of a chapter; empty where there are none."""
    return next((p.level.recap for p in places(catalog) if p.chapter == chapter and p.level.recap), ())
