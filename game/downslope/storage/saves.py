"""What a player has done and likes, kept by itself: `Store(folder)` has `settings`, `progress`, `faults` and `save()`.

Two files in the player's folder, settings.json and progress.json; atomic_json.py says how they are written and what
happens to broken ones. Levels are meant by their keys ("thirteen", "plugin/id").
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from math import isfinite
from pathlib import Path
from typing import Any

from .. import i18n, paths
from ..i18n import _
from .atomic_json import SaveFile
from .checked_json import Data, Unreadable
from .files import LONG_AGO, clear_leftovers
from .lock import Lock
from .plugin_choices import PluginChoices

VERSION = 1  # of both files; a change of what is in them needs a new one, and an entry in MIGRATIONS
MIGRATIONS: dict[int, Callable[[Data], Data]] = {}


@dataclass
class Settings:
    """What the player likes. Each has a value that is right for most."""

    theme: str = "dark"  # dark, light
    text: float = 1.0  # 1, 1.25, 1.5
    still: bool = False  # reduced motion
    colours: str = "standard"  # standard, safe (for the colour-blind)
    full_screen: bool = False
    attract: bool = False  # the title plays the reel when nobody does anything
    bets: bool = True  # ask before a run how it will end
    read_aloud: bool = False  # by the system's voice, where it has one
    sound: float = 0.6  # volume of the effects, 0 ... 1
    wind: float = 0.35  # of the wind
    music: float = 0.25  # of the music
    language: str = ""  # empty: English
    keys: dict[str, str] = field(default_factory=dict)  # own key bindings: intent -> key


CHOICES: dict[str, tuple[object, ...]] = {
    "theme": ("dark", "light"),
    "text": (1.0, 1.25, 1.5),
    "colours": ("standard", "safe"),
}
VOLUMES = ("sound", "wind", "music")
OLD_NAMES = {"ambience": "wind"}  # settings that were once called otherwise
MOST = 10**9  # of anything that is counted


@dataclass
class LevelProgress:
    """What was done in one level."""

    reached: bool = False
    stars: list[int] = field(default_factory=list)  # of 1, 2, 3, in order
    best: int | None = None  # the lowest count, in the level's own unit
    actions: list[list[Any]] = field(default_factory=list)  # of the best run, as rules.actions.to_json writes them
    digest: str = ""  # of the level that the best run was played on: see level_digest.py
    bets: dict[str, bool] = field(default_factory=dict)  # which question -> whether the first answer was right
    hints: int = 0  # how many were shown
    ghost: bool = False  # the auto-solver was watched

    def keep(self, count: int, actions: list[list[Any]], digest: str) -> bool:
        """A run that reached the goal: True where it is the best so far, or the level has changed since the best."""
        self.reached = True
        self.stars = sorted({*self.stars, 1})
        if self.best is not None and self.best <= count and self.digest == digest:
            return False
        self.best, self.actions, self.digest = count, actions, digest
        return True

    def join(self, other: LevelProgress, before: LevelProgress) -> None:
        """What another game did as well. `before`: what this game knew when it last read or wrote."""
        self.reached = self.reached or other.reached
        self.stars = sorted({*self.stars, *other.stars})
        self.bets = {**self.bets, **other.bets}  # the first answer counts, and theirs was written down before
        self.hints = max(self.hints, other.hints)
        self.ghost = self.ghost or other.ghost
        if other.best is None:
            return
        ours = self.best is not None and (self.best, self.digest) != (before.best, before.digest)
        fewer = self.best is None or other.best < self.best
        if fewer if self.digest == other.digest or self.best is None else not ours:
            self.best, self.actions, self.digest = other.best, other.actions, other.digest

    def merge(self, other: LevelProgress, digest: str = "") -> None:
        """The better of two players' results, whichever of them is asked. `digest`: of the level as it is now."""
        self.reached = self.reached or other.reached
        self.stars = sorted({*self.stars, *other.stars})
        right = {key for bets in (self.bets, other.bets) for key, answer in bets.items() if answer}
        self.bets = {key: key in right for key in (*self.bets, *other.bets)}
        self.hints = max(self.hints, other.hints)
        self.ghost = self.ghost or other.ghost
        best = min(self, other, key=lambda each: each.rank(digest))
        self.best, self.actions, self.digest = best.best, best.actions, best.digest

    def rank(self, digest: str) -> tuple[bool, bool, int, str, str]:
        """Less is a better run: one of the level as it is now before one of another version, then the lower count."""
        return self.best is None, self.digest != digest, self.best or 0, self.digest, json.dumps(self.actions)


