"""A tip: one line beside a widget on which the pointer rests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..draw.tokens import LABEL, TIP
from .widget import Rect

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

GAP, PAD, EDGE = 8.0, 12.0, 8.0


def draw_tip(canvas: Canvas, rect: Rect, sentence: str) -> None:
    """Above the widget, below it where the window ends."""
    x, y, width, height = rect
    wide = canvas.width(sentence, LABEL) + 2 * PAD
    high = 10 + 24 * canvas.type
    left = min(max(EDGE, x + width / 2 - wide / 2), max(EDGE, canvas.w - EDGE - wide))
    top = y - GAP - high if y > high + GAP + EDGE else y + height + GAP
    canvas.sheet(left, top, wide, high, TIP)
    canvas.text(left + PAD, top + high / 2 + 6 * canvas.type, sentence, LABEL, "text")
