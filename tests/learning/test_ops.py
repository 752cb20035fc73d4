"""What a network says it is made of is what it does: ops against forward and weight_deltas, by hand, by NumPy, and the
other way round."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256
from math import isqrt
from pathlib import Path
from random import Random
from struct import pack
from typing import Any

import numpy as np
import pytest
from pytest import approx

from downslope import ACTIVATIONS, Beside, Conv, ConvNet, Dense, Layers, MaxPool, Network, Neuron, Neurons, Problem
from downslope.learning.architecture import (
    Layered,
    is_derived,
    is_neuron,
    is_one_layer,
    is_side_by_side,
    kernels_of,
    layers_of,
)
from downslope.learning.contract import shape_faults, slope_faults
from downslope.learning.ops import KINDS, Activation, rows_of
from downslope.registry import load_all
from downslope.solving.fairness import check
from downslope.storage.netfile import SavedNet, load_net, save_net
from plugin_networks import BiasedNeuron, OpsNetwork, QuadraticNeuron, Recurrent
from support import shipped

SHIPPED = list({repr(level.network): level.network for level in shipped().levels.values()}.values())
OTHERS: list[Network] = [
    Neuron(), Neuron(3), Neuron(2, 2), Neurons(4), Layers(2, 3, 2), Layers(1, 2, 2, 1),
    Layers(3, 4, 1, activation=["tanh", "relu", "linear", "sigmoid"]), ConvNet(5, 2),
    ConvNet(6, 2, 3), ConvNet(7, 1, 2),
]  # fmt: skip
TANH = ACTIVATIONS["tanh"]
MADE = Network((Dense(0, 4, 3, (TANH,) * 3, True), Beside(15, 3), Dense(18, 3, 2, (), True)))
EVERY = [*SHIPPED, *OTHERS, MADE]


def test_each_network_is_what_its_ops_its_source_and_its_data_say(tmp_path: Path) -> None:
    names = {"Neuron": Neuron, "Neurons": Neurons, "Layers": Layers, "ConvNet": ConvNet, "Network": Network}
    for network in EVERY:
        assert network.ops() and network.faults() == [] and list(shape_faults(network)) == []
        if network.size <= 600:
            assert list(slope_faults(network)) == []
        for again in (eval(network.source, names), Network(rows_of(network.ops())), Network(network.ops())):
            assert again == network and hash(again) == hash(network) and again.source == network.source
        assert (network.inputs, network.outputs) == (network.ops()[0].inputs, network.ops()[-1].outputs)
        net = SavedNet(network, network.start_weights(Random(3)))
        save_net(tmp_path / "net.json", net)
        back, input = load_net(tmp_path / "net.json"), [0.1 * k for k in range(network.inputs)]
        assert list(back.weights) == list(net.weights) and tuple(back.network.ops()) == tuple(network.ops())
        assert back.network.predict(back.weights, input) == approx(network.predict(net.weights, input))
    assert {type(op) for network in EVERY for op in network.ops()} == set(KINDS.values())


def test_sizes_that_follow_may_be_left_out() -> None:
    assert Network([["conv", 8, 4, "relu"], ["max-pool"], ["dense", 10]]) == ConvNet(8, 4, 10)
    assert Network([["dense", 3, 4, "relu"], ["dense", 1]]) == Layers(3, 4, 1)
    assert Network([["dense", 2, 3, ["tanh", "relu", "linear"], "bias"], ["beside"]]).ops() == (
        Dense(0, 2, 3, tuple(ACTIVATIONS[name] for name in ("tanh", "relu", "linear")), True), Beside(9, 3),
    )  # fmt: skip


def test_a_network_is_a_value() -> None:
    assert Layers(3, 4, 1) == Layers(3, 4, 1, activation="relu") != Layers(3, 4, 1, activation="tanh")
    assert hash(Layers(3, 4, 1)) == hash(Layers(3, 4, 1, activation=["relu"] * 4))
    assert Layers(2, 2) == Neuron(2, 2) == Network([["dense", 2, 2]]) != Neuron(2)
    assert ConvNet(8, 4, 10) == ConvNet(8, 4, outputs=10) != ConvNet(8, 8, 10)


def test_a_name_is_asked_for_like_a_class() -> None:
    kinds: list[Any] = [Neuron, Neurons, Layers, ConvNet]
    for network, name in ((Neuron(3), 0), (Neurons(2), 1), (Layers(3, 4, 1), 2), (ConvNet(8), 3), (MADE, None)):
        assert [isinstance(network, kind) for kind in kinds] == [k == name for k in range(4)]
    assert kinds[0] | kinds[1] is Network and not isinstance("Neuron(1)", kinds[0])
    with pytest.raises(TypeError, match="Neuron is a function: derive a class of your own from Network"):
        exec("class Own(Neuron): pass", {"Neuron": Neuron})


class Affine(Network):
    """All that a network of a plugin needs."""

    def ops(self) -> Sequence[Any]:
        return [Dense(0, 1, 1, bias=True)]


def test_a_class_that_gives_its_ops_alone_is_a_network() -> None:
    network = Affine()
    assert (network.inputs, network.outputs, network.size) == (1, 1, 2) and list(shape_faults(network)) == []
    assert network.forward([3.0, 0.5], [2.0])[-1] == [6.5] and is_derived(network)
    with pytest.raises(AttributeError, match="no attribute 'sizes'"):
        network.sizes  # type: ignore[attr-defined]  # noqa: B018


# what kind of network it is, is read off its ops: a plugin's is asked like one of the game's


DEEP = OpsNetwork(Dense(0, 2, 3, (TANH,) * 3), Dense(6, 3, 2), Dense(12, 2, 1))


def layered(network: Network) -> Layered:
    layers = layers_of(network)
    assert layers is not None
    return layers


def test_dense_layers() -> None:
    for network, same in (
        (OpsNetwork(Dense(0, 3, 2)), Layers(3, 2)), (Neuron(3, 2), Layers(3, 2)),
        (DEEP, Layers(2, 3, 2, 1, activation=("tanh", "tanh", "tanh", "linear", "linear"))),
    ):  # fmt: skip
        layers, weights, input = layered(network), network.start_weights(Random(1)), [0.5, -0.25, 1.0][: network.inputs]
        assert (layers.sizes, layers.activations) == (layered(same).sizes, layered(same).activations)
        assert layers.predict(weights, input) == list(network.predict(weights, input))
        assert [len(values) for values in layers.forward(weights, input)] == list(layers.sizes)
    for other in (Neurons(3), ConvNet(8, 2, 10), BiasedNeuron(), QuadraticNeuron(), Recurrent(),
                  OpsNetwork(Dense(0, 2, 1, bias=True)), OpsNetwork(Dense(0, 2, 1, (TANH,)))):  # fmt: skip
        assert layers_of(other) is None and not is_one_layer(other)


def test_kernels_neurons_and_neurons_side_by_side() -> None:
    assert kernels_of(OpsNetwork(Conv(0, 4, 2), MaxPool(2, 2), Dense(18, 2, 3))) == Conv(0, 4, 2)
    assert kernels_of(ConvNet(8, 4)) == Conv(0, 8, 4, relu=False)
    assert [kernels_of(network) for network in (OpsNetwork(Conv(0, 4, 2)), Neuron(9), Recurrent())] == [None] * 3
    assert [is_neuron(network) for network in (Neuron(3), Neuron(3, 2), OpsNetwork(Dense(0, 2, 1)), DEEP)] == [
        True, False, True, False,
    ]  # fmt: skip
    assert is_one_layer(Neuron(3, 2)) and not is_side_by_side(Neuron(2, 2))
    assert is_side_by_side(Neurons(2)) and is_side_by_side(OpsNetwork(Beside(0, 2)))


# dense layers by hand


def test_the_weights_go_layer_by_layer_neuron_by_neuron_input_by_input() -> None:
    net = layered(Layers(3, 4, 2))
    assert (net.inputs, net.outputs, net.size, net.hidden, net.nonlinear_units) == (3, 2, 20, 4, 4)
    assert [(b.first, b.inputs, b.neurons) for b in net.blocks] == [(0, 3, 4), (12, 4, 2)]
    assert net.blocks[1].row(1) == slice(16, 20)
    names = [[a.name for a in block.activations]
             for block in layered(Layers(1, 2, 1, 1, activation=["linear", "relu", "tanh"])).blocks]  # fmt: skip
    assert names == [["linear", "relu"], ["tanh"], []]


def test_dense_layers_forward_and_back() -> None:
    """Two inputs, two hidden ReLUs (the second is dead), one output; the numbers worked out on paper."""
    net, weights, input = layered(Layers(2, 2, 1)), [0.5, 1.0, -1.0, 0.25, 2.0, 3.0], (2.0, -0.5)
    layers = net.forward(weights, input)
    assert layers == [input, [0.5, 0.0], [1.0]]
    assert net.predict(weights, input) == [1.0]
    assert net.totals(weights, layers) == [0.5, -2.125], "what the hidden neurons get, before they bend it"
    assert net.layer_deltas(weights, layers, [-2.0]) == [[-4.0, 0.0], [-2.0]]
    assert net.weight_deltas(weights, layers, [-2.0]) == [-8.0, 2.0, 0.0, 0.0, -1.0, 0.0]


def test_activations_at_their_edges() -> None:
    relu, sigmoid, nothing = ACTIVATIONS["relu"], ACTIVATIONS["sigmoid"], float("nan")
    assert [relu.value(total) for total in (0.0, -0.0, -3.0, 3.0)] == [0.0, 0.0, 0.0, 3.0] and relu.slope(0.0) == 0.0
    assert relu.value(nothing) != relu.value(nothing)  # it hides no missing number
    assert [sigmoid.value(t) for t in (-1e308, 0.0, 1e308)] == [0.0, 0.5, 1.0]
    assert sigmoid.value(1.0) == approx(0.7310585786300049, rel=1e-15) and repr(sigmoid) == "sigmoid"


def test_knobs_of_a_network() -> None:
    net = Layers(3, 4, 1, activation="linear")
    bent = net.with_knob("activation", "relu", 1)
    assert layered(bent).activations == ("linear", "relu", "linear", "linear")
    assert (bent.nonlinear_units, net.nonlinear_units, net.knob_size("activation")) == (1, 0, 4)
    assert bent.with_knob("activation", "linear", 1) == Layers(3, 4, 1, activation=["linear"] * 4)
    eyes = ConvNet(8, 4, 10)
    assert eyes.with_knob("kernels", 16, 0) == ConvNet(8, 16, 10) and eyes.knob_size("kernels") == 1
    wrong: list[tuple[Network, tuple[Any, ...]]] = [
        *((net, knob) for knob in (("bend", "relu", 0), ("activation", "sharp", 0), ("activation", "relu", 4))),
        *((eyes, knob) for knob in (("kernels", 0, 0), ("kernels", 4, 1), ("kernels", "many", 0), ("kernels", 2.5, 0))),
    ]
    for network, knob in wrong:
        with pytest.raises(LookupError):
            network.with_knob(*knob)


# kernels by hand


DOTTED = [float(c == "#") for c in "......##" * 2 + "..#...##" + "......##" * 2 + "........" * 3]


def test_the_weights_go_kernel_by_kernel_then_vote_by_vote() -> None:
    net = ConvNet(8, 4, 10)
    assert net.ops() == (Conv(0, 8, 4), MaxPool(6, 4), Dense(36, 36, 10))
    assert (net.inputs, net.outputs, net.size, net.nonlinear_units) == (64, 10, 396, 4)
    assert Conv(0, 8, 4).kernel(1) == slice(9, 18) and Dense(36, 36, 10).row(9) == slice(360, 396)
    bare = ConvNet(8, 2)
    assert (bare.outputs, bare.size, bare.nonlinear_units) == (72, 18, 0)
    assert [len(layer) for layer in net.forward([0.1] * 396, DOTTED)] == [64, 144, 36, 10]
    assert [len(layer) for layer in bare.forward([0.1] * 18, DOTTED)] == [64, 72]


def test_a_lone_dot_writes_the_kernel_turned_half_round_and_an_edge_is_seen_where_it_is() -> None:
    kernel = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0]
    seen = ConvNet(8).predict(kernel, [float(i == 2 * 8 + 2) for i in range(64)])
    assert [seen[6 * row + column] for row in range(3) for column in range(3)] == kernel[::-1]
    assert sum(map(abs, seen)) == sum(kernel)
    assert list(ConvNet(8).predict([-1.0, 0.0, 1.0] * 3, DOTTED))[:6] == [1.0, 0.0, -1.0, 0.0, 3.0, 3.0]


def test_kernels_forward_and_back() -> None:
    """A picture of 4x4, one kernel that looks at the middle of its window, one vote: worked out on paper. Of equals the
    first wins, and what is cut off learns nothing; a map of odd width loses its last row and column in pooling."""
    net, picture = ConvNet(4, 1, 1), [0.0] * 5 + [1.0, 2.0] + [0.0] * 2 + [4.0, 3.0] + [0.0] * 5
    weights = [0.0] * 4 + [0.5] + [0.0] * 4 + [3.0]
    layers = net.forward(weights, picture)
    assert layers == [picture, [0.5, 1.0, 2.0, 1.5], [2.0], [6.0]]
    window = [picture[i] for i in Conv(0, 4, 1).windows()[2]]  # whose middle is the 4
    assert net.weight_deltas(weights, layers, [-2.0]) == [-2.0 * 3.0 * pixel for pixel in window] + [-2.0 * 2.0]
    net, weights = ConvNet(4, 2, 1), [1.0] * 9 + [-1.0] * 9 + [2.0, 2.0]
    layers = net.forward(weights, [1.0] * 16)
    assert layers[1:3] == [[9.0] * 4 + [0.0] * 4, [9.0, 0.0]]
    assert net.weight_deltas(weights, layers, [1.0]) == [2.0] * 9 + [0.0] * 9 + [9.0, 0.0]
    assert MaxPool(3, 1).forward([], [0.0, 1.0, 9.0, 3.0, 2.0, 9.0, 9.0, 9.0, 9.0]) == [3.0]


def trained(net: Network, metric: str, count: int, alpha: float = 0.05) -> tuple[list[float], list[Any], list[float]]:
    """(start weights, examples, weights after one step for each example), by the readable path. Pictures are grey on a
    blank ground, in sixteenths, as scanned digits are."""
    random, side = Random("two hundred"), isqrt(net.inputs)
    examples: list[Any] = []
    for number in range(count):
        pixels = [0.0 if random.random() < 0.5 else int(17 * random.random()) / 16 for _ in range(side * side)]
        examples.append((tuple(pixels), tuple(float(k == number % net.outputs) for k in range(net.outputs))))
    learner = shipped().learner("gradient-descent")()
    learner.start(net.size)
    start = weights = net.start_weights(random, 0.3)
    for example in examples:
        weights = learner.step(Problem(net, [example], shipped().metric(metric)), weights, alpha)
    return start, examples, weights


def by_numpy(net: Network, start: list[float], examples: list[Any], softmax: bool, alpha: float = 0.05) -> Any:
    """The same training, written another way: windows as a matrix, the pooled places by argmax."""
    conv = net.ops()[0]
    assert isinstance(conv, Conv)
    count, side = conv.kernels, conv.map_side
    split = count * 9
    kernels = np.array(start[:split]).reshape(count, 9)
    votes = np.array(start[split:]).reshape(net.outputs, -1)
    half = side // 2
    for pixels, goals in examples:
        picture = np.array(pixels).reshape(conv.side, conv.side)
        seen = np.lib.stride_tricks.sliding_window_view(picture, (3, 3)).reshape(-1, 9)
        maps = np.maximum(kernels @ seen.T, 0.0).reshape(count, side, side)
        cut = maps[:, : 2 * half, : 2 * half].reshape(count, half, 2, half, 2).transpose(0, 1, 3, 2, 4)
        blocks = cut.reshape(count, half, half, 4)
        pooled, first = blocks.max(-1), blocks.argmax(-1)
        given = votes @ pooled.ravel()
        powers = np.exp(given - given.max())
        delta = (powers / powers.sum() if softmax else given) - np.array(goals)
        back = (delta @ votes).reshape(pooled.shape) * (pooled > 0)
        votes = votes - alpha * np.outer(delta, pooled.ravel())
        rows, columns = np.meshgrid(range(half), range(half), indexing="ij")
        places = (2 * rows + first // 2) * side + 2 * columns + first % 2
        kernels = kernels - alpha * np.array([b.ravel() @ seen[p.ravel()] for b, p in zip(back, places)])
    return np.concatenate([kernels.ravel(), votes.ravel()])


@pytest.mark.parametrize("metric", ["softmax-cross-entropy", "squared"])
@pytest.mark.parametrize("net", [ConvNet(8, 4, 10), ConvNet(7, 3, 10)], ids=str)
def test_two_hundred_steps_end_where_numpy_ends(net: Network, metric: str) -> None:
    start, examples, weights = trained(net, metric, 200)
    theirs = by_numpy(net, start, examples, softmax=metric != "squared")
    assert float(np.abs(theirs - np.array(weights)).max()) < 1e-9
    assert float(np.abs(theirs - np.array(start)).max()) > 0.1  # it did learn


def test_every_python_gives_the_same_bits() -> None:
    """Pictures in sixteenths, no exp: nothing but +, -, * of doubles, whose order is the engine's own."""
    _, _, weights = trained(ConvNet(8, 4, 10), "squared", 60)
    assert sha256(pack(f"<{len(weights)}d", *weights)).hexdigest()[:16] == "bcd81d6158e837b9"


