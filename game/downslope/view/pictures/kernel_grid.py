"""A picture, a kernel that slides over it, what it writes: grids of cells, coloured by value, with their numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

import pygame
from pygame import Surface

from ...i18n import N_, _
from ..draw.canvas import Canvas, draw_edge
from ..draw.raster import blank, mask, round_rect
from ..draw.surface_cache import SPRITES
from ..draw.theme import RGB, Theme, legible, mix_colours, rgb_of, weight_colour
from ..draw.tokens import LABEL, NUMBER, SMALLEST_TEXT, TextStyle
from ..format.numbers import MINUS, number, short
from ..widgets.widget import Act, Rect, State, Widget

REACH = 3  # cells of a kernel's side
INK = "#2A2350"  # on paper, in every theme
BOLDNESS = {0: 0.0, 1: 0.36, 2: 0.82}  # how much of the hue a whole number has; 3 and more have all of it
BLANK = 0.06  # how much of it a place of a map has that is 0
HYPHEN = "-"  # a minus in narrow letters
GAP, TIGHT = 5.0, 2.0  # beside a number in its cell: as a rule, and where it would be too small
PART, MOST = 0.5, 1.65  # of a cell's height that a number has at 100 %, and so many times as much at a larger text
SHARE = 1.15  # power of the text's size: what stands around a grid grows too, and takes from its cells
ALIKE = 0.8  # a number in a cell may be so much smaller than it could be, to be as large as the others at 100 %


class Grid(NamedTuple):
    """A square of side * side cells whose left top corner is at (x, y), in design pixels."""

    x: float
    y: float
    cell: float
    side: int

    @property
    def wide(self) -> float:
        return self.cell * self.side

    def at(self, index: int) -> tuple[float, float]:
        row, column = divmod(index, self.side)
        return self.x + column * self.cell, self.y + row * self.cell

    def hit(self, x: float, y: float) -> int | None:
        """The cell under a point."""
        column, row = int((x - self.x) // self.cell), int((y - self.y) // self.cell)
        return row * self.side + column if 0 <= column < self.side and 0 <= row < self.side else None


def grid_in(rect: Rect, side: int) -> Grid:
    """A grid as large as fits into the rect, in its middle across and at its top."""
    x, y, w, h = rect
    cell = min(w / side, h / side)
    return Grid(x + (w - cell * side) / 2, y, cell, side)


def cell_text(value: float, digits: int = 1) -> str:
    """As a cell holds it: a number that would read as a whole one has no decimals."""
    if abs(value - round(value)) < 0.5 * 10**-digits:
        return f"{round(value)}".replace("-", MINUS)
    return number(value, digits)


def number_in_cell(canvas: Canvas, value: float, cell: float, digits: int) -> tuple[str, TextStyle]:
    """What a cell holds and how it is set: where room is short with fewer digits, or in narrower letters, at last its
    sign alone: hue and minus.
    """
    minimum = SMALLEST_TEXT / canvas.type / canvas.s
    usual = max(minimum, min(16.0, PART * min(MOST, max(1.0, canvas.look.text) ** SHARE) * cell / canvas.type))
    if abs(value) < 0.5 * 10**-digits:
        return "", NUMBER.with_size(usual)
    texts = cell_text(value, digits), short(round(value, digits)), short(round(value, 1))
    narrow = [text.replace(MINUS, HYPHEN) for text in texts]
    ways = [(text, style, cell - gap) for gap in (GAP, TIGHT)
            for row, style in ((texts, NUMBER), (narrow, LABEL)) for text in row]  # fmt: skip
    fitting: list[tuple[float, str, TextStyle]] = []
    for text, style, room in ways:
        size = usual * min(1.0, room / max(1.0, canvas.width(text, style.with_size(usual))))
        if size >= minimum and 0.8 * size * canvas.type <= cell - 2:
            fitting.append((size, text, style))
    if fitting:  # enlarged, it is as large as it can be
        size, text, style = max(fitting, key=lambda one: one[0]) if canvas.look.text > 1 else fitting[0]
        return text, style.with_size(size)
    return MINUS if value < 0 else "", NUMBER.with_size(usual)


def draw_pixels(canvas: Canvas, grid: Grid, pixels: Sequence[float], paper: bool = False) -> None:
    """0 is dark, 1 is lit; on `paper` 1 is ink."""
    dark, lit, most = ("dough", INK, 0.9) if paper else (canvas.mix("well", "panel", 0.6), "input", 0.78)
    around, corner = (2, 4) if paper else (4, 12)
    canvas.rect(grid.x - around, grid.y - around, grid.wide + 2 * around, grid.wide + 2 * around,
                canvas.mix("dough", INK, 0.12) if paper else "well", corner)  # fmt: skip
    gap = min(1.0, grid.cell / 12)
    for index, pixel in enumerate(pixels):
        x, y = grid.at(index)
        canvas.rect(x + gap, y + gap, grid.cell - 2 * gap, grid.cell - 2 * gap, canvas.mix(dark, lit, most * pixel), 4)


def draw_window(canvas: Canvas, grid: Grid, row: int, column: int, reach: int = REACH) -> None:
    """The frame around the pixels (or the place of a map) that are meant."""
    x, y = grid.x + column * grid.cell, grid.y + row * grid.cell
    side = reach * grid.cell + 2
    canvas.rect(x - 1, y - 1, side, side, None, 7, "bg0", 6)
    canvas.rect(x - 1, y - 1, side, side, None, 7, "focus", 3)


def strength(value: float, full: float) -> float:
    """How much of its hue a cell has: whole numbers as on the stencil's maps, others by their share of `full`."""
    size = abs(value)
    if abs(size - round(size)) < 1e-9 and full >= REACH:
        return BOLDNESS.get(round(size), 1.0)
    return min(1.0, size / full) if full else 0.0


