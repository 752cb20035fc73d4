"""A problem of many examples whose error and weight_deltas come out of one compiled loop, equal to the last bit.

The loop is that of a learner whose next weight is the weight_delta (loops.py): a step that nobody takes is a look.
"""

from __future__ import annotations

from functools import cached_property
from math import isfinite

from ..formulas.names import NotInlinable
from ..learning.learner import Learner
from ..learning.network import Vector
from ..learning.problem import Problem
from .loops import WHOLE, Loop, all_ordinary, bits, irregular_examples, loop_for

FEW = 24  # examples: for so many the readable path is quick enough
KEPT = 3  # looks that are kept: whoever judges a step asks for the weights before it and after it, more than once


class WeightDelta(Learner):
    """Gives weight_deltas in the place of weights."""

    name = "weight-delta"

    def update(self, weight: float, weight_delta: float, alpha: float) -> float:
        return weight_delta


class FastProblem(Problem):
    """As `Problem`; where there is no loop, or it cannot, the readable path does it, which tells what is wrong too."""

    _looks: dict[tuple[float, ...], tuple[float, list[float]]] = {}  # of the last weights: error and weight_deltas
    _errors: dict[tuple[float, ...], float] = {}  # without a loop: a board asks in each frame of a run

    @cached_property
    def _loop(self) -> Loop | None:
        try:
            fits = self.network.size <= WHOLE and not irregular_examples(self.examples)
            plain = Problem(self.network, self.examples, self.metric)
            return loop_for(plain, WeightDelta(), batched=True) if fits else None
        except NotInlinable:
            return None

    @property
    def has_loop(self) -> bool:
        """A look is no work."""
        return self._loop is not None

    def error(self, weights: Vector) -> float:
        look, key = self._look(weights), tuple(weights)
        if look is None and key not in self._errors:
            self._errors = {key: super().error(weights)}
        return self._errors[key] if look is None else look[0]

    def weight_deltas(self, weights: Vector) -> list[float]:
        look = self._look(weights)
        return super().weight_deltas(weights) if look is None else list(look[1])

    def _look(self, weights: Vector) -> tuple[float, list[float]] | None:
        """None: it is not for the loop."""
        loop, key, errors = self._loop, tuple(weights), list[float]()
        if loop is None or key in self._looks or not all_ordinary(weights):
            return self._looks.get(key)
        try:
            deltas, _memories = loop.run(weights, [], [(self.examples, 1.0)], None, errors.append)
            for index in self.frozen:
                deltas[index] = 0.0
            if not loop.trusted:  # the first look is made both ways
                readable = bits([super().error(weights)], super().weight_deltas(weights))
                loop.trusted = readable == bits(errors, deltas)
                self._loop = loop if loop.trusted else None
        except Exception:  # the readable path tells it, if it is so
            return None
        if not (loop.trusted and isfinite(errors[0]) and all(map(isfinite, deltas))):
            return None
        self._looks = dict([(key, (errors[0], deltas)), *self._looks.items()][:KEPT])
        return self._looks[key]
