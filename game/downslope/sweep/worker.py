"""What a worker does: a chunk of runs in, their results out. It builds its own registry; no plugin is ever sent.

A run that does not end by itself is ended after `limit` seconds, and is a result with a fault.
"""

from __future__ import annotations

import ctypes
import os
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from math import inf

from ..desktop.processes import enter_process
from ..engine.watchdog import CodeTimeout
from ..registry.sources import load_all
from ..registry.trust import players_trust
from ..rules.catalog import Catalog
from .job import Job, Kind, Result, fault_line, run_job, stamping

EVERY, GRACE = 0.1, 3.0  # seconds: how often the clock is looked at; from telling a run to end to ending its process
ENOUGH = 1.0  # seconds of work, after which what is done is handed in
TIMED_OUT = 75  # the exit code then
LOADING = threading.Lock()
Runnable = bool | frozenset[str]  # False: no plugins; True: all; else those whose code has one of these fingerprints


class CodeMismatch(Exception):
    """This worker has another version of a level, learner or metric than the sender of the work, or none."""


def run_chunk(
    chunk: Sequence[Job], expected: Mapping[Kind, str], plugins: Runnable, limit: float, own: bool
) -> tuple[list[Result], float]:
    """The results of the first of them, as many as there was time for, and the seconds that they took.

    `own`: this process does nothing else, and may be ended.

    CodeMismatch: this worker would compute something else than what was asked for.
    """
    began = time.perf_counter()
    catalog, stamp = _known(plugins)
    for kind in {Job(*job)[:3] for job in chunk}:
        try:
            same = stamp(kind) == expected[kind]
        except KeyError:
            same = False
        if not same:
            raise CodeMismatch(", ".join(kind))
    with RunTimeout(limit, own) as clock:
        results = []
        for job in chunk:
            results.append(_run(Job(*job), catalog, clock))
            if time.perf_counter() - began > ENOUGH:
                break
    return results, time.perf_counter() - began


def _known(plugins: Runnable) -> tuple[Catalog, Callable[[Kind], str]]:
    """Loaded once a process, whose threads may all ask at once."""
    with LOADING:
        return _loaded(plugins)


@cache
def _loaded(plugins: Runnable) -> tuple[Catalog, Callable[[Kind], str]]:
    trust = None if isinstance(plugins, bool) else players_trust(known=plugins)
    catalog = load_all(plugins=plugins is not False, trust=trust).catalog
    return catalog, stamping(catalog)


def _run(job: Job, catalog: Catalog, clock: RunTimeout) -> Result:
    try:
        try:
            clock.start()
            return run_job(job, catalog)
        finally:
            clock.stop()
            _settle()
    except CodeTimeout:
        clock.stop()
        return Result("", "", 0, 0, None, (), f"it did not end within {clock.limit:g} s")
    except BaseException as raised:  # a KeyboardInterrupt that a plugin made up
        return Result("", "", 0, 0, None, (), fault_line(raised))


def _settle() -> None:
    """A call: what was raised in this thread from outside comes up here, and not later."""


class RunTimeout:
    """Raises TimeUp in the thread that made it, when `limit` seconds have passed since `start` and before `stop`."""

    def __init__(self, limit: float, own: bool) -> None:
        self.limit, self.own, self.grace = limit, own, min(GRACE, limit)
        self._end = inf
        self._lock, self._closed = threading.Lock(), threading.Event()
        self._runner = threading.get_ident()

    def __enter__(self) -> RunTimeout:
        threading.Thread(target=self._watch, daemon=True).start()
        return self

    def __exit__(self, *raised: object) -> None:
        self._closed.set()

    def start(self) -> None:
        self._end = time.monotonic() + self.limit

    def stop(self) -> None:
        with self._lock:
            self._end = inf

    def _watch(self) -> None:
        last = 0.0
        while not self._closed.wait(EVERY):
            with self._lock:
                now = time.monotonic()
                if now < self._end:
                    continue
                if self.own and now > self._end + self.grace:  # it does not listen: it catches everything, or sleeps
                    os._exit(TIMED_OUT)
                if now > last + self.grace / 4:
                    last = now
                    thread, raised = ctypes.c_ulong(self._runner), ctypes.py_object(CodeTimeout)
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, raised)


def enter(plugins: Runnable) -> None:
    """A process of our own begins, with everything loaded that runs need."""
    enter_process()
    _known(plugins)
