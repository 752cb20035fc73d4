"""Loops of odd formulas and of large nets against the readable path: weights, errors, memories and every step kept, to
the last bit."""

from __future__ import annotations

import ast
import builtins
import linecache
import re
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import exp, log, sqrt
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compiled_loops import bits, catalog, loop_of
from downslope import ConvNet, Fault, Layers, Learner, Metric, Network, Neuron, Neurons, Run
from downslope.engine.run import Run as ReadableRun
from downslope.formulas.names import NotInlinable
from downslope.learning.activations import ACTIVATIONS
from downslope.learning.contract import shape_faults
from downslope.learning.ops import Conv, Dense, MaxPool
from downslope.learning.vectors import dot
from downslope.lines import lines_of
from downslope.scripts.to_python import run_script
from plugin_networks import THREE, Attention, Recurrent, Tied

_k = 0.5  # a private constant of an unlucky name
w0 = 0.25  # and one that is the loop's own


def abs(x: float) -> float:  # a function that shadows a builtin, on purpose
    return sqrt(x * x + 0.25)


class Half(Metric):
    name = "half"

    def error(self, prediction: float, goal_prediction: float) -> float:
        return _k * w0 * (prediction - goal_prediction) * (prediction - goal_prediction)

    def delta(self, prediction: float, goal_prediction: float) -> float:
        return _k * (prediction - goal_prediction)


class Smooth(Metric):
    name = "smooth"

    def error(self, prediction: float, goal_prediction: float) -> float:
        return abs(prediction - goal_prediction)

    def delta(self, prediction: float, goal_prediction: float) -> float:
        return (prediction - goal_prediction) / abs(prediction - goal_prediction)


class Pinball(Metric):
    """Branches, an early return, a chain of comparisons."""

    name = "pinball"

    def error(self, prediction: float, goal_prediction: float) -> float:
        miss = prediction - goal_prediction
        if miss > 0:
            return miss * w0
        miss = -miss
        return 0.75 * miss

    def delta(self, prediction: float, goal_prediction: float) -> float:
        miss = prediction - goal_prediction
        if -1e-9 < miss < 1e-9 or miss != miss:
            return 0.0
        return 0.25 if miss > 0 else -0.75


class Loops(Metric):
    """A loop whose length depends on the numbers: it is called as it is."""

    name = "loops"

    def error(self, prediction: float, goal_prediction: float) -> float:
        miss = (prediction - goal_prediction) ** 2
        while 4.0 < miss < 1e300:
            miss /= 2.0
        return miss

    def delta(self, prediction: float, goal_prediction: float) -> float:
        return prediction - goal_prediction


class Guarded(Metric):
    """What only one branch needs, used twice in it: worked out before the branch it would raise."""

    name = "guarded"

    def error(self, prediction: float, goal_prediction: float) -> float:
        there = log(prediction) if prediction > 0.0 else 0.0
        rest = 1.0 / goal_prediction + sqrt(1.0 / goal_prediction) if goal_prediction > 0.0 else 1.0
        return there * there + rest

    def delta(self, prediction: float, goal_prediction: float) -> float:
        return prediction - goal_prediction


def clip(value: float, most: float) -> float:
    return max(-most, min(most, value))


class Weird(Learner):
    """Memory, a helper, a list comprehension, and a loop that cannot be traced."""

    name = "weird"
    memory = ("seen",)

    def update(self, weight: float, weight_delta: float, alpha: float, seen: float) -> tuple[float, float]:
        seen = seen + 1
        total = 0.0
        for part in [clip(weight_delta, 0.7) / (k + 1) for k in range(3)]:
            total += part
        while total > 10:
            total /= 2
        return weight - alpha * total * exp(-seen / 50), seen


class Sign(Learner):
    name = "sign"

    def update(self, weight: float, weight_delta: float, alpha: float) -> float:
        return weight - alpha * ((weight_delta > 0) - (weight_delta < 0))


