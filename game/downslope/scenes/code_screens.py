"""Code to be read: the run as a script, to copy too, and a plugin's files before they may run. Nothing is run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from ..attempt.game.game import Game
from ..desktop.capabilities import no_clipboard
from ..desktop.clipboard import copy
from ..desktop.controls import Intent
from ..i18n import _, plural_form
from ..registry.trust import UnknownCode, changed_lines, short_print, size_words
from ..scripts.forms import Written
from ..view.cards.code_listing import CodeRow, lines_of_code
from ..view.draw import CODE_LIGHT, LABEL, LEAD_LABEL, STRONG, WELL, Canvas
from ..view.format.markup import draw_code
from ..view.widgets.button import Button, Segmented
from ..view.widgets.ink import SPRING, Boxed, Card, Col, InkBox, Line, Mark, Para, Row, card_title, icon
from ..view.widgets.panel import (
    HIGH,
    Box,
    ButtonPanel,
    Laid,
    Part,
    ScrollArea,
    ScrollPanel,
    Split,
    WidgetPanel,
    column,
    fit_content,
    row,
    with_padding,
)
from ..view.widgets.widget import UNPLACED, Rect
from .base.event_routing import KeyAction
from .base.panel_screen import Modal, PanelScreen, TitleBar
from .base.scene import Scene
from .plugins import PluginsScene

# Lines of code on a screen of their own, each behind its number.


STEP, BASE = 26.0, 18.6  # of the baselines, and the first of them, at the ordinary text size
PAD = 12.0  # above and below the lines
APART = 16.0  # from a number to its line
TOGETHER = 20  # lines that are drawn as one layer


def code_parts(canvas: Canvas, lines: Sequence[CodeRow], gap: float) -> list[Part]:
    """A row for each; one that is new runs. `gap`: for the numbers."""
    marks = [Mark(_draw_line, (line, gap), STEP, line.line) for line in lines]
    blocks = [Col(tuple(marks[start : start + TOGETHER])) for start in range(0, len(marks), TOGETHER)]
    return [fit_content(InkBox(canvas, block, 0)) for block in blocks]


def _draw_line(canvas: Canvas, rect: Rect, row: CodeRow, gap: float) -> None:
    x, y, width, height = rect
    base = y + BASE * canvas.type
    if row.running:
        canvas.rect(x + 6, y, width - 12, height, "rowhi")
        canvas.text(x + 16, base, "+", CODE_LIGHT, "goal")
    canvas.text(x + (gap - APART) * canvas.type, base, row.number, CODE_LIGHT, "text3", "end")
    draw_code(canvas, x + gap * canvas.type, base, row.line)


def scroll_keys(lines: ScrollArea) -> dict[str, KeyAction]:
    """Up and down scroll, from wherever the focus is."""
    acts = {way: partial(lines.act, Intent(way)) for way in ("up", "down")}
    return {way: KeyAction(act, bool(lines.limit), _("more lines")) for way, act in acts.items()}


GUTTER = 54.0  # at the ordinary text size, for the numbers of the lines
NAMES = {"python": "Python", "numpy": "NumPy", "torch": "PyTorch", "keras": "Keras"}  # as they call themselves
SIDE, TAB = 24.0, 52.0  # from the card's edge, height of the tabs


class ScriptScene(Modal):
    """Over `parent`. `written`: the run in each form, as `downslope script` prints it, or why there is none."""

    wide, grows = 980.0, 0.0
    form, copied = Laid(""), Laid(False)

    def __init__(self, game: Game, parent: Scene, title: str, written: Mapping[str, Written]) -> None:
        super().__init__(game, parent)
        self.title = title
        self.written = dict(written)
        self.form = next(iter(self.written))
        self.focus = "copy"

    def spoken_line(self) -> str:
        return f"{self.title}. {self.shown.why or about(self.form, self.shown.text)}"

    @property
    def shown(self) -> Written:
        return self.written[self.form]

    def tree(self, canvas: Canvas) -> Split:
        title = card_title(canvas, self.title, about(self.form, self.shown.text))
        items = [partial(draw_tab, NAMES.get(form, form), bool(each.text)) for form, each in self.written.items()]
        forms = Segmented("form", UNPLACED, items, list(self.written).index(self.form), self._choose, key="code",
                          tip=_("In another library"))  # fmt: skip
        tabs = [Part(WidgetPanel(forms), TAB)] if len(self.written) > 1 else []
        # The form that is shown, or in its place why there is none; as high for each form, so that no tab moves
        room, step = self.span - 2 * SIDE, STEP * canvas.type
        letters = int((room - 40 - GUTTER * canvas.type) / canvas.width("0", CODE_LIGHT))
        texts = {form: map(CodeRow, w.text.rstrip("\n").split("\n")) for form, w in self.written.items()}
        every = {form: lines_of_code(list(lines), letters) for form, lines in texts.items()}
        high, stretch = 2 * PAD + step * max(len(pieces) for pieces in every.values()), 0.0
        inside = with_padding(column(*code_parts(canvas, every[self.form], GUTTER), gap=0), top=PAD, bottom=PAD)
        if not self.shown.text:
            why = Para(self.shown.why, LEAD_LABEL, "text2", anchor="middle")
            lock, stretch = Row((SPRING, icon("lock", 32, "text2"), SPRING)), high
            inside = with_padding(InkBox(canvas, Col((SPRING, lock, why, SPRING)), room - 64), 32, 0, 32)
        lines = ScrollPanel("lines", self.area, inside, high=high, stretch=stretch)
        body = column(*tabs, Part(Card(lines, WELL, 0)), gap=16)
        head = column(fit_content(with_padding(title, left=4, right=4)), Part(body), gap=8)
        words, sign = (_("Copied"), "check") if self.copied else (_("Copy to clipboard"), "share")
        copying = Button("copy", UNPLACED, words, sign, self._copy, kind="primary", enabled=bool(self.shown.text))
        buttons = row(Part(ButtonPanel(canvas, copying), 290), Part(Box()), Part(self.close_button(canvas), 180))
        return with_padding(column(Part(head), Part(buttons, HIGH), gap=16), SIDE, 18, SIDE, 20)

    def _choose(self, index: int) -> None:
        self.form, self.copied = list(self.written)[index], False
        self.areas["lines"].offset = 0.0

    def _copy(self) -> None:
        if not copy(self.shown.text):
            text = _("This system has no clipboard; `downslope script` prints the lines.")
            self.game.toasts.fault(no_clipboard(text))
            return
        self.copied = True

    def keys(self) -> dict[str, KeyAction]:
        """Left and right go to the next tab from wherever the focus is; up and down scroll."""
        tabs, keys = self.widget("form"), super().keys() | scroll_keys(self.areas["lines"])
        if tabs is not None:
            keys |= {way: KeyAction(partial(self._act, tabs, Intent(way)), words=_("another form"))
                      for way in ("left", "right")}  # fmt: skip
        return keys


def about(form: str, text: str) -> str:
    """What the lines of a form are."""
    if not text:
        return _("This run has no such form")
    if form == "python" and "from downslope import" in text:
        return _("Python, with the game's own parts: it prints the numbers of your run")
    if form == "torch" and "backward()" not in text:
        return _("PyTorch: a whole layer in one line, the same numbers")
    return {
        "python": _("Plain Python: it prints the numbers of your run"),
        "numpy": _("NumPy: a whole layer in one line, the same numbers"),
        "torch": _("PyTorch: it finds the slopes itself; the same start, order and numbers"),
        "keras": _("Keras 3, on PyTorch: layers, an optimizer and a loss; the same numbers"),
    }.get(form, form)


def draw_tab(name: str, free: bool, canvas: Canvas, rect: Rect, chosen: bool, colour: str) -> None:
    """An item of a Segmented: a form's name, with a lock where the run has no such form."""
    x, y, width, height = rect
    lock = 0.0 if free else 28.0
    style, label = canvas.fit_style(name, width - 16 - lock, STRONG if chosen else LABEL)
    left = x + (width - canvas.width(label, style) - lock) / 2
    if lock:
        canvas.icon("lock", left, y + height / 2 - 10, 20, colour)
    canvas.text_vcenter(left + lock, y + height / 2, label, style, colour)


