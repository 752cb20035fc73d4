"""A ruler with a cup for each wish: who is pleased where Pip is now, and which places please all who are asked.

The ruler is the bowl's own axis: Pip stands straight above his place on it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from ..draw import LABEL, NUMBER, Canvas
from ..format.numbers import number
from ..widgets.ink import Boxed, Line, Row
from ..widgets.widget import Rect

HALF, HIGH = 23.0, 34.0  # of a cup; its handle stands out at the right
APART = 56.0  # from cup to cup
FOOT, LINE = 46.0, 92.0  # from the top of the ruler's room to the cups' feet, to the line
SMALL, CROWD = 0.62, 9  # where there are so many, cups are smaller


class Cup(NamedTuple):
    """`preferred_size`: its place on the ruler. `mood`: happy, sad, or "": nobody asks. `asked`: it belongs to the
    order.
    """

    preferred_size: float
    name: str
    mood: str
    asked: bool = True


# What stands on it: cups, numbers, the places that please all who are asked (None: there is none), words for those
Ruler = tuple[Sequence[Cup], Sequence[tuple[float, str]], tuple[float, float] | None, str]


def spread(places: Sequence[float], apart: float, low: float, high: float) -> list[float]:
    """Each as near to its place as can be, in their order, at least so far apart, between low and high."""
    order = sorted(range(len(places)), key=lambda i: places[i])
    groups: list[tuple[float, list[int]]] = []  # (middle, members): those that touch stand together
    for i in order:
        groups.append((places[i], [i]))
        while len(groups) > 1:
            (before, left), (here, right) = groups[-2], groups[-1]
            if here - before >= apart * (len(left) + len(right)) / 2:
                break
            both = left + right
            middle = (before * len(left) + here * len(right)) / len(both)
            groups[-2:] = [(middle, both)]
    positions = [0.0] * len(places)
    for middle, members in groups:
        width = apart * (len(members) - 1)
        first = min(max(low, middle - width / 2), max(low, high - width))
        for place, i in enumerate(members):
            positions[i] = first + place * apart
    return positions


def draw_cups(canvas: Canvas, rect: Rect, x_of: Callable[[float], float], ruler: Ruler) -> None:
    """In the room under the bowl: cups, threads to their wishes, the line with its numbers, the band."""
    (x, y, w, _h), (cups, ticks, band, target_label) = rect, ruler
    line, k = y + LINE, canvas.type
    size = 1.0 if len(cups) < CROWD else SMALL
    canvas.line(x + 30, line, x + w - 30, line, "border2", 4)
    for value, label in ticks:
        at = x_of(value)
        if x + 30 <= at <= x + w - 30:
            canvas.line(at, line - 6, at, line + 6, "border2", 2)
            canvas.text(at, line + 10 + 18 * k, label, NUMBER, "text2", "middle")
    if band is not None:
        low, height = (x_of(value) for value in band)
        width = max(6.0, height - low)
        canvas.rect((low + height - width) / 2, line - 12, width, 24, "goal", 4, alpha=0.28)
        for edge in (low, height):
            canvas.line(edge, line - 12, edge, line + 12, "goal", 1.6)
        half = canvas.width(target_label, LABEL) / 2
        middle = min(max((low + height) / 2, x + 16 + half), x + w - 16 - half)
        canvas.text(middle, line + 12 + 37 * k, target_label, LABEL, "goal", "middle")
    places = [x_of(cup.preferred_size) for cup in cups]
    positions = spread(places, APART * size, x + 20 + HALF * size, x + w - 40 - HALF * size)
    for cup, preferred_size, spot in zip(cups, places, positions):
        if x <= preferred_size <= x + w:
            canvas.line(spot, y + FOOT + 4, preferred_size, line - 8, "goal" if cup.asked else "text2", 1.4, 0.7)
        # A cup that likes it or not; `mood` happy, sad, or "": it says nothing.
        foot = y + FOOT
        wide, h = HALF * size, HIGH * size
        canvas.ellipse(spot, foot + 1, wide * 0.9, 4 * size, "ink", 0.4)
        left, right, low = spot - wide * 0.78, spot + wide * 0.78, foot - 4 * size
        body = (
            f"M{spot - wide} {foot - h}L{left} {low}Q{spot} {foot + 4 * size} {right} {low}L{spot + wide} {foot - h}Z"
        )
        canvas.path(body, canvas.mix("panel", "text", 0.14), "text2", 2)
        canvas.path(f"M{spot + wide * 0.95} {foot - h + 6 * size}q{12 * size} {2 * size} {9 * size} {12 * size}"
                    f"q{-2 * size} {7 * size} {-11 * size} {6 * size}", None, "text2", 2.4)  # fmt: skip
        for side in (-7, 7):
            canvas.ellipse(spot + side * size, foot - h * 0.56, 2 * size, 3.2 * size, "text")
        a, b = 6 * size, 12 * size
        if cup.mood == "happy":
            canvas.path(f"M{spot - a} {foot - 12 * size}q{a} {a} {b} 0", None, "text", 2.4)
        elif cup.mood == "sad":
            canvas.path(f"M{spot - a} {foot - 8 * size}q{a} {-a} {b} 0", None, "text", 2.4)
        else:
            canvas.path(f"M{spot - a} {foot - 10 * size}h{b}", None, "text", 2.4)
    # Of the cups that stand alone: beside them, where nobody else is.
    for i, (cup, spot) in enumerate(zip(cups, positions)):
        width = canvas.width(cup.name, LABEL) + 12
        others = [other for j, other in enumerate(positions) if j != i]
        alone = all(abs(other - spot) > 2.5 * APART * size for other in others)
        for left, anchor, base in ((spot - HALF * size - width, "end", spot - HALF * size - 11),
                                   (spot + HALF * size + 14, "start", spot + HALF * size + 18)):  # fmt: skip
            free = all(other + HALF + 16 < left or other - HALF > left + width for other in others)
            if cup.name and alone and free and x + 10 < left and left + width < x + w - 10:
                canvas.text(base, y + FOOT - 6, cup.name, LABEL, "text2", anchor)
                break


def draw_place(canvas: Canvas, x: float, top: float, name: str, value: str, hue: str) -> None:
    """Pip's place in numbers, on a tag whose upper edge has its middle at (x, top)."""
    words = Row((Line(name, LABEL), Line(value, NUMBER, hue)), 5)
    Boxed(words, (12, 4), "panel", "border2", radius=9).stand(canvas, x, top)


