"""A learner at work: look, move, keep. Nobody turns a knob here; the session does that."""

from __future__ import annotations

import copy
import sys
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from math import isfinite
from random import Random
from typing import Any, NamedTuple

from ..formulas.inline import NotInlinable
from ..learning.alpha_schedule import scheduled
from ..learning.augment import ShiftedExamples
from ..learning.batches import Batch, BatchSampler
from ..learning.learner import Alpha, Learner
from ..learning.metric import Metric
from ..learning.network import Network, Vector
from ..learning.problem import Pair, Problem
from .collector import collector_paused
from .fast_epochs import Epoch
from .fast_neuron import Loop, neuron_loop
from .fault import Fault as Fault
from .fault import blame, checked_step, warn_of_loop
from .history import History, HyperParameters, ReplayPoint, Step, copy_learner
from .watchdog import dog

SERIALS = count()  # a run's own number: unlike an address it never comes again
SAMPLE = 200  # examples that decide how a run ends, evenly spaced, where there are more


class StopBand(NamedTuple):
    """When the fast loop must stop to be judged: see fast.Loop.run."""

    tolerance: float = -1.0
    limit: float = sys.float_info.max
    beat: int = 0
    mark: int = -1
    low: float = 1.0
    high: float = 0.0


class StretchStart(NamedTuple):
    """Where the present stretch began: since then no knob was turned but alpha and its schedule."""

    step: int
    weights: list[float]
    memories: list[list[float]]


