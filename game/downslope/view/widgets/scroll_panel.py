"""A panel whose content is a tree of its own, as high as it must be: where there is too little room, it scrolls."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from .layout import Box, Split, smallest
from .panel import Panel, place_tree
from .scroll import ScrollArea
from .widget import Rect, Widget

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

MakeArea = Callable[[str, Rect, float], ScrollArea]  # name, place, height of the content


class ScrollPanel(Panel):
    """`make` gives the scroll area of a name, which stands where it stood before.

    least      design pixels of the content that are seen at least
    high       how high it would like to be, where that is more than its content
    stretch    design pixels by which the content may be higher than it must be
    focusable  the keyboard can be on it where there is something to scroll; else only on what lies in it
    """

    flat = True

    def __init__(self, name: str, make: MakeArea, content: Box | Split, *, least: float = 120.0, high: float = 0.0,
                 stretch: float = 0.0, focusable: bool = True) -> None:  # fmt: skip
        self.name, self.make, self.content = name, make, content
        self.least, self.high, self.stretch, self.focusable = least, high, stretch, focusable
        self.panels: list[Panel] = []

    def smallest(self) -> tuple[float, float]:
        wide, high = smallest(self.content)
        return wide, min(high, self.least)

    def wish(self) -> tuple[float, float]:
        wide, high = smallest(self.content)
        return wide, max(high, self.high)

    def place(self, rect: Rect) -> list[Widget]:
        self.rect = rect
        x, y, w, h = rect
        needed = smallest(self.content)[1]
        high = max(needed, min(h, needed + self.stretch))
        self.area = self.make(self.name, rect, high)
        self.area.focusable = self.focusable and self.area.limit > 0
        self.panels, widgets = place_tree(self.content, (x, y, w, high))
        for panel in self.panels:
            self.area.add_box(panel)
        for widget in widgets:
            self.area.add(widget)
        return [self.area, *widgets]

    def paint(self, canvas: Canvas) -> None:
        with canvas.clip(*self.rect):
            for panel in self.panels:
                if self.area.sees(panel.rect):
                    panel.paint(canvas)
