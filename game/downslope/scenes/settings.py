"""The settings: all apply at once and are saved as they change. On the right the keys, which can be given anew.

Only what there is can be set: a row of languages appears with the second language.
"""

from __future__ import annotations

from dataclasses import asdict, fields
from functools import partial
from typing import TYPE_CHECKING, Any

from .. import i18n
from ..attempt.sharing.link_opening import copy_link
from ..i18n import _
from ..storage.settings import Settings
from ..view.draw.tokens import BODY, HEADING, LABEL
from ..view.widgets.button import Button, IconButton, Toggle
from ..view.widgets.button_panel import ButtonPanel
from ..view.widgets.card import Card
from ..view.widgets.label import Label
from ..view.widgets.layout import Part, Split, column, inset, row
from ..view.widgets.panel import Figure, Panel, Picture, PicturePanel, WidgetPanel
from ..view.widgets.scroll_panel import ScrollPanel
from ..view.widgets.settings_controls import KeyRow, draw_row
from ..view.widgets.title_bar import HIGH, TitleBar
from ..view.widgets.widget import UNPLACED, Rect, Widget
from .base.panel_screen import PanelScreen
from .rebinding import Rebinding, fixed_rows
from .settings_rows import SETTINGS, progress_row, setting_rows

if TYPE_CHECKING:
    from ..attempt.attempt import Attempt
    from ..attempt.game.game import Game
    from ..desktop.controls import Intent
    from ..view.draw.canvas import Canvas
    from .base.scene import Scene

TOP, EDGE, GAP = 72.0, 24.0, 16.0
EASY = 40.0  # physical pixels: no key's row is lower


