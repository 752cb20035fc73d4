"""The next step in an error bowl: an arrow that only says which way, or how far it goes, and where Pip will lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _
from ..draw.plate import draw_plate
from ..draw.tokens import CODE_LIGHT, LABEL, NUMBER
from ..format.numbers import number
from .bowl_walk import PIP
from .error_bowl import Bowl

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

DIRECTION = 27.0  # length of the arrow that only tells which way


def draw_direction(canvas: Canvas, bowl: Bowl, weight: float, way: float) -> None:
    """A short arrow beside Pip: up (way > 0) or down with the weight. It does not tell how far."""
    x, y = bowl.seat(weight, PIP)
    side = 1 if way > 0 else -1
    start = x + side * (PIP + 6)
    canvas.arrow(start, y, start + side * DIRECTION, y, "text", 4.5, 12)


def draw_reach(canvas: Canvas, bowl: Bowl, start: float, end: float, grown: float) -> None:
    """The arrow of a step that begins: from Pip to above where he will land, `grown` 0 ... 1."""
    x, y = bowl.seat(start, PIP)
    goal = bowl.X(bowl.inside(end))
    side = 1 if goal > x else -1
    tip = x + (goal - x) * grown
    if abs(tip - x) > PIP + 14:
        canvas.arrow(x + side * (PIP + 5), y, tip, y, "alpha", 5, 13)


def draw_next(canvas: Canvas, bowl: Bowl, start: float, end: float, formula: bool) -> None:
    """The whole next step: arrow, drop, ghost, and how far in a card. `formula`: it is alpha times weight_delta."""
    draw_reach(canvas, bowl, start, end, 1.0)
    _, y = bowl.seat(start, PIP)
    x = bowl.X(bowl.inside(end))
    ghost_x, ghost_y = bowl.seat(end, PIP - 1)
    if ghost_y - PIP - 4 > y:
        canvas.line(x, y, x, ghost_y - PIP - 4, "alpha", 2, 0.75, (2, 6))
    canvas.ghost(ghost_x, ghost_y, PIP - 1, fill=0.2, eyes=False)
    _draw_card(canvas, bowl, x, y, end - start, formula)


def _draw_card(canvas: Canvas, bowl: Bowl, x: float, y: float, far: float, formula: bool) -> None:
    label, value = _("next step"), number(far, 2, plus=True)
    k = canvas.type
    wide = canvas.width(label + "  ", LABEL) + canvas.width(value, NUMBER)
    wide = max(wide, canvas.width("α × weight_delta", CODE_LIGHT) if formula else 0.0) + 28
    high = 16 + (48 if formula else 24) * k
    left, right = bowl.rect[0] + 8, bowl.rect[0] + bowl.rect[2] - 8
    lx = min(max(x + 14, left), right - wide)
    ly = max(bowl.rect[1] + 8, y - 28 - high)
    low = ly + high
    tip = (min(max(x + 7, lx + 4), lx + wide - 4), max(low + 8, y - 9))
    draw_plate(canvas, (lx, ly, wide, high), "alpha", 12, alpha=0.96)
    canvas.polygon([(lx + 8, low - 1.2), tip, (lx + 28, low - 1.2)], "panel")
    canvas.polyline([(lx + 8, low - 0.5), tip, (lx + 28, low - 0.5)], "alpha", 1.5)
    base = ly + 8 + 18 * k
    canvas.text(lx + 14, base, label, LABEL, "text")
    canvas.text(lx + wide - 14, base, value, NUMBER, "alpha", "end")
    if formula:
        runs = [("α", "alpha", 700, "mono"), (" × ", "text2", 500, "mono"), ("weight_delta", "text", 500, "mono")]
        canvas.rich(lx + 14, base + 24 * k, runs)
