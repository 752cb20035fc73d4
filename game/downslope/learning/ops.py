"""What a network is made of: a short list of ops, from the input to the prediction.

    Dense     every neuron sees all values in front of it
    Beside    value by value, each with its own weight
    Conv      3x3 kernels over a square picture
    MaxPool   the largest of each 2x2 block

A network says it in `Network.ops()`; who lays out a large network, writes it as a script or saves it reads this list
instead of asking for a class. Each op can work itself out, forward and back, so that what a network says is compared
with what it does (contract.py). The flat list of weights holds them op by op, each from its `first` on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .activations import ACTIVATIONS, Activation
from .vectors import Vector, dot

WIDTH = 3  # of a kernel
CELLS = WIDTH * WIDTH

Back = tuple[list[float], list[float]]  # weight_deltas of the op; the delta of each value in front of it


class Dense(NamedTuple):
    """A layer of neurons with the same inputs: input * weight, added up, then the activation.

    The weights lie neuron by neuron: one for each input and, where `bias`, one more at the end. `activations`: one for
    each neuron; empty: linear.
    """

    first: int
    inputs: int
    neurons: int
    activations: tuple[Activation, ...] = ()
    bias: bool = False

    @property
    def width(self) -> int:
        """The weights of one neuron."""
        return self.inputs + self.bias

    @property
    def size(self) -> int:
        return self.neurons * self.width

    @property
    def outputs(self) -> int:
        return self.neurons

    def row(self, neuron: int) -> slice:
        """Where this neuron's weights are."""
        width = self.inputs + self.bias  # its width, which a property would work out slower
        start = self.first + neuron * width
        return slice(start, start + width)

    def totals(self, weights: Vector, values: Vector) -> list[float]:
        """What each neuron gets, before its activation."""
        seen = [*values, 1.0] if self.bias else values
        return [dot(weights[self.row(neuron)], seen) for neuron in range(self.neurons)]

    def forward(self, weights: Vector, values: Vector) -> list[float]:
        totals = self.totals(weights, values)
        return [a.value(t) for a, t in zip(self.activations, totals)] if self.activations else totals

    def back(self, weights: Vector, values: Vector, after: Vector, delta: Vector) -> Back:
        """`after`: what `forward` gave; `delta`: one number for each of them."""
        if self.activations:
            delta = [d * a.slope(value) for d, a, value in zip(delta, self.activations, after)]
        seen = [*values, 1.0] if self.bias else values
        return [d * value for d in delta for value in seen], self.shares(weights, delta)

    def shares(self, weights: Vector, deltas: Vector) -> list[float]:
        """How much each value in front of it is to blame: deltas * weights, added up over the neurons."""
        shares = [0.0] * self.inputs
        for neuron, delta in enumerate(deltas):
            if delta:  # what missed by nothing blames nobody
                shares = [share + delta * weight for share, weight in zip(shares, weights[self.row(neuron)])]
        return shares


class Beside(NamedTuple):
    """Neurons side by side, each with one input and one weight."""

    first: int
    count: int  # type: ignore[assignment]

    @property
    def inputs(self) -> int:
        return self.count

    @property
    def outputs(self) -> int:
        return self.count

    @property
    def size(self) -> int:
        return self.count

    def forward(self, weights: Vector, values: Vector) -> list[float]:
        return [value * weight for value, weight in zip(values, weights[self.first : self.first + self.count])]

    def back(self, weights: Vector, values: Vector, after: Vector, delta: Vector) -> Back:
        own = weights[self.first : self.first + self.count]
        return [d * value for d, value in zip(delta, values)], [d * weight for d, weight in zip(delta, own)]


class Conv(NamedTuple):
    """3x3 kernels that slide over a square picture; each writes a map. With `relu` a value below 0 becomes 0."""

    first: int
    side: int
    kernels: int
    relu: bool = True

    @property
    def least(self) -> int:
        """The smallest side that it can do anything with."""
        return WIDTH

    @property
    def inputs(self) -> int:
        return self.side * self.side

    @property
    def outputs(self) -> int:
        return self.kernels * (self.side - WIDTH + 1) ** 2

    @property
    def size(self) -> int:
        return self.kernels * CELLS

    def windows(self) -> list[list[int]]:
        """The nine pixels, as indices, of each place of a map."""
        corners = range(self.side - WIDTH + 1)
        cells = [i * self.side + j for i in range(WIDTH) for j in range(WIDTH)]
        return [[row * self.side + column + cell for cell in cells] for row in corners for column in corners]

    def forward(self, weights: Vector, values: Vector) -> list[float]:
        found = []
        for start in range(self.first, self.first + self.size, CELLS):
            kernel = weights[start : start + CELLS]
            found += [dot(kernel, [values[pixel] for pixel in window]) for window in self.windows()]
        return [0.0 if total <= 0.0 else total for total in found] if self.relu else found

    def back(self, weights: Vector, values: Vector, after: Vector, delta: Vector | dict[int, float]) -> Back:
        """`delta`: of each place of the maps; or of those that a pooling takes, which are added up in its order."""
        found, shares = [0.0] * self.size, [0.0] * self.inputs
        windows = self.windows()
        for place, missed in delta.items() if isinstance(delta, dict) else enumerate(delta):
            if self.relu and after[place] <= 0.0:
                continue
            kernel, where = divmod(place, len(windows))
            for cell, pixel in enumerate(windows[where], kernel * CELLS):
                found[cell] += missed * values[pixel]
                shares[pixel] += missed * weights[self.first + cell]
        return found, shares


