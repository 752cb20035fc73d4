"""The shape of an error bowl: where its curve, floor, walls, rim and seats are, in design pixels. It draws nothing."""

from __future__ import annotations

import copy
import math
from bisect import bisect
from functools import cached_property
from typing import Self

from ..format.axis import Axis, ticks
from ..widgets.widget import Rect
from .error_curve import Curve, lowest, safe

FINE = 240  # parts of the curve
HEAD = 8.0  # from the top edge down to the highest error that is shown
FINE_STEP = 3.0  # px over which the slope of the drawn curve is taken
ALIKE = 1e-4  # how much of itself a curve may differ from the same one seen from further away
WIDEST = 1e150  # weights beyond it are not drawn: their square is no number


def window_of(low: float, high: float) -> tuple[float, float]:
    """The weights that are drawn of those that are asked for."""
    low, high = max(-WIDEST, low), min(WIDEST, high)
    return (low, high) if low < high else (-WIDEST, WIDEST)


class BowlShape:
    """Where things are in the picture, in design pixels.

    rect     the whole panel;  sky: height of the landscape in it, below that is room for the weight's slider
    weights  the weights at the left and the right edge
    error    weight -> error; may raise ArithmeticError, may be infinite
    seen     a weight whose error must be in the picture (where the run begins)
    bottoms  the weights of the flags; None: they are looked for, (): no flag
    reached  from which to which weight counts as the goal

    `zoom`: how many times further away it is seen, about its lowest point. The curve is the same then: see `degree`.
    """

    zoom = 1.0

    def __init__(self, rect: Rect, sky: float, weights: tuple[float, float], error: Curve, *,
                 seen: float | None = None, bottoms: tuple[float, ...] | None = None,
                 marks: bool = True, reached: tuple[float, float] | None = None) -> None:  # fmt: skip
        weights = window_of(*weights)
        self.rect, self.sky, self.weights, self.error = rect, sky, weights, error
        self.lowest = tuple(lowest(error, *weights))
        self.flags = self.lowest if bottoms is None else bottoms
        self.reached = reached
        self.marks = marks  # numbers at the heights
        self.ground = safe(error, self.middle)
        self.across, self.up = Axis(*weights), Axis(*self._heights(seen))
        self.floor, self.top = self.up.low, self.up.high
        self.base = rect[1] + sky - min(58.0, 0.13 * sky)  # y of the lowest error
        self.points = self._points()
        curve = hash(tuple(self.points))  # so many numbers would be hashed again for each layer of each frame
        self.land_cache_key: tuple[object, ...] = (rect, sky, weights, self.floor, self.top, self.flags, curve)
        # The weights at which the curve, seen from the bottom, comes up to the rim on either side
        middle = self.pixel_x(self.lowest[0]) if self.lowest else self.rect[0] + self.rect[2] / 2
        limit, with_padding = self.rect[1] + 30.0, 20.0  # a ball that ran away rests so far under the top edge
        xs = [
            x for x, y in self.points if self.rect[0] + with_padding <= x <= self.rect[0] + self.rect[2] - with_padding
        ]
        height = [x for x, y in self.points if y < limit]
        left = max([x for x in height if x < middle] + xs[:1])
        right = min([x for x in height if x > middle] + xs[-1:])
        self.rim = self.weight_at(left), self.weight_at(right)
        self._seats: dict[tuple[float, float], tuple[float, float]] = {}  # a trail asks for the same in every frame

    @property
    def key(self) -> tuple[object, ...]:
        """What its picture depends on; `land_cache_key`: that of its land, which is the same from everywhere."""
        return (*self.land_cache_key, self.zoom)

    # -- from numbers to places --------------------------------------------------------------------------------------

    def pixel_x(self, weight: float) -> float:
        # Which weight of the curve as it was drawn stands there
        return (
            self.rect[0]
            + self.across.reach(weight if self.zoom == 1.0 else self.middle + (weight - self.middle) / self.zoom)
            * self.rect[2]
        )

    def pixel_y(self, error: float) -> float:
        """y of an error; what is far above the picture is put just above it."""
        above = self.rect[1] - self.sky
        if not math.isfinite(error):
            return above
        return max(above, self.base - self.up.reach(self._low(error)) * (self.base - self.rect[1] - HEAD))

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
        found = self._seats.get((weight, r))
        if found is None:
            if len(self._seats) >= 4096:  # places of balls that are kept
                self._seats.clear()
            weight = self.inside(weight)
            slope = self.slope(weight)
            length = math.hypot(1.0, slope)
            found = self._seats[weight, r] = self.pixel_x(weight) + slope / length * r, self.height(weight) - r / length
        return found

    def ticks(self) -> list[tuple[float, str]]:
        """Round weights for the slider's axis."""
        x, _, w, _ = self.rect
        return ticks(self.weight_at(x), self.weight_at(x + w), max(2, int(w / 90)))

    def heights(self) -> list[tuple[float, str]]:
        """Round errors for the marks, without the lowest line."""
        room = self.base - self.rect[1] - HEAD
        found = ticks(self._high(self.floor), self._high(self.top), max(2, int(room / 62)))
        return [t for t in found if self.pixel_y(t[0]) < self.base - 20]

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
        found, zoom = copy.copy(self), min(zoom, 1e100)  # times wider than the bowl as it was first seen
        found.zoom, found._seats = zoom, {}
        found.rim = (found._far(self.rim[0]), found._far(self.rim[1]))
        return found

    def _far(self, near: float) -> float:
        return self.middle + (near - self.middle) * self.zoom

    def _low(self, error: float) -> float:
        """Which error of the curve as it was drawn stands there."""
        if self.zoom == 1.0:
            return error
        ground = self.ground
        return float(ground + (error - ground) / self.zoom ** (self.degree or 2))

    def _high(self, error: float) -> float:
        if self.zoom == 1.0:
            return error
        ground = self.ground
        return float(ground + (error - ground) * self.zoom ** (self.degree or 2))

    # -- how it is chosen --------------------------------------------------------------------------------------------

    def _heights(self, seen: float | None) -> tuple[float, float]:
        """(lowest, highest) error of the picture: 0 is in it, the start is, and both walls go up to the top."""
        low, height = self.weights
        errors = [safe(self.error, low + (height - low) * i / 60) for i in range(61)]
        finite = [e for e in errors if math.isfinite(e)] or [0.0, 1.0]
        floor = min(0.0, *finite)
        walls = [e for e in (errors[0], errors[-1]) if math.isfinite(e)] or [max(finite)]
        top = min(walls) - 0.2 * (min(walls) - floor) if self.lowest else max(walls)
        start = safe(self.error, seen) if seen is not None else floor
        if math.isfinite(start):
            top = max(top, floor + 1.22 * (start - floor))
        return floor, top if top > floor else floor + 1.0

    def _points(self) -> list[tuple[float, float]]:
        low, height = self.weights
        weights = {low + (height - low) * i / FINE for i in range(FINE + 1)} | set(self.lowest)
        return [(self.pixel_x(w), round(self.height(w), 2)) for w in sorted(weights)]
