"""A run that makes many steps at once in a compiled loop, and must equal run.py to the last bit, which tests hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from math import isfinite
from typing import Any

from ..formulas.names import NotInlinable
from ..learning import train
from ..learning.alpha_schedule import scheduled_alpha
from ..learning.learner import Learner
from ..learning.network import Vector
from ..learning.problem import Problem
from .fault import blame, warn_of_loop
from .loops import WHOLE as PROBLEM_WHOLE
from .loops import (
    Loop,
    all_ordinary,
    are_moderate,
    bits,
    irregular_examples,
    loop_for,
)
from .run import Run

# ---------------------------------------------------------------------------------------------------------------------
# A problem of many examples whose error and weight_deltas come out of one compiled loop, equal to the last bit. The
# loop is that of a learner whose next weight is the weight_delta (loops.py): a step that nobody takes is a look.


FEW = 24  # examples: for so many the readable path is quick enough
KEPT = 3  # looks that are kept: the judge of a step asks for the weights before it and after it, more than once


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
            fits = self.network.size <= PROBLEM_WHOLE and not irregular_examples(self.examples)
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


MOST = 100_000  # steps of a stretch where nobody wants fewer; an epoch ends it anyway
WHOLE = 100  # steps at once where each sees all examples
DIFFERS = "the loop and the readable path differ"


def run_steps(run: Run, until: int, most: int = MOST) -> Iterator[int]:
    """Learn up to step `until`, or until the numbers run away: after each stretch, how many steps it made.

    A stretch has `most` steps and ends with its epoch at the latest; in between the caller may judge, draw, or
    take no more. It made none where the numbers ran away.
    """
    while run.count < until and not run.diverged:
        before = run.count
        run.advance(min(most, until - before))
        yield run.count - before


class FastRun(Run):
    """One learner that trains one network on its examples, step by step or many steps at once.

    `loop`: once it was made; where there is none, `step` does it. `why`: the reason for there being no loop, "" if
    there is one, or none was needed so far. `readable`: up to this step the readable path runs, as a loop raised on the
    way there.
    """

    def invalidate_loop(self, otherwise: object = True) -> None:
        """The loop is made again when it is needed."""
        super().invalidate_loop(otherwise)
        self._begin()

    def set_weights(self, weights: Vector) -> None:
        super().set_weights(weights)
        self._begin()

    def _begin(self) -> None:
        self.loop: Loop | None = None
        self.why = ""
        self.readable = 0
        self._doubt: Exception | None = None  # what a loop raised over the steps up to `readable`
        self._samples: list[Any] = []  # of an epoch, where all are alike
        self._ends: Sequence[float] | None = None  # the weights that the loop gave last

    def _problem_of_many(self, batch: Sequence[int]) -> Problem:
        if len(batch) <= FEW:
            return super()._problem_of_many(batch)
        return FastProblem(self.network, [self.examples[i] for i in batch], self.metric, self.frozen)

    @cached_property
    def _odd(self) -> str:
        return irregular_examples(self.examples)

    def stretch_loop(self) -> Loop | None:
        """What makes many steps at once, made now where it was not yet; None: there is none, and `why`."""
        if self.loop is None and not self.why and self.learner is not None:
            try:
                if self._odd:
                    raise NotInlinable(self._odd)
                alphas = not isinstance(self.alpha, (int, float))
                self.loop = loop_for(self.full_problem, self.learner, self.order.size > 1, alphas)
                self._let_it_predict(self.loop)
            except NotInlinable as why:
                self.loop, self.why = None, str(why)
        return self.loop

    def _let_it_predict(self, loop: Loop) -> None:
        if not loop.trusted:
            try:
                input = self.examples[0][0]
                same = bits(self.network.predict(self.weights, input)) == bits(loop.predict(self.weights, input))
            except Exception:  # the first step tells what is wrong
                return
            if not same:
                raise NotInlinable("the loop and the readable path predict differently")
        self.predict = self.full_problem.predict = self.sample_problem.predict = loop.predict

    # many steps

    def advance(self, most: int) -> None:
        """In the compiled loop of a net; where there is none, or it cannot, one step."""
        if not self.advance_epoch(most):
            self.step()

    def advance_epoch(self, steps: int) -> int:
        """The same for any net: steps made, to the end of the epoch at most, where it has several. 0: it cannot.

        Where anything in it is not finite, or raises, nothing is made: the readable path finds out at which step.
        """
        loop = self.stretch_loop() if self._is_ready() else None
        alphas = [self.alpha] if isinstance(self.alpha, (int, float)) else self.alpha
        if loop is None or self.learner is None or not all(map(isfinite, alphas)) or not self._is_right(loop):
            return 0
        first, each, history = self.count, len(self.batches), self.history
        last = first + min(steps, each - first % each if each > 1 else WHOLE)
        history.begin(self.weights, self.learner)
        keep = None if history.replay_points else history.weights.fromlist
        seen: list[float] = []
        try:
            weights, memories = loop.run(
                self.weights, self.learner.memories, self._between(first, last), keep, seen.append)  # fmt: skip
            if not (all(map(isfinite, weights)) and all(map(isfinite, seen))):
                raise OverflowError("a number that is not finite")
        except BaseException as raised:
            self._forget(first, raised, last)
            return 0
        if loop.skips and not are_moderate(weights):  # which the readable path has no trouble with
            self._forget(first, None, last)
            return 0
        history.errors.extend(seen)
        self.weights = self._ends = weights
        self.learner.memories = memories
        return last - first

    def _between(self, first: int, last: int) -> list[Any]:
        """Input, goal predictions and alpha of each step."""
        if not self.order.fixed or self.schedule != "constant":
            return [self._sample(step) for step in range(first, last)]
        each = len(self.batches)
        self._samples = self._samples or [self._sample(step) for step in range(each)]
        if each == 1:
            return self._samples * (last - first)
        return self._samples[first % each : first % each + last - first]

    def _sample(self, step: int) -> Any:
        examples = [self.moved.pair(*moved) for moved in zip(self.order.batch(step), self.order.moves(step))]
        alpha = scheduled_alpha(self.schedule, self.alpha, step, self.budget)
        return (*examples[0], alpha) if self.order.size == 1 else (examples, alpha)

    # whether a loop may be believed

    def _is_ready(self) -> bool:
        """The readable path has come through what a loop raised over; if it did not raise, no loop is made until a knob
        is turned."""
        if self.count < self.readable:
            return False
        raised, self._doubt = self._doubt, None
        if raised is not None and self.learner is not None:
            self.loop = None
            self.why = f"the loop raised {type(raised).__name__}: {raised}"
            warn_of_loop(raised, self.learner, self.metric)
        return True

    def _forget(self, first: int, raised: BaseException | None, readable: int) -> None:
        """The steps from this one on did not count: the readable path makes them."""
        self.history.forget(first)
        if raised is not None and not isinstance(raised, Exception):
            raise blame(raised, self.learner, self.metric, self.network) from raised
        self._doubt, self.readable = raised, readable

    def _is_right(self, loop: Loop) -> bool:
        """For these weights; its first step is made both ways. False: not here, or never."""
        if self.weights is not self._ends and not all_ordinary(self.weights):
            return False
        if loop.trusted:
            return True
        errors: list[float] = []
        assert self.learner is not None
        memories, step = self.learner.memories, self.count
        try:
            weights, ends = loop.run(self.weights, memories, self._between(step, step + 1), None, errors.append)
            result = bits(weights, errors, *ends)
        except Exception as raised:
            self._doubt, self.readable = raised, step + 1
            return False
        problem, alpha = self.problem(step), scheduled_alpha(self.schedule, self.alpha, step, self.budget)
        try:
            error, new = train.step(problem, self.learner, self.weights, alpha)
            new = [self.weights[k] if k in self.frozen else weight for k, weight in enumerate(new)]
            loop.trusted = result == bits(new, [error], *self.learner.memories)
        except Exception:  # `step` tells it
            return False
        finally:
            self.learner.memories = memories
        if not loop.trusted:
            self.loop, self.why = None, DIFFERS
        return loop.trusted
