"""The title's buttons: the large one that says what comes next, the plain ones under it, and a line that is a link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..draw.tokens import CODE, LABEL, LEAD
from .button import Button
from .button_face import LIP, draw_cap
from .widget import State

if TYPE_CHECKING:
    from ..draw.canvas import Canvas


class MenuButton(Button):
    """Icon and label start at the left. Three lines of label: a title, and below it a code and a name."""

    def shows_cap(self, canvas: Canvas, cap: str) -> bool:
        return bool(cap) and self.kind == "primary" and canvas.keycap_size(cap)[1] <= self.rect[3] - LIP

    def draw_face(self, canvas: Canvas, colour: str, down: float, cap: str) -> None:
        x, y, width, height = self.rect
        label, code, name = (*self.label.split("\n"), "", "")[:3]
        middle = y + (height - LIP) / 2 + down
        large = self.kind == "primary"
        size = 24 if large else 22
        canvas.icon(self.icon, x + 20, middle - size / 2, size, colour)
        room = width - (78 if large else 66) - (canvas.width(cap, CODE) + 30 if cap else 0)
        left = x + (58 if large else 50)
        style, label = canvas.shrink(label, room, LEAD if large or name else LEAD._replace(weight=600))
        if not name:
            canvas.mid_text(left, middle, label, style, colour)
        else:
            quiet = canvas.mix("prim_text", "prim", 0.2) if large else "text2"
            small, text = canvas.shrink(f"{code}  {name}", room)
            raised = 4 * (canvas.type - 1)
            canvas.text(left, middle - 3 * canvas.type - raised, label, style, colour)
            canvas.text(left, middle + 19.5 * canvas.type - raised, text, small, quiet)
        if cap:
            draw_cap(canvas, x + width - 16, middle - canvas.keycap_size(cap)[1] / 2, cap, self.kind, colour)


class Link(Button):
    """A line of text with an icon that can be pressed; no body of its own."""

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, width, height = self.rect
        if state.hover or state.pressed:
            canvas.rect(x, y, width, height, "raised", 12, alpha=0.8 if state.pressed else 0.55)
        canvas.icon(self.icon, x + 12, y + height / 2 - 10, 20, "text")
        base = canvas.base_of(y + height / 2)
        end = canvas.text(x + 40, base, self.label, LABEL, "text")
        if state.hover:
            canvas.line(x + 40, base + 5, x + 40 + end, base + 5, "text", 1.5)
        if state.focus:
            canvas.focus(x, y, width, height, 12)