def drawn_layers(random: Random) -> Network:
    sizes = [random.randint(1, 5) for _ in range(random.randint(3, 4))]
    return Layers(*sizes, activation=[random.choice(["relu", "linear"]) for _ in range(sum(sizes[1:-1]))])


NAMED: dict[str, Any] = {
    "Neuron": lambda random: Neuron(random.randint(1, 5), random.randint(1, 4)),
    "Neurons": lambda random: Neurons(random.randint(1, 6)),
    "Layers": drawn_layers,
    "ConvNet": lambda random: ConvNet(random.randint(4, 9), random.randint(1, 4), random.choice([None, 1, 3])),
}
BITS = {
    "Neuron": "5365fa2c0c59dfe4", "Neurons": "565aca70f1bd7a28", "Layers": "e206a193b5ed5912",
    "ConvNet": "457f1e15cf09ab77",
}  # fmt: skip


@pytest.mark.parametrize("name", NAMED)
def test_two_hundred_looks_have_the_bits_of_the_networks_that_were_written_by_hand(name: str) -> None:
    """Zeros of both signs too. Activations that every machine works out in the same way."""
    random, digest = Random(name), sha256()
    for _look in range(200):
        network: Network = NAMED[name](random)
        weights, input, delta = (
            [random.choice([0.0, -0.0, *[random.uniform(-1, 1)] * 3]) for _ in range(count)]
            for count in (network.size, network.inputs, network.outputs)
        )
        layers = network.forward(weights, input)
        for values in (*layers, network.weight_deltas(weights, layers, delta)):
            digest.update(pack(f"<{len(values)}d", *values))
    assert digest.hexdigest()[:16] == BITS[name]


