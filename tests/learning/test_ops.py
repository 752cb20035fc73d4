"""What a network says it is made of is what it does: each op in NumPy, its slopes by differences; what it promises."""

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from pytest import approx

from downslope import Beside, Conv, ConvNet, Dense, Layers, MaxPool, Network, Neuron, Neurons, Node, Wire
from downslope.learning import ACTIVATIONS, KINDS, architecture, contract, network as pictures, ops
from lib.plugins import BiasedNeuron, OpsNetwork, QuadraticNeuron, Recurrent
from lib.support import shipped
from lib.walks import answers, differences, questions

ANSWERS = Path(__file__).with_name("answers.txt")
TANH, RELU, LINEAR = (ACTIVATIONS[name] for name in ("tanh", "relu", "linear"))
MIXED = Layers(3, 4, 1, activation=["tanh", "relu", "linear", "sigmoid"])
EVERY: list[Network] = [
    *{repr(level.network): level.network for level in shipped().levels.values()}.values(),
    Neuron(2, 2), Neurons(4), Layers(1, 2, 2, 1), MIXED, ConvNet(5, 2), ConvNet(6, 2, 3), ConvNet(7, 1, 2),
    Network((Dense(0, 4, 3, (TANH,) * 3, True), Beside(15, 3), Dense(18, 3, 2, (), True))),
    Network((Conv(0, 6, 2, False), MaxPool(4, 2), MaxPool(2, 2), Dense(18, 2, 3, (TANH,) * 3))),
    Network((Dense(0, 2, 9, (TANH,) * 9), MaxPool(3, 1), Dense(18, 1, 1))),
]  # fmt: skip


# every op once more, in matrices

BENDS: dict[str, Callable[[Any], Any]] = {
    "linear": lambda x: x, "relu": lambda x: np.maximum(x, 0.0), "tanh": np.tanh,
    "sigmoid": lambda x: 1.0 / (1.0 + np.exp(-x)),
}  # fmt: skip


def in_matrix(op: Any, own: Any, values: Any) -> Any:
    if isinstance(op, Dense):
        totals = own.reshape(op.neurons, -1) @ np.append(values, [1.0] * op.bias)
        return np.array([BENDS[name](total) for name, total in zip(op.names, totals)])
    if isinstance(op, Conv):
        windows = np.lib.stride_tricks.sliding_window_view(values.reshape(op.side, op.side), (3, 3)).reshape(-1, 9)
        maps = own.reshape(op.kernels, 9) @ windows.T
        return (np.maximum(maps, 0.0) if op.relu else maps).ravel()
    if isinstance(op, MaxPool):
        half = op.side // 2
        whole = values.reshape(op.maps, op.side, op.side)[:, : 2 * half, : 2 * half]
        return whole.reshape(op.maps, half, 2, half, 2).max(axis=(2, 4)).ravel()
    return own * values


def in_matrices(network: Network, weights: Any, input: Any) -> list[Any]:
    layers, first = [np.array(input)], 0
    for op in network.ops():
        layers.append(in_matrix(op, weights[first : first + op.size], layers[-1]))
        first += op.size
    return layers


