"""The steps of an epoch at once, in the compiled loop of a net."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from itertools import chain
from math import copysign, isfinite
from typing import TYPE_CHECKING, NamedTuple

from ..learning.alpha_schedule import scheduled_alpha
from ..learning.network import Vector
from .compiled_loop import Loop, NotCompilable, TooLarge
from .loops import loop_for
from .run import Run

if TYPE_CHECKING:
    from ..learning.learner import Alpha
    from ..learning.problem import Pair

    Sample = tuple[Vector, Vector, Alpha] | tuple[list[Pair], Alpha]


# ---------------------------------------------------------------------------------------------------------------------
# The first step of a new loop is made both ways, and is right where all bits are the same.


DIFFERS = "the loop and the readable path differ"


class LoopStep(NamedTuple):
    """A step as a loop makes it."""

    weights: Sequence[float]
    error: float
    memories: Sequence[Sequence[float]]


class FirstStep:
    """Of one run: the loop makes it ahead, and the next time it is asked the readable path has made it too."""

    def __init__(self) -> None:
        self._ahead: LoopStep | None = None
        self._step = -1

    def is_same(self, run: Run, make: Callable[[], LoopStep | None]) -> bool | None:
        """Whether both made the same. None: the readable path has yet to make it; `make` lets the loop do so now."""
        assert run.learner is not None
        ahead, self._ahead = self._ahead, None
        if ahead is not None and self._step + 1 == run.count:
            here = bits(run.weights, run.errors[-1:], *run.learner.memories)
            return here == bits(ahead.weights, [ahead.error], *ahead.memories)
        self._ahead, self._step = make(), run.count
        return None


def bits(*numbers: Sequence[float]) -> list[bytes]:
    """With the sign of a zero."""
    return [array("d", some).tobytes() for some in numbers]


MOST = 100  # steps at once where each sees all examples
MODERATE = 1e50  # below this no value within a net overflows, so that 0 times it is 0


class Epoch:
    """What a run keeps for it, until a knob is turned. `why`: the reason for there being no loop.

    `odd`: what is wrong with the examples, "" if nothing; asked when the loop is wanted.
    """

    def __init__(self, odd: Callable[[], str] = str) -> None:
        self._odd = odd
        self.loop: Loop | None = None
        self.why = ""
        self.plain = True  # no reason is known why there could be no loop
        self.readable = 0  # up to this step the readable path runs
        self._first_step = FirstStep()
        self._doubt: Exception | None = None  # what the loop raised over the steps up to `readable`
        self._samples: list[Sample] = []  # of an epoch, where all are alike
        self._ends: list[float] | None = None  # the weights that the loop gave last

    def refutation(self, run: Run) -> Exception | None:
        """What the loop raised over steps that the readable path has come through since; told once."""
        if self._doubt is None or run.count < self.readable:
            return None
        raised, self._doubt, self.loop = self._doubt, None, None
        self.why = f"the loop raised {type(raised).__name__}: {raised}"
        return raised

    def advance(self, run: Run, steps: int) -> int:
        """Up to so many steps, where an epoch has several to its end at most. 0: it cannot.

        Where anything in it is not finite, or raises, nothing is made: the readable path finds out at which step.
        """
        if run.count < self.readable or run.learner is None:
            return 0
        loop = self.loop_of(run)
        alpha = run.alpha
        if loop is None or not (isfinite(alpha) if isinstance(alpha, (int, float)) else _are_finite(alpha)):
            return 0
        if run.weights is not self._ends and not all_ordinary(run.weights):
            return 0
        if not loop.trusted and not self._is_trusted(run, loop):
            return 0
        first, each = run.count, len(run.batches)
        last = first + min(steps, each - first % each if each > 1 else MOST)
        run.history.begin(run.weights, run.learner)
        keep = None if run.history.replay_points else run.history.weights.fromlist
        seen: list[float] = []
        try:
            samples = self._between(run, first, last)
            weights, memories = loop.run(run.weights, run.learner.memories, samples, keep, seen.append)
            if not (_are_finite(weights) and _are_finite(seen)):
                raise OverflowError("a number that is not finite")
            if loop.skips and not _are_moderate(weights):
                raise TooLarge
        except Exception as raised:
            self._doubt = None if isinstance(raised, TooLarge) else raised
            run.history.forget(first)
            self.readable = last
            return 0
        run.history.errors.extend(seen)
        run.weights = self._ends = weights
        run.learner.memories = memories
        return last - first

    def _is_trusted(self, run: Run, loop: Loop) -> bool:
        """False: not yet, or never."""
        try:
            same = self._first_step.is_same(run, lambda: self._step_ahead(run, loop))
        except Exception as raised:
            self._doubt, self.readable = raised, run.count + 1
            return False
        if same is False:
            self.loop, self.plain, self.why = None, False, DIFFERS
        loop.trusted = same is True
        return loop.trusted

    def _step_ahead(self, run: Run, loop: Loop) -> LoopStep:
        assert run.learner is not None
        seen: list[float] = []
        samples = self._between(run, run.count, run.count + 1)
        weights, memories = loop.run(run.weights, run.learner.memories, samples, None, seen.append)
        return LoopStep(weights, seen[0], memories)

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

    def loop_of(self, run: Run) -> Loop | None:
        if self.loop is None and self.plain and run.learner is not None:
            try:
                if odd := self._odd():
                    raise NotCompilable(odd)
                alphas = not isinstance(run.alpha, (int, float))
                self.loop = loop_for(run.full_problem, run.learner, run.order.size > 1, alphas)
                self._let_it_predict(run, self.loop)
            except NotCompilable as why:
                self.loop, self.plain, self.why = None, False, str(why)
        return self.loop

    def _let_it_predict(self, run: Run, loop: Loop) -> None:
        if not loop.trusted:
            try:
                input = run.examples[0][0]
                same = bits(run.network.predict(run.weights, input)) == bits(loop.predict(run.weights, input))
            except Exception:  # the first step tells what is wrong
                return
            if not same:
                raise NotCompilable("the loop and the readable path predict differently")
        run.predict = run.full_problem.predict = run.sample_problem.predict = loop.predict


def irregular_examples(examples: Sequence[Pair]) -> str:
    """Why no loop is made for them: numbers that are no floats, or so large that a value within a net may overflow."""
    numbers = list(chain.from_iterable(chain.from_iterable(examples)))
    if not set(map(type, numbers)) <= {float} or not -MODERATE < min(numbers) <= max(numbers) < MODERATE:
        return "examples with huge numbers, or such as are no floats"
    return ""


def _are_moderate(weights: Vector) -> bool:
    return -MODERATE < min(weights) <= max(weights) < MODERATE


def all_ordinary(weights: Vector) -> bool:
    """Moderate floats. A weight of -0.0 may turn into 0.0 in the loop; a whole number is another 0 too."""
    if set(map(type, weights)) != {float} or not _are_moderate(weights):
        return False
    return 0.0 not in weights or all(w != 0.0 or copysign(1.0, w) > 0.0 for w in weights)


def _are_finite(numbers: Sequence[float]) -> bool:
    return all(map(isfinite, numbers))
