"""What stands at the top of a card: its title, with an icon before it or a line below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..draw.tokens import BODY, TITLE
from .panel import Panel

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

ICON, BESIDE = 28.0, 42.0  # how large an icon is, and how far behind its left edge the title begins


class CardTitle(Panel):
    """`below`: a quieter line under the title; `hue`: of the icon."""

    flat = True

    def __init__(self, canvas: Canvas, title: str, below: str = "", icon: str = "", hue: str = "text") -> None:
        self.title, self.below, self.icon, self.hue = title, below, icon, hue
        self.high = 20 + 28 * canvas.type if below else 26.0
        self.wide = canvas.width(title, TITLE.of_size(canvas.least(TITLE.size))) + (BESIDE if icon else 0.0)

    def smallest(self) -> tuple[float, float]:
        return self.wide, self.high

    def paint(self, canvas: Canvas) -> None:
        x, y, w, _h = self.rect
        base, left = y + 12 * canvas.type, 0.0
        if self.icon:
            canvas.icon(self.icon, x, base - 8 * canvas.type - ICON / 2, ICON, self.hue)
            left = BESIDE
        canvas.within(x + left, base, self.title, w - left, TITLE, "text")
        canvas.within(x, base + 8 + 20 * canvas.type, self.below, w, BODY, "text2")
