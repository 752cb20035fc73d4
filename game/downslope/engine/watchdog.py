"""Plugin code that does not come back is ended: a deadline that costs nothing until it has passed.

    watchdog.run(limits.step, "step()", lambda: session.do(action))

Three rungs, each for what the one before cannot stop:
1. `limit` seconds without a heartbeat: a signal, whose handler raises TimeUp in the main thread. Where a timer is,
   the kernel sends it even while C code runs: it ends loops, sleeps, locks, regular expressions, huge powers. Elsewhere
   (Windows) a thread raises it; in a browser's tab the page does, which the interpreter asks every few lines.
2. From then on every further line raises TimeUp again, until the plugin's code is left: `except BaseException` ends.
3. faulthandler, which needs no GIL: it writes where every thread stands into `log` and ends the process, where for
   long no signal was heard. It ends loops inside C. The next start reads the log.

No healthy game is ended, nor its plugin blamed, because the machine slept, was busy with others, or the process was
stopped for a while: the kernel counts for the third rung what the process has computed, not how late it is (Windows
cannot; its clock stands while the machine sleeps), and for the first one a pause between two looks counts as short, and
a while in which others had the machine counts as what the thread has run.

Whatever the code raised that would end more than itself (TimeUp, SystemExit, GeneratorExit, a KeyboardInterrupt that
nobody typed) comes out as Stopped. Threads other than the main one are not watched.
"""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from types import CodeType, FrameType, FunctionType
from typing import Any, TypeVar

LOOK = 0.1  # seconds between two looks
PATIENCE = 30.0  # seconds at most that a learner may ask for
PAUSE = 2 * LOOK  # seconds that count at most between two looks, unless so much was computed
RUNS, SLEEPS, LEAST = 0.5, 0.02, 0.25  # parts of a while: see spent_time
THREAD_TIME = getattr(time, "thread_time", time.process_time)
AGAIN = 0.005  # seconds between two signals once the first was of no use
Given = TypeVar("Given")
Owns = Callable[[FrameType], bool]
Timer = Callable[[float, float], object]  # seconds to the first signal, and between two; 0: none
Watched = tuple[float, bool, float, Owns | None]  # limit, fired, seconds to the third rung, owns


@dataclass
class Limits:
    """Seconds that plugin code may take. `hard`: seconds more without a signal heard, that end the process."""

    load: float = 5.0  # to import a file
    package: float = 10.0  # to import a package
    hook: float = 5.0  # for one thing from a hook
    step: float = 1.5  # a step, a frame, a look: with what else a frame does, nothing stands still for more than 2 s
    command: float = 10.0  # what a command asks for at once
    hard: float = 8.0
    memory: int = 0  # bytes that this process may have; 0: not limited


limits = Limits()


class CodeTimeout(BaseException):
    """Raised inside plugin code that did not come back. Not an Exception: `except Exception` must not eat it."""


class Interrupted(KeyboardInterrupt):
    """Somebody typed Ctrl-C. A plain KeyboardInterrupt is something that code has raised."""


class StopPoint(Exception):
    """Plugin code was ended, or wanted to end more than itself: the cause says where. `template`, `values`: why."""

    def __init__(self, template: str, **values: object) -> None:
        super().__init__(template.format(**values))
        self.template, self.values = template, values


def raise_typed_interrupts() -> None:
    """From now on a Ctrl-C is known from a KeyboardInterrupt that a plugin made up. Main thread only."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _interrupted)


def _interrupted(number: int, frame: FrameType | None) -> None:
    dog.interrupts += 1
    raise Interrupted


def is_meant_for_all(raised: BaseException) -> bool:
    """Whether it must go on up through plugin code's callers: time is up, or somebody typed Ctrl-C."""
    if isinstance(raised, (CodeTimeout, Interrupted)):
        return True
    return isinstance(raised, KeyboardInterrupt) and signal.getsignal(signal.SIGINT) is not _interrupted


def memory_limit(raised: BaseException) -> float:
    """The GB that code wanted more than, where that is what it raised; 0: it is not."""
    return limits.memory / (1 << 30) if isinstance(raised, MemoryError) else 0.0


