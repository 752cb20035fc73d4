"""One place of one map: nine pixels times nine weights, added up; and the map on which the place is chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ...i18n import N_, _
from ..draw.theme import contrast, weight_hue
from ..draw.tokens import BODY, NUMBER, VALUE
from ..format.numbers import number, short
from ..widgets.widget import Act, Rect, State, Widget
from .kernel_grid import REACH, Grid
from .mosaic import RIM, boldness, draw_map

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

CELL = 43.0  # of the nine
SIGN = 24.0  # between two of the nines
SUM = 74.0  # width of what they add up to
MAP = 90.0
UNDER = 15.0  # from a grid to the middle of what is written under it
LEAST = 27.0  # of a cell, if what stands below is to have its maps
EYES = (62.0, 62.0)  # height of what each eye adds: its words; its maps with their bars
DIGITS = 29.0  # side of a cell in which a number of three characters is written: else there is no products' grid
HIGH = 0.75  # of a cell: the size of what is written in it, at most
WAYS = {"left": (0, -1), "right": (0, 1), "up": (-1, 0), "down": (1, 0)}


class CellPlaces(NamedTuple):
    """`products` None: they stand in one line instead."""

    pixels: Grid
    kernel: Grid
    products: Grid | None
    sum: Rect
    map: Grid
    low: float  # y of the line under all this


def cell_places(rect: Rect, side: int, k: float) -> CellPlaces:
    """Where all stands in this place; `side`: of a map; `k`: how much larger the text is."""
    x, y, w, _h = rect
    nines = next((count for count in (3, 2) if _cell(rect, count, k) >= DIGITS * k), 2)
    cell, words = _cell(rect, nines, k), _words(nines, k)
    top, grids, left = y + RIM + 2, list[Grid](), x + RIM
    for _number in range(nines):
        grids.append(Grid(left, top, cell, REACH))
        left += 3 * cell + SIGN + 2 * RIM
    left -= SIGN - 4
    wide = cell * MAP / CELL
    right = x + w - RIM - wide
    low = top + 3 * cell + words
    place = Grid(right, top + (3 * cell - wide) / 2, wide / side, side)
    return CellPlaces(grids[0], grids[1], grids[2] if nines == 3 else None,
                      (left, top, right - 6 - left, 3 * cell), place, low)  # fmt: skip


def _words(nines: int, k: float) -> float:
    """Height of what is written under so many grids."""
    return 2 * UNDER * k + 8 + (26 * k if nines == 2 else 0)


def _cell(rect: Rect, nines: int, k: float) -> float:
    """Side of a cell, if so many grids of nine stand beside the sum and the map."""
    _x, _y, w, h = rect
    across = (w - 2 * RIM - nines * (SIGN + 2 * RIM) - SUM * min(k, 1.6) - 8) / (3 * nines + MAP / CELL)
    down = [(h - _words(nines, k) - EYES[0] * k - 10 - maps) / 3 for maps in (EYES[1], 0.0)]
    return min(CELL, across, down[0] if down[0] >= LEAST else down[1])


def draw_cell(canvas: Canvas, places: CellPlaces, pixels: Sequence[float], kernel: Sequence[float], eye: int,
              largest: float) -> None:  # fmt: skip
    """`pixels`: the nine under the window; `largest`: the size of a weight that has all of its hue."""
    products = [pixel * weight for pixel, weight in zip(pixels, kernel)]
    total = 0.0
    for product in products:
        total += product
    dark = canvas.mix("well", "panel", 0.6)
    fills = [canvas.mix(dark, "input", 0.78 * pixel) for pixel in pixels]
    _nine(canvas, places.pixels, pixels, fills, _("nine pixels"))
    _nine(canvas, places.kernel, kernel, _weight_fills(canvas, kernel, largest),
          _("kernel {number}").format(number=eye + 1))  # fmt: skip
    x, y, w, h = places.sum
    if places.products is not None:
        _nine(canvas, places.products, products, _weight_fills(canvas, products, largest), _("nine products"))
        _sign(canvas, places.kernel, places.products, "=")
    else:
        _line_of_products(canvas, places, pixels, kernel, products)
    _sign(canvas, places.pixels, places.kernel, "×")
    label = _("add up") if total >= 0 else _("below 0: cut")
    if h > 64 * canvas.type:
        canvas.mid_text(x + w / 2, y + h / 2 - 22 * canvas.type, label, BODY, "text2", "middle", room=w)
    ink = "prediction" if total > 0 else "text2"
    canvas.mid_text(x + w / 2, y + h / 2 + 4, number(total), VALUE, ink, "middle", room=w)
    low = y + h / 2 + 28 * min(1.3, canvas.type)
    canvas.line(x + 2, low, x + w - 3, low, ink, 3)
    canvas.polyline([(x + w - 10, low - 6), (x + w - 3, low), (x + w - 10, low + 6)], ink, 3)
    grid = places.map
    base = places.kernel.y + places.kernel.wide + UNDER * canvas.type
    told = _("map {number}").format(number=eye + 1)
    canvas.mid_text(grid.x + grid.wide / 2, base, told, BODY, "text2", "middle", room=grid.wide + 14)


def _weight_fills(canvas: Canvas, values: Sequence[float], largest: float) -> list[str]:
    return [canvas.mix("well", weight_hue(value), 0.05 + 0.95 * boldness(value, largest)) for value in values]


def _nine(canvas: Canvas, grid: Grid, values: Sequence[float], fills: Sequence[str], name: str) -> None:
    """Nine cells with their numbers, and what they are under them."""
    canvas.rect(grid.x - RIM, grid.y - RIM, grid.wide + 2 * RIM, grid.wide + 2 * RIM, "well", 8)
    style = NUMBER.of_size(min(NUMBER.size, HIGH * grid.cell / canvas.type))
    for index, (value, fill) in enumerate(zip(values, fills)):
        x, y = grid.at(index)
        canvas.rect(x + 1, y + 1, grid.cell - 2, grid.cell - 2, fill, 4)
        text = _brief(canvas, value, grid.cell - 3)
        centre = x + grid.cell / 2, y + grid.cell / 2
        canvas.mid_text(*centre, text, style, ink_on(canvas, fill), "middle", room=grid.cell - 3)
    middle = grid.y + grid.wide + UNDER * canvas.type
    canvas.mid_text(grid.x + grid.wide / 2, middle, name, BODY, "text2", "middle", room=grid.wide + 2 * RIM + 10)


def _brief(canvas: Canvas, value: float, room: float) -> str:
    """With two decimals; with one where there is too little room."""
    texts = [short(round(value, digits) or 0.0) for digits in (2, 1)]
    return next((text for text in texts if canvas.width(text, NUMBER) <= room), texts[-1])


def ink_on(canvas: Canvas, fill: str) -> str:
    """What is written on a cell: the better of the two inks."""
    theme = canvas.theme
    best = max((theme.text, theme.ink if theme.dark else theme.panel), key=lambda ink: contrast(ink, fill))
    return canvas.readable(best, fill)


def _sign(canvas: Canvas, left: Grid, right: Grid, sign: str) -> None:
    middle = (left.x + left.wide + right.x) / 2
    canvas.mid_text(middle, left.y + left.wide / 2, sign, NUMBER, "text2", "middle")


def _line_of_products(canvas: Canvas, places: CellPlaces, pixels: Sequence[float], kernel: Sequence[float],
                      products: Sequence[float]) -> None:  # fmt: skip
    """The three largest, as a sum that goes on."""
    order = sorted(range(len(products)), key=lambda k: -abs(products[k]))
    told = [f"{short(round(pixels[k], 2))}·{short(round(kernel[k], 2))}" for k in order[:3] if products[k]]
    left, right = places.pixels.x - RIM, places.map.x + places.map.wide
    line = " + ".join(told) + (" + …" if sum(map(bool, products)) > 3 else "") if told else "0"
    canvas.mid_text(left, places.low - 16 * canvas.type, line, NUMBER, "text", room=right - left)


class MapPlace(Widget):
    """The map of a kernel; the framed place is chosen by the arrows or a press."""

    turned = True
    role = N_("map")

    def __init__(self, name: str, grid: Grid, on_place: Callable[[int], None]) -> None:
        super().__init__(name, (grid.x, grid.y, grid.wide, grid.wide), tip=_("Choose a place of the map"))
        self.grid, self.on_place = grid, on_place
        self.values: tuple[float, ...] = ()
        self.brightest = 0.0
        self.place = 0

    def accessible_value(self) -> str:
        row, column = divmod(self.place, self.grid.side)
        value = number(self.values[self.place]) if self.place < len(self.values) else ""
        return _("row {row}, column {column}: {value}").format(row=row + 1, column=column + 1, value=value)

    def hears(self) -> tuple[str, ...]:
        return tuple(WAYS)

    def act(self, intent: Act) -> bool:
        side = self.grid.side
        if intent.name in WAYS:
            row, column = (a + b for a, b in zip(divmod(self.place, side), WAYS[intent.name]))
            if 0 <= row < side and 0 <= column < side:
                self.on_place(row * side + column)
        elif intent.name in ("press", "move"):
            place = self.grid.hit(intent.x, intent.y)
            if place is not None:
                self.on_place(place)
        else:
            return intent.name == "release"
        return True

    def draw(self, canvas: Canvas, state: State) -> None:
        grid = self.grid
        x, y, w, h = self.rect
        values = self.values or (0.0,) * grid.side**2
        key = ("map place", self.rect, values, self.brightest)
        canvas.keep(key, x - 5, y - 5, w + 10, h + 10, lambda sub: draw_map(sub, grid, values, self.brightest))
        left, top = grid.at(self.place)
        side = grid.cell
        canvas.rect(left - 1, top - 1, side + 2, side + 2, None, 5, "bg0", 5)
        canvas.rect(left - 1, top - 1, side + 2, side + 2, None, 5, "focus", 2.4)
        if state.focus:
            canvas.focus(x - RIM, y - RIM, w + 2 * RIM, h + 2 * RIM, 8)
