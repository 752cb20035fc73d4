"""A plugin's row as panels: its head with the switch, what is to be said below it, and the buttons beside that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple, Unpack

from ..i18n import _
from ..view.draw.tokens import BODY, CODE, CODE_LIGHT, LABEL, LEAD, PANEL, STRONG
from ..view.format.code_text import draw_code
from ..view.widgets.button import Button, ButtonOptions, IconButton, Toggle
from ..view.widgets.layout import Box, Part, Split, column, fit_content, row, with_padding
from ..view.widgets.panel import Figure, Group, Panel, WidgetPanel
from ..view.widgets.widget import UNPLACED, Rect, Widget

if TYPE_CHECKING:
    from ..view.draw.canvas import Canvas


# ---------------------------------------------------------------------------------------------------------------------
# What is wrong with a plugin: file, line and function, the lines of source, the error and a sentence.


class FaultView(NamedTuple):
    """`lines`: (number, text); `line` is the number of the faulty one, 0 unknown. `error`: what it is, or "".

    after   what that means, in a quieter tone
    """

    file: str
    line: int
    function: str
    lines: tuple[tuple[int, str], ...]
    error: str
    sentence: str
    after: str = ""


def fault_height(canvas: Canvas, fault: FaultView, width: float) -> float:
    """Of the whole."""
    t = canvas.type
    code = 12 + len(fault.lines) * 26 * t if fault.lines else 0.0
    return 6 + 24 * t + code + len(_sentence_lines(canvas, fault, width)) * 24 * t + 8


def draw_fault(canvas: Canvas, rect: Rect, fault: FaultView) -> None:
    """File, line and function; the lines, the faulty one lit; what is wrong, in words."""
    x, y, width, _height = rect
    t = canvas.type
    base = y + 2 + 18 * t
    runs: list[tuple[str, str, int, str]] = [(fault.file, "text", 700, "mono")]
    if fault.line:
        runs += [("  " + _("line") + " ", "text2", 500, "ui"), (str(fault.line), "text", 700, "mono")]
    if fault.function:
        runs += [("  " + _("in") + " ", "text2", 500, "ui"), (fault.function, "text", 600, "mono")]
    canvas.rich(x + 4, base, runs)
    base += 12
    if fault.lines:
        base = _draw_lines(canvas, x, base, width, fault)
    for number, line in enumerate(_sentence_lines(canvas, fault, width)):
        left = x + 4
        for words, colour in line:
            style = STRONG if colour == "error" else BODY
            left += canvas.text(left, base + (18 + 24 * number) * t, words, style, colour)


def _sentence_lines(canvas: Canvas, fault: FaultView, width: float) -> list[list[tuple[str, str]]]:
    """Error, sentence and what that means, word by word in as many lines as they need: (words, colour) of each."""
    parts = ((fault.error, "error"), (fault.sentence, "text"), (fault.after, "text2"))
    found: list[list[tuple[str, str]]] = [[]]
    used = 0.0
    for text, colour in parts:
        style = STRONG if colour == "error" else BODY
        for word in (part for each in text.split() for part in canvas.lines(each, width - 16, style)):
            wide = canvas.width(word + " ", style)
            if used and used + wide > width - 8:
                found.append([])
                used = 0.0
            used += wide
            if found[-1] and found[-1][-1][1] == colour:
                found[-1][-1] = (f"{found[-1][-1][0]}{word} ", colour)
            else:
                found[-1].append((f"{word} ", colour))
    return found


def _draw_lines(canvas: Canvas, x: float, y: float, width: float, fault: FaultView) -> float:
    """The well with the lines of code; returns its lower edge."""
    t = canvas.type
    height = 8 + len(fault.lines) * 26 * t
    canvas.rect(x, y, width, height, "well", 10)
    with canvas.clip(x, y, width - 6, height):
        for i, (number, line) in enumerate(fault.lines):
            top, bad = y + 4 + i * 26 * t, number == fault.line
            if bad:
                canvas.rect(x + 6, top, width - 12, 26 * t, "rowhi", 7)
                canvas.rect(x + 6, top + 3, 4, 26 * t - 6, "error", 2)
            base = top + 18.6 * t
            canvas.text(x + 18 + 26 * t, base, str(number), CODE_LIGHT, "text" if bad else "text3", "end")
            left = x + 32 + 26 * t
            draw_code(canvas, left, base, canvas.fit(line, x + width - 10 - left, CODE_LIGHT))
    return y + height + 4


# ---------------------------------------------------------------------------------------------------------------------
# Below a plugin's head: what a check has found, a line for each, and whether its code may run.


ROW, SIGN, LEFT = 26.0, 18.0, 38.0  # a line; its sign, and where its words begin
TINTS = {"warn": "goal", "stop": "error"}  # of the signs; those of all others are quiet


class NoteView(NamedTuple):
    """`icon`: check, warn, stop (wrong), eye (a note), probe (it is being looked at) or folder.

    Where it is: `line` 0: none; `file` only of a plugin that has several.
    """

    icon: str
    sentence: str
    line: int = 0
    file: str = ""


class TrustView(NamedTuple):
    """`question`; `warning`: what it means to agree; `what`: the code, in words, and how much of it there is."""

    question: str
    warning: str
    name: str
    what: str
    fingerprint: str


def notes_height(canvas: Canvas, notes: tuple[NoteView, ...], width: float) -> float:
    """Of all of them."""
    return sum(len(_lines(canvas, note, width)) for note in notes) * ROW * canvas.type


def _lines(canvas: Canvas, note: NoteView, width: float) -> list[str]:
    place = _place(note)
    room = canvas.width("  " + place, CODE) if place else 0.0
    return canvas.lines(note.sentence, width - LEFT - room) or [""]


def _place(note: NoteView) -> str:
    if not note.line:
        return note.file
    place = _("{file}, line {line}") if note.file else _("line {line}")
    return place.format(file=note.file, line=note.line)


def draw_notes(canvas: Canvas, rect: Rect, notes: tuple[NoteView, ...]) -> None:
    """One below the other."""
    x, y, width, _height = rect
    step = ROW * canvas.type
    for note in notes:
        tint = TINTS.get(note.icon, "text2")
        sign = "warn" if note.icon == "stop" else note.icon
        canvas.icon(sign, x + 8, y + step / 2 - SIGN / 2, SIGN, tint)
        colour = "text" if note.icon in ("warn", "stop") else "text2"
        wide = 0.0
        for line in _lines(canvas, note, width):
            base = canvas.baseline_of(y + step / 2)
            wide = canvas.text(x + LEFT, base, line, BODY, colour)
            y += step
        if _place(note):
            base = canvas.baseline_of(y - step / 2)
            canvas.text(x + LEFT + wide + 14, base, _place(note), CODE, "text")


def trust_height(canvas: Canvas, trust: TrustView, width: float) -> float:
    """Of the question and what stands below it."""
    return (4 + 26 + ROW * len(_warning_lines(canvas, trust, width))) * canvas.type + _what_lines(
        canvas, trust, width
    ) * ROW * canvas.type


def _warning_lines(canvas: Canvas, trust: TrustView, width: float) -> list[str]:
    return canvas.lines(trust.warning, width - 8)


def _what_runs(trust: TrustView) -> list[tuple[str, str, int, str]]:
    return [
        (trust.name, "text", 600, "mono"), (f"  {trust.what} ", "text2", 500, "ui"),
        (trust.fingerprint, "text", 600, "mono"),
    ]  # fmt: skip


def _what_lines(canvas: Canvas, trust: TrustView, width: float) -> int:
    """Lines of what the code is: one where there is room, else its name, what it is and the fingerprint below."""
    return 1 if canvas.rich_width(_what_runs(trust), BODY) <= width - 8 else 1 + len(
        canvas.lines(f"{trust.what} {trust.fingerprint}", width - 8)
    )


def draw_trust(canvas: Canvas, rect: Rect, trust: TrustView) -> None:
    """The question, what agreeing means, and what the code is."""
    x, y, width, _height = rect
    t = canvas.type
    base = y + 20 * t
    canvas.within(x + 4, base, trust.question, width - 8, LEAD, "text")
    base += 26 * t
    for line in _warning_lines(canvas, trust, width):
        canvas.text(x + 4, base, line, BODY, "text2")
        base += ROW * t
    if _what_lines(canvas, trust, width) == 1:
        canvas.rich(x + 4, base, _what_runs(trust))
        return
    canvas.within(x + 4, base, trust.name, width - 8, CODE, "text")
    for line in canvas.lines(f"{trust.what} {trust.fingerprint}", width - 8):
        base += ROW * t
        canvas.text(x + 4, base, line, BODY, "text2")


# ---------------------------------------------------------------------------------------------------------------------
# A plugin in the list: its sheet, and its head: name, version, where it comes from, what it adds, how it stands.


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


def header_height(canvas: Canvas, row: PluginView, columns: Columns, width: float) -> float:
    """With all its chips."""
    return line_height(canvas) + (len(badge_lines(canvas, row, columns, width)) - 1) * LINE * canvas.type


def draw_sheet(canvas: Canvas, rect: Rect, hue: str) -> None:
    """What a row lies on; where there is something to be said of it, with a bar at the left."""
    x, y, width, height = rect
    canvas.sheet(x, y, width, height, PANEL._replace(edge=hue) if hue else PANEL)
    if hue:
        canvas.rect(x + 8, y + 10, 5, height - 20, hue, 2.5)


def draw_header(canvas: Canvas, rect: Rect, row: PluginView, columns: Columns, controls: float) -> None:
    """`controls`: what is left free at its right end."""
    x, y, width, _height = rect
    middle = y + line_height(canvas) / 2
    base = canvas.baseline_of(middle)
    colour = "plugin" if row.sign == "shield" else row.hue or HUES.get(row.kind, "text2")
    canvas.rect(x + SIDE, middle - WELL / 2, WELL, WELL, "well", 9)
    canvas.icon(row.sign or ICONS[row.kind], x + SIDE + (WELL - ICON) / 2, middle - ICON / 2, ICON, colour)
    room = columns.version - columns.name - 12
    canvas.within(x + columns.name, base, row.name, room, LEAD, "text2" if row.on is False else "text")
    room = columns.source - columns.version - 8
    canvas.within(x + columns.version, base, row.version, room, CODE_LIGHT, "text2")
    _draw_source(canvas, x + columns.source, middle, row.kind)
    style = STRONG if row.hue else LABEL
    canvas.text(x + width - SIDE - controls, base, row.status, style, row.tint, "end")
    beside = _is_beside(canvas, row, columns, width)
    for number, chips in enumerate(badge_lines(canvas, row, columns, width)):
        left = x + (columns.chips if beside else columns.name)
        for words, mark in chips:
            left += _draw_chip(canvas, left, middle + number * LINE * canvas.type, words, mark) + GAP


def control_room(row: PluginView) -> float:
    """Width at the right end of the head that its controls need."""
    switch = SWITCH[0] + 16 if row.on is not None else 0.0
    return switch + (FOLD + 8 if row.on else 0.0)


def _draw_source(canvas: Canvas, x: float, middle: float, kind: str) -> None:
    words = kind_name(kind)
    width, height = canvas.width(words, LABEL) + 46, 6 + CHIP * canvas.type
    colour = HUES.get(kind, "text2" if kind == "shipped" else "text")
    canvas.rect(x, middle - height / 2, width, height, "well", 9)
    edge = HUES.get(kind, "border2")
    canvas.rect(x + 0.75, middle - height / 2 + 0.75, width - 1.5, height - 1.5, None, 8.5, edge, 1.5)
    canvas.icon(ICONS[kind], x + 11, middle - 9, 18, colour)
    canvas.text_vcenter(x + 35, middle, words, LABEL, colour)


def _draw_chip(canvas: Canvas, x: float, middle: float, words: str, icon: str) -> float:
    width, height = _badge_width(canvas, words), 4 + CHIP * canvas.type
    canvas.rect(x, middle - height / 2, width, height, "raised", 9)
    canvas.rect(x + 0.5, middle - height / 2 + 0.5, width - 1, height - 1, None, 8.5, "border2")
    canvas.icon(icon, x + 9, middle - 9, 18, "text2")
    canvas.text_vcenter(x + 34, middle, words, LABEL, "text2")
    return width


def _badge_width(canvas: Canvas, words: str) -> float:
    return canvas.width(words, LABEL) + 44


def _badge_room(canvas: Canvas, row: PluginView, columns: Columns, width: float) -> float:
    """Beside the kind, up to the status."""
    return width - SIDE - columns.chips - canvas.width(row.status, STRONG) - 40 - control_room(row)


def _is_beside(canvas: Canvas, row: PluginView, columns: Columns, width: float) -> bool:
    """Whether each chip has room beside the kind."""
    room = _badge_room(canvas, row, columns, width)
    return all(_badge_width(canvas, words) + GAP <= room for words, _icon in row.chips)


def badge_lines(canvas: Canvas, row: PluginView, columns: Columns, width: float) -> list[list[tuple[str, str]]]:
    """The chips in as many lines as they need: beside the kind; where not even one has room there, below the name."""
    beside = _is_beside(canvas, row, columns, width)
    room = _badge_room(canvas, row, columns, width) if beside else width - columns.name - SIDE
    lines: list[list[tuple[str, str]]] = [[]] if beside else [[], []]
    used = 0.0
    for words, icon in row.chips:
        fitted = canvas.fit(words, max(60.0, room - 44), LABEL)
        wide = _badge_width(canvas, fitted) + GAP
        if lines[-1] and used + wide > room:
            lines.append([])
            used = 0.0
        lines[-1].append((fitted, icon))
        used += wide
    return lines


HIGH = 44.0  # of a button
BETWEEN = 10.0
NARROW = 380.0  # design pixels at the ordinary text size: what is told beside the buttons has at least that
LEAST = 128.0  # width of a button


class RowButton(Button):
    """It hears its key, and is what the screen proposes, only while the keyboard is in its row.

    `first`: it is what its row proposes.
    """

    def __init__(self, name: str, label: str, icon: str, on_press: Callable[[], None], first: bool = False,
                 **options: Unpack[ButtonOptions]) -> None:  # fmt: skip
        super().__init__(name, UNPLACED, label, icon, on_press, **options)
        self.first, self.lit = first, False

    def light(self, lit: bool) -> None:
        """The keyboard is in its row, or is not."""
        self.lit, self.kind = lit, "primary" if lit and self.first else "normal"

    def answers(self, name: str) -> bool:
        return self.lit and super().answers(name)


class RowControls(NamedTuple):
    """What can be pressed in a plugin's row. `on` and `fold` stand in its head, `buttons` below it."""

    on: Toggle | None
    fold: IconButton | None
    buttons: Sequence[RowButton]


