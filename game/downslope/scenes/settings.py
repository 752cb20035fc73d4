"""The settings: all apply at once and are saved as they change. On the right the keys, which can be given anew.

Only what there is can be set: a row of languages appears with the second language.
"""

from __future__ import annotations

from collections.abc import Callable
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
from ..view.widgets.ink import Boxed, Col, Ink, InkBox, Key, Line, Para, Row, icon, rule
from ..view.widgets.layout import Box, Part, Split, column, fit_content, row, with_padding
from ..view.widgets.panel import ButtonPanel, Group, WidgetPanel
from ..view.widgets.scroll import ScrollPanel
from ..view.widgets.settings_controls import KeyRow, ThemeCard, key_ink, palette_item, size_item
from ..view.widgets.slider import Slider
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
LEFT, RIGHT = 24.0, 21.0  # free at the left and right of a row
LEAST, SPACE = 244.0, 20.0  # width of a row's words, at least; between them and the control
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
    Setting("text", "size", "text", N_("Text size"), 44, ((1.0, "100%"), (1.25, "125%"), (1.5, "150%"))),
    Setting("theme", "theme", "theme", N_("Theme"), 58, (("dark", N_("Dusk")), ("light", N_("Paper")))),
    Setting("colours", "palette", "eye", N_("Colours"), 80,
            (("standard", N_("Standard")), ("safe", N_("Colour-blind")))),
    Setting("still", "switch", "motion", N_("Reduced motion"), 42, note=N_("Fades instead of rolls and shakes")),
    Setting("panels", "choice", "open", N_("Panels"), 44, (("come", N_("As they come")), ("all", N_("All at once"))),
            key="everything"),
    Setting("bets", "switch", "flask", N_("Bets"), 42, note=N_("Asks how a run will end")),
    Setting("read_aloud", "voice", "sound", N_("Read aloud"), 42, note=N_("The system's voice reads Pip, controls"),
            needs="processes"),
    Setting("attract", "switch", "auto", N_("Reel on its own"), 42, note=N_("Starts after 60 s on the title")),
    Setting("language", "language", "globe", N_("Language"), 48),
    Setting("full_screen", "switch", "full_screen", N_("Full screen"), 42, key="full_screen", needs="full screen"),
)  # fmt: skip


PROGRESS = Setting("progress", "", "map", N_("Progress"), 46)


class SettingRow(Group):
    """Icon and words at the left, the control at the right. `on_change` is told the setting and its new value."""

    flat = True
    grows = 26.0  # by how much it is higher at twice the text size

    @classmethod
    def file_exists(cls) -> bool:
        """There is something to set on this system."""
        return True

    def __init__(self, canvas: Canvas, game: Game, setting: Setting, on_change: Change) -> None:
        self.game, self.setting, self.on_change, self.canvas = game, setting, on_change, canvas
        self.high = setting.high + self.grows * (canvas.type - 1)
        self.first = False  # nothing is above it

    @property
    def value(self) -> object:
        return getattr(self.game.settings, self.setting.name)

    def change(self, value: object) -> None:
        self.on_change(self.setting.name, value)

    def words(self) -> Ink:
        """Its icon, its name, and a few words under that."""
        below = self.below()
        note = (Line(below, SMALL, "text2", yields=True),) if below else ()
        return Row((icon(self.setting.icon, 24, "text2"), Col((Line(_(self.setting.label), LEAD_LABEL), *note))), 14)

    def fill(self, wide: float, first: bool) -> None:
        """Its words take so much width."""
        self.first = first
        ruled = Box() if first else InkBox(self.canvas, rule(1), 0)
        words = InkBox(self.canvas, lambda: Boxed(self.words(), wide=wide, most=wide), wide)
        controls = row(*self.controls(), gap=GAP)
        inside = row(Part(column(Part(words), gap=0), wide), Part(controls), gap=0)
        super().__init__(with_padding(column(Part(ruled, 1), Part(inside), gap=0), LEFT, 0, RIGHT))

    def least_size(self) -> tuple[float, float]:
        return LEFT + LEAST + NARROW + RIGHT, self.high

    def place(self, rect: Rect) -> list[Widget]:
        widgets = super().place(rect)
        for widget in widgets:
            widget.group = "settings"
        return widgets

    def controls(self) -> list[Part]:
        """What changes the setting, by default one of a few values side by side."""
        values = [value for value, _words in self.setting.values]
        here = values.index(self.value) if self.value in values else 0
        words = [_(words) for _value, words in self.setting.values]
        bar = Segmented(self.setting.name, UNPLACED, self.items(), here, lambda index: self.change(values[index]),
                        label=_(self.setting.label), words=words)  # fmt: skip
        return [Part(with_padding(WidgetPanel(bar), 0, 5, 0, 5))]

    def items(self) -> list[Item]:
        return [_(words) for _value, words in self.setting.values]

    def below(self) -> str:
        """A few words under its name; empty: there is nothing to say."""
        return ""


