"""A field that shows what was chosen and opens a list; and a chip that is ticked or locked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...i18n import N_, _
from ..draw.tokens import LABEL, SPACE_3
from .widget import Press, Rect, State

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

CHEVRON = 20.0
ASIDE = 40.0  # of a chip: its sign and its edges


class ChoiceField(Press):
    """The name of what was chosen, its icon before it, and the sign of a list."""

    role = N_("choice")

    def __init__(
        self,
        name: str,
        rect: Rect,
        label: str,
        chosen: str,
        icon: str,
        on_press: Callable[[], None],
        *,
        marked: bool = False,
    ) -> None:
        super().__init__(name, rect)
        self.label, self.chosen, self.icon, self.on_press = label, chosen, icon, on_press
        self.marked = marked  # it is a plugin's

    def accessible_value(self) -> str:
        return self.chosen

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        canvas.rect(x, y, w, h, "well", 11)
        edge = "text2" if state.hover else "border2"
        canvas.rect(x + 0.75, y + 0.75, w - 1.5, h - 1.5, None, 10.25, edge, 1.5)
        middle = y + h / 2
        canvas.icon(self.icon, x + SPACE_3 + 2, middle - 10, 20, "text2")
        right = x + w - SPACE_3 - CHEVRON
        canvas.icon("down", right, middle - CHEVRON / 2, CHEVRON, "text2")
        if self.marked:
            canvas.icon("puzzle", right - 28, middle - 10, 20, "plugin")
            right -= 28
        left = x + 46
        style, text = canvas.shrink(self.chosen, right - 8 - left, LABEL)
        canvas.mid_text(left, middle, text, style, "text")
        if state.focus:
            canvas.focus(x, y, w, h, 11)


class TickChip(Press):
    """Something that is open to whoever plays (a tick), or not (a lock): told by its sign, edge and ground."""

    role = N_("switch")

    def __init__(
        self, name: str, rect: Rect, label: str, on: bool, on_press: Callable[[], None], tip: str = ""
    ) -> None:
        super().__init__(name, rect, tip=tip)
        self.label, self.on, self.on_press = label, on, on_press

    def wide(self, canvas: Canvas) -> float:
        """In which its whole label is to be read."""
        return ASIDE + canvas.width(self.label, LABEL.of_size(canvas.least(LABEL.size)))

    def accessible_name(self) -> str:
        """What it is, and whom it is for."""
        return _("{knob}, open to the player").format(knob=self.label)

    def accessible_value(self) -> str:
        return _("on") if self.on else _("off")

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        canvas.rect(x, y, w, h, "rowhi" if self.on else "panel", 9)
        edge = "text" if self.on else "text2" if state.hover else "border2"
        canvas.rect(x + 0.75, y + 0.75, w - 1.5, h - 1.5, None, 8.25, edge, 1.5)
        middle = y + h / 2
        canvas.icon("check" if self.on else "lock", x + 8, middle - 8, 16, "text" if self.on else "text2")
        style, text = canvas.shrink(self.label, w - ASIDE, LABEL)
        canvas.mid_text(x + 32, middle, text, style, "text" if self.on else "text2")
        if state.focus:
            canvas.focus(x, y, w, h, 9)
