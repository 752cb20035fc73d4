"""A button in its place: as wide as its words need, where they are made as small as any text may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..draw.tokens import LABEL
from .button import Button
from .panel import WidgetPanel

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

HIGH = 52.0
ICON, SIDES = 30.0, 20.0  # what a button needs beside its words


class ButtonPanel(WidgetPanel):
    """`high`: at least."""

    def __init__(self, canvas: Canvas, button: Button, high: float = HIGH) -> None:
        words = canvas.width(button.label, LABEL.of_size(canvas.least(LABEL.size)))
        super().__init__(button, words + SIDES + (ICON if button.icon else 0.0), high)
