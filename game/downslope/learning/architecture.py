"""The architecture of a network, as boards, captions and scripts ask for it: read off its ops.

So a plugin's network that tells its ops is asked like one of the game's own, and who asks knows no class.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeGuard

from .activations import ACTIVATIONS
from .conv import ConvNet
from .dense import Layers
from .network import FieldFault, Network, Neuron, Neurons
from .ops import Beside, Conv, Dense, MaxPool, Op, op_faults, size_of

# ---------------------------------------------------------------------------------------------------------------------
# A network that is nothing but its ops: what a file holds, where no class of the game is made of the same.


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


def is_network(thing: object) -> TypeGuard[Network]:
    """What stands where a network is wanted is one."""
    return isinstance(thing, Network)


def layers_of(network: Network) -> Layers | None:
    """The network as dense layers, each neuron without a bias and the last layer linear. None: it is none.

    Its weights lie as the network's own do.
    """
    if isinstance(network, Layers):
        return network
    sizes, names = [network.inputs], list[str]()
    for op in network.ops():
        if not isinstance(op, Dense) or op.bias or any(ACTIVATIONS.get(a.name) is not a for a in op.activations):
            return None
        sizes.append(op.neurons)
        names += [a.name for a in op.activations] or ["linear"] * op.neurons
    if len(sizes) < 2 or set(names[-network.outputs :]) != {"linear"}:
        return None
    hidden = names[: -network.outputs]
    return Layers(*sizes, activation=hidden if len(set(hidden)) > 1 else "".join(hidden[:1]) or "linear")


def kernels_of(network: Network) -> ConvNet | None:
    """The network as kernels over a square picture, with votes or without. None: it is none."""
    if isinstance(network, ConvNet):
        return network
    ops = network.ops()
    found = network_of(ops) if ops else None
    return found if isinstance(found, ConvNet) else None


def is_one_layer(network: Network) -> bool:
    """Neurons that all see the inputs themselves: a prediction is input * weight, added up."""
    (op, *more) = network.ops() or (None,)
    return not more and isinstance(op, Dense) and not op.bias and not op.activations


def is_neuron(network: Network) -> bool:
    """One such neuron."""
    return network.outputs == 1 and is_one_layer(network)


def is_side_by_side(network: Network) -> bool:
    """Neurons side by side, each with its own input, weight and goal."""
    (op, *more) = network.ops() or (None,)
    return not more and isinstance(op, Beside)
