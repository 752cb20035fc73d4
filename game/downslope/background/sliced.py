"""Training within the frames of the window, where no process can be started: in a browser's tab, on a locked desktop.

The same trainer gives the same messages and the same numbers to the last bit; only nobody else's core does the work, so
it takes a slice of each frame.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

from ..desktop.capabilities import can
from ..engine.checkpoint import Checkpoint
from ..engine.run import Fault
from ..rules.resume import resume
from ..rules.session import Session
from .client import Event, Training, checkpoint_where_it_stands
from .server import Ended, Trainer

SLICE = 0.010  # seconds of a frame
PACE = 0.002  # seconds that a piece of it should take
Clock = Callable[[], float]


class SlicedTraining(Training):
    """Of this session, from this checkpoint on. It works while `poll` is asked."""

    def __init__(
        self, session: Session, checkpoint: Checkpoint | None = None, clock: Clock = time.perf_counter
    ) -> None:
        """ValueError: the session's actions do not lead to the checkpoint."""
        self._begin(checkpoint)
        self._clock = clock
        attempt = resume(session.base, session.catalog, session.actions, checkpoint)
        self._work = Trainer(attempt, self._asked, self._hear, PACE, clock).work()

    @classmethod
    def of(cls, session: Session, plugins: bool = True, clock: Clock = time.perf_counter) -> SlicedTraining:
        """Of this attempt, from where it stands, with the plugins that are there."""
        return cls(session, checkpoint_where_it_stands(session), clock)

    def _hear(self, *words: Any) -> None:
        self._heard.put(list(words))

    def close(self) -> None:
        """Nothing more is learned."""
        self._closed = True
        self._work.close()

    def poll(self) -> Iterator[Event]:
        """Everything since the last time, after as much work as fits into a frame."""
        if not self._closed and not self.lost:
            self._advance()
        yield from super().poll()

    def _advance(self) -> None:
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


def start_training(session: Session, plugins: bool = True, clock: Clock = time.perf_counter) -> Training:
    """Of this attempt, from where it stands: in a process of its own where there can be one, else in the window."""
    if can("processes"):
        try:
            return Training.of(session, plugins)
        except OSError:
            pass
    return SlicedTraining.of(session, plugins, clock)
