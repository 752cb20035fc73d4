"""Beside the network: the table of its examples, its code, and its weights side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from keyword import iskeyword
from typing import TYPE_CHECKING, NamedTuple

from ...formulas.recognise import is_gradient_descent, is_squared_error
from ...i18n import _
from ...learning.architecture import layers_of
from ...view.cards.code_listing import HEAD as TABLE_HEAD
from ...view.cards.code_listing import CodeRow, value_in, value_text
from ...view.cards.example_table import ExampleTable
from ...view.draw.theme import weight_colour
from ...view.draw.tokens import CODE, CODE_LIGHT, LABEL, NUMBER
from ...view.format.code_text import draw_code
from ...view.format.numbers import number
from ...view.widgets.widget import Rect, Widget
from ..shared.code_panel import CodePanel, RunCursor
from ..shared.panel import AttemptPanel, Panel
from .net_model import lamps

if TYPE_CHECKING:
    from ...engine.run import Run
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
    def names_height(self) -> float:
        return TABLE_HEAD if self.names else 0.0

    @property
    def under_names(self) -> Rect:
        x, y, w, h = self.rect
        return (x, y + self.names_height, w, h - self.names_height)


# ---------------------------------------------------------------------------------------------------------------------
# Seven lines of a step, each in one row: the code, and at the right what it has set, as a number or as small bars.


CODE_ROW, PAD, EDGE = 26.6, 4.0, 18.0
GUTTER = 48.0
BARS, TALL = 62.0, 9.0  # room of a row's bars, and how far the longest goes up or down
FULL = 0.25  # a value that has all of that height, where none is larger
THIN = 6  # bars of more than so many values are 3 wide, in groups


class ShortRow(NamedTuple):
    """A line and what it set: `value`, a number, or `bars`, in groups of `group`.

    hue    of number and bars, "": each bar's own, by the way its weight goes
    """

    line: str
    value: float | None = None
    bars: tuple[float, ...] = ()
    group: int = 0
    hue: str = "text"
    is_running: bool = False


def draw_short_code(canvas: Canvas, rect: Rect, rows: Sequence[ShortRow], colours: Mapping[str, str]) -> None:
    """The rows below each other; each is a layer of its own. `hues`: of names, besides those that all code has."""
    x, y, w, h = rect
    height = min(CODE_ROW * canvas.type, (h - 2 * PAD) / max(1, len(rows)))
    size = letter_size(canvas, w, height, rows)
    for index, row in enumerate(rows):
        top = y + PAD + index * height
        told = row._replace(bars=tuple(round(bar, 3) for bar in row.bars))
        key = ("short code", told, index, size, tuple(colours.items()), (w, height))
        canvas.keep(key, x, top, w, height, lambda sub, r=told, t=top, n=index: _draw_row(
            sub, (x, t, w, height), r, n + 1, size, colours))  # type: ignore[misc]  # fmt: skip


def letter_size(canvas: Canvas, wide: float, high: float, rows: Sequence[ShortRow]) -> float:
    """Of the letters: 16, or as little less as the longest line and the rows' height ask for."""
    longest = max(len(row.line) for row in rows)
    char = canvas.width("0", CODE_LIGHT) / 16
    room = wide - GUTTER - EDGE - BARS - 8
    return min(16.0, room / (longest * char), high / canvas.type / 1.15)


def _draw_row(canvas: Canvas, rect: Rect, row: ShortRow, number: int, size: float, colours: Mapping[str, str]) -> None:
    x, y, w, h = rect
    base = canvas.baseline_of(y + h / 2, size)
    if row.is_running:
        canvas.rect(x + 8, y, w - 16, h, "rowhi", 8)
        canvas.rect(x + 8, y + 3, 4, h - 6, "text", 2)
    ink = "text" if row.is_running else "text3"
    canvas.text(x + GUTTER - 20, base, str(number), CODE_LIGHT.with_size(size), ink, "end")
    draw_code(canvas, x + GUTTER, base, row.line, size, colours)
    right = x + w - EDGE
    if row.value is not None:
        style = NUMBER.with_size(size)
        told = value_text(row.value)
        canvas.text(right, base, told, style, row.hue, "end")
    elif row.bars:
        _draw_bars(canvas, right, y + h / 2, row)