class PluginHead(Panel):
    """Name, version, kind, chips and status; at the right end the switch, before it what unfolds the row."""

    flat = True

    def __init__(self, view: PluginView, columns: Columns, controls: RowControls, high: float, line: float) -> None:
        self.view, self.columns, self.controls, self.high, self.line = view, columns, controls, high, line

    def least_size(self) -> tuple[float, float]:
        return 0.0, self.high

    def place(self, rect: Rect) -> list[Widget]:
        self.rect = rect
        x, y, w, _h = rect
        found: list[Widget] = []
        right = x + w - SIDE
        if self.controls.on is not None:
            right -= SWITCH[0]
            self.controls.on.rect = (right, y + (self.line - SWITCH[1]) / 2, *SWITCH)
            found.append(self.controls.on)
        if self.controls.fold is not None:
            right -= FOLD + 8
            self.controls.fold.rect = (right, y + (self.line - FOLD) / 2, FOLD, FOLD)
            found.insert(0, self.controls.fold)
        return found

    def paint(self, canvas: Canvas) -> None:
        view, columns, place = self.view._replace(faults=(), notes=(), trust=None), self.columns, self.rect
        room = control_room(self.view)
        key = ("plugin head", view, columns, place[2])
        canvas.keep(key, *place, lambda sub: draw_header(sub, place, view, columns, room))


