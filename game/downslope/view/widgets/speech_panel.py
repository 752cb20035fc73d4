"""The panel in which Pip speaks: a bold line and a plain one, or a longer hint in two or three."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..draw.tokens import BODY, LABEL
from .label import Label
from .widget import Rect

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

EDGE, PAD = 20.0, 10.0


def paint_message(canvas: Canvas, rect: Rect, bold: str, plain: str, mood: str = "calm") -> None:
    """Both lines may carry light markup; either may be empty. They become smaller where they would not fit."""

    x, y, _width, height = rect
    canvas.on_sheet(rect, ("message", bold, plain), lambda sub: _write(sub, rect, bold, plain))
    radius = min(19.0, height / 4)
    canvas.pip(x + 23 + radius, y + height / 2, radius, (0.2, 0.1), mood, glow=False)


def _write(canvas: Canvas, rect: Rect, bold: str, plain: str) -> None:
    x, y, width, height = rect
    left = x + 40 + 2 * min(19.0, height / 4)
    room, high = x + width - EDGE - left, height - 2 * PAD
    head = Label(canvas, bold, LABEL, width=room, height=high / 2 if plain else high)
    body = Label(canvas, plain, BODY, "text2", width=room, height=high - head.high)
    if len(head.lines) + len(body.lines) > 2:
        head.spacing = body.spacing = 1.35
    below = head.draw(canvas, left, y + (height - head.high - body.high) / 2)
    body.draw(canvas, left, below)
