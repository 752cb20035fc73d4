"""What a player likes and has done, kept by itself: `Store(folder)` has `settings`, `progress`, `faults` and `save()`.

Three files in the player's folder: settings.json, progress.json, and progress-plugins.json for the levels of plugins;
save_file.py says how they are written and what happens to broken ones. Levels are meant by their keys ("thirteen",
"plugin/id").
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from .. import i18n, paths
from ..i18n import _
from .files import LONG_AGO, remove_leftovers
from .progress import Progress, progress_from
from .save_file import LEVELS, Data, SaveFile
from .settings import Settings, settings_from

# ---------------------------------------------------------------------------------------------------------------------
# A lock between processes: a file that one of them holds at a time. When that process ends, however, it is free.
# Where files cannot be held (some network drives), nobody knows, and everybody goes on as if alone.


PATIENCE, GLANCE = 1.0, 0.01  # seconds: of waiting for a process that holds it, at most; between two looks
FAR = 1 << 40  # the byte that is held where bytes are held, not files: beyond the end of any of ours


class Lock:
    """`with lock as held:` waits a moment for it. `held` is False where it goes on without."""

    def __init__(self, path: Path, patience: float = PATIENCE) -> None:
        self.path, self.patience = path, patience
        self._number: int | None = None

    def take(self, patience: float = 0.0) -> bool:
        """Hold it until `release`. False: another process holds it, which goes on doing so for `patience` seconds."""
        end = time.monotonic() + patience
        while self._number is None:
            try:
                number = os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NONBLOCK", 0), 0o666)
            except OSError:
                return True
            held = _hold(number)
            if held:
                self._number = number
                return True
            os.close(number)
            if held is None or time.monotonic() >= end:
                return held is None
            time.sleep(GLANCE)
        return True

    def release(self) -> None:
        if self._number is not None:
            os.close(self._number)
            self._number = None

    def __enter__(self) -> bool:
        self.take(self.patience)
        return self._number is not None

    def __exit__(self, *raised: object) -> None:
        self.release()


def _hold(number: int) -> bool | None:
    """Hold an open file until it is closed. False: another process does; None: files cannot be held here."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(number, FAR, os.SEEK_SET)
            msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except (ImportError, OSError):
        return None
    finally:
        if sys.platform == "win32":
            with suppress(OSError):
                os.lseek(number, 0, os.SEEK_SET)
    return True


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
        data = self.settings.as_data()
        return data | {name: own for name, (own, shown) in self._visit.items() if data[name] == shown}

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
        mine, before = self.own_settings(), asdict(Settings()) | self._settings.known
        kept = {name for name in mine if mine[name] == before.get(name)
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


class SpectatorStore:
    """The settings of another store, and a progress that nobody keeps."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.progress = Progress()
        self.faults: list[str] = []

    def save(self) -> None:
        """Nothing: what is seen in a show is not the player's."""

    def set_for_visit(self, name: str, value: object) -> None:
        """As in the other store, which is not asked to keep it."""
        setattr(self.settings, name, value)
