"""Where things stand on a network's board, in design pixels; and what network it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...view.networks.net_layout import NetPlan, plan
from ..shared.code_board import CodeBoard
from ..shared.knob_panel import MORE, ROW
from . import net_controls
from .net_model import input_names, sizes_of, weights_of

if TYPE_CHECKING:
    from ...view.widgets.widget import Rect

EDGE, TOP, GAP = 24.0, 72.0, 12.0
SIDE = 504.0
LEFT = 680.0  # of knobs and tiles
MACHINE = 164.0  # the panel under the machine's run
TRANSPORT, WIDE = 400.0, 480.0
EXAMPLES, CODE, WEIGHTS = 0, 1, 2  # tabs in compact mode


class NetPlaces(CodeBoard):
    """The player has knobs and tiles at the lower left, the chart beside them; the machine has one panel for both."""

    # -- what it is --------------------------------------------------------------------------------------------------

    @property
    def sizes(self) -> tuple[int, ...]:
        return sizes_of(self.attempt.now.network)

    @property
    def names(self) -> list[str]:
        return input_names(self.attempt.now)

    def weights(self) -> tuple[float, ...]:
        return weights_of(self.attempt.shown, self.attempt.step)

    @property
    def machine(self) -> bool:
        return self.host.covering == "machine"

    # -- places ------------------------------------------------------------------------------------------------------

    @property
    def low(self) -> float:
        """Height of the row of tiles."""
        return 100.0 if self.compact else 84.0

    def _knob_height(self) -> float:
        rows = max(1, len(net_controls.numbered(self.attempt.now)))
        return ROW + MORE * (rows - 1)

    def _lower(self) -> float:
        """Height of all that stands under the network."""
        return MACHINE if self.machine else self.low + GAP + self._knob_height()

    def tiles_at(self) -> Rect:
        if self.machine:
            x, y, _w, h = self._chart_sheet()
            return (x + 20, y + 20, self._transport - 40, h - 40)
        return (EDGE, self.host.height - EDGE - self.low, LEFT, self.low)

    @property
    def _transport(self) -> float:
        """Width of what drives the machine's run, with its margins."""
        return WIDE if self.compact else TRANSPORT

    def _knob_rect(self) -> Rect:
        y = self.host.height - EDGE - self._lower()
        return (EDGE, y, LEFT, self._knob_height())

    def _chart_sheet(self) -> Rect:
        high = self._lower()
        x = EDGE if self.machine else EDGE + LEFT + 16
        return (x, self.host.height - EDGE - high, self.host.width - EDGE - x, high)

    def _chart_rect(self) -> Rect:
        x, y, w, h = self._chart_sheet()
        return (x + self._transport - 16, y, w - self._transport + 16, h) if self.machine else (x, y, w, h)

    def _upper(self) -> float:
        """Height of what stands above."""
        return self.host.height - EDGE - self._lower() - GAP - TOP

    def _net_sheet(self) -> Rect:
        return (EDGE, TOP, self.host.width - 2 * EDGE - 16 - SIDE, self._upper())

    def _choice_height(self) -> float:
        high = net_controls.height_of(self.attempt.now) if not self.machine else 0.0
        return high + 10 if high else 0.0

    def _net_rect(self) -> Rect:
        x, y, w, h = self._net_sheet()
        return (x, y, w, h - self._choice_height())

    def _side(self) -> Rect:
        return (self.host.width - EDGE - SIDE, TOP, SIDE, self._upper())

    def _table_rect(self) -> Rect:
        x, y, w, h = self._side()
        if self.compact:
            return self.strip()
        rows = min(6, len(self.attempt.now.data()))
        high = min(52 + 37 * rows, max(196.0, h - GAP - 204))
        return (x, y + h - high, w, high)

    def strip(self) -> Rect:
        x, y, w, h = self._side()
        if self.compact:
            return (x, y + 58, w, h - 58)
        return (x, y, w, self._table_rect()[1] - GAP - y)

    def plan(self) -> NetPlan:
        return plan(self._net_rect(), self.sizes)
