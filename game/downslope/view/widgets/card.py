"""A card: a sheet with parts on it, which share the room inside its padding as rows, columns and stacks do.

    def neuron_card(canvas: Canvas, shown: Neuron, lit: bool) -> Card:
        head = row(Part(Label(canvas, shown.name, LABEL)), Part(Figure(draw_state, shown.state), 34))
        bowl = Figure(draw_bowl, shown, least=(0, 50))
        return Card(column(Part(head, 44), Part(bowl), gap=SPACE_2), LIT_PANEL if lit else PANEL)

    card = neuron_card(canvas, shown, lit)
    card.place(rect)
    card.paint(canvas)

Its size comes from its parts (`least_size`), their places from the layout; nobody counts lines. It is one layer, drawn
again where one of its parts says that it shows something else; so it may be made anew in every frame.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

from ..draw.tokens import BODY, PANEL, SPACE_4, TITLE, Sheet
from .layout import Box, Split
from .panel import Group, Panel
from .widget import Rect, Widget

if TYPE_CHECKING:
    from ..draw.canvas import Canvas


# ---------------------------------------------------------------------------------------------------------------------
# What stands at the top of a card: its title, with an icon before it or a line below it.


ICON, BESIDE = 28.0, 42.0  # how large an icon is, and how far behind its left edge the title begins


class CardTitle(Panel):
    """`below`: a quieter line under the title; `hue`: of the icon."""

    flat = True

    def __init__(self, canvas: Canvas, title: str, below: str = "", icon: str = "", hue: str = "text") -> None:
        self.title, self.below, self.icon, self.hue = title, below, icon, hue
        self.high = 20 + 28 * canvas.type if below else 26.0
        self.wide = canvas.width(title, TITLE.with_size(canvas.least(TITLE.size))) + (BESIDE if icon else 0.0)

    def least_size(self) -> tuple[float, float]:
        return self.wide, self.high

    def paint(self, canvas: Canvas) -> None:
        x, y, w, _h = self.rect
        base, left = y + 12 * canvas.type, 0.0
        if self.icon:
            canvas.icon(self.icon, x, base - 8 * canvas.type - ICON / 2, ICON, self.hue)
            left = BESIDE
        canvas.within(x + left, base, self.title, w - left, TITLE, "text")
        canvas.within(x, base + 8 + 20 * canvas.type, self.below, w, BODY, "text2")


# ---------------------------------------------------------------------------------------------------------------------
# What lies a little deeper than the card or the screen around it: lines of code that scroll.


class Well(Group):
    """Panels on one well."""

    def paint(self, canvas: Canvas) -> None:
        canvas.rect(*self.rect, "well", 12)
        super().paint(canvas)


class Card(Group):
    """`sheet`: what it stands on, a sheet of tokens.py. `padding`: from its edge to its parts."""

    flat = True  # it draws its own sheet, whose edge may change

    def __init__(self, what: Box | Split, sheet: Sheet = PANEL, padding: float = SPACE_4) -> None:
        super().__init__(what)
        self.sheet, self.padding = sheet, padding

    def place(self, rect: Rect) -> list[Widget]:
        (x, y, w, h), pad = rect, self.padding
        found = super().place((x + pad, y + pad, w - 2 * pad, h - 2 * pad))
        self.rect = rect
        return found

    def least_size(self) -> tuple[float, float]:
        width, height = super().least_size()
        return width + 2 * self.padding, height + 2 * self.padding

    def state(self) -> Hashable:
        parts = super().state()
        return None if parts is None else (self.sheet, parts)

    def paint(self, canvas: Canvas) -> None:
        """One layer; where a part does not say what it shows, the empty sheet is one, and each part paints itself."""
        state = self.state()
        if state is not None:
            canvas.draw_on_layer(self.rect, ("card", state), super().paint, self.sheet)
        else:
            canvas.draw_on_layer(self.rect, "card", kind=self.sheet)
            super().paint(canvas)
