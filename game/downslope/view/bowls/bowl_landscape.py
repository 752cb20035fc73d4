"""What an error bowl stands in: a layer of sky, stars, glow, far hills, strata, curve; over it heights and flags."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pygame

from ..draw.plate import band_ends, draw_edge
from ..draw.raster import PREMULTIPLIED, Point, blank
from ..draw.rects import meets
from ..draw.shapes import LINEAR
from ..draw.tokens import CODE
from ..scenery.hills import curve, hill, physical

if TYPE_CHECKING:
    from ..draw.canvas import Canvas
    from ..widgets.widget import Rect
    from .bowl_shape import BowlShape

MARGIN = 40.0  # how far the shadow reaches beyond the panel
STRATUM = 26.0
GLOW = ((0.0, 1.0), (0.35, 0.42), (1.0, 0.0))
SHADES = 14  # colours of the lower part of the curve
SKY = ((0.0, "sky0"), (0.55, "sky1"), (1.0, "sky2"))
STARS = (0.8, 1.0, 1.4)  # their radii
FLAG = 58.0
TWINKLES = ((0.16, 0.07), (0.68, 0.21))  # where two stars twinkle, not beside words: part of the width, of the height
GRASS = ((-25, 8, -3), (-20, 11, -1), (-15, 8, 2), (17, 8, -2), (22, 12, 1), (27, 8, 3))  # aside, how high, how bent
LINE = 4.5  # width of the curve


@contextmanager
def window(canvas: Canvas, rect: Rect, sky: float, stops: Sequence[tuple[float, str]] = SKY) -> Iterator[None]:
    """A panel with a picture over its upper part, `sky` high: what is drawn meanwhile stays inside of it."""
    x, y, w, h = rect
    canvas.shadow_around(x, y, w, h)
    with canvas.clip(x, y, w, h, 16):
        canvas.gradient(x, y, w, sky, stops)
        yield
        if sky < h:
            canvas.rect(x, y + sky, w, h - sky, "panel")
            canvas.line(x, y + sky + 0.5, x + w, y + sky + 0.5, "border", 1)
    draw_edge(canvas, rect, "border", 16, 1)


def draw_stars(canvas: Canvas, dice: random.Random, count: float, across: tuple[float, float],
               down: tuple[float, float], bright: tuple[float, float] = (0.18, 0.5),
               words: Rect | None = None) -> None:  # fmt: skip
    """At night: so many stars, from `across[0]` to `across[1]` and from `down[0]` to `down[1]`; none behind `words`."""
    for _ in range(round(count) if canvas.theme.dark else 0):
        x, y, size, alpha = dice.uniform(*across), dice.uniform(*down), dice.choice(STARS), dice.uniform(*bright)
        if words is None or not meets((x, y, 0, 0), words):
            canvas.circle(x, y, size, "star", alpha=alpha)


def draw_land(canvas: Canvas, bowl: BowlShape) -> None:
    """The whole panel, without what a view from further away changes."""
    x, y, w, _h = bowl.rect
    with window(canvas, bowl.rect, bowl.sky):
        for weight in bowl.flags:
            reach, strength = 0.65 * (bowl.base - y), 0.62 if canvas.theme.dark else 0.55
            canvas.glow(bowl.pixel_x(weight), bowl.height(weight) - 10, reach, "glow", strength, GLOW)
        draw_stars(canvas, random.Random(5), w * bowl.sky / 10400, (x + 0.15 * w, x + 0.85 * w),
                   (y + 10, y + 0.38 * bowl.sky))  # fmt: skip
        # Two flatter bowls far behind, hardly to be seen
        left, top = canvas.at(bowl.rect[0], bowl.rect[1])
        size = (round(bowl.rect[2] * canvas.s), round(bowl.sky * canvas.s))
        red, green, blue = canvas.rgb("ter_edge")
        for down, flat, alpha in ((-16, 0.30, 0.16), (-6, 0.52, 0.2)):
            far = blank(*size)
            rim = [(px - left, py - top) for px, py in physical(canvas, _flattened(bowl, down, flat))]
            shade = (round(red * alpha), round(green * alpha), round(blue * alpha), round(255 * alpha))
            pygame.draw.polygon(far, shade, [(rim[0][0], size[1] + 2), *rim, (rim[-1][0], size[1] + 2)])
            canvas.surface.blit(far, (round(left), round(top)), special_flags=PREMULTIPLIED)
        for number in range(4):
            hill(canvas, _shifted(bowl.points, STRATUM * number), f"ter{number}")
        curve(canvas, bowl.points, LINE, curve_colours(canvas, bowl.points, y, bowl.base, SHADES))
        for weight in bowl.flags:
            canvas.glow(
                bowl.pixel_x(weight), bowl.height(weight) - 0.5 * tall(bowl), 1.3 * tall(bowl), "glow", 0.5, LINEAR
            )


def tall(bowl: BowlShape) -> float:
    """How high its flags are."""
    return min(FLAG, 0.2 * bowl.sky)


def draw_floor(canvas: Canvas, bowl: BowlShape, wide: float = 6) -> None:
    """The part of the curve on which the goal is reached."""
    if bowl.reached is None:
        return
    left, right = band_ends(*(bowl.pixel_x(weight) for weight in bowl.reached))
    if right < bowl.rect[0] or left > bowl.rect[0] + bowl.rect[2]:
        return
    xs = [left + (right - left) * i / 8 for i in range(9)]
    with canvas.clip(*bowl.rect[:3], bowl.sky):
        canvas.polyline([(x, bowl.height(bowl.weight_at(x))) for x in xs], "goal", wide)


def draw_flags(canvas: Canvas, bowl: BowlShape) -> None:
    """One at each goal."""
    for weight in bowl.flags:
        canvas.flag(bowl.pixel_x(weight), bowl.height(weight), tall(bowl), glow=False)


def draw_life(canvas: Canvas, bowl: BowlShape) -> None:
    """What moves while nothing happens: two stars of the sky, the grass beside the flags."""
    canvas.alive(lambda: _draw_life(canvas, bowl))


def _draw_life(canvas: Canvas, bowl: BowlShape) -> None:
    x, y, w, _h = bowl.rect
    if canvas.theme.dark:
        for (across, down), bright in zip(TWINKLES, canvas.life.twinkle):
            if bright:
                canvas.circle(x + across * w, y + down * bowl.sky, 1.7, "star", alpha=0.22 * bright)
    if tall(bowl) < FLAG / 2:
        return
    for weight in bowl.flags:
        middle = bowl.pixel_x(weight)
        for aside, height, lean in GRASS:
            root = middle + aside
            foot = bowl.height(bowl.weight_at(root))
            tip = root + lean + 3 * canvas.life.sway
            canvas.line(root, foot, tip, foot - height, "ter_edge", 2)


def _flattened(bowl: BowlShape, down: float, flat: float) -> list[Point]:
    return [(x, bowl.base + (y - bowl.base) * flat + down) for x, y in bowl.points]


def _shifted(points: list[Point], down: float) -> list[Point]:
    return [(x, y + down) for x, y in points]


def draw_heights(canvas: Canvas, bowl: BowlShape) -> None:
    """Level lines through the sky, and their numbers in the ground at the left, or at the right if there is none."""
    for error, label in bowl.heights():
        line = bowl.pixel_y(error)
        for left, right in sky_spans(bowl, line):
            canvas.line(left + LINE, line, right - LINE, line, "grid", 1, 0.28 if canvas.theme.dark else 0.34)
        if bowl.marks:
            x, y, w, _ = bowl.rect
            last, base = y + bowl.sky, canvas.baseline_of(line)
            room = canvas.width(label, CODE) + 30
            if not (base > last - 46 or base < y + 20):
                if all(py < line - 8 for px, py in bowl.points if px < x + room):
                    canvas.text(x + 16, base, label, CODE, "ground_text", "start")
                elif all(py < line - 8 for px, py in bowl.points if px > x + w - room):
                    canvas.text(x + w - 16, base, label, CODE, "ground_text", "end")


def sky_spans(bowl: BowlShape, line: float) -> Iterator[tuple[float, float]]:
    """From where to where the sky reaches at this height."""
    start: float | None = bowl.rect[0] if bowl.points[0][1] > line else None
    for (ax, ay), (bx, by) in itertools.pairwise(bowl.points):
        if (ay > line) == (by > line):
            continue
        crossing = ax + (bx - ax) * (line - ay) / (by - ay)
        if start is not None:
            yield start, crossing
        start = crossing if by > line else None
    if start is not None:
        yield start, bowl.rect[0] + bowl.rect[2]


def curve_colours(canvas: Canvas, points: Sequence[Point], top: float, base: float, shades: int) -> list[str]:
    """One for each point of a curve of errors: the error's hue, at night warmer from the middle down to `base`."""
    if not canvas.theme.dark:
        return ["error"]
    parts = [((py - top) / max(1.0, base - top) - 0.55) / 0.45 for _px, py in points]
    return [canvas.mix("error", "glow", round(shades * min(1.0, max(0.0, part))) / shades) for part in parts]