class Negating(Learner):
    """Zeros of either sign, and a weight that comes back from what is not finite."""

    name = "negating"

    def update(self, weight: float, weight_delta: float, alpha: float) -> float:
        return max(-2.0, min(2.0, -(-weight * 1.0 + weight_delta * alpha)))


class Modes(Learner):
    """A setting that is no number decides what is traced."""

    name = "modes"
    mode = "plain"

    def update(self, weight: float, weight_delta: float, alpha: float) -> float:
        if self.mode == "plain":
            return weight - weight_delta * alpha
        return weight - weight_delta * alpha * 0.5


@lru_cache(1)
def metrics() -> dict[str, Metric]:
    return {**catalog().metrics, **{m.name: m for m in (Half(), Smooth(), Pinball(), Loops(), Guarded())}}


@lru_cache(1)
def learners() -> dict[str, type[Learner]]:
    found = {name: kind for name, kind in catalog().learners.items() if kind.step is Learner.step}
    return {**found, **{kind.name: kind for kind in (Weird, Sign, Negating, Modes)}}


NETWORKS: list[Network] = [
    Neuron(1), Neuron(3), Neuron(2, 2), Neurons(3), Layers(3, 4, 2), Layers(2, 3, 3, 1, activation="tanh"),
    Layers(3, 4, 1, activation=["relu", "tanh", "linear", "sigmoid"]), ConvNet(4, 2), *THREE, Tied(), Attention(),
    Recurrent(9),
]  # fmt: skip
RELU, TANH = (ACTIVATIONS[name] for name in ("relu", "tanh"))
LARGE: list[Network] = [
    Layers(9, 8, 6), Layers(12, 9, 1), Layers(6, 7, 7, 3), Neuron(30, 5), Layers(9, 8, 6, activation="tanh"),
    Layers(9, 8, 6, activation="linear"), Layers(30, 6, 3),
    Network((Dense(0, 12, 9, (TANH,) * 9), Dense(108, 9, 3, (RELU,) * 3))),
]  # fmt: skip


def made(name: str) -> Learner:
    learner = learners()[name]()
    for knob in learner.knobs:
        setattr(learner, knob.name, knob.start)
    return learner


def examples_for(network: Network, random: Random, zeros: float) -> list[Any]:
    def some(many: int) -> tuple[float, ...]:
        return tuple(
            random.choice([0.0, -0.0]) if random.random() < zeros else random.uniform(-1.5, 1.5) for _ in range(many)
        )

    return [(some(network.inputs), some(network.outputs)) for _ in range(5)]


def runs(
    network: Network, learner: str, metric: str, zeros: float = 0.2, seed: int = 1, alpha: Any = 0.05, **more: Any
) -> tuple[Run, ReadableRun]:
    random = Random(f"{type(network).__name__} {network.size} {seed}")
    examples = examples_for(network, random, zeros)
    weights = [0.0 if random.random() < zeros / 2 else random.uniform(-1, 1) for _ in range(network.size)]
    found = []
    for kind in (Run, ReadableRun):
        own = made(learner)
        own.start(network.size)
        found.append(kind(network, examples, metrics()[metric], own, weights, alpha, **more))
    return found[0], found[1]  # type: ignore[return-value]


def compare(fast: Run, readable: ReadableRun, steps: int = 23) -> None:
    """Both make so many steps, or run away at the same one."""
    while fast.count < steps and not fast.diverged:
        fast.advance_epoch(steps - fast.count) or fast.step()
    while readable.count < steps and not readable.diverged:
        readable.step()
    assert fast.diverged == readable.diverged
    assert bits(fast.weights) == bits(readable.weights)
    assert bits(fast.history.weights) == bits(readable.history.weights)
    assert bits(fast.errors) == bits(readable.errors)
    assert fast.learner is not None and readable.learner is not None
    assert list(map(bits, fast.learner.memories)) == list(map(bits, readable.learner.memories))


