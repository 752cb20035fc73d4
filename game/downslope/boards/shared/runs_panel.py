"""The list of a visit's runs: the present one first, then the old ones, each with a switch; and time, to look back.

Boards with a chart of several runs share it: `visible_runs()` are the old ones that are to be drawn.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ...attempt.past_runs import PastRun, wanted_error
from ...attempt.units import unit_title
from ...i18n import _
from ...view.cards.run_table_row import RunRow
from ...view.charts.runs_chart import draw_compare
from ...view.draw.text import Run as Words
from ...view.draw.tokens import BODY, LABEL, LEAD
from ...view.format.ticks import step_of
from ...view.widgets.button import Toggle
from ...view.widgets.slider import Scrubber
from ...view.widgets.widget import Rect, Widget
from .panel import AttemptPanel
from .rewind import Rewind
from .run_labels import Present, line_of, row_of
from .try_ghosts import tried_errors

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas
    from .host import Host

LOWEST, HIGHEST = 30.0, 46.0  # of a row
UNDER = 8.0  # the last one
TICKS = 6  # numbers under the way through time


class RunList(AttemptPanel):
    """`compare`: old runs are shown at all. `hidden`: keys of those that are switched off."""

    compare: bool

    bare, words = (340.0, 40.0), (50.0, 28.0)

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.present, self.charted = Present(), Present()
        self.hidden: set[str] = set()
        self.compare = True
        self.rows: list[RunRow] = []
        self._listed = self._key()

    # -- runs --------------------------------------------------------------------------------------------------------

    def now(self) -> PastRun:
        return self.present.of(self.attempt)

    def old(self) -> list[PastRun]:
        """All but the present one, the newest last."""
        return self.attempt.runs.others(self.attempt.shown)

    def visible_runs(self) -> list[PastRun]:
        """The old ones that are to be seen."""
        return [run for run in self.old() if run.key not in self.hidden] if self.compare else []

    def runs_beside(self) -> list[PastRun]:
        """Those that are on the chart beside the present one."""
        return self.visible_runs()

    # -- widgets -----------------------------------------------------------------------------------------------------

    @property
    def head(self) -> float:
        """Height of the names of the columns."""
        return 14 + 18 * self.text_scale

    def high(self, runs: int) -> float:
        """The least height in which so many are seen."""
        return self.head + runs * LOWEST + UNDER

    def place(self, rect: Rect) -> list[Widget]:
        """The rows that have room."""
        self.rect, self.rows = rect, []
        x, y, w, h = rect
        head = self.head
        room = h - head - UNDER
        runs = [self.now(), *reversed(self.old())][: max(1, int(room / LOWEST))]
        high = min(HIGHEST, room / len(runs))
        for number, run in enumerate(runs):
            place = (x + 6, y + head + number * high, w - 12, high)
            on = None if not run.key else self.compare and run.key not in self.hidden
            flip = partial(self._flip, run.key)
            self.rows.append(RunRow(run.key or "run now", place, row_of(self.attempt, run), on, flip))
        return list(self.rows)

    def switch(self, rect: Rect) -> Widget | None:
        """Shows all old runs, or none; at the top of the chart's panel."""
        place = (rect[0] + rect[2] - 72, rect[1] + 8, 56.0, 32.0)
        tip = _("Show the old runs")
        return Toggle("compare", place, self.compare, self._set_compare, key="compare", tip=tip)

    def _set_compare(self, on: bool) -> None:
        self.compare = on
        self.host.relayout()

    def _flip(self, key: str) -> None:
        if not self.compare:
            self.compare, self.hidden = True, {run.key for run in self.old()} - {key}
        else:
            self.hidden ^= {key}
        self.host.relayout()

    def _key(self) -> list[int]:
        return [past.number for past in self.attempt.runs.others(self.attempt.shown)]

    # -- each frame --------------------------------------------------------------------------------------------------

    @property
    def moving(self) -> bool:
        return False  # another row is another layout

    def update(self, seconds: float) -> None:
        """A run has come to the old ones: there is another row."""
        if self._key() != self._listed:
            self._listed = self._key()
            self.host.relayout()

    def refresh(self) -> None:
        if self.rows:
            self.rows[0].text = row_of(self.attempt, self.now())

    def paint_chart(self, canvas: Canvas, rect: Rect) -> None:
        """The errors of all that is to be seen, in its panel."""
        x, y, w, h = rect
        (session, at), seen = self.attempt.charted, self.runs_beside()
        now = self.charted.of(self.attempt, session)
        each = len(session.run.batches)
        base = y + 24 + 6 * canvas.type
        end = canvas.text(x + 18, base, _("Compare"), LEAD, "text")
        what = _("error at every step") if each == 1 else _("error after every pass")
        switch = self.switch(rect)
        cap, right = "", x + w - 20
        if switch is not None:
            cap, right = self.host.state(switch).cap, switch.rect[0] - 12
        if cap and canvas.keycap_size(cap)[0] + 12 <= right - x - 18 - end - 16:
            right -= canvas.keycap(right, y + 12, cap, "end") + 12
        if canvas.width(what) <= right - x - 18 - end - 16:
            canvas.text(right, base, what, BODY, "text2", "end")
        tries = self.attempt.ahead is not None
        seen = [] if tries else seen
        here = (at - session.recorded) // each
        beats = max([8, here if tries else now.beats, *(run.beats for run in seen)])
        well = (x + 14, y + 48, w - 28, h - 60)
        word = _("step") if each == 1 else _("pass")
        live = line_of(now)
        if tries or self.attempt.playback.moving or self.attempt.playback.running:  # no more than is seen by now
            live = live._replace(errors=live.errors[: here // live.every + 1])
        draw_compare(canvas, well, list(map(line_of, seen)), [live], wanted_error(session), here, beats, word,
                     tried_errors(self.attempt))  # fmt: skip

    def paint(self, canvas: Canvas) -> None:
        """The names of the columns."""
        x, y, w, _h = self.rect
        shown = self.attempt.shown
        unit = unit_title(shown.level, "steps" if len(shown.run.batches) == 1 else "passes")
        base = y + 6 + 16 * canvas.type
        right = _("{steps} to the flag").format(steps=unit)
        wide = canvas.text(x + w - 18, base, right, LABEL, "text2", "end")
        canvas.within(x + 18, base, _("Learner"), w - 44 - wide, LABEL, "text2")


class Comparison(AttemptPanel):
    """The errors of the present run and of the old ones, and the switch that shows those."""

    bare, words = (90.0, 80.0), (100.0, 46.0)

    def __init__(self, runs: RunList) -> None:
        super().__init__(runs.host)
        self.runs = runs

    def place(self, rect: Rect) -> list[Widget]:
        switch = self.runs.switch(rect)
        return [switch] if switch is not None else []

    def paint(self, canvas: Canvas) -> None:
        self.runs.paint_chart(canvas, self.rect)


class TimePanel(AttemptPanel):
    """A scrubber over the steps of the shown run, and Rewind while an earlier one is looked at."""

    bare, words = (200.0, 0.0), (80.0, 46.0)
    scrubber: Scrubber
    rewind: Rewind

    def place(self, rect: Rect) -> list[Widget]:
        self.rect = rect
        x, y, w, h = rect
        self.scrubber = Scrubber("time", (x + 150, y + h / 2 - 22, w - 174, 24), 0, 1, moved=self._look, radius=12)
        self.rewind = Rewind(self.host, (x + 14, y + (h - 44) / 2, 108, 44))
        return [self.scrubber, self.rewind]

    def _look(self, step: int) -> None:
        self.attempt.look(step + self.attempt.shown.recorded)

    def refresh(self) -> None:
        attempt, session = self.attempt, self.attempt.shown
        last = session.count - session.recorded
        if last != self.scrubber.last:
            step = max(1, round(step_of(float(last), TICKS)))
            self.scrubber.ticks = [(float(k), str(k)) for k in range(0, last + 1, step)] if last else []
        self.scrubber.look(attempt.step - session.recorded, last)
        self.scrubber.focusable = last > 0
        self.rewind.follow()

    def paint(self, canvas: Canvas) -> None:
        if self.rewind.visible:
            return
        (x, y, _w, h), k = self.rect, canvas.type
        canvas.text(x + 20, y + h / 2 - 4 * k, _("Time"), LABEL, "text")
        step = self.attempt.step - self.attempt.shown.recorded
        runs: list[Words] = [(_("step") + " ", "text2", 500), (str(step), "text", 700, "mono")]
        canvas.rich(x + 20, y + h / 2 + 20 * k, runs, room=118)
