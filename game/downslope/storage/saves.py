"""What a player likes and has done, kept by itself: `Store(folder)` has `settings`, `progress`, `faults` and `save()`.

Three files in the player's folder: settings.json, progress.json, and progress-plugins.json for the levels of plugins;
atomic_json.py says how they are written and what happens to broken ones. Levels are meant by their keys ("thirteen",
"plugin/id").
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from .. import i18n, paths
from ..i18n import _
from .atomic_json import LEVELS, Data, SaveFile
from .files import LONG_AGO, remove_leftovers
from .lock import Lock
from .progress import Progress, progress_from
from .settings import Settings, settings_from

KNOWS_ALL = "hands-off"  # who has reached this level begins with all panels at once


class Store:
    """Settings and progress of the player whose folder it is; `home`: another one. Never raises.

    Two games may have the same folder. Progress is what both have reached; of each setting the last change counts.
    """

    def __init__(self, home: Path | None = None) -> None:
        folder = paths.saves(home)
        self._visit: dict[str, tuple[object, object]] = {}  # setting -> the player's own value, and that of this visit
        self.faults: list[str] = []  # what went wrong with the files so far, a sentence each
        self._writing, self._playing = Lock(paths.saves_lock(home)), Lock(paths.game_lock(home))
        self._settings, self._campaign, self._plugins = (
            SaveFile(folder / f"{name}.json", self.faults, self._writing)
            for name in ("settings", "progress", "progress-plugins")
        )
        with self._writing as held:
            remove_leftovers(folder, 0.0 if held else LONG_AGO)  # held: nobody else writes there now
            self.settings = self._settings.load(lambda data: settings_from(data, self.faults)) or Settings()
            i18n.use(self.settings.language)
            self.progress = self._campaign.load(self._read) or Progress()
            for key in [key for key in self.progress.levels if "/" in key]:
                self.progress.level(key)  # it goes over into the file of plugins
            self.progress.join(self._plugins.load(self._read) or Progress())
        if "panels" not in self._settings.known and self.progress.has_reached(KNOWS_ALL):
            self.settings.panels = "all"

    def _read(self, data: Data) -> Progress:
        return progress_from(data, self.faults)

    def play(self) -> None:
        """From now on this game is being played; where another one is, that is said."""
        with suppress(OSError):
            self._playing.path.parent.mkdir(parents=True, exist_ok=True)
        if not self._playing.take():
            self.faults.append(_("Downslope is already open elsewhere. Both keep their progress."))

    def set_for_visit(self, name: str, value: object) -> None:
        """A setting that holds until the game ends, and is not written, unless the player changes it."""
        own = self._visit[name][0] if name in self._visit else getattr(self.settings, name)
        self._visit[name] = (own, value)
        setattr(self.settings, name, value)

    def own_settings(self) -> Data:
        """The player's settings, without what holds for this visit alone."""
        found = self.settings.as_data()
        return found | {name: own for name, (own, shown) in self._visit.items() if found[name] == shown}

    def save(self) -> bool:
        """Write what has changed. False: something could not be written; it is kept in memory.

        A level of a plugin leaves the game's file only once it is in that of plugins.
        """
        settings = self._settings.save(self.own_settings(), self._join_settings)
        plugins = self._plugins.save({}, self._join_plugins, self.progress.plugin_levels())
        return self._campaign.save(self._own_progress(), self._join_campaign) and settings and plugins

    def _own_progress(self) -> Data:
        return self.progress.as_data(without=self._plugins.lines.get(LEVELS, ()))

    def _join_settings(self, theirs: Data) -> Data:
        """What was changed in this game, over what another one has written."""
        mine, known = self.own_settings(), asdict(Settings()) | self._settings.known
        kept = {name for name in mine if mine[name] == known.get(name)
                and (name not in vars(self.settings) or self.settings.fits(name, theirs.get(name)))}  # fmt: skip
        kept |= theirs.keys() & self.settings.beside.keys()
        return theirs | {name: value for name, value in mine.items() if name not in kept}

    def _join_campaign(self, theirs: Data) -> Data:
        """What both have reached; this game knows it from now on."""
        self.progress.join(self._read(theirs))
        return self._own_progress()

    def _join_plugins(self, theirs: Data) -> Data:
        """The same of plugins' levels."""
        self.progress.join(self._read(theirs))
        return theirs | {LEVELS: {key: level.as_data() for key, level in self.progress.levels.items() if "/" in key}}


def players_store() -> Store:
    """The store of a game that is played from now on."""
    store = Store()
    store.play()
    return store
