"""The architecture of a network, as boards, captions and scripts ask for it: read off its ops.

So a plugin's network that tells its ops is asked like one of the game's own, and who asks knows no class.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from .network import Network
from .ops import Conv, Dense, Vector, deltas_by, form_of, is_known_activation


def is_derived(network: Network) -> bool:
    """All that it does follows from its ops: it has no method of its own for it."""
    own = ("forward", "weight_deltas", "predict")
    return all(getattr(type(network), name) is getattr(Network, name) for name in own) and bool(network.ops())


class Layered(Network):
    """A network seen as dense layers, each neuron without a bias and the last layer linear."""

    def __init__(self, blocks: list[Dense]) -> None:
        self._ops = tuple(blocks)
        self.blocks = blocks  # one between any two layers, the first hidden layer's first
        self.sizes = (blocks[0].inputs, *(op.neurons for op in blocks))
        self.hidden = len([n for op in blocks[:-1] for n in range(op.neurons)])

    @cached_property
    def activations(self) -> tuple[str, ...]:
        """One name for each hidden neuron."""
        return tuple(name for op in self.blocks[:-1] for name in op.names)

    def totals(self, weights: Vector, layers: Sequence[Vector]) -> list[float]:
        """What each hidden neuron gets, before its activation, layer by layer. `layers` is what `forward` gave."""
        return [total for op, values in zip(self.blocks[:-1], layers) for total in op.totals(weights, values)]

    def layer_deltas(self, weights: Vector, layers: Sequence[Vector], delta: Vector) -> list[list[float]]:
        """The delta of each neuron, layer by layer, the first hidden layer first, the prediction's last."""
        return [list(deltas) for deltas in deltas_by(self.blocks, weights, layers, delta)]


def layers_of(network: Network) -> Layered | None:
    """The network as dense layers. None: it is none."""
    ops = network.ops()
    dense = [op for op in ops if isinstance(op, Dense) and not op.bias]
    blocks = [op for op in dense if all(map(is_known_activation, op.activations))]
    if not ops or len(blocks) < len(ops) or set(blocks[-1].names) != {"linear"}:
        return None
    return Layered(blocks)


def kernels_of(network: Network) -> Conv | None:
    """The kernels over a square picture that a network is made of, with votes or without. None: it is not."""
    first = (*network.ops(), None)[0]
    return first if isinstance(first, Conv) and form_of(network.ops())[0] == "ConvNet" else None


def is_bare_map(network: Network) -> bool:
    """One kernel whose bare map is the prediction."""
    kernels = kernels_of(network)
    return kernels is not None and kernels.kernels == 1 and not kernels.relu


def kernel_count(network: Network) -> int | None:
    """How many they are. None: it has none."""
    kernels = kernels_of(network)
    return kernels.kernels if kernels is not None else None


def is_one_layer(network: Network) -> bool:
    """Neurons that all see the inputs themselves: a prediction is input * weight, added up."""
    return form_of(network.ops())[0] == "Neuron"


def is_neuron(network: Network) -> bool:
    """One such neuron."""
    return network.outputs == 1 and is_one_layer(network)


def is_side_by_side(network: Network) -> bool:
    """Neurons side by side, each with its own input, weight and goal."""
    return form_of(network.ops())[0] == "Neurons"


def has_shares(network: Network) -> bool:
    """Its votes can be told pixel by pixel."""
    kernels = kernels_of(network)
    return is_one_layer(network) or (kernels is not None and kernels.relu)


def pixel_shares(network: Network, weights: Vector, pixels: Vector, votes: Mapping[int, float]) -> list[float] | None:
    """How much each pixel adds to these votes (output -> factor); above 0 it speaks for them. None: not so a network.

    {3: 1.0, 5: -1.0}: for 3 rather than 5. They add up to votes[3] - votes[5], but for rounding: there are no biases, a
    ReLU passes a value on or not, and pooling picks one. What added up for this picture, not what another would give.
    """
    return _shares(network, weights, pixels, votes, 0) if has_shares(network) else None


def eye_shares(network: Network, weights: Vector, pixels: Vector, votes: Mapping[int, float]) -> list[float] | None:
    """The same by kernels: what each of them adds. None: the network has none."""
    kernels = kernels_of(network)
    if kernels is None or not kernels.relu:
        return None
    shares = _shares(network, weights, pixels, votes, 2)
    added = [0.0] * kernels.kernels
    for place, share in enumerate(shares):
        added[place * kernels.kernels // len(shares)] += share
    return added


def _shares(network: Network, weights: Vector, pixels: Vector, votes: Mapping[int, float], number: int) -> list[float]:
    """What each value in front of op `number` adds to the votes."""
    ops = network.ops()
    layers = Network(ops).forward(weights, pixels)
    deltas = deltas_by(ops, weights, layers, [votes.get(output, 0.0) for output in range(network.outputs)])
    worths = ops[number].shares(weights, layers[number], deltas[number])
    return [worth * value for worth, value in zip(worths, layers[number])]
