"""The loop of every network, metric, learner and setting against the readable path: weights, errors, memories and every
step kept, to the last bit."""

from __future__ import annotations

import linecache
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import compiled_loops
from compiled_loops import CALLED, FORMULAS, LARGE, METRICS, POOLED, SMALL, Case, Half, bits, cases, catalog
from downslope import ConvNet, Fault, Layers, Metric, Network, Neuron, Neurons, Run
from downslope.engine.fast_run import MODERATE, Loop, execute, irregular_examples, loop_for
from downslope.engine.run import Run as ReadableRun
from downslope.formulas.source import NotInlinable
from downslope.learning.contract import shape_faults, slope_faults
from downslope.learning.ops import Beside, Conv, Dense, MaxPool, dot
from downslope.learning.problem import Problem
from downslope.lines import lines_of
from downslope.scripts.to_python import run_script
from plugin_networks import OpsNetwork


def compare(fast: Run, readable: ReadableRun, steps: int = 23) -> None:
    """Both make so many steps, or run away at the same one."""
    while fast.count < steps and not fast.diverged:
        fast.advance(steps - fast.count)
    while readable.count < steps and not readable.diverged:
        assert readable.step() is not readable.diverged
    assert fast.diverged == readable.diverged
    assert bits(fast.weights) == bits(readable.weights)
    assert bits(fast.history.weights) == bits(readable.history.weights)
    assert bits(fast.errors) == bits(readable.errors)
    assert fast.learner is not None and readable.learner is not None
    assert list(map(bits, fast.learner.memories)) == list(map(bits, readable.learner.memories))
    for input, _goals in readable.examples:
        assert bits(fast.predict(fast.weights, input)) == bits(fast.network.predict(fast.weights, input))


def looped(case: Case, steps: int = 23) -> Run:
    """The run, which has a loop whose steps are the readable ones."""
    fast: Run = case.run(Run)
    compare(fast, case.run(ReadableRun), steps)
    assert fast.loop is not None and fast.loop.trusted, f"{case} {fast.why}"
    return fast


SIGNED_ZEROS = {"batch": 1, "schedule": "constant", "budget": 4}
BESIDE = Network([Dense(0, 1, 1), Beside(1, 1)])  # its share of -0.0 is not added to 0.0


@settings(max_examples=60)
@example(Case(BESIDE, "swapping", "absolute", 0.9, 0, more=SIGNED_ZEROS), [1, 1])
@given(case=cases(), parts=st.lists(st.integers(1, 12), min_size=2, max_size=3))
def test_the_same_bits(case: Case, parts: list[int]) -> None:
    fast, readable = case.run(Run), case.run(ReadableRun)
    for end in (sum(parts[: k + 1]) for k in range(len(parts))):
        compare(fast, readable, end)
    assert fast.why == "" or fast.diverged, fast.why
    if case.network.ops() and case.network.size <= 100:
        assert list(shape_faults(case.network)) == [] and list(slope_faults(case.network)) == []


@pytest.mark.slow
def test_each_shape_has_a_loop_with_each_learner_and_metric() -> None:
    learners, metrics, batches = cycle(FORMULAS), cycle(METRICS), cycle([1, 2, None])
    each = {"written out": SMALL, "rows": [*LARGE, *POOLED], "called": CALLED}
    for kind, shapes in each.items():
        for network in shapes:
            for _ in range(7):  # with the next shape it goes on: 203 of them meet all of these
                case = Case(network, next(learners), next(metrics), zeros=0.0, more={"batch": next(batches)})
                loop = looped(case, 9).loop
                assert loop is not None and ("forward(" in loop.text) == (kind == "called"), case
                assert (loop.text.count("for ") > 4) == (kind == "rows") or kind == "called", case


def test_one_alpha_for_each_weight() -> None:
    """That is turned on the way, too."""
    for network, batch in ((Layers(3, 4, 2), 1), (Neurons(3), 2), *((network, 1) for network in CALLED)):
        alphas = [0.01 * (k + 1) for k in range(network.size)]
        case = Case(network, "adam", zeros=0.0, more={"batch": batch, "frozen": frozenset({1})})
        fast, readable = case.run(Run), case.run(ReadableRun)
        for turned in (0.02, alphas, 0.05):
            for run in (fast, readable):
                run.change(alpha=turned)
            compare(fast, readable, fast.count + 12)
            assert fast.loop is not None and fast.loop.trusted, fast.why


