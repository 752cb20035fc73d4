"""The error curves of two runs in one picture: the player's, solid, and the auto-solver's, dotted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...i18n import _
from ..draw.tokens import CODE, LABEL, NUMBER, SMALL
from ..format.axis import Axis, finite_or_one, log_axis, plain_axis
from ..widgets.widget import Rect
from .plot import Plot, spread_labels, thin

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

SPREAD = 50.0  # from this ratio of the largest to the smallest error on the axis is logarithmic
FLOOR = 1e-6  # of the largest error: what is below is rounding, and stands on the ground
MOST_DOTS = 24


def two_runs_axis(errors: Sequence[float]) -> Axis:
    """Logarithmic where the errors span more than SPREAD and none is negative."""
    finite = finite_or_one(errors)
    positive = [error for error in finite if error > 0]
    if positive and min(finite) >= 0 and max(positive) / min(positive) > SPREAD:
        return log_axis(finite, FLOOR)
    return plain_axis(finite)


def draw_two_runs(canvas: Canvas, rect: Rect, you: Sequence[float], ghost: Sequence[float], part: str = "") -> None:
    """Both curves in a well; `ghost` may be empty. `part`: the name of the part that they are of."""
    x, y, width, height = rect
    canvas.rect(x, y, width, height, "well", 14)
    axis = two_runs_axis([*you, *ghost])
    _draw_legend(canvas, rect, bool(ghost), ", ".join(filter(None, (_("error"), part))))
    if axis.log:
        canvas.text(x + 16, y + 13 + 29 * canvas.type, _("logarithmic"), SMALL, "text2")
    top, floor = y + 22 + (32 if axis.log else 22) * canvas.type, y + height - 12 - 20 * canvas.type
    last = max(len(you), len(ghost), 2) - 1
    plot = Plot((x + 24, top, width - 52, floor - top), Axis(0, last), axis)
    canvas.line(x + 16, floor + 2, x + width - 16, floor + 2, "border2", 1.5)
    if ghost:
        points = plot.curve(canvas, thin(ghost), "text2", 2.5, dash=(3, 7))
        for spot in points if len(points) <= MOST_DOTS else points[-1:]:
            canvas.circle(*spot, 4.5, "well", "text2", 2)
    points = plot.curve(canvas, thin(you), "error", 4)
    for spot in points[:-1] if len(points) <= MOST_DOTS else []:
        canvas.circle(*spot, 5.5, "text", "well", 2)
    canvas.circle(*points[-1], 8, "gold1", "well", 2)
    ends = [(len(you) - 1, NUMBER, "text"), (len(ghost) - 1, CODE, "text2"), (0, CODE, "text2")]
    labels = [(plot.x_of(step), str(step), style, colour) for step, style, colour in ends if step >= 0]
    spread_labels(canvas, labels, y + height - 11)


def _draw_legend(canvas: Canvas, rect: Rect, ghost: bool, title: str) -> None:
    x, y, width, _height = rect
    line = y + 13 + 13 * canvas.type
    right = x + width - 16
    if ghost:
        right -= canvas.text(right, line, _("auto-solver"), LABEL, "text2", "end") + 14
        canvas.circle(right, canvas.middle_of(line), 4.5, "well", "text2", 2)
        right -= 20
    right -= canvas.text(right, line, _("you"), LABEL, "text", "end") + 14
    canvas.circle(right, canvas.middle_of(line), 5.5, "text")
    canvas.within(x + 16, line, title, right - x - 36, LABEL, "error")
