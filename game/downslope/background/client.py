"""Training in a process of its own, so that the window never waits and the training has a whole core.

A scene starts it, asks `poll` now and then what has happened, and closes it. Nothing here waits. If the process dies,
whatever the cause, the last checkpoint is kept: another Training goes on from there.
"""

from __future__ import annotations

import json
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any, NamedTuple

from ..desktop.capabilities import can
from ..desktop.processes import DEVNULL, PIPE, Process, command, end
from ..engine.checkpoint import Checkpoint, Snapshot, checkpoint_of
from ..engine.run import Fault
from ..i18n import _
from ..registry.plugin_guard import fault_sentence
from ..rules import Action, Learn, Session, Turn, to_json
from ..rules.resume import restore, resume
from .server import Ended, Trainer


class KnobTurned(NamedTuple):
    """A knob was turned, from this step on."""

    step: int
    action: Turn


class Waiting(NamedTuple):
    """It has come as far as it should, and waits. `diverged`: the next numbers would not have been finite."""

    step: int
    diverged: bool = False


class WorkerDied(NamedTuple):
    """The process has ended by itself: why, and that the last checkpoint is kept. `fault`: a plugin's."""

    sentence: str
    fault: Fault | None = None


# A text says why a knob could not be turned
Event = Checkpoint | Snapshot | KnobTurned | Waiting | WorkerDied | str


class Training:
    """Of a level, after these actions, from this checkpoint on (None: from the start). It waits until told to `go`.

    `process` trains; None: it is trained in the window, see client.py.
    """

    process: Process[str] | None

    def __init__(
        self, level: str, actions: Sequence[Action] = (), checkpoint: Checkpoint | None = None, plugins: bool = True
    ) -> None:
        """OSError: no process can be started here, or no thread that hears of it."""
        self._begin(checkpoint)
        job = {"level": level, "actions": [to_json(a) for a in actions], "checkpoint": checkpoint, "plugins": plugins}
        self.process = process = command(["worker"], 0, stdin=PIPE, stdout=PIPE, stderr=DEVNULL)
        self._asked.put(job)
        try:
            for work, queue in ((_listen, self._heard), (_pass_on, self._asked)):
                threading.Thread(target=work, args=(process, queue), daemon=True).start()
        except RuntimeError as error:
            _end(process, self._asked)
            raise OSError(str(error)) from error
        self._end = weakref.finalize(self, _end, process, self._asked)  # the screen may be dropped without a word

    def _begin(self, checkpoint: Checkpoint | None) -> None:
        self.last = checkpoint
        self.lost = False
        self._closed = False
        self._heard: SimpleQueue[list[Any] | None] = SimpleQueue()
        self._asked: SimpleQueue[dict[str, Any] | None] = SimpleQueue()
        self.process = None

    # what it hears

    def go(self, until: int) -> None:
        """Learn up to this step of the run, then wait."""
        self._asked.put({"until": until})

    def pause(self) -> None:
        """Wait where it is."""
        self._asked.put({"pause": True})

    def turn(self, knob: str, value: float | str) -> None:
        """Alpha or its schedule, from the next step on."""
        self._asked.put({"turn": [knob, value]})

    def close(self) -> None:
        """End the process; nothing more is heard of it."""
        self._closed = True
        if self.process is not None:
            self._end()

    # what has happened

    def poll(self) -> Iterator[Event]:
        """Everything since the last time, in order. Never waits."""
        while not self._closed and not self.lost:
            try:
                said = self._heard.get_nowait()
            except Empty:
                return
            if said is not None:
                event = self._event(said)
            else:
                code = self.process.wait() if self.process is not None else 1
                text = _("Training was stopped from outside (signal {number}).") if code < 0 else _(
                    "Training ended unexpectedly (exit code {number}).")  # fmt: skip
                event = self._lost(text.format(number=abs(code)))
            if isinstance(event, Checkpoint):
                self.last = event
            self.lost = isinstance(event, WorkerDied)
            yield event

    def follow(self, session: Session) -> list[Event]:
        """The same, done to a session of the level as well, which stands where the last checkpoint was taken."""
        events = list(self.poll())
        for event in events:
            if isinstance(event, Checkpoint):
                restore(session, event)
            elif isinstance(event, KnobTurned):
                session.do(event.action)
            elif isinstance(event, Waiting) and event.diverged:
                session.do(Learn(1))  # the step that cannot be taken: it runs away here too
        return events

    def _event(self, said: list[Any]) -> Event:
        kind, *words = said
        if kind == "checkpoint":
            return Checkpoint(*words)
        if kind == "snapshot":
            return Snapshot(*words)
        if kind == "turned":
            return KnobTurned(words[0], Turn(*words[1:]))
        if kind in ("waiting", "diverged"):
            return Waiting(words[0], kind == "diverged")
        if kind == "refused":
            return _(words[0]).format(**words[1])
        if kind == "memory":
            return self._lost(_("There is not enough memory to train."))
        if kind == "fault":
            *place, values = words
            fault = Fault(*place, **values)
            return self._lost(fault_sentence(fault), fault)
        return self._lost(_("Training failed ({error}).").format(error=words[0]))

    def _lost(self, why: str, fault: Fault | None = None) -> WorkerDied:
        if self.last is None:
            return WorkerDied(why + " " + _("Nothing was learned yet."), fault)
        kept = _("All it learned up to step {step} is kept: training can go on from there.").format(step=self.last.step)
        return WorkerDied(f"{why} {kept}", fault)


