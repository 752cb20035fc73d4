"""A film in the making: `downslope watch --out FILE` in a process of its own, while the game goes on."""

from __future__ import annotations

import subprocess
import tempfile
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from ..i18n import _
from .level_check import environment, ourselves

LIMIT = 300  # seconds that it may take
LONGEST = 200  # letters of what a process said last


class FilmJob:
    """`words`: what is filmed, as the command has it. `process`: None: none could be started, or it has ended."""

    def __init__(self, path: Path, words: Sequence[str]) -> None:
        self.path = path
        self.process: subprocess.Popen[str] | None = None
        # a pipe could become full, and nobody would read it meanwhile
        self._errors = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115
        try:
            self.process = subprocess.Popen(
                [*ourselves(), "watch", *words, "--out", str(path)], stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL, stderr=self._errors, text=True, env=environment(LIMIT),
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )  # fmt: skip
        except OSError:
            self._errors.close()
            return
        self._end = weakref.finalize(self, _end, self.process, self._errors)

    def result(self) -> str | None:
        """"": the film is there; a sentence: why it is not; None: it is still made. Never waits."""
        process = self.process
        if process is None:
            return _("No process can be started here that makes a film.")
        if process.poll() is None:
            return None
        self._errors.seek(0)
        said = self._errors.read()
        self.stop()
        if process.returncode == 0:
            return ""
        last = " ".join((said.strip().splitlines() or [""])[-1].split())[:LONGEST]
        return last if process.returncode == 2 else _("The film was not made ({error}).").format(error=last)

    def stop(self) -> None:
        """Nobody waits for it any more."""
        if self.process is not None:
            self._end()
            self.process = None


def _end(process: subprocess.Popen[str], errors: IO[str]) -> None:
    """End it, if it still runs, and leave nothing open."""
    if process.poll() is None:
        process.kill()
    process.wait()
    for stream in (process.stdin, errors):
        if stream is not None:
            stream.close()
