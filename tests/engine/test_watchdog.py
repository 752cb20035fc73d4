"""Plugin code that does not come back is ended, and is named with its line; what dies leaves a mark."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from downslope import Fault, Learn, Session
from downslope.engine.watchdog import Interrupted, StopPoint, dog, limits
from processes import started
from registry.dropped import drop, load
from waiting import PATIENCE, pause

LIMIT = 0.2


def loop() -> None:
    while True:
        pass


def catches_all() -> None:
    while True:
        try:
            for _ in range(1000):
                pass
        except BaseException:
            continue


def catches_all_twice() -> None:
    while True:
        try:
            catches_all()
        except BaseException:
            continue


def sleeps_and_catches() -> None:
    while True:
        try:
            time.sleep(1e6)
        except BaseException:
            continue


def never_finally() -> None:
    try:
        loop()
    finally:
        loop()


def waits_for_a_lock() -> None:
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()


def tree(depth: int) -> int:
    return tree(depth - 1) + tree(depth - 1) if depth else 0


ENDLESS: dict[str, Callable[[], object]] = {
    "loop": loop, "all": catches_all, "twice": catches_all_twice, "sleep": sleeps_and_catches, "finally": never_finally,
    "lock": waits_for_a_lock, "pattern": lambda: re.match(r"(a+)+$", "a" * 60 + "b"), "power": lambda: pow(7, 10**9),
    "tree": lambda: tree(300),
}  # fmt: skip


@pytest.fixture(autouse=True)
def patient() -> Iterator[None]:
    """The third rung would end the tests with all that they run in, where the machine is busy."""
    before = vars(limits).copy()
    limits.hard = 300.0
    yield
    vars(limits).update(before)


@pytest.fixture
def short(patient: None) -> None:
    """Nobody waits for seconds here."""
    limits.load = limits.package = limits.hook = limits.step = LIMIT


# Where the signal comes in a callback of Python's own (a weak reference, an import lock), it is told there and not
# raised: the next one, 5 ms later, is. (pytest's own hook for it imports things, in which the next one may come.)
@pytest.mark.slow
@pytest.mark.parametrize("what", ENDLESS)
def test_what_does_not_end_is_ended(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "unraisablehook", lambda told: None)
    tracing = sys.gettrace()
    with pytest.raises(StopPoint) as stopped:
        dog.run(LIMIT, "It", ENDLESS[what])
    assert str(stopped.value) == f"It did not come back within {LIMIT:g} s."
    assert sys.gettrace() is tracing
    assert sum(range(1000)) == 499500  # and no line raises any more


@pytest.mark.slow
def test_each_beat_gives_as_much_time_again() -> None:
    def slow() -> str:
        for _ in range(12):
            time.sleep(LIMIT)
            dog.heartbeat += 1
        return "done"

    assert dog.run(10 * LIMIT, "It", slow) == "done"


@pytest.mark.slow
def test_what_is_not_its_own_may_take_its_time() -> None:
    def slow() -> str:
        time.sleep(LIMIT * 3)
        return "done"

    assert dog.run(LIMIT, "It", slow, lambda frame: False) == "done"
    with pytest.raises(StopPoint):
        dog.run(LIMIT, "It", slow, lambda frame: frame.f_code is slow.__code__)


@pytest.mark.slow
def test_what_others_keep_from_running_is_given_longer() -> None:
    """As on a busy machine, it runs for a fifth of the time: twice the limit by the clock."""

    def kept_waiting() -> str:
        end = time.monotonic() + 10 * LIMIT
        while time.monotonic() < end:
            began = time.thread_time()
            while time.thread_time() < began + 0.005:
                pass
            time.sleep(0.02)
        return "done"

    assert dog.run(5 * LIMIT, "It", kept_waiting) == "done"


@pytest.mark.slow
def test_who_asks_for_longer_is_given_it_and_no_more() -> None:
    def patient() -> str:
        dog.longer(60, lambda: time.sleep(LIMIT * 3))
        return "done"

    assert dog.run(LIMIT, "It", patient) == "done"
    with pytest.raises(StopPoint, match=f"within {2 * LIMIT:g} s"):
        dog.run(LIMIT, "It", lambda: dog.longer(2 * LIMIT, loop))
    with pytest.raises(StopPoint, match=f"within {LIMIT:g} s"):
        dog.run(LIMIT, "It", lambda: [dog.longer(60, list), ENDLESS["loop"]()])
    assert dog.longer(60, lambda: "nobody watches") == "nobody watches"


SYSTEMS = {
    "counts what is computed": "",
    "has a clock": "import faulthandler\nvars(faulthandler).pop('register', None)\n",
    "has no timer": "import faulthandler, signal\nvars(faulthandler).pop('register', None)\n"
    "vars(signal).pop('setitimer', None)\n",
}  # what the kernel has for the third rung, and for the first
# A command that computes for long, and a plugin's code that comes back each time; the third rung is set to .5 s.
COMES_BACK = """
import sys, time
from downslope.engine.watchdog import dog, limits
limits.hard = 0.3
log = open(sys.argv[1], "w")
dog.log = log.fileno()
def call():
    end = time.monotonic() + 1.2
    while time.monotonic() < end:
        time.sleep(0.01)
        dog.heartbeat += 1
