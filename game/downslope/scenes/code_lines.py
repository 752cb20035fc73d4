"""Lines of code on a screen of their own, each behind its number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..view.draw.tokens import CODE_LIGHT
from ..view.format.code_text import draw_code

if TYPE_CHECKING:
    from ..view.draw.canvas import Canvas

STEP, BASE = 26.0, 18.6  # of the baselines, and the first of them, at the ordinary text size
PAD = 12.0  # above and below the lines
APART = 16.0  # from a number to its line


def letters_in(canvas: Canvas, room: float, gutter: float) -> int:
    """How many letters a line may have. `gutter`: width of the numbers at the ordinary text size."""
    return int((room - 40 - gutter * canvas.type) / canvas.width("0", CODE_LIGHT))


def draw_code_line(canvas: Canvas, x: float, y: float, number: str, line: str, gutter: float) -> None:
    """A line, or a part of one; `number`: "" where it only goes on."""
    base = y + BASE * canvas.type
    canvas.text(x + (gutter - APART) * canvas.type, base, number, CODE_LIGHT, "text3", "end")
    draw_code(canvas, x + gutter * canvas.type, base, line)
