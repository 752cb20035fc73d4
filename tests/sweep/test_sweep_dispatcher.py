"""Handing out and taking in: every run comes back once, whatever happens to the workers."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from typing import Any

import pytest

from downslope.sweep.job import CodeMismatch, Job, Result
from downslope.sweep.sweep import DIED, Answer, Dispatcher, Processes, WorkerPoolLost


def job(number: int) -> Job:
    return Job("l", "a", "m", float(number), None, None, 0, 1)


def result(job: Job) -> Result:
    return Result("land", "reached", int(job.alpha), 1, job.alpha / 3, ())


class Dying(Exception):
    """A worker ended."""


class Fake:
    """`deadly`: does this chunk end its worker? `breaks`: then all that is out is lost, as with processes.

    A worker hands in what it had time for: a random part from the front.
    """

    died: tuple[type[BaseException], ...] = (Dying, BrokenExecutor)

    def __init__(self, deadly: Callable[[Sequence[Job]], bool], breaks: bool, seed: int = 0) -> None:
        self.deadly, self.breaks, self.workers = deadly, breaks, 3
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
        if self.deadly(chunk):
            self.deaths += 1
            answer.set_exception(Dying())
            return
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

    def close(self) -> None:
        pass


def ran(pool: Any, count: int = 300) -> tuple[list[tuple[Job, Result]], list[Job]]:
    """(what was kept, what there was to do)"""
    kept: list[tuple[Job, Result]] = []
    wanted = [job(number) for number in range(count)]
    Dispatcher(pool, kept.extend).run(wanted)
    return kept, wanted


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("downslope.sweep.sweep.GLANCE", 0.001)
    monkeypatch.setattr("downslope.sweep.sweep.QUIET", 0.001)


@pytest.mark.parametrize("seed", range(5))
def test_every_run_comes_back_once(seed: int) -> None:
    kept, wanted = ran(Fake(lambda chunk: False, breaks=False, seed=seed))
    assert sorted(kept) == [(c, result(c)) for c in wanted]


@pytest.mark.parametrize("breaks", [True, False])
@pytest.mark.parametrize("seed", range(5))
def test_workers_that_die_by_chance(breaks: bool, seed: int) -> None:
    chance, crossed_out = random.Random(seed), set[Job]()

    def deadly(chunk: Sequence[Job]) -> bool:
        """A run that is out alone is only once the one that ends its worker."""
        alone = len(chunk) == 1
        dies = chance.random() < 0.2 and not (alone and chunk[0] in crossed_out)
        crossed_out.update(chunk if dies and alone else ())
        return dies

    pool = Fake(deadly, breaks, seed)
    kept, wanted = ran(pool)
    assert pool.deaths > 3
    assert sorted(kept) == [(c, result(c)) for c in wanted]


@pytest.mark.parametrize("breaks", [True, False])
def test_a_run_that_always_ends_its_worker_is_a_fault_and_no_other_is(breaks: bool) -> None:
    bad = {job(17), job(18), job(250)}
    pool = Fake(lambda chunk: bool(bad & set(chunk)), breaks)
    kept, wanted = ran(pool)
    assert sorted(c for c, _result in kept) == wanted
    assert {c for c, found in kept if found.fault == DIED} == bad
    assert all(found == result(c) for c, found in kept if c not in bad)


def test_no_more_is_out_than_keeps_the_workers_busy() -> None:
    pool = Fake(lambda chunk: False, breaks=False)
    ran(pool)
    assert pool.most_out <= 2 * pool.workers


class Ends(Fake):
    """After some answers the pool is no longer what it was."""

    def __init__(self, error: Exception) -> None:
        super().__init__(lambda chunk: False, breaks=False)
        self.error = error

    def _one(self) -> None:
        if len(self.done) < 40:
            super()._one()
        else:
            answer, _chunk = self.out.pop()
            answer.set_exception(self.error)


@pytest.mark.parametrize(
    ("error", "said"),
    [(CodeMismatch("x, y, z"), "a different x, y, z"), (ModuleNotFoundError("no downslope"), "no downslope")],
)
def test_a_pool_that_cannot_go_on_loses_nothing_that_was_done(error: Exception, said: str) -> None:
    pool, kept = Ends(error), list[tuple[Job, Result]]()
    with pytest.raises(WorkerPoolLost, match=said):
        Dispatcher(pool, kept.extend).run([job(number) for number in range(300)])  # type: ignore[arg-type]
    assert Counter(c for c, _result in kept) == pool.done and len(kept) >= 40


def test_it_can_be_stopped() -> None:
    kept: list[tuple[Job, Result]] = []

    def keep(some: Sequence[tuple[Job, Result]]) -> None:
        kept.extend(some)
        crew.stopped = len(kept) > 50

    pool = Fake(lambda chunk: False, breaks=False)
    crew = Dispatcher(pool, keep)  # type: ignore[arg-type]
    crew.run([job(number) for number in range(3000)])
    assert 50 < len(kept) < 3000 and Counter(c for c, _result in kept) == pool.done


@pytest.mark.parametrize("refused", ["__init__", "submit"])
def test_that_no_process_can_be_started_is_one_sentence(refused: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_words: object, **_more: object) -> None:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(ProcessPoolExecutor, refused, fails)
    with pytest.raises(WorkerPoolLost, match=r"cannot be started: .*temporarily unavailable"):
        Processes(2, {}, False, 1.0)