# what does not fit


class Leaky(Activation):
    """By its name a file, NumPy and PyTorch would take it for the game's own."""

    name = "relu"

    def value(self, total: float) -> float:
        return total if total > 0.0 else 0.1 * total

    def slope(self, value: float) -> float:
        return 1.0 if value > 0.0 else 0.1


WRONG: list[tuple[Any, str, str]] = [
    ([], "network.ops", "one or more"),
    (["dense"], "network.ops[0]", "a list such as"),
    ([["dence", 1, 1]], "network.ops[0][0]", "one of dense, beside, conv, max-pool"),
    ([["dense", 3]], "network.ops[0]", "dense with inputs and neurons"),
    ([["dense", 3, 0]], "network.ops[0][2]", "a whole number, 1 or above"),
    ([["dense", 3, 1.5]], "network.ops[0][2]", "a whole number, 1 or above"),
    ([["dense", 3, 1, "bais"]], "network.ops[0][3]", "one of linear, relu, tanh, sigmoid, bias"),
    ([["dense", 3, 2, ["tanh"]]], "network.ops[0][3]", "a list of 2"),
    ([["conv", 8, 4, "tanh"]], "network.ops[0][3]", "one of relu"),
    ([["dense", 3, 4], ["dense", 5, 1]], "network.ops[1]", "4 values in"),
    ([["max-pool"]], "network.ops[0]", "max-pool with side and maps"),
    ((), "network.ops", "one or more"),
    ((Dense(0, 2, 3), Dense(6, 2, 1)), "network.ops[1]", "3 values in"),
    ((Dense(0, 2, 3), Dense(5, 3, 1)), "network.ops[1]", "first=6"),
    ((Dense(0, 2, 3, (ACTIVATIONS["relu"],)),), "network.ops[0]", "no activations, or 3"),
    ((Dense(0, 2, 1, (Leaky(),)), Dense(2, 1, 1)), "network.ops[0]", "(linear, relu, tanh, sigmoid); a network"),
    ((Conv(0, 2, 1),), "network.ops[0]", "side, 3 or above"),
    ((Conv(0, 3, 1), MaxPool(1, 1)), "network.ops[1]", "side, 2 or above"),
    ((Dense(0, 0, 1),), "network.ops[0]", "a whole number, 1 or above"),
    ((Beside(1, 1),), "network.ops[0]", "first=0"),
    (ConvNet(2), "network.side", "a whole number"),
    (ConvNet(3, 1, 10), "network.side", "a whole number"),
    (ConvNet(8, 0), "network.kernels", "a whole number"),
    (ConvNet(8, 2.0), "network.kernels", "a whole number"),  # type: ignore[arg-type]
    (ConvNet(8, 2, 0), "network.outputs", "a whole number"),
    (ConvNet("8"), "network.side", "a whole number"),  # type: ignore[arg-type]
    (Layers(3), "network", ""),
    (Layers(3, 0, 1), "network", ""),
    (Layers(3, 2.5, 1), "network", ""),  # type: ignore[arg-type]
    (Layers(3, "4", 1), "network", ""),  # type: ignore[arg-type]
    (Layers(3, 4, 1, activation="sharp"), "network.activation", ""),
    (Layers(3, 4, 1, activation=["relu", "relu", "relu", "sharp"]), "network.activation", ""),
    (Layers(3, 4, 1, activation=["relu", "relu"]), "network.activation", ""),
]


