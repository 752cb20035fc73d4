"""The panel in which Pip speaks: a bold line and a plain one, or a longer hint in two or three."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..format.markup import draw_hued, fitting
from .widget import Rect

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

EDGE, PAD = 20.0, 10.0


def paint_message(canvas: Canvas, rect: Rect, bold: str, plain: str, mood: str = "calm") -> None:
    """Both lines may carry light markup; either may be empty. They become smaller where they would not fit."""

    def still(sub: Canvas) -> None:
        sub.panel(*rect)
        _write(sub, rect, bold, plain)

    x, y, width, height = rect
    canvas.cached(("message", rect, bold, plain), x - 40, y - 40, width + 80, height + 90, still)
    radius = min(19.0, height / 4)
    canvas.pip(x + 23 + radius, y + height / 2, radius, (0.2, 0.1), mood, glow=False)


def _write(canvas: Canvas, rect: Rect, bold: str, plain: str) -> None:
    x, y, width, height = rect
    radius = min(19.0, height / 4)
    left = x + 40 + 2 * radius
    room, high = x + width - EDGE - left, height - 2 * PAD
    head_size, head = fitting(canvas, bold, room, high / 2 if plain else high, 16, 600) if bold else (16.0, [])
    head_high = len(head) * 1.5 * head_size * canvas.type
    size, lines = fitting(canvas, plain, room, high - head_high, 16) if plain else (16.0, [])
    step = 1.5 if len(lines) + len(head) < 3 else 1.35
    head_high = len(head) * step * head_size * canvas.type
    total = head_high + len(lines) * step * size * canvas.type
    top = y + (height - total) / 2
    if head:
        low = top + (step / 2 + 0.36) * head_size * canvas.type
        draw_hued(canvas, left, low, head, head_size, "text", 600, step * head_size)
    if lines:
        low = top + head_high + (step / 2 + 0.36) * size * canvas.type
        draw_hued(canvas, left, low, lines, size, "text2", 500, step * size)
