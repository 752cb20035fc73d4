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

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, width, height = self.rect
        look = "pressed" if state.pressed else "hover" if state.hover else "rest"
        colour, down = base(canvas, self.rect, "normal", look, self.radius)
        middle = y + (height - LIP) / 2 + down
        left, right = x + PAD, x + width - PAD
        for icon in self.icons:
            canvas.icon(icon, left, middle - ICON / 2, ICON, colour)
            left += ICON + 10
        if state.cap:
            draw_cap(canvas, right, middle - 12, state.cap, "normal", colour)
            right -= 34
        self.write(canvas, left, middle, (right - left, height - LIP - 4), (18, 16), colour, "start", 1.2)
        if state.focus:
            canvas.focus(x, y, width, height, self.radius)
