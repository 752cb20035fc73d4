"""A network turns an input into a prediction. It keeps no weights: they are handed in as one flat list.

The list goes layer by layer, neuron by neuron, input by input. Additions run in that order, in explicit loops, so that
every Python gives the same bits (the built-in `sum` of floats changed in Python 3.12).
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TYPE_CHECKING, Any

from .forms import source_of
from .network_picture import Pictured
from .ops import Op, RowFault, bends, knobs_of, nonlinear_units, op_faults, ops_of, size_of, weight_deltas_by, with_knob
from .vectors import Vector as Vector
from .vectors import dot as dot

FieldFault = tuple[str, object, str]  # field, value, what is allowed
NEITHER = "a network needs forward() and weight_deltas(), or ops() from which both follow"


class Network(Pictured):
    """What turns an input into a prediction. It keeps no weights: the methods get them as one flat list.

    `ops`: its parts, such as [["dense", 3, 4, "tanh", "bias"], ["dense", 4, 1]]. A class of your own gives them by
    `ops()`; or it has `forward` and `weight_deltas`, and `inputs`, `outputs`, `size`.
    """

    inputs: int  # the number of inputs
    outputs: int  # the number of outputs: the size of the prediction
    knobs: tuple[str, ...] = ()  # names of settings (which neurons bend, how many kernels)

    _ops: tuple[Op, ...] = ()
    _faults: Sequence[FieldFault] = ()

    def __init__(self, ops: Sequence[Any] = ()) -> None:
        if not ops:
            return
        try:
            self._ops = ops_of(ops)
            self._faults = list(op_faults(self._ops))
        except RowFault as fault:
            self._faults = [(f"network.ops{fault.place}", fault.value, fault.sentence)]
        if self._faults:
            self._ops = ()
        elif type(self) is Network:
            self.knobs = knobs_of(self._ops)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> int:
            """`inputs` and `outputs` of a network that gives its ops and not these."""
            ops = self.ops() if name in ("inputs", "outputs") else ()
            if not ops:
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}", name=name, obj=self)
            return ops[0].inputs if name == "inputs" else ops[-1].outputs

    def __eq__(self, other: object) -> bool:
        if type(self) is Network and type(other) is Network:
            return (self._ops, self._faults) == (other._ops, other._faults)
        return self is other

    def __hash__(self) -> int:
        return hash(self._ops) if type(self) is Network else object.__hash__(self)

    def __repr__(self) -> str:
        return self.source or object.__repr__(self)

    @property
    def size(self) -> int:
        """The number of weights."""
        ops = self.ops()
        if not ops and not self._faults:
            raise NotImplementedError("a network needs size, the number of its weights")
        return size_of(ops)

    @property
    def nonlinear_units(self) -> int:
        """The number of hidden neurons and kernels that are not linear."""
        return nonlinear_units(self.ops())

    def forward(self, weights: Vector, input: Vector) -> list[Vector]:
        """The values of all layers: first the input, last the prediction with one number for each output."""
        layers, values = [input], input
        for op in self._told():
            values = op.forward(weights, values)
            layers.append(values)
        return layers

    def weight_deltas(self, weights: Vector, layers: Sequence[Vector], delta: Vector) -> list[float]:
        """How much each weight is to blame. `layers`: what `forward` returned; `delta`: a number for each output."""
        return weight_deltas_by(self._told(), weights, layers, delta)

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

    @property
    def source(self) -> str:
        """The Python expression that makes it, such as Neuron(2, 1). Empty: there is none."""
        return source_of(self._ops) if type(self) is Network and self._ops else ""

    def with_knob(self, knob: str, value: object, index: int = 0) -> Network:
        """The same network with one knob set to `value`. LookupError: the network has no such knob."""
        changed = Network(with_knob(self._ops, knob, value, index) if knob in self.knobs else ())
        if changed.faults():
            raise LookupError(f"{knob} {index} = {value}")
        return changed

    def knob_size(self, knob: str) -> int:
        """The number of indices that a knob has: `index` of `with_knob` is below it."""
        return len(bends(self._ops)) if knob == "activation" else 1

    def faults(self) -> list[FieldFault]:
        """Faults of the shape, each as (field, value, what is allowed)."""
        none = type(self) is Network and not self._ops
        return list(self._faults or (op_faults(()) if none else ()))

    def start_weights(self, random: Random, spread: float = 1.0) -> list[float]:
        """Random start weights, uniform in -spread ... spread."""
        return [spread * (2.0 * random.random() - 1.0) for _ in range(self.size)]
