"""Two weights: the bowl as a valley seen from above, every run of this visit on it and on the error chart beside it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ...view.backdrop import draw_sheets
from ...view.button import Button, Segmented, Toggle
from ...view.compare import draw_compare
from ...view.ruler import step_of
from ...view.run_row import RunRow
from ...view.slider import Scrubber
from ...view.text import Run as Words
from ...view.widget import Rect, Widget
from ...words import _
from ..play import unit_names
from ..runs import wanted_error
from ..scrolling import measure, text_factor
from .code_board import CodeBoard
from .knobs import KnobPanel, coming, height_of
from .valley_map import ValleyMap
from .valley_runs import Known, Present, known, row_of

if TYPE_CHECKING:
    from ...rules.level import Level
    from ...view.canvas import Canvas
    from ..play import PlayScene

EDGE, TOP, GAP = 24.0, 72.0, 12.0
SIDE = 472.0  # the right column
CHART = 212.0
TABS = 46.0
ROW, MOST_ROW = 30.0, 46.0  # a row of the list, at least and at most
TICKS = 6  # numbers under the way through time


class ValleyBoard(CodeBoard):
    """Map and knobs at the left; chart, list of runs and code at the right; below, tiles and time."""

    def __init__(self, play: PlayScene) -> None:
        super().__init__(play)
        self.tab = 0  # compact: chart, runs, code; else runs, code
        self.map = ValleyMap(self.attempt)
        self.present = Present()
        self.hidden: set[str] = set()  # keys of old runs that are switched off
        self.compare = True  # old runs are shown at all
        self.knobs: KnobPanel | None = None
        self.time: Scrubber | None = None
        self.rewind: Button | None = None
        self.rows: list[RunRow] = []
        self._listed: object = None

    @classmethod
    def suits(cls, level: Level) -> bool:
        """Two weights that are learned, and nothing about the bowl is held back."""
        seen = level.sees("bowl") == "full" and level.sees("error") != "none"
        return level.learner is not None and level.network.size == 2 and seen

    # -- places ------------------------------------------------------------------------------------------------------

    @property
    def low(self) -> float:
        return 100.0 if self.compact else 84.0

    def tiles_at(self) -> Rect:
        return (EDGE, self.play.height - EDGE - self.low, 608.0, self.low)

    def _foot(self) -> float:
        """y of the row of tiles."""
        return self.play.height - EDGE - self.low

    def _knob_rect(self) -> Rect:
        high = height_of(self.attempt.now, 2, coming(self.attempt.shown))
        wide = self.play.width - 2 * EDGE - SIDE - 16
        return (EDGE, self._foot() - GAP - high, wide, high)

    def _map_rect(self) -> Rect:
        x, y, w, high = self._knob_rect()
        return (x, TOP, w, y - (GAP if high else 0.0) - TOP)

    def _side_x(self) -> float:
        return self.play.width - EDGE - SIDE

    def _chart_rect(self) -> Rect:
        if self.compact:
            return self.strip()
        return (self._side_x(), TOP, SIDE, CHART)

    def _tabs_rect(self) -> Rect:
        return (self._side_x(), TOP if self.compact else TOP + CHART + GAP, SIDE, TABS)

    def _panel_rect(self) -> Rect:
        """Below the tabs: the list of runs, or the code."""
        x, y, w, h = self._tabs_rect()
        top = y + h + 8
        return (x, top, w, self._foot() - GAP - top)

    def strip(self) -> Rect:
        x, y, w, h = self._panel_rect()
        if self.compact:
            return (x, y, w, h)
        top = self._tabs_rect()[1]
        return (x, top, w, y + h - top)

    def code_rect(self) -> Rect:
        return self._panel_rect()

    def _time_rect(self) -> Rect:
        x = EDGE + 608 + 16
        return (x, self._foot(), self.play.width - EDGE - x, self.low)

    @property
    def shows(self) -> str:
        """Which of the side's panels is under the tabs: chart, runs or code."""
        return (("chart", "runs", "code") if self.compact else ("runs", "code"))[self.tab]

    def _code_shown(self) -> bool:
        return not self._covered() and self.shows == "code"

    # -- widgets -----------------------------------------------------------------------------------------------------

    def layout(self) -> list[Widget]:
        self.tab = min(self.tab, 2 if self.compact else 1)
        self.map.lay(self._map_rect())
        self.knobs = KnobPanel(self.play, self._knob_rect(), columns=2, waiting=coming(self.attempt.shown))
        widgets: list[Widget] = self.knobs.all
        if not self._covered():
            names = [_("Chart"), _("Runs"), _("Code")] if self.compact else [_("Runs"), _("Code")]
            widgets.append(Segmented("tabs", self._tabs_rect(), names, self.tab, self._choose_tab))
        if not self._covered() or not self.compact:
            widgets += self._compare_widgets()
        widgets += self._code_widgets()
        self.rows = self._make_rows() if self.shows == "runs" and not self._covered() else []
        self._listed = self._list_key()
        widgets += [*self.rows, *self._time_widgets()]
        self.refresh()
        return widgets

    def _choose_tab(self, tab: int) -> None:
        self.tab = tab
        self.play.relayout()

    def _compare_widgets(self) -> list[Widget]:
        if self.compact and self.shows != "chart":
            return []
        x, y, w, _h = self._chart_rect()
        tip = _("Show the old runs")
        return [Toggle("compare", (x + w - 72, y + 8, 56, 32), self.compare, self._set_compare, key="compare", tip=tip)]

    def _set_compare(self, on: bool) -> None:
        self.compare = on
        self.play.relayout()

    def _time_widgets(self) -> list[Widget]:
        x, y, w, h = self._time_rect()
        self.time = Scrubber("time", (x + 150, y + h / 2 - 22, w - 174, 24), 0, 1, moved=self._look, radius=12)
        self.rewind = Button("rewind", (x + 14, y + (h - 44) / 2, 108, 44), _("Rewind"), "", self.attempt.rewind,
                             tip=_("Go on from the step that is looked at"))  # fmt: skip
        return [self.time, self.rewind]

    def _look(self, step: int) -> None:
        self.attempt.look(step + self.attempt.shown.recorded)

    def _make_rows(self) -> list[RunRow]:
        """The present run first, then the old ones, the newest first."""
        runs = [self.now(), *reversed(self.old())]
        x, y, w, h = self._panel_rect()
        head = 14 + 18 * text_factor(self.play.game)
        high = min(MOST_ROW, (h - head - 8) / max(len(runs), 1))
        found = []
        for number, run in enumerate(runs):
            place = (x + 6, y + head + number * high, w - 12, high)
            on = None if not run.key else self.compare and run.key not in self.hidden
            flip = partial(self._flip, run.key)
            found.append(RunRow(run.key or "run now", place, row_of(self.attempt, run), on, flip))
        return found

    def _flip(self, key: str) -> None:
        if not self.compare:
            self.compare, self.hidden = True, {run.key for run in self.old()} - {key}
        else:
            self.hidden ^= {key}
        self.play.relayout()

    # -- runs --------------------------------------------------------------------------------------------------------

    def now(self) -> Known:
        return self.present.of(self.attempt)

    def old(self) -> list[Known]:
        """All of the same land, the newest last."""
        shown = self.attempt.shown
        return [known(past) for past in self.attempt.runs.others(shown)]

    def seen(self) -> list[Known]:
        """The old ones that are to be seen."""
        return [run for run in self.old() if run.key not in self.hidden] if self.compare else []

    def _list_key(self) -> object:
        return [past.number for past in self.attempt.runs.others(self.attempt.shown)]

    # -- time --------------------------------------------------------------------------------------------------------

    def on_update(self, seconds: float) -> None:
        canvas = measure(self.play.game, self.play.width, self.play.height)
        self.map.update(seconds, canvas, self.play.game.settings.still)
        if self._list_key() != self._listed:
            self.play.relayout()

    def refresh(self) -> None:
        attempt = self.attempt
        self.map.refresh()
        if self.knobs is not None:
            self.knobs.refresh()
        self._refresh_code()
        if self.rows:
            self.rows[0].text = row_of(attempt, self.now())
        if self.time is None or self.rewind is None:
            return
        session = attempt.shown
        last = session.count - session.recorded
        if last != self.time.last:
            step = max(1, round(step_of(float(last), TICKS)))
            self.time.ticks = [(float(k), str(k)) for k in range(0, last + 1, step)] if last else []
        self.time.look(attempt.step - session.recorded, last)
        self.time.focusable = session.count > session.recorded
        back = attempt.step < session.count and not attempt.busy and not attempt.playback.moving
        self.rewind.visible = back and session is attempt.session and not self._covered()

    # -- drawing -----------------------------------------------------------------------------------------------------

    def paint_base(self, canvas: Canvas) -> None:
        sheets = [self._time_rect(), self._map_rect()]
        sheets += [self._knob_rect()] if self._knob_rect()[3] else []
        sheets += [] if self.compact else [self._chart_rect()]
        sheets += [] if self._covered() else [self._panel_rect()]
        draw_sheets(canvas, sheets)

    def paint(self, canvas: Canvas) -> None:
        now, seen = self.now(), self.seen()
        self.map.paint(canvas, now, seen, self.play.mood())
        if self.knobs is not None:
            self.knobs.paint(canvas)
        if not self.compact or (self.shows == "chart" and not self._covered()):
            self._paint_chart(canvas, now, seen)
        if self._code_shown():
            self._paint_code(canvas)
        elif self.rows:
            self._paint_head(canvas)
        self._paint_time(canvas)

    def _paint_chart(self, canvas: Canvas, now: Known, seen: list[Known]) -> None:
        x, y, w, h = self._chart_rect()
        each = len(self.attempt.shown.run.batches)
        word = _("step") if each == 1 else _("pass")
        base = y + 24 + 6 * canvas.type
        end = canvas.text(x + 18, base, _("Compare"), 18, "text", 700)
        what = _("error at every step") if each == 1 else _("error after every pass")
        room = w - 18 - end - 16 - 84
        if canvas.width(what, 16) <= room:
            canvas.text(x + w - 84, base, what, 16, "text2", 500, "end")
        here = (self.attempt.step - self.attempt.shown.recorded) // each
        beats = max([8, now.beats, *(run.beats for run in seen)])
        well = (x + 14, y + 48, w - 28, h - 60)
        wanted = wanted_error(self.attempt.shown)
        draw_compare(canvas, well, [run.line for run in seen], now.line, wanted, here, beats, word)

    def _paint_head(self, canvas: Canvas) -> None:
        x, y, w, _h = self._panel_rect()
        base = y + 6 + 16 * canvas.type
        unit = unit_names()["steps" if len(self.attempt.shown.run.batches) == 1 else "passes"]
        right = _("{steps} to the flag").format(steps=unit)
        wide = canvas.text(x + w - 18, base, right, 16, "text2", 600, "end")
        canvas.text(x + 18, base, canvas.fit(_("Learner"), w - 44 - wide, 16, 600), 16, "text2", 600)

    def _paint_time(self, canvas: Canvas) -> None:
        x, y, _w, h = self._time_rect()
        if (self.rewind is not None and self.rewind.visible) or self.time is None:
            return
        k = canvas.type
        canvas.text(x + 20, y + h / 2 - 4 * k, _("Time"), 16, "text", 600)
        step = self.attempt.step - self.attempt.shown.recorded
        runs: list[Words] = [(_("step") + " ", "text2", 500), (str(step), "text", 700, "mono")]
        canvas.rich(x + 20, y + h / 2 + 20 * k, runs, 16)
