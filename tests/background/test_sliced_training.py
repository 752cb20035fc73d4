"""Training within the frames of the window: the numbers and events of an uncut one, a slice of each frame at most."""

import subprocess
import threading
from dataclasses import replace
from queue import SimpleQueue
from typing import Any
from unittest.mock import MagicMock

import pytest

from downslope import ConvNet, Digits, Learn, Session, Turn
from downslope.background.client import SLICE, SlicedTraining, Training, Waiting, WorkerDied, start_training
from downslope.background.server import Trainer
from downslope.engine.checkpoint import Checkpoint, Snapshot, checkpoint_of
from lib.clocks import LOOK, LookClock
from lib.support import shipped

STEPS = 200
KINDS: dict[str, type] = {"checkpoint": Checkpoint, "snapshot": Snapshot, "waiting": Waiting}


def few_digits(*actions: Any) -> Session:
    fields: dict[str, Any] = {"examples": Digits().make()[:60], "unseen": Digits(unseen=True).make()[:20]}
    level = replace(shipped().level("kernels"), network=ConvNet(8, 2, 10), weights=None, recording=(), **fields)
    return Session(level, shipped(), actions)


def events_until(training: Training, wanted: type[Any], session: Session | None = None) -> list[Any]:
    found: list[Any] = []
    while not any(isinstance(event, (wanted, WorkerDied)) for event in found):
        found += training.follow(session) if session else training.poll()
    return found


def test_numbers_and_events_are_those_of_an_uncut_training_and_no_frame_has_more_than_a_slice() -> None:
    here, session, said, queue = few_digits(Learn(20)), few_digits(Learn(20)), list[list[Any]](), SimpleQueue[Any]()
    queue.put({"until": STEPS})
    work = Trainer(here, queue, lambda *words: said.append(list(words))).work()
    while next(work):
        pass
    clock, events, frames = LookClock(), list[Any](), 0
    there = SlicedTraining(session, checkpoint_of(session.run, session.run.count, {}), clock)
    there.go(STEPS)
    while not (events and isinstance(events[-1], Waiting)):
        before, frames = clock.seconds, frames + 1
        events += there.follow(session)
        assert clock.seconds - before <= SLICE + 10 * LOOK
    kept = [event for event in events if not isinstance(event, Snapshot) or event.measured]
    wanted = [words for words in said if words[0] != "snapshot" or len(words) > 3]
    assert frames > 1 and [type(event) for event in kept] == [KINDS[words[0]] for words in wanted]
    assert [event.step for event in kept] == [words[1] for words in wanted]
    for event, words in zip(kept, wanted):
        if not isinstance(event, Waiting):
            assert list(event.weights) == list(words[2]) and event.measured == words[-1]
    assert session.weights == here.weights and list(session.run.errors) == list(here.run.errors)
    there.turn("kernels", 3)  # only alpha is turned while it trains
    there.turn("alpha", 0.01)
    there.pause()
    events = events_until(there, Waiting, session)
    assert "kernels cannot be turned" in "".join(event for event in events if isinstance(event, str))
    assert session.actions[-1] == Turn("alpha", 0.01) and session.count == STEPS and session.tally.runs == 1
    there.go(STEPS + 1)
    there.close()
    assert list(there.poll()) == []


def test_what_ends_it_is_told_and_it_trains_in_the_window_where_no_process_can_be_started(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session, begun, popen = few_digits(Turn("alpha", 0.05)), list[Any](), subprocess.Popen

    def begin(*given: Any, **more: Any) -> Any:
        begun.append(popen(*given, **more))
        return begun[-1]

    with monkeypatch.context() as without:
        without.setattr(subprocess, "Popen", begin)
        without.setattr(threading.Thread, "start", MagicMock(side_effect=RuntimeError("can't start new thread")))
        assert isinstance(start_training(session), SlicedTraining) and begun[0].poll() is not None
    monkeypatch.setattr(subprocess, "Popen", MagicMock(side_effect=OSError("Operation not permitted")))
    with pytest.raises(OSError):
        Training("kernels")
    there = start_training(session, clock=LookClock())
    there.go(10)
    events_until(there, Waiting, session)
    assert isinstance(there, SlicedTraining) and session.count == 10
    for raised, told in ((MemoryError(), "not enough memory"), (ZeroDivisionError(), "ZeroDivisionError")):
        monkeypatch.setattr(Trainer, "learn", MagicMock(side_effect=raised))
        for point, kept in ((None, "step 0 is kept"), (checkpoint_of(session.run, 10, {}), "step 10 is kept")):
            there = SlicedTraining(session if point else few_digits(), point, LookClock())
            there.go(20)
            (lost,) = [event for event in events_until(there, WorkerDied) if isinstance(event, WorkerDied)]
            assert told in lost.sentence and kept in lost.sentence and there.lost and list(there.poll()) == []