def draw_sheet(canvas: Canvas, grid: Grid, row: float, column: float, weights: Sequence[float],
               beam: bool = True) -> None:  # fmt: skip
    """The kernel as a sheet of light over the pixels that are meant: nine gels, and the beam that falls on them."""
    x, y = grid.x + column * grid.cell, grid.y + row * grid.cell
    side, middle = REACH * grid.cell, x + REACH * grid.cell / 2
    if beam:
        corners = [(middle - 12, grid.y - 14), (middle + 12, grid.y - 14), (x + side, y), (x, y)]
        canvas.polygon(corners, "lamp_light", 0.12)
    canvas.glow(middle, y + side / 2, side * 0.9, "lamp_glow", 0.35)
    for index, weight in enumerate(weights):
        down, across = divmod(index, REACH)
        place = x + across * grid.cell + 1, y + down * grid.cell + 1, grid.cell - 2, grid.cell - 2
        hue = weight_colour(weight) if weight else "lamp_light"
        canvas.rect(*place, hue, 4, alpha=0.12 + 0.4 * min(1.0, abs(weight)) if weight else 0.1)
    canvas.rect(x - 1, y - 1, side + 2, side + 2, None, 7, "lamp_light", 3)


def draw_values(canvas: Canvas, grid: Grid, values: Sequence[float] | None, edge: str, full: float,
                digits: int = 1) -> None:  # fmt: skip
    """A map: blue above 0, orange below, 0 left blank. `values`: as far as it is written; None: not at all."""
    canvas.rect(grid.x - 4, grid.y - 4, grid.wide + 8, grid.wide + 8, "well", 8)
    written = values or ()
    numbers = [written[index] if index < len(written) else 0.0 for index in range(grid.side**2)]
    texts = {value: number_in_cell(canvas, value, grid.cell, digits) for value in set(numbers)}
    minimum = min((style.size for text, style in texts.values() if text), default=0.0)
    alike = ALIKE if canvas.look.text <= 1 else 1.0  # enlarged, each is as large as it can be
    looks: dict[float, tuple[float, str, str, TextStyle]] = {}
    for value, (text, own) in texts.items():
        hue = weight_colour(value)
        part = legible(canvas.theme, hue, round(64 * strength(value, full)) / 64)
        looks[value] = part, hue, text, own.with_size(max(minimum, alike * own.size))
    for first in range(0, len(numbers), grid.side):  # rows: few change while a map is written place by place
        box = (*grid.at(first), grid.wide, grid.cell)
        canvas.once(box, _draw_row, box, tuple(looks[value] for value in numbers[first : first + grid.side]))
    canvas.rect(grid.x - 4, grid.y - 4, grid.wide + 8, grid.wide + 8, None, 8, edge, 2)


def _draw_row(canvas: Canvas, rect: Rect, row: Sequence[tuple[float, str, str, TextStyle]]) -> None:
    left, y, _w, side = rect
    for k, (part, hue, text, style) in enumerate(row):
        x, fill = left + k * side, canvas.mix("well", hue, part or BLANK)
        canvas.rect(x + 1, y + 1, side - 2, side - 2, fill, 4)
        if text:
            bright = part > 0.6
            ink = "ink" if bright == canvas.look.theme.dark and bright else "panel" if bright else "text"
            centre = x + side / 2, y + side / 2
            canvas.text_vcenter(*centre, text, style, canvas.readable(ink, fill), "middle")


