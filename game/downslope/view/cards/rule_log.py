"""The list of the rules that were tested, a tick or an empty ring for each card; the newest row is lit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ...i18n import _, several
from ..draw.tokens import CODE, NUMBER
from ..widgets.table import GAP, HEAD, TOP, Column, Row, Table
from ..widgets.widget import Rect
from .rule_tiles import GLYPHS, draw_tile_name, face_of, hue

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

ROW, LEAST, PITCH = 46.0, 40.0, 22.0  # height of a row, at least; from tick to tick


class Tested(NamedTuple):
    """A test run: of which rule, and for each card whether its error became smaller."""

    number: int
    rule: tuple[str, ...]
    smaller: tuple[bool, ...]


def rule_table(tests: Sequence[Tested], par: int | None, used: int, high: float) -> Table:
    """The newest tests that there is room for in so much height, and what is left within par."""
    ticks = max((len(test.smaller) for test in tests), default=1)
    columns = (Column(least=160), Column(_("error smaller"), ticks * PITCH, anchor="end"))
    each = min(ROW, max(LEAST, (high - HEAD) / 3))
    count = max(1, int((high - HEAD - TOP) // each))
    left = (par or 0) - used
    waiting = 1 if left > 0 or not tests else 0
    shown = tests[-max(1, count - waiting) :]
    rows = [Row(str(t.number), (RuleName(t.rule), Ticks(t.smaller)), lit=t is tests[-1]) for t in shown]
    if waiting and len(rows) < count:
        words = several("last run within par", "{count} runs within par", left).format(count=left) if left > 0 else ""
        rows.append(Row(str(used + 1), (((words, "text3"),),), "free"))
    return Table(_("Test runs"), columns, tuple(rows), each)


class Ticks(NamedTuple):
    """For each card whether its error became smaller."""

    smaller: tuple[bool, ...]

    def draw(self, canvas: Canvas, rect: Rect) -> None:
        x, y, w, h = rect
        ink = "prim_text" if canvas.look.theme.dark else "panel"
        for i, smaller in enumerate(reversed(self.smaller)):
            spot, middle = x + w - 8.5 - i * PITCH, y + h / 2 - 1
            if smaller:
                canvas.circle(spot, middle, 8.5, "text")
                canvas.icon("check", spot - 6.5, middle - 6.5, 13, ink, 4)
            else:
                canvas.circle(spot, middle, 7.7, None, "text3", 1.8)


class RuleName(NamedTuple):
    """delta × input, in words; where there is no room, in glyphs."""

    rule: tuple[str, ...]

    def draw(self, canvas: Canvas, rect: Rect) -> None:
        x, y, w, h = rect
        middle, room, times = y + h / 2 - 1, w - GAP, canvas.width(" × ", CODE)
        wide = times * (len(self.rule) - 1)
        for tile in self.rule:
            wide += canvas.width(tile, NUMBER)
        words = wide <= room
        for i, tile in enumerate(self.rule):
            base = canvas.base_of(middle)
            if i:
                canvas.text(x, base, " × ", CODE, "text2", "start")
                x += times
            if words or tile not in GLYPHS:
                x += canvas.text(x, base, tile, NUMBER._replace(family=face_of(tile, "mono")), hue(tile))
            elif len(tile) * 9.6 * canvas.type + times < room / 2:
                x += draw_tile_name(canvas, x, middle, tile, "", 16, "mono")
            else:
                canvas.glyph(tile, x + 8, middle, 8, hue(tile))
                x += 17
