"""A run that makes many steps at once in a compiled loop, and must equal run.py to the last bit, which tests hold."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property, lru_cache
from math import isfinite
from random import Random
from typing import Any, NamedTuple

from ..learning.learner import Learner
from ..learning.network import Vector
from ..learning.problem import Problem
from .compiled_loop import Loop, NotCompilable, check_harmless
from .fast_epochs import DIFFERS, Epoch, FirstStep, LoopStep, all_ordinary, irregular_examples
from .fast_problem import FEW, FastProblem
from .fault import blame, warn_of_loop
from .history import Step
from .loops import PLAIN, watched_loop_for
from .run import Run

# ---------------------------------------------------------------------------------------------------------------------
# The garbage collector, held back while many small things are made.


@contextmanager
def pause_collector() -> Iterator[None]:
    """Thousands of small tuples and no cycle among them: the garbage collector would take half the time for nothing."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


# ---------------------------------------------------------------------------------------------------------------------
# The one loop that makes steps: a session, the trainer, the terminal and ensembles take stretches from it.


MOST = 100_000  # steps of a stretch where nobody wants fewer; an epoch ends it anyway


def run_steps(run: Run, until: int, most: int = MOST) -> Iterator[int]:
    """Learn up to step `until`, or until the numbers run away: after each stretch, how many steps it made.

    A stretch has `most` steps and ends with its epoch at the latest; in between whoever takes them may judge, draw, or
    take no more. It made none where the numbers ran away.
    """
    while run.count < until and not run.diverged:
        before = run.count
        run.advance(min(most, until - before))
        yield run.count - before


class StopBand(NamedTuple):
    """When the loop of one weight must stop to be judged: see lines/watched.py."""

    tolerance: float = -1.0
    limit: float = sys.float_info.max
    beat: int = 0
    mark: int = -1
    low: float = 1.0
    high: float = 0.0


NEVER = StopBand()
Keep = Callable[[list[float]], None]


