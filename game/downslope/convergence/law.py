"""The law of one neuron: with squared error one step multiplies the miss by 1 - alpha * mean(input ** 2).

From delta = input * weight - goal and weight -= alpha * delta * input, the next delta is delta * (1 - alpha * input **
2). It holds for gradient descent on one neuron whose delta grows in step with the miss.
"""

from __future__ import annotations

from math import isfinite
from typing import NamedTuple

from ..engine.run import Run
from ..formulas.inline import is_gradient_descent, is_squared_error
from ..learning.ops import Dense


class Law(NamedTuple):
    """What of a run the law needs: the mean over the examples of input ** 2, and delta / miss of the metric."""

    steep: float
    pull: float = 1.0

    def left(self, alpha: float) -> float:
        """The part of the miss that one step leaves, with its sign."""
        return 1.0 - alpha * self.pull * self.steep


def law_of(run: Run) -> Law | None:
    """The law of a run; None: it does not hold. Metric and learner are recognised by their formulas."""
    network, learner = run.network, run.learner
    if tuple(network.ops()) != (Dense(0, 1, 1),) or run.frozen or not isinstance(run.alpha, (int, float)):
        return None
    if len(run.batches) != 1 or run.order.shuffled or run.schedule != "constant":
        return None
    squares = is_squared_error(run.metric)
    if squares is None or learner is None or not is_gradient_descent(learner):
        return None
    total = 0.0
    for (number,), _goal in run.examples:
        total += number * number
    steep = total / len(run.examples)
    return Law(steep, squares[1]) if steep > 0.0 and isfinite(steep) else None
