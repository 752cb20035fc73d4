"""Landscape that title and map are made of: hills, trees, stars, mist. All of it is drawn into opaque layers."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pygame
from pygame import Surface

from ..draw.canvas import Canvas
from ..draw.raster import Point, polygon, stroke
from ..draw.shapes import SOFT, glow_sprite

SHADES = 24  # bands of a hill whose colour changes
STAR_SIZES = (0.8, 1.0, 1.2, 1.7)


class RandomSequence:
    """Numbers that look random and are always the same for a seed (a linear congruence, as in Numerical Recipes, 7.1).

    The library's own `random` would cost the first frame more than the numbers are worth here.
    """

    def __init__(self, seed: int) -> None:
        self._state = seed * 2654435761 % 2**32

    def uniform(self, low: float, high: float) -> float:
        self._state = (1664525 * self._state + 1013904223) % 2**32
        return low + (high - low) * self._state / 2**32


def across(canvas: Canvas, step: int, dx: float = 0.0) -> list[float]:
    """x from beyond the left to beyond the right edge of the window, in the coordinates of a picture moved by dx."""
    return [-10.0 - dx + step * i for i in range(math.ceil((canvas.w + 20) / step) + 1)]


def hill(canvas: Canvas, points: Sequence[Point], colour: str) -> None:
    """Everything below a curve that runs from left to right, down to the lower edge of the surface; a smooth rim."""
    positions = physical(canvas, points)
    low = canvas.surface.get_height() + 2
    rgb = canvas.rgb(colour)

    def paint(surface: Surface) -> None:
        pygame.draw.polygon(surface, rgb, [(positions[0][0], low), *positions, (positions[-1][0], low)])
        pygame.draw.aalines(surface, rgb, False, [(x, y - 0.5) for x, y in positions])

    canvas.direct(("hill", tuple(positions), rgb), canvas.surface.get_rect(), paint)


def shade(canvas: Canvas, points: Sequence[Point], deep: float, top: str, low: str) -> None:
    """A hill's colour changes from `top` at its rim to `low`, `deep` design pixels below it."""
    positions = physical(canvas, points)
    step = deep * canvas.s / SHADES

    def paint(surface: Surface) -> None:
        pygame.draw.aalines(surface, canvas.rgb(top), False, [(x, y - 0.5) for x, y in positions])
        for i in range(SHADES):
            upper = [(x, y + step * i) for x, y in positions]
            lower = [(x, y + step * (i + 1) + 1) for x, y in reversed(positions)]
            pygame.draw.polygon(surface, canvas.rgb(canvas.mix(top, low, i / (SHADES - 1))), upper + lower)

    canvas.direct(("shade", tuple(positions), deep, top, low), canvas.surface.get_rect(), paint)


def curve(canvas: Canvas, points: Sequence[Point], width: float, colours: Sequence[str]) -> None:
    """A thick opaque curve; one colour for each of its points (or one for all)."""
    positions = physical(canvas, points)
    thick = max(1.0, width * canvas.s)
    start = 0
    for i in range(1, len(positions)):
        ended = i == len(positions) - 1
        if ended or (len(colours) > 1 and colours[i] != colours[start]):
            # one point more than needed: the pieces overlap, so that no seam is to be seen
            piece = positions[start : min(len(positions), i + 2)]
            canvas.band(piece, thick, canvas.rgb(colours[start % len(colours)]))
            start = i


def physical(canvas: Canvas, points: Sequence[Point]) -> list[Point]:
    """The same points in pixels of the surface."""
    return [canvas.at(x, y) for x, y in points]


def tree(canvas: Canvas, x: float, y: float, h: float, colour: str, alpha: float = 1.0) -> None:
    """A fir whose foot is at (x, y). Heights are whole pixels, so that a wood needs few sprites."""
    height = max(4, round(h * canvas.s))
    px, py = canvas.at(x, y)

    def draw(large: Surface, k: int, cx: float, cy: float) -> None:
        size = height * k
        for tier in range(3):
            half, top = size * (0.15 + 0.055 * tier), cy - size + size * 0.24 * tier
            polygon(large, [(cx, top), (cx + half, top + size * 0.42), (cx - half, top + size * 0.42)])
        stroke(large, [(cx, cy - size * 0.12), (cx, cy + 2 * canvas.s * k)], size * 0.07)

    box = (-height * 0.27, -height, height * 0.27, 3 * canvas.s)
    canvas.stamp(("tree", height), round(px), round(py), box, draw, canvas.rgb(colour), alpha)


def sky_stars(count: int, seed: int, width: float, height: float) -> list[tuple[float, float, float, float]]:
    """(x, y, radius, brightness) of stars over an area, always the same ones; they fade towards its lower edge."""
    dice = RandomSequence(seed)
    stars = []
    for _ in range(count):
        x, y = dice.uniform(0, width), dice.uniform(0, height)
        size = STAR_SIZES[int(dice.uniform(0, len(STAR_SIZES)))]
        stars.append((x, y, size, dice.uniform(0.2, 0.8) * (1 - 0.87 * y / height)))
    return stars


def draw_stars(canvas: Canvas, count: int, seed: int, height: float, size: float = 1.0) -> None:
    """Stars down to `height`, so many in a window 1280 wide; by day there are none."""
    if not canvas.theme.dark:
        return
    for x, y, r, bright in sky_stars(round(count * canvas.w / 1280), seed, canvas.w, height):
        canvas.circle(x, y, r * size, "white", alpha=bright)


def mist(canvas: Canvas, x: float, y: float, rx: float, ry: float, colour: str, alpha: float) -> None:
    """A soft flat cloud around (x, y)."""
    sprite = glow_sprite(48, canvas.rgb(colour), alpha, SOFT)
    px, py = canvas.at(x - rx, y - ry)
    size = (max(1, round(2 * rx * canvas.s)), max(1, round(2 * ry * canvas.s)))
    canvas.put(pygame.transform.smoothscale(sprite, size), round(px), round(py))


def through(points: Sequence[Point], steps: int = 24) -> list[Point]:
    """A smooth curve through the points (Catmull-Rom, tension 1/2): `steps` parts between each two of them."""
    ends = [points[0], *points, points[-1]]
    corners: list[Point] = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:]):
        for i in range(steps):
            t = i / steps
            x, y = (0.5 * (2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t * t + (3 * q - p - 3 * r + s) * t**3)
                    for p, q, r, s in zip(a, b, c, d))  # fmt: skip
            corners.append((x, y))
    corners.append(points[-1])
    return corners
