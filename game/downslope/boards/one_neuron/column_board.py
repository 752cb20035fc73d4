"""A stage at the left over the tiles; at the right the neuron, its code, the knobs and the errors so far.

Where the text is large, the neuron and the code share a place under tabs, and the neuron is told in one line above it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _
from ...view.widgets.layout import Box, Part, Split, column, row
from ..shared.code_panel import CodePanel
from ..shared.knob_panel import KnobPanel
from ..shared.panel import BESIDE, TABS, Pages, Panel, PanelBoard, TabBar
from .neuron_panels import FormulaPanel, HistoryPanel, NeuronPanel, StagePanel

if TYPE_CHECKING:
    from ..shared.host import Host

SIDE = TILES = 608.0  # the right column and the row of tiles are never wider
NEURON, FORMULA = 192.0, 56.0
CODE = 1  # the page that is seen first


class ColumnBoard(PanelBoard):
    """`stage` and `neuron` say what kind of neuron it is; everything else is the same for all."""

    has_code = True

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.stage = self.make_stage()
        self.neuron = self.make_neuron()
        self.formula, self.history = FormulaPanel(self.stage), HistoryPanel(host)
        self.code, self.knobs = CodePanel(host, secret=self.secret), KnobPanel(host)
        self.cover = self.pages = Pages(host, self.items, CODE)
        self.bar = TabBar(self.pages)

    def make_stage(self) -> StagePanel:
        """The large picture."""
        raise NotImplementedError

    def make_neuron(self) -> Panel:
        """The panel at the top of the right column."""
        return NeuronPanel(self.stage)

    def neuron_name(self) -> str:
        """The name of its tab."""
        return _("Neuron")

    def secret(self) -> bool:
        """The code shows no values, besides those that the level hides."""
        return False

    def items(self) -> list[tuple[str, Panel]]:
        """What shares the place of the code."""
        code: list[tuple[str, Panel]] = [(_("Code"), self.code)]
        return [(self.neuron_name(), self.neuron), *code] if self.compact else code

    @property
    def low_history(self) -> float:
        """Height of the errors so far; 0 where there are none."""
        return self.tiles_height if self.history.wanted else 0.0

    def tree(self) -> Split:
        tiles = row(Part(self.tiles_place, TILES), Part(Box()), gap=0.0)
        left = column(Part(self.stage), Part(tiles, self.tiles_height))
        return row(Part(left), Part(self.side(), SIDE), gap=BESIDE)

    def side(self) -> Split:
        """The right column."""
        knobs, history = Part(self.knobs, self.knobs.height), Part(self.history, self.low_history)
        if self.compact:
            return column(Part(self.bar, TABS), Part(self.formula, FORMULA), Part(self.pages), knobs, history)
        return column(Part(self.neuron, NEURON), Part(self.pages), knobs, history)
