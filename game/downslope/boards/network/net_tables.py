"""Beside the network: the table of its examples, its code, and its weights side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...i18n import _
from ...view.cards.code_listing import HEAD as TABLE_HEAD
from ...view.cards.code_listing import CodeRow, value_in
from ...view.cards.example_table import ExampleTable
from ...view.draw.theme import weight_colour
from ...view.draw.tokens import CODE, LABEL, NUMBER
from ...view.format.numbers import number
from ...view.widgets.widget import Rect, Widget
from ..shared.code_panel import CodePanel, RunCursor
from ..shared.panel import AttemptPanel, Panel
from .net_model import lamps

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas
    from ..shared.host import Host
    from .shown_net import VisibleNet


# ---------------------------------------------------------------------------------------------------------------------
# A page beside a network: under the pages' names, where these stand in its head.


class NetPage:
    """What such a panel has besides. `names`: the pages' names stand in its head."""

    rect: Rect
    names = True

    @property
    def head(self) -> float:
        return TABLE_HEAD if self.names else 0.0

    @property
    def under_names(self) -> Rect:
        x, y, w, h = self.rect
        return (x, y + self.head, w, h - self.head)


# ---------------------------------------------------------------------------------------------------------------------
# The weights of a network side by side: a column for each neuron, a cell for each weight, grouped by layer.


COLUMN_FULL = 1.0  # weight that fills its cell with all of its hue
HEAD = 34.0


def draw_columns(canvas: Canvas, rect: Rect, sizes: Sequence[int], weights: Sequence[float],
                 names: Sequence[str]) -> None:  # fmt: skip
    """Rows: what goes into the neurons of the first layer; under them what each neuron gives to the next layer."""
    x, y, w, h = rect
    inputs, neurons = sizes[0], sizes[1]
    outs = sizes[2] if len(sizes) == 3 else 0
    rows = [(names[i] if i < len(names) else str(i + 1)) for i in range(inputs)]
    rows += [_("→ prediction")] * min(1, outs) if outs == 1 else [f"→ {k + 1}" for k in range(outs)]
    left = x + 20 + min(0.34 * w, max(canvas.width(row, LABEL) for row in rows)) + 14
    width = (x + w - 16 - left) / neurons
    top = y + HEAD * max(1.0, canvas.type)
    height = min(46.0, (y + h - 10 - top - (8 if outs else 0)) / len(rows))
    for column in range(neurons):
        canvas.text(left + width * (column + 0.5), top - 10, str(column + 1), CODE, "text2", "middle")
    canvas.text(x + 20, top - 10, _("neuron"), LABEL, "text2")
    first_out = inputs * neurons
    for row, name in enumerate(rows):
        line = top + row * height + (8 if row >= inputs else 0)
        base = canvas.baseline_of(line + height / 2)
        canvas.within(x + 20, base, name, left - x - 28, LABEL, "text2")
        for column in range(neurons):
            index = column * inputs + row if row < inputs else first_out + (row - inputs) * neurons + column
            _draw_cell(canvas, (left + width * column + 2, line + 2, width - 4, height - 4), weights[index])


def _draw_cell(canvas: Canvas, rect: Rect, weight: float) -> None:
    x, y, w, h = rect
    colour = weight_colour(weight)
    part = round(8 * min(1.0, abs(weight) / COLUMN_FULL)) / 8 if abs(weight) < 1e6 else 1.0
    canvas.rect(x, y, w, h, canvas.mix("well", colour, 0.04 + 0.24 * part), 6, colour if part else "border", 1)
    if h >= 16:
        canvas.text_vcenter(x + w / 2, y + h / 2, number(weight), NUMBER, "text", "middle", w - 8)


FIRST, ROW = 52.0, 37.0  # height of the examples' head and of a row
LONGEST = 13  # characters of a value: the lines of a net are long, its lists stand in the picture
UNTIL = ((), ("prediction", "predictions"), ("error", "delta"), ())  # what each part of a step has come to
FAST = 8.0  # steps a second from which values could not be read


class ExamplesPanel(AttemptPanel):
    """Every example with its goal and what the network says; the row that is chosen is the one that it shows."""

    def __init__(self, host: Host, shown: VisibleNet) -> None:
        super().__init__(host)
        self.shown = shown

    def least_size(self) -> tuple[float, float]:
        rows = min(4, len(self.attempt.now.data()))  # rows that are seen in any case
        return (0.0, (FIRST + ROW * rows) * self.text_scale)

    def place(self, rect: Rect) -> list[Widget]:
        self.table = ExampleTable(rect, self.shown.choose)
        self.table.type = self.text_scale
        return [self.table]

    def refresh(self) -> None:
        run, words = self.attempt.shown.run, self.attempt.now.words
        self.table.title = f"{len(run.examples)} {_(words.get('examples', 'examples'))}"
        self.table.lamps = lamps(run)
        self.table.show(self.shown.rows(), self.shown.example())


class NetCode(NetPage, CodePanel):
    """The lines of a step, as far as it has come."""

    def __init__(self, host: Host, shown: VisibleNet) -> None:
        super().__init__(host)
        self.net, self.parts = shown, shown.parts
        self._wire: int | None = None  # the wire that was chosen last

    @property
    def above(self) -> float:
        return self.head

    @property
    def has_header(self) -> bool:
        return not self.names

    def refresh(self) -> None:
        """The example and the weight are those that are chosen on the board."""
        walk, wire = self.source.walk, self.net.wire
        walk.example = self.net.example()
        if wire is not None and wire != self._wire:
            walk.weight = wire
        self._wire = wire
        super().refresh()

    def rows(self, secret: bool) -> list[CodeRow]:
        """While it runs fast, the lines alone: what cannot be read is not worked out."""
        attempt, playback, parts = self.attempt, self.attempt.playback, self.parts
        show = attempt.show
        fast = (playback.moving or playback.running) and playback.speed > FAST
        driven = show is not None and not show.times and show.playing
        if fast or driven or (parts.active() and not parts.number):
            return self.rounds.rows(attempt.shown, None, False)
        until = UNTIL[parts.number] if parts.active() else ()
        rows = self.rounds.rows(
            attempt.shown, RunCursor(attempt.step, playback.hop_progress, until=until), False, secret
        )
        return [row._replace(value=value_in(row.value, LONGEST)) for row in rows]


class WeightColumns(NetPage, Panel):
    """The weights as they stand at the step looked at."""

    def __init__(self, shown: VisibleNet) -> None:
        self.shown = shown

    def least_size(self) -> tuple[float, float]:
        return (392.0, 150.0)  # height of the weights

    def paint(self, canvas: Canvas) -> None:
        rect = self.under_names
        sizes, weights, names = self.shown.sizes, self.shown.weights(), self.shown.names
        key = ("columns", rect, sizes, tuple(round(weight, 2) for weight in weights), tuple(names))
        canvas.keep(key, *rect, lambda sub: draw_columns(sub, rect, sizes, weights, names))