@settings(deadline=None, max_examples=150)
@given(network=st.sampled_from([*NETWORKS, *LARGE]), learner=st.sampled_from(list(learners())),
       metric=st.sampled_from(list(metrics())), batch=st.sampled_from([1, 2, None]),
       frozen=st.frozensets(st.integers(0, 20), max_size=4), seed=st.integers(0, 99),
       order=st.sampled_from([None, "s"]), zeros=st.sampled_from([0.0, 0.3, 0.9]),
       schedule=st.sampled_from(["constant", "cosine"]),
       alpha=st.sampled_from([0.05, -0.05, 0.0, -0.0, 1, 3.0, 1e3]))  # fmt: skip
def test_the_same_bits(network: Network, learner: str, metric: str, frozen: frozenset[int], **more: Any) -> None:
    kept = frozenset(k for k in frozen if k < network.size)
    fast, readable = runs(network, learner, metric, frozen=kept, budget=4, **more)
    compare(fast, readable)
    assert fast.why == "" or fast.diverged, fast.why


@pytest.mark.parametrize("learner", learners())
@pytest.mark.parametrize("network", NETWORKS, ids=lambda n: f"{type(n).__name__}-{n.size}")
def test_each_learner_on_each_network_has_a_loop(network: Network, learner: str) -> None:
    for batch in (1, 2, None):
        fast, readable = runs(network, learner, "squared", batch=batch, zeros=0.0)
        compare(fast, readable)
        assert fast.loop is not None and fast.loop.trusted, fast.why


@pytest.mark.parametrize("metric", metrics())
@pytest.mark.parametrize("network", [Neurons(3), Layers(3, 4, 2), *THREE], ids=lambda n: type(n).__name__)
def test_each_metric_has_a_loop(network: Network, metric: str) -> None:
    fast, readable = runs(network, "gradient-descent", metric, batch=1, zeros=0.0)
    compare(fast, readable)
    assert fast.loop is not None and fast.loop.trusted, fast.why


@pytest.mark.parametrize("learner", learners())
@pytest.mark.parametrize("batch", [1, 2])
@pytest.mark.parametrize("network", [Layers(3, 4, 2), Neurons(3), *THREE], ids=lambda n: type(n).__name__)
def test_one_alpha_for_each_weight(network: Network, batch: int, learner: str) -> None:
    alphas = [0.01 * (k + 1) for k in range(network.size)]
    more: dict[str, Any] = {"zeros": 0.0, "batch": batch, "frozen": frozenset({1}), "schedule": "cosine", "budget": 9}
    fast, readable = runs(network, learner, "squared", alpha=alphas, **more)
    compare(fast, readable)
    assert fast.loop is not None and fast.loop.trusted, fast.why


def test_an_alpha_turned_into_a_list_gets_another_loop() -> None:
    fast, readable = runs(Neurons(3), "momentum", "squared", zeros=0.0, batch=1)
    for alpha in (0.02, [0.01, 0.02, 0.03], 0.05):
        for run in (fast, readable):
            run.change(alpha=alpha)
        compare(fast, readable, fast.count + 12)
        assert fast.loop is not None and fast.loop.trusted, fast.why


def test_a_branch_is_worked_out_only_where_it_holds() -> None:
    fast, readable = runs(Layers(3, 4, 2), "momentum", "guarded", batch=2, zeros=0.5)
    compare(fast, readable)
    assert fast.loop is not None and fast.readable == 0


def test_a_setting_that_is_no_number_makes_another_loop() -> None:
    for mode in ("plain", "half", "plain"):
        fast, readable = runs(Neuron(2), "modes", "squared", batch=1)
        for run in (fast, readable):
            assert run.learner is not None
            run.learner.mode = mode  # type: ignore[attr-defined]
        compare(fast, readable)
        assert fast.loop is not None


