"""A card: a sheet with parts on it, which share the room inside its padding as rows, columns and stacks do.

    def neuron_card(canvas: Canvas, shown: Neuron, lit: bool) -> Card:
        head = row(Part(Label(canvas, shown.name, LABEL)), Part(Figure(draw_state, shown.state), 34))
        bowl = Figure(draw_bowl, shown, least=(0, 50))
        return Card(column(Part(head, 44), Part(bowl), gap=SPACE_2), LIT_PANEL if lit else PANEL)

    card = neuron_card(canvas, shown, lit)
    card.place(rect)
    card.paint(canvas)

Its size comes from its parts (`smallest`), their places from the layout; nobody counts lines. It is one layer, drawn
again where one of its parts says that it shows something else; so it may be made anew in every frame.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

from ..draw.tokens import PANEL, SPACE_4, Sheet
from .layout import Box, Split
from .panel import Group
from .widget import Rect, Widget

if TYPE_CHECKING:
    from ..draw.canvas import Canvas


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

    def smallest(self) -> tuple[float, float]:
        wide, high = super().smallest()
        return wide + 2 * self.padding, high + 2 * self.padding

    def state(self) -> Hashable:
        parts = super().state()
        return None if parts is None else (self.sheet, parts)

    def paint(self, canvas: Canvas) -> None:
        """One layer; where a part does not say what it shows, the empty sheet is one, and each part paints itself."""
        state = self.state()
        if state is not None:
            canvas.on_sheet(self.rect, ("card", state), super().paint, self.sheet)
        else:
            canvas.on_sheet(self.rect, "card", kind=self.sheet)
            super().paint(canvas)
