"""Two recipes side by side: the level's own code, where it runs, beside that of another metric from the same weight."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...i18n import _
from ...view.cards.code_diff import compared
from ...view.cards.code_listing import Row
from ...view.widgets.layout import Box, Part, Split, column, row
from ...view.widgets.widget import Rect, Widget
from ..shared.code_panel import CodePanel
from ..shared.panel import BESIDE, EDGE, TOP, Panel
from .bowl_board import BowlBoard
from .column_board import NEURON, SIDE, TILES

if TYPE_CHECKING:
    from ...rules.level import Level
    from ...view.draw.canvas import Canvas
    from ..shared.host import Host

GAP = 12.0
USUAL, SPARE = 528.0, 0.7  # height of the column at 1280x720; part of what is more that goes to its top


class TwoCodesBoard(BowlBoard):
    """The bowl is lower, the other code stands under it, line beside line. In large text it has a tab of its own."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.code = ComparedCode(host, "code")
        self.other = ComparedCode(host, "other code", host.attempt.level.compared_metric)
        self.code.beside, self.other.beside = self.other, self.code

    @classmethod
    def suits(cls, level: Level) -> bool:
        return bool(level.compared_metric) and level.learner is not None

    def items(self) -> list[tuple[str, Panel]]:
        return [*super().items(), (_("Other code"), self.other)] if self.compact else super().items()

    def tree(self) -> Split:
        self.bowl_panel.quiet = not self.compact  # there is no room for a bubble, and the neuron tells the weight
        if self.compact:
            return super().tree()
        history = self.low_history
        column_high = self.host.height - EDGE - TOP - (history + GAP if history else 0.0)
        neuron = NEURON + SPARE * max(0.0, column_high - USUAL)  # most of what is to spare is the bowl's and neuron's
        knobs = self.knobs.height
        stage = neuron + (GAP + knobs if knobs else 0.0)
        tiles = row(Part(self.tiles_place, TILES), Part(Box()), gap=0.0)
        left = column(Part(self.stage, stage), Part(self.other), Part(tiles, self.tiles_height))
        side = column(
            Part(self.neuron, neuron), Part(self.knobs, knobs), Part(self.pages), Part(self.history, history)
        )
        return row(Part(left), Part(side, SIDE), gap=BESIDE)


class ComparedCode(CodePanel):
    """What differs from the code `beside` it is marked. Of two, only the level's own runs."""

    beside: CodePanel

    def place(self, rect: Rect) -> list[Widget]:
        found = super().place(rect)
        self.beside.numbers = self.numbers  # lines are compared as they are shown here, also where only one is seen
        return found

    def refresh(self) -> None:
        self.show(self.compared())

    def compared(self) -> Sequence[Row]:
        """The rows as they are now, in the order of the two panels."""
        if self.metric:  # it is the other
            _own, rows = compared(self.beside.rows(self.secret), self.rows(self.secret))
            return [row._replace(running=False) for row in rows]
        return compared(self.rows(self.secret), self.beside.rows(self.secret))[0]

    def paint(self, canvas: Canvas, title: str = "") -> None:
        super().paint(canvas, title or self.metric or self.attempt.shown.run.metric.name)
