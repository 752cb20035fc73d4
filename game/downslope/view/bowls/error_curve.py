"""The curve of an error over one weight: its value where it can be worked out, and its lowest points."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

Curve = Callable[[float], float]  # weight -> error
SAME = 1e-6  # part of the curve's height that does not count as a difference
GRID = 240


def safe(error: Callable[..., float], *weights: float) -> float:
    """The error there; infinite where it cannot be worked out."""
    try:
        found = error(*weights)
    except (ArithmeticError, ValueError):
        return math.inf
    return found if not math.isnan(found) else math.inf


def lowest(error: Curve, low: float, high: float) -> list[float]:
    """The weights inside low ... high where the error is least: the middle of each such place. None at an end."""
    span = high - low
    weights = [low + span * i / GRID for i in range(GRID + 1)]
    errors = [safe(error, w) for w in weights]
    finite = [e for e in errors if math.isfinite(e)]
    if not finite:
        return []
    dips = [_refined(error, weights[i - 1], weights[i + 1]) for i in range(1, GRID)
            if math.isfinite(errors[i]) and errors[i] <= errors[i - 1] and errors[i] <= errors[i + 1]]  # fmt: skip
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


def _refined(error: Curve, low: float, high: float) -> float:
    """The lowest point of one dip, by thirds."""
    left, right = low, high
    for _ in range(60):
        third = (right - left) / 3
        a, b = safe(error, left + third), safe(error, right - third)
        if a == b:
            left, right = left + third, right - third
        elif a < b:
            right -= third
        else:
            left += third
    return (left + right) / 2


def bottoms(error: Curve, around: Sequence[float]) -> list[float]:
    """The lowest points of a curve without ends, searched for around these weights, ever further away. []: none."""
    low, height = min(around), max(around)
    reach = max(height - low, 0.1 * abs(height), 0.1)
    for _ in range(10):  # how often a search may reach four times as far
        found = lowest(error, low - reach, height + reach)
        if found:
            return found
        reach *= 4
    return []
