"""What was seen through the fog, beside its stage: the neurons, the last look as a square, the meter, all looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from ...attempt.names import unit_title
from ...i18n import _
from ...view.cards.metric_sample import cancels, draw_meter, metric_title
from ...view.draw.tokens import LABEL
from ...view.format.numbers import number
from ...view.networks.neuron_panel import SPOTS, draw_square, neuron_rows_ink
from ...view.widgets.ink import Either, Ink, InkPanel, Line, Mark, Row, icon
from ...view.widgets.table import Cell, Column, Table, TableRow
from ...view.widgets.widget import Rect
from ..shared.panel import ModelPanel, TableLog
from .fog_model import Fog, way

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas
    from ..shared.host import Host


# ---------------------------------------------------------------------------------------------------------------------
# The log of probes: number, better or worse, weight, the error as a bar or as a real square, and as a number.


ROW, SQUARE_ROW = 36.0, 46.0
LOG_SQUARE, BAR = 38.0, 120.0  # side of the largest square; length of the longest bar


class Entry(NamedTuple):
    """One row. state: "seen", "next" (where the slider stands).

    way   -1 less error than before, 1 more, 0 the same or not to be compared
    side  of the square, in predictions; None: the error is no square, and has a bar
    note  said instead of better or worse: the start, another meter;  other: it was counted by another meter
    """

    number: int
    state: str
    weight: float | None = None
    error: float | None = None
    way: int = 0
    side: float | None = None
    note: str = ""
    newest: bool = False
    other: bool = False


def way_ink(sign: str, word: str) -> Ink:
    """An arrow and, where there is room for it, its word."""
    return Either((Row((icon(sign, 20), Line(word, LABEL, "text2")), 4), icon(sign, 20)))


def _draw_bar(canvas: Canvas, rect: Rect, part: float, signed: bool) -> None:
    """From the left; where some error is negative, from the middle to its own side. `part`: -1 ... 1."""
    x, y, w, h = rect
    width, middle = min(BAR, w), y + h / 2 - 1
    if width < 30:
        return
    canvas.rect(x, middle - 5, width, 10, "well", 5)
    if not signed:
        canvas.rect(x, middle - 5, max(10.0, width * part), 10, "error", 5)
        return
    zero, far = x + width / 2, part * width / 2
    canvas.rect(min(zero, zero + far), middle - 5, abs(far), 10, "error", 3)
    canvas.line(zero, middle - 8, zero, middle + 8, "text2", 2)


def _draw_square(canvas: Canvas, rect: Rect, side: float) -> None:
    """An error that is the square of a miss."""
    x, y, w, h = rect
    if w < LOG_SQUARE:
        return
    left, top = x + min(30.0, (w - LOG_SQUARE) / 2), y + (h - side) / 2 - 1
    canvas.rect(left, top, side, side, "error", 2, alpha=0.12)
    canvas.rect(left, top, side, side, None, 2, "error", 2.2)


METER, SQUARE = 72.0, 128.0
MOST = 358.0  # of the neurons: of many examples those are seen that have room


class NeuronsPanel(InkPanel, ModelPanel[Fog]):
    """Every example with the weight as it stands, as far as the level lets it be seen."""

    @property
    def wanted(self) -> float:
        """Height of all rows."""
        return self.ink().size(self.measure())[1]

    def least_size(self) -> tuple[float, float]:
        return (0.0, min(self.wanted, MOST))

    def ink(self) -> Ink:
        knob, word = self.attempt.session.level.knob("weight"), self.model.word
        limit = max(abs(knob.low), abs(knob.high)) if knob is not None else 1.0
        goal = word("goal_prediction", _("goal"))
        names = (word("input"), word("weight"), word("prediction"), goal, _("miss"))
        weight = self.attempt.shown.weights[0]  # a bet that sweeps shows no numbers of it
        return neuron_rows_ink(self.model.rows(weight), weight, limit, names, self.model.cancels)


class SquarePanel(ModelPanel[Fog]):
    """The last look as a square, where the error is the square of a miss."""

    thing = "error-square"

    @property
    def wanted(self) -> float:
        return SQUARE + 40 * (self.text_scale - 1) if self.model.seen[-1].side is not None else 0.0

    def least_size(self) -> tuple[float, float]:
        return (0.0, self.wanted)

    def paint(self, canvas: Canvas) -> None:
        rect, last = self.rect, self.model.seen[-1]
        title = _("at the start") if not last.number else _("probe {number}").format(number=last.number)
        note = _("your miss, as a square")
        canvas.once(rect, draw_square, rect, title, last.error, last.side or 0.0, note)


class MeterPanel(ModelPanel[Fog]):
    """What the metric in use said last, where there are others. `under_misses`: whether they are seen above it."""

    thing = "meter"

    def __init__(self, host: Host, fog: Fog, under_misses: Callable[[], bool]) -> None:
        super().__init__(host, fog)
        self.under_misses = under_misses

    @property
    def wanted(self) -> float:
        return METER + 30 * (self.text_scale - 1) if self.attempt.shown.level.knob("metric") is not None else 0.0

    def least_size(self) -> tuple[float, float]:
        return (0.0, self.wanted)

    def paint(self, canvas: Canvas) -> None:
        rect, session, dots = self.rect, self.attempt.shown, self.model.dots()
        metric, value = session.run.metric, dots[-1].error if dots else None
        tied = rect[0] + rect[2] * SPOTS[-1] if self.under_misses() and self.model.cancels else None
        draw_meter(canvas, rect, metric, value, tied)


class LogPanel(ModelPanel[Fog], TableLog):
    """A row for each look, and one for the next."""

    thing = "table"

    def row_count(self) -> int:
        return len(self.model.seen)

    def entries(self) -> list[Entry]:
        session, seen = self.attempt.shown, self.model.seen
        metric = session.knobs["metric"]
        found = []
        for i, each in enumerate(seen):
            other = each.metric != metric
            note = _("start") if not i else metric_title(session.metric(each.metric)) if other else ""
            turn = way(each, seen[i - 1]) if i else 0
            newest = i == len(seen) - 1 and i > 0
            found.append(Entry(each.number, "seen", each.weight, each.error, turn, each.side, note, newest, other))
        if not self.attempt.met and session.level.probes is not None:
            found.append(Entry(len(seen), "next", session.weights[0]))
        return found

    def table(self) -> Table:
        signed = cancels(self.attempt.shown.run.metric)
        less, more = (_("less"), _("more")) if signed else (_("better"), _("worse"))
        title = unit_title(self.attempt.now, "probes")
        # For a factor k on text, of which large ones leave less for the bars
        entries, k = self.entries(), self.text_scale
        squares = [entry.side for entry in entries if entry.side is not None]
        errors = [entry.error for entry in entries if entry.error is not None and not entry.other]
        unit = LOG_SQUARE / max((side for side in squares if side), default=1.0)
        largest, signed = max(map(abs, errors), default=0.0), any(error < 0 for error in errors)
        longest = max((len(number(entry.error)) for entry in entries if entry.error is not None), default=1)
        columns = (
            Column("", max(84.0, 66 * k + 26)),
            Column(self.model.word("weight"), 18 + 52 * k, "text2", "weight"),
            Column(),
            Column(_("error"), 14 + 9.6 * k * longest, "error", "error", "end"),
        )
        rows = []
        for entry in entries:
            picture: Cell = ()
            if entry.side is not None:
                picture = Mark(_draw_square, (max(3.0, entry.side * unit),))
            elif entry.error is not None and largest > 0 and not entry.other:
                picture = Mark(_draw_bar, (entry.error / largest, signed))
            seen, sign = entry.state == "seen", "error" if entry.number else "start"
            turn: Cell = ((entry.note, "text2", 600),) if entry.note else ()
            if entry.way and not entry.note:
                turn = way_ink("down_arrow", less) if entry.way < 0 else way_ink("up_arrow", more)
            weight = entry.weight or 0.0
            colour = "weight_negative" if weight < 0 else "weight"
            cells: tuple[Cell, ...] = (
                turn, ((number(weight), colour, 700 if seen else 500, "mono"),), picture,
                () if entry.error is None else ((number(entry.error), "error", 700, "mono"),),
            )  # fmt: skip
            rows.append(TableRow(str(entry.number), cells, sign if seen else "next", entry.newest))
        return Table(title, columns, tuple(rows), max(SQUARE_ROW if squares else ROW, 12 + 24 * k))
