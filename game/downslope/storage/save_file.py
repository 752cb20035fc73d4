"""One saved file: JSON with a version, written atomically, with earlier versions kept beside it. It never raises.

NAME.json is what counts; NAME.json.1, .2 and .3 are how it was at the end of the last three games. A file that cannot
be read is set aside under a name that says so, and the newest earlier version that can be read takes its place; so it
does where the file is missing. One that something else has changed is used, if it can be. Whatever goes wrong is one
sentence in `faults`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from typing import Any, TypeVar
from zlib import crc32

from ..i18n import _
from ..paths import file_exists
from .files import read_file, reason_of, write_file, write_temporary

# JSON with a checksum, for all that the game keeps. The first entry is `"checksum"`: the CRC-32 of all other bytes of
# the file; files of 1.0 have none. An entry is a line, and so is each level.


Data = dict[str, Any]
Lines = dict[str, Any]  # entry -> its text; of LEVELS: key -> its line
CHECKSUM, LEVELS, BLANK = "checksum", "levels", "00000000"
FIRST = re.compile(rb'\A\{\s*"checksum": "([0-9a-f]{8})"')
ALIKE = re.compile(rb'\A\{\s*("checksum"|"[^"]*": "[0-9a-f]{8}")')  # it is one, or was
VERSION = 1  # of a file: one that this version could not go on with gets another
DEEPEST = 32  # lists in lists


class Unreadable(ValueError):
    """Not JSON, or not what was expected. The text says what is wrong, as the end of a sentence.

    `newer`: a later version of the game wrote it.
    """

    newer = False


def with_checksum(data: Mapping[str, Any]) -> str:
    """The text of a file. ValueError, TypeError, RecursionError: it holds what JSON cannot."""
    return _text_of(_lines_in(data))


def is_whole(raw: bytes) -> bool:
    """Whether it has a checksum, and the right one."""
    match = FIRST.match(raw)
    return match is not None and int(match[1], 16) == _checksum(raw)


def parse(raw: bytes, finite: bool = True) -> Any:
    """What the bytes say. Unreadable: they are no JSON, or hold what no file of ours does. `finite`: no NaN either."""
    number, constant = (_finite, _finite) if finite else (None, None)
    try:
        data = json.loads(raw.decode(), parse_float=number, parse_constant=constant)
    except json.JSONDecodeError as error:
        text = _("not valid JSON from line {line}, column {column}").format(line=error.lineno, column=error.colno)
        raise Unreadable(text) from error
    except RecursionError:
        data = None
    except ValueError as error:
        raise Unreadable(str(error)) from error
    if data is None or (not is_whole(raw) and _is_deep(data, DEEPEST)):
        raise Unreadable(_("it is nested too deeply"))
    return data


def entries_in(raw: bytes) -> Data:
    """What a file holds beside its checksum and version. Unreadable: it is none, or of a later version."""
    data = parse(raw)
    version = data.get("version") if isinstance(data, dict) else None
    if type(version) is not int or version < 1:
        raise Unreadable(_("it has no version"))
    if version > VERSION:
        later = Unreadable(_("it was written by a later version of the game"))
        later.newer = True
        raise later
    return {name: value for name, value in data.items() if name not in (CHECKSUM, "version")}


def _checksum(raw: bytes) -> int:
    match = FIRST.match(raw)
    assert match is not None
    return crc32(raw[match.end(1) :], crc32(raw[: match.start(1)]))


def _finite(text: str) -> float:
    value = float(text)
    if not isfinite(value):
        raise ValueError(_("{name} is not a number").format(name=text[:40]))
    return value


def _is_deep(part: object, left: int) -> bool:
    inside = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    return not left or any(_is_deep(each, left - 1) for each in inside)


def _line(name: str, value: object) -> str:
    return f"{json.dumps(name)}: {json.dumps(value, allow_nan=False)}"


def _lines_in(data: Mapping[str, Any]) -> Lines:
    lines: Lines = {name: _line(name, value) for name, value in data.items() if name not in (CHECKSUM, LEVELS)}
    rows = data.get(LEVELS, {})
    if isinstance(rows, dict):
        return lines | ({LEVELS: {key: _line(key, row) for key, row in rows.items()}} if LEVELS in data else {})
    return lines | {LEVELS: _line(LEVELS, rows)}


def _text_of(lines: Lines) -> str:
    parts = [f'"{CHECKSUM}": "{BLANK}"']
    for name, line in lines.items():
        parts.append(line if isinstance(line, str) else f'"{name}": {{\n' + ",\n".join(line.values()) + "\n}")
    text = "{" + ",\n".join(parts) + "}\n"
    return text.replace(BLANK, f"{_checksum(text.encode()):08x}", 1)


# What a file holds as an object: its fields, and beside them what this version does not know. A later version may have
# written that, and goes on with it where the same folder is played in turn: it is written back.


@dataclass
class Kept:
    """`beside`: entries that are no field of it."""

    def __post_init__(self) -> None:
        self.beside: dict[str, Any] = {}

    def fits(self, name: str, value: Any) -> bool:
        """Whether a field may be so."""
        raise NotImplementedError

    def take(self, data: Mapping[str, Any], where: str, faults: list[str]) -> None:
        """What JSON gave. A field that cannot be so stays as it is, and `faults` gets a sentence with `where`."""
        for name, value in data.items():
            if name == "beside" or name not in vars(self):
                self.beside[name] = value
            elif self.fits(name, value):
                setattr(self, name, value.copy() if isinstance(value, (list, dict)) else value)
            else:
                usual = getattr(self, name)
                text = _("{where}{name} cannot be {value}; it is {usual} now.")
                usual = _("empty") if usual is None else repr(usual)
                faults.append(text.format(where=where, name=name, value=f"{value!r:.60}", usual=usual))

    def as_data(self) -> dict[str, Any]:
        """As it is written. It is no copy: `asdict` makes one, which takes longer than all else of a save."""
        data = dict(vars(self))
        beside = data.pop("beside")
        return {**data, **beside}


Join = Callable[[Data], Data]
Made = TypeVar("Made")
EARLIER = 3  # versions kept


@dataclass(eq=False)
class SaveFile:
    """`faults`: where sentences about what is wrong go; `lock`: held while it is written.

    lines      what this game knew when it last read or wrote
    was_read   that was the file itself, no earlier version
    """

    path: Path
    faults: list[str]
    lock: AbstractContextManager[object] = field(default_factory=nullcontext)
    lines: Lines = field(default_factory=dict)
    was_read: bool = False
    _held: bytes | None = None  # the file as it was then, where it says just that
    _stale: bool = False  # its checksum is missing or wrong: it is written again
    _last_game: bytes | None = None  # what becomes the newest earlier version, once a game
    _closed: bool = False  # there is something that could not be read nor set aside: leave it alone
    _told: bool = False  # that it cannot be written

    # reading

    def load(self, make: Callable[[Data], Made]) -> Made | None:
        """`make` of the newest data that it takes; it raises ValueError for what it does not. None: a new start."""
        try:
            raw = read_file(self.path)
            data = entries_in(raw)
            result = make(data)
        except FileNotFoundError:
            return self._use_backup(make)
        except (OSError, ValueError) as error:
            return self._use_backup(make, error)
        self._held = self._last_game = raw
        self.was_read = True
        self.lines, self._stale = _lines_in(data), not is_whole(raw)
        # The lines of its levels as they stand there, where this version of the game wrote it
        _before, mark, rest = raw.partition(f'\n"{LEVELS}": {{\n'.encode())
        if mark and not self._stale and isinstance(data.get(LEVELS), dict):
            standing = (row.rstrip(",") for row in rest.decode().split("\n"))
            self.lines[LEVELS] = dict(zip(data[LEVELS], standing))
        self._warn(raw)
        return result

    @property
    def known(self) -> Data:
        """What this game knew when it last read or wrote; nothing at a new start."""
        data: Data = json.loads(_text_of(self.lines))
        return {name: value for name, value in data.items() if name != CHECKSUM}

    def _warn(self, raw: bytes) -> None:
        """That something else has changed it; a file of 1.0 has nothing that looks like a checksum."""
        if not is_whole(raw) and ALIKE.match(raw):
            text = _("{file} was changed by something other than the game; it is used as it is.")
            self.faults.append(text.format(file=self.path.name))

    def _use_backup(self, make: Callable[[Data], Made], error: Exception | None = None) -> Made | None:
        """Take the newest earlier version that can be read; what cannot be is set aside. No error: it is not there."""
        aside = self._quarantine(error) if error is not None else ""
        result, start = None, _("the beginning")
        for path in self.earlier():
            with suppress(OSError, ValueError):
                data = entries_in(read_file(path))
                result, start = make(data), path.name
                self.lines, self._stale = _lines_in(data), True
                break
        if error is None and not any(map(file_exists, self.earlier())):
            return None
        if error is None:
            text = _("{file} is missing; the game starts from {start}.")
        elif aside:
            text = _("{file} could not be read ({reason}); it is kept as {aside}, and the game starts from {start}.")
        else:
            text = _("{file} could not be read ({reason}); it is left as it is, and nothing is saved over it.")
        reason = reason_of(error) if error is not None else ""
        self.faults.append(text.format(file=self.path.name, reason=reason, aside=aside, start=start))
        return result

    def _quarantine(self, error: Exception) -> str:
        """The new name; empty: it could not be renamed."""
        from datetime import date

        stem = f"{self.path.stem}.{'newer' if getattr(error, 'newer', False) else 'broken'}-{date.today().isoformat()}"
        names = [f"{stem}.json", *(f"{stem}-{number}.json" for number in range(2, 100))]
        free = next((name for name in names if not file_exists(self.path.with_name(name))), names[-1])
        try:
            self.path.replace(self.path.with_name(free))
        except OSError:
            self._closed = True
            return ""
        return free

    def earlier(self) -> list[Path]:
        """The names of the earlier versions, newest first, whether they are there or not."""
        return [self.path.with_name(f"{self.path.name}.{number}") for number in range(1, EARLIER + 1)]

    # writing

    def save(self, data: Data, join: Join | None = None, levels: Mapping[str, Data] | None = None) -> bool:
        """Write it, if it differs. False: it could not be written, and is kept in memory only.

        `levels`: those that may have changed, the others stay; `join`: what the file holds by now, since another game
        may write it too, in; what is to be written out.
        """
        if self._closed:
            return False
        try:
            lines = self.lines | _lines_in(data)
            if levels:
                lines[LEVELS] = self.lines.get(LEVELS, {}) | _lines_in({LEVELS: levels})[LEVELS]
            if lines == self.lines and not self._stale:
                return True
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.lock:
                joined = self._joined(join) if join is not None else None
                now = lines if joined is None else _lines_in(joined)
                raw = _text_of({"version": _line("version", VERSION)} | now).encode()
                # All that needs room is written before anything is renamed, so that a full disk costs nothing
                newest, *older = self.earlier()
                kept = write_temporary(newest, self._last_game) if self._last_game is not None else None
                try:
                    write_file(self.path, raw)
                except BaseException:
                    if kept is not None:
                        kept.unlink(missing_ok=True)
                    raise
                if kept is not None:
                    with suppress(OSError):  # what has not moved yet moves when it is saved again
                        for to, what in zip(reversed(older), reversed([newest, *older[:-1]])):
                            if what.exists():
                                what.replace(to)
                        kept.replace(newest)
                        self._last_game = None
                    with suppress(OSError):
                        kept.unlink(missing_ok=True)
        except (OSError, ValueError, TypeError, RecursionError) as error:
            if not self._told:
                sentence = _("{file} could not be saved ({reason}); it is kept in memory while the game runs.")
                self.faults.append(sentence.format(file=self.path.name, reason=reason_of(error)))
            self._told = True
            return False
        self.lines, self._held = lines, None if joined else raw
        self._stale = self._told = False
        return True

    def _joined(self, join: Join) -> Data | None:
        """None: there is nothing to join. What cannot be read is set aside. OSError: it does not go."""
        try:
            raw = read_file(self.path)
            if raw == self._held:
                return None
            data = entries_in(raw)
            joined = join(data)
            self._warn(raw)
            return joined
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            aside = self._quarantine(error)
            if not aside:
                raise
            text = _("{file} could not be read ({reason}) when it was saved; it is kept as {aside}.")
            self.faults.append(text.format(file=self.path.name, reason=reason_of(error), aside=aside))
            return None
