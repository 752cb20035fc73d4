"""What was seen through the fog, beside its stage: the neurons, the last look as a square, the meter, all looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...attempt.units import unit_title
from ...i18n import _
from ...view.cards.metric_sample import cancels, draw_meter, metric_title
from ...view.cards.probe_log import Entry, ProbeWords, probe_table
from ...view.networks.neuron_rows import SPOTS, NeuronNames, draw_neuron_rows, draw_square, neuron_rows_height
from ...view.widgets.table import Table
from ..shared.panel import AttemptPanel
from ..shared.table_log import TableLog
from .fog_model import Fog, way

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas
    from ..shared.host import Host

METER, SQUARE = 72.0, 128.0
MOST_FREE = 20  # rows for looks that are left
MOST = 358.0  # of the neurons: of many examples those are seen that have room


class FogPanel(AttemptPanel):
    """It shows what was seen of the `fog`."""

    def __init__(self, host: Host, fog: Fog) -> None:
        super().__init__(host)
        self.fog = fog


class NeuronsPanel(FogPanel):
    """Every example with the weight as it stands, as far as the level lets it be seen."""

    @property
    def wanted(self) -> float:
        """Height of all rows."""
        return neuron_rows_height(len(self.attempt.shown.run.examples), self.text_scale, self.names())

    def smallest(self) -> tuple[float, float]:
        return (0.0, min(self.wanted, MOST))

    def names(self) -> NeuronNames:
        word = self.fog.word
        goal = word("goal_prediction", _("goal"))
        return NeuronNames(word("input"), word("weight"), word("prediction"), goal, _("miss"))

    def paint(self, canvas: Canvas) -> None:
        rect, knob = self.rect, self.attempt.session.level.knob("weight")
        limit = max(abs(knob.low), abs(knob.high)) if knob is not None else 1.0
        weight, names = self.attempt.shown.weights[0], self.names()  # a bet that sweeps shows no numbers of it
        rows = tuple(self.fog.rows(weight))
        cancels = self.fog.cancels
        key = ("pots", rect, rows, weight, names, cancels)
        canvas.keep(key, *rect, lambda sub: draw_neuron_rows(sub, rect, rows, weight, limit, names, cancels))


class SquarePanel(FogPanel):
    """The last look as a square, where the error is the square of a miss."""

    @property
    def wanted(self) -> float:
        return SQUARE + 40 * (self.text_scale - 1) if self.fog.seen[-1].side is not None else 0.0

    def smallest(self) -> tuple[float, float]:
        return (0.0, self.wanted)

    def paint(self, canvas: Canvas) -> None:
        rect, last = self.rect, self.fog.seen[-1]
        title = _("at the start") if not last.number else _("probe {number}").format(number=last.number)
        note = _("your miss, as a square")
        key = ("probe square", rect, title, last.error)
        canvas.keep(key, *rect, lambda sub: draw_square(sub, rect, title, last.error, last.side or 0.0, note))


class MeterPanel(FogPanel):
    """What the metric in use said last, where there are others. `under_misses`: whether they are seen above it."""

    def __init__(self, host: Host, fog: Fog, under_misses: Callable[[], bool]) -> None:
        super().__init__(host, fog)
        self.under_misses = under_misses

    @property
    def wanted(self) -> float:
        return METER + 30 * (self.text_scale - 1) if self.attempt.shown.level.knob("metric") is not None else 0.0

    def smallest(self) -> tuple[float, float]:
        return (0.0, self.wanted)

    def paint(self, canvas: Canvas) -> None:
        rect, session, dots = self.rect, self.attempt.shown, self.fog.dots()
        metric, word = session.run.metric, self.fog.word("metric")
        value = dots[-1].error if dots else None
        total = _("total at last probe") if session.level.visibility("error") == "total" else _("the last probe")
        tied = rect[0] + rect[2] * SPOTS[-1] if self.under_misses() and self.fog.cancels else None
        key = ("meter", rect, session.knobs["metric"], value, tied)
        canvas.keep(key, *rect, lambda sub: draw_meter(sub, rect, word, metric, value, total, tied))


class LogPanel(FogPanel, TableLog):
    """A row for each look, one for the next, and one for each that is left."""

    def row_count(self) -> int:
        return len(self.fog.seen)

    def entries(self) -> list[Entry]:
        session, seen = self.attempt.shown, self.fog.seen
        metric = session.knobs["metric"]
        found = []
        for i, each in enumerate(seen):
            other = each.metric != metric
            note = _("start") if not i else metric_title(session.metric(each.metric)) if other else ""
            turn = way(each, seen[i - 1]) if i else 0
            newest = i == len(seen) - 1 and i > 0
            found.append(Entry(each.number, "seen", each.weight, each.error, turn, each.side, note, newest, other))
        probes = session.level.probes
        done = len(seen) - 1
        if self.attempt.met or probes is None:
            return found
        found.append(Entry(done + 1, "next", session.weights[0]))
        left = min(MOST_FREE, int(probes) - done - 1) if probes != float("inf") else 0
        return found + [Entry(done + 2 + i, "free") for i in range(max(0, left))]

    def table(self) -> Table:
        signed = cancels(self.attempt.shown.run.metric)
        less, more = (_("less"), _("more")) if signed else (_("better"), _("worse"))
        title = unit_title(self.attempt.now, "probes")
        words = ProbeWords(title, self.fog.word("weight"), self.fog.error_word(), less, more)
        return probe_table(self.entries(), words, self.text_scale)
