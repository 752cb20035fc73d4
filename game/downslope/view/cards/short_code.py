"""Seven lines of a step, each in one row: the code, and at the right what it has set, as a number or as small bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..draw.theme import weight_hue
from ..draw.tokens import CODE_LIGHT, NUMBER
from ..format.code_text import draw_code
from ..widgets.widget import Rect
from .code_listing import value_text

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

ROW, PAD, EDGE = 26.6, 4.0, 18.0
GUTTER = 48.0
BARS, TALL = 62.0, 9.0  # room of a row's bars, and how far the longest goes up or down
FULL = 0.25  # a value that has all of that height, where none is larger
THIN = 6  # bars of more than so many values are 3 wide, in groups


class ShortRow(NamedTuple):
    """A line and what it set: `value`, a number, or `bars`, in groups of `group`.

    hue    of number and bars, "": each bar's own, by the way its weight goes     is_old   it was set by the step before
    """

    line: str
    value: float | None = None
    bars: tuple[float, ...] = ()
    group: int = 0
    hue: str = "text"
    is_running: bool = False
    is_old: bool = False


def draw_short_code(canvas: Canvas, rect: Rect, rows: Sequence[ShortRow], hues: Mapping[str, str]) -> None:
    """The rows below each other; each is a layer of its own. `hues`: of names, besides those that all code has."""
    x, y, w, h = rect
    high = min(ROW * canvas.type, (h - 2 * PAD) / max(1, len(rows)))
    size = letter_size(canvas, w, high, rows)
    for number, row in enumerate(rows):
        top = y + PAD + number * high
        told = row._replace(bars=tuple(round(bar, 3) for bar in row.bars))
        key = ("short code", told, number, size, tuple(hues.items()), (w, high))
        canvas.keep(key, x, top, w, high, lambda sub, r=told, t=top, n=number: _draw_row(
            sub, (x, t, w, high), r, n + 1, size, hues))  # type: ignore[misc]  # fmt: skip


def letter_size(canvas: Canvas, wide: float, high: float, rows: Sequence[ShortRow]) -> float:
    """Of the letters: 16, or as little less as the longest line and the rows' height ask for."""
    longest = max(len(row.line) for row in rows)
    char = canvas.width("0", CODE_LIGHT) / 16
    room = wide - GUTTER - EDGE - BARS - 8
    return min(16.0, room / (longest * char), high / canvas.type / 1.15)


def _draw_row(canvas: Canvas, rect: Rect, row: ShortRow, number: int, size: float, hues: Mapping[str, str]) -> None:
    x, y, w, h = rect
    base = canvas.base_of(y + h / 2, size)
    if row.is_running:
        canvas.rect(x + 8, y, w - 16, h, "rowhi", 8)
        canvas.rect(x + 8, y + 3, 4, h - 6, "text", 2)
    ink = "text" if row.is_running else "text3"
    canvas.text(x + GUTTER - 20, base, str(number), CODE_LIGHT.of_size(size), ink, "end")
    draw_code(canvas, x + GUTTER, base, row.line, size, hues)
    right = x + w - EDGE
    if row.value is not None:
        style = NUMBER.of_size(size)
        told = value_text(row.value)
        canvas.text(right, base, told, style, "text3" if row.is_old else row.hue, "end")
    elif row.bars:
        _draw_bars(canvas, right, y + h / 2, row)


def _draw_bars(canvas: Canvas, right: float, middle: float, row: ShortRow) -> None:
    count, group = len(row.bars), row.group or len(row.bars)
    wide, gap, between = (12.0, 3.5, 3.5) if count <= THIN else (3.0, 1.5, 4.0)
    length = count * (wide + gap) + (count - 1) // group * (between - gap)
    wide, gap, between = (part * min(1.0, BARS / length) for part in (wide, gap, between))
    length *= min(1.0, BARS / length)
    x = right - length
    canvas.line(x - 2, middle, right, middle, "border2", 1)
    most = max(FULL, *(abs(bar) for bar in row.bars))
    for place, bar in enumerate(row.bars):
        left = x + place * (wide + gap) + place // group * (between - gap)
        high = TALL * abs(bar) / most
        if not bar:
            canvas.rect(left, middle - 1, wide, 2, "text3", alpha=0.7)
            continue
        hue = row.hue or weight_hue(-bar)  # what goes off a weight: the other way
        high = max(1.5, high)
        canvas.rect(left, middle - high if bar > 0 else middle, wide, high, hue, 1, alpha=0.45 if row.is_old else 1)
