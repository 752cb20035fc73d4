"""The law: with squared error one step multiplies the miss by 1 - alpha * mean(input ** 2).

From delta = input * weight - goal and weight -= alpha * delta * input, the next delta is
delta * (1 - alpha * input ** 2). It holds for gradient descent on one neuron whose delta grows in step with the miss.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import TYPE_CHECKING, NamedTuple

from ..formulas.polynomial import is_gradient_descent, is_squared_error
from ..learning.ops import Dense
from ..learning.problem import Pair

if TYPE_CHECKING:
    from ..engine.run import Run


def steepness(examples: Sequence[Pair]) -> float:
    """The mean over the examples of all inputs squared."""
    total = 0.0
    for input, _ in examples:
        for value in input:
            total += value * value
    return total / len(examples)


def left_after_step(alpha: float, steep: float, pull: float = 1.0) -> float:
    """The part of the miss that one step leaves, with its sign. `pull`: delta / miss of the metric (true slope: 2)."""
    return 1.0 - alpha * pull * steep


def limit(steep: float, pull: float = 1.0) -> float:
    """From here on a step leaves no less than it found: 2 / input ** 2."""
    return 2.0 / (pull * steep)


class Law(NamedTuple):
    """What of a run the law needs. Its weight is always left_after_step(alpha, steep, pull) ** steps of the way off
    the weight of the lowest error, `centre`, and its error is share * (steep * (weight - centre) ** 2 + floor)."""

    steep: float  # the mean over the examples of input ** 2
    pull: float  # delta / miss
    share: float  # error / miss ** 2
    centre: float
    floor: float  # the mean of the squared misses at the centre: 0 where one weight fits every example

    def left(self, alpha: float) -> float:
        """The part of the miss that one step leaves, with its sign."""
        return left_after_step(alpha, self.steep, self.pull)


def law_of(run: Run) -> Law | None:
    """The law of a run; None: it does not hold. Metric and learner are recognised by their formulas."""
    network, learner = run.network, run.learner
    if tuple(network.ops()) != (Dense(0, 1, 1),) or run.frozen or not isinstance(run.alpha, (int, float)):
        return None
    if (
        len(run.batches) != 1
        or run.order.shuffled
        or run.schedule != "constant"
        or run.sample_problem is not run.full_problem
    ):
        return None
    squares = is_squared_error(run.metric)
    if squares is None or learner is None or not is_gradient_descent(learner):
        return None
    steep, along = steepness(run.examples), 0.0
    for (value,), (goal,) in run.examples:
        along += value * goal
    centre = along / len(run.examples) / steep if steep > 0.0 else 0.0
    floor = 0.0
    for (value,), (goal,) in run.examples:
        miss = value * centre - goal
        floor += miss * miss
    law = Law(steep, squares[1], squares[0], centre, floor / len(run.examples))
    return law if steep > 0.0 and all(map(isfinite, law)) else None