def _draw_bars(canvas: Canvas, right: float, middle: float, row: ShortRow) -> None:
    count, group = len(row.bars), row.group or len(row.bars)
    width, gap, between = (12.0, 3.5, 3.5) if count <= THIN else (3.0, 1.5, 4.0)
    length = count * (width + gap) + (count - 1) // group * (between - gap)
    width, gap, between = (part * min(1.0, BARS / length) for part in (width, gap, between))
    length *= min(1.0, BARS / length)
    x = right - length
    canvas.line(x - 2, middle, right, middle, "border2", 1)
    maximum = max(FULL, *(abs(bar) for bar in row.bars))
    for place, bar in enumerate(row.bars):
        left = x + place * (width + gap) + place // group * (between - gap)
        height = TALL * abs(bar) / maximum
        if not bar:
            canvas.rect(left, middle - 1, width, 2, "text3", alpha=0.7)
            continue
        colour = row.hue or weight_colour(-bar)  # what goes off a weight: the other way
        height = max(1.5, height)
        canvas.rect(left, middle - height if bar > 0 else middle, width, height, colour, 1)


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


# ---------------------------------------------------------------------------------------------------------------------
# A step of a network in seven lines, which run as they stand: one hidden layer of ReLUs, one output, a batch of one.
# They call dot, relu, back and outer; `helpers` has what those mean. Equal to the engine to the last bit, as the
# tests of this file hold: the same products, added in the same order.


INPUT, GOAL = "input", "goal"
LINES = (
    "hidden = relu(dot({input}, w_in))",
    "prediction = dot(hidden, w_out)",
    "error = (prediction - {goal}) ** 2",
    "delta = prediction - {goal}",
    "h_delta = back(delta, w_out, hidden)",
    "w_out -= alpha * outer(delta, hidden)",
    "w_in -= alpha * outer(h_delta, {input})",
)
HIDDEN, PREDICTION, ERROR, DELTA, HIDDEN_DELTA, OUT, IN = range(len(LINES))


class ShortStep(NamedTuple):
    """What the seven lines set, line by line: a number, the values of a layer, or a row of changes for each neuron."""

    hidden: tuple[float, ...]
    prediction: float
    error: float
    delta: float
    hidden_delta: tuple[float, ...]
    out: tuple[float, ...]  # by how much w_out goes down
    into: tuple[tuple[float, ...], ...]  # by how much w_in goes down


def short_lines(input: str = INPUT) -> list[str]:
    """The lines, with this name for what goes in."""
    return [line.format(input=input, goal=GOAL) for line in LINES]


def is_short(run: Run) -> bool:
    """Whether the seven lines are what this run does in a step."""
    network, learner = layers_of(run.network), run.learner
    if network is None or len(network.sizes) != 3 or network.sizes[2] != 1 or learner is None:
        return False
    plain = set(network.activations) == {"relu"} and isinstance(run.alpha, (int, float)) and not run.frozen
    one = all(len(batch) == 1 for batch in run.batches)
    return plain and one and is_gradient_descent(learner) and is_squared_error(run.metric) == (1.0, 1.0)


def short_step(run: Run, weights: Sequence[float], example: int, alpha: float) -> ShortStep:
    """What the lines set for an example, worked out by the network."""
    network = layers_of(run.network)
    assert network is not None  # is_short
    input, goal = run.examples[example]
    layers = network.forward(weights, input)
    hidden, prediction = tuple(layers[1]), layers[2][0]
    delta = run.metric.deltas(layers[2], goal)[0]
    back = tuple(network.layer_deltas(weights, layers, [delta])[0])
    out = tuple(alpha * (delta * value) for value in hidden)
    into = tuple(tuple(alpha * (share * value) for value in input) for share in back)
    return ShortStep(hidden, prediction, run.metric.total_error(layers[2], goal), delta, back, out, into)


FIRST, ROW = 52.0, 37.0  # height of the examples' head and of a row
SEEN = 4  # rows that are seen in any case
LOWEST = 150.0  # height of the weights
LONGEST = 13  # characters of a value: the lines of a net are long, its lists stand in the picture
UNTIL = ((), ("prediction", "predictions"), ("error", "delta"), ())  # what each part of a step has come to
FAST = 8.0  # steps a second from which values could not be read


