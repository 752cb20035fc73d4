"""Kernels and their maps: a card for each, how they came about, one place of a map as nine products, what each adds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil, isqrt
from typing import NamedTuple

from ...i18n import N_, _
from ..draw import BODY, CODE, LABEL, NUMBER, VALUE, Canvas, Run, contrast, draw_plate, holds, legible, weight_colour
from ..format.equation import ABOUT, EQUAL, addition, products as equations
from ..format.numbers import MINUS, brief, number, short, with_sign
from ..widgets.button import CellList
from ..widgets.ink import Label
from ..widgets.widget import Intent, Rect, State, Widget
from .pixel_grids import REACH, RIM, Grid, GridPad, draw_map, draw_weights, hue_strength

ABREAST, ROWS = 4, 4  # cards beside each other, and rows that are seen at once
BESIDE = 1.55  # a card that is so much wider than high has its map beside the kernel


class KernelMap(NamedTuple):
    """A kernel (nine weights, row by row) and its map (row by row, 0 or above); None: there is no picture."""

    kernel: tuple[float, ...]
    map: tuple[float, ...] | None


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
    gap = 4.0

    def __init__(self, name: str, rect: Rect, on_choice: Callable[[int, int | None], None] | None = None,
                 on_open: Callable[[], None] | None = None) -> None:  # fmt: skip
        super().__init__(name, rect, tip=_("Choose a kernel"))
        self.on_choice, self.on_open = on_choice, on_open

    def accessible_value(self) -> str:
        return _("kernel {n} of {all}").format(n=self.chosen + 1, all=len(self.items))

    @property
    def columns(self) -> int:
        count = len(self.items)
        return 2 if 2 < count <= 4 else max(1, min(ABREAST, count))

    @property
    def rows(self) -> int:
        return max(1, min(ROWS, ceil(len(self.items) / self.columns)))

    def map_of(self, number: int) -> Grid:
        """Where its map is."""
        x, y, w, h = self.cell(number)
        side = isqrt(len(self.items[number].map or (0.0,)))
        if w > BESIDE * h:
            width = min(h - 12, 110.0, 0.45 * w)  # side of a map that stands beside its kernel
            return Grid(x + w - width - 0.06 * w, y + (h - width) / 2, width / side, side)
        width = min(0.57 * h, w - 20)
        return Grid(x + (w - width) / 2, y + h - width - 7, width / side, side)

    def handled_intents(self) -> tuple[str, ...]:
        return (*super().handled_intents(), "accept") if self.on_open else super().handled_intents()

    def act(self, intent: Intent) -> bool:
        if intent.name == "accept" and self.on_open:
            self.on_open()
            return True
        return super().act(intent)

    def choose_at(self, number: int, x: float, y: float) -> None:
        self.choose(number, self.map_of(number).hit(x, y))

    def choose(self, number: int, place: int | None = None) -> None:
        if 0 <= number < len(self.items):
            self.chosen = number
            if self.on_choice:
                self.on_choice(number, place)

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        canvas.once((x - 4, y - 4, w + 8, h + 8), self._draw, self.items, self.chosen)
        if state.focus and self.items:
            canvas.focus(*self.cell(self.chosen), 12)

    def _draw(self, canvas: Canvas, eyes: tuple[KernelMap, ...], chosen: int) -> None:
        largest, brightest = largest_of(eyes), brightest_of(eyes)
        for index in self.in_view():
            x, y, w, h = self.cell(index)
            eye, on = eyes[index], index == chosen
            ground = "rowhi" if on else canvas.mix("panel", "well", 0.45)
            draw_plate(canvas, (x, y, w, h), "text" if on else "", 12, 2, fill=ground)
            grid = self.map_of(index)
            if w > BESIDE * h:
                width = min(0.5 * grid.wide, grid.x - x - 24)
                left, top = (x + grid.x - width) / 2, y + (h - width) / 2
            else:
                width = min(0.29 * h, 0.3 * w)
                left, top = x + (w - width) / 2, y + 9
            draw_weights(canvas, Grid(left, top, width / 3, 3), eye.kernel, largest)
            if eye.map is not None:
                draw_map(canvas, grid, eye.map, brightest)
                lit = _("kernel {n}: {lit} of {count} places of its map are lit")
                count = sum(value > 0 for value in eye.map)
                canvas.explain((x, y, w, h), lit.format(n=index + 1, lit=count, count=len(eye.map)))


# When: what kernels (or the weights of each output) looked like at some steps of the training, and their maps then.


NARROWEST = 36.0  # of a column
HEAD = 22.0  # height of a line above the columns


# A step, its number or its pass's, whether it is a pass, and the kernels then: nothing while they are not worked out
Past = tuple[int, str, bool, tuple[KernelMap, ...]]


class KernelHistory(Widget):
    """Up and down choose a kernel, left and right a time; a press both. The time that is looked at is framed."""

    intents = ("up", "down", "left", "right")
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
    def looked_at(self) -> int:
        """The column of the step that is looked at, or of the last before it."""
        return max((i for i, (step, *_past) in enumerate(self.past) if step <= self.step), default=0)

    def cell(self, row: int, column: int) -> Rect:
        x, y, w, h = self.rect
        head = 2 * HEAD * self.large
        width, height = min(110.0, (w - self.left) / max(1, len(self.past))), (h - head) / self.rows
        return (x + self.left + column * width, y + head + row * height, width, height)

    def act(self, intent: Intent) -> bool:
        if intent.name in ("up", "down", "wheel"):
            down = intent.name == "down" or (intent.name == "wheel" and intent.value < 0)
            self._choose(self.chosen + (1 if down else -1), self.looked_at, moves=False)
        elif intent.name in ("left", "right"):
            self._choose(self.chosen, self.looked_at + (1 if intent.name == "right" else -1))
        elif intent.name == "press":
            for row in range(self.rows):
                for column in range(len(self.past)):
                    if holds(self.cell(row, column), (intent.x, intent.y)):
                        self._choose(self.first + row, column)
                        return True
        else:
            return intent.name in ("move", "release")
        return True

    def _choose(self, number: int, column: int, moves: bool = True) -> None:
        if 0 <= number < self.count and 0 <= column < len(self.past):
            self.chosen = number
            self.step = self.past[column][0] if moves else self.step
            self.on_choice(number, self.step)

    # -- drawing -----------------------------------------------------------------------------------------------------

    def draw(self, canvas: Canvas, state: State) -> None:
        _x, y, _w, h = self.rect
        canvas.once(self.rect, self._draw, self.past, self.chosen, self.count)
        if self.past:
            left, _top, width, _high = self.cell(0, self.looked_at)
            canvas.rect(left + 1, y + HEAD * self.large, width - 2, h - HEAD * self.large - 1, None, 8, "text", 2)
        if state.focus and self.past:
            canvas.focus(*self.cell(self.chosen - self.first, self.looked_at), 8)

    def _draw(self, canvas: Canvas, times: tuple[Past, ...], chosen: int, _count: int) -> None:
        x, y, w, _h = self.rect
        if not times:
            words = _("Train it to see here what it looked for.")
            Label(canvas, words, colour="text2", width=w - 40).draw(canvas, x + 20, y + 22 * canvas.type)
            return
        for passes, title in ((False, _("steps")), (True, _("passes"))):
            columns = [i for i, (_step, _label, is_pass, _eyes) in enumerate(times) if is_pass == passes]
            if columns:
                left, right = self.cell(0, columns[0])[0], self.cell(0, columns[-1])
                canvas.within(left + 4, y + 15 * canvas.type, title, right[0] + right[2] - left - 6, BODY, "text2")
        base = y + HEAD * self.large + 15 * canvas.type
        for column, (_step, label, _passes, _eyes) in enumerate(times):
            left, _top, wide, _high = self.cell(0, column)
            canvas.text_vcenter(left + wide / 2, canvas.vcentre_of(base), label, CODE, "text", "middle", wide - 6)
        for row in range(self.rows):
            number = self.first + row
            _left, top, _wide, height = self.cell(row, 0)
            if number == chosen:
                canvas.rect(x, top + 1, self.left - 4, height - 2, "rowhi", 7)
            ink = "text" if number == chosen else "text2"
            name, middle = str(number + self.first_name), x + (self.left - 4) / 2
            canvas.text_vcenter(middle, top + height / 2, name, NUMBER, ink, "middle", room=self.left - 6)
            for column, (_step, _label, _passes, eyes) in enumerate(times):
                if not eyes:
                    continue
                left, top, wide, height = self.cell(row, column)
                eye, largest = eyes[number], largest_of(eyes)  # scaled by what is largest at that step
                side, middle = round(len(eye.kernel) ** 0.5), left + wide / 2
                if eye.map is None:
                    size = min(wide - 10, height - 10)
                    grid = Grid(middle - size / 2, top + (height - size) / 2, size / side, side)
                    draw_weights(canvas, grid, eye.kernel, largest)
                    continue
                size = min(wide - 10, 0.62 * (height - 14))
                small = min(0.7 * size, height - 14 - size)
                upper, places = top + (height - size - small - 6) / 2, round(len(eye.map) ** 0.5)
                draw_weights(canvas, Grid(middle - small / 2, upper, small / side, side), eye.kernel, largest)
                below = Grid(middle - size / 2, upper + small + 6, size / places, places)
                draw_map(canvas, below, eye.map, brightest_of(eyes))


# What each kernel adds to a vote: its map, a bar and a number.


ROW, SMALLEST = 8, 18.0  # maps beside each other; the side of a map, if it is drawn at all


class KernelShares(CellList):
    """What each kernel adds: its map, a bar and a number. Left and right, or a press, choose one."""

    role = N_("list")

    def __init__(self, name: str, rect: Rect, on_choice: Callable[[int], None]) -> None:
        super().__init__(name, rect, tip=_("Choose a kernel"))
        self.on_choice = on_choice
        self.shares: tuple[float, ...] = ()
        self.pair: tuple[int, int] | None = None  # None: there is nothing to add to
        self.head = 28.0
        self.large = 1.0  # how much larger the text is

    def accessible_value(self) -> str:
        share = number(self.shares[self.chosen], plus=True) if self.chosen < len(self.shares) else ""
        return _("kernel {n}: {value}").format(n=self.chosen + 1, value=share)

    @property
    def columns(self) -> int:
        return max(1, min(ROW, len(self.items)))

    @property
    def rows(self) -> int:
        room = int((self.rect[3] - self.head) // (22.0 * self.large))  # of a number
        return max(1, min(2, room, -(-len(self.items) // self.columns)))

    def handled_intents(self) -> tuple[str, ...]:
        return super().handled_intents() if self.rows > 1 else ("left", "right")

    def choose(self, number: int) -> None:
        if 0 <= number < len(self.items) and number != self.chosen:
            self.on_choice(number)

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        canvas.once((x - 6, y - 4, w + 12, h + 8), self._draw, self.items, self.shares, self.pair, self.chosen)
        if state.focus and self.items:
            left, top, width, height = self.cell(self.chosen)
            canvas.focus(left + 1, top, width - 2, height, 10)

    def _draw(self, canvas: Canvas, eyes: tuple[KernelMap, ...], shares: tuple[float, ...],
              pair: tuple[int, int] | None, _chosen: int) -> None:  # fmt: skip
        x, y, w, _h = self.rect
        base = y + 14 + 5 * canvas.type
        brightest = brightest_of(eyes)
        maximum = max((abs(share) for share in shares), default=0.0)
        total = 0.0
        for share in shares:
            total += share
        most = 2 if canvas.width("+0.00", NUMBER) + 12 <= w / self.columns else 1
        sum = addition(shares, total, 1, most, lambda value, d: with_sign(round(value or 0.0, d), d))
        for eye in self.in_view():
            value = sum.terms[eye]
            x, y, w, h = self.cell(eye)
            values, share = self.items[eye].map or (), self.shares[eye]
            side = round(len(values) ** 0.5) or 1
            colour = weight_colour(share) if value[0] in "+−" else "text2"  # no sign tells what it is
            line = 20 * canvas.type
            beside = self.rows > 1
            if beside:
                width = min(h - 18, w - 16 - canvas.width(value, NUMBER))
            else:
                width = min(w - 12, h - line - 18, 66.0)
            left, top = (x + 6, y + (h - width - 6) / 2) if beside else (x + (w - width) / 2, y + 6)
            grid = Grid(left, top, width / side, side)
            if width >= SMALLEST and values:
                draw_map(canvas, grid, values, brightest)
            else:
                width = 0.0
            if eye == self.chosen:
                edge = 5
                frame = (grid.x - edge, grid.y - edge, width + 2 * edge, width + 2 * edge)
                canvas.rect(*(frame if width else (x + 1, y + 2, w - 2, h - 4)), None, 7, "text", 2)
            if self.pair is None:
                continue
            long = abs(share) / maximum if maximum else 0.0
            if beside:
                left = grid.x + (width + 8 if width else 0.0)
                room, barred = x + w - 2 - left, h > line + 20
                canvas.text_vcenter(left, y + h / 2 - (6 if barred else 0), value, NUMBER, colour, room=room)
                if barred:
                    canvas.rect(left, y + h / 2 + 8, max(3.0, long * room), 6, colour, 3)
                continue
            room, top = min(w - 12, 66.0), grid.y + width + 8 if width else y + 6
            if top + 9 + line <= y + h:
                canvas.rect(x + (w - room) / 2, top, max(4.0, long * room), 7, colour, 3.5)
                top += 9
            canvas.text_vcenter(x + w / 2, top + line / 2, value, NUMBER, colour, "middle", room=w - 6)
        x, _y, w, _h = self.rect
        if pair is None:
            canvas.within(x + 4, base, _("What each kernel adds"), w - 8, LABEL, "text2")
            return
        runs: list[Run] = [(_("together") + f" {sum.about}", "text2", 500),
                           (sum.result, weight_colour(total), 700, "mono")]  # fmt: skip
        right = x + w - canvas.rich(x + w - 4, base, runs, BODY, anchor="end") - 16
        first, second = pair
        title: list[Run] = [
            (_("What each kernel adds to") + " ", "text", 700), (str(first), "prediction", 700, "mono"),
            (" " + _("rather than") + " ", "text2", 500), (str(second), "text", 700, "mono"),
        ]  # fmt: skip
        shorter: list[Run] = [(_("Adds to") + " ", "text", 700), *title[1:]]
        canvas.rich(x + 4, base, title, LABEL, room=right - x, shorter=[shorter])


# One place of one map: nine pixels times nine weights, added up; and the map on which the place is chosen.


CELL = 43.0  # of the nine
SIGN = 24.0  # between two of the nines
SUM = 74.0  # width of what they add up to
MAP = 90.0
UNDER = 15.0  # from a grid to the middle of what is written under it
LEAST = 27.0  # of a cell, if what stands below is to have its maps
EYES = (62.0, 62.0)  # height of what each eye adds: its words; its maps with their bars
DIGITS = 29.0  # side of a cell in which a number of three characters is written: else there is no products' grid
WAYS = {"left": (0, -1), "right": (0, 1), "up": (-1, 0), "down": (1, 0)}


# Of nine pixels, the kernel, the products (None: they stand in one line instead), what they add up to, the map; the y
# of the line under all this
CellPlaces = tuple[Grid, Grid, Grid | None, Rect, Grid, float]


def cell_places(rect: Rect, side: int, k: float) -> CellPlaces:
    """Where all stands in this place; `side`: of a map; `k`: how much larger the text is."""
    x, y, w, _h = rect
    nines = next((count for count in (3, 2) if _cell(rect, count, k)[0] >= DIGITS * k), 2)
    cell, words = _cell(rect, nines, k)
    top, grids, left = y + RIM + 2, list[Grid](), x + RIM
    for _number in range(nines):
        grids.append(Grid(left, top, cell, REACH))
        left += 3 * cell + SIGN + 2 * RIM
    left -= SIGN - 4
    width = cell * MAP / CELL
    right = x + w - RIM - width
    low = top + 3 * cell + words
    place = Grid(right, top + (3 * cell - width) / 2, width / side, side)
    summed = (left, top, right - 6 - left, 3 * cell)
    return grids[0], grids[1], grids[2] if nines == 3 else None, summed, place, low


def _cell(rect: Rect, nines: int, k: float) -> tuple[float, float]:
    """If so many grids of nine stand beside the sum and the map: side of a cell, height of what is written below."""
    (_x, _y, w, h), words = rect, 2 * UNDER * k + 8 + (26 * k if nines == 2 else 0)
    across = (w - 2 * RIM - nines * (SIGN + 2 * RIM) - SUM * min(k, 1.6) - 8) / (3 * nines + MAP / CELL)
    down = [(h - words - EYES[0] * k - 10 - maps) / 3 for maps in (EYES[1], 0.0)]
    return min(CELL, across, down[0] if down[0] >= LEAST else down[1]), words


def draw_cell(canvas: Canvas, rect: Rect, places: CellPlaces, pixels: Sequence[float], kernel: Sequence[float],
              eye: int, largest: float) -> None:  # fmt: skip
    """The upper part of a panel, and the line under it. `pixels`: the nine under the window; `largest`: the size of a
    weight that has all of its hue."""
    pixel_grid, kernel_grid, product_grid, summed, map_grid, foot = places
    products = [pixel * weight for pixel, weight in zip(pixels, kernel)]
    total = 0.0
    for product in products:
        total += product
    room, texts = kernel_grid.cell - 3, list[list[str]]()
    for nine in (pixels, kernel, products):  # with one decimal where there is too little room for two
        texts.append([two if canvas.width(two := brief(value), NUMBER) <= room else brief(value, 1) for value in nine])
    rows, equation = equations(list(zip(*texts))), addition(texts[2], number(total))
    dark = canvas.mix("well", "panel", 0.6)
    fills = [canvas.mix(dark, "input", legible(canvas.theme, "input", 0.78 * pixel)) for pixel in pixels]
    _nine(canvas, pixel_grid, texts[0], fills, _("nine pixels"), _("pixels"))
    _nine(canvas, kernel_grid, texts[1], _weight_fills(canvas, kernel, largest),
          _("kernel {number}").format(number=eye + 1))  # fmt: skip
    x, y, w, h = summed
    if product_grid is not None:
        fills = _weight_fills(canvas, products, largest)
        _nine(canvas, product_grid, texts[2], fills, _("nine products"), _("products"))
        _sign(canvas, kernel_grid, product_grid, ABOUT if any(row.about for row in rows) else EQUAL)
    else:  # the three largest, as a sum that goes on
        order = sorted(range(len(products)), key=lambda k: -abs(products[k]))
        parts = [f"{short(round(pixels[k], 2))}·{short(round(kernel[k], 2))}" for k in order[:3] if products[k]]
        left, more = pixel_grid.x - RIM, " + …" if sum(map(bool, products)) > 3 else ""
        room, line = map_grid.x + map_grid.wide - left, " + ".join(parts) + more if parts else "0"
        canvas.text_vcenter(left, foot - 16 * canvas.type, line, NUMBER, "text", room=room)
    _sign(canvas, pixel_grid, kernel_grid, "×")
    label = _("add up") if total >= 0 else _("below 0: cut")
    if h > 64 * canvas.type:
        canvas.text_vcenter(x + w / 2, y + h / 2 - 22 * canvas.type, label, BODY, "text2", "middle", room=w)
    ink = "prediction" if total > 0 else "text2"
    canvas.text_vcenter(x + w / 2, y + h / 2 + 4, equation.about + equation.result, VALUE, ink, "middle", room=w)
    low = y + h / 2 + 28 * min(1.3, canvas.type)
    canvas.line(x + 2, low, x + w - 3, low, ink, 3)
    canvas.polyline([(x + w - 10, low - 6), (x + w - 3, low), (x + w - 10, low + 6)], ink, 3)
    base = kernel_grid.y + kernel_grid.wide + UNDER * canvas.type
    text = _("map {number}").format(number=eye + 1)
    canvas.text_vcenter(map_grid.x + map_grid.wide / 2, base, text, BODY, "text2", "middle", room=map_grid.wide + 14)
    canvas.line(rect[0] + 1, foot, rect[0] + rect[2] - 1, foot, "border", 1)


def _weight_fills(canvas: Canvas, values: Sequence[float], largest: float) -> list[str]:
    parts = [(weight_colour(value), 0.05 + 0.95 * hue_strength(value, largest)) for value in values]
    return [canvas.mix("well", colour, legible(canvas.theme, colour, part)) for colour, part in parts]


def _nine(canvas: Canvas, grid: Grid, texts: Sequence[str], fills: Sequence[str], *names: str) -> None:
    """Nine cells with their numbers, and what they are under them. A cell that is too small has its sign alone.

    `names`: the longest first.
    """
    canvas.rect(grid.x - RIM, grid.y - RIM, grid.wide + 2 * RIM, grid.wide + 2 * RIM, "well", 8)
    least = NUMBER.with_size(canvas.least(NUMBER.size))
    for index, (text, fill) in enumerate(zip(texts, fills)):
        if canvas.width(text, least) > grid.cell - 3:
            text = MINUS if text.startswith(MINUS) else ""
        x, y = grid.at(index)
        canvas.rect(x + 1, y + 1, grid.cell - 2, grid.cell - 2, fill, 4)
        centre = x + grid.cell / 2, y + grid.cell / 2
        # What is written on a cell: the better of the two inks.
        theme = canvas.theme
        best = max((theme.text, theme.ink if theme.dark else theme.panel), key=lambda ink: contrast(ink, fill))
        canvas.text_vcenter(*centre, text, NUMBER, canvas.readable(best, fill), "middle", room=grid.cell - 3)
    middle = grid.y + grid.wide + UNDER * canvas.type
    room = grid.wide + 2 * RIM + 10
    canvas.text_vcenter(grid.x + grid.wide / 2, middle, names[0], BODY, "text2", "middle", room, names[1:])


def _sign(canvas: Canvas, left: Grid, right: Grid, sign: str) -> None:
    middle = (left.x + left.wide + right.x) / 2
    canvas.text_vcenter(middle, left.y + left.wide / 2, sign, NUMBER, "text2", "middle")


class MapPlace(GridPad):
    """The map of a kernel; the framed place is chosen by the arrows or a press."""

    intents = tuple(WAYS)
    turned = True
    role = N_("map")

    def __init__(self, name: str, grid: Grid, on_place: Callable[[int], None]) -> None:
        super().__init__(name, grid, on_place, _("Choose a place of the map"))
        self.focusable = True
        self.values: tuple[float, ...] = ()
        self.brightest = 0.0
        self.place = 0

    def accessible_value(self) -> str:
        row, column = divmod(self.place, self.grid.side)
        value = number(self.values[self.place]) if self.place < len(self.values) else ""
        return _("row {row}, column {column}: {value}").format(row=row + 1, column=column + 1, value=value)

    def act(self, intent: Intent) -> bool:
        side = self.grid.side
        if intent.name in WAYS:
            row, column = (a + b for a, b in zip(divmod(self.place, side), WAYS[intent.name]))
            if 0 <= row < side and 0 <= column < side:
                self.on_cell(row * side + column)
            return True
        return super().act(intent)

    def draw(self, canvas: Canvas, state: State) -> None:
        grid = self.grid
        x, y, w, h = self.rect
        values = self.values or (0.0,) * grid.side**2
        draw_map(canvas, grid, values, self.brightest)
        left, top = grid.at(self.place)
        side = grid.cell
        canvas.rect(left - 1, top - 1, side + 2, side + 2, None, 5, "bg0", 5)
        canvas.rect(left - 1, top - 1, side + 2, side + 2, None, 5, "focus", 2.4)
        if state.focus:
            canvas.focus(x - RIM, y - RIM, w + 2 * RIM, h + 2 * RIM, 8)
