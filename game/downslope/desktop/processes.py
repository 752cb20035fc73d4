"""Every process that the game starts begins here: its own commands, its pools of workers, programs of the system.

Each is started afresh (not forked, so that all systems do the same) and in a group of its own. It takes no module and
no program from the folder that we were started in, and never hears of Ctrl-C. Our own are bounded, see bounded.py, and
end with whoever started them.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import weakref
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from subprocess import DEVNULL as DEVNULL, PIPE as PIPE, TimeoutExpired as TimeoutExpired
from typing import IO, TYPE_CHECKING, Any

from ..paths import CHILD, GUARDED, PACKAGE
from .bounded import limit_resources
from .capabilities import can

if TYPE_CHECKING:  # slow to import: only where there is a pool
    from concurrent.futures import Future as Future

Process = subprocess.Popen
NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # of the terminal, on Windows


def command(
    words: Sequence[str], limit: int, variable: str = CHILD, apart: bool = True, **streams: Any
) -> Process[str]:
    """`downslope WORD ...`. OSError: it cannot be started.

    limit   seconds that it may take; 0: as long as we live
    apart   in a group of its own; not where it has the terminal, and hears its Ctrl-C
    """
    path = os.pathsep.join(p for p in (str(PACKAGE.parent), os.environ.get("PYTHONPATH", "")) if p)
    ours = {"PYTHONPATH": path, "PYTHONIOENCODING": "utf-8", "PYTHONSAFEPATH": "1", CHILD: "", GUARDED: ""}
    # This program itself where it is one file. -P: no module is taken from the folder that the game was started in
    ourselves = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-P", "-m", "downslope"]
    return subprocess.Popen(
        [*ourselves, *words], text=True, encoding="utf-8", errors="replace",
        env={**os.environ, **ours, variable: str(limit)},
        start_new_session=apart, creationflags=NO_WINDOW if apart else 0, **streams,
    )  # fmt: skip


def end(process: Process[Any]) -> None:
    """End it and all that it has started, and leave no pipe open."""
    _kill(process)
    process.wait()
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None:
            with suppress(OSError, ValueError):  # a ValueError where a write was cut off by the end of what it wrote to
                stream.close()


def _kill(process: Any) -> None:
    """It leads a group of its own from its first moments on; Windows knows no groups."""
    with suppress(OSError, AttributeError):
        os.killpg(process.pid, signal.SIGKILL)
    process.kill()


class OwnCommand:
    """`downslope WORD ...`, for `limit` seconds at most. `process`: None: none could be started, or it has ended."""

    def __init__(self, words: Sequence[str], limit: int) -> None:
        """Starts at once."""
        self.process: Process[str] | None = None
        if not can("processes"):
            return
        self._streams: list[IO[str]] = []
        try:
            for _each in range(2):  # pipes could become full, and nobody would read them meanwhile
                self._streams.append(tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace"))  # noqa: SIM115
            self.process = command(words, limit, stdin=PIPE, stdout=self._streams[0], stderr=self._streams[1])
        except OSError:  # nor is there one where no file can be made
            for stream in self._streams:
                stream.close()
            return
        # the screen may be dropped without a word
        self._end = weakref.finalize(self, _end, self.process, self._streams)

    def exit_result(self) -> tuple[int, str, str] | None:
        """Its exit code, its answer, and what it said on standard error, once; None: it still runs, or there is none.
        Never waits."""
        if self.process is None or self.process.poll() is None:
            return None
        code = self.process.returncode
        for stream in self._streams:
            stream.seek(0)
        answer, said = (stream.read() for stream in self._streams)
        self.stop()
        return code, answer, said

    def stop(self) -> None:
        """Nobody waits for it any more."""
        if self.process is not None:
            self._end()
            self.process = None


def _end(process: Process[str], streams: Sequence[IO[str]]) -> None:
    end(process)
    for stream in streams:
        stream.close()


class PoolBroken(Exception):
    """No process could be started, or one has died: the reason, as the system says it."""


class WorkerPool:
    """`died`: what a future raises whose worker has ended."""

    def __init__(self, count: int, load: Callable[..., object], *arguments: object) -> None:
        """`load(*arguments)`: what each does first. PoolBroken: nothing can be started here."""
        from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
        from multiprocessing import active_children, get_context

        self.died: tuple[type[BaseException], ...] = (BrokenExecutor,)
        self._others = set(active_children())
        self._executor: ProcessPoolExecutor | None = None
        with _safe_start():  # it starts one to keep count of what is shared
            self._executor = ProcessPoolExecutor(count, get_context("spawn"), partial(_enter, load, *arguments))

    def submit(self, work: Callable[..., Any], *arguments: object) -> Future[Any]:
        """PoolBroken: one more process is needed, and cannot be started."""
        from concurrent.futures import Future

        assert self._executor is not None
        try:
            with _safe_start():
                return self._executor.submit(work, *arguments)
        except self.died as error:  # it broke since the last look
            broken: Future[Any] = Future()
            broken.set_exception(error)
            return broken

    def close(self) -> None:
        """Stop at once, whatever is still running."""
        from multiprocessing import active_children

        for child in set(active_children()) - self._others:
            _kill(child)
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)


def wait_for_any(futures: Collection[Future[Any]], seconds: float) -> set[Future[Any]]:
    """Those that are done, as soon as one is, or when so much time is over."""
    from concurrent.futures import FIRST_COMPLETED, wait

    return set(wait(futures, seconds, FIRST_COMPLETED).done)


@contextmanager
def _safe_start() -> Iterator[None]:
    """A Python that is started meanwhile takes no module from the folder that we were started in, and never hears of
    Ctrl-C, from its first moment on; we do, afterwards. PoolBroken: the system does not let us."""
    before = os.environ.get("PYTHONSAFEPATH")
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if hasattr(signal, "pthread_sigmask") else None
    os.environ["PYTHONSAFEPATH"] = "1"
    try:
        yield
    except OSError as error:
        raise PoolBroken(str(error)) from error
    finally:
        if before is None:
            del os.environ["PYTHONSAFEPATH"]
        else:
            os.environ["PYTHONSAFEPATH"] = before
        if mask is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def cores() -> int:
    """How many this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _enter(load: Callable[..., object], *arguments: object) -> None:
    """A worker begins: it ends with the one that started it, and leaves Ctrl-C and the output to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "setpgrp"):
        os.setpgrp()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what plugins print is no answer
    limit_resources()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    load(*arguments)


def _end_with_parent() -> None:
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def start_tool(words: Sequence[str], piped: bool = False) -> Process[bytes]:
    """It goes on by itself, also when the game ends. `piped`: it reads from us. OSError: there is no such program."""
    return subprocess.Popen([*words], stdin=PIPE if piped else DEVNULL, stdout=DEVNULL, stderr=DEVNULL,
                            start_new_session=True, creationflags=NO_WINDOW)  # fmt: skip
