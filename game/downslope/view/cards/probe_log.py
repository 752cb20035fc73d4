"""The log of probes: number, better or worse, weight, the error as a bar or as a real square, and as a number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ...i18n import _
from ..draw.tokens import LABEL
from ..format.numbers import number
from ..widgets.table import Column, Row, Table
from ..widgets.widget import Rect

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

ROW, SQUARE_ROW = 36.0, 46.0
SQUARE, BAR = 38.0, 120.0  # side of the largest square; length of the longest bar


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


class ProbeWords(NamedTuple):
    """What the columns and the ways are called."""

    title: str
    weight: str
    error: str
    less: str
    more: str


class Way(NamedTuple):
    """An arrow and, where there is room for it, its word."""

    icon: str
    word: str

    def draw(self, canvas: Canvas, rect: Rect) -> None:
        x, y, w, h = rect
        canvas.icon(self.icon, x - 2, y + h / 2 - 11, 20)
        if canvas.width(self.word, LABEL) <= w - 36:
            canvas.mid_text(x + 22, y + h / 2 - 1, self.word, LABEL, "text2")


class Bar(NamedTuple):
    """From the left; where some error is negative, from the middle to its own side. `part`: -1 ... 1."""

    part: float
    signed: bool

    def draw(self, canvas: Canvas, rect: Rect) -> None:
        x, y, w, h = rect
        wide, middle = min(BAR, w), y + h / 2 - 1
        if wide < 30:
            return
        canvas.rect(x, middle - 5, wide, 10, "well", 5)
        if not self.signed:
            canvas.rect(x, middle - 5, max(10.0, wide * self.part), 10, "error", 5)
            return
        zero, far = x + wide / 2, self.part * wide / 2
        canvas.rect(min(zero, zero + far), middle - 5, abs(far), 10, "error", 3)
        canvas.line(zero, middle - 8, zero, middle + 8, "text2", 2)


class Square(NamedTuple):
    """An error that is the square of a miss."""

    side: float

    def draw(self, canvas: Canvas, rect: Rect) -> None:
        x, y, w, h = rect
        if w < SQUARE:
            return
        left, top = x + min(30.0, (w - SQUARE) / 2), y + (h - self.side) / 2 - 1
        canvas.rect(left, top, self.side, self.side, "error", 2, alpha=0.12)
        canvas.rect(left, top, self.side, self.side, None, 2, "error", 2.2)


def probe_table(entries: Sequence[Entry], words: ProbeWords, k: float) -> Table:
    """For a factor k on text, of which large ones leave less for the bars."""
    squares = [entry.side for entry in entries if entry.side is not None]
    errors = [entry.error for entry in entries if entry.error is not None and not entry.other]
    unit = SQUARE / max((side for side in squares if side), default=1.0)
    largest, signed = max(map(abs, errors), default=0.0), any(error < 0 for error in errors)
    longest = max((len(number(entry.error)) for entry in entries if entry.error is not None), default=1)
    columns = (
        Column("", max(84.0, 66 * k + 26)),
        Column(words.weight, 18 + 52 * k, "text2", "weight"),
        Column(),
        Column(words.error, 14 + 9.6 * k * longest, "error", "error", "end"),
    )
    rows = []
    for entry in entries:
        picture: Square | Bar | tuple[()] = ()
        if entry.side is not None:
            picture = Square(max(3.0, entry.side * unit))
        elif entry.error is not None and largest > 0 and not entry.other:
            picture = Bar(entry.error / largest, signed)
        rows.append(_row(entry, words, picture))
    return Table(words.title, columns, tuple(rows), max(SQUARE_ROW if squares else ROW, 12 + 24 * k))


def _row(entry: Entry, words: ProbeWords, picture: Square | Bar | tuple[()]) -> Row:
    shown, seen = str(entry.number), entry.state == "seen"
    if entry.state == "free":
        return Row(shown, ring="free")
    way: Way | tuple[tuple[str, str, int], ...] = ()
    if entry.note or not seen:
        way = ((entry.note or _("next"), "text2" if entry.note else "text", 600),)
    elif entry.way:
        way = Way("down_arrow", words.less) if entry.way < 0 else Way("up_arrow", words.more)
    weight = entry.weight or 0.0
    hue = "weight_negative" if weight < 0 else "weight"
    cells = (
        way, ((number(weight), hue, 700 if seen else 500, "mono"),), picture,
        () if entry.error is None else ((number(entry.error), "error", 700, "mono"),),
    )  # fmt: skip
    return Row(shown, cells, ("error" if entry.number else "start") if seen else "next", entry.newest)
