"""Work in a process of its own, so that the window never waits: is the level that was just opened fair?

The process is told names only; it loads its own plugins. It is asked now and then, and ended with the scene.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import weakref
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import IO

from ..i18n import _
from ..paths import CHILD

TIMED_OUT = "Timeout ("  # how faulthandler begins to say that time was up


LIMIT = 60  # seconds that a check may take
LONGEST = 200  # letters of what a process said last


class LevelCheck:
    """`downslope check --level ID` in the background, for `limit` seconds at most. `process`: None: there is none."""

    least: tuple[str, ...] = ("error",)  # how grave a finding must be to be told

    def __init__(self, level: str, limit: int = LIMIT) -> None:
        self._start(("--level", level), limit)

    def _start(self, arguments: Sequence[str], limit: int) -> None:
        """At once; where no process can be started there will be no findings."""
        self.process: subprocess.Popen[str] | None = None
        self._limit = limit
        # a pipe could become full, and nobody would read it meanwhile
        self._errors = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115
        try:
            self.process = subprocess.Popen(
                [*ourselves(), "check", *arguments, "--json"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors, text=True,
                encoding="utf-8", errors="replace", env=environment(limit),
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )  # fmt: skip
        except OSError:
            self._errors.close()
            return
        # the screen may be dropped without a word
        self._end = weakref.finalize(self, _end, self.process, self._errors)

    @property
    def number(self) -> int:
        """Of the process; 0: there is none."""
        return self.process.pid if self.process is not None else 0

    def findings(self) -> list[str] | None:
        """What is wrong, a sentence each, also with the check itself; None: not known yet."""
        process = self.process
        if process is None:
            return []
        if process.poll() is None:
            return None
        assert process.stdout is not None
        found = _sentences(process.stdout.read(), self.least)
        self._errors.seek(0)
        said = self._errors.read()
        self.stop()
        if process.returncode == 0:
            return found
        if TIMED_OUT in said:
            return [_("The level could not be checked within {limit} s.").format(limit=self._limit)]
        if process.returncode == 1 and found:
            return found
        last = " ".join((said.strip().splitlines() or [""])[-1].split())[:LONGEST]
        told = _("The level could not be checked: the check ended with exit code {code}. {last}")
        return [told.format(code=process.returncode, last=last).strip()]

    def stop(self) -> None:
        """Nobody waits for it any more."""
        if self.process is not None:
            self._end()
            self.process = None


class FileCheck(LevelCheck):
    """`downslope check FILE` in the background: all that it finds is told, with its line."""

    least = ("error", "warning", "note")

    def __init__(self, file: Path, limit: int = LIMIT) -> None:
        self._start((str(file),), limit)


def _sentences(answer: str, graves: Collection[str]) -> list[str]:
    """What a check has found that is so grave; none where it has no answer."""
    try:
        rows = [row for row in json.loads(answer) if row["severity"] in graves]
        lines = [_("line {line}: ").format(line=row["line"]) if row["line"] else "" for row in rows]
        return [f"{line}{row['thing']}: {row['message']}" for line, row in zip(lines, rows)]
    except (ValueError, TypeError, KeyError):
        return []


def _end(process: subprocess.Popen[str], errors: IO[str]) -> None:
    """End it, if it still runs, and leave nothing open."""
    if process.poll() is None:
        process.kill()
    for stream in (process.stdin, process.stdout, errors):
        if stream is not None:
            stream.close()
    process.wait()


def ourselves() -> list[str]:
    """The command that runs the game: this program itself where it is one file.

    `-P`: no module is taken from the folder that the game was started in.
    """
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-P", "-m", "downslope"]


def environment(limit: int) -> dict[str, str]:
    """What such a process is started with; `limit`: seconds that it may take, 0: as long as we live."""
    here = str(Path(__file__).parents[2])
    path = os.pathsep.join(p for p in (here, os.environ.get("PYTHONPATH", "")) if p)
    return {**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8", CHILD: str(limit)}
