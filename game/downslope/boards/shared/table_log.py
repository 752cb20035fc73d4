"""A table of what was seen, as a panel: its rows scroll, and one that comes is brought into view."""

from __future__ import annotations

from ...view.draw.canvas import Canvas
from ...view.widgets.panel import ScrollArea
from ...view.widgets.table import Table
from ...view.widgets.widget import Rect, Widget
from .panel import AttemptPanel

FOOT = 4.0  # free under the rows
BELOW = 12.0  # under the row that is brought into view


class TableLog(AttemptPanel):
    """Of a table and how many of its rows are filled."""

    area: ScrollArea
    _rows = -1  # that were filled when it was looked last

    def table(self) -> Table:
        raise NotImplementedError

    def row_count(self) -> int:
        """Rows that are filled; the one after them is to be seen too."""
        raise NotImplementedError

    def least_size(self) -> tuple[float, float]:
        return self.table().least_size()

    def place(self, rect: Rect) -> list[Widget]:
        """The newest row is seen first."""
        (x, y, w, h), head = rect, self.table().head
        self.rect = rect
        self.area, self._rows = ScrollArea("log", (x, y + head, w, h - head - FOOT), 0.0), -1
        return [self.area]

    def update(self, seconds: float) -> None:
        area, table, seen = self.area, self.table(), self.row_count()
        area.height = table.height
        area.focusable = area.limit > 0
        if seen != self._rows:
            self._rows = seen
            area.offset = max(0.0, BELOW + table.top(seen + 1) - area.rect[3])
        area.offset = min(area.offset, area.limit)

    def paint(self, canvas: Canvas) -> None:
        self.table().paint(canvas, self.rect, self.area.offset)
