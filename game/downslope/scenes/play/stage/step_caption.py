"""What a step of a Learn has told, over the stage for as long as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....view.draw.plate import draw_plate
from ....view.draw.tokens import STRONG
from ....view.widgets.free_place import free_place, places_within
from ....view.widgets.widget import Rect
from ..shared.obstacles import obstacles
from .captions import places_for

if TYPE_CHECKING:
    from ....view.draw.canvas import Canvas
    from ..shared.play_screen import PlayScreen

ASIDE = 16.0  # from the stage's left edge
UNDER, LINES = 24.0, 64.0  # from its upper edge, where words or tags may stand in two lines
BELOW = 6.0  # under it


class StepCaption:
    """At the stage's left, under what stands at its top, or where it covers nothing; there it stays.

    rect    where it is; None: there is none        below   where another one may begin
    """

    def __init__(self, play: PlayScreen) -> None:
        self.play = play
        self.rect: Rect | None = None
        self.below = 0.0
        self._stands: tuple[object, Rect] | None = None

    def paint(self, canvas: Canvas) -> None:
        """Over the stage, once all else is drawn there."""
        words, stage = self.play.attempt.playback.caption, self.play.board.stage_rect()
        top = self.below = stage[1] + UNDER + LINES * canvas.type
        if not words:
            self.rect = self._stands = None
            return
        style, words = canvas.shrink(words, stage[2] - 2 * ASIDE - 32, STRONG)
        wide, high = canvas.width(words, style) + 32, 14 + 18 * canvas.type
        key = words, stage, wide
        if self._stands is None or self._stands[0] != key:
            places = [*places_for(top, stage, stage, wide, high), *places_within(stage, wide, high, ASIDE)]
            self._stands = key, places[free_place(places, obstacles(canvas, self.play, icons=True))]
        self.rect = x, y, _w, _h = self._stands[1]
        if (x, y) == (stage[0] + ASIDE, top):
            self.below = y + high + BELOW
        draw_plate(canvas, self.rect, "text", 10, alpha=0.96)
        canvas.mid_text(x + 16, y + high / 2, words, style)
