"""A run that makes many steps at once in a compiled loop, and must equal run.py to the last bit, which tests hold."""

from __future__ import annotations

import sys
from functools import cached_property
from math import isfinite
from typing import NamedTuple

from ..formulas.inline import NotInlinable
from ..learning.network import Vector
from .collector import pause_collector
from .fast_epochs import Epoch, odd_examples
from .fast_neuron import Loop, neuron_loop
from .fault import blame, warn_of_loop
from .history import Step
from .run import Run


class StopBand(NamedTuple):
    """When the fast loop must stop to be judged: see fast_neuron.Loop."""

    tolerance: float = -1.0
    limit: float = sys.float_info.max
    beat: int = 0
    mark: int = -1
    low: float = 1.0
    high: float = 0.0


class FastRun(Run):
    """`loop`: of one neuron, once it was made; `epoch`: of a net. Where there is none, `step` does it."""

    def invalidate_loop(self, otherwise: object = True) -> None:
        """The loop is made anew when it is needed."""
        super().invalidate_loop(otherwise)
        self.loop: Loop | None = None
        self._plain = True  # no reason is known why there could be no loop
        # what the loop raised, and the step that tells whether rightly
        self._doubt: tuple[int, Exception] | None = None
        self.epoch = Epoch(self._odd_examples)

    def set_weights(self, weights: Vector) -> None:
        super().set_weights(weights)
        self._doubt, self.epoch = None, Epoch(self._odd_examples)

    @property
    def why(self) -> str:
        """The reason for there being no loop; "" where there is one, or none was wanted yet."""
        return self.epoch.why

    @cached_property
    def _odd(self) -> str:
        return odd_examples(self.examples)

    def _odd_examples(self) -> str:
        return self._odd

    def advance(self, steps: int, band: StopBand) -> tuple[int, int]:
        """Up to so many steps at once, in the compiled loop: (steps made, last mark); (0, band.mark): it cannot."""
        plain = isinstance(self.alpha, (int, float)) and self.schedule == "constant"
        if self._doubt and self.count > self._doubt[0]:
            self.distrust(self._doubt[1])
        loop = self._fast() if plain else None
        if loop is None or self.learner is None:
            return 0, band.mark
        memories = tuple(m[0] for m in self.learner.memories)
        start, before = self.weights, self.count
        try:
            beat, mark = self._rounds(loop, steps, band, memories)
            if not isfinite(self.weights[0]):
                raise OverflowError("a weight that is not finite")
        except BaseException as raised:
            if not isinstance(raised, Exception):
                raise blame(raised, self.learner, self.metric, self.network) from raised
            # `**` where `*` gives inf, or a plugin: stop before it, the readable path tells it
            made = min(self.count - before, self.history.finite_since(before) + 1) - 1
            self._doubt = self._doubt or (before + max(made, 0) + 1, raised)
            self.history.drop(self.count - before)
            self.weights, self.learner.memories = start, [[m] for m in memories]
            beat, mark = self._rounds(loop, made, band, memories) if made > 0 else (band.beat, band.mark)
        return beat - band.beat, mark

    def distrust(self, raised: Exception) -> None:
        """A loop raised where the readable path did not: no more loops until a knob is turned."""
        self._doubt = self.loop = None
        self._plain = self.epoch.plain = False
        if self.learner is not None:
            warn_of_loop(raised, self.learner, self.metric)

    def advance_epoch(self, steps: int) -> int:
        """The same for any plain net: steps made. They go to the end of the epoch at most, where it has several."""
        if self._doubt:
            return 0
        raised = self.epoch.refutation(self)
        if raised is not None:
            self.distrust(raised)
        return self.epoch.advance(self, steps)

    def _rounds(self, loop: Loop, steps: int, band: StopBand, memories: tuple[float, ...]) -> tuple[int, int]:
        assert self.learner is not None
        (input,), (goal,) = self.examples[0]
        keep = self.history.weights.append, self.history.errors.append
        beat, weight, memories, mark = loop.run(
            input, goal, band.tolerance, band.limit, self.weights[0], memories, self.alpha, steps, band.beat,
            band.mark, band.low, band.high, *keep,
        )  # fmt: skip
        self.weights = [weight]
        self.learner.memories = [[m] for m in memories]
        return beat, mark

    def _fast(self) -> Loop | None:
        if self.loop is None and self._plain and self.learner is not None:
            try:
                self.loop = neuron_loop(self.full_problem, self.learner)
            except NotInlinable:
                self._plain = False
        return self.loop

    def steps(self, first: int = 0, last: int | None = None) -> list[Step]:
        """Steps first ... last - 1, as `at` gives them."""
        last = self.count if last is None else last
        same = len(self.history.settings) == 1 and not self.frozen and self.schedule == "constant"
        loop = self._fast() if same else None
        if loop is None:
            return super().steps(first, last)
        (input,), (goal,) = self.examples[0]
        kept = self.history.weights[first:last], self.history.errors[first:last]
        with pause_collector():
            return loop.steps(input, goal, *kept, first, self.alpha, self.batches[0], tuple.__new__, Step)
