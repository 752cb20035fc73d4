"""An answer as a row, for narrow places: icons at the left, the words beside them, the keycap at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..draw.tokens import NUMBER, STRONG
from .answer_card import AnswerCard, in_lines
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
        self._write(canvas, left, right, middle, height - LIP - 4, colour)
        if state.focus:
            canvas.focus(x, y, width, height, self.radius)

    def _write(self, canvas: Canvas, left: float, right: float, middle: float, high: float, colour: str) -> None:
        full = NUMBER if self.mono else STRONG
        room = right - left
        sizes = (18.0, 16.0, 16 / max(1.0, canvas.look.text))
        for size in sizes:
            style, step = full.sized(size), size * 1.2 * canvas.type
            lines = in_lines(canvas, self.label, room, style)
            if len(lines) * step <= high and all(canvas.width(line, style) <= room for line in lines):
                break
        first = middle + size * 0.36 * canvas.type - step * (len(lines) - 1) / 2
        for i, line in enumerate(lines):
            canvas.within(left, first + i * step, line, room, style, colour)
