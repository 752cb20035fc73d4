"""Plugin code that does not come back is ended, and is named with its line; what dies leaves a mark."""

import re
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

import pytest

from downslope import Fault, Learn, Learner, Session
from downslope.engine.watchdog import Interrupted, StopPoint, Watchdog, dog, limits, seconds_since
from lib.plugins import another_tracer
from lib.support import shipped
from lib.waiting import PATIENCE
from registry.dropped import drop, load

LIMIT = 0.1


def catches_all_twice() -> None:
    while True:
        try:
            while True:
                try:
                    for _ in range(1000):
                        pass
                except BaseException:
                    continue
        except BaseException:
            continue


def sleeps_and_catches() -> None:
    while True:
        try:
            time.sleep(1e6)
        except BaseException:
            continue


def waits_for_a_lock() -> None:
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()


ENDLESS: tuple[Callable[[], object], ...] = (
    catches_all_twice, sleeps_and_catches, waits_for_a_lock, lambda: re.match(r"(a+)+$", "a" * 60 + "b"),
)  # fmt: skip


@pytest.fixture(autouse=True)
def short() -> Iterator[None]:
    """Nobody waits for seconds here; but the third rung would end the tests, where the machine is busy."""
    before = vars(limits).copy()
    limits.hard = 300.0
    limits.load = limits.package = limits.hook = limits.step = LIMIT
    yield
    vars(limits).update(before)


# Where the signal comes in a callback of Python's own (a weak reference, an import lock), it is told there and not
# raised: the next one, 5 ms later, is. (pytest's own hook for it imports things, in which the next one may come.)
@pytest.mark.slow
def test_what_does_not_end_is_ended_one_watch_within_another_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "unraisablehook", lambda told: None)
    tracing = sys.gettrace()

    def ended(call: Callable[[], object], what: str = "It") -> Any:
        with pytest.raises(StopPoint) as stopped:
            dog.run(LIMIT, what, call)
        assert str(stopped.value) == f"{what} did not come back within {LIMIT:g} s."

    for endless in ENDLESS:
        ended(endless)
        assert sys.gettrace() is tracing
        assert sum(range(1000)) == 499500  # and no line raises any more
    ended(lambda: ended(loop, "Inner") or loop(), "Outer")


def loop() -> object:
    while True:
        pass


def slow() -> str:
    time.sleep(LIMIT * 3)
    return "done"


@pytest.mark.slow
def test_what_is_late_for_a_reason_is_not_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    assert dog.run(LIMIT, "It", slow, lambda frame: False) == "done"  # what is not its own may take its time
    assert dog.run(LIMIT, "It", lambda: dog.longer(60, slow)) == dog.longer(60, slow) == "done"
    said = {"name": "slow", "patience": 20, "step": lambda self, problem, weights, alpha: [slow(), *weights][1:]}
    kind: Any = type("Slow", (Learner,), said)
    session = Session(replace(shipped().level("thirteen"), learner="slow"), replace(shipped(), learners={"slow": kind}))
    dog.run(LIMIT, "slow", lambda: session.do(Learn(1)))
    monkeypatch.setattr(kind, "patience", 0)  # it no longer says that it is slow
    with pytest.raises((Fault, StopPoint), match=f"within {LIMIT:g} s"):
        dog.run(LIMIT, "slow", lambda: session.do(Learn(1)))
    assert session.run.count == 1


def test_nothing_that_it_raises_ends_more_than_itself_but_a_typed_interrupt() -> None:
    def leaves(kind: type[BaseException]) -> None:
        raise kind

    for kind in (SystemExit, GeneratorExit, KeyboardInterrupt, type("Own", (BaseException,), {})):
        with pytest.raises(StopPoint, match=f"It raised {kind.__name__}"):
            dog.run(LIMIT, "It", lambda kind=kind: leaves(kind))  # type: ignore[misc]
    typed = dog.interrupts
    with pytest.raises(Interrupted):
        dog.run(60, "It", lambda: signal.raise_signal(signal.SIGINT))
    assert dog.interrupts == typed + 1 and dog.used and not (Watchdog().used or Watchdog().interrupts)
    with another_tracer():
        tracing = sys.gettrace()
        with pytest.raises(StopPoint, match=f"It did not come back within {LIMIT:g} s."):
            dog.run(LIMIT, "It", sleeps_and_catches)
        assert sys.gettrace() is tracing, "who traced before does so again"
    given: list[int] = []
    thread = threading.Thread(target=lambda: given.append(dog.run(LIMIT, "It", lambda: 5)))  # is not watched
    thread.start()
    thread.join()
    assert given == [5]
    assert seconds_since((time.monotonic() - 100.0, time.thread_time())) == pytest.approx(100.0, abs=50.0)


# the third rung, in a process of its own: what the kernel has for it, and for the first

CLOCK = "import faulthandler\nvars(faulthandler).pop('register', None)\n"
SYSTEMS = "", CLOCK, CLOCK + "import signal\nvars(signal).pop('setitimer', None)\n"  # it counts; a clock; no timer
HEAD = """
import sys, time
from downslope.engine.watchdog import dog, limits
limits.hard = 0.3
log = open(sys.argv[1], "w")
dog.log = log.fileno()
def comes_back():
    end = time.monotonic() + 0.8
    while time.monotonic() < end:
        time.sleep(0.01)
        dog.heartbeat += 1
def runs_on():
    return sum(iter(int, 1))
dog.run(0.2, 'It', comes_back)
assert dog.used
print('came back', flush=True)
dog.run(0.05, 'It', runs_on)
"""


@pytest.mark.slow
def test_a_loop_of_c_that_hears_no_signal_ends_its_process_and_tells_where(tmp_path: Path) -> None:
    """But nothing that goes on for long and comes back each time. They wait side by side."""
    logs = [tmp_path / f"{number}.log" for number in range(len(SYSTEMS))]
    begun = [Popen([sys.executable, "-c", system + HEAD, str(log)], stdout=PIPE, stderr=PIPE, text=True)
             for system, log in zip(SYSTEMS, logs)]  # fmt: skip
    for process, log in zip(begun, logs):
        assert process.communicate(timeout=PATIENCE)[0] == "came back\n" and process.returncode != 0
        assert re.search(r'File "<string>", line \d+ in runs_on', log.read_text())


@pytest.mark.slow
def test_a_plugin_that_goes_deep_harms_no_other(home: Path) -> None:
    depth = sys.getrecursionlimit()
    drop(home, deep="import sys\nsys.setrecursionlimit(5000)\n")
    assert load(home).faults and sys.getrecursionlimit() == depth
