"""Training in a process of its own: the same numbers, streamed; and whatever happens to it, nothing is lost."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from downslope import Catalog, Learn, Next, Session, Turn
from downslope.background.client import KnobTurned, Training, Waiting, WorkerDied
from downslope.desktop import processes
from downslope.engine.checkpoint import Checkpoint, Snapshot, checkpoint_of, resume_from, state_of
from downslope.registry.sources import load_all
from downslope.rules.resume import restore, resume
from waiting import PATIENCE, until

pytestmark = pytest.mark.slow

PLUGIN = """
from downslope import Accuracy, ConvNet, Digits, Knob, Learner, Level, Neuron, hookimpl

@hookimpl
def levels():
    fields = dict(title="", network=ConvNet(8, 2, 10), examples=Digits(), unseen=Digits(unseen=True), spread=0.2,
                  metric="softmax-cross-entropy", batch=1, shuffle=True, augment="shift", budget=3, alpha=0.05,
                  target=Accuracy(0.99), knobs=[Knob("alpha", 0.001, 1e9), Knob("kernels", stops=(2, 3))])
    return [Level("read", **fields), Level("fall", **{**fields, "learner": "falling"}),
            Level("roll", **{**fields, "learner": "momentum"}),
            Level("short", **{**fields, "limit": 1, "stop": True, "target": Accuracy(0.2)}),
            Level("parts", **{**fields, "target": Accuracy(0.2), "stages": [{"alpha": 0.01, "budget": 9}]}),
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
PASS = 1437


@pytest.fixture
def catalog(home: Path) -> Catalog:
    (home / "plugins").mkdir(parents=True)
    (home / "plugins" / "mine.py").write_text(PLUGIN)
    return load_all().catalog


@pytest.fixture
def start() -> Iterator[Callable[..., Training]]:
    made: list[Training] = []

    def begun(*arguments: Any) -> Training:
        made.append(Training(*arguments))
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


def level(catalog: Catalog, name: str = "mine/read") -> Any:
    return catalog.level(name)


def test_it_learns_what_the_same_actions_learn_here(catalog: Catalog, start: Callable[..., Training]) -> None:
    here = Session(level(catalog), catalog, [Turn("kernels", 3), Learn(PASS), Turn("alpha", 0.02), Learn(700)])
    there, session = start("mine/read", [Turn("kernels", 3)]), Session(level(catalog), catalog, [Turn("kernels", 3)])
    there.go(PASS)
    events = wait(there, Waiting, session)
    kept = {event.step: event for event in events if isinstance(event, Snapshot) and event.measured}
    assert session.count == PASS and list(kept) == [10, 20, 50, 100, 200, 400, 700, 718, 1000]
    assert list(kept[700].weights) == list(here.run.history.weights_at(700))
    there.turn("alpha", 0.02)
    there.go(PASS + 700)
    wait(there, Waiting, session)
    assert session.weights == here.weights and session.run.errors == here.run.errors
    assert session.actions == here.actions and session.outcome == here.outcome is None
    assert session.run.at(900) == here.run.at(900)  # looking back runs it again
    assert there.last is not None and there.last.step == PASS + 700
    assert 0.5 < there.last.measured["seen"] <= 1.0 and 0.5 < there.last.measured["unseen"] <= 1.0


def test_it_is_judged_as_if_it_had_learned_here(catalog: Catalog, start: Callable[..., Training]) -> None:
    short = level(catalog, "mine/short")
    here, session = Session(short, catalog, [Learn(PASS)]), Session(short, catalog)
    there = start("mine/short")
    there.go(PASS)
    wait(there, Waiting, session)
    assert session.outcome == here.outcome and session.outcome is not None and session.tally.runs == 1


def test_it_pauses_goes_on_is_turned_and_closed(catalog: Catalog, start: Callable[..., Training]) -> None:
    there = start("mine/read")
    there.go(10 * PASS)
    wait(there, Snapshot)
    there.pause()
    stands = next(event for event in wait(there, Waiting) if isinstance(event, Waiting))
    assert 0 < stands.step < 10 * PASS and there.last is not None and there.last.step == stands.step
    assert list(there.poll()) == []  # it does wait
    there.go(stands.step + 50)
    assert wait(there, Waiting)[-1] == Waiting(stands.step + 50)
    whole = Session(level(catalog), catalog, [Learn(stands.step + 50)])
    assert list(there.last.weights) == whole.weights
    there.turn("kernels", 3)  # only alpha is turned while it trains
    there.turn("alpha", -1)
    there.turn("alpha", 0.1)
    refused = [event for event in wait(there, KnobTurned) if isinstance(event, str)]
    assert [sentence.split()[0] for sentence in refused] == ["kernels", "alpha"] and not there.lost
    there.go(50 * PASS)
    wait(there, Snapshot)
    process = there.process
    there.close()
    there.close()
    assert process is not None and process.poll() is not None and list(there.poll()) == []


def signalled(there: Training) -> None:
    assert there.process is not None
    os.kill(there.process.pid, signal.SIGKILL)


def test_a_process_that_is_killed_says_so_and_another_goes_on(catalog: Catalog, start: Callable[..., Training]) -> None:
    there, session = start("mine/read"), Session(level(catalog), catalog)
    there.go(5 * PASS)
    while session.count < PASS:
        wait(there, Checkpoint, session)
    signalled(there)
    (lost,) = [event for event in wait(there, WorkerDied, session) if isinstance(event, WorkerDied)]
    assert there.lost and list(there.poll()) == []
    assert there.last is not None and there.last.step == session.count >= PASS
    step = there.last.step
    assert lost.sentence == (
        "Training was stopped from outside (signal 9). "
        f"All it learned up to step {step} is kept: training can go on from there."
    )
    again = start("mine/read", session.actions, there.last)
    again.go(step + PASS)
    wait(again, Waiting, session)
    assert session.count == step + PASS
    assert session.weights == Session(level(catalog), catalog, [Learn(step + PASS)]).weights


def test_a_learner_with_memory_goes_on_where_it_was(catalog: Catalog, start: Callable[..., Training]) -> None:
    there, session = start("mine/roll"), Session(level(catalog, "mine/roll"), catalog)
    there.go(200)
    wait(there, Waiting, session)
    there.close()
    again = start("mine/roll", session.actions, there.last)
    again.go(400)
    wait(again, Waiting, session)
    assert session.weights == Session(level(catalog, "mine/roll"), catalog, [Learn(400)]).weights


def test_a_later_part_is_trained_from_where_it_stands(catalog: Catalog, start: Callable[..., Training]) -> None:
    """Its part before was won by steps that are not made again; the weights came over."""
    here = Session(level(catalog, "mine/parts"), catalog, [Learn(PASS), Next()])
    assert here.count == 0 and here.stage == 1
    mirror, there = here.copy(), Training.of(here)
    try:
        there.go(100)
        wait(there, Waiting, mirror)
    finally:
        there.close()
    here.do(Learn(100))
    assert mirror.weights == here.weights and mirror.actions == here.actions


def test_the_last_pass_is_judged_though_alpha_was_turned_in_it(
    catalog: Catalog, start: Callable[..., Training]
) -> None:
    session = Session(level(catalog, "mine/short"), catalog)
    there = start("mine/short")
    there.go(1000)
    wait(there, Waiting, session)
    there.turn("alpha", 0.01)
    there.go(PASS)
    wait(there, Waiting, session)
    assert session.steps_left == 0 and session.outcome is not None and session.won


def test_a_training_that_is_dropped_ends_its_process(catalog: Catalog) -> None:
    there = Training("mine/read")
    there.go(50 * PASS)
    process = there.process
    del there
    assert process is not None and process.poll() is not None


def test_it_ends_when_the_game_is_gone(catalog: Catalog, start: Callable[..., Training]) -> None:
    there = start("mine/read")
    there.go(500 * PASS)
    wait(there, Snapshot)
    assert there.process is not None
    assert there.process.stdin is not None
    there.process.stdin.close()  # as when the game has died
    assert there.process.wait(timeout=PATIENCE) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is asked of Linux")
def test_a_process_without_memory_says_so(
    catalog: Catalog, start: Callable[..., Training], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A real limit, set in the process itself once it stands ready."""
    code = (
        "import resource, downslope.background.server as t\n"
        "work = t.Trainer.work\n"
        "def short(self):\n"
        "    used = int(open('/proc/self/statm').read().split()[0]) * resource.getpagesize()\n"
        "    resource.setrlimit(resource.RLIMIT_AS, (used + 4_000_000,) * 2)\n"
        "    self.full = []\n"
        "    advance = self.session.run.advance\n"
        "    def hungry(steps):\n"
        "        self.full.append(bytearray(1_000_000))\n"
        "        return advance(steps)\n"
        "    self.session.run.advance = hungry\n"
        "    return work(self)\n"
        "t.Trainer.work = short\n"
        "raise SystemExit(t.main())\n"
    )
    monkeypatch.setattr(processes, "ourselves", lambda: [sys.executable, "-c", code])
    there = start("mine/read")
    there.go(2 * PASS)
    lost = wait(there, WorkerDied)[-1]
    assert lost.sentence.startswith("There is not enough memory to train. All it learned up to step ")


def test_a_fault_of_a_plugin_is_told(catalog: Catalog, start: Callable[..., Training]) -> None:
    there = start("mine/fall")
    there.go(10)
    lost = wait(there, WorkerDied)[-1]
    assert lost.fault is not None and lost.fault.plugin == "falling" and "over the edge" in lost.sentence
    assert lost.fault.file.endswith("mine.py") and lost.fault.line > 0


def test_what_runs_away_runs_away_here_too(catalog: Catalog, start: Callable[..., Training]) -> None:
    there, session = start("mine/wild"), Session(level(catalog, "mine/wild"), catalog)
    there.go(2 * PASS)
    assert wait(there, Waiting, session)[-1].diverged
    assert session.run.diverged and session.outcome is not None and session.outcome.kind == "runaway"


def test_a_job_that_cannot_be_is_told(home: Path, start: Callable[..., Training]) -> None:
    assert "NoSuchName" in wait(start("no-such-level"), WorkerDied)[-1].sentence
    assert "ValueError" in wait(start("thirteen", [Learn(3)]), WorkerDied)[-1].sentence


def test_a_checkpoint_of_another_run_is_refused(catalog: Catalog) -> None:
    session = Session(level(catalog), catalog, [Learn(20)])
    assert session.run.learner is not None
    there = checkpoint_of(session.run, 0, {})
    assert there.errors == list(session.run.errors) and state_of(session.run.learner) == there.learner
    for wrong in (there._replace(step=3), there._replace(weights=[0.0])):
        with pytest.raises(ValueError):
            resume_from(session.run, wrong)
    with pytest.raises(ValueError):
        resume(level(catalog), catalog, [Learn(5)], there)
    restore(session, there._replace(measured={"judged": 7.0}))
    assert session.run.error(judged=True) == 7.0
    session.do(Turn("alpha", 0.3))
    session.do(Learn(1))
    assert session.run.error(judged=True) != 7.0  # it was told of other weights
