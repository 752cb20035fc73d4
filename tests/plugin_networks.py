"""Networks as a plugin's author writes them: `forward`, `weight_deltas`, and no more."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, tanh
from typing import Any

from downslope import Network

Vector = Sequence[float]


class BiasedNeuron(Network):
    """Neurons with one weight more, whose input is always 1."""

    def __init__(self, inputs: int = 2, outputs: int = 1) -> None:
        self.inputs, self.outputs, self.size = inputs, outputs, (inputs + 1) * outputs

    def forward(self, weights: Vector, input: Vector) -> list[Vector]:
        wide = self.inputs + 1
        predictions = []
        for first in range(0, self.size, wide):
            total = weights[first + self.inputs]
            for weight, value in zip(weights[first:], input):
                total += weight * value
            predictions.append(total)
        return [input, predictions]

    def weight_deltas(self, weights: Vector, layers: Sequence[Vector], delta: Vector) -> list[float]:
        return [d * value for d in delta for value in (*layers[0], 1.0)]


class QuadraticNeuron(Network):
    inputs, outputs, size = 1, 1, 2

    def forward(self, weights: Vector, input: Vector) -> list[Vector]:
        (x,) = input
        return [input, [x * weights[0] + x * x * weights[1]]]

    def weight_deltas(self, weights: Vector, layers: Sequence[Vector], delta: Vector) -> list[float]:
        (x,) = layers[0]
        return [delta[0] * x, delta[0] * x * x]


class Recurrent(Network):
    """One hidden value that goes on from input to input: h = tanh(u * x + v * h); the prediction is w * h."""

    outputs, size, nonlinear_units = 1, 3, 1

    def __init__(self, inputs: int = 3) -> None:
        self.inputs = inputs

    def forward(self, weights: Vector, input: Vector) -> list[Vector]:
        u, v, w = weights
        h, states = 0.0, []
        for x in input:
            h = tanh(u * x + v * h)
            states.append(h)
        return [input, states, [w * h]]

    def weight_deltas(self, weights: Vector, layers: Sequence[Vector], delta: Vector) -> list[float]:
        _, v, w = weights
        input, states, _ = layers
        du = dv = 0.0
        back = delta[0] * w
        for t in range(len(input) - 1, -1, -1):
            back *= 1.0 - states[t] * states[t]
            du += back * input[t]
            dv += back * (states[t - 1] if t else 0.0)
            back *= v
        return [du, dv, delta[0] * states[-1]]


class Tied(Network):
    """Each weight_delta reads the other weight, and one is a weight itself."""

    inputs, outputs, size = 1, 1, 3

    def forward(self, weights: Vector, input: Vector) -> list[Vector]:
        return [input, [weights[0] * weights[1] * input[0] + weights[2] * 0.01]]

    def weight_deltas(self, weights: Vector, layers: Sequence[Vector], delta: Vector) -> list[float]:
        x = layers[0][0]
        return [delta[0] * weights[1] * x, delta[0] * weights[0] * x, weights[0]]


class Attention(Network):
    """One head over three values: queries, keys and values of one number each, softmax by hand."""

    inputs, outputs, size = 3, 1, 3

    def _shares(self, weights: Vector, input: Vector) -> list[float]:
        scores = [weights[0] * input[-1] * weights[1] * x for x in input]
        top = max(scores)
        powers = [exp(score - top) for score in scores]
        total = 0.0
        for power in powers:
            total += power
        return [power / total for power in powers]

    def forward(self, weights: Vector, input: Vector) -> list[Vector]:
        total = 0.0
        for share, x in zip(self._shares(weights, input), input):
            total += share * weights[2] * x
        return [input, [total]]

    def weight_deltas(self, weights: Vector, layers: Sequence[Vector], delta: Vector) -> list[float]:
        input = layers[0]
        shares, last = self._shares(weights, input), input[-1]
        seen = slope = 0.0
        for share, x in zip(shares, input):
            seen += share * x
        for share, x in zip(shares, input):
            slope += share * (x - seen) * weights[2] * x
        return [delta[0] * slope * last * weights[1], delta[0] * slope * last * weights[0], delta[0] * seen]


class OpsNetwork(Network):
    """A class of a plugin's that gives its ops alone."""

    def __init__(self, *ops: Any) -> None:
        self._parts = ops

    def ops(self) -> Sequence[Any]:
        return self._parts


THREE: list[Any] = [BiasedNeuron(2, 2), QuadraticNeuron(), Recurrent(3)]
