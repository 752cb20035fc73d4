"""What a player likes and has done, kept by itself: `Store(folder)` has `settings`, `progress`, `faults` and `save()`.

Three files in the player's folder: settings.json, progress.json, and progress-plugins.json for the levels of plugins;
save_file.py says how they are written and what happens to broken ones. Levels are meant by their keys ("thirteen",
"plugin/id").
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from .. import i18n, paths
from ..i18n import _
from .files import LONG_AGO, remove_leftovers
from .save_file import LEVELS, Data, Kept, SaveFile, Unreadable


@dataclass
class Settings(Kept):
    """What the player likes. Each has a value that is right for most."""

    theme: str = "dark"  # dark, light
    text: float = 1.0  # 1, 1.25, 1.5
    still: bool = False  # reduced motion
    colours: str = "standard"  # standard, safe (for the colour-blind), contrast (high)
    full_screen: bool = False
    attract: bool = False  # the title plays the reel when nobody does anything
    panels: str = "come"  # come (as the levels introduce them), all (at once)
    bets: bool = True  # ask before a run how it will end
    read_aloud: bool = False  # by the system's voice, where it has one
    sound: float = 0.6  # volume of the effects, 0 ... 1
    wind: float = 0.35  # of the wind
    music: float = 0.25  # of the music
    language: str = ""  # empty: English
    keys: dict[str, str] = field(default_factory=dict)  # own key bindings: intent -> key

    def fits(self, name: str, value: Any) -> bool:
        """Whether a setting can have that value."""
        usual = getattr(self, name)
        if isinstance(usual, dict):
            return isinstance(value, dict) and all(isinstance(each, str) for each in value.values())
        if type(value) is not type(usual) and not (isinstance(usual, float) and type(value) is int):
            return False
        return value in CHOICES[name] if name in CHOICES else name not in VOLUMES or 0 <= value <= 1


CHOICES: dict[str, tuple[object, ...]] = {
    "theme": ("dark", "light"),
    "text": (1.0, 1.25, 1.5),
    "colours": ("standard", "safe", "contrast"),
    "panels": ("come", "all"),
}
VOLUMES = ("sound", "wind", "music")
OLD_NAMES = {"ambience": "wind"}  # settings that were once called otherwise


def settings_from(data: Data, faults: list[str]) -> Settings:
    """Settings from what JSON gave, and a sentence for each that is none: it has its usual value.

    Who had put the effects off hears no music either, which came later.
    """
    data = {OLD_NAMES.get(name, name): value for name, value in data.items() if OLD_NAMES.get(name) not in data}
    if data.get("sound") == 0 and "music" not in data:
        data["music"] = 0.0
    settings = Settings()
    settings.take(data, "settings.json: ", faults)
    return settings


MOST = 10**9  # of anything that is counted

# The pars of the shipped levels when best runs did not keep them yet, by digest.
FIRST_PARS = {
    "1ec37954ab4e": "1 turns", "71d0d1143218": "2 probes", "8ee149741371": "2 probes", "8a2b502dcb54": "2 probes",
    "9ccd63b8ff54": "2 probes", "ce074d4c4d49": "4 probes", "976b78c72fe5": "4 probes", "0a2b230f43ca": "2 runs",
    "65e75492fe66": "4 probes", "8f4e730c9d7e": "11 steps", "62b7eb951ea0": "3 steps", "6e52a4fe1bbd": "3 runs",
    "c30eb1aa5cf6": "calls", "6c09ba35461d": "9 steps", "f74cba5763d4": "3 steps", "63d9264a2378": "1 steps",
    "a02e3f356755": "3 steps", "9dd4965c9159": "1 steps", "0390480e9883": "1 steps", "82935e8fed37": "2 steps",
    "ea5592efb86d": "2 runs", "181f85910404": "2 steps", "516ad554c8a6": "51 steps", "095a35642484": "2 steps",
    "aaa5bffae816": "7 steps", "74e05ecc1f40": "13 steps", "71c5c39c3c0f": "3 passes", "87abd81fca84": "13 passes",
    "d2b8411ea354": "passes", "44a1a40eea96": "13 passes", "01d55256b063": "37 passes", "0a76c65502e9": "2 turns",
    "c8276e492947": "1 bends", "63af42fc27fe": "4 probes", "d3f768003e1a": "2 probes", "da3e23daf62a": "1 passes",
    "db482e1ce9a5": "3 passes", "a50f6d30bf9c": "5 passes", "719499160b01": "10 drawings",
}  # fmt: skip


@dataclass
class LevelProgress(Kept):
    """What was done in one level."""

    reached: bool = False
    stars: list[int] = field(default_factory=list)  # of 1, 2, 3, in order
    best: int | None = None  # the lowest count, in the level's own unit
    actions: list[list[Any]] = field(default_factory=list)  # of the best run, as rules.actions.to_json writes them
    digest: str = ""  # of the level that the best run was played on: see level_digest.py
    bets: dict[str, bool] = field(default_factory=dict)  # which question -> whether the first answer was right
    hints: int = 0  # how many were shown
    ghost: bool = False  # the auto-solver was watched
    par: str = ""  # when the best run was played: `3 runs`; empty: not known, and the digest alone tells

    def fits(self, name: str, value: Any) -> bool:
        """Whether a field may be so."""
        if name in ("best", "hints"):
            return (value is None and name == "best") or (type(value) is int and 0 <= value <= MOST)
        if name == "stars":
            return isinstance(value, list) and all(type(star) is int and 1 <= star <= 3 for star in value)
        if name == "actions":
            return isinstance(value, list) and all(isinstance(action, list) for action in value)
        return _are_bets(value) if name == "bets" else type(value) is type(getattr(self, name))

    def keep(self, count: int, actions: list[list[Any]], terms: str) -> bool:
        """A run that reached the goal: True where it is the best so far, or the level has changed since the best."""
        self.reached = True
        self.stars = sorted({*self.stars, 1})
        if self.best is not None and self.best <= count and self.is_under(terms):
            return False
        self.best, self.actions = count, actions
        self.digest, _space, self.par = terms.partition(" ")
        return True

    def is_under(self, terms: str) -> bool:
        """Whether the best run was played on such a level, with such a par: else it says nothing beside another."""
        digest, _space, par = terms.partition(" ")
        return self.digest == digest and (self.par == par or not self.par or not par)

    def merge(self, other: LevelProgress, terms: str = "") -> None:
        """The better of two results, whichever of them is asked. `terms`: of the level as it is now."""
        self.reached, self.ghost = self.reached or other.reached, self.ghost or other.ghost
        self.stars, self.hints = sorted({*self.stars, *other.stars}), max(self.hints, other.hints)
        self.beside = {**other.beside, **self.beside}
        right = {key for bets in (self.bets, other.bets) for key, answer in bets.items() if answer}
        self.bets = {key: key in right for key in (*self.bets, *other.bets)}
        # Of the level as it is now before of another version, then the lower count, then whichever it is
        run = min(self, other, key=lambda each: (
            each.best is None, not each.is_under(terms), each.best or 0, each.digest, each.par, json.dumps(each.actions)
        ))  # fmt: skip
        self.best, self.actions, self.digest, self.par = run.best, run.actions, run.digest, run.par


@dataclass
class Progress(Kept):
    """Every level that was opened, every recap that was answered."""

    levels: dict[str, LevelProgress] = field(default_factory=dict)
    recaps: dict[str, dict[str, bool]] = field(default_factory=dict)  # chapter -> question -> answered right
    last_level: str = ""  # the one that was played last
    chapters_ended: list[str] = field(default_factory=list)  # whose end was shown: the world is another since then

    def __post_init__(self) -> None:
        super().__post_init__()
        self._touched = set(self.levels)

    def fits(self, name: str, value: Any) -> bool:
        """Whether a field may be so."""
        if name == "recaps":
            return isinstance(value, dict) and all(map(_are_bets, value.values()))
        if name == "chapters_ended":
            return isinstance(value, list) and all(isinstance(key, str) for key in value)
        return type(value) is str

    def as_data(self, without: Collection[str] = ()) -> Data:
        """As it is written: see Kept. `without`: levels that are left out."""
        data = super().as_data()
        del data["_touched"]
        return data | {LEVELS: {key: level.as_data() for key, level in self.levels.items() if key not in without}}

    def level(self, key: str) -> LevelProgress:
        """To read and to change; made when it is not there yet."""
        self._touched.add(key)
        return self.levels.setdefault(key, LevelProgress())

    def plugin_levels(self) -> dict[str, Data]:
        """Those of plugins that may have changed since they were read, as they are written."""
        return {key: self.levels[key].as_data() for key in self._touched if "/" in key and key in self.levels}

    def stars(self, key: str) -> list[int]:
        """The stars of a level; empty where it was never opened."""
        level = self.levels.get(key)
        return level.stars if level else []

    def has_reached(self, key: str) -> bool:
        level = self.levels.get(key)
        return bool(level and level.reached)

    def drawing(self) -> tuple[float, ...]:
        """The pixels of a digit that was drawn in a level, row by row: the first of the last such run. Empty: none."""
        runs = [level.actions for level in self.levels.values()]
        shown = [[action[1] for action in run if action[:1] == ["show"] and len(action) > 1] for run in runs]
        ink = next((drawings[0] for drawings in reversed(shown) if drawings), ())
        return tuple(ink) if isinstance(ink, list) and all(isinstance(each, (int, float)) for each in ink) else ()

    def recap(self, chapter: str) -> dict[str, bool]:
        return self.recaps.setdefault(chapter, {})

    def join(self, other: Progress) -> None:
        """What another game of the same player has written: of a level that was not opened here its run counts."""
        for key, level in other.levels.items():
            first, second = self.levels.get(key), level
            if first is None or key not in self._touched:
                first, second = level, first or level
            first.merge(second, f"{first.digest} {first.par}")
            self.levels[key] = first
        self._merge_rest(other)

    def merge(self, other: Progress, terms_of: Callable[[str], str]) -> None:
        """Another player's, or one's own from elsewhere: of every level the better result. `terms_of`: see there."""
        for key, level in other.levels.items():
            self.level(key).merge(level, terms_of(key))
        self._merge_rest(other)

    def _merge_rest(self, other: Progress) -> None:
        self.beside = {**other.beside, **self.beside}
        for chapter, answers in other.recaps.items():
            mine = self.recap(chapter)
            mine.update({key: right or mine.get(key, False) for key, right in answers.items()})
        self.chapters_ended += [key for key in other.chapters_ended if key not in self.chapters_ended]
        self.last_level = self.last_level or other.last_level


def progress_from(data: Data, faults: list[str], file: str = "progress.json") -> Progress:
    """Progress from what JSON gave; a sentence for each value that cannot be, which is left out.

    Unreadable: its levels are no table, or have gone.
    """
    rows = data.get(LEVELS)
    if not isinstance(rows, dict):
        raise Unreadable(_("{where} is not what it must be").format(where=LEVELS))
    progress = Progress()
    progress.take({name: value for name, value in data.items() if name != LEVELS}, f"{file}: ", faults)
    for key, row in rows.items():
        level = progress.levels[key] = LevelProgress()
        fields = row if isinstance(row, dict) else {"reached": row}
        level.take(fields, f"{file}: {key}.", faults)
        level.par = level.par if "par" in fields else FIRST_PARS.get(level.digest, "")
    return progress


def _are_bets(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(right, bool) for right in value.values())


# A lock between processes: a file that one of them holds at a time. When that process ends, however, it is free.
# Where files cannot be held (some network drives), nobody knows, and everybody goes on as if alone.


PATIENCE, GLANCE = 1.0, 0.01  # seconds: of waiting for a process that holds it, at most; between two looks
FAR = 1 << 40  # the byte that is held where bytes are held, not files: beyond the end of any of ours


@dataclass(eq=False)
class Lock:
    """`with lock as held:` waits a moment for it. `held` is False where it goes on without."""

    path: Path
    patience: float = PATIENCE
    _number: int | None = None

    def take(self, patience: float = 0.0) -> bool:
        """Hold it until the block or the process ends. False: another process does, for `patience` seconds on."""
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

    def __enter__(self) -> bool:
        self.take(self.patience)
        return self._number is not None

    def __exit__(self, *raised: object) -> None:
        if self._number is not None:
            os.close(self._number)
            self._number = None


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
        plugins = self._plugins.save({}, partial(self._join_progress, True), self.progress.plugin_levels())
        own = self.progress.as_data(without=self._plugins.lines.get(LEVELS, ()))
        return self._campaign.save(own, partial(self._join_progress, False)) and settings and plugins

    def _join_settings(self, theirs: Data) -> Data:
        """What was changed in this game, over what another one has written."""
        mine, before = self.own_settings(), asdict(Settings()) | self._settings.known
        kept = {name for name in mine if mine[name] == before.get(name)
                and (name not in vars(self.settings) or self.settings.fits(name, theirs.get(name)))}  # fmt: skip
        kept |= theirs.keys() & self.settings.beside.keys()
        return theirs | {name: value for name, value in mine.items() if name not in kept}

    def _join_progress(self, plugins: bool, theirs: Data) -> Data:
        """What both have reached; this game knows it from now on. `plugins`: in the file of their levels."""
        self.progress.join(self._read(theirs))
        if not plugins:
            return self.progress.as_data(without=self._plugins.lines.get(LEVELS, ()))
        return theirs | {LEVELS: {key: level.as_data() for key, level in self.progress.levels.items() if "/" in key}}


def players_store() -> Store:
    """The store of a game that is played from now on."""
    store = Store()
    store.play()
    return store


@dataclass(eq=False)
class SpectatorStore:
    """The settings of another store, and a progress that nobody keeps."""

    settings: Settings
    progress: Progress = field(default_factory=Progress)
    faults: list[str] = field(default_factory=list)

    def save(self) -> None:
        """Nothing: what is seen in a show is not the player's."""

    def set_for_visit(self, name: str, value: object) -> None:
        """As in the other store, which is not asked to keep it."""
        setattr(self.settings, name, value)
