"""Dense layers: shapes and knobs, forward and back by hand. That slopes are slopes is asked in test_ops.py."""

from random import Random

import pytest
from pytest import approx

from downslope import ACTIVATIONS, Layers, Network, Neuron
from downslope.learning.architecture import Layered, layers_of


def layered(network: Network) -> Layered:
    found = layers_of(network)
    assert found is not None
    return found


def test_the_weights_go_layer_by_layer_neuron_by_neuron_input_by_input() -> None:
    net = layered(Layers(3, 4, 2))
    assert (net.inputs, net.outputs, net.size, net.hidden, net.nonlinear_units) == (3, 2, 20, 4, 4)
    assert [(b.first, b.inputs, b.neurons) for b in net.blocks] == [(0, 3, 4), (12, 4, 2)]
    assert net.blocks[1].row(1) == slice(16, 20)


def test_a_network_is_a_value() -> None:
    assert Layers(3, 4, 1) == Layers(3, 4, 1, activation="relu") != Layers(3, 4, 1, activation="tanh")
    assert hash(Layers(3, 4, 1)) == hash(Layers(3, 4, 1, activation=["relu"] * 4))
    assert Layers(2, 2) == Neuron(2, 2) == Network([["dense", 2, 2]]) != Neuron(2)


def test_forward_and_back_by_hand() -> None:
    """Two inputs, two hidden ReLUs (the second is dead), one output; the numbers worked out on paper."""
    net, weights, input = layered(Layers(2, 2, 1)), [0.5, 1.0, -1.0, 0.25, 2.0, 3.0], (2.0, -0.5)
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
        layered(bent).activations == ("linear", "relu", "linear", "linear")
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
    names = [[a.name for a in block.activations] for block in layered(net).blocks]
    assert names == [["linear", "relu"], ["tanh"], []]


WRONG: list[tuple[Network, str]] = [
    (Layers(3), "network"),
    (Layers(3, 0, 1), "network"),
    (Layers(3, -4, 1), "network"),
    (Layers(3, 2.5, 1), "network"),  # type: ignore[arg-type]
    (Layers(3, "4", 1), "network"),  # type: ignore[arg-type]
    (Layers(3, 4, 1, activation="sharp"), "network.activation"),
    (Layers(3, 4, 1, activation=["relu", "relu", "relu", "sharp"]), "network.activation"),
    (Layers(3, 4, 1, activation=["relu", "relu"]), "network.activation"),
]


def test_what_does_not_fit_is_told() -> None:
    for network, field in WRONG:
        found = network.faults()
        assert found and found[0][0] == field and found[0][2]
