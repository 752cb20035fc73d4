"""Things as other people's plugins have them: learners with helpers, loops and what else Python has, to look into; and
networks of `forward` and `weight_deltas`, and no more."""

import random
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from runpy import run_path
from typing import Any

from downslope import Example, Knob, Learner, Level, Metric, Network, Node, Picture, Problem, Wire

Vector = Sequence[float]


def halve_until_better(problem: Problem, weights: Any, slopes: Any, alpha: Any) -> tuple[list[float], int]:
    now = problem.error(weights)
    for tries in range(6):
        there = [w - alpha * s for w, s in zip(weights, slopes)]
        if problem.error(there) < now:
            return there, tries
        alpha = alpha / 2
    return list(weights), 6


class Careful(Learner):
    name = "careful"

    def step(self, problem: Problem, weights: Any, alpha: Any) -> list[float]:
        slopes = problem.weight_deltas(weights)
        steepest = max(abs(s) for s in slopes)
        if steepest == 0:
            return list(weights)
        new, tries = halve_until_better(problem, weights, slopes, alpha)
        self.tries = tries
        return new


def half(value: float, times: int) -> float:
    if times == 0:
        return value
    rest = half(value, times - 1)
    return rest / 2


def reaches(alpha: float) -> Iterator[float]:
    while True:
        yield alpha
        alpha /= 2


def ratio(one: float, other: float) -> float:
    return one / other


class Patient(Learner):
    name = "patient"

    def step(self, problem: Problem, weights: Any, alpha: Any) -> list[float]:
        total = 0.0
        for number in range(5000):
            total += number * 1e-9
        return [w - alpha * s - total * 0 for w, s in zip(weights, problem.weight_deltas(weights))]


class Chancy(Learner):
    name = "chancy"

    def step(self, problem: Problem, weights: Any, alpha: Any) -> list[float]:
        CALLS.append(1)
        return [w + 0.01 * random.random() + 0.001 * len(CALLS) for w in weights]


CALLS: list[int] = []


class Shy:
    """Whoever writes it out is told off."""

    def __repr__(self) -> str:
        raise AssertionError("it is not to be written out")

    __str__ = __repr__

    def __eq__(self, other: object) -> bool:
        raise AssertionError("it is not to be compared")

    __hash__ = object.__hash__


class Winding(Learner):
    """It calls what calls itself, what gives one after another, and what raises; and it keeps what is shy."""

    name = "winding"
    steps = 0

    def step(self, problem: Problem, weights: Any, alpha: Any) -> list[float]:
        shy = Shy()
        pair = [shy, {"one": shy}]
        self.shy = pair
        part = half(alpha, 3)
        try:
            part = ratio(alpha, 0.0)
        except ZeroDivisionError:
            part = alpha
        finally:
            self.steps = self.steps + 1
        best = list(weights)
        for number, reach in enumerate(reaches(part)):
            there = [w - reach * s for w, s in zip(weights, problem.weight_deltas(weights))]
            try:
                if problem.error(there) < problem.error(best):
                    best = there
            finally:
                part = part / 2
            if number == 3:
                break
        return best


class Plain(Learner):
    name = "plain"

    def update(self, weight: float, weight_delta: float, alpha: float) -> float:
        move = alpha * weight_delta
        return weight - move


class Branchy(Metric):
    name = "branchy"

    def error(self, prediction: float, goal_prediction: float) -> float:
        miss = prediction - goal_prediction
        if miss < 0:
            return 0.5 * miss * miss
        return miss * miss

    def delta(self, prediction: float, goal_prediction: float) -> float:
        miss = prediction - goal_prediction
        return miss if miss < 0 else 2 * miss


@contextmanager
def another_tracer() -> Iterator[None]:
    """It is at work."""
    before = sys.gettrace()
    sys.settrace(lambda frame, event, argument: None)
    try:
        yield
    finally:
        sys.settrace(before)


