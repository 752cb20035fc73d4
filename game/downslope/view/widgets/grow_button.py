"""What makes a panel larger, or small again: the end of its head, with its key."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from .widget import Press, Rect, State

if TYPE_CHECKING:
    from ..draw.canvas import Canvas


class GrowButton(Press):
    """`is_heard`: whether its key is heard now."""

    def __init__(self, name: str, rect: Rect, on_press: Callable[[], object], is_heard: Callable[[], bool]) -> None:
        super().__init__(name, rect, key="code")
        self.on_press, self.is_heard = on_press, is_heard

    def answers(self, name: str) -> bool:
        return super().answers(name) and self.is_heard()

    def shows_cap(self, canvas: Canvas, cap: str) -> bool:
        wide, high = canvas.keycap_size(cap)
        return bool(cap) and wide + 10 <= self.rect[2] and high <= self.rect[3] + 4

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        if self.shows_cap(canvas, state.cap):
            colour = "text" if state.hover or state.pressed else "text2"
            high = canvas.keycap_size(state.cap)[1]
            canvas.keycap(x + w - 10, y + (h - high) / 2, state.cap, "end", colour=colour)
        if state.focus:
            canvas.focus(x, y, w, h, 8)
