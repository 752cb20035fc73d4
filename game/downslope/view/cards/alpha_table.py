"""The alphas that landed, input by input: shown beside the last telescope."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...i18n import _
from ..draw.tokens import LABEL, LARGE_NUMBER, LEAD, NUMBER
from ..format.numbers import short
from ..widgets.widget import Rect
from .rule_card import tidy

if TYPE_CHECKING:
    from ..draw.canvas import Canvas


def draw_table(canvas: Canvas, rect: Rect, rows: Sequence[tuple[float, float]]) -> None:
    """(input, alpha) in rows; one cached layer."""
    x, y, w, h = rect

    def still(sub: Canvas) -> None:
        k = sub.type
        sub.text(x + 24, y + 14 + 20 * k, _("Landed in one step"), LEAD, "text")
        top = y + 26 + 32 * k
        each = (h - (top - y) - 16) / (len(rows) + 0.6)
        left, right = x + 0.26 * w, x + 0.62 * w
        head = top + 10 * k
        sub.glyph("input", left - 26, head - 6 * k, 6.5)
        sub.text(left - 12, head, _("input"), LABEL, "input")
        sub.text(right - 12, head, "α", NUMBER.sized(20), "alpha", "middle")
        for number, (value, alpha) in enumerate(rows):
            middle = top + (number + 1.05) * each
            if number % 2 == 0:
                sub.rect(x + 12, middle - each / 2 + 2, w - 24, each - 4, "rowhi", 10)
            sub.node(left, middle, min(28.0, each / 2 - 5), "input", tidy(value), size=18)
            sub.text(right - 12, middle + 7.5 * k, short(alpha), LARGE_NUMBER, "alpha", "middle")
            sub.icon("check", x + 0.86 * w, middle - 12, 24, "text", 2.8)

    canvas.on_sheet(rect, ("alpha table", tuple(rows)), still)
