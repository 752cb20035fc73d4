"""The table beside a neuron by hand: weight, prediction, and the miss as a real square whose side it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..draw.tokens import BODY, LABEL, LEAD, LEAD_NUMBER, NUMBER
from ..format.numbers import number

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

ROW, NEXT, HEAD = 104.0, 64.0, 46.0  # heights
UNIT, CAP = 46.0, 84.0  # px of a miss of 1; the largest square
SMALLER = 0.8  # as much smaller may a number be to stand in its square
INSIDE = 46.0  # a smaller square has its number beside it


class SendRow(NamedTuple):
    """One row. `miss` None: not known yet. `struck`: crossed out. `mark`: a number, or "done" for a tick."""

    mark: str
    caption: str
    weight: str
    prediction: str
    miss: float | None
    negative: bool = False
    lit: bool = False
    struck: bool = False


class Columns(NamedTuple):
    """x of the columns; where there is no weight (an order's card), its column holds input → goal."""

    left: float
    width: float
    weight: float
    prediction: float

    @property
    def right(self) -> float:
        return self.left + self.width - 20


def unit_of(misses: Sequence[float], cap: float = CAP) -> float:
    """px for a miss of 1: one ruler for all rows, so that squares can be compared."""
    largest = max((abs(miss) for miss in misses), default=0.0)
    return min(UNIT, cap / largest) if largest > 0 else UNIT


def columns(left: float, width: float) -> Columns:
    return Columns(left, width, left + 112, left + 204 + (width - 424) * 0.4)


def draw_head(canvas: Canvas, at: Columns, y: float, title: str, names: Sequence[tuple[str, str, float]]) -> None:
    """Title and (glyph, name, x) of the columns, x < 0: from the right; without room the glyphs stand alone."""
    base = y + HEAD / 2 + 8
    end = at.left + 20 + canvas.text(at.left + 20, base, title, LEAD, "text")
    starts = [x if x > 0 else at.right for _, _, x in names]
    total = [canvas.width(name, LABEL) + 13 for _, name, _ in names]
    fits = all(s - 18 >= end for s in starts) and _apart(starts, total, names)
    for (glyph, name, x), start, wide in zip(names, starts, total):
        if x < 0:
            start = at.right - (wide - 6 if fits else 8)
        canvas.glyph(glyph, max(start, end + 14), base - 6, 7 if glyph == "weight" else 6.5)
        if fits:
            canvas.text(start + 13, base, name, LABEL, "text2")
    canvas.line(at.left + 1, y + HEAD - 0.5, at.left + at.width - 1, y + HEAD - 0.5, "border", 1)


def _apart(starts: list[float], total: list[float], names: Sequence[tuple[str, str, float]]) -> bool:
    edges = [s - (w if x < 0 else 0) for s, w, (_, _, x) in zip(starts, total, names)]
    return all(edges[i] + total[i] + 12 <= edges[i + 1] for i in range(len(edges) - 1))


def draw_line(
    canvas: Canvas, at: Columns, y: float, line: SendRow, unit: float, digits: int, high: float = ROW
) -> None:
    """A row whose top is at y."""
    key = ("ledger line", at, line, unit, digits, high)
    canvas.cached(key, at.left, y, at.width, high, lambda sub: _draw_line(sub, at, y, line, unit, digits, high))


def _draw_line(canvas: Canvas, at: Columns, y: float, line: SendRow, unit: float, digits: int, high: float) -> None:
    middle = y + high / 2 - 2
    base = middle + 6
    if line.lit:
        canvas.rect(at.left + 8, y, at.width - 16, high - 4, "rowhi", 10)
        canvas.rect(at.left + 8, y + 8, 4, high - 20, "text", 2)
    _draw_mark(canvas, at.left + 36, middle, line.mark)
    faint = "text3" if line.struck else ""
    hue = "weight_negative" if line.negative else "weight"
    room = (at.prediction - at.weight - 14) / max(1.0, canvas.width(line.weight, LEAD_NUMBER))
    canvas.text(at.weight, base, line.weight, NUMBER.sized(18 * min(1.0, room)), faint or hue, "start")
    size = min(18.0, 18 * (at.right - at.prediction - 60) / max(1.0, canvas.width(line.prediction, LEAD_NUMBER)))
    end = canvas.text(at.prediction, base, line.prediction, NUMBER.sized(size), faint or "prediction", "start")
    if line.caption:
        room = at.prediction + 60 - at.left
        low = base + (8 if high > 96 else 1) + 18 * canvas.type
        canvas.within(at.left + 60, low, line.caption, room, BODY, "text3" if not line.lit else "text2")
    if line.miss is not None:
        draw_miss(canvas, at.right, middle, line.miss, unit, digits, at.prediction + end + 12, bool(line.struck))
    if line.struck:
        canvas.line(at.left + 56, middle, at.prediction + end, middle, "text2", 2.4)


def draw_next(canvas: Canvas, at: Columns, y: float, mark: str, label: str, weight: str, negative: bool) -> None:
    """What the next send would be: its result is not known."""
    key = ("next line", at, mark, label, weight, negative)

    def draw(sub: Canvas) -> None:
        _draw_next(sub, at, y, mark, label, weight, negative)

    canvas.cached(key, at.left, y, at.width, NEXT, draw)


def _draw_next(canvas: Canvas, at: Columns, y: float, mark: str, label: str, weight: str, negative: bool) -> None:
    middle = y + 30
    canvas.circle(at.left + 36, middle, 13, None, "border2", 1.8, dash=(3, 5))
    _draw_number(canvas, at.left + 36, middle, mark, "text2")
    room = at.weight - at.left - 62
    if canvas.width(label, LABEL) <= room:
        canvas.text(at.left + 60, middle + 6, label, LABEL, "text")
    canvas.text(at.weight, middle + 6, weight, LEAD_NUMBER, "weight_negative" if negative else "weight", "start")
    canvas.text(at.prediction, middle + 6, "?", LEAD_NUMBER, "prediction", "start")
    canvas.rect(at.right - 46, middle - 22, 44, 44, None, 4, "border2", 1.6, dash=(4, 5))
    canvas.text(at.right - 24, middle + 6, "?", NUMBER, "text2", "middle")


def _draw_mark(canvas: Canvas, x: float, y: float, mark: str) -> None:
    canvas.circle(x, y, 13, "well", "goal" if mark == "done" else "border2", 1.8)
    if mark == "done":
        canvas.icon("check", x - 9, y - 9, 18, "goal", 3)
    else:
        _draw_number(canvas, x, y, mark, "text")


def _draw_number(canvas: Canvas, x: float, y: float, mark: str, colour: str) -> None:
    size = min(16.0, 20 / max(0.1, canvas.type * max(1, len(mark)) * 0.62))
    canvas.text(x, y + size * 0.37 * canvas.type, mark, NUMBER.sized(size), colour, "middle")


def draw_miss(canvas: Canvas, right: float, middle: float, miss: float, unit: float, digits: int, left: float,
              struck: bool = False) -> None:  # fmt: skip
    """The square of a miss, right-aligned; its signed side inside, or beside it where it is small."""
    colour = "text3" if struck else "error"
    side = abs(miss) * unit
    label = number(miss, digits, True)
    ink = canvas.readable(colour, canvas.mix("rowhi", colour, 0.05))  # in the square, on a line that is lit
    x, y = right - side, middle - side / 2
    if side >= 1:
        canvas.rect(x, y, side, side, None if struck else colour, 3, alpha=0.05)
        canvas.rect(x, y, side, side, None, 3, colour, 2.4, dash=(4, 4) if struck else None)
    wide = max(1.0, canvas.width(label, NUMBER))
    inside = (side - 6) / wide if side >= INSIDE else 0.0
    if inside >= SMALLER or inside > (x - 8 - left) / wide:
        size = 16 * min(1.0, (side - 6) / wide)
        canvas.text(x + side / 2, middle + size * 0.36 * canvas.type, label, NUMBER.sized(size), ink, "middle")
        return
    size = 16 * min(1.0, (x - 8 - left) / wide)
    canvas.text(x - (8 if side >= 1 else 0), middle + 6, label, NUMBER.sized(size), ink, "end")
