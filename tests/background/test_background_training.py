"""Training in a process of its own, or within the frames of the window: the same numbers and events, streamed; and
whatever happens to it, nothing is lost."""

import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue
from typing import Any
from unittest.mock import MagicMock

import pytest

from downslope import Catalog, ConvNet, Digits, Learn, Session, Turn
from downslope.background.client import SLICE, KnobTurned, SlicedTraining, Training, Waiting, WorkerDied, start_training
from downslope.background.server import Trainer
from downslope.engine.checkpoint import Checkpoint, Snapshot, checkpoint_of
from downslope.registry.loading import load_all
from lib.clocks import LOOK, LookClock
from lib.playing import need
from lib.support import shipped
from lib.waiting import PATIENCE, until
from registry.dropped import drop

STEPS = 200
KINDS: dict[str, type] = {"checkpoint": Checkpoint, "snapshot": Snapshot, "waiting": Waiting}


def few_digits(*actions: Any) -> Session:
    fields: dict[str, Any] = {"examples": Digits().make()[:60], "unseen": Digits(unseen=True).make()[:20]}
    level = replace(shipped().level("kernels"), network=ConvNet(8, 2, 10), weights=None, recording=(), **fields)
    return Session(level, shipped(), actions)


def wait(training: Training, wanted: type[Any], session: Session | None = None) -> list[Any]:
    """All events up to the first of that kind, or to its end. Polling itself never waits."""
    found: list[Any] = []

    def came() -> bool:
        found.extend(training.follow(session) if session else training.poll())
        return any(isinstance(event, (wanted, WorkerDied)) for event in found)

    until(came, wanted.__name__, 0.001)
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
    assert here.tally.runs == session.tally.runs == 1
    there.turn("kernels", 3)  # only alpha is turned while it trains
    there.turn("alpha", 0.01)
    there.pause()
    (refused,) = (event for event in wait(there, Waiting, session) if isinstance(event, str))
    assert "kernels cannot be turned" in refused
    assert session.actions[-1] == Turn("alpha", 0.01) and session.count == STEPS
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
    wait(there, Waiting, session)
    assert isinstance(there, SlicedTraining) and session.count == 10
    for raised, told in ((MemoryError(), "not enough memory"), (ZeroDivisionError(), "ZeroDivisionError")):
        monkeypatch.setattr(Trainer, "learn", MagicMock(side_effect=raised))
        for point, kept in ((None, "step 0 is kept"), (checkpoint_of(session.run, 10, {}), "step 10 is kept")):
            there = SlicedTraining(session if point else few_digits(), point, LookClock())
            there.go(20)
            lost = wait(there, WorkerDied)[-1]
            assert told in lost.sentence and kept in lost.sentence and there.lost and list(there.poll()) == []


PLUGIN = Path(__file__).with_name("trained.txt").read_text(encoding="utf-8")  # levels and a learner
PASS = 200
Start = Callable[..., Training]


@pytest.fixture
def catalog(home: Path) -> Catalog:
    drop(home, mine=PLUGIN)
    return load_all().catalog


@pytest.fixture
def start() -> Iterator[Start]:
    made: list[Training] = []

    def begun(level: str, steps: int = 0, *arguments: Any) -> Training:
        made.append(Training(level, *arguments))
        if steps:
            made[-1].go(steps)
        return made[-1]

    yield begun
    for each in made:
        each.close()


