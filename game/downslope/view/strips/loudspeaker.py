"""A loudspeaker that howls: one arc more for every factor of nine of the error; the waves of a round one."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

FACTOR, FIRST = 9.0, 0.04  # the error of the first arc
MOST, APART = 10, 17.0
WIDE, HIGH = 230.0, 72.0
LOUD = 3  # more arcs than that are in the error's hue
SILENT = 1e-6
WAVES, WAVE, QUARTER = 4, 12.0, 0.25  # of a speaker: most waves, px between them, what one stands for


def arcs_of(error: float) -> int:
    """How many arcs an error has."""
    if not error > SILENT:
        return 0
    return min(MOST, 1 + round(min(MOST, math.log(max(error, FIRST) / FIRST, FACTOR))))


def waves_of(prediction: float) -> int:
    """How many waves go out from a speaker: one for each quarter, below 0 as well."""
    return round(min(WAVES, abs(prediction) / QUARTER)) if not math.isnan(prediction) else WAVES


def draw_waves(canvas: Canvas, x: float, y: float, radius: float, prediction: float) -> None:
    """To the right of a round speaker; dashed where what comes out is below 0, which is the same sound upside down."""
    count, below = waves_of(prediction), prediction < 0

    def draw(sub: Canvas) -> None:
        for k in range(1, count + 1):
            far = radius + WAVE * k - 2
            points = [(x + far * math.cos(t / 20), y + far * math.sin(t / 20)) for t in range(-10, 11)]
            alpha = 0.95 - 0.15 * k
            sub.polyline(points, "prediction", 3, alpha, (5, 5) if below else None)

    reach = radius + WAVE * WAVES + 4
    canvas.keep(("waves", x, y, radius, count, below), x, y - reach, reach, 2 * reach, draw)


def draw_loudspeaker(canvas: Canvas, x: float, y: float, error: float) -> None:
    """Its left end in the middle is (x, y)."""
    count = arcs_of(error)

    def draw(sub: Canvas) -> None:
        box = f"M{x} {y - 8}H{x + 14}L{x + 34} {y - 24}V{y + 24}L{x + 14} {y + 8}H{x}Z"
        sub.path(box, "raised", "text2", 2.2)
        for k in range(count):
            radius = 16 + APART * k
            points = [(x + 40 + radius * math.cos(t / 10), y + min(30.0, radius) * math.sin(t / 10))
                      for t in range(-9, 10)]  # fmt: skip
            sub.polyline(points, "error" if k >= LOUD else "text", 2.4 + 0.25 * k, 0.95 - 0.06 * k)

    canvas.keep(("loudspeaker", x, y, count), x - 4, y - HIGH / 2, WIDE, HIGH, draw)
