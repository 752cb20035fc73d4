"""The examples of one's own data: a point for each where it would be met alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..draw.raster import Point
from ..widgets.widget import Rect

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

RADIUS, LINE = 4.0, 15.0  # of a point; half of the line through it
FEW = 24  # so many have a line


def draw_goal_points(canvas: Canvas, rect: Rect, spots: Sequence[Point], ways: Sequence[Point] = ()) -> None:
    """Points within `rect`, one layer for all. `ways`: the direction of the line through each, of length 1."""
    x, y, w, h = rect

    def draw(sub: Canvas) -> None:
        lines = zip(spots, ways) if len(ways) <= FEW else ()
        for (px, py), (dx, dy) in lines:
            sub.line(px - LINE * dx, py - LINE * dy, px + LINE * dx, py + LINE * dy, "goal", 2, 0.55)
        for px, py in spots:
            sub.circle(px, py, RADIUS + 1.5, "panel", alpha=0.8)
            sub.circle(px, py, RADIUS, "goal")

    if spots:
        canvas.keep(("goal points", rect, tuple(spots), tuple(ways)), x, y, w, h, draw)