@pytest.mark.slow
def test_it_learns_what_the_same_actions_learn_here_is_turned_and_judged(catalog: Catalog, start: Start) -> None:
    level, turned = catalog.level("mine/read"), [Turn("kernels", 3)]
    here = Session(level, catalog, [*turned, Learn(PASS), Turn("alpha", 0.02), Learn(100)])
    there, session = start("mine/read", PASS, turned), Session(level, catalog, turned)
    events = wait(there, Waiting, session)
    kept = {event.step: event for event in events if isinstance(event, Snapshot) and event.measured}
    assert session.count == PASS and list(kept) == [10, 20, 50, 100]
    assert list(kept[100].weights) == list(here.run.history.weights_at(100))
    for change in (("kernels", 2), ("alpha", -1), ("alpha", 0.02)):  # only alpha is turned while it trains
        there.turn(*change)
    refused = [event for event in wait(there, KnobTurned, session) if isinstance(event, str)]
    assert [sentence.split()[0] for sentence in refused] == ["kernels", "alpha"] and not there.lost
    there.go(PASS + 100)
    wait(there, Waiting, session)
    one, other = ([each.weights, each.run.errors, each.actions, each.outcome, each.run.at(PASS + 50)]  # it runs again
                  for each in (session, here))  # fmt: skip
    last = need(there.last)
    assert one == other and last.step == PASS + 100
    assert all(0.0 < last.measured[name] <= 1.0 for name in ("seen", "unseen"))
    # it is judged as if it had learned here, though alpha was turned in the last pass
    short, turn = catalog.level("mine/short"), Turn("alpha", 0.01)
    here, session = Session(short, catalog, [Learn(150), turn, Learn(50)]), Session(short, catalog)
    there = start("mine/short", 150)
    wait(there, Waiting, session)
    there.turn(*turn[:2])
    there.go(PASS)
    wait(there, Waiting, session)
    assert session.outcome == here.outcome and session.won and session.steps_left == 0 and session.tally.runs == 1
    process = need(there.process)
    there.close()
    there.close()
    assert process.poll() is not None and list(there.poll()) == []


@pytest.mark.slow
def test_a_process_that_is_killed_says_so_and_another_goes_on(catalog: Catalog, start: Start) -> None:
    """With what its learner remembers. It ends by itself when the game is gone or drops it."""
    level = catalog.level("mine/roll")
    there, session = start("mine/roll", 500 * PASS), Session(level, catalog)
    wait(there, Snapshot, session)
    there.pause()
    wait(there, Waiting, session)
    stands = session.count
    assert 0 < stands < 500 * PASS and list(there.poll()) == []  # it does wait
    there.go(500 * PASS)
    while session.count < stands + PASS:
        wait(there, Checkpoint, session)
    os.kill(need(there.process).pid, signal.SIGKILL)
    lost = wait(there, WorkerDied, session)[-1]
    assert there.lost and list(there.poll()) == [] and need(there.last).step == session.count >= PASS
    assert "(signal 9)" in lost.sentence and f"up to step {session.count} is kept" in lost.sentence
    end = session.count + 100
    wait(start("mine/roll", end, session.actions, there.last), Waiting, session)
    assert session.count == end and session.weights == Session(level, catalog, [Learn(end)]).weights
    gone, dropped = Training("mine/read"), Training("mine/read")
    for each in (gone, dropped):
        each.go(5000 * PASS)
        wait(each, Snapshot)
    first, second = need(gone.process), need(dropped.process)
    need(first.stdin).close()  # as when the game has died
    assert first.wait(timeout=PATIENCE) == 0
    del each, dropped
    assert second.poll() is not None


@pytest.mark.slow
def test_what_cannot_go_on_is_told(catalog: Catalog, start: Start) -> None:
    each = [start("mine/fall", 10), start("no-such-level"), start("thirteen", 0, [Learn(3)]), start("mine/wild", 999)]
    lost = [wait(there, WorkerDied)[-1] for there in each[:3]]
    fault = lost[0].fault
    assert fault.plugin == "falling" and "over the edge" in lost[0].sentence
    assert fault.file.endswith("mine.py") and fault.line > 0
    assert "NoSuchName" in lost[1].sentence and "ValueError" in lost[2].sentence
    session = Session(catalog.level("mine/wild"), catalog)
    assert wait(each[3], Waiting, session)[-1].diverged
    assert session.run.diverged and session.outcome is not None and session.outcome.kind == "runaway"
