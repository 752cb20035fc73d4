"""The error bowl as a picture: a landscape whose height is the error, its x axis the weight; and a small one.

    bowl = Bowl((24, 72, 608, 528), 444, (-1.5, 3.2), error)    # error: weight -> error, any metric
    bowl.paint(canvas)                                          # sky, hills, curve: one cached layer; heights, flag
    bowl.zoom_out(3).paint(canvas)                              # three times further away: the same layer
    x, y = bowl.rest_point(weight, 18)                          # where a ball of that radius lies

What moves in it is drawn by bowl_walk.py.
"""

from __future__ import annotations

import copy
import itertools
import math
import random
from bisect import bisect
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property, lru_cache
from typing import Self, Unpack

import pygame

from ..draw import CODE, LINEAR, NUMBER, PREMULTIPLIED, Canvas, Point, band_ends, blank, draw_edge, meets
from ..format.axis import Axis, ticks
from ..format.numbers import number
from ..scenery.landscape import curve, hill, physical
from ..widgets.ink import Boxed, Line
from ..widgets.number_input import NumberOptions, Slider
from ..widgets.widget import Rect, State

# The curve of an error over one weight: its value where it can be worked out, and its lowest points.


Curve = Callable[[float], float]  # weight -> error
SAME = 1e-6  # part of the curve's height that does not count as a difference
GRID = 240


def safe(error: Callable[..., float], *weights: float) -> float:
    """The error there; infinite where it cannot be worked out."""
    try:
        value = error(*weights)
    except (ArithmeticError, ValueError):
        return math.inf
    return value if not math.isnan(value) else math.inf


def lowest(error: Curve, low: float, high: float) -> list[float]:
    """The weights inside low ... high where the error is least: the middle of each such place. None at an end."""
    span = high - low
    weights = [low + span * i / GRID for i in range(GRID + 1)]
    errors = [safe(error, w) for w in weights]
    finite = [e for e in errors if math.isfinite(e)]
    if not finite:
        return []
    dips = list[float]()
    for i in range(1, GRID):
        if not math.isfinite(errors[i]) or errors[i] > errors[i - 1] or errors[i] > errors[i + 1]:
            continue
        left, right = weights[i - 1], weights[i + 1]
        for _ in range(60):  # the lowest point of one dip, by thirds
            third = (right - left) / 3
            a, b = safe(error, left + third), safe(error, right - third)
            left, right = left + third * (a >= b), right - third * (a <= b)
        dips.append((left + right) / 2)
    room = SAME * (max(finite) - min(finite)) or SAME
    minimum = min([safe(error, w) for w in dips] + finite)
    best = [w for w in dips if safe(error, w) <= minimum + room]
    # Neighbours that are closer than `near` are one flat place
    near = 2.5 * span / GRID
    places: list[list[float]] = []
    for weight in sorted(best):
        if places and weight - places[-1][-1] <= near:
            places[-1].append(weight)
        else:
            places.append([weight])
    return [(place[0] + place[-1]) / 2 for place in places]


def bottoms(error: Curve, around: Sequence[float]) -> list[float]:
    """The lowest points of a curve without ends, searched for around these weights, ever further away. []: none."""
    low, height = min(around), max(around)
    reach = max(height - low, 0.1 * abs(height), 0.1)
    for _ in range(10):  # how often a search may reach four times as far
        places = lowest(error, low - reach, height + reach)
        if places:
            return places
        reach *= 4
    return []


# The bowl: where its curve, floor, walls, rim and seats are, and its picture, which is drawn once for bowl and look.


FINE = 240  # parts of the curve
HEAD = 8.0  # from the top edge down to the highest error that is shown
FINE_STEP = 3.0  # px over which the slope of the drawn curve is taken
ALIKE = 1e-4  # how much of itself a curve may differ from the same one seen from further away
WIDEST = 1e150  # weights beyond it are not drawn: their square is no number


