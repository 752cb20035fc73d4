"""Dough that rises in its jar, and a moon for every night; those of the ghost are dashed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ..draw.tokens import LABEL, LEAD_NUMBER
from .scene_strip import Place, Rect, SceneStrip, StripState, draw_ground, stand

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

LEFT, WIDE, DEEP, TOP = 22.0, 68.0, 9.0, 9.0  # of the jar: from the left, its width, from below, from above
FULL = 1.04  # how much of the jar's height a prediction of 1 is
DRIP = 56.0  # px that dough which is too high runs down outside, at most
MOONS, PITCH, LEAST = 142.0, 34.0, 13  # where they begin, how far apart at most, how many have room at least
BUBBLES = ((16, 12, 3.0), (34, 20, 4.0), (50, 10, 2.6), (26, 30, 2.4), (46, 26, 3.0))  # x, height, radius
SMALLEST = 15.0  # distance of moons
TALLEST = 1e6  # further up no number is a place


class Sourdough(SceneStrip):
    """The prediction is how far the dough has risen."""

    banded = False  # the goal is a height

    def still_key(self, state: StripState) -> tuple[object, ...]:
        return state.words, state.step_word

    def draw_still(self, canvas: Canvas, rect: Rect, place: Place, state: StripState) -> None:
        x, y, _w, h = rect
        draw_ground(canvas, rect)
        canvas.ellipse(x + LEFT + WIDE / 2, y + h - DEEP + 1, 44, 4, "ink", 0.5)
        if state.words:
            canvas.text(x + MOONS, y + 30, state.step_word, LABEL, "ground_text")

    def _draw_nights(self, canvas: Canvas, rect: Rect, state: StripState) -> None:
        """How many there were, and a moon for each as far as there is room."""
        x, y, w, _h = rect
        if state.words:
            wide = canvas.width(state.step_word, LABEL)
            canvas.text(x + MOONS + wide + 10, y + 30, str(state.steps), LEAD_NUMBER, "ground_text")
        first, down = x + MOONS + 9, y + (51 if state.words else 36)
        pitch = min(PITCH, max(SMALLEST, (w - MOONS - 24) / max(LEAST, state.ghost, state.steps)))
        room = int((x + w - 16 - first) / pitch) + 1
        for k in range(min(room, max(state.ghost, state.steps))):
            draw = _draw_moon if k < state.steps else _draw_ring
            stand(canvas, draw.__name__, first + k * pitch, down, (-12, -12, 24, 24), draw)

    def draw_moving(self, canvas: Canvas, rect: Rect, place: Place, state: StripState) -> None:
        x, y, _w, h = rect
        left, floor, top = x + LEFT, y + h - DEEP, y + TOP
        rise = partial(_height, floor, floor - top)
        high = rise(state.prediction)
        dome = 5.0 if state.prediction < 0.2 else 9.0
        rim = max(high, top - 4)
        canvas.rect(left + 3, rim + dome, 62, max(0.0, floor - 3 - rim - dome), "dough")
        stand(canvas, ("dome", dome), left + 34, min(rim + dome, floor - 3), (-34, -12, 68, 16),
              partial(_draw_dome, rise=dome))  # fmt: skip
        stand(canvas, "dough's foot", left + 34, floor - 3, (-34, -2, 68, 8), partial(_draw_dome, rise=-3.0))
        for across, up, radius in BUBBLES:
            if floor - up > high + 6:
                canvas.circle(left + across, floor - up, radius, "crumb")
        over = max(0.0, top - 4 - high)
        drip = round(2 * DRIP * over / (over + DRIP)) / 2
        for side in (left - 5, left + WIDE + 1) if drip else ():
            canvas.rect(side, top - 4, 4, drip, "dough", 2)
        jar = f"M{left} {top}V{floor - 4}Q{left + 34} {floor + 5} {left + WIDE} {floor - 4}V{top}"
        canvas.path(jar, None, "metal", 2.4, 0.9)
        upper, lower = rise(state.goal + state.within), rise(state.goal - state.within)
        middle, half = (upper + lower) / 2, max(2.0, (lower - upper) / 2)
        canvas.rect(left - 8, middle - half, 84, 2 * half, "goal", 2, alpha=0.9)
        canvas.glyph("goal", left + 88, middle - 1, 8)
        self._draw_nights(canvas, rect, state)


def _draw_moon(canvas: Canvas, x: float, y: float) -> None:
    canvas.circle(x, y, 9, "moonlight", "moon_rim", 1.5)
    canvas.circle(x + 4, y - 2, 7.4, canvas.mix("ter2", "ter3", 0.7))


def _draw_ring(canvas: Canvas, x: float, y: float) -> None:
    canvas.circle(x, y, 8.5, None, "text3", 1.6, 0.9, (3, 3))


def _draw_dome(canvas: Canvas, x: float, y: float, rise: float) -> None:
    """The round end of the dough above y, or below it where `rise` is below 0."""
    canvas.path(f"M{x - 31} {y}Q{x} {y - 2 * rise} {x + 31} {y}Z", "dough")


def _height(floor: float, tall: float, prediction: float) -> float:
    """y of a prediction in the jar."""
    return floor - min(TALLEST, max(0.0, prediction)) * tall * FULL
