"""Work in a process of its own, so that the window never waits: is the level that was just opened fair?

The process is told names only; it loads its own plugins. It is asked now and then, and ended with the scene.
"""

from __future__ import annotations

import os
import subprocess
import sys
import weakref
from pathlib import Path

from ..registry.marks import CHILD


class LevelCheck:
    """`downslope check --level ID` in the background."""

    def __init__(self, level: str) -> None:
        """Starts at once; where no process can be started there will be no findings."""
        self._process: subprocess.Popen[str] | None = None
        try:
            self._process = subprocess.Popen(
                [*ourselves(), "check", "--level", level],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                encoding="utf-8", env=environment(), creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )  # fmt: skip
        except OSError:
            return
        weakref.finalize(self, _end, self._process)  # the screen may be dropped without a word

    def findings(self) -> list[str] | None:
        """What is wrong, a sentence each; None: not known yet."""
        process = self._process
        if process is None:
            return []
        if process.poll() is None:
            return None
        self._process = None
        out, _err = process.communicate()
        return out.splitlines()[:-1] if process.returncode == 1 else []

    def stop(self) -> None:
        """Nobody waits for it any more."""
        if self._process is not None:
            _end(self._process)
            self._process = None


def _end(process: subprocess.Popen[str]) -> None:
    """End it, if it still runs, and leave nothing open."""
    if process.poll() is None:
        process.kill()
    if process.stdout is not None and not process.stdout.closed:
        process.communicate()


def ourselves() -> list[str]:
    """The command that runs the game: this program itself where it is one file."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "downslope"]


def environment() -> dict[str, str]:
    here = str(Path(__file__).parents[2])
    path = os.pathsep.join(p for p in (here, os.environ.get("PYTHONPATH", "")) if p)
    return {**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8", CHILD: "1"}
