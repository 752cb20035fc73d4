"""What kind of network it is, is read off its ops: a plugin's is asked like one of the game's."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest

from downslope import ConvNet, Layers, Network, Neuron, Neurons
from downslope.learning.activations import ACTIVATIONS
from downslope.learning.architecture import is_neuron, is_one_layer, is_side_by_side, kernels_of, layers_of
from downslope.learning.ops import Beside, Conv, Dense, MaxPool
from plugin_networks import BiasedNeuron, OpsNetwork, QuadraticNeuron, Recurrent

PROJECT = Path(__file__).parents[2]
TANH = ACTIVATIONS["tanh"]


DEEP = OpsNetwork(Dense(0, 2, 3, (TANH,) * 3), Dense(6, 3, 2), Dense(12, 2, 1))
SAME: list[tuple[Network, Network]] = [
    (OpsNetwork(Dense(0, 3, 2)), Layers(3, 2)),
    (Neuron(3, 2), Layers(3, 2)),
    (DEEP, Layers(2, 3, 2, 1, activation=("tanh", "tanh", "tanh", "linear", "linear"))),
    (Layers(2, 4, 1), Layers(2, 4, 1)),
]
OTHERS = [Neurons(3), ConvNet(8, 2, 10), BiasedNeuron(), QuadraticNeuron(), Recurrent(),
          OpsNetwork(Dense(0, 2, 1, bias=True)), OpsNetwork(Dense(0, 2, 1, (TANH,)))]  # fmt: skip


@pytest.mark.parametrize(("network", "layers"), SAME, ids=lambda network: network.__class__.__name__)
def test_dense_layers(network: Network, layers: Network) -> None:
    found = layers_of(network)
    assert found is not None
    same = layers_of(layers)
    assert same is not None and (found.sizes, found.activations) == (same.sizes, same.activations)
    weights = network.start_weights(Random(1))
    input = [0.5, -0.25, 1.0][: network.inputs]
    assert found.predict(weights, input) == list(network.predict(weights, input))
    assert [len(values) for values in found.forward(weights, input)] == list(found.sizes)


@pytest.mark.parametrize("network", OTHERS, ids=lambda network: network.__class__.__name__)
def test_no_dense_layers(network: Network) -> None:
    assert layers_of(network) is None
    assert not is_one_layer(network)


def test_kernels() -> None:
    own = OpsNetwork(Conv(0, 4, 2), MaxPool(2, 2), Dense(18, 2, 3))
    assert kernels_of(own) == Conv(0, 4, 2)
    assert kernels_of(ConvNet(8, 4)) == Conv(0, 8, 4, relu=False)
    assert kernels_of(OpsNetwork(Conv(0, 4, 2))) is None
    assert kernels_of(Neuron(9)) is None
    assert kernels_of(Recurrent()) is None


def test_one_layer() -> None:
    assert [is_neuron(network) for network in (Neuron(3), Neuron(3, 2), OpsNetwork(Dense(0, 2, 1)), DEEP)] == [
        True, False, True, False,
    ]  # fmt: skip
    assert is_one_layer(Neuron(3, 2))
    assert is_side_by_side(Neurons(2))
    assert is_side_by_side(OpsNetwork(Beside(0, 2)))
    assert not is_side_by_side(Neuron(2, 2))


def test_nobody_asks_a_network_for_its_class() -> None:
    """Outside learning: a new kind of network is one file."""
    asks = re.compile(r"isinstance\([\w.]*network,|type\([\w.]*network\) is")
    found = [
        f"{path.relative_to(PROJECT)}:{number}"
        for folder in ("game", "plugins", "levels")
        for path in sorted((PROJECT / folder).rglob("*.py"))
        if "learning" not in path.parts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if asks.search(line)
    ]
    assert not found
