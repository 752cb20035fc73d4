"""A valve's flap straight under Pip, and plants that droop where it is too cold or too warm."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from .scene_strip import Place, Rect, SceneStrip, StripState, draw_ground, stand

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

PIPE, FLOOR = 12.0, 6.0  # from above, from below
PLANTS = 9
OPEN, WIDEST = 14.0, 26.0  # px that the flap opens for a weight of 1; at most
LIMP, LIMPEST = 16.0, 14.0  # px that a plant droops for a miss of the whole goal; at most
WELL = 0.15  # part of the goal that it may miss and the plants are green


class Greenhouse(SceneStrip):
    """The weight is how far the valve is open, the prediction how warm it is."""

    def draw_still(self, canvas: Canvas, rect: Rect, place: Place, state: StripState) -> None:
        x, y, w, _h = rect
        draw_ground(canvas, rect)
        canvas.line(x + 10, y + PIPE, x + w - 10, y + PIPE, "border2", 5)

    def draw_moving(self, canvas: Canvas, rect: Rect, place: Place, state: StripState) -> None:
        x, y, w, h = rect
        warm = state.prediction / state.goal if state.goal else 1.0
        droop = round(min(LIMPEST, LIMP * abs(warm - 1)))
        hue = "leaf" if abs(warm - 1) < WELL else "leaf_cold" if warm < 1 else "leaf_dry"
        plant = partial(_draw_plant, droop=droop, hue=hue)
        for k in range(PLANTS):
            stand(canvas, ("plant", droop, hue), x + 40 + k * (w - 80) / (PLANTS - 1), y + h - FLOOR,
                  (-20, -32, 40, 36), plant)  # fmt: skip
        at, pipe = place(state.weight), y + PIPE
        opened = min(WIDEST, max(0.0, OPEN * state.weight))
        canvas.polyline([(at - 26, pipe), (at + 4, pipe), (at + 22, pipe + opened)], "text", 4)
        canvas.circle(at, pipe, 7, "raised", "text2", 2.2)


def _draw_plant(canvas: Canvas, x: float, floor: float, droop: float, hue: str) -> None:
    canvas.line(x, floor, x, floor - 16, hue, 2.4)
    for side in (-1, 1):
        leaf = f"M{x} {floor - 14}Q{x + side * 10} {floor - 26 + droop} {x + side * 16} {floor - 16 + droop}"
        canvas.path(leaf, None, hue, 3)
