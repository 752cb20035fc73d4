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

from typing import TYPE_CHECKING

from ..draw.tokens import BODY, PANEL, SPACE_4, TITLE, Sheet
from .ink import Col, Ink, InkBox, Line, Row, icon
from .layout import Box, Split
from .panel import Group
from .widget import Rect, Widget

if TYPE_CHECKING:
    from ..draw.canvas import Canvas


# ---------------------------------------------------------------------------------------------------------------------
# What stands at the top of a card: its title, with an icon before it or a line below it.


def card_title(canvas: Canvas, title: str, below: str = "", sign: str = "", colour: str = "text") -> InkBox:
    """`below`: a quieter line under the title; `sign`: an icon before it, in that colour."""
    named = Row((*((icon(sign, 28, colour),) if sign else ()), Line(title, TITLE, yields=True, spacing=1.1)), 14)
    return InkBox(canvas, Col((named, *((Line(below, BODY, "text2"),) if below else ()), Ink(high=10))), 0)


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

    def paint(self, canvas: Canvas) -> None:
        canvas.draw_on_layer(self.rect, "card", kind=self.sheet)
        super().paint(canvas)
