"""A network that keeps its promises where it was asked, and not elsewhere, is named as soon as it does not."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from typing import Any

import pytest

from downslope import Fault, Learner, Network, Neuron, Run
from downslope.engine.run import CheckedProblem
from downslope.learning.contract import shape_faults
from downslope.learning.problem import Problem
from support import shipped


class Fickle(Network):
    """It gives something else for inputs above 1, where nobody asks when it is loaded."""

    inputs, outputs, size = 1, 2, 2

    def __init__(self, method: str = "", gives: Any = None) -> None:
        self.method, self.gives = method, gives

    def forward(self, weights: Any, input: Any) -> list[Any]:
        there = self.method == "forward" and input[0] > 1
        return [input, self.gives if there else [input[0] * weights[0], input[0] * weights[1]]]

    def weight_deltas(self, weights: Any, layers: Any, delta: Any) -> Any:
        there = self.method == "weight_deltas" and layers[0][0] > 1
        return self.gives if there else [delta[0] * layers[0][0], delta[1] * layers[0][0]]


class OnlyErrors(Learner):
    """It asks for errors alone."""

    name = "only-errors"

    def step(self, problem: Problem, weights: Sequence[float], alpha: Any) -> list[float]:
        return [weight - 0.01 * problem.error(weights) for weight in weights]


def run_of(network: Network, learner: type[Learner] | None = None, batch: int | None = None) -> Run:
    own = (learner or shipped().learner("gradient-descent"))()
    own.start(network.size)
    pairs = [((0.5,), (1.0, 0.0)), ((2.0,), (0.5, 0.5))]
    return Run(network, pairs, shipped().metric("squared"), own, [0.1, 0.2], 0.1, batch)


def play(run: Run) -> None:
    while run.count < 6 and not run.diverged:
        run.advance(6 - run.count)


@pytest.mark.parametrize("batch", [1, None])
@pytest.mark.parametrize("gives", [[], [1.0], [1.0, 2.0, 3.0], None, 0.5, [1.0, "x"], [1.0, 1j]], ids=repr)
@pytest.mark.parametrize("method", ["forward", "weight_deltas"])
def test_it_is_named_with_its_file_and_the_line_of_its_method(method: str, gives: Any, batch: int | None) -> None:
    network = Fickle(method, gives)
    assert list(shape_faults(network)) == []
    with pytest.raises(Fault, match=f"Fickle: {method} returned .*; expected 2 numbers, one for each") as raised:
        play(run_of(network, batch=batch))
    _lines, first = inspect.getsourcelines(getattr(Fickle, method))
    assert (raised.value.file, raised.value.line) == (__file__, first)


def test_so_it_is_for_a_learner_that_asks_for_errors_alone() -> None:
    with pytest.raises(Fault, match="Fickle: forward returned"):
        play(run_of(Fickle("forward", [1.0]), OnlyErrors))


def test_what_gives_its_numbers_is_left_alone() -> None:
    run = run_of(Fickle())
    play(run)
    assert run.count == 6 and type(run.problem(0)) is CheckedProblem
    assert run.at(3).predictions == tuple(tuple(run.network.predict(run.at(3).weights, x)) for x, _ in run.examples)
    assert type(run_of(Neuron(1, 2)).problem(0)) is Problem
