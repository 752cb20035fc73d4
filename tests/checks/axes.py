"""Where a screen has an axis: numbers on one line that grow evenly along it, or by equal factors."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from checks.paper import Text

LEAST = 3  # numbers that make an axis
APART = 18.0  # physical pixels from one to the next at least: what is closer stands in cells
OFF = 3.0  # physical pixels that one of them may stand off its place

Mark = tuple[float, float, Text]  # where along the line, what is written there


def axes(texts: Sequence[Text]) -> Iterator[list[Text]]:
    """The numbers of each axis, in their order."""
    lines = defaultdict[tuple[str, int], list[Mark]](list)
    for text in texts:
        value = number_in(text.string)
        if value is None:
            continue
        anchor, x, y = text.spot
        lines["row", y].append((text.ink.centerx, value, text))
        lines[anchor, x].append((y, value, text))
    for marks in lines.values():
        marks.sort(key=lambda mark: mark[:2])
        if all(in_table(text, lines) for _place, _value, text in marks):
            continue
        if len({value for _place, value, _text in marks}) >= LEAST and grows(marks):
            yield [text for _place, _value, text in marks]


def in_table(text: Text, lines: Mapping[tuple[str, int], Sequence[Mark]]) -> bool:
    """Numbers stand beside it and under it: it is in a cell."""
    anchor, x, y = text.spot
    return len(lines["row", y]) >= LEAST and len(lines[anchor, x]) >= LEAST


def number_in(string: str) -> float | None:
    """What it says, if it is a number and nothing else."""
    try:
        return float(string.strip().replace("−", "-").replace(",", ""))
    except ValueError:
        return None


def grows(marks: Sequence[Mark]) -> bool:
    """Each stands where its number belongs, between the first and the last."""
    places, values = [place for place, _value, _text in marks], [value for _place, value, _text in marks]
    if min(b - a for a, b in zip(places, places[1:])) < APART:
        return False
    if min(values) > 0 and even(places, [math.log(value) for value in values]):
        return True
    return even(places, values)


def even(places: Sequence[float], values: Sequence[float]) -> bool:
    """They lie on a straight line."""
    way, rise = places[-1] - places[0], values[-1] - values[0]
    if not way or not rise:
        return False
    return all(abs((value - values[0]) / rise * way + places[0] - place) <= OFF for place, value in zip(places, values))
