"""The code panel: the lines of one round, each with the value it has just set; the running line is lit.

`CodeRow`s say what is shown; rows that are longer than the panel is wide go on below, and the panel scrolls if need be.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

from ...i18n import plural_form
from ..draw import BODY, CODE, CODE_LIGHT, LABEL, NUMBER, SPACE_2, Canvas
from ..format.markup import draw_code, spread, wrap_code
from ..format.numbers import MINUS, number, printed_value
from ..widgets.widget import Rect

LINE = 26.0
HEAD = 41.0  # of the file's name
ABOVE, END = 6.0, 10.0  # above the lines; after them
STATUS = 40.0  # width with less of which nothing is said of what goes on
EDGE = 0.25  # of a line: so much of its height is empty above and below the letters
TIGHT, TIGHTER = 0.86, 0.8  # part of the usual distance of the lines, where that saves scrolling; smaller letters
UNEQUAL = "≠"
BARE = 20.0  # free at the left of lines without numbers
VALUE = "-0.000"  # as long as a value is as a rule
INDENT = "    "
NARROW = 2.0  # characters kept free between a line and its value
LETTERS = 16.0  # their size where there is room
EASY = 0.97  # part of that below which letters only go to show ENOUGH rows; the others are scrolled to
ENOUGH = 5
FINER = 0.5  # by so much they get smaller


Spans = tuple[tuple[int, int], ...]  # from a character to before another


class CodeRow(NamedTuple):
    """A line of code, or a piece of one. `value`: what it set, "" for nothing; `hue`: a quantity's, or that of an
    older value.

    `differs`: the characters in which it is not the line that it is compared with; None: it is the same, or alone.
    `number`: of its line, "" for what is carried on.
    """

    line: str
    value: str = ""
    hue: str = "text3"
    running: bool = False
    differs: Spans | None = None
    number: str = ""


def value_text(value: object, digits: int = 3) -> str:
    """A value beside a line of Python: minus as -; powers of ten as everywhere."""
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(value_text(v, 2) for v in value) + "]"
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    return number(float(value), digits).replace(MINUS, "-")


def as_read(value: float, digits: int) -> float:
    """The number that is read where this one is shown."""
    read = printed_value(number(value, digits))
    return value if read is None else float(read)


def value_in(text: str, letters: int) -> str:
    """A value in so many letters: of a longer list how many numbers it has; what else is longer is cut."""
    if len(text) <= letters:
        return text
    count = text.count(",") + 1
    sentence = plural_form("{n} number", "{n} numbers", count).format(n=count)
    return sentence if text[0] == "[" and len(sentence) <= letters else text[: letters - 1] + "…"


def move_text(old: float, new: float) -> str:
    """old→new, with as many decimals as it takes to tell them apart."""
    digits = next((d for d in (2, 3, 4, 5) if value_text(old, d) != value_text(new, d)), 2)
    return f"{value_text(old, digits)}→{value_text(new, digits)}"


def lines_of_code(rows: Sequence[CodeRow], room: int) -> list[CodeRow]:
    """The rows in numbered pieces of at most `room` characters; a value stands beside the last piece of its line,

    or below, where else the line would be broken more often.
    """
    lines: list[CodeRow] = []
    for number_, row in enumerate(rows, 1):
        value = value_in(row.value, room // 2)
        pieces = wrap_code(row.line, room)
        if value and len(pieces[-1]) + len(value) + NARROW > room:
            pieces = min(wrap_code(row.line, int(room - len(value) - NARROW)), [*pieces, ""], key=len)
        spans = [None] * len(pieces) if row.differs is None else spread(row.line, pieces, row.differs)
        for i, piece in enumerate(pieces):
            last = i == len(pieces) - 1
            number_told, value_told = "" if i else str(number_), value if last else ""
            lines.append(CodeRow(piece, value_told, row.hue, row.running, spans[i], number_told))
    return lines


def column_gap(canvas: Canvas) -> float:
    """Width of what the numbers of lines have at the left."""
    return 46.0 + 20 * (canvas.type - 1)


def has_room_for_numbers(canvas: Canvas, wide: float, rows: Sequence[CodeRow]) -> bool:
    """Numbered and indented, no more lines are broken than without; the others have room for their values."""
    char, counts = canvas.width("0", CODE_LIGHT), []
    for indent, left in ((INDENT, column_gap(canvas)), ("", BARE)):
        lines = [row._replace(line=indent + row.line, value=VALUE) for row in rows]
        counts.append(len(lines_of_code(lines, int((wide - left - END) / char))))
    return counts[0] <= counts[1]


class CodePicture:
    """Where everything in a code panel is. Made anew for each state of the rows; cheap.

    numbers  line numbers are shown
    whole    all lines are to be seen at once: they are compared
    size     of the letters: 16, or a little less where all lines are seen then, or much less where else only few
             would be; never below that of 100 %
    """

    def __init__(self, canvas: Canvas, rect: Rect, rows: Sequence[CodeRow], numbers: bool = True,
                 whole: bool = False) -> None:  # fmt: skip
        self.rect, self.numbers = rect, numbers
        self.column_gap = column_gap(canvas) if numbers else BARE
        if any(row.differs is not None for row in rows):  # room for the sign
            self.column_gap += 8.0 if numbers else 16.0 * canvas.type
        room = rect[3] - HEAD - 4 - ABOVE
        minimum = LETTERS / max(1.0, canvas.look.text)
        self.size = LETTERS
        while True:
            char = canvas.width("0", CODE_LIGHT.with_size(self.size))
            self.rows = lines_of_code(rows, int((rect[2] - self.column_gap - END) / char))
            step = LINE * canvas.type * self.size / LETTERS
            self.step = max((TIGHTER if whole else TIGHT) * step, min(step, room / max(1, len(self.rows))))
            wanted = len(self.rows) if whole or self.size > EASY * LETTERS else min(ENOUGH, len(self.rows))
            if wanted * self.step <= room + 0.01 or self.size <= minimum:
                break
            self.size = max(minimum, self.size - FINER)

    @property
    def height(self) -> float:
        """Of the lines, without the head."""
        return len(self.rows) * self.step + ABOVE

    @property
    def running(self) -> tuple[float, float]:
        """Top and bottom of the lit lines, from the top of the lines."""
        lit = [i for i, row in enumerate(self.rows) if row.running] or [0]
        return lit[0] * self.step, (lit[-1] + 1) * self.step + ABOVE

    def draw(self, canvas: Canvas, area: Rect, offset: float) -> None:
        """The lines in their area, moved up by `offset`, to the next whole line: none is cut at an edge."""
        x, y, w, h = area
        step = self.step
        first = ceil(offset / step - EDGE)
        with canvas.clip(x, y, w, h):
            for i, row in enumerate(self.rows[first:]):
                top = y + ABOVE / 2 + i * step
                if top + step > y + h + EDGE * step:
                    break
                # a row is a layer of its own: most of them are the same in the next frame
                place = (self.rect[0], top, self.rect[2], step)
                canvas.once(place, _draw_row, place, row, self.size, self.column_gap, self.numbers)


def _draw_row(canvas: Canvas, rect: Rect, row: CodeRow, size: float, column_gap: float, numbers: bool) -> None:
    x, top, w, step = rect
    style, bold = CODE_LIGHT.with_size(size), NUMBER.with_size(size)
    left, base = x + column_gap, canvas.baseline_of(top + step / 2, size)
    if row.running:
        canvas.rect(x + 8, top, w - 16, step, "rowhi", 8)
        if row.number:
            canvas.rect(x + 8, top + 3, 4, step - 6, "text", 2)
    if row.differs is not None:  # a sign before the line, and what is different in it underlined
        char, low = canvas.width("0", style), base + 0.26 * size * canvas.type
        if row.number:
            canvas.text(x + 15, base, UNEQUAL, bold, "text", "start")
        for first, end in row.differs:
            canvas.line(left + first * char, low, left + end * char, low, "text", 2.5)
    if numbers and row.number:
        canvas.text(left - 12, base, row.number, style, "text" if row.running else "text3", "end")
    draw_code(canvas, left, base, row.line, size)
    if row.value:
        canvas.text(x + w - 18, base, row.value, bold, row.hue, "end")


def draw_code_head(canvas: Canvas, rect: Rect, title: str, status: str, icon: str = "pause") -> None:
    """The file's name and, at the right, what is going on (`icon` "": without one)."""
    x, y, w, _ = rect
    base = canvas.baseline_of(y + HEAD / 2)
    end = x + 44 + canvas.within(x + 44, base, title, 0.6 * w - 44, CODE, "text", "start")
    draw_code_status(canvas, rect, status, icon, end + 14, x + w - 16)


