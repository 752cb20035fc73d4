"""The campaign: its chapters in order, what is open, what comes next. Everything else is a plugin's trail."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from .catalog import Catalog
from .level import Level
from .question import Marker, Question

# Progressive disclosure: which panels and tools a level shows, by what its course has introduced so far. What is not
# shown is not drawn; its keys still act. What has no name in PANELS is always there.


PANELS = {  # what each brings
    "pad": "Draw on the pad.",
    "dial": "The dial sets the weight.",
    "hint": "A hint helps when you are stuck.",
    "tries": "Nothing happens before you press. Each try leaves a mark.",
    "undo": "Undo takes back what you did last.",
    "commit": "Test as often as you like, then say that you are sure.",
    "stars": "The stars, and what you have used of the par.",
    "negative": "A weight can be below 0.",
    "reset": "Reset begins the part again.",
    "table": "The table keeps every prediction and its miss.",
    "auto": "Auto-solve: the machine plays the level.",
    "error-square": "The error is the miss times itself: a square.",
    "glossary": "Press an underlined word to read what it means.",
    "meter": "The meter adds up the misses.",
    "meters": "Another meter counts the same misses another way.",
    "roll": "Press Roll: Pip walks down by himself.",
    "floor": "A bottom can be above 0: a floor.",
    "buttons": "Two buttons move the weight, one step each.",
    "loop": "The loop makes the steps.",
    "step": "You choose how far one step goes.",
    "code": "The line of code that has just run.",
    "history": "The error of every step so far.",
    "compare": "Compare your runs.",
    "delta": "Delta is the miss with its sign.",
    "tiles": "Build the rule from tiles.",
    "inputs": "Two inputs, and a weight for each.",
    "engines": "You choose the rule that moves the weight.",
    "recording": "A run that somebody has recorded.",
    "two-codes": "Two metrics, line by line.",
    "alphas": "A map of every alpha that you tried.",
    "sealed": "The neuron is sealed: you only see what it says.",
    "neurons": "Three neurons learn side by side.",
    "needles": "Several weights move in one step.",
    "valley": "Two weights make a valley.",
    "exam": "The exam: all squared misses added up.",
    "hidden": "Hidden neurons stand between the inputs and the prediction.",
    "unseen": "Unseen examples: the net never learns from them.",
    "stencil": "A stencil of nine weights slides over the picture.",
    "teacher": "The stencil learns its weights.",
    "digits": "Ten neurons vote for ten digits.",
    "kernels": "Kernels look at the digit before the vote.",
}
# known from other games: it may come beside a new thing
TOOLS = frozenset(("hint", "undo", "stars", "reset", "auto", "glossary", "code", "compare"))
ALL = frozenset(PANELS)


def shown(level: Level, course: Iterable[Level] = (), part: int = 0) -> frozenset[str]:
    """Names of PANELS that are seen in a part. `course`: the levels that lead there, in the order of the map.

    Just those of `shows` where the level has that; all where nobody in the course introduces anything; else those that
    the levels before it, and its own parts so far, have introduced.
    """
    now = level.stage(part)
    if now.shows is not None:
        return frozenset(now.shows)
    before = list(course)
    if not any(brings(each) for each in (level, *before)):
        return ALL
    place = next((n for n, each in enumerate(before) if each.id == level.id), len(before))
    return frozenset[str]().union(*map(brings, before[:place]), brings(level, part))


def brings(level: Level, part: int | None = None) -> frozenset[str]:
    """All that a level brings; with `part`, up to that part."""
    parts = range(len(level.stages if part is None else level.stages[:part]) + 1)
    return frozenset[str]().union(*(level.stage(number).introduces for number in parts))


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