class FastRun(Run):
    """One learner that trains one network on its examples, step by step or many steps at once.

    `loop`: of one weight, once it was made; `epoch`: of a net. Where there is none, `step` does it.
    """

    def invalidate_loop(self, otherwise: object = True) -> None:
        """The loop is made anew when it is needed."""
        super().invalidate_loop(otherwise)
        self.loop: Loop | None = None
        self._why = ""  # the reason for there being no loop of one weight
        self._begin()

    def _problem_of_many(self, batch: Sequence[int]) -> Problem:
        if len(batch) <= FEW:
            return super()._problem_of_many(batch)
        return FastProblem(self.network, [self.examples[i] for i in batch], self.metric, self.frozen)

    def set_weights(self, weights: Vector) -> None:
        super().set_weights(weights)
        self._begin()

    def _begin(self) -> None:
        self.epoch = Epoch(self._odd_examples)
        self._first_step = FirstStep()
        # what the loop raised, and the step that tells whether rightly
        self._doubt: tuple[int, Exception] | None = None

    @property
    def why(self) -> str:
        """Why the run has no compiled loop; "" if it has one, or needed none so far."""
        return self.epoch.why

    def stretch_loop(self) -> Loop | None:
        """What makes many steps at once, made now where it was not yet; None: there is none, and `why`."""
        return self._watched_loop() or self.epoch.loop_of(self)

    @cached_property
    def _odd(self) -> str:
        return irregular_examples(self.examples)

    def _odd_examples(self) -> str:
        return self._odd

    def advance(self, most: int) -> None:
        """In the compiled loop of a net; where there is none, or it cannot, one step."""
        if not self.advance_epoch(most):
            self.step()

    def advance_within(self, steps: int, band: StopBand) -> tuple[int, int]:
        """Up to so many steps of one weight at once: (steps made, last mark); (0, band.mark): it cannot."""
        if self._doubt and self.count > self._doubt[0]:
            self.distrust(self._doubt[1])
        loop = self._watched_loop()
        if loop is None or self.learner is None or not all_ordinary(self.weights):
            return 0, band.mark
        if not loop.trusted and not self._is_trusted(loop):
            return 0, band.mark
        before, keep = self.count, (self.history.weights.fromlist, self.history.errors.fromlist)
        try:
            beat, weight, memories, mark = self._rounds(loop, steps, band, *keep)
            if not isfinite(weight):
                raise OverflowError("a weight that is not finite")
        except BaseException as raised:
            if not isinstance(raised, Exception):
                raise blame(raised, self.learner, self.metric, self.network) from raised
            # `**` where `*` gives inf, or a plugin: stop before it, the readable path tells it
            made = min(self.count - before, self.history.finite_since(before) + 1) - 1
            self._doubt = self._doubt or (before + max(made, 0) + 1, raised)
            self.history.drop(self.count - before)
            if made < 1:
                return 0, band.mark
            beat, weight, memories, mark = self._rounds(loop, made, band, *keep)
        self.weights, self.learner.memories = [weight], [[m] for m in memories]
        return beat - band.beat, mark

    def distrust(self, raised: Exception) -> None:
        """A loop raised where the readable path did not: no more loops until a knob is turned."""
        self._doubt = self.loop = None
        self._why = f"the loop raised {type(raised).__name__}: {raised}"
        self.epoch.plain, self.epoch.why = False, self._why
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

    def _rounds(
        self, loop: Loop, steps: int, band: StopBand, keep: Keep, seen: Keep
    ) -> tuple[int, float, tuple[float, ...], int]:
        assert self.learner is not None
        memories = tuple([m[0] for m in self.learner.memories])
        ended: tuple[int, float, tuple[float, ...], int] = loop.run(
            *self.examples[0], band.tolerance, band.limit, self.weights[0], memories, self.alpha, steps, band.beat,
            band.mark, band.low, band.high, keep, seen,
        )  # fmt: skip
        return ended

    def _watched_loop(self) -> Loop | None:
        if self.loop is None and not self._why and self.learner is not None:
            try:
                self.loop = watched_loop_for(self.full_problem, self.learner)
            except NotCompilable as why:
                self._why = str(why)
        plain = isinstance(self.alpha, (int, float)) and isfinite(self.alpha) and self.schedule == "constant"
        return self.loop if plain and not self.order.shifted else None

    def _is_trusted(self, loop: Loop) -> bool:
        """Its first step is made both ways. False: not yet, or never."""
        try:
            same = self._first_step.is_same(self, lambda: self._step_ahead(loop))
            if same and self._steps_of(loop, self.count - 1, self.count) != [self.at(self.count - 1)]:
                same = False
        except Exception as raised:
            self._doubt = (self.count, raised)
            return False
        if same is False:
            self.loop, self._why = None, DIFFERS
        loop.trusted = same is True
        return loop.trusted

    def _step_ahead(self, loop: Loop) -> LoopStep | None:
        errors: list[float] = []
        _, weight, memories, _ = self._rounds(loop, 1, NEVER, list[float]().extend, errors.extend)
        return LoopStep([weight], errors[0], [[m] for m in memories]) if errors else None

    def steps(self, first: int = 0, last: int | None = None) -> list[Step]:
        """The steps from `first` to `last` - 1, as `at` returns them."""
        last = self.count if last is None else last
        same = len(self.history.settings) == 1 and not self.frozen
        loop = self._watched_loop() if same else None
        return self._steps_of(loop, first, last) if loop is not None and loop.trusted else super().steps(first, last)

    def _steps_of(self, loop: Loop, first: int, last: int) -> list[Step]:
        kept = self.history.weights[first:last], self.history.errors[first:last]
        with pause_collector():
            steps: list[Step] = loop.predict(
                *self.examples[0], *kept, first, self.alpha, self.batches[0], tuple.__new__, Step
            )
        return steps

    def state(self) -> dict[str, Any] | None:
        """Without its generator's 625 numbers where the learner is a formula that draws none: copied they cost most."""
        learner = self.learner
        kind: Any = type(learner)
        if learner is None or not _draws_nothing(kind):
            return super().state()
        own = {k: v for k, v in vars(learner).items() if type(v) is not Random and k != "memories"}
        if all(type(v) in PLAIN for v in own.values()):
            return {**own, "memories": [list(m) for m in learner.memories]}
        return super().state()


@lru_cache(256)
def _draws_nothing(kind: type[Learner]) -> bool:
    """Known by its source."""
    try:
        check_harmless(kind.update)
    except (NotCompilable, AttributeError):
        return False
    return bool(kind.step is Learner.step)
