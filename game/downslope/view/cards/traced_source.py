"""A plugin's source as it ran: a section for each function that waits, rows of line and value, the running one lit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..draw.tokens import CODE_LIGHT, LABEL, NUMBER, SPACE_2
from ..format.code_text import draw_code
from ..widgets.widget import Rect
from .code_listing import value_in

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

ROW = 26.0
TOP = 6.0  # over the first row
BETWEEN = 9.0  # between two sections, with the line that parts them
GUTTER, INSET, EDGE = 46.0, 18.0, 18.0
LEAST_LINE = 0.4  # part of the width that a line keeps beside its value
SPARE = 12.0  # between a line and its value


class SourceRow(NamedTuple):
    """`value`: what the line has set; `hue`: a quantity's. `is_old`: it was set in a round before this one."""

    number: int
    line: str
    value: str = ""
    hue: str = "text"
    is_old: bool = False
    is_running: bool = False


class SourceSection(NamedTuple):
    """A function: its name ("": no head), what goes on in it, and as many of its rows as there is room for."""

    name: str
    aside: str
    rows: tuple[SourceRow, ...]


def rows_in(height: float, k: float, sections: int) -> int:
    """How many rows, heads of sections among them, there is room for; `k`: the factor on text."""
    return max(1, int((height - TOP - BETWEEN * (sections - 1)) / (ROW * k) + 0.02))


def draw_sections(canvas: Canvas, rect: Rect, sections: Sequence[SourceSection], slide: float = 0.0) -> None:
    """Below each other. `slide`: how many rows the light still is above its row; each row is a layer of its own."""
    x, y, w, _h = rect
    high = ROW * canvas.type
    _draw_light(canvas, (x, y, w, high), sections, slide)
    top = y + TOP
    for number, section in enumerate(sections):
        if number:
            middle = top + BETWEEN / 2
            canvas.line(x + INSET, middle, x + w - INSET, middle, "border", 1)
            top += BETWEEN
        if section.name:
            key = "traced head", section.name, section.aside
            canvas.keep(key, x, top, w, high, lambda sub, s=section, t=top: _draw_header(sub, (x, t, w, high), s))  # type: ignore[misc]
            top += high
        for row in section.rows:
            canvas.keep(("traced row", row), x, top, w, high, lambda sub, r=row, t=top: _draw_row(
                sub, (x, t, w, high), r))  # type: ignore[misc]  # fmt: skip
            top += high


def _draw_light(canvas: Canvas, rect: Rect, sections: Sequence[SourceSection], slide: float) -> None:
    """The light under the running row; `rect`: the place of a first row."""
    x, y, w, h = rect
    top = y + TOP - slide * h
    for section in sections:
        top += h if section.name else 0.0
        for row in section.rows:
            if row.is_running:
                canvas.rect(x + 8, top, w - 16, h, "rowhi", 8)
                canvas.rect(x + 8, top + 3, 4, h - 6, "text", 2)
                return
            top += h
        top += BETWEEN


def _draw_header(canvas: Canvas, rect: Rect, section: SourceSection) -> None:
    x, y, w, h = rect
    base = canvas.baseline_of(y + h / 2)
    style, aside = canvas.fit_style(section.aside, w / 2, LABEL)
    width = canvas.width(aside, style)
    canvas.text(x + w - EDGE, base, aside, style, "text2", "end")
    canvas.within(x + INSET, base, section.name, w - INSET - EDGE - width - SPARE, CODE_LIGHT, "text2")


def _draw_row(canvas: Canvas, rect: Rect, row: SourceRow) -> None:
    x, y, w, h = rect
    base = canvas.baseline_of(y + h / 2)
    column_gap = GUTTER + 20 * (canvas.type - 1)
    ink = "text" if row.is_running else "text3"
    style = NUMBER if row.is_running else CODE_LIGHT
    canvas.text(x + column_gap - 12, base, str(row.number), style, ink, "end")
    room = w - column_gap - EDGE
    char = canvas.width("0", CODE_LIGHT)
    value, style = row.value, CODE_LIGHT if row.is_old else NUMBER
    if value:
        maximum = int(room * (1 - LEAST_LINE) / char)
        value = value_in(value, maximum)
        canvas.text(x + w - EDGE, base, value, style, "text2" if row.is_old else row.hue, "end")
        room -= len(value) * char + SPARE + SPACE_2
    letters = max(4, int(room / char))
    line = row.line if len(row.line) <= letters else row.line[: letters - 1].rstrip() + "…"
    draw_code(canvas, x + column_gap, base, line)
