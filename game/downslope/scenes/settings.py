"""The settings: all apply at once and are saved as they change. On the right the keys, which can be given anew.

Only what there is can be set: a row of languages appears with the second language.
"""

from __future__ import annotations

import math
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from .. import i18n
from ..i18n import _
from ..storage.saves import Settings
from ..view.draw.tokens import BODY, LABEL, NUMBER, STRONG, TITLE
from ..view.format.measure import measure, text_factor
from ..view.scenery.backdrop import draw_backdrop
from ..view.widgets.button import Button, IconButton, Toggle
from ..view.widgets.settings_controls import KeyRow, draw_row
from ..view.widgets.widget import Rect, Widget
from .base.scrolling_scene import ScrollingScene
from .rebinding import Rebinding, fixed_rows
from .settings_rows import Row, SettingsRows

if TYPE_CHECKING:
    from ..attempt.game import Game
    from ..desktop.controls import Intent
    from ..view.draw.canvas import Canvas
    from .base.scene import Scene

TOP, MARGIN, GAP = 72.0, 24.0, 16.0


class SettingsScene(ScrollingScene):
    """`parent` is shown again afterwards."""

    def __init__(self, game: Game, parent: Scene) -> None:
        super().__init__(game)
        self.parent = parent
        self.before: dict[str, Any] | None = None  # what the settings were before they were restored
        self.rebinding = Rebinding(game.controls, self._changed)
        self.likes = SettingsRows(game, self._set, self._set_theme)
        self.rows: list[tuple[Row, float, float]] = []  # with top and height in the panel's content
        self.type = 1.0
        self.column = 268.0  # where the controls begin, from the left panel's edge
        self.key_height = 46.0

    # -- layout ------------------------------------------------------------------------------------------------------

    def layout(self) -> None:
        self.type = text_factor(self.game)
        spare = self.width - 1280
        self.left = (MARGIN, TOP, 680 + spare / 2, self.height - 96)
        self.right = (MARGIN + self.left[2] + GAP, TOP, 536 + spare / 2, self.height - 96)
        back = IconButton("back", (24, 10, 48, 48), icon="back", on_press=self.back, tip=_("Back"))
        self.widgets = [back, *self._likes(), *self._keys(), *self._buttons()]

    def order(self) -> list[Widget]:
        """One panel after the other, not across both."""
        return [widget for widget in self.widgets if widget.live and widget.focusable]

    def _likes(self) -> list[Widget]:
        x, y, width, height = self.left
        rows = self.likes.rows()
        grown = [row.height + 26 * (self.type - 1) for row in rows]
        spare = (height - 30 - math.fsum(grown)) / len(rows)
        grown = [high + min(14.0, max(0.0, spare)) for high in grown]
        content = 14.0
        self.rows = []
        for row, high in zip(rows, grown):
            self.rows.append((row, content, high))
            content += high
        area = self.area("likes", (x, y + 1, width - 3, height - 2), content + 14)
        area.focusable = False
        found: list[Widget] = [area]
        canvas = measure(self.game, self.width, self.height)
        self.column = max(268.0, 62 + 20 + max(canvas.width(row.label, LABEL.sized(18)) for row in rows))
        for row, top, high in self.rows:
            for widget in row.make((x + self.column, area.rect[1] + top, width - self.column - 24, high)):
                widget.group = "settings"
                area.add(widget)
                found.append(widget)
        return found

    def _keys(self) -> list[Widget]:
        x, y, width, height = self.right
        head, foot = 26 + 24 * self.type, 78 + 30 * self.type
        high = max(40 / self.scale, 46 * max(1.0, self.type * 0.92))
        bound = self.rebinding.rows()
        content = (len(bound) + 1 + len(fixed_rows(self.game.controls))) * high
        area = self.area("keys", (x + 1, y + head, width - 2, height - head - foot), content)
        area.focusable = False
        self.key_height = high
        found: list[Widget] = [area]
        for i, (intent, label) in enumerate(bound):
            place = (x + 12, area.rect[1] + i * high, width - 24, high)
            row = self._key_row(intent, label, place)
            area.add(row)
            found.append(row)
        return found

    def _key_row(self, intent: str, label: str, place: Rect) -> KeyRow:
        return KeyRow(
            f"key {intent}", place, label, lambda: self.rebinding.cap(intent), lambda: self.rebinding.ask(intent)
        )

    def _buttons(self) -> list[Widget]:
        x, y, width, height = self.right
        low, wide = y + height - 72, (width - 64) / 2
        label = _("Undo restoring") if self.before else _("Restore defaults")
        restore = Button("restore", (x + 24, low, wide, 52), label, "undo" if self.before else "reset", self._restore)
        place = (x + width - 24 - wide, low, wide, 52)
        done = Button("done", place, _("Done"), "", self.back, kind="primary", key="back")
        return [restore, done]

    # -- what happens ------------------------------------------------------------------------------------------------

    def _set(self, name: str, value: object) -> None:
        setattr(self.game.settings, name, value)
        self._changed()

    def _set_theme(self, name: str) -> None:
        self.game.theme = ""  # the player's choice counts more than the one for this run
        self._set("theme", name)
        self.relayout()

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

    def on_intent(self, intent: Intent) -> bool:
        if intent.name == "settings":
            self.back()
            return True
        return super().on_intent(intent)

    def on_update(self, seconds: float) -> None:
        screen = self.widget("full_screen")
        if isinstance(screen, Toggle):  # F11 changes it too, and a display may refuse
            screen.on = self.game.settings.full_screen

    def back(self) -> None:
        self.rebinding.stop()
        self.game.save()
        self.go(self.parent)

    # -- drawing -----------------------------------------------------------------------------------------------------

    def paint(self, canvas: Canvas) -> None:
        draw_backdrop(canvas)
        title = canvas.text(88, 43, _("Settings"), TITLE, "text")
        saved, room = _("Saved as you change them"), canvas.w - 88 - title - 48
        canvas.within(canvas.w - 24, 42, saved, room, BODY, "text2", "end")
        canvas.sheet(*self.left)
        canvas.sheet(*self.right)
        self._paint_rows(canvas)
        self._paint_keys(canvas)

    def _paint_rows(self, canvas: Canvas) -> None:
        x, _y, width, _height = self.left
        area = self.areas["likes"]
        with canvas.clip(*area.rect):
            for row, top, high in self.rows:
                y = area.y(top)
                if top > 14:
                    canvas.line(x + 24, y, x + width - 24, y, "border", 1)
                canvas.icon(row.icon, x + 24, y + high / 2 - 12, 24, "text2")
                canvas.text(x + 62, y + high / 2 + 6 * canvas.type, row.label, LABEL.sized(18), "text")
                self._paint_note(canvas, row, (x + self.column, y, width - self.column - 24, high))

    def _paint_note(self, canvas: Canvas, row: Row, box: Rect) -> None:
        """What stands beside the control."""
        x, y, width, height = box
        middle = y + height / 2 + 6 * canvas.type
        if row.volume:
            volume = str(round(getattr(self.game.settings, row.volume) * 100))
            canvas.text(x + width - 12, middle, volume, NUMBER, "text", "end")
        elif row.icon == "full_screen":
            key = self.game.controls.label("full_screen")
            canvas.keycap(x + width - 72, y + height / 2 - 12 * canvas.type, key, "end")
        elif row.note:
            lines = canvas.lines(row.note, width - 80)[:2]
            for i, line in enumerate(lines):
                canvas.text(x, middle + (i - (len(lines) - 1) / 2) * 22 * canvas.type, line, BODY, "text2")

    def _paint_keys(self, canvas: Canvas) -> None:
        x, y, width, _height = self.right
        canvas.icon("keys", x + 24, y + 18, 24, "text2")
        canvas.text(x + 60, y + 30 + 6 * canvas.type, _("Keys"), STRONG.sized(20), "text")
        area = self.areas["keys"]
        rows = len(self.rebinding.rows())
        with canvas.clip(*area.rect):
            for i in range(1, rows):
                y = area.y(i * self.key_height)
                canvas.line(x + 24, y, x + width - 24, y, "border", 1)
            canvas.text(x + 28, area.y((rows + 0.72) * self.key_height), _("Always the same"), LABEL, "text2")
            for i, (label, caps) in enumerate(fixed_rows(self.game.controls), rows + 1):
                place = (x + 12, area.y(i * self.key_height), width - 24, self.key_height)
                draw_row(canvas, place, label, caps, "text2")
        bottom = area.rect[1] + area.rect[3]
        canvas.line(x + 24, bottom, x + width - 24, bottom, "border", 1)
        note = self.rebinding.note or _("Press one to give it another key")
        colour = "text" if self.rebinding.note else "text2"
        canvas.within(x + 28, bottom + 22 * canvas.type, note, width - 52, BODY, colour)