class BiasedNeuron(Network):
    """Neurons with one weight more, whose input is always 1."""

    def __init__(self, inputs: int = 2, outputs: int = 1) -> None:
        self.inputs, self.outputs, self.size = inputs, outputs, (inputs + 1) * outputs

    def forward(self, weights: Vector, input: Vector) -> list[Vector]:
        wide = self.inputs + 1
        predictions = []
        for first in range(0, self.size, wide):
            total = weights[first + self.inputs]
            for weight, value in zip(weights[first:], input):
                total += weight * value
            predictions.append(total)
        return [input, predictions]

    def weight_deltas(self, weights: Vector, layers: Sequence[Vector], delta: Vector) -> list[float]:
        return [d * value for d in delta for value in (*layers[0], 1.0)]


class QuadraticNeuron(Network):
    inputs, outputs, size = 1, 1, 2

    def forward(self, weights: Vector, input: Vector) -> list[Vector]:
        (x,) = input
        return [input, [x * weights[0] + x * x * weights[1]]]

    def weight_deltas(self, weights: Vector, layers: Sequence[Vector], delta: Vector) -> list[float]:
        (x,) = layers[0]
        return [delta[0] * x, delta[0] * x * x]


# One hidden value that goes on from input to input, as an author is shown it
Recurrent: Any = run_path(f"{Path(__file__).parents[2]}/docs/examples/echo.py", run_name="echo")["RecurrentNeuron"]


class Tied(Network):
    """Each weight_delta reads the other weight, and one is a weight itself."""

    inputs, outputs, size = 1, 1, 3

    def forward(self, weights: Vector, input: Vector) -> list[Vector]:
        return [input, [weights[0] * weights[1] * input[0] + weights[2] * 0.01]]

    def weight_deltas(self, weights: Vector, layers: Sequence[Vector], delta: Vector) -> list[float]:
        x = layers[0][0]
        return [delta[0] * weights[1] * x, delta[0] * weights[0] * x, weights[0]]


class OpsNetwork(Network):
    """A class of a plugin's that gives its ops alone."""

    def __init__(self, *ops: Any) -> None:
        self._parts = ops

    def ops(self) -> Sequence[Any]:
        return self._parts


class Priced(Network):
    """A price for each of two, one that both share, and two that add them up; its author says what it looks like."""

    inputs, outputs, size = 2, 1, 5
    title = "two stalls"
    weight_names = ("apples", "pears", "shared", "first stall", "second stall")

    def forward(self, weights: Vector, input: Vector) -> list[Vector]:
        one = weights[0] * input[0] + weights[2] * input[1]
        other = weights[1] * input[1] + weights[2] * input[0]
        return [input, [one, other], [weights[3] * one + weights[4] * other]]

    def weight_deltas(self, weights: Vector, layers: Sequence[Vector], delta: Vector) -> list[float]:
        (x, y), (one, other) = layers[0], layers[1]
        first, second = delta[0] * weights[3], delta[0] * weights[4]
        return [first * x, second * y, first * y + second * x, delta[0] * one, delta[0] * other]

    def picture(self) -> Picture:
        nodes = [Node(0, "apples", (0, 0)), Node(0, "pears", (0, 1)), Node(1, "one", (1, 0)),
                 Node(1, "other", (1, 1)), Node(2, "sum", (2, 0))]  # fmt: skip
        wires = [Wire(0, 2, 0), Wire(1, 3, 1), Wire(1, 2, 2), Wire(0, 3, 2), Wire(2, 4, 3), Wire(3, 4, 4)]
        return Picture(nodes, wires)


STALLS = Level(
    "stalls", title="Two stalls", brief="What is an apple worth, and what a pear?", network=Priced(),
    examples=[Example([1, 2], 3), Example([2, 1], 4)], weights=[0.5, -0.5, 0.3, 1.0, 0.8], alpha=0.05,
    knobs=[Knob("alpha", 0.05, 0.4, step=0.05), Knob("weight", -2.0, 2.0, index=2)],
)  # fmt: skip
