"""The code of a plugin to be read before it may run: its files at the left, the lines at the right. Nothing is run."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ..i18n import _, plural_form
from ..registry.trust import UnknownCode, changed_lines, short_print, size_words
from ..view.draw.tokens import LABEL
from ..view.format.code_text import wrap_code
from ..view.widgets.button import Button
from ..view.widgets.ink import Boxed, InkBox, Line, Well
from ..view.widgets.panel import Part, ScrollPanel, Split, TitleBar, WidgetPanel, column, row, with_padding
from ..view.widgets.widget import UNPLACED
from .base.event_routing import KeyAction
from .base.panel_screen import PanelScreen
from .script import PAD, STEP, code_parts, letters_in, scroll_keys

if TYPE_CHECKING:
    from ..attempt.game.game import Game
    from ..view.draw.canvas import Canvas
    from .plugins import PluginsScene

TOP, MORE, EDGE = 70.0, 16.0, 24.0  # of the bar, and at twice the text size; the window's edge
FILES, HIGH, MOST = 280.0, 46.0, 200  # width of the list at the ordinary text size; of a file in it; files at most
GUTTER = 66.0  # at the ordinary text size, for the numbers of the lines, and a +


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
        """On what is to be read."""
        return "lines" if "lines" in self.areas and self.areas["lines"].limit else "back"

    def tree(self, canvas: Canvas) -> Split:
        name = f"{self.unknown.name} {self.unknown.version}".strip()
        text = ", ".join([*size_words(self.unknown), short_print(self.unknown.print)])
        width = max(150.0, canvas.width(_("Trust it"), LABEL) + 80)
        trust = Button("trust", (0, 0, width, 48), _("Trust it"), "shield", self._trust, group="decide")
        width = max(130.0, canvas.width(_("Not now"), LABEL) + 54)
        later = Button("later", (0, 0, width, 48), _("Not now"), "", self._put_off, group="decide")
        bar = TitleBar(canvas, name, self.back, below=text, controls=[later, trust])
        room = self.width - 2 * EDGE
        listed = min(FILES * canvas.type, room / 3) if len(self.files) > 1 else 0.0
        lines = Well(self._lines(canvas, room - listed - (16 if listed else 0)))
        parts = [Part(self._list(canvas), listed)] if listed else []
        top = TOP + MORE * (canvas.type - 1)
        return column(Part(bar, top), Part(with_padding(row(*parts, Part(lines), gap=16), EDGE, 0, EDGE, 20)), gap=0)

    def _list(self, canvas: Canvas) -> ScrollPanel:
        """The files; with many, only the first of them, which is told."""
        items = []
        for number, name in enumerate(self.files):
            mark = "pencil" if self._changed(name) else ""
            kind = "on" if number == self.file else "normal"
            choose = Button(f"file {number}", UNPLACED, name, mark, partial(self._choose, number), kind=kind,
                            group="files")  # fmt: skip
            items.append(Part(WidgetPanel(choose), HIGH))
        left = len(self.texts) - len(self.files)
        if left:
            text = plural_form("and {n} more file", "and {n} more files", left).format(n=left)
            items.append(Part(InkBox(canvas, Boxed(Line(text, LABEL, "text2"), (10, 0)), 0), HIGH))
        return ScrollPanel("files", self.area, with_padding(column(*items, gap=8), 2, 2, 10, 2), focusable=False)

    def _changed(self, name: str) -> bool:
        before = self.unknown.before
        return before is not None and before.get(name) != self.texts[name]

    def _lines(self, canvas: Canvas, room: float) -> ScrollPanel:
        """All lines of the file, broken where they are too long; what is not as it was has a +."""
        name = self.files[self.file] if self.files else ""
        lines = self.texts.get(name, [])
        before = self.unknown.before
        new = changed_lines(before.get(name, []), lines) if before is not None else frozenset()
        letters = letters_in(canvas, room, GUTTER)
        rows: list[tuple[str, str, bool]] = []
        for number, line in enumerate(lines, 1):
            for part, piece in enumerate(wrap_code(line, letters)):
                rows.append(("" if part else str(number), piece, number in new))
        step = STEP * canvas.type
        self.first = step * next((number for number, (_number, _line, is_new) in enumerate(rows) if is_new), 0)
        parts = code_parts(canvas, rows, GUTTER)
        return ScrollPanel("lines", self.area, with_padding(column(*parts, gap=0), top=PAD, bottom=PAD))

    def layout(self) -> None:
        """Begins at what has changed."""
        begins = "lines" not in self.areas
        super().layout()
        if begins:
            self._to_change()

    def _to_change(self) -> None:
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
        self._to_change()

    def _trust(self) -> None:
        self.go(self.parent)
        self.parent.trust(self.unknown)

    def _put_off(self) -> None:
        self.go(self.parent)
        self.parent.postpone(self.unknown.name)
