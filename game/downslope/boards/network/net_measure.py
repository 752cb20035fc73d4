"""How good a run is after each pass, the weights standing still: what the chart shows. Worked out as it goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _
from ...rules.target import Exam, MeanError
from ...view.draw.time_slice import TimeSlice
from ..by_hand.fog_model import is_square

if TYPE_CHECKING:
    from ...engine.run import Run
    from ...rules.session import Session

SLICE = 0.003  # seconds a frame


class Measure:
    """`errors`: after each pass of the session's run, the start of its recording first."""

    def __init__(self) -> None:
        self._run: Run | None = None
        self._metric: object = None
        self._passes: list[float] = []
        self._now: tuple[object, float] = (None, 0.0)
        self.times = 1

    def errors(self, session: Session) -> list[float]:
        """The last is as it is now. At most SLICE is spent on what is new."""
        run = session.run
        if run is not self._run or run.metric is not self._metric:
            self._run, self._metric, self._passes, self._now = run, run.metric, [], (None, 0.0)
            self.times = factor(session)
        each = len(run.batches)
        whole = run.count // each
        del self._passes[whole + 1 :]
        piece = TimeSlice(SLICE)
        while len(self._passes) * each < run.count and piece.left > 0:
            self._passes.append(self._error(run, run.history.weights_at(len(self._passes) * each)))
        if len(self._passes) * each < run.count:
            return list(self._passes)
        return [*self._passes[: -(-run.count // each)], self.now(session)]

    def now(self, session: Session) -> float:
        """With the weights as they are."""
        run = session.run
        key = (run.serial, run.count, tuple(run.weights), run.metric)
        if self._now[0] != key:
            self._now = key, self._error(run, run.weights)
        return self._now[1]

    def _error(self, run: Run, weights: object) -> float:
        try:
            return run.sample_problem.error(weights) * self.times  # type: ignore[arg-type]
        except OverflowError:
            return float("inf")


def factor(session: Session) -> int:
    """What the mean is multiplied by: an exam is the sum over all examples."""
    run = session.run
    exam = isinstance(session.level.target, Exam) and is_square(run.metric)
    return len(run.examples) if exam and run.sample_problem is run.full_problem else 1


def word(session: Session) -> str:
    """What it is called."""
    return _("exam") if isinstance(session.level.target, Exam) and is_square(session.run.metric) else _("error")


def limit(session: Session) -> float | None:
    """What is wanted of it."""
    target = session.level.target
    if isinstance(target, Exam) and is_square(session.run.metric) and not target.unseen:
        return target.limit
    return target.at_most if isinstance(target, MeanError) and target.metric is None and not target.unseen else None
