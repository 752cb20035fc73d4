"""Tries with two knobs: a cell for each pair of settings, as on the convergence map once its end is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...i18n import _
from ...rules.outcome_kinds import OUTCOMES
from ..draw.plate import Rect
from ..draw.tokens import BODY, LEAD_NUMBER, NUMBER, SMALL, TextStyle
from ..widgets.label import draw_heading
from .lanes import FOOT, INSET, PIP, draw_totals
from .outcome_cells import draw_cell, draw_running, draw_untried
from .race import OPEN, RAISED, totals_of

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

GAP = 1.4  # between cells
ORDINARY = 19.0  # the side of a cell whose motif has its drawn size
LABELS, TOTALS = 24.0, 28.0  # heights at 100 %: the settings of the knob across, the line of totals
GAUGE = 0.34  # how much is to be seen of how far a run has come
TALLEST = 64.0


@dataclass(frozen=True)
class GridCell:
    """One try. `kind`: of its end, RAISED, or "": not known; `come`: how far to the goal, 0..1, 1 there; `runs`: on."""

    kind: str = ""
    beats: int = 1
    come: float = 0.0
    runs: bool = False


@dataclass(frozen=True, eq=False)
class GridLook:
    """All of them at a beat; made anew for each, so that it is its own key.

    cells     row by row, the lowest first; None: it cannot be set so        leader, you    column and row, or None
    across    what the knob across is set to, and its sign; `up`: the one upwards
    """

    title: str
    aside: str
    across: tuple[str, ...]
    up: tuple[str, ...]
    cells: tuple[GridCell | None, ...]
    signs: tuple[str, str] = ("", "")
    hues: tuple[str, str] = ("text", "text")
    leader: tuple[int, int] | None = None
    you: tuple[int, int] | None = None
    heading: bool = True


def draw_grid(canvas: Canvas, rect: Rect, look: GridLook) -> None:
    """Cells, their settings, what has become of them, and Pip on the one that is ahead."""
    x, y, w, h = rect
    k, columns, rows = canvas.type, len(look.across), len(look.up)
    top = draw_heading(canvas, rect, look.title, look.aside) + 4 if look.heading else y + INSET
    low = y + h - FOOT - (TOTALS + LABELS) * k
    high = min(low - top - 4, TALLEST * rows)
    tall = high / rows
    labels = [_lines(canvas, label, 0.3 * w, tall) for label in look.up]
    sign = 10 + canvas.width(look.signs[1], LEAD_NUMBER) if look.signs[1] else 0.0
    gutter = max(canvas.width(line, style) for lines, style in labels for line in lines) + 14 + sign
    left, right = x + INSET + gutter, x + w - INSET
    wide = (right - left) / columns
    canvas.rect(left - 3, top, right - left + 6, high + 6, "well", 6)
    for number, cell in enumerate(look.cells):
        column, row = number % columns, number // columns
        place = (left + column * wide, top + 3 + high - (row + 1) * tall, wide - GAP, tall - GAP)
        if cell is not None:
            _draw_cell(canvas, place, cell)
    for at, colour in ((look.you, "text2"), (look.leader, "text")):
        if at is not None:
            cx, cy = left + at[0] * wide, top + 3 + high - (at[1] + 1) * tall
            dash = (4.0, 3.0) if at == look.you and at != look.leader else None
            canvas.rect(cx - 1.5, cy - 1.5, wide + 1.6, tall + 1.6, None, 4, colour, 2, dash=dash)
            if at == look.leader and min(wide, tall) > 2 * PIP:
                canvas.pip(cx + wide / 2 - GAP / 2, cy + tall / 2 - GAP / 2, PIP, (0.0, 0.05), "calm", glow=False)
    line = top + high + 6 + LABELS * k / 2
    _draw_settings(canvas, look, left, line, wide)
    if sign:
        canvas.mid_text(x + INSET + 4, top + 3 + high / 2, look.signs[1], LEAD_NUMBER, look.hues[1])
    for row, (lines, style) in enumerate(labels):
        middle = top + 3 + high - (row + 0.5) * tall - 7.5 * k * (len(lines) - 1)
        for number, words in enumerate(lines if tall >= 16 * k or row % 2 == 0 else ()):
            canvas.mid_text(left - 10, middle + 15 * k * number, words, style, look.hues[1], "end")
    draw_totals(canvas, (x + INSET + 8, x + w - INSET - 4), line + (LABELS + TOTALS) * k / 2, totals(look))


def _lines(canvas: Canvas, label: str, room: float, tall: float) -> tuple[list[str], TextStyle]:
    """A setting beside its row: what is too long for one line has two, where the row is that tall."""
    if canvas.width(label) <= room or tall < 2 * 15 * canvas.type:
        return [canvas.fit(label, room)], BODY
    return [canvas.fit(line, room, SMALL) for line in canvas.lines(label, room, SMALL, whole=True)[:2]], SMALL


def _draw_cell(canvas: Canvas, place: Rect, cell: GridCell) -> None:
    """Those that look alike are one layer."""
    gauge = round(max(0.0, min(1.0, cell.come)) * (place[3] - 2))
    known = cell.kind in OUTCOMES
    key = ("try", cell.kind, cell.beats, 0, False) if known else ("try", cell.kind, 0, gauge, cell.runs)
    canvas.keep(key, *place, lambda sub: _draw_one(sub, place, cell, gauge))


def _draw_one(canvas: Canvas, place: Rect, cell: GridCell, gauge: int) -> None:
    x, y, w, h = place
    if cell.kind in OUTCOMES:
        draw_cell(canvas, x, y, w, h, cell.kind, cell.beats, min(1.6, min(w, h) / ORDINARY))
        return
    draw_untried(canvas, x, y, w, h)
    if cell.kind == RAISED:
        size = min(w, h, 18.0)
        canvas.icon("warn", x + (w - size) / 2, y + (h - size) / 2, size, "error")
        return
    if gauge:
        canvas.rect(x + 1, y + h - 1 - gauge, w - 2, gauge, "text", 1, alpha=GAUGE)
    if cell.runs:
        draw_running(canvas, x, y, w, h)


def _draw_settings(canvas: Canvas, look: GridLook, left: float, line: float, wide: float) -> None:
    """What the knob across is set to, as many as there is room for; the sign of each knob in the corner."""
    style = NUMBER if look.hues[0] == "alpha" else SMALL
    room = wide - 4 if wide >= 64 else max(60.0 * canvas.type, 2 * wide - 8)
    words = [canvas.fit(label, room, style) for label in look.across]
    each = 1
    while each * wide < max(canvas.width(word, style) for word in words[each - 1 :: each] or words) + 8:
        each += 1
        if each > len(words):
            break
    for column in range(each - 1, len(words), each):
        canvas.mid_text(left + (column + 0.5) * wide, line, words[column], style, look.hues[0], "middle")
    if look.signs[0]:
        style = LEAD_NUMBER if len(look.signs[0]) == 1 else SMALL
        canvas.mid_text(left - 8, line, canvas.fit(look.signs[0], left - 12, style), style, look.hues[0], "end")


def totals(look: GridLook) -> list[tuple[str, str]]:
    """(icon, words): how many ended how, how many are still to be run."""
    kinds = [cell.kind for cell in look.cells if cell is not None]
    return totals_of([kind or OPEN for kind in kinds])


def grid_sentence(look: GridLook) -> str:
    """In words: how many ended how, and which is ahead."""
    told = ", ".join(words for _icon, words in totals(look))
    ahead = ""
    if look.leader is not None:
        column, row = look.leader
        ahead = " " + _("Ahead: {one}, {other}.").format(one=look.across[column], other=look.up[row])
    return f"{look.title}: {told}.{ahead}"
