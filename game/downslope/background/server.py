"""The trainer, and the process that it works in: told a level and actions, names and numbers only, it answers with
checkpoints.

The process is started by client.py and reads lines of JSON: first the job, then what is to be done. It writes one line
for each thing that happens. It ends when it is told to, or when nobody is at the other end any more. Where there can be
no process, client.py has the trainer work within the frames of the window.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from ..engine.checkpoint import Checkpoint, checkpoint_of, next_snapshot
from ..engine.fault import blame
from ..engine.run import Fault
from ..engine.watchdog import StopPoint, dog, limits
from ..registry.loading import load_all
from ..registry.plugin_guard import answer, redirect_prints
from ..registry.trust import players_trust
from ..rules import Impossible, Session, Turn, accuracies_incremental, from_json, measure_slowly
from ..rules.resume import resume

CHUNK = 100  # steps between two looks at what was asked
LAST = 5.0  # seconds to end in, when nobody is at the other end any more
PAUSE = 0.2  # seconds between two snapshots that are only looked at and not kept
FREE = ("alpha", "schedule")  # what may be turned while it trains


class Ended(Exception):
    """No more work is asked for."""


Asked = dict[str, Any] | None  # None: no more work is asked for
Given = TypeVar("Given")


class Trainer:
    """Learns up to step `until`, then waits. Who drives `work` decides what waiting means.

    `send` gets what happens. `pace`: seconds that a piece of learning should take; 0: CHUNK steps each.
    """

    def __init__(
        self, session: Session, asked: SimpleQueue[Asked], send: Callable[..., None], pace: float = 0.0,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:  # fmt: skip
        self.session, self.asked, self.send = session, asked, send
        self.pace, self.clock, self.chunk = pace, clock, 1 if pace else CHUNK
        self.until = self.since = session.run.count
        self.each = len(session.run.batches)
        self.visible_at = -1.0  # when the last snapshot was sent
        self.first: list[Asked] = []  # what was waited for

    def work(self) -> Generator[bool, None, None]:
        """True after each piece of work, False where there is nothing to do until something is asked."""
        if not self.session.base.plugin:
            self.session.run.stretch_loop()  # what it measures first is asked of the loop, too
        yield from self.checkpoint()
        while True:
            yield from self.obey()
            run = self.session.run
            if run.count >= self.until or run.diverged:
                yield False
                continue
            self.session.tally.runs += run.count == self.session.recorded
            kept = next_snapshot(run.count, self.each)
            left = min(self.until - run.count, self.each - run.count % self.each, kept - run.count, self.chunk)
            if not self.learn(left):
                yield from self.checkpoint()
                self.send("diverged", run.count)
            elif run.count % self.each == 0 or run.count >= self.until:
                yield from self.checkpoint()
                if run.count >= self.until:
                    self.send("waiting", run.count)
            elif run.count == kept:
                self.visible_at = time.monotonic()
                measured = yield from self.measure(accuracies_incremental(self.session))
                self.send("snapshot", run.count, list(run.weights), measured)
            elif time.monotonic() - self.visible_at > PAUSE:
                self.visible_at = time.monotonic()
                self.send("snapshot", run.count, list(run.weights))
            yield True

    def learn(self, steps: int) -> bool:
        """Up to so many steps, which a plugin's learner must come back from. False: the next is not finite."""
        run, began = self.session.run, self.clock()
        self._come_back(lambda: run.advance(steps))
        if self.pace:
            # The next piece is twice as long, or half as long, as what took too little or too much
            took = self.clock() - began
            if took > 2 * self.pace:
                self.chunk = max(1, steps // 2)
            elif took < self.pace / 2 and steps == self.chunk:
                self.chunk = min(CHUNK, 2 * self.chunk)
        return not run.diverged

    def _come_back(self, call: Callable[[], Given]) -> Given:
        """What it gives. Fault: a plugin's code did not come back from it, or wanted to end the process."""
        if not self.session.base.plugin:
            return call()
        run = self.session.run
        try:
            return dog.run(limits.command, "It", call)
        except StopPoint as stopped:
            raise blame(stopped, run.learner, run.metric, run.network) from stopped

    def measure(self, pieces: Generator[None, None, dict[str, float]]) -> Generator[bool, None, dict[str, float]]:
        """What was measured; True after each piece, from which a plugin's network and metric must come back too."""

        def piece() -> dict[str, float] | None:
            try:
                next(pieces)
            except StopIteration as end:
                return dict(end.value)
            return None

        while (measures := self._come_back(piece)) is None:
            yield True
        return measures

    def obey(self) -> Iterator[bool]:
        """Do what was asked."""
        while True:
            try:
                asked = self.first.pop() if self.first else self.asked.get_nowait()
            except Empty:
                return
            if asked is None:
                raise Ended
            if "turn" in asked:
                knob, value = asked["turn"]
                yield from self.checkpoint()
                try:
                    if knob not in FREE:
                        raise Impossible("{knob} cannot be turned while it trains.", knob=knob)
                    self.session.do(Turn(knob, value))
                except Impossible as why:
                    self.send("refused", why.template, why.values)
                else:
                    self.send("turned", self.session.run.count, knob, value)
            elif "until" in asked:
                self.until = int(asked["until"])
            elif "pause" in asked:
                if self.session.run.count < self.until:
                    self.until = self.session.run.count
                    yield from self.checkpoint()
                self.send("waiting", self.session.run.count)

    def checkpoint(self) -> Iterator[bool]:
        """What was learned since the last one, and how well it reads now. Nothing is learned meanwhile."""
        run = self.session.run
        if run.measurement("seen") is None:  # else a knob is turned where it waits
            run.measured, run.measured_at = (yield from self.measure(measure_slowly(self.session))), run.count
        self.send("checkpoint", *checkpoint_of(run, self.since, run.measured))
        self.since = run.count


def send(*words: Any) -> None:
    """Write one message to the process that started this one: a line of JSON."""
    print(json.dumps(words, allow_nan=False), file=answer(), flush=True)


def receive(asked: SimpleQueue[Asked]) -> None:
    """In a thread of its own: every line that comes in, until the other end is closed."""
    for line in sys.stdin:
        asked.put(json.loads(line))
    asked.put(None)
    time.sleep(LAST)  # a plugin's step that does not come back would keep the process
    os._exit(1)


def main() -> int:
    """0: a message told it to stop; 1: it could not go on, and said so."""
    try:
        redirect_prints()
        asked: SimpleQueue[Asked] = SimpleQueue()
        # The session as the job has it. KeyError, ValueError, Impossible: it cannot be.
        job = json.loads(sys.stdin.readline())
        catalog = load_all(plugins=job["plugins"], trust=players_trust()).catalog
        point = Checkpoint(*job["checkpoint"]) if job["checkpoint"] else None
        session = resume(catalog.level(job["level"]), catalog, map(from_json, job["actions"]), point)
        threading.Thread(target=receive, args=(asked,), daemon=True).start()
        trainer = Trainer(session, asked, send)
        for busy in trainer.work():
            if not busy:
                trainer.first.append(asked.get())
    except (Ended, BrokenPipeError):
        return 0
    except MemoryError:
        send("memory")
    except Fault as fault:
        send("fault", fault.plugin, fault.template, fault.file, fault.line, fault.values)
    except Exception as error:
        send("broken", f"{type(error).__name__}: {error}")
    return 1
