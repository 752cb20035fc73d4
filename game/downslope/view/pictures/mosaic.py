"""Squares of small cells as one picture: a surface with a point for each cell, made larger, and a grid over it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import pygame
from pygame import Surface

from ..draw.raster import blank, mask, round_rect
from ..draw.surface_cache import SPRITES
from ..draw.theme import RGB, Theme, mix_colours, rgb_of, weight_hue

if TYPE_CHECKING:
    from ..draw.canvas import Canvas
    from .kernel_grid import Grid

TONES = 64  # of a hue
RIM, SMALL = 3.0, 40.0  # of the ground around the cells; half of it around those that are less wide
FAINT = 0.05  # how much of its hue a place of a map has that is 0
BRIGHTER = 0.65  # the power of a map's brightness: what is weak is seen too
BOLD = 0.62  # the same of a weight
BARRED = 0.25  # from there on a cell below 0 has its bar
WHITE = (255, 255, 255, 255)


def draw_mosaic(canvas: Canvas, grid: Grid, tones: Sequence[RGB]) -> None:
    """One cell for each tone, row by row, on a sunken ground."""
    rim = RIM if grid.wide > SMALL else RIM / 2
    canvas.rect(grid.x - rim, grid.y - rim, grid.wide + 2 * rim, grid.wide + 2 * rim, "well", 1 + rim)
    left, top = (round(part) for part in canvas.at(grid.x, grid.y))
    side = max(grid.side, round(grid.wide * canvas.s))
    points = pygame.image.frombytes(bytes(part for tone in tones for part in tone), (grid.side, grid.side), "RGB")
    canvas.surface.blit(pygame.transform.scale(points, (side, side)), (left, top))
    canvas.put(_lattice(side, grid.side, canvas.rgb("well")), left, top)


def _lattice(side: int, cells: int, ground: RGB) -> Surface:
    """What lies between the cells, as a layer over them: `side` physical pixels wide."""
    pitch = side / cells
    gap = min(2.0, pitch / 9)
    corner = min(4.0, pitch / 8)

    def holes(large: Surface, k: int) -> None:
        wide = (pitch - gap) * k
        for row in range(cells):
            for column in range(cells):
                spot = (column * pitch + gap / 2) * k, (row * pitch + gap / 2) * k
                round_rect(large, (*spot, wide, wide), corner * k, WHITE)

    def make() -> Surface:
        layer = blank(side, side)
        layer.fill(WHITE)
        layer.blit(mask(side, side, holes), (0, 0), special_flags=pygame.BLEND_RGBA_SUB)
        layer.fill((*ground, 255), special_flags=pygame.BLEND_RGBA_MULT)
        return layer

    return SPRITES.get(("lattice", side, cells, ground), make)


@lru_cache(64)
def _ramp(theme: Theme, hue: str, least: float, most: float) -> tuple[RGB, ...]:
    """From the ground to the hue."""
    well, full = theme.colour("well"), theme.colour(hue)
    return tuple(rgb_of(mix_colours(well, full, least + (most - least) * k / TONES)) for k in range(TONES + 1))


def map_tones(canvas: Canvas, values: Sequence[float], brightest: float) -> list[RGB]:
    """Of a map: from dark to the prediction's hue; `brightest`: the value that has all of it."""
    ramp = _ramp(canvas.theme, "prediction", FAINT, 1.0)
    if brightest <= 0:
        return [ramp[0]] * len(values)
    return [ramp[round(TONES * min(1.0, max(0.0, value) / brightest) ** BRIGHTER)] for value in values]


def weight_tones(canvas: Canvas, weights: Sequence[float], largest: float) -> list[RGB]:
    """Of weights: blue above 0, orange below; `largest`: the size that has all of its hue."""
    ramps = {hue: _ramp(canvas.theme, hue, 0.06, 1.0) for hue in ("weight", "weight_negative")}
    return [ramps[weight_hue(weight)][round(TONES * boldness(weight, largest))] for weight in weights]


def pixel_tones(canvas: Canvas, pixels: Sequence[float]) -> list[RGB]:
    """Of a picture: 0 is dark, 1 is lit."""
    ramp = _ramp(canvas.theme, "input", 0.04, 0.8)
    return [ramp[round(TONES * min(1.0, max(0.0, pixel)))] for pixel in pixels]


def boldness(weight: float, largest: float) -> float:
    """How much of its hue a weight has."""
    return min(1.0, abs(weight) / largest) ** BOLD if largest else 0.0


def draw_map(canvas: Canvas, grid: Grid, values: Sequence[float], brightest: float) -> None:
    """What a kernel has written."""
    draw_mosaic(canvas, grid, map_tones(canvas, values, brightest))


def draw_weights(canvas: Canvas, grid: Grid, weights: Sequence[float], largest: float) -> None:
    """Weights as a picture, those below 0 with a bar."""
    draw_mosaic(canvas, grid, weight_tones(canvas, weights, largest))
    if grid.cell * canvas.s < 6:
        return
    for index, weight in enumerate(weights):
        strong = boldness(weight, largest)
        if weight < 0 and strong > BARRED:
            x, y = grid.at(index)
            draw_minus(canvas, x, y, grid.cell, canvas.theme.dark and strong > 0.55)


def draw_minus(canvas: Canvas, x: float, y: float, side: float, bright: bool = False) -> None:
    """The bar in a cell that is below 0; `bright`: on a bright ground."""
    middle, ink = y + side / 2, "ink" if bright else "text"
    canvas.line(x + 0.3 * side, middle, x + 0.7 * side, middle, ink, max(1.4, min(3.0, 0.12 * side)))


def draw_picture(canvas: Canvas, grid: Grid, pixels: Sequence[float]) -> None:
    """A small picture."""
    draw_mosaic(canvas, grid, pixel_tones(canvas, pixels))
