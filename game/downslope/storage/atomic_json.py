"""One saved file: JSON with a version, written atomically, with earlier versions kept beside it. It never raises.

NAME.json is what counts; NAME.json.1, .2 and .3 are how it was at the end of the last three games. A file that cannot
be read is set aside under a name that says so, and the newest earlier version that can be read takes its place; so it
does where the file is missing. One that something else has changed is used, if it can be. Whatever goes wrong is one
sentence in `faults`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection
from contextlib import suppress
from math import isfinite
from pathlib import Path
from typing import Any, TypeVar
from zlib import crc32

from ..i18n import _
from ..paths import file_exists
from .files import read_file, reason_of, write_file, write_temporary

# ---------------------------------------------------------------------------------------------------------------------
# JSON with a checksum, for all that the game keeps: a file that was changed by anything but the game is noticed. The
# first entry of a file is `"checksum"`: the CRC-32 of all other bytes of the file. Files of 1.0 have none; they are
# taken where they hold nothing that 1.0 did not write, so that a checksum whose name was damaged is noticed too.


Data = dict[str, Any]
CHECKSUM, BLANK = "checksum", "00000000"
FIRST = re.compile(rb'\A\{\s*"checksum": "([0-9a-f]{8})"')
DIGITS = 18  # of a whole number, at most
DEEPEST = 32  # lists in lists


class Unreadable(ValueError):
    """Not JSON, or not what was expected. The text says what is wrong, as the end of a sentence."""


class InvalidJson(Unreadable):
    """From this place on."""

    def __init__(self, told: str, line: int, column: int) -> None:
        super().__init__(told)
        self.line, self.column = line, column


def with_checksum(data: Data, indent: int | None = None) -> str:
    """The text of a file. ValueError, TypeError: it holds what JSON cannot."""
    rest = {name: value for name, value in data.items() if name != CHECKSUM}
    text = json.dumps({CHECKSUM: BLANK, **rest}, indent=indent, allow_nan=False) + "\n"
    return text.replace(BLANK, f"{_checksum(text.encode()):08x}", 1)


def is_whole(raw: bytes) -> bool:
    """Whether it has a checksum, and the right one."""
    found = FIRST.match(raw)
    return found is not None and int(found[1], 16) == _checksum(raw)


def refuse_changed(raw: bytes, data: Data, old: Collection[str]) -> None:
    """Unreadable: it is not as the game wrote it. `old`: the entries of a file of 1.0, which has no checksum."""
    if FIRST.match(raw) is None:
        if not set(data) <= set(old):
            raise Unreadable(_("it has no checksum"))
    elif not is_whole(raw):
        raise Unreadable(_("its checksum does not match: it was changed"))


def _checksum(raw: bytes) -> int:
    found = FIRST.match(raw)
    assert found is not None
    return crc32(raw[found.end(1) :], crc32(raw[: found.start(1)]))


def parse(raw: bytes, finite: bool = True) -> Any:
    """What the bytes say. Unreadable: they are no JSON, or hold what no file of ours does. `finite`: no NaN either."""
    try:
        data = json.loads(
            raw.decode(), parse_int=_whole, parse_float=_finite if finite else None,
            parse_constant=_no_constant if finite else None,
        )  # fmt: skip
    except json.JSONDecodeError as error:
        text = _("not valid JSON from line {line}, column {column}").format(line=error.lineno, column=error.colno)
        raise InvalidJson(text, error.lineno, error.colno) from error
    except RecursionError as error:
        raise Unreadable(_("it is nested too deeply")) from error
    except ValueError as error:
        raise Unreadable(str(error)) from error
    _refuse_deep(data)
    return data


def _whole(text: str) -> int:
    if len(text.lstrip("-")) > DIGITS:
        raise ValueError(_("a number has more than {most} digits").format(most=DIGITS))
    return int(text)


def _finite(text: str) -> float:
    value = float(text)
    return value if isfinite(value) else _no_constant(text)


def _no_constant(name: str) -> float:
    raise ValueError(_("{name} is not a number").format(name=name[:40]))


def _refuse_deep(data: object) -> None:
    layer = [data]
    for _depth in range(DEEPEST):
        layer = [value for part in layer for value in _inside(part)]
        if not layer:
            return
    raise Unreadable(_("it is nested too deeply"))


def _inside(part: object) -> list[object]:
    """The lists and objects in a list or an object."""
    values = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    return [value for value in values if isinstance(value, (dict, list))]


Join = Callable[[Data], Data]
Made = TypeVar("Made")
VERSION = 1  # of a file: one that this version could not go on with gets another
EARLIER = 3  # versions kept
LARGE = 100_000  # letters: a longer file has no line for each entry, which takes several times as long to write


class TooNew(Unreadable):
    """Written by a later version of the game."""


class SaveFile:
    """`known`: the entries of this version: where the checksum is missing or wrong, another in the place of one of them
    is one whose name was damaged; `faults`: where sentences about what is wrong go."""

    def __init__(self, path: Path, known: Collection[str], faults: list[str]) -> None:
        self.path, self.names, self.faults = path, {CHECKSUM, "version", *known}, faults
        self._own = ""  # what this game knew when it last read or wrote
        self._held: bytes | None = None  # the file as it was then, where it says just that
        self._stale = False  # its checksum is missing or wrong: it is written anew
        self._last_game: bytes | None = None  # what becomes the newest earlier version, once a game
        self._locked = False  # there is something that could not be read nor set aside: leave it alone
        self._told = False  # that it cannot be written

    # reading

    def load(self, make: Callable[[Data], Made]) -> Made | None:
        """`make` of the newest data that it takes; it raises ValueError for what it does not. None: a new start."""
        try:
            raw = read_file(self.path)
        except FileNotFoundError:
            return self._use_backup(make)
        except OSError as error:
            return self._use_backup(make, error)
        try:
            data = self._data(raw)
            made = make(data)
        except ValueError as error:
            return self._use_backup(make, error)
        self._held = self._last_game = raw
        self._own, self._stale = _plain(data), not is_whole(raw)
        self._warn(raw, data)
        return made

    @property
    def known(self) -> Data:
        """What this game knew when it last read or wrote; nothing at a new start."""
        found: Data = json.loads(self._own or "{}")
        return found

    def _data(self, raw: bytes) -> Data:
        data = parse(raw)
        version = data.get("version") if isinstance(data, dict) else None
        if not isinstance(version, int) or isinstance(version, bool) or version < 1:
            raise Unreadable(_("it has no version"))
        if version > VERSION:
            raise TooNew(_("it was written by a later version of the game"))
        if not is_whole(raw) and set(data) - self.names and self.names - {CHECKSUM, *data}:  # a damaged name
            raise Unreadable(_("its checksum is missing or wrong, and it has an unknown entry"))
        return {name: value for name, value in data.items() if name not in (CHECKSUM, "version")}

    def _warn(self, raw: bytes, data: Data) -> None:
        if not is_whole(raw) and (f'"{CHECKSUM}"'.encode() in raw or set(data) - self.names):
            text = _("{file} was changed by something other than the game; it is used as it is.")
            self.faults.append(text.format(file=self.path.name))

    def _use_backup(self, make: Callable[[Data], Made], error: Exception | None = None) -> Made | None:
        """Take the newest earlier version that can be read; what cannot be is set aside. No error: it is not there."""
        aside = self._quarantine(error) if error is not None else ""
        made, found = self._earlier(make)
        if error is None:
            if not found and not any(map(file_exists, self.earlier())):
                return None
            text = _("{file} is missing; the game starts from {start}.")
        elif aside:
            text = _("{file} could not be read ({reason}); it is kept as {aside}, and the game starts from {start}.")
        else:
            text = _("{file} could not be read ({reason}); it is left as it is, and nothing is saved over it.")
        reason, start = reason_of(error) if error is not None else "", found or _("the beginning")
        self.faults.append(text.format(file=self.path.name, reason=reason, aside=aside, start=start))
        return made

    def _quarantine(self, error: Exception) -> str:
        """The new name; empty: it could not be renamed."""
        from datetime import date

        stem = f"{self.path.stem}.{'newer' if isinstance(error, TooNew) else 'broken'}-{date.today().isoformat()}"
        names = [f"{stem}.json", *(f"{stem}-{number}.json" for number in range(2, 100))]
        free = next((name for name in names if not file_exists(self.path.with_name(name))), names[-1])
        try:
            self.path.replace(self.path.with_name(free))
        except OSError:
            self._locked = True
            return ""
        return free

    def _earlier(self, make: Callable[[Data], Made]) -> tuple[Made | None, str]:
        for path in self.earlier():
            try:
                return make(self._data(read_file(path))), path.name
            except (OSError, ValueError):
                continue
        return None, ""

    def earlier(self) -> list[Path]:
        """The names of the earlier versions, newest first, whether they are there or not."""
        return [self.path.with_name(f"{self.path.name}.{number}") for number in range(1, EARLIER + 1)]

    # writing

    def changed_text(self, data: Data) -> str:
        """What tells it from other data; empty: it is what this game last read or wrote."""
        text = _plain(data)
        return text if self._stale or text != self._own else ""

    def save(self, data: Data, join: Join | None = None, text: str | None = None) -> bool:
        """Write it, if it differs. False: it could not be written, and is kept in memory only.

        `join`: what the file holds by now, since another game may write it too, in; what is to be written out. `text`:
        its `changed_text`, where that is known.
        """
        text = self.changed_text(data) if text is None else text
        if self._locked:
            return False
        if not text:
            return True
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            joined = self._joined(join) if join is not None else None
            whole = {**(data if joined is None else joined), "version": VERSION}
            raw = with_checksum(whole, indent=1 if len(text) < LARGE else None).encode()
            self._put(raw)
        except (OSError, ValueError, TypeError, RecursionError) as error:
            self._report_text(error)
            return False
        self._own, self._held = text, None if joined else raw
        self._stale = self._told = False
        return True

    def _joined(self, join: Join) -> Data | None:
        """None: there is nothing to join. What cannot be read is set aside. OSError: it does not go."""
        try:
            raw = read_file(self.path)
            if raw == self._held:
                return None
            data = self._data(raw)
            joined = join(data)
            self._warn(raw, data)
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

    def _put(self, raw: bytes) -> None:
        """All that needs room is written before anything is renamed, so that a full disk costs nothing."""
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

    def _report_text(self, error: Exception) -> None:
        if not self._told:
            text = _("{file} could not be saved ({reason}); it is kept in memory while the game runs.")
            self.faults.append(text.format(file=self.path.name, reason=reason_of(error)))
        self._told = True


def _plain(data: Data) -> str:
    """Equal for equal data. What JSON cannot hold is equal to nothing."""
    try:
        return json.dumps(data, sort_keys=True, allow_nan=False)
    except (ValueError, TypeError, RecursionError):
        return "?"
