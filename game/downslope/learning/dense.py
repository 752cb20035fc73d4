"""Dense layers: every neuron sees all values of the layer before. Backpropagation, as it is on paper.

Forward, layer by layer: total = input * weight, added up; value = activation(total). The last layer is linear.
Back, from the last layer to the first (Rumelhart, Hinton & Williams 1986):

    delta of a neuron = (deltas of the layer after it * the weights that lead there, added up) * slope of its value
    weight_delta      = delta of the neuron behind the weight * the value in front of it

What one layer does, forward and back, is the op `Dense` (ops.py); here they are put one behind the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from .activations import ACTIVATIONS
from .network import FieldFault, Network, Vector
from .ops import Dense, Op


@dataclass(frozen=True, init=False)
class Layers(Network):
    """A net of layers. Layers(3, 4, 1): 3 inputs, 4 hidden neurons, 1 output. No biases: use an input that is always 1.

    `activation`: relu, tanh, sigmoid or linear, of all hidden neurons, or a list with one for each of them, layer by
    layer. It is a knob too: its index is the hidden neuron's number. What does not fit is told by `faults`.
    """

    sizes: tuple[int, ...]
    activation: str | tuple[str, ...]
    knobs = ("activation",)

    def __init__(self, *sizes: int, activation: str | Sequence[str] = "relu") -> None:
        kept = activation if isinstance(activation, str) else tuple(activation)
        object.__setattr__(self, "sizes", sizes)
        object.__setattr__(self, "activation", kept)

    @cached_property
    def blocks(self) -> list[Dense]:
        """One between any two layers, the first hidden layer's first."""
        found: list[Dense] = []
        first, names = 0, list(self.activations)
        for inputs, neurons in zip(self.sizes, self.sizes[1:]):
            hidden, names = names[:neurons], names[neurons:]  # of the last layer none are left
            found.append(Dense(first, inputs, neurons, tuple(ACTIVATIONS[name] for name in hidden)))
            first += inputs * neurons
        return found

    def ops(self) -> Sequence[Op]:
        return self.blocks

    @property
    def source(self) -> str:
        return f"Layers({', '.join(map(str, self.sizes))}, activation={self.activation!r})"

    def faults(self) -> list[FieldFault]:
        if len(self.sizes) < 2 or any(not isinstance(size, int) or size < 1 for size in self.sizes):
            return [("network", self.sizes, "two sizes or more, each a whole number, 1 or above")]
        if not isinstance(self.activation, str) and len(self.activation) != self.hidden:
            return [("network.activation", self.activation, f"one name, or one for each of {self.hidden}")]
        allowed = "one of " + ", ".join(ACTIVATIONS)
        return [("network.activation", name, allowed) for name in self.activations if name not in ACTIVATIONS]

    @property
    def inputs(self) -> int:  # type: ignore[override]
        return self.sizes[0]

    @property
    def outputs(self) -> int:  # type: ignore[override]
        return self.sizes[-1]

    @property
    def size(self) -> int:
        total = 0
        for inputs, neurons in zip(self.sizes, self.sizes[1:]):
            total += inputs * neurons
        return total

    @property
    def hidden(self) -> int:
        """The number of hidden neurons."""
        total = 0
        for neurons in self.sizes[1:-1]:
            total += neurons
        return total

    @property
    def activations(self) -> tuple[str, ...]:
        """One name for each hidden neuron."""
        return (self.activation,) * self.hidden if isinstance(self.activation, str) else self.activation

    @property
    def nonlinear_units(self) -> int:
        count = 0
        for name in self.activations:
            count += name != "linear"
        return count

    def knob_size(self, knob: str) -> int:
        return self.hidden

    def with_knob(self, knob: str, value: object, index: int = 0) -> Layers:
        if knob not in self.knobs or value not in ACTIVATIONS or not 0 <= index < self.hidden:
            raise LookupError(f"{knob} {index} = {value}")
        names = list(self.activations)
        names[index] = str(value)
        return Layers(*self.sizes, activation=names)

    def totals(self, weights: Vector, layers: Sequence[Vector]) -> list[float]:
        """What each hidden neuron gets, before its activation, layer by layer. `layers` is what `forward` gave."""
        found: list[float] = []
        for block, values in zip(self.blocks[:-1], layers):
            found += block.totals(weights, values)
        return found

    def layer_deltas(self, weights: Vector, layers: Sequence[Vector], delta: Vector) -> list[list[float]]:
        """The delta of each neuron, layer by layer, the first hidden layer first, the prediction's last.

        `layers` is what `forward` gave; `delta` is one number an output.
        """
        deltas = [list(delta)]
        for number in range(len(self.blocks) - 1, 0, -1):
            shares = self.blocks[number].shares(weights, deltas[-1])
            activations, values = self.blocks[number - 1].activations, layers[number]
            deltas.append([share * a.slope(value) for share, a, value in zip(shares, activations, values)])
        return deltas[::-1]

    def weight_deltas(self, weights: Vector, layers: Sequence[Vector], delta: Vector) -> list[float]:
        found: list[float] = []
        for values, deltas in zip(layers, self.layer_deltas(weights, layers, delta)):
            found += [d * value for d in deltas for value in values]
        return found
