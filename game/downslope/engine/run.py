"""A learner at work: look, move, keep. Nobody turns a knob here; the session does that."""

from __future__ import annotations

import copy
import inspect
from array import array
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from math import inf, isfinite
from numbers import Real
from random import Random
from typing import Any, NamedTuple

from ..learning import (
    SHIFT,
    Alpha,
    Batch,
    BatchSampler,
    ExampleLook,
    Learner,
    Metric,
    Network,
    Pair,
    Problem,
    Vector,
    move,
    scheduled_alpha,
)
from .fault import Fault as Fault, blame, checked_step, refuse_nan, shape_fault
from .history import History, HyperParameters, ReplayPoint, Step, copy_learner
from .plain_text import short_repr
from .watchdog import dog

PLAIN = {float, int}
WANTED = {
    "forward": (
        "forward returned {given}; expected 1 number, one for each output",
        "forward returned {given}; expected {wanted} numbers, one for each output",
    ),
    "weight_deltas": (
        "weight_deltas returned {given}; expected 1 number, one for each weight",
        "weight_deltas returned {given}; expected {wanted} numbers, one for each weight",
    ),
}  # the sentence about a method: where one number is due, where several are
GAME = __name__.partition(".")[0]


def is_own(network: Network) -> bool:
    """Whether it is one of the game's own classes, which tests hold to the contract of networks."""
    return type(network).__module__.partition(".")[0] == GAME


class CheckedProblem(Problem):
    """A problem of somebody else's network. Fault: it gave too few numbers, too many, or something else.

    When a level is loaded a network is asked at a few places only (learning/contract.py); at another one learner or
    metric would fail, or go on without the rest. Of the game's own networks tests know that they do not.
    """

    def __init__(
        self, network: Network, examples: Sequence[Pair], metric: Metric, frozen: frozenset[int] = frozenset()
    ) -> None:
        super().__init__(network, examples, metric, frozen)
        if type(network).predict is Network.predict:
            self.predict = lambda weights, input: self._forward(weights, input)[-1]

    def example_evaluation(self, weights: Vector, example: Pair) -> ExampleLook:
        input, goal_prediction = example
        layers = self._forward(weights, input)
        delta = self.metric.deltas(layers[-1], goal_prediction)
        weight_deltas = self.network.weight_deltas(weights, layers, delta)
        _check(self.network, "weight_deltas", weight_deltas, self.network.size)
        return layers, delta, weight_deltas

    def _forward(self, weights: Vector, input: Vector) -> list[Vector]:
        layers = self.network.forward(weights, input)
        _check(self.network, "forward", layers[-1] if layers else layers, self.network.outputs)
        return layers


def _check(network: Network, method: str, given: object, wanted: int) -> None:
    """Fault: these are not so many numbers."""
    try:
        values: Sequence[object] = given  # type: ignore[assignment]
        # numbers of other kinds, such as NumPy's, too
        if len(values) == wanted and (set(map(type, values)) <= PLAIN or all(isinstance(n, Real) for n in values)):
            return
    except TypeError:
        pass  # it is no list
    function = inspect.unwrap(getattr(type(network), method))
    code = getattr(function, "__code__", None)
    file, line = (code.co_filename, code.co_firstlineno) if code is not None else ("", 0)
    template = WANTED[method][wanted != 1]
    raise Fault(type(network).__name__, template, file, line, given=short_repr(given), wanted=wanted)


SERIALS = count()  # a run's own number: unlike an address it never comes again
SAMPLE = 200  # examples that decide how a run ends, evenly spaced, where there are more


class StretchStart(NamedTuple):
    """Where the present stretch began: since then no knob was turned but alpha and its schedule."""

    step: int
    weights: list[float]
    memories: list[list[float]]


