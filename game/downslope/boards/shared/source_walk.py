"""A walk through the lines of a step that was made: which step, which line; it is made once more when it is looked at.

Nothing is traced while a run goes on too fast to be read, or while nobody looks.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ...attempt.playback.playback import ENDS_ONLY
from ...engine.watchdog import Stopped
from ...i18n import N_, _
from ...registry.plugin_guard import guard
from ...scripts.plugin_source import PluginSource, has_own_step, source_of_part
from ...scripts.traced_step import (
    LATE,
    NOT_READ,
    RAISED,
    TracedStep,
    trace_learner,
    trace_metric,
    trace_network,
)
from ...scripts.twin import Twins
from ...view.draw.time_slice import TimeSlice
from .source_rows import SourceRows

if TYPE_CHECKING:
    from ...learning.learner import Learner
    from ...rules.session import Session
    from .host import Host

SLICE = 0.003  # seconds of a frame in which the steps before are made again
KEPT = 16  # traced steps
STEP_FIRST = N_("Step once, then walk its lines.")
RUNS = N_("It is running. Once it stops, you can walk through the step.")
SEEKS = N_("Repeating the steps before it …")
HIDDEN = N_("Its values would give away what is hidden here.")
PARTS = ("learner", "metric", "network")


class SourceWalk:
    """`part`: whose lines. `weight`, `example`: the ones chosen on the board. `at`: the line run that is looked at."""

    def __init__(self, host: Host) -> None:
        self.host, self.attempt = host, host.attempt
        self.part = "learner"
        self.weight = self.at = 0
        self.example: int | None = None  # None: the first that the step looks at
        self.rows: SourceRows | None = None  # None: there are no values, and `note` says why
        self.note = ""
        self._source: tuple[type, PluginSource] | None = None
        self._key: object = None
        self._begin = False  # the next step that is come to is looked at from its first line
        self._twins = Twins()
        self._known: dict[object, SourceRows] = {}
        self._search: tuple[object, Iterator[Learner | None]] | None = None

    @property
    def session(self) -> Session:
        return self.attempt.shown

    def source(self) -> PluginSource | None:
        """The file of the part; None: there is no such part."""
        run = self.session.run
        thing = {"learner": run.learner, "metric": run.metric, "network": run.network}[self.part]
        if thing is None:
            return None
        if self._source is None or self._source[0] is not type(thing):
            self._source = type(thing), source_of_part(thing)
        return self._source[1]

    @property
    def step(self) -> int:
        """The step whose lines are looked at: the one under way, else the one that led here."""
        here = self.attempt.step
        return here if self.attempt.playback.hopping > 0 else max(0, here - 1)

    @property
    def _example(self) -> int:
        return self.session.run.order.batch(self.step)[0] if self.example is None else self.example

    @property
    def count(self) -> int:
        """Lines that ran."""
        return len(self.rows.traced.line_runs) if self.rows is not None else 0

    @property
    def one_of_many(self) -> bool:
        """The learner is a formula, and is asked for each of several weights."""
        run = self.session.run
        formula = self.part == "learner" and run.learner is not None and not has_own_step(run.learner)
        return formula and run.network.size > 1

    def refresh(self, secret: bool) -> None:
        """Look at what the attempt has come to. `secret`: without values."""
        self.rows, self.note = self._look(secret)
        if self.rows is None:
            return
        key = self.session.run.serial, self.step, self.part, self.weight, self.example
        hop = self.attempt.playback.hopping
        if hop > 0:
            self.at = min(self.count - 1, int(hop * self.count))
            self._begin = False
        elif key != self._key or self._key is None:
            self.at = 0 if self._begin else self.count - 1
            self._begin = False
        self._key = key if hop <= 0 else None
        self.at = min(self.at, self.count - 1)

    def _look(self, secret: bool) -> tuple[SourceRows | None, str]:
        attempt, session = self.attempt, self.session
        playback, show = attempt.playback, attempt.show
        self.weight = min(self.weight, session.run.network.size - 1)
        source = self.source()
        if source is None or source.outline is None:
            return None, _(NOT_READ)
        if secret:
            return None, _(HIDDEN)
        if attempt.drag is not None:  # what a knob would give is not a run
            return self.rows, self.note
        at_rest = not (playback.moving or playback.running)
        tries = attempt.ahead is not None or (show is not None and show.prepares)
        if tries or not (at_rest or 0 < playback.speed <= ENDS_ONLY):
            return None, _(RUNS)
        if at_rest:
            self._twins.note(session)
        if not session.run.count or self.step >= session.run.count:
            return None, _(STEP_FIRST)
        return self._traced()

    def _traced(self) -> tuple[SourceRows | None, str]:
        run = self.session.run
        key = run.serial, self.step, self.part, self.weight, self._example, run.metric
        rows = self._known.get(key)
        if rows is None:
            traced = self._trace(key)
            if traced is None:
                return None, _(SEEKS)
            if len(self._known) >= KEPT:
                del self._known[next(iter(self._known))]
            rows = self._known[key] = SourceRows(traced)
        traced = rows.traced
        return (rows, "") if traced.line_runs else (None, _(traced.note).format(error=traced.error))

    def _trace(self, key: object) -> TracedStep | None:
        """None: there is more to be done, in the next frames."""
        session, step = self.session, self.step
        if self.part == "metric":
            return trace_metric(session, step, self._example, self._guard)
        if self.part == "network":
            return trace_network(session, step, self._example, self._guard)
        assert session.run.learner is not None
        source = source_of_part(session.run.learner)
        try:
            twin = self._twin(key)
        except Stopped:
            return TracedStep(source, note=LATE)
        except Exception as error:
            return TracedStep(source, note=RAISED, error=type(error).__name__)
        return trace_learner(session, step, twin, self.weight, self._guard) if twin is not None else None

    def _twin(self, key: object) -> Learner | None:
        if self._search is None or self._search[0] != key:
            self._search = key, self._twins.find(self.session, self.step)
        search, piece = self._search[1], TimeSlice(SLICE)
        found: Learner | None = None
        while found is None and piece.left > 0:
            found = self._guard(lambda: next(search))
        if found is not None:
            self._search = None
        return found

    def _guard(self, call: Any) -> Any:
        return guard(self.host.game, self.attempt.level.plugin, call)

    # what the player does

    @property
    def walks(self) -> bool:
        """Its lines can be gone through now."""
        playback = self.attempt.playback
        return self.rows is not None and not playback.moving and not playback.running

    def go(self, number: int) -> None:
        """Look at this line."""
        if self.walks:
            self.at = min(self.count - 1, max(0, number))

    def walk(self, way: int, far: bool) -> bool:
        """One line on (1) or back (-1), beyond the step's ends into the next; `far`: to the same line's next time.

        False: there is none.
        """
        if not self.walks or self.rows is None:
            return False
        before = self.at
        if far:
            self.at = self.rows.same_line(self.at, way)
            return self.at != before
        if 0 <= self.at + way < self.count:
            self.at += way
            return True
        step = self.step + 1 + way  # what is looked at is the step that led there
        if not 1 <= step <= self.session.run.count:
            return False
        self._begin = way > 0
        self.attempt.look(step)
        return True
