"""Two weights: the bowl as a valley seen from above, every run of this visit on it and on the error chart beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _
from ...view.format.measure import measure
from ...view.scenery.backdrop import draw_sheets
from ...view.widgets.button import Segmented
from ...view.widgets.widget import Rect, Widget
from ..shared.code_board import CodeBoard
from ..shared.knob_panel import KnobPanel, coming, height_of, rows_of, weights_of
from ..shared.runs_panel import RunList, TimePanel
from .contour_stage import ValleyMap

if TYPE_CHECKING:
    from ...rules.level import Level
    from ...scenes.play.play import PlayScene
    from ...view.draw.canvas import Canvas

EDGE, TOP, GAP = 24.0, 72.0, 12.0
SIDE = 472.0  # the right column
CHART = 212.0
TABS = 46.0


class ValleyBoard(CodeBoard):
    """Map and knobs at the left; chart, list of runs and code at the right; below, tiles and time."""

    def __init__(self, play: PlayScene) -> None:
        super().__init__(play)
        self.tab = 0  # compact: chart, runs, code; else runs, code
        self.map = ValleyMap(self.attempt)
        self.runs = RunList(play)
        self.time = TimePanel(play)
        self.knobs: KnobPanel | None = None

    @classmethod
    def suits(cls, level: Level) -> bool:
        """Two weights that are learned, and nothing about the bowl is held back."""
        hidden = any(level.sees(name) == "hidden" for name in ("input", "goal", "weight"))
        seen = level.sees("bowl") == "full" and level.sees("error") != "none" and not hidden
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
        level = self.attempt.now
        high = height_of(level, 2, [*weights_of(level), *coming(self.attempt.shown)])
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
        return not self.covered and self.shows == "code"

    # -- widgets -----------------------------------------------------------------------------------------------------

    def layout(self) -> list[Widget]:
        self.tab = min(self.tab, 2 if self.compact else 1)
        self.map.lay(self._map_rect())
        knobs = [*rows_of(self.attempt.now), *weights_of(self.attempt.now)]
        self.knobs = KnobPanel(self.play, self._knob_rect(), 2, coming(self.attempt.shown), knobs)
        widgets: list[Widget] = self.knobs.all
        if not self.covered:
            names = [_("Chart"), _("Runs"), _("Code")] if self.compact else [_("Runs"), _("Code")]
            widgets.append(Segmented("tabs", self._tabs_rect(), names, self.tab, self._choose_tab))
        if not self.covered or not self.compact:
            widgets += self._compare_widgets()
        widgets += self._code_widgets()
        listed = self.shows == "runs" and not self.covered
        widgets += [*self.runs.lay(self._panel_rect() if listed else None), *self.time.lay(self._time_rect())]
        self.refresh()
        return widgets

    def _choose_tab(self, tab: int) -> None:
        self.tab = tab
        self.play.relayout()

    def _compare_widgets(self) -> list[Widget]:
        if self.compact and self.shows != "chart":
            return []
        return [self.runs.switch(self._chart_rect())]

    # -- time --------------------------------------------------------------------------------------------------------

    def on_update(self, seconds: float) -> None:
        canvas = measure(self.play.game, self.play.width, self.play.height)
        self.map.update(seconds, canvas, self.play.game.settings.still)
        self.runs.update()

    def refresh(self) -> None:
        self.map.refresh()
        if self.knobs is not None:
            self.knobs.refresh()
        self._refresh_code()
        self.runs.refresh()
        self.time.refresh(self.covered)

    # -- drawing -----------------------------------------------------------------------------------------------------

    def paint_base(self, canvas: Canvas) -> None:
        sheets = [self._time_rect(), self._map_rect()]
        sheets += [self._knob_rect()] if self._knob_rect()[3] else []
        sheets += [] if self.compact else [self._chart_rect()]
        sheets += [] if self.covered else [self._panel_rect()]
        draw_sheets(canvas, sheets)

    def paint(self, canvas: Canvas) -> None:
        self.map.paint(canvas, self.runs.now(), self.runs.seen(), self.play.mood())
        if self.knobs is not None:
            self.knobs.paint(canvas)
        if not self.compact or (self.shows == "chart" and not self.covered):
            self.runs.paint_chart(canvas, self._chart_rect())
        if self._code_shown():
            self._paint_code(canvas)
        elif self.runs.rows:
            self.runs.paint_head(canvas, self._panel_rect())
        self.time.paint(canvas)
