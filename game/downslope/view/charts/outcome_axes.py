"""The frame of a convergence map: where its cells lie, which values stand at its sides, the flag on the best weight."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor, log10
from typing import TYPE_CHECKING, NamedTuple

from ...convergence.axes import KnobAxis
from ...rules.knob import Value
from ..draw.theme import weight_hue
from ..draw.tokens import CODE, LABEL, STRONG, TextStyle
from ..format.numbers import decimal_mark
from .outcome_cells import WELL

if TYPE_CHECKING:
    from ..draw.canvas import Canvas
    from ..widgets.widget import Rect

APART = 40.0  # at least so far from one alpha that is written to the next
BESIDE = 86.0  # and so from weight to weight
ROUND = (1.0, 2.0, 2.5, 5.0)  # steps of what is written, times a power of ten
FLAG = 30.0
APART_NAMES = 14.0  # between two names of columns that stand on one level, with a line to a lower name between them


class Tick(NamedTuple):
    """`place`: which column or row, from 0; `lines`: what is written there, empty above a name that stands lower."""

    place: int
    lines: tuple[str, ...]


class Frame(NamedTuple):
    """`rect`: the panel; `grid`: the cells. Rows are counted from the bottom."""

    rect: Rect
    grid: Rect
    columns: int
    rows: int
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    word: float = 60.0  # from the cells down to what the level axis is called
    size: float = 16.0  # of the columns' names

    def centre(self, column: float, row: float) -> tuple[float, float]:
        x, y, w, h = self.grid
        return x + (column + 0.5) * w / self.columns, y + h - (row + 0.5) * h / self.rows

    def at(self, x: float, y: float) -> tuple[int, int] | None:
        """The cell under a point."""
        left, top, w, h = self.grid
        if not (left <= x < left + w and top <= y < top + h):
            return None
        return int((x - left) / w * self.columns), self.rows - 1 - int((y - top) / h * self.rows)


def frame_for(canvas: Canvas, rect: Rect, across: KnobAxis, up: KnobAxis, names: Sequence[str] = ()) -> Frame:
    """The map in a panel. `names`: the columns' names, where they have no numbers."""
    x, y, w, h = rect
    t = canvas.type
    columns, rows = len(across.values), len(up.values)
    top, word = 20 + 24 * t, 20 + (58 if names else 40) * t

    def grid_above(word: float) -> tuple[Rect, tuple[Tick, ...]]:
        high = h - top - word - 26 - 14 * t
        ticks = _ticks(up, high / rows, APART * t)
        widest = max((canvas.width(tick.lines[0], CODE) for tick in ticks), default=0.0)  # none: it is tiny
        left = 38 + widest + 8 * t
        return (x + left, y + top, w - left - 26, high), ticks

    grid, ticks = grid_above(word)
    wide = grid[2] / columns
    if not names:
        return Frame(rect, grid, columns, rows, _ticks(across, wide, BESIDE * t), ticks, word)
    named, size = _names(canvas, names, wide)
    depth = max(map(len, named))
    lower = 20 + (22 + size * (1 + 1.25 * (depth - 1))) * t
    if lower > word:
        word, (grid, ticks) = lower, grid_above(lower)
    return Frame(rect, grid, columns, rows, tuple(map(Tick, range(columns), named)), ticks, word, size)


def _names(canvas: Canvas, names: Sequence[str], wide: float) -> tuple[list[tuple[str, ...]], float]:
    """Each name's lines and the size of all: on one level below the columns, else by turns on two, else smaller."""
    least = 16 / max(1.0, canvas.look.text)  # never below the text of 100 %
    for size, levels, most in ((16.0, 1, 2), (16.0, 2, 1), (least, 1, 2), (least, 2, 2)):
        room = wide - 2 if levels == 1 else 2 * wide - APART_NAMES
        below = [_name_lines(canvas, name, room, size, most) for name in names]
        if all(canvas.width(line, LABEL.of_size(size)) <= room for lines in below for line in lines):
            break
    upper = max(len(lines) for lines in below[::2]) if levels == 2 else 0
    named = [("",) * upper * (k % levels) + tuple(canvas.fit(line, room, LABEL.of_size(size)) for line in lines)
             for k, lines in enumerate(below)]  # fmt: skip
    return named, size


def _name_lines(canvas: Canvas, name: str, room: float, size: float, most: int) -> list[str]:
    """At most so many; the last has all that is left."""
    lines = canvas.lines(name, room, LABEL.of_size(size), whole=True)
    return lines if len(lines) <= most else [*lines[: most - 1], " ".join(lines[most - 1 :])]


