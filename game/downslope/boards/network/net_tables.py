"""Beside the network: the table of its examples, its code, and its weights side by side."""

from __future__ import annotations

from collections.abc import Sequence
from keyword import iskeyword
from typing import TYPE_CHECKING

from ...i18n import _
from ...scripts.short_lines import (
    DELTA,
    ERROR,
    HIDDEN,
    HIDDEN_DELTA,
    IN,
    OUT,
    PREDICTION,
    ShortStep,
    is_short,
    short_lines,
    short_step,
)
from ...view.cards.code_listing import HEAD, CodeRow
from ...view.cards.example_table import ExampleTable
from ...view.cards.short_code import ShortRow, draw_short_code
from ...view.charts.weight_columns import draw_columns
from ...view.widgets.widget import Rect, Widget
from ..shared.code_panel import CodePanel
from ..shared.code_rows import RunCursor
from ..shared.panel import AttemptPanel, Panel
from .net_model import lamps
from .net_page import NetPage

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas
    from ..shared.host import Host
    from .shown_net import ShownNet

FIRST, ROW = 52.0, 37.0  # height of the examples' head and of a row
SEEN = 4  # rows that are seen in any case
LOWEST = 150.0  # height of the weights
LONGEST = 13  # characters of a value: the lines of a net are long, its lists stand in the picture
UNTIL = ((), ("prediction", "predictions"), ("error", "delta"), ())  # what each part of a step has come to
FAST = 8.0  # steps a second from which values could not be read


class ExamplesPanel(AttemptPanel):
    """Every example with its goal and what the network says; the row that is chosen is the one that it shows."""

    def __init__(self, host: Host, shown: ShownNet) -> None:
        super().__init__(host)
        self.shown = shown

    def smallest(self) -> tuple[float, float]:
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

    def __init__(self, host: Host, shown: ShownNet) -> None:
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
    def has_head(self) -> bool:
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
        head = self.above + (HEAD if self.has_head else 0.0)
        rows = self.short_rows()
        draw_short_code(canvas, (x, y + head, w, h - head), rows, {self.input_name: "input"})

    def short_rows(self) -> list[ShortRow]:
        """The seven lines; values of the step before are old. None while it runs too fast for them to be read."""
        attempt, shown = self.attempt, self.net
        run, step = attempt.shown.run, attempt.step
        rows = [ShortRow(line) for line in short_lines(self.input_name)] if self.is_short else []
        running, done = self._reached()
        if running < 0:
            return rows
        here = self._set_by(shown.weights(), run.order.batch(step)[0], step)
        before = None
        if step > 0 and done < len(rows) - 1 and not self.parts.active():
            before = self._set_by(run.history.weights_at(step - 1), run.order.batch(step - 1)[0], step - 1)
        for number, row in enumerate(rows):
            found = here if number <= done else before
            rows[number] = _told(row, number, found)._replace(is_running=number == running, is_old=number > done)
        return rows

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
        rows = self.rounds.rows(attempt.shown, RunCursor(attempt.step, playback.hopping, until=until), False, secret)
        return [r if len(r.value) <= LONGEST else r._replace(value=r.value[: LONGEST - 1] + "…") for r in rows]


def _told(row: ShortRow, number: int, found: ShortStep | None) -> ShortRow:
    """A line with what it set."""
    if found is None:
        return row
    if number in (HIDDEN, HIDDEN_DELTA, OUT):
        bars = (found.hidden, found.hidden_delta, found.out)[(HIDDEN, HIDDEN_DELTA, OUT).index(number)]
        hue = {HIDDEN: "text", HIDDEN_DELTA: "error", OUT: ""}[number]
        return row._replace(bars=bars, hue=hue)
    if number == IN:
        return row._replace(bars=tuple(v for each in found.into for v in each), group=len(found.into[0]), hue="")
    value, hue = {PREDICTION: (found.prediction, "prediction"), ERROR: (found.error, "error"),
                  DELTA: (found.delta, "text")}[number]  # fmt: skip
    return row._replace(value=value, hue=hue)


class WeightColumns(NetPage, Panel):
    """The weights as they stand at the step looked at."""

    def __init__(self, shown: ShownNet) -> None:
        self.shown = shown

    def smallest(self) -> tuple[float, float]:
        return (392.0, LOWEST)

    def paint(self, canvas: Canvas) -> None:
        rect = self.under_names
        sizes, weights, names = self.shown.sizes, self.shown.weights(), self.shown.names
        key = ("columns", rect, sizes, tuple(round(weight, 2) for weight in weights), tuple(names))
        canvas.keep(key, *rect, lambda sub: draw_columns(sub, rect, sizes, weights, names))
