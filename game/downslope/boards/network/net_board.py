"""The board of a dense network: its wires and neurons, the table of examples, the code, the error by passes.

While the player plays, knobs and tiles stand at the lower left, the chart beside them; the machine's run has one panel.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _
from ...learning.dense import Layers
from ...learning.network import Neuron
from ...view.cards.example_table import ExampleTable
from ...view.charts.run_chart import RunChart
from ...view.format.measure import text_factor
from ...view.networks.wire_control import WireControl
from ...view.scenery.backdrop import draw_sheets
from ...view.widgets.button import Button, Segmented
from ...view.widgets.widget import Widget
from ..shared.knob_panel import KnobPanel
from ..shared.tiles import TileSpec, mood_of, usual_tiles
from . import net_controls, net_measure
from .net_code import NetCode
from .net_hands import Hands
from .net_model import fits
from .net_places import CODE, EXAMPLES, WEIGHTS, NetPlaces
from .net_runs import OldRuns
from .net_stage import NetStage
from .step_parts import StepParts

if TYPE_CHECKING:
    from ...desktop.controls import Intent
    from ...rules.level import Level
    from ...view.draw.canvas import Canvas
    from ..shared.host import Host


class NetBoard(NetPlaces):
    """Reads the attempt; NetStage draws the network."""

    code: NetCode

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.code = NetCode(self)
        self.tab = WEIGHTS if self.code.columns else EXAMPLES
        self.parts = StepParts(self.attempt)
        self.measure = net_measure.Measure()
        self.stage = NetStage(self)
        self.old = OldRuns(self.attempt)
        self.hands = Hands(self)
        self.wires: WireControl | None = None
        self.table: ExampleTable | None = None
        self.chart: RunChart | None = None
        self.knobs: KnobPanel | None = None
        self.choices: net_controls.Choices | None = None
        self.bends: list[net_controls.BendMark] = []
        self.rewind: Button | None = None

    @classmethod
    def suits(cls, level: Level) -> bool:
        network = level.network
        many = isinstance(network, Layers) or (
            isinstance(network, Neuron) and network.inputs > 1 and level.batch is not None and len(level.data()) > 1
        )
        plain = level.learner is not None and level.probes is None and not level.stop
        return many and plain and fits(network)

    # -- widgets -----------------------------------------------------------------------------------------------------

    def layout(self) -> list[Widget]:
        self.wires = self.hands.make(self.plan(), self.wires)
        widgets: list[Widget] = [self.wires]
        self.bends = net_controls.bend_marks(self.host, self.plan())
        widgets += self.bends
        widgets += self._make_side()
        self.knobs = self.choices = None
        if not self.machine:
            x, y, w, h = self._net_sheet()
            high = self._choice_height()
            self.choices = net_controls.Choices(self.host, (x + 24, y + h - high, w - 48, high))
            self.knobs = KnobPanel(self.host, knobs=net_controls.numbered(self.attempt.now))
            self.knobs.note = self.hands.note() or self.knobs.note
            widgets += [*self.choices.widgets, *self.knobs.lay(self._knob_rect()), *self._foot()]
        widgets += self._make_chart()
        self.refresh()
        return widgets

    def _make_side(self) -> list[Widget]:
        found: list[Widget] = []
        self.table = ExampleTable(self._table_rect(), self.stage.choose)
        self.table.type = text_factor(self.host.game)
        deep = isinstance(self.attempt.now.network, Layers)
        if self.compact:
            x, y, w, _h = self._side()
            tabs = [_("Examples"), _("Code")] + [_("Weights")] * deep
            self.tab = min(self.tab, len(tabs) - 1)
            found.append(Segmented("tabs", (x, y, w, 46), tabs, self.tab, self._choose_tab))
        found += self._code_widgets()
        if not self.compact and deep and not self.covered:
            found += self.code.switch()
        if self._table_shown():
            found.append(self.table)
        return found

    def _choose_tab(self, tab: int) -> None:
        self.tab = tab
        self.host.relayout()

    def _code_shown(self) -> bool:
        if self.covered:
            return False
        return self.tab == CODE if self.compact else not self.code.columns

    def _columns_shown(self) -> bool:
        if self.covered or len(self.sizes) < 3:
            return False
        return self.tab == WEIGHTS if self.compact else self.code.columns

    def _table_shown(self) -> bool:
        return not self.compact or (self.tab == EXAMPLES and not self.covered)

    def _foot(self) -> list[Widget]:
        """At the right of the legend: steps in parts, and ice for the wires where the level has it."""
        x, y, w, h = self._net_rect()
        tip = _("Step stops after forward, error, backward and update")
        parts = Button("parts", (x + w - 164, y + h - 45, 150, 38), _("In parts"), "step", self._toggle_parts, tip=tip,
                       kind="on" if self.parts.on else "normal")  # fmt: skip
        if self.attempt.now.knob("freeze") is None:
            return [parts]
        press = self.hands.freeze_focused
        tip = _("Freeze or thaw the wire that is chosen")
        freeze = Button("freeze", (x + w - 328, y + h - 45, 154, 38), _("Freeze"), "snow", press, key="freeze", tip=tip)
        return [freeze, parts]

    def _toggle_parts(self) -> None:
        self.parts.toggle()
        self.host.relayout()

    def _make_chart(self) -> list[Widget]:
        attempt = self.attempt
        self.chart = RunChart(self._chart_rect(), len(attempt.shown.run.batches), attempt.look)
        x, y, _w, h = self._chart_rect()
        self.rewind = Button("rewind", (x + 12, y + h - 42, 112, 36), _("Rewind"), "", attempt.rewind,
                             tip=_("Go on from the step that is looked at"))  # fmt: skip
        return [self.chart, self.rewind]

    # -- hands -------------------------------------------------------------------------------------------------------

    def tiles(self) -> list[TileSpec]:
        tiles = usual_tiles(self.attempt)
        if self.parts.active():
            word = self.parts.next_word(len(self.sizes) - 1)
            tiles = [t._replace(label=word) if t.name == "step" else t for t in tiles]
        level = self.attempt.now
        if level.batch is not None and len(level.data()) > level.batch:
            tiles.insert(1, TileSpec("pass", _("Pass"), "next", "", enabled=not self.attempt.over))
        return tiles

    def press(self, name: str) -> bool:
        """A pass; or a step in parts, which goes on by itself until the weights are to be moved."""
        if name == "pass":
            self.hands.one_pass()
            return True
        if name != "step" or not self.parts.active() or self.attempt.asking.waiting:
            return False
        if not self.parts.go_on(len(self.sizes) - 1):
            return False
        self.host.relayout()
        return True

    def on_intent(self, intent: Intent) -> bool:
        if intent.name == "compare":
            self.old.shown = not self.old.shown
            return True
        return False

    # -- time --------------------------------------------------------------------------------------------------------

    def on_update(self, seconds: float) -> None:
        number = self.parts.number
        self.parts.update(seconds, self.host.game.settings.still)
        self.stage.update()
        if number != self.parts.number:
            self.host.relayout()

    def refresh(self) -> None:
        attempt = self.attempt
        session = attempt.shown
        if self.knobs is not None:
            self.knobs.refresh()
        if self.choices is not None:
            self.choices.refresh()
        self.stage.refresh()
        self._refresh_code()
        for index, mark in enumerate(self.bends):
            network = session.level.network
            if isinstance(network, Layers):
                mark.stand(network.activations[index], _("hidden {n}").format(n=index + 1))
        self._refresh_chart()

    def _refresh_chart(self) -> None:
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
        chart.mood = mood_of(self.attempt)
        chart.show_run(errors, attempt.step, session.count, self.old.lines(self.measure.times),
                       session.recorded)  # fmt: skip
        chart.focusable = session.count > 0
        back = attempt.step < session.count and not attempt.busy and not attempt.playback.moving
        rewind.visible = back and session is attempt.session and not self.covered
        chart.running = attempt.playback.running
        chart.titled = not rewind.visible

    # -- drawing -----------------------------------------------------------------------------------------------------

    def paint_base(self, canvas: Canvas) -> None:
        sheets = [self._net_sheet(), self._chart_sheet()]
        sheets += [] if self.machine else [self._knob_rect()]
        if self.compact:
            sheets += [] if self.covered else [self.strip()]
        else:
            sheets += [self._table_rect()] + ([] if self.covered else [self.strip()])
        draw_sheets(canvas, sheets)

    def paint(self, canvas: Canvas) -> None:
        self.stage.paint(canvas)
        if self._code_shown():
            self._paint_code(canvas)
        if self._columns_shown():
            self.code.paint_columns(canvas, self.strip())
        if self.knobs is not None:
            self.knobs.paint(canvas)
        if self.choices is not None:
            self.choices.paint(canvas)

    def paint_over(self, canvas: Canvas) -> None:
        self.stage.paint_over(canvas)
