"""What the player has done: `Progress`, of every level what was reached; two games' joined, two players' merged; and
progress read from what lies in the file."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ..i18n import _
from .atomic_json import Data, Unreadable
from .kept import Kept

MOST = 10**9  # of anything that is counted


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
        self.beside.update(other.beside)
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
        self.beside = {**other.beside, **self.beside}
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
class Progress(Kept):
    """Every level that was opened, every recap that was answered."""

    levels: dict[str, LevelProgress] = field(default_factory=dict)
    recaps: dict[str, dict[str, bool]] = field(default_factory=dict)  # chapter -> question -> answered right
    last_level: str = ""  # the one that was played last
    chapters_ended: list[str] = field(default_factory=list)  # whose end was shown: the world is another since then

    def as_data(self) -> Data:
        """As it is written: see Kept."""
        return {**super().as_data(), "levels": {key: level.as_data() for key, level in self.levels.items()}}

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
        self.beside.update(other.beside)
        for key, level in other.levels.items():
            self.level(key).join(level, before.levels.get(key) or LevelProgress())
        for chapter, answers in other.recaps.items():
            self.recap(chapter).update(answers)
        self.chapters_ended += [key for key in other.chapters_ended if key not in self.chapters_ended]
        if self.last_level == before.last_level:
            self.last_level = other.last_level

    def merge(self, other: Progress, digest_of: Callable[[str], str]) -> None:
        """Another player's, or one's own from elsewhere: of every level the better result. `digest_of`: see there."""
        self.beside = {**other.beside, **self.beside}
        for key, level in other.levels.items():
            self.level(key).merge(level, digest_of(key))
        for chapter, answers in other.recaps.items():
            mine = self.recap(chapter)
            mine.update({key: right or mine.get(key, False) for key, right in answers.items()})
        self.chapters_ended += [key for key in other.chapters_ended if key not in self.chapters_ended]
        self.last_level = self.last_level or other.last_level


def progress_from(data: Data) -> Progress:
    """Progress from what JSON gave. Unreadable: something is not what it must be, and where."""
    levels = {key: _level(f"levels.{key}", value) for key, value in _dict("levels", data.get("levels", {})).items()}
    recaps = {key: _bets(f"recaps.{key}", value) for key, value in _dict("recaps", data.get("recaps", {})).items()}
    ended = _is("chapters_ended", data.get("chapters_ended", []), list)
    ended = [_is("chapters_ended", key, str) for key in ended]
    progress = Progress(levels, recaps, _is("last_level", data.get("last_level", ""), str), ended)
    progress.keep_beside(data)
    return progress


def _level(where: str, data: object) -> LevelProgress:
    found = _dict(where, data)
    level = LevelProgress()
    level.keep_beside(found)
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