def test_what_does_not_fit_is_told() -> None:
    for given, place, said in WRONG:
        ((field, _value, allowed), *_others) = (given if isinstance(given, Network) else Network(given)).faults()
        assert allowed and field == place and said in allowed, given
    assert ConvNet(3).faults() == ConvNet(4, 1, 1).faults() == []


class Biased(Network):
    """A neuron with a bias, as in the document."""

    inputs, outputs, size = 1, 1, 2

    def forward(self, weights: Any, input: Any) -> list[Any]:
        return [input, [input[0] * weights[0] + weights[1]]]

    def weight_deltas(self, weights: Any, layers: Any, delta: Any) -> list[float]:
        return [delta[0] * layers[0][0], delta[0]]

    def ops(self) -> Sequence[Any]:
        return [Dense(0, 1, 1, bias=True)]


class NoBias(Biased):
    def ops(self) -> Sequence[Any]:
        return [Dense(0, 1, 2)]


class Elsewhere(Biased):
    def ops(self) -> Sequence[Any]:
        return [Dense(0, 1, 1, (ACTIVATIONS["tanh"],), bias=True)]


class TooFew(Biased):
    def weight_deltas(self, weights: Any, layers: Any, delta: Any) -> list[float]:
        return [delta[0] * layers[0][0]]


