"""What a network is made of: a short list of ops, from the input to the prediction.

    Dense     every neuron sees all values in front of it
    Beside    value by value, each with its own weight
    Conv      3x3 kernels over a square picture
    MaxPool   the largest of each 2x2 block

The flat list of weights holds them op by op, each from its `first` on. Everything else of a network follows from its
ops. Back, from the last op to the first (Rumelhart, Hinton & Williams 1986; LeCun et al. 1989):

    shares         of each value in front of an op: deltas * the weights that lead there, added up
    deltas         of each value of the op before: these shares * the slope of the value
    weight_deltas  delta of the neuron behind a weight * the value in front of it
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from math import isqrt
from typing import Any, NamedTuple

from .activations import ACTIVATIONS, Activation
from .vectors import Vector, dot

WIDTH = 3  # of a kernel
CELLS = WIDTH * WIDTH

Deltas = Vector | dict[int, float]  # of all values, or of those at some places, in the order in which they are added up


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

    @property
    def names(self) -> list[str]:
        """Of its activations, one for each neuron."""
        return [a.name for a in self.activations] or ["linear"] * self.neurons

    def row(self, neuron: int) -> slice:
        """Where this neuron's weights are."""
        width = self.inputs + self.bias  # its width, which a property would work out slower
        start = self.first + neuron * width
        return slice(start, start + width)

    def totals(self, weights: Vector, values: Vector) -> list[float]:
        """What each neuron gets, before its activation."""
        if len(weights) == 1:  # the article's own line; 0.0 + x would turn a prediction of -0.0 into 0.0
            return [values[0] * weights[0]]
        seen = [*values, 1.0] if self.bias else values
        return [dot(weights[self.row(neuron)], seen) for neuron in range(self.neurons)]

    def forward(self, weights: Vector, values: Vector) -> list[float]:
        totals = self.totals(weights, values)
        return [a.value(t) for a, t in zip(self.activations, totals)] if self.activations else totals

    def deltas(self, after: Vector, shares: Vector) -> Vector:
        """`after`: what `forward` gave; `shares`: one number for each of them."""
        if not self.activations:
            return shares
        return [d * a.slope(value) for d, a, value in zip(shares, self.activations, after)]

    def weight_deltas(self, values: Vector, deltas: Vector) -> list[float]:
        seen = [*values, 1.0] if self.bias else values
        return [d * value for d in deltas for value in seen]

    def shares(self, weights: Vector, values: Vector, deltas: Vector) -> list[float]:
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

    def deltas(self, after: Vector, shares: Vector) -> Vector:
        return shares

    def weight_deltas(self, values: Vector, deltas: Vector) -> list[float]:
        return [d * value for d, value in zip(deltas, values)]

    def shares(self, weights: Vector, values: Vector, deltas: Vector) -> list[float]:
        return [d * weight for d, weight in zip(deltas, weights[self.first : self.first + self.count])]


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
    def map_side(self) -> int:
        """Places in a row of a map."""
        return self.side - WIDTH + 1

    @property
    def outputs(self) -> int:
        return self.kernels * self.map_side**2

    @property
    def size(self) -> int:
        return self.kernels * CELLS

    def kernel(self, number: int) -> slice:
        """Where this kernel's weights are."""
        start = self.first + number * CELLS
        return slice(start, start + CELLS)

    def windows(self) -> list[tuple[int, ...]]:
        """The nine pixels, as indices, of each place of a map."""
        return windows_of(self.side)

    def forward(self, weights: Vector, values: Vector) -> list[float]:
        seen = [[values[pixel] for pixel in window] for window in self.windows()]
        totals = [dot(weights[self.kernel(k)], window) for k in range(self.kernels) for window in seen]
        return [0.0 if total <= 0.0 else total for total in totals] if self.relu else totals

    def deltas(self, after: Vector, shares: Deltas) -> dict[int, float]:
        """Of all places, or of those that a pooling took, in its order; what is cut off is not to blame."""
        places = shares.items() if isinstance(shares, dict) else enumerate(shares)
        return {place: share for place, share in places if not self.relu or after[place] > 0.0}

    def weight_deltas(self, values: Vector, deltas: dict[int, float]) -> list[float]:
        found, windows = [0.0] * self.size, self.windows()
        for place, delta in deltas.items():
            kernel, where = divmod(place, len(windows))
            for cell, pixel in enumerate(windows[where], kernel * CELLS):
                found[cell] += delta * values[pixel]
        return found

    def shares(self, weights: Vector, values: Vector, deltas: dict[int, float]) -> list[float]:
        shares, windows = [0.0] * self.inputs, self.windows()
        for place, delta in deltas.items():
            kernel, where = divmod(place, len(windows))
            for weight, pixel in zip(weights[self.kernel(kernel)], windows[where]):
                shares[pixel] += delta * weight
        return shares


