"""Round numbers along an axis: which of them are told, and how they are written."""

from __future__ import annotations

import math

from .numbers import ZERO, number, short

SMALLEST = 1e-300  # below it there is no power of ten to step by


def step_of(span: float, most: int) -> float:
    """The smallest of 1, 2, 3, 5 times a power of ten of which at most `most` fit into the span."""
    least = span / max(1, most)
    if not (math.isfinite(least) and least > SMALLEST):
        return 1.0
    power = 10.0 ** math.floor(math.log10(least))
    return next((k * power for k in (1, 2, 3, 5) if k * power >= least * (1 - 1e-9)), 10 * power)


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
    found: list[tuple[float, str]] = []
    power = 1e-9
    while power <= high * 1.001:
        for times in (1, 2, 3, 5, 7):
            value = float(f"{power * times:.3g}")
            if low * 0.999 <= value <= high * 1.001:
                found.append((value, short(value) if times == 1 else ""))
        power *= 10
    if not any(label for _value, label in found):
        found = [(low, short(low)), (high, short(high))]
    return found
