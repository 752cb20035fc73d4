"""Progressive disclosure: which panels and tools a level shows, by what its course has introduced so far.

What is not shown is not drawn; its keys still act. What has no name in PANELS is always there.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from .level import Level


class Introduction(NamedTuple):
    """What a name of PANELS brings. `tool`: it is known from other games, and may come beside a new thing."""

    says: str
    tool: bool = False


PANELS = {
    "pad": Introduction("Draw on the pad."),
    "dial": Introduction("The dial sets the weight."),
    "hint": Introduction("A hint helps when you are stuck.", tool=True),
    "tries": Introduction("Nothing happens before you press. Each try leaves a mark."),
    "undo": Introduction("Undo takes back what you did last.", tool=True),
    "commit": Introduction("Test as often as you like, then say that you are sure."),
    "stars": Introduction("The stars, and what you have used of the par.", tool=True),
    "negative": Introduction("A weight can be below 0."),
    "reset": Introduction("Reset begins the part again.", tool=True),
    "table": Introduction("The table keeps every prediction and its miss."),
    "auto": Introduction("Auto-solve: the machine plays the level.", tool=True),
    "error-square": Introduction("The error is the miss times itself: a square."),
    "glossary": Introduction("Press an underlined word to read what it means.", tool=True),
    "meter": Introduction("The meter adds up the misses."),
    "meters": Introduction("Another meter counts the same misses another way."),
    "roll": Introduction("Press Roll: Pip walks down by himself."),
    "floor": Introduction("A bottom can be above 0: a floor."),
    "buttons": Introduction("Two buttons move the weight, one step each."),
    "loop": Introduction("The loop makes the steps."),
    "step": Introduction("You choose how far one step goes."),
    "code": Introduction("The line of code that has just run.", tool=True),
    "history": Introduction("The error of every step so far."),
    "compare": Introduction("Compare your runs.", tool=True),
    "delta": Introduction("Delta is the miss with its sign."),
    "tiles": Introduction("Build the rule from tiles."),
    "inputs": Introduction("Two inputs, and a weight for each."),
    "engines": Introduction("You choose the rule that moves the weight."),
    "recording": Introduction("A run that somebody has recorded."),
    "two-codes": Introduction("Two metrics, line by line."),
    "alphas": Introduction("A map of every alpha that you tried."),
    "sealed": Introduction("The neuron is sealed: you only see what it says."),
    "neurons": Introduction("Three neurons learn side by side."),
    "needles": Introduction("Several weights move in one step."),
    "valley": Introduction("Two weights make a valley."),
    "exam": Introduction("The exam: all squared misses added up."),
    "hidden": Introduction("Hidden neurons stand between the inputs and the prediction."),
    "unseen": Introduction("Unseen examples: the net never learns from them."),
    "stencil": Introduction("A stencil of nine weights slides over the picture."),
    "teacher": Introduction("The stencil learns its weights."),
    "digits": Introduction("Ten neurons vote for ten digits."),
    "kernels": Introduction("Kernels look at the digit before the vote."),
}
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