assert not dog.used
dog.run(0.2, "check", call)
assert dog.used
"""


@pytest.mark.slow
@pytest.mark.parametrize("system", SYSTEMS)
def test_what_goes_on_for_long_is_not_ended_while_the_code_comes_back(tmp_path: Path, system: str) -> None:
    command = [sys.executable, "-c", SYSTEMS[system] + COMES_BACK, str(tmp_path / "stopped.log")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert (done.returncode, done.stderr, (tmp_path / "stopped.log").read_text()) == (0, "", "")


# A plugin's code in whose middle the process gets no computing time for longer than all limits together. Of the sleeps
# no more than a few looks come, each of which counts for at most .2 s.
STANDS = """
import os, signal, sys, time
from downslope.engine.watchdog import dog, limits
limits.hard = 0.3
log = open(sys.argv[1], "w")
dog.log = log.fileno()
def call():
    time.sleep(0.15)
    os.kill(os.getpid(), signal.SIGSTOP)
    time.sleep(0.05)
    return "done"
assert dog.run(1.2, "It", call) == "done"
"""
RUNS_ON = """
import sys
from downslope.engine.watchdog import dog, limits
limits.hard = 0.3
log = open(sys.argv[1], "w")
dog.log = log.fileno()
def call():
    return sum(iter(int, 1))
dog.run(0.05, "It", call)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no process can be stopped for a while")
def test_a_machine_that_sleeps_or_is_busy_ends_nobody(tmp_path: Path) -> None:
    log = tmp_path / "stopped.log"
    with started([sys.executable, "-c", STANDS, log], stderr=subprocess.PIPE, text=True) as process:
        assert os.WIFSTOPPED(os.waitpid(process.pid, os.WUNTRACED)[1])
        pause(1.8)
        process.send_signal(signal.SIGCONT)
        assert process.communicate(timeout=PATIENCE) == (None, "")
    assert (process.returncode, log.read_text()) == (0, "")


@pytest.mark.slow
@pytest.mark.parametrize("system", SYSTEMS)
def test_a_loop_of_c_that_hears_no_signal_ends_its_process_and_tells_where(tmp_path: Path, system: str) -> None:
    log = tmp_path / "stopped.log"
    done = subprocess.run([sys.executable, "-c", SYSTEMS[system] + RUNS_ON, log], timeout=PATIENCE, check=False)
    assert done.returncode != 0 and re.search(r'File "<string>", line \d+ in call', log.read_text())


@pytest.mark.slow
def test_one_watch_within_another() -> None:
    def outer() -> None:
        with pytest.raises(StopPoint, match="Inner"):
            dog.run(LIMIT, "Inner", loop)
        loop()

    with pytest.raises(StopPoint, match="Outer"):
        dog.run(LIMIT, "Outer", outer)


@pytest.mark.parametrize("raised", [SystemExit, GeneratorExit, KeyboardInterrupt, type("Own", (BaseException,), {})])
def test_nothing_that_it_raises_ends_more_than_itself(raised: type[BaseException]) -> None:
    def leaves() -> None:
        raise raised

    with pytest.raises(StopPoint, match=f"It raised {raised.__name__}"):
        dog.run(LIMIT, "It", leaves)


def test_a_typed_interrupt_goes_through() -> None:
    with pytest.raises(Interrupted):
        dog.run(60, "It", lambda: signal.raise_signal(signal.SIGINT))


