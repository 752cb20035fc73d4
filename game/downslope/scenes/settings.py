"""The settings: all apply at once and are saved as they change. On the right the keys, which can be given anew.

Only what there is can be set: a row of languages appears with the second language.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, fields
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import pygame

from .. import i18n
from ..attempt.game.progress_transfer import ask_for_progress, give_progress
from ..attempt.sharing.link import copy_link
from ..desktop.bindings import BY_INTENT, TABLE, cap
from ..desktop.capabilities import can
from ..desktop.controls import Controls
from ..desktop.voice import speech_program
from ..i18n import N_, _
from ..storage.settings import Settings
from ..view.draw.theme import theme_for
from ..view.draw.tokens import BODY, HEADING, LABEL, LEAD_LABEL, NUMBER, SMALL
from ..view.widgets.button import Button, IconButton, Item, Segmented, Toggle
from ..view.widgets.card import Card
from ..view.widgets.label import Label
from ..view.widgets.layout import Part, Split, column, row, with_padding
from ..view.widgets.panel import ButtonPanel, Figure, Panel, Picture, PicturePanel, WidgetPanel
from ..view.widgets.scroll import ScrollPanel
from ..view.widgets.settings_controls import KeyRow, ThemeCard, draw_row, palette_item, size_item
from ..view.widgets.slider import HIT, Slider
from ..view.widgets.title_bar import HIGH, TitleBar
from ..view.widgets.widget import UNPLACED, Rect, Widget
from .base.panel_screen import PanelScreen

if TYPE_CHECKING:
    from ..attempt.attempt import Attempt
    from ..attempt.game.game import Game
    from ..desktop.controls import Intent
    from ..view.draw.canvas import Canvas
    from .base.scene import Scene


# ---------------------------------------------------------------------------------------------------------------------
# What can be set, a row each: the setting that it changes, what it is called, and the control that changes it.


LANGUAGES = {"en": "English", "nb": "Norsk bokmål", "de": "Deutsch", "fr": "Français", "es": "Español"}
LEFT, LABELS, RIGHT = 24.0, 62.0, 21.0  # where the icon and the words begin, and what is free at the right
SPACE, LEAST = 20.0, 268.0  # between words and control, and where the controls begin at the earliest
NARROW = 280.0  # the least width of a control
Change = Callable[[str, object], None]


class Setting(NamedTuple):
    """A row. `name`: of the field of Settings that it changes; `values`: what that may be, with the words for each.

    `note` stands beside the control. `key`: the intent whose key does the same. `needs`: what the platform must be able
    to do for it (desktop/capabilities.py); empty: nothing.
    """

    name: str
    kind: str  # of KINDS
    icon: str
    label: str
    high: float
    values: tuple[tuple[object, str], ...] = ()
    note: str = ""
    key: str = ""
    needs: str = ""


SETTINGS = (
    Setting("sound", "volume", "sound", N_("Effects"), 42),
    Setting("wind", "volume", "wind", N_("Wind"), 42),
    Setting("music", "volume", "music", N_("Music"), 42),
    Setting("text", "size", "text", N_("Text size"), 50, ((1.0, "100%"), (1.25, "125%"), (1.5, "150%"))),
    Setting("theme", "theme", "theme", N_("Theme"), 66, (("dark", N_("Dusk")), ("light", N_("Paper")))),
    Setting("colours", "palette", "eye", N_("Colours"), 92,
            (("standard", N_("Standard")), ("safe", N_("Colour-blind")))),
    Setting("still", "switch", "motion", N_("Reduced motion"), 44, note=N_("Fades instead of rolls and shakes")),
    Setting("bets", "switch", "flask", N_("Bets"), 44, note=N_("Asks how a run will end")),
    Setting("read_aloud", "voice", "sound", N_("Read aloud"), 44, note=N_("The system's voice reads Pip, controls"),
            needs="processes"),
    Setting("attract", "switch", "auto", N_("Reel on its own"), 44, note=N_("Starts after 60 s on the title")),
    Setting("language", "language", "globe", N_("Language"), 48),
    Setting("full_screen", "switch", "full_screen", N_("Full screen"), 44, key="full_screen", needs="full screen"),
)  # fmt: skip


PROGRESS = Setting("progress", "", "map", N_("Progress"), 46)


class SettingRow(Panel):
    """Icon and words at the left, the control at the right. `on_change` is told the setting and its new value."""

    @classmethod
    def file_exists(cls) -> bool:
        """There is something to set on this system."""
        return True

    flat = True
    bar = 48.0  # how high a bar of values is, where there is room
    grows = 26.0  # by how much it is higher at twice the text size

    def __init__(self, canvas: Canvas, game: Game, setting: Setting, on_change: Change) -> None:
        self.game, self.setting, self.on_change = game, setting, on_change
        self.words = canvas.width(_(setting.label), LEAD_LABEL)
        self.high = setting.high + self.grows * (canvas.type - 1)
        self.column = LEAST  # where the control begins
        self.first = False  # nothing is above it

    @property
    def value(self) -> object:
        return getattr(self.game.settings, self.setting.name)

    def change(self, value: object) -> None:
        self.on_change(self.setting.name, value)

    def least_size(self) -> tuple[float, float]:
        return self.column + NARROW + RIGHT, self.high

    def place(self, rect: Rect) -> list[Widget]:
        self.rect = rect
        x, y, w, h = rect
        widgets = self.controls((x + self.column, y, w - self.column - RIGHT, h))
        for widget in widgets:
            widget.group = "settings"
        return widgets

    def controls(self, place: Rect) -> list[Widget]:
        """What changes the setting, by default one of a few values side by side."""
        x, y, w, h = place
        values = [value for value, _words in self.setting.values]
        here = values.index(self.value) if self.value in values else 0
        height = min(h - 22, self.bar)
        bar = (x, y + (h - height) / 2, w, height)
        words = [_(words) for _value, words in self.setting.values]
        return [Segmented(self.setting.name, bar, self.items(), here, lambda index: self.change(values[index]),
                          label=_(self.setting.label), words=words)]  # fmt: skip

    def items(self) -> list[Item]:
        return [_(words) for _value, words in self.setting.values]

    def paint(self, canvas: Canvas) -> None:
        x, y, w, h = self.rect
        if not self.first:
            canvas.line(x + LEFT, y, x + w - RIGHT, y, "border", 1)
        canvas.icon(self.setting.icon, x + LEFT, y + h / 2 - 12, 24, "text2")
        below = self.below()
        base = y + h / 2 + (6 - 9 * bool(below)) * canvas.type
        canvas.text(x + LABELS, base, _(self.setting.label), LEAD_LABEL, "text")
        if below:
            canvas.within(x + LABELS, base + 18 * canvas.type, below, self.column - LABELS - SPACE / 2, SMALL, "text2")

    def below(self) -> str:
        """A few words under its name; empty: there is nothing to say."""
        return ""


class VolumeRow(SettingRow):
    """How loud one kind of sound is, in per cent; 0 is silence."""

    def controls(self, place: Rect) -> list[Widget]:
        x, y, w, h = place
        high = min(HIT, h)
        volume = Slider(
            self.setting.name, (x, y + h / 2 - high / 2, w - 74, high), self.per_cent, 0, 100, values=range(0, 101, 5),
            hue="text2", label=_(self.setting.label), radius=13.0, on_change=lambda value: self.change(value / 100),
            on_done=self.sample, on_fault=self.game.toasts.fault,
        )  # fmt: skip
        return [volume]

    @property
    def per_cent(self) -> int:
        return round(100 * float(getattr(self.game.settings, self.setting.name)))

    def sample(self, _value: float) -> None:
        """How loud that is."""
        self.game.sound.sample("effects" if self.setting.name == "sound" else self.setting.name)

    def below(self) -> str:
        """Why nothing is heard, under the first of them."""
        sound = self.game.sound
        if not self.first or not (sound.waits or sound.missing):
            return ""
        return _("starts with your first click") if sound.waits else _("there is no sound here")

    def paint(self, canvas: Canvas) -> None:
        super().paint(canvas)
        x, y, w, h = self.rect
        canvas.text(x + w - RIGHT - 12, y + h / 2 + 6 * canvas.type, str(self.per_cent), NUMBER, "text", "end")


class SizeRow(SettingRow):
    """Letters of each size: a little less apart than they will be."""

    def items(self) -> list[Item]:
        return [size_item(4 + 12 * float(str(size)), words) for size, words in self.setting.values]


class PaletteRow(SettingRow):
    """Each palette with its marks, in the theme that is seen."""

    bar = float("inf")

    def items(self) -> list[Item]:
        dark = self.game.look().theme.dark
        return [palette_item(_(words), theme_for(dark, name == "safe")) for name, words in self.setting.values]


class ThemeRow(SettingRow):
    """A card for each theme, drawn in its own colours."""

    def controls(self, place: Rect) -> list[Widget]:
        x, y, w, h = place
        width = (w - 16) / 2
        cards = list[Widget]()
        for i, (name, words) in enumerate(self.setting.values):
            card = ThemeCard(f"theme {name}", (x + i * (width + 16), y + 8, width, h - 16), _(words),
                             theme_for(name == "dark"), partial(self.change, name))
            card.chosen = (self.game.theme or self.value) == name
            cards.append(card)
        return cards


class LanguageRow(SettingRow):
    """The languages that there are, each by its own name; from the second one on."""

    @classmethod
    def file_exists(cls) -> bool:
        return len(i18n.languages()) > 1

    def controls(self, place: Rect) -> list[Widget]:
        known = [(each, LANGUAGES.get(each, each)) for each in i18n.languages()]
        self.setting = self.setting._replace(values=tuple(known))
        return super().controls(place)

    @property
    def value(self) -> object:
        return self.game.settings.language or i18n.ENGLISH

    def change(self, value: object) -> None:
        i18n.use(str(value))
        super().change(value)


class SwitchRow(SettingRow):
    """On or off, with a note about it, or the key that does the same."""

    grows = 52.0  # the note has two lines then

    def controls(self, place: Rect) -> list[Widget]:
        x, y, w, h = place
        return [Toggle(self.setting.name, (x + w - 56, y + h / 2 - 16, 56, 32), bool(self.value), self.change,
                       label=_(self.setting.label))]  # fmt: skip

    def paint(self, canvas: Canvas) -> None:
        super().paint(canvas)
        x, y, w, h = self.rect
        if self.setting.key:
            key = self.game.controls.label(self.setting.key)
            canvas.keycap(x + w - RIGHT - 72, y + h / 2 - 12 * canvas.type, key, "end")
        lines = canvas.lines(_(self.setting.note), w - self.column - RIGHT - 80)[:2]
        for i, line in enumerate(lines):
            base = y + h / 2 + (6 + 22 * (i - (len(lines) - 1) / 2)) * canvas.type
            canvas.text(x + self.column, base, line, BODY, "text2")


class ProgressRow(SettingRow):
    """What was done goes to another computer, or comes from one. `on_change` is told that it came."""

    def controls(self, place: Rect) -> list[Widget]:
        x, y, w, h = place
        width, height = (w - 16) / 2, min(h - 12, self.bar)
        top = y + (h - height) / 2
        return [
            Button("export", (x, top, width, height), _("Export"), "save", partial(give_progress, self.game)),
            Button("import", (x + width + 16, top, width, height), _("Import"), "folder", self._take),
        ]  # fmt: skip

    def _take(self) -> None:
        ask_for_progress(self.game)
        self.on_change(self.setting.name, None)


class VoiceRow(SwitchRow):
    """There only where the system has a voice."""

    @classmethod
    def file_exists(cls) -> bool:
        return speech_program() is not None


KINDS: dict[str, type[SettingRow]] = {
    "volume": VolumeRow, "size": SizeRow, "theme": ThemeRow, "palette": PaletteRow, "switch": SwitchRow,
    "voice": VoiceRow, "language": LanguageRow,
}  # fmt: skip


def setting_rows(canvas: Canvas, game: Game, on_change: Change) -> list[SettingRow]:
    """A row for each setting that there is here."""
    there = [setting for setting in SETTINGS if not setting.needs or can(setting.needs)]
    shown = [setting for setting in there if KINDS[setting.kind].file_exists() and not game.hides(setting.name)]
    rows = [KINDS[setting.kind](canvas, game, setting, on_change) for setting in shown]
    column = max([LEAST, *(LABELS + each.words + SPACE for each in rows)])
    for each in rows:
        each.column, each.first = column, each is rows[0]
    return rows


def progress_row(canvas: Canvas, game: Game, beside: Sequence[SettingRow], taken: Callable[[], None]) -> SettingRow:
    """The row under those; `taken` is called where progress was asked for."""
    found = ProgressRow(canvas, game, PROGRESS, lambda _name, _value: taken())
    found.column = max([LEAST, *(row.column for row in beside)])
    return found


# ---------------------------------------------------------------------------------------------------------------------
# Giving actions other keys: which can be, waiting for the key, and one sentence about what came of it.


ALONE_NOTHING = frozenset(
    [
        pygame.K_LSHIFT, pygame.K_RSHIFT, pygame.K_LCTRL, pygame.K_RCTRL, pygame.K_LALT, pygame.K_RALT,
        pygame.K_LGUI, pygame.K_RGUI, pygame.K_CAPSLOCK, pygame.K_NUMLOCKCLEAR,
    ]
)  # fmt: skip


class Rebinding:
    """One at a time. `waiting`: the action that gets the next key; `note`: what the player is told."""

    def __init__(self, controls: Controls, changed: Callable[[], None]) -> None:
        self.controls = controls
        self.changed = changed
        self.waiting = ""
        self.note = ""

    def rows(self) -> list[tuple[str, str]]:
        """(action, words) of every action that can be given another key."""
        return [(row.intent, _(row.words)) for row in TABLE if row.there and not row.fixed and row.intent != "quit"]

    def cap(self, intent: str) -> str | None:
        """What stands on the key of an action; None: it waits for one."""
        return None if intent == self.waiting else self.controls.label(intent, full=True)

    def ask(self, intent: str) -> None:
        """The next key is for this action."""
        self.waiting = intent
        self.note = _("{key} keeps the old one").format(key=cap("escape"))
        self.controls.release_all()
        self.controls.listener = self.take

    def stop(self) -> None:
        """Wait no longer."""
        if self.waiting:
            self.waiting = self.note = ""
        self.controls.listener = None

    def take(self, code: int) -> None:
        """A key was pressed."""
        if code in ALONE_NOTHING:
            return
        intent = self.waiting
        self.stop()
        if code == pygame.K_ESCAPE:
            return
        before = {row.intent: self.controls.label(row.intent, full=True) for row in TABLE}
        self.note = self.controls.rebind(intent, code) or self._told(intent, before)
        self.changed()

    def _told(self, intent: str, before: dict[str, str]) -> str:
        other = next((row for row in TABLE if row.intent != intent and self._moved(row.intent, before)), None)
        if other is None:
            return ""
        text = _("Swapped: {action} is on {key} now")
        return text.format(action=_(other.words), key=self.controls.label(other.intent, full=True))

    def _moved(self, intent: str, before: dict[str, str]) -> bool:
        return before[intent] != self.controls.label(intent, full=True)


def fixed_rows(controls: Controls) -> list[tuple[str, tuple[str, ...]]]:
    """(words, keycaps) of the keys that stay as they are."""

    def caps(*intents: str) -> tuple[str, ...]:
        return tuple(controls.label(intent) for intent in intents)

    return [
        (_("Turn a knob, choose"), caps("left", "right", "up", "down")),
        (_("Fine, or ten at once"), ("Shift",)),
        (_(BY_INTENT["accept"].words), caps("accept")),
        (_(BY_INTENT["back"].words), caps("back")),
        (_("Next, previous"), caps("next", "previous")),
        (_("Answers"), ("1 – 6",)),
    ]


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
        return column(Part(bar, TOP), Part(with_padding(sheets, EDGE, 0, EDGE, EDGE)), gap=0)

    def _of_level(self) -> list[Widget]:
        """Over a level: what can be given away of it."""
        attempt: Attempt | None = getattr(self.parent, "attempt", None)
        if attempt is None:
            return []
        return [IconButton("link", (0.0, 0.0, HIGH, HIGH), "", "link", partial(copy_link, self.game, attempt.session),
                           key="link", tip=_("Copy a link to this level"))]  # fmt: skip

    def _likes(self, canvas: Canvas) -> Card:
        rows = setting_rows(canvas, self.game, self._set)
        rows.append(progress_row(canvas, self.game, rows, self.request_layout))
        content = column(*(Part(each, each.high, 1) for each in rows), gap=0)
        scrolled = ScrollPanel("likes", self.area, with_padding(content, top=6, bottom=6), stretch=14.0 * len(rows),
                               focusable=False)  # fmt: skip
        return Card(with_padding(scrolled, top=1, right=3, bottom=1), padding=0)

    def _keys(self, canvas: Canvas) -> Card:
        height = max(EASY / self.scale, 46 * max(1.0, canvas.type * 0.92))
        bound = [KeyPanel(self._key_row(intent, words), height, i > 0)
                 for i, (intent, words) in enumerate(self.rebinding.rows())]  # fmt: skip
        always = Label(canvas, _("Always the same"), LABEL, "text2")
        kept = [Figure(draw_row, *given, "text2", least=(0, height)) for given in fixed_rows(self.game.controls)]
        rows: list[Panel | Split] = [*bound, with_padding(always, left=16), *kept]
        content = column(*(Part(each, height) for each in rows), gap=0)
        scrolled = ScrollPanel("keys", self.area, with_padding(content, 11, 0, 11, 0), focusable=False)
        note = NotePanel(self.rebinding)
        label = _("Undo restoring") if self.before else _("Restore defaults")
        restore = Button("restore", UNPLACED, label, "undo" if self.before else "reset", self._restore)
        done = Button("done", UNPLACED, _("Done"), "", self.back, kind="primary", key="back")
        buttons = row(Part(ButtonPanel(canvas, restore)), Part(ButtonPanel(canvas, done)), gap=GAP)
        head = Part(Figure(draw_keys_title), 26 + 24 * canvas.type)
        foot = Part(with_padding(buttons, EDGE, 0, EDGE, 20), 72)
        keys = Part(with_padding(scrolled, left=1, right=1))
        return Card(column(head, keys, Part(note, 6 + 30 * canvas.type), foot, gap=0), padding=0)

    def _key_row(self, intent: str, words: str) -> KeyRow:
        return KeyRow(f"key {intent}", UNPLACED, words, lambda: self.rebinding.cap(intent),
                      lambda: self.rebinding.ask(intent))  # fmt: skip

    # -- what happens ------------------------------------------------------------------------------------------------

    def _set(self, name: str, value: object) -> None:
        setattr(self.game.settings, name, value)
        if name == "theme":
            self.game.theme = ""  # the player's choice counts more than the one for this run
            self.request_layout()
        self._changed()

    def _changed(self) -> None:
        self.game.save()
        if self.before is not None:
            self.before = None
            self.request_layout()

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
        self.request_layout()

    def handle(self, intent: Intent) -> Scene:
        if intent.name == "press":
            self.rebinding.stop()
        return super().handle(intent)

    def own_actions(self) -> dict[str, str]:
        return {**super().own_actions(), "settings": _("Back")}

    def after_update(self, seconds: float) -> None:
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
