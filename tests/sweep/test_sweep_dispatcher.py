"""Handing out and taking in: every run comes back once, whatever happens to the workers."""

import logging
import os
import random
import signal
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any, cast
from unittest.mock import MagicMock

import pytest

from downslope.storage.files import Refused
from downslope.sweep import sweep
from downslope.sweep.job import CodeMismatch, Job, Result, run_chunk
from downslope.sweep.sweep import DIED, Answer, Cluster, Dispatcher, Processes, Sweep, WorkerPoolLost
from lib import sweeps
from lib.support import shipped
from lib.waiting import PATIENCE, until


def job(number: int) -> Job:
    return Job("thirteen", "adam", "squared", float(number), None, None, 0, 1)


def result(job: Job) -> Result:
    return Result("land", "reached", int(job.alpha), 1, job.alpha / 3, ())


class Dying(Exception):
    """A worker ended."""


class Fake:
    """`deadly`: does this chunk end its worker? `breaks`: then all that is out is lost, as with processes.

    A worker hands in what it had time for: a random part from the front. `ends`: what each raises after 40 runs.
    """

    died: tuple[type[BaseException], ...] = (Dying, BrokenExecutor)
    workers, deaths, most_out = 3, 0, 0

    def __init__(self, deadly: Callable[[Sequence[Job]], bool] | None = None, breaks: bool = False, seed: int = 0,
                 ends: Exception | None = None) -> None:  # fmt: skip
        self.deadly, self.breaks, self.ends = deadly, breaks, ends
        self.random = random.Random(seed)
        self.done: Counter[Job] = Counter()
        self.out: list[tuple[Answer, Sequence[Job]]] = []

    def submit(self, chunk: Sequence[Job]) -> Answer:
        answer: Answer = Future()
        self.out.append((answer, chunk))
        self.most_out = max(self.most_out, len(self.out))
        if len(self.out) > 2 or len(chunk) == 1:  # some are done at once, in any order
            self._one()
        return answer

    def _one(self) -> None:
        answer, chunk = self.out.pop(self.random.randrange(len(self.out)))
        if self.ends is not None and len(self.done) >= 40:
            answer.set_exception(self.ends)
        elif self.deadly and self.deadly(chunk):
            self.deaths += 1
            answer.set_exception(Dying())
        else:
            some = chunk[: self.random.randint(1, len(chunk))]
            self.done.update(some)
            answer.set_result(([result(c) for c in some], 1e-3 * len(some)))

    def renew(self) -> bool:
        while self.breaks and self.out:
            self.out.pop()[0].set_exception(BrokenExecutor())
        return self.breaks

    def look(self) -> None:
        while self.out:
            self._one()


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweep, "GLANCE", 0.001)
    monkeypatch.setattr(sweep, "QUIET", 0.001)


def ran(pool: Any, count: int = 300, most: int = 10**9) -> list[tuple[Job, Result]]:
    """What was kept, in order; it is stopped when that is so much."""
    kept: list[tuple[Job, Result]] = []

    def keep(some: Sequence[tuple[Job, Result]]) -> None:
        kept.extend(some)
        crew.stopped = len(kept) > most

    crew = Dispatcher(pool, keep)
    crew.run(map(job, range(count)))
    assert len(kept) > most or sorted(c for c, _result in kept) == list(map(job, range(count)))
    return sorted(kept)


@pytest.mark.parametrize("breaks", [True, False])
def test_every_run_comes_back_once_and_one_that_always_ends_its_worker_is_a_fault(breaks: bool) -> None:
    bad = {job(17), job(18), job(250)}
    for seed in range(5):
        whole = Fake(seed=seed)
        assert all(found == result(c) for c, found in ran(whole)) and whole.most_out <= 2 * whole.workers
        chance, crossed_out = random.Random(seed), set[Job]()

        def deadly(chunk: Sequence[Job], chance: Any = chance, crossed_out: set[Job] = crossed_out) -> bool:
            """A run that is out alone is only once the one that ends its worker."""
            alone = len(chunk) == 1
            dies = chance.random() < 0.2 and not (alone and chunk[0] in crossed_out)
            crossed_out.update(chunk if dies and alone else ())
            return dies or bool(bad & set(chunk))

        pool = Fake(deadly, breaks, seed)
        kept = ran(pool)
        assert pool.deaths > 3 and {c for c, found in kept if found.fault == DIED} == bad
        assert all(found == result(c) for c, found in kept if c not in bad)
    pool = Fake()
    kept = ran(pool, 3000, most=50)
    assert 50 < len(kept) < 3000 and Counter(c for c, _result in kept) == pool.done


