"""Training within the frames of the window: the numbers and events of an uncut one, a slice of each frame at most."""

from __future__ import annotations

import subprocess
import threading
from dataclasses import replace
from queue import SimpleQueue
from typing import Any

import pytest

from clocks import LOOK, LookClock
from downslope import Catalog, Digits, Example, Learn, Level, Network, Session, Turn
from downslope.background.client import (
    SLICE,
    KnobTurned,
    SlicedTraining,
    Training,
    Waiting,
    WorkerDied,
    start_training,
)
from downslope.background.server import Trainer
from downslope.engine.checkpoint import Checkpoint, Snapshot
from downslope.engine.run import Fault
from downslope.engine.watchdog import limits
from downslope.learning.network import Vector
from support import shipped

STEPS = 200


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return shipped()


def few_digits(catalog: Catalog) -> Level:
    seen, unseen = Digits().make()[:200], Digits(unseen=True).make()[:80]
    return replace(catalog.level("kernels"), examples=seen, unseen=unseen)


def sliced(session: Session) -> SlicedTraining:
    return SlicedTraining.of(session, clock=LookClock())


def events_until(training: Training, wanted: type[Any], session: Session | None = None) -> list[Any]:
    found: list[Any] = []
    while not any(isinstance(event, (wanted, WorkerDied)) for event in found):
        found += training.follow(session) if session else training.poll()
    return found


def uncut(session: Session, *asked: Any) -> list[list[Any]]:
    """What a trainer that nobody interrupts says."""
    said: list[list[Any]] = []
    queue: SimpleQueue[Any] = SimpleQueue()
    for each in asked:
        queue.put(each)
    work = Trainer(session, queue, lambda *words: said.append(list(words))).work()
    while next(work):
        pass
    return said


@pytest.mark.slow
def test_numbers_and_events_are_those_of_an_uncut_training(catalog: Catalog) -> None:
    level = few_digits(catalog)
    here, session = Session(level, catalog), Session(level, catalog)
    there = sliced(session)
    there.go(STEPS)
    events = events_until(there, Waiting, session)
    said = uncut(here, {"until": STEPS})
    kept = [event for event in events if not isinstance(event, Snapshot) or event.measured]
    wanted = [words for words in said if words[0] != "snapshot" or len(words) > 3]
    kinds = {"checkpoint": Checkpoint, "snapshot": Snapshot, "waiting": Waiting}
    assert [type(event) for event in kept] == [kinds[words[0]] for words in wanted]
    assert [event.step for event in kept] == [words[1] for words in wanted]
    for event, words in zip(kept, wanted):
        if not isinstance(event, Waiting):
            assert list(event.weights) == list(words[2]) and event.measured == words[-1]
    assert session.weights == here.weights and list(session.run.errors) == list(here.run.errors)


@pytest.mark.slow
def test_a_frame_has_no_more_of_it_than_a_slice(catalog: Catalog) -> None:
    clock = LookClock()
    there = SlicedTraining.of(Session(catalog.level("kernels"), catalog), clock=clock)
    there.go(20)
    frames = 0
    while not there.lost:
        before = clock.seconds
        events = list(there.poll())
        frames += 1
        assert clock.seconds - before <= SLICE + 10 * LOOK
        if any(isinstance(event, Waiting) for event in events):
            break
    assert frames > 1  # to judge all examples takes longer than a frame


@pytest.mark.slow
def test_it_pauses_turns_and_refuses_as_a_process_does(catalog: Catalog) -> None:
    there = sliced(Session(few_digits(catalog), catalog))
    there.turn("kernels", 3)
    there.turn("alpha", 0.02)
    told = events_until(there, KnobTurned)
    assert any(isinstance(event, str) for event in told) and not there.lost
    there.go(10_000)
    list(there.poll())
    there.pause()
    stands = events_until(there, Waiting)[-1]
    assert stands.step < 10_000 and there.last is not None and there.last.step == stands.step
    assert list(there.poll()) == []
    there.close()
    there.close()
    assert list(there.poll()) == []


@pytest.mark.slow
def test_it_goes_on_from_where_the_attempt_stands(catalog: Catalog) -> None:
    level = few_digits(catalog)
    session, whole = Session(level, catalog, [Learn(20)]), Session(level, catalog, [Learn(40)])
    there = sliced(session)
    there.go(40)
    events_until(there, Waiting, session)
    assert session.weights == whole.weights and session.actions == whole.actions


@pytest.mark.slow
def test_what_ends_it_is_told(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_given: Any) -> None:
        raise MemoryError

    session = Session(few_digits(catalog), catalog)
    for raised, told in ((full, "not enough memory"), (lambda *_given: 1 / 0, "ZeroDivisionError")):
        there = sliced(session)
        monkeypatch.setattr(Trainer, "learn", raised)
        there.go(10)
        lost = events_until(there, WorkerDied)[-1]
        assert told in lost.sentence and there.lost and list(there.poll()) == []


@pytest.mark.slow
@pytest.mark.parametrize("ends", ["never", "by itself"])
def test_a_network_of_a_plugin_that_does_not_come_back_while_it_is_measured_is_told(
    ends: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Deaf(Network):
        def predict(self, weights: Vector, input: Vector) -> Vector:
            if ends == "by itself":
                raise SystemExit(3)
            while True:
                pass

    monkeypatch.setattr(limits, "command", 0.2)
    examples = [Example((1.0, 2.0), (1.0, 0.0)), Example((2.0, 1.0), (0.0, 1.0))]
    network = Deaf([["dense", 2, 2]])
    level = Level("deaf/night", title="Night", network=network, examples=examples, weights=[0.5] * 4, alpha=0.1)
    trainer = Trainer(Session(level, shipped()), SimpleQueue(), lambda *_words: None)
    with pytest.raises(Fault) as raised:
        next(trainer.work())
    assert raised.value.plugin == "Deaf" and raised.value.line


def nowhere(*_given: Any, **_more: Any) -> Any:
    raise OSError("Operation not permitted")


def no_thread(_self: threading.Thread) -> None:
    raise RuntimeError("can't start new thread")


@pytest.mark.slow
def test_where_no_process_can_be_started_it_trains_in_the_window(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = Session(few_digits(catalog), catalog, [Turn("alpha", 0.05)])
    monkeypatch.setattr(subprocess, "Popen", nowhere)
    with pytest.raises(OSError):
        Training.of(session)
    there = start_training(session, clock=LookClock())
    there.go(10)
    events_until(there, Waiting, session)
    assert isinstance(there, SlicedTraining) and session.count == 10


def test_where_no_thread_can_be_started_its_process_is_ended(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[subprocess.Popen[str]] = []
    popen = subprocess.Popen

    def begin(*given: Any, **more: Any) -> Any:
        begun.append(popen(*given, **more))
        return begun[-1]

    monkeypatch.setattr(subprocess, "Popen", begin)
    monkeypatch.setattr(threading.Thread, "start", no_thread)
    there = start_training(Session(few_digits(catalog), catalog))
    assert isinstance(there, SlicedTraining) and begun[0].poll() is not None
