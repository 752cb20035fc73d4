"""The run as a script, to read and to copy: about ten lines of plain Python, and a tab for each library beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pygame

from ..i18n import _
from ..scripts.translated import Written
from ..view.draw.tokens import BODY, CODE_LIGHT, LABEL, STRONG, TITLE
from ..view.format.code_text import draw_code, numbered
from ..view.format.measure import measure
from ..view.widgets.button import Button, Item, Segmented
from ..view.widgets.widget import Rect
from .base.modal import Modal

if TYPE_CHECKING:
    from ..attempt.game import Game
    from ..desktop.controls import Intent
    from ..view.draw.canvas import Canvas
    from .base.scene import Scene

STEP = 26.0  # of the baselines at the ordinary text size
GUTTER = 54.0  # at the ordinary text size, for the numbers of the lines
NAMES = {"python": "Python", "numpy": "NumPy", "torch": "PyTorch", "keras": "Keras"}  # as they call themselves
TAB = 52.0


class ScriptScene(Modal):
    """Over `parent`. `written`: the run in each form, as `downslope script` prints it, or why there is none."""

    def __init__(self, game: Game, parent: Scene, title: str, written: Mapping[str, Written]) -> None:
        super().__init__(game, parent)
        self.title = title
        self.written = dict(written)
        self.form = next(iter(self.written))
        self.copied = False
        self.focus = "copy"
        self._face = object()  # key of the layer with all that stands still
        self.pieces: list[tuple[str, str]] = []  # (line number, part of a line) of the form that is shown

    @property
    def shown(self) -> Written:
        return self.written[self.form]

    def layout(self) -> None:
        canvas = measure(self.game, self.width, self.height)
        width = min(980.0, self.width - 64)
        char = canvas.width("0", CODE_LIGHT)
        room = int((width - 48 - 24 - 16 - GUTTER * self.type) / char)
        every = {form: numbered(w.text.rstrip("\n").split("\n"), room) for form, w in self.written.items()}
        self.pieces = every[self.form] if self.shown.text else []
        content = {form: len(pieces) * STEP * self.type + 24 for form, pieces in every.items()}
        tabs = TAB + 12 if len(self.written) > 1 else 0.0
        head, foot = 60 + 28 * self.type + tabs, 88.0
        height = min(head + max(content.values()) + foot, self.height - 48)  # the same for each form: no tab moves away
        self.place = ((self.width - width) / 2, (self.height - height) / 2, width, height)
        x, y, width, height = self.place
        area = self.area("lines", (x + 24, y + head, width - 48, height - head - foot), content[self.form])
        label = _("Copied") if self.copied else _("Copy to clipboard")
        low, icon = y + height - 72, "check" if self.copied else "share"
        forms = list(self.written)
        bar = (x + 24, y + head - tabs - 4, width - 48, TAB)
        items = [tab(NAMES.get(form, form), bool(self.written[form].text)) for form in forms]
        chosen = forms.index(self.form)
        choice = Segmented("form", bar, items, chosen, self._choose, key="code", tip=_("In another library"))
        self.widgets = [
            *([choice] if tabs else []),
            area,
            Button("copy", (x + 24, low, 290, 52), label, icon, self._copy, kind="primary",
                   enabled=bool(self.shown.text)),
            Button("close", (x + width - 24 - 180, low, 180, 52), _("Close"), "", self.back, key="back"),
        ]  # fmt: skip

    def _choose(self, index: int) -> None:
        self.form, self.copied = list(self.written)[index], False
        self.areas["lines"].offset = 0.0
        self.relayout()

    def _copy(self) -> None:
        try:
            copy(self.shown.text)
        except pygame.error:
            self.game.toasts.fault(_("This system has no clipboard; `downslope script` prints the lines."))
            return
        self.copied = True
        self.relayout()

    def on_intent(self, intent: Intent) -> bool:
        """Left and right go to the next tab from wherever the focus is; up and down scroll."""
        tabs = self.widget("form")
        if intent.name in ("left", "right") and isinstance(tabs, Segmented):
            return self._act(tabs, intent)
        if intent.name in ("up", "down"):
            return self.areas["lines"].act(intent)
        return super().on_intent(intent)

    # drawing

    def paint(self, canvas: Canvas) -> None:
        super().paint(canvas)
        x, y, width, height = self.place
        key = (self._face, self.form, self.place)
        canvas.cached(key, x - 60, y - 60, width + 120, height + 120, self._paint_face)
        if not self.shown.text:
            return
        left, top, wide, high = self.areas["lines"].rect
        step = STEP * canvas.type
        with canvas.clip(left, top + 2, wide, high - 4):
            for i, row in enumerate(self.pieces):
                y = self.areas["lines"].y(12 + i * step)
                if top - step < y < top + high:
                    self._put_row(canvas, row, left, y, wide, step)

    def _put_row(self, canvas: Canvas, row: tuple[str, str], x: float, y: float, width: float, step: float) -> None:
        """A row is a layer of its own, wherever it is scrolled to."""

        def draw(sub: Canvas) -> None:
            base = y + 18.6 * sub.type
            sub.text(x + 38 * sub.type, base, row[0], CODE_LIGHT, "text3", "end")
            draw_code(sub, x + GUTTER * sub.type, base, row[1])

        canvas.cached(("script row", row), x, y, width, step, draw)

    def _paint_face(self, canvas: Canvas) -> None:
        """All that stands still while the lines scroll."""
        self.paint_card(canvas)
        x, y, width, _height = self.place
        line = y + 28 + 12 * canvas.type
        canvas.within(x + 28, line, self.title, width - 56, TITLE, "text")
        told = about(self.form, self.shown.text)
        canvas.within(x + 28, line + 8 + 20 * canvas.type, told, width - 56, BODY, "text2")
        area = self.areas["lines"].rect
        canvas.rect(*area, "well", 12)
        if not self.shown.text:
            self._paint_why(canvas, area)

    def _paint_why(self, canvas: Canvas, rect: Rect) -> None:
        """In place of the lines: why there are none."""
        x, y, width, height = rect
        lines = canvas.lines(self.shown.why, min(560 * canvas.type, width - 64), LABEL.sized(18))
        step = 27 * canvas.type
        top = y + height / 2 - (len(lines) * step + 44) / 2
        canvas.icon("lock", x + width / 2 - 16, top, 32, "text2")
        for i, line in enumerate(lines):
            canvas.text(x + width / 2, top + 44 + (i + 0.75) * step, line, LABEL.sized(18), "text2", "middle")


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
        style, label = canvas.fitted(name, width - 16 - lock, STRONG if chosen else LABEL)
        left = x + (width - canvas.width(label, style) - lock) / 2
        if lock:
            canvas.icon("lock", left, y + height / 2 - 10, 20, colour)
        canvas.text(left + lock, y + height / 2 + style.size * 0.36 * canvas.type, label, style, colour)

    return draw


def copy(text: str) -> None:
    """Put a text on the system's clipboard. Raises pygame.error where there is none."""
    pygame.scrap.put_text(text)