@cache
def windows_of(side: int) -> list[tuple[int, ...]]:
    """The nine pixels, as indices, of each place where a kernel can stand on a square picture."""
    corners = range(side - WIDTH + 1)
    cells = [i * side + j for i in range(WIDTH) for j in range(WIDTH)]
    return [tuple(row * side + column + cell for cell in cells) for row in corners for column in corners]


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

    def deltas(self, after: Vector, shares: Vector) -> Vector:
        return shares

    def weight_deltas(self, values: Vector, deltas: Vector) -> list[float]:
        return []

    def shares(self, weights: Vector, values: Vector, deltas: Vector) -> dict[int, float]:
        """Of each place that was taken, block by block."""
        return dict(zip(self._winners(values), deltas))


Op = Dense | Beside | Conv | MaxPool
KINDS: dict[str, type[Op]] = {"dense": Dense, "beside": Beside, "conv": Conv, "max-pool": MaxPool}


def size_of(ops: Sequence[Op]) -> int:
    """The number of weights of all of them."""
    total = 0
    for op in ops:
        total += op.size
    return total


def deltas_by(ops: Sequence[Op], weights: Vector, layers: Sequence[Vector], delta: Vector) -> list[Any]:
    """The deltas of what each op gave, the first op's first. `layers`: the input, then what each op gave."""
    found: list[Any] = [ops[-1].deltas(layers[-1], delta)]
    for number in range(len(ops) - 1, 0, -1):
        op, before = ops[number], ops[number - 1]
        shares: Any = op.shares(weights, layers[number], found[-1])
        if isinstance(op, MaxPool) and not isinstance(before, Conv):
            shares = [shares.get(place, 0.0) for place in range(before.outputs)]
        found.append(before.deltas(layers[number], shares))
    return found[::-1]


def weight_deltas_by(ops: Sequence[Any], weights: Vector, layers: Sequence[Vector], delta: Vector) -> list[float]:
    """How much each weight is to blame, op by op."""
    if len(ops) == 1:
        own: list[float] = ops[0].weight_deltas(layers[0], ops[0].deltas(layers[1], delta))
        return own
    found = list[float]()
    for op, values, deltas in zip(ops, layers, deltas_by(ops, weights, layers, delta)):
        found += op.weight_deltas(values, deltas)
    return found


def hidden_of(ops: Sequence[Op]) -> list[Dense]:
    """The hidden layers of a network of layers; [] of another."""
    dense = [op for op in ops if isinstance(op, Dense)]
    return dense[:-1] if len(dense) == len(ops) else []


def bends(ops: Sequence[Op]) -> list[Activation]:
    """The activation of each neuron of the hidden layers."""
    linear = ACTIVATIONS["linear"]
    return [a for op in hidden_of(ops) for a in op.activations or (linear,) * op.neurons]


def nonlinear_units(ops: Sequence[Op]) -> int:
    """The number of hidden neurons and kernels that are not linear."""
    count = 0
    for op in ops[:-1]:
        count += op.kernels * op.relu if isinstance(op, Conv) else 0
        count += len([a for a in op.activations if a.name != "linear"]) if isinstance(op, Dense) else 0
    return count


def knobs_of(ops: Sequence[Op]) -> tuple[str, ...]:
    """What can be changed of them: the number of kernels, or which neurons bend."""
    return ("kernels",) if isinstance(ops[0], Conv) else ("activation",) if hidden_of(ops) else ()


def with_knob(ops: Sequence[Op], knob: str, value: object, index: int) -> Sequence[Any]:
    """The parts with one knob set; (): it cannot be set so."""
    if knob == "kernels" and index == 0:
        (kind, side, _count, *words), *rows = rows_of(ops)
        behind = [[row[0], *row[len(SIZES[KINDS[row[0]]]) :]] for row in rows]  # its first size follows
        return [[kind, side, value, *words], *behind]
    if knob == "activation" and value in ACTIVATIONS and 0 <= index < len(bends(ops)):
        names = [a.name for a in bends(ops)]
        names[index] = str(value)
        found: list[Op] = []
        for op in hidden_of(ops):
            found.append(op._replace(activations=tuple(ACTIVATIONS[name] for name in names[: op.neurons])))
            names = names[op.neurons :]
        return [*found, ops[-1]]
    return ()


def is_known_activation(activation: object) -> bool:
    """One of the game's own, or a copy of one."""
    return type(activation) in map(type, ACTIVATIONS.values())


def op_faults(ops: Sequence[Op]) -> Iterator[tuple[str, object, str]]:
    """What does not fit together: (field, value, what is allowed)."""
    if not ops:
        yield "network.ops", [], "one or more"
    first = 0
    for number, (op, before) in enumerate(zip(ops, (None, *ops))):
        where = f"network.ops[{number}]"
        if not isinstance(op, Op):
            yield where, op, "one of " + ", ".join(kind.__name__ for kind in KINDS.values())
            return
        if any(type(size) is not int or size < 1 for size in sizes_of(op)):
            yield where, op, WHOLE
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