def _ticks(axis: KnobAxis, pitch: float, apart: float) -> tuple[Tick, ...]:
    """Round values that are far enough apart, or every so many where the values grow by a ratio."""
    every = ceil(apart / pitch)
    numbers = [float(v) for v in axis.values]
    step = (numbers[-1] - numbers[0]) / max(1, len(numbers) - 1)
    even = all(abs(v - numbers[0] - k * step) < 1e-6 * step for k, v in enumerate(numbers))
    if axis.log:
        return _log_ticks(numbers, pitch, apart)
    if not even or step == 0.0:
        return tuple(Tick(k, (value_text(v),)) for k, v in enumerate(numbers) if k % every == 0)
    every = next((m for m in range(every, 8 * every) if _is_round(m * step)), every)
    counts = [round(v / step) for v in numbers]
    return tuple(Tick(k, (value_text(v),)) for k, v in enumerate(numbers) if counts[k] % every == 0)


def _is_round(step: float) -> bool:
    return any(abs(step / 10.0 ** floor(log10(step) + 1e-9) - part) < 1e-6 for part in ROUND)


def _log_ticks(numbers: Sequence[float], pitch: float, apart: float) -> tuple[Tick, ...]:
    """The roundest values, where there is room between them."""
    for parts in ((1, 2, 5), (1,)):
        shown = [k for k, v in enumerate(numbers) if any(abs(v / 10.0 ** floor(log10(v)) - p) < 1e-9 for p in parts)]
        if all((b - a) * pitch >= 0.6 * apart for a, b in zip(shown, shown[1:])):
            break
    return tuple(Tick(k, (value_text(numbers[k]),)) for k in shown or (0, len(numbers) - 1))


def value_text(value: Value) -> str:
    """A value of an axis, with as many digits as it has."""
    if isinstance(value, str):
        return value
    return f"{value:.6g}".replace("-", "−").replace(".", decimal_mark())


def draw_frame(canvas: Canvas, frame: Frame, across: KnobAxis, title: str, axis_word: str) -> None:
    """What stands in the panel: the sides and their values. `title`: at the top, of the upright axis."""
    x, y, _w, _h = frame.rect
    left, top, w, h = frame.grid
    t, low = canvas.type, top + h
    canvas.glyph("alpha", x + 26, y + 12 + 12 * t, 8)
    canvas.text(x + 42, y + 12 + 18 * t, title, STRONG, "alpha")
    canvas.rect(left - WELL, top - WELL, w + 2 * WELL, h + 2 * WELL, "well", 8)
    for tick in frame.up:
        middle = frame.centre(0, tick.place)[1]
        canvas.mid_text(left - 14, middle, tick.lines[0], CODE, "alpha", "end")
        canvas.line(left - 10, middle, left - 5, middle, "border2", 2)
    for tick in frame.across:
        middle = frame.centre(tick.place, 0)[0]
        deep = sum(not line for line in tick.lines) * 1.25 * frame.size * t  # its name stands below its neighbours'
        canvas.line(middle, low + 5, middle, low + 11 + deep, "border2", 2)
        named = isinstance(across.values[tick.place], str)
        for k, line in enumerate(tick.lines):
            family = "ui" if named else "mono"
            colour = _hue(across, tick.place)
            size = frame.size if named else 16
            style = TextStyle(size, 600, family)
            canvas.text(middle, low + 14 + size * (1 + 1.25 * k) * t, line, style, colour, "middle")
    below = low + frame.word
    wide = canvas.width(axis_word, LABEL)
    middle = left + w / 2
    if across.name == "weight":
        canvas.glyph("weight", middle - wide / 2 - 16, below - 6 * t, 7)
    canvas.text(middle, below, axis_word, LABEL, "text", "middle")


def _hue(across: KnobAxis, place: int) -> str:
    value = across.values[place]
    if across.name == "weight" and isinstance(value, (int, float)):
        return weight_hue(value)
    return "text"


def place_of(axis: KnobAxis, value: float) -> float | None:
    """Where a number lies among the axis' values, counted in places; None: beyond them."""
    numbers = [float(v) for v in axis.values]
    for k, (low, high) in enumerate(zip(numbers, numbers[1:])):
        if low <= value <= high:
            return k + (value - low) / (high - low)
    return None


def draw_flag(canvas: Canvas, frame: Frame, place: float) -> None:
    """The best weight: a dotted line through the map and a flag above it."""
    x = frame.centre(place, 0)[0]
    top, low = frame.grid[1], frame.grid[1] + frame.grid[3]

    def still(sub: Canvas) -> None:
        sub.line(x, top - WELL, x, low + WELL, "goal" if sub.look.theme.dark else "ink", 2, 0.95, (2, 6))
        sub.flag(x, top - 2, FLAG, glow=False)

    canvas.keep(("flag", frame.grid, place), x - 10, top - FLAG - 8, FLAG + 20, low - top + FLAG + 16, still)


def draw_you(canvas: Canvas, frame: Frame, place: tuple[float, float]) -> None:
    """Pip where the player's own run starts; no word beside him, for it would lie over cells."""
    x, y = frame.centre(*place)

    def still(sub: Canvas) -> None:
        sub.circle(x, y, 13.5, "bg0", alpha=0.85)
        sub.pip(x, y, 12, (0, 0.05), glow=False)

    canvas.keep(("you", x, y), x - 20, y - 20, 40, 40, still)
