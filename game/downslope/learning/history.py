"""What was: the weights and the error of every step, kept in two flat arrays; a Step is worked out when asked."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import NamedTuple

from .learner import Alpha
from .metric import Metric
from .network import Vector


class Step(NamedTuple):
    """One round, as it looked before it moved."""

    iteration: int
    weights: tuple[float, ...]
    predictions: tuple[tuple[float, ...], ...]  # one tuple for each example that it looked at
    error: float  # mean over these examples
    deltas: tuple[tuple[float, ...], ...]
    weight_deltas: tuple[float, ...]  # mean over these examples
    alpha: Alpha
    examples: tuple[int, ...]  # their indices


class Setting(NamedTuple):
    """What held from a step on."""

    first: int
    metric: Metric
    alpha: Alpha
    frozen: frozenset[int]


class History:
    """`size` weights a step. Nothing that is not finite is ever in it."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.weights = array("d")
        self.errors = array("d")
        self.settings: list[Setting] = []

    def __len__(self) -> int:
        return len(self.errors)

    def keep(self, weights: Vector, error: float) -> None:
        self.weights.extend(weights)
        self.errors.append(error)

    def drop(self, steps: int) -> None:
        """Forget the last steps."""
        if steps:
            del self.errors[-steps:]
            del self.weights[-steps * self.size :]

    def weights_at(self, step: int) -> tuple[float, ...]:
        return tuple(self.weights[step * self.size : (step + 1) * self.size])

    def setting_at(self, step: int) -> Setting:
        return next(s for s in reversed(self.settings) if s.first <= step or s is self.settings[0])

    def set(self, setting: Setting) -> None:
        """Hold this from its first step on; a setting that no step has used is replaced."""
        while self.settings and self.settings[-1].first >= setting.first:
            self.settings.pop()
        self.settings.append(setting)


def moves(history: History, now: Sequence[float], first: int, every: int) -> list[float]:
    """The largest change of a weight from beat to beat: `every` steps make a beat; `now` are the present weights."""
    spots = [history.weights_at(k) for k in range(first, len(history), every)] + [tuple(now)]
    return [max(abs(a - b) for a, b in zip(p, q)) for p, q in zip(spots, spots[1:])]
