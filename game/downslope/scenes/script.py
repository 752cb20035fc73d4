"""The run as a script, to read and to copy: about ten lines of plain Python, and a tab for each library beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..desktop.capabilities import no_clipboard
from ..desktop.clipboard import copy
from ..i18n import _
from ..scripts.forms import Written
from ..view.draw.tokens import CODE_LIGHT, LABEL, LEAD_LABEL, STRONG
from ..view.format.code_text import draw_code, number_lines
from ..view.widgets.button import Button, Item, Segmented
from ..view.widgets.card import CardTitle, Well
from ..view.widgets.label import Label
from ..view.widgets.layout import Box, Part, Split, column, fit_content, row, with_padding
from ..view.widgets.panel import HIGH, ButtonPanel, Figure, WidgetPanel
from ..view.widgets.scroll import ScrollPanel
from ..view.widgets.widget import UNPLACED, Rect
from .base.modal import Modal

if TYPE_CHECKING:
    from ..attempt.game.game import Game
    from ..desktop.controls import Intent
    from ..view.draw.canvas import Canvas
    from .base.scene import Scene


# ---------------------------------------------------------------------------------------------------------------------
# Lines of code on a screen of their own, each behind its number.


STEP, BASE = 26.0, 18.6  # of the baselines, and the first of them, at the ordinary text size
PAD = 12.0  # above and below the lines
APART = 16.0  # from a number to its line


def letters_in(canvas: Canvas, room: float, column_gap: float) -> int:
    """How many letters a line may have. `column_gap`: width of the numbers at the ordinary text size."""
    return int((room - 40 - column_gap * canvas.type) / canvas.width("0", CODE_LIGHT))


def draw_code_line(canvas: Canvas, x: float, y: float, number: str, line: str, column_gap: float) -> None:
    """A line, or a part of one; `number`: "" where it only goes on."""
    base = y + BASE * canvas.type
    canvas.text(x + (column_gap - APART) * canvas.type, base, number, CODE_LIGHT, "text3", "end")
    draw_code(canvas, x + column_gap * canvas.type, base, line)


GUTTER = 54.0  # at the ordinary text size, for the numbers of the lines
NAMES = {"python": "Python", "numpy": "NumPy", "torch": "PyTorch", "keras": "Keras"}  # as they call themselves
SIDE, TAB = 24.0, 52.0  # from the card's edge, height of the tabs


class ScriptScene(Modal):
    """Over `parent`. `written`: the run in each form, as `downslope script` prints it, or why there is none."""

    wide, grows = 980.0, 0.0

    def __init__(self, game: Game, parent: Scene, title: str, written: Mapping[str, Written]) -> None:
        super().__init__(game, parent)
        self.title = title
        self.written = dict(written)
        self.form = next(iter(self.written))
        self.copied = False
        self.focus = "copy"

    def spoken_line(self) -> str:
        return f"{self.title}. {self.shown.why or about(self.form, self.shown.text)}"

    @property
    def shown(self) -> Written:
        return self.written[self.form]

    def tree(self, canvas: Canvas) -> Split:
        title = CardTitle(canvas, self.title, about(self.form, self.shown.text))
        tabs = [Part(WidgetPanel(self._tabs()), TAB)] if len(self.written) > 1 else []
        body = column(*tabs, Part(Well(self._lines(canvas))), gap=16)
        head = column(fit_content(with_padding(title, left=4, right=4)), Part(body), gap=8)
        words, icon = (_("Copied"), "check") if self.copied else (_("Copy to clipboard"), "share")
        copying = Button("copy", UNPLACED, words, icon, self._copy, kind="primary", enabled=bool(self.shown.text))
        close = Button("close", UNPLACED, _("Close"), "", self.back, key="back")
        buttons = row(Part(ButtonPanel(canvas, copying), 290), Part(Box()), Part(ButtonPanel(canvas, close), 180))
        return with_padding(column(Part(head), Part(buttons, HIGH), gap=16), SIDE, 28, SIDE, 20)

    def _tabs(self) -> Segmented:
        items = [tab(NAMES.get(form, form), bool(written.text)) for form, written in self.written.items()]
        chosen = list(self.written).index(self.form)
        return Segmented("form", UNPLACED, items, chosen, self._choose, key="code", tip=_("In another library"))

    def _lines(self, canvas: Canvas) -> ScrollPanel:
        """The form that is shown, or in its place why there is none; as high for each form, so that no tab moves."""
        room = self.card_width - 2 * SIDE
        step = STEP * canvas.type
        letters = letters_in(canvas, room, GUTTER)
        every = {form: number_lines(w.text.rstrip("\n").split("\n"), letters) for form, w in self.written.items()}
        preferred_size = 2 * PAD + step * max(len(pieces) for pieces in every.values())
        if not self.shown.text:
            return ScrollPanel(
                "lines", self.area, reason(canvas, self.shown.why, room), high=preferred_size, stretch=preferred_size
            )
        rows = [Part(Figure(draw_line, *piece, least=(0, step)), step) for piece in every[self.form]]
        return ScrollPanel(
            "lines", self.area, with_padding(column(*rows, gap=0), top=PAD, bottom=PAD), high=preferred_size
        )

    def _choose(self, index: int) -> None:
        self.form, self.copied = list(self.written)[index], False
        self.areas["lines"].offset = 0.0
        self.request_layout()

    def _copy(self) -> None:
        if not copy(self.shown.text):
            text = _("This system has no clipboard; `downslope script` prints the lines.")
            self.game.toasts.fault(no_clipboard(text))
            return
        self.copied = True
        self.request_layout()

    def on_intent(self, intent: Intent) -> bool:
        """Left and right go to the next tab from wherever the focus is; up and down scroll."""
        tabs = self.widget("form")
        if intent.name in ("left", "right") and isinstance(tabs, Segmented):
            return self._act(tabs, intent)
        if intent.name in ("up", "down"):
            return self.areas["lines"].act(intent)
        return super().on_intent(intent)

    def own_actions(self) -> dict[str, str]:
        tabs = self.widget("form")
        forms = dict.fromkeys(("left", "right"), _("another form")) if isinstance(tabs, Segmented) else {}
        lines = dict.fromkeys(("up", "down"), _("more lines")) if self.areas["lines"].limit else {}
        return {**super().own_actions(), **forms, **lines}


def reason(canvas: Canvas, why: str, room: float) -> Split:
    """In place of the lines: why there are none."""
    told = Label(canvas, why, LEAD_LABEL, "text2", width=min(560 * canvas.type, room - 64), anchor="middle")
    return column(Part(Box()), Part(Figure(draw_lock), 32), fit_content(told), Part(Box()))


def draw_lock(canvas: Canvas, rect: Rect) -> None:
    """The icon over the reason."""
    x, y, width, _height = rect
    canvas.icon("lock", x + width / 2 - 16, y, 32, "text2")


def draw_line(canvas: Canvas, rect: Rect, number: str, line: str) -> None:
    """A line of code, or a part of one, behind its number."""
    draw_code_line(canvas, rect[0], rect[1], number, line, GUTTER)


def about(form: str, text: str) -> str:
    """What the lines of a form are."""
    if not text:
        return _("This run has no such form")
    if form == "python" and "from downslope import" in text:
        return _("Python, with the game's own parts: it prints the numbers of your run")
    return {
        "python": _("Plain Python: it prints the numbers of your run"),
        "numpy": _("NumPy: a whole layer in one line, the same numbers"),
        "torch": _("PyTorch: it finds the slopes itself; the same start, order and numbers"),
        "keras": _("Keras 3, on PyTorch: layers, an optimizer and a loss; the same numbers"),
    }.get(form, form)


def tab(name: str, there: bool) -> Item:
    """An item of a Segmented: a form's name, with a lock where the run has no such form."""

    def draw(canvas: Canvas, rect: Rect, chosen: bool, colour: str) -> None:
        x, y, width, height = rect
        lock = 0.0 if there else 28.0
        style, label = canvas.fit_style(name, width - 16 - lock, STRONG if chosen else LABEL)
        left = x + (width - canvas.width(label, style) - lock) / 2
        if lock:
            canvas.icon("lock", left, y + height / 2 - 10, 20, colour)
        canvas.text_vcenter(left + lock, y + height / 2, label, style, colour)

    return draw