@dataclass
class Progress:
    """Every level that was opened, every recap that was answered."""

    levels: dict[str, LevelProgress] = field(default_factory=dict)
    recaps: dict[str, dict[str, bool]] = field(default_factory=dict)  # chapter -> question -> answered right
    last_level: str = ""  # the one that was played last
    chapters_ended: list[str] = field(default_factory=list)  # whose end was shown: the world is another since then

    def level(self, key: str) -> LevelProgress:
        """To read and to change; made when it is not there yet."""
        return self.levels.setdefault(key, LevelProgress())

    def stars(self, key: str) -> list[int]:
        """The stars of a level; empty where it was never opened."""
        found = self.levels.get(key)
        return found.stars if found else []

    def has_reached(self, key: str) -> bool:
        found = self.levels.get(key)
        return bool(found and found.reached)

    def drawing(self) -> tuple[float, ...]:
        """The pixels of a digit that was drawn in a level, row by row: the first of the last such run. Empty: none."""
        runs = [level.actions for level in self.levels.values()]
        shown = [[action[1] for action in run if action[:1] == ["show"] and len(action) > 1] for run in runs]
        found = next((drawings[0] for drawings in reversed(shown) if drawings), ())
        return tuple(found) if isinstance(found, list) and all(isinstance(each, (int, float)) for each in found) else ()

    def recap(self, chapter: str) -> dict[str, bool]:
        return self.recaps.setdefault(chapter, {})

    def join(self, other: Progress, before: Progress) -> None:
        """What another game did as well: all that is reached stays so, the best is the least.

        `before`: what this game knew when it last read or wrote.
        """
        for key, level in other.levels.items():
            self.level(key).join(level, before.levels.get(key) or LevelProgress())
        for chapter, answers in other.recaps.items():
            self.recap(chapter).update(answers)
        self.chapters_ended += [key for key in other.chapters_ended if key not in self.chapters_ended]
        if self.last_level == before.last_level:
            self.last_level = other.last_level

    def merge(self, other: Progress, digest_of: Callable[[str], str]) -> None:
        """Another player's, or one's own from elsewhere: of every level the better result. `digest_of`: see there."""
        for key, level in other.levels.items():
            self.level(key).merge(level, digest_of(key))
        for chapter, answers in other.recaps.items():
            mine = self.recap(chapter)
            mine.update({key: right or mine.get(key, False) for key, right in answers.items()})
        self.chapters_ended += [key for key in other.chapters_ended if key not in self.chapters_ended]
        self.last_level = self.last_level or other.last_level


class Store:
    """Settings and progress of the player whose folder it is; `home`: another one. Never raises.

    Two games may have the same folder. Progress is what both have reached; of each setting the last change counts.
    """

    def __init__(self, home: Path | None = None) -> None:
        folder, self._home = paths.saves(home), home
        self._visit: dict[str, tuple[object, object]] = {}  # setting -> the player's own value, and that of this visit
        self.faults: list[str] = []  # what went wrong with the files so far, a sentence each
        self._writing, self._playing = Lock(paths.saves_lock(home)), Lock(paths.game_lock(home))
        self._settings_file = SaveFile(folder, "settings", VERSION, MIGRATIONS, _names(Settings), self.faults)
        self._progress_file = SaveFile(folder, "progress", VERSION, MIGRATIONS, _names(Progress), self.faults)
        with self._writing as held:
            clear_leftovers(folder, 0.0 if held else LONG_AGO)  # held: nobody else writes there now
            self.settings = self._settings_file.load(self._read_settings) or Settings()
            i18n.use(self.settings.language)
            self.progress = self._progress_file.load(progress_from) or Progress()

    def play(self) -> None:
        """From now on this game is being played; where another one is, that is said."""
        with suppress(OSError):
            self._playing.path.parent.mkdir(parents=True, exist_ok=True)
        if not self._playing.take():
            self.faults.append(_("Another game with the same saves is open. What is reached in either is kept."))

    def set_for_visit(self, name: str, value: object) -> None:
        """A setting that holds until the game ends, and is not written, unless the player changes it."""
        own = self._visit[name][0] if name in self._visit else getattr(self.settings, name)
        self._visit[name] = (own, value)
        setattr(self.settings, name, value)

    def own_settings(self) -> Data:
        """The player's settings, without what holds for this visit alone."""
        found = asdict(self.settings)
        return found | {name: own for name, (own, shown) in self._visit.items() if found[name] == shown}

    def save(self) -> bool:
        """Write what has changed. False: something could not be written; it is kept in memory."""
        settings, progress = self.own_settings(), asdict(self.progress)
        if not self._settings_file.differs(settings) and not self._progress_file.differs(progress):
            return True
        with self._writing:
            if not self._progress_file.path.exists():  # later it would seem to be an earlier version's
                PluginChoices(self._home).begin()
            there = self._settings_file.save(settings, self._join_settings)
            return self._progress_file.save(progress, self._join_progress) and there

    def _join_settings(self, theirs: Data) -> Data:
        """What was changed in this game, over what another one has written."""
        mine, known = self.own_settings(), asdict(Settings()) | self._settings_file.known
        kept = {name for name in mine if mine[name] == known[name] and may_be(name, mine[name], theirs.get(name))}
        return theirs | {name: value for name, value in mine.items() if name not in kept}

    def _join_progress(self, theirs: Data) -> Data:
        """What both have reached; this game knows it from now on."""
        self.progress.join(progress_from(theirs), progress_from(self._progress_file.known))
        return asdict(self.progress)

    def _read_settings(self, data: Data) -> Settings:
        """A setting that is not one goes back to its usual value, and is told."""
        settings, data = Settings(), _renamed(data)
        for known in fields(Settings):
            if known.name not in data:
                continue
            usual, value = getattr(settings, known.name), data[known.name]
            if may_be(known.name, usual, value):
                setattr(settings, known.name, type(usual)(value))
            else:
                told = _("settings.json: {name} cannot be {value}; it is {usual} now.")
                self.faults.append(told.format(name=known.name, value=repr(value), usual=repr(usual)))
        return settings


