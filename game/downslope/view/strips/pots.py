"""2-2: two pots on one salt dial, each as salty as its prediction; a dashed line says how salty it should be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .probe_strip import ProbeState, ProbeStrip, draw_label, draw_value, places_across
from .scene_strip import Place, Rect

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

HALF, HIGH, FLOOR = 40.0, 48.0, 8.0  # of a pot: half its width, its height; from below
UNIT, MOST = 10.0, 4.4  # px of salt for a prediction of 1; what a pot holds
HEAP = 14.0  # px that a heap over the rim grows to


class Pots(ProbeStrip):
    """Salt is the prediction: a gap below the line misses it, a heap over the rim is far too much."""

    def draw_moving(self, canvas: Canvas, rect: Rect, place: Place, state: ProbeState) -> None:
        _x, y, _w, h = rect
        rows = zip(places_across(rect, len(state.labels)), state.labels, state.predictions, state.goals)
        for x, label, prediction, goal in rows:
            floor = y + h - FLOOR
            _draw_pot(canvas, x, floor, prediction)
            if goal is not None:
                met = prediction is not None and abs(prediction - goal) < 1e-9
                line = floor - salt(goal)
                canvas.line(x - HALF - 6, line, x + HALF + 6, line, "goal", 2.4, dash=None if met else (6, 5))
                canvas.circle(x + HALF + 10, line, 4.5, "goal" if met else None, "goal", 2)
            if state.words:
                draw_label(canvas, x - HALF - 16, floor - HIGH / 2, label, rect[2] / len(state.labels) / 2 - HALF - 22)
                if prediction is not None and state.numbers:
                    draw_value(canvas, x + HALF + 22, floor - HIGH / 2, prediction)


def salt(prediction: float) -> float:
    """px of salt in a pot; less than nothing is as much below its floor."""
    return UNIT * max(-0.6, min(MOST, prediction))


def _draw_pot(canvas: Canvas, x: float, floor: float, prediction: float | None) -> None:
    high = salt(prediction) if prediction is not None else 0.0
    wall = f"M{x - HALF} {floor - HIGH}L{x - HALF + 6} {floor - 5}Q{x} {floor + 6} {x + HALF - 6} {floor - 5}" \
           f"L{x + HALF} {floor - HIGH}"  # fmt: skip
    canvas.ellipse(x, floor + 2, HALF, 5, "ink", 0.4)
    canvas.path(wall + "Z", canvas.mix("inside", "metal", 0.16))
    if prediction is not None and prediction > MOST:
        tall = round(HEAP * min(1.0, (prediction - MOST) / 8) + 4)
        heap = [(x - HALF + 5, floor - HIGH), (x, floor - HIGH - tall), (x + HALF - 5, floor - HIGH)]
        canvas.polygon(heap, canvas.mix("inside", "prediction", 0.85))
    if high > 0:
        with canvas.clip(x - HALF, floor - high, 2 * HALF, high + 4):
            canvas.path(wall + "Z", canvas.mix("inside", "prediction", 0.55))
        canvas.line(x - HALF + 6, floor - high, x + HALF - 6, floor - high, "prediction", 2.6)
    canvas.path(wall, None, "metal", 2.4, 0.95)
    if prediction is not None and prediction < 0:  # it lacks more than it ever had
        canvas.line(x - HALF + 12, floor - high, x + HALF - 12, floor - high, "error", 2.6, dash=(4, 4))
    for side in (-1, 1):
        canvas.line(x + side * HALF, floor - HIGH + 8, x + side * (HALF + 7), floor - HIGH + 8, "metal", 3)
