"""What a step of a Learn has told, over the stage for as long as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...view.draw.plate import draw_plate
from ...view.draw.tokens import STRONG

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas
    from .play_screen import PlayScreen

ASIDE = 16.0  # from the stage's left and upper edge


def paint_caption(canvas: Canvas, play: PlayScreen) -> None:
    """At the stage's top left."""
    words = play.attempt.playback.caption
    if not words:
        return
    left, top, wide, _high = play.board.stage_rect()
    style, words = canvas.fitted(words, wide - 2 * ASIDE - 32, STRONG)
    x, y, high = left + ASIDE, top + ASIDE, 14 + 18 * canvas.type
    draw_plate(canvas, (x, y, canvas.width(words, style) + 32, high), "text", 10, alpha=0.96)
    canvas.mid_text(x + 16, y + high / 2, words, style)