def _listen(process: Process[str], heard: SimpleQueue[list[Any] | None]) -> None:
    """In a thread of its own: every whole line, then None."""
    assert process.stdout is not None
    with suppress(OSError, ValueError), process.stdout as lines:
        for line in lines:
            heard.put(json.loads(line))
    heard.put(None)


def _pass_on(process: Process[str], asked: SimpleQueue[dict[str, Any] | None]) -> None:
    """In a thread of its own: a long job would not go through the pipe before the process reads it."""
    assert process.stdin is not None
    with suppress(OSError, ValueError), process.stdin as pipe:
        while (what := asked.get()) is not None:
            pipe.write(json.dumps(what) + "\n")
            pipe.flush()


def _end(process: Process[str], asked: SimpleQueue[dict[str, Any] | None]) -> None:
    """End it, if it still runs; the threads see that and end too."""
    asked.put(None)
    end(process)


SLICE = 0.010  # seconds of a frame
PACE = 0.002  # seconds that a piece of it should take
Clock = Callable[[], float]


class SlicedTraining(Training):
    """Of this session, where no process can be started: in a browser's tab, on a locked desktop. It takes a slice of
    each frame, while `poll` is asked, and gives the same numbers to the last bit."""

    def __init__(
        self, session: Session, checkpoint: Checkpoint | None = None, clock: Clock = time.perf_counter
    ) -> None:
        """ValueError: the session's actions do not lead to the checkpoint."""
        self._begin(checkpoint)
        self._clock = clock
        attempt = resume(session.base, session.catalog, session.actions, checkpoint)
        self._work = Trainer(attempt, self._asked, self._hear, PACE, clock).work()

    def _hear(self, *words: Any) -> None:
        self._heard.put(list(words))

    def close(self) -> None:
        """Nothing more is learned."""
        self._closed = True
        self._work.close()

    def poll(self) -> Iterator[Event]:
        """Everything since the last time, after as much work as fits into a frame."""
        if not self._closed and not self.lost:
            until = self._clock() + SLICE
            try:
                while next(self._work) and self._clock() < until:
                    pass
            except Ended:
                self._closed = True
            except MemoryError:
                self._hear("memory")
            except Fault as fault:
                self._hear("fault", fault.plugin, fault.template, fault.file, fault.line, fault.values)
            except Exception as error:
                self._hear("broken", f"{type(error).__name__}: {error}")
        yield from super().poll()


def start_training(session: Session, plugins: bool = True, clock: Clock = time.perf_counter) -> Training:
    """Of this attempt, from where it stands: in a process of its own where there can be one, else in the window."""
    point: Checkpoint | None = None
    with suppress(TypeError):  # a learner that keeps more than plain numbers can only be trained from the start
        point = checkpoint_of(session.run, session.run.count, {})
    if can("processes"):
        with suppress(OSError):
            return Training(session.base.id, session.actions, point, plugins)
    return SlicedTraining(session, point, clock)
