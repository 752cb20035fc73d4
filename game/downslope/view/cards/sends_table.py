"""Tables beside a neuron by hand: weight, prediction, and the miss as a real square whose side it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...i18n import _
from ..draw.tokens import BODY, LEAD_BODY, NUMBER
from ..format.numbers import number, short
from ..widgets.ink import Mark
from ..widgets.table import INDENT, Cell, Column
from ..widgets.widget import Rect

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

ROW, NEXT, SLIM = 104.0, 64.0, 38.0  # heights: of a send, of what the next would be, where there is no square
UNIT, CAP = 46.0, 84.0  # px of a miss of 1; the largest square
SMALLER = 0.8  # as much smaller may a number be to stand in its square
INSIDE = 46.0  # a smaller square has its number beside it


def unit_of(misses: Sequence[float], cap: float = CAP) -> float:
    """px for a miss of 1: one ruler for all rows, so that squares can be compared."""
    largest = max((abs(miss) for miss in misses), default=0.0)
    return min(UNIT, cap / largest) if largest > 0 else UNIT


def prediction_at(width: float) -> float:
    """Where predictions stand, from the left edge of a table so wide."""
    return 204 + 0.4 * (width - 424)


def send_columns(width: float) -> tuple[Column, ...]:
    """What is told of it, weight, prediction, miss."""
    first = 50.0
    weight = Column(_("weight"), prediction_at(width) - INDENT - first, glyph="weight")
    return (Column("", first), weight, *order_columns(width)[1:])


def order_columns(width: float) -> tuple[Column, ...]:
    """An order, what came out, and the miss."""
    prediction = Column(_("prediction"), 76, glyph="prediction")
    return (Column("", prediction_at(width) - INDENT), prediction, Column(_("miss"), glyph="error", anchor="end"))


def slim_columns(count: int) -> tuple[Column, ...]:
    """What is told of it, weight, and so many misses."""
    misses = [Column(anchor="end")] * (count - 1)
    return (Column("", 50), Column(_("weight"), 72, glyph="weight"), *misses,
            Column(_("misses"), glyph="error", anchor="end"))  # fmt: skip


def weight_cell(weight: float, digits: int) -> Cell:
    """A weight, in the hue of its sign."""
    return ((number(weight, digits), "weight_negative" if weight < 0 else "weight", 700, "mono"),)


def words_cell(words: str, hue: str) -> Cell:
    """A number in its hue, or what stands for it."""
    return ((words, hue, 700, "mono"),)


def caption_cell(words: str, lit: bool = False) -> Mark:
    """Below the line of a row."""
    return Mark(_draw_caption, (words, lit), told=words)


def _draw_caption(canvas: Canvas, rect: Rect, words: str, lit: bool) -> None:
    x, y, w, h = rect
    low = y + h / 2 + 4 + (8 if h > 96 else 1) + 18 * canvas.type
    canvas.within(x - 2, low, words, w + 152, BODY, "text2" if lit else "text3")


def order_cell(given: float, goal: float, words: str, lit: bool) -> Mark:
    """What goes in, and what should come out; whose it is."""
    return Mark(_draw_order, (given, goal, words, lit), told=words)


def _draw_order(canvas: Canvas, rect: Rect, given: float, goal: float, words: str, lit: bool) -> None:
    x, y, w, h = rect
    draw_pair(canvas, x - 2, y + h / 2 + 4, given, goal, w - 10)
    _draw_caption(canvas, (x, y, w - 100, h), words, lit)


def draw_pair(canvas: Canvas, x: float, base: float, given: float, goal: float, room: float, faint: str = "") -> float:
    """input → goal; its width."""
    runs = [
        (short(given), faint or "input", 700, "mono"), (" → ", "text2", 500, "mono"),
        (short(goal), faint or "goal", 700, "mono"),
    ]  # fmt: skip
    return canvas.rich(x, base, runs, LEAD_BODY, room=room, shorter=[[runs[0], ("→", *runs[1][1:]), runs[2]]])


def miss_cell(miss: float | None, unit: float, digits: int) -> Mark:
    """As a square; None: it is not known yet."""
    return Mark(_draw_square, (miss, unit, digits))


def _draw_square(canvas: Canvas, rect: Rect, miss: float | None, unit: float, digits: int) -> None:
    x, y, w, h = rect
    right, middle = x + w, y + h / 2 - 2
    if miss is None:
        canvas.rect(right - 46, middle - 22, 44, 44, None, 4, "border2", 1.6, dash=(4, 5))
        canvas.text(right - 24, middle + 6, "?", NUMBER, "text2", "middle")
    else:
        draw_miss(canvas, right, middle, miss, unit, digits, x)


def crossed_cell(label: str) -> Mark:
    """The miss of a card that is struck."""
    return Mark(_draw_crossed, (label,), told=label)


def _draw_crossed(canvas: Canvas, rect: Rect, label: str) -> None:
    x, y, w, h = rect
    middle = y + h / 2 - 1
    width = canvas.within(x + w, canvas.baseline_of(middle), label, w - 10, NUMBER, "text3", "end")
    canvas.line(x + w - width - 2, middle, x + w + 2, middle, "text3", 2)


def draw_miss(canvas: Canvas, right: float, middle: float, miss: float, unit: float, digits: int, left: float,
              crossed_out: bool = False) -> None:  # fmt: skip
    """The square of a miss, right-aligned; its signed side inside, or beside it where it is small."""
    colour = "text3" if crossed_out else "error"
    side = abs(miss) * unit
    label = number(miss, digits, True)
    ink = canvas.readable(colour, canvas.mix("rowhi", colour, 0.1))  # in the square, on a line that is lit or in shade
    x, y = right - side, middle - side / 2
    if side >= 1:
        canvas.rect(x, y, side, side, None if crossed_out else colour, 3, alpha=0.05)
        canvas.rect(x, y, side, side, None, 3, colour, 2.4, dash=(4, 4) if crossed_out else None)
    width = max(1.0, canvas.width(label, NUMBER))
    inside = (side - 6) / width if side >= INSIDE else 0.0
    if inside >= SMALLER or inside > (x - 8 - left) / width:
        canvas.text_vcenter(x + side / 2, middle, label, NUMBER, ink, "middle", side - 6)
        return
    canvas.within(x - (8 if side >= 1 else 0), middle + 6, label, x - 8 - left, NUMBER, ink, "end")
