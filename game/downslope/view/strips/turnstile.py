"""Footprints at every place that it was, with equal lines between them, and the gate under the flag."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

from .scene_strip import Place, Rect, SceneStrip, StripState, draw_ground, stand

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

PRINTS, STRIDES = 54.0, 63.0  # how far down the footprints, the lines between them


class Turnstile(SceneStrip):
    """The weight is where the walker stands."""

    def draw_still(self, canvas: Canvas, rect: Rect, place: Place, state: StripState) -> None:
        _x, y, _w, h = rect
        draw_ground(canvas, rect)
        gate = place(state.goal_weight)
        canvas.line(gate, y + 8, gate, y + h - 8, "text2", 4)
        for k in range(3):
            turned = k * 2 * math.pi / 3 + 0.4
            canvas.line(gate, y + 30, gate + 22 * math.cos(turned), y + 30 + 13 * math.sin(turned), "text", 4)

    def draw_moving(self, canvas: Canvas, rect: Rect, place: Place, state: StripState) -> None:
        y, here = rect[1], place(state.weight)
        spots = tuple(round(place(weight), 1) for weight in state.past)

        def walk(sub: Canvas) -> None:
            for one, other in itertools.pairwise(spots):
                sub.line(one, y + STRIDES, other, y + STRIDES, "alpha", 1.8, 0.7)
            for i, spot in enumerate(spots):
                sub.ellipse(spot - 4, y + PRINTS + 5 * (i % 2), 7, 3.4, "text", 0.35 + 0.5 * (i + 1) / (len(spots) + 1))

        if spots:
            canvas.keep(("footprints", rect, spots), rect[0], y + PRINTS - 6, rect[2], 20, walk)
            canvas.line(spots[-1], y + STRIDES, here, y + STRIDES, "alpha", 1.8, 0.7)
        canvas.ellipse(here - 4, y + PRINTS + 5 * (len(spots) % 2), 7, 3.4, "text", 0.85)
        stand(canvas, "walker", here, y, (-12, 10, 24, 44), _draw_walker)


def _draw_walker(canvas: Canvas, x: float, y: float) -> None:
    canvas.circle(x, y + 22, 8, "prediction")
    canvas.path(f"M{x - 9} {y + 50}Q{x - 9} {y + 31} {x} {y + 31}Q{x + 9} {y + 31} {x + 9} {y + 50}Z", "prediction")