class GridPad(Widget):
    """A grid that is pressed: tells the cell."""

    def __init__(self, name: str, grid: Grid, on_cell: Callable[[int], None], tip: str = "") -> None:
        super().__init__(name, (grid.x, grid.y, grid.wide, grid.wide), tip=tip)
        self.grid, self.on_cell = grid, on_cell
        self.focusable = False  # the keys have a way of their own

    def act(self, intent: Act) -> bool:
        if intent.name not in ("press", "move", "release"):
            return False
        cell = self.grid.hit(intent.x, intent.y)
        if cell is not None and intent.name != "release":
            self.on_cell(cell)
        return True


# ---------------------------------------------------------------------------------------------------------------------
# A cell of a stencil: its number, and under it the few values it can have.


PITCH = 26.0  # between the values under the number
KEYS = {"-": -1.0, MINUS: -1.0, "0": 0.0, "+": 1.0, "1": 1.0}


class StencilCell(Widget):
    """`changed`: it is not what it was at the last look. Pressing takes the next value, or the one that is hit.

    Shift and an arrow: `on_shift` is told the direction.
    """

    intents = ("accept",)
    turned = True
    role = N_("cell")
    label = ""  # its row and column

    def __init__(self, name: str, rect: Rect, values: Sequence[float], on_value: Callable[[float], None],
                 on_shift: Callable[[str], None]) -> None:  # fmt: skip
        super().__init__(name, rect, group="stencil")
        self.values, self.on_value, self.on_shift = sorted(values), on_value, on_shift
        self.value = 0.0
        self.changed = False

    def accessible_value(self) -> str:
        text = short(self.value)
        return _("{value}, new since the last look").format(value=text) if self.changed else text

    @property
    def row(self) -> float:
        """y of the values."""
        return self.rect[1] + 0.79 * self.rect[3]

    def spot(self, index: int) -> float:
        """x of a value."""
        return self.centre[0] + (index - (len(self.values) - 1) / 2) * PITCH

    def takes(self, text: str) -> bool:
        return KEYS.get(text) in self.values

    def act(self, intent: Act) -> bool:
        following = self.values[(self.values.index(self.value) + 1) % len(self.values)]
        if intent.name == "text" and self.takes(intent.text):
            self._take(KEYS[intent.text])
        elif intent.name in ("left", "right", "up", "down") and intent.big:
            self.on_shift(intent.name)
        elif intent.name == "accept":
            self._take(following)
        elif intent.name == "wheel":
            here = self.values.index(self.value) + (1 if intent.value > 0 else -1)
            self._take(self.values[min(len(self.values) - 1, max(0, here))])
        elif intent.name == "press":
            nearest = min(range(len(self.values)), key=lambda i: abs(self.spot(i) - intent.x))
            hit = abs(intent.y - self.row) < 16 and abs(self.spot(nearest) - intent.x) < PITCH / 2 + 4
            self._take(self.values[nearest] if hit else following)
        else:
            return intent.name in ("move", "release")
        return True

    def _take(self, value: float) -> None:
        if value != self.value:
            self.value = value
            self.feedback("turn", self.values.index(value) / max(1, len(self.values) - 1))
            self.on_value(value)

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        canvas.once(self.rect, self._draw, self.value, self.changed)
        if state.focus:
            canvas.focus(x, y, w, h, 12)

    def _draw(self, canvas: Canvas, number: float, changed: bool) -> None:
        x, y, w, h = self.rect
        colour = weight_colour(number)
        ink = colour if number else "text2"
        fill = canvas.mix("well", colour, 0.06 + 0.12 * min(1.0, abs(number)))
        canvas.rect(x, y, w, h, fill, 12)
        edge, width = (ink, 1.5) if number else ("border", 1)
        draw_edge(canvas, self.rect, edge, 12, width, alpha=0.6 if number else 1)
        size = min(34.0, 0.33 * h, 0.5 * h / canvas.type)  # part of a cell's height that its number may be
        middle = self.centre[0]
        on_fill = canvas.readable(ink, fill)
        canvas.text(middle, y + 0.52 * h, cell_text(number), NUMBER.with_size(size), on_fill, "middle")
        for i, value in enumerate(self.values):
            spot = self.spot(i)
            if i + 1 < len(self.values):
                canvas.line(spot + 9, self.row, spot + PITCH - 9, self.row, "border2", 1.6)
            if value == number:
                canvas.circle(spot, self.row, 7, "prim")
                canvas.circle(spot, self.row, 3.4, colour if value else "text3")
            else:
                canvas.circle(spot, self.row, 3, "border2")
        if changed:
            canvas.circle(x + w - 13, y + 13, 4.5, "text")


# ---------------------------------------------------------------------------------------------------------------------
# Squares of small cells as one picture: a surface with a point for each cell, made larger, and a grid over it.