def test_a_loop_keeps_the_settings_it_was_made_for() -> None:
    """Its learner is turned afterwards; another learner is set as that one was."""
    first, _ = runs(Neuron(2), "modes", "squared", batch=1, seed=4)
    while first.loop is None or not first.loop.trusted:
        first.advance_epoch(1) or first.step()
    assert first.learner is not None
    first.learner.mode = "half"  # type: ignore[attr-defined]
    compare(*runs(Neuron(2), "modes", "squared", batch=1, seed=5))


# large nets


def run_large(network: Network, learner: str, **more: Any) -> Run:
    fast, readable = runs(network, learner, "squared", **more)
    compare(fast, readable)
    assert fast.loop is not None and fast.loop.trusted, fast.why
    return fast


@pytest.mark.parametrize("zeros", [0.0, 0.9])
@pytest.mark.parametrize("batch", [1, 2, None])
@pytest.mark.parametrize("learner", learners())
@pytest.mark.parametrize("network", LARGE, ids=str)
def test_each_learner_on_each_large_network_has_a_loop(
    network: Network, learner: str, batch: int | None, zeros: float
) -> None:
    fast = run_large(network, learner, zeros=zeros, batch=batch)
    assert fast.loop is not None and fast.loop.text.count("for ") > 4, "it is not in rows"


@pytest.mark.parametrize("sparse", [False, True])
def test_columns_where_many_values_are_0(sparse: bool) -> None:
    def columns(network: Network, learner: str) -> int:
        return loop_of(network, metrics()["squared"], made(learner), zeros=sparse).text.count("if x:")

    assert columns(Layers(30, 6, 3), "gradient-descent") == (6 if sparse else 3)  # forward, back, predict
    assert columns(Layers(30, 6, 3, activation="tanh"), "gradient-descent") == (3 if sparse else 0)
    assert columns(Layers(30, 6, 3), "momentum") == 0  # a weight_delta of 0 moves it


class LastToFirst(Network):
    """The same to 1e-9: it adds up from the last input to the first."""

    source = "LastToFirst(Dense(0, 30, 5))"

    def forward(self, weights: Sequence[float], input: Sequence[float]) -> list[Sequence[float]]:
        (op,) = self.ops()
        assert isinstance(op, Dense)
        rows = [weights[op.row(neuron)] for neuron in range(op.neurons)]
        return [input, [dot(row[::-1], input[::-1]) for row in rows]]


def test_a_layout_is_used_only_where_it_gives_the_networks_own_bits() -> None:
    """Of another order of additions the first step may give the same bits, by chance, and the next ones do not."""
    rows = run_large(Network([Dense(0, 30, 5)]), "gradient-descent", batch=1)
    assert rows.loop is not None and "for j, d in" in rows.loop.text
    own = LastToFirst([Dense(0, 30, 5)])
    assert list(shape_faults(own)) == []
    for seed in range(12):
        whole = run_large(own, "gradient-descent", batch=1, seed=seed)
        assert whole.loop is not None and "for j, d in" not in whole.loop.text
    with pytest.raises(NotInlinable, match="methods of its own"):
        run_script(whole, 2)
    # blame comes to a kernel block by block, as the pooling takes its places
    pooled = Network([Conv(0, 6, 2), MaxPool(4, 2), Dense(18, 8, 3)])
    for seed in range(12):
        kernels = run_large(pooled, "momentum", zeros=0.5, seed=seed, batch=1)
        assert kernels.loop is not None and "places" in kernels.loop.text, kernels.why


def test_other_ops_and_what_is_not_in_rows_have_lines_too() -> None:
    mixed = Layers(9, 8, 6, activation=["relu"] * 7 + ["linear"])
    for network in (mixed, Network((Conv(0, 8, 12),)), Network((Dense(0, 30, 4, bias=True),))):
        run_large(network, "momentum", batch=1)
    run_large(Layers(9, 8, 6), "momentum", batch=2, frozen=frozenset({0, 17, 119}))
    large = run_large(Layers(40, 40, 10, activation=["relu"] * 39 + ["linear"]), "momentum", batch=1)
    assert large.loop is not None and "forward(" in large.loop.text


