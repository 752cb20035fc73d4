"""A picture that is read: what each pixel adds to a vote, as squares, larger for more, blue for it, orange with a bar
against; the pad to draw one on; those that were tried.
"""

from __future__ import annotations

from collections.abc import Sequence

import pygame

from ...i18n import N_
from ..draw.canvas import Canvas
from ..draw.theme import rgb_of, weight_colour
from ..draw.tokens import BODY, NUMBER, Run
from ..format.numbers import number
from ..widgets.panel import Laid
from ..widgets.widget import Act, Rect, State, Widget
from .kernel_grid import INK, Grid, draw_minus, draw_mosaic, draw_picture, draw_pixels

# ---------------------------------------------------------------------------------------------------------------------
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

    # -- drawing with it ---------------------------------------------------------------------------------------------

    def clear(self) -> None:
        self.strokes = []
        self.picture = None
        self.down = self.judged = False

    def act(self, intent: Act) -> bool:
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
        self.draw_ground(canvas)
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

    def draw_ground(self, canvas: Canvas) -> None:
        """What it is drawn on: what the net sees of it."""
        x, y, w, h = self.rect
        grid, shown = Grid(x, y, w / 8, 8), tuple(self.pixels)
        canvas.once((x - 4, y - 4, w + 8, h + 8), draw_pixels, grid, shown or (0.0,) * 64, self.paper)


# ---------------------------------------------------------------------------------------------------------------------
# A picture that was read: what it is, what it was read as, and how it looks, small, in a row of those that were
# tried.


SMALL = 4.0  # a pixel of a tried picture


ReadPicture = tuple[tuple[float, ...], int, int]  # pixels 0 ... 1, row by row; what it is; what it was read as


def draw_tried(canvas: Canvas, x: float, y: float, pixels: Sequence[float], edge: str) -> None:
    """A picture of 8x8 pixels, 36 wide with its frame."""
    draw_picture(canvas, Grid(x, y, SMALL, 8), pixels)
    canvas.rect(x - 2, y - 2, 36, 36, None, 5, edge, 2)


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


def draw_sums(canvas: Canvas, rect: Rect, first: int, second: int, shares: Sequence[float]) -> None:
    """What speaks for, what against, and by how much the first has more."""
    x, y, w, h = rect
    sums = [0.0, 0.0]
    for share in shares:
        sums[share < 0] += share
    step = min(24 * canvas.type, (h - 10) / 5)
    for against, (digit, total) in enumerate(zip((first, second), sums)):
        middle = y + 10 + against * 2.5 * step
        draw_key(canvas, x, middle, bool(against), [(str(digit), "text", 700, "mono")])
        base = canvas.baseline_of(middle + step)
        canvas.within(x, base, number(total, 1, plus=True), w, NUMBER, weight_colour(-1.0 if against else 1.0))
    low = y + 10 + 4.3 * step
    canvas.line(x, low, x + w, low, "weight", 2)
    canvas.within(x, low + 8 + 12 * canvas.type, number(sums[0] + sums[1], 1, plus=True), w, NUMBER, "text")
