"""The error curves of two runs in one picture: the player's, solid, and the auto-solver's, dotted."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...i18n import _
from ..draw.tokens import LABEL, TextStyle
from ..widgets.widget import Rect

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

SPREAD = 50.0  # from this ratio of the largest to the smallest error on the axis is logarithmic
FLOOR = 1e-6  # of the largest error: what is below is rounding, and stands on the ground
MOST_DOTS = 24
MOST_POINTS = 160


class Axis:
    """Error -> height 0..1. Logarithmic where the errors span more than SPREAD and none is negative."""

    def __init__(self, errors: Sequence[float]) -> None:
        finite = [error for error in errors if math.isfinite(error)]
        positive = [error for error in finite if error > 0]
        high = max(finite, default=1.0)
        self.log = bool(positive) and min(finite) >= 0 and max(positive) / min(positive) > SPREAD
        self.low = max(min(positive), high * FLOOR) if self.log else min([*finite, 0.0])
        self.high = high if high > self.low else self.low + 1.0

    def place(self, error: float) -> float:
        """0 at the bottom, 1 at the top; what is beyond counts as the end."""
        if not math.isfinite(error):
            return 1.0
        if self.log:
            span = math.log(self.high / self.low)
            part = math.log(max(error, self.low) / self.low) / span
        else:
            part = (error - self.low) / (self.high - self.low)
        return min(1.0, max(0.0, part))


def thinned(errors: Sequence[float], most: int = MOST_POINTS) -> list[tuple[int, float]]:
    """(step, error) of at most about `most` steps; of each stretch the largest error, and always the last."""
    if len(errors) <= most:
        return list(enumerate(errors))
    each = math.ceil(len(errors) / most)
    starts = range(0, len(errors) - 1, each)
    found = [max((errors[i], -i) for i in range(a, min(a + each, len(errors) - 1))) for a in starts]
    return [(-i, error) for error, i in found] + [(len(errors) - 1, errors[-1])]


def draw_race(canvas: Canvas, rect: Rect, you: Sequence[float], ghost: Sequence[float]) -> None:
    """Both curves in a well; `ghost` may be empty."""
    x, y, width, height = rect
    canvas.rect(x, y, width, height, "well", 14)
    _draw_legend(canvas, rect, bool(ghost))
    top, floor = y + 22 + 22 * canvas.type, y + height - 12 - 20 * canvas.type
    axis = Axis([*you, *ghost])
    last = max(len(you), len(ghost), 2) - 1

    def spots(errors: Sequence[float]) -> list[tuple[float, float]]:
        across = width - 52
        return [(x + 24 + i * across / last, floor - axis.place(e) * (floor - top)) for i, e in thinned(errors)]

    canvas.line(x + 16, floor + 2, x + width - 16, floor + 2, "border2", 1.5)
    if ghost:
        points = spots(ghost)
        canvas.polyline(points, "text2", 2.5, dash=(3, 7))
        for spot in points if len(points) <= MOST_DOTS else points[-1:]:
            canvas.circle(*spot, 4.5, "well", "text2", 2)
    points = spots(you)
    canvas.polyline(points, "error", 4)
    for spot in points[:-1] if len(points) <= MOST_DOTS else []:
        canvas.circle(*spot, 5.5, "text", "well", 2)
    canvas.circle(*points[-1], 8, "gold1", "well", 2)
    _draw_steps(canvas, rect, last, len(you) - 1, len(ghost) - 1)


def _draw_legend(canvas: Canvas, rect: Rect, ghost: bool) -> None:
    x, y, width, _height = rect
    line = y + 13 + 13 * canvas.type
    right = x + width - 16
    if ghost:
        right -= canvas.text(right, line, _("auto-solver"), LABEL, "text2", "end") + 14
        canvas.circle(right, line - 5.5 * canvas.type, 4.5, "well", "text2", 2)
        right -= 20
    right -= canvas.text(right, line, _("you"), LABEL, "text", "end") + 14
    canvas.circle(right, line - 5.5 * canvas.type, 5.5, "text")
    canvas.within(x + 16, line, _("error"), right - x - 36, LABEL, "error")


def _draw_steps(canvas: Canvas, rect: Rect, last: int, you: int, ghost: int) -> None:
    """0 and where each run ended, where there is room beside each other."""
    x, y, width, height = rect
    line = y + height - 11
    taken: list[tuple[float, float]] = []
    for step, colour, weight in ((you, "text", 700), (ghost, "text2", 600), (0, "text2", 600)):
        half = canvas.width(str(step), TextStyle(16, weight, "mono")) / 2
        middle = x + 24 + step * (width - 52) / last
        if step >= 0 and all(middle + half + 6 < a or middle - half - 6 > b for a, b in taken):
            canvas.text(middle, line, str(step), TextStyle(16, weight, "mono"), colour, "middle")
            taken.append((middle - half, middle + half))
