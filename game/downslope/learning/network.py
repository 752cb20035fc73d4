"""A network turns an input into a prediction. It keeps no weights: they are handed in as one flat list.

The list goes layer by layer, neuron by neuron, input by input. Additions run in that order, in explicit loops, so that
every Python gives the same bits (the built-in `sum` of floats changed in Python 3.12).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

from .ops import BIAS, KINDS, SIZES, Conv, Dense, Op, RowFault, Vector, deltas_by, hidden_of, ops_of, rows_of, source_of

FieldFault = tuple[str, object, str]  # field, value, what is allowed
NEITHER = "a network needs forward() and weight_deltas(), or ops() from which both follow"
SHAPE = ("inputs", "outputs", "size")


def _shape(ops: Sequence[Op]) -> tuple[int, int, int]:
    total = 0
    for op in ops:
        total += op.size
    return (ops[0].inputs, ops[-1].outputs, total) if ops else (0, 0, 0)


class Network:
    """What turns an input into a prediction. It keeps no weights: the methods get them as one flat list.

    `ops`: its parts, such as [["dense", 3, 4, "tanh", "bias"], ["dense", 4, 1]]. A class of your own gives them by
    `ops()`; or it has `forward` and `weight_deltas`, and `inputs`, `outputs`, `size`.
    """

    inputs: int  # the number of inputs
    outputs: int  # the number of outputs: the size of the prediction
    size: int  # the number of weights
    knobs: tuple[str, ...] = ()  # names of settings (which neurons bend, how many kernels)
    title: str = ""  # the title of its picture
    weight_names: Sequence[str] = ()  # a name for each weight; empty: weight 1, weight 2, …

    _ops: tuple[Op, ...] = ()
    _faults: Sequence[FieldFault] = ()

    def __init__(self, ops: Sequence[Any] = ()) -> None:
        if not ops:
            return
        try:
            self._ops = ops_of(ops)
        except RowFault as fault:
            self._faults = [(f"network.ops{fault.place}", fault.value, fault.sentence)]
        if type(self) is Network:
            self.inputs, self.outputs, self.size = _shape(self._ops)
            bends = ("activation",) if hidden_of(self._ops) else ()
            self.knobs = ("kernels",) if isinstance((*self._ops, None)[0], Conv) else bends

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> int:
            """`inputs`, `outputs` and `size` of a network that gives its ops and not these."""
            ops = self.ops() if name in SHAPE else ()
            if not ops:
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}", name=name, obj=self)
            return _shape(ops)[SHAPE.index(name)]

    def __eq__(self, other: object) -> bool:
        if type(self) is Network and type(other) is Network:
            return (self._ops, self._faults) == (other._ops, other._faults)
        return self is other

    def __hash__(self) -> int:
        return hash(self._ops) if type(self) is Network else object.__hash__(self)

    def __repr__(self) -> str:
        return self.source or object.__repr__(self)

    @property
    def nonlinear_units(self) -> int:
        """The number of hidden neurons and kernels that are not linear."""
        count = 0
        for op in self.ops()[:-1]:
            count += op.kernels * op.relu if isinstance(op, Conv) else 0
            count += op.neurons - op.names.count("linear") if isinstance(op, Dense) else 0
        return count

    def forward(self, weights: Vector, input: Vector) -> list[Vector]:
        """The values of all layers: first the input, last the prediction with one number for each output."""
        layers, values = [input], input
        for op in self._told():
            layers.append(values := op.forward(weights, values))
        return layers

    def weight_deltas(self, weights: Vector, layers: Sequence[Vector], delta: Vector) -> list[float]:
        """How much each weight is to blame. `layers`: what `forward` returned; `delta`: a number for each output."""
        ops: Sequence[Any] = self._told()
        own: list[float] = []
        if len(ops) == 1:  # the shortest way, for a neuron
            own = ops[0].weight_deltas(layers[0], ops[0].deltas(layers[1], delta))
            return own
        for op, values, deltas in zip(ops, layers, deltas_by(ops, weights, layers, delta)):
            own += op.weight_deltas(values, deltas)
        return own

    def _told(self) -> Sequence[Op]:
        """Its ops. NotImplementedError: there are none."""
        ops = self.ops()
        if not ops:
            raise NotImplementedError(NEITHER)
        return ops

    def predict(self, weights: Vector, input: Vector) -> Vector:
        """The prediction: the last layer of `forward`, one number for each output."""
        return self.forward(weights, input)[-1]

    def ops(self) -> Sequence[Op]:
        """The parts of the network, from the input to the prediction. Empty: it has `forward` and `weight_deltas`."""
        return self._ops

    def picture(self) -> Picture | None:
        """The drawing that shows its numbers while it learns. None: the game draws it in its own way."""
        return None

    @property
    def source(self) -> str:
        """The Python expression that makes it, such as Neuron(2, 1). Empty: there is none."""
        return source_of(self._ops) if type(self) is Network and self._ops else ""

    def with_knob(self, knob: str, value: object, index: int = 0) -> Network:
        """The same network with one knob set to `value`. LookupError: the network has no such knob."""
        rows = rows_of(self._ops)
        if knob in self.knobs and 0 <= index < self.knob_size(knob):
            if knob == "kernels":
                rows[0][2] = value
                rows[1:] = [[row[0], *row[len(SIZES[KINDS[row[0]]]) :]] for row in rows[1:]]  # its first size follows
            else:
                for row, op in zip(rows, hidden_of(self._ops)):
                    if 0 <= index < op.neurons:
                        row[3:] = [[*op.names[:index], value, *op.names[index + 1 :]], *[BIAS] * op.bias]
                    index -= op.neurons
            changed = Network(rows)
            if not changed.faults():
                return changed
        raise LookupError(f"{knob} {index} = {value}")

    def knob_size(self, knob: str) -> int:
        """The number of indices that a knob has: `index` of `with_knob` is below it."""
        count = 0
        for op in hidden_of(self._ops):
            count += op.neurons
        return count if knob == "activation" else 1

    def faults(self) -> list[FieldFault]:
        """Faults of the shape, each as (field, value, what is allowed)."""
        none = type(self) is Network and not self._ops
        return list(self._faults or ([("network.ops", [], "one or more")] if none else ()))

    def start_weights(self, random: Random, spread: float = 1.0) -> list[float]:
        """Random start weights, uniform in -spread ... spread."""
        return [spread * (2.0 * random.random() - 1.0) for _ in range(self.size)]


NODES, WIRES = 24, 80  # at most


class Node(NamedTuple):
    """A neuron, an input, or the constant 1.

    layer   0 for the inputs; the last layer holds the predictions
    value   (k, i): number i of list k of what `forward` gives; None: always 1, as before a bias
    """

    layer: int
    label: str = ""
    value: tuple[int, int] | None = None


class Wire(NamedTuple):
    """A line from node `start` to node `end` of the next layer, by index; `weight`: the index of its weight."""

    start: int
    end: int
    weight: int


class Picture(NamedTuple):
    """The drawing of a network: at most 24 nodes and 80 wires. Several wires may share a weight."""

    nodes: Sequence[Node]
    wires: Sequence[Wire]


def picture_faults(picture: object, size: int, layers: Sequence[Sequence[float]]) -> Iterator[tuple[object, str]]:
    """(value, what is allowed) for all that cannot be drawn. `layers`: what `forward` gave once."""
    if not isinstance(picture, Picture):
        yield picture, "a Picture(nodes, wires), or None"
        return
    nodes, wires = picture
    if not 2 <= len(nodes) <= NODES or len(wires) > WIRES:
        yield f"nodes: {len(nodes)}, wires: {len(wires)}", f"2 ... {NODES} nodes and at most {WIRES} wires"
        return
    if any(not isinstance(node, Node) for node in nodes) or any(not isinstance(wire, Wire) for wire in wires):
        yield picture, "nodes that are each a Node, wires that are each a Wire"
        return
    numbers = sorted({node.layer for node in nodes})
    if numbers != list(range(len(numbers))) or len(numbers) < 2:
        yield numbers, "layers numbered from 0 on, at least two"
        return
    for node in nodes:
        k, i = node.value if node.value is not None else (0, 0)
        if not (0 <= k < len(layers) and 0 <= i < len(layers[k])):
            yield node, "a value (k, i) that forward gives: number i of its list k"
    last = [node.value for node in nodes if node.layer == numbers[-1]]
    if last != [(len(layers) - 1, i) for i in range(len(layers[-1]))]:
        yield last, "in the last layer the predictions, one node for each, in their order"
    for wire in wires:
        ends = 0 <= wire.start < len(nodes) and 0 <= wire.end < len(nodes)
        if not ends or nodes[wire.end].layer != nodes[wire.start].layer + 1:
            yield wire, "a wire from a node to one of the layer after it"
        elif not 0 <= wire.weight < size:
            yield wire, f"the index of a weight, below {size}"
