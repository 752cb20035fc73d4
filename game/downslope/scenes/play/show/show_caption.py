"""What the machine's show says, in the top bar: code and title small, under them the caption; or the caption alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....view.draw.tokens import CODE, LABEL, TextStyle
from ....view.format.markup import Line, hued_lines, hued_runs
from ....view.widgets.widget import Rect

if TYPE_CHECKING:
    from ....view.draw.canvas import Canvas

SIZES = (20.0, 19.0)  # of a caption in one line
TWO_LINES = 16.0  # its size in two
BOLD = 700
PILL = 23.0  # height of the code's pill
FADES = 0.15  # seconds in which a caption comes, with reduced motion
FIRST, SECOND = 17.0, 47.0  # from the bar's upper edge to the baselines


def draw_show_title(canvas: Canvas, rect: Rect, code: str, title: str, caption: str, opacity: float = 1.0) -> None:
    """Into the place of the level's title. `opacity`: how much is there of the caption, which fades in."""
    x, y, room, h = rect
    one = next((size for size in SIZES if len(hued_lines(canvas, caption, room, size, BOLD)) < 2), 0.0)
    below = FIRST + (PILL / 2 - 5.6) * canvas.type  # where the pill of the title ends
    if caption and (not one or below > SECOND - 0.76 * one * canvas.type):
        lines = hued_lines(canvas, caption, room, TWO_LINES, BOLD)[:2]
        step = 1.3 * TWO_LINES * canvas.type
        base = canvas.base_of(y + h / 2, TWO_LINES)
        for number, line in enumerate(lines):
            _draw_line(canvas, x, base + (number - (len(lines) - 1) / 2) * step, room, line, TWO_LINES, opacity)
        return
    base = y + FIRST if caption else y + h / 2 + 6 * canvas.type
    wide = canvas.width(code, CODE) + 16 if code else -8.0
    if code:
        high = PILL * canvas.type
        canvas.rect(x, canvas.middle_of(base) - high / 2, wide, high, "raised", 8)
        canvas.text(x + wide / 2, base, code, CODE, "text", "middle")
    canvas.within(x + wide + 10, base, title, room - wide - 10, LABEL, "text2")
    if caption:
        _draw_line(canvas, x, y + SECOND, room, hued_lines(canvas, caption, room, one, BOLD)[0], one, opacity)


def _draw_line(canvas: Canvas, x: float, base: float, room: float, line: Line, size: float, opacity: float) -> None:
    def draw(sub: Canvas) -> None:
        sub.rich(x, base, hued_runs(line, "text", BOLD), TextStyle(size), room=room)

    if opacity >= 1:
        draw(canvas)
        return
    high = size * canvas.type
    canvas.keep(("caption", tuple(line), size, x, base), x, base - 1.2 * high, room, 1.7 * high, draw, opacity)
