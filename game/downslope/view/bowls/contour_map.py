"""A surveyed land as a picture: bands by height, lines with their errors, a warm light at its lowest place.

It is made in slices, for it takes longer than a frame: `work` a little each frame; `paint` shows it when it is whole.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import pygame
from pygame import Surface

from ..draw.base import fade
from ..draw.box_sprites import box_sprite
from ..draw.raster import Point
from ..draw.theme import Look, Theme, mix_colours
from ..draw.time_slice import TimeSlice
from ..draw.tokens import CODE
from ..format.numbers import short
from .contours import Pair, Survey

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

ROUND = 16.0  # of the corners
LINE = 0.6  # how much of the edge's colour a height line has
APART = 38.0  # design pixels between two errors on their lines
SLICE = 160  # pieces of a line at a time
STEPS = 8  # of a picture that comes little by little


def bands(theme: Theme, count: int) -> list[str]:
    """A colour for each band, the lowest first."""
    return [theme.relief[round(i * (len(theme.relief) - 1) / max(1, count - 1))] for i in range(count)]


def ground(theme: Theme) -> str:
    """What is seen before anything is known."""
    return theme.relief[6]


class ContourMap:
    """`whole`: all of the picture is there, for the canvas that it was made for last."""

    def __init__(self, survey: Survey, bottom: Pair | None, aside: Sequence[Point] = ()) -> None:
        """`aside`: places where no number should stand, in design pixels."""
        self.survey, self.bottom, self.aside = survey, bottom, list(aside)
        self._made: tuple[Look, tuple[int, int]] | None = None
        self._picture: Surface | None = None
        self._steps: Iterator[bool] | None = None
        self._fading: dict[int, Surface] = {}
        self.labels: list[tuple[float, Point]] = []  # errors and where they stand

    @property
    def whole(self) -> bool:
        return self._picture is not None

    def work(self, seconds: float, canvas: Canvas) -> None:
        """Go on for so long, for a canvas of this look and size."""
        if self._made != (canvas.look, canvas.whole):
            self._made, self._picture, self._steps = (canvas.look, canvas.whole), None, None
        if self._picture is not None:
            return
        piece = TimeSlice(seconds)
        self.survey.work(seconds)
        if not self.survey.done:
            return
        self._steps = self._steps or self._draw(canvas)
        while piece.left > 0 and self._picture is None:
            next(self._steps, None)

    def paint(self, canvas: Canvas, part: float = 1.0) -> None:
        """Put it down, `part` 0 ... 1 of it to be seen."""
        if self._picture is None or self._made != (canvas.look, canvas.whole) or part <= 0:
            return
        number = min(STEPS, max(1, round(part * STEPS)))
        picture = self._picture
        if number < STEPS:
            if number not in self._fading:
                self._fading[number] = fade(self._picture, number / STEPS)
            picture = self._fading[number]
        else:
            self._fading.clear()
        x, y, w, h = self.survey.window.rect
        box = canvas.box(x, y, w, h)
        canvas.put(picture, box.x, box.y)

    # -- how it is drawn ---------------------------------------------------------------------------------------------

    def _draw(self, canvas: Canvas) -> Iterator[bool]:
        survey, theme = self.survey, canvas.theme
        x, y, w, h = survey.window.rect
        whole = type(canvas)(canvas.picture, canvas.look, (0, 0), canvas.whole)
        box = whole.box(x, y, w, h)
        colours = bands(theme, len(survey.levels) + 1)
        small = Surface((survey.across, survey.down), 0, 32)
        for number, row in enumerate(survey.rows):
            for column, band in enumerate(row):
                small.set_at((column, number), theme.rgb(colours[band]))
            yield True
        step = survey.step * whole.s
        large = pygame.transform.smoothscale(small, (round(survey.across * step), round(survey.down * step)))
        yield True
        picture = Surface((box.w, box.h), pygame.SRCALPHA)
        picture.blit(large, (round(-step), round(-step)))
        yield True
        part = type(canvas)(picture, canvas.look, (box.x, box.y), canvas.whole)
        for number, pieces in enumerate(survey.lines):
            edge = theme.rgb(mix_colours(theme.colour(colours[number + 1]), theme.colour("ter_edge"), LINE))
            for first in range(0, len(pieces), SLICE):
                _lines(part, pieces[first : first + SLICE], edge)
                yield True
        if self.bottom is not None:
            spot = survey.window.at(self.bottom)
            part.glow(*spot, min(170.0, h * 0.4), "glow", 0.5, ((0.0, 1.0), (0.4, 0.36), (1.0, 0.0)))
            yield True
        yield from self._find_labels()
        for level, spot in self.labels:
            _label(part, spot, short(float(f"{level:.2g}")), colours[survey.levels.index(level)])
            yield True
        corners = box_sprite(box.w, box.h, round(ROUND * whole.s * 4) / 4, (255, 255, 255), 1.0)
        picture.blit(corners, (0, 0), special_flags=pygame.BLEND_RGBA_MULT)
        self._picture = picture

    def _find_labels(self) -> Iterator[bool]:
        """Errors on their lines, along the ray from the lowest place that has room for most of them."""
        window = self.survey.window
        self.labels = []
        if self.bottom is None or not window.fits(self.bottom):
            return
        value = 0.0
        for k in range(24):
            turn = k * math.pi / 12
            found = self._along(window.at(self.bottom), math.cos(turn), math.sin(turn))
            worth = 0.0
            for _level, spot in found:
                worth += min([100.0, *(math.dist(spot, other) for other in self.aside)]) / 100.0
            if worth > value + 1e-9:
                self.labels, value = found, worth
            yield True

    def _along(self, start: Point, across: float, down: float) -> list[tuple[float, Point]]:
        """Where a ray crosses the levels, as far as there is room for their numbers."""
        window, levels = self.survey.window, self.survey.levels
        x, y, w, h = window.rect
        found: list[tuple[float, Point]] = []
        last, number = start, 0
        for far in range(2, round(w + h), 2):
            spot = (start[0] + across * far, start[1] + down * far)
            if not (x + 44 <= spot[0] <= x + w - 30 and y + 44 <= spot[1] <= y + h - 60):
                break
            height = self.survey.error(*window.weights_at(*spot))
            crossed = -1
            while number < len(levels) and height >= levels[number]:
                crossed, number = number, number + 1
            if crossed >= 0 and math.dist(spot, last) >= APART:
                found.append((levels[crossed], spot))
                last = spot
        return found


def _lines(canvas: Canvas, pieces: Sequence[tuple[Point, Point]], rgb: tuple[int, int, int]) -> None:
    """Anti-aliased, about 1.4 design pixels wide."""
    surface = canvas.picture
    wide = max(1.0, 1.4 * canvas.s)
    shifts = [0.0] if wide < 1.6 else [(k - (wide - 1) / 2) for k in range(math.ceil(wide))]
    for start, end in pieces:
        (x0, y0), (x1, y1) = canvas.at(*start), canvas.at(*end)
        length = math.hypot(x1 - x0, y1 - y0)
        if not length:
            continue
        nx, ny = -(y1 - y0) / length, (x1 - x0) / length
        for shift in shifts:
            a = (x0 + nx * shift - 0.5, y0 + ny * shift - 0.5)
            b = (x1 + nx * shift - 0.5, y1 + ny * shift - 0.5)
            pygame.draw.aaline(surface, rgb, a, b)


def _label(canvas: Canvas, spot: Point, label: str, colour: str) -> None:
    wide, high = canvas.width(label, CODE) + 10, 4 + 17 * canvas.type
    canvas.rect(spot[0] - wide / 2, spot[1] - high / 2, wide, high, colour, 5)
    canvas.mid_text(spot[0], spot[1], label, CODE, "text", "middle")