class Run:
    """One learner on one network and its examples.

    `count`: steps made. `diverged`: the next weights or the error were not finite, and the step was not taken.
    """

    def __init__(
        self,
        network: Network,
        examples: Sequence[Pair],
        metric: Metric,
        learner: Learner | None,
        weights: Vector,
        alpha: Alpha,
        batch: int | None = None,
        frozen: frozenset[int] = frozenset(),
        order: str | None = None,
        schedule: str = "constant",
        budget: int = 0,
        shift: str | None = None,
        augment: str = SHIFT,
    ) -> None:
        """What learns on what, from where, how far a step goes; then how the examples come and how alpha falls.

        `batch`: examples a step, None: all. `order`, `shift`: a seed; the examples are shuffled for each epoch, half of
        them moved in a way of `augment`. `frozen`: indices of weights that stay. `schedule`, over `budget` beats: of
        alpha.
        """
        self.serial = next(SERIALS)
        self.network, self.examples, self.learner = network, list(examples), learner
        self._problem_kind = Problem if is_own(network) else CheckedProblem
        self.metric, self.alpha, self.frozen, self.schedule = metric, alpha, frozen, schedule
        self.order = BatchSampler(len(self.examples), batch, order, shift, augment)
        self._moved: dict[tuple[int, int], Pair] = {}
        self.budget = budget * len(self.batches)  # in steps
        self.start, self.weights = list(weights), list(weights)
        self.history = History(network.size, len(self.batches), self._replay)
        self.diverged = False
        # what another process has found out about the weights of step `measured_at`
        self.measured: Mapping[str, float] = {}
        self.measured_at = -1
        self.change()

    @property
    def count(self) -> int:
        return len(self.history.errors)

    @property
    def errors(self) -> Sequence[float]:
        """The error at each step, before the step changed the weights."""
        return self.history.errors

    @property
    def batches(self) -> list[Batch]:
        """What the steps of an epoch look at, in the order given; with a shuffle, see `order.batch`."""
        return self.order.batches

    def change(self, **to: Any) -> None:
        """Another metric, alpha, schedule, learner or set of frozen weights, from the next step on."""
        for name, value in to.items():
            setattr(self, name, value)
        self.history.set(HyperParameters(self.count, self.metric, self.alpha, self.frozen, self.schedule))
        self._problems: dict[int, Problem] = {}  # made when they are asked for, as an epoch may have thousands
        self.full_problem = self.sample_problem = self._problem_of_many(range(len(self.examples)))
        if len(self.examples) > SAMPLE:
            self.sample_problem = self._problem_of_many([k * len(self.examples) // SAMPLE for k in range(SAMPLE)])
        self.invalidate_loop(to.keys() - {"alpha", "schedule"} or not to)

    def invalidate_loop(self, otherwise: object = True) -> None:
        """A knob was turned, from the next step on. `otherwise`: not only alpha was turned."""
        self.predict: Callable[[Vector, Vector], Vector] = self.network.predict
        if otherwise:
            self._mark_origin()
        self.history.changed = True

    def _problem_of_many(self, batch: Sequence[int]) -> Problem:
        """What is asked for the error of all, not for a step."""
        return self._problem_kind(self.network, [self.examples[i] for i in batch], self.metric, self.frozen)

    def problem(self, step: int) -> Problem:
        """What step `step` looks at, with the metric and the frozen weights of now."""
        if not self.order.fixed:
            return self._problem_at(step)
        number = step % len(self.batches)
        if number not in self._problems:
            self._problems[number] = self._problem_at(number)
        return self._problems[number]

    def problem_then(self, step: int) -> Problem:
        """What step `step` looked at, with the metric and the frozen weights of then."""
        return self._problem_at(step, self.history.setting_at(step))

    def _problem_at(self, step: int, setting: HyperParameters | None = None) -> Problem:
        metric, frozen = (setting.metric, setting.frozen) if setting else (self.metric, self.frozen)
        pairs = map(self.pair, self.order.batch(step), self.order.moves(step))
        return self._problem_kind(self.network, list(pairs), metric, frozen)

    def pair(self, index: int, way: int) -> Pair:
        """An example, moved in one of the ways of batches.py when it is first asked for."""
        if not way:
            return self.examples[index]
        if (index, way) not in self._moved:
            input, goals = self.examples[index]
            self._moved[index, way] = move(input, way), goals
        return self._moved[index, way]

    def alpha_at(self, step: int) -> Alpha:
        """The alpha of step `step`, as the schedule has it."""
        setting = self.history.setting_at(step)
        return scheduled_alpha(setting.schedule, setting.alpha, step, self.budget)

    def set_weights(self, weights: Vector) -> None:
        """The weights were set by hand."""
        self.weights = list(weights)
        self._mark_origin()
        self.history.by_hand.add(self.count)
        self.history.changed = True

    def _mark_origin(self) -> None:
        self.measured_at = -1
        memories = [list(each) for each in getattr(self.learner, "memories", ())]
        self.origin = StretchStart(self.count, list(self.weights), memories)

    def step(self) -> bool:
        """One look and one move. False: the next weights or the error are not finite, and were not taken.

        Fault: the learner, the metric or the network raised, or gave what it may not.
        """
        learner, old, problem = self.learner, self.weights, self.problem(self.count)
        assert learner is not None
        self.history.begin(old, learner)
        try:
            alpha = scheduled_alpha(self.schedule, self.alpha, self.count, self.budget)
            error, moved = checked_step(problem, learner, old, alpha)
            new = list(moved)
            dog.heartbeat += 1  # it came back
            if len(new) != len(old):
                text = "step gave {count} weights, not {wanted}"
                raise Fault(learner.name, text, count=len(new), wanted=len(old))
        except OverflowError:
            error, new = inf, []
        except Fault:
            raise
        except BaseException as raised:  # sys.exit() and the like too
            raise blame(raised, learner, self.metric, self.network) from raised
        try:
            self.diverged = not (isfinite(error) and all(map(isfinite, new)))
            if self.diverged:
                refuse_nan(learner, problem, old, error, new)
        except TypeError:
            raise shape_fault(learner, "step returned {new}; expected numbers", new=short_repr(new)) from None
        if not self.diverged:
            self.history.keep(old, error)
            self.weights = [old[i] if i in self.frozen else weight for i, weight in enumerate(new)]
        return not self.diverged

    def advance(self, most: int) -> None:
        """A stretch of one step at least, `most` at most: here one."""
        self.step()

    def _replay(self, kept: ReplayPoint, steps: int) -> list[tuple[float, ...]]:
        """The weights of steps that were not kept: the same steps once more."""
        learner, weights = copy_learner(kept.learner), list(kept.weights)
        rows: list[tuple[float, ...]] = []
        for step in range(kept.step, kept.step + steps):
            rows.append(tuple(weights))
            new = list(learner.step(self.problem_then(step), weights, self.alpha_at(step)))
            for i in self.history.setting_at(step).frozen:
                new[i] = weights[i]
            weights = new
        return rows

    def at(self, step: int) -> Step:
        """Step number `step`, from 0 to `count`, recalculated from the stored weights."""
        weights = self.weights_at(step)
        look = self.problem_then(step).look(weights)
        predictions, deltas = tuple(map(tuple, look.predictions)), tuple(map(tuple, look.deltas))
        slopes = tuple(look.weight_deltas)
        batch = self.order.batch(step)
        return Step(step, weights, predictions, look.error, deltas, slopes, self.alpha_at(step), batch)

    def weights_at(self, step: int) -> tuple[float, ...]:
        """The weights before step number `step`; at `count`: the current weights."""
        return self.history.weights_at(step) if step < self.count else tuple(self.weights)

    def weights_after(self, step: int) -> tuple[float, ...]:
        """The weights after step number `step`; at `count`, those of the step to come, which is not made for it."""
        if step < self.count:
            return self.weights_at(step + 1)
        assert self.learner is not None
        return self._replay(ReplayPoint(step, array("d", self.weights), self.learner), 2)[-1]

    def weight_deltas_at(self, step: int) -> list[float]:
        """What `at` gives as such, and nothing more."""
        weights, then = self.weights_at(step), self.history.setting_at(step)
        same = len(self.batches) == 1 and self.order.fixed and (then.metric, then.frozen) == (self.metric, self.frozen)
        return (self.full_problem if same else self.problem_then(step)).weight_deltas(weights)

    def steps(self, first: int = 0, last: int | None = None) -> list[Step]:
        """The steps from `first` to `last` - 1, as `at` returns them."""
        return [self.at(k) for k in range(first, self.count if last is None else last)]

    def error(self, judged: bool = False) -> float:
        """The mean error over all examples with the current weights; inf if it overflows.

        `judged`: over the examples that decide how a run ends, of more than 200 every so many.
        """
        problem = self.sample_problem if judged else self.full_problem
        measure = self.measurement("judged") if problem is self.sample_problem else None
        if measure is not None:
            return measure
        try:
            return problem.error(self.weights)
        except OverflowError:
            return float("inf")
        except Fault:
            raise
        except BaseException as raised:
            raise blame(raised, self.learner, self.metric, self.network) from raised

    def measurement(self, name: str) -> float | None:
        """What a checkpoint has told of the weights as they are: see checkpoint.py."""
        return self.measured.get(name) if self.measured_at == self.count else None

    def state(self) -> dict[str, Any] | None:
        """The learner's whole state, to compare. None: it cannot be copied."""
        if self.learner is None:
            return {}
        try:
            state = vars(self.learner).items()
            return {k: v.getstate() if isinstance(v, Random) else copy.deepcopy(v) for k, v in state}
        except Exception:
            return None
