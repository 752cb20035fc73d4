"""When: what kernels (or the weights of each output) looked like at some steps of the training, and their maps then."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from ...i18n import N_, _
from ..draw.tokens import BODY, CODE, NUMBER
from ..widgets.widget import Act, Rect, State, Widget, is_inside
from .kernel_grid import Grid
from .kernel_maps import KernelMap, brightest_of, largest_of
from .mosaic import draw_map, draw_weights

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

ROWS = 4  # kernels under each other
NARROWEST = 36.0  # of a column
NAMES = 26.0  # width of the kernels' numbers
HEAD = 22.0  # height of a line above the columns


class Past(NamedTuple):
    """The kernels at a step. `label`: the step or the pass; `eyes`: nothing while it is not worked out."""

    step: int
    label: str
    passes: bool
    eyes: tuple[KernelMap, ...]


class KernelHistory(Widget):
    """Up and down choose a kernel, left and right a time; a press both. The time that is looked at is framed."""

    lasting = ("chosen",)
    role = N_("table")

    def __init__(self, name: str, rect: Rect, first_name: int, on_choice: Callable[[int, int], None]) -> None:
        super().__init__(name, rect, tip=_("Look back at a step"))
        self.on_choice, self.first_name = on_choice, first_name
        self.past: tuple[Past, ...] = ()
        self.count = 0  # kernels that there are
        self.chosen = 0
        self.step = 0  # that is looked at
        self.large = 1.0  # how much larger the text is

    def accessible_value(self) -> str:
        return _("kernel {n}, step {step}").format(n=self.chosen + 1, step=self.step)

    # -- where it all is ---------------------------------------------------------------------------------------------

    @property
    def rows(self) -> int:
        return max(1, min(ROWS, self.count))

    @property
    def first(self) -> int:
        """The kernel in the top row."""
        return max(0, min(self.chosen - 1, self.count - self.rows))

    @property
    def left(self) -> float:
        return NAMES * min(1.4, self.large) + 4

    @property
    def head(self) -> float:
        return 2 * HEAD * self.large

    @property
    def looked_at(self) -> int:
        """The column of the step that is looked at, or of the last before it."""
        return max((i for i, past in enumerate(self.past) if past.step <= self.step), default=0)

    def cell(self, row: int, column: int) -> Rect:
        x, y, w, h = self.rect
        wide, high = min(110.0, (w - self.left) / max(1, len(self.past))), (h - self.head) / self.rows
        return (x + self.left + column * wide, y + self.head + row * high, wide, high)

    def hears(self) -> tuple[str, ...]:
        return ("up", "down", "left", "right")

    def act(self, intent: Act) -> bool:
        if intent.name in ("up", "down", "wheel"):
            down = intent.name == "down" or (intent.name == "wheel" and intent.value < 0)
            self._choose(self.chosen + (1 if down else -1), self.looked_at, moves=False)
        elif intent.name in ("left", "right"):
            self._choose(self.chosen, self.looked_at + (1 if intent.name == "right" else -1))
        elif intent.name == "press":
            for row in range(self.rows):
                for column in range(len(self.past)):
                    if is_inside(self.cell(row, column), intent.x, intent.y):
                        self._choose(self.first + row, column)
                        return True
        else:
            return intent.name in ("move", "release")
        return True

    def _choose(self, number: int, column: int, moves: bool = True) -> None:
        if 0 <= number < self.count and 0 <= column < len(self.past):
            self.chosen = number
            self.step = self.past[column].step if moves else self.step
            self.on_choice(number, self.step)

    # -- drawing -----------------------------------------------------------------------------------------------------

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        key = ("kernel history", self.rect, self.past, self.chosen, self.count, self.large)
        canvas.keep(key, x, y, w, h, self._draw)
        if self.past:
            left, _top, wide, _high = self.cell(0, self.looked_at)
            canvas.rect(left + 1, y + HEAD * self.large, wide - 2, h - HEAD * self.large - 1, None, 8, "text", 2)
        if state.focus and self.past:
            canvas.focus(*self.cell(self.chosen - self.first, self.looked_at), 8)

    def _draw(self, canvas: Canvas) -> None:
        x, y, w, _h = self.rect
        if not self.past:
            canvas.wrap(x + 20, y + 40 * canvas.type, _("Train it to see here what it looked for."), w - 40)
            return
        for passes, title in ((False, _("steps")), (True, _("passes"))):
            columns = [i for i, past in enumerate(self.past) if past.passes == passes]
            if columns:
                left, right = self.cell(0, columns[0])[0], self.cell(0, columns[-1])
                canvas.within(left + 4, y + 15 * canvas.type, title, right[0] + right[2] - left - 6, BODY, "text2")
        base = y + HEAD * self.large + 15 * canvas.type
        for column, past in enumerate(self.past):
            left, _top, wide, _high = self.cell(0, column)
            canvas.mid_text(left + wide / 2, canvas.middle_of(base), past.label, CODE, "text", "middle", wide - 6)
        for row in range(self.rows):
            number = self.first + row
            _left, top, _wide, high = self.cell(row, 0)
            if number == self.chosen:
                canvas.rect(x, top + 1, self.left - 4, high - 2, "rowhi", 7)
            ink = "text" if number == self.chosen else "text2"
            name, middle = str(number + self.first_name), x + (self.left - 4) / 2
            canvas.mid_text(middle, top + high / 2, name, NUMBER, ink, "middle", room=self.left - 6)
            for column, past in enumerate(self.past):
                if past.eyes:
                    self._picture(canvas, self.cell(row, column), past, number)

    def _picture(self, canvas: Canvas, rect: Rect, past: Past, number: int) -> None:
        """Scaled by what is largest at that step."""
        x, y, w, h = rect
        eye, largest = past.eyes[number], largest_of(past.eyes)
        side = round(len(eye.kernel) ** 0.5)
        if eye.map is None:
            wide = min(w - 10, h - 10)
            draw_weights(canvas, Grid(x + (w - wide) / 2, y + (h - wide) / 2, wide / side, side), eye.kernel, largest)
            return
        wide = min(w - 10, 0.62 * (h - 14))
        small = min(0.7 * wide, h - 14 - wide)
        top = y + (h - wide - small - 6) / 2
        draw_weights(canvas, Grid(x + (w - small) / 2, top, small / side, side), eye.kernel, largest)
        places = round(len(eye.map) ** 0.5)
        below = Grid(x + (w - wide) / 2, top + small + 6, wide / places, places)
        draw_map(canvas, below, eye.map, brightest_of(past.eyes))
