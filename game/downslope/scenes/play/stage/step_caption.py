"""What a step of a Learn has told, over the stage for as long as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....view.draw.plate import draw_plate
from ....view.draw.tokens import STRONG

if TYPE_CHECKING:
    from ....view.draw.canvas import Canvas
    from ..shared.play_screen import PlayScreen

ASIDE = 16.0  # from the stage's left edge
UNDER, LINES = 24.0, 64.0  # from its upper edge, where words or tags may stand in two lines


def paint_caption(canvas: Canvas, play: PlayScreen) -> float:
    """At the stage's left, under what stands at its top; where another one may begin."""
    words = play.attempt.playback.caption
    left, top, wide, _high = play.board.stage_rect()
    top += UNDER + LINES * canvas.type
    if not words:
        return top
    style, words = canvas.shrink(words, wide - 2 * ASIDE - 32, STRONG)
    x, y, high = left + ASIDE, top, 14 + 18 * canvas.type
    draw_plate(canvas, (x, y, canvas.width(words, style) + 32, high), "text", 10, alpha=0.96)
    canvas.mid_text(x + 16, y + high / 2, words, style)
    return y + high + 6
