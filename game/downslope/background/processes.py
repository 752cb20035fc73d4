"""Processes of our own, started afresh (not forked) so that all systems do the same: how they begin, and how many.

They take no module from the folder that we were started in, never hear of Ctrl-C, and end with whoever started them.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import parent_process
from pathlib import Path
from typing import IO, NamedTuple

from ..desktop.capabilities import can
from ..paths import CHILD

# ---------------------------------------------------------------------------------------------------------------------
# A command of the game in a process of its own, so that the window never waits: started, asked now and then, ended.
# The process is told names only; it loads its own plugins. It ends with whoever started it.


LONGEST = 200  # letters of what a process said last


class CommandResult(NamedTuple):
    """What a process has left. `said`: on standard error; `last`: the last line of that, in short."""

    code: int
    answer: str
    said: str

    @property
    def last(self) -> str:
        return " ".join((self.said.strip().splitlines() or [""])[-1].split())[:LONGEST]


class OwnCommand:
    """`downslope WORD ...`, for `limit` seconds at most. `process`: None: none could be started, or it has ended."""

    def __init__(self, words: Sequence[str], limit: int) -> None:
        """Starts at once."""
        self.process: subprocess.Popen[str] | None = None
        if not can("processes"):
            return
        self._streams: list[IO[str]] = []
        try:
            for _each in range(2):  # pipes could become full, and nobody would read them meanwhile
                self._streams.append(_stream())
            self.process = subprocess.Popen(
                [*ourselves(), *words], stdin=subprocess.PIPE, stdout=self._streams[0], stderr=self._streams[1],
                text=True, env=environment(limit), creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )  # fmt: skip
        except OSError:  # nor is there one where no file can be made
            for stream in self._streams:
                stream.close()
            return
        # the screen may be dropped without a word
        self._end = weakref.finalize(self, _end, self.process, self._streams)

    def exit_result(self) -> CommandResult | None:
        """What it has left, once; None: it still runs, or there is none. Never waits."""
        if self.process is None or self.process.poll() is None:
            return None
        code = self.process.returncode
        answer, said = (_read(stream) for stream in self._streams)
        self.stop()
        return CommandResult(code, answer, said)

    def stop(self) -> None:
        """Nobody waits for it any more."""
        if self.process is not None:
            self._end()
            self.process = None


def _stream() -> IO[str]:
    return tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")


def _read(stream: IO[str]) -> str:
    stream.seek(0)
    return stream.read()


def _end(process: subprocess.Popen[str], streams: Sequence[IO[str]]) -> None:
    """End it, if it still runs, and leave nothing open."""
    if process.poll() is None:
        process.kill()
    process.wait()
    for stream in (process.stdin, *streams):
        if stream is not None:
            stream.close()


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


@contextmanager
def interrupts_wait() -> Iterator[None]:
    """A process that is started meanwhile never hears of Ctrl-C, from its first moment on; we do, afterwards."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def safe_path() -> Iterator[None]:
    """A Python that is started meanwhile takes no module from the folder that we were started in."""
    before = os.environ.get("PYTHONSAFEPATH")
    os.environ["PYTHONSAFEPATH"] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ["PYTHONSAFEPATH"]
        else:
            os.environ["PYTHONSAFEPATH"] = before


def cores() -> int:
    """How many this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def enter_process() -> None:
    """A process of our own begins: it ends with the one that started it, and leaves Ctrl-C and the output to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what plugins print is no answer
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
