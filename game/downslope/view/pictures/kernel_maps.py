"""Eyes: a card for each kernel, with the map that it makes of the picture, and how many places of it are lit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil, isqrt
from typing import TYPE_CHECKING, NamedTuple

from ...i18n import N_, _
from ..draw.plate import draw_plate
from ..draw.tokens import BODY, CODE, NUMBER
from ..widgets.cell_list import CellList
from ..widgets.widget import Act, Rect, State, Widget, is_inside
from .kernel_grid import Grid, draw_map, draw_weights

if TYPE_CHECKING:
    from ..draw.canvas import Canvas


GAP = 4.0
ABREAST, ROWS = 4, 4  # cards beside each other, and rows that are seen at once
BESIDE = 1.55  # a card that is so much wider than high has its map beside the kernel


class KernelMap(NamedTuple):
    """A kernel (nine weights, row by row) and its map (row by row, 0 or above); None: there is no picture."""

    kernel: tuple[float, ...]
    map: tuple[float, ...] | None

    @property
    def lit(self) -> int:
        """Places of its map that are above 0."""
        return sum(value > 0 for value in self.map or ())


def brightest_of(eyes: Sequence[KernelMap]) -> float:
    """The largest value of all maps: what all are as bright as."""
    return max((value for eye in eyes for value in eye.map or ()), default=0.0)


def largest_of(eyes: Sequence[KernelMap]) -> float:
    """The largest size of a kernel's weight."""
    return max((abs(weight) for eye in eyes for weight in eye.kernel), default=0.0)


