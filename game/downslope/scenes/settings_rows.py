"""What can be set, a row each: the setting that it changes, what it is called, and the control that changes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from .. import i18n
from ..attempt.game.progress_transfer import ask_for_progress, give_progress
from ..desktop.capabilities import can
from ..desktop.voice import speech_program
from ..i18n import N_, _
from ..view.draw.theme import theme_for
from ..view.draw.tokens import BODY, LEAD_LABEL, NUMBER, SMALL
from ..view.widgets.button import Button, Item, Segmented, Toggle
from ..view.widgets.panel import Panel
from ..view.widgets.settings_controls import ThemeCard, palette_item, size_item
from ..view.widgets.slider import HIT, Slider
from ..view.widgets.widget import Rect, Widget

if TYPE_CHECKING:
    from ..attempt.game.game import Game
    from ..view.draw.canvas import Canvas

LANGUAGES = {"en": "English", "nb": "Norsk bokmål", "de": "Deutsch", "fr": "Français", "es": "Español"}
LEFT, LABELS, RIGHT = 24.0, 62.0, 21.0  # where the icon and the words begin, and what is free at the right
GAP, LEAST = 20.0, 268.0  # between words and control, and where the controls begin at the earliest
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
    def is_there(cls) -> bool:
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

    def smallest(self) -> tuple[float, float]:
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
        high = min(h - 22, self.bar)
        bar = (x, y + (h - high) / 2, w, high)
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
            canvas.within(x + LABELS, base + 18 * canvas.type, below, self.column - LABELS - GAP / 2, SMALL, "text2")

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
        wide = (w - 16) / 2
        cards = list[Widget]()
        for i, (name, words) in enumerate(self.setting.values):
            card = ThemeCard(f"theme {name}", (x + i * (wide + 16), y + 8, wide, h - 16), _(words),
                             theme_for(name == "dark"), partial(self.change, name))
            card.chosen = (self.game.theme or self.value) == name
            cards.append(card)
        return cards


class LanguageRow(SettingRow):
    """The languages that there are, each by its own name; from the second one on."""

    @classmethod
    def is_there(cls) -> bool:
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
        wide, high = (w - 16) / 2, min(h - 12, self.bar)
        top = y + (h - high) / 2
        return [
            Button("export", (x, top, wide, high), _("Export"), "save", partial(give_progress, self.game)),
            Button("import", (x + wide + 16, top, wide, high), _("Import"), "folder", self._take),
        ]  # fmt: skip

    def _take(self) -> None:
        ask_for_progress(self.game)
        self.on_change(self.setting.name, None)


class VoiceRow(SwitchRow):
    """There only where the system has a voice."""

    @classmethod
    def is_there(cls) -> bool:
        return speech_program() is not None


KINDS: dict[str, type[SettingRow]] = {
    "volume": VolumeRow, "size": SizeRow, "theme": ThemeRow, "palette": PaletteRow, "switch": SwitchRow,
    "voice": VoiceRow, "language": LanguageRow,
}  # fmt: skip


def setting_rows(canvas: Canvas, game: Game, on_change: Change) -> list[SettingRow]:
    """A row for each setting that there is here."""
    there = [setting for setting in SETTINGS if not setting.needs or can(setting.needs)]
    shown = [setting for setting in there if KINDS[setting.kind].is_there() and not game.hides(setting.name)]
    rows = [KINDS[setting.kind](canvas, game, setting, on_change) for setting in shown]
    column = max([LEAST, *(LABELS + row.words + GAP for row in rows)])
    for row in rows:
        row.column, row.first = column, row is rows[0]
    return rows


def progress_row(canvas: Canvas, game: Game, beside: Sequence[SettingRow], taken: Callable[[], None]) -> SettingRow:
    """The row under those; `taken` is called where progress was asked for."""
    found = ProgressRow(canvas, game, PROGRESS, lambda _name, _value: taken())
    found.column = max([LEAST, *(row.column for row in beside)])
    return found