class TooMany(Biased):
    def forward(self, weights: Any, input: Any) -> list[Any]:
        return [input, [1.0, 2.0]]


class Chancy(Biased):
    random = Random(1)

    def forward(self, weights: Any, input: Any) -> list[Any]:
        return [input, [input[0] * weights[0] + weights[1] + self.random.random()]]


class Rows(Biased):
    def ops(self) -> Sequence[Any]:
        return [["dense", 1, 1, "bias"]]


class Downhill(Biased):
    def weight_deltas(self, weights: Any, layers: Any, delta: Any) -> list[float]:
        return [-delta[0] * layers[0][0], -delta[0]]

    def ops(self) -> Sequence[Any]:
        return ()


def test_a_network_that_keeps_all_promises() -> None:
    assert list(shape_faults(Biased())) == [] and list(slope_faults(Biased())) == []


BROKEN: list[tuple[type[Network], str, str]] = [
    (TooFew, "TooFew.weight_deltas", "2 numbers, one for each weight"),
    (TooMany, "TooMany.forward", "1 number, as prediction"),
    (Chancy, "Chancy.forward", "the same for the same numbers"),
    (NoBias, "NoBias.ops", "the network's own shape: 1 in, 1 out, weights: 2"),
    (Elsewhere, "Elsewhere.ops", "what forward does"),
    (Rows, "Rows.ops", "ops: Dense, Beside, Conv, MaxPool"),
]


