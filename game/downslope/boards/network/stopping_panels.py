"""Beside the chart of stopping in time: the few examples with the net's curve, and the log of peeks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...attempt.units import unit_title
from ...i18n import _, several
from ...view.cards.peek_log import LEAST as ROW
from ...view.cards.peek_log import draw_examples, peek_table
from ...view.charts.fit_chart import Fit, PeekSlot, Points, draw_fit, draw_slots, slots_size
from ...view.widgets.table import Table
from ...view.widgets.widget import Rect, Widget
from ..shared.panel import AttemptPanel, Picture, PicturePanel
from ..shared.table_log import TableLog
from .stopping_chart import StoppingChart
from .stopping_model import is_stopped, peeks_of

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas
    from ..shared.host import Host

NOTHING: Points = ()
SLOTS = 8  # peeks that have a slot each; of more there is a table
FEW = 3  # rows of it that are seen in any case


class FewExamples(AttemptPanel, PicturePanel):
    """The examples that it learns from, as points; with the curve that the net of this pass predicts, if it is one."""

    bare, words = (100.0, 150.0), (200.0, 40.0)

    def __init__(self, host: Host, chart: StoppingChart) -> None:
        super().__init__(host)
        self.chart = chart

    def picture(self) -> Picture:
        shown, tape, said = self.attempt.shown, self.chart.tape, self.attempt.now.words
        count = len(shown.level.examples)
        names = (_(said.get("input 1") or "input"), _(said.get("goal_prediction") or "goal prediction"))
        points = tape.points(shown.level.examples)
        if tape.line_input is None:
            title = several("The one example", "The {count} examples", count).format(count=count)
            return draw_examples, self.rect, title, points, names
        one = _(said.get("examples", "examples"))
        title = _("The net on its {count} {examples}").format(count=count, examples=one)
        here = self.chart.pass_now
        lowest = min(peeks_of(shown), key=lambda peek: peek.unseen, default=None)
        best, best_line, others = "", NOTHING, NOTHING
        if lowest is not None and lowest.at != here:
            best, best_line = _("pass {at}").format(at=f"{lowest.at:g}"), tape.line(lowest.at)
        if is_stopped(shown):  # before that nothing of them is drawn anywhere
            others = tape.points(shown.level.unseen)
        fit = Fit(title, _("pass {at}").format(at=f"{here:g}"), points, tape.line(here), names, best, best_line, others)
        return draw_fit, self.rect, fit


class PeekLog(TableLog):
    """A row for each peek: the pass, the seen error and the unseen one; or of few a slot for each."""

    def __init__(self, host: Host, chart: StoppingChart) -> None:
        super().__init__(host)
        self.chart = chart

    def title(self) -> str:
        """What the level calls its peeks."""
        return unit_title(self.attempt.now, "probes")

    def row_count(self) -> int:
        return len(self.attempt.shown.probed)

    def table(self) -> Table:
        """Its rows share the height, as far as it goes."""
        shown, at, high = self.attempt.shown, self.chart.pass_now, self.rect[3]
        peeks, here = peeks_of(shown), (at, self.chart.seen_at(at))
        return peek_table(self.title(), peeks, here, self.count, self._is_over, high, self.text_scale)

    @property
    def count(self) -> int:
        """So many peeks there are."""
        return int(self.attempt.shown.level.probes or 0)

    @property
    def _is_over(self) -> bool:
        """No peek comes any more."""
        return self.attempt.met or is_stopped(self.attempt.shown)

    @property
    def has_slots(self) -> bool:
        """Each peek has a place with the curve of its pass."""
        return self.chart.tape.line_input is not None and 0 < self.count <= SLOTS

    def slots(self) -> list[PeekSlot]:
        """The peeks so far."""
        peeks, tape = peeks_of(self.attempt.shown), self.chart.tape
        best = min((peek.unseen for peek in peeks), default=0.0)
        return [PeekSlot(peek, tape.line(peek.at), peek.unseen == best, peek is peeks[-1]) for peek in peeks]

    def smallest(self) -> tuple[float, float]:
        if self.has_slots:
            columns, wide, high = slots_size(self.text_scale, self.count)
            rows = -(-self.count // columns)
            return 28 + columns * (wide + 6), 28 + 18 * self.text_scale + rows * (high + 6)
        wide, high = super().smallest()
        return wide, high + (FEW - 1) * ROW * self.text_scale

    def place(self, rect: Rect) -> list[Widget]:
        if not self.has_slots:
            return super().place(rect)
        self.rect = rect
        return []

    def refresh(self) -> None:
        if not self.has_slots:
            super().refresh()

    def paint(self, canvas: Canvas) -> None:
        if self.host.has_overlay:
            return
        if not self.has_slots:
            super().paint(canvas)
            return
        shown, tape = self.attempt.shown, self.chart.tape
        coming = "" if self._is_over else _("next: {at}").format(at=f"{self.chart.pass_now:g}")
        unseen = len(shown.level.unseen)
        one = _(shown.level.words.get("examples", "examples"))
        about = _("error on {count} unseen {examples}").format(count=unseen, examples=one)
        slots, head = tuple(self.slots()), (self.title(), about)
        points = tape.points(shown.level.examples)
        key = ("peek slots", self.rect, head, slots, self.count, coming)
        canvas.keep(key, *self.rect, lambda sub: draw_slots(sub, self.rect, head, slots, self.count, coming, points))
