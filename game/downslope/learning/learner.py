"""A learner is the rule that changes weights: from a problem, the weights and alpha to new weights."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from .metric import Declared
from .network import Network
from .ops import Vector
from .problem import Problem

Alpha = float | Sequence[float]  # how far a step trusts the slope: one number for all weights, or one for each


class Learner(Declared):
    """The rule that changes weights. Write `update`, a formula for one weight, or override `step` to look at errors.

    `update` returns the new weight; a learner with memory returns (weight, *memory).
    Each attempt has a fresh object. All its state is in `vars(self)`.
    """

    name: str = ""  # in levels and commands: small letters, digits, hyphens; empty: HotAndCold is hot-and-cold
    title: str = ""  # the name that players read; empty: `name`
    knobs: tuple[Any, ...] = ()  # settings: beta = Knob(0.0, 0.99, start=0.9) is one; you read it as self.beta
    memory: tuple[str, ...] = ()  # names of the numbers kept for each weight, 0.0 at first
    lines: str = ""  # if you override `step`: what it does to one weight, as plain Python, for the script
    frameworks: dict[str, str] = {}  # its optimizer, for scripts: {"torch": "SGD({alpha}, momentum={beta})"}
    patience: float = 0.0  # seconds that a step may take, at most 30; 0: the usual limit
    random: Random  # seeded, set before start(); call random.random() only: other methods change with Python
    memories: list[list[float]]  # for each name in `memory` a list with one number for each weight

    update: Callable[..., Any]  # update(weight, weight_delta, alpha, *memory): the formula

    def start(self, size: int) -> None:
        """Called once before the first step. `size`: the number of weights."""
        self.memories = [[0.0] * size for _ in self.memory]

    def fits(self, network: Network) -> bool:
        """Whether the learner can train this network. False: the game does not offer it there."""
        return True

    @staticmethod
    def alphas(alpha: Alpha, size: int) -> Sequence[float]:
        """A list of `size` alphas, from one number or from a list."""
        return alpha if isinstance(alpha, Sequence) else [alpha] * size

    def step(self, problem: Problem, weights: Vector, alpha: Alpha) -> list[float]:
        """The next weights, as a new list. Do not change `weights`."""
        weight_deltas, alphas = problem.weight_deltas(weights), self.alphas(alpha, len(weights))
        if not self.memory:
            return list(map(self.update, weights, weight_deltas, alphas))
        new, *self.memories = map(list, zip(*map(self.update, weights, weight_deltas, alphas, *self.memories)))
        return new