def test_a_branch_is_worked_out_only_where_it_holds() -> None:
    assert looped(Case(Layers(3, 4, 2), "momentum", "guarded", zeros=0.5, more={"batch": 2})).readable == 0


def test_a_loop_keeps_the_settings_it_was_made_for() -> None:
    """Its learner is turned afterwards; another learner is set as that one was, or as no other."""
    case = Case(Neuron(2), "modes", more={"batch": 1})
    first = looped(case)
    assert first.learner is not None
    vars(first.learner)["mode"] = "half"
    looped(replace(case, seed=5))
    fast, readable = case.run(Run), case.run(ReadableRun)
    for run in (fast, readable):
        vars(run.learner)["mode"] = "half"
    compare(fast, readable)
    assert fast.loop is not None is not first.loop is not fast.loop


def loop_of(case: Case, frozen: frozenset[int] = frozenset(), batched: bool = False) -> Loop:
    """The loop of such steps; `zeros`: of such inputs."""
    pair = [float(not case.zeros)] * case.network.inputs, [0.0] * case.network.outputs
    return loop_for(Problem(case.network, [pair], catalog().metric(case.metric), frozen), case.made(), batched)


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
    own, pooled = LastToFirst([Dense(0, 30, 5)]), Network([Conv(0, 6, 2), MaxPool(4, 2), Dense(18, 8, 3)])
    assert list(shape_faults(own)) == []
    # blame comes to a kernel block by block, as the pooling takes its places
    for case, text, used in (
        (Case(Network([Dense(0, 30, 5)])), "for j, d in", True), (Case(own), "for j, d in", False),
        (Case(pooled, "momentum", zeros=0.5), "places", True),
    ):  # fmt: skip
        for seed in range(6):
            run = looped(replace(case, seed=seed, more={"batch": 1}))
            assert run.loop is not None and (text in run.loop.text) == used
    with pytest.raises(NotInlinable, match="methods of its own"):
        run_script(Case(own).run(), 2)


def test_a_hidden_layer_need_not_say_that_it_is_linear() -> None:
    for hidden in ((), compiled_loops.bends("linear") * 3):
        network = OpsNetwork(Dense(0, 2, 3, hidden), Dense(6, 3, 1))
        assert "hidden = [dot(" in run_script(Case(network).run(), 3)


# what has none, or may have none


class Drawing(Network):
    inputs, outputs, size = 1, 1, 1
    random = Random(1)

    def forward(self, weights: Sequence[float], input: Sequence[float]) -> list[Sequence[float]]:
        return [input, [weights[0] * input[0] + self.random.random()]]

    def weight_deltas(self, weights: Any, layers: Any, delta: Any) -> list[float]:
        return [delta[0]]


class Routed(Drawing):
    """Which weight is used depends on the numbers; and it notes down what it has seen."""

    inputs, size = 2, 2

    def forward(self, weights: Sequence[float], input: Sequence[float]) -> list[Sequence[float]]:
        self.seen = input[0]
        return [input, [weights[max((0, 1), key=input.__getitem__)] * input[0]]]

    def weight_deltas(self, weights: Any, layers: Any, delta: Any) -> list[float]:
        taken = max((0, 1), key=layers[0].__getitem__)
        return [delta[0] * layers[0][0] * (number == taken) for number in (0, 1)]


def test_a_network_of_two_methods_is_called() -> None:
    loop = looped(Case(Routed(), more={"batch": 1})).loop
    assert loop is not None and "forward(" in loop.text


def test_a_loop_that_differs_is_never_used() -> None:
    fast = Case(Drawing(), more={"batch": 1}).run(Run)
    while fast.count < 12:
        assert not fast.advance_epoch(5)
        fast.step()
    assert fast.loop is None and "differ" in fast.why
    for turn in (lambda: fast.set_weights([0.5]), fast.invalidate_loop):  # until a knob is turned
        turn()
        assert fast.why == "" and fast.origin.step == fast.count
        assert not fast.advance_epoch(5) and "differ" in fast.why
        fast.step()


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
        looped(Case(network, zeros=0.0, more={"batch": 1}))


