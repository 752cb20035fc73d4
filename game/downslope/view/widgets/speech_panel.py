"""The panel in which Pip speaks: a bold line and a plain one, or a longer hint in two or three."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..draw.tokens import BODY, LABEL
from .label import FINER, SMALL, Label
from .widget import Rect

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

PIP = 23.0  # from the panel's edge to Pip
EDGE, PAD = 17.0, 10.0  # around the words
LEAST_EDGE, LEAST_PAD = 8.0, 3.0  # around words that would else be smaller
SPACING, TIGHT = 1.5, 1.3  # from one baseline to the next, in sizes of the text: at most, at least


def paint_message(canvas: Canvas, rect: Rect, bold: str, plain: str, mood: str = "calm") -> None:
    """Both lines may carry light markup; either may be empty. They become smaller where they would not fit."""

    x, y, _width, height = rect
    canvas.on_sheet(rect, ("message", bold, plain), lambda sub: _write(sub, rect, bold, plain))
    radius = _radius(height)
    canvas.pip(x + PIP + radius, y + height / 2, radius, (0.2, 0.1), mood, glow=False)


def _radius(height: float) -> float:
    """Pip's, in a panel so high."""
    return min(19.0, height / 4)


def _write(canvas: Canvas, rect: Rect, bold: str, plain: str) -> None:
    x, y, width, height = rect
    left, right = x + PIP + 2 * _radius(height), x + width
    edge = EDGE
    head, body = _labels(canvas, bold, plain, right - left - 2 * edge, height)
    if body.style.size < BODY.size:
        edge = LEAST_EDGE
        head, body = _labels(canvas, bold, plain, right - left - 2 * edge, height)
    below = head.draw(canvas, left + edge, y + (height - head.high - body.high) / 2)
    body.draw(canvas, left + edge, below)


def _labels(canvas: Canvas, bold: str, plain: str, room: float, height: float) -> tuple[Label, Label]:
    """Both lines in one size: the usual one, or as little smaller as it takes for them to fit."""
    least = SMALL / max(1.0, canvas.look.text)
    size = BODY.size
    while True:
        head = Label(canvas, bold, LABEL.of_size(size), width=room)
        body = Label(canvas, plain, BODY.of_size(size), "text2", width=room)
        lines, line = len(head.lines) + len(body.lines), size * canvas.type
        if lines * TIGHT * line <= height - 2 * LEAST_PAD or size <= least:
            break
        size = max(least, size - FINER)
    widest = (height - 2 * PAD) / max(1.0, lines * line)
    head.spacing = body.spacing = min(SPACING, max(TIGHT, widest))
    return head, body
