"""A whole sweep: what is in the table already is not done again, the rest is handed to the pool and written down."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from ..desktop.processes import wait_for_any
from ..i18n import _, plural_form
from ..rules.catalog import Catalog
from ..storage.errors import Refused
from .grid import order
from .job import Job, Result, stamping
from .pool import Answer, Pool, WorkerPoolLost
from .table import SweepRow, SweepTable
from .worker import CodeMismatch

# ---------------------------------------------------------------------------------------------------------------------
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


class Dispatcher:
    """`keep` gets the results as they come in, in any order."""

    def __init__(self, pool: Pool, keep: Keep) -> None:
        self.pool, self.keep = pool, keep
        self._waiting: deque[Job] = deque()
        self._suspects: deque[Job] = deque()
        self._strikes: Counter[Job] = Counter()
        self._out: dict[Answer, tuple[list[Job], bool]] = {}  # True: nothing else was out with it
        self._size = 1  # runs in the next chunk
        self.stopped = False  # set from outside, by a signal: come to an end now

    def run(self, jobs: Iterable[Job]) -> None:
        """All of them, or until `stopped`. PoolLost: the pool cannot go on; what was done by then is kept."""
        self._waiting.extend(jobs)
        quiet = 0.0
        try:
            while not self.stopped and (self._waiting or self._suspects or self._out):
                # Two chunks for each worker, so that none waits; a suspect goes out alone
                if self._suspects and not self._out:
                    self._submit([self._suspects.popleft()], alone=True)
                while self._waiting and not self._suspects and len(self._out) < 2 * self.pool.workers:
                    # small ones last: all workers end together
                    share = -(-len(self._waiting) // (2 * self.pool.workers))
                    size = min(self._size, share)
                    self._submit([self._waiting.popleft() for _number in range(size)])
                done = wait_for_any(self._out, GLANCE)
                quiet = 0.0 if done else quiet + GLANCE
                if quiet > QUIET:
                    quiet = 0.0
                    self.pool.look()
                died = [self._take(answer) for answer in done]
                if any(died) and self.pool.renew():
                    for answer in list(self._out):
                        self._take(answer)
        except WorkerPoolLost:
            self._take_rest()
            raise
        self._take_rest()

    def _take_rest(self) -> None:
        """What is done already."""
        for answer in [answer for answer in self._out if answer.done() and not answer.cancelled()]:
            if answer.exception() is None:
                self._take(answer)

    def _submit(self, jobs: list[Job], alone: bool = False) -> None:
        self._out[self.pool.submit(jobs)] = jobs, alone

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
                    self.keep([(job, Result("", "", 0, 0, None, (), DIED))])
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


KINDS = (".csv", ".parquet")


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
        try:
            self._same(rows)
        except Refused:
            self.table.close()
            raise
        done = {job for job, row in rows.items() if row.stamp == self.expected.get(job[:3])}
        self.todo = [job for job in wanted if job not in done]
        self.kept = len(wanted) - len(self.todo)  # how many of those wanted are in the table

    def _same(self, rows: Mapping[Job, SweepRow]) -> None:
        """Refused: results of a level, learner, metric or game that has been changed since would be mixed in."""
        old: Counter[str] = Counter()
        for job, row in rows.items():
            stamp = None  # what is there may come from a plugin that is no longer here
            with suppress(KeyError):
                stamp = self._stamp(job[:3])
            if row.stamp != stamp and not row.result.fault:  # what had a fault is done again
                old[job.level] += 1
        if old:
            name, count = old.most_common(1)[0]
            template = plural_form(
                "{file} has a run of {level} from before the level, its learner, its metric or the game was changed; "
                "name another file",
                "{file} has {count} runs of {level} from before the level, its learner, its metric or the game was "
                "changed; name another file",
                count,
            )
            raise Refused(template.format(file=self.path, count=count, level=name))

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


def table_at(path: Path, catalog: Catalog) -> SweepTable:
    """Refused: its name ends otherwise than tables do, or it is a folder."""
    kind = path.suffix.lower()
    if kind not in KINDS:
        template = _("--out is {file}; allowed: a name that ends with {kinds}")
        raise Refused(template.format(file=path, kinds=_(" or ").join(KINDS)))
    if kind == ".csv":
        return SweepTable(path, order(catalog))
    from .table import ParquetTable

    return ParquetTable(path, order(catalog))