def test_a_learner_with_a_step_of_its_own_says_so() -> None:
    with pytest.raises(NotInlinable, match="step of its own"):
        loop_of(Case(Neuron(3), "random-search"))
    fast = Case(Layers(3, 4, 2), "hot-and-cold").run(Run)
    compare(fast, Case(Layers(3, 4, 2), "hot-and-cold").run(ReadableRun))
    assert fast.loop is None and fast.why


def test_huge_numbers_run_the_readable_path() -> None:
    case = Case(ConvNet(4, 1, 1), more={"batch": 1})
    for weights in ([2 * MODERATE, -2 * MODERATE] * 5, [-0.0] * 10, [1] * 10):
        fast, readable = case.run(Run), case.run(ReadableRun)
        for run in (fast, readable):
            run.set_weights(list(weights))
        assert fast.advance_epoch(3) == 0
        compare(fast, readable)
    examples = fast.examples
    assert irregular_examples(examples) == ""
    for wrong in (([2 * MODERATE] * 16, [0.0]), ([1] * 16, [0.0])):
        assert "huge numbers" in irregular_examples([*examples, wrong])


class Divides(Metric):
    name = "divides"

    def error(self, prediction: float, goal_prediction: float) -> float:
        return (prediction - goal_prediction) / (goal_prediction - goal_prediction)

    def delta(self, prediction: float, goal_prediction: float) -> float:
        return prediction - goal_prediction


def test_a_fault_has_the_plugin_s_line_and_a_traceback_the_loop_s() -> None:
    fast = Case(Neuron(2), more={"batch": 1}).run(Run)
    fast.change(metric=Divides())
    with pytest.raises(Fault, match="divides: ZeroDivisionError") as raised:
        fast.advance(5)
    assert raised.value.file == __file__
    line = Path(__file__).read_text(encoding="utf-8").splitlines()[raised.value.line - 1]
    assert "(goal_prediction - goal_prediction)" in line
    loop = loop_for(Problem(Neuron(2), fast.examples, Divides()), Case(Neuron(2)).made(), False)
    with pytest.raises(ZeroDivisionError) as within:
        loop.run([0.1, 0.2], [], [((1.0, 2.0), (0.5,), 0.1)], None, [].append)
    frame = traceback.extract_tb(within.value.__traceback__)[-1]
    assert frame.line is not None and frame.line.startswith("e = ") and frame.filename in linecache.cache
    assert "Neuron(2, 1), divides, gradient-descent, loop" in frame.filename


def test_a_text_that_is_too_much_for_the_compiler_is_no_loop() -> None:
    with pytest.raises(NotInlinable, match="the compiler refused it"):
        execute(["("], "a title", {})


def test_code_is_made_once_for_a_shape_a_metric_a_learner_and_what_is_frozen() -> None:
    case = Case(Layers(3, 4, 1), "adam", zeros=0.0)
    assert loop_of(case) is loop_of(replace(case, seed=9)) is loop_of(replace(case, network=Layers(3, 4, 1)))
    others = [
        loop_of(case), loop_of(case, batched=True), loop_of(case, frozenset({1})), loop_of(case, frozenset({1, 2})),
        loop_of(replace(case, network=Layers(3, 4, 1, activation="tanh"))), loop_of(replace(case, metric="huber")),
        loop_of(replace(case, learner="momentum")),
    ]  # fmt: skip
    assert len(set(others)) == len(others)
    few, many = (loop_of(Case(ConvNet(8, kernels, 10))).text for kernels in (8, 32))
    assert few.count("\n") == many.count("\n")  # a loop over the kernels


# names


def test_names_of_an_author_are_told_from_the_loops_own_as_they_are_now(monkeypatch: pytest.MonkeyPatch) -> None:
    def text() -> str:
        return "\n".join(lines_of(Neuron(2), Half(), Case(Neuron(2), "decay").made())[0])

    before = text()
    assert "_k_f0 = 0.5" in before and "w0_f1 = 0.25" in before and "    w0, w1, = weights" in before
    assert ".hypot(" in before and "goal_prediction" not in before
    monkeypatch.setattr(compiled_loops, "w0", 0.125)
    assert "w0_f1 = 0.125" in text()
