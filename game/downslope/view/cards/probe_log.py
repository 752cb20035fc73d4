"""The log of probes: number, better or worse, weight, the error as a bar or as a real square, and as a number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ...i18n import _
from ..draw.tokens import CODE_LIGHT, LABEL, LEAD, NUMBER, TextStyle
from ..format.numbers import number
from ..widgets.widget import Rect

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

HEAD, ROW, SQUARE_ROW = 46.0, 36.0, 46.0
SQUARE = 38.0  # side of the largest square


class Entry(NamedTuple):
    """One row. state: "seen", "next" (where the slider stands), "free" (a probe that is left).

    way   -1 less error than before, 1 more, 0 the same or not to be compared
    side  of the square, in predictions; None: the error is no square, and has a bar
    note  said instead of better or worse: the start, another meter;  other: it was counted by another meter
    """

    number: int
    state: str
    weight: float | None = None
    error: float | None = None
    way: int = 0
    side: float | None = None
    note: str = ""
    newest: bool = False
    other: bool = False


class Words(NamedTuple):
    """What the columns and the ways are called."""

    title: str
    weight: str
    error: str
    less: str
    more: str


def row_height(entries: Sequence[Entry], k: float) -> float:
    """Of one row, for a factor k on text."""
    squares = any(entry.side is not None for entry in entries)
    return max(SQUARE_ROW if squares else ROW, 12 + 24 * k)


class Scale(NamedTuple):
    """One for all rows. `signed`: some error is below 0; `unit`: px of a miss of 1."""

    largest: float
    signed: bool
    unit: float


class Columns(NamedTuple):
    left: float
    width: float
    weight: float
    bar: float
    right: float


def columns(canvas: Canvas, left: float, width: float) -> Columns:
    """x of the columns; with large text there is less left for the bars."""
    right = left + width - 22
    weight = left + 62 + max(84.0, 66 * canvas.type + 26)
    return Columns(left, width, weight, weight + 18 + 52 * canvas.type, right)


def draw_head(canvas: Canvas, rect: Rect, words: Words) -> None:
    """Title and names of the columns."""
    x, y, w, _h = rect
    at = columns(canvas, x, w)
    base = y + HEAD / 2 + 6.5 * canvas.type
    end = x + 20 + canvas.text(x + 20, base, words.title, LEAD, "text")
    canvas.glyph("weight", max(at.weight - 14, end + 14), base - 6 * canvas.type, 7)
    room = at.right - canvas.width(words.error, LABEL) - 34 - at.weight
    if end + 24 < at.weight and canvas.width(words.weight, LABEL) < room:
        canvas.text(at.weight, base, words.weight, LABEL, "text2")
    wide = canvas.text(at.right, base, words.error, LABEL, "error", "end")
    canvas.glyph("error", at.right - wide - 14, base - 6 * canvas.type, 7)
    canvas.line(x + 1, y + HEAD - 0.5, x + w - 1, y + HEAD - 0.5, "border", 1)


def draw_entries(canvas: Canvas, area: Rect, offset: float, entries: Sequence[Entry], words: Words) -> None:
    """The rows that are in view; the area's own rect cuts them."""
    x, y, w, h = area
    at = columns(canvas, x, w)
    high = row_height(entries, canvas.type)
    errors = [entry.error for entry in entries if entry.error is not None and not entry.other]
    scale = Scale(
        max(map(abs, errors), default=0.0), any(error < 0 for error in errors),
        SQUARE / max((e.side for e in entries if e.side), default=1.0),
    )  # fmt: skip
    with canvas.clip(*area):
        for i, entry in enumerate(entries):
            top = y + 6 + i * high - offset
            if top + high > y and top < y + h:
                _draw_entry(canvas, at, (top, high), entry, words, scale)


