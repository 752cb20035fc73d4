"""A tap that slides along its pipe: cold at the left, hot at the right; the water tells how warm it is."""

from __future__ import annotations

import math
from collections.abc import Hashable
from functools import partial
from typing import TYPE_CHECKING

from ...i18n import _
from .scene_strip import Place, Rect, SceneStrip, StripState, draw_ends, draw_ground, stand

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

PIPE, FALL = 20.0, 36.0  # from the strip's upper edge down to the pipe, to the water
SHADES = 6  # of the water, from cold to warm
COLD, STEAM, SCALD = 0.6, 0.93, 1.03  # parts of the goal: flakes below, steam above, more steam
REACH = 50.0  # how far to either side of the tap there is water or ice
TURN = 1.5  # how far the tap turns from cold to just right


class Shower(SceneStrip):
    """The weight is the tap."""

    indent = 0.0  # what stands at the right end

    def draw_still(self, canvas: Canvas, rect: Rect, place: Place, state: StripState) -> None:
        x, y, w, _h = rect
        draw_ground(canvas, rect)
        canvas.line(x + 8, y + PIPE, x + w - 8, y + PIPE, "border2", 9)
        canvas.line(x + 8, y + PIPE - 2, x + w - 8, y + PIPE - 2, "text3", 2, 0.5)

    def draw_moving(self, canvas: Canvas, rect: Rect, place: Place, state: StripState) -> None:
        y, x = rect[1], place(state.weight)
        if state.words:
            draw_ends(canvas, rect, _("cold"), _("hot"), self.indent, (x - REACH, x + REACH))
        warm = state.prediction / state.goal if state.goal else 0.0
        shade = round(SHADES * min(1.0, max(0.0, (warm - 0.25) / 0.75)))
        stand(canvas, ("spray", shade), x, y, (-40, PIPE, 80, 48), partial(_draw_spray, shade=shade))
        canvas.circle(x, y + PIPE, 11, "raised", "text2", 2.2)
        turned = -2.2 + TURN * min(3.0, max(-1.0, warm))
        dx, dy = 11 * math.cos(turned), 11 * math.sin(turned)
        canvas.line(x - dx, y + PIPE - dy, x + dx, y + PIPE + dy, "text", 3)
        if warm < COLD:
            for side, down in ((-40, 48), (38, 52)):
                stand(canvas, "flake", x + side, y + down, (-8, -8, 16, 16), _draw_flake)
        elif warm > STEAM:
            many = 2 if warm <= SCALD else 4
            for k in range(many):
                stand(canvas, "steam", x + (k - (many - 1) / 2) * 26, y + 60, (-12, -32, 24, 36), _draw_steam)


class GearedShower(Shower):
    """The same tap, moved by a gear as large as its step. It is at the right, where the tap never is."""

    indent = 64.0

    def still_key(self, state: StripState) -> Hashable:
        return state.words, state.alpha

    def draw_still(self, canvas: Canvas, rect: Rect, place: Place, state: StripState) -> None:
        super().draw_still(canvas, rect, place, state)
        x, y, w, _h = rect
        _draw_gear(canvas, x + w - 42, y + 44, min(24.0, 30 * state.alpha))


def _draw_spray(canvas: Canvas, x: float, y: float, shade: int) -> None:
    """The rose and the water that falls from it."""
    hue = canvas.mix("ice_ink", "warm_water", shade / SHADES)
    for k in range(-4, 5):
        canvas.line(x + k * 5.2, y + FALL, x + k * 8.06, y + 62 - 1.2 * abs(k), hue, 2.2, 0.9, (5, 6))
    canvas.path(f"M{x - 22} {y + 34}Q{x} {y + 20} {x + 22} {y + 34}Z", "border2", "text2", 1.8)


def _draw_flake(canvas: Canvas, x: float, y: float) -> None:
    for k in range(3):
        dx, dy = 6 * math.cos(k * math.pi / 3), 6 * math.sin(k * math.pi / 3)
        canvas.line(x - dx, y - dy, x + dx, y + dy, "ice_ink", 1.8, 0.9)


def _draw_steam(canvas: Canvas, x: float, y: float) -> None:
    canvas.path(f"M{x} {y}q7 -7 0 -14q-7 -7 0 -14", None, "steam", 2.4, 0.55)


def _draw_gear(canvas: Canvas, x: float, y: float, radius: float) -> None:
    """A tooth for every seven pixels of its rim."""
    teeth = max(6, round(2 * math.pi * radius / 7))
    for k in range(teeth):
        dx, dy = math.cos(2 * math.pi * k / teeth), math.sin(2 * math.pi * k / teeth)
        canvas.line(x + (radius - 2) * dx, y + (radius - 2) * dy, x + radius * dx, y + radius * dy, "text2", 3)
    canvas.circle(x, y, max(2.0, radius - 3), "raised", "alpha", 2)
    canvas.circle(x, y, max(1.5, 0.28 * radius), "alpha")
