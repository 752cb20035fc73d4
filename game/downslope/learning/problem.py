"""A problem is a network, some examples and a metric: how wrong are these weights, and which way is down?

>>> from downslope import Neuron, load  # a step of gradient descent in single lines: predict, compare, learn
>>> weights, input, goal_prediction = [0.5], [1.0], [1.5]
>>> layers = Neuron().forward(weights, input)
>>> delta = load(plugins=False).metric("squared").deltas(layers[-1], goal_prediction)
>>> weight_deltas = Neuron().weight_deltas(weights, layers, delta)
>>> [weight - weight_delta * 0.5 for weight, weight_delta in zip(weights, weight_deltas)]
[1.0]
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from .metric import Metric
from .network import Network
from .ops import Vector

Pair = tuple[Vector, Vector]  # input, goal_prediction
ExampleLook = tuple[Sequence[Vector], list[float], list[float]]  # layers, delta, weight_deltas


class RoundEvaluation(NamedTuple):
    """What one round sees. Means over the examples; an example's error is the sum over its outputs."""

    predictions: list[Vector]  # one list for each example, one number for each output
    error: float
    deltas: list[list[float]]
    weight_deltas: list[float]  # one for each weight; 0.0 where it is frozen


class Problem:
    """What a learner can ask: errors, deltas and blame. `free`: the indices of the weights that are not frozen."""

    def __init__(self, network: Network, examples: Sequence[Pair], metric: Metric,
                 frozen: frozenset[int] = frozenset()) -> None:  # fmt: skip
        self.network, self.examples, self.metric, self.frozen = network, examples, metric, frozen
        self.predict: Callable[[Vector, Vector], Vector] = network.predict
        self.free: Sequence[int] = sorted({*range(network.size)} - frozen) if frozen else range(network.size)

    def error(self, weights: Vector) -> float:
        """The mean over the examples."""
        total, predict, total_error = 0.0, self.predict, self.metric.total_error
        for input, goal_prediction in self.examples:
            total += total_error(predict(weights, input), goal_prediction)
        return total / len(self.examples)

    def weight_deltas(self, weights: Vector) -> list[float]:
        """The mean over the examples; 0.0 where a weight is frozen."""
        total: list[float] = []
        for example in self.examples:
            total = add(total, self.example_evaluation(weights, example)[-1])
        return self._mean(total)

    def example_evaluation(self, weights: Vector, example: Pair) -> ExampleLook:
        """Forward with the input, and back from the delta."""
        input, goal_prediction = example
        layers = self.network.forward(weights, input)
        delta = self.metric.deltas(layers[-1], goal_prediction)
        return layers, delta, self.network.weight_deltas(weights, layers, delta)

    def look(self, weights: Vector) -> RoundEvaluation:
        """Everything that one round sees."""
        predictions, deltas, error, total = list[Vector](), list[list[float]](), 0.0, list[float]()
        for example in self.examples:
            layers, delta, weight_deltas = self.example_evaluation(weights, example)
            error += self.metric.total_error(layers[-1], example[1])
            total = add(total, weight_deltas)
            predictions.append(layers[-1])
            deltas.append(delta)
        return RoundEvaluation(predictions, error / len(self.examples), deltas, self._mean(total))

    def _mean(self, total: list[float]) -> list[float]:
        count = len(self.examples)
        mean = [t / count for t in total] if count > 1 else total
        return [0.0 if i in self.frozen else m for i, m in enumerate(mean)] if self.frozen else mean


def add(total: list[float], more: list[float]) -> list[float]:
    """total + more, number by number; an empty total is the start."""
    return [a + b for a, b in zip(total, more)] if total else more
