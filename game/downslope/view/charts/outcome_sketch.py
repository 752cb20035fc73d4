"""A small sketch of how an outcome goes: the signed miss by step around the goal's dotted line. It shows no run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..widgets.widget import Rect

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

SKETCHES: dict[str, Sequence[float]] = {
    "land": (0.95, 0.4, 0.15, 0.05, 0.0),
    "overshoot": (0.95, -0.42, 0.2, -0.09, 0.0),
    "orbit": (0.8, -0.8, 0.8, -0.8, 0.8),
    "runaway": (0.12, -0.25, 0.45, -0.7, 1.0),
    "crawl": (0.95, 0.88, 0.82, 0.76, 0.71),
    "stuck": (0.95, 0.6, 0.45, 0.42, 0.42),
}


def draw_trace(canvas: Canvas, rect: Rect, kind: str) -> None:
    """The sketch of an outcome in a well."""
    x, y, width, height = rect
    middle, tall = y + height / 2, height * 0.39
    canvas.line(x + 6, middle, x + width - 6, middle, "goal", 1.8, 0.9, (2, 5))
    values = SKETCHES[kind]
    step = (width - 28) / (len(values) - 1)
    points = [(x + 14 + i * step, middle - value * tall) for i, value in enumerate(values)]
    canvas.polyline(points, "text", 1.8, 0.65)
    for px, py in points:
        canvas.circle(px, py, 3, "text")
