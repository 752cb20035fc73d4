"""An answer as a row, for narrow places: icons at the left, the words beside them, the keycap at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .answer_card import AnswerCard
from .button_face import LIP, base, draw_cap
from .widget import State

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

ICON, PAD = 26.0, 12.0


class AnswerRow(AnswerCard):
    """The same answer as Choice, lying down."""

    def shows_cap(self, canvas: Canvas, cap: str) -> bool:
        wide, high = canvas.keycap_size(cap)
        _x, _y, width, height = self.rect
        room = width - 2 * PAD - len(self.icons) * (ICON + 10) - wide - 10
        return bool(cap) and high <= height - LIP - 4 and self.fits(canvas, (room, height - LIP - 4), 1.2)

    def least_wide(self, canvas: Canvas) -> float:
        return 2 * PAD + len(self.icons) * (ICON + 10) + self._widest_word(canvas)

    def least_high(self, canvas: Canvas, wide: float) -> float:
        room = wide - 2 * PAD - len(self.icons) * (ICON + 10)
        return self._high(canvas, room, 1.2) + LIP + 4

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, width, height = self.rect
        look = "pressed" if state.pressed else "hover" if state.hover else "rest"
        colour, down = base(canvas, self.rect, "normal", look, self.radius)
        middle = y + (height - LIP) / 2 + down
        left, right = x + PAD, x + width - PAD
        for icon in self.icons:
            canvas.icon(icon, left, middle - ICON / 2, ICON, colour)
            left += ICON + 10
        if self.shows_cap(canvas, state.cap):
            wide, high = canvas.keycap_size(state.cap)
            draw_cap(canvas, right, middle - high / 2, state.cap, "normal", colour)
            right -= wide + 10
        self.write(canvas, left, middle, (right - left, height - LIP - 4), (18, 16), colour, "start", 1.2)
        if state.focus:
            canvas.focus(x, y, width, height, self.radius)
