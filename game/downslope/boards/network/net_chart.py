"""How the error of a network falls from pass to pass, old runs beside it; to look back and to rewind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _
from ...view.charts.run_chart import RunChart
from ...view.format.measure import text_factor
from ...view.widgets.button import Button
from ...view.widgets.widget import Rect, Widget
from ..shared.panel import Panel
from ..shared.tiles import mood_of
from . import net_measure
from .net_runs import OldRuns

if TYPE_CHECKING:
    from ..shared.host import Host


class NetChart(Panel):
    """`old`: the runs of before; it stands on a sheet that it may share."""

    flat = True

    def __init__(self, host: Host) -> None:
        self.host, self.attempt = host, host.attempt
        self.measure, self.old = net_measure.Measure(), OldRuns(host.attempt)
        self.chart: RunChart | None = None
        self.rewind: Button | None = None

    def place(self, rect: Rect) -> list[Widget]:
        self.rect = x, y, _w, h = rect
        self.chart = RunChart(rect, len(self.attempt.shown.run.batches), self.attempt.look)
        tip = _("Go on from the step that is looked at")
        self.rewind = Button("rewind", (x + 12, y + h - 42, 112, 36), _("Rewind"), "", self.attempt.rewind, tip=tip)
        return [self.chart, self.rewind]

    def refresh(self) -> None:
        chart, rewind, attempt = self.chart, self.rewind, self.attempt
        if chart is None or rewind is None:
            return
        session = attempt.shown
        errors = self.measure.errors(session)
        chart.type = text_factor(self.host.game)
        chart.each = len(session.run.batches)
        chart.word, chart.limit = net_measure.word(session), net_measure.limit(session)
        unit = "passes" if chart.each > 1 else "steps"
        chart.par = session.level.par if session.level.par_unit == unit else None
        chart.unit = _("pass") if chart.each > 1 else _("step")
        chart.mood = mood_of(attempt)
        chart.show_run(errors, attempt.step, session.count, self.old.lines(self.measure.times),
                       session.recorded)  # fmt: skip
        chart.focusable = session.count > 0
        back = attempt.step < session.count and not attempt.busy and not attempt.playback.moving
        rewind.visible = back and session is attempt.session and not self.host.has_overlay  # a verdict has its own
        chart.running = attempt.playback.running
        chart.titled = not rewind.visible
