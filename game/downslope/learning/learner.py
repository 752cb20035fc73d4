"""A learner makes the next attempt better: from a problem, the weights and alpha to new weights."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from .network import Network, Vector
from .problem import Problem

Alpha = float | Sequence[float]  # the step size: one for all weights, or one for each


class Learner:
    """Write `update`, a formula for one weight, or override `step`, for anything that must look at errors.

    update(weight, weight_delta, alpha, *memory) gives the new weight, or (weight, *memory) where there is memory.
    A fresh object is made for each attempt. All its state lives in `vars(self)`.
    """

    name: str = ""  # what levels and commands call it: small letters, figures, hyphens
    title: str = ""  # what players read; empty: its name
    knobs: tuple[Any, ...] = ()  # its own settings, as Knob(name, low, high, start=...); set as attributes
    memory: tuple[str, ...] = ()  # names of the numbers it keeps for each weight, 0.0 at first
    lines: str = ""  # with a step of its own: what it does to one weight, as plain Python, for the script
    patience: float = 0.0  # seconds that a step of its own may take, at most 30; 0: as long as any
    random: Random  # its own, seeded, set before start(); use random() only: the other methods may change
    memories: list[list[float]]  # of each name in `memory` a list, with a number for each weight

    update: Callable[..., Any]  # the formula: (weight, weight_delta, alpha, *memory) to the new weight, or with memory

    def start(self, size: int) -> None:
        """Called once, before the first step, with the number of weights."""
        self.memories = [[0.0] * size for _ in self.memory]

    def fits(self, network: Network) -> bool:
        """False: not offered for a network of this shape."""
        return True

    @staticmethod
    def alphas(alpha: Alpha, size: int) -> Sequence[float]:
        """An alpha for each of `size` weights, whether one was given or a list of them."""
        return alpha if isinstance(alpha, Sequence) else [alpha] * size

    def step(self, problem: Problem, weights: Vector, alpha: Alpha) -> list[float]:
        """The next weights, as a new list; `weights` is left alone."""
        weight_deltas, alphas = problem.weight_deltas(weights), self.alphas(alpha, len(weights))
        if not self.memory:
            return list(map(self.update, weights, weight_deltas, alphas))
        new, *self.memories = map(list, zip(*map(self.update, weights, weight_deltas, alphas, *self.memories)))
        return new
