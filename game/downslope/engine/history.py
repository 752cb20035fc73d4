"""What was: the weights and the error of every step, in flat arrays; a Step is worked out when asked.

Over LIMIT numbers only the ends of epochs are kept, each with a copy of the learner as it was; what lies between is
run again when it is asked for.
"""

from __future__ import annotations

import copy
from array import array
from bisect import bisect_right
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import Any, NamedTuple

from ..learning import Alpha, Learner, Metric, Vector

LIMIT = 250_000  # weights, over all steps


class Step(NamedTuple):
    """One step, with the numbers from before it changed the weights."""

    iteration: int
    weights: tuple[float, ...]
    predictions: tuple[tuple[float, ...], ...]  # one tuple for each example that it looked at
    error: float  # mean over these examples
    deltas: tuple[tuple[float, ...], ...]
    weight_deltas: tuple[float, ...]  # mean over these examples
    alpha: Alpha
    examples: tuple[int, ...]  # their indices


class HyperParameters(NamedTuple):
    """What held from a step on."""

    first: int
    metric: Metric
    alpha: Alpha  # before the schedule
    frozen: frozenset[int]
    schedule: str = "constant"


class ReplayPoint(NamedTuple):
    """Where a stretch of steps begins that can be run again."""

    step: int
    weights: array[float]
    learner: Learner


Replay = Callable[[ReplayPoint, int], list[tuple[float, ...]]]  # the weights of so many steps, from there on


@dataclass(eq=False)
class History:
    """`size` weights a step, `each` steps an epoch. Nothing that is not finite is ever in it."""

    size: int
    each: int
    _replay: Replay | None
    weights: array[float] = field(default_factory=lambda: array("d"))  # of all steps, or before the first left out
    errors: array[float] = field(default_factory=lambda: array("d"))
    settings: list[HyperParameters] = field(default_factory=list)
    replay_points: list[ReplayPoint] = field(default_factory=list)
    changed: bool = False  # the learner or its setting was, since the last step
    by_hand: set[int] = field(default_factory=set)  # steps before which the weights were set by hand
    limit: int = field(default_factory=lambda: LIMIT)
    _replayed: tuple[int, Sequence[tuple[float, ...]]] = (0, ())  # the stretch that was run again last

    def __len__(self) -> int:
        return len(self.errors)

    def begin(self, weights: Vector, learner: Learner) -> None:
        """A step begins; the learner has not moved yet. Where it can be run again from is kept when it is time."""
        epoch = len(self) % self.each == 0
        if (epoch and (self.replay_points or len(self.weights) >= self.limit)) or (self.replay_points and self.changed):
            # where an epoch is a step, every one is an end; what cannot be run again from here is kept step by step
            with suppress(Exception):
                if self.each > 1 and self._replay is not None:
                    mark = ReplayPoint(len(self), array("d", weights), copy_learner(learner))
                    if self.replay_points and self.replay_points[-1].step == mark.step:  # that step was not taken
                        self.replay_points.pop()
                    self.replay_points.append(mark)
        self.changed = False

    def add_replay_point(self, weights: Vector, learner: Learner) -> None:
        """What comes can be run again from here: the steps that led here, or those to come, are made elsewhere."""
        if not self.replay_points or self.replay_points[-1].step < len(self):
            self.replay_points.append(ReplayPoint(len(self), array("d", weights), copy_learner(learner)))

    def keep(self, weights: Vector, error: float) -> None:
        """The step is taken."""
        if not self.replay_points:
            self.weights.extend(weights)
        self.errors.append(error)

    def forget(self, step: int) -> None:
        """The steps from this one on did not count after all."""
        del self.errors[step:]
        del self.weights[min(len(self.weights), step * self.size) :]
        while self.replay_points and self.replay_points[-1].step > step:
            self.replay_points.pop()
        self._replayed = (0, ())

    def weights_at(self, step: int) -> tuple[float, ...]:
        if (step + 1) * self.size <= len(self.weights):
            return tuple(self.weights[step * self.size : (step + 1) * self.size])
        first, stretch = self._replayed
        if not first <= step < first + len(stretch):
            number = bisect_right([k.step for k in self.replay_points], step) - 1
            kept = self.replay_points[number]
            if kept.step == step:
                return tuple(kept.weights)
            assert self._replay is not None
            end = self.replay_points[number + 1].step if number + 1 < len(self.replay_points) else len(self)
            first, stretch = self._replayed = (kept.step, self._replay(kept, end - kept.step))
        return stretch[step - first]

    def setting_at(self, step: int) -> HyperParameters:
        return next(s for s in reversed(self.settings) if s.first <= step or s is self.settings[0])

    def set(self, setting: HyperParameters) -> None:
        """Hold this from its first step on; a setting that no step has used is replaced."""
        while self.settings and self.settings[-1].first >= setting.first:
            self.settings.pop()
        self.settings.append(setting)
        self.changed = True


def copy_learner(learner: Learner) -> Learner:
    """A deep copy. A generator's 625 numbers are handed over as they are: copied one by one they take a millisecond."""
    memo: dict[int, Any] = {}
    for value in vars(learner).values():
        if type(value) is Random:
            memo[id(value)] = Random(0)
            memo[id(value)].setstate(value.getstate())
    return copy.deepcopy(learner, memo)
