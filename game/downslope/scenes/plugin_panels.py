"""A plugin's row as panels: its head with the switch, what is to be said below it, and the buttons beside that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Unpack

from ..i18n import _, translate
from ..registry.plugin import PluginFault
from ..view.draw.text import GLUE
from ..view.draw.tokens import BODY, CODE, CODE_LIGHT, LABEL, LEAD, PANEL, STRONG, Run
from ..view.format.code_text import draw_code
from ..view.widgets.button import Button, ButtonOptions, IconButton, Toggle
from ..view.widgets.ink import SPRING, Boxed, Col, Either, Flow, Ink, InkBox, Line, Mark, Prose, Row, icon, rule
from ..view.widgets.panel import Box, Group, Panel, Part, Split, WidgetPanel, column, fit_content, row, with_padding
from ..view.widgets.widget import UNPLACED, Rect, Widget

if TYPE_CHECKING:
    from ..view.draw.canvas import Canvas


# ---------------------------------------------------------------------------------------------------------------------
# What is wrong with a plugin: file, line and function, the lines of source, the error and a sentence.


def fault_ink(fault: PluginFault) -> Ink:
    """File, line and function; of the source the faulty line, lit, and the one before it; what is wrong, in words."""
    where: list[Run] = [(Path(fault.file).name, "text", 700, "mono")]
    if fault.line:
        where += [("  " + _("line") + " ", "text2", 500, "ui"), (str(fault.line), "text", 700, "mono")]
    if fault.function:
        where += [("  " + _("in") + " ", "text2", 500, "ui"), (fault.function, "text", 600, "mono")]
    error = str(fault.values.get("error", "")) if fault.template == "{error}: {reason}" else ""
    sentence = str(fault.values["reason"]) if error else translate(fault)
    after, lines = "", [(number, text) for number, text in fault.source if number <= fault.line]
    if fault.stopped:
        lines = [(number, text.lstrip()) for number, text in lines[-1:]]
        error, sentence, after = sentence, "", _("Its run was kept; the rest of the game works.")
    code = [Mark(_code_line, (number, text, number == fault.line), 26, f"{number} {text}") for number, text in lines]
    well = (Boxed(Col(tuple(code)), (0, 4), "well"),) if code else ()
    told = Prose(((error, STRONG, "error"), (sentence, BODY, "text"), (after, BODY, "text2")))
    return Col((Boxed(Line(tuple(where)), (4, 3)), *well, Boxed(told, (4, 5))), 2)


def _code_line(canvas: Canvas, rect: Rect, number: int, text: str, bad: bool) -> None:
    """A line of source with its number, lit where the fault is."""
    x, y, w, h = rect
    if bad:
        canvas.rect(x + 6, y, w - 12, h, "rowhi", 7)
        canvas.rect(x + 6, y + 3, 4, h - 6, "error", 2)
    base, left = y + 18.6 * canvas.type, x + 32 + 26 * canvas.type
    canvas.text(left - 14, base, str(number), CODE_LIGHT, "text" if bad else "text3", "end")
    draw_code(canvas, left, base, canvas.fit(text, x + w - 10 - left, CODE_LIGHT))


# ---------------------------------------------------------------------------------------------------------------------
# Below a plugin's head: what a check has found, a line for each.


TINTS = {"warn": "goal", "stop": "error"}  # of the signs; those of all others are quiet


def note_ink(sign: str, sentence: str, line: int = 0, file: str = "") -> Ink:
    """`sign`: check, warn, stop (wrong), eye (a note), probe (it is being looked at) or folder.

    Where it is: `line` 0: none; `file` only of a plugin that has several.
    """
    place = (_("{file}, line {line}") if file else _("line {line}")).format(file=file, line=line) if line else file
    mark = icon("warn" if sign == "stop" else sign, 18, TINTS.get(sign, "text2"), text=24)
    parts = ((sentence, BODY, "text" if sign in TINTS else "text2"), (place.replace(" ", GLUE), CODE, "text"))
    return Boxed(Row((mark, Prose(parts)), 12, "top"), (8, 1))


# ---------------------------------------------------------------------------------------------------------------------
# A plugin in the list: its sheet, and its head: name, version, where it comes from, what it adds, how it stands.


ICONS = {"shipped": "box", "folder": "folder", "package": "puzzle", "data": "save", "code": "share"}
SWITCH, FOLD = (56.0, 32.0), (36.0, 36.0)  # sizes of what switches a plugin off, and shows all that can be done with it
HUES = {"package": "plugin", "data": "prediction", "code": "prediction"}  # of what is more than the player's own code
GAP = 8.0  # between rows, and between chips
SIDE = 24.0  # left free at both ends of a row


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
    faults: tuple[Ink, ...]
    status: str
    on: bool | None = None
    hue: str = ""
    tint: str = "text2"
    sign: str = ""
    notes: tuple[Ink, ...] = ()
    trust: Ink | None = None


def source_ink(kind: str) -> Ink:
    """Where a plugin comes from."""
    words = {
        "shipped": _("shipped"), "folder": _("your folder"), "package": _("package"), "data": _("data only"),
        "code": _("from outside"),
    }[kind]  # fmt: skip
    colour = HUES.get(kind, "text2" if kind == "shipped" else "text")
    named = Row((icon(ICONS[kind], 18, colour), Line(words, LABEL, colour)), 6)
    return Boxed(named, (11, 5), "well", HUES.get(kind, "border2"), 9)


def head_ink(canvas: Canvas, view: PluginView, others: Sequence[PluginView]) -> Ink:
    """A row's first line; its columns begin where they do in `others`.

    What it adds stands beside its kind; where not even one chip has room there, below its name.
    """
    name = min(288.0, max([144.0, *(canvas.width(each.name, LEAD) + 8 for each in others)]))
    version = min(118.0, max([60.0, *(canvas.width(each.version, CODE_LIGHT) + 8 for each in others)]))
    source = max(source_ink(each.kind).size(canvas)[0] for each in others) + 20
    colour = "plugin" if view.sign == "shield" else view.hue or HUES.get(view.kind, "text2")
    first = (
        Boxed(icon(view.sign or ICONS[view.kind], 20, colour), (8, 8), "well", radius=9),
        Boxed(Line(view.name, LEAD, "text2" if view.on is False else "text"), wide=name, most=name),
        Boxed(Line(view.version, CODE_LIGHT, "text2"), wide=version, most=version),
        Boxed(Row((source_ink(view.kind),)), wide=source),
    )
    added = [Row((icon(mark, 18, "text2"), Line(words, LABEL, "text2")), 7) for words, mark in view.chips]
    chips = Flow(tuple(Boxed(each, (9, 4), "raised", "border2", 9, 1) for each in added), GAP, 6)
    status = Line(view.status, STRONG if view.hue else LABEL, view.tint)
    below = Col((Row((*first, SPRING, status), 12), Row((Ink(wide=36), chips), 12)), 6)
    return Boxed(Either((Row((*first, chips, SPRING, status), 12), below)), (0, 7))


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

    def every(self) -> list[Widget]:
        """All of them, as they are walked."""
        return [widget for widget in (self.on, self.fold, *self.buttons) if widget is not None]


class PluginPanel(Group):
    """The whole row. What is told stands beside the buttons, above them where there is too little room."""

    flat = True

    def __init__(self, canvas: Canvas, view: PluginView, others: Sequence[PluginView], width: float,
                 controls: RowControls) -> None:  # fmt: skip
        self.view, room = view, width - 2 * SIDE
        in_head = [(each, size) for each, size in ((controls.fold, FOLD), (controls.on, SWITCH)) if each is not None]
        left = room - sum(wide + 12 for _each, (wide, _high) in in_head)
        parts = [fit_content(column(Part(Box()), Part(WidgetPanel(each, *size), size[1]), Part(Box()), gap=0))
                 for each, size in in_head]  # fmt: skip
        head = row(Part(InkBox(canvas, head_ink(canvas, view, others), left)), *parts)
        told = Col((*((view.trust,) if view.trust else ()), *view.faults, *view.notes))
        buttons, wide = button_rows(canvas, controls.buttons, view.trust is not None)
        beside = room - wide - (SIDE if wide else 0.0)
        body: Split | Panel = InkBox(canvas, told, beside)
        if wide and beside < NARROW * canvas.type:
            at_right = with_padding(row(Part(Box()), fit_content(buttons), gap=0), 0, 8, 0, 4)
            body = column(fit_content(InkBox(canvas, told, room)), fit_content(at_right), gap=0)
        elif wide:
            middle = column(Part(Box()), fit_content(buttons), Part(Box()), gap=0)
            body = row(Part(column(fit_content(body), gap=0)), fit_content(middle), gap=SIDE)
        under = (fit_content(InkBox(canvas, rule(1), room)), fit_content(with_padding(body, 0, 6, 0, 10)))
        rows = column(fit_content(head), *(under if told.items or wide else ()), gap=0)
        super().__init__(with_padding(rows, SIDE, 0, SIDE))

    def paint(self, canvas: Canvas) -> None:
        """What it lies on; where there is something to be said of it, with a bar at the left."""
        (x, y, _w, h), hue = self.rect, self.view.hue
        canvas.sheet(*self.rect, PANEL._replace(edge=hue) if hue else PANEL)
        if hue:
            canvas.rect(x + 8, y + 10, 5, h - 20, hue, 2.5)
        super().paint(canvas)


def button_rows(canvas: Canvas, buttons: Sequence[RowButton], abreast: bool) -> tuple[Split, float]:
    """The buttons in rows of two, the last at the right, or all `abreast`; and how wide that is."""
    if not buttons:
        return column(gap=0), 0.0
    # With room for a key of one letter, and never so small that it is no target
    wides = [max(LEAST, button.wide(canvas, "E" if button.key else "")) for button in buttons]
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


class HintPanel(Group):
    """Words in a dashed frame."""

    def paint(self, canvas: Canvas) -> None:
        x, y, w, h = self.rect
        canvas.rect(x + 0.75, y, w - 1.5, h, None, 14, "border", 1.5, dash=(5, 5))
        super().paint(canvas)
