"""Neurons side by side under one alpha: a bowl for each on shared rulers, their misses in one chart, old runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _
from ...learning.network import Neurons
from ...view.bowls import bowl_walk
from ...view.cards.neuron_card import NeuronCard
from ...view.charts.runs_chart import Line, draw_compare
from ...view.format.measure import text_factor
from ...view.scenery.backdrop import draw_sheets
from ...view.widgets.button import Segmented
from ...view.widgets.widget import Rect, Widget
from ..shared.code_board import CodeBoard
from ..shared.knob_panel import KnobPanel, height_of
from ..shared.neuron_model import weight_at
from ..shared.runs_panel import RunList, TimePanel
from .alphas_model import tolerance
from .neurons_model import Misses, bottom_of, runs_told, scale_of, shown_of

if TYPE_CHECKING:
    from ...rules.level import Level
    from ...scenes.play.play import PlayScene
    from ...view.draw.canvas import Canvas

EDGE, TOP, GAP = 24.0, 72.0, 12.0
MOST = 6  # neurons that have room beside each other
CARDS = 270.0  # height of their cards, in a window that is 720 high
SIDE = 608.0
TABS = 46.0


class AbreastBoard(CodeBoard):
    """Cards above; below at the left the misses and the knobs, at the right runs and code."""

    def __init__(self, play: PlayScene) -> None:
        super().__init__(play)
        self.tab = 1  # chart, runs, code
        self.runs = RunList(play)
        self.time = TimePanel(play)
        self.knobs: KnobPanel | None = None
        self.misses = Misses()
        self.cards: list[NeuronCard] = []
        self._made: object = None
        self._bottoms: list[float] = []

    @classmethod
    def suits(cls, level: Level) -> bool:
        network = level.network
        several = isinstance(network, Neurons) and 1 < network.count <= MOST and len(level.examples) == 1
        one = isinstance(level.alpha, (int, float)) and level.learner is not None
        hidden = any(level.sees(name) == "hidden" for name in ("input", "goal", "weight"))
        return several and one and level.sees("bowl") == "full" and level.sees("error") != "none" and not hidden

    # -- places ------------------------------------------------------------------------------------------------------

    @property
    def low(self) -> float:
        return 100.0 if self.compact else 84.0

    def _foot(self) -> float:
        return self.play.height - EDGE - self.low

    def tiles_at(self) -> Rect:
        return (EDGE, self._foot(), 608.0, self.low)

    def _cards_high(self) -> float:
        return CARDS + self.play.height - 720 - (22.0 if self.compact else 0.0)

    def card_at(self, index: int) -> Rect:
        count = self.attempt.now.network.outputs
        wide = (self.play.width - 2 * EDGE - GAP * (count - 1)) / count
        return (EDGE + index * (wide + GAP), TOP, wide, self._cards_high())

    def _below(self) -> float:
        """y of what is under the cards."""
        return TOP + self._cards_high() + GAP

    def _left(self) -> float:
        """Width of the left part."""
        return self.play.width - 2 * EDGE - 16 - SIDE

    def _knob_rect(self) -> Rect:
        high = height_of(self.attempt.now)
        return (EDGE, self._foot() - GAP - high, self._left(), high)

    def _chart_rect(self) -> Rect:
        y, knobs = self._below(), self._knob_rect()
        return (EDGE, y, self._left(), knobs[1] - (GAP if knobs[3] else 0.0) - y)

    def strip(self) -> Rect:
        y = self._below()
        return (self.play.width - EDGE - SIDE, y, SIDE, self._foot() - GAP - y)

    def code_rect(self) -> Rect:
        x, y, w, h = self.strip()
        return (x, y + TABS + 8, w, h - TABS - 8)

    def _time_rect(self) -> Rect:
        return (self.play.width - EDGE - SIDE, self._foot(), SIDE, self.low)

    def _code_shown(self) -> bool:
        return not self.covered and self.tab == 2

    # -- widgets -----------------------------------------------------------------------------------------------------

    def layout(self) -> list[Widget]:
        self.knobs = KnobPanel(self.play, self._knob_rect())
        widgets: list[Widget] = [*self.knobs.all]
        if not self.covered:
            x, y, w, _h = self.strip()
            names = [_("Chart"), _("Runs"), _("Code")]
            widgets.append(Segmented("tabs", (x, y, w, TABS), names, self.tab, self._choose_tab))
            widgets += [self.runs.switch(self.code_rect())] if self.tab == 0 else []
        widgets += self._code_widgets()
        listed = self.tab == 1 and not self.covered
        widgets += [*self.runs.lay(self.code_rect() if listed else None), *self.time.lay(self._time_rect())]
        self.refresh()
        return widgets

    def _choose_tab(self, tab: int) -> None:
        self.tab = tab
        self.play.relayout()

    def _make_cards(self) -> None:
        """Bowls of the shown session's problem; only their numbers change from step to step."""
        run, k = self.attempt.shown.run, text_factor(self.play.game)
        rect = self.card_at(0)
        made = (rect, k, run.examples, run.network, tuple(run.start), id(run.metric))
        if made != self._made:
            self._made = made
            count = run.network.outputs
            self._bottoms = [bottom_of(run, i) for i in range(count)]
            scale = scale_of(run, rect[2] - 24, rect[3] - 120)
            shown = [shown_of(self.attempt, i, self._bottoms[i]) for i in range(count)]
            self.cards = [NeuronCard(self.card_at(i), k, one, scale) for i, one in enumerate(shown)]
        for index, card in enumerate(self.cards):
            card.shown = shown_of(self.attempt, index, self._bottoms[index])

    # -- time --------------------------------------------------------------------------------------------------------

    def on_update(self, seconds: float) -> None:
        self.runs.update()

    def refresh(self) -> None:
        self._make_cards()
        if self.knobs is not None:
            self.knobs.refresh()
        self._refresh_code()
        self.runs.refresh()
        self.time.refresh(self.covered)

    # -- drawing -----------------------------------------------------------------------------------------------------

    def paint_base(self, canvas: Canvas) -> None:
        sheets = [self._time_rect(), self._chart_rect()]
        sheets += [self._knob_rect()] if self._knob_rect()[3] else []
        sheets += [] if self.covered else [self.code_rect()]
        draw_sheets(canvas, sheets)

    def paint(self, canvas: Canvas) -> None:
        for index, card in enumerate(self.cards):
            card.paint(canvas, card.shown.state == "landed")
            self._paint_pip(canvas, index, card)
        self._paint_chart(canvas)
        if self.knobs is not None:
            self.knobs.paint(canvas)
        if self._code_shown():
            self._paint_code(canvas)
        elif self.runs.rows:
            self.runs.paint_head(canvas, self.code_rect())
        elif not self.covered:
            self.runs.paint_chart(canvas, self.code_rect())
        self.time.paint(canvas)

    def _paint_pip(self, canvas: Canvas, index: int, card: NeuronCard) -> None:
        session, step, hopping = self.attempt.shown, self.attempt.step, self.attempt.playback.hopping
        weights = [weight_at(session, k, index) for k in range(max(session.recorded, step - 61), step + 1)]
        coming = weight_at(session, step + 1, index) if hopping > 0 and step < session.count else None
        hop = bowl_walk.eased((hopping - bowl_walk.ARROW) / (1 - bowl_walk.ARROW)) if hopping > bowl_walk.ARROW else 0.0
        mood = "happy" if card.shown.state == "landed" else "calm"
        card.paint_pip(canvas, weights, coming, hop, mood)

    def _paint_chart(self, canvas: Canvas) -> None:
        """How far each misses, and how far it may."""
        x, y, w, h = self._chart_rect()
        session = self.attempt.shown
        base = y + 20 + 5.8 * canvas.type
        end = canvas.text(x + 18, base, _("Misses"), 16, "text", 700)
        told = runs_told(session)
        if told:
            canvas.text(x + w - 18, base, canvas.fit(told, w - 60 - end, 16, 600), 16, "text2", 600, "end")
        top = 26 + 12 * canvas.type
        lines: list[Line] = self.misses.lines(session)
        here, beats = self.attempt.step - session.recorded, max(8, session.count - session.recorded)
        draw_compare(canvas, (x + 12, y + top, w - 24, h - top - 10), [], lines, tolerance(session.level) or None, here,
                     beats, _("step"))  # fmt: skip
