"""Several weights as bars from zero, for a level whose error has no curve that could be drawn."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...i18n import _
from ..draw.theme import weight_hue
from ..draw.tokens import BODY, LABEL, LEAD, NUMBER
from ..format.numbers import number
from ..widgets.widget import Rect

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

ROW = 44.0
LEAST = 12.0  # rows are not lower; what has no room is counted
NAMES = 0.3  # of the width, at most


def draw_weights(
    canvas: Canvas, rect: Rect, weights: Sequence[float], limit: float, names: Sequence[str] = ()
) -> None:
    """`limit`: the weight that fills half of the width; larger ones stop there, their numbers go on.

    `names`: what they are called, if they have names of their own.
    """
    x, y, w, h = rect
    canvas.text(x + w / 2, y + 16 + 18 * canvas.type, _("Weights"), LEAD, "text", "middle")
    top, low = y + 40 + 22 * canvas.type, y + h - 20
    rows = min(len(weights), max(1, int((low - top) / LEAST)))
    step = min(ROW * max(1.0, canvas.type), (low - top) / rows)
    text = step >= 20 * canvas.type
    room = 96 * canvas.type if text else 0.0
    called = min(NAMES * w, max((canvas.width(name, LABEL) for name in names), default=0.0)) if text else 0.0
    middle, reach = x + (w + called - room) / 2, (w - 60 - room - called) / 2
    canvas.line(middle, top, middle, top + rows * step, "border2", 2)
    for i in range(rows):
        weight = weights[i]
        hue = weight_hue(weight)
        part = min(1.0, abs(weight) / limit) if math.isfinite(weight) and limit else 1.0
        line, thick = top + (i + 0.5) * step, min(18.0, 0.6 * step)
        left = middle if weight >= 0 else middle - part * reach
        canvas.rect(left, line - thick / 2, max(1.0, part * reach), thick, hue, min(4.0, thick / 3))
        if called and i < len(names):
            style, name = canvas.shrink(names[i], called, LABEL)
            canvas.mid_text(x + 24, line, name, style, "text2")
        if text:
            canvas.mid_text(x + w - 24, line, number(weight), NUMBER, hue, "end")
    if rows < len(weights):
        more = _("and {count} more").format(count=len(weights) - rows)
        canvas.text(x + w / 2, y + h - 6, more, BODY, "text2", "middle")