class Bowl:
    """Where things are in the picture, in design pixels, and the picture.

    rect     the whole panel;  sky: height of the landscape in it, below that is room for the weight's slider
    weights  the weights at the left and the right edge
    error    weight -> error; may raise ArithmeticError, may be infinite
    seen     a weight whose error must be in the picture (where the run begins)
    bottoms  the weights of the flags; None: they are looked for, (): no flag
    reached  from which to which weight counts as the goal
    heights  the lowest and the highest error of the picture; None: so that 0 and the start are in it, and both walls

    `zoom`: how many times further away it is seen, about its lowest point. The curve is the same then: see `degree`.
    """

    zoom = 1.0

    def __init__(self, rect: Rect, sky: float, weights: tuple[float, float], error: Curve, *,
                 seen: float | None = None, bottoms: tuple[float, ...] | None = None,
                 marks: bool = True, reached: tuple[float, float] | None = None,
                 heights: tuple[float, float] | None = None) -> None:  # fmt: skip
        low, last = max(-WIDEST, weights[0]), min(WIDEST, weights[1])
        self.weights = weights = (low, last) if low < last else (-WIDEST, WIDEST)
        self.rect, self.sky, self.error = rect, sky, error
        self.lowest = tuple(lowest(error, *weights))
        self.flags = self.lowest if bottoms is None else bottoms
        self.reached = reached
        self.marks = marks  # numbers at the heights, on a plain axis and over its place
        self.ground = safe(error, self.middle)
        low, last = weights
        if heights is None:  # 0 is in it, the start is, and both walls go up to the top
            errors = [safe(error, low + (last - low) * i / 60) for i in range(61)]
            finite = [e for e in errors if math.isfinite(e)] or [0.0, 1.0]
            floor = min(0.0, *finite)
            walls = [e for e in (errors[0], errors[-1]) if math.isfinite(e)] or [max(finite)]
            top = min(walls) - 0.2 * (min(walls) - floor) if self.lowest else max(walls)
            start = safe(error, seen) if seen is not None else floor
            if math.isfinite(start):
                top = max(top, floor + 1.22 * (start - floor))
            heights = floor, top if top > floor else floor + 1.0
        self.across, self.up = Axis(*weights), Axis(*heights)
        self.floor, self.top = self.up.low, self.up.high
        self.base = rect[1] + sky - min(58.0, 0.13 * sky)  # y of the lowest error
        places = {low + (last - low) * i / FINE for i in range(FINE + 1)} | set(self.lowest)
        self.points = [(self.pixel_x(w), round(self.height(w), 2)) for w in sorted(places)]
        curve = hash(tuple(self.points))  # so many numbers would be hashed again for each layer of each frame
        self.land_cache_key: tuple[object, ...] = (rect, sky, weights, self.floor, self.top, self.flags, curve, marks)
        self.near: Bowl = self  # as it is not seen from further away
        # The weights at which the curve, seen from the bottom, comes up to the rim on either side
        middle = self.pixel_x(self.lowest[0]) if self.lowest else self.rect[0] + self.rect[2] / 2
        limit = self.rect[1] + 30.0  # a ball that ran away rests so far under the top edge
        xs = [x for x, _y in self.points if rect[0] + 20.0 <= x <= rect[0] + rect[2] - 20.0]
        height = [x for x, y in self.points if y < limit]
        left = max([x for x in height if x < middle] + xs[:1])
        right = min([x for x in height if x > middle] + xs[-1:])
        self.rim = self.weight_at(left), self.weight_at(right)
        self._seats: dict[tuple[float, float], tuple[float, float]] = {}  # a trail asks for the same in every frame

    def __eq__(self, other: object) -> bool:
        """With the same picture; `land_cache_key`: that of its land, which is the same from everywhere."""
        return isinstance(other, Bowl) and (other.land_cache_key, other.zoom) == (self.land_cache_key, self.zoom)

    def __hash__(self) -> int:
        return hash((self.land_cache_key, self.zoom))

    # -- from numbers to places --------------------------------------------------------------------------------------

    def pixel_x(self, weight: float) -> float:
        if self.zoom != 1.0:  # which weight of the curve as it was drawn stands there
            weight = self.middle + (weight - self.middle) / self.zoom
        return self.rect[0] + self.across.reach(weight) * self.rect[2]

    def pixel_y(self, error: float) -> float:
        """y of an error; what is far above the picture is put just above it."""
        above = self.rect[1] - self.sky
        if not math.isfinite(error):
            return above
        if self.zoom != 1.0:  # which error of the curve as it was drawn stands there
            error = self.ground + (error - self.ground) / self.zoom ** (self.degree or 2)
        return max(above, self.base - self.up.reach(error) * (self.base - self.rect[1] - HEAD))

    def weight_at(self, x: float) -> float:
        near = self.across.low + (x - self.rect[0]) / self.rect[2] * (self.across.high - self.across.low)
        return near if self.zoom == 1.0 else self._far(near)

    def inside(self, weight: float) -> float:
        """The weight itself, or the rim's where it is out of the picture."""
        if math.isnan(weight):
            return self.rim[1]
        return min(self.rim[1], max(self.rim[0], weight))

    def fits(self, weight: float) -> bool:
        return self.rim[0] <= weight <= self.rim[1]

    def height(self, weight: float) -> float:
        """y of the curve there."""
        return self.pixel_y(safe(self.error, weight)) if self.zoom == 1.0 else self._drawn_height(self.pixel_x(weight))

    def _drawn_height(self, x: float) -> float:
        """y of the curve as it is drawn: seen from further away all that moves asks for many in every frame."""
        at = min(len(self.points) - 1, max(1, bisect(self.points, (x, 0.0))))
        (ax, ay), (bx, by) = self.points[at - 1 : at + 1]
        return ay + (by - ay) * (x - ax) / (bx - ax)

    def slope(self, weight: float) -> float:
        """Pixels down for each pixel to the right: positive where it goes down to the right."""
        if self.zoom != 1.0:
            x = self.pixel_x(weight)
            return (self._drawn_height(x + FINE_STEP) - self._drawn_height(x - FINE_STEP)) / (2 * FINE_STEP)
        near = (self.weights[1] - self.weights[0]) * 1e-4
        left, right = self.height(weight - near), self.height(weight + near)
        return (right - left) / (self.pixel_x(weight + near) - self.pixel_x(weight - near))

    def rest_point(self, weight: float, r: float) -> tuple[float, float]:
        """The middle of a ball of radius r that touches the curve at this weight; at the rim for one that ran away."""
        seat = self._seats.get((weight, r))
        if seat is None:
            if len(self._seats) >= 4096:  # places of balls that are kept
                self._seats.clear()
            weight = self.inside(weight)
            slope = self.slope(weight)
            length = math.hypot(1.0, slope)
            seat = self._seats[weight, r] = self.pixel_x(weight) + slope / length * r, self.height(weight) - r / length
        return seat

    def ticks(self) -> list[tuple[float, str]]:
        """Round weights for the slider's axis."""
        x, _, w, _ = self.rect
        return ticks(self.weight_at(x), self.weight_at(x + w), max(2, int(w / 90)))

    def heights(self) -> list[tuple[float, str]]:
        """Round errors for the marks, without the lowest line."""
        room = self.base - self.rect[1] - HEAD
        ends, grown = (self.floor, self.top), self.zoom ** (self.degree or 2)
        if self.zoom != 1.0:
            ends = self.ground + (self.floor - self.ground) * grown, self.ground + (self.top - self.ground) * grown
        marks = ticks(*ends, max(2, int(room / 62)))
        return [t for t in marks if self.pixel_y(t[0]) < self.base - 20]

    # -- seen from further away --------------------------------------------------------------------------------------

    @property
    def middle(self) -> float:
        """The weight that stays where it is in the picture."""
        return self.lowest[0] if self.lowest else (self.weights[0] + self.weights[1]) / 2

    @cached_property
    def degree(self) -> int | None:
        """A curve k times wider and k ** degree times higher is the same curve. None: this one is not so."""
        if len(self.lowest) != 1:
            return None
        low, height = self.middle, self.weights
        ground = safe(self.error, low)
        half = min(low - height[0], height[1] - low)
        for degree in (2, 1):
            pairs = [(safe(self.error, low + side * half) - ground, safe(self.error, low + side * half * k) - ground, k)
                     for side in (-1, 1) for k in (0.5, 3.0, 40.0)]  # fmt: skip
            if all(one > 0 and abs(other / (one * k**degree) - 1) < ALIKE for one, other, k in pairs):
                return degree
        return None

    def zoom_out(self, zoom: float) -> Self:
        """The same picture, in which so many times more is to be seen."""
        far, zoom = copy.copy(self), min(zoom, 1e100)  # times wider than the bowl as it was first seen
        far.zoom, far._seats = zoom, {}
        far.rim = (far._far(self.rim[0]), far._far(self.rim[1]))
        return far

    def marked(self, marks: bool) -> Self:
        """The same picture with its numbers, or without."""
        other = copy.copy(self)
        other.marks, other.land_cache_key, other.near = marks, (*self.land_cache_key[:-1], marks), other
        return other

    def _far(self, near: float) -> float:
        return self.middle + (near - self.middle) * self.zoom

    # -- drawing -----------------------------------------------------------------------------------------------------

    def paint(self, canvas: Canvas) -> None:
        """The panel with its landscape; drawn once for each bowl and look."""
        x, y, w, h = self.rect
        m = MARGIN
        place = (x - m, y - m, w + 2 * m, h + 2 * m)
        canvas.once(place, draw_land, self.near)
        # Nothing where it is seen as it was made
        decades = math.log10(max(1.0, self.zoom))
        shade = round(SHADES * min(1.0, PER_DECADE * decades / DARKEST))
        if shade:
            with canvas.clip(*self.rect, 16):
                place = (x, y, w, min(DEEP, self.sky))
                canvas.once(place, _draw_rows, self.near, alpha=DARKEST * shade / SHADES)
        if canvas.theme.dark:
            count = min(MOST, round(10 * TENTH * decades))
            stars = _stars(self.rect, self.sky, tuple(self.points))
            for first in range(0, count - count % BUNCH, BUNCH):
                canvas.once((x, y, w, self.sky / 2), _draw_each, tuple(stars[first : first + BUNCH]))
            _draw_each(canvas, stars[count - count % BUNCH : count])
        if self.zoom > MOON:
            # At the right, in front of the bowl's wall.
            up = min(1.0, 4 * math.log10(self.zoom / MOON))
            line = self.rect[1] + 46
            walls = [right for _left, right in sky_spans(self, line + 22)]
            if walls:
                middle = max(walls) - 52
                with canvas.clip(*self.rect, 16):
                    canvas.glow(middle, line, 60, "moon", round(4 * 0.5 * up) / 4)
                    canvas.circle(middle, line, 22, "moon", alpha=up)
                    for dx, dy, radius in ((-8, -6, 4.0), (8, 6, 5.5)):
                        canvas.circle(middle + dx, line + dy, radius, "moon_sea", alpha=up)
        # Level lines through the sky, and their numbers in the ground at the left, or at the right if there is none
        for error, label in self.heights():
            line = self.pixel_y(error)
            for left, right in sky_spans(self, line):
                canvas.line(left + LINE, line, right - LINE, line, "grid", 1, 0.28 if canvas.theme.dark else 0.34)
            last, base, room = y + self.sky, canvas.baseline_of(line), canvas.width(label, CODE) + 30
            if self.marks and y + 20 <= base <= last - 46:
                if all(py < line - 8 for px, py in self.points if px < x + room):
                    canvas.text(x + 16, base, label, CODE, "ground_text", "start")
                elif all(py < line - 8 for px, py in self.points if px > x + w - room):
                    canvas.text(x + w - 16, base, label, CODE, "ground_text", "end")
        draw_floor(canvas, self)
        # One at each goal.
        for weight in self.flags:
            canvas.flag(self.pixel_x(weight), self.height(weight), tall(self), glow=False)
        # What moves while nothing happens: two stars of the sky, the grass beside the flags.
        canvas.alive(lambda: _draw_life(canvas, self))


