"""A plugin in the list: its sheet, and its head: name, version, where it comes from, what it adds, how it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...i18n import _
from ..draw.tokens import CODE_LIGHT, LABEL, LEAD, PANEL, STRONG
from ..widgets.widget import Rect
from .plugin_fault import FaultView
from .plugin_notes import NoteView, TrustView

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

ICONS = {"shipped": "box", "folder": "folder", "package": "puzzle", "data": "save", "code": "share"}
SWITCH = (56.0, 32.0)  # size of what switches a plugin off
FOLD = 36.0  # size of what shows all that can be done with it
HUES = {"package": "plugin", "data": "prediction", "code": "prediction"}  # of what is more than the player's own code
GAP = 8.0  # between rows, and between chips
SIDE = 24.0  # left free at both ends of a row
WELL, ICON = 36.0, 20.0  # sizes of the sign before its name
CHIP = 26.0  # how high a chip is at the ordinary text size, and a line of them with what lies between
LINE = 36.0


class PluginView(NamedTuple):
    """`kind`: where it comes from. `chips`: (words, icon) of what it adds. `status` stands at the right.

    on     whether it is switched on; None: it cannot be switched
    hue    of its edge and its bar, where there is something to be said of it; empty: nothing
    tint   of the status
    sign   an icon in place of that of its kind
    """

    name: str
    version: str
    kind: str
    chips: tuple[tuple[str, str], ...]
    faults: tuple[FaultView, ...]
    status: str
    on: bool | None = None
    hue: str = ""
    tint: str = "text2"
    sign: str = ""
    notes: tuple[NoteView, ...] = ()
    trust: TrustView | None = None


class Columns(NamedTuple):
    """Where name, version, source and additions begin, from the row's left edge."""

    name: float
    version: float
    source: float
    chips: float


def kind_name(kind: str) -> str:
    """Where a plugin comes from, in words."""
    return {
        "shipped": _("shipped"), "folder": _("your folder"), "package": _("package"), "data": _("data only"),
        "code": _("from outside"),
    }[kind]  # fmt: skip


def columns_for(canvas: Canvas, rows: list[PluginView]) -> Columns:
    """Wide enough for the longest of each, within bounds."""
    name = max([156.0, *(canvas.width(row.name, LEAD) + 20 for row in rows)])
    version = max([72.0, *(canvas.width(row.version, CODE_LIGHT) + 20 for row in rows)])
    source = max([0.0, *(canvas.width(kind_name(row.kind), LABEL) + 46 for row in rows)]) + 32
    left = 76.0
    name = min(name, 300.0)
    version = min(version, 130.0)
    return Columns(left, left + name, left + name + version, left + name + version + source)


def line_height(canvas: Canvas) -> float:
    """Of the head where its chips have room on one line."""
    return 26 + 24 * canvas.type


def head_height(canvas: Canvas, row: PluginView, columns: Columns, width: float) -> float:
    """With all its chips."""
    return line_height(canvas) + (len(chip_lines(canvas, row, columns, width)) - 1) * LINE * canvas.type


def draw_sheet(canvas: Canvas, rect: Rect, hue: str) -> None:
    """What a row lies on; where there is something to be said of it, with a bar at the left."""
    x, y, width, height = rect
    canvas.sheet(x, y, width, height, PANEL._replace(edge=hue) if hue else PANEL)
    if hue:
        canvas.rect(x + 8, y + 10, 5, height - 20, hue, 2.5)


def draw_head(canvas: Canvas, rect: Rect, row: PluginView, columns: Columns, controls: float) -> None:
    """`controls`: what is left free at its right end."""
    x, y, width, _height = rect
    middle = y + line_height(canvas) / 2
    base = canvas.base_of(middle)
    hue = "plugin" if row.sign == "shield" else row.hue or HUES.get(row.kind, "text2")
    canvas.rect(x + SIDE, middle - WELL / 2, WELL, WELL, "well", 9)
    canvas.icon(row.sign or ICONS[row.kind], x + SIDE + (WELL - ICON) / 2, middle - ICON / 2, ICON, hue)
    room = columns.version - columns.name - 12
    canvas.within(x + columns.name, base, row.name, room, LEAD, "text2" if row.on is False else "text")
    room = columns.source - columns.version - 8
    canvas.within(x + columns.version, base, row.version, room, CODE_LIGHT, "text2")
    _draw_source(canvas, x + columns.source, middle, row.kind)
    style = STRONG if row.hue else LABEL
    canvas.text(x + width - SIDE - controls, base, row.status, style, row.tint, "end")
    beside = _is_beside(canvas, row, columns, width)
    for number, chips in enumerate(chip_lines(canvas, row, columns, width)):
        left = x + (columns.chips if beside else columns.name)
        for words, mark in chips:
            left += _draw_chip(canvas, left, middle + number * LINE * canvas.type, words, mark) + GAP


def control_room(row: PluginView) -> float:
    """Width at the right end of the head that its controls need."""
    switch = SWITCH[0] + 16 if row.on is not None else 0.0
    return switch + (FOLD + 8 if row.on else 0.0)


def _draw_source(canvas: Canvas, x: float, middle: float, kind: str) -> None:
    words = kind_name(kind)
    wide, high = canvas.width(words, LABEL) + 46, 6 + CHIP * canvas.type
    colour = HUES.get(kind, "text2" if kind == "shipped" else "text")
    canvas.rect(x, middle - high / 2, wide, high, "well", 9)
    edge = HUES.get(kind, "border2")
    canvas.rect(x + 0.75, middle - high / 2 + 0.75, wide - 1.5, high - 1.5, None, 8.5, edge, 1.5)
    canvas.icon(ICONS[kind], x + 11, middle - 9, 18, colour)
    canvas.mid_text(x + 35, middle, words, LABEL, colour)


def _draw_chip(canvas: Canvas, x: float, middle: float, words: str, icon: str) -> float:
    wide, high = _chip_width(canvas, words), 4 + CHIP * canvas.type
    canvas.rect(x, middle - high / 2, wide, high, "raised", 9)
    canvas.rect(x + 0.5, middle - high / 2 + 0.5, wide - 1, high - 1, None, 8.5, "border2")
    canvas.icon(icon, x + 9, middle - 9, 18, "text2")
    canvas.mid_text(x + 34, middle, words, LABEL, "text2")
    return wide


def _chip_width(canvas: Canvas, words: str) -> float:
    return canvas.width(words, LABEL) + 44


def _chip_room(canvas: Canvas, row: PluginView, columns: Columns, width: float) -> float:
    """Beside the kind, up to the status."""
    return width - SIDE - columns.chips - canvas.width(row.status, STRONG) - 40 - control_room(row)


def _is_beside(canvas: Canvas, row: PluginView, columns: Columns, width: float) -> bool:
    """Whether each chip has room beside the kind."""
    room = _chip_room(canvas, row, columns, width)
    return all(_chip_width(canvas, words) + GAP <= room for words, _icon in row.chips)


def chip_lines(canvas: Canvas, row: PluginView, columns: Columns, width: float) -> list[list[tuple[str, str]]]:
    """The chips in as many lines as they need: beside the kind; where not even one has room there, below the name."""
    beside = _is_beside(canvas, row, columns, width)
    room = _chip_room(canvas, row, columns, width) if beside else width - columns.name - SIDE
    lines: list[list[tuple[str, str]]] = [[]] if beside else [[], []]
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
