"""A plugin in the list: name, version, source, what it adds; below, each fault with its lines and what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...i18n import _
from ..draw.tokens import BODY, CODE_LIGHT, LABEL, LEAD, NUMBER, PANEL, STRONG
from ..format.code_text import draw_code
from ..widgets.widget import Rect

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

ICONS = {"shipped": "box", "folder": "folder", "package": "puzzle", "data": "save", "code": "share"}
SWITCH = (56.0, 32.0)  # size of what switches a plugin off
HUES = {"package": "plugin", "data": "prediction", "code": "prediction"}  # of what is more than the player's own code
GAP = 8.0  # between rows, and between chips
SIDE = 24.0  # left free at both ends of a row
BUTTONS = 230.0  # left free at the right of a fault for its button


class FaultView(NamedTuple):
    """`lines`: (number, text); `line` is the number of the faulty one, 0 unknown. `error`: its type, or ""."""

    file: str
    line: int
    function: str
    lines: tuple[tuple[int, str], ...]
    error: str
    sentence: str


class PluginView(NamedTuple):
    """`kind`: shipped, folder, package or data. `chips`: (words, icon) of what it adds. `status` stands at the right.

    on   whether it is switched on; None: it cannot be switched off
    """

    name: str
    version: str
    kind: str
    chips: tuple[tuple[str, str], ...]
    faults: tuple[FaultView, ...]
    status: str
    on: bool | None = None


class Columns(NamedTuple):
    """Where name, version, source and additions begin, from the row's left edge."""

    name: float
    version: float
    source: float
    chips: float


def switch_room(row: PluginView) -> float:
    """Width at the right end of the head that its switch needs."""
    return SWITCH[0] + 16 if row.on is not None else 0.0


def kind_name(kind: str) -> str:
    """Where a plugin comes from, in words."""
    return {
        "shipped": _("shipped"), "folder": _("your folder"), "package": _("package"), "data": _("data only"),
        "code": _("from outside"),
    }[kind]  # fmt: skip


def columns_for(canvas: Canvas, rows: list[PluginView]) -> Columns:
    """Wide enough for the longest of each, within bounds."""
    name = max([136.0, *(canvas.width(row.name, LEAD) + 20 for row in rows)])
    version = max([68.0, *(canvas.width(row.version, CODE_LIGHT) + 20 for row in rows)])
    source = max(canvas.width(kind_name(row.kind), LABEL) + 46 for row in rows) + 20
    left = 80.0
    name = min(name, 300.0)
    version = min(version, 130.0)
    return Columns(left, left + name, left + name + version, left + name + version + source)


def head_height(canvas: Canvas) -> float:
    """Of a row without faults."""
    return 34 + 24 * canvas.type


def row_height(canvas: Canvas, row: PluginView, columns: Columns, width: float) -> float:
    """Of the whole row, faults included."""
    height = head_height(canvas) + (len(_chip_lines(canvas, row, columns, width)) - 1) * (38 * canvas.type)
    for fault in row.faults:
        height += _fault_height(canvas, fault, width)
    return height + (12 if row.faults else 0)


def fault_top(canvas: Canvas, row: PluginView, columns: Columns, width: float) -> float:
    """From the row's top to its first fault."""
    return head_height(canvas) + (len(_chip_lines(canvas, row, columns, width)) - 1) * (38 * canvas.type)


def draw_row(canvas: Canvas, rect: Rect, row: PluginView, columns: Columns) -> None:
    """The panel with everything but its buttons."""
    x, y, width, height = rect
    canvas.sheet(x, y, width, height, PANEL._replace(edge="error") if row.faults else PANEL)
    if row.faults:
        canvas.rect(x + 8, y + 14, 5, height - 28, "error", 2.5)
    middle = y + head_height(canvas) / 2
    base = middle + 6 * canvas.type
    icon, hue = ICONS[row.kind], HUES.get(row.kind, "text2")
    canvas.rect(x + SIDE, middle - 20, 40, 40, "well", 10)
    canvas.icon("warn" if row.faults else icon, x + 33, middle - 11, 22, "error" if row.faults else hue)
    room = columns.version - columns.name - 12
    canvas.within(x + columns.name, base, row.name, room, LEAD, "text2" if row.on is False else "text")
    room = columns.source - columns.version - 8
    canvas.within(x + columns.version, base, row.version, room, CODE_LIGHT, "text2")
    _draw_source(canvas, x + columns.source, middle, row.kind)
    _draw_status(canvas, x + width - SIDE - switch_room(row), base, row)
    for i, chips in enumerate(_chip_lines(canvas, row, columns, width)):
        left = x + columns.chips
        for words, mark in chips:
            left += _draw_chip(canvas, left, middle + i * 38 * canvas.type, words, mark) + GAP
    top = y + fault_top(canvas, row, columns, width)
    for fault in row.faults:
        draw_fault(canvas, (x + SIDE, top, width - 2 * SIDE, _fault_height(canvas, fault, width)), fault)
        top += _fault_height(canvas, fault, width)


