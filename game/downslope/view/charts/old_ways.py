"""Ways of runs that are over, on a map of two weights: faint and thin, or as they were; each ends in its mark.

A way that leaves the picture ends there: its mark stands before the edge, and an arrow says which way it went.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from ..draw.clipping import inside
from ..draw.raster import Point
from ..draw.rects import holds
from ..widgets.widget import Rect
from .run_styles import END, Style, draw_mark, draw_way

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

THIN, FAINT = 1.8, 0.34  # of a way of which only the end matters
DIM = 0.6  # of a way that is seen whole
EDGE, BACK, SHAFT = 8.0, 30.0, 10.0  # from the edge to an arrow's tip, from there to the mark, from that to the shaft
Way = tuple[Style, tuple[Point, ...]]


def draw_ends(canvas: Canvas, rect: Rect, ways: Sequence[Way]) -> None:
    """Thin ways as far as they stay in the picture."""

    def still(sub: Canvas) -> None:
        for style, points in ways:
            for piece in inside(points, rect)[:1]:
                sub.polyline(piece, style.hue, THIN, FAINT, style.dash)

    canvas.keep(("ends", rect, tuple(ways)), *rect, still)


def draw_dim(canvas: Canvas, rect: Rect, ways: Sequence[Way]) -> None:
    """Ways as they were, fainter."""
    key = ("dim", rect, tuple(ways))

    def ground(sub: Canvas) -> None:
        for style, points in ways:
            draw_way(sub, rect, points, style)

    canvas.keep(key, *rect, lambda sub: sub.keep((*key, "ways"), *rect, ground, DIM))


def draw_end(canvas: Canvas, rect: Rect, style: Style, points: Sequence[Point]) -> None:
    """A way's mark at its end, or before the edge behind which that lies, with an arrow."""
    if not points:
        return
    last = points[-1]
    if holds(rect, last):
        draw_mark(canvas, style, *last, END)
        return
    found = exit_of(rect, points)
    if found is None:
        return
    (x, y), (ux, uy) = found
    tip = _within(rect, (x - ux * EDGE, y - uy * EDGE), EDGE)
    mark = _within(rect, (tip[0] - ux * BACK, tip[1] - uy * BACK), EDGE + END)
    box = (min(tip[0], mark[0]) - 16, min(tip[1], mark[1]) - 16, abs(tip[0] - mark[0]) + 32, abs(tip[1] - mark[1]) + 32)
    canvas.keep(("gone", style, tip, mark), *box, partial(_draw_gone, style=style, tip=tip, mark=mark))


def _draw_gone(canvas: Canvas, style: Style, tip: Point, mark: Point) -> None:
    length = math.dist(tip, mark) or 1.0
    ux, uy = (tip[0] - mark[0]) / length, (tip[1] - mark[1]) / length
    canvas.arrow(mark[0] + ux * SHAFT, mark[1] + uy * SHAFT, *tip, style.hue, 3.5, 10)
    draw_mark(canvas, style, *mark, END)


def exit_of(rect: Rect, points: Sequence[Point]) -> tuple[Point, Point] | None:
    """(where a way first leaves the picture, the direction in which it does); None: it never was in it."""
    first = next(iter(inside(points, rect)), None)
    if first is None:
        return None
    (x0, y0), (x1, y1) = first[-2:]
    length = math.hypot(x1 - x0, y1 - y0)
    return (first[-1], ((x1 - x0) / length, (y1 - y0) / length)) if length > 0 else None


def _within(rect: Rect, spot: Point, margin: float) -> Point:
    x, y, w, h = rect
    return min(max(spot[0], x + margin), x + w - margin), min(max(spot[1], y + margin), y + h - margin)
