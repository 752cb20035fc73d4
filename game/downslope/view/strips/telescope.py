"""A telescope that points where the prediction says; the star stands where a prediction of 1 would point."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

from .scene_strip import stand

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

WIDE, HIGH = 92.0, 76.0
TUBE, AWAY = 38.0, 56.0  # length of the tube; how far away the star is
FINE = 90  # turns of a half circle that are kept


def draw_telescope(canvas: Canvas, x: float, y: float, prediction: float, goal: float, landed: bool) -> None:
    """It stands with its foot at (x, y). `landed`: the star lights up."""
    turned = math.atan(prediction) if math.isfinite(prediction) else math.copysign(math.pi / 2, prediction)
    wanted = math.atan(goal)
    pivot = y - 24
    sx, sy = x + AWAY * math.cos(wanted), pivot - AWAY * math.sin(wanted)
    if landed:
        canvas.glow(sx, sy, 20, "glow", 0.75)
    stand(canvas, ("star", landed), sx, sy, (-12, -12, 24, 24), partial(_draw_star, lit=landed))
    step = round(turned * FINE / math.pi)
    stand(canvas, ("tube", step), x, pivot, (-48, -48, 96, 96), partial(_draw_tube, turned=step * math.pi / FINE))
    stand(canvas, "tripod", x, y, (-16, -28, 32, 32), _draw_tripod)


def _draw_star(canvas: Canvas, x: float, y: float, lit: bool) -> None:
    points = []
    for k in range(10):
        radius, at = (9.0 if k % 2 == 0 else 3.8), -math.pi / 2 + k * math.pi / 5
        points.append((x + radius * math.cos(at), y + radius * math.sin(at)))
    canvas.polygon(points, "goal" if lit else "panel", stroke="goal", width=1.8)


def _draw_tube(canvas: Canvas, x: float, y: float, turned: float) -> None:
    dx, dy = math.cos(turned), -math.sin(turned)
    canvas.line(x - 0.35 * TUBE * dx, y - 0.35 * TUBE * dy, x + 0.65 * TUBE * dx, y + 0.65 * TUBE * dy, "metal", 9)
    canvas.line(x + 0.65 * TUBE * dx, y + 0.65 * TUBE * dy, x + 0.82 * TUBE * dx, y + 0.82 * TUBE * dy, "prediction",
                12)  # fmt: skip


def _draw_tripod(canvas: Canvas, x: float, y: float) -> None:
    for foot in (-12, 0, 12):
        canvas.line(x, y - 22, x + foot, y, "timber_rim", 3)
    canvas.circle(x, y - 24, 5, "raised", "text2", 2)
