"""A tip: one line beside a widget on which the pointer rests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .widget import Rect

if TYPE_CHECKING:
    from .canvas import Canvas

HEIGHT, GAP, PAD, EDGE = 34.0, 8.0, 12.0, 8.0


def draw_tip(canvas: Canvas, rect: Rect, sentence: str) -> None:
    """Above the widget, below it where the window ends."""
    x, y, width, height = rect
    wide = canvas.width(sentence, 16, 600) + 2 * PAD
    left = min(max(EDGE, x + width / 2 - wide / 2), max(EDGE, canvas.w - EDGE - wide))
    top = y - GAP - HEIGHT if y > HEIGHT + GAP + EDGE else y + height + GAP
    canvas.shadow(left, top, wide, HEIGHT, 10, 4, 6, 0.8)
    canvas.rect(left, top, wide, HEIGHT, "raised", 10)
    canvas.rect(left + 0.5, top + 0.5, wide - 1, HEIGHT - 1, r=9.5, stroke="border2")
    canvas.text(left + PAD, top + 23, sentence, 16, "text", 600)
