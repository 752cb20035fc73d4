"""The error bowl as a picture: a landscape whose height is the error, its x axis the weight.

    bowl = Bowl((24, 72, 608, 528), 444, (-1.5, 3.2), error)    # error: weight -> error, any metric
    bowl.paint(canvas)                                          # sky, hills, curve: one cached layer; heights, flag
    bowl.zoom_out(3).paint(canvas)                              # three times further away: the same layer
    x, y = bowl.seat(weight, 18)                                # where a ball of that radius lies

What moves in it is drawn by bowl_walk.py; the slider under it is weight_axis.py; the layer is bowl_landscape.py; where
everything is, bowl_shape.py.
"""

from __future__ import annotations

import math
import random
from functools import lru_cache
from typing import TYPE_CHECKING

from ..draw.base import fade
from ..draw.raster import Point, blank
from ..draw.surface_cache import SPRITES
from .bowl_landscape import MARGIN, STARS, draw_flags, draw_floor, draw_heights, draw_land, draw_life, sky_spans
from .bowl_shape import BowlShape

if TYPE_CHECKING:
    from pygame import Surface

    from ..draw.canvas import Canvas


# ---------------------------------------------------------------------------------------------------------------------
# The sky of a bowl that is seen from ever further away: it darkens from the top, stars come out, then the moon.


DEEP, ROW = 312.0, 3.0  # how far down the darkness reaches; the height of a row of it
RIM = 1.6  # half of the curve stays bright
DARKEST, PER_DECADE = 0.72, 0.2  # its opacity at the top edge
SHADES = 18  # so many different ones
TENTH, BUNCH = 6, 30  # stars in a tenth of a decade; in a layer
MOST = 180  # stars
MOON = 60.0  # so far away it comes up


def _draw_rows(canvas: Canvas, bowl: BowlShape) -> None:
    """Over the sky only: the ground has numbers."""
    top, deep = bowl.rect[1], min(DEEP, bowl.sky)
    for number in range(int(deep / ROW)):
        alpha = (1 - number * ROW / deep) ** 1.3
        for left, right in sky_spans(bowl, top + number * ROW + ROW / 2):
            canvas.rect(left + RIM, top + number * ROW, right - left - 2 * RIM, ROW, "night", alpha=alpha)


def _draw_each(canvas: Canvas, stars: tuple[tuple[Point, float, float], ...]) -> None:
    for spot, radius, alpha in stars:
        canvas.circle(*spot, radius, "star", alpha=alpha)


@lru_cache(8)
def _stars(rect: tuple[float, float, float, float], sky: float,
           curve: tuple[Point, ...]) -> tuple[tuple[Point, float, float], ...]:  # fmt: skip
    """(place, radius, brightness) of each, the first to come out first."""
    x, y, w, _ = rect
    dice = random.Random(7)
    found: list[tuple[Point, float, float]] = []
    while len(found) < MOST:
        spot = dice.uniform(x + 6, x + w - 6), dice.uniform(y + 8, y + 0.48 * sky)
        below = curve[min(len(curve) - 1, max(0, round((spot[0] - x) / w * (len(curve) - 1))))][1]
        radius, alpha = dice.choice(STARS), dice.uniform(0.3, 0.8)
        if spot[1] < below - 8 or dice.random() < 0.002:
            found.append((spot, radius, alpha))
    return tuple(found)


class Bowl(BowlShape):
    """A shape that paints itself."""

    def paint(self, canvas: Canvas) -> None:
        """The panel with its landscape; drawn once for each bowl and look."""
        x, y, w, h = self.rect
        m = MARGIN
        place = (x - m, y - m, w + 2 * m, h + 2 * m)
        canvas.keep(("bowl", self.land_cache_key), *place, lambda sub: draw_land(sub, self))
        # Nothing where it is seen as it was made
        decades = math.log10(max(1.0, self.zoom))
        shade = round(SHADES * min(1.0, PER_DECADE * decades / DARKEST))
        if shade:
            width, height = round(w * canvas.s), round(min(DEEP, self.sky) * canvas.s)
            key = ("darkness", self.land_cache_key, width, height, canvas.look)

            def whole() -> Surface:
                layer = blank(width, height)
                _draw_rows(
                    type(canvas)(layer, canvas.look, (round(x * canvas.s), round(y * canvas.s)), canvas.whole), self
                )
                return layer

            def part() -> Surface:
                return fade(SPRITES.get(key, whole), DARKEST * shade / SHADES)

            with canvas.clip(*self.rect, 16):
                canvas.blit(SPRITES.get((*key, shade), part), x, y)
        if canvas.theme.dark:
            count = min(MOST, round(10 * TENTH * decades))
            stars = _stars(self.rect, self.sky, tuple(self.points))
            for first in range(0, count - count % BUNCH, BUNCH):
                bunch = stars[first : first + BUNCH]

                def draw(sub: Canvas, bunch: tuple[tuple[Point, float, float], ...] = bunch) -> None:
                    _draw_each(sub, bunch)

                canvas.keep(("far stars", self.land_cache_key, first), x, y, w, self.sky / 2, draw)
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
        draw_heights(canvas, self)
        draw_floor(canvas, self)
        draw_flags(canvas, self)
        draw_life(canvas, self)
