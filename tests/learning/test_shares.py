"""What each pixel and each kernel adds to a vote: its slope times its value, and the net without the other kernels."""

from __future__ import annotations

from random import Random

import pytest

from downslope import ConvNet, Layers, Neuron
from downslope.learning.architecture import eye_shares, has_shares, pixel_shares
from downslope.learning.network import Network, Vector

VOTES = {3: 1.0, 7: -1.0}
STEP = 1e-6


def lead(network: Network, weights: Vector, pixels: Vector) -> float:
    predictions = network.predict(weights, pixels)
    return predictions[3] - predictions[7]


@pytest.mark.parametrize("network", [ConvNet(8, 4, 10), ConvNet(8, 16, 10), Neuron(64, 10)], ids=str)
def test_shares_are_what_each_part_adds_to_the_lead(network: Network) -> None:
    random = Random(5)
    weights = [random.uniform(-1, 1) for _ in range(network.size)]
    pixels = [random.choice([0.0, random.random()]) for _ in range(64)]
    whole, shares = lead(network, weights, pixels), pixel_shares(network, weights, pixels, VOTES)
    assert has_shares(network) and shares is not None and sum(shares) == pytest.approx(whole, abs=1e-12)
    for number, (pixel, share) in enumerate(zip(pixels, shares)):
        more, less = ([*pixels[:number], pixel + way * STEP, *pixels[number + 1 :]] for way in (1, -1))
        slope = (lead(network, weights, more) - lead(network, weights, less)) / (2 * STEP)
        assert share == pytest.approx(pixel * slope, abs=1e-6)
    each = eye_shares(network, weights, pixels, VOTES)
    if network == Neuron(64, 10):
        assert each is None
        return
    assert each is not None and sum(each) == pytest.approx(whole, abs=1e-12)
    kernels = len(each)
    for number, share in enumerate(each):
        alone = [weight * (k // 9 == number) for k, weight in enumerate(weights[: 9 * kernels])]
        assert share == pytest.approx(lead(network, [*alone, *weights[9 * kernels :]], pixels), abs=1e-12)


def test_of_other_networks_nothing_is_said() -> None:
    for network in (Layers(64, 4, 10), ConvNet(8, 2)):
        weights, pixels = [0.1] * network.size, [0.5] * 64
        assert pixel_shares(network, weights, pixels, VOTES) is None and not has_shares(network)
        assert eye_shares(network, weights, pixels, VOTES) is None
