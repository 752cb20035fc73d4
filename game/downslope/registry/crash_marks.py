"""What a plugin leaves that has ended the process: a mark, written before its code runs and removed after.

A mark that is still there although its process is not means that the plugin has ended it, or that somebody has. What
died while it was loaded is left out until its file is another one, or `downslope check FILE` has tried it again.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from ..engine.watchdog import dog
from ..i18n import _
from ..paths import is_helper
from ..storage.files import read_file

PLACE = re.compile(r'File "(?P<file>[^"]+)", line (?P<line>\d+) in (?P<function>\S+)')
LONGEST = 100_000  # characters of a log that are read


class CrashMark(NamedTuple):
    """`state`: what the plugin's file was like; `level`: what was played, empty: it was being loaded."""

    plugin: str
    source: str
    state: str
    level: str = ""
    line: int = 0  # where it was ended, as far as that is known

    def sentence(self) -> str:
        """What the plugin did the last time."""
        place = _(", line {line}").format(line=self.line) if self.line else ""
        if self.level:
            text = _("The game ended while {level} ran with {plugin}{place}.")
            return text.format(level=self.level, plugin=self.plugin, place=place)
        return _("The game ended while loading {plugin}{place}. It is skipped.").format(plugin=self.plugin, place=place)


class Marks:
    """The marks in one player's folder. `died`: those of processes that are gone, found when this was made."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.writes = not is_helper()
        self.died: list[CrashMark] = []
        self._now: CrashMark | None = None
        self._files: dict[CrashMark, Path] = {}
        with suppress(OSError):
            for file in sorted(folder.glob("*.json")):
                mark = _read(file)
                if mark is not None:
                    self.died.append(mark)
                    self._files[mark] = file
            for log in folder.glob("*.log"):
                own = log.stem == str(os.getpid())  # the watchdog holds it open
                if not own and not log.with_suffix(".json").exists() and not _runs(log.stem):
                    log.unlink()

    def loading(self, plugin: str, source: str) -> CrashMark | None:
        """The mark of a plugin that died while it was loaded, as it is now; None: it may be loaded."""
        for mark in self.died:
            if (mark.plugin, mark.source) == (plugin, source) and not mark.level:
                if mark.state == state_of(source):
                    return mark
                self.forget(mark)
                return None
        return None

    def forget(self, mark: CrashMark) -> None:
        """It was said, or is tried again."""
        self.died.remove(mark)
        file = self._files.pop(mark)
        for left in (file, file.with_suffix(".log")):
            with suppress(OSError):
                left.unlink()

    @contextmanager
    def hold(self, plugin: str, source: str) -> Iterator[None]:
        """While its code is loaded."""
        before = self._now
        self.write(CrashMark(plugin, source, state_of(source)))
        try:
            yield
        finally:
            self.write(before)

    def write(self, mark: CrashMark | None) -> None:
        """This process runs its code from now on; None: no more. A folder that cannot be written gets no mark."""
        self._now = mark
        if not self.writes:
            return
        own = self.folder / f"{os.getpid()}.json"
        with suppress(OSError):
            if mark is None:
                own.unlink()
                return
            self.folder.mkdir(parents=True, exist_ok=True)
            own.write_text(json.dumps(mark), encoding="utf-8")
            if dog.log is None:
                dog.log = os.open(own.with_suffix(".log"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)


def state_of(source: str) -> str:
    """What tells one version of a file from another; for what is no file: nothing."""
    try:
        stat = Path(source).stat()
    except (OSError, ValueError):
        return ""
    return f"{stat.st_size} {stat.st_mtime_ns}"


def _read(file: Path) -> CrashMark | None:
    """None: its process still runs, or it is no mark."""
    try:
        if _runs(file.stem):
            return None
        words = json.loads(read_file(file).decode()[:LONGEST])
        if not (isinstance(words, list) and len(words) == len(CrashMark._fields)):
            return None
        plugin, source, state, level = map(str, words[:4])
        log = ""  # what the watchdog wrote: the last line of that file that ran
        with suppress(OSError):
            log = read_file(file.with_suffix(".log")).decode(errors="replace")[:LONGEST]
        line = next((int(match["line"]) for match in PLACE.finditer(log) if match["file"] == source), 0)
        return CrashMark(plugin, source, state, level, line)
    except (OSError, ValueError, RecursionError):
        return None


def _runs(process: str) -> bool:
    """Whether there is another process of that number."""
    if not process.isdecimal() or int(process) == os.getpid():
        return False
    if sys.platform == "win32":
        import ctypes

        handle = ctypes.windll.kernel32.OpenProcess(0x100000, False, int(process))  # may wait for it
        if not handle:
            return False
        ended = ctypes.windll.kernel32.WaitForSingleObject(handle, 0) == 0
        ctypes.windll.kernel32.CloseHandle(handle)
        return not ended
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
