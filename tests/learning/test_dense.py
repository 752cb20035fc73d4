"""Dense layers: shapes and knobs, forward and back by hand, and every slope against numeric differences."""

from dataclasses import FrozenInstanceError
from itertools import product
from random import Random
from typing import Any

import pytest
from pytest import approx

from downslope.learning.activations import ACTIVATIONS
from downslope.learning.dense import Layers
from downslope.learning.metric import Metric
from downslope.learning.network import Network, Neuron, Neurons
from downslope.learning.problem import Problem
from support import shipped

SHAPES = [(2, 3, 1), (3, 4, 2), (2, 3, 3, 2), (1, 1), (4, 5, 4, 3, 2)]


def test_the_weights_go_layer_by_layer_neuron_by_neuron_input_by_input() -> None:
    net = Layers(3, 4, 2)
    assert (net.inputs, net.outputs, net.size, net.hidden, net.nonlinear_units) == (3, 2, 20, 4, 4)
    assert [(b.first, b.inputs, b.neurons) for b in net.blocks] == [(0, 3, 4), (12, 4, 2)]
    assert net.blocks[1].row(1) == slice(16, 20)


def test_a_network_is_a_value() -> None:
    assert Layers(3, 4, 1) == Layers(3, 4, 1, activation="relu") != Layers(3, 4, 1, activation="tanh")
    assert hash(Layers(3, 4, 1)) == hash(Layers(3, 4, 1))
    with pytest.raises(FrozenInstanceError):
        Layers(3, 4, 1).sizes = (1, 1)  # type: ignore[misc]


def test_forward_and_back_by_hand() -> None:
    """Two inputs, two hidden ReLUs (the second is dead), one output; the numbers worked out on paper."""
    net, weights, input = Layers(2, 2, 1), [0.5, 1.0, -1.0, 0.25, 2.0, 3.0], (2.0, -0.5)
    layers = net.forward(weights, input)
    assert layers == [input, [0.5, 0.0], [1.0]]
    assert net.predict(weights, input) == [1.0]
    assert net.totals(weights, layers) == [0.5, -2.125], "what the hidden neurons get, before they bend it"
    assert net.layer_deltas(weights, layers, [-2.0]) == [[-4.0, 0.0], [-2.0]]
    assert net.weight_deltas(weights, layers, [-2.0]) == [-8.0, 2.0, 0.0, 0.0, -1.0, 0.0]


def test_the_slope_of_a_relu_at_0_is_0() -> None:
    relu = ACTIVATIONS["relu"]
    assert relu.value(0.0) == 0.0 and relu.slope(relu.value(0.0)) == 0.0
    assert relu.value(-0.0) == 0.0 and relu.value(-3.0) == 0.0 and relu.value(3.0) == 3.0


def test_a_relu_hides_no_missing_number() -> None:
    nothing = float("nan")
    assert ACTIVATIONS["relu"].value(nothing) != ACTIVATIONS["relu"].value(nothing)


def test_a_sigmoid_never_overflows() -> None:
    sigmoid = ACTIVATIONS["sigmoid"]
    assert [sigmoid.value(t) for t in (-1e308, 0.0, 1e308)] == [0.0, 0.5, 1.0]
    assert sigmoid.value(1.0) == approx(0.7310585786300049, rel=1e-15)


def test_two_layers_are_a_neuron() -> None:
    weights, input, delta = [0.3, -0.2, 0.7, 0.1], (1.5, -2.0), [0.4, -0.6]
    one, other = Layers(2, 2), Neuron(2, 2)
    assert one.forward(weights, input) == other.forward(weights, input)
    layers = one.forward(weights, input)
    assert one.weight_deltas(weights, layers, delta) == other.weight_deltas(weights, layers, delta)


def test_straight_layers_are_one_straight_layer() -> None:
    net, random = Layers(3, 4, 2, activation="linear"), Random(5)
    weights = net.start_weights(random)
    steps = [net.predict(weights, x) for x in ((1, 0, 0), (0, 1, 0), (0, 0, 1))]
    together = [s * 2 - t + u * 3 for s, t, u in zip(*steps)]
    assert net.predict(weights, (2, -1, 3)) == approx(together)


def test_the_knob_bends_one_neuron() -> None:
    net = Layers(3, 4, 1, activation="linear")
    bent = net.with_knob("activation", "relu", 1)
    assert (
        bent.activations == ("linear", "relu", "linear", "linear")
        and bent.nonlinear_units == 1
        and net.nonlinear_units == 0
    )
    assert bent.with_knob("activation", "linear", 1) == Layers(3, 4, 1, activation=["linear"] * 4)
    assert net.knob_size("activation") == 4
    for wrong in (("bend", "relu", 0), ("activation", "sharp", 0), ("activation", "relu", 4)):
        with pytest.raises(LookupError):
            net.with_knob(*wrong)


