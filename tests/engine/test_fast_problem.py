"""What a compiled look at many examples finds is what the readable path finds, to the last bit."""

from __future__ import annotations

from random import Random

import pytest

from downslope.engine.fast_run import FEW, FastProblem, FastRun
from downslope.engine.loops import WHOLE, bits
from downslope.engine.run import Run
from downslope.learning.metric import Metric
from downslope.learning.named import Layers, Neuron
from downslope.learning.network import Network, Vector
from downslope.learning.problem import Pair, Problem
from support import shipped

MANY = 120


def pairs(inputs: int, count: int = MANY) -> list[Pair]:
    random = Random(7)
    return [
        ([random.uniform(-3.0, 3.0) for _ in range(inputs)], [random.uniform(-3.0, 3.0)]) for _number in range(count)
    ]


@pytest.mark.parametrize("metric", sorted(shipped().metrics))
@pytest.mark.parametrize("network", [Neuron(1), Neuron(3), Layers(2, 3, 1, activation="tanh"), Layers(2, 3, 1)])
def test_a_compiled_look_is_the_readable_one(network: Network, metric: str) -> None:
    examples, used = pairs(network.inputs), shipped().metric(metric)
    fast, plain = FastProblem(network, examples, used), Problem(network, examples, used)
    assert fast.has_loop
    for seed in range(4):
        weights = network.start_weights(Random(seed))
        assert bits([fast.error(weights)], fast.weight_deltas(weights)) == bits(
            [plain.error(weights)], plain.weight_deltas(weights)
        )
    frozen = FastProblem(network, examples, used, frozenset({0}))
    assert frozen.weight_deltas(weights)[0] == 0.0


class Grumpy(Metric):
    """Of large predictions it will not hear."""

    name = "grumpy"

    def error(self, prediction: float, goal: float) -> float:
        if prediction > 1e6:
            raise ValueError("too large")
        return abs(prediction - goal)

    def delta(self, prediction: float, goal: float) -> float:
        return 1.0 if prediction > goal else -1.0


def test_what_raises_raises_as_it_did() -> None:
    problem = FastProblem(Neuron(1), pairs(1), Grumpy())
    problem.error([0.5])
    with pytest.raises(ValueError, match="too large"):
        problem.error([1e9])


def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How often an example was looked at by the readable path."""
    found = [0]
    forward = Network.forward

    def count(self: Network, weights: Vector, input: Vector) -> list[Vector]:
        found[0] += 1
        return forward(self, weights, input)

    monkeypatch.setattr(Network, "forward", count)
    return found


def test_a_look_costs_no_readable_step(monkeypatch: pytest.MonkeyPatch) -> None:
    examples, network = pairs(2), Layers(2, 3, 1)
    problem = FastProblem(network, examples, shipped().metric("squared"))
    problem.error(network.start_weights(Random(1)))
    found = counted(monkeypatch)
    for seed in range(5):
        problem.error(network.start_weights(Random(seed)))
        problem.weight_deltas(network.start_weights(Random(seed)))
    assert found == [0]


def test_without_a_loop_the_same_weights_are_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a large net each look takes as long as some twenty frames."""
    network = Layers(2, WHOLE, 1)
    problem, weights = FastProblem(network, pairs(2), Grumpy()), network.start_weights(Random(1))
    found = counted(monkeypatch)
    errors = {problem.error(list(weights)) for _frame in range(3)}
    assert not problem.has_loop and found == [MANY] and len(errors) == 1
    weights[-1] += 1.0
    assert problem.error(weights) not in errors


def test_only_a_run_of_many_examples_has_one() -> None:
    learner = shipped().learner("gradient-descent")
    for count, kind in ((FEW, Problem), (FEW + 1, FastProblem)):
        run = FastRun(Neuron(1), pairs(1, count), shipped().metric("squared"), learner(), [0.2], 0.01)
        assert type(run.full_problem) is kind
        assert type(run.problem(0)) is Problem  # what a learner sees
    plain = Run(Neuron(1), pairs(1), shipped().metric("squared"), learner(), [0.2], 0.01)
    assert type(plain.full_problem) is Problem


def test_weight_deltas_of_a_step_are_those_of_its_look() -> None:
    learner = shipped().learner("gradient-descent")
    run = FastRun(Neuron(1), pairs(1), shipped().metric("squared"), learner(), [0.2], 0.01)
    for _step in range(3):
        run.step()
    run.change(metric=shipped().metric("huber"))
    run.step()
    assert [tuple(run.weight_deltas_at(step)) for step in range(5)] == [run.at(step).weight_deltas for step in range(5)]
