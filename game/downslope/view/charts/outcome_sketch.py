"""A small sketch of how an outcome goes: the signed miss by step around the goal's dotted line. It shows no run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...rules.outcome_kinds import OUTCOMES
from ..widgets.widget import Rect

if TYPE_CHECKING:
    from ..draw.canvas import Canvas


def draw_trace(canvas: Canvas, rect: Rect, kind: str) -> None:
    """The sketch of an outcome in a well."""
    x, y, width, height = rect
    middle, tall = y + height / 2, height * 0.39
    canvas.line(x + 6, middle, x + width - 6, middle, "goal", 1.8, 0.9, (2, 5))
    values = OUTCOMES[kind].sketch
    step = (width - 28) / (len(values) - 1)
    points = [(x + 14 + i * step, middle - value * tall) for i, value in enumerate(values)]
    canvas.polyline(points, "text", 1.8, 0.65)
    for px, py in points:
        canvas.circle(px, py, 3, "text")