def test_a_pool_that_cannot_go_on_or_start_says_why_and_loses_nothing_that_was_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for error, said in ((CodeMismatch("x, y, z"), "a different x, y, z"), (ModuleNotFoundError("none"), "none")):
        found, pool = list[tuple[Job, Result]](), cast("Any", Fake(ends=error))
        with pytest.raises(WorkerPoolLost, match=said):
            Dispatcher(pool, found.extend).run(map(job, range(300)))
        assert Counter(c for c, _result in found) == pool.done and len(found) >= 40
    for refused in ("__init__", "submit"):
        with monkeypatch.context() as here:
            here.setattr(ProcessPoolExecutor, refused, MagicMock(side_effect=OSError(11, "Resource unavailable")))
            with pytest.raises(WorkerPoolLost, match=r"cannot be started: .*unavailable"):
                Processes(2, {}, False, 1.0)


def test_a_sweep_does_what_is_not_in_the_table_yet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, wanted = tmp_path / "a.csv", list(map(job, range(1, 21)))
    first = Sweep(wanted[:8], shipped(), file, False)
    heard, pool = list[int](), cast("Any", Fake())
    first.run(pool, heard.append)
    assert (first.kept, sum(heard), first.todo) == (8, 8, wanted[:8])
    assert [row.job for row in first.finish()] == wanted[:8]
    with pytest.raises(Refused, match="is there already; --resume goes on with it"):
        Sweep(wanted, shipped(), file, False)
    second = Sweep(wanted[4:], shipped(), file, True)
    assert (second.kept, second.todo) == (4, wanted[8:])
    second.stop()
    second.run(pool, heard.append)
    assert second.kept == 4 and [row.job for row in second.finish()] == wanted[4:8]
    monkeypatch.setattr(sweep, "stamping", lambda catalog: lambda kind: "another")
    with pytest.raises(Refused, match="has 8 runs of thirteen from before the level"):
        Sweep(wanted, shipped(), file, True)


def test_a_cluster_has_the_threads_of_all_its_workers_or_says_what_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the place of its library there is a small one."""
    threads = {"one": 2, "two": 3}
    methods = {name: MagicMock() for name in ("wait_for_workers", "get_executor", "close")}
    connect, nthreads = MagicMock(return_value=None), MagicMock(return_value=threads)
    client = type("Client", (), {"__init__": connect, "nthreads": nthreads, **methods})
    module, given = ModuleType("distributed"), ("tcp://here:1", {job(1)[:3]: "x"}, False, 1.5)
    vars(module).update(Client=client, KilledWorker=KeyError)
    monkeypatch.setitem(sys.modules, "distributed", module)
    monkeypatch.setattr(logging, "disable", lambda: None)
    made = Cluster(*given)
    assert (made.workers, made.died, made.renew()) == (5, (KeyError,), False)
    made.submit([job(1)])
    submit = methods["get_executor"].return_value.submit
    submit.assert_called_once_with(run_chunk, [tuple(job(1))], {job(1)[:3]: "x"}, False, 1.5, False)
    threads.clear()
    made.look()  # they may come back
    assert made.workers == 1
    monkeypatch.setattr(sweep, "PATIENCE", 0.0)
    with pytest.raises(WorkerPoolLost, match="tcp://here:1 has no workers"):
        made.look()
    nthreads.side_effect = OSError
    with pytest.raises(WorkerPoolLost, match="has gone away"):
        made.look()
    made.close()
    for broken, said in ((methods["wait_for_workers"], "has no workers"), (connect, r"within 0 s \(no route\)$")):
        broken.side_effect = OSError("no route\nto it")
        with pytest.raises(WorkerPoolLost, match=said):
            Cluster(*given)
    assert methods["close"].call_count == 2


SLOW = ("thirteen", "--learner", "trouble/counts", "--alpha", "3:9:150")


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # Dask's own are its own affair
@pytest.mark.skipif(find_spec("distributed") is None, reason="distributed is not installed")
def test_a_cluster_of_dask_gives_the_same_numbers_as_processes_here(home: Path, tmp_path: Path) -> None:
    """On this machine; also where one of its workers, which are processes, is killed in the middle."""
    from distributed import LocalCluster

    sweeps.trouble(home)
    words = ("thirteen", "one-step", "--learner", "adam,random-search", "--alpha", "0.01:20:8:log", "--seed", "0:2")
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1") as cluster:
        address: Any = cluster.scheduler_address
        pids = [worker.process.process.pid for worker in cluster.workers.values()]
        for name, each in (("few", words), ("slow", SLOW)):
            here, there = tmp_path / f"{name}-here.csv", tmp_path / f"{name}-there.csv"
            sweeps.sweep(*each, "--out", here)
            before = sweeps.logged(home).total()
            with sweeps.begun(*each, "--out", there, "--dask", address) as under_way:
                if each is SLOW:
                    until(lambda before=before: sweeps.logged(home).total() > before + 60)  # type: ignore[misc]
                    os.kill(pids[0], signal.SIGKILL)
                _, errors = under_way.communicate(timeout=PATIENCE)
            assert (under_way.returncode, errors) == (0, "") and there.read_bytes() == here.read_bytes()
