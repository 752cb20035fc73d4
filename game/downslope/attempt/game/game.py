"""What all screens share: settings and progress, the catalogue of levels, the controls, the sounds, the look.

Made once, before the first frame; everything slow (plugins, levels, the mixer) is fetched when it is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from ...desktop.controls import Controls
from ...desktop.sound import Sound
from ...i18n import _, use
from ...view.draw.fonts import FAULTS
from ...view.widgets.toast import Toasts
from .feel import Feel
from .films import Films
from .game_plugins import GamePlugins

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...registry.registry import Registry
    from ...rules.catalog import Catalog
    from ...storage.progress import Progress
    from ...storage.settings import Settings
    from ...view.draw.theme import Look
    from ...view.widgets.status_strip import StatusStrip


LONG = 10.0  # seconds that a sentence about a file is to be read


class GameStore(Protocol):
    """Where settings and progress are kept; `saves.Store` is it."""

    settings: Settings
    progress: Progress
    faults: list[str]  # what went wrong with the files so far, a sentence each

    def save(self) -> object: ...

    def set_for_visit(self, name: str, value: object) -> None: ...


class Game:
    """Everything a scene may ask for. `theme` overrules the settings for this run ("dark", "light" or "").

    counts      what is done in it is the player's own, and is kept
    hidden      words of link.HIDEABLE: what is not to be seen nor reached in this visit
    address     of the page that has the game in a browser; empty: it runs on a desktop
    """

    def __init__(
        self, store: GameStore, *, theme: str = "", catalog: Catalog | None = None, plugins: bool = True
    ) -> None:
        """`plugins` False: only what is shipped."""
        self.store = store
        self.theme = theme
        self.plugins = GamePlugins(plugins, catalog)
        self.counts = True
        self.linked_pack: object = None  # the LinkedPack of the link that was opened, until it is there
        self.hidden = frozenset[str]()
        self.address = ""
        self.controls = Controls(self.settings.keys)
        self.toasts = Toasts()
        self.films = Films(self.toasts, self._film_look)
        self.sound = Sound(lambda: self.settings.sound, lambda: self.settings.wind, lambda: self.settings.music)
        self.feel = Feel(self.sound, lambda: self.settings.still)
        self.strip: StatusStrip | None = None  # what is told at the foot of every screen while a plugin is written
        self.reload_asked = False  # whoever watches the file of that plugin reads it again
        self.scale = 1.0  # physical pixels in a design pixel; the window sets it
        self.density = 1.0  # physical pixels in one of the system's, or of the page's: two where a screen is fine
        self.frame = 0.0  # seconds that the last frame took
        self.quit = False  # the loop ends after this frame
        # of the page that the game is a part of: it takes the keyboard, gives the player a file, asks for one
        self.page: Callable[[], object] | None = None
        self.download: Callable[[str, str], object] | None = None
        self.choose: Callable[[], object] | None = None
        self._said: set[str] = set()  # sentences about faults

    @property
    def settings(self) -> Settings:
        return self.store.settings

    @property
    def progress(self) -> Progress:
        return self.store.progress

    def _film_look(self) -> list[str]:
        """Words of `downslope watch`: a film looks as the game does, with the same plugins."""
        return ["--theme", self.theme or self.settings.theme, *([] if self.plugins.wanted else ["--no-plugins"])]

    def hides(self, what: str) -> bool:
        """Whether the link with which the game was opened hides it: a word of link.HIDEABLE."""
        return what in self.hidden

    def set_for_visit(self, name: str, value: object) -> None:
        """A setting as a link asks for it, until the game ends: the player's own is not changed."""
        self.store.set_for_visit(name, value)
        if name == "theme":
            self.theme = ""
        elif name == "language":
            use(str(value))

    def toggle_sound(self) -> None:
        """All sound off, or on again; said in a note."""
        sound = self.sound
        sound.muted = not sound.muted
        key = self.controls.label("sound")
        told = _("Sound is off. {key}: on again.") if sound.muted else _("Sound is on.")
        self.toasts.add(told.format(key=key), icon="sound")

    def mute(self, muted: bool) -> bool:
        """All sound off, or on; how it was before."""
        before, self.sound.muted = self.sound.muted, muted
        return before

    def leave(self) -> None:
        """The player goes: the game ends; where a page is around it, it waits there as it is."""
        if self.page is None:
            self.quit = True
        else:
            self.page()

    def save(self) -> None:
        """Keep settings and progress; called after every change that the player would miss."""
        self.store.save()

    def close(self) -> None:
        """The game ends."""
        self.plugins.begin_trust()
        self.save()

    def tell_faults(self) -> None:
        """Say what is wrong with the player's files and the typefaces, as soon as there is room to say it."""
        for sentence in (*self.store.faults, *FAULTS[:1]):  # where one typeface is damaged, others often are
            if sentence not in self._said and not self.toasts.shown:
                self._said.add(sentence)
                self.toasts.fault(sentence, LONG)

    @property
    def catalog(self) -> Catalog:
        """All levels, learners and metrics."""
        return self.plugins.catalog

    @property
    def registry(self) -> Registry:
        """Every plugin, with its faults; they are loaded now, if they were not before."""
        return self.plugins.registry

    @property
    def loaded(self) -> Registry | None:
        """The plugins, if they are there already."""
        return self.plugins.loaded

    def look(self) -> Look:
        """How things are drawn now; part of every cache key."""
        from ...view.draw.theme import Look, theme_for

        settings = self.settings
        theme = theme_for((self.theme or settings.theme) != "light", settings.colours == "safe")
        return Look(theme, self.scale, settings.text, settings.still)

    def settings_key(self) -> tuple[object, ...]:
        """What of the settings a layout depends on."""
        return (self.settings.text, self.settings.language)
