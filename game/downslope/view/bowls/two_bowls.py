"""Two metrics in one picture: the chosen one's bowl is solid, another's is dashed on the same axis; cards tell both."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ...i18n import _
from ..draw.plate import draw_plate, meets
from ..draw.raster import Point
from ..draw.tokens import LABEL, NUMBER, STRONG
from ..format.numbers import number
from ..format.ticks import Curve, lowest, safe
from ..widgets.widget import COMPACT, Rect
from .error_bowl import Bowl

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

KINK = 0.04  # of the steepest slope: a turn of the curve that is sharper than that is a kink
APART = 14.0  # px between two dots
NEAR = 9.0  # px between a card and a curve
ROLLS = (22.0, 44.0, 60.0)  # px above the bowl: where Pip and his trail are
NEARLY = 0.002  # of the axis: how far a slope is looked at


class MetricCurve(NamedTuple):
    """A metric's curve: its name, its lowest weights, the places where it has a kink."""

    name: str
    error: Curve
    bottoms: tuple[float, ...]
    kinks: tuple[float, ...]


def curve_of(name: str, error: Curve, weights: tuple[float, float], best: Sequence[float]) -> MetricCurve:
    """`best`: the weights at which some example misses nothing; only there can a curve have a kink."""
    return MetricCurve(name, error, tuple(lowest(error, *weights)), kinks(error, weights, best))


def kinks(error: Curve, weights: tuple[float, float], best: Sequence[float]) -> tuple[float, ...]:
    """Those of `best` where the slope jumps."""
    low, high = weights
    near = NEARLY * (high - low)
    inside = [w for w in best if low < w < high]

    def slope(weight: float) -> float:
        return (safe(error, weight + near / 2) - safe(error, weight - near / 2)) / near

    steepest = max((abs(slope(low + (high - low) * i / 20)) for i in range(21)), default=0.0)
    return tuple(w for w in inside if abs(slope(w + near) - slope(w - near)) > KINK * steepest)


def draw_curves(canvas: Canvas, bowl: Bowl, chosen: MetricCurve, ghost: MetricCurve | None) -> None:
    """The kinks of the bowl and the dashed curve; drawn once for each bowl."""
    x, y, w, _ = bowl.rect

    def draw(sub: Canvas) -> None:
        with sub.clip(x, y, w, bowl.sky):
            _dots(sub, bowl, chosen, "error")
            if ghost is not None:
                _draw_ghost(sub, bowl, ghost)

    canvas.cached(_key("curves", bowl, chosen, ghost), x, y, w, bowl.sky, draw)


def draw_cards(canvas: Canvas, bowl: Bowl, chosen: MetricCurve, ghost: MetricCurve | None) -> None:
    """What each curve is called and where its bottom is."""
    x, y, w, _ = bowl.rect

    def draw(sub: Canvas) -> None:
        taken = _draw_card(sub, bowl, chosen, False, ghost, [])
        if ghost is not None:
            _draw_card(sub, bowl, ghost, True, chosen, taken)

    canvas.cached(_key("cards", bowl, chosen, ghost), x, y, w, bowl.sky, draw)


def _key(name: str, bowl: Bowl, chosen: MetricCurve, ghost: MetricCurve | None) -> tuple[object, ...]:
    return (name, bowl.key, chosen.name, ghost.name if ghost else "", ghost.bottoms if ghost else ())


def line_of(bowl: Bowl, curve: MetricCurve) -> list[Point]:
    """Points of a curve from left to right, its kinks among them."""
    low, high = bowl.weights
    weights = sorted({low + (high - low) * i / 160 for i in range(161)} | set(curve.kinks))
    return [(bowl.X(w), bowl.Y(safe(curve.error, w))) for w in weights]


def _draw_ghost(canvas: Canvas, bowl: Bowl, ghost: MetricCurve) -> None:
    top = bowl.rect[1] - 60
    points = [(px, py) for px, py in line_of(bowl, ghost) if py > top]
    if len(points) < 2:
        return
    canvas.polyline(points, "bg0" if canvas.look.theme.dark else "panel", 6, 0.35)
    canvas.polyline(points, "text", 2.8, 0.9, (7, 7))
    _dots(canvas, bowl, ghost, "text")
    for weight in ghost.bottoms[:1]:
        x, y = bowl.X(weight), bowl.Y(safe(ghost.error, weight))
        canvas.ghost(x, y - 15, 13, (0.0, 0.0))