# What an error bowl stands in: a layer of sky, stars, glow, far hills, strata, curve; over it heights and flags.


MARGIN = 40.0  # how far the shadow reaches beyond the panel
STRATUM = 26.0
GLOW = ((0.0, 1.0), (0.35, 0.42), (1.0, 0.0))
LANDSCAPE_SHADES = 14  # colours of the lower part of the curve
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
    canvas.shadow(x, y, w, h)
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


def draw_land(canvas: Canvas, bowl: Bowl) -> None:
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
            flattened = [(px, bowl.base + (py - bowl.base) * flat + down) for px, py in bowl.points]
            rim = [(px - left, py - top) for px, py in physical(canvas, flattened)]
            shade = (round(red * alpha), round(green * alpha), round(blue * alpha), round(255 * alpha))
            pygame.draw.polygon(far, shade, [(rim[0][0], size[1] + 2), *rim, (rim[-1][0], size[1] + 2)])
            canvas.surface.blit(far, (round(left), round(top)), special_flags=PREMULTIPLIED)
        for number in range(4):
            hill(canvas, [(px, py + STRATUM * number) for px, py in bowl.points], f"ter{number}")
        curve(canvas, bowl.points, LINE, curve_colours(canvas, bowl.points, y, bowl.base, LANDSCAPE_SHADES))
        for weight in bowl.flags:
            canvas.glow(
                bowl.pixel_x(weight), bowl.height(weight) - 0.5 * tall(bowl), 1.3 * tall(bowl), "glow", 0.5, LINEAR
            )


