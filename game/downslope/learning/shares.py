"""How much each pixel of a picture, or each kernel, adds to a vote, or to the lead of one vote over another.

    pixel_shares(network, weights, pixels, {3: 1.0, 5: -1.0})     # for 3 rather than 5

They add up to votes[3] - votes[5], but for rounding: there are no biases, a ReLU passes a value on or not, and pooling
picks one. They tell what added up to this vote for this picture, not what would happen if a pixel were another.
"""

from __future__ import annotations

from collections.abc import Mapping

from .conv import ConvNet
from .network import Network, Neuron, Vector


def has_shares(network: Network) -> bool:
    """Its votes can be told pixel by pixel."""
    return isinstance(network, Neuron) or (isinstance(network, ConvNet) and network.classes is not None)


def pixel_shares(network: Network, weights: Vector, pixels: Vector, votes: Mapping[int, float]) -> list[float] | None:
    """One number a pixel, above 0: it speaks for these votes (output -> factor). None: not for this network."""
    if isinstance(network, ConvNet) and network.classes is not None:
        return _through_kernels(network, weights, pixels, votes)
    if isinstance(network, Neuron):
        return [_worth(network, weights, votes, pixel) * value for pixel, value in enumerate(pixels)]
    return None


def eye_shares(network: Network, weights: Vector, pixels: Vector, votes: Mapping[int, float]) -> list[float] | None:
    """The same by kernels: what each of them adds. None: the network has none."""
    if not isinstance(network, ConvNet) or network.classes is None:
        return None
    pooled = network.forward(weights, pixels)[2]
    each = network.pooled // network.kernels
    found = [0.0] * network.kernels
    for place, value in enumerate(pooled):
        found[place // each] += _worth(network, weights, votes, place) * value
    return found


def _through_kernels(network: ConvNet, weights: Vector, pixels: Vector, votes: Mapping[int, float]) -> list[float]:
    maps = network.forward(weights, pixels)[1]
    places = len(network.windows)
    found = [0.0] * network.inputs
    for number, place in enumerate(network.pool_argmax(maps)):
        if maps[place] <= 0.0:
            continue
        worth = _worth(network, weights, votes, number)
        kernel, spot = divmod(place, places)
        for weight, pixel in zip(weights[network.kernel(kernel)], network.windows[spot]):
            found[pixel] += worth * weight * pixels[pixel]
    return found


def _worth(network: ConvNet | Neuron, weights: Vector, votes: Mapping[int, float], number: int) -> float:
    """What one more of a dense neuron's input of that number adds to the votes."""
    total = 0.0
    for output, factor in votes.items():
        start = network.row(output).start if isinstance(network, ConvNet) else output * network.inputs
        total += factor * weights[start + number]
    return total