class MaxPool(NamedTuple):
    """The largest value of each 2x2 block of each map. An odd map loses its last row and column."""

    side: int
    maps: int

    @property
    def least(self) -> int:
        """The smallest side that it can do anything with."""
        return 2

    @property
    def first(self) -> int:
        """It has no weights."""
        return 0

    @property
    def inputs(self) -> int:
        return self.maps * self.side * self.side

    @property
    def outputs(self) -> int:
        return self.maps * (self.side // 2) ** 2

    @property
    def size(self) -> int:
        return 0

    def _winners(self, values: Vector) -> Iterator[int]:
        """The place of each pooled value."""
        for start in range(0, self.inputs, self.side * self.side):
            for row in range(0, self.side - 1, 2):
                for column in range(0, self.side - 1, 2):
                    place = start + row * self.side + column
                    yield max((place, place + 1, place + self.side, place + self.side + 1), key=values.__getitem__)

    def forward(self, weights: Vector, values: Vector) -> list[float]:
        return [values[place] for place in self._winners(values)]

    def back(
        self, weights: Vector, values: Vector, after: Vector, delta: Vector
    ) -> tuple[list[float], dict[int, float]]:
        """The delta of each place that was taken, block by block."""
        return [], dict(zip(self._winners(values), delta))


Op = Dense | Beside | Conv | MaxPool
KINDS: dict[str, type[Op]] = {"dense": Dense, "beside": Beside, "conv": Conv, "max-pool": MaxPool}


def size_of(ops: Sequence[Op]) -> int:
    """The number of weights of all of them."""
    total = 0
    for op in ops:
        total += op.size
    return total


NEITHER = "a network needs forward() and weight_deltas(), or ops() from which both follow"


def forward_by(ops: Sequence[Op], weights: Vector, input: Vector) -> list[Vector]:
    """The values of every layer, one op after the other. NotImplementedError: there are no ops."""
    if not ops:
        raise NotImplementedError(NEITHER)
    layers: list[Vector] = [input]
    for op in ops:
        layers.append(op.forward(weights, layers[-1]))
    return layers


def weight_deltas_by(ops: Sequence[Op], weights: Vector, layers: Sequence[Vector], delta: Vector) -> list[float]:
    """Back from the last op to the first. NotImplementedError: there are no ops."""
    if not ops:
        raise NotImplementedError(NEITHER)
    found: list[float] = []
    back: Vector | dict[int, float] = delta
    for op, values, after in zip(ops[::-1], layers[-2::-1], layers[:0:-1]):
        if isinstance(op, Conv):
            own, back = op.back(weights, values, after, back)
        else:
            plain = [back.get(place, 0.0) for place in range(op.outputs)] if isinstance(back, dict) else back
            own, back = op.back(weights, values, after, plain)
        found = own + found
    return found


def is_known_activation(activation: object) -> bool:
    """One of the game's own, or a copy of one."""
    return type(activation) in map(type, ACTIVATIONS.values())


def op_faults(ops: Sequence[Op]) -> Iterator[tuple[str, object, str]]:
    """What does not fit together: (field, value, what is allowed)."""
    if not ops:
        yield "network.ops", [], "one or more"
        return
    first = 0
    for number, (op, before) in enumerate(zip(ops, (None, *ops))):
        where = f"network.ops[{number}]"
        if not isinstance(op, Op):
            yield where, op, "one of " + ", ".join(kind.__name__ for kind in KINDS.values())
            return
        if before is not None and op.inputs != before.outputs:
            yield where, op, f"{before.outputs} values in: so many come from the op before it"
        if op.size and op.first != first:
            yield where, op, f"first={first}, after the weights of the ops before it"
        if isinstance(op, (Conv, MaxPool)) and op.side < op.least:
            yield where, op, f"side, {op.least} or above"
        if isinstance(op, Dense) and op.activations and len(op.activations) != op.neurons:
            yield where, op, f"no activations, or {op.neurons}"
        if isinstance(op, Dense) and not all(map(is_known_activation, op.activations)):
            # files and scripts know them by their names
            known = ", ".join(ACTIVATIONS)
            yield where, op, f"activations out of ACTIVATIONS ({known}); a network with another one tells no ops"
        first += op.size