def tall(bowl: Bowl) -> float:
    """How high its flags are."""
    return min(FLAG, 0.2 * bowl.sky)


def draw_floor(canvas: Canvas, bowl: Bowl, wide: float = 6) -> None:
    """The part of the curve on which the goal is reached."""
    if bowl.reached is None:
        return
    left, right = band_ends(*(bowl.pixel_x(weight) for weight in bowl.reached))
    if right < bowl.rect[0] or left > bowl.rect[0] + bowl.rect[2]:
        return
    xs = [left + (right - left) * i / 8 for i in range(9)]
    with canvas.clip(*bowl.rect[:3], bowl.sky):
        canvas.polyline([(x, bowl.height(bowl.weight_at(x))) for x in xs], "goal", wide)


def _draw_life(canvas: Canvas, bowl: Bowl) -> None:
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


def sky_spans(bowl: Bowl, line: float) -> Iterator[tuple[float, float]]:
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


# The sky of a bowl that is seen from ever further away: it darkens from the top, stars come out, then the moon.


DEEP, ROW = 312.0, 3.0  # how far down the darkness reaches; the height of a row of it
RIM = 1.6  # half of the curve stays bright
DARKEST, PER_DECADE = 0.72, 0.2  # its opacity at the top edge
SHADES = 18  # so many different ones
TENTH, BUNCH = 6, 30  # stars in a tenth of a decade; in a layer
MOST = 180  # stars
MOON = 60.0  # so far away it comes up