class KernelMaps(CellList):
    """Cards in rows; the chosen one is framed. The arrows choose, or a press, which also tells the place of the map."""

    lasting = ("chosen",)
    role = N_("list")

    def __init__(self, name: str, rect: Rect, on_choice: Callable[[int, int | None], None] | None = None,
                 on_open: Callable[[], None] | None = None) -> None:  # fmt: skip
        super().__init__(name, rect, tip=_("Choose a kernel"))
        self.eyes: tuple[KernelMap, ...] = ()
        self.chosen = 0
        self.on_choice, self.on_open = on_choice, on_open

    def accessible_value(self) -> str:
        return _("kernel {n} of {all}").format(n=self.chosen + 1, all=len(self.eyes))

    # -- where the cards are -----------------------------------------------------------------------------------------

    @property
    def columns(self) -> int:
        count = len(self.eyes)
        return 2 if 2 < count <= 4 else max(1, min(ABREAST, count))

    @property
    def rows(self) -> int:
        """Rows that are seen."""
        return max(1, min(ROWS, ceil(len(self.eyes) / self.columns)))

    @property
    def first(self) -> int:
        """The kernel in the first card: the chosen one is always to be seen."""
        whole = ceil(len(self.eyes) / self.columns)
        row = self.chosen // self.columns
        return self.columns * max(0, min(row - self.rows // 2, whole - self.rows))

    def cell(self, number: int) -> Rect:
        """Where a kernel's card is."""
        x, y, w, h = self.rect
        row, column = divmod(number - self.first, self.columns)
        width, height = (w + GAP) / self.columns, (h + GAP) / self.rows
        return (x + column * width, y + row * height, width - GAP, height - GAP)

    def map_of(self, number: int) -> Grid:
        """Where its map is."""
        x, y, w, h = self.cell(number)
        side = isqrt(len(self.eyes[number].map or (0.0,)))
        if w > BESIDE * h:
            width = min(h - 12, 110.0, 0.45 * w)  # side of a map that stands beside its kernel
            return Grid(x + w - width - 0.06 * w, y + (h - width) / 2, width / side, side)
        width = min(0.57 * h, w - 20)
        return Grid(x + (w - width) / 2, y + h - width - 7, width / side, side)

    def in_view(self) -> range:
        return range(self.first, min(len(self.eyes), self.first + self.columns * self.rows))

    def handled_intents(self) -> tuple[str, ...]:
        return (*super().handled_intents(), "accept") if self.on_open else super().handled_intents()

    def act(self, intent: Act) -> bool:
        if intent.name == "accept" and self.on_open:
            self.on_open()
            return True
        return super().act(intent)

    def choose_at(self, number: int, x: float, y: float) -> None:
        self.choose(number, self.map_of(number).hit(x, y))

    def choose(self, number: int, place: int | None = None) -> None:
        if 0 <= number < len(self.eyes):
            self.chosen = number
            if self.on_choice:
                self.on_choice(number, place)

    # -- drawing -----------------------------------------------------------------------------------------------------

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        key = ("eyes", self.rect, self.eyes, self.chosen)
        canvas.keep(key, x - 4, y - 4, w + 8, h + 8, self._draw)
        if state.focus and self.eyes:
            canvas.focus(*self.cell(self.chosen), 12)

    def _draw(self, canvas: Canvas) -> None:
        largest, brightest = largest_of(self.eyes), brightest_of(self.eyes)
        for number in self.in_view():
            x, y, w, h = self.cell(number)
            eye, on = self.eyes[number], number == self.chosen
            ground = "rowhi" if on else canvas.mix("panel", "well", 0.45)
            draw_plate(canvas, (x, y, w, h), "text" if on else "", 12, 2, fill=ground)
            grid = self.map_of(number)
            beside = w > BESIDE * h
            width = 0.5 * grid.wide if beside else min(0.29 * h, 0.3 * w)
            name, told = str(number + 1), str(eye.lit)
            ink = "text" if on else "text2"
            middle = y + 9 + width / 2
            if beside:
                self._beside(canvas, (x, y, w, h), eye, (name, told, ink), grid, width, largest)
            else:
                left = x + (w - width) / 2 - 0.09 * w
                canvas.text(x + 11, y + 8 + 14 * canvas.type, name, NUMBER, ink)
                left = max(left, x + 15 + canvas.width(name, NUMBER))
                draw_weights(canvas, Grid(left, y + 9, width / 3, 3), eye.kernel, largest)
                end = x + w - 9
                start = end - canvas.text_vcenter(end, middle, told, NUMBER, "prediction", "end")
                _arrow(canvas, left + width + 8, start - 6, middle)
            if eye.map is not None:
                draw_map(canvas, grid, eye.map, brightest)
                lit = _("kernel {n}: {lit} of {count} places of its map are lit")
                canvas.explain((x, y, w, h), lit.format(n=name, lit=told, count=len(eye.map)))

    def _beside(self, canvas: Canvas, card: Rect, eye: KernelMap, words: tuple[str, str, str], grid: Grid,
                wide: float, largest: float) -> None:  # fmt: skip
        """The kernel under its number, then how much is lit, then the map."""
        x, y, _w, h = card
        name, told, ink = words
        base = y + 6 + 14 * canvas.type
        if base + wide + 12 > y + h:  # no room for both, nor for how much is lit
            left = x + 15 + canvas.text_vcenter(x + 6, y + h / 2, name, NUMBER, ink)
            wide = min(wide, grid.x - 8 - left)
            draw_weights(canvas, Grid(left, y + (h - wide) / 2, wide / 3, 3), eye.kernel, largest)
            return
        canvas.text(x + 10, base, name, NUMBER, ink)
        kernel = Grid(x + 12, min(max(base + 8, y + (h - wide) / 2 + 9), y + h - wide - 7), wide / 3, 3)
        draw_weights(canvas, kernel, eye.kernel, largest)
        left, right = kernel.x + kernel.wide + 6, grid.x - 6
        middle = kernel.y + wide / 2
        if right - left > 34 + canvas.width("36", NUMBER):
            start = right - canvas.text_vcenter(right, middle, told, NUMBER, "prediction", "end")
            _arrow(canvas, left + 2, start - 6, middle)
        else:
            canvas.text_vcenter((left + right) / 2, middle, told, NUMBER, "prediction", "middle")


def _arrow(canvas: Canvas, left: float, right: float, y: float) -> None:
    """Where there is room for one."""
    if right - left >= 9:
        end = min(right, left + 15)
        canvas.line(left, y, end - 1, y, "text2", 2)
        canvas.polyline([(end - 5, y - 4), (end, y), (end - 5, y + 4)], "text2", 2)


# ---------------------------------------------------------------------------------------------------------------------
# When: what kernels (or the weights of each output) looked like at some steps of the training, and their maps then.


NARROWEST = 36.0  # of a column
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
        return max(1, min(4, self.count))  # kernels under each other

    @property
    def first(self) -> int:
        """The kernel in the top row."""
        return max(0, min(self.chosen - 1, self.count - self.rows))

    @property
    def left(self) -> float:
        return 26.0 * min(1.4, self.large) + 4  # width of the kernels' numbers

    @property
    def head(self) -> float:
        return 2 * HEAD * self.large

    @property
    def looked_at(self) -> int:
        """The column of the step that is looked at, or of the last before it."""
        return max((i for i, past in enumerate(self.past) if past.step <= self.step), default=0)

    def cell(self, row: int, column: int) -> Rect:
        x, y, w, h = self.rect
        width, height = min(110.0, (w - self.left) / max(1, len(self.past))), (h - self.head) / self.rows
        return (x + self.left + column * width, y + self.head + row * height, width, height)

    def handled_intents(self) -> tuple[str, ...]:
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
            left, _top, width, _high = self.cell(0, self.looked_at)
            canvas.rect(left + 1, y + HEAD * self.large, width - 2, h - HEAD * self.large - 1, None, 8, "text", 2)
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
            canvas.text_vcenter(left + wide / 2, canvas.vcentre_of(base), past.label, CODE, "text", "middle", wide - 6)
        for row in range(self.rows):
            number = self.first + row
            _left, top, _wide, height = self.cell(row, 0)
            if number == self.chosen:
                canvas.rect(x, top + 1, self.left - 4, height - 2, "rowhi", 7)
            ink = "text" if number == self.chosen else "text2"
            name, middle = str(number + self.first_name), x + (self.left - 4) / 2
            canvas.text_vcenter(middle, top + height / 2, name, NUMBER, ink, "middle", room=self.left - 6)
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
