"""Numbers along a line, linear or logarithmic: where each stands, which of them are round. Every picture asks here."""

from __future__ import annotations

import math
from collections.abc import Iterable
from math import ceil, floor, isfinite, log, log10
from typing import NamedTuple

from .numbers import ZERO, number, short

# Round numbers along an axis: which of them are told, and how they are written.


SMALLEST_STEP = 1e-300  # below it there is no power of ten to step by


def step_of(span: float, most: int) -> float:
    """The smallest of 1, 2, 3, 5 times a power of ten of which at most `most` fit into the span."""
    minimum = span / max(1, most)
    if not (math.isfinite(minimum) and minimum > SMALLEST_STEP):
        return 1.0
    power = 10.0 ** math.floor(math.log10(minimum))
    return next((k * power for k in (1, 2, 3, 5) if k * power >= minimum * (1 - 1e-9)), 10 * power)


def ticks(low: float, high: float, most: int) -> list[tuple[float, str]]:
    """(value, label) of the round numbers from low to high, at most about `most` of them; none where it never ends."""
    if not math.isfinite(high - low):
        return []
    step = step_of(high - low, most)
    digits = max(0, -math.floor(math.log10(step) + 1e-9))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    if step < ZERO:  # so near that only powers of ten tell the ticks apart
        return [(k * step, short(k * step, 6)) for k in range(first, last + 1)]
    return [(k * step, number(round(k * step, digits + 2), digits)) for k in range(first, last + 1)]


def log_ticks(low: float, high: float) -> list[tuple[float, str]]:
    """Powers of ten with their labels, and ticks without one at 2, 3, 5, 7 times each."""
    marks: list[tuple[float, str]] = []
    power = 1e-9
    while power <= high * 1.001:
        for times in (1, 2, 3, 5, 7):
            value = float(f"{power * times:.3g}")
            if low * 0.999 <= value <= high * 1.001:
                marks.append((value, short(value) if times == 1 else ""))
        power *= 10
    if not any(label for _value, label in marks):
        marks = [(low, short(low)), (high, short(high))]
    return marks


SMALLEST, LARGEST = 1e-150, 1e150  # of a logarithmic axis: their ratio is a number, too


class Axis(NamedTuple):
    """From `low` to `high`. `log`: equal ratios are equally far apart; `low` is above 0 then."""

    low: float
    high: float
    log: bool = False

    def place(self, value: float) -> float:
        """0 at `low`, 1 at `high`; what is beyond counts as the end, what is not finite as the upper one."""
        return min(1.0, max(0.0, self.reach(value)))

    def reach(self, value: float) -> float:
        """The same, further than the ends where the value is; of 0 and less on a logarithmic axis, 0."""
        if not isfinite(value):
            return 1.0
        if self.high == self.low:
            return 0.0
        if self.log:
            return log(max(value, self.low) / self.low) / log(self.high / self.low)
        span = self.high - self.low
        if isfinite(span):
            return (value - self.low) / span
        return (value / 2 - self.low / 2) / (self.high / 2 - self.low / 2)  # it is longer than the largest number

    def value(self, place: float) -> float:
        """The number at a place; places outside 0..1 count as the ends."""
        inside = self.value_beyond(min(1.0, max(0.0, place)))
        return min(self.high, max(self.low, inside)) if self.log else inside

    def value_beyond(self, place: float) -> float:
        """The number at a place, further than the ends where the place is."""
        if self.log:
            return self.low * float((self.high / self.low) ** place)
        return self.low + place * (self.high - self.low)

    def ticks(self, most: int) -> list[tuple[float, str]]:
        """(value, label) of the powers of ten, or of round numbers, at most about `most` of them."""
        if self.log:
            first, last = ceil(log10(self.low) - 1e-9), floor(log10(self.high) + 1e-9)
            each = max(1, ceil((last - first + 1) / max(1, most)))
            return [(10.0**k, short(10.0**k)) for k in range(last, first - 1, -each)]
        return [(value, short(float(f"{value:.6g}"))) for value, _label in ticks(self.low, self.high, most)]


def log_axis(values: Iterable[float], floor: float = 0.0, below: float = 1.0, above: float = 1.0) -> Axis:
    """Logarithmic, over the positive values. Those below `floor` times the highest stand on the ground.

    `below`, `above`: so many times the axis goes beyond the lowest and the highest.
    """
    positive = [min(LARGEST, max(SMALLEST, value)) for value in values if isfinite(value) and value > 0] or [1.0]
    low, height = max(floor * max(positive), min(positive)) / below, max(positive) * above
    return Axis(low, height if height > low else 10 * low, True)


def linear_axis(values: Iterable[float]) -> Axis:
    """Linear, over the values and 0."""
    finite = [0.0, *(value for value in values if isfinite(value))]
    return Axis(min(finite), max(finite) if max(finite) > min(finite) else min(finite) + 1.0)
