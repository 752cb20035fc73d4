"""Cells in rows, of which one is chosen: by the arrows, by the wheel or by a press."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..draw.rects import holds
from .widget import Act, Rect, Widget


class CellList(Widget):
    """`items`: one for each cell. What lists them says how many `columns` and `rows` are seen at once, and what
    `choose` does: a number that is no cell's chooses nothing.

    gap, head   between two cells; height of what is written above them
    """

    intents = ("left", "right", "up", "down")
    items: Sequence[Any] = ()
    chosen = 0
    gap = head = 0.0

    @property
    def columns(self) -> int:
        raise NotImplementedError

    @property
    def rows(self) -> int:
        raise NotImplementedError

    @property
    def most(self) -> int:
        """The last row that can be the first one seen."""
        return max(0, -(-len(self.items) // self.columns) - self.rows)

    @property
    def first_row(self) -> int:
        """The first that is seen: the chosen cell always is."""
        return max(0, min(self.chosen // self.columns - self.rows // 2, self.most))

    def in_view(self) -> range:
        """The numbers of the cells that are to be seen."""
        first = self.first_row * self.columns
        return range(first, min(len(self.items), first + self.rows * self.columns))

    def cell(self, number: int) -> Rect:
        """Where a cell is."""
        x, y, w, h = self.rect
        row, column = divmod(number - self.first_row * self.columns, self.columns)
        wide, high = (w + self.gap) / self.columns, (h - self.head + self.gap) / self.rows
        return (x + column * wide, y + self.head + row * high, wide - self.gap, high - self.gap)

    def choose(self, number: int) -> None:
        raise NotImplementedError

    def choose_at(self, number: int, x: float, y: float) -> None:
        """It was pressed at a place."""
        self.choose(number)

    def scroll(self, up: float) -> None:
        """The wheel was turned: by default it chooses too."""
        self.choose(self.chosen - (1 if up > 0 else -1))

    def act(self, intent: Act) -> bool:
        ways = {"left": -1, "right": 1, "up": -self.columns, "down": self.columns}
        if intent.name in ways and intent.name in self.handled_intents():
            self.choose(self.chosen + ways[intent.name] if self.chosen >= 0 else 0)
        elif intent.name == "wheel":
            self.scroll(intent.value)
        elif intent.name == "press":
            here = next((n for n in self.in_view() if holds(self.cell(n), (intent.x, intent.y))), None)
            if here is not None:
                self.choose_at(here, intent.x, intent.y)
        else:
            return intent.name in ("move", "release")
        return True