class PluginPanel(Group):
    """The whole row. What is told stands beside the buttons, above them where there is too little room."""

    flat = True

    def __init__(
        self, canvas: Canvas, view: PluginView, columns: Columns, width: float, controls: RowControls
    ) -> None:
        self.view, self.controls = view, controls
        line = line_height(canvas)
        head = PluginHead(view, columns, controls, header_height(canvas, view, columns, width), line)
        super().__init__(column(fit_content(head), *self._body(canvas, width), gap=0))

    def _body(self, canvas: Canvas, width: float) -> list[Part]:
        """What stands below the head."""
        buttons, wide = button_rows(canvas, self.controls.buttons, self.view.trust is not None)
        room = width - 2 * SIDE
        beside = room - wide - (SIDE if wide else 0.0)
        above = wide > 0 and beside < NARROW * canvas.type
        told = self._told(canvas, room if above else beside)
        if not told and not wide:
            return []
        whole = column(*told, gap=0)
        if above:
            at_right = row(Part(Box()), fit_content(buttons), gap=0)
            body = column(*told, fit_content(with_padding(at_right, 0, 8, 0, 4)), gap=0)
        elif wide:
            middle = column(Part(Box()), fit_content(buttons), Part(Box()), gap=0)
            body = row(Part(column(fit_content(whole), gap=0)), fit_content(middle), gap=SIDE)
        else:
            body = whole
        return [Part(Figure(draw_separator, least=(0.0, 1.0)), 1), fit_content(with_padding(body, SIDE, 6, SIDE, 10))]

    def _told(self, canvas: Canvas, width: float) -> list[Part]:
        view, found = self.view, list[Part]()
        if view.trust is not None:
            height = trust_height(canvas, view.trust, width)
            found.append(fit_content(Figure(draw_trust, view.trust, least=(0.0, height))))
        for fault in view.faults:
            found.append(fit_content(Figure(draw_fault, fault, least=(0.0, fault_height(canvas, fault, width)))))
        if view.notes:
            height = notes_height(canvas, view.notes, width)
            found.append(fit_content(Figure(draw_notes, view.notes, least=(0.0, height))))
        return found

    def paint(self, canvas: Canvas) -> None:
        x, y, w, h = place = self.rect
        hue = self.view.hue
        canvas.keep(("plugin sheet", hue), x - 24, y - 20, w + 48, h + 48, lambda sub: draw_sheet(sub, place, hue))
        super().paint(canvas)