def spent_time(passed: float, ran: float) -> float:
    """The seconds of a while that count against a limit, of which the thread ran for `ran`.

    All, where it ran for half of the while or more, or slept; else others had the machine: what it ran, at least a
    quarter.
    """
    if SLEEPS * passed <= ran < RUNS * passed:
        return max(ran, LEAST * passed)
    return passed


def moment() -> tuple[float, float]:
    """Now: by the clock, and what this thread has run."""
    return time.monotonic(), THREAD_TIME()


def seconds_since(began: tuple[float, float]) -> float:
    """The seconds since that moment that count."""
    passed, ran = (now - then for now, then in zip(moment(), began))
    return spent_time(passed, ran)


def why_stopped(raised: BaseException, what: str, limit: float) -> StopPoint:
    """In a sentence, why the code of `what` was ended."""
    if isinstance(raised, CodeTimeout):
        return StopPoint("{what} did not come back within {limit:g} s.", what=what, limit=limit)
    return StopPoint("{what} raised {error}.", what=what, error=type(raised).__name__)


class Watchdog:
    """One for the process. `heartbeat`: counted up whenever plugin code came back; the limit then begins again."""

    def __init__(self) -> None:
        self.heartbeat = 0
        self.interrupts = 0  # how often Ctrl-C was typed
        self.used = False  # a plugin's code has run in this process
        # The kernel's, where it has one. No function of Python's, in which a signal could come
        kernels = partial(signal.setitimer, signal.ITIMER_REAL) if hasattr(signal, "setitimer") else None
        self._timer: Timer | None = kernels
        self._signal = signal.SIGINT if self._timer is None else signal.SIGALRM
        self._run_time = time.process_time if self._timer is None else THREAD_TIME  # a thread looks, or the watched one
        self.log: int | None = None  # the open file where it is written what the third rung has ended
        self._limit = 0.0  # 0: nothing is watched
        self._patience = 0.0  # seconds that the call of now has asked for; where they are more, they are the limit
        self._given = 0.0  # seconds that what was stopped had
        self._fired = False
        self._first: CodeTimeout | None = None
        self._seen, self._spent = -1, 0.0
        self._looked, self._computed = 0.0, 0.0  # when the last look was, and what the process had computed by then
        self._owns: Owns | None = None
        self._hard = 0.0  # seconds that the third rung was set to
        # where the kernel counts what they compute, and sends a signal that faulthandler hears; 0: it does not
        self._cores = (os.cpu_count() or 1) if self._timer is not None and hasattr(faulthandler, "register") else 0
        self._last_log: int | None = None  # the one that faulthandler has for the signal
        self._last_rung = True  # faulthandler can have a thread
        self._set_at = 0.0  # when its clock began
        self._wake: threading.Event | None = None
        self._traced: Any = None  # whose trace function was there before
        own = [value for value in vars(Watchdog).values() if isinstance(value, FunctionType)]
        self._own: set[CodeType] = {function.__code__ for function in own}

    def use_timer(self, timer: Timer) -> None:
        """What sends SIGALRM from now on, where the system has no timer of its own."""
        if self._timer is None:
            self._timer, self._signal = timer, signal.SIGALRM

    def run(self, limit: float, what: str, call: Callable[[], Given], owns: Owns | None = None) -> Given:
        """What `call` gives. Stopped: it took `limit` seconds without a heartbeat, or wanted to end the process.

        `owns`: tells the frames of the code that is not trusted; while none of them runs, nobody is late.
        A function and no context manager: none but lines of this class run before the second rung is taken away.
        """
        if threading.current_thread() is not threading.main_thread():
            return call()
        self.used = True
        # What was watched before
        before = self._limit, self._fired, self._hard, self._owns
        self._owns = owns
        if signal.getsignal(self._signal) != self._handle:
            raise_typed_interrupts()
            signal.signal(self._signal, self._handle)
        self.heartbeat += 1
        self._seen, self._fired, self._limit = -1, False, limit
        self._hard = limit * (self._cores or 1) + limits.hard  # where it is counted, all cores compute until the limit
        self._time(True)
        try:
            return call()
        except BaseException as raised:
            self._limit = 0.0
            ended: BaseException = raised
        finally:
            first, self._first = self._first, None  # the first one tells where it was
            self._limit = 0.0
            if self._fired:
                sys.settrace(self._traced)
                self._traced = None
            outer_limit, self._fired, self._hard, self._owns = before
            self.heartbeat += 1
            self._seen = -1
            self._time(outer_limit > 0)
            self._limit = outer_limit
        if isinstance(ended, CodeTimeout):
            raise why_stopped(ended, what, self._given or limit) from first or ended
        if isinstance(ended, Exception) or is_meant_for_all(ended):
            raise ended
        raise why_stopped(ended, what, limit) from ended

    def longer(self, patience: float, call: Callable[[], Given]) -> Given:
        """What `call` gives, which may take so many seconds, at most 30, where the limit is less."""
        if not self._limit or threading.current_thread() is not threading.main_thread():
            return call()
        before, hard = self._patience, self._hard
        self._patience = min(patience, PATIENCE)
        self._hard = max(hard, self._patience * (self._cores or 1) + limits.hard)
        self.heartbeat += 1
        self._time(True)
        try:
            return call()
        finally:
            self._patience, self._hard = before, hard

    def _time(self, on: bool) -> None:
        self._set_last_rung(on)
        if self._timer is not None:
            every = LOOK if on else 0.0
            self._timer(min(every, self._limit / 2) if self._limit else every, every)
            return
        if self._wake is None:
            self._wake = threading.Event()
            try:
                threading.Thread(target=self._look, daemon=True, name="watchdog").start()
            except RuntimeError:  # where there are no threads nobody can be ended
                return
        if on:
            self._wake.set()
        else:
            self._wake.clear()

    def _set_last_rung(self, on: bool) -> None:
        """Its clock begins again, or is stopped."""
        if self.log is None or not self._last_rung:
            return
        self._set_at = time.monotonic()
        if self._cores:
            if self._last_log != self.log:
                faulthandler.register(signal.SIGPROF, self.log, chain=True)
                self._last_log = self.log
            signal.setitimer(signal.ITIMER_PROF, self._hard if on else 0.0)
            return
        if not on:
            faulthandler.cancel_dump_traceback_later()
            return
        try:
            faulthandler.dump_traceback_later(self._hard, exit=True, file=self.log)
        except RuntimeError:  # there are no threads
            self._last_rung = False

    def _late(self) -> bool:
        now, computed = time.monotonic(), self._run_time()
        if self.heartbeat != self._seen:
            self._seen, self._spent = self.heartbeat, 0.0
        else:
            ran = computed - self._computed
            self._spent += spent_time(min(now - self._looked, max(PAUSE, ran)), ran)
        self._looked, self._computed = now, computed
        if self._limit and not self._fired and now - self._set_at > self._limit / 2:  # it hears: nobody is to be ended
            self._set_last_rung(True)
            if not self._limit:  # it was left meanwhile, where this is a thread
                self._set_last_rung(False)
        return bool(self._limit) and self._spent >= max(self._limit, self._patience)

    def _look(self) -> None:
        """Where there is no timer: a thread."""
        assert self._wake is not None
        while True:
            self._wake.wait()
            time.sleep(AGAIN if self._fired else LOOK)
            if self._late():
                self._fired = True
                signal.raise_signal(self._signal)  # it wakes a sleep

    # in the main thread, in the middle of anything

    def _handle(self, number: int, frame: FrameType | None) -> None:
        if frame is not None and frame.f_code in self._own:
            return  # it is being left already
        if not self._late():
            if self._timer is None and not self._fired:
                raise Interrupted  # it is the signal of Ctrl-C there
            return
        foreign = frame
        while foreign is not None and self._owns is not None and not self._owns(foreign):
            foreign = foreign.f_back
        if not self._fired and foreign is None:
            self.heartbeat += 1
            self._time(True)  # the third rung waits as long again
            return
        if self._timer is not None and not self._fired:
            self._timer(AGAIN, AGAIN)
        if sys.gettrace() != self._trace:
            self._traced = sys.gettrace()
        while frame is not None and frame.f_code not in self._own:
            frame.f_trace = self._trace
            frame = frame.f_back
        sys.settrace(self._trace)
        time_up = CodeTimeout()
        if not self._fired:
            self._first, self._given = time_up, max(self._limit, self._patience)
        self._fired = True
        raise time_up

    def _trace(self, frame: FrameType, event: str, argument: object) -> Any:
        if frame.f_code in self._own or not self._limit:
            return None
        if event == "line":
            raise CodeTimeout
        return self._trace


dog = Watchdog()
