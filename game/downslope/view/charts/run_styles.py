"""Runs beside each other: each has a line, a mark and a colour of its own, so that colour is never needed.

A run's number gives it its `Style` for good; the present run is always the solid one with discs.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..draw.clipping import inside
from ..draw.raster import Point
from ..draw.rects import holds
from ..widgets.widget import Rect

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

CHUNK = 12  # steps whose line is one picture
NEAR = 6.0  # marks that are nearer to the last one are left out
SMALL, END = 4.2, 7.0  # radii of a mark on the way, and of the last one


class Style(NamedTuple):
    """How a run is drawn: a colour of the theme, the dashes of its line, its mark."""

    hue: str
    dash: tuple[float, float] | None
    mark: str  # disc, square, triangle, diamond, ring, cross, star


class RunLine(NamedTuple):
    """A run's errors, the start first; `every`: beats from one to the next.

    `label`: what it is called in a legend; `outcome`: the icon of how it ended, "" where it was left.
    """

    style: Style
    errors: Sequence[float]
    every: int = 1
    label: str = ""
    outcome: str = ""


NOW = Style("text", None, "disc")
OLD = (
    Style("run0", (9, 6), "square"),
    Style("run1", (1, 6), "triangle"),
    Style("run2", (16, 6), "diamond"),
    Style("run3", (4, 5), "ring"),
    Style("run4", (12, 4), "cross"),
    Style("run5", (2, 9), "star"),
)


def style_of(number: int) -> Style:
    """Of an old run, six that follow each other are different; below 0: of the present one."""
    return NOW if number < 0 else OLD[number % len(OLD)]


def draw_mark(canvas: Canvas, style: Style, x: float, y: float, r: float = SMALL) -> None:
    """A run's mark around (x, y), on a dark (or light) rim."""
    hue, rim = style.hue, "bg0" if canvas.theme.dark else "panel"
    if style.mark == "disc":
        canvas.circle(x, y, r + 1, rim)
        canvas.circle(x, y, r, hue)
    elif style.mark == "ring":
        canvas.circle(x, y, r + 1.4, rim)
        canvas.circle(x, y, r - 0.6, None, hue, 2)
    elif style.mark == "square":
        side = r * 0.92
        canvas.rect(x - side - 1, y - side - 1, 2 * side + 2, 2 * side + 2, rim, 1)
        canvas.rect(x - side, y - side, 2 * side, 2 * side, hue, 1)
    elif style.mark == "cross":
        for width, colour in ((r * 0.75 + 2, rim), (r * 0.75, hue)):
            canvas.line(x - r * 0.8, y - r * 0.8, x + r * 0.8, y + r * 0.8, colour, width)
            canvas.line(x - r * 0.8, y + r * 0.8, x + r * 0.8, y - r * 0.8, colour, width)
    else:
        canvas.polygon(_corners(style.mark, x, y, r), hue, 1, rim, 1.5)


def _corners(mark: str, x: float, y: float, r: float) -> list[Point]:
    if mark == "triangle":
        return [(x, y - 1.2 * r), (x + 1.15 * r, y + 0.85 * r), (x - 1.15 * r, y + 0.85 * r)]
    if mark == "diamond":
        return [(x, y - 1.25 * r), (x + 1.25 * r, y), (x, y + 1.25 * r), (x - 1.25 * r, y)]
    spikes = []
    for i in range(8):
        far, turn = (1.35 if i % 2 == 0 else 0.6) * r, i * math.pi / 4
        spikes.append((x + far * math.sin(turn), y - far * math.cos(turn)))
    return spikes


def draw_sample(canvas: Canvas, style: Style, x: float, y: float, wide: float) -> None:
    """A short piece of a run's line with its mark, for a list."""
    canvas.line(x, y, x + wide, y, style.hue, 2.8, 1, style.dash)
    draw_mark(canvas, style, x + wide / 2, y, 5.5)


def draw_way(canvas: Canvas, rect: Rect, points: Sequence[Point], style: Style, marks: bool = True) -> None:
    """A way through these places inside a rect, in pieces that are kept as pictures; the last place has no mark."""
    for first in range(0, len(points) - 1, CHUNK):
        part = tuple(points[first : first + CHUNK + 1])
        _draw_chunk(canvas, rect, part, style, marks, first + len(part) == len(points))


def _draw_chunk(canvas: Canvas, rect: Rect, points: tuple[Point, ...], style: Style, marks: bool,
                last: bool) -> None:  # fmt: skip
    pieces = inside(points, rect)
    if not pieces:
        return
    xs = [x for piece in pieces for x, _y in piece]
    ys = [y for piece in pieces for _x, y in piece]
    margin = 10.0
    left, top = max(rect[0], min(xs) - margin), max(rect[1], min(ys) - margin)
    right = min(rect[0] + rect[2], max(xs) + margin)
    low = min(rect[1] + rect[3], max(ys) + margin)
    if right <= left or low <= top:
        return

    def draw(sub: Canvas) -> None:
        for piece in pieces:
            sub.polyline(piece, "casing", 6.0)
        for piece in pieces:
            sub.polyline(piece, style.hue, 2.8, 1, style.dash)
        before: Point | None = None
        for spot in (points[:-1] if last else points) if marks else ():
            if holds(rect, spot) and (before is None or math.dist(spot, before) >= NEAR):
                draw_mark(sub, style, *spot)
                before = spot

    canvas.keep(("way", points, style, marks, last), left, top, right - left, low - top, draw)
