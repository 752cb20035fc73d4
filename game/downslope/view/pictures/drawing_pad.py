"""A pad to draw on, by mouse, touch or keys. What is drawn is kept as strokes: points between 0 and 1, row by row.

Keys: the arrows move the pen (with Shift in larger steps), Enter sets it down and lifts it again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pygame

from ...i18n import N_
from ..widgets.widget import Act, Rect, State, Widget
from .kernel_grid import Grid, draw_pixels

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

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


def raster(strokes: Sequence[Sequence[Point]]) -> list[float]:
    """The ink of the strokes on RASTER x RASTER points: 1 where there is any, row by row."""
    paper = pygame.Surface((RASTER, RASTER), depth=8)
    paper.set_palette([(0, 0, 0)] * 255 + [(255, 255, 255)])
    paper.fill(0)
    for stroke in strokes:
        for u, v in stroke:
            pygame.draw.circle(paper, 255, (round(u * RASTER), round(v * RASTER)), max(1, round(PEN * RASTER / 2)))
    return [float(point > 0) for point in pygame.image.tobytes(paper, "P")]


class DrawingPad(Widget):
    """`rubbing`: the rubber is in hand. `judged`: the drawing is only looked at; the next stroke begins another."""

    turned = True
    role = N_("drawing")

    def __init__(self, name: str, rect: Rect) -> None:
        super().__init__(name, rect)
        self.strokes: list[list[Point]] = []
        self.rubbing = self.judged = False
        self.rubbed: Point = (0.0, 0.0)  # where the rubber was last
        self.pen: Point = (0.5, 0.25)  # where the keys have it
        self.down = False
        self.by_keys = False
        self.pixels: Sequence[float] = ()  # what the net sees, 8x8
        self.picture: tuple[float, ...] | None = None  # from a file, in place of strokes

    # -- drawing with it ---------------------------------------------------------------------------------------------

    def clear(self) -> None:
        self.strokes = []
        self.picture = None
        self.down = self.judged = False

    def handled_intents(self) -> tuple[str, ...]:
        return (*WAYS, "accept")

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
        grid = Grid(x, y, w / 8, 8)
        shown, strokes = tuple(self.pixels), tuple(map(tuple, self.strokes))
        key = ("pad pixels", self.rect, shown)
        canvas.keep(key, x - 4, y - 4, w + 8, h + 8, lambda sub: draw_pixels(sub, grid, shown or (0.0,) * 64))
        if strokes:
            canvas.keep(("pad ink", self.rect, strokes), x, y, w, h, lambda sub: self._ink(sub, strokes))
        if self.by_keys and state.focus:
            px, py = x + self.pen[0] * w, y + self.pen[1] * h
            canvas.circle(px, py, 10, None, "bg0", 5)
            canvas.circle(px, py, 10, "focus" if self.down else None, "focus", 2.5)
        if state.focus:
            canvas.focus(x - 4, y - 4, w + 8, h + 8, 12)

    def _ink(self, canvas: Canvas, strokes: Sequence[Sequence[Point]]) -> None:
        x, y, w, h = self.rect
        with canvas.clip(x, y, w, h, 8):
            for width, colour, alpha in ((PEN * w, "input", 0.92), (5.0, "star", 0.5)):
                for stroke in strokes:
                    positions = [(x + u * w, y + v * h) for u, v in stroke[:: 2 if len(stroke) > 8 else 1]]
                    if positions[-1] != (x + stroke[-1][0] * w, y + stroke[-1][1] * h):
                        positions.append((x + stroke[-1][0] * w, y + stroke[-1][1] * h))
                    if len(positions) == 1:
                        canvas.circle(*positions[0], width / 2, colour, alpha=alpha)
                    else:
                        canvas.polyline(positions, colour, width, alpha)
