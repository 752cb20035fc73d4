"""How much each pixel of a picture, or each kernel, adds to a vote, or to the lead of one vote over another.

    pixel_shares(network, weights, pixels, {3: 1.0, 5: -1.0})     # for 3 rather than 5

They add up to votes[3] - votes[5], but for rounding: there are no biases, a ReLU passes a value on or not, and pooling
picks one. They tell what added up to this vote for this picture, not what would happen if a pixel were another.
"""

from __future__ import annotations

from collections.abc import Mapping

from .architecture import is_one_layer, kernels_of
from .network import Network, Vector
from .ops import deltas_by


def has_shares(network: Network) -> bool:
    """Its votes can be told pixel by pixel."""
    kernels = kernels_of(network)
    return is_one_layer(network) or (kernels is not None and kernels.relu)


def pixel_shares(network: Network, weights: Vector, pixels: Vector, votes: Mapping[int, float]) -> list[float] | None:
    """One number a pixel, above 0: it speaks for these votes (output -> factor). None: not for this network."""
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
