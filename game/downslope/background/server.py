"""The process that trains: told a level and actions, names and numbers only, it answers with checkpoints.

It is started by client.py and reads lines of JSON: first the job, then what is to be done. It writes one line for
each thing that happens. It ends when it is told to, or when nobody is at the other end any more.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from math import isfinite
from queue import Empty, SimpleQueue
from typing import Any

from ..engine.checkpoint import Checkpoint, checkpoint_of
from ..engine.fault import blame
from ..engine.run import Fault
from ..engine.snapshot import next_snapshot
from ..engine.watchdog import Stopped, dog, limits
from ..registry.answer import answer, divert
from ..registry.registry import load_all
from ..rules.actions import Impossible, Turn, from_json
from ..rules.resume import resume
from ..rules.session import Session
from ..rules.target import share_right

CHUNK = 100  # steps between two looks at what was asked
LAST = 5.0  # seconds to end in, when nobody is at the other end any more
PAUSE = 0.2  # seconds between two snapshots that are only looked at and not kept
FREE = ("alpha", "schedule")  # what may be turned while it trains


class Ended(Exception):
    """Nothing more is wanted."""


class Trainer:
    """Learns up to step `until`, then waits."""

    def __init__(self, session: Session, asked: SimpleQueue[dict[str, Any]]) -> None:
        self.session, self.asked = session, asked
        self.until = self.since = session.run.count
        self.each = len(session.run.batches)
        self.shown_at = -1.0  # when the last snapshot was sent

    def work(self) -> None:
        self.checkpoint()
        while True:
            run = self.session.run
            self.obey(wait=run.count >= self.until or run.diverged)
            if run.count >= self.until or run.diverged:
                continue
            self.session.tally.count_run(run.count == self.session.recorded)
            kept = next_snapshot(run.count, self.each)
            left = min(self.until - run.count, self.each - run.count % self.each, kept - run.count, CHUNK)
            if not self.learn(left):
                self.checkpoint()
                send("diverged", run.count)
            elif run.count % self.each == 0 or run.count >= self.until:
                self.checkpoint()
                if run.count >= self.until:
                    send("waiting", run.count)
            elif run.count == kept:
                self.shown_at = time.monotonic()
                send("snapshot", run.count, run.weights, accuracies(self.session))
            elif time.monotonic() - self.shown_at > PAUSE:
                self.shown_at = time.monotonic()
                send("snapshot", run.count, run.weights)

    def learn(self, steps: int) -> bool:
        """Up to so many steps, which a plugin's learner must come back from. False: the next is not finite."""
        run = self.session.run

        def some() -> bool:
            run.advance(steps)
            return not run.diverged

        if not self.session.base.plugin:
            return some()
        try:
            return dog.run(limits.command, "It", some)
        except Stopped as stopped:
            raise blame(stopped, run.learner, run.metric, run.network) from stopped

    def obey(self, wait: bool) -> None:
        """Do what was asked; with nothing else to do, wait for it."""
        while True:
            try:
                asked = self.asked.get(wait)
            except Empty:
                return
            wait = False
            if "turn" in asked:
                self.turn(*asked["turn"])
            elif "until" in asked:
                self.until = int(asked["until"])
            elif "pause" in asked:
                if self.session.run.count < self.until:
                    self.until = self.session.run.count
                    self.checkpoint()
                send("waiting", self.session.run.count)
            else:
                raise Ended

    def turn(self, knob: str, value: float | str) -> None:
        self.checkpoint()
        try:
            if knob not in FREE:
                raise Impossible("{knob} cannot be turned while it trains.", knob=knob)
            self.session.do(Turn(knob, value))
        except Impossible as why:
            send("refused", why.template, why.values)
        else:
            send("turned", self.session.run.count, knob, value)

    def checkpoint(self) -> None:
        """What was learned since the last one, and how well it reads now."""
        session = self.session
        told = {"judged": session.run.error(judged=True)} | accuracies(session)
        told = {name: value for name, value in told.items() if isfinite(value)}
        there = checkpoint_of(session.run, self.since, told)
        self.since = session.run.count
        send("checkpoint", *there)


def accuracies(session: Session) -> dict[str, float]:
    """How well it reads now: seen, unseen, as a checkpoint has them; nothing where there are no classes."""
    run, found = session.run, dict[str, float]()
    if run.network.outputs > 1:
        found["seen"] = share_right(run, run.sample_problem.examples)
        if session.level.unseen:
            found["unseen"] = share_right(run, session.level.data(unseen=True))
    return found


def send(*words: Any) -> None:
    """Write one message to whoever started this process: a line of JSON."""
    print(json.dumps(words, allow_nan=False), file=answer(), flush=True)


def receive(asked: SimpleQueue[dict[str, Any]]) -> None:
    """In a thread of its own: every line that comes in, until the other end is closed."""
    for line in sys.stdin:
        asked.put(json.loads(line))
    asked.put({"stop": True})
    time.sleep(LAST)  # a plugin's step that does not come back would keep the process
    os._exit(1)


def session_from_job(job: dict[str, Any]) -> Session:
    """The session as the job has it. KeyError, ValueError, Impossible: it cannot be."""
    catalog = load_all(plugins=job["plugins"]).catalog
    there = Checkpoint(*job["checkpoint"]) if job["checkpoint"] else None
    return resume(catalog.level(job["level"]), catalog, map(from_json, job["actions"]), there)


def main() -> int:
    """0: it was told to stop; 1: it could not go on, which was said."""
    try:
        divert()
        asked: SimpleQueue[dict[str, Any]] = SimpleQueue()
        session = session_from_job(json.loads(sys.stdin.readline()))
        threading.Thread(target=receive, args=(asked,), daemon=True).start()
        Trainer(session, asked).work()
    except (Ended, BrokenPipeError):
        return 0
    except MemoryError:
        send("memory")
    except Fault as fault:
        send("fault", fault.plugin, fault.sentence, fault.file, fault.line)
    except Exception as error:
        send("broken", f"{type(error).__name__}: {error}")
    return 1