class ExamplesPanel(AttemptPanel):
    """Every example with its goal and what the network says; the row that is chosen is the one that it shows."""

    def __init__(self, host: Host, shown: VisibleNet) -> None:
        super().__init__(host)
        self.shown = shown

    def least_size(self) -> tuple[float, float]:
        rows = min(SEEN, len(self.attempt.now.data()))
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
    """The lines of a step, as far as it has come: seven short ones where those say it, else the level's own."""

    def __init__(self, host: Host, shown: VisibleNet) -> None:
        super().__init__(host)
        self.net, self.parts = shown, shown.parts
        self._short: tuple[object, bool] = (None, False)
        self._wire: int | None = None  # the wire that was chosen last

    @property
    def is_short(self) -> bool:
        """The seven lines say what this run does."""
        run = self.attempt.shown.run
        owner = (run.serial, run.metric, run.learner, run.frozen, type(run.alpha), run.network)
        if self._short[0] != owner:
            self._short = owner, is_short(run)
        return self._short[1]

    @property
    def input_name(self) -> str:
        """The level's own word for the inputs, where it can be a name in a program."""
        word = _(self.attempt.now.words.get("inputs", ""))
        return word if word.isidentifier() and word.isascii() and not iskeyword(word) else "inputs"

    @property
    def above(self) -> float:
        return self.names_height

    @property
    def has_header(self) -> bool:
        return self.grown or not self.names

    def lines_name(self, count: int) -> str:
        return super().lines_name(len(short_lines(self.input_name)) if self.is_short else count)

    def refresh(self) -> None:
        """The example and the weight are those that are chosen on the board."""
        walk, wire = self.source.walk, self.net.wire
        walk.example = self.net.example()
        if wire is not None and wire != self._wire:
            walk.weight = wire
        self._wire = wire
        super().refresh()

    def refresh_lines(self) -> None:
        if not self.is_short:
            super().refresh_lines()
        elif self.area is not None:
            self.area.height, self.area.focusable = 0.0, False

    def paint_lines(self, canvas: Canvas) -> None:
        if not self.is_short:
            super().paint_lines(canvas)
            return
        x, y, w, h = self.rect
        head = self.above + (TABLE_HEAD if self.has_header else 0.0)
        rows = self.short_rows()
        draw_short_code(canvas, (x, y + head, w, h - head), rows, {self.input_name: "input"})

    def short_rows(self) -> list[ShortRow]:
        """The seven lines, with what those that have run set. None while it runs too fast for them to be read."""
        attempt, shown = self.attempt, self.net
        run, step = attempt.shown.run, attempt.step
        rows = [ShortRow(line) for line in short_lines(self.input_name)] if self.is_short else []
        running, done = self._reached()
        if running < 0:
            return rows
        here = self._set_by(shown.weights(), run.order.batch(step)[0], step)
        return [
            _told(row, index, here if index <= done else None)._replace(is_running=index == running)
            for index, row in enumerate(rows)
        ]

    def _reached(self) -> tuple[int, int]:
        """(the line that runs, the last one that has set its value); (-1, -1): nothing is told."""
        playback, parts = self.attempt.playback, self.parts
        if (playback.moving or playback.running) and playback.speed > FAST:
            return -1, -1
        if parts.active() and not parts.number:
            return -1, -1
        seen = self.net.progress()
        if not seen.told:
            return (HIDDEN, -1) if seen.forward < 1 else (PREDICTION, HIDDEN if seen.forward < 2 else PREDICTION)
        if seen.back is None:
            return OUT, HIDDEN_DELTA
        if seen.moved > 0:
            line = OUT if seen.moved < 0.5 else IN
            return line, line
        return (DELTA, DELTA) if seen.back <= 0 else (HIDDEN_DELTA, HIDDEN_DELTA if seen.back >= 1 else DELTA)

    def _set_by(self, weights: Sequence[float], example: int, step: int) -> ShortStep | None:
        run = self.attempt.shown.run
        alpha = run.alpha_at(step) if step < run.count else run.alpha
        try:
            return short_step(run, weights, example, alpha) if isinstance(alpha, (int, float)) else None
        except ArithmeticError:
            return None

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


def _told(row: ShortRow, number: int, found: ShortStep | None) -> ShortRow:
    """A line with what it set."""
    if found is None:
        return row
    if number in (HIDDEN, HIDDEN_DELTA, OUT):
        bars = (found.hidden, found.hidden_delta, found.out)[(HIDDEN, HIDDEN_DELTA, OUT).index(number)]
        colour = {HIDDEN: "text", HIDDEN_DELTA: "error", OUT: ""}[number]
        return row._replace(bars=bars, hue=colour)
    if number == IN:
        return row._replace(bars=tuple(v for each in found.into for v in each), group=len(found.into[0]), hue="")
    value, colour = {PREDICTION: (found.prediction, "prediction"), ERROR: (found.error, "error"),
                  DELTA: (found.delta, "text")}[number]  # fmt: skip
    return row._replace(value=value, hue=colour)


class WeightColumns(NetPage, Panel):
    """The weights as they stand at the step looked at."""

    def __init__(self, shown: VisibleNet) -> None:
        self.shown = shown

    def least_size(self) -> tuple[float, float]:
        return (392.0, LOWEST)

    def paint(self, canvas: Canvas) -> None:
        rect = self.under_names
        sizes, weights, names = self.shown.sizes, self.shown.weights(), self.shown.names
        key = ("columns", rect, sizes, tuple(round(weight, 2) for weight in weights), tuple(names))
        canvas.keep(key, *rect, lambda sub: draw_columns(sub, rect, sizes, weights, names))