# ---------------------------------------------------------------------------------------------------------------------
# Ops as data: ["dense", 3, 4, "tanh", "bias"]. A kind, sizes, words; sizes that follow from the op before may be left
# out, and where the weights begin is never written.


WHOLE = "a whole number, 1 or above"
MOST = 1_000_000  # of a size
BIAS, RELU = "bias", "relu"
SIZES = {Dense: ("inputs", "neurons"), Beside: ("count",), Conv: ("side", "kernels"), MaxPool: ("side", "maps")}
WORDS = {Dense: (*ACTIVATIONS, BIAS), Beside: (), Conv: (RELU,), MaxPool: ()}


class RowFault(Exception):
    """A row that is no op. `allowed`: a sentence, or the words that may be there."""

    def __init__(self, place: str, value: object, allowed: str | Sequence[str]) -> None:
        super().__init__(place)
        self.place, self.value, self.allowed = place, value, allowed
        self.sentence = allowed if isinstance(allowed, str) else "one of " + ", ".join(allowed)


def sizes_of(op: Op) -> list[int]:
    """Its sizes, in the order of a row."""
    return [getattr(op, name) for name in SIZES[type(op)]]


def rows_of(ops: Sequence[Op]) -> list[list[Any]]:
    """The ops as data."""
    rows = []
    for op, before in zip(ops, (None, *ops)):
        (kind,) = (name for name, made in KINDS.items() if type(op) is made)
        sizes = sizes_of(op)
        row: list[Any] = [kind, *([] if isinstance(op, MaxPool) and sizes == _following(MaxPool, before) else sizes)]
        if isinstance(op, Dense):
            names = [a.name for a in op.activations]
            row += ([names] if len(set(names)) > 1 else names[:1]) + [BIAS] * op.bias
        rows.append(row + [RELU] * (isinstance(op, Conv) and op.relu))
    return rows


def ops_of(rows: Sequence[Any]) -> tuple[Op, ...]:
    """The ops that these are: data, or ops already. RowFault: the first that is none."""
    ops: list[Op] = []
    first = 0
    for number, row in enumerate(rows):
        ops.append(row if isinstance(row, Op) else _op(f"[{number}]", row, ops[-1] if ops else None, first))
        first += ops[-1].size
    return tuple(ops)


def _op(where: str, row: Any, before: Op | None, first: int) -> Op:
    if not isinstance(row, (list, tuple)) or not row:
        raise RowFault(where, row, 'a list such as ["dense", 3, 1]')
    name, *rest = row
    if not isinstance(name, str) or name not in KINDS:
        raise RowFault(f"{where}[0]", name, tuple(KINDS))
    kind = KINDS[name]
    words = [word for word in rest if isinstance(word, (str, list, tuple))]
    sizes = [size for size in rest if not isinstance(size, (str, list, tuple))]
    for place, size in enumerate(row):
        if size in sizes and (type(size) is not int or not 1 <= size <= MOST):
            raise RowFault(f"{where}[{place}]", size, WHOLE)
    missing = len(SIZES[kind]) - len(sizes)
    given = [*_following(kind, before)[: max(0, missing)], *sizes]
    if len(given) != len(SIZES[kind]):
        raise RowFault(where, row, f"{name} with " + " and ".join(SIZES[kind]))
    numbers = dict(zip(SIZES[kind], given))
    if kind is Dense:
        numbers |= {"activations": _activations(where, row, words, given[1]), "bias": BIAS in words}
    elif set(map(str, words)) - set(WORDS[kind]):
        raise RowFault(f"{where}[{row.index(words[0])}]", words[0], WORDS[kind] or "no more words")
    if kind is Conv:
        numbers["relu"] = RELU in words
    return kind(**numbers) if kind is MaxPool else kind(first, **numbers)


def _activations(where: str, row: Sequence[Any], words: Sequence[Any], neurons: int) -> tuple[Activation, ...]:
    """Those of a dense layer: none, one name for all of its neurons, or a list with one for each."""
    names: list[Any] = []
    for word in words:
        place = f"{where}[{row.index(word)}]"
        if isinstance(word, str) and word != BIAS:
            names = [word] * neurons
        elif not isinstance(word, str):
            names = list(word)
        if len(names) not in (0, neurons):
            raise RowFault(place, word, f"a name, or a list of {neurons}")
        for name in names:
            if not isinstance(name, str) or name not in ACTIVATIONS:
                raise RowFault(place, name, WORDS[Dense])
    return tuple(ACTIVATIONS[name] for name in names)


def _following(kind: type[Op], before: Op | None) -> list[int]:
    """The sizes that an op has because of the one before it."""
    if before is None:
        return []
    if kind is MaxPool:
        match before:
            case Conv():
                return [before.map_side, before.kernels]
            case MaxPool(side, maps):
                return [side // 2, maps]
        return []
    return [isqrt(before.outputs) if kind is Conv else before.outputs]
