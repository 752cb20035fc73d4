"""Nets trained side by side are those trained one after the other; together they read what most of them say."""

from __future__ import annotations

import pytest

from downslope import ConvNet, Digits
from downslope.background.ensemble import ITSELF_TWICE, Recipe, train_net, votes
from downslope.digits.recipe import shares
from downslope.learning.batches import MOVES, shift

SMALL = [Recipe(2, 1, seed=seed) for seed in (3, 4, 5)]


def test_numbers_that_run_away_are_told() -> None:
    net = train_net(Recipe(2, 1, alpha=1e200, seed=1))
    assert net.diverged and len(net.weights) == ConvNet(8, 2, 10).size


def test_shares_are_added_up_over_nets_and_looks() -> None:
    network = ConvNet(8, 1, 10)
    nets = [[0.01 * (k % 7) for k in range(network.size)], [0.02 * (k % 5) for k in range(network.size)]]
    input, _goal = Digits(unseen=True).pairs[0]
    wanted = [0.0] * 10
    for weights in nets:
        for look in (input, input, *(shift(input, move) for move in range(1, len(MOVES)))):
            for digit, share in enumerate(shares(network.predict(weights, look))):
                wanted[digit] += share
    assert votes(network, nets, input) == pytest.approx(wanted)
    assert sum(wanted) == pytest.approx(len(nets) * len(ITSELF_TWICE))
