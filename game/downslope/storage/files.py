"""How a file of the player's is read and written: the one door for both. OSError says what is wrong.

What is no ordinary file (a folder, a pipe, a device) is refused before it is opened, so that nothing ever waits for it
and nothing is put in its place. What is written is there as a whole or not at all: it goes into a file beside it, to
the disk, and then takes the place. A game that is killed meanwhile leaves the file beside it; `remove_leftovers` takes
it away.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from errno import EFBIG, EINVAL, EISDIR
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import Self

from ..i18n import N_, _, translate
from ..paths import home


class Refused(ValueError):
    """A sentence that is translated, or its template and values for who shows it later.

    `line`: of the plugin's file that is meant, or 0. `file`: another one than the plugin's own. `faults`: where several
    things are wrong with one, of which this is the first.
    """

    file = ""
    faults: Sequence[Refused] = ()

    def __init__(self, template: str, line: int = 0, **values: object) -> None:
        super().__init__(template.format(**values) if values else template)
        self.template, self.line = template, line
        self.values: dict[str, object] = values

    def __str__(self) -> str:
        """The sentence, in the player's language."""
        return translate(self)

    def within(self, file: str) -> Self:
        """The same, of that file."""
        self.file = file
        return self


def invalid_file(path: Path, place: str, value: object, expected: str) -> Refused:
    """`digits.csv, line 3: 65 columns; expected 65`. An empty place: the file as a whole."""
    where = f"{path.name}, {place}" if place else path.name
    return Refused(_("{where}: {found}; expected {expected}").format(where=where, found=value, expected=expected))


def text_in(content: bytes, file: str, coding: str = "utf-8") -> str:
    """Refused: it is no UTF-8, and where. `coding`: utf-8-sig where a mark may stand at its beginning."""
    try:
        return content.decode(coding)
    except UnicodeDecodeError as error:
        whole, start = error.object, error.start
        line = whole.count(b"\n", 0, start) + 1
        raise Refused(N_("{file} is not UTF-8: byte {byte}."), line, file=file, byte=hex(whole[start])) from None


LARGEST = 32_000_000  # bytes: more than a million weights
LONG_AGO = 3600.0  # seconds: the process that wrote a file of that age is done, one way or the other
LONGEST = 60  # letters of a file's name in that of the one beside it
BESIDE = re.compile(r"\.(.+)\.\d+\.new")
on_write: list[Callable[[], object]] = []  # told after each write: where files are kept in two steps, as in a browser
PLAIN = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read_file(path: Path, most: int = LARGEST) -> bytes:
    """Reads a whole file. OSError: it is missing, unreadable, no ordinary file, or larger than `most`."""
    refuse_unless_ordinary(path)
    number = os.open(path, PLAIN)
    try:
        refuse_unless_ordinary(number)  # another one may have come in its place
        content = bytearray()
        while len(content) <= most and (part := os.read(number, 1 << 20)):
            content += part
    finally:
        os.close(number)
    if len(content) > most:
        raise OSError(EFBIG, os.strerror(EFBIG))
    return bytes(content)


def write_file(path: Path, content: str | bytes) -> None:
    """Writes a file atomically. OSError: it failed, and the old content is unchanged."""
    path = Path(os.path.realpath(path))  # where a link leads to: the link stays
    beside = write_temporary(path, content)
    try:
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    remove_leftovers(path.parent, name=path.name)
    for tell in on_write:
        tell()


def write_temporary(path: Path, content: str | bytes) -> Path:
    """A file that can take the place of `path` by being renamed: whole, on the disk. OSError: none could be made."""
    with suppress(FileNotFoundError):
        refuse_unless_ordinary(path)
    beside = temporary_name(path)
    try:
        with beside.open("wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
    return beside


def temporary_name(path: Path) -> Path:
    """The name of the file that is written first: a hidden one, of this process."""
    return path.with_name(f".{path.name[:LONGEST]}.{os.getpid()}.new")


def remove_leftovers(folder: Path, older: float = LONG_AGO, name: str = "") -> None:
    """Take away what games left that were killed while they wrote here, where that is so many seconds ago.

    `name`: only what was to become this file; nothing else of a folder that is not the game's own is touched.
    """
    with suppress(OSError):
        for left in folder.iterdir():
            ours = BESIDE.fullmatch(left.name)
            if ours and ours[1] == (name or ours[1])[:LONGEST] and time.time() - left.stat().st_mtime >= older:
                left.unlink()


def reason_of(error: Exception) -> str:
    """What went wrong, as the end of a sentence."""
    return error.strerror if isinstance(error, OSError) and error.strerror else str(error)


def unreadable(file: object, error: Exception) -> Refused:
    """The error sentence for a file that is missing, a folder, or unreadable. `file`: its name in the sentence."""
    return Refused(N_("{file} cannot be read: {reason}."), file=file, reason=reason_of(error))


def unwritable(file: object, error: Exception) -> str:
    """The error sentence for a write that failed: no such folder, disk full, no permission."""
    return _("{file} cannot be written: {reason}").format(file=file, reason=reason_of(error))


def refuse_unless_ordinary(file: Path | int) -> None:
    """OSError: there is none, or it is a folder, a pipe, a device. `file`: its path, or the number of an open one."""
    mode = (os.fstat(file) if isinstance(file, int) else file.stat()).st_mode
    if S_ISDIR(mode):
        raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
    if not S_ISREG(mode):
        raise OSError(EINVAL, _("it is not an ordinary file"))


def write_log(text: str) -> Path:
    """Add a traceback; returns where it is, or would be: a folder that cannot be written must not end the game."""
    log = home() / "downslope.log"
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            refuse_unless_ordinary(log)
        with log.open("ab") as file:
            file.write(f"{time.strftime('%Y-%m-%d %H:%M:%S')}\n{text}\n".encode("utf-8", "replace"))
        for tell in on_write:
            tell()
    except OSError:
        pass
    return log
