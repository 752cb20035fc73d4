"""A network of a plugin as a picture, as its author says or else by its ops: nodes, wires, an example's numbers."""

from __future__ import annotations

from collections.abc import Sequence

from ...i18n import _
from ...learning.network import Picture
from ...rules.level import Level
from ...view.draw.canvas import Canvas
from ...view.draw.tokens import LABEL
from ...view.networks.net_layout import Net, NetPlan, Strand, plan
from ...view.networks.net_nodes import draw_net
from ...view.widgets.panel import Box, Split
from ...view.widgets.widget import Rect
from ..one_neuron.column_board import ColumnBoard, StagePanel
from ..shared.knob_panel import rows_of, weights_of
from ..shared.panel import Host
from .net_panel import longest_word
from .shown_net import error_of, picture_of, values_of, weights_between

UNDER = 6.0  # px from a hidden node to its name


class PicturedBoard(ColumnBoard):
    """Its picture at the left; code, knobs and errors as for one neuron."""

    def __init__(self, host: Host) -> None:
        super().__init__(host, PicturedStage(host))

    def sides(self) -> Sequence[Box | Split]:
        level = self.attempt.now
        self.knobs.own = [*rows_of(level), *weights_of(level)]
        return super().sides()


class PicturedStage(StagePanel):
    """Every wire as wide as its weight is large; what each node has for the example that the step looks at."""

    bare, words = (340.0, 220.0), (150.0, 60.0)

    _told: tuple[Level, Picture | None] | None = None

    @property
    def told(self) -> Picture:
        """Made once of a level."""
        level = self.attempt.now
        if self._told is None or self._told[0] is not level:
            self._told = level, picture_of(level)
        assert self._told[1] is not None  # it is what the board is for
        return self._told[1]

    def place_net(self, rect: Rect) -> NetPlan:
        nodes = self.told.nodes
        sizes = tuple(len(column) for column in self._columns())
        number = {index: place for column in self._columns() for place, index in enumerate(column)}
        wires = [Strand(nodes[w.start].layer, number[w.start], number[w.end]) for w in self.told.wires]
        words = longest_word(self.host, [nodes[k].label for k in self._columns()[0]])
        return plan(rect, sizes, None, words, tuple(wires))

    def _columns(self) -> list[list[int]]:
        """The indices of each layer's nodes."""
        nodes = self.told.nodes
        return [[k for k, node in enumerate(nodes) if node.layer == layer]
                for layer in range(1 + max(node.layer for node in nodes))]  # fmt: skip

    def net(self) -> Net:
        """Its numbers at the step that is looked at; on its way to the next while it hops."""
        attempt, session = self.attempt, self.attempt.shown
        run, step = session.run, attempt.step
        weights = run.weights_at(step)
        if attempt.playback.hop_progress > 0 and step < session.count:
            weights = weights_between(run, step, attempt.playback.hop_progress)
        example = run.order.batch(step)[0]
        lists = values_of(run, weights, example)
        places, layers = [node.value for node in self.told.nodes], list[Sequence[float] | None]()
        for column in self._columns():
            here = [places[index] for index in column]
            layers.append(None if lists is None else [1.0 if at is None else lists[at[0]][at[1]] for at in here])
        error = None if lists is None else error_of(run, lists, example)
        hidden = [_("hidden")] if len(layers) == 3 else [_("hidden {n}").format(n=k) for k in range(1, len(layers) - 1)]
        return Net(
            layers, [weights[wire.weight] for wire in self.told.wires], run.examples[example][1], error,
            [None] * (len(layers) - 1), self._labels(0), [_("inputs"), *hidden, _("prediction")],
            frozen=frozenset(k for k, wire in enumerate(self.told.wires) if wire.weight in session.frozen),
        )  # fmt: skip

    def _labels(self, layer: int) -> list[str]:
        return [_(self.told.nodes[index].label) for index in self._columns()[layer]]

    def paint(self, canvas: Canvas) -> None:
        at = self.place_net(self.rect)
        legend = _("helps"), _("holds back"), _("thicker = stronger"), ""
        draw_net(canvas, at, self.net(), legend, self.rect[0] + self.rect[2] - 16)
        title = self.attempt.now.network.title
        left, _top, width, _high = self.rect
        low = max(y + radius for column, radius in zip(at.ys, at.radii) for y in column) + UNDER + 20 * canvas.type
        if title and low < at.foot - 14 - 16 * canvas.type:  # else the names of the nodes have its room
            canvas.within(left + width / 2, at.foot - 14, _(title), width - 48, LABEL, "text2", "middle")
        for layer in range(1, len(at.xs) - 1):
            for number, label in enumerate(self._labels(layer)):
                (x, y), radius = at.node(layer, number), at.radii[layer]
                canvas.within(x, y + radius + UNDER + 14 * canvas.type, label, 120, LABEL, "text2", "middle")
