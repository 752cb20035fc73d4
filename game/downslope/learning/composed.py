"""A network that is nothing but its ops: what a file holds, where no class of the game is made of the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .conv import ConvNet
from .dense import Layers
from .network import FieldFault, Network, Neuron, Neurons
from .ops import Beside, Conv, Dense, MaxPool, Op, op_faults, size_of


@dataclass(frozen=True)
class Composed(Network):
    """A network that is told by its ops alone."""

    parts: tuple[Op, ...]

    @property
    def inputs(self) -> int:  # type: ignore[override]
        return self.parts[0].inputs

    @property
    def outputs(self) -> int:  # type: ignore[override]
        return self.parts[-1].outputs

    @property
    def size(self) -> int:
        return size_of(self.parts)

    def ops(self) -> Sequence[Op]:
        return self.parts

    def faults(self) -> list[FieldFault]:
        return list(op_faults(self.parts))


def network_of(ops: Sequence[Op]) -> Network:
    """The game's own network that is made of these, where there is one."""
    for network in _candidates(tuple(ops)):
        if not network.faults() and tuple(network.ops()) == tuple(ops):
            return network
    return Composed(tuple(ops))


def _candidates(ops: tuple[Op, ...]) -> list[Network]:
    match ops:
        case (Beside(count=count),):
            return [Neurons(count)]
        case (Conv(side=side, kernels=kernels),):
            return [ConvNet(side, kernels)]
        case (Conv(side=side, kernels=kernels), MaxPool(), Dense(neurons=votes)):
            return [ConvNet(side, kernels, votes)]
        case (Dense(inputs=inputs, neurons=neurons),):
            return [Neuron(inputs, neurons)]
    dense = [op for op in ops if isinstance(op, Dense)]
    names = [a.name for op in dense for a in op.activations]
    return [Layers(dense[0].inputs, *(op.neurons for op in dense), activation=names)] if dense else []
