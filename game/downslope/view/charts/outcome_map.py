"""The convergence map as a control: a cursor on its cells, moved by the arrows or the pointer.

A press takes the cursor along. While the pointer only rests on a cell, that cell is told of, and the cursor stays.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ...i18n import N_
from ..widgets.widget import UNPLACED, Act, State, Widget
from .outcome_axes import draw_flag, draw_frame, draw_you, frame_for
from .outcome_cells import SMALL, OutcomeCells, draw_marks, draw_running

if TYPE_CHECKING:
    from ...convergence.convergence_map import ConvergenceMap
    from ..draw.canvas import Canvas
    from ..widgets.widget import Rect

FAR = 5  # cells, with Shift
MOVES = {"left": (-1, 0), "right": (1, 0), "up": (0, 1), "down": (0, -1)}
Place = tuple[int, int]  # column, row from the bottom


class OutcomeMap(Widget):
    """`you`: the place of the player's own run, where the cursor begins. `on_play`: Enter.

    words   what stands at the upright and at the level axis
    names   the columns' names, where they have no numbers
    flags   columns of the best weights
    lit     the outcome that is picked out
    running the place that is being run now
    """

    role = N_("map")
    label = ""  # what is drawn against what
    told = ""  # what is told of the cell

    def __init__(self, name: str, cells: ConvergenceMap, words: tuple[str, str], you: Place,
                 on_play: Callable[[], None], names: Sequence[str] = (),
                 flags: Sequence[float] = ()) -> None:  # fmt: skip
        super().__init__(name, UNPLACED)
        self.cells, self.words, self.names, self.flags, self.on_play = cells, words, names, flags, on_play
        self.you = self.cursor = you
        self.hover: Place | None = None
        self.running: Place | None = None
        self.lit = ""
        self._painted = OutcomeCells()

    def fit(self, canvas: Canvas, rect: Rect) -> None:
        """Stand here; the canvas tells how much room the values at the sides take."""
        self.rect, plane = rect, self.cells.plane
        self.frame = frame_for(canvas, rect, plane.across, plane.up, self.names)

    def accessible_value(self) -> str:
        return self.told

    @property
    def here(self) -> Place:
        """The cell that is told of."""
        return self.hover or self.cursor

    @property
    def moving(self) -> bool:
        """Its cells are painted little by little."""
        return not self._painted.shows(self.cells.codes)

    def hears(self) -> tuple[str, ...]:
        return (*MOVES, "home", "end", "page_up", "page_down", "accept")

    def act(self, intent: Act) -> bool:
        if intent.name in ("press", "move", "release"):
            self.cursor = self.frame.at(intent.x, intent.y) or self.cursor
            return True
        if intent.name in MOVES:
            far = FAR if intent.big else 1
            across, up = MOVES[intent.name]
            return self._go(self.cursor[0] + across * far, self.cursor[1] + up * far)
        if intent.name in ("home", "end"):
            return self._go(0 if intent.name == "home" else self.frame.columns, self.cursor[1])
        if intent.name in ("page_up", "page_down"):
            return self._go(self.cursor[0], self.frame.rows if intent.name == "page_up" else 0)
        if intent.name == "accept":
            self.on_play()
            return True
        return False

    def _go(self, column: int, row: int) -> bool:
        """Beyond the edge counts as the edge."""
        self.hover = None
        self.cursor = min(self.frame.columns - 1, max(0, column)), min(self.frame.rows - 1, max(0, row))
        return True

    def draw(self, canvas: Canvas, state: State) -> None:
        frame, across = self.frame, self.cells.plane.across
        canvas.keep(("map frame", frame, across, self.words), *frame.rect,
                      lambda sub: draw_frame(sub, frame, across, *self.words))  # fmt: skip
        self._painted.draw(canvas, frame.grid, frame.columns, self.cells.codes, self.lit)
        if frame.grid[2] * canvas.s < SMALL * frame.columns:
            draw_marks(canvas, frame.grid, frame.columns, self.cells.codes, self.lit)
        if self.running is not None and self.cells.cell(*self.running) is None:
            self._paint_running(canvas, self.running)
        for place in self.flags:
            draw_flag(canvas, frame, place)
        draw_you(canvas, frame, self.you)
        if self.hover is not None and self.hover != self.cursor:
            self._ring(canvas, self.hover, 1.5)
        self._hairs(canvas)
        self._ring(canvas, self.cursor, 3 if state.focus else 2)

    def _paint_running(self, canvas: Canvas, place: Place) -> None:
        (x, y), grid = self.frame.centre(*place), self.frame.grid
        w, h = grid[2] / self.frame.columns, grid[3] / self.frame.rows

        def still(sub: Canvas) -> None:
            draw_running(sub, x - w / 2, y - h / 2, w, h)

        canvas.keep(("running", x, y, w, h), x - w / 2 - 1, y - h / 2 - 1, w + 2, h + 2, still)

    def _hairs(self, canvas: Canvas) -> None:
        """From the cursor to its values at the sides."""
        x, y = self.frame.centre(*self.cursor)
        left, low = self.frame.grid[0] - 4, self.frame.grid[1] + self.frame.grid[3] + 4

        def still(sub: Canvas) -> None:
            sub.line(left, y, max(left, x - 15), y, "focus", 1.4, 0.75, (1, 4))
            sub.line(x, low, x, min(low, y + 16), "focus", 1.4, 0.75, (1, 4))

        canvas.keep(("hairs", x, y), left - 2, y - 2, x - left + 4, 4, still)
        canvas.keep(("hairs", x, y), x - 2, y, 4, low - y + 2, still)

    def _ring(self, canvas: Canvas, place: Place, width: float) -> None:
        x, y = self.frame.centre(*place)
        w = max(28.0, self.frame.grid[2] / self.frame.columns + 10)
        h = max(30.0, self.frame.grid[3] / self.frame.rows + 10)
        if width >= 2:
            canvas.rect(x - w / 2, y - h / 2, w, h, None, 7, "bg0", 2 * width)
        canvas.rect(x - w / 2, y - h / 2, w, h, None, 7, "focus", width)