def _draw_source(canvas: Canvas, x: float, middle: float, kind: str) -> None:
    words = kind_name(kind)
    wide, high = canvas.width(words, LABEL) + 46, 8 + 22 * canvas.type
    colour = HUES.get(kind, "text2" if kind == "shipped" else "text")
    canvas.rect(x, middle - high / 2, wide, high, "well", 9)
    edge = HUES.get(kind, "border2")
    canvas.rect(x + 0.75, middle - high / 2 + 0.75, wide - 1.5, high - 1.5, None, 8.5, edge, 1.5)
    canvas.icon(ICONS[kind], x + 11, middle - 9, 18, colour)
    canvas.text(x + 35, middle + 5.8 * canvas.type, words, LABEL, colour)


def _draw_status(canvas: Canvas, right: float, base: float, row: PluginView) -> None:
    colour = "error" if row.faults else "text2"
    wide = canvas.text(right, base, row.status, STRONG if row.faults else LABEL, colour, "end")
    if not row.faults and row.on is None:
        canvas.icon("check", right - wide - 26, base - 5.8 * canvas.type - 9, 18, "text2", 2.8)


def _draw_chip(canvas: Canvas, x: float, middle: float, words: str, icon: str) -> float:
    wide, high = _chip_width(canvas, words), 8 + 22 * canvas.type
    canvas.rect(x, middle - high / 2, wide, high, "raised", 9)
    canvas.rect(x + 0.5, middle - high / 2 + 0.5, wide - 1, high - 1, None, 8.5, "border2")
    canvas.icon(icon, x + 9, middle - 9, 18, "text2")
    canvas.text(x + 34, middle + 5.8 * canvas.type, words, LABEL, "text2")
    return wide


def _chip_width(canvas: Canvas, words: str) -> float:
    return canvas.width(words, LABEL) + 44


def _chip_lines(canvas: Canvas, row: PluginView, columns: Columns, width: float) -> list[list[tuple[str, str]]]:
    """The chips in as many lines as they need."""
    room = width - SIDE - columns.chips - canvas.width(row.status, STRONG) - 40 - switch_room(row)
    lines: list[list[tuple[str, str]]] = [[]]
    used = 0.0
    for words, icon in row.chips:
        fitted = canvas.fit(words, max(60.0, room - 44), LABEL)
        wide = _chip_width(canvas, fitted) + GAP
        if lines[-1] and used + wide > room:
            lines.append([])
            used = 0.0
        lines[-1].append((fitted, icon))
        used += wide
    return lines


# -- faults --------------------------------------------------------------------------------------------------------


def _sentence_lines(canvas: Canvas, fault: FaultView, width: float) -> list[str]:
    error = canvas.width(fault.error, NUMBER) + 14 if fault.error else 0.0
    room = width - 2 * SIDE - BUTTONS
    lines = canvas.lines(fault.sentence, room - error)
    if len(lines) > 1 and error:  # the first line is shorter than those below it
        rest = " ".join(lines[1:])
        lines = [lines[0], *canvas.lines(rest, room)]
    return lines


def _fault_height(canvas: Canvas, fault: FaultView, width: float) -> float:
    t = canvas.type
    code = 12 + len(fault.lines) * 26 * t if fault.lines else 0.0
    return 14 + 24 * t + code + len(_sentence_lines(canvas, fault, width)) * 24 * t + 12


def draw_fault(canvas: Canvas, rect: Rect, fault: FaultView) -> None:
    """File, line and function; the lines, the faulty one lit; what is wrong, in words."""
    x, y, width, _height = rect
    t, room = canvas.type, width - BUTTONS
    canvas.line(x, y, x + width, y, "border", 1)
    base = y + 10 + 18 * t
    runs: list[tuple[str, str, int, str]] = [(fault.file, "text", 700, "mono")]
    if fault.line:
        runs += [("  " + _("line") + " ", "text2", 500, "ui"), (str(fault.line), "text", 700, "mono")]
    if fault.function:
        runs += [("  " + _("in") + " ", "text2", 500, "ui"), (fault.function, "text", 600, "mono")]
    canvas.rich(x + 4, base, runs)
    base += 12
    if fault.lines:
        base = _draw_lines(canvas, x, base, room, fault)
    lines = _sentence_lines(canvas, fault, width + 2 * SIDE)
    for i, line in enumerate(lines):
        left = x + 4
        if i == 0 and fault.error:
            left += canvas.text(left, base + 18 * t, fault.error, NUMBER, "error") + 14
        canvas.text(left, base + (18 + 24 * i) * t, line, BODY, "text")


def _draw_lines(canvas: Canvas, x: float, y: float, width: float, fault: FaultView) -> float:
    """The well with the lines of code; returns its lower edge."""
    t = canvas.type
    high = 8 + len(fault.lines) * 26 * t
    canvas.rect(x, y, width, high, "well", 10)
    with canvas.clip(x, y, width - 6, high):
        for i, (number, line) in enumerate(fault.lines):
            top, bad = y + 4 + i * 26 * t, number == fault.line
            if bad:
                canvas.rect(x + 6, top, width - 12, 26 * t, "rowhi", 7)
                canvas.rect(x + 6, top + 3, 4, 26 * t - 6, "error", 2)
            base = top + 18.6 * t
            canvas.text(x + 18 + 26 * t, base, str(number), CODE_LIGHT, "text" if bad else "text3", "end")
            draw_code(canvas, x + 32 + 26 * t, base, line)
    return y + high + 4
