"""The loop of every network, metric, learner and setting against the readable path, to the last bit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from compiled_loops import CALLED, FORMULAS, LARGE, METRICS, POOLED, SMALL, Case, bits, cases
from downslope import ConvNet, Fault, Layers, Metric, Network, Neuron, Run
from downslope.engine.fast_run import MODERATE, irregular_examples, loop_for
from downslope.engine.run import Run as ReadableRun
from downslope.formulas.source import NotInlinable
from downslope.learning.ops import Beside, Dense
from downslope.learning.problem import Problem


def compare(fast: Run, readable: ReadableRun, steps: int = 23) -> None:
    """Both make so many steps, or run away at the same one."""
    while fast.count < steps and not fast.diverged:
        fast.advance(steps - fast.count)
    while readable.count < steps and not readable.diverged:
        assert readable.step() is not readable.diverged
    assert fast.diverged == readable.diverged and fast.learner is not None and readable.learner is not None
    assert bits(fast.weights) == bits(readable.weights)
    assert bits(fast.history.weights) == bits(readable.history.weights)
    assert bits(fast.errors) == bits(readable.errors)
    assert list(map(bits, fast.learner.memories)) == list(map(bits, readable.learner.memories))
    for input, _goals in readable.examples:
        assert bits(fast.predict(fast.weights, input)) == bits(fast.network.predict(fast.weights, input))


def looped(case: Case, steps: int = 23) -> Any:
    """The run, which has a loop whose steps are the readable ones."""
    fast = case.run(Run)
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


def test_each_shape_has_a_loop() -> None:
    """Written out where it is small, else in rows, or with its methods called."""
    learners, metrics, batches = cycle(FORMULAS), cycle(METRICS), cycle([1, 2, None])
    each = {"written out": SMALL, "rows": [*LARGE, *POOLED], "called": CALLED}
    for kind, shapes in each.items():
        for network in shapes:
            case = Case(network, next(learners), next(metrics), zeros=0.0, more={"batch": next(batches)})
            text = looped(case, 5).loop.text
            assert ("forward(" in text) == (kind == "called"), case
            assert kind == "called" or (text.count("for ") > 4) == (kind == "rows"), case
    # what only one branch of a metric needs is worked out in it
    assert looped(Case(Layers(3, 4, 2), "momentum", "guarded", zeros=0.5, more={"batch": 2})).readable == 0


# a loop is of what it was made for


@dataclass
class Listed(Network):
    """Equal to others of its kind, and without a hash; its numbers may change."""

    gains: list[float] = field(default_factory=lambda: [0.5])
    inputs, outputs, size = 1, 1, 1

    def forward(self, weights: Sequence[float], input: Sequence[float]) -> list[Sequence[float]]:
        return [input, [weights[0] * input[0] * self.gains[0]]]

    def weight_deltas(self, weights: Any, layers: Any, delta: Any) -> list[float]:
        return [delta[0] * layers[0][0] * self.gains[0]]


def loop_of(case: Case, frozen: frozenset[int] = frozenset(), batched: bool = False) -> Any:
    run = case.run(Run)
    return loop_for(Problem(case.network, run.examples, run.metric, frozen), case.made(), batched)


def test_another_network_learner_metric_or_setting_has_another_loop() -> None:
    case = Case(Layers(3, 4, 1), "adam", zeros=0.0)
    assert loop_of(case) is loop_of(replace(case, seed=9)) is loop_of(replace(case, network=Layers(3, 4, 1)))
    others = [
        loop_of(case), loop_of(case, batched=True), loop_of(case, frozenset({1})), loop_of(case, frozenset({1, 2})),
        loop_of(replace(case, network=Layers(3, 4, 1, activation="tanh"))), loop_of(replace(case, metric="huber")),
        loop_of(replace(case, learner="momentum")),
    ]  # fmt: skip
    assert len(set(others)) == len(others)
    network = Listed()
    for gain in (0.5, 2.0, 0.5):
        network.gains[0] = gain
        looped(Case(network, zeros=0.0, more={"batch": 1}))
    case = Case(Neuron(2), "modes", more={"batch": 1})
    first = looped(case)
    vars(first.learner)["mode"] = "half"
    looped(replace(case, seed=5))
    fast, readable = case.run(Run), case.run(ReadableRun)
    for run in (fast, readable):
        vars(run.learner)["mode"] = "half"
    compare(fast, readable)
    assert fast.loop is not None is not first.loop is not fast.loop


# what has none, or may have none


class Drawing(Network):
    inputs, outputs, size = 1, 1, 1
    random = Random(1)

    def forward(self, weights: Sequence[float], input: Sequence[float]) -> list[Sequence[float]]:
        return [input, [weights[0] * input[0] + self.random.random()]]

    def weight_deltas(self, weights: Any, layers: Any, delta: Any) -> list[float]:
        return [delta[0]]


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


def test_a_learner_with_a_step_of_its_own_and_huge_numbers_run_the_readable_path() -> None:
    with pytest.raises(NotInlinable, match="step of its own"):
        loop_of(Case(Neuron(3), "random-search"))
    own = Case(Layers(3, 4, 2), "hot-and-cold").run(Run)
    compare(own, Case(Layers(3, 4, 2), "hot-and-cold").run(ReadableRun))
    assert own.loop is None and own.why
    case = Case(ConvNet(4, 1, 1), more={"batch": 1})
    for weights in ([2 * MODERATE, -2 * MODERATE] * 5, [-0.0] * 10, [1] * 10):
        fast, readable = case.run(Run), case.run(ReadableRun)
        for run in (fast, readable):
            run.set_weights(list(weights))
        assert fast.advance_epoch(3) == 0
        compare(fast, readable)
    assert irregular_examples(fast.examples) == ""
    for wrong in (([2 * MODERATE] * 16, [0.0]), ([1] * 16, [0.0])):
        assert "huge numbers" in irregular_examples([*fast.examples, wrong])


class Divides(Metric):
    name = "divides"

    def error(self, prediction: float, goal_prediction: float) -> float:
        return (prediction - goal_prediction) / (goal_prediction - goal_prediction)


def test_a_fault_within_a_loop_has_the_plugin_s_line() -> None:
    fast = Case(Neuron(2), more={"batch": 1}).run(Run)
    fast.change(metric=Divides())
    with pytest.raises(Fault, match="divides: ZeroDivisionError") as raised:
        fast.advance(5)
    assert raised.value.file == __file__
    line = Path(__file__).read_text(encoding="utf-8").splitlines()[raised.value.line - 1]
    assert "(goal_prediction - goal_prediction)" in line