class VolumeRow(SettingRow):
    """How loud one kind of sound is, in per cent; 0 is silence."""

    def controls(self) -> list[Part]:
        volume = Slider(
            self.setting.name, UNPLACED, self.per_cent, 0, 100, values=range(0, 101, 5), hue="text2",
            label=_(self.setting.label), radius=13.0, on_change=lambda value: self.change(value / 100),
            on_done=self.sample, on_fault=self.game.toasts.fault,
        )  # fmt: skip
        number = InkBox(self.canvas, lambda: Line(str(self.per_cent), NUMBER, anchor="end"), 0)
        return [Part(WidgetPanel(volume)), Part(with_padding(number, 0, 0, 12), 58)]

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


class SizeRow(SettingRow):
    """Letters of each size: a little less apart than they will be."""

    def items(self) -> list[Item]:
        return [size_item(4 + 12 * float(str(size)), words) for size, words in self.setting.values]


class PaletteRow(SettingRow):
    """Each palette with its marks, in the theme that is seen."""

    def items(self) -> list[Item]:
        dark = self.game.look().theme.dark
        return [palette_item(_(words), theme_for(dark, name == "safe")) for name, words in self.setting.values]


class ThemeRow(SettingRow):
    """A card for each theme, drawn in its own colours."""

    def controls(self) -> list[Part]:
        cards = []
        for name, words in self.setting.values:
            card = ThemeCard(f"theme {name}", UNPLACED, _(words), theme_for(name == "dark"), partial(self.change, name))
            card.chosen = (self.game.theme or self.value) == name
            cards.append(Part(with_padding(WidgetPanel(card), 0, 4, 0, 4)))
        return cards


class LanguageRow(SettingRow):
    """The languages that there are, each by its own name; from the second one on."""

    @classmethod
    def file_exists(cls) -> bool:
        return len(i18n.languages()) > 1

    def controls(self) -> list[Part]:
        known = [(each, LANGUAGES.get(each, each)) for each in i18n.languages()]
        self.setting = self.setting._replace(values=tuple(known))
        return super().controls()

    @property
    def value(self) -> object:
        return self.game.settings.language or i18n.ENGLISH

    def change(self, value: object) -> None:
        i18n.use(str(value))
        super().change(value)


class SwitchRow(SettingRow):
    """On or off, with a note about it, or the key that does the same."""

    grows = 52.0  # the note has two lines then

    def controls(self) -> list[Part]:
        toggle = Toggle(self.setting.name, UNPLACED, bool(self.value), self.change, label=_(self.setting.label))
        note = InkBox(self.canvas, Para(_(self.setting.note), BODY, "text2", 1.4, most=2), 0)
        key = [fit_content(InkBox(self.canvas, Key(self.game.controls.label(self.setting.key))))]
        switch = column(Part(Box()), Part(WidgetPanel(toggle), 32), Part(Box()), gap=0)
        return [Part(note), *(key if self.setting.key else []), Part(switch, 56)]


class ProgressRow(SettingRow):
    """What was done goes to another computer, or comes from one. `on_change` is told that it came."""

    def controls(self) -> list[Part]:
        given = Button("export", UNPLACED, _("Export"), "save", partial(give_progress, self.game))
        taken = Button("import", UNPLACED, _("Import"), "folder", self._take)
        return [Part(with_padding(WidgetPanel(button), 0, 6, 0, 6)) for button in (given, taken)]

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
    "voice": VoiceRow, "language": LanguageRow, "choice": SettingRow,
}  # fmt: skip


