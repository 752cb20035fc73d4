"""Lines, curves, polygons and SVG paths, with round ends and joins.

Small or see-through strokes are cached sprites; long opaque ones are drawn directly, which is quick enough
for curves that change in every frame. Dots and dashes are those of SVG with round caps.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Hashable, Sequence
from functools import lru_cache

import pygame
from pygame import Rect, Surface

from .base import Box, around
from .raster import PREMULTIPLIED, Point, dashes, disc, mask, opacity, outlines, polygon, tint
from .raster import stroke as stroke_on
from .rects import inside, is_short, near
from .shapes import Dash, Shapes, disc_drawer
from .surface_cache import SPRITES
from .theme import RGB

SMALL = 24_000  # physical square pixels: strokes in a smaller frame are cached sprites
LARGE = 40_000  # an opaque area larger than this is drawn directly
SHARP = 0.85  # cosine of the turn from which a corner gets its own round join
CURVE_STEPS = 20


class Strokes(Shapes):
    """The part of the canvas that draws along lines."""

    def line(self, x1: float, y1: float, x2: float, y2: float, stroke: str, width: float = 2, alpha: float = 1,
             dash: Dash | None = None) -> None:  # fmt: skip
        """A straight line with round ends; dash: lengths (on, off), or (1, 8) for dots as wide as the line."""
        if dash is not None or (abs(x1 - x2) >= 1e-6 and abs(y1 - y2) >= 1e-6):
            self.polyline([(x1, y1), (x2, y2)], stroke, width, alpha, dash)
            return
        # a level or upright one is a bar of whole pixels
        x1, x2, y1, y2 = min(x1, x2), max(x1, x2), min(y1, y2), max(y1, y2)
        thick, half = max(1, round(width * self.s)), width / 2 * self.s
        (px, py), (end_x, end_y) = self.at(x1, y1), self.at(x2, y2)
        if y1 == y2 or abs(y1 - y2) < 1e-6:
            left, right = round(px - half), round(end_x + half)
            bar = Rect(left, round(py - thick / 2), max(1, right - left), thick)
        else:
            top, bottom = round(py - half), round(end_y + half)
            bar = Rect(round(px - thick / 2), top, thick, max(1, bottom - top))
        self._fill(bar, thick / 2 if thick > 2 else 0.0, self.rgb(stroke), alpha)

    def polyline(self, points: Sequence[Point], stroke: str, width: float = 2, alpha: float = 1,
                 dash: Dash | None = None, closed: bool = False) -> None:  # fmt: skip
        """Connected straight lines; enough points make a smooth curve."""
        s, ox, oy = self.s, self.ox, self.oy
        path = [(x * s - ox, y * s - oy) for x, y in points]
        if len(path) < 2:
            return
        if closed:
            path.append(path[0])
        thick = max(1.0, width * s)
        rgb = self.rgb(stroke)
        if is_short(path):
            self._draw_path(path, thick, rgb, alpha, dash)
            return
        seen = self.near_window
        for piece in inside([(near(px), near(py)) for px, py in path], (seen.x, seen.y, seen.w, seen.h)):
            self._draw_path(piece, thick, rgb, alpha, dash)

    def _draw_path(self, path: Sequence[Point], thick: float, rgb: RGB, alpha: float, dash: Dash | None) -> None:
        """A line whose places are physical pixels."""
        s = self.s
        if dash is not None and dash[0] * s <= 0.75 * thick:  # a dot sprite at every dash
            dots = _dots_along(tuple(path), thick, rgb, opacity(alpha), (dash[0] * s, dash[1] * s))
            self.surface.fblits(dots, PREMULTIPLIED)
            return
        pieces = [path] if dash is None else dashes(path, dash[0] * s, dash[1] * s)
        if alpha < 1 or _area(path) <= SMALL:
            x0, y0 = path[0]
            shape = tuple(tuple((round((x - x0) * 4) / 4, round((y - y0) * 4) / 4) for x, y in piece)
                          for piece in pieces)  # fmt: skip
            thick = round(thick * 8) / 8

            def draw(large: Surface, k: int, cx: float, cy: float) -> None:
                for piece in shape:
                    stroke_on(large, [(cx + x * k, cy + y * k) for x, y in piece], thick * k)

            box = _box([point for piece in shape for point in piece], thick / 2)
            self.stamp(("stroke", shape, thick), x0, y0, box, draw, rgb, alpha)
            return
        for piece in pieces:
            radius = round(thick * 4) / 8
            # Where a curve must be cut: its ends, and every sharp turn
            breaks = [0]
            for i in range(1, len(piece) - 1):
                (x0, y0), (x1, y1), (x2, y2) = piece[i - 1], piece[i], piece[i + 1]
                ax, ay, bx, by = x1 - x0, y1 - y0, x2 - x1, y2 - y1
                across = (ax * ax + ay * ay) * (bx * bx + by * by)
                along = ax * bx + ay * by
                if along < 0 or along * along < SHARP * SHARP * across:
                    breaks.append(i)
            corners = [*breaks, len(piece) - 1]
            for a, b in itertools.pairwise(corners):
                self.band(piece[a : b + 1], thick, rgb)
            if radius >= 1:
                for i in corners:
                    spot = piece[i]
                    reach = (-radius, -radius, radius, radius)
                    self.stamp(("disc", radius), spot[0], spot[1], reach, disc_drawer(radius), rgb)

    def hairline(self, points: Sequence[Point], stroke: str) -> None:
        """Connected lines a pixel wide, over what is opaque: of these there may be many in one picture."""
        if len(points) < 2:
            return
        path, rgb = [self.at(x, y) for x, y in points], self.rgb(stroke)
        middle = [(x - 0.5, y - 0.5) for x, y in path]

        def paint(surface: Surface) -> None:
            pygame.draw.aalines(surface, rgb, False, middle)

        self.direct(("hairline", tuple(path), rgb), around(path, 2), paint)

    def polygon(self, points: Sequence[Point], fill: str, alpha: float = 1, stroke: str | None = None,
                width: float = 0) -> None:  # fmt: skip
        """A filled area; with a stroke its corners are round."""
        if len(points) < 3:
            return
        if alpha >= 1 and stroke is None:
            path, rgb = [self.at(x, y) for x, y in points], self.rgb(fill)
            if _area(path) > LARGE:  # such as land: its rim is a smooth line
                middle = [(x - 0.5, y - 0.5) for x, y in path]  # pygame counts from the middle of the first pixel

                def paint(surface: Surface) -> None:
                    pygame.draw.polygon(surface, rgb, middle)
                    pygame.draw.aalines(surface, rgb, True, middle)

                self.direct(("polygon", tuple(path), rgb), around(path), paint)
                return
        s, (x0, y0) = self.s, points[0]
        rim = [((x - x0) * s, (y - y0) * s) for x, y in points]
        if not is_short(rim):
            return  # larger than any window
        px, py = self.at(x0, y0)
        shape = tuple((round(x * 4) / 4, round(y * 4) / 4) for x, y in rim)

        def draw(large: Surface, k: int, cx: float, cy: float) -> None:
            polygon(large, [(cx + x * k, cy + y * k) for x, y in shape])

        self.stamp(("polygon", shape), px, py, _box(shape, 0), draw, self.rgb(fill), alpha)
        if stroke is not None and width > 0:
            self.polyline(points, stroke, width, alpha, closed=True)

    def path(self, d: str, fill: str | None = None, stroke: str | None = None, width: float = 2, alpha: float = 1,
             dash: Dash | None = None) -> None:  # fmt: skip
        """An SVG path in design pixels, filled, stroked or both."""
        pieces = outlines(d, CURVE_STEPS)
        if not pieces:
            return
        if fill is not None:
            s, (left, top, right, bottom) = self.s, _bounds(d)

            def draw(large: Surface, k: int, cx: float, cy: float) -> None:
                for piece in outlines(d, CURVE_STEPS):
                    polygon(large, [(cx + (x - left) * s * k, cy + (y - top) * s * k) for x, y in piece.points])

            box = (0, 0, (right - left) * s, (bottom - top) * s)
            self.stamp(("path", d, s), *self.at(left, top), box, draw, self.rgb(fill), alpha)
        if stroke is not None:
            for piece in pieces:
                self.polyline(piece.points, stroke, width, alpha, dash, piece.closed)

    def _dashed(self, key: Hashable, outline: Callable[[], Sequence[Point]], at: Point, reach: Box, stroke: str,
                width: float, alpha: float, dash: Dash) -> None:  # fmt: skip
        """An outline, named by its key, that stands at `at`, in design pixels: one sprite, for it seldom changes."""
        s = self.s
        thick, on, off = max(1.0, round(width * s * 8) / 8), dash[0] * s, dash[1] * s
        if on <= 0.75 * thick:
            self.polyline([(x + at[0], y + at[1]) for x, y in outline()], stroke, width, alpha, dash)
            return

        def draw(large: Surface, k: int, cx: float, cy: float) -> None:
            for piece in dashes([(x * s, y * s) for x, y in outline()], on, off):
                stroke_on(large, [(cx + x * k, cy + y * k) for x, y in piece], thick * k)

        margin = thick / 2
        box = (reach[0] * s - margin, reach[1] * s - margin, reach[2] * s + margin, reach[3] * s + margin)
        px, py = self.at(*at)
        self.stamp(("dashed", key, s, thick, dash), px, py, box, draw, self.rgb(stroke), alpha)


def _box(points: Sequence[Point], margin: float) -> tuple[float, float, float, float]:
    xs = [x for x, _ in points]
    ys = [y for _, y in points]
    return min(xs) - margin, min(ys) - margin, max(xs) + margin, max(ys) + margin


def _area(points: Sequence[Point]) -> float:
    left, top, right, bottom = _box(points, 4)
    return (right - left) * (bottom - top)


@lru_cache(1024)
def _bounds(d: str) -> tuple[float, float, float, float]:
    return _box([point for piece in outlines(d, CURVE_STEPS) for point in piece.points], 0)


@lru_cache(256)
def _dots_along(
    path: tuple[Point, ...], thick: float, rgb: RGB, alpha: float, dash: Dash
) -> list[tuple[Surface, tuple[int, int]]]:
    """The dots and where they stand; a trail has the same ways again at every step."""
    radius = round(thick * 4) / 8
    size = int(radius * 2) + 3
    dots = []
    for piece in dashes(path, max(0.01, dash[0]), max(0.5, dash[1])):
        x, y = (piece[0][0] + piece[-1][0]) / 2 - size / 2, (piece[0][1] + piece[-1][1]) / 2 - size / 2
        ix, fx = divmod(round(x * 4), 4)
        iy, fy = divmod(round(y * 4), 4)
        spot_x, spot_y = size / 2 + fx / 4, size / 2 + fy / 4

        def make(x: float = spot_x, y: float = spot_y) -> Surface:
            return tint(mask(size + 1, size + 1, lambda large, k: disc(large, x * k, y * k, radius * k)), rgb, alpha)

        dots.append((SPRITES.get(("dot", radius, fx, fy, rgb, alpha), make), (ix, iy)))
    return dots