def draw_code_status(canvas: Canvas, rect: Rect, status: str, icon: str, left: float, right: float) -> None:
    """A head without its names: what is going on stands between left and right, where it has room."""
    x, y, w, _ = rect
    base = canvas.baseline_of(y + HEAD / 2)
    canvas.icon("learn", x + 16, y + 11, 20, "text2")
    aside = 26 if icon else 0
    room = right - aside - left
    style, shown = canvas.fit_style(status, room) if room >= STATUS else (BODY, "")
    if shown == status != "":  # else the head says what it has room for; the running line is lit
        width = canvas.text(right, base, status, style, "text2", "end")
        if icon:
            canvas.icon(icon, right - width - 26, y + 12, 18, "text2")
    canvas.line(x + 1, y + HEAD - 0.5, x + w - 1, y + HEAD - 0.5, "border", 1)


# A plugin's source as it ran: a section for each function that waits, rows of line and value, the running one lit.


ROW = 26.0
TOP = 6.0  # over the first row
BETWEEN = 9.0  # between two sections, with the line that parts them
INSET = 18.0
LEAST_LINE = 0.4  # part of the width that a line keeps beside its value
SPARE = 12.0  # between a line and its value


class SourceSection(NamedTuple):
    """A function: its name ("": no head), what goes on in it, and as many of its rows as there is room for."""

    name: str
    aside: str
    rows: tuple[CodeRow, ...]


