"""What a player likes and has done, kept by itself: `Store(folder)` has `settings`, `progress`, `faults` and `save()`.

Two files in the player's folder, settings.json and progress.json; atomic_json.py says how they are written and what
happens to broken ones. Levels are meant by their keys ("thirteen", "plugin/id").
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, fields
from pathlib import Path

from .. import i18n, paths
from ..i18n import _
from .atomic_json import Data, SaveFile
from .files import LONG_AGO, remove_leftovers
from .lock import Lock
from .progress import Progress, progress_from
from .settings import OLD_NAMES, Settings, may_be, settings_from


class Store:
    """Settings and progress of the player whose folder it is; `home`: another one. Never raises.

    Two games may have the same folder. Progress is what both have reached; of each setting the last change counts.
    """

    def __init__(self, home: Path | None = None) -> None:
        folder = paths.saves(home)
        self._visit: dict[str, tuple[object, object]] = {}  # setting -> the player's own value, and that of this visit
        self.faults: list[str] = []  # what went wrong with the files so far, a sentence each
        self._writing, self._playing = Lock(paths.saves_lock(home)), Lock(paths.game_lock(home))
        self._settings_file = SaveFile(folder / "settings.json", _names(Settings), self.faults)
        self._progress_file = SaveFile(folder / "progress.json", _names(Progress), self.faults)
        with self._writing as held:
            remove_leftovers(folder, 0.0 if held else LONG_AGO)  # held: nobody else writes there now
            self.settings = self._settings_file.load(self._read_settings) or Settings()
            i18n.use(self.settings.language)
            self.progress = self._progress_file.load(progress_from) or Progress()

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
        """Write what has changed. False: something could not be written; it is kept in memory."""
        settings, progress = self.own_settings(), self.progress.as_data()
        texts = self._settings_file.changed_text(settings), self._progress_file.changed_text(progress)
        if not any(texts):
            return True
        with self._writing:
            there = self._settings_file.save(settings, self._join_settings, texts[0])
            return self._progress_file.save(progress, self._join_progress, texts[1]) and there

    def _join_settings(self, theirs: Data) -> Data:
        """What was changed in this game, over what another one has written."""
        mine, known = self.own_settings(), asdict(Settings()) | self._settings_file.known
        kept = {name for name in mine if mine[name] == known.get(name) and may_be(name, mine[name], theirs.get(name))}
        kept |= theirs.keys() & self.settings.beside.keys()
        return theirs | {name: value for name, value in mine.items() if name not in kept}

    def _join_progress(self, theirs: Data) -> Data:
        """What both have reached; this game knows it from now on."""
        self.progress.join(progress_from(theirs), progress_from(self._progress_file.known))
        return self.progress.as_data()

    def _read_settings(self, data: Data) -> Settings:
        settings, faults = settings_from(data)
        self.faults += faults
        return settings


def players_store() -> Store:
    """The store of a game that is played from now on."""
    store = Store()
    store.play()
    return store


def _names(kind: type[Settings | Progress]) -> set[str]:
    """The entries of a file of 1.0, and those that came since."""
    return {*(each.name for each in fields(kind)), *(OLD_NAMES if kind is Settings else ())}