class Run:
    """One learner on one network and its examples. `count`: steps made; `over`: the next weights were not finite."""

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
    ) -> None:
        """`order`, `shift`: a seed; the examples are shuffled for each epoch, half of them moved by a pixel.

        `budget`: beats that the schedule goes over.
        """
        self.serial = next(SERIALS)
        self.network, self.examples, self.learner = network, list(examples), learner
        self.metric, self.alpha, self.frozen, self.schedule = metric, alpha, frozen, schedule
        self.order = BatchSampler(len(self.examples), batch, order, shift)
        self.moved = ShiftedExamples(self.examples)
        self.budget = budget * len(self.batches)  # in steps
        self.start, self.weights = list(weights), list(weights)
        self.history = History(network.size, len(self.batches), self._again)
        self.over = False
        self.told: Mapping[str, float] = {}  # what another process has found out about the weights of step `told_at`
        self.told_at = -1
        self.change()

    @property
    def count(self) -> int:
        return len(self.history)

    @property
    def errors(self) -> Sequence[float]:
        """The error that each step saw."""
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
        self.problems = [self._problem(batch) for batch in self.batches]
        self.whole = self.judged = self._problem(range(len(self.examples)))
        if len(self.examples) > SAMPLE:
            self.judged = self._problem([k * len(self.examples) // SAMPLE for k in range(SAMPLE)])
        self.renew(to.keys() - {"alpha", "schedule"} or not to)

    def renew(self, otherwise: object = True) -> None:
        """The fast loop is made anew when it is needed. `otherwise`: not only alpha was turned."""
        if otherwise:
            self._set_out()
        self._loop: Loop | None = None
        self._plain = True
        # what the loop raised, and the step that tells whether rightly
        self._doubt: tuple[int, Exception] | None = None
        self.epoch = Epoch()
        self.predict: Callable[[Vector, Vector], Vector] = self.network.predict
        self.history.turned()

    def _problem(self, batch: Sequence[int]) -> Problem:
        return Problem(self.network, [self.examples[i] for i in batch], self.metric, self.frozen)

    def problem(self, step: int) -> Problem:
        """What step `step` looks at, with the metric and the frozen weights of now."""
        if self.order.fixed:
            return self.problems[step % len(self.batches)]
        return self._problem_at(step)

    def _problem_at(self, step: int, setting: HyperParameters | None = None) -> Problem:
        metric, frozen = (setting.metric, setting.frozen) if setting else (self.metric, self.frozen)
        pairs = map(self.moved.pair, self.order.batch(step), self.order.moves(step))
        return Problem(self.network, list(pairs), metric, frozen)

    def alpha_at(self, step: int) -> Alpha:
        """The alpha of step `step`, as the schedule has it."""
        setting = self.history.setting_at(step)
        return scheduled(setting.schedule, setting.alpha, step, self.budget)

    def turned(self, weights: Vector) -> None:
        """The weights were set by hand."""
        self.weights = list(weights)
        self._set_out()
        self.history.turned()

    def _set_out(self) -> None:
        self.told_at = -1
        self._doubt, self.epoch = None, Epoch()
        memories = getattr(self.learner, "memories", [])
        self.origin = StretchStart(self.count, list(self.weights), [list(m) for m in memories])

    def step(self) -> bool:
        """One look and one move. False: the next weights or the error are not finite, and were not taken."""
        assert self.learner is not None
        old = self.weights
        problem = self.problem(self.count)
        alpha = scheduled(self.schedule, self.alpha, self.count, self.budget)
        self.history.begin(old, self.learner)
        try:
            error = problem.error(old)
            new = list(checked_step(self.learner, problem, old, alpha))
            finite = all(map(isfinite, new)) and isfinite(error)
            dog.beat += 1  # it came back
        except OverflowError:
            finite = False
        except Fault:
            raise
        except BaseException as raised:  # sys.exit() and the like too
            raise blame(raised, self.learner, self.metric) from raised
        if not finite:
            self.over = True
            return False
        if len(new) != len(old):
            raise Fault(self.learner.name, f"step gave {len(new)} weights, not {len(old)}")
        for i in self.frozen:
            new[i] = old[i]
        self.history.keep(old, error)
        self.weights = new
        return True

    def _again(self, kept: ReplayPoint, steps: int) -> list[tuple[float, ...]]:
        """The weights of steps that were not kept: the same steps once more."""
        learner, weights = copy_learner(kept.learner), list(kept.weights)
        found: list[tuple[float, ...]] = []
        for step in range(kept.step, kept.step + steps):
            found.append(tuple(weights))
            setting = self.history.setting_at(step)
            new = list(learner.step(self._problem_at(step, setting), weights, self.alpha_at(step)))
            for i in setting.frozen:
                new[i] = weights[i]
            weights = new
        return found

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
                raise blame(raised, self.learner, self.metric) from raised
            # `**` where `*` gives inf, or a plugin: stop before it, the readable path tells it
            made = min(self.count - before, self.history.finite_since(before) + 1) - 1
            self._doubt = self._doubt or (before + max(made, 0) + 1, raised)
            self.history.drop(self.count - before)
            self.weights, self.learner.memories = start, [[m] for m in memories]
            beat, mark = self._rounds(loop, made, band, memories) if made > 0 else (band.beat, band.mark)
        return beat - band.beat, mark

    def distrust(self, raised: Exception) -> None:
        """A loop raised where the readable path did not: no more loops until a knob is turned."""
        self._doubt = self._loop = None
        self._plain = self.epoch.plain = False
        if self.learner is not None:
            warn_of_loop(raised, self.learner, self.metric)

    def advance_epoch(self, steps: int) -> int:
        """The same for any plain net: steps made. They go to the end of the epoch at most, where it has several."""
        return 0 if self._doubt else self.epoch.advance(self, steps)

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
        if self._loop is None and self._plain and self.learner is not None:
            try:
                self._loop = neuron_loop(self.whole, self.learner)
            except NotInlinable:
                self._plain = False
        return self._loop

    def at(self, step: int) -> Step:
        """Step `step`, 0 ... count, worked out from the weights that were kept."""
        weights = self.history.weights_at(step) if step < self.count else tuple(self.weights)
        look = self._problem_at(step, self.history.setting_at(step)).look(weights)
        predictions, deltas = tuple(map(tuple, look.predictions)), tuple(map(tuple, look.deltas))
        slopes = tuple(look.weight_deltas)
        batch = self.order.batch(step)
        return Step(step, weights, predictions, look.error, deltas, slopes, self.alpha_at(step), batch)

    def steps(self, first: int = 0, last: int | None = None) -> list[Step]:
        """Steps first ... last - 1, as `at` gives them."""
        last = self.count if last is None else last
        same = len(self.history.settings) == 1 and not self.frozen and self.schedule == "constant"
        loop = self._fast() if same else None
        if loop is None:
            return [self.at(k) for k in range(first, last)]
        (input,), (goal,) = self.examples[0]
        kept = self.history.weights[first:last], self.history.errors[first:last]
        with collector_paused():
            return loop.steps(input, goal, *kept, first, self.alpha, self.batches[0], tuple.__new__, Step)

    def error(self, judged: bool = False) -> float:
        """The mean error over all examples with the weights as they are; inf where it overflows.

        `judged`: over the examples that decide how a run ends, of more than 200 every so many.
        """
        try:
            known = self.known("judged") if judged else None
            return known if known is not None else (self.judged if judged else self.whole).error(self.weights)
        except OverflowError:
            return float("inf")
        except BaseException as raised:
            raise blame(raised, self.learner, self.metric) from raised

    def known(self, name: str) -> float | None:
        """What a checkpoint has told of the weights as they are: see checkpoint.py."""
        return self.told.get(name) if self.told_at == self.count else None

    def state(self) -> dict[str, Any] | None:
        """The learner's whole state, to compare. None: it cannot be copied."""
        if self.learner is None:
            return {}
        try:
            state = vars(self.learner).items()
            return {k: v.getstate() if isinstance(v, Random) else copy.deepcopy(v) for k, v in state}
        except Exception:
            return None
