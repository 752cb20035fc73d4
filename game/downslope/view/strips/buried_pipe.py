"""2-1: a spade straight over the weight, a hole for each look, and a pipe that comes to light at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .probe_strip import ProbeState, ProbeStrip
from .scene_strip import Place, Rect, draw_ground, stand

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

TURF, DEEP = 22.0, 50.0  # y of the grass and of the pipe, from the strip's upper edge
HOLE, PIPE = 11.0, 12.0  # half a hole's width; radius of the pipe
STONES = 46.0  # about so far apart they lie in the earth


class BuriedPipe(ProbeStrip):
    """A cut through the ground: the detector never says where the pipe lies."""

    def draw_still(self, canvas: Canvas, rect: Rect) -> None:
        x, y, w, _h = rect
        draw_ground(canvas, rect)
        canvas.rect(x, y, w, TURF, canvas.mix("ter0", "ter1", 0.5))
        canvas.line(x, y + TURF, x + w, y + TURF, "ter_edge", 2)
        for k in range(int(w / STONES)):
            left = x + 18 + k * STONES + 13 * (k % 3)
            canvas.ellipse(left, y + TURF + 14 + 11 * (k * 7 % 4), 5 + k % 3, 3, "ter_edge", 0.35)

    def draw_moving(self, canvas: Canvas, rect: Rect, place: Place, state: ProbeState) -> None:
        y = rect[1]
        if state.found is not None and state.uncovered > 0:
            _draw_pipe(canvas, place(state.found), y, state.uncovered)
        for weight in state.probed:
            stand(canvas, "hole", place(weight), y + TURF, (-30, -12, 60, 34), _draw_hole)
        stand(canvas, "spade", place(state.weight), y + TURF, (-16, -24, 32, 40), _draw_spade)


def _draw_hole(canvas: Canvas, x: float, y: float) -> None:
    """A small pit, and what was dug out beside it."""
    canvas.path(f"M{x - HOLE} {y}Q{x - 6} {y + 16} {x} {y + 17}Q{x + 6} {y + 16} {x + HOLE} {y}Z", "ink", alpha=0.55)
    canvas.path(f"M{x + HOLE + 1} {y}Q{x + HOLE + 8} {y - 11} {x + HOLE + 15} {y}Z", "timber", "wall_edge", 1.2)


def _draw_spade(canvas: Canvas, x: float, y: float) -> None:
    """It stands in the grass."""
    canvas.line(x, y - 18, x, y + 2, "timber", 3.5)
    canvas.line(x - 5, y - 20, x + 5, y - 20, "timber", 4)
    canvas.path(f"M{x - 7} {y - 1}H{x + 7}V{y + 7}Q{x + 4} {y + 14} {x} {y + 15}Q{x - 4} {y + 14} {x - 7} {y + 7}Z",
                "metal", "wall_edge", 1.4)  # fmt: skip


def _draw_pipe(canvas: Canvas, x: float, y: float, part: float) -> None:
    """The earth over it goes away from above."""
    top, low = y + TURF, y + DEEP + PIPE + 4
    with canvas.clip(x - 44, top, 88, (low - top) * part + 1):
        canvas.path(f"M{x - 42} {top}L{x - 18} {low}H{x + 18}L{x + 42} {top}Z", "ink", alpha=0.5)
        canvas.circle(x, y + DEEP, PIPE, canvas.mix("metal", "goal", 0.35), "wall_edge", 2)
        canvas.circle(x, y + DEEP, PIPE - 5, "well", "goal", 1.6)
    if part >= 1:
        canvas.glow(x, y + DEEP, 34, "glow", 0.5)
        canvas.flag(x + 20, top + 2, 22, glow=False)
