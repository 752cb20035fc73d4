"""The architecture of a network, as boards, captions and scripts ask for it: read off its ops.

So a plugin's network that tells its ops is asked like one of the game's own, and who asks knows no class.
"""

from __future__ import annotations

from typing import TypeGuard

from .activations import ACTIVATIONS
from .composed import network_of
from .conv import ConvNet
from .dense import Layers
from .network import Network
from .ops import Beside, Dense


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


def is_abreast(network: Network) -> bool:
    """Neurons side by side: each has its own input, its own weight and its own goal."""
    (op, *more) = network.ops() or (None,)
    return not more and isinstance(op, Beside)
