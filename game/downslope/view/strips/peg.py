"""A string and its peg: it hums as wide as the miss. Beside another cookbook, two books with a step each."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ...i18n import _
from ..draw.base import around
from ..draw.raster import band
from ..draw.tokens import LABEL
from .scene_strip import Place, Rect, SceneStrip, StripState, draw_ground

if TYPE_CHECKING:
    from pygame import Surface

    from ..draw.canvas import Canvas

KNOB, FIRST, LAST, MIDDLE = 62.0, 96.0, 60.0, 38.0  # x of the peg, of the string's ends (from the right), its y
WIDEST, PER_MISS = 24.0, 60.0  # px that it swings, at most and for a miss of 1
TURN = 1.6  # radians of the peg for a weight of 1
PARTS = 40
WAVES = ((1.0, 1.6, 0.15), (-1.0, 1.6, 0.15), (0.5, 1.2, 0.6), (-0.5, 1.2, 0.6))  # part of the swing, width, how faint
STEP = 22.0  # length of a book's arrow; the new one's is twice as long


class Peg(SceneStrip):
    """The weight is the peg, the prediction the pitch."""

    banded = False  # a pitch has no place on the axis

    def still_key(self, state: StripState) -> tuple[object, ...]:
        return state.words, state.compared

    def draw_still(self, canvas: Canvas, rect: Rect, place: Place, state: StripState) -> None:
        x, y, _w, _h = rect
        draw_ground(canvas, rect)
        _left, right = _ends(rect, state)
        canvas.circle(right, y + MIDDLE, 8, "border2", "text2", 2)
        canvas.circle(x + KNOB, y + MIDDLE, 24, "timber", "timber_rim", 2)
        if state.compared:
            for length, spot in ((STEP, right + 50), (2 * STEP, right + 132)):
                _draw_book(canvas, spot, y + 18, length)

    def draw_moving(self, canvas: Canvas, rect: Rect, place: Place, state: StripState) -> None:
        x, y, w, h = rect
        left, right = _ends(rect, state)
        middle, miss = y + MIDDLE, state.prediction - state.goal
        swing = min(WIDEST, PER_MISS * abs(miss)) if math.isfinite(miss) else WIDEST
        if swing < 1:
            canvas.line(left, middle, right, middle, "prediction", 2.6)
        else:
            _draw_string(canvas, (left, right), middle, swing)
        turned = math.fmod(TURN * state.weight, math.pi) if math.isfinite(state.weight) else 0.0
        dx, dy = 30 * math.cos(turned), 30 * math.sin(turned)
        canvas.line(x + KNOB - dx, middle - dy, x + KNOB + dx, middle + dy, "timber_rim", 9)
        canvas.circle(x + KNOB, middle, 7, "text")
        if state.words:
            word = _("in tune") if abs(miss) <= state.within else _("too high") if miss > 0 else _("too low")
            edge = right - 10 if state.compared else x + w - 20
            canvas.text(min(edge, right - 14), y + h - 8, word, LABEL, "ground_text", "end")


def _ends(rect: Rect, state: StripState) -> tuple[float, float]:
    """x of the string's ends: books need room at the right."""
    x, _y, w, _h = rect
    return x + FIRST, x + w - LAST - (190 if state.compared else 0)


def _draw_string(canvas: Canvas, ends: tuple[float, float], y: float, swing: float) -> None:
    """Half waves between its ends, as wide as it swings and half as wide: a single stroke, for all of it moves."""
    left, right = ends
    waves = []
    for part, width, faint in WAVES:
        spots = [canvas.at(left + (right - left) * k / PARTS, y + part * swing * math.sin(math.pi * k / PARTS))
                 for k in range(PARTS + 1)]  # fmt: skip
        waves.append((spots, max(1.0, width * canvas.s), canvas.rgb(canvas.mix("prediction", "ter3", faint))))

    def paint(surface: Surface) -> None:
        for wave in waves:
            band(surface, *wave)

    box = around([canvas.at(left, y - swing), canvas.at(right, y + swing)], 2 * canvas.s)
    canvas.direct(("string", ends, y, swing, canvas.s), box, paint)


def _draw_book(canvas: Canvas, x: float, y: float, length: float) -> None:
    """An open book, and the step that it teaches."""
    canvas.path(f"M{x} {y + 6}Q{x - 16} {y - 3} {x - 34} {y + 3}V{y + 34}Q{x - 16} {y + 28} {x} {y + 37}Z", "raised",
                "border2", 1.5)  # fmt: skip
    canvas.path(f"M{x} {y + 6}Q{x + 16} {y - 3} {x + 34} {y + 3}V{y + 34}Q{x + 16} {y + 28} {x} {y + 37}Z", "raised",
                "border2", 1.5)  # fmt: skip
    canvas.arrow(x - length / 2, y + 20, x + length / 2, y + 20, "alpha", 4, 10)
