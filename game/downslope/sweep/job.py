"""One run of a sweep: a level with other numbers in, how it ended out. Names and numbers only, so that any process
that has the same levels and plugins can do it."""

from __future__ import annotations

import ctypes
import os
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from math import inf, isfinite
from pathlib import Path
from typing import Any, NamedTuple

from ..engine.run import Fault
from ..engine.watchdog import CodeTimeout
from ..registry.loading import load_all
from ..registry.trust import players_trust
from ..rules import Catalog, Impossible, Level, Session, knobs_of
from ..solving.autosolve import run_until
from ..solving.tried import level_with
from ..storage.files import read_file
from ..storage.level_digest import digest
from ..version import __version__

# A short name for all code and numbers that a run depends on besides its job: what was computed with another level,
# learner, metric or engine is never mixed with what is computed now.


Kind = tuple[str, str, str]  # level, learner, metric


def stamping(catalog: Catalog) -> Callable[[Kind], str]:
    """The function that gives them. KeyError: there is no such level, learner or metric."""
    stamps: dict[Kind, str] = {}
    # at once: a file that is changed later is not what runs here
    learners = {name: source(learner) for name, learner in catalog.learners.items()}
    metrics = {name: source(type(metric)) for name, metric in catalog.metrics.items()}

    def stamp(kind: Kind) -> str:
        if kind not in stamps:
            name, learner, metric = kind
            level = level_with(catalog.levels[name], learner, metric=metric, alpha=1.0, seed=0, budget=1)
            whole = repr((__version__, digest(level), learners[learner], metrics[metric])).encode()
            stamps[kind] = sha256(whole).hexdigest()[:12]
        return stamps[kind]

    return stamp


def source(thing: type) -> str:
    """The digest of the file that it is written in, the same with any line ends; its name where there is no file."""
    file = getattr(sys.modules.get(thing.__module__), "__file__", None)
    try:
        text = read_file(Path(str(file))) if file else b""
    except OSError:
        text = b""
    return sha256(text.replace(b"\r\n", b"\n")).hexdigest() if text else f"{thing.__module__}.{thing.__qualname__}"


MOST_PREDICTIONS = 64  # numbers; of a level with more, the predictions are left out
BETWEEN = "; "  # two settings
LONGEST_FAULT = 300  # characters


class Job(NamedTuple):
    """What decides a run. `weight`: every weight starts there; `spread`: they start within ±spread, as `seed` has it;
    both None: as the level has them. `budget`: beats after which the run is judged. `knobs`: the learner's and the
    metric's own, and the level's choices: "beta=0.4; wire=always 1"; what is not named is as the level, the learner and
    the metric have it."""

    level: str
    learner: str
    metric: str
    alpha: float
    weight: float | None
    spread: float | None
    seed: int
    budget: int
    knobs: str = ""


class Result(NamedTuple):
    """How it ended. `error`: the mean over all examples with the last weights; of a run that ran away, with the last
    ones whose error is a number. `prediction`: for each example each output. None: there is no such number."""

    outcome: str = ""  # a kind of outcome; empty: a fault
    cause: str = ""
    steps: int = 0
    passes: int = 0  # through all examples
    error: float | None = None
    prediction: tuple[float, ...] = ()
    fault: str = ""