def players_store() -> Store:
    """The store of a game that is played from now on."""
    store = Store()
    store.play()
    return store


def _renamed(data: Data) -> Data:
    """Settings of an earlier game. Who had put the effects off hears no music either, which came later."""
    found = {OLD_NAMES.get(name, name): value for name, value in data.items() if OLD_NAMES.get(name) not in data}
    if found.get("sound") == 0 and "music" not in found:
        found["music"] = 0.0
    return found


def may_be(name: str, usual: object, value: object) -> bool:
    """Whether a setting can have that value."""
    if isinstance(usual, dict):
        return isinstance(value, dict) and all(isinstance(v, str) for v in value.values())
    if isinstance(usual, float):
        good = isinstance(value, (int, float)) and not isinstance(value, bool) and isfinite(value)
        if name in VOLUMES:
            return good and isinstance(value, (int, float)) and 0 <= value <= 1
    else:
        good = type(value) is type(usual)
    return good and (name not in CHOICES or value in CHOICES[name])


def progress_from(data: Data) -> Progress:
    """Progress from what JSON gave. Unreadable: something is not what it must be, and where."""
    levels = {key: _level(f"levels.{key}", value) for key, value in _dict("levels", data.get("levels", {})).items()}
    recaps = {key: _bets(f"recaps.{key}", value) for key, value in _dict("recaps", data.get("recaps", {})).items()}
    ended = _is("chapters_ended", data.get("chapters_ended", []), list)
    ended = [_is("chapters_ended", key, str) for key in ended]
    return Progress(levels, recaps, _is("last_level", data.get("last_level", ""), str), ended)


def _level(where: str, data: object) -> LevelProgress:
    found = _dict(where, data)
    level = LevelProgress()
    for known, kind in (("reached", bool), ("ghost", bool), ("digest", str)):
        setattr(level, known, _is(f"{where}.{known}", found.get(known, getattr(level, known)), kind))
    level.hints = _count(f"{where}.hints", found.get("hints", 0))
    best = found.get("best")
    level.best = None if best is None else _count(f"{where}.best", best)
    level.stars = _is(f"{where}.stars", found.get("stars", []), list)
    if any(type(star) is not int or star not in (1, 2, 3) for star in level.stars):
        raise Unreadable(_("{where} is not what it must be").format(where=f"{where}.stars"))
    actions = _is(f"{where}.actions", found.get("actions", []), list)
    level.actions = [_is(f"{where}.actions", action, list) for action in actions]
    level.bets = _bets(f"{where}.bets", found.get("bets", {}))
    return level


def _bets(where: str, data: object) -> dict[str, bool]:
    return {key: _is(f"{where}.{key}", value, bool) for key, value in _dict(where, data).items()}


def _dict(where: str, value: object) -> dict[str, Any]:
    found: dict[str, Any] = _is(where, value, dict)
    return found


def _count(where: str, value: object) -> int:
    found: int = _is(where, value, int)
    if not 0 <= found <= MOST:
        raise Unreadable(_("{where} is not what it must be").format(where=where))
    return found


def _is(where: str, value: Any, kind: type) -> Any:
    if type(value) is not kind:
        raise Unreadable(_("{where} is not what it must be").format(where=where))
    return value


def _names(kind: type[Settings | Progress]) -> set[str]:
    """The entries of a file of 1.0, and those that came since."""
    return {"version", *(each.name for each in fields(kind)), *(OLD_NAMES if kind is Settings else ())}
