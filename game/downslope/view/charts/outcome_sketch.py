"""A small sketch of how an outcome goes: the signed miss by step around the goal's dotted line. It shows no run."""

from __future__ import annotations

from ...rules.outcome_kinds import OUTCOMES
from ..draw.canvas import Canvas
from ..format.axis import Axis
from ..widgets.widget import Rect
from .plot import Plot


def draw_sketch(canvas: Canvas, rect: Rect, kind: str) -> None:
    """The sketch of an outcome in a well."""
    x, y, width, height = rect
    values = OUTCOMES[kind].sketch
    plot = Plot((x + 14, y + 0.11 * height, width - 28, 0.78 * height), Axis(0, len(values) - 1), Axis(-1, 1))
    plot.level(canvas, 0.0, "goal", 1.8, 0.9, before=8, after=8)
    for spot in plot.curve(canvas, enumerate(values), "text", 1.8, 0.65):
        canvas.circle(*spot, 3, "text")
