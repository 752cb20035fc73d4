"""Keys and what they do, on one line of a panel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...view.draw.tokens import BODY, CODE

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas

Hint = tuple[Sequence[str], str]  # keys, and what they do
BETWEEN, AFTER = 6.0, 14.0  # keys, and what follows their words


def hints_width(canvas: Canvas, hints: Sequence[Hint]) -> float:
    """What the hints take side by side."""
    high, wide = 24 * max(1.0, canvas.type), 0.0
    for keys, words in hints:
        for key in keys:
            wide += max(high, canvas.width(key, CODE) + 12) + BETWEEN
        wide += BETWEEN + canvas.width(words) + AFTER
    return wide - AFTER


def draw_hints(canvas: Canvas, x: float, top: float, room: float, hints: Sequence[Hint]) -> float:
    """Write them from x, the keys' tops at `top`, if all have room; the width that they take."""
    wide = hints_width(canvas, hints)
    if wide > room:
        return 0.0
    base = canvas.base_of(top + 12 * max(1.0, canvas.type))
    for keys, words in hints:
        for key in keys:
            x += canvas.keycap(x, top, key) + BETWEEN
        x += BETWEEN + canvas.text(x + BETWEEN, base, words, BODY, "text2") + AFTER
    return wide