def _draw_rows(canvas: Canvas, bowl: Bowl) -> None:
    """Over the sky only: the ground has numbers."""
    top, deep = bowl.rect[1], min(DEEP, bowl.sky)
    for band in range(int(deep / ROW)):
        alpha = (1 - band * ROW / deep) ** 1.3
        for left, right in sky_spans(bowl, top + band * ROW + ROW / 2):
            canvas.rect(left + RIM, top + band * ROW, right - left - 2 * RIM, ROW, "night", alpha=alpha)


def _draw_each(canvas: Canvas, stars: tuple[tuple[Point, float, float], ...]) -> None:
    for spot, radius, alpha in stars:
        canvas.circle(*spot, radius, "star", alpha=alpha)


@lru_cache(8)
def _stars(rect: tuple[float, float, float, float], sky: float,
           curve: tuple[Point, ...]) -> tuple[tuple[Point, float, float], ...]:  # fmt: skip
    """(place, radius, brightness) of each, the first to come out first."""
    x, y, w, _ = rect
    dice = random.Random(7)
    stars: list[tuple[Point, float, float]] = []
    while len(stars) < MOST:
        spot = dice.uniform(x + 6, x + w - 6), dice.uniform(y + 8, y + 0.48 * sky)
        below = curve[min(len(curve) - 1, max(0, round((spot[0] - x) / w * (len(curve) - 1))))][1]
        radius, alpha = dice.choice(STARS), dice.uniform(0.3, 0.8)
        if spot[1] < below - 8 or dice.random() < 0.002:
            stars.append((spot, radius, alpha))
    return tuple(stars)


# The weight's slider under the bowl: it is the bowl's x axis, its thumb stands straight under Pip.


