"""What the player has done: `Progress`, of every level what was reached; two games' joined, two players' merged; and
progress read from what lies in the file."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from ..i18n import _
from .save_file import LEVELS, Data, Kept, Unreadable

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
        run = min(self, other, key=lambda each: each.rank(terms))
        self.best, self.actions, self.digest, self.par = run.best, run.actions, run.digest, run.par

    def rank(self, terms: str) -> tuple[bool, bool, int, str, str, str]:
        """Less is a better run: one of the level as it is now before one of another version, then the lower count."""
        run = self.best or 0, self.digest, self.par, json.dumps(self.actions)
        return self.best is None, not self.is_under(terms), *run


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

    def star_count(self) -> int:
        """All that were won."""
        return sum(len(level.stars) for level in self.levels.values())

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
