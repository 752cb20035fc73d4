"""The log of peeks: the pass, the errors on the examples learned from and on the unseen ones, and what is left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ...i18n import _
from ..charts.seen_unseen_chart import Peek
from ..draw.tokens import CODE, CODE_LIGHT, LABEL, LEAD, NUMBER
from ..format.numbers import number
from ..widgets.widget import Rect

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

HEAD = 45.0


class Columns(NamedTuple):
    """x of each column; where there is no room for it the seen error is left out."""

    at: float
    seen: float | None
    unseen: float


def draw_peek_log(canvas: Canvas, rect: Rect, title: str, peeks: Sequence[Peek], here: tuple[float, float],
                  count: int, over: bool) -> None:  # fmt: skip
    """`here`: pass and seen error of the next one; `count`: how many there are in all; `over`: there is no next."""
    x, y, w, h = rect
    canvas.sheet(*rect)
    seen = x + 124 + 70 * canvas.type
    room = x + w - 20 - seen >= 2 * canvas.width("0.0000", CODE) + 24
    at = Columns(x + 92 + 20 * canvas.type, seen if room else None, x + w - 20)
    _head(canvas, rect, title, at)
    high = (h - HEAD - 8) / max(1, count)
    for row in range(count):
        top = y + HEAD + 3 + row * high
        middle = top + high / 2
        peek = peeks[row] if row < len(peeks) else None
        if peek is not None and peek is peeks[-1]:
            canvas.rect(x + 8, top, w - 16, high - 1.5, "rowhi", 9)
            canvas.rect(x + 8, top + 3, 4, high - 7.5, "text", 2)
        _number(canvas, x + 36, middle, row + 1, peek is not None, row == len(peeks), high)
        if peek is not None:
            _values(canvas, at, middle, (peek.at, peek.seen), number(peek.unseen, 4), True)
        elif row == len(peeks) and not over:
            label = _("next")
            if x + 58 + canvas.width(label, LABEL) < at.at - 6:
                canvas.text(x + 54, middle + 5.8 * canvas.type, label, LABEL, "text")
            _values(canvas, at, middle, here, "?", False)
        else:
            canvas.rect(at.at, middle - 1, 44, 2, "border", 1)


def _head(canvas: Canvas, rect: Rect, title: str, at: Columns) -> None:
    x, y, w, _h = rect
    base = y + HEAD / 2 + 6.5 * canvas.type
    canvas.within(x + 20, base, title, at.at - x - 28, LEAD, "text")
    canvas.text(at.at, base, _("pass"), LABEL, "text2")
    if at.seen is not None:
        canvas.circle(at.seen + 5, base - 6 * canvas.type, 5, "text")
        canvas.text(at.seen + 17, base, _("seen"), LABEL, "text2")
    wide = canvas.text(at.unseen, base, _("unseen"), LABEL, "error", "end")
    canvas.glyph("error", at.unseen - wide - 14, base - 6 * canvas.type, 6.5)
    canvas.line(x + 1, y + HEAD - 0.5, x + w - 1, y + HEAD - 0.5, "border", 1)


def _number(canvas: Canvas, x: float, y: float, label: int, used: bool, next_one: bool, high: float) -> None:
    radius = min(11.0 if canvas.type < 1.2 else 13.0, high / 2 - 2)
    if used:
        dark = canvas.look.theme.dark
        body = canvas.mix("#2A2858", "ball2", 0.3) if dark else canvas.mix("#FFF6E6", "ball2", 0.25)
        canvas.circle(x, y, radius, body)
    canvas.circle(x, y, radius, None, "error" if used else "border2", 2, dash=None if used else (3, 5))
    size = min(16.0, 1.4 * radius / canvas.type)
    colour = "text" if used or next_one else "text3"
    style = (NUMBER if used else CODE_LIGHT).sized(size)
    canvas.text(x, y + 0.36 * size * canvas.type, str(label), style, colour, "middle")


def _values(canvas: Canvas, at: Columns, middle: float, known: tuple[float, float], unseen: str,
            bold: bool) -> None:  # fmt: skip
    base = middle + 5.8 * canvas.type
    canvas.text(at.at, base, f"{known[0]:g}", NUMBER if bold else CODE_LIGHT, "text", "start")
    if at.seen is not None:
        canvas.text(at.seen, base, number(known[1], 4), CODE if bold else CODE_LIGHT, "text2", "start")
    canvas.text(at.unseen, base, unseen, NUMBER, "error", "end")


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
    canvas.glyph("input", x + 28, base - 5.8 * canvas.type, 6.5)
    canvas.text(x + 42, base, names[0], LABEL, "text2")
    wide = canvas.text(x + w - 20, base, names[1], LABEL, "text2", "end")
    canvas.glyph("goal", x + w - 34 - wide, base - 5.8 * canvas.type, 7)
