"""Training in a process of its own: the same numbers, streamed; and whatever happens to it, nothing is lost."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from downslope import Catalog, Learn, Session, Turn
from downslope.background.client import KnobTurned, Training, Waiting, WorkerDied
from downslope.engine.checkpoint import Checkpoint, Snapshot
from downslope.registry.loading import load_all
from lib.waiting import PATIENCE, until
from registry.dropped import drop

pytestmark = pytest.mark.slow

PLUGIN = """
from downslope import Accuracy, ConvNet, Digits, Knob, Learner, Level, Neuron, hookimpl

@hookimpl
def levels():
    seen, unseen = Digits().make()[:200], Digits(unseen=True).make()[:80]
    fields = dict(title="", network=ConvNet(8, 2, 10), examples=seen, unseen=unseen, spread=0.2,
                  metric="softmax-cross-entropy", batch=1, shuffle=True, augment="shift", budget=3, alpha=0.05,
                  target=Accuracy(0.99), knobs=[Knob("alpha", 0.001, 1e9), Knob("kernels", stops=(2, 3))])
    return [Level("read", **fields), Level("fall", **{**fields, "learner": "falling"}),
            Level("roll", **{**fields, "learner": "momentum"}),
            Level("short", **{**fields, "limit": 1, "stop": True, "target": Accuracy(0.05)}),
            Level("wild", **{**fields, "network": Neuron(64, 10), "metric": "squared", "alpha": 9.0,
                             "knobs": [Knob("alpha", 0.001, 1e9)]})]

class Falling(Learner):
    name = "falling"

    def step(self, problem, weights, alpha):
        raise RuntimeError("over the edge")

@hookimpl
def learners():
    return [Falling]
"""
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


def wait(training: Training, wanted: type[Any], session: Session | None = None) -> list[Any]:
    """All events up to the first of that kind. Polling itself never waits."""
    found: list[Any] = []

    def came() -> bool:
        found.extend(training.follow(session) if session else training.poll())
        here = any(isinstance(event, wanted) for event in found)
        assert here or not any(isinstance(event, WorkerDied) for event in found), found[-1]
        return here

    until(came, wanted.__name__)
    return found


def test_it_learns_what_the_same_actions_learn_here_is_turned_and_judged(catalog: Catalog, start: Start) -> None:
    level, turned = catalog.level("mine/read"), [Turn("kernels", 3)]
    here = Session(level, catalog, [*turned, Learn(PASS), Turn("alpha", 0.02), Learn(100)])
    there, session = start("mine/read", PASS, turned), Session(level, catalog, turned)
    events = wait(there, Waiting, session)
    kept = {event.step: event for event in events if isinstance(event, Snapshot) and event.measured}
    assert session.count == PASS and list(kept) == [10, 20, 50, 100]
    assert list(kept[100].weights) == list(here.run.history.weights_at(100))
    there.turn("kernels", 2)  # only alpha is turned while it trains
    there.turn("alpha", -1)
    there.turn("alpha", 0.02)
    refused = [event for event in wait(there, KnobTurned, session) if isinstance(event, str)]
    assert [sentence.split()[0] for sentence in refused] == ["kernels", "alpha"] and not there.lost
    there.go(PASS + 100)
    wait(there, Waiting, session)
    assert session.weights == here.weights and session.run.errors == here.run.errors
    assert session.actions == here.actions and session.outcome == here.outcome is None
    assert session.run.at(PASS + 50) == here.run.at(PASS + 50)  # looking back runs it again
    assert there.last is not None and there.last.step == PASS + 100
    assert all(0.0 < there.last.measured[name] <= 1.0 for name in ("seen", "unseen"))
    # it is judged as if it had learned here, though alpha was turned in the last pass
    short, turn = catalog.level("mine/short"), Turn("alpha", 0.01)
    here, session = Session(short, catalog, [Learn(150), turn, Learn(50)]), Session(short, catalog)
    there = start("mine/short", 150)
    wait(there, Waiting, session)
    there.turn(*turn[:2])
    there.go(PASS)
    wait(there, Waiting, session)
    assert session.outcome == here.outcome and session.won and session.steps_left == 0 and session.tally.runs == 1
    process = there.process
    there.close()
    there.close()
    assert process is not None and process.poll() is not None and list(there.poll()) == []


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
    assert there.process is not None
    os.kill(there.process.pid, signal.SIGKILL)
    (lost,) = [event for event in wait(there, WorkerDied, session) if isinstance(event, WorkerDied)]
    assert there.lost and list(there.poll()) == []
    assert there.last is not None and there.last.step == session.count >= PASS
    assert "(signal 9)" in lost.sentence and f"up to step {session.count} is kept" in lost.sentence
    end = session.count + 100
    wait(start("mine/roll", end, session.actions, there.last), Waiting, session)
    assert session.count == end and session.weights == Session(level, catalog, [Learn(end)]).weights
    gone, dropped = Training("mine/read"), Training("mine/read")
    for each in (gone, dropped):
        each.go(5000 * PASS)
        wait(each, Snapshot)
    first, second = gone.process, dropped.process
    assert first is not None and second is not None and first.stdin is not None
    first.stdin.close()  # as when the game has died
    assert first.wait(timeout=PATIENCE) == 0
    del each, dropped
    assert second.poll() is not None


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
