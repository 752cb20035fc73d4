"""The list of the rules that were tested, a tick or an empty ring for each card; the newest row is lit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ...i18n import _, several
from ..draw.tokens import BODY, CODE, LEAD, NUMBER
from ..widgets.widget import Rect
from .rule_tiles import GLYPHS, draw_tile_name, face_of, hue

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

ROW, PITCH = 46.0, 22.0


class Tested(NamedTuple):
    number: int
    rule: tuple[str, ...]
    smaller: tuple[bool, ...]


def draw_log(canvas: Canvas, rect: Rect, tests: Sequence[Tested], par: int | None, used: int) -> None:
    """The panel; the newest tests that there is room for, and what is left within par."""
    x, y, w, h = rect

    def still(sub: Canvas) -> None:
        sub.sheet(x, y, w, h)
        k = sub.type
        head = 18 + 30 * k
        sub.text(x + 20, y + 9 + 26 * k - 0.5 * (head - 48), _("Test runs"), LEAD, "text")
        right = _("smaller in")
        if sub.width(right) + sub.width(_("Test runs"), LEAD) + 56 < w:
            sub.text(x + w - 20, y + 9 + 26 * k - 0.5 * (head - 48), right, BODY, "text2", "end")
        sub.line(x + 1, y + head + 0.5, x + w - 1, y + head + 0.5, "border", 1)
        _rows(sub, (x, y + head + 7, w, h - head - 12), tests, par, used)

    canvas.cached(("rule log", rect, tuple(tests), par, used), x - 40, y - 40, w + 80, h + 90, still)


def _rows(canvas: Canvas, rect: Rect, tests: Sequence[Tested], par: int | None, used: int) -> None:
    x, y, w, h = rect
    row = min(ROW, max(40.0, h / 3))
    count = max(1, int((h + 4) // row))
    left = (par or 0) - used
    waiting = 1 if left > 0 or not tests else 0
    shown = list(tests)[-max(1, count - waiting) :]
    for i, test in enumerate(shown):
        _row(canvas, x, y + i * row, w, test, i == len(shown) - 1)
    if waiting and len(shown) < count:
        _waiting(canvas, x, y + len(shown) * row, w, used + 1, left)


def _waiting(canvas: Canvas, x: float, y: float, w: float, number: int, left: int) -> None:
    base = y + 21 + 5.8 * canvas.type
    canvas.circle(x + 34, y + 21, 11 * (0.4 + 0.6 * max(1.0, canvas.type)), None, "border2", 1.8, dash=(3, 5))
    canvas.text(x + 34, base, str(number), NUMBER, "text3", "middle")
    if left > 0:
        words = several("last run within par", "{count} runs within par", left).format(count=left)
        canvas.within(x + 60, base, words, w - 76, BODY, "text3")


def _row(canvas: Canvas, x: float, y: float, w: float, test: Tested, lit: bool) -> None:
    base = y + 21 + 5.8 * canvas.type
    if lit:
        canvas.rect(x + 8, y, w - 16, 42, "rowhi", 9)
        canvas.rect(x + 8, y + 5, 4, 32, "text", 2)
    canvas.circle(x + 34, y + 21, 11 * (0.4 + 0.6 * max(1.0, canvas.type)), "well", "border2", 1.8)
    canvas.text(x + 34, base, str(test.number), NUMBER, "text", "middle")
    ticks = w - 20 - (len(test.smaller) - 1) * PITCH - 17
    _rule(canvas, x + 60, y + 21, test.rule, ticks - 72)
    for i, smaller in enumerate(test.smaller):
        spot = x + ticks + 8.5 + i * PITCH
        if smaller:
            canvas.circle(spot, y + 21, 8.5, "text")
            canvas.icon("check", spot - 6.5, y + 14.5, 13, "prim_text" if canvas.look.theme.dark else "panel", 4)
        else:
            canvas.circle(spot, y + 21, 7.7, None, "text3", 1.8)


def _rule(canvas: Canvas, x: float, y: float, rule: Sequence[str], room: float) -> None:
    """delta × input, in words; where there is no room, in glyphs."""
    times = canvas.width(" × ", CODE)
    wide = times * (len(rule) - 1)
    for tile in rule:
        wide += canvas.width(tile, NUMBER)
    words = wide <= room
    for i, tile in enumerate(rule):
        if i:
            canvas.text(x, y + 5.8 * canvas.type, " × ", CODE, "text2", "start")
            x += times
        if words or tile not in GLYPHS:
            x += canvas.text(x, y + 5.8 * canvas.type, tile, NUMBER._replace(family=face_of(tile, "mono")), hue(tile))
        elif len(tile) * 9.6 * canvas.type + times < room / 2:
            x += draw_tile_name(canvas, x, y, tile, "", 16, "mono")
        else:
            canvas.glyph(tile, x + 8, y, 8, hue(tile))
            x += 17
