"""How a network learns, all of it: predict, compare, learn. The other files of this folder say what each line means."""

from __future__ import annotations

from collections.abc import Sequence

from .metric import Metric
from .network import Network, Vector
from .problem import Pair


def train(
    network: Network, examples: Sequence[Pair], metric: Metric, weights: Vector, alpha: float, passes: int
) -> Vector:
    """The weights after `passes` passes of gradient descent over the examples, with one example in each step.

    `examples`: pairs of an input and a goal_prediction, each a sequence of numbers. `weights` is left alone.
    """
    for _pass in range(passes):
        for input, goal_prediction in examples:
            layers = network.forward(weights, input)
            delta = metric.deltas(layers[-1], goal_prediction)
            weight_deltas = network.weight_deltas(weights, layers, delta)
            weights = [weight - weight_delta * alpha for weight, weight_delta in zip(weights, weight_deltas)]
    return weights
