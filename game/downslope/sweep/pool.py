"""Where the work is done: a pool of processes of our own, or a Dask cluster."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Mapping, Sequence
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from ..desktop.processes import PoolBroken, WorkerPool
from ..i18n import _
from .job import Job, Kind, Result
from .worker import Runnable, enter, run_chunk

if TYPE_CHECKING:
    from ..desktop.processes import Future

Answer: TypeAlias = "Future[tuple[list[Result], float]]"


class WorkerPoolLost(Exception):
    """There is nobody left to do the work: one sentence."""


class Processes:
    """Processes of this machine. `died`: what a future raises whose worker ended while it ran."""

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
        """A worker died: be ready for more. True: all that was out is over too. PoolLost: that is not possible."""
        self.close()
        self._start()
        return True

    def look(self) -> None:
        """Nothing has come for a while: PoolLost where nothing will. Processes that end are noticed anyway."""

    def close(self) -> None:
        """Stop at once, whatever is still running."""
        if self._pool is not None:
            self._pool.close()


def _not_started(error: BaseException) -> WorkerPoolLost:
    return WorkerPoolLost(_("The worker processes cannot be started: {reason}").format(reason=error))


def expected_of(chunk: Sequence[Job], expected: Mapping[Kind, str]) -> dict[Kind, str]:
    """Only what these runs need, for it is sent with them."""
    return {kind: expected[kind] for kind in {job[:3] for job in chunk}}


# ---------------------------------------------------------------------------------------------------------------------
# The same work on a Dask cluster that is there already. Its workers need the same downslope and plugins.


PATIENCE = 10.0  # seconds to wait for an answer


class Cluster:
    """`died`: the scheduler gave a task up, because several workers ended while they had it."""

    def __init__(self, address: str, expected: Mapping[Kind, str], plugins: Runnable, limit: float) -> None:
        """PoolLost: distributed is not installed, or no scheduler with workers answers in time."""
        self.address, self._expected = address, expected
        self._how = plugins, limit, False
        try:
            from distributed import Client, KilledWorker
        except ImportError as error:
            template = _("--dask needs the package distributed ({reason}): pip install 'downslope[cluster]'")
            raise WorkerPoolLost(template.format(reason=error)) from error
        self.died: tuple[type[BaseException], ...] = (KilledWorker,)
        logging.disable()  # where the cluster goes away it says so at length; one sentence of ours is enough
        self._client = self._connected(Client)
        try:
            self._client.wait_for_workers(1, timeout=PATIENCE)
            self._executor = self._client.get_executor(pure=False)
        except Exception as error:
            self.close()
            template = _("The Dask scheduler at {address} has no workers")
            raise WorkerPoolLost(template.format(address=address)) from error
        self.look()

    def _connected(self, kind: type[Any]) -> Any:
        """A client. In a thread: one who listens and says nothing is waited for without an end."""
        ends: list[Any] = []
        # without its destructor, which would wait 20 seconds more for a scheduler that is none
        kind = type("OurClient", (kind,), {"__del__": lambda client: None})

        def connect() -> None:
            try:
                ends.append(kind(self.address, timeout=PATIENCE, set_as_default=False))
            except Exception as error:
                ends.append(error)

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # versions that differ a little
            thread = Thread(target=connect, daemon=True)
            thread.start()
            thread.join(PATIENCE + 1.0)
        if ends and not isinstance(ends[0], Exception):
            return ends[0]
        reason = (str(ends[0]).strip() or type(ends[0]).__name__).splitlines()[0] if ends else _("it says nothing")
        template = _("No Dask scheduler answers at {address} within {seconds:g} s ({reason})")
        raise WorkerPoolLost(template.format(address=self.address, seconds=PATIENCE, reason=reason))

    @property
    def workers(self) -> int:
        """Threads of all its workers."""
        return max(1, self._threads)

    def submit(self, chunk: Sequence[Job]) -> Answer:
        what = [tuple(job) for job in chunk], expected_of(chunk, self._expected)
        return cast(Answer, self._executor.submit(run_chunk, *what, *self._how))

    def renew(self) -> bool:
        """The scheduler has seen to it; what else is out goes on."""
        self.look()
        return False

    def look(self) -> None:
        """How many threads the workers have now: they may come and go, but not stay away."""
        try:
            self._threads: int = sum(self._client.nthreads().values())
        except Exception as error:
            raise WorkerPoolLost(
                _("The Dask scheduler at {address} has gone away").format(address=self.address)
            ) from error
        if self._threads:
            self._seen = monotonic()
        elif monotonic() > self._seen + PATIENCE:
            raise WorkerPoolLost(_("The Dask scheduler at {address} has no workers").format(address=self.address))

    def close(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                self._executor.shutdown(wait=False)
                self._client.close(timeout=2)
            except Exception:  # it went away first
                pass


Pool = Processes | Cluster
