"""A whole sweep: what is in the table already is not done again, the rest is handed to the pool and written down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from ..i18n import _, several
from ..rules.catalog import Catalog
from ..storage.errors import Refused
from .code_digest import Kind, stamping
from .dispatcher import Dispatcher
from .grid import order
from .job import Job, Result
from .process_pool import Pool
from .table import SweepRow, SweepTable

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
        there = self.table.begin()
        try:
            self._same(there)
        except Refused:
            self.table.close()
            raise
        done = {job for job, row in there.items() if row.stamp == self.expected.get(job[:3])}
        self.todo = [job for job in wanted if job not in done]
        self.kept = len(wanted) - len(self.todo)  # how many of those wanted are in the table

    def _same(self, there: Mapping[Job, SweepRow]) -> None:
        """Refused: results of a level, learner, metric or game that has been changed since would be mixed in."""
        old: Counter[str] = Counter()
        for job, row in there.items():
            if row.stamp != self._now(job[:3]) and not row.result.fault:  # what had a fault is done again
                old[job.level] += 1
        if old:
            name, count = old.most_common(1)[0]
            template = several(
                "{file} has a run of {level} from before the level, its learner, its metric or the game was changed; "
                "name another file",
                "{file} has {count} runs of {level} from before the level, its learner, its metric or the game was "
                "changed; name another file",
                count,
            )
            raise Refused(template.format(file=self.path, count=count, level=name))

    def _now(self, kind: Kind) -> str | None:
        """None: what is there came from a plugin that is no longer here."""
        try:
            return self._stamp(kind)
        except KeyError:
            return None

    def run(self, pool: Pool, told: Callable[[int], None]) -> None:
        """Do what is to be done; `told` how many came in. PoolLost, Refused: the pool or the table cannot go on."""

        def keep(results: Sequence[tuple[Job, Result]]) -> None:
            self.table.add(SweepRow(job, result, self.expected[job[:3]]) for job, result in results)
            self.kept += len(results)
            told(len(results))

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
        found = [row for row in rows if row.job in wanted]
        self.kept = len(found)
        return found


def table_at(path: Path, catalog: Catalog) -> SweepTable:
    """Refused: its name ends otherwise than tables do, or it is a folder."""
    kind = path.suffix.lower()
    if kind not in KINDS:
        template = _("--out is {file}; allowed: a name that ends with {kinds}")
        raise Refused(template.format(file=path, kinds=_(" or ").join(KINDS)))
    if kind == ".csv":
        return SweepTable(path, order(catalog))
    from .parquet import ParquetTable

    return ParquetTable(path, order(catalog))
