"""The law: with squared error one step multiplies the miss by 1 - alpha * mean(input ** 2).

From delta = input * weight - goal and weight -= alpha * delta * input, the next delta is
delta * (1 - alpha * input ** 2). It holds for gradient descent on one neuron whose delta grows in step with the miss.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..learning.problem import Pair


def steepness(examples: Sequence[Pair]) -> float:
    """The mean over the examples of all inputs squared."""
    total = 0.0
    for input, _ in examples:
        for value in input:
            total += value * value
    return total / len(examples)


def left_after_step(alpha: float, steep: float, pull: float = 1.0) -> float:
    """The part of the miss that one step leaves, with its sign. `pull`: delta / miss of the metric (true slope: 2)."""
    return 1.0 - alpha * pull * steep


def one_step_alpha(steep: float, pull: float = 1.0) -> float:
    """The alpha that leaves nothing: 1 / input ** 2."""
    return 1.0 / (pull * steep)


def limit(steep: float, pull: float = 1.0) -> float:
    """From here on a step leaves no less than it found: 2 / input ** 2."""
    return 2.0 / (pull * steep)
