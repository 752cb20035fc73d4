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

import json
from collections.abc import Iterator, Sequence
from functools import cache
from math import isqrt, tanh
from typing import Any, NamedTuple

Vector = Sequence[float]


def dot(weights: Vector, input: Vector) -> float:
    """input * weight, added up over the inputs from the first to the last."""
    total = 0.0
    for weight, value in zip(weights, input):
        total += weight * value
    return total


# What a hidden neuron makes of its total: the bend that lets layers say more than one layer can. Each is two plain
# formulas, `value(total)` and `slope(value)`: the slope is told from the value, so nothing runs twice.


class Activation:
    """`value` of a total, and its `slope` at that value (a function of the value, not of the total)."""

    name: str = ""

    def __repr__(self) -> str:
        return self.name

    def value(self, total: float) -> float:
        raise NotImplementedError

    def slope(self, value: float) -> float:
        raise NotImplementedError


class Linear(Activation):
    """No bend."""

    name = "linear"

    def value(self, total: float) -> float:
        return total

    def slope(self, value: float) -> float:
        return 1.0


class Relu(Activation):
    """Rectified linear: nothing below 0. Its slope at 0 is 0 (Nair & Hinton 2010 leave it open)."""

    name = "relu"

    def value(self, total: float) -> float:
        return 0.0 if total <= 0.0 else total

    def slope(self, value: float) -> float:
        return 1.0 if value > 0.0 else 0.0


class Tanh(Activation):
    """Between -1 and 1; tanh' = 1 - tanh ** 2."""

    name = "tanh"

    def value(self, total: float) -> float:
        return tanh(total)

    def slope(self, value: float) -> float:
        return 1.0 - value * value


class Sigmoid(Activation):
    """Between 0 and 1: 1 / (1 + exp(-total)), written with tanh, which cannot overflow."""

    name = "sigmoid"

    def value(self, total: float) -> float:
        return 0.5 + 0.5 * tanh(0.5 * total)

    def slope(self, value: float) -> float:
        return value * (1.0 - value)


ACTIVATIONS: dict[str, Activation] = {kind.name: kind() for kind in (Linear, Relu, Tanh, Sigmoid)}
"""The activations by name: linear, relu, tanh, sigmoid."""


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
        width, seen = self.inputs + self.bias, [*values, 1.0] if self.bias else values
        return [dot(weights[k : k + width], seen) for k in range(self.first, self.first + self.neurons * width, width)]

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
        totals = [0.0 + a * p + b * q + c * r + d * s + e * t + f * u + g * v + h * w + i * x  # `dot`, without a call
                  for a, b, c, d, e, f, g, h, i in [weights[self.kernel(k)] for k in range(self.kernels)]
                  for p, q, r, s, t, u, v, w, x in seen]  # fmt: skip
        return [0.0 if total <= 0.0 else total for total in totals] if self.relu else totals

    def deltas(self, after: Vector, shares: Deltas) -> dict[int, float]:
        """Of all places, or of those that a pooling took, in its order; what is cut off is not to blame."""
        places = shares.items() if isinstance(shares, dict) else enumerate(shares)
        return {place: share for place, share in places if not self.relu or after[place] > 0.0}

    def weight_deltas(self, values: Vector, deltas: dict[int, float]) -> list[float]:
        slopes, windows = [0.0] * self.size, self.windows()
        for place, delta in deltas.items():
            kernel, where = divmod(place, len(windows))
            for cell, pixel in enumerate(windows[where], kernel * CELLS):
                slopes[cell] += delta * values[pixel]
        return slopes

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


def assemble(windows: Sequence[tuple[Sequence[float], Sequence[float]]]) -> list[float] | None:
    """The picture that these are the windows of; None: they do not fit together."""
    places = isqrt(len(windows))
    if not places or places * places != len(windows) or len(windows[0][0]) != CELLS:
        return None
    side = places + WIDTH - 1
    pixels: list[float | None] = [None] * (side * side)
    for positions, (window, _goal) in zip(windows_of(side), windows):
        for spot, value in zip(positions, window):
            if pixels[spot] not in (None, value):
                return None
            pixels[spot] = value
    return [p or 0.0 for p in pixels]


