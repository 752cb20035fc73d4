"""A boat straight under Pip; the quay is just behind the flag, and the wake shows where it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .scene_strip import Place, Rect, SceneStrip, StripState, draw_ground, stand

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

QUAY = 22.0  # px right of where the boat is wanted
WAKE = 58.0  # how far down


class Harbour(SceneStrip):
    """The weight is how far the boat has come."""

    def draw_still(self, canvas: Canvas, rect: Rect, place: Place, state: StripState) -> None:
        x, y, w, h = rect
        draw_ground(canvas, rect, "harbour0", "harbour1")
        for row in range(3):
            for k in range(int(w / 46)):
                left = x + 8 + k * 46 + 17 * (row % 2)
                canvas.path(f"M{left} {y + 34 + row * 13}q6 -4 12 0q6 4 12 0", None, "white", 1.6, 0.22)
        quay, end = place(state.goal_weight) + QUAY, x + w
        canvas.rect(quay, y + 26, end - quay, h - 26, canvas.mix("ter1", "masonry", 0.4))
        for k in range(int((end - quay) / 26) + 1):
            canvas.line(quay + 3 + k * 26, y + 30, quay + 3 + k * 26, y + h - 3, "ter3", 5)
        canvas.line(quay, y + 26, end, y + 26, "text3", 4)
        canvas.line(quay + 40, y + 26, quay + 40, y + 4, "text2", 3)
        canvas.glow(quay + 40, y + 8, 26, "lamp_glow", 0.7)
        canvas.circle(quay + 40, y + 7, 4.5, "window")

    def draw_moving(self, canvas: Canvas, rect: Rect, place: Place, state: StripState) -> None:
        y = rect[1]
        if state.past:
            spots = tuple(round(place(weight), 1) for weight in state.past)

            def wake(sub: Canvas) -> None:
                for i, spot in enumerate(spots):
                    sub.ellipse(spot, y + WAKE, 7, 2.4, "white", 0.2 + 0.4 * i / len(spots))

            canvas.keep(("wake", rect, spots), rect[0], y + WAKE - 4, rect[2], 8, wake)
        stand(canvas, "boat", place(state.weight), y, (-34, 4, 68, 64), _draw_boat)


def _draw_boat(canvas: Canvas, x: float, y: float) -> None:
    hull = f"M{x - 30} {y + 42}H{x + 26}L{x + 16} {y + 58}Q{x} {y + 62} {x - 20} {y + 58}Z"
    canvas.path(hull, "timber", "timber_rim", 2)
    canvas.line(x - 4, y + 42, x - 4, y + 10, "text", 2.6)
    canvas.path(f"M{x - 1} {y + 12}L{x + 22} {y + 37}H{x - 1}Z", "prediction", alpha=0.95)
    canvas.path(f"M{x - 8} {y + 16}L{x - 24} {y + 37}H{x - 8}Z", "text", alpha=0.85)
