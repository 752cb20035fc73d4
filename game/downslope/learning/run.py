"""A learner at work: look, move, keep. Nobody turns a knob here; the session does that."""

from __future__ import annotations

import copy
import gc
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import isfinite
from random import Random
from types import TracebackType
from typing import Any, NamedTuple

from .fast import Loop, neuron_loop
from .history import History, Setting, Step
from .learner import Alpha, Learner
from .lines import NotPlain
from .metric import Metric
from .network import Network, Vector
from .problem import Pair, Problem


class Fault(Exception):
    """A learner or metric raised, or gave what it may not. `plugin`: its name; `line`: where, in its own file."""

    def __init__(self, plugin: str, sentence: str, file: str = "", line: int = 0) -> None:
        super().__init__(f"{plugin}: {sentence}")
        self.plugin, self.sentence, self.file, self.line = plugin, sentence, file, line


class Band(NamedTuple):
    """When the fast loop must stop to be judged: see fast.Loop.run."""

    tolerance: float = -1.0
    limit: float = sys.float_info.max
    beat: int = 0
    mark: int = -1
    low: float = 1.0
    high: float = 0.0


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
    ) -> None:
        self.network, self.examples, self.learner = network, list(examples), learner
        self.metric, self.alpha, self.frozen = metric, alpha, frozen
        size = batch or len(self.examples)
        starts = range(0, len(self.examples), size)
        self.batches = [tuple(range(i, min(i + size, len(self.examples)))) for i in starts]
        self.start, self.weights = list(weights), list(weights)
        self.history = History(network.size)
        self.over = False
        self.change()

    @property
    def count(self) -> int:
        return len(self.history)

    @property
    def errors(self) -> Sequence[float]:
        """The error that each step saw."""
        return self.history.errors

    def change(self, **to: Any) -> None:
        """Another metric, alpha, learner or set of frozen weights, from the next step on."""
        for name, value in to.items():
            setattr(self, name, value)
        self.history.set(Setting(self.count, self.metric, self.alpha, self.frozen))
        self.problems = [self._problem(batch) for batch in self.batches]
        self.whole = self._problem(range(len(self.examples)))
        self.renew()

    def renew(self) -> None:
        """A number of the learner's was turned: the fast loop is made anew when it is needed."""
        self._loop: Loop | None = None
        self._plain = True

    def _problem(self, batch: Sequence[int]) -> Problem:
        return Problem(self.network, [self.examples[i] for i in batch], self.metric, self.frozen)

    def step(self) -> bool:
        """One look and one move. False: the next weights or the error are not finite, and were not taken."""
        assert self.learner is not None
        old = self.weights
        problem = self.problems[self.count % len(self.batches)]
        try:
            error = problem.error(old)
            new = list(self.learner.step(problem, old, self.alpha))
            finite = all(map(isfinite, new)) and isfinite(error)
        except OverflowError:
            finite = False
        except Exception as raised:
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

    def advance(self, steps: int, band: Band) -> tuple[int, int]:
        """Up to so many steps at once, in the compiled loop: (steps made, last mark); (0, band.mark): it cannot."""
        loop = self._fast() if isinstance(self.alpha, (int, float)) else None
        if loop is None or self.learner is None:
            return 0, band.mark
        memories = tuple(m[0] for m in self.learner.memories)
        try:
            beat, mark = self._rounds(loop, steps, band, memories)
        except OverflowError:  # `** 2` raises where `*` gives inf: stop a step before, the readable path tells the rest
            made = len(self.history) - self._before
            self.history.drop(made)
            beat, mark = self._rounds(loop, made - 1, band, memories) if made > 1 else (band.beat, band.mark)
        return beat - band.beat, mark

    def _rounds(self, loop: Loop, steps: int, band: Band, memories: tuple[float, ...]) -> tuple[int, int]:
        assert self.learner is not None
        (input,), (goal,) = self.examples[0]
        self._before = len(self.history)
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
            except (NotPlain, AttributeError):
                self._plain = False
        return self._loop

    def at(self, step: int) -> Step:
        """Step `step`, 0 ... count, worked out from the weights that were kept."""
        metric, alpha, frozen = self.history.setting_at(step)[1:]
        batch = self.batches[step % len(self.batches)]
        weights = self.history.weights_at(step) if step < self.count else tuple(self.weights)
        problem = Problem(self.network, [self.examples[i] for i in batch], metric, frozen)
        look = problem.look(weights)
        predictions, deltas = tuple(map(tuple, look.predictions)), tuple(map(tuple, look.deltas))
        return Step(step, weights, predictions, look.error, deltas, tuple(look.weight_deltas), alpha, batch)

    def steps(self, first: int = 0, last: int | None = None) -> list[Step]:
        """Steps first ... last - 1, as `at` gives them."""
        last = self.count if last is None else last
        loop = self._fast() if len(self.history.settings) == 1 and not self.frozen else None
        if loop is None:
            return [self.at(k) for k in range(first, last)]
        (input,), (goal,) = self.examples[0]
        kept = self.history.weights[first:last], self.history.errors[first:last]
        with collector_paused():
            return loop.steps(input, goal, *kept, first, self.alpha, self.batches[0], tuple.__new__, Step)

    def error(self) -> float:
        """The mean error over all examples with the weights as they are; inf where it overflows."""
        try:
            return self.whole.error(self.weights)
        except OverflowError:
            return float("inf")
        except Exception as raised:
            raise blame(raised, self.learner, self.metric) from raised

    def state(self) -> dict[str, Any] | None:
        """The learner's whole state, to compare. None: it cannot be copied."""
        if self.learner is None:
            return {}
        try:
            state = vars(self.learner).items()
            return {k: v.getstate() if isinstance(v, Random) else copy.deepcopy(v) for k, v in state}
        except Exception:
            return None


@contextmanager
def collector_paused() -> Iterator[None]:
    """Thousands of small tuples and no cycle among them: the garbage collector would take half the time for nothing."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def blame(raised: Exception, learner: Learner | None, metric: Metric) -> Fault:
    """The fault of whichever plugin's file the error came from last."""
    files = {_file(metric): metric.name}
    if learner is not None:
        files[_file(learner)] = learner.name
    name, line, file = (learner.name if learner else metric.name), 0, ""
    trace: TracebackType | None = raised.__traceback__
    while trace is not None:
        found = trace.tb_frame.f_code.co_filename
        if found in files:
            name, line, file = files[found], trace.tb_lineno, found
        trace = trace.tb_next
    return Fault(name, f"{type(raised).__name__}: {raised}", file, line)


def _file(thing: object) -> str:
    module = sys.modules.get(type(thing).__module__)
    return str(getattr(module, "__file__", "") or "")
