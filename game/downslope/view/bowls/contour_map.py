"""A surveyed land as a picture: bands by height, lines with their errors, a warm light at its lowest place.

It is made in slices, for it takes longer than a frame: `work` a little each frame; `paint` shows it when it is whole.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import pygame
from pygame import Surface

from ..draw import CODE, Canvas, Look, Point, Theme, TimeSlice, box_sprite, holds, meets, mix_colours
from ..format.numbers import short
from ..widgets.widget import Rect

# The bowl of two weights seen from above, as numbers: where it is lowest, which part of it is shown, its height
# lines. window = window_for(rect, [start, bottom]) # both weights in one scale, so that a right angle stays one
# survey = Survey(window, error, levels_for(...)) while not survey.done: survey.work(0.002) # a little each frame


Pair = tuple[float, float]
Height = Callable[[float, float], float]  # weight 1, weight 2 -> error, infinite where it cannot be worked out
LEVELS = 12
ROUND_LINE = (5.0, 3.0, 2.0, 1.0)
FAR = 30.0  # times the start: a lowest place that is further away is none
ROOM = (0.34, 0.19)  # of the picture, kept free beyond what must be seen: across, and from top to bottom
PART, ROWS = 16, 8  # samples, and rows of them, at a time


class Window(NamedTuple):
    """A part of the plane of two weights in a rect; `unit`: design pixels for 1 of either weight."""

    rect: Rect
    middle: Pair
    unit: float

    def pixel_x(self, weight: float) -> float:
        return self.rect[0] + self.rect[2] / 2 + (weight - self.middle[0]) * self.unit

    def pixel_y(self, weight: float) -> float:
        return self.rect[1] + self.rect[3] / 2 - (weight - self.middle[1]) * self.unit

    def at(self, weights: Sequence[float]) -> Point:
        return self.pixel_x(weights[0]), self.pixel_y(weights[1])

    def weights_at(self, x: float, y: float) -> Pair:
        left, top, w, h = self.rect
        return self.middle[0] + (x - left - w / 2) / self.unit, self.middle[1] - (y - top - h / 2) / self.unit

    def fits(self, weights: Sequence[float], margin: float = 0.0) -> bool:
        """Whether it is inside, at least so many design pixels from the edge."""
        if not all(map(math.isfinite, weights)):
            return False
        return holds(self.rect, self.at(weights), margin)


def window_for(rect: Rect, seen: Sequence[Pair]) -> Window:
    """What must be seen, in the middle, with room around it."""
    xs, ys = [p[0] for p in seen], [p[1] for p in seen]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    least = max(wide, high, 1e-9 * max(map(abs, [*xs, *ys])), 1e-9)
    unit = min(rect[2] * (1 - ROOM[0]) / max(wide, 0.02 * least), rect[3] * (1 - 2 * ROOM[1]) / max(high, 0.02 * least))
    return Window(rect, ((max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2), unit)


def lowest_place(error: Height, start: Pair) -> Pair | None:
    """Where the ground is lowest: Newton's steps, held back where they climb, then a compass. None: there is no end.

    Marquardt 1963 for the holding back; Hooke & Jeeves 1961 for the compass, which also finds the foot of a kink.
    """
    (a, b), best = start, error(*start)
    damping = 1e-6
    for _ in range(80):
        step = 1e-4 * (1 + max(abs(a), abs(b)))
        # The step to where the ground's own parabola is lowest; None: it cannot be told.
        here, right, left, up, down = (
            error(a, b),
            error(a + step, b),
            error(a - step, b),
            error(a, b + step),
            error(a, b - step),
        )
        corner = error(a + step, b + step)
        if not all(map(math.isfinite, (here, right, left, up, down, corner))):
            move = None
        else:
            slope = (right - left) / (2 * step), (up - down) / (2 * step)
            aa, bb = (right - 2 * here + left) / (step * step), (up - 2 * here + down) / (step * step)
            ab = (corner - right - up + here) / (step * step)
            ground = abs(aa) + abs(bb) + 1e-12
            aa, bb = aa + damping * ground, bb + damping * ground
            size = aa * bb - ab * ab
            if aa <= 0 or size <= 1e-14 * ground * ground:
                length = math.hypot(*slope)
                move = (-slope[0] / length / (1 + damping), -slope[1] / length / (1 + damping)) if length else None
            else:
                move = (ab * slope[1] - bb * slope[0]) / size, (ab * slope[0] - aa * slope[1]) / size
        if move is None:
            break
        height = error(a + move[0], b + move[1])
        if height < best:
            a, b, best, damping = a + move[0], b + move[1], height, damping / 4
            if max(map(abs, move)) < 1e-12 * (1 + max(abs(a), abs(b))):
                break
        elif damping > 1e6:
            break
        else:
            damping *= 8
    best, step = error(a, b), 0.1 * (1 + max(abs(a), abs(b)))  # from there by steps that halve
    for _ in range(400):
        if step < 1e-9 * (1 + max(abs(a), abs(b))):
            break
        height, spot = min(
            (error(*spot), spot) for spot in ((a + step, b), (a - step, b), (a, b + step), (a, b - step))
        )
        if height < best:
            (a, b), best = spot, height
        else:
            step /= 2
    return (a, b) if max(abs(a), abs(b)) < FAR * (1 + max(map(abs, start))) else None


def levels_for(error: Height, window: Window, floor: float) -> list[float]:
    """Errors at which a line is drawn, rising: round numbers above the floor, closer where it is low."""
    x, y, w, h = window.rect
    edge = [(x + w * i / 8, y + h * j / 8) for i in range(9) for j in range(9)]
    heights = [error(*window.weights_at(*spot)) - floor for spot in edge]
    top = max((height for height in heights if math.isfinite(height)), default=0.0)
    if not top > 0:
        return []
    power = 10.0 ** math.floor(math.log10(top))
    levels: list[float] = []
    while len(levels) < LEVELS and power > 0:
        levels += [level for k in ROUND_LINE if (level := k * power) < 0.5 * top]
        power = power / 10
    return [floor + level if floor else float(f"{level:.3g}") for level in reversed(levels[:LEVELS])]


DEEPEST = 1e-4  # a height below which all is as deep
SOFT = 0.16  # decades of the edge of what is lit
DARK, DIM = 165.0, 95.0  # opacity of the night, at dusk and on paper, of 255
STEEP = 14.0  # how much steeper a slope is for its light


class Survey:
    """Heights on a grid of `step` design pixels, and the lines where they pass a level. `work` a while, until `done`.

    rows    band numbers, 0: below the lowest level; the first sample lies half a step outside the rect
    heights the heights themselves
    lines   for each level, pieces of its line in design pixels
    lights  how bright a slope is, and how much of that makes it white; [] before the first picture
    """

    def __init__(self, window: Window, error: Height, levels: Sequence[float], step: float) -> None:
        self.window, self.levels, self.step = window, list(levels), step
        self.error = error
        self.across = math.ceil(window.rect[2] / step) + 2
        self.down = math.ceil(window.rect[3] / step) + 2
        self.rows: list[list[int]] = []
        self.heights: list[list[float]] = []
        self.lines: list[list[tuple[Point, Point]]] = [[] for _ in levels]
        self.lights: list[list[Pair]] = []
        self.done = False
        self._work = self._survey()

    def work(self, seconds: float) -> None:
        """Go on for so long."""
        piece = TimeSlice(seconds)
        while not self.done and piece.left > 0:
            self.done = next(self._work, None) is None

    def place(self, column: int, row: int) -> Point:
        """Of a sample, in design pixels."""
        return self.window.rect[0] + (column - 0.5) * self.step, self.window.rect[1] + (row - 0.5) * self.step

    def _survey(self) -> Iterator[bool]:
        weights = [self.window.weights_at(*self.place(k, k)) for k in range(max(self.across, self.down))]
        for row in range(self.down):
            heights: list[float] = []
            for column in range(self.across):
                heights.append(self.error(weights[column][0], weights[row][1]))
                if column % PART == 0:
                    yield True
            self.rows.append([bisect_left(self.levels, height) for height in heights])
            self.heights.append(heights)
            old, here = self.rows[-2:] if row else ([], [])
            for i in range(len(here) - 1):  # marching squares between this row of samples and the one before
                near = (old[i], old[i + 1], here[i + 1], here[i])
                if min(near) == max(near):
                    continue
                squares = ((i, row - 1), (i + 1, row - 1), (i + 1, row), (i, row))
                corners = [self.place(*square) for square in squares]
                for number in range(min(near), max(near)):
                    level = self.levels[number]
                    maximum = abs(level) * 1e3 + 1.0
                    above = [min(maximum, self.heights[down][column] - level) for column, down in squares]
                    positions: list[Point] = []
                    for k in range(4):
                        a, b = above[k], above[(k + 1) % 4]
                        if (a > 0) != (b > 0):
                            t = a / (a - b)
                            (x0, y0), (x1, y1) = corners[k], corners[(k + 1) % 4]
                            positions.append((x0 + (x1 - x0) * t, y0 + (y1 - y0) * t))
                    for k in range(0, len(positions) - 1, 2):
                        self.lines[number].append((positions[k], positions[k + 1]))
            yield True


LINE = 0.6  # how much of the edge's colour a height line has
APART = 38.0  # design pixels between two errors on their lines
SLICE = 160  # pieces of a line at a time
RAYS, RINGS = 64, 14  # places of a ring; how many there are besides the lines, in equal steps of √error
UNDER, HIGH = 0.36, 0.6  # of the picture: how far under its middle the bowl stands, and how high Pip in its wall


def bands(theme: Theme, count: int) -> list[str]:
    """A colour for each band, the lowest first."""
    return [theme.relief[round(i * (len(theme.relief) - 1) / max(1, count - 1))] for i in range(count)]


class ContourMap:
    """`whole`: all of the picture is there, for the canvas that it was made for last."""

    def __init__(self, survey: Survey, bottom: Pair | None, aside: Sequence[Point] = ()) -> None:
        """`aside`: places where no number should stand, in design pixels."""
        self.survey, self.bottom, self.aside = survey, bottom, list(aside)
        self.floor = survey.error(*bottom) if bottom is not None else 0.0
        self._made: tuple[Look, tuple[int, int]] | None = None
        self._picture: Surface | None = None
        self._steps: Iterator[bool] | None = None
        # The same lines all the way round, each with its error; none where the ground has no lowest place
        self.rings: list[tuple[float, list[Pair]]] = []
        # Of every sample the logarithm of its height, 0 the lowest, 255 the highest; the lowest, and how far it is up
        self._depths = b"", 0.0, 1.0
        self._night: tuple[object, Surface] | None = None  # down to which depth it is lit, and what lies in the dark
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

    def paint(self, canvas: Canvas) -> None:
        """Put it down."""
        if self._picture is not None and self._made == (canvas.look, canvas.whole):
            x, y, w, h = self.survey.window.rect
            box = canvas.box(x, y, w, h)
            canvas.put(self._picture, box.x, box.y)

    def tilted(self, places: Sequence[Pair], error: float, start: float, angle: float) -> list[Point]:
        """Where the bowl has this error at these weights, seen from so many degrees above its side; from 90 it is the
        map.

        `start`: the error that stands at a fixed height.
        """
        (x, y, w, h), (across, along), unit = self.survey.window
        up = (error - self.floor) / ((start - self.floor) or 1.0)
        turn, left = math.radians(angle), x + w / 2 - across * unit
        flat = unit * math.sin(turn)
        foot = y + h / 2 + along * flat + h * (UNDER - HIGH * up) * math.cos(turn)
        return [(left + first * unit, foot - second * flat) for first, second in places]

    def paint_tilted(self, canvas: Canvas, start: float, angle: float) -> None:
        """The rings, the highest first; what is lower than the start comes to lie in the dark."""
        (x, y, w, h), levels = self.survey.window.rect, self.survey.levels
        colours = bands(canvas.theme, len(levels) + 1)
        above = math.sin(math.radians(angle))
        dark = (DARK if canvas.theme.dark else DIM) / 255 * above**2
        with canvas.clip(x, y, w, h, 16):
            canvas.rect(x, y, w, h, canvas.mix("sky0", colours[-1], above**4))
            for level, ring in reversed(self.rings):
                spots, number = self.tilted(ring, level, start, angle), bisect_left(levels, level)
                fill = canvas.mix(colours[number], "night", dark if level <= start else 0.0)
                canvas.polygon(spots, fill)
                line = LINE if level in levels else 0.0
                edge = canvas.mix(canvas.mix(fill, "ter_edge", line), "error", 0.5 * (1 - above))
                canvas.hairline([*spots, spots[0]], edge)

    def paint_night(self, canvas: Canvas, lowest: float) -> None:
        """Moonlight over all that is lower than `lowest`, with a soft edge."""
        survey = self.survey
        if self._picture is None or not survey.done:
            return
        (x, y, w, h), (depths, low, span) = survey.window.rect, self._depths
        here = round(255 * (math.log10(max(lowest, DEEPEST)) - low) / span)
        if here <= 0:
            return
        box, key = canvas.box(x, y, w, h), (here, canvas.look, canvas.whole)
        if self._night is None or self._night[0] != key:
            soft, dark = max(1.0, 255 * SOFT / span), DARK if canvas.theme.dark else DIM
            alpha = bytes(round(dark * min(1.0, max(0.0, 0.5 + (here - depth) / soft))) for depth in range(256))
            seen = depths.translate(alpha)
            pixels = bytearray(4 * len(seen))
            for channel, part in enumerate((*canvas.rgb("night"), 255)):
                pixels[channel::4] = seen.translate(bytes(round(each * part / 255) for each in range(256)))
            size, step = (survey.across, survey.down), survey.step * canvas.s
            large = pygame.transform.smoothscale(pygame.image.frombytes(bytes(pixels), size, "RGBA"),
                                                 [round(each * step) for each in size])  # fmt: skip
            night = box_sprite(box.w, box.h, round(16.0 * canvas.s * 4) / 4, (255, 255, 255), 1.0).copy()
            night.blit(large, (round(-step / 2), round(-step / 2)), special_flags=pygame.BLEND_RGBA_MULT)
            self._night = key, night
        canvas.put(self._night[1], box.x, box.y)

    def paint_labels(self, canvas: Canvas, lowest: float, taken: Sequence[Rect] = ()) -> None:
        """The errors of the lines down to the lowest that is lit, but for those where something else lies."""
        if self._picture is None:
            return
        colours = bands(canvas.theme, len(self.survey.levels) + 1)
        for level, (x, y) in self.labels:
            label = short(float(f"{level:.2g}"))
            width, height = canvas.width(label, CODE) + 10, 4 + 17 * canvas.type
            box = (x - width / 2, y - height / 2, width, height)
            if level >= lowest and not any(meets(box, each) for each in taken):
                ground = colours[self.survey.levels.index(level)]
                canvas.rect(*box, ground, 5)
                canvas.text_vcenter(x, y, label, CODE, canvas.readable("text", ground), "middle")

    # -- how it is drawn ---------------------------------------------------------------------------------------------

    def _draw(self, canvas: Canvas) -> Iterator[bool]:
        survey, theme = self.survey, canvas.theme
        x, y, w, h = survey.window.rect
        whole = type(canvas)(canvas.picture, canvas.look, (0, 0), canvas.whole)
        box = whole.box(x, y, w, h)
        colours = bands(theme, len(survey.levels) + 1)
        small = Surface((survey.across, survey.down), 0, 32)
        hues, white = [[(part, 255 - part) for part in theme.rgb(each)] for each in colours], 0.4 if theme.dark else 0.8
        if not survey.lights:  # these are the same in every look
            # In √height a bowl's walls are straight
            walls, shone = [[math.sqrt(max(0.0, each)) for each in row] for row in survey.heights], list[list[Pair]]()
            for over, here, under in zip(walls[:1] + walls, walls, walls[1:] + walls[-1:]):
                shone.append([])
                for left, right, low, high in zip(here[:1] + here, here[1:] + here[-1:], under, over):
                    most = max(right, left, low, high) or 1.0  # light: how much it faces the upper left, 1 all of it
                    across, down = STEEP * (right - left) / most, STEEP * (low - high) / most
                    light = (0.55 * across + 0.45 * down + 0.7) / math.sqrt(1 + across * across + down * down)
                    shone[-1].append((0.66 + 0.42 * max(0.0, light), max(0.0, light - 0.55)))
                yield True
            survey.lights = shone
        for number, (row, lights) in enumerate(zip(survey.rows, survey.lights)):
            for at, (band, (shade, snow)) in enumerate(zip(row, lights)):
                small.set_at((at, number), [min(255, round(c * shade + r * (snow * white))) for c, r in hues[band]])
            yield True
        step = survey.step * whole.s
        large = pygame.transform.smoothscale(small, (round(survey.across * step), round(survey.down * step)))
        yield True
        picture = Surface((box.w, box.h), pygame.SRCALPHA)
        picture.blit(large, (round(-step), round(-step)))
        yield True
        part = type(canvas)(picture, canvas.look, (box.x, box.y), canvas.whole)
        if not self._depths[0]:  # these are the same in every look
            yield from self._find_rings()
            yield from self._find_labels()
            logs, depths = list[float](), b""
            for number, row_heights in enumerate(survey.heights):
                logs += [math.log10(max(height, DEEPEST)) for height in row_heights]
                if number % ROWS == 0:
                    yield True
            lowest, span = min(logs), (max(logs) - min(logs)) or 1.0
            for first in range(0, len(logs), SLICE * PART):
                depths += bytes(round(255 * (each - lowest) / span) for each in logs[first : first + SLICE * PART])
                yield True
            self._depths = depths, lowest, span
        for number, level in enumerate(survey.levels):
            ring = [survey.window.at(place) for place in dict(self.rings).get(level, ())]
            pieces = list(zip(ring, ring[1:] + ring[:1])) or survey.lines[number]  # of its ring, if it has one
            edge = theme.rgb(mix_colours(theme.colour(colours[number + 1]), theme.colour("ter_edge"), LINE))
            for first in range(0, len(pieces), SLICE):
                _lines(part, pieces[first : first + SLICE], edge)
                yield True
        if self.bottom is not None:
            spot = survey.window.at(self.bottom)
            part.glow(*spot, min(170.0, h * 0.4), "glow", 0.5, ((0.0, 1.0), (0.4, 0.36), (1.0, 0.0)))
            yield True
        corners = box_sprite(box.w, box.h, round(16.0 * whole.s * 4) / 4, (255, 255, 255), 1.0)  # of the corners
        picture.blit(corners, (0, 0), special_flags=pygame.BLEND_RGBA_MULT)
        self._picture = picture

    def _find_labels(self) -> Iterator[bool]:
        """Errors where a ray from the lowest place crosses their lines, as far as there is room for these numbers; on
        the ray that has room for most of them."""
        window, levels = self.survey.window, self.survey.levels
        x, y, w, h = window.rect
        self.labels = []
        if self.bottom is None or not window.fits(self.bottom):
            return
        value, start = 0.0, window.at(self.bottom)
        for k in range(24):
            across, down = math.cos(k * math.pi / 12), math.sin(k * math.pi / 12)
            crossings, last, number = list[tuple[float, Point]](), start, 0
            for far in range(2, round(w + h), 2):
                spot = (start[0] + across * far, start[1] + down * far)
                if not (x + 44 <= spot[0] <= x + w - 30 and y + 44 <= spot[1] <= y + h - 60):
                    break
                height, crossed = self.survey.error(*window.weights_at(*spot)), -1
                while number < len(levels) and height >= levels[number]:
                    crossed, number = number, number + 1
                if crossed >= 0 and math.dist(spot, last) >= APART:
                    crossings.append((levels[crossed], spot))
                    last = spot
                if far % (8 * PART) == 0:
                    yield True
            worth = 0.0
            for _level, spot in crossings:
                worth += min([100.0, *(math.dist(spot, other) for other in self.aside)]) / 100.0
            if worth > value + 1e-9:
                self.labels, value = crossings, worth
            yield True

    def _find_rings(self) -> Iterator[bool]:
        """Along rays from the lowest place: there √error is a straight line, or near it (regula falsi)."""
        error, ways = self.survey.error, list[list[Pair]]()
        if self.bottom is None or not self.survey.levels:
            return
        (a, b), floor = self.bottom, self.floor
        top = self.survey.levels[-1] - floor
        levels = sorted({*self.survey.levels, *(floor + top * (k / RINGS) ** 2 for k in range(1, RINGS))})
        # Of a bowl whose rings are ellipses the rays lie as close where these are pointed
        side, down, both = (error(a + x, b + y) - floor for x, y in ((1, 0), (0, 1), (1, 1)))
        lean = (both - side - down) / 2 / (side or 1.0)
        if not 0 < side < math.inf or not 0 < down - lean * lean * side < math.inf:
            return
        for k in range(RAYS):
            turn, far, spots = 2 * math.pi * k / RAYS, 1.0, list[Pair]()
            y = math.sin(turn) / math.sqrt(down - lean * lean * side)
            x = math.cos(turn) / math.sqrt(side) - lean * y
            for level in levels:
                for _ in range(40):
                    up = error(a + far * x, b + far * y) - floor
                    if not 0 < up < math.inf or abs(up - (level - floor)) < 1e-6 * level:
                        break
                    far *= math.sqrt((level - floor) / up)
                if not 0 < up < math.inf:
                    return
                spots.append((a + far * x, b + far * y))
            ways.append(spots)
            yield True
        self.rings = [(level, list(ring)) for level, ring in zip(levels, zip(*ways))]


def _lines(canvas: Canvas, pieces: Sequence[tuple[Point, Point]], rgb: tuple[int, int, int]) -> None:
    """Anti-aliased, about 1.4 design pixels wide."""
    surface = canvas.picture
    width = max(1.0, 1.4 * canvas.s)
    shifts = [0.0] if width < 1.6 else [(k - (width - 1) / 2) for k in range(math.ceil(width))]
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