EDGE = 20.0  # the track ends so far inside the panel
INSET = 36.0  # where the ends of a free weight stand, from the panel's edges
DROP = 34.0  # from the sky's lower edge to the track


def spread(low: float, high: float, width: float) -> tuple[float, float]:
    """The weights at a bowl's edges, so that low ... high fill its slider."""
    beyond = (high - low) * INSET / max(1.0, width - 2 * INSET)
    return low - beyond, high + beyond


class WeightAxis(Slider):
    """Free: a slider from `low` to `high` on its notches. Fixed (`low` None): a plain axis.

    `at` is where that stands, which during a hop is between two weights; the bubble says `value`.
    """

    def __init__(self, bowl: Bowl, value: float, low: float | None = None, high: float | None = None, *,
                 drop: float = DROP, **options: Unpack[NumberOptions]) -> None:  # fmt: skip
        self.fixed = low is None or high is None
        x, y, w, _ = bowl.rect
        if low is None or high is None:
            low, high = bowl.weight_at(x + EDGE), bowl.weight_at(x + w - EDGE)
        left, right = bowl.pixel_x(low), bowl.pixel_x(high)
        track = y + bowl.sky + drop
        options.setdefault("show", number)
        super().__init__(
            "weight", (left, track - 22, right - left, 44), value, low, high, bipolar=True, margin=left - x - EDGE,
            ticks=bowl.ticks(), bubble=y + bowl.sky - 42, glyph="weight", **options,
        )  # fmt: skip
        self.round = [t for t in self.ticks if x + EDGE <= bowl.pixel_x(t[0]) <= x + w - EDGE]
        self.bowl = bowl
        self.at = value
        self.quiet = False  # no bubble
        self.focusable = not self.fixed

    def x_of(self, value: float) -> float:
        x, _, w, _ = self.bowl.rect
        return min(x + w - EDGE, max(x + EDGE, self.bowl.pixel_x(value)))

    def _draw_ticks(self, canvas: Canvas, numbered: bool) -> None:
        x, _, w, _ = self.bowl.rect
        half = {label: canvas.width(label, CODE) / 2 + 5 for _v, label in self.round}
        self.ticks = [t for t in self.round if x + half[t[1]] <= self.bowl.pixel_x(t[0]) <= x + w - half[t[1]]]
        super()._draw_ticks(canvas, numbered)

    def draw(self, canvas: Canvas, state: State) -> None:
        # From where to where counts as the goal
        if self.bowl.reached is not None:
            left, right = band_ends(*(self.x_of(weight) for weight in self.bowl.reached))
            canvas.rect(left, self.line - 9, right - left, 18, "goal", 3, alpha=0.28)
        if not self.fixed:
            super().draw(canvas, state)
            return
        x, _y, w, _h = self.bowl.rect
        canvas.line(x + EDGE, self.line, x + w - EDGE, self.line, "border2", 2)
        self._draw_ticks(canvas, self.bowl.marks)
        self.draw_marks(canvas)
        if self.bowl.marks and not self.quiet:
            self.draw_bubble(canvas, self.x_of(self.at), self.bubble or 0.0, state)


# A small bowl in a window: sky, strata, curve and flag, and where a ball lies in it. Also the lens over a foot.


Rise = Callable[[float], float]
PARTS = 150  # of the curve
SMALL_GLOW = ((0.0, 1.0), (0.4, 0.4), (1.0, 0.0))