# what cannot be traced


class Drawing(Network):
    inputs, outputs, size = 1, 1, 1

    def __init__(self) -> None:
        self.random = Random(1)

    def forward(self, weights: Sequence[float], input: Sequence[float]) -> list[Sequence[float]]:
        return [input, [weights[0] * input[0] + self.random.random()]]

    def weight_deltas(self, weights: Any, layers: Any, delta: Any) -> list[float]:
        return [delta[0]]


class NotesInItself(Drawing):
    def forward(self, weights: Sequence[float], input: Sequence[float]) -> list[Sequence[float]]:
        self.seen = input[0]
        return [input, [weights[0] * input[0]]]


class NotesInAList(Drawing):
    def __init__(self) -> None:
        self.seen: list[float] = []

    def forward(self, weights: Sequence[float], input: Sequence[float]) -> list[Sequence[float]]:
        self.seen.append(input[0])
        return [input, [weights[0] * input[0]]]


class Prints(Drawing):
    def forward(self, weights: Sequence[float], input: Sequence[float]) -> list[Sequence[float]]:
        print("looking")
        return [input, [weights[0] * input[0]]]


class Routed(Drawing):
    """Which weight is used depends on the numbers."""

    inputs, size = 2, 2

    def forward(self, weights: Sequence[float], input: Sequence[float]) -> list[Sequence[float]]:
        return [input, [weights[max((0, 1), key=input.__getitem__)] * input[0]]]

    def weight_deltas(self, weights: Any, layers: Any, delta: Any) -> list[float]:
        taken = max((0, 1), key=layers[0].__getitem__)
        return [delta[0] * layers[0][0] * (number == taken) for number in (0, 1)]


class Asks(Drawing):
    def forward(self, weights: Sequence[float], input: Sequence[float]) -> list[Sequence[float]]:
        return [input, [weights[0] if isinstance(input[0], float) else 0.0]]


class Writes(Drawing):
    def forward(self, weights: Sequence[float], input: Sequence[float]) -> list[Sequence[float]]:
        return [input, [weights[0] * float(f"{input[0]}")]]


@pytest.mark.parametrize("kind", [NotesInItself, NotesInAList, Prints, Routed, Asks, Writes])
def test_a_network_of_two_methods_is_called(kind: type[Drawing]) -> None:
    fast, readable = runs(kind(), "gradient-descent", "squared", batch=1)
    compare(fast, readable)
    assert fast.loop is not None and "forward(" in fast.loop.text, fast.why


def test_a_network_whose_first_step_differs_runs_step_by_step() -> None:
    fast, _ = runs(Drawing(), "gradient-descent", "squared", batch=1)
    assert not fast.advance_epoch(5) and fast.loop is None and "differ" in fast.why


@dataclass
class Listed(Network):
    """Equal to others of its kind, and without a hash; its numbers may change."""

    gains: list[float] = field(default_factory=lambda: [0.5])
    inputs, outputs, size = 1, 1, 1

    def forward(self, weights: Sequence[float], input: Sequence[float]) -> list[Sequence[float]]:
        return [input, [weights[0] * input[0] * self.gains[0]]]

    def weight_deltas(self, weights: Any, layers: Any, delta: Any) -> list[float]:
        return [delta[0] * layers[0][0] * self.gains[0]]


def test_a_network_whose_numbers_change_gets_another_loop() -> None:
    network = Listed()
    for gain in (0.5, 2.0, 0.5):
        network.gains[0] = gain
        fast, readable = runs(network, "gradient-descent", "squared", batch=1, zeros=0.0)
        compare(fast, readable)
        assert fast.loop is not None and fast.loop.trusted, fast.why


TICKS = {"count": 0}


def tick() -> float:
    table = TICKS
    table["count"] += 1
    return float(table["count"])