def test_what_a_network_does_not_keep_is_told() -> None:
    for kind, field, said in BROKEN:
        found = list(shape_faults(kind()))
        assert len(found) == 1 and found[0][0] == field and said in found[0][2], found


def test_a_slope_that_is_none_is_told_by_the_check() -> None:
    assert list(shape_faults(Downhill())) == []
    ((field, claimed, allowed),) = slope_faults(Downhill())
    assert field == "Downhill.weight_deltas" and "the slope by weight 1," in allowed and claimed != 0.0


class Kinked(Biased):
    """Its prediction has a kink exactly where it is looked at first: there it has no slope."""

    kink: float | None = None

    def forward(self, weights: Any, input: Any) -> list[Any]:
        self.kink = weights[1] if self.kink is None else self.kink
        return [input, [input[0] * weights[0] + max(0.0, weights[1] - self.kink)]]

    def weight_deltas(self, weights: Any, layers: Any, delta: Any) -> list[float]:
        return [delta[0] * layers[0][0], delta[0] if weights[1] > (self.kink or 0.0) else 0.0]


def test_at_a_kink_any_slope_is_right() -> None:
    assert list(slope_faults(Kinked())) == []


FILE = '''
from random import Random
from downslope import Example, Level, Network, hookimpl
DICE, SEEN = Random(1), []
class Odd(Network):
    inputs = outputs = size = 1

    def forward(self, weights, input):
        return {forward}

    def weight_deltas(self, weights, layers, delta):
        return {back}


{more}
@hookimpl
def levels():
    return [Level("odd", title="Odd", network={kind}(), examples=[Example(1, 0.5)], weights=[0.1], alpha=0.1)]
'''