def setting_rows(canvas: Canvas, game: Game, on_change: Change, taken: Callable[[], None]) -> list[SettingRow]:
    """A row for each setting that there is here, and the one of the progress; `taken`: progress was asked for."""
    there = [setting for setting in SETTINGS if not setting.needs or can(setting.needs)]
    shown = [setting for setting in there if KINDS[setting.kind].file_exists() and not game.hides(setting.name)]
    rows = [KINDS[setting.kind](canvas, game, setting, on_change) for setting in shown]
    rows.append(ProgressRow(canvas, game, PROGRESS, lambda _name, _value: taken()))
    wide = max([LEAST, *(row.words().size(canvas)[0] + SPACE for row in rows)])
    for each in rows:
        each.fill(wide, each is rows[0])
    return rows


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
        other = next(
            (
                row
                for row in TABLE
                if row.intent != intent and before[row.intent] != self.controls.label(row.intent, full=True)
            ),
            None,
        )
        if other is None:
            return ""
        text = _("Swapped: {action} is on {key} now")
        return text.format(action=_(other.words), key=self.controls.label(other.intent, full=True))


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
        rows = setting_rows(canvas, self.game, self._set, self.request_layout)
        content = column(*(Part(each, each.high, 1) for each in rows), gap=0)
        scrolled = ScrollPanel("likes", self.area, with_padding(content, top=6, bottom=6), stretch=14.0 * len(rows),
                               focusable=False)  # fmt: skip
        likes = Card(with_padding(scrolled, top=1, right=3, bottom=1), padding=0)
        sheets = row(Part(likes, 680, 1), Part(self._keys(canvas), 536, 1, shrinks=True), gap=GAP)
        return column(Part(bar, TOP), Part(with_padding(sheets, EDGE, 0, EDGE, EDGE)), gap=0)

    def _of_level(self) -> list[Widget]:
        """Over a level: what can be given away of it."""
        attempt: Attempt | None = getattr(self.parent, "attempt", None)
        if attempt is None:
            return []
        return [IconButton("link", (0.0, 0.0, HIGH, HIGH), "", "link", partial(copy_link, self.game, attempt.session),
                           key="link", tip=_("Copy a link to this level"))]  # fmt: skip

    def _keys(self, canvas: Canvas) -> Card:
        height = max(EASY / self.scale, 46 * max(1.0, canvas.type * 0.92))
        rows: list[Part] = []
        for intent, words in self.rebinding.rows():
            rows += [Part(InkBox(canvas, rule(1), 0), 1)] if rows else []
            rows.append(Part(WidgetPanel(self._key_row(intent, words), high=height), height))
        rows.append(Part(InkBox(canvas, Boxed(Line(_("Always the same"), LABEL, "text2"), (16, 0)), 0), height))
        for words, caps in fixed_rows(self.game.controls):
            rows.append(Part(InkBox(canvas, key_ink(words, caps, "text2"), 0), height))
        scrolled = ScrollPanel("keys", self.area, with_padding(column(*rows, gap=0), 11, 0, 11, 0), focusable=False)
        ruled = column(fit_content(InkBox(canvas, rule(1))), Part(InkBox(canvas, self._note, 0)), gap=0)
        label = _("Undo restoring") if self.before else _("Restore defaults")
        restore = Button("restore", UNPLACED, label, "undo" if self.before else "reset", self._restore)
        done = Button("done", UNPLACED, _("Done"), "", self.back, kind="primary", key="back")
        buttons = row(Part(ButtonPanel(canvas, restore)), Part(ButtonPanel(canvas, done)), gap=GAP)
        title = Row((icon("keys", 24, "text2"), Line(_("Keys"), HEADING, yields=True)), 12)
        head = Part(with_padding(InkBox(canvas, title, 0), EDGE, 10, EDGE), 26 + 24 * canvas.type)
        foot = Part(with_padding(buttons, EDGE, 0, EDGE, 20), 72)
        keys = Part(with_padding(scrolled, left=1, right=1))
        note = Part(with_padding(ruled, EDGE, 0, EDGE), 6 + 30 * canvas.type)
        return Card(column(head, keys, note, foot, gap=0), padding=0)

    def _key_row(self, intent: str, words: str) -> KeyRow:
        return KeyRow(f"key {intent}", words, lambda: self.rebinding.cap(intent), lambda: self.rebinding.ask(intent))

    def _note(self) -> Ink:
        """What came of the last change, else what can be done."""
        note = self.rebinding.note
        return Boxed(Line(note or _("Press one to give it another key"), BODY, "text" if note else "text2"), (4, 0))

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