class Sneaky(Drawing):
    """Not the same twice, in a way that no rule about sources can see."""

    def forward(self, weights: Sequence[float], input: Sequence[float]) -> list[Sequence[float]]:
        return [input, [weights[0] * input[0] + tick()]]


def test_a_loop_that_differs_is_never_used() -> None:
    fast, _ = runs(Sneaky(), "gradient-descent", "squared", batch=1)
    while fast.count < 12:
        assert not fast.advance_epoch(5)
        fast.step()
    assert fast.loop is None and "differ" in fast.why


def test_a_learner_with_a_step_of_its_own_says_so() -> None:
    class Stepper(Learner):
        name = "stepper"

        def step(self, problem: Any, weights: Any, alpha: Any) -> list[float]:
            return [w - 0.01 for w in weights]

    with pytest.raises(NotInlinable, match="step of its own"):
        loop_of(Neuron(3), metrics()["squared"], Stepper())


class Divides(Metric):
    name = "divides"

    def error(self, prediction: float, goal_prediction: float) -> float:
        return (prediction - goal_prediction) / (goal_prediction - goal_prediction)

    def delta(self, prediction: float, goal_prediction: float) -> float:
        return prediction - goal_prediction


def test_a_fault_has_the_plugin_s_line_and_a_traceback_the_loop_s() -> None:
    fast, _ = runs(Neuron(2), "gradient-descent", "squared", batch=1)
    fast.change(metric=Divides())
    with pytest.raises(Fault, match="divides: ZeroDivisionError") as raised:
        fast.advance_epoch(5) or fast.step()
    assert raised.value.file == __file__
    line = Path(__file__).read_text(encoding="utf-8").splitlines()[raised.value.line - 1]
    assert "(goal_prediction - goal_prediction)" in line
    loop = loop_of(Neuron(2), Divides(), made("gradient-descent"))
    with pytest.raises(ZeroDivisionError) as within:
        loop.run([0.1, 0.2], [], [((1.0, 2.0), (0.5,), 0.1)], None, [].append)
    frame = traceback.extract_tb(within.value.__traceback__)[-1]
    assert frame.line is not None and frame.line.startswith("e = ") and frame.filename in linecache.cache


def test_names_of_an_author_are_told_from_the_loops_own() -> None:
    text = "\n".join(lines_of(Neuron(2), Half(), made("decay"))[0])
    assert "_k_f0 = 0.5" in text and "w0_f1 = 0.25" in text and "    w0, w1, = weights" in text
    assert "goal_prediction" not in text


def test_module_names_that_are_set_later_are_seen() -> None:
    """A formula's lines hold what stands in its module now."""
    global w0
    before = lines_of(Neuron(2), Half(), made("decay"))[0]
    w0 = 0.125
    try:
        assert lines_of(Neuron(2), Half(), made("decay"))[0] != before
    finally:
        w0 = 0.25


OWN_NAMES = re.compile(
    r"run|predict|weights|memories|samples|keep|seen|pairs|column|row|append|judge|move|forward|weight_deltas|layers|"
    r"value_\w+|slope_\w+|[a-z]{1,2}\d*|[a-z]\d+_\d+|m\d+r\d+|\w+_|\w+_f\d+"
)


@pytest.mark.parametrize("metric", metrics())
@pytest.mark.parametrize("learner", learners())
def test_all_names_in_a_text_are_the_loops_own(learner: str, metric: str) -> None:
    for network in (Layers(3, 4, 2), Recurrent(3)):
        for batched in (False, True):
            text = loop_of(network, metrics()[metric], made(learner), frozenset({1}), batched).text
            tree = ast.walk(ast.parse(text))
            names = {node.id for node in tree if isinstance(node, ast.Name)}
            others = {name for name in names if not OWN_NAMES.fullmatch(name)}
            assert {name for name in others if not hasattr(builtins, name)} == set()