class MaxPool(NamedTuple):
    """The largest value of each 2x2 block of each map. An odd map loses its last row and column."""

    side: int
    maps: int

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
        for start in range(0, self.inputs, self.side * self.side):
            for row in range(0, self.side - 1, 2):
                for place in range(start + row * self.side, start + (row + 1) * self.side - 1, 2):
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


def deltas_by(ops: Sequence[Op], weights: Vector, layers: Sequence[Vector], delta: Vector) -> list[Any]:
    """The deltas of what each op gave, the first op's first. `layers`: the input, then what each op gave."""
    deltas: list[Any] = [ops[-1].deltas(layers[-1], delta)]
    for number in range(len(ops) - 1, 0, -1):
        op, before = ops[number], ops[number - 1]
        shares: Any = op.shares(weights, layers[number], deltas[-1])
        if isinstance(op, MaxPool) and not isinstance(before, Conv):
            shares = [shares.get(place, 0.0) for place in range(before.outputs)]
        deltas.append(before.deltas(layers[number], shares))
    return deltas[::-1]


def hidden_of(ops: Sequence[Op]) -> list[Dense]:
    """The hidden layers of a network of layers; [] of another."""
    dense = [op for op in ops if isinstance(op, Dense)]
    return dense[:-1] if len(dense) == len(ops) else []


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


def rows_of(ops: Sequence[Op]) -> list[list[Any]]:
    """The ops as data."""
    rows = []
    for op, before in zip(ops, (None, *ops)):
        (kind,) = (name for name, kind_of_op in KINDS.items() if type(op) is kind_of_op)
        sizes = [getattr(op, name) for name in SIZES[type(op)]]
        row: list[Any] = [kind, *([] if isinstance(op, MaxPool) and sizes == _following(MaxPool, before) else sizes)]
        if isinstance(op, Dense):
            names = [a.name for a in op.activations]
            row += ([names] if len(set(names)) > 1 else names[:1]) + [BIAS] * op.bias
        rows.append(row + [RELU] * (isinstance(op, Conv) and op.relu))
    return rows


def ops_of(rows: Sequence[Any]) -> tuple[Op, ...]:
    """The ops that these are: data, or ops already. RowFault: the first that is none, or does not fit."""
    ops: list[Op] = []
    first = 0
    for number, row in enumerate(rows):
        where, before = f"[{number}]", ops[-1] if ops else None
        op = row if isinstance(row, Op) else _op(where, row, before, first)
        wrong = _misfit(op, before, first)
        if wrong:
            raise RowFault(where, row, wrong)
        ops.append(op)
        first += op.size
    return tuple(ops)


def _misfit(op: Op, before: Op | None, first: int) -> str:
    """What is allowed, where it does not fit after the op before it; "": it does."""
    if any(type(size) is not int or size < 1 for size in (getattr(op, name) for name in SIZES[type(op)])):
        return WHOLE
    if before is not None and op.inputs != before.outputs:
        return f"{before.outputs} values in: so many come from the op before it"
    if op.size and op.first != first:
        return f"first={first}, after the weights of the ops before it"
    if isinstance(op, (Conv, MaxPool)):
        least = WIDTH if isinstance(op, Conv) else 2
        return f"side, {least} or above" if op.side < least else ""
    if not isinstance(op, Dense):
        return ""
    if op.activations and len(op.activations) != op.neurons:
        return f"no activations, or {op.neurons}"
    if not all(map(is_known_activation, op.activations)):  # files and scripts know them by their names
        return f"activations out of ACTIVATIONS ({', '.join(ACTIVATIONS)}); a network with another one tells no ops"
    return ""


def is_known_activation(activation: object) -> bool:
    """One of the game's own, or a copy of one."""
    return type(activation) in map(type, ACTIVATIONS.values())