def run_job(job: Job, catalog: Catalog) -> Result:
    """Run it to its outcome. Whatever a plugin raises, but KeyboardInterrupt, is the result's `fault`."""
    session: Session | None = None
    try:
        session = Session(level_of(job, catalog), catalog)
        run_until(session)
        run, outcome = session.run, session.outcome
        weights, error = list(run.weights), run.error()
        if not isfinite(error) and run.count:
            weights = list(run.history.weights_at(run.count - 1))
            try:
                error = run.full_problem.error(weights)
            except OverflowError:
                error = inf
        predictions: list[float] = []
        if len(run.examples) * run.network.outputs <= MOST_PREDICTIONS:
            for input, _goal in run.examples:
                predictions += map(float, run.network.predict(weights, input))
        ending = outcome.kind if outcome else "", outcome.cause if outcome else ""
        whole = tuple(predictions) if all(map(isfinite, predictions)) else ()
        passes = run.count // len(run.batches)
        return Result(*ending, run.count, passes, float(error) if isfinite(error) else None, whole)
    except (Exception, SystemExit, GeneratorExit) as raised:
        steps = session.count if session else 0
        return Result("", "", steps, steps // len(session.run.batches) if session else 0, fault=fault_line(raised))


def level_of(job: Job, catalog: Catalog) -> Level:
    """The level that is run."""
    level = catalog.levels[job.level]
    fields: dict[str, Any] = {"metric": job.metric, "alpha": job.alpha, "seed": job.seed, "budget": job.budget}
    if job.spread is not None:
        fields |= {"weights": None, "spread": job.spread}
    elif job.weight is not None:
        fields |= {"weights": (job.weight,) * level.network.size, "spread": 1.0}
    changed = level_with(level, job.learner)
    own: dict[str, Any] = {}
    for part in job.knobs.split(BETWEEN) if job.knobs else ():
        name, _, value = part.partition("=")
        values = choices(level, job.learner, job.metric, name, catalog)
        own[name] = values[value] if value in values else float(value)
    return replace(changed, settings={**changed.settings, **own}, **fields)


def choices(level: Level, learner: str, metric: str, name: str, catalog: Catalog) -> dict[str, Any]:
    """The values of a choice of the level, or of an own knob of the learner or the metric that has words, as they are
    written; empty: it takes numbers."""
    own = knobs_of(catalog.learners[learner], catalog.metrics[metric])
    stops = [stop for knob in own if knob.name == name for stop in knob.stops]
    words = stops if any(isinstance(stop, str) for stop in stops) else []
    return {str(value): value for value in (*level.variants.get(name, ()), *words)}


def fault_line(raised: BaseException) -> str:
    """One line: who raised, what, and where."""
    if isinstance(raised, Impossible):
        text = str(raised).removesuffix(".")
    elif isinstance(raised, Fault):
        text = str(raised)
        if raised.file:
            name = raised.file.replace("\\", "/").rpartition("/")[2]
            text += f" ({name}, line {raised.line})"
    else:
        try:
            text = f"{type(raised).__name__}: {raised}".removesuffix(": ")
        except Exception:  # it cannot even say what it is
            text = type(raised).__name__
    return " ".join(text.split())[:LONGEST_FAULT]


# What a worker does: a chunk of runs in, their results out. It builds its own registry; no plugin is ever sent. A
# run that does not end by itself is ended after `limit` seconds, and is a result with a fault.


EVERY, GRACE = 0.1, 3.0  # seconds: how often the clock is looked at; from telling a run to end to ending its process
ENOUGH = 1.0  # seconds of work, after which what is done is handed in
TIMED_OUT = 75  # the exit code then
LOADING = threading.Lock()
Runnable = bool | frozenset[str]  # False: no plugins; True: all; else those whose code has one of these fingerprints
LOADED: dict[Runnable, tuple[Catalog, Callable[[Kind], str]]] = {}  # what this process has


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
    catalog, stamp = loaded(plugins)
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
            try:
                try:
                    clock.start()
                    result = run_job(Job(*job), catalog)
                finally:
                    clock.stop()
                    _settle()
            except CodeTimeout:
                clock.stop()
                result = Result(fault=f"it did not end within {clock.limit:g} s")
            except BaseException as raised:  # a KeyboardInterrupt that a plugin made up
                result = Result(fault=fault_line(raised))
            results.append(result)
            if time.perf_counter() - began > ENOUGH:
                break
    return results, time.perf_counter() - began


def loaded(plugins: Runnable) -> tuple[Catalog, Callable[[Kind], str]]:
    """Loaded once a process, whose threads may all ask at once."""
    with LOADING:
        if plugins not in LOADED:
            trust = None if isinstance(plugins, bool) else players_trust(known=plugins)
            catalog = load_all(plugins=plugins is not False, trust=trust).catalog
            LOADED[plugins] = catalog, stamping(catalog)
        return LOADED[plugins]


def _settle() -> None:
    """A call: what was raised in this thread from outside comes up here, and not later."""


@dataclass(eq=False)
class RunTimeout:
    """Raises TimeUp in the thread that made it, when `limit` seconds have passed since `start` and before `stop`."""

    limit: float
    own: bool
    _end: float = inf
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _closed: threading.Event = field(default_factory=threading.Event)
    _runner: int = field(default_factory=threading.get_ident)

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
        last, grace = 0.0, min(GRACE, self.limit)
        while not self._closed.wait(EVERY):
            with self._lock:
                now = time.monotonic()
                if now < self._end:
                    continue
                if self.own and now > self._end + grace:  # it does not listen: it catches everything, or sleeps
                    os._exit(TIMED_OUT)
                if now > last + grace / 4:
                    last = now
                    thread, raised = ctypes.c_ulong(self._runner), ctypes.py_object(CodeTimeout)
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, raised)
