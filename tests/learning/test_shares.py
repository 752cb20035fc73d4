"""What each pixel and each kernel adds to a vote: together as much as the votes differ, whatever the net."""

from __future__ import annotations

import pytest

from downslope import ConvNet, Digits, Layers, Neuron
from downslope.learning.architecture import eye_shares, has_shares, pixel_shares
from downslope.learning.network import Network, Vector
from downslope.rules.session import Session
from downslope.rules.target import largest
from support import shipped
from trained_net import trained

UNSEEN = [pair[0] for pair in shipped().level("kernels").data(unseen=True)]
BLANK = [0.0] * 64


def lead(network: Network, weights: Vector, pixels: Vector, votes: dict[int, float]) -> float:
    predictions = network.predict(weights, pixels)
    return sum(factor * predictions[output] for output, factor in votes.items())


def untrained(kernels: int) -> tuple[Network, list[float]]:
    session = Session(shipped().level("kernels"), shipped())
    network = ConvNet(8, kernels, 10)
    again = [session.weights[k % len(session.weights)] for k in range(network.size)]
    return network, again


def test_the_data_set_is_the_one_that_is_meant() -> None:
    assert len(UNSEEN) == len(list(Digits(unseen=True))) == 360


@pytest.mark.slow
@pytest.mark.parametrize("number", range(0, 360, 24))
def test_the_shares_of_a_trained_net_add_up_to_the_lead(number: int) -> None:
    session, pixels = trained(), UNSEEN[number]
    network, weights = session.level.network, session.weights
    for first, second in ((number % 10, (number + 3) % 10), (9, 0)):
        votes = {first: 1.0, second: -1.0}
        wanted = lead(network, weights, pixels, votes)
        for shares in (pixel_shares, eye_shares):
            found = shares(network, weights, pixels, votes)
            assert found is not None and sum(found) == pytest.approx(wanted, rel=0, abs=1e-12)


def test_before_anything_was_learned() -> None:
    for kernels in [4, 16]:
        network, weights = untrained(kernels)
        for pixels in UNSEEN[:3]:
            found = pixel_shares(network, weights, pixels, {3: 1.0})
            assert found is not None and sum(found) == pytest.approx(network.predict(weights, pixels)[3], abs=1e-12)
            assert all(share == 0 for share, pixel in zip(found, pixels) if pixel == 0)


def test_a_blank_picture_and_dark_maps_speak_for_nothing() -> None:
    for kernels in [4, 16]:
        network, weights = untrained(kernels)
        dark = [-abs(weight) for weight in weights[: 9 * kernels]] + list(weights[9 * kernels :])
        for some, pixels in ((weights, BLANK), (dark, UNSEEN[0])):
            assert pixel_shares(network, some, pixels, {0: 1.0, 1: -1.0}) == BLANK
            assert eye_shares(network, some, pixels, {0: 1.0, 1: -1.0}) == [0.0] * kernels


def test_ten_neurons_speak_pixel_by_pixel() -> None:
    network = Neuron(64, 10)
    weights = [((7 * k) % 13 - 6) / 10 for k in range(network.size)]
    found = pixel_shares(network, weights, UNSEEN[5], {2: 1.0, 7: -1.0})
    assert found is not None
    assert sum(found) == pytest.approx(lead(network, weights, UNSEEN[5], {2: 1.0, 7: -1.0}), abs=1e-12)
    assert eye_shares(network, weights, UNSEEN[5], {2: 1.0}) is None


def test_of_other_networks_nothing_is_said() -> None:
    assert pixel_shares(Layers(64, 4, 10), [0.1] * 296, UNSEEN[0], {0: 1.0}) is None
    assert pixel_shares(ConvNet(8, 2), [0.1] * 18, UNSEEN[0], {0: 1.0}) is None
    assert not has_shares(Layers(64, 4, 10)) and not has_shares(ConvNet(8, 2))
    assert has_shares(ConvNet(8, 4, 10)) and has_shares(Neuron(64, 10))


@pytest.mark.slow
def test_a_misread_digit_is_told_by_its_pixels() -> None:
    """What speaks for the digit that it is read as is more than what speaks against."""
    session = trained()
    network, weights = session.level.network, session.weights
    pairs = session.level.data(unseen=True)
    read = [(largest(network.predict(weights, pixels)), largest(goal), pixels) for pixels, goal in pairs[:120]]
    wrong = [found for found in read if found[0] != found[1]]
    assert wrong
    for taken, label, pixels in wrong:
        found = pixel_shares(network, weights, pixels, {taken: 1.0, label: -1.0})
        assert found is not None and sum(found) > 0