def test_each_op_and_each_bend_is_the_one_in_matrices_and_its_blame_the_slope() -> None:
    assert set(KINDS.values()) == {type(op) for network in EVERY for op in network.ops()}
    assert set(BENDS) == set(ACTIVATIONS)
    random = Random(4)
    for network in EVERY:
        weights, input, delta = (
            np.array([random.uniform(-1, 1) for _ in range(count)])
            for count in (network.size, network.inputs, network.outputs)
        )
        layers = network.forward(list(weights), list(input))
        for ours, theirs in zip(layers, in_matrices(network, weights, input), strict=True):
            assert list(ours) == approx(list(theirs), abs=1e-12), network
        blame = network.weight_deltas(list(weights), layers, list(delta))
        for index in range(0, network.size, 1 + network.size // 50):
            step = np.zeros(network.size)
            step[index] = 1e-6
            more, less = (in_matrices(network, weights + way * step, input)[-1] @ delta for way in (1, -1))
            assert blame[index] == approx((more - less) / 2e-6, rel=1e-4, abs=1e-6), (network, index)
    # at an edge a bend is flat, it hides no missing number, and of equals the first is to blame
    assert [str(RELU.value(total)) for total in (-0.0, -3.0, 3.0)] == ["0.0", "0.0", "3.0"] and RELU.slope(0.0) == 0.0
    assert RELU.value(float("nan")) != RELU.value(float("nan"))
    net, own = ConvNet(4, 2, 1), [1.0] * 9 + [-1.0] * 9 + [2.0, 2.0]
    assert net.weight_deltas(own, net.forward(own, [1.0] * 16), [1.0]) == [2.0] * 9 + [0.0] * 9 + [9.0, 0.0]


def test_each_network_is_what_its_source_and_its_rows_say() -> None:
    kinds: dict[str, Any] = {"Neuron": Neuron, "Neurons": Neurons, "Layers": Layers, "ConvNet": ConvNet}
    for network in EVERY:
        assert network.faults() == [] == list(contract.shape_faults(network))
        source = eval(network.source, {**kinds, "Network": Network})
        for again in (source, Network(ops.rows_of(network.ops())), Network(network.ops())):
            assert again == network and hash(again) == hash(network) and again.source == network.source
        assert all(-0.5 <= weight <= 0.5 for weight in network.start_weights(Random(3), 0.5))
    assert Network([["conv", 8, 4, "relu"], ["max-pool"], ["dense", 10]]) == ConvNet(8, 4, 10) != ConvNet(8, 8, 10)
    assert Network([["dense", 2, 3, ["tanh", "relu", "linear"], "bias"], ["beside"]]).ops() == (
        Dense(0, 2, 3, (TANH, RELU, LINEAR), True), Beside(9, 3),
    )  # fmt: skip
    for network, number in ((Neuron(3), 0), (Neurons(2), 1), (MIXED, 2), (ConvNet(8), 3), (EVERY[-1], None)):
        assert [isinstance(network, kind) for kind in kinds.values()] == [k == number for k in range(4)]
    with pytest.raises(TypeError, match="Neuron is a function: derive a class of your own from Network"):
        exec("class Own(Neuron): pass", {"Neuron": Neuron})


def test_a_network_of_a_plugin_is_asked_like_one_of_the_games() -> None:
    layers = architecture.layers_of(OpsNetwork(Dense(0, 2, 2, (RELU,) * 2), Dense(4, 2, 1)))
    assert layers is not None and layers.sizes == (2, 2, 1) and layers.activations == ("relu",) * layers.hidden
    weights, input = [0.5, 1.0, -1.0, 0.25, 2.0, 3.0], (2.0, -0.5)  # the second hidden neuron is dead
    values = layers.forward(weights, input)
    assert values == [input, [0.5, 0.0], [1.0]]
    assert layers.totals(weights, values) == [0.5, -2.125], "what the hidden neurons get, before they bend it"
    assert layers.layer_deltas(weights, values, [-2.0]) == [[-4.0, 0.0], [-2.0]]
    for other in (Neurons(3), ConvNet(8, 2, 10), BiasedNeuron(), QuadraticNeuron(), Recurrent(),
                  OpsNetwork(Dense(0, 2, 1, bias=True)), OpsNetwork(Dense(0, 2, 1, (TANH,)))):  # fmt: skip
        assert architecture.layers_of(other) is None and not architecture.is_one_layer(other)
    kernels_of, is_neuron, beside = architecture.kernels_of, architecture.is_neuron, architecture.is_side_by_side
    assert kernels_of(OpsNetwork(Conv(0, 4, 2), MaxPool(2, 2), Dense(18, 2, 3))) == Conv(0, 4, 2)
    assert [kernels_of(network) for network in (OpsNetwork(Conv(0, 4, 2)), Neuron(9), Recurrent())] == [None] * 3
    assert is_neuron(OpsNetwork(Dense(0, 2, 1))) and architecture.is_one_layer(Neuron(3, 2)) != is_neuron(Neuron(3, 2))
    assert beside(OpsNetwork(Beside(0, 2))) and not beside(Neuron(2, 2))


# what does not fit, or is not what it promises: answers.txt


class Biased(BiasedNeuron):
    size, kink = 2, None

    def __init__(self) -> None:
        super().__init__(1)

    def ops(self) -> Any:
        return [Dense(0, 1, 1, bias=True)]


class Kinked(Biased):
    """Its prediction has a kink exactly where it is looked at first: there any slope is right."""

    def forward(self, weights: Any, input: Any) -> list[Any]:
        self.kink = weights[1] if self.kink is None else self.kink
        return [input, [input[0] * weights[0] + max(0.0, weights[1] - self.kink)]]

    def weight_deltas(self, weights: Any, layers: Any, delta: Any) -> list[float]:
        return [delta[0] * layers[0][0], delta[0] if weights[1] > (self.kink or 0.0) else 0.0]


class Uphill(Biased):
    def weight_deltas(self, weights: Any, layers: Any, delta: Any) -> list[float]:
        return [-delta[0] * layers[0][0], -delta[0]]


def odd(name: str, given: Any) -> list[Any]:
    """What is told of a network whose method, or other thing of that name, is this."""
    return list(contract.shape_faults(type("Odd", (Biased,), {name: given})()))


def fits(given: Any) -> list[Any]:
    return (given if isinstance(given, Network) else Network(given)).faults()


def drawn(picture: Any) -> list[Any]:
    return [allowed for _value, allowed in pictures.picture_faults(picture, 3, ([0.5, 1.0], [2.0]))]


NODE = [Node(0, "a", (0, 0)), Node(0, "b", (0, 1)), Node(0, "1"), Node(1, "", (1, 0))]
MODULES = "contract", "network", "architecture", "ops", "batches", "metric", "metric_slope", "named", "problem", "train"
NAMES = questions(*(f"learning.{name}" for name in MODULES), names=globals() | {
    "WIRE": [Wire(0, 3, 0), Wire(1, 3, 1), Wire(2, 3, 2)], "CHANCE": Random(1),
    "MOST": [NODE[2]] * (pictures.NODES - 1), "MANY": [Wire(0, 3, 0)] * pictures.WIRES,
    "WINDOWS": [([float(pixel) for pixel in pixels], (0.0,)) for pixels in ops.windows_of(4)],
})  # fmt: skip


def test_what_is_answered() -> None:
    """Where its prediction has a kink exactly where it is looked at first, any slope is right."""
    assert differences(ANSWERS, NAMES, answers) == []


def test_shares_are_what_each_part_adds_to_a_vote() -> None:
    """Its slope times its value, and the net without the other kernels."""
    random, votes, step = Random(5), {3: 1.0, 7: -1.0}, 1e-6

    def lead(network: Network, weights: Any, pixels: Any) -> float:
        return sum(factor * network.predict(weights, pixels)[output] for output, factor in votes.items())

    for network in (ConvNet(8, 4, 10), ConvNet(8, 16, 10), Neuron(64, 10)):
        weights = [random.uniform(-1, 1) for _ in range(network.size)]
        pixels = [random.choice([0.0, random.random()]) for _ in range(64)]
        whole, shares = lead(network, weights, pixels), architecture.pixel_shares(network, weights, pixels, votes)
        assert architecture.has_shares(network) and shares is not None and sum(shares) == approx(whole, abs=1e-12)
        for number, (pixel, share) in enumerate(zip(pixels, shares)):
            more, less = ([*pixels[:number], pixel + way, *pixels[number + 1 :]] for way in (step, -step))
            slope = (lead(network, weights, more) - lead(network, weights, less)) / (2 * step)
            assert share == approx(pixel * slope, abs=1e-6)
        each = architecture.eye_shares(network, weights, pixels, votes)
        assert (each is None) == (network == Neuron(64, 10))
        for number, share in enumerate(each or ()):
            alone = [weight * (k // 9 == number) for k, weight in enumerate(weights[: 9 * len(each or ())])]
            assert share == approx(lead(network, [*alone, *weights[len(alone) :]], pixels), abs=1e-12)
    for other in (Layers(64, 4, 10), ConvNet(8, 2)):
        given = [0.1] * other.size, [0.5] * 64, votes
        assert architecture.pixel_shares(other, *given) is None and not architecture.has_shares(other)
        assert architecture.eye_shares(other, *given) is None