def _op(where: str, row: Any, before: Op | None, first: int) -> Op:
    if not isinstance(row, (list, tuple)) or not row:
        raise RowFault(where, row, 'a list such as ["dense", 3, 1]')
    name = row[0]
    if not isinstance(name, str) or name not in KINDS:
        raise RowFault(f"{where}[0]", name, tuple(KINDS))
    kind: Any = KINDS[name]
    sizes, words = list[int](), list[tuple[str, Any]]()  # each word with its place
    for place, each in enumerate(row[1:], 1):
        if isinstance(each, (str, list, tuple)):
            words.append((f"{where}[{place}]", each))
        elif type(each) is not int or not 1 <= each <= MOST:
            raise RowFault(f"{where}[{place}]", each, WHOLE)
        else:
            sizes.append(each)
    given = [*_following(kind, before)[: max(0, len(SIZES[kind]) - len(sizes))], *sizes]
    if len(given) != len(SIZES[kind]):
        raise RowFault(where, row, f"{name} with " + " and ".join(SIZES[kind]))
    if kind is Dense:
        names: list[Any] = []  # none, one name for all of its neurons, or a list with one for each
        for at, word in words:
            if word != BIAS:
                names = [word] * given[1] if isinstance(word, str) else list(word)
            if len(names) not in (0, given[1]):
                raise RowFault(at, word, f"a name, or a list of {given[1]}")
            for each in names:
                if not isinstance(each, str) or each not in ACTIVATIONS:
                    raise RowFault(at, each, WORDS[Dense])
        return Dense(first, given[0], given[1], tuple(ACTIVATIONS[each] for each in names), BIAS in row)
    for at, word in words:
        if word not in WORDS[kind]:
            raise RowFault(at, word, WORDS[kind] or "no more words")
    op: Op = kind(*given) if kind is MaxPool else kind(first, *given, *[RELU in row] * (kind is Conv))
    return op


def _following(kind: type[Op], before: Op | None) -> list[int]:
    """The sizes that an op has because of the one before it."""
    match before:
        case None:
            return []
        case Conv() if kind is MaxPool:
            return [before.map_side, before.kernels]
        case MaxPool() if kind is MaxPool:
            return [before.side // 2, before.maps]
    return [] if kind is MaxPool else [isqrt(before.outputs) if kind is Conv else before.outputs]


def form_of(ops: Sequence[Op]) -> tuple[str, dict[str, Any]]:
    """Which function of named.py makes a network of these ops, and its arguments; "Network", where none does."""
    match tuple(ops):
        case (Dense(_, inputs, neurons, (), False),):
            return "Neuron", {"inputs": inputs, "outputs": neurons}
        case (Beside(_, count),):
            return "Neurons", {"count": count}
        case (Conv(_, side, kernels, False),):
            return "ConvNet", {"side": side, "kernels": kernels, "outputs": None}
        case (Conv(_, side, kernels, True), MaxPool(), Dense(_, _, votes, (), False)):
            return "ConvNet", {"side": side, "kernels": kernels, "outputs": votes}
    hidden = hidden_of(ops)
    if hidden and all(op.activations and not op.bias for op in hidden) and ops[-1][3:] == ((), False):
        names = tuple(a.name for op in hidden for a in op.activations)
        sizes = hidden[0].inputs, *(op.outputs for op in ops)
        return "Layers", {"sizes": sizes, "activation": names[0] if len(set(names)) == 1 else names}
    return "Network", {"ops": rows_of(ops)}


def source_of(ops: Sequence[Op]) -> str:
    """The expression that makes a network of these ops."""
    name, values = form_of(ops)
    match name:
        case "Layers":
            return f"Layers({', '.join(map(str, values['sizes']))}, activation={values['activation']!r})"
        case "Network":
            return f"Network({json.dumps(values['ops'])})"  # as in a file
    return f"{name}({', '.join(map(str, values.values()))})"