def draw_separator(canvas: Canvas, rect: Rect) -> None:
    """The line below a head."""
    x, y, width, _height = rect
    canvas.line(x + SIDE, y + 0.5, x + width - SIDE, y + 0.5, "border", 1)


def button_rows(canvas: Canvas, buttons: Sequence[RowButton], abreast: bool) -> tuple[Split, float]:
    """The buttons in rows of two, the last at the right, or all `abreast`; and how wide that is."""
    if not buttons:
        return column(gap=0), 0.0
    wides = [button_width(canvas, button) for button in buttons]
    if abreast:
        parts = [Part(WidgetPanel(button, width, HIGH), width) for button, width in zip(buttons, wides)]
        return column(Part(row(*parts, gap=BETWEEN), HIGH), gap=0), sum(wides) + BETWEEN * (len(wides) - 1)
    width = max(wides)
    pairs = [list(buttons[start : start + 2]) for start in range(0, len(buttons), 2)]
    rows = []
    for pair in pairs:
        free = [Part(Box())] if len(pair) < 2 else []
        rows.append(Part(row(*free, *(Part(WidgetPanel(b, width, HIGH), width) for b in pair), gap=BETWEEN), HIGH))
    return column(*rows, gap=BETWEEN), width * min(2, len(buttons)) + BETWEEN * (len(buttons) > 1)


def button_width(canvas: Canvas, button: RowButton) -> float:
    """With room for a key of one letter, and never so small that it is no target."""
    return max(LEAST, button.wide(canvas, "E" if button.key else ""))


class HintPanel(Group):
    """Words in a dashed frame."""

    def paint(self, canvas: Canvas) -> None:
        x, y, w, h = self.rect
        canvas.rect(x + 0.75, y, w - 1.5, h, None, 14, "border", 1.5, dash=(5, 5))
        super().paint(canvas)


def fold_button(number: int, folded: bool, on_press: Callable[[], None]) -> IconButton:
    """Shows all that can be done with a plugin, or puts it away."""
    tip = _("What can be done with it") if folded else _("Put that away")
    return IconButton(f"fold {number}", UNPLACED, "", "down" if folded else "close", on_press, tip=tip)