# The code of a plugin to be read before it may run: its files at the left, the lines at the right.


TOP, MORE, EDGE = 70.0, 16.0, 24.0  # of the bar, and at twice the text size; the window's edge
FILES, FILE_HIGH, MOST = 280.0, 46.0, 200  # width of the list at the ordinary text size; of a file in it; files at most
FILE_GUTTER = 66.0  # at the ordinary text size, for the numbers of the lines, and a +


class PluginSourceScene(PanelScreen):
    """Over the list of plugins, which does what is decided here."""

    parent: PluginsScene

    def __init__(self, game: Game, parent: PluginsScene, unknown: UnknownCode) -> None:
        super().__init__(game)
        self.parent, self.unknown = parent, unknown
        self.texts = unknown.code.texts()
        self.files = list(self.texts)[:MOST]
        changed = [number for number, name in enumerate(self.files) if self._changed(name)]
        self.file = next(iter(changed), 0)
        self.first = 0.0  # of the lines that are not as they were: where it stands
        self.focus = "lines"

    def spoken_line(self) -> str:
        return ", ".join([self.unknown.name, *size_words(self.unknown), short_print(self.unknown.print)])

    def begins(self) -> str:
        return "lines" if "lines" in self.areas and self.areas["lines"].limit else "back"

    def tree(self, canvas: Canvas) -> Split:
        name = f"{self.unknown.name} {self.unknown.version}".strip()
        text = ", ".join([*size_words(self.unknown), short_print(self.unknown.print)])
        width = max(150.0, canvas.width(_("Trust it"), LABEL) + 80)
        trust = Button("trust", (0, 0, width, 48), _("Trust it"), "shield",
                       partial(self._decide, self.parent.trust, self.unknown), group="decide")  # fmt: skip
        width = max(130.0, canvas.width(_("Not now"), LABEL) + 54)
        later = Button("later", (0, 0, width, 48), _("Not now"), "",
                       partial(self._decide, self.parent.postpone, self.unknown.name), group="decide")  # fmt: skip
        bar = TitleBar(canvas, name, self.back, below=text, controls=[later, trust])
        room = self.width - 2 * EDGE
        listed = min(FILES * canvas.type, room / 3) if len(self.files) > 1 else 0.0
        # All lines of the file, broken where they are too long; what is not as it was has a +
        shown, before = self.files[self.file] if self.files else "", self.unknown.before
        texts = self.texts.get(shown, [])
        new = changed_lines(before.get(shown, []), texts) if before is not None else frozenset()
        gaps = FILE_GUTTER * canvas.type + (16 if listed else 0)
        letters = int((room - listed - 40 - gaps) / canvas.width("0", CODE_LIGHT))
        rows = lines_of_code([CodeRow(line, running=number in new) for number, line in enumerate(texts, 1)], letters)
        self.first = STEP * canvas.type * next((number for number, each in enumerate(rows) if each.running), 0)
        written = with_padding(column(*code_parts(canvas, rows, FILE_GUTTER), gap=0), top=PAD, bottom=PAD)
        lines = Card(ScrollPanel("lines", self.area, written), WELL, 0)
        # The files; with many, only the first of them, which is told
        items = list[Part]()
        for number, name in enumerate(self.files):
            mark = "pencil" if self._changed(name) else ""
            kind = "on" if number == self.file else "normal"
            choice = Button(f"file {number}", UNPLACED, name, mark, partial(self._choose, number), kind=kind,
                            group="files")  # fmt: skip
            items.append(Part(WidgetPanel(choice), FILE_HIGH))
        left = len(self.texts) - len(self.files)
        if left:
            text = plural_form("and {n} more file", "and {n} more files", left).format(n=left)
            items.append(Part(InkBox(canvas, Boxed(Line(text, LABEL, "text2"), (10, 0)), 0), FILE_HIGH))
        files = ScrollPanel("files", self.area, with_padding(column(*items, gap=8), 2, 2, 10, 2), focusable=False)
        parts = [Part(files, listed)] if listed else []
        top = TOP + MORE * (canvas.type - 1)
        return column(Part(bar, top), Part(with_padding(row(*parts, Part(lines), gap=16), EDGE, 0, EDGE, 20)), gap=0)

    def _changed(self, name: str) -> bool:
        before = self.unknown.before
        return before is not None and before.get(name) != self.texts[name]

    def layout(self) -> None:
        begins = "lines" not in self.areas
        super().layout()
        if begins:
            self.areas["lines"].scroll(self.first - 3 * STEP)

    def keys(self) -> dict[str, KeyAction]:
        """Up and down scroll the lines, but where the keyboard is in the list of files."""
        focused = self.widget(self.focus)
        listed = focused is not None and focused.group == "files"
        return super().keys() | ({} if listed else scroll_keys(self.areas["lines"]))

    def _choose(self, number: int) -> None:
        self.file = number
        self.areas["lines"].offset = 0.0
        self.follow_changes()
        self.areas["lines"].scroll(self.first - 3 * STEP)

    def _decide(self, do: Callable[[Any], None], what: object) -> None:
        self.go(self.parent)
        do(what)