def draw_sections(canvas: Canvas, rect: Rect, sections: Sequence[SourceSection], slide: float = 0.0) -> None:
    """Below each other. `slide`: how many rows the light still is above its row; each row is a layer of its own."""
    x, y, w, _h = rect
    high, top = ROW * canvas.type, y + TOP
    for section in sections:  # the light under the running row
        running = next((n for n, row in enumerate(section.rows) if row.running), None)
        if running is not None:
            lit = top + high * (bool(section.name) + running - slide)
            canvas.rect(x + 8, lit, w - 16, high, "rowhi", 8)
            canvas.rect(x + 8, lit + 3, 4, high - 6, "text", 2)
            break
        top += high * (bool(section.name) + len(section.rows)) + BETWEEN
    gap, char, top = column_gap(canvas), canvas.width("0", CODE_LIGHT), y + TOP
    room, spare = (w - gap - INSET) / char, (SPARE + SPACE_2) / char
    for section in sections:
        if section is not sections[0]:
            canvas.line(x + INSET, top + BETWEEN / 2, x + w - INSET, top + BETWEEN / 2, "border", 1)
            top += BETWEEN
        if section.name:
            base = canvas.baseline_of(top + high / 2)
            style, aside = canvas.fit_style(section.aside, w / 2, LABEL)
            width = canvas.text(x + w - INSET, base, aside, style, "text2", "end")
            canvas.within(x + INSET, base, section.name, w - 2 * INSET - width - SPARE, CODE_LIGHT, "text2")
            top += high
        for row in section.rows:
            line, value = row.line, value_in(row.value, int((1 - LEAST_LINE) * room))
            letters = max(4, int(room - bool(value) * (len(value) + spare)))
            line = line if len(line) <= letters else line[: letters - 1].rstrip() + "…"
            place = (x, top, w, high)
            seen = row._replace(line=line, value=value, running=False)  # the light is drawn already
            canvas.once(place, _draw_row, place, seen, LETTERS, gap, True)
            top += high
