"""How the error of a network falls from pass to pass, old runs beside it; to look back and to rewind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formulas.polynomial import is_squared_error
from ...i18n import _
from ...view.charts.run_chart import RunChart
from ...view.charts.run_styles import RunLine, style_of
from ...view.draw.time_slice import TimeSlice
from ...view.widgets.widget import Rect, Widget
from ..shared.panel import AttemptPanel
from ..shared.rewind import Rewind
from ..shared.run_labels import learner_title, values
from ..shared.tiles import mood_of
from ..shared.try_ghosts import tried_errors

if TYPE_CHECKING:
    from ...attempt.attempt import Attempt
    from ...attempt.past_runs import PastRun
    from ...engine.run import Run
    from ...rules.level import Level
    from ...rules.session import Session
    from ..shared.host import Host

SLICE = 0.003  # seconds a frame
MOST = 5


class PassErrors:
    """The error after each pass of a session's run, from the start of its recording on."""

    def __init__(self) -> None:
        self._run: Run | None = None
        self._metric: object = None
        self._passes: list[float] = []
        self._now: tuple[object, float] = (None, 0.0)
        self.is_exam = False  # the error is told as the exam: the sum of squared misses
        self.times = 1  # what the mean is multiplied by

    def errors(self, session: Session) -> list[float]:
        """The last is as it is now. At most SLICE is spent on what is new."""
        run = session.run
        if run is not self._run or run.metric is not self._metric:
            self._run, self._metric, self._passes, self._now = run, run.metric, [], (None, 0.0)
            squares = is_squared_error(run.metric) if session.level.aim.summed else None
            self.is_exam = squares is not None and squares[0] == 1.0
            self.times = len(run.examples) if self.is_exam and run.sample_problem is run.full_problem else 1
        each = len(run.batches)
        whole = run.count // each
        del self._passes[whole + 1 :]
        piece = TimeSlice(SLICE)
        while len(self._passes) * each < run.count and piece.left > 0:
            self._passes.append(self._error(run, run.history.weights_at(len(self._passes) * each)))
        if len(self._passes) * each < run.count:
            return list(self._passes)
        return [*self._passes[: -(-run.count // each)], self.now(session)]

    @property
    def whole(self) -> bool:
        """Nothing of the run is still to be worked out."""
        return self._run is None or len(self._passes) * len(self._run.batches) >= self._run.count

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


def error_limit(level: Level, is_exam: bool) -> float | None:
    """What is wanted of the error, or of the exam."""
    aim = level.aim
    if aim.unseen or aim.metric is not None:
        return None
    return aim.limit if is_exam else aim.at_most


class OldRuns:
    """The lines of old runs; while a run goes on they stay as they are, for to look for the present one takes long."""

    def __init__(self, attempt: Attempt) -> None:
        self.attempt = attempt
        self.shown = True  # they are to be seen
        self._kept: tuple[object, list[RunLine]] = (None, [])

    def lines(self, times: int) -> list[RunLine]:
        if not self.shown:
            return []
        attempt, session = self.attempt, self.attempt.shown
        playback, show = attempt.playback, attempt.show
        goes = playback.moving or playback.running or (show is not None and show.playing)
        here = None if goes else (session.count, len(session.actions))
        key = (tuple(past.number for past in attempt.runs.kept), session.run, session.stage, times, here)
        if self._kept[0] != key:
            self._kept = key, lines_of(attempt, times)
        return self._kept[1]


def lines_of(attempt: Attempt, times: int) -> list[RunLine]:
    """The newest last. `times`: what the mean error is multiplied by in this chart."""
    session = attempt.shown
    pasts = [past for past in attempt.runs.others(session) if past.stage == session.stage][-MOST:]
    learners = {past.learner for past in pasts} | {str(session.knobs["learner"] or "")}
    return [_line(past, attempt, times, len(learners) > 1) for past in pasts]


def _line(past: PastRun, attempt: Attempt, times: int, many: bool) -> RunLine:
    label = label_of(past, attempt, many)
    errors = tuple(e * times for e in past.errors)
    return RunLine(style_of(past.number), errors, past.every, label, past.outcome or "")


def label_of(past: PastRun, attempt: Attempt, many: bool) -> str:
    """α .2, or α .2→.05 where it was turned on the way; the knobs that had a say; the learner where they differ."""
    parts = [learner_title(attempt, past.learner)] if many else []
    if past.alphas and (attempt.now.knob("alpha") is not None or not any(used for _name, used in past.knobs)):
        parts.append("α " + values(past.alphas))
    for name, used in past.knobs:
        if used:
            knob = attempt.now.knob(name)
            parts.append(f"{_(knob.title if knob is not None and knob.title else name)} {values(used)}")
    text = ", ".join(parts)
    return _("machine: {run}").format(run=text) if past.machine else text


class NetChart(AttemptPanel):
    """`old`: the runs of before; it stands on a sheet that it may share."""

    flat = True
    bare, words = (70.0, 40.0), (80.0, 46.0)
    chart: RunChart
    rewind: Rewind

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.passes, self.old = PassErrors(), OldRuns(host.attempt)

    def place(self, rect: Rect) -> list[Widget]:
        x, y, _w, h = rect
        self.chart = RunChart(rect, len(self.attempt.shown.run.batches), self.attempt.look)
        self.rewind = Rewind(self.host, (x + 12, y + h - 42, 112, 36))
        return [self.chart, self.rewind]

    @property
    def moving(self) -> bool:
        return not self.passes.whole

    def refresh(self) -> None:
        chart, attempt, session = self.chart, self.attempt, self.attempt.shown
        charted, step = attempt.charted
        errors = self.passes.errors(charted)
        chart.type = self.text_scale
        chart.each = len(session.run.batches)
        chart.word = _("exam") if self.passes.is_exam else _("error")
        chart.limit = error_limit(session.level, self.passes.is_exam)
        unit = "passes" if chart.each > 1 else "steps"
        chart.par = session.level.par if session.level.par_unit == unit else None
        chart.unit = _("pass") if chart.each > 1 else _("step")
        chart.mood = mood_of(attempt)
        old, last = self.old.lines(self.passes.times), charted.count
        tried = tried_errors(attempt)
        chart.faint = [[error * self.passes.times for error in each] for each in tried]
        if tried:  # what is tried is seen as far as it has come
            errors, last, old = errors[: step // chart.each + 1], step, []
        chart.show_run(errors, step, last, old, charted.recorded)
        chart.focusable = session.count > 0
        chart.running = attempt.playback.running
        chart.titled = not self.rewind.follow()
