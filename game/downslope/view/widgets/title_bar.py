"""What stands at the top of a screen: the way back, its title, what is told beside or below that, and controls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ...i18n import _
from ..draw.tokens import BODY, TITLE
from .button import IconButton
from .panel import Panel
from .widget import Rect, Widget

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

EDGE, TOP, HIGH, LEFT = 24.0, 10.0, 48.0, 88.0  # the window's edge; of the controls; where the title begins
GAP = 12.0
LARGER = 1.25  # a title above what is told grows no further: its capitals would touch the window's edge


class TitleBar(Panel):
    """`aside` stands at the right end, `below` under the title; `after` follows the title, `controls` stand last."""

    flat = True

    def __init__(self, canvas: Canvas, title: str, back: Callable[[], None], *, aside: str = "", below: str = "",
                 after: Sequence[Widget] = (), controls: Sequence[Widget] = ()) -> None:  # fmt: skip
        self.title, self.back, self.aside, self.below = title, back, aside, below
        self.after, self.controls = after, controls
        self.wide = canvas.width(title, TITLE)
        self.end = 0.0  # where the controls begin

    def least_size(self) -> tuple[float, float]:
        width = LEFT + self.wide + EDGE
        for widget in (*self.after, *self.controls):
            width += widget.rect[2] + GAP
        return width, TOP + HIGH

    def tells_whole(self, canvas: Canvas, width: float) -> bool:
        """What is told below the title has its room beside the controls, in a window so wide."""
        controls = sum(widget.rect[2] + GAP for widget in self.controls)
        return LEFT + canvas.width(self.below, BODY) + controls + EDGE <= width

    def place(self, rect: Rect) -> list[Widget]:
        self.rect = rect
        x, y, w, _h = rect
        back = IconButton("back", (x + EDGE, y + TOP, HIGH, HIGH), icon="back", on_press=self.back, tip=_("Back"))
        left = x + LEFT + self.wide + EDGE
        for widget in self.after:
            widget.rect = (left, y + TOP, widget.rect[2], HIGH)
            left += widget.rect[2] + GAP
        self.end = x + w - EDGE
        for widget in reversed(self.controls):
            width = widget.rect[2]
            widget.rect = (self.end - width, y + TOP, width, HIGH)
            self.end -= width + GAP
        return [back, *self.after, *self.controls]

    def paint(self, canvas: Canvas) -> None:
        x, y, _w, _h = self.rect
        left, room = x + LEFT, self.end - x - LEFT
        if self.below:
            canvas.within(left, y + 34, self.title, room, canvas.cap(TITLE, LARGER), "text")
            canvas.within(left, y + 40 + 18 * min(canvas.type, 1.4), self.below, room, BODY, "text2")
            return
        base = y + 34 + 8.6 * canvas.type
        width = canvas.within(left, base, self.title, room, TITLE, "text")
        canvas.within(self.end, base, self.aside, room - width - EDGE, BODY, "text2", "end")
