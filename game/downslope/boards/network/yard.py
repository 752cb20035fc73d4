"""A courtyard from above, its corners the four crossings of two lights: the wall stands where the prediction is .5."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from math import ceil, copysign, exp, inf, log, sqrt
from typing import NamedTuple

import pygame
from pygame import Surface

from ...view.draw.canvas import Canvas
from ...view.draw.raster import Point, band
from ...view.draw.shapes import around
from ...view.draw.theme import RGB, rgb_of
from .net_panel import NetPlace

LOW, HIGH = -0.3, 1.3  # of both lights: as far as the yard goes
BORDER = 0.5  # the prediction where the wall stands
SIDE, TONES = 8, 12  # stones along a side of the yard; tones of its ground
EDGES = [LOW + (HIGH - LOW) * k / SIDE for k in range(SIDE + 1)]
STONES = [(low + high) / 2 for low, high in pairwise(EDGES)]  # their middles
PIECES, STEP = 24, 0.1  # of a wall: so many at least, and how long one of a bent wall is at most
LEVEL = 1e-9  # of the largest difference: what is less bent is straight
TALL, RIM = 30.0, 4.0  # px of the picture
BANDS = {"room far wall": (-inf, 1.0), "room wall": (1.0, 2.0), "room near wall": (2.0, inf)}  # first light + second
MIDDLE, TOP, ACROSS, DOWN = 350.0, 130.0, 170.0, 100.0  # px of the picture: (0, 0), and what 1 of a light is


class Corners(NamedTuple):
    """The predictions with neither light, the first, the second, both."""

    neither: float = 0.0
    first: float = 0.0
    second: float = 0.0
    both: float = 0.0

    @property
    def plane(self) -> tuple[float, float, float, float]:
        """What 1 of the first light adds, of the second, and of their product; and the prediction without them."""
        first, second = self.first - self.neither, self.second - self.neither
        return first, second, self.both - self.neither - first - second, self.neither

    @property
    def is_bent(self) -> bool:
        first, second, product, _neither = self.plane
        return abs(product) > LEVEL * max(abs(first), abs(second))

    def walls(self) -> list[list[Point]]:
        """Lines of places at which the prediction is BORDER: one that is straight, or two that are bent."""
        first, second, product, neither = self.plane
        missing = neither - BORDER
        if not self.is_bent:
            ends = list[Point]()
            for end in (LOW, HIGH):
                if second and LOW <= (v := -(missing + first * end) / second) <= HIGH:
                    ends.append((end, v))
                if first and LOW <= (u := -(missing + second * end) / first) <= HIGH:
                    ends.append((u, end))
            (u0, v0), (u1, v1) = (min(ends), max(ends)) if ends else ((0.0, 0.0), (0.0, 0.0))
            parts = [k / PIECES for k in range(PIECES + 1)]
            straight = [(u0 + (u1 - u0) * part, v0 + (v1 - v0) * part) for part in parts]
            return [straight] if (u0, v0) != (u1, v1) else []
        # product (u - across) (v - down) = product * area: two branches of a hyperbola around (across, down)
        across, down = -second / product, -first / product
        area = across * down - missing / product
        root, sign = sqrt(max(abs(area), 1e-12)), copysign(1.0, area)
        lines = list[list[Point]]()
        for side in (1.0, -1.0):
            us = sorted((side * (LOW - across), side * (HIGH - across)))
            vs = sorted((sign * side * (LOW - down), sign * side * (HIGH - down)))
            if us[1] <= 0 or vs[1] <= 0:
                continue
            start = max(log(max(us[0], 1e-9) / root), -log(vs[1] / root))
            end = min(log(us[1] / root), -log(max(vs[0], 1e-9) / root))
            if start < end:
                count = max(PIECES, ceil((end - start) / STEP))
                along = [exp(start + (end - start) * k / count) * root for k in range(count + 1)]
                lines.append([(across + side * x, down + sign * side * root * root / x) for x in along])
        return lines


class Yard(NetPlace):
    """Houses stand at the corners; nearer ones lie over the wall, which lies over those behind it."""

    _stones: tuple[object, list[list[Point]], list[RGB]] = (None, [], [])  # where they meet, physical; their hues

    def corners(self) -> Corners:
        numbers, names = self.numbers(), {(0, 0): "neither", (1, 0): "first", (0, 1): "second", (1, 1): "both"}
        places = {names.get(tuple(input[:2])): f"example {k} prediction"  # type: ignore[arg-type]
                  for k, (input, _goal) in enumerate(self.attempt.shown.run.examples, 1)}  # fmt: skip
        return Corners(**{name: numbers[number] for name, number in places.items() if name})

    def at(self, u: float, v: float) -> Point:
        return self.spot(MIDDLE + ACROSS * (v - u), TOP + DOWN * (u + v))

    def paint(self, canvas: Canvas) -> None:
        corners = self.corners()
        left, top, unit = self.picture.place(self.rect, whole=True)
        walls = [[(u + v, canvas.at(left + (MIDDLE + ACROSS * (v - u)) * unit, top + (TOP + DOWN * (u + v)) * unit))
                  for u, v in wall] for wall in corners.walls()]  # fmt: skip
        tall = TALL * unit * canvas.s
        self.rooms = {name: partial(_draw_wall, canvas, walls, tall, *band) for name, band in BANDS.items()}
        self.rooms["room ground"] = partial(self._draw_ground, canvas, corners)
        super().paint(canvas)

    def _draw_ground(self, canvas: Canvas, corners: Corners) -> None:
        """Stones, as bright as the prediction is high; drawn again where one has another tone."""
        first, second, product, neither = corners.plane
        tones = tuple(tuple(round(TONES * min(1.0, max(0.0, neither + first * u + (second + product * u) * v)))
                            for v in STONES) for u in STONES)  # fmt: skip
        key = self.rect, canvas.look
        if self._stones[0] != key:
            hues = [rgb_of(canvas.mix("ter2", "prediction", 0.62 * tone / TONES)) for tone in range(TONES + 1)]
            self._stones = key, [[canvas.at(*self.at(u, v)) for v in EDGES] for u in EDGES], hues
        _key, spots, hues = self._stones
        joints = [*((row[0], row[-1]) for row in spots), *zip(spots[0], spots[-1])]
        joint = canvas.rgb("ter1")

        all_tones = [tone for row in tones for tone in row]
        most = max(set(all_tones), key=all_tones.count)

        def draw(surface: Surface) -> None:
            pygame.draw.polygon(surface, hues[most], (spots[0][0], spots[0][-1], spots[-1][-1], spots[-1][0]))
            for k, row in enumerate(tones):
                changes = [k for k in range(1, SIDE) if row[k] != row[k - 1]]
                for first, last in pairwise([0, *changes, SIDE]):  # what is alike and stands side by side
                    if row[first] != most:
                        ends = spots[k][first], spots[k][last], spots[k + 1][last], spots[k + 1][first]
                        pygame.draw.polygon(surface, hues[row[first]], ends)
            for start, end in joints:
                pygame.draw.aaline(surface, joint, start, end)

        (left, middle), (x, top), (right, _y), (_x, low) = spots[-1][0], spots[0][0], spots[0][-1], spots[-1][-1]
        canvas.direct(("yard", tones, spots[0][0]), around([(left, middle), (x, top), (right, low)]), draw)


def _draw_wall(canvas: Canvas, walls: list[list[tuple[float, Point]]], tall: float, low: float, high: float) -> None:
    """Of the walls what stands so far from the back of the yard; all physical."""
    for wall in walls:
        run = list[Point]()
        for place, (depth, spot) in enumerate(wall):
            inside = low <= depth < high
            if inside or run:
                run.append(spot)
            if len(run) > 1 and (not inside or place == len(wall) - 1):
                top = [(x, y - tall) for x, y in run]
                draw = partial(_draw_piece, canvas, run, top)
                canvas.direct(("wall", tuple(run)), around([*run, *top], RIM), draw)
                run = []


def _draw_piece(canvas: Canvas, run: Sequence[Point], top: Sequence[Point], surface: Surface) -> None:
    """From its foot to its top, physical."""
    stone, shape = canvas.rgb("masonry"), [*run, *reversed(top)]
    pygame.draw.polygon(surface, stone, shape)
    pygame.draw.aalines(surface, stone, True, shape)
    band(surface, top, RIM * canvas.s, canvas.rgb("mortar"))
