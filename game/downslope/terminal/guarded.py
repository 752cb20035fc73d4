"""A command in a bounded process, where a plugin's code may do what it likes; what ended the process is told."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from typing import Any

from ..background.level_check import DUMP, CheckReport
from ..desktop.capabilities import can
from ..desktop.processes import PIPE, command, end
from ..engine.watchdog import limits
from ..paths import GUARDED, is_child
from ..registry.stdout_guard import answer, jump_place, say
from .output import Said, print_error

LAST = 2.0  # seconds in which its last words come
SHOW = "\x1b[?1049l\x1b[?25h"  # what a terminal is told after a show: its own page, and the cursor


class GuardedCommand:
    """`terminal`: it has ours, and its keys; else its lines are read. What it says on standard error is passed on."""

    def __init__(self, words: Sequence[str], limit: int, terminal: bool = False) -> None:
        """OSError: no process can be started."""
        streams: dict[str, Any] = {"stdin": None, "stdout": answer()} if terminal else {"stdin": PIPE, "stdout": PIPE}
        self.process = command(words, limit, GUARDED, apart=not terminal, stderr=PIPE, **streams)
        self.dump = ""  # where it stood, as faulthandler tells
        self._threads = [threading.Thread(target=work, daemon=True) for work in (self._end, self._pass_on)]
        for thread in self._threads:
            thread.start()

    def lines(self) -> Iterator[str]:
        """What it says on standard output, as it comes."""
        assert self.process.stdout is not None
        yield from self.process.stdout

    def code(self) -> int:
        """Its exit code, when it has ended."""
        self.process.wait()
        for thread in self._threads:
            thread.join(LAST)
        return self.process.returncode

    def _pass_on(self) -> None:
        assert self.process.stderr is not None
        with suppress(ValueError, OSError):
            for line in self.process.stderr:
                if self.dump or line.startswith(DUMP):
                    self.dump += line
                else:
                    print(line, end="", file=sys.stderr, flush=True)

    def _end(self) -> None:
        """What it has started does not outlive it, nor hold its pipes."""
        self.process.wait()
        with suppress(OSError, AttributeError):
            os.killpg(self.process.pid, signal.SIGKILL)


def can_guard() -> bool:
    """Whether there can be such a process, and this is none itself."""
    return can("processes") and not is_child()


def run_in_child(words: Sequence[str], as_json: bool, files: Collection[str]) -> int:
    """The exit code of a command that shows its answer itself; 1: its process was ended, which is said.

    `files`: whose lines may be to blame.
    """
    terminal = not as_json and answer().isatty()
    with _kept_terminal() if terminal else nullcontext():
        guarded = GuardedCommand(words, 0, terminal)
        try:
            for line in () if terminal else guarded.lines():
                say(line, end="")
                Said.answer = True
            code = guarded.code()
        finally:
            end(guarded.process)
    if code > 0 or (code == 0 and (Said.answer or terminal)):
        return code
    if terminal:
        print(SHOW, end="", file=answer(), flush=True)
    last = CheckReport(files=files).ending(code, guarded.dump, limits.command)
    print_error(f"{jump_place(last['file'], last['line'])}{last['message']}")
    return 1


@contextmanager
def _kept_terminal() -> Iterator[None]:
    """Ctrl-C is for whoever has the terminal meanwhile; its keys are as before afterwards, however that has ended."""
    before, keys = signal.signal(signal.SIGINT, lambda number, frame: None), None
    with suppress(ImportError, OSError, ValueError):
        import termios

        with suppress(termios.error):
            keys = termios.tcgetattr(sys.stdin)
    try:
        yield
    finally:
        if keys is not None:
            termios.tcsetattr(sys.stdin, termios.TCSADRAIN, keys)
        signal.signal(signal.SIGINT, before)
