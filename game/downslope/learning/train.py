"""Training: `step` is one look and one move of a learner (see plugins/learners); many steps at once must equal it."""

from __future__ import annotations

from collections.abc import Sequence

from .learner import Alpha, Learner
from .metric import Metric
from .network import Network
from .ops import Vector
from .problem import Pair, Problem


def step(problem: Problem, learner: Learner, weights: Vector, alpha: Alpha) -> tuple[float, Vector]:
    """The error of these weights, and the next ones."""
    return problem.error(weights), learner.step(problem, weights, alpha)


def train(
    network: Network, examples: Sequence[Pair], metric: Metric, learner: Learner, weights: Vector, alpha: Alpha,
    passes: int,
) -> Vector:  # fmt: skip
    """The weights after `passes` passes over the examples, with one example in each step.

    `examples`: pairs of an input and a goal_prediction, each a sequence of numbers. `learner`: one on which `start` was
    called. `weights` is left alone.
    """
    for _pass in range(passes):
        for example in examples:
            _error, weights = step(Problem(network, [example], metric), learner, weights, alpha)
    return weights
