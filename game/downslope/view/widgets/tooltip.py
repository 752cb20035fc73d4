"""A tip: one line beside a widget on which the pointer rests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..draw.tokens import LABEL
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
    canvas.shadow(left, top, wide, high, 10, 4, 6, 0.8)
    canvas.rect(left, top, wide, high, "raised", 10)
    canvas.rect(left + 0.5, top + 0.5, wide - 1, high - 1, r=9.5, stroke="border2")
    canvas.text(left + PAD, top + high / 2 + 6 * canvas.type, sentence, LABEL, "text")
