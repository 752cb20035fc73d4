"""The table beside a neuron by hand: prediction, and the miss as a real square whose side it is."""

from __future__ import annotations

from collections.abc import Sequence

from ...i18n import _
from ..draw.canvas import Canvas
from ..draw.tokens import LEAD_BODY, NUMBER
from ..format.numbers import number, short
from ..widgets.table import INDENT, Column

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


def order_columns(width: float) -> tuple[Column, ...]:
    """An order, what came out, and the miss."""
    prediction = Column(_("prediction"), 76, glyph="prediction")
    return (Column("", prediction_at(width) - INDENT), prediction, Column(_("miss"), glyph="error", anchor="end"))


def draw_pair(canvas: Canvas, x: float, base: float, given: float, goal: float, room: float, faint: str = "") -> float:
    """input → goal; its width."""
    runs = [
        (short(given), faint or "input", 700, "mono"), (" → ", "text2", 500, "mono"),
        (short(goal), faint or "goal", 700, "mono"),
    ]  # fmt: skip
    return canvas.rich(x, base, runs, LEAD_BODY, room=room, shorter=[[runs[0], ("→", *runs[1][1:]), runs[2]]])


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
