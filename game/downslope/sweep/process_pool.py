"""Where the work is done: a pool of processes of our own. `dask_pool.py` has the other one, with the same methods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol, TypeAlias

from ..desktop.processes import PoolBroken, WorkerPool
from ..i18n import _
from .job import Job, Kind, Result
from .worker import Runnable, enter, run_chunk

if TYPE_CHECKING:
    from ..desktop.processes import Future

Answer: TypeAlias = "Future[tuple[list[Result], float]]"


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

    def __init__(self, count: int, expected: Mapping[Kind, str], plugins: Runnable, limit: float) -> None:
        self.workers, self._expected = count, expected
        self._how = plugins, limit, True
        self._pool: WorkerPool | None = None
        try:
            self._start()
        except BaseException:  # Ctrl-C too
            self.close()
            raise

    def _start(self) -> None:
        try:
            self._pool = WorkerPool(self.workers, enter, *self._how[:1])
        except PoolBroken as error:
            raise _not_started(error) from error
        self.died = self._pool.died
        try:
            self.submit(()).result()  # whether they can start at all
        except self.died as error:
            raise _not_started(error) from error

    def submit(self, chunk: Sequence[Job]) -> Answer:
        """PoolLost: one more process is needed, and cannot be started."""
        assert self._pool is not None
        try:
            return self._pool.submit(run_chunk, list(chunk), expected_of(chunk, self._expected), *self._how)
        except PoolBroken as error:
            raise _not_started(error) from error

    def renew(self) -> bool:
        self.close()
        self._start()
        return True

    def look(self) -> None:
        """Processes that end are noticed by the pool."""

    def close(self) -> None:
        if self._pool is not None:
            self._pool.close()


def _not_started(error: BaseException) -> WorkerPoolLost:
    return WorkerPoolLost(_("The worker processes cannot be started: {reason}").format(reason=error))


def expected_of(chunk: Sequence[Job], expected: Mapping[Kind, str]) -> dict[Kind, str]:
    """Only what these runs need, for it is sent with them."""
    return {kind: expected[kind] for kind in {job[:3] for job in chunk}}