def _draw_entry(canvas: Canvas, at: Columns, row: tuple[float, float], entry: Entry, words: Words,
                scale: Scale) -> None:  # fmt: skip
    top, high = row
    middle = top + high / 2 - 1
    base = middle + 5.8 * canvas.type
    if entry.newest:
        canvas.rect(at.left + 8, top, at.width - 16, high - 2, "rowhi", 9)
        canvas.rect(at.left + 8, top + 4, 4, high - 10, "text", 2)
    _draw_number(canvas, at.left + 36, middle, entry)
    if entry.state == "free":
        canvas.line(at.weight, middle, at.weight + 44, middle, "border", 2)
        return
    _draw_way(canvas, at, middle, entry, words)
    if entry.weight is not None:
        hue = "weight_negative" if entry.weight < 0 else "weight"
        bold = 700 if entry.state == "seen" else 500
        canvas.text(at.weight, base, number(entry.weight), TextStyle(16, bold, "mono"), hue, "start")
    if entry.error is None:
        return
    wide = canvas.text(at.right, base, number(entry.error), NUMBER, "error", "end")
    room = at.right - wide - 14 - at.bar
    if entry.side is not None:
        side = max(3.0, entry.side * scale.unit)
        if room >= SQUARE:
            left = at.bar + min(30.0, (room - SQUARE) / 2)
            canvas.rect(left, middle - side / 2, side, side, "error", 2, alpha=0.12)
            canvas.rect(left, middle - side / 2, side, side, None, 2, "error", 2.2)
    elif room > 30 and scale.largest > 0 and not entry.other:
        _draw_bar(canvas, at.bar, middle, min(120.0, room), entry.error / scale.largest, scale.signed)


def _draw_number(canvas: Canvas, x: float, y: float, entry: Entry) -> None:
    seen, dark = entry.state == "seen", canvas.look.theme.dark
    radius = max(11.0, 3 + 8 * canvas.type)
    if seen:
        body = canvas.mix("#2A2858", "ball2", 0.3) if dark else canvas.mix("#FFF6E6", "ball2", 0.25)
        canvas.circle(x, y, radius, body)
    edge = "error" if seen and entry.number else "text2" if seen else "border2"
    canvas.circle(x, y, radius, None, edge, 2, dash=None if seen and entry.number else (3, 5))
    label = str(entry.number)
    size = min(16.0, (2 * radius - 4) / (canvas.type * max(1.0, 0.62 * len(label))))
    colour = "text3" if entry.state == "free" else "text"
    style = (NUMBER if seen else CODE_LIGHT).sized(size)
    canvas.text(x, y + 0.36 * size * canvas.type, label, style, colour, "middle")


def _draw_way(canvas: Canvas, at: Columns, middle: float, entry: Entry, words: Words) -> None:
    """Better or worse, by arrow and word; or what else this row is."""
    left, base = at.left + 62, middle + 5.8 * canvas.type
    room = at.weight - 12 - left
    if entry.note or entry.state == "next":
        note = entry.note or _("next")
        canvas.within(left, base, note, room, LABEL, "text2" if entry.note else "text")
        return
    if not entry.way:
        return
    word = words.less if entry.way < 0 else words.more
    canvas.icon("down_arrow" if entry.way < 0 else "up_arrow", left - 2, middle - 10, 20)
    if canvas.width(word, LABEL) <= room - 22:
        canvas.text(left + 22, base, word, LABEL, "text2")


def _draw_bar(canvas: Canvas, x: float, middle: float, wide: float, part: float, signed: bool) -> None:
    """From the left; where some error is negative, from the middle to its own side."""
    canvas.rect(x, middle - 5, wide, 10, "well", 5)
    if signed:
        zero = x + wide / 2
        canvas.rect(min(zero, zero + part * wide / 2), middle - 5, abs(part) * wide / 2, 10, "error", 3)
        canvas.line(zero, middle - 8, zero, middle + 8, "text2", 2)
        return
    canvas.rect(x, middle - 5, max(10.0, wide * part), 10, "error", 5)
