"""Things as other people's plugins have them: learners with helpers, loops and what else Python has, to look into."""

import random
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from downslope import Learner, Metric, Network, Problem


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
            there = [
                w - reach * s
                for w, s in zip(weights, problem.weight_deltas(weights))
            ]
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


class Squares(Network):
    """One weight for each input's square."""

    inputs, outputs, size = 2, 1, 2

    def forward(self, weights: Any, input: Any) -> list[Any]:
        total = 0.0
        for weight, value in zip(weights, input):
            total += weight * value * value
        return [input, [total]]

    def weight_deltas(self, weights: Any, layers: Sequence[Any], delta: Any) -> list[float]:
        return [delta[0] * value * value for value in layers[0]]


@contextmanager
def another_tracer() -> Iterator[None]:
    """It is at work."""
    before = sys.gettrace()
    sys.settrace(lambda frame, event, argument: None)
    try:
        yield
    finally:
        sys.settrace(before)
