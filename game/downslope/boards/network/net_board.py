"""The board of a dense network: its wires and neurons, the table of examples, the code, the error by passes.

While the player plays, knobs and tiles stand at the lower left, the chart beside them; the machine's run has one panel.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _
from ...rules.actions import Learn
from ...view.widgets.layout import Box, Part, Split, column, either, fits, inset, row, smallest, stack
from ...view.widgets.ticket import AnswerPlace
from ..shared.answer_places import ErrorPicture, meaning_of
from ..shared.board import Board
from ..shared.knob_panel import KnobPanel
from ..shared.panel import BESIDE, TABS, Panel, TabBar, grow
from ..shared.show_place import prepares, shows_end
from ..shared.tiles import TileSpec, usual_tiles
from .net_chart import NetChart
from .net_controls import Choices, numbers_of
from .net_pages import NetTabs, NetworkPages
from .net_panel import NetFoot, NetPanel
from .net_tables import FIRST, ROW, ExamplesPanel, NetCode, WeightColumns
from .neuron_panels import AnswersPage, NeuronPage
from .shown_net import ShownNet

if TYPE_CHECKING:
    from ...desktop.controls import Intent
    from ...view.draw.canvas import Canvas
    from ..shared.host import Host

SIDE, LEFT = 504.0, 680.0  # widths of what stands beside the network, and of knobs and tiles
MACHINE = 164.0  # height of the panel under the machine's run
TRANSPORT, WIDER = 400.0, 80.0  # width of what drives that run, with its margins, and what large text needs
PHASES = 72.0  # height of what tells the phases of its show, until its run begins
ROWS = 6  # of the table: so many there is room for
CODE = 204.0  # height that the code has beside the table
PACE, LONGEST = 4.0, 1.6  # steps a second at which a pass is seen, and the seconds that it takes at most
EXAMPLES, WEIGHTS = 0, 2  # pages, where all have one place


class NetBoard(Board):
    """`shown`: what is seen of the network now, and how far its step has come."""

    has_code = True

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.shown = ShownNet(host)
        self.net = NetPanel(host, self.shown)
        self.foot, self.choices = NetFoot(host, self.net), Choices(host)
        self.examples, self.code = ExamplesPanel(host, self.shown), NetCode(host, self.shown)
        self.growing = self.code
        self.columns, self.chart = WeightColumns(self.shown), NetChart(host)
        self.knobs = KnobPanel(host)
        weights = host.attempt.level.knob("spread") is not None  # where the start weights are what it is about
        self.card, self.when = NeuronPage(host, self.shown), AnswersPage(host, self.shown)
        self.pages = NetTabs(host, self._lines, self.card, int(weights))
        self.tabs = NetworkPages(host, self._all, self.card, WEIGHTS if weights else EXAMPLES)
        self.bar = TabBar(self.tabs)
        self.net.on_choose = self._choose_card
        self.above, self.below = Panel(), Panel()  # sheets that several panels share

    # -- places ------------------------------------------------------------------------------------------------------

    @property
    def machine(self) -> bool:
        return self.host.overlay_kind == "machine"

    def _lines(self) -> list[tuple[str, Panel | Split]]:
        code: list[tuple[str, Panel | Split]] = [(_("Code"), self.code)]
        weights: list[tuple[str, Panel | Split]] = [(_("Weights"), self.columns)] if self.shown.deep else []
        when: list[tuple[str, Panel | Split]] = [(_("When"), self.when)] if self.shown.kind is not None else []
        return [*code, *weights, (_("Neuron"), self.card), *when]

    def _all(self) -> list[tuple[str, Panel | Split]]:
        return [(_("Examples"), self.examples), *self._lines()]

    def tree(self) -> Split:
        self.knobs.own = numbers_of(self.attempt.now)
        self.knobs.note = self.net.actions.note() or self.knobs.note
        above = row(Part(self._picture()), Part(self._side(), SIDE), gap=BESIDE)
        if self.machine:
            return column(Part(above), Part(self._machine_run(), MACHINE))
        for self.knobs.columns in (1, 2):  # beside each other only where they have no room one under the other
            own = self._own_run()
            tree = column(Part(above), Part(own, smallest(own)[1]))
            if fits(tree, self.room):
                break
        return tree

    def _picture(self) -> Split:
        if self.machine:
            return stack(Part(self.above), Part(self.net))
        net, choices = stack(Part(self.net), Part(self.foot)), inset(self.choices, 24, 0, 24)
        return stack(Part(self.above), Part(column(Part(net), Part(choices, self.choices.height), gap=0.0)))

    def _side(self) -> Split:
        """Code over examples, or one of them where there is no room for both."""
        rows = FIRST + ROW * min(ROWS, len(self.attempt.now.data()))
        if shows_end(self.host):  # what is predicted is seen in the picture
            return self.with_cover(Box())
        both = column(Part(self.with_cover(self.pages), CODE, 1.0), Part(self.examples, rows, shrinks=True))
        return either(both, column(Part(self.bar, TABS), Part(self.with_cover(self.tabs))))

    def _own_run(self) -> Split:
        left = column(Part(self.knobs, self.knobs.height), Part(self.tiles_place, self.tiles_height))
        return row(Part(left, LEFT), Part(stack(Part(self.below), Part(self.chart))), gap=BESIDE)

    def _machine_run(self) -> Split:
        wide = grow(TRANSPORT, WIDER, self.text_scale) - BESIDE
        chart: Box | Split = self.chart
        if prepares(self.host):
            chart = column(Part(self.chart), Part(inset(self.show_place, 0, 0, 16, 12), PHASES), gap=0.0)
        run = row(Part(inset(self.tiles_place, 20, 20, 4, 20), wide), Part(chart), gap=0.0)
        return stack(Part(self.below), Part(run))

    def _choose_card(self) -> None:
        """A neuron's card stays, until another page is chosen."""
        self.pages.choose_card()
        self.tabs.choose_card()

    # -- bets --------------------------------------------------------------------------------------------------------

    def mark(self, number: int, answer: str | float) -> AnswerPlace | None:
        """At the neuron that an answer names, or along the prediction's picture; how a run ends, on its errors."""
        question, means = meaning_of(self.attempt, number, answer)
        wires, count = self.net.wires, len(self.attempt.shown.run.examples)
        if question is not None and question.asks == "unseen right" and wires is not None and means in range(count + 1):
            x, y, w, _h = wires.at.box(len(wires.at.xs) - 1, 0)  # so many of the prediction's cells
            return AnswerPlace(x + w * means / count, y, value=means)
        layers = {"largest weight": 0, "lit": 1}
        layer = layers.get(question.asks) if question is not None and isinstance(question.asks, str) else None
        if wires is None or layer is None or not isinstance(means, int):
            return super().mark(number, answer)
        at = means - layer  # so many neurons: at the last of them
        if not 0 <= at < len(wires.at.ys[layer]):
            return super().mark(number, answer)
        x, y = wires.at.node(layer, at)
        return AnswerPlace(x + wires.at.halves[layer][0], y, "right")

    def errors_picture(self) -> ErrorPicture | None:
        chart = self.chart.chart
        if not chart.errors:
            return None
        return ErrorPicture(chart.land, chart.plot.y_of, chart.errors[0], chart.limit or 0.0)

    # -- what the player does ----------------------------------------------------------------------------------------

    def tiles(self) -> list[TileSpec]:
        tiles, parts, level = usual_tiles(self.attempt), self.shown.parts, self.attempt.now
        if parts.active():
            word = parts.next_word(len(self.shown.sizes) - 1)
            tiles = [t._replace(label=word) if t.name == "step" else t for t in tiles]
        if level.batch is not None and len(level.data()) > level.batch:
            tip = _("Steps until every example was seen once")
            tiles.insert(1, TileSpec("pass", _("Pass"), "next", "", enabled=not self.attempt.over, tip=tip))
        return tiles

    def press(self, name: str) -> bool:
        """A pass; or a step in parts, which goes on by itself until the weights are to be moved."""
        parts = self.shown.parts
        if name == "pass":
            self._one_pass()
            return True
        if name != "step" or not parts.active() or self.attempt.asking.waiting:
            return False
        if not parts.go_on(len(self.shown.sizes) - 1):
            return False
        self.host.relayout()
        return True

    def _one_pass(self) -> None:
        """Learn to the end of the pass: then every example was seen once more."""
        attempt = self.attempt
        if attempt.asking.open_before(self._one_pass) or attempt.over:
            return
        each, before = len(attempt.session.run.batches), attempt.session.count
        if attempt.act(Learn(each - before % each)):
            attempt.playback.jump(before)
            attempt.playback.target = attempt.session.count
            attempt.playback.speed = max(PACE, each / LONGEST)

    def hears(self) -> tuple[str, ...]:
        return ("compare",)

    def on_intent(self, intent: Intent) -> bool:
        if intent.name == "compare":
            self.chart.old.shown = not self.chart.old.shown
            return True
        return False

    @property
    def moving(self) -> bool:
        return self.shown.parts.moving or any(panel.moving for panel in self.panels)

    def on_update(self, seconds: float) -> None:
        super().on_update(seconds)
        told = self.net.is_told(seconds)
        changed = self.shown.update(seconds)
        if told != self.pages.peek:
            self.pages.peek = self.tabs.peek = told
            changed = True
        if changed:
            self.host.relayout()

    def paint_over(self, canvas: Canvas) -> None:
        self.net.paint_over(canvas)
