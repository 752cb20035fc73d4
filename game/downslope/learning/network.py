"""A network turns an input into a prediction. It keeps no weights: they are handed in as one flat list.

The list goes layer by layer, neuron by neuron, input by input. Additions run in that order, in explicit loops, so that
every Python gives the same bits (the built-in `sum` of floats changed in Python 3.12).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from .network_picture import Pictured
from .ops import Beside, Dense, Op, forward_by, weight_deltas_by
from .vectors import Vector as Vector
from .vectors import dot as dot

FieldFault = tuple[str, object, str]  # field, value, what is allowed


class Network(Pictured):
    """What turns an input into a prediction. It keeps no weights: the methods get them as one flat list."""

    inputs: int  # the number of inputs
    outputs: int  # the number of outputs: the size of the prediction
    knobs: tuple[str, ...] = ()  # names of settings (which neurons bend, how many kernels)

    @property
    def size(self) -> int:
        """The number of weights."""
        raise NotImplementedError("a network needs size, the number of its weights")

    @property
    def nonlinear_units(self) -> int:
        """The number of hidden neurons that are not linear."""
        return 0

    def forward(self, weights: Vector, input: Vector) -> list[Vector]:
        """The values of all layers: first the input, last the prediction with one number for each output."""
        return forward_by(self.ops(), weights, input)

    def weight_deltas(self, weights: Vector, layers: Sequence[Vector], delta: Vector) -> list[float]:
        """How much each weight is to blame. `layers`: what `forward` returned; `delta`: a number for each output."""
        return weight_deltas_by(self.ops(), weights, layers, delta)

    def predict(self, weights: Vector, input: Vector) -> Vector:
        """The prediction: the last layer of `forward`, one number for each output."""
        return self.forward(weights, input)[-1]

    def ops(self) -> Sequence[Op]:
        """The parts of the network, from the input to the prediction. Empty: it has `forward` and `weight_deltas`."""
        return ()

    @property
    def source(self) -> str:
        """The Python expression that makes it, such as Neuron(2, 1). Empty: there is none."""
        return ""

    def with_knob(self, knob: str, value: object, index: int = 0) -> Network:
        """The same network with one knob set to `value`. LookupError: the network has no such knob."""
        raise LookupError(knob)

    def knob_size(self, knob: str) -> int:
        """The number of indices that a knob has: `index` of `with_knob` is below it."""
        return 1

    def faults(self) -> list[FieldFault]:
        """Faults of the shape, each as (field, value, what is allowed)."""
        return []

    def start_weights(self, random: Random, spread: float = 1.0) -> list[float]:
        """Random start weights, uniform in -spread ... spread."""
        return [spread * (2.0 * random.random() - 1.0) for _ in range(self.size)]


@dataclass(frozen=True)
class Neuron(Network):
    """One layer of neurons that share their inputs: prediction = input * weight, added up over the inputs."""

    inputs: int = 1
    outputs: int = 1

    @property
    def size(self) -> int:
        return self.inputs * self.outputs

    def ops(self) -> Sequence[Op]:
        return (Dense(0, self.inputs, self.outputs),)

    @property
    def source(self) -> str:
        return f"Neuron({self.inputs}, {self.outputs})"

    def forward(self, weights: Vector, input: Vector) -> list[Vector]:
        if self.size == 1:  # the article's own line; 0.0 + x would turn a prediction of -0.0 into 0.0
            return [input, [input[0] * weights[0]]]
        starts = range(0, self.size, self.inputs)
        return [input, [dot(weights[start : start + self.inputs], input) for start in starts]]

    def weight_deltas(self, weights: Vector, layers: Sequence[Vector], delta: Vector) -> list[float]:
        return [d * value for d in delta for value in layers[0]]


@dataclass(frozen=True)
class Neurons(Network):
    """Neurons side by side, each with its own input, weight and goal."""

    count: int = 1

    @property
    def inputs(self) -> int:  # type: ignore[override]
        return self.count

    @property
    def outputs(self) -> int:  # type: ignore[override]
        return self.count

    @property
    def size(self) -> int:
        return self.count

    def ops(self) -> Sequence[Op]:
        return (Beside(0, self.count),)

    @property
    def source(self) -> str:
        return f"Neurons({self.count})"

    def forward(self, weights: Vector, input: Vector) -> list[Vector]:
        return [input, [value * weight for weight, value in zip(weights, input)]]

    def weight_deltas(self, weights: Vector, layers: Sequence[Vector], delta: Vector) -> list[float]:
        return [d * value for d, value in zip(delta, layers[0])]