class SmallBowl:
    """`middle`, `base`: where the flag stands. `corner`: radius of its corners; half its width makes it a lens.

    rise     distance from the flag -> height above it, both in design pixels
    strata   how far apart the layers of the ground are
    reached  how far to either side of the flag counts as the goal; 0: nothing is marked
    """

    def __init__(self, rect: Rect, middle: float, base: float, rise: Rise, *, corner: float = 12.0, flag: float = 28.0,
                 strata: float = 9.0, glow: float = 90.0, line: float = 3.4,
                 reached: float = 0.0) -> None:  # fmt: skip
        self.rect, self.middle, self.base, self.rise = rect, middle, base, rise
        self.corner, self.flag, self.strata, self.glow, self.line = corner, flag, strata, glow, line
        self.reached = reached
        x, _y, w, _h = rect
        places = {x - 3 + (w + 6) * i / PARTS - middle for i in range(PARTS + 1)}
        places |= {6.0 * (i - 40) / 40 for i in range(81)}  # the foot is drawn this much finer, so far to either side
        # To hundredths: points are part of a layer's key
        positions = [(middle + p, round(self.height(p) * 100) / 100) for p in sorted(places)]
        self.points = [spot for spot in positions if x - 4 <= spot[0] <= x + w + 4]
        self.key = (rect, middle, base, corner, flag, strata, glow, line, reached, hash(tuple(self.points)))

    def height(self, along: float) -> float:
        """y of the curve, so far from the flag; never far above the window."""
        up = safe(self.rise, along)
        return max(self.rect[1] - 60.0, self.base - up) if math.isfinite(up) else self.rect[1] - 60.0

    def rest_point(self, along: float, r: float) -> Point:
        """The middle of a ball of radius r on the curve; what is beyond the window lies at its rim."""
        along = self.inside(along, r)
        down = (self.height(along + 0.05) - self.height(along - 0.05)) / 0.1
        length = math.hypot(1.0, down)
        return self.middle + along + down / length * r, self.height(along) - r / length

    def inside(self, along: float, r: float = 11.0) -> float:
        """The distance itself, or that at which a ball of radius r is still to be seen."""
        if math.isnan(along):
            return 0.0
        x, y, w, _h = self.rect
        left, right = x + r + 2 - self.middle, x + w - r - 2 - self.middle
        along = min(right, max(left, along))
        top = y + 2 * r
        if self.height(along) >= top:
            return along
        near, far = 0.0, along
        for _ in range(30):
            half = (near + far) / 2
            near, far = (half, far) if self.height(half) >= top else (near, half)
        return near

    def fits(self, along: float, r: float = 11.0) -> bool:
        return math.isfinite(along) and abs(self.inside(along, r) - along) < 0.01 + 1e-6 * abs(along)

    def __eq__(self, other: object) -> bool:
        """With the same picture."""
        return isinstance(other, SmallBowl) and other.key == self.key

    def __hash__(self) -> int:
        return hash(self.key)

    def paint(self, canvas: Canvas) -> None:
        """The window and what stands still in it."""
        x, y, w, h = self.rect
        canvas.once((x - 8, y - 8, w + 16, h + 16), _draw_small, self)

    def clip(self, canvas: Canvas) -> AbstractContextManager[None]:
        """Inside it nothing is drawn outside the window."""
        box = canvas.box(*self.rect)
        maximum = (min(box.w, box.h) // 2 - 1e-3) / canvas.s  # corners that would overlap are not kept round
        return canvas.clip(*self.rect, min(self.corner, maximum))


def _draw_small(canvas: Canvas, bowl: SmallBowl) -> None:
    x, y, w, h = bowl.rect
    lens = 2 * bowl.corner >= w
    if lens:
        canvas.blurred_disc(x + w / 2, y + h / 2 + 4, w / 2, "shadow", 0.5, 5)
    with bowl.clip(canvas):
        canvas.gradient(x, y, w, h, SKY)
        canvas.glow(bowl.middle, bowl.base - 8, bowl.glow, "glow", 0.5, SMALL_GLOW)
        for layer in range(4):
            hill(canvas, [(px, py + layer * bowl.strata) for px, py in bowl.points], f"ter{layer}")
        curve(canvas, bowl.points, bowl.line, curve_colours(canvas, bowl.points, y, bowl.base, 12))
        if bowl.reached > 0:
            left, right = band_ends(-bowl.reached, bowl.reached)
            positions = [left + (right - left) * i / 8 for i in range(9)]
            canvas.polyline([(bowl.middle + spot, bowl.height(spot)) for spot in positions], "goal", 6)
        canvas.flag(bowl.middle, bowl.base, bowl.flag, glow=False)
    if lens:
        canvas.circle(x + w / 2, y + h / 2, w / 2, None, "text", 2.5)
    else:
        draw_edge(canvas, bowl.rect, "border", bowl.corner, 1)


def factor_tag(factor: float) -> Boxed:
    """How much a lens enlarges."""
    return Boxed(Line("×" + number(factor, 0), NUMBER), (10, 3), "panel", radius=8)