TONES = 64  # of a hue
RIM, SMALL = 3.0, 40.0  # of the ground around the cells; half of it around those that are less wide
BRIGHTER = 0.65  # the power of a map's brightness: what is weak is seen too
WHITE = (255, 255, 255, 255)


def draw_mosaic(canvas: Canvas, grid: Grid, tones: Sequence[RGB]) -> None:
    """One cell for each tone, row by row, on a sunken ground."""
    rim = RIM if grid.wide > SMALL else RIM / 2
    canvas.rect(grid.x - rim, grid.y - rim, grid.wide + 2 * rim, grid.wide + 2 * rim, "well", 1 + rim)
    left, top = (round(part) for part in canvas.at(grid.x, grid.y))
    side = max(grid.side, round(grid.wide * canvas.s))
    points = pygame.image.frombytes(bytes(part for tone in tones for part in tone), (grid.side, grid.side), "RGB")
    canvas.surface.blit(pygame.transform.scale(points, (side, side)), (left, top))
    # What lies between the cells, as a layer over them: `side` physical pixels wide.
    ground = canvas.rgb("well")
    pitch = side / grid.side
    gap = min(2.0, pitch / 9)
    corner = min(4.0, pitch / 8)

    def holes(large: Surface, k: int) -> None:
        width = (pitch - gap) * k
        for row in range(grid.side):
            for column in range(grid.side):
                spot = (column * pitch + gap / 2) * k, (row * pitch + gap / 2) * k
                round_rect(large, (*spot, width, width), corner * k, WHITE)

    def make() -> Surface:
        layer = blank(side, side)
        layer.fill(WHITE)
        layer.blit(mask(side, side, holes), (0, 0), special_flags=pygame.BLEND_RGBA_SUB)
        layer.fill((*ground, 255), special_flags=pygame.BLEND_RGBA_MULT)
        return layer

    canvas.put(SPRITES.get(("lattice", side, grid.side, ground), make), left, top)


@lru_cache(64)
def _ramp(theme: Theme, hue: str, least: float, most: float) -> tuple[RGB, ...]:
    """From the ground to the hue."""
    well, full = theme.colour("well"), theme.colour(hue)
    return tuple(rgb_of(mix_colours(well, full, least + (most - least) * k / TONES)) for k in range(TONES + 1))


def hue_strength(weight: float, largest: float) -> float:
    """How much of its hue a weight has."""
    return min(1.0, abs(weight) / largest) ** 0.62 if largest else 0.0  # small ones are still seen


def draw_map(canvas: Canvas, grid: Grid, values: Sequence[float], brightest: float) -> None:
    """What a kernel has written: from dark to the prediction's hue; `brightest`: the value that has all of it."""
    ramp = _ramp(canvas.theme, "prediction", 0.05, 1.0)  # how much of its hue a place of a map has that is 0
    parts = [min(1.0, max(0.0, value) / brightest) if brightest > 0 else 0.0 for value in values]
    draw_mosaic(canvas, grid, [ramp[round(TONES * part**BRIGHTER)] for part in parts])


def draw_weights(canvas: Canvas, grid: Grid, weights: Sequence[float], largest: float) -> None:
    """Weights as a picture, those below 0 with a bar."""
    # Of weights: blue above 0, orange below; `largest`: the size that has all of its hue.
    ramps = {colour: _ramp(canvas.theme, colour, 0.06, 1.0) for colour in ("weight", "weight_negative")}
    draw_mosaic(
        canvas, grid, [ramps[weight_colour(weight)][round(TONES * hue_strength(weight, largest))] for weight in weights]
    )
    if grid.cell * canvas.s < 6:
        return
    for index, weight in enumerate(weights):
        strong = hue_strength(weight, largest)
        if weight < 0 and strong > 0.25:  # from there on a cell below 0 has its bar
            x, y = grid.at(index)
            draw_minus(canvas, x, y, grid.cell, canvas.theme.dark and strong > 0.55)


def draw_minus(canvas: Canvas, x: float, y: float, side: float, bright: bool = False) -> None:
    """The bar in a cell that is below 0; `bright`: on a bright ground."""
    middle, ink = y + side / 2, "ink" if bright else "text"
    canvas.line(x + 0.3 * side, middle, x + 0.7 * side, middle, ink, max(1.4, min(3.0, 0.12 * side)))


def draw_picture(canvas: Canvas, grid: Grid, pixels: Sequence[float]) -> None:
    """A small picture."""
    # Of a picture: 0 is dark, 1 is lit.
    ramp = _ramp(canvas.theme, "input", 0.04, 0.8)
    draw_mosaic(canvas, grid, [ramp[round(TONES * min(1.0, max(0.0, pixel)))] for pixel in pixels])
