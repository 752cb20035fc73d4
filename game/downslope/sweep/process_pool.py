"""Where the work is done: a pool of processes of our own. `dask_pool.py` has the other one, with the same methods."""

from __future__ import annotations

import multiprocessing
from collections.abc import Mapping, Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from typing import Protocol

from ..background.processes import interrupts_wait, safe_path
from ..i18n import _
from .job import Job, Kind, Result
from .worker import Runnable, enter, run_chunk

Answer = Future[tuple[list[Result], float]]


class WorkerPoolLost(Exception):
    """There is nobody left to do the work: one sentence."""


class Pool(Protocol):
    """`died`: what a future raises whose worker ended while it ran."""

    died: tuple[type[BaseException], ...]

    @property
    def workers(self) -> int:
        """How many runs can be done at once."""

    def submit(self, chunk: Sequence[Job]) -> Answer: ...

    def renew(self) -> bool:
        """A worker died: be ready for more. True: all that was out is over too. PoolLost: that is not possible."""

    def look(self) -> None:
        """Nothing has come for a while: PoolLost where nothing will."""

    def close(self) -> None:
        """Stop at once, whatever is still running."""


class Processes:
    """Processes of this machine, started afresh (not forked), so that all systems do the same."""

    died: tuple[type[BaseException], ...] = (BrokenExecutor,)

    def __init__(self, count: int, expected: Mapping[Kind, str], plugins: Runnable, limit: float) -> None:
        self.workers, self._expected = count, expected
        self._how = plugins, limit, True
        self._others = set(multiprocessing.active_children())
        self._executor: ProcessPoolExecutor | None = None
        try:
            self._start()
        except BaseException:  # Ctrl-C too
            self.close()
            raise

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        try:
            with safe_path():  # it starts one to keep count of what is shared
                self._executor = ProcessPoolExecutor(self.workers, context, enter, self._how[:1])
            self.submit(()).result()  # whether they can start at all
        except (OSError, BrokenExecutor) as error:
            raise _not_started(error) from error

    def submit(self, chunk: Sequence[Job]) -> Answer:
        """PoolLost: one more process is needed, and cannot be started."""
        assert self._executor is not None
        try:
            with interrupts_wait(), safe_path():
                return self._executor.submit(run_chunk, list(chunk), expected_of(chunk, self._expected), *self._how)
        except BrokenExecutor as error:  # it broke since the last look
            broken: Answer = Future()
            broken.set_exception(error)
            return broken
        except OSError as error:
            raise _not_started(error) from error

    def renew(self) -> bool:
        self.close()
        self._start()
        return True

    def look(self) -> None:
        """Processes that end are noticed by the executor."""

    def close(self) -> None:
        for child in set(multiprocessing.active_children()) - self._others:
            child.kill()
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)


def _not_started(error: Exception) -> WorkerPoolLost:
    return WorkerPoolLost(_("The worker processes cannot be started: {reason}").format(reason=error))


def expected_of(chunk: Sequence[Job], expected: Mapping[Kind, str]) -> dict[Kind, str]:
    """Only what these runs need, for it is sent with them."""
    return {kind: expected[kind] for kind in {job[:3] for job in chunk}}
