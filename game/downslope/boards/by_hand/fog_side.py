"""The panels beside the fog: the neurons of all examples, the meter, the last look as a square, the log of looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...attempt.units import unit_title
from ...i18n import _
from ...rules.session import Session
from ...view.cards.metric_sample import draw_meter, name_of
from ...view.cards.probe_log import HEAD, Entry, Words, draw_entries, draw_head, row_height
from ...view.format.measure import text_factor
from ...view.networks.neuron_rows import Names, NeuronRow, draw_neuron_rows, draw_square, neuron_rows_height
from ...view.scenery.backdrop import draw_sheets
from ...view.widgets.widget import Rect
from .probes_model import cancels, way

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas
    from .fog_board import FogBoard

METER, SQUARE, GAP, TABS = 72.0, 128.0, 12.0, 46.0
LEAST = 170.0  # what the neurons leave for the log
MOST_FREE = 20  # rows for looks that are left


class FogSide:
    """Reads the board; where each panel is, and what is written in it."""

    def __init__(self, board: FogBoard) -> None:
        self.board = board
        self.attempt = board.attempt

    # -- places ------------------------------------------------------------------------------------------------------

    @property
    def k(self) -> float:
        return text_factor(self.board.host.game)

    def panels(self) -> list[tuple[str, Rect]]:
        """(what, where), from the top; with large text only those of the tab."""
        x, y, w, h = self.board.column
        compact, tab, end = self.board.compact, self.board.tab, y + h
        names = ["pots", "square", "meter", "log"]
        if self.covered:
            names = [] if compact else ["pots"]
        elif compact:
            y += TABS + GAP
            names = ["pots", "square"] if tab == 0 else ["meter", "log"]
        found: list[tuple[str, Rect]] = []
        for name in names:
            high = end - y if name == "log" else self._height(name)
            if name == "pots":  # many examples: as many rows as leave room for the rest
                high = min(high, end - y - (0.0 if compact else LEAST))
            if 0 < high <= end - y:
                found.append((name, (x, y, w, high)))
                y += high + GAP
        return found

    @property
    def covered(self) -> bool:
        """A bet or a verdict lies over the panels."""
        return self.board.covered

    def strip(self) -> Rect:
        """Where a bet goes: under the neurons, or over all of it where there is little room."""
        x, y, w, h = self.board.column
        above = 0.0 if self.board.compact else min(self._height("pots"), h - LEAST) + GAP
        return (x, y + above, w, h - above)

    def _height(self, name: str) -> float:
        session = self.attempt.shown
        if name == "pots":
            return neuron_rows_height(len(session.run.examples), self.k, self.names())
        if name == "meter":
            return METER + 30 * (self.k - 1) if session.level.knob("metric") is not None else 0.0
        if name == "square":
            return SQUARE + 40 * (self.k - 1) if self.board.seen[-1].side is not None else 0.0
        return 0.0

    def log_rect(self) -> Rect | None:
        return next((rect for name, rect in self.panels() if name == "log"), None)

    @staticmethod
    def rows_rect(log: Rect) -> Rect:
        x, y, w, h = log
        return (x, y + HEAD, w, h - HEAD - 4)

    def log_height(self) -> float:
        entries = self.entries()
        return 12 + len(entries) * row_height(entries, self.k)

    def newest_at(self) -> float:
        """Where the row after the newest look ends: it is to be seen too."""
        return 12 + (len(self.board.seen) + 1) * row_height(self.entries(), self.k)

    # -- what is written ---------------------------------------------------------------------------------------------

    def entries(self) -> list[Entry]:
        """A row for each look, one for the next, and one for each that is left."""
        session, seen = self.attempt.shown, self.board.seen
        metric = session.knobs["metric"]
        found = []
        for i, each in enumerate(seen):
            other = each.metric != metric
            note = _("start") if not i else name_of(session.metric(each.metric)) if other else ""
            turn = way(each, seen[i - 1]) if i else 0
            newest = i == len(seen) - 1 and i > 0
            found.append(Entry(each.number, "seen", each.weight, each.error, turn, each.side, note, newest, other))
        probes = session.level.probes
        done = len(seen) - 1
        if session.won or probes is None:
            return found
        found.append(Entry(done + 1, "next", session.weights[0]))
        left = min(MOST_FREE, int(probes) - done - 1) if probes != float("inf") else 0
        return found + [Entry(done + 2 + i, "free") for i in range(max(0, left))]

    def words(self) -> Words:
        signed = cancels(self.attempt.shown.run.metric)
        less, more = (_("less"), _("more")) if signed else (_("better"), _("worse"))
        return Words(unit_title(self.board.attempt.now, "probes"), self.board.word("weight"), self._error_word(),
                     less, more)  # fmt: skip

    def _error_word(self) -> str:
        return _("total error") if self.attempt.shown.level.sees("error") == "total" else _("error")

    def names(self) -> Names:
        word = self.board.word
        return Names(word("input"), word("weight"), word("prediction"), word("goal_prediction", _("goal")), _("miss"))

    def pots(self) -> list[NeuronRow]:
        """Every example with the weight as it stands, as far as the level lets it be seen."""
        session, level = self.attempt.shown, self.attempt.now
        found = []
        for example, (inputs, goals) in zip(level.examples, session.run.examples):
            prediction = session.run.network.predict(session.weights, inputs)[0]
            found.append(NeuronRow(
                _(example.label) if example.label else "",
                None if level.sees("input") == "hidden" else inputs[0],
                prediction if self._live(session) else None,
                goals[0] if level.sees("goal") != "hidden" or session.won else None,
            ))  # fmt: skip
        return found

    def _live(self, session: Session) -> bool:
        """The prediction shows at once, or only where it was probed."""
        here = session.weights[0]
        return session.level.sees("prediction") == "live" or any(probe.weights[0] == here for probe in session.probed)

    # -- drawing -----------------------------------------------------------------------------------------------------

    def paint_base(self, canvas: Canvas) -> None:
        draw_sheets(canvas, [rect for _name, rect in self.panels()])

    def paint(self, canvas: Canvas) -> None:
        draw = {
            "pots": self._paint_pots, "square": self._paint_square, "meter": self._paint_meter, "log": self._paint_log,
        }  # fmt: skip
        for name, rect in self.panels():
            draw[name](canvas, rect)

    def _paint_pots(self, canvas: Canvas, rect: Rect) -> None:
        knob = self.attempt.session.level.knob("weight")
        limit = max(abs(knob.low), abs(knob.high)) if knob is not None else 1.0
        pots, weight, names = tuple(self.pots()), self.attempt.shown.weights[0], self.names()

        def draw(sub: Canvas) -> None:
            draw_neuron_rows(sub, rect, pots, weight, limit, names)

        canvas.cached(("pots", rect, pots, weight, names), *rect, draw)

    def _paint_square(self, canvas: Canvas, rect: Rect) -> None:
        last = self.board.seen[-1]
        title = _("at the start") if not last.number else _("probe {number}").format(number=last.number)
        note = _("how bad, as a square")
        key = ("probe square", rect, title, last.error)
        canvas.cached(key, *rect, lambda sub: draw_square(sub, rect, title, last.error, last.side or 0.0, note))

    def _paint_meter(self, canvas: Canvas, rect: Rect) -> None:
        session = self.attempt.shown
        metric = session.knobs["metric"]
        last = [each for each in self.board.seen if each.metric == metric]
        value = last[-1].error if last else None
        total = _("total of the last look") if session.level.sees("error") == "total" else _("the last look")
        key = ("meter", rect, metric, value)
        canvas.cached(
            key, *rect, lambda sub: draw_meter(sub, rect, self.board.word("metric"), session.run.metric, value, total)
        )

    def _paint_log(self, canvas: Canvas, rect: Rect) -> None:
        words, entries, area = self.words(), self.entries(), self.board.area
        offset = area.offset if area is not None else 0.0
        rows = self.rows_rect(rect)

        def draw(sub: Canvas) -> None:
            draw_head(sub, rect, words)
            draw_entries(sub, rows, offset, entries, words)

        canvas.cached(("probe log", rect, words, tuple(entries), offset), *rect, draw)
