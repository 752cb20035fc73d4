"""Cells in rows, of which one is chosen: by the arrows, by the wheel or by a press."""

from __future__ import annotations

from ..draw.rects import holds
from .widget import Act, Rect, Widget


class CellList(Widget):
    """What lists them says how many `columns` there are, which cells are `in_view`, where each is, and what `choose`
    does: a number that is no cell's chooses nothing.
    """

    intents = ("left", "right", "up", "down")
    chosen = 0

    @property
    def columns(self) -> int:
        raise NotImplementedError

    def in_view(self) -> range:
        """The numbers of the cells that are to be seen."""
        raise NotImplementedError

    def cell(self, number: int) -> Rect:
        """Where a cell is."""
        raise NotImplementedError

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
