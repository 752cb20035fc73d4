"""A tooltip: one line beside a widget on which the pointer rests."""

from __future__ import annotations

from ..draw.canvas import Canvas
from ..draw.rects import first_free_place
from ..draw.tokens import LABEL, TIP
from .widget import Rect

GAP, PAD, EDGE = 8.0, 12.0, 8.0


def draw_tip(canvas: Canvas, rect: Rect, sentence: str) -> None:
    """Above the widget, or below it; where it would lie over words there, beside it, or further to a side."""
    x, y, width, height = rect
    wide = canvas.width(sentence, LABEL) + 2 * PAD
    high = 10 + 24 * canvas.type
    across = min(max(EDGE, x + width / 2 - wide / 2), max(EDGE, canvas.w - EDGE - wide))
    above, below = y - GAP - high, y + height + GAP
    ends = (x - GAP - wide, x + width + GAP)
    positions = [(across, above), (across, below), *((end, y + height / 2 - high / 2) for end in ends)]
    positions += [(left, top) for top in (above, below) for left in (x, x + width - wide)]
    inside = [(left, top, wide, high) for left, top in positions
              if EDGE <= left <= canvas.w - EDGE - wide and EDGE <= top <= canvas.h - EDGE - high]  # fmt: skip
    places = inside or [(across, above if y > high + GAP + EDGE else below, wide, high)]
    left, top, _w, _h = places[first_free_place(places, canvas.words_at())]
    canvas.sheet(left, top, wide, high, TIP)
    canvas.text_vcenter(left + PAD, top + high / 2, sentence, LABEL, "text")