class SettingsScene(PanelScreen):
    """`parent` is shown again afterwards."""

    toggle = "settings"

    def __init__(self, game: Game, parent: Scene) -> None:
        super().__init__(game)
        self.parent = parent
        self.before: dict[str, Any] | None = None  # what the settings were before they were restored
        self.rebinding = Rebinding(game.controls, self._changed)

    def spoken_line(self) -> str:
        return self.rebinding.note or _("Settings")

    def begins(self) -> str:
        return SETTINGS[0].name

    # -- layout ------------------------------------------------------------------------------------------------------

    def tree(self, canvas: Canvas) -> Split:
        bar = TitleBar(canvas, _("Settings"), self.back, aside=_("Saved as you change them"), controls=self._of_level())
        sheets = row(Part(self._likes(canvas), 680, 1), Part(self._keys(canvas), 536, 1, shrinks=True), gap=GAP)
        return column(Part(bar, TOP), Part(inset(sheets, EDGE, 0, EDGE, EDGE)), gap=0)

    def _of_level(self) -> list[Widget]:
        """Over a level: what can be given away of it."""
        attempt: Attempt | None = getattr(self.parent, "attempt", None)
        if attempt is None:
            return []
        return [IconButton("link", (0.0, 0.0, HIGH, HIGH), "", "link", partial(copy_link, self.game, attempt.session),
                           key="link", tip=_("Copy a link to this level"))]  # fmt: skip

    def _likes(self, canvas: Canvas) -> Card:
        rows = setting_rows(canvas, self.game, self._set)
        rows.append(progress_row(canvas, self.game, rows, self.relayout))
        content = column(*(Part(each, each.high, 1) for each in rows), gap=0)
        scrolled = ScrollPanel("likes", self.area, inset(content, top=6, bottom=6), stretch=14.0 * len(rows),
                               focusable=False)  # fmt: skip
        return Card(inset(scrolled, top=1, right=3, bottom=1), padding=0)

    def _keys(self, canvas: Canvas) -> Card:
        high = max(EASY / self.scale, 46 * max(1.0, canvas.type * 0.92))
        bound = [KeyPanel(self._key_row(intent, words), high, i > 0)
                 for i, (intent, words) in enumerate(self.rebinding.rows())]  # fmt: skip
        always = Label(canvas, _("Always the same"), LABEL, "text2")
        kept = [Figure(draw_row, *given, "text2", least=(0, high)) for given in fixed_rows(self.game.controls)]
        rows: list[Panel | Split] = [*bound, inset(always, left=16), *kept]
        content = column(*(Part(each, high) for each in rows), gap=0)
        scrolled = ScrollPanel("keys", self.area, inset(content, 11, 0, 11, 0), focusable=False)
        note = NotePanel(self.rebinding)
        label = _("Undo restoring") if self.before else _("Restore defaults")
        restore = Button("restore", UNPLACED, label, "undo" if self.before else "reset", self._restore)
        done = Button("done", UNPLACED, _("Done"), "", self.back, kind="primary", key="back")
        buttons = row(Part(ButtonPanel(canvas, restore)), Part(ButtonPanel(canvas, done)), gap=GAP)
        head = Part(Figure(draw_keys_title), 26 + 24 * canvas.type)
        foot = Part(inset(buttons, EDGE, 0, EDGE, 20), 72)
        keys = Part(inset(scrolled, left=1, right=1))
        return Card(column(head, keys, Part(note, 6 + 30 * canvas.type), foot, gap=0), padding=0)

    def _key_row(self, intent: str, words: str) -> KeyRow:
        return KeyRow(f"key {intent}", UNPLACED, words, lambda: self.rebinding.cap(intent),
                      lambda: self.rebinding.ask(intent))  # fmt: skip

    # -- what happens ------------------------------------------------------------------------------------------------

    def _set(self, name: str, value: object) -> None:
        setattr(self.game.settings, name, value)
        if name == "theme":
            self.game.theme = ""  # the player's choice counts more than the one for this run
            self.relayout()
        self._changed()

    def _changed(self) -> None:
        self.game.save()
        if self.before is not None:
            self.before = None
            self.relayout()

    def _restore(self) -> None:
        """Back to what the settings were at first; pressed again, back to what they were before."""
        settings, wanted = self.game.settings, self.before
        now = {each.name: getattr(settings, each.name) for each in fields(Settings)}
        self.before = {**now, "keys": dict(settings.keys)} if wanted is None else None
        for name, value in (wanted or asdict(Settings())).items():
            if name != "keys":
                setattr(settings, name, value)
        settings.keys.clear()
        settings.keys.update(wanted["keys"] if wanted else {})
        self.game.controls.refresh()
        self.game.theme = ""
        i18n.use(settings.language)
        self.rebinding.note = ""
        self.game.save()
        self.relayout()

    def handle(self, intent: Intent) -> Scene:
        if intent.name == "press":
            self.rebinding.stop()
        return super().handle(intent)

    def own_acts(self) -> dict[str, str]:
        return {**super().own_acts(), "settings": _("Back")}

    @property
    def moving(self) -> bool:
        return False

    def on_update(self, seconds: float) -> None:
        screen = self.widget("full_screen")
        if isinstance(screen, Toggle):  # F11 changes it too, and a display may refuse
            screen.on = self.game.settings.full_screen

    def end(self) -> None:
        """It is left, maybe not by its own way back: no key that is pressed elsewhere is taken."""
        self.rebinding.stop()

    def back(self) -> None:
        self.game.save()
        self.go(self.parent)


class KeyPanel(WidgetPanel):
    """A key that can be given anew, under a line where it is `ruled`."""

    def __init__(self, widget: KeyRow, high: float, ruled: bool) -> None:
        super().__init__(widget, high=high)
        self.ruled = ruled

    def paint(self, canvas: Canvas) -> None:
        x, y, w, _h = self.rect
        if self.ruled:
            canvas.line(x + 12, y, x + w - 12, y, "border", 1)


class NotePanel(PicturePanel):
    """Under the list: what can be done with it, or what came of it."""

    flat = True

    def __init__(self, rebinding: Rebinding) -> None:
        self.rebinding = rebinding

    def picture(self) -> Picture:
        return (draw_note, self.rect, self.rebinding.note)


def draw_note(canvas: Canvas, rect: Rect, note: str) -> None:
    """The note under a line; without one, what can be done."""
    x, y, w, _h = rect
    canvas.line(x + EDGE, y, x + w - EDGE, y, "border", 1)
    words = note or _("Press one to give it another key")
    canvas.within(x + 28, y + 22 * canvas.type, words, w - 52, BODY, "text" if note else "text2")


def draw_keys_title(canvas: Canvas, rect: Rect) -> None:
    """What stands over the list of keys."""
    x, y, w, _h = rect
    canvas.icon("keys", x + EDGE, y + 18, 24, "text2")
    canvas.within(x + 60, y + 30 + 6 * canvas.type, _("Keys"), w - 84, HEADING, "text")
