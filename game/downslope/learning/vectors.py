"""Plain lists of numbers, and the one sum that all networks make of them."""

from __future__ import annotations

from collections.abc import Sequence

Vector = Sequence[float]


def dot(weights: Vector, input: Vector) -> float:
    """input * weight, added up over the inputs from the first to the last."""
    total = 0.0
    for weight, value in zip(weights, input):
        total += weight * value
    return total