def test_activations_go_layer_by_layer() -> None:
    net = Layers(1, 2, 1, 1, activation=["linear", "relu", "tanh"])
    names = [[a.name for a in block.activations] for block in net.blocks]
    assert names == [["linear", "relu"], ["tanh"], []]


@pytest.mark.parametrize(
    ("network", "field"),
    [
        (Layers(3), "network"),
        (Layers(3, 0, 1), "network"),
        (Layers(3, -4, 1), "network"),
        (Layers(3, 2.5, 1), "network"),  # type: ignore[arg-type]
        (Layers(3, "4", 1), "network"),  # type: ignore[arg-type]
        (Layers(3, 4, 1, activation="sharp"), "network.activation"),
        (Layers(3, 4, 1, activation=["relu", "relu", "relu", "sharp"]), "network.activation"),
        (Layers(3, 4, 1, activation=["relu", "relu"]), "network.activation"),
    ],
)
def test_what_does_not_fit_is_told(network: Layers, field: str) -> None:
    found = network.faults()
    assert found and found[0][0] == field and found[0][2]


NETWORKS: list[Network] = [Neuron(3), Neuron(2, 3), Neurons(3)]
NETWORKS += [Layers(*sizes, activation=a) for sizes, a in product(SHAPES, ACTIVATIONS)]
NETWORKS.append(Layers(3, 4, 3, activation=["linear", "relu", "tanh", "sigmoid"]))


def smooth(problem: Problem, weights: list[float], h: float) -> bool:
    """No ReLU and no metric has a kink within reach of a small change."""
    net, metric = problem.network, problem.metric
    for input, goals in problem.examples:
        layers = net.forward(weights, input)
        kinks = [p - g for p, g in zip(layers[-1], goals)]
        if metric.name == "huber":
            kinks += [abs(k) - 1 for k in kinks]
        if isinstance(net, Layers):
            straight = Layers(*net.sizes, activation="linear")
            for number, block in enumerate(net.blocks[:-1]):
                part = Layers(block.inputs, block.neurons)
                rows = weights[block.first : block.first + part.size]
                kinks += part.predict(rows, layers[number])
            assert straight.size == net.size
        if min(map(abs, kinks)) < 50 * h:
            return False
    return True


def numeric(problem: Problem, weights: list[float], h: float) -> list[float]:
    slopes = []
    for i in range(len(weights)):
        higher, lower = list(weights), list(weights)
        higher[i] += h
        lower[i] -= h
        slopes.append((problem.error(higher) - problem.error(lower)) / (2 * h))
    return slopes


@pytest.mark.parametrize("metric", list(shipped().metrics.values()), ids=lambda m: m.name)
@pytest.mark.parametrize("network", NETWORKS, ids=str)
def test_every_slope_is_the_numeric_one(network: Network, metric: Metric) -> None:
    """Over three examples, at a random place without a kink; the goals of an example add up to 1, as softmax wants."""
    random, h, tried = Random(f"{network} {metric.name}"), 1e-5, 0
    for _ in range(40):
        examples: list[Any] = []
        for right in range(3):
            input = tuple(random.uniform(-1.5, 1.5) for _ in range(network.inputs))
            examples.append((input, tuple(float(i == right % network.outputs) for i in range(network.outputs))))
        problem = Problem(network, examples, metric)
        weights = network.start_weights(random, 1.0)
        if smooth(problem, weights, h):
            tried += 1
            found = [metric.slope_factor * d for d in problem.weight_deltas(weights)]
            assert found == approx(numeric(problem, weights, h), rel=1e-5, abs=1e-8)
            if tried == 3:
                return
    raise AssertionError("no place without a kink was found")


def test_a_softmax_net_learns_three_classes() -> None:
    net, metric = Layers(2, 6, 3, activation="tanh"), shipped().metric("softmax-cross-entropy")
    places = [(0.9, 0.1), (1.0, -0.2), (-0.8, 0.7), (-0.6, 0.9), (-0.3, -1.0), (0.1, -0.9)]
    examples = [(p, tuple(float(i == k // 2) for i in range(3))) for k, p in enumerate(places)]
    problem, weights = Problem(net, examples, metric), net.start_weights(Random(1))
    for _ in range(300):
        weights = [w - 0.5 * d for w, d in zip(weights, problem.weight_deltas(weights))]
    for input, goals in examples:
        votes = net.predict(weights, input)
        assert votes.index(max(votes)) == goals.index(1.0)
        shares = metric.shares(votes)
        assert shares is not None and max(shares) > 0.8
