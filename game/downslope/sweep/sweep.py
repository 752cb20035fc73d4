"""A whole sweep: what is in the table already is not done again, the rest is handed to the pool and written down."""

from __future__ import annotations

import logging
import warnings
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from ..desktop.processes import PoolBroken, WorkerPool, wait_for_any
from ..i18n import _, plural_form
from ..rules import Catalog
from ..storage.files import Refused
from .job import CodeMismatch, Job, Kind, Result, Runnable, loaded, run_chunk, stamping
from .table import SweepRow, table_at

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
            self._pool = WorkerPool(self.workers, loaded, *self._how[:1])
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
        expected = {kind: self._expected[kind] for kind in {job[:3] for job in chunk}}  # only what these runs need
        try:
            return self._pool.submit(run_chunk, list(chunk), expected, *self._how)
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
        # A client. In a thread: one who listens and says nothing is waited for without an end
        ends: list[Any] = []
        # without its destructor, which would wait 20 seconds more for a scheduler that is none
        kind: Any = type("OurClient", (Client,), {"__del__": lambda client: None})

        def connect() -> None:
            try:
                ends.append(kind(address, timeout=PATIENCE, set_as_default=False))
            except Exception as error:
                ends.append(error)

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # versions that differ a little
            thread = Thread(target=connect, daemon=True)
            thread.start()
            thread.join(PATIENCE + 1.0)
        if not ends or isinstance(ends[0], Exception):
            reason = (str(ends[0]).strip() or type(ends[0]).__name__).splitlines()[0] if ends else _("it says nothing")
            template = _("No Dask scheduler answers at {address} within {seconds:g} s ({reason})")
            raise WorkerPoolLost(template.format(address=address, seconds=PATIENCE, reason=reason))
        self._client: Any = ends[0]
        try:
            self._client.wait_for_workers(1, timeout=PATIENCE)
            self._executor = self._client.get_executor(pure=False)
        except Exception as error:
            self.close()
            template = _("The Dask scheduler at {address} has no workers")
            raise WorkerPoolLost(template.format(address=address)) from error
        self.look()

    def submit(self, chunk: Sequence[Job]) -> Answer:
        expected = {kind: self._expected[kind] for kind in {job[:3] for job in chunk}}
        return cast(Answer, self._executor.submit(run_chunk, [tuple(job) for job in chunk], expected, *self._how))

    def renew(self) -> bool:
        """The scheduler has seen to it; what else is out goes on."""
        self.look()
        return False

    def look(self) -> None:
        """How many threads the workers have now: they may come and go, but not stay away."""
        try:
            threads = sum(self._client.nthreads().values())
        except Exception as error:
            raise WorkerPoolLost(
                _("The Dask scheduler at {address} has gone away").format(address=self.address)
            ) from error
        self.workers = max(1, threads)
        if threads:
            self._seen = monotonic()
        elif monotonic() > self._seen + PATIENCE:
            raise WorkerPoolLost(_("The Dask scheduler at {address} has no workers").format(address=self.address))

    def close(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with suppress(Exception):  # it went away first, or never had workers
                self._executor.shutdown(wait=False)
            with suppress(Exception):
                self._client.close(timeout=2)


Pool = Processes | Cluster


# Hands out the runs and takes in the results: none is lost when a worker dies, and none comes twice. Runs go out in
# chunks that take about a quarter of a second. When a worker dies, everything that was out with it goes out once
# more, one run at a time, so that it is known which one it was; a run that then ends its worker twice is a result
# with a fault.


SECONDS = 0.25  # of work in a chunk
LARGEST = 1000  # runs in a chunk
STRIKES = 2  # workers that a run may end
QUIET, GLANCE = 2.0, 0.1  # seconds: without a result until somebody looks after the workers; of waiting at once

Keep = Callable[[Sequence[tuple[Job, Result]]], None]
DIED = "its worker died twice: it ended it, used up its memory, or did not come to an end"


@dataclass(eq=False)
class Dispatcher:
    """`keep` gets the results as they come in, in any order."""

    pool: Pool
    keep: Keep
    _waiting: deque[Job] = field(default_factory=deque)
    _suspects: deque[Job] = field(default_factory=deque)
    _strikes: Counter[Job] = field(default_factory=Counter)
    _out: dict[Answer, tuple[list[Job], bool]] = field(default_factory=dict)  # True: nothing else was out with it
    _size: int = 1  # runs in the next chunk
    stopped: bool = False  # set from outside, by a signal: come to an end now

    def run(self, jobs: Iterable[Job]) -> None:
        """All of them, or until `stopped`. PoolLost: the pool cannot go on; what was done by then is kept."""
        self._waiting.extend(jobs)
        quiet, lost = 0.0, None
        try:
            while not self.stopped and (self._waiting or self._suspects or self._out):
                # Two chunks for each worker, so that none waits; a suspect goes out alone
                if self._suspects and not self._out:
                    suspect = [self._suspects.popleft()]
                    self._out[self.pool.submit(suspect)] = suspect, True
                while self._waiting and not self._suspects and len(self._out) < 2 * self.pool.workers:
                    # small ones last: all workers end together
                    share = -(-len(self._waiting) // (2 * self.pool.workers))
                    size = min(self._size, share)
                    chunk = [self._waiting.popleft() for _number in range(size)]
                    self._out[self.pool.submit(chunk)] = chunk, False
                done = wait_for_any(self._out, GLANCE)
                quiet = 0.0 if done else quiet + GLANCE
                if quiet > QUIET:
                    quiet = 0.0
                    self.pool.look()
                died = [self._take(answer) for answer in done]
                if any(died) and self.pool.renew():
                    for answer in list(self._out):
                        self._take(answer)
        except WorkerPoolLost as why:
            lost = why
        # What is done already is kept, whatever has ended it
        for answer in [answer for answer in self._out if answer.done() and not answer.cancelled()]:
            if answer.exception() is None:
                self._take(answer)
        if lost is not None:
            raise lost

    def _take(self, answer: Answer) -> bool:
        """Keep what came; what the worker had no time for waits again. True: a worker died with it."""
        jobs, alone = self._out.pop(answer)
        if answer.cancelled():
            raise WorkerPoolLost(_("The workers have gone away"))
        try:
            results, seconds = answer.result()
        except self.pool.died:
            for job in jobs:
                self._strikes[job] += alone
                if self._strikes[job] >= STRIKES:
                    self.keep([(job, Result(fault=DIED))])
                else:
                    self._suspects.append(job)
            return True
        except CodeMismatch as what:
            template = _("The workers have a different {what}; they need the same downslope and plugins as here")
            raise WorkerPoolLost(template.format(what=what)) from what
        except Exception as error:
            template = _("The workers cannot do it ({reason}); they need the same downslope and plugins as here")
            raise WorkerPoolLost(template.format(reason=f"{type(error).__name__}: {error}")) from error
        self._waiting.extendleft(reversed(jobs[len(results) :]))
        self._size = max(1, min(LARGEST, 2 * self._size, round(SECONDS * len(results) / max(seconds, 1e-6))))
        self.keep(list(zip(jobs, results)))
        return False




class Sweep:
    """`wanted`: all runs; `todo`: those that are not in the table yet. Refused: no such table can be, or go on."""

    def __init__(self, wanted: Sequence[Job], catalog: Catalog, path: Path, resume: bool) -> None:
        self.wanted, self.path = wanted, path
        self.table = table_at(path, catalog)
        self._stamp = stamping(catalog)
        self.expected = {kind: self._stamp(kind) for kind in {job[:3] for job in wanted}}
        self.stopped = False
        self.crew: Dispatcher | None = None
        if not resume and self.table.rows():
            template = _("{file} is there already; --resume goes on with it, or name another file")
            raise Refused(template.format(file=path))
        rows = self.table.begin()
        # Results of a level, learner, metric or game that has been changed since would be mixed in
        old: Counter[str] = Counter()
        for job, row in rows.items():
            stamp = None  # what is there may come from a plugin that is no longer here
            with suppress(KeyError):
                stamp = self._stamp(job[:3])
            if row.stamp != stamp and not row.result.fault:  # what had a fault is done again
                old[job.level] += 1
        if old:
            self.table.close()
            name, count = old.most_common(1)[0]
            template = plural_form(
                "{file} has a run of {level} from before the level, its learner, its metric or the game was changed; "
                "name another file",
                "{file} has {count} runs of {level} from before the level, its learner, its metric or the game was "
                "changed; name another file",
                count,
            )
            raise Refused(template.format(file=path, count=count, level=name))
        done = {job for job, row in rows.items() if row.stamp == self.expected.get(job[:3])}
        self.todo = [job for job in wanted if job not in done]
        self.kept = len(wanted) - len(self.todo)  # how many of those wanted are in the table

    def run(self, pool: Pool, progress: Callable[[int], None]) -> None:
        """Do what is to be done; `told` how many came in. PoolLost, Refused: the pool or the table cannot go on."""

        def keep(results: Sequence[tuple[Job, Result]]) -> None:
            self.table.add(SweepRow(job, result, self.expected[job[:3]]) for job, result in results)
            self.kept += len(results)
            progress(len(results))

        self.crew = Dispatcher(pool, keep)
        self.crew.stopped = self.stopped
        self.crew.run(self.todo)

    def stop(self) -> None:
        """Come to an end now: what is done is kept."""
        self.stopped = True
        if self.crew is not None:
            self.crew.stopped = True

    def finish(self) -> list[SweepRow]:
        """The rows of those wanted that are done, in order. Refused: the table could not be put in order."""
        rows, wanted = self.table.finish(), set(self.wanted)
        rows_wanted = [row for row in rows if row.job in wanted]
        self.kept = len(rows_wanted)
        return rows_wanted
