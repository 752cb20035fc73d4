"""The steps of an epoch at once, in the compiled loop of a net of several weights."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import TYPE_CHECKING

from ..formulas.inline import NotInlinable
from ..learning.alpha_schedule import scheduled_alpha
from ..learning.conv import ConvNet
from .fast_conv import conv_loop
from .fast_dense import dense_loop, has_minus_zero
from .generated import TooLarge
from .loop_code import DenseLoop
from .run import Run

if TYPE_CHECKING:
    from ..learning.learner import Alpha
    from ..learning.network import Vector
    from ..learning.problem import Pair

    Sample = tuple[Vector, Vector, Alpha] | tuple[list[Pair], Alpha]


MOST = 100  # steps at once where each sees all examples


class Epoch:
    """What a run keeps for it, until a knob is turned."""

    def __init__(self) -> None:
        self.loop: DenseLoop | None = None
        self.plain = True  # no reason is known why there could be no loop
        self.readable = 0  # up to this step the readable path runs
        self._doubt: Exception | None = None  # what the loop raised over the steps up to `readable`
        self._samples: list[Sample] = []  # of an epoch, where all are alike

    def refutation(self, run: Run) -> Exception | None:
        """What the loop raised over steps that the readable path has come through since; told once."""
        if self._doubt is None or run.count < self.readable:
            return None
        raised, self._doubt, self.loop = self._doubt, None, None
        return raised

    def advance(self, run: Run, steps: int) -> int:
        """Up to so many steps, where an epoch has several to its end at most. 0: it cannot.

        Where anything in it is not finite, or raises, nothing is made: the readable path finds out at which step.
        """
        if run.count < self.readable or run.learner is None:
            return 0
        loop = self.loop_for(run)
        if loop is None or not isinstance(run.alpha, (int, float)) or not isfinite(run.alpha):
            return 0
        if 0.0 in run.weights and has_minus_zero(run.weights):
            return 0
        first, each = run.count, len(run.batches)
        last = first + min(steps, each - first % each if each > 1 else MOST)
        run.history.begin(run.weights, run.learner)
        keep = None if run.history.replay_points else run.history.weights.fromlist
        seen: list[float] = []
        try:
            samples = self._between(run, first, last)
            weights, memories = loop.run(run.weights, run.learner.memories, samples, keep, seen.append)
            if not (_all_finite(weights) and _all_finite(seen)):
                raise OverflowError("a number that is not finite")
        except Exception as raised:
            self._doubt = None if isinstance(raised, TooLarge) else raised
            run.history.forget(first)
            self.readable = last
            return 0
        run.history.errors.extend(seen)
        run.weights, run.learner.memories = weights, memories
        return last - first

    def _between(self, run: Run, first: int, last: int) -> list[Sample]:
        """Input, goal predictions and alpha of each step."""
        if not run.order.fixed or run.schedule != "constant":
            return [self._sample(run, step) for step in range(first, last)]
        each = len(run.batches)
        if not self._samples:
            self._samples = [self._sample(run, step) for step in range(each)]
        if each == 1:
            return self._samples * (last - first)
        return self._samples[first % each : first % each + last - first]

    def _sample(self, run: Run, step: int) -> Sample:
        examples = [run.moved.pair(*moved) for moved in zip(run.order.batch(step), run.order.moves(step))]
        alpha = scheduled_alpha(run.schedule, run.alpha, step, run.budget)
        return (*examples[0], alpha) if run.order.size == 1 else (examples, alpha)

    def loop_for(self, run: Run) -> DenseLoop | None:
        if self.loop is None and self.plain and run.learner is not None:
            try:
                batched = run.order.size > 1
                if not isinstance(run.network, ConvNet):
                    self.loop = dense_loop(run.full_problem, run.learner, batched)
                elif not batched:
                    self.loop = conv_loop(run.full_problem, run.learner)
                else:
                    raise NotInlinable("several pictures a step")
                run.predict = run.full_problem.predict = run.sample_problem.predict = self.loop.predict
            except NotInlinable:
                self.plain = False
        return self.loop


def _all_finite(numbers: Sequence[float]) -> bool:
    return all(map(isfinite, numbers))
