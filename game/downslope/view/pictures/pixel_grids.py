"""Pictures as grids of cells: pixels, a kernel that slides over them, what it writes, with their numbers; the pad to
draw one on; what each pixel adds to a vote, as squares, larger for more, blue for it, orange with a bar against.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

import pygame
from pygame import Surface

from ...i18n import N_, _
from ..draw import (
    BODY,
    LABEL,
    NUMBER,
    RGB,
    SMALLEST_TEXT,
    SPRITES,
    Canvas,
    Run,
    TextStyle,
    Theme,
    blank,
    draw_edge,
    legible,
    mask,
    mix_colours,
    rgb_of,
    round_rect,
    weight_colour,
)
from ..format.numbers import MINUS, number, short
from ..widgets.panel import Laid
from ..widgets.widget import Intent, Rect, State, Widget

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
        # Whole numbers have as much of their hue as on the stencil's maps, others by their share of `full`
        size, part = abs(value), min(1.0, abs(value) / full) if full else 0.0
        if abs(size - round(size)) < 1e-9 and full >= REACH:
            part = BOLDNESS.get(round(size), 1.0)
        part = legible(canvas.theme, hue, round(64 * part) / 64)
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

    def act(self, intent: Intent) -> bool:
        if intent.name not in ("press", "move", "release"):
            return False
        cell = self.grid.hit(intent.x, intent.y)
        if cell is not None and intent.name != "release":
            self.on_cell(cell)
        return True


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

    def __init__(self, name: str, rect: Rect, values: Sequence[float], on_value: Callable[[float], object],
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

    def act(self, intent: Intent) -> bool:
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


# A pad to draw on, by mouse, touch or keys. What is drawn is kept as strokes: points between 0 and 1, row by row.
# Keys: the arrows move the pen (with Shift in larger steps), Enter sets it down and lifts it again.


Point = tuple[float, float]
STEP, LARGE = 1 / 32, 1 / 8  # how far a key moves the pen
CLOSE = 1 / 64  # points of a stroke are no further apart
RASTER = 96
PEN, RUBBER = 17 / 288, 0.07  # the pen's width, and how near the rubber must come
WAYS = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}


def between(start: Point, end: Point) -> list[Point]:
    """Points on the way, no further apart than CLOSE, without the start."""
    (x, y), (u, v) = start, end
    parts = max(1, -int(-max(abs(u - x), abs(v - y)) // CLOSE))
    return [(x + (u - x) * i / parts, y + (v - y) * i / parts) for i in range(1, parts + 1)]


def raster(strokes: Sequence[Sequence[Point]], pen: float = PEN) -> list[float]:
    """The ink of strokes so wide on RASTER x RASTER points: 1 where there is any, row by row."""
    paper = pygame.Surface((RASTER, RASTER), depth=8)
    paper.set_palette([(0, 0, 0)] * 255 + [(255, 255, 255)])
    paper.fill(0)
    for stroke in strokes:
        for u, v in stroke:
            pygame.draw.circle(paper, 255, (round(u * RASTER), round(v * RASTER)), max(1, round(pen * RASTER / 2)))
    return [float(point > 0) for point in pygame.image.tobytes(paper, "P")]


class DrawingPad(Widget):
    """`rubbing`: the rubber is in hand. `judged`: the drawing is only looked at; the next stroke begins another."""

    intents = (*WAYS, "accept")
    rubbing = Laid(False)
    turned = True
    role = N_("drawing")

    def __init__(self, name: str, rect: Rect) -> None:
        super().__init__(name, rect)
        self.strokes: list[list[Point]] = []
        self.judged = False
        self.rubbed: Point = (0.0, 0.0)  # where the rubber was last
        self.pen: Point = (0.5, 0.25)  # where the keys have it
        self.down = False
        self.by_keys = False
        self.pixels: Sequence[float] = ()  # what the net sees, 8x8
        self.picture: tuple[float, ...] | None = None  # from a file, in place of strokes
        self.paper = False  # it is paper of a place, and what is written on it ink
        self.blank = False  # it is an empty sheet, whatever the net sees

    # -- drawing with it ---------------------------------------------------------------------------------------------

    def clear(self) -> None:
        self.strokes = []
        self.picture = None
        self.down = self.judged = False

    def act(self, intent: Intent) -> bool:
        if intent.name in ("press", "move", "release"):
            x, y, w, h = self.rect
            spot = (min(1.0, max(0.0, (intent.x - x) / w)), min(1.0, max(0.0, (intent.y - y) / h)))
            self.by_keys = False
            if intent.name != "release":
                self._touch(spot, intent.name == "press")
            self.pen = spot
        elif intent.name in WAYS:
            right, low = WAYS[intent.name]
            far = LARGE if intent.big else STEP
            self.by_keys = True
            self.pen = (min(1.0, max(0.0, self.pen[0] + right * far)), min(1.0, max(0.0, self.pen[1] + low * far)))
            if self.down:
                self._touch(self.pen, False)
        elif intent.name == "accept":
            self.by_keys, self.down = True, not self.down
            if self.down:
                self._touch(self.pen, True)
        else:
            return False
        return True

    def leave(self) -> None:
        self.down = self.by_keys = False

    def _touch(self, spot: Point, first: bool) -> None:
        """The pen (or the rubber) is at this place; `first`: it was just set down."""
        if first and self.judged:
            self.strokes, self.judged = [], False
        if self.rubbing:
            for place in [spot] if first else between(self.rubbed, spot):
                # Strokes lose what is near, and fall apart there.
                kept: list[list[Point]] = []
                for stroke in self.strokes:
                    piece: list[Point] = []
                    for x, y in stroke:
                        if (x - place[0]) ** 2 + (y - place[1]) ** 2 > RUBBER * RUBBER:
                            piece.append((x, y))
                        elif piece:
                            kept.append(piece)
                            piece = []
                    if piece:
                        kept.append(piece)
                self.strokes = kept
            self.rubbed = spot
            return
        self.picture = None
        if first or not self.strokes:
            self.strokes.append([spot])
        else:
            stroke = self.strokes[-1]
            if spot == stroke[-1]:
                return
            stroke += between(stroke[-1], spot)

    # -- how it looks ------------------------------------------------------------------------------------------------

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        grid, shown = Grid(x, y, w / 8, 8), tuple(self.pixels)
        if self.blank:
            canvas.sheet(*self.rect)
        else:  # it is drawn on what the net sees of it
            canvas.once((x - 4, y - 4, w + 8, h + 8), draw_pixels, grid, shown or (0.0,) * 64, self.paper)
        strokes = tuple(map(tuple, self.strokes))
        if strokes:
            with canvas.clip(x, y, w, h, 8):
                pen = ((PEN * w, INK, 0.92),) if self.paper else ((PEN * w, "input", 0.92), (5.0, "star", 0.5))
                for width, colour, alpha in pen:
                    for stroke in strokes:
                        positions = [(x + u * w, y + v * h) for u, v in stroke[:: 2 if len(stroke) > 8 else 1]]
                        if positions[-1] != (x + stroke[-1][0] * w, y + stroke[-1][1] * h):
                            positions.append((x + stroke[-1][0] * w, y + stroke[-1][1] * h))
                        if len(positions) == 1:
                            canvas.circle(*positions[0], width / 2, colour, alpha=alpha)
                        else:
                            canvas.polyline(positions, colour, width, alpha)
        if self.by_keys and state.focus:
            px, py = x + self.pen[0] * w, y + self.pen[1] * h
            canvas.circle(px, py, 10, None, "bg0", 5)
            canvas.circle(px, py, 10, "focus" if self.down else None, "focus", 2.5)
        if state.focus:
            canvas.focus(x - 4, y - 4, w + 8, h + 8, 12)


# A picture that was read: what it is, what it was read as, and how it looks, small, in a row of those that were
# tried.


TRIED = 4.0  # a pixel of a tried picture


ReadPicture = tuple[tuple[float, ...], int, int]  # pixels 0 ... 1, row by row; what it is; what it was read as


DIM = 0.42  # what is left of the picture under the squares
SMALLEST, LARGEST = 0.26, 0.86  # of a cell


def draw_pixel_shares(canvas: Canvas, grid: Grid, pixels: Sequence[float], shares: Sequence[float]) -> None:
    """The picture, dimmed, and a square for each pixel that adds something."""
    tones = [rgb_of(canvas.mix("well", "input", 0.05 + DIM * pixel)) for pixel in pixels]
    draw_mosaic(canvas, grid, tones)
    largest = max((abs(share) for share in shares), default=0.0)
    for index, share in enumerate(shares):
        part = abs(share) / largest if largest else 0.0
        if part < 0.02:  # of the largest share: a smaller one has no square
            continue
        x, y = grid.at(index)
        side = grid.cell * (SMALLEST + (LARGEST - SMALLEST) * part**0.6)
        spot = x + (grid.cell - side) / 2, y + (grid.cell - side) / 2
        canvas.rect(*spot, side, side, canvas.mix("well", weight_colour(share), 0.6 + 0.4 * part), 0.16 * grid.cell)
        if share < 0:
            draw_minus(canvas, *spot, side, canvas.theme.dark and part > 0.2)


def draw_key(canvas: Canvas, x: float, middle: float, against: bool, runs: Sequence[Run]) -> float:
    """A square, blue or orange with its bar, and what it says; where that ends."""
    canvas.rect(x, middle - 7, 14, 14, "weight_negative" if against else "weight", 4)
    if against:
        draw_minus(canvas, x, middle - 7, 14, canvas.theme.dark)
    return x + 22 + canvas.rich(x + 22, canvas.baseline_of(middle), runs, BODY)