def test_a_thread_of_its_own_is_left_alone() -> None:
    given: list[int] = []
    thread = threading.Thread(target=lambda: given.append(dog.run(LIMIT, "It", lambda: 5)))
    thread.start()
    thread.join()
    assert given == [5]


# plugins

HEAD = "from downslope import Example, Learner, Level, Metric, Near, hookimpl\nimport sys, threading, time\n\n"
GOOD = HEAD + """
@hookimpl
def levels():
    return [Level("good", title="Good", examples=[Example(.3, .7)], weights=[.1], target=Near(.01))]
"""
HANGS = {
    "at import": (HEAD + "while True:\n    pass\n", "Loading it did not come back"),
    "in a hook": (HEAD + "@hookimpl\ndef levels():\n    time.sleep(1e6)\n", "levels() did not come back"),
    "in a generator": (
        HEAD + "@hookimpl\ndef levels():\n    yield from ()\n    while True:\n        pass\n",
        "levels() did not come back",
    ),
    "when it is made": (
        HEAD + "class Slow(Learner):\n    name = 'slow'\n    update = step = None\n\n    def __init__(self):\n"
        "        time.sleep(1e6)\n\n\n@hookimpl\ndef learners():\n    return [Slow]\n", "did not come back",
    ),
    "by its name": (
        HEAD + "class Slow(Metric):\n    def error(self, a, b): ...\n    def delta(self, a, b): ...\n"
        "    @property\n    def name(self):\n        time.sleep(1e6)\n\n\n@hookimpl\ndef metrics():\n"
        "    return [Slow()]\n",
        "did not come back",
    ),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("where", HANGS)
def test_a_plugin_that_hangs_is_named_and_the_others_come_in(home: Path, where: str, short: None) -> None:
    text, words = HANGS[where]
    drop(home, hangs=text, later=GOOD)
    registry = load(home)
    assert "later/good" in registry.catalog.levels
    ((plugin, fault),) = registry.faults
    assert plugin.name == "hangs" and words in fault.sentence and fault.line > 2


def test_a_plugin_that_lets_itself_be_deep_leaves_the_depth_as_it_was(home: Path) -> None:
    depth = sys.getrecursionlimit()
    drop(home, deep="import sys\nsys.setrecursionlimit(5000)\n")
    load(home)
    assert sys.getrecursionlimit() == depth


SLOW = HEAD + """
class Slow(Learner):
    name, patience = "slow", 0

    def step(self, problem, weights, alpha):
        time.sleep(DELAY)
        return [weight + alpha for weight in weights]


@hookimpl
def learners():
    return [Slow]


@hookimpl
def levels():
    return [Level("try", title="Try", examples=[Example(.3, .7)], weights=[.1], learner="slow")]
""".replace("DELAY", str(3 * LIMIT))


@pytest.mark.slow
def test_a_learner_that_is_slow_says_so_and_has_its_time(home: Path) -> None:
    drop(home, slow=SLOW, patient=SLOW.replace(", 0\n", ", 20\n"))
    catalog = load(home).catalog
    for key, steps in (("patient/try", 1), ("slow/try", 0)):
        session = Session(catalog.level(key), catalog)
        if not steps:
            with pytest.raises((Fault, StopPoint), match=f"within {LIMIT:g} s"):
                dog.run(LIMIT, "slow", partial(session.do, Learn(1)))
        else:
            dog.run(LIMIT, "slow", partial(session.do, Learn(1)))
        assert session.run.count == steps


@pytest.mark.parametrize("patience", ["31", "-1", "'ten'", "True", "float('nan')"])
def test_a_patience_that_nobody_can_have_is_refused(home: Path, patience: str) -> None:
    drop(home, slow=SLOW.replace(", 0\n", f", {patience}\n", 1))
    told = [fault.sentence for _plugin, fault in load(home).faults]
    assert told[0].startswith("Slow.patience is ") and told[0].endswith("allowed: 0 ... 30 s.")


def test_shipped_plugins_are_not_watched(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def watch(*_arguments: object) -> None:
        raise AssertionError("a watch was entered")

    monkeypatch.setattr(dog, "run", watch)
    registry = load(home)
    assert registry.catalog.levels and not registry.faults
