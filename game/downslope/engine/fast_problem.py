"""A problem of many examples whose error and weight_deltas come out of one compiled loop, equal to the last bit.

The loop is that of a learner whose next weight is the weight_delta (loops.py): a step that nobody takes is a look.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import NamedTuple

from ..learning.learner import Learner
from ..learning.metric import Metric
from ..learning.network import Network, Vector
from ..learning.problem import Pair, Problem
from .compiled_loop import Loop, NotCompilable
from .fast_epochs import all_ordinary, bits, irregular_examples
from .loops import WHOLE, loop_for

FEW = 24  # examples: for so many the readable path is quick enough
KEPT = 3  # looks that are kept: whoever judges a step asks for the weights before it and after it, more than once


class WeightDelta(Learner):
    """Gives weight_deltas in the place of weights."""

    name = "weight-delta"

    def update(self, weight: float, weight_delta: float, alpha: float) -> float:
        return weight_delta


class LoopEvaluation(NamedTuple):
    """What the loop found, and of which weights."""

    weights: tuple[float, ...]
    error: float
    weight_deltas: list[float]


class FastProblem(Problem):
    """As `Problem`; where there is no loop, or it cannot, the readable path does it, which tells what is wrong too."""

    def __init__(
        self, network: Network, examples: Sequence[Pair], metric: Metric, frozen: frozenset[int] = frozenset()
    ) -> None:
        super().__init__(network, examples, metric, frozen)
        self._loop: Loop | None = None
        self._asked = False
        self._found: list[LoopEvaluation] = []  # the last ones
        # Weights and their error, without a loop: a board asks for it in each frame in which something happens.
        self._readable: tuple[tuple[float, ...], float] | None = None

    @property
    def has_loop(self) -> bool:
        """A look is no work."""
        return self._loop_of() is not None

    def error(self, weights: Vector) -> float:
        found = self._look(weights)
        if found is not None:
            return found.error
        if self._readable is None or self._readable[0] != tuple(weights):
            self._readable = tuple(weights), super().error(weights)
        return self._readable[1]

    def weight_deltas(self, weights: Vector) -> list[float]:
        found = self._look(weights)
        return super().weight_deltas(weights) if found is None else list(found.weight_deltas)

    def _look(self, weights: Vector) -> LoopEvaluation | None:
        """None: it is not for the loop."""
        loop = self._loop_of()
        if loop is None or not all_ordinary(weights):
            return None
        key = tuple(weights)
        for known in self._found:
            if known.weights == key:
                return known
        errors: list[float] = []
        try:
            deltas, _memories = loop.run(weights, [], [(self.examples, 1.0)], None, errors.append)
        except Exception:  # the readable path tells it, if it is so
            return None
        for index in self.frozen:
            deltas[index] = 0.0
        if not (isfinite(errors[0]) and all(map(isfinite, deltas))):
            return None
        found = LoopEvaluation(key, errors[0], deltas)
        if not loop.trusted and not self._is_right(loop, weights, found):
            return None
        self._found = [found, *self._found[: KEPT - 1]]
        return found

    def _loop_of(self) -> Loop | None:
        if not self._asked:
            self._asked = True
            try:
                if self.network.size <= WHOLE and not irregular_examples(self.examples):
                    plain = Problem(self.network, self.examples, self.metric)
                    self._loop = loop_for(plain, WeightDelta(), batched=True)
            except NotCompilable:
                self._loop = None
        return self._loop

    def _is_right(self, loop: Loop, weights: Vector, found: LoopEvaluation) -> bool:
        """The first look is made both ways."""
        error, deltas = super().error(weights), super().weight_deltas(weights)
        loop.trusted = bits([error], deltas) == bits([found.error], found.weight_deltas)
        if not loop.trusted:
            self._loop = None
        return loop.trusted
