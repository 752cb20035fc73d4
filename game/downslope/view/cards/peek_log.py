"""The log of peeks: the pass, the errors on the examples learned from and on the unseen ones, and what is left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...i18n import _
from ..charts.seen_unseen_chart import Peek
from ..draw.tokens import LABEL, LEAD
from ..format.numbers import number
from ..widgets.table import HEAD, TOP, Cell, Column, Row, Table
from ..widgets.widget import Rect

LEAST = 24.0  # height of a row, at the ordinary text size

if TYPE_CHECKING:
    from ..draw.canvas import Canvas


def peek_table(title: str, peeks: Sequence[Peek], here: tuple[float, float], count: int, over: bool,
               high: float, k: float) -> Table:  # fmt: skip
    """For so much height and a factor k on text, of which large ones leave out the seen error.

    `here`: pass and seen error of the next peek; `count`: how many there are in all; `over`: there is no next.
    """
    columns = (
        Column("", 26 + 26 * k),
        Column(_("pass"), 34 + 50 * k),
        Column(_("seen"), 40 + 72 * k, hue="text2", glyph="seen", optional=True),
        Column(_("unseen"), None, "error", "error", "end", 20 + 60 * k),
    )
    rows = list[Row]()
    for peek in peeks:
        cells = _cells("", peek.at, peek.seen, number(peek.unseen, 4), 700)
        rows.append(Row(str(len(rows) + 1), cells, "error", peek is peeks[-1]))
    if len(rows) < count and not over:
        rows.append(Row(str(len(rows) + 1), _cells(_("next"), *here, "?", 500), "next"))
    rows += [Row(str(n + 1), ring="free") for n in range(len(rows), count)]
    return Table(title, columns, tuple(rows), max(LEAST * k, (high - HEAD - 2 * TOP) / max(1, count)))


def _cells(said: str, at: float, seen: float, unseen: str, weight: int) -> tuple[Cell, ...]:
    light = min(weight, 600)
    return (
        ((said, "text", 600),), ((f"{at:g}", "text", weight, "mono"),), ((number(seen, 4), "text2", light, "mono"),),
        ((unseen, "error", 700, "mono"),),
    )  # fmt: skip


def draw_examples(canvas: Canvas, rect: Rect, title: str, points: Sequence[tuple[float, float]],
                  names: tuple[str, str]) -> None:  # fmt: skip
    """The examples as points: input across, goal prediction upwards. `names`: of both."""
    x, y, w, h = rect
    canvas.sheet(*rect)
    line = 14 + 18 * canvas.type
    canvas.text(x + 20, y + line, title, LEAD, "text")
    gx, gy, gw, gh = x + 20, y + line + 12, w - 40, h - 2 * line - 20
    canvas.rect(gx, gy, gw, gh, "well", 12)
    across = max([abs(a) for a, _b in points] or [1.0]) or 1.0
    upwards = max([abs(b) for _a, b in points] or [1.0]) or 1.0
    zero = gy + gh / 2
    canvas.line(gx + 10, zero, gx + gw - 10, zero, "border2", 1.5, 0.8)
    canvas.line(gx + gw / 2, gy + 8, gx + gw / 2, gy + gh - 8, "border2", 1.5, 0.8)
    for a, b in points:
        px, py = gx + gw / 2 + a / across * (gw / 2 - 24), zero - b / upwards * (gh / 2 - 12)
        canvas.line(px, zero, px, py, "goal", 1.6, 0.45, (2, 5))
        canvas.circle(px, py, 6, "goal", "well", 2)
    base = y + h - 14
    canvas.glyph("input", x + 28, canvas.middle_of(base), 6.5)
    canvas.text(x + 42, base, names[0], LABEL, "text2")
    wide = canvas.text(x + w - 20, base, names[1], LABEL, "text2", "end")
    canvas.glyph("goal", x + w - 34 - wide, canvas.middle_of(base), 7)