def draw_balance(canvas: Canvas, rect: Rect, low: float, high: float, labels: tuple[str, str]) -> None:
    """A pair of scales: at the left the misses that are too little, at the right those that are too much.

    `low`, `high`: their sums, both positive; the heavier pan hangs lower.
    """
    x, y, w, h = rect
    k, middle = canvas.type, x + w / 2
    tilt = max(-1.0, min(1.0, 2.0 * (high - low) / ((high + low) or 1.0)))
    top, arm = y + 12, w / 2 - 36 * k
    canvas.line(middle, top, middle, y + h - 4, "text2", 3)
    canvas.line(middle - 22, y + h - 3, middle + 22, y + h - 3, "text2", 4)
    ends = [(middle - arm, top - 8 * tilt), (middle + arm, top + 8 * tilt)]
    canvas.line(*ends[0], *ends[1], "text", 3)
    canvas.circle(middle, top, 5, "text")
    for (ex, ey), weight, label in zip(ends, (low, high), labels):
        pan = ey + 24
        canvas.line(ex, ey, ex - 26, pan, "text2", 1.6)
        canvas.line(ex, ey, ex + 26, pan, "text2", 1.6)
        canvas.path(f"M{ex - 30} {pan}Q{ex} {pan + 16} {ex + 30} {pan}Z", canvas.mix("panel", "text", 0.2), "text2", 2)
        canvas.text(ex, pan + 14 + 15 * k, number(weight), NUMBER, "error", "middle")
        canvas.within(ex, pan + 14 + 34 * k, label, 2 * arm - 12, LABEL, "text2", "middle")
