"""The standard play screen: the error bowl over the weight's slider, the neuron, the code, the knobs, the history."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ...i18n import _
from ...view.bowls.error_bowl import Bowl
from ...view.bowls.weight_axis import WeightAxis, spread
from ...view.charts.error_history import HistoryBars
from ...view.charts.weight_bars import draw_weights
from ...view.networks.neuron_panel import NeuronLook, draw_neuron, draw_ruler, formula, told
from ...view.scenery.backdrop import draw_sheets
from ...view.widgets.button import Button, Segmented
from ...view.widgets.widget import Rect, Widget
from ..shared.code_board import CodeBoard
from ..shared.knob_panel import KnobPanel, height_of
from ..shared.neuron_model import error_of, errors_of, is_neuron, room_for, ruler_of, seen_of, weight_at
from ..shared.tiles import mood_of
from .bowl_stage import BowlStage

if TYPE_CHECKING:
    from ...rules.level import Level
    from ...view.draw.canvas import Canvas
    from ..shared.host import Host

EDGE, TOP, GAP = 24.0, 72.0, 12.0
SIDE = 608.0  # the right column is never wider
NEURON = 192.0
SLIDER = 84.0  # the strip under the sky


class BowlBoard(CodeBoard):
    """One weight on its bowl. A level with more weights has no bowl here; everything else is the same."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.stage = BowlStage(self.attempt)
        self.bowl: Bowl | None = None
        self.axis: WeightAxis | None = None
        self.knobs = KnobPanel(host)
        self.history: HistoryBars | None = None
        self.rewind: Button | None = None
        self.ruler = (-1.0, 1.0)
        self._made: object = None

    @classmethod
    def suits(cls, level: Level) -> bool:
        return True

    # -- places ------------------------------------------------------------------------------------------------------

    @property
    def low(self) -> float:
        """Height of the row of tiles and history."""
        return 100.0 if self.compact else 84.0

    def tiles_at(self) -> Rect:
        return (EDGE, self.host.height - EDGE - self.low, 608.0, self.low)

    def _side(self) -> Rect:
        """The right column above the history."""
        x = self.host.width - EDGE - SIDE
        below = self.low + GAP if self._has_history() else 0.0
        return (x, TOP, SIDE, self.host.height - EDGE - below - TOP)

    def _has_history(self) -> bool:
        level = self.attempt.now
        return level.learner is not None and level.sees("error") != "none"

    def _stage_rect(self) -> Rect:
        x, y, _w, _h = self._side()
        return (EDGE, y, x - 16 - EDGE, self.host.height - EDGE - self.low - GAP - TOP)

    def _neuron_rect(self) -> Rect:
        x, y, w, _h = self._side()
        return self.strip() if self.compact else (x, y, w, NEURON)

    def _formula_rect(self) -> Rect:
        x, y, w, _h = self._side()
        return (x, y + 58, w, 56)

    def _knob_rect(self) -> Rect:
        x, y, w, h = self._side()
        high = height_of(self.attempt.now)
        return (x, y + h - high, w, high)

    def strip(self) -> Rect:
        x, y, w, h = self._side()
        high = self._knob_rect()[3]
        top = y + (126 if self.compact else NEURON + GAP)
        return (x, top, w, y + h - (high + GAP if high else 0.0) - top)

    def _history_rect(self) -> Rect:
        x, y, w, h = self._side()
        return (x, y + h + GAP, w, self.low)

    # -- widgets -----------------------------------------------------------------------------------------------------

    def layout(self) -> list[Widget]:
        self._make_bowl()
        widgets: list[Widget] = [self.axis] if self.axis and not self.axis.fixed else []
        if self.compact:
            x, y, w, _h = self._side()
            widgets.append(Segmented("tabs", (x, y, w, 46), self._tabs(), self.tab, self._choose_tab))
        widgets += [*self._code_widgets(), *self.knobs.lay(self._knob_rect())]
        if self._has_history():
            x, y, w, h = self._history_rect()
            self.history = HistoryBars("history", (x, y, w, h), self.attempt.look)
            self.rewind = Button("rewind", (x + 10, y + 8, 108, 40), _("Rewind"), "", self.attempt.rewind,
                                 tip=_("Go on from the step that is looked at"))  # fmt: skip
            widgets += [self.history, self.rewind]
        else:
            self.history = self.rewind = None
        self.refresh()
        return widgets

    def _tabs(self) -> list[str]:
        return [_("Neuron"), _("Code")]

    def _choose_tab(self, tab: int) -> None:
        self.tab = tab
        self.host.relayout()

    def _make_bowl(self) -> None:
        """The bowl and its slider, unless they are there already."""
        session = self.attempt.shown
        run, knob = session.run, session.level.knob("weight")
        rect = self._stage_rect()
        made = (
            rect, run.metric, run.examples, run.network, knob, session.stage, tuple(run.start), self.compact,
        )  # fmt: skip
        if made == self._made:
            return
        self._made = made
        self.bowl = self.axis = None
        self.ruler = ruler_of(session, [run.start, session.weights])
        if not is_neuron(run) or session.level.sees("bowl") != "full":
            self.stage.bowl = None
            return
        if knob is not None:
            weights, flags = spread(knob.low, knob.high, rect[2]), None
        else:
            weights, flags = room_for(session, self.attempt.ghost_here)
        if session.level.sees("goal") == "hidden":
            flags = ()
        sky = rect[3] - (SLIDER + (16 if self.compact else 0))
        self.bowl = Bowl(rect, sky, weights, error_of(run), seen=run.start[0], bottoms=flags)
        self.ruler = ruler_of(session, [[w] for w in (*self.bowl.rim, run.start[0])])
        self.stage.bowl = self.bowl
        weight = session.weights[0]
        if knob is None:
            self.axis = WeightAxis(self.bowl, weight, label=self._weight_word())
            return
        self.axis = WeightAxis(
            self.bowl, weight, knob.low, knob.high, label=self._weight_word(), snap=knob.snap, nudge=knob.nudge,
            values=[float(v) for v in knob.values() or ()] or None, on_change=partial(self.attempt.dragging, "weight"),
            on_done=self._turn_weight, on_fault=self.host.game.toasts.add, show=told,
        )  # fmt: skip

    def _turn_weight(self, weight: float) -> None:
        self.attempt.turn("weight", weight)

    def _weight_word(self) -> str:
        return _(self.attempt.now.words.get("weight", "weight"))

    # -- time --------------------------------------------------------------------------------------------------------

    def on_update(self, seconds: float) -> None:
        self.stage.update(seconds, self.host.game.settings.still)

    def refresh(self) -> None:
        attempt = self.attempt
        self._make_bowl()
        session = attempt.shown
        if self.axis is not None and self.bowl is not None and self.axis.typed is None:
            shown = weight_at(session, attempt.step)
            self.axis.value, self.axis.at = shown, self.stage.at()
        self.knobs.refresh()
        self._refresh_code()
        if self.history is not None and self.rewind is not None:
            ghost = errors_of(attempt.ghost_here) if attempt.ghost_here is not None else ()
            par = session.level.par if session.level.par_unit == "steps" else None
            self.history.show_run(errors_of(session), attempt.step, ghost, par)
            self.history.focusable = session.count > 0
            back = attempt.step < session.count and not attempt.busy and not attempt.playback.moving
            self.rewind.visible = back and session is attempt.session and not self.covered  # a verdict has its own
            self.history.titled = not self.rewind.visible

    # -- drawing -----------------------------------------------------------------------------------------------------

    def paint(self, canvas: Canvas) -> None:
        session = self.attempt.shown
        one = is_neuron(session.run)
        seen = seen_of(self.attempt, self.stage.at() if one else 0.0, self._limit(), self.ruler)
        if not self.compact or (self.tab == 0 and not self.covered):
            (draw_neuron if one else draw_ruler)(canvas, self._neuron_rect(), seen)
        if self.compact:
            self._paint_formula(canvas, seen, one)
        if not one:
            self._paint_weights(canvas)
        if self._code_shown():
            self._paint_code(canvas)
        self.knobs.paint(canvas)
        if self.bowl is not None:
            self.bowl.paint(canvas)
            self.stage.paint(canvas, mood_of(self.attempt), self.compact)
        if self.axis is not None and self.axis.fixed:
            self.axis.draw(canvas, self.host.state(self.axis))

    def _paint_weights(self, canvas: Canvas) -> None:
        """Many weights have no bowl: a bar for each."""
        session, step = self.attempt.shown, self.attempt.step
        now = session.run.history.weights_at(step) if step < session.count else session.weights
        limit = max([1e-9, *(abs(w) for w in session.run.start), *(abs(w) for w in session.weights)])
        draw_weights(canvas, self._stage_rect(), now, 1.2 * limit)

    def _paint_formula(self, canvas: Canvas, seen: NeuronLook, one: bool) -> None:
        x, y, w, h = self._formula_rect()
        runs = formula(seen) if one else [(told(seen.prediction), "prediction", 700, "mono")]
        runs += [("   →   ", "text2", 500, "mono"), (told(seen.goal), "goal", 700, "mono")]
        wide = canvas.rich(x + w / 2 - 14, y + h / 2 + 6.5 * canvas.type, runs, 18, anchor="middle")
        canvas.glyph("goal", x + w / 2 + wide / 2 + 6, y + h / 2, 9)

    def _limit(self) -> float:
        return max(abs(w) for w in self.bowl.weights) if self.bowl is not None else 2.0

    def paint_base(self, canvas: Canvas) -> None:
        """With the panels of the right column."""
        draw_sheets(canvas, self._sheets())

    def _sheets(self) -> list[Rect]:
        sheets = [self._history_rect()] if self.history is not None else []
        sheets += [self._knob_rect()] if self._knob_rect()[3] else []
        sheets += [self._formula_rect()] if self.compact else [self._neuron_rect()]
        sheets += [] if self.covered else [self.strip()]
        if self.bowl is None:
            sheets.append(self._stage_rect())
        return sheets
