"""The panel with the learner's knobs, alpha first: a grid of cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...i18n import _
from ...rules.knob import Knob
from ...view.widgets.layout import arrange, grid
from ...view.widgets.panel import Group
from ...view.widgets.widget import Rect, Widget
from .knob_cell import HIGH, KnobCell, Turned, high
from .knobs import rows_of

if TYPE_CHECKING:
    from .host import Host

EDGE = 12.0  # what a panel is higher than its cells; what large text adds to the lowest one lies in it


class KnobPanel(Group):
    """Laid anew, it reads the knobs of the level anew.

    columns   knobs beside each other      waiting   knobs that are shown and cannot be turned yet
    own       the knobs that belong here; None: all that `rows_of` finds      note   what it says where there is none
    """

    def __init__(self, host: Host, columns: int = 1, turn: Turned | None = None) -> None:
        """`turn`: as of a cell."""
        self.host, self.columns, self.turn = host, columns, turn
        self.waiting: Sequence[Knob] = ()
        self.own: Sequence[Knob] | None = None
        self.note = _("It cannot be turned here.")
        self.shown: Sequence[KnobCell] = ()
        self._known: dict[tuple[object, ...], KnobCell] = {}  # they outlast a layout, for one may be on its way

    def _cells(self) -> list[KnobCell]:
        """As they belong here now: where the learner has none that is turned, alpha as it stands."""
        level, later = self.host.attempt.now, _("after the first landing")
        found = [self._cell(knob) for knob in (rows_of(level) if self.own is None else self.own)]
        if not found and level.learner is not None:
            found.append(self._cell(Knob("alpha"), self.note, locked=False))
        return found + [self._cell(knob, later) for knob in self.waiting]

    def _cell(self, knob: Knob, note: str = "", locked: bool = True) -> KnobCell:
        key = knob.name, knob.index, note
        if key not in self._known:
            self._known[key] = KnobCell(self.host, knob, self.columns, self.turn, note, locked)
        self._known[key].knob = knob
        return self._known[key]

    @property
    def height(self) -> float:
        """What it needs now; 0 without knobs."""
        return self._height(self._cells())

    def _height(self, cells: Sequence[KnobCell]) -> float:
        lines = -(-len(cells) // self.columns)
        return EDGE + HIGH + high(self.host) * (lines - 1) if lines else 0.0

    def smallest(self) -> tuple[float, float]:
        cells = self._cells()
        return self.columns * max((cell.smallest()[0] for cell in cells), default=0.0), self._height(cells)

    @property
    def widgets(self) -> list[Widget]:
        """What turns each knob."""
        return [cell.control for cell in self.shown if cell.control is not None]

    def sheets(self) -> list[Rect]:
        return [self.rect] if self.rect[3] else []

    def place(self, rect: Rect) -> list[Widget]:
        self.rect, self.shown = rect, self._cells()
        if not self.shown:
            return []
        x, y, w, _h = rect
        room = self._height(self.shown) - EDGE - HIGH + high(self.host)  # of equal rows
        places = arrange(grid(self.columns, *self.shown, gap=0.0), (x, y, w, room))
        return [widget for box, place in places if isinstance(box, KnobCell) for widget in box.place(place)]
