"""What a network says it is made of is what it does: ops against forward and weight_deltas, and the other way round."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from random import Random
from struct import pack
from typing import Any

import pytest

from downslope import ACTIVATIONS, Beside, Conv, ConvNet, Dense, Layers, MaxPool, Network, Neuron, Neurons
from downslope.learning.activations import Activation
from downslope.learning.architecture import is_derived
from downslope.learning.contract import shape_faults, slope_faults
from downslope.learning.ops import KINDS, rows_of
from downslope.registry import load_all
from downslope.solving.fairness import check
from downslope.storage.netfile import SavedNet, load_net, save_net
from support import shipped

SHIPPED = list({repr(level.network): level.network for level in shipped().levels.values()}.values())
OTHERS: list[Network] = [
    Neuron(), Neuron(3), Neuron(2, 2), Neurons(4), Layers(2, 3, 2), Layers(1, 2, 2, 1),
    Layers(3, 4, 1, activation=["tanh", "relu", "linear", "sigmoid"]), ConvNet(5, 2),
    ConvNet(6, 2, 3), ConvNet(7, 1, 2),
]  # fmt: skip
each = pytest.mark.parametrize("network", [*SHIPPED, *OTHERS], ids=str)

MADE = Network((Dense(0, 4, 3, (ACTIVATIONS["tanh"],) * 3, True), Beside(15, 3), Dense(18, 3, 2, (), True)))


@each
def test_each_of_the_game_s_networks_says_what_it_is_made_of(network: Network) -> None:
    assert network.ops()
    assert list(shape_faults(network)) == []


@each
def test_each_of_the_game_s_networks_claims_its_slope(network: Network) -> None:
    if network.size <= 600:
        assert list(slope_faults(network)) == []


@pytest.mark.parametrize("network", [*SHIPPED, *OTHERS, MADE], ids=str)
def test_its_source_and_its_ops_as_data_make_it_again(network: Network) -> None:
    names = {"Neuron": Neuron, "Neurons": Neurons, "Layers": Layers, "ConvNet": ConvNet, "Network": Network}
    for again in (eval(network.source, names), Network(rows_of(network.ops())), Network(network.ops())):
        assert again == network and hash(again) == hash(network) and again.source == network.source
    assert (network.inputs, network.outputs) == (network.ops()[0].inputs, network.ops()[-1].outputs)


def test_a_network_of_other_ops_keeps_the_contract() -> None:
    assert MADE.faults() == [] and list(shape_faults(MADE)) == [] and list(slope_faults(MADE)) == []


def test_sizes_that_follow_may_be_left_out() -> None:
    assert Network([["conv", 8, 4, "relu"], ["max-pool"], ["dense", 10]]) == ConvNet(8, 4, 10)
    assert Network([["dense", 3, 4, "relu"], ["dense", 1]]) == Layers(3, 4, 1)
    assert Network([["dense", 2, 3, ["tanh", "relu", "linear"], "bias"], ["beside"]]).ops() == (
        Dense(0, 2, 3, tuple(ACTIVATIONS[name] for name in ("tanh", "relu", "linear")), True), Beside(9, 3),
    )  # fmt: skip


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
]


def test_data_that_is_no_network_is_told() -> None:
    for rows, place, said in WRONG:
        ((field, _value, allowed),) = Network(rows).faults()
        assert field == place and said in allowed, rows


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


def test_a_name_is_asked_for_like_a_class() -> None:
    kinds: list[Any] = [Neuron, Neurons, Layers, ConvNet]
    for network, name in ((Neuron(3), 0), (Neurons(2), 1), (Layers(3, 4, 1), 2), (ConvNet(8), 3), (MADE, None)):
        assert [isinstance(network, kind) for kind in kinds] == [k == name for k in range(4)]
    assert kinds[0] | kinds[1] is Network and not isinstance("Neuron(1)", kinds[0])
    with pytest.raises(TypeError, match="Neuron is a function: derive a class of your own from Network"):
        exec("class Own(Neuron): pass", {"Neuron": Neuron})


@pytest.mark.parametrize("network", [*OTHERS, MADE], ids=str)
def test_a_net_of_ops_is_saved_and_comes_back(network: Network, tmp_path: Path) -> None:
    net = SavedNet(network, network.start_weights(Random(3)))
    save_net(tmp_path / "net.json", net)
    back = load_net(tmp_path / "net.json")
    assert list(back.weights) == list(net.weights)
    assert tuple(back.network.ops()) == tuple(network.ops())
    input = [0.1 * k for k in range(network.inputs)]
    assert back.network.predict(back.weights, input) == pytest.approx(network.predict(net.weights, input))


def test_every_kind_of_op_is_saved_by_a_test() -> None:
    kinds = {type(op) for network in (*OTHERS, MADE) for op in network.ops()}
    assert kinds == set(KINDS.values())


class Leaky(Activation):
    """By its name a file, NumPy and PyTorch would take it for the game's own."""

    name = "relu"

    def value(self, total: float) -> float:
        return total if total > 0.0 else 0.1 * total

    def slope(self, value: float) -> float:
        return 1.0 if value > 0.0 else 0.1


MISFITS: list[tuple[Any, str]] = [
    ((), "one or more"),
    ((Dense(0, 2, 3), Dense(6, 2, 1)), "3 values in"),
    ((Dense(0, 2, 3), Dense(5, 3, 1)), "first=6"),
    ((Dense(0, 2, 3, (ACTIVATIONS["relu"],)),), "no activations, or 3"),
    ((Dense(0, 2, 1, (Leaky(),)), Dense(2, 1, 1)), "(linear, relu, tanh, sigmoid); a network with another one"),
    ((Conv(0, 2, 1),), "side, 3 or above"),
    ((Conv(0, 3, 1), MaxPool(1, 1)), "side, 2 or above"),
    ((Dense(0, 0, 1),), "a whole number, 1 or above"),
    ((Beside(1, 1),), "first=0"),
]


def test_ops_that_do_not_fit_are_told() -> None:
    for ops, said in MISFITS:
        ((_field, _value, allowed),) = Network(ops).faults()
        assert said in allowed, ops


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
