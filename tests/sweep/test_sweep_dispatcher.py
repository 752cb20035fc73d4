"""Handing out and taking in: every run comes back once, whatever happens to the workers."""

import logging
import random
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from pathlib import Path
from types import ModuleType
from typing import Any, cast

import pytest

from downslope.storage.files import Refused
from downslope.sweep import sweep
from downslope.sweep.job import CodeMismatch, Job, Result, run_chunk
from downslope.sweep.sweep import DIED, Answer, Cluster, Dispatcher, Processes, Sweep, WorkerPoolLost
from lib.support import shipped


def job(number: int) -> Job:
    return Job("thirteen", "adam", "squared", float(number), None, None, 0, 1)


def result(job: Job) -> Result:
    return Result("land", "reached", int(job.alpha), 1, job.alpha / 3, ())


def harmless(chunk: Sequence[Job]) -> bool:
    return False


class Dying(Exception):
    """A worker ended."""


class Fake:
    """`deadly`: does this chunk end its worker? `breaks`: then all that is out is lost, as with processes.

    A worker hands in what it had time for: a random part from the front. `ends`: what each raises after 40 runs.
    """

    died: tuple[type[BaseException], ...] = (Dying, BrokenExecutor)

    def __init__(self, deadly: Callable[[Sequence[Job]], bool] = harmless, breaks: bool = False, seed: int = 0,
                 ends: Exception | None = None) -> None:  # fmt: skip
        self.deadly, self.breaks, self.ends, self.workers = deadly, breaks, ends, 3
        self.random = random.Random(seed)
        self.done: Counter[Job] = Counter()
        self.deaths = self.most_out = 0
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
        elif self.deadly(chunk):
            self.deaths += 1
            answer.set_exception(Dying())
        else:
            some = chunk[: self.random.randint(1, len(chunk))]
            self.done.update(some)
            answer.set_result(([result(c) for c in some], 1e-3 * len(some)))

    def renew(self) -> bool:
        if self.breaks:
            for other, _chunk in self.out:
                other.set_exception(BrokenExecutor())
            self.out = []
        return self.breaks

    def look(self) -> None:
        while self.out:
            self._one()


def ran(pool: Any, count: int = 300) -> list[tuple[Job, Result]]:
    """What was kept, in order."""
    kept: list[tuple[Job, Result]] = []
    Dispatcher(pool, kept.extend).run(map(job, range(count)))
    assert sorted(c for c, _result in kept) == list(map(job, range(count)))
    return sorted(kept)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweep, "GLANCE", 0.001)
    monkeypatch.setattr(sweep, "QUIET", 0.001)


def test_every_run_comes_back_once_and_no_more_is_out_than_keeps_the_workers_busy() -> None:
    for seed in range(5):
        pool = Fake(seed=seed)
        assert all(found == result(c) for c, found in ran(pool)) and pool.most_out <= 2 * pool.workers


@pytest.mark.parametrize("breaks", [True, False])
def test_workers_that_die_lose_no_run_and_one_that_always_ends_its_worker_is_a_fault(breaks: bool) -> None:
    bad = {job(17), job(18), job(250)}
    for seed in range(5):
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


def test_a_pool_that_cannot_go_on_loses_nothing_that_was_done() -> None:
    for error, said in ((CodeMismatch("x, y, z"), "a different x, y, z"), (ModuleNotFoundError("none"), "none")):
        kept, pool = list[tuple[Job, Result]](), cast("Any", Fake(ends=error))
        with pytest.raises(WorkerPoolLost, match=said):
            Dispatcher(pool, kept.extend).run(map(job, range(300)))
        assert Counter(c for c, _result in kept) == pool.done and len(kept) >= 40


def test_it_can_be_stopped() -> None:
    kept: list[tuple[Job, Result]] = []

    def keep(some: Sequence[tuple[Job, Result]]) -> None:
        kept.extend(some)
        crew.stopped = len(kept) > 50

    pool: Any = Fake()
    crew = Dispatcher(pool, keep)
    crew.run(map(job, range(3000)))
    assert 50 < len(kept) < 3000 and Counter(c for c, _result in kept) == pool.done


@pytest.mark.parametrize("refused", ["__init__", "submit"])
def test_that_no_process_can_be_started_is_one_sentence(refused: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_words: object, **_more: object) -> None:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(ProcessPoolExecutor, refused, fails)
    with pytest.raises(WorkerPoolLost, match=r"cannot be started: .*temporarily unavailable"):
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


# what is said of a cluster that does not answer as it should: in the place of its library there is a small one


class Client:
    """`threads`: of each worker."""

    threads: Any = {"one": 2, "two": 3}

    def __init__(self, address: str, **more: Any) -> None:
        if not address:
            raise OSError("no route\nto it")

    def wait_for_workers(self, count: int, timeout: float) -> None:
        if not self.threads:
            raise TimeoutError

    def get_executor(self, pure: bool) -> Any:
        return self

    def submit(self, *work: Any) -> Any:
        return work

    def nthreads(self) -> Any:
        return self.threads

    def shutdown(self, wait: bool) -> None: ...

    def close(self, timeout: float) -> None: ...


def test_a_cluster_has_the_threads_of_all_its_workers_or_says_what_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    module, given = ModuleType("distributed"), ({job(1)[:3]: "x"}, False, 1.5)
    vars(module).update(Client=Client, KilledWorker=KeyError)
    monkeypatch.setitem(sys.modules, "distributed", module)
    monkeypatch.setattr(logging, "disable", lambda: None)
    made = Cluster("tcp://here:1", *given)
    with pytest.raises(WorkerPoolLost, match=r"No Dask scheduler answers at  within 10 s \(no route\)$"):
        Cluster("", *given)
    assert (made.workers, made.died, made.renew()) == (5, (KeyError,), False)
    asked: Any = made.submit([job(1)])
    assert asked == (run_chunk, [tuple(job(1))], {job(1)[:3]: "x"}, False, 1.5, False)
    monkeypatch.setattr(Client, "threads", {})
    made.look()  # they may come back
    assert made.workers == 1
    monkeypatch.setattr(sweep, "PATIENCE", 0.0)
    with pytest.raises(WorkerPoolLost, match="tcp://here:1 has no workers"):
        made.look()
    monkeypatch.setattr(Client, "threads", None)
    with pytest.raises(WorkerPoolLost, match="has gone away"):
        made.look()
    made.close()
    with pytest.raises(WorkerPoolLost, match="has no workers"):
        Cluster("tcp://here:1", *given)
