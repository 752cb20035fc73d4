"""2-4: plants that grow as high as their prediction, each beside its own mark."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from .probe_strip import ProbeState, ProbeStrip, draw_label, draw_value, places_across
from .scene_strip import Place, Rect, stand

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

FLOOR, TALL = 10.0, 38.0  # from below; px of each mark: what counts is whether a plant is below it or above
SIDE = 22.0  # from a plant's stem to the ends of its mark
CLOSE = 0.5  # px from the mark that are not seen


class Plants(ProbeStrip):
    """The weight waters all of them alike; each wants another weight."""

    def draw_moving(self, canvas: Canvas, rect: Rect, place: Place, state: ProbeState) -> None:
        _x, y, w, h = rect
        shapes = (_draw_fern, _draw_cactus, _draw_bean)
        rows = zip(places_across(rect, len(state.labels)), state.labels, state.predictions, state.goals)
        for i, (x, label, prediction, goal) in enumerate(rows):
            floor = y + h - FLOOR
            grown = height(prediction, goal)
            canvas.ellipse(x, floor + 2, 20, 4, "ink", 0.4)
            if grown > 0:
                high = round(min(h, grown))
                kind = i % len(shapes)
                box = (-26.0, -high - 10.0, 52.0, high + 14.0)
                stand(canvas, ("grown", kind, high), x, floor, box, partial(shapes[kind], high=high))
            if goal is not None:
                met, line = abs(grown - TALL) < CLOSE, floor - TALL
                canvas.line(x - SIDE, line, x + SIDE, line, "goal", 2.4, dash=None if met else (6, 5))
                canvas.flag(x + SIDE, line + 1, 16, glow=met)
            if state.words:
                draw_label(canvas, x - SIDE - 12, floor - 12, label, w / len(state.labels) / 2 - SIDE - 12)
                if prediction is not None and state.numbers:
                    draw_value(canvas, x + SIDE + 12, floor - 12, prediction)


def height(prediction: float | None, goal: float | None) -> float:
    """px of a plant: TALL at its mark."""
    if prediction is None:
        return 0.0
    return TALL * prediction / goal if goal else TALL * prediction


def _draw_fern(canvas: Canvas, x: float, floor: float, high: float) -> None:
    """Fronds on both sides, shorter towards the tip."""
    canvas.line(x, floor, x, floor - high, "leaf", 2.6)
    for k in range(int(high / 6)):
        at = floor - 5 - k * 6
        reach = 4 + 9 * (1 - k * 6 / max(1.0, high))
        for side in (-1, 1):
            canvas.line(x, at, x + side * reach, at - 4, "leaf", 2)


def _draw_cactus(canvas: Canvas, x: float, floor: float, high: float) -> None:
    """A column with an arm on either side."""
    canvas.rect(x - 6, floor - high, 12, high, "leaf", 6)
    for side, part in ((-1, 0.45), (1, 0.6)):
        if high > 16:
            at = floor - high * part
            canvas.path(f"M{x} {at}H{x + side * 13}V{at - 9}", None, "leaf", 6)
    for k in range(int(high / 8)):
        canvas.circle(x - 2 + 4 * (k % 2), floor - 5 - k * 8, 1.1, "ground_text")


def _draw_bean(canvas: Canvas, x: float, floor: float, high: float) -> None:
    """A stem around its pole, a leaf at each turn."""
    canvas.line(x, floor, x, floor - high - 4, "timber", 2.2)
    canvas.line(x - 3, floor, x - 3, floor - high, "leaf", 2)
    for k in range(int(high / 9) + 1):
        at, side = floor - 3 - k * 9, 1 if k % 2 else -1
        if at < floor - high:
            break
        canvas.ellipse(x + side * 8, at, 7, 4, "leaf")
