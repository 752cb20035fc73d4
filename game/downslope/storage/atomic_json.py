"""One saved file: versioned JSON, written atomically, with earlier versions kept beside it. It never raises.

NAME.json is what counts; NAME.json.1, .2 and .3 are how it was at the end of the last three games. A file that cannot
be read is set aside under a name that says so, and the newest earlier version that can be read takes its place.
Whatever goes wrong is one sentence in `faults`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from ..i18n import _

Data = dict[str, Any]
Migration = Callable[[Data], Data]
Made = TypeVar("Made")
EARLIER = 3  # versions kept


class Unreadable(ValueError):
    """Not JSON, or not what was expected. The text says what is wrong, as the end of a sentence."""


class TooNew(Unreadable):
    """Written by a later version of the game."""


class SaveFile:
    """`version`: what is written now; `migrations[n]` makes data of version n into data of version n + 1."""

    def __init__(
        self, folder: Path, name: str, version: int = 1, migrations: Mapping[int, Migration] | None = None
    ) -> None:
        self.path = folder / f"{name}.json"
        self.version, self.migrations = version, migrations or {}
        self.faults: list[str] = []
        self._written = ""  # what the file holds now
        self._rotated = False  # earlier versions are moved on once a game
        self._locked = False  # there is something that could not be read nor set aside: leave it alone
        self._told = False  # that it cannot be written

    # reading

    def load(self, make: Callable[[Data], Made]) -> Made | None:
        """`make` of the newest data that it takes; it raises ValueError for what it does not. None: a new start."""
        try:
            text = self.path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            return self._fall_back(make, str(error), newer=False)
        try:
            made = make(self._data(text))
        except ValueError as error:
            return self._fall_back(make, str(error), newer=isinstance(error, TooNew))
        self._written = text
        return made

    def _data(self, text: str) -> Data:
        try:
            data = json.loads(text, parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            raise Unreadable(str(error)) from error
        version = data.get("version") if isinstance(data, dict) else None
        if not isinstance(version, int) or isinstance(version, bool) or version < 1:
            raise Unreadable(_("it has no version"))
        if version > self.version:
            raise TooNew(_("it was written by a later version of the game"))
        for number in range(version, self.version):
            try:
                data = self.migrations[number](data)
            except (LookupError, TypeError, AttributeError) as error:
                raise Unreadable(_("it could not be brought up to date")) from error
        return {**data, "version": self.version}

    def _fall_back(self, make: Callable[[Data], Made], reason: str, newer: bool) -> Made | None:
        """Set the file aside, and take the newest earlier version that can be read."""
        aside = self._set_aside("newer" if newer else "broken")
        made, found = self._earlier(make)
        if aside:
            told = _("{file} could not be read ({reason}); it is kept as {aside}, and the game starts from {start}.")
        else:
            told = _("{file} could not be read ({reason}); it is left as it is, and nothing is saved over it.")
        start = found or _("the beginning")
        self.faults.append(told.format(file=self.path.name, reason=reason, aside=aside, start=start))
        return made

    def _set_aside(self, why: str) -> str:
        """The new name; empty: it could not be renamed."""
        from datetime import date

        stem = f"{self.path.stem}.{why}-{date.today().isoformat()}"
        names = [f"{stem}.json", *(f"{stem}-{number}.json" for number in range(2, 100))]
        free = next((name for name in names if not self.path.with_name(name).exists()), names[-1])
        try:
            self.path.replace(self.path.with_name(free))
        except OSError:
            self._locked = True
            return ""
        return free

    def _earlier(self, make: Callable[[Data], Made]) -> tuple[Made | None, str]:
        for path in self.earlier():
            try:
                return make(self._data(path.read_text(encoding="utf-8"))), path.name
            except (OSError, ValueError):
                continue
        return None, ""

    def earlier(self) -> list[Path]:
        """The names of the earlier versions, newest first, whether they are there or not."""
        return [self.path.with_name(f"{self.path.name}.{number}") for number in range(1, EARLIER + 1)]

    # writing

    def save(self, data: Data) -> bool:
        """Write it, if it is not what the file holds. False: it could not be written, and is kept in memory only."""
        if self._locked:
            return False
        try:
            text = json.dumps({**data, "version": self.version}, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
            if text == self._written:
                return True
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._rotate()
            write(self.path, text)
        except (OSError, ValueError, TypeError) as error:
            self._tell(error)
            return False
        self._written, self._told = text, False
        return True

    def _rotate(self) -> None:
        """Once a game: .2 becomes .3, .1 becomes .2, and .1 is a copy of the file as the last game left it."""
        if self._rotated or not self._written:
            return
        newest, *older = self.earlier()
        for to, what in zip(reversed(older), reversed([newest, *older[:-1]])):
            if what.exists():
                what.replace(to)
        write(newest, self._written)
        self._rotated = True

    def _tell(self, error: Exception) -> None:
        if not self._told:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            told = _("{file} could not be saved ({reason}); it is kept in memory while the game runs.")
            self.faults.append(told.format(file=self.path.name, reason=reason))
        self._told = True


def write(path: Path, text: str) -> None:
    """All or nothing: into a file beside it, to the disk, then in its place. OSError: it could not."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with beside.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not a number")