def _dots(canvas: Canvas, bowl: Bowl, curve: MetricCurve, colour: str) -> None:
    """At the kinks; where they crowd, at the lowest of them."""
    placed: list[float] = []
    for weight in sorted(curve.kinks, key=lambda w: safe(curve.error, w)):
        x = bowl.X(weight)
        if all(abs(x - other) >= APART for other in placed):
            placed.append(x)
            canvas.circle(x, bowl.Y(safe(curve.error, weight)), 4.5, colour)


def _draw_card(canvas: Canvas, bowl: Bowl, curve: MetricCurve, dashed: bool, other: MetricCurve | None,
               taken: list[Rect]) -> list[Rect]:  # fmt: skip
    """Name and bottom, near the curve where neither curve, flag nor card is in the way."""
    k = canvas.type
    short = k > COMPACT  # one line, where there is little room
    title = curve.name if short or curve.name.endswith(_("miss")) else _("{metric} error").format(metric=curve.name)
    value = ", ".join(number(w) for w in curve.bottoms[:2])
    label = _("bottom") + " " if value else _("no bottom")
    value_wide = canvas.width(value, NUMBER)
    if short:
        wide = canvas.width(title + " ", STRONG) + (value_wide or canvas.width(label, LABEL)) + 28
    else:
        wide = max(canvas.width(title, STRONG), canvas.width(label, LABEL) + value_wide) + 28
    high = 10 + (22 if short else 47) * k
    spot = _place(bowl, (wide, high), curve, other, tuple(taken))
    if spot is None:
        return taken
    left, top = spot
    edge, dash = ("text", (6.0, 5.0)) if dashed else ("error", None)
    draw_plate(canvas, (left, top, wide, high), edge, 11, alpha=0.96, dash=dash)
    end = left + 14 + canvas.text(left + 14, top + 3 + 18 * k, title + " ", STRONG, "text")
    x, base = (end, top + 3 + 18 * k) if short else (left + 14, top + 3 + 42 * k)
    if not short or not value:
        x += canvas.text(x, base, label, LABEL, "text2")
    canvas.text(x, base, value, NUMBER, "text", "start")
    return [*taken, (left, top, wide, high)]


@lru_cache(16)
def _place(bowl: Bowl, size: tuple[float, float], curve: MetricCurve, other: MetricCurve | None,
           taken: tuple[Rect, ...]) -> Point | None:  # fmt: skip
    """The free place that is nearest to the right wall of its curve; None: there is none."""
    (x, y, w, _h), (wide, high) = bowl.rect, size
    lines = [line_of(bowl, curve), *([line_of(bowl, other)] if other is not None else [])]
    lines += [[(px, py - up) for px, py in bowl.points] for up in ROLLS]
    walls = [(px, py) for px, py in lines[0] if px > x + w * 0.55 and y + 20 < py < y + bowl.sky - 30] or lines[0][-20:]
    anchor = walls[len(walls) // 2]
    flags = [(bowl.X(f) - 24, bowl.height(f) - 70, 90.0, 84.0) for f in bowl.flags]
    title = (x, y, 110.0, 50.0)
    best: Point | None = None
    least = float("inf")
    for i in range(25):
        left = x + 12 + (w - wide - 24) * i / 24
        spans = [_span(line, left - NEAR, left + wide + NEAR) for line in lines]
        for j in range(17):
            top = y + 12 + (bowl.sky - high - 20) * j / 16
            met = any(meets((left, top, wide, high), each, 8) for each in [*taken, *flags, title])
            if met or any(low < top + high + NEAR and end > top - NEAR for low, end in spans):
                continue
            far = abs(left + wide / 2 - anchor[0]) + abs(top + high / 2 - anchor[1])
            if far < least:
                best, least = (left, top), far
    return best


def _span(line: Sequence[Point], left: float, right: float) -> tuple[float, float]:
    """The highest and the lowest y of a curve between two x, and just outside; (inf, -inf): it is not there.

    The points go from left to right.
    """
    first = max(0, bisect_left(line, left, key=lambda point: point[0]) - 1)
    end = bisect_right(line, right, key=lambda point: point[0]) + 1
    heights = [py for _px, py in line[first:end]]
    return min(heights, default=math.inf), max(heights, default=-math.inf)