def loaded(home: Path, forward: str, back: str, more: str = "") -> tuple[Any, Any]:
    (home / "plugins").mkdir()
    text = FILE.format(forward=forward, back=back, more=more, kind="Own" if more else "Odd")
    (home / "plugins" / "odd.py").write_text(text, encoding="utf-8")
    registry = load_all(home, packages=False)
    return registry, registry.plugin("odd")


@pytest.mark.parametrize(
    "forward, back, said",
    [
        ("[input, [weights[0]]]", "[1.0, 2.0]", "Odd.weight_deltas is [1.0, 2.0]; allowed: 1 number, one for each"),
        ("[input, [1 / 0]]", "[1.0]", "Odd: ZeroDivisionError: division by zero (odd.py:9)"),
        ("None", "[1.0]", "Odd.forward is None; allowed: a list of every layer's values"),
        ("[input, [weights[0]], []]", "[1.0]", "Odd.forward is []; allowed: 1 number, as prediction"),
        ("[input, [weights[0] + DICE.random()]]", "[1.0]", "allowed: the same for the same numbers"),
        ("[input, [weights[0] + len(SEEN) + (SEEN.append(1) or 0)]]", "[1.0]", "allowed: the same for the same"),
    ],
)
def test_it_is_refused_when_it_is_loaded(home: Path, forward: str, back: str, said: str) -> None:
    """With its file, and the line of the method, or of the level's network where that raised."""
    _registry, plugin = loaded(home, forward, back)
    (fault,) = plugin.faults
    assert said in fault.sentence, fault.sentence
    line = Path(fault.file).read_text(encoding="utf-8").splitlines()[fault.line - 1]
    (named,) = re.findall(r"Odd\.(\w+) is", fault.sentence) or ["network=Odd()"]
    assert named in line, line


def test_what_the_network_has_from_elsewhere_has_the_line_of_its_class(home: Path) -> None:
    _registry, plugin = loaded(home, "[input, [weights[0]]]", "[1.0]", "class Own(Odd):\n    weight_names = 'a', 'b'")
    assert [(fault.line, "Own.weight_names is" in fault.sentence) for fault in plugin.faults] == [(16, True)]
    file = home / "plugins" / "odd.py"
    file.write_text(file.read_text(encoding="utf-8").replace("    weight_names = 'a', 'b'", "    outputs = 2"))
    ((_plugin, fault),) = load_all(home, packages=False).faults
    assert (fault.line, fault.sentence.partition(" is ")[0]) == (15, "Level odd: Own.forward")


def test_a_wrong_slope_is_found_by_the_check_and_no_reason_not_to_load(home: Path) -> None:
    registry, plugin = loaded(home, "[input, [weights[0] * input[0]]]", "[-delta[0] * layers[0][0]]")
    assert plugin.faults == []
    findings = [str(finding) for finding in check(registry.catalog.level("odd/odd"), registry.catalog)]
    assert any("Odd.weight_deltas returned" in finding and "the slope by weight 1," in finding for finding in findings)
