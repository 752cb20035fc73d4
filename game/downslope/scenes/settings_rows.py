"""The rows of the settings' left panel: what each is called and the control that sets it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from .. import i18n
from ..i18n import _
from ..view.draw.theme import DUSK, PAPER, Theme, theme_for
from ..view.widgets.button import Segmented, Toggle
from ..view.widgets.settings_controls import ThemeCard, palette_item, size_item
from ..view.widgets.slider import HIT, Slider
from ..view.widgets.widget import Rect, Widget

if TYPE_CHECKING:
    from ..attempt.game import Game

SIZES = ((1.0, "100%", 16.0), (1.25, "125%", 19.0), (1.5, "150%", 22.0))
LANGUAGES = {"en": "English", "nb": "Norsk bokmål", "de": "Deutsch", "fr": "Français", "es": "Español"}


class Row(NamedTuple):
    """One line: `make` gives its controls for the box (x, y, width, height) that is theirs; `note` stands beside it."""

    icon: str
    label: str
    height: float
    make: Callable[[Rect], list[Widget]]
    note: str = ""
    volume: str = ""  # the setting whose volume stands beside it


class SettingsRows:
    """Makes the rows. `set` is told (name of the setting, new value), `set_theme` the name of a theme."""

    def __init__(self, game: Game, set: Callable[[str, object], None], set_theme: Callable[[str], None]) -> None:
        self.game = game
        self.set = set
        self.set_theme = set_theme

    def rows(self) -> list[Row]:
        rows = [
            self._volume("sound", "sound", _("Sound effects"), self._chime),
            self._volume("wind", "ambience", _("Wind")),
            Row("text", _("Text size"), 70, self._text),
            Row("theme", _("Theme"), 112, self._theme),
            Row("eye", _("Colours"), 100, self._colours),
            Row("motion", _("Reduced motion"), 70, self._toggle("still"), _("Fades instead of rolls and shakes")),
            Row("flask", _("Bets"), 70, self._toggle("bets"), _("Asks how a run will end")),
            Row("full_screen", _("Full screen"), 62, self._toggle("full_screen")),
        ]
        if len(i18n.languages()) > 1:
            rows.insert(-1, Row("globe", _("Language"), 70, self._language))
        return rows

    def _volume(self, icon: str, name: str, label: str, done: Callable[[float], None] | None = None) -> Row:
        """How loud one kind of sound is; 0 is silence."""

        def make(box: Rect) -> list[Widget]:
            x, y, width, height = box
            volume = Slider(
                name, (x, y + height / 2 - HIT / 2, width - 74, HIT), round(getattr(self.game.settings, name) * 100),
                0, 100, values=range(0, 101, 5), hue="text2", label=label, radius=13.0,
                on_change=lambda value: self.set(name, value / 100), on_done=done, on_fault=self.game.toasts.fault,
            )  # fmt: skip
            return [volume]

        return Row(icon, label, 54, make, volume=name)

    def _chime(self, _value: float) -> None:
        """How it sounds now."""
        self.game.sound.star()

    def _text(self, box: Rect) -> list[Widget]:
        values = [size for size, _label, _letters in SIZES]
        items = [size_item(letters, label) for _size, label, letters in SIZES]
        here = values.index(self.game.settings.text) if self.game.settings.text in values else 0
        bar = _middle(box, 48)
        return [Segmented("text", bar, items, here, lambda index: self.set("text", values[index]))]

    def _theme(self, box: Rect) -> list[Widget]:
        x, y, width, height = box
        wide = (width - 16) / 2
        cards: list[Widget] = []
        shown: tuple[tuple[str, str, Theme], ...] = (("dark", _("Dusk"), DUSK), ("light", _("Paper"), PAPER))
        for i, (name, label, theme) in enumerate(shown):
            card = ThemeCard(
                f"theme {name}", (x + i * (wide + 16), y + 12, wide, height - 24), label, theme,
                lambda name=name: self.set_theme(name),  # type: ignore[misc]
            )  # fmt: skip
            card.chosen = (self.game.theme or self.game.settings.theme) == name
            cards.append(card)
        return cards

    def _colours(self, box: Rect) -> list[Widget]:
        def dark() -> bool:
            return self.game.look().theme.dark

        items = [
            palette_item(lambda: _("Standard"), lambda: theme_for(dark(), False)),
            palette_item(lambda: _("Colour-blind"), lambda: theme_for(dark(), True)),
        ]
        kinds = ("standard", "safe")
        here = kinds.index(self.game.settings.colours)
        return [Segmented("colours", _middle(box, box[3] - 22), items, here, lambda i: self.set("colours", kinds[i]))]

    def _language(self, box: Rect) -> list[Widget]:
        known = i18n.languages()
        here = self.game.settings.language or i18n.ENGLISH
        names = [LANGUAGES.get(each, each) for each in known]

        def choose(index: int) -> None:
            i18n.use(known[index])
            self.set("language", known[index])

        return [Segmented("language", _middle(box, 48), names, known.index(here) if here in known else 0, choose)]

    def _toggle(self, name: str) -> Callable[[Rect], list[Widget]]:
        def make(box: Rect) -> list[Widget]:
            x, y, width, height = box
            place = (x + width - 56, y + height / 2 - 16, 56, 32)
            return [Toggle(name, place, getattr(self.game.settings, name), lambda on: self.set(name, on))]

        return make


def _middle(box: Rect, height: float) -> Rect:
    """A box of that height in the middle of another."""
    x, y, width, high = box
    return (x, y + (high - height) / 2, width, height)
