"""A run that makes many steps at once in a compiled loop, and must equal run.py to the last bit, which tests hold."""

from __future__ import annotations

import ast
import inspect
import linecache
import re
import warnings
from array import array
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, count
from math import copysign, isfinite
from pathlib import Path
from traceback import walk_tb
from typing import Any

from ..formulas.source import NotInlinable, function_tree
from ..learning import Learner, Network, Pair, Problem, Vector, is_derived, scheduled_alpha, train
from ..lines import lines_of
from .fault import LoopWarning, blame
from .run import Run
from .watchdog import is_meant_for_all

KEPT_LOOPS = 256  # loops that are kept
WRITTEN_OUT = 100  # weights: up to here a net is written out whole
SPARSE = 0.6  # share of zeros among the inputs, from which on they are passed over
SEEN = 200  # examples in which zeros are counted
MODERATE = 1e50  # below this no value within a net overflows, so that 0 times it is 0
PLAIN = (int, float, str, bool, type(None))
PLACE = re.compile(r" \([^()]+:\d+\)$")  # as `place` writes it
HERE = Path(__file__).parent
MAKERS = [HERE, HERE.parent / "lines", HERE.parent / "formulas"]  # the rooms whose code makes loops


@dataclass(eq=False)
class Loop:
    """run(weights, memories, samples, keep, seen) -> (weights, memories); predict(weights, input) -> list.

    samples: for each step (input, goal_predictions, alpha); where steps see several examples, (examples, alpha).
    `keep` (or None) takes the weights before each step, `seen` the error. `skips`: what is 0
    is passed over, which is right while all numbers are moderate. `calls`: what the text calls by name. `trusted`: its
    first step was made both ways, and the readable path gave the same bits.
    """

    run: Callable[..., Any]
    predict: Callable[..., Any]
    text: str = ""
    calls: Mapping[str, Any] = field(default_factory=dict)
    skips: bool = False
    trusted: bool = False


_loops: dict[tuple[Any, ...], Loop | str] = {}  # or why there is none
_numbers = count(1)


def loop_for(problem: Problem, learner: Learner, batched: bool, alphas: bool = False) -> Loop:
    """The loop for this network, metric, learner and set of frozen weights. NotInlinable: none, and why.

    `batched`: a step sees several examples. `alphas`: there is one for each weight.
    """
    network, frozen = problem.network, problem.frozen
    some = problem.examples[:: max(1, len(problem.examples) // SEEN)]
    numbers = [number for input, _goals in some for number in input] if network.size > WRITTEN_OUT else [1.0]
    sparse = numbers.count(0.0) >= SPARSE * len(numbers)
    # What was made for such a step, or why nothing was
    metric, how = problem.metric, (batched, sparse, alphas)
    key = *_shape(network), Same(metric), _settings(metric), type(learner), _settings(learner), frozen, *how
    if key not in _loops:
        if len(_loops) >= KEPT_LOOPS:
            del _loops[next(iter(_loops))]
        try:
            own = copy(learner)  # a knob of this one may be turned
            lines, calls, skips = lines_of(network, metric, own, frozen, batched, alphas, sparse)
            for name in calls.keys() - {"forward", "weight_deltas"}:
                check_harmless(calls[name])
            for name in ("error", "delta", "total_error", "deltas") if "judge" in calls else ():
                check_harmless(getattr(metric, name))  # which `judge` calls, where it is the base class's
            space = execute(lines, f"{network}, {metric.name}, {learner.name}", dict(calls))
            _loops[key] = Loop(space["run"], space["predict"], "\n".join(lines), calls, skips)
        except NotInlinable as why:
            _loops[key] = f"{why}{place_of(why)}"
        except BaseException as raised:
            if is_meant_for_all(raised):
                raise
            _loops[key] = f"{type(raised).__name__}: {raised}{place_of(raised)}"
    loop = _loops[key]
    if isinstance(loop, str):
        raise NotInlinable(loop)
    return loop


@dataclass(eq=False)
class Same:
    """Equal to itself and nothing else; the object is held, so that no other can have its address."""

    thing: object

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.thing is self.thing

    def __hash__(self) -> int:
        return object.__hash__(self.thing)


def _settings(thing: object) -> tuple[tuple[str, Any], ...]:
    """All that it has, which is put into the text: 1 is another than 1.0, and 0.0 than -0.0."""
    own = getattr(thing, "__dict__", {}).items()
    shown = (*PLAIN, tuple, list, dict)
    return tuple([
        (k, repr(v) if type(v) in shown else Same(v)) for k, v in own if k not in ("memories", "random")
    ])  # fmt: skip


def _shape(network: Network) -> tuple[Any, ...]:
    """What tells networks apart: their ops, where they have some that can be compared."""
    with suppress(Exception):  # a plugin's own, or a list in it
        if is_derived(network):
            ops = tuple(network.ops())
            hash(ops)
            return ops
    return Same(network), _settings(network)


def execute(lines: Sequence[str], title: str, space: dict[str, Any]) -> dict[str, Any]:
    """The names that the lines define, over those of `space`. NotInlinable: they are too much for the compiler."""
    text = "\n".join(lines) + "\n"
    file = f"<{title}, loop {next(_numbers)}>"
    try:
        code = compile(text, file, "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise NotInlinable(f"the compiler refused it: {error}") from error
    linecache.cache[file] = len(text), None, text.splitlines(keepends=True), file
    exec(code, space)
    return space


def check_harmless(method: Callable[..., Any]) -> None:
    """NotInlinable: it notes things down or draws random numbers, so it may not be called more often than it is."""
    for node in ast.walk(function_tree(inspect.unwrap(getattr(method, "__func__", method)))):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue  # a docstring
        named = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
        if "random" in named:
            raise NotInlinable("it draws random numbers")
        stored = isinstance(node, (ast.Attribute, ast.Subscript)) and not isinstance(node.ctx, ast.Load)
        if stored or isinstance(node, (ast.Global, ast.Nonlocal, ast.Yield, ast.YieldFrom, ast.Expr)):
            raise NotInlinable("it notes something down")


def place(file: str, line: int) -> str:
    """Where it is, to be put behind a sentence."""
    return f" ({Path(file).name}:{line})"


def place_of(raised: BaseException) -> str:
    """The line that has led to it, in a file of none of these rooms: a plugin's, or else the game's. "": none."""
    raised = raised.__cause__ or raised
    if PLACE.search(str(raised)):
        return ""  # it tells that itself
    frames = [(frame.f_code.co_filename, line) for frame, line in walk_tb(raised.__traceback__)]
    others = [at for at in frames if Path(at[0]).parent not in MAKERS and at[0][:1] != "<"]
    theirs = [at for at in others if HERE.parent not in Path(at[0]).parents]
    return place(*(theirs or others)[-1]) if others else ""


def bits(*numbers: Sequence[float]) -> list[bytes]:
    """With the sign of a zero."""
    return [array("d", some).tobytes() for some in numbers]


def irregular_examples(examples: Sequence[Pair]) -> str:
    """Why no loop is made for them: numbers that are no floats, or so large that a value within a net may overflow."""
    numbers = list(chain.from_iterable(chain.from_iterable(examples)))
    if not set(map(type, numbers)) <= {float} or not are_moderate(numbers):
        return "examples with huge numbers, or such as are no floats"
    return ""


def are_moderate(numbers: Sequence[float]) -> bool:
    """No sum of products of such numbers overflows."""
    return -MODERATE < min(numbers) <= max(numbers) < MODERATE


def all_ordinary(weights: Vector) -> bool:
    """Moderate floats. A weight of -0.0 may turn into 0.0 in the loop; a whole number is another 0 too."""
    if set(map(type, weights)) != {float} or not are_moderate(weights):
        return False
    return 0.0 not in weights or all(w != 0.0 or copysign(1.0, w) > 0.0 for w in weights)


FEW = 24  # examples: for so many the readable path is quick enough
KEPT = 3  # looks that are kept: the judge of a step asks for the weights before it and after it, more than once


class WeightDelta(Learner):
    """Gives weight_deltas in the place of weights: a step that nobody takes is a look."""

    name = "weight-delta"

    def update(self, weight: float, weight_delta: float, alpha: float) -> float:
        return weight_delta


class FastProblem(Problem):
    """A problem of many examples whose error and weight_deltas come out of one compiled loop, equal to the last bit.

    Where there is no loop, or it cannot, the readable path does it, which tells what is wrong too.
    """

    _looks: dict[tuple[float, ...], tuple[float, list[float]]] = {}  # of the last weights: error and weight_deltas
    _errors: dict[tuple[float, ...], float] = {}  # without a loop: a board asks in each frame of a run

    @cached_property
    def _loop(self) -> Loop | None:
        try:
            fits = self.network.size <= WRITTEN_OUT and not irregular_examples(self.examples)
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


WHOLE = 100  # steps at once where epochs are short
DIFFERS = "the loop and the readable path differ"


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
        """What makes many steps at once, made now where it was not yet, and predicts; None: there is none: `why`."""
        if self.loop is None and not self.why:
            try:
                if self._odd:
                    raise NotInlinable(self._odd)
                learner, alphas = self.learner or WeightDelta(), not isinstance(self.alpha, (int, float))
                self.loop = loop = loop_for(self.full_problem, learner, self.order.size > 1, alphas)
                if not loop.trusted:
                    own, input = self.weights, self.examples[0][0]
                    try:
                        same = bits(self.network.predict(own, input)) == bits(loop.predict(own, input))
                    except Exception:  # the first step tells what is wrong
                        return loop
                    if not same:
                        raise NotInlinable("the loop and the readable path predict differently")
                self.predict = self.full_problem.predict = self.sample_problem.predict = loop.predict
            except NotInlinable as why:
                self.loop, self.why = None, str(why)
        return self.loop

    # many steps

    def advance(self, most: int) -> None:
        """In the compiled loop of a net; where there is none, or it cannot, one step."""
        if not self.advance_epoch(most):
            self.step()

    def advance_epoch(self, steps: int) -> int:
        """The same for any net: steps made, to the end of an epoch at most, where it has several. 0: it cannot.

        Where anything in it is not finite, or raises, nothing is made: the readable path finds out at which step.
        """
        if self.count < self.readable:
            return 0
        # The readable path has come through what a loop raised over: no loop is made until a knob is turned
        raised, self._doubt = self._doubt, None
        if raised is not None and self.learner is not None:
            self.loop, self.why = None, f"the loop raised {type(raised).__name__}: {raised}"
            fault, trace = blame(raised, self.learner, self.metric), raised.__traceback__
            file, line = fault.file, fault.line
            while trace is not None and not fault.file:
                file, line, trace = trace.tb_frame.f_code.co_filename, trace.tb_lineno, trace.tb_next
            where = f"{file}:{line}: {linecache.getline(file, line).strip()}"  # for the author of the formula
            sentence = f"{fault} in the compiled loop ({where}), but not step by step; it goes on step by step"
            warnings.warn(sentence, LoopWarning, stacklevel=2)
        loop = self.stretch_loop()
        alphas = [self.alpha] if isinstance(self.alpha, (int, float)) else self.alpha
        if loop is None or self.learner is None or not all(map(isfinite, alphas)) or not self._is_right(loop):
            return 0
        first, each, history = self.count, len(self.batches), self.history
        full = history.replay_points or len(history.weights) + WHOLE * history.size >= history.limit
        last = first + min(steps, (each if each > 1 and full else each * max(1, WHOLE // each)) - first % each)
        history.begin(self.weights, self.learner)
        keep = None if history.replay_points else history.weights.fromlist
        seen: list[float] = []
        try:
            weights, memories = loop.run(
                self.weights, self.learner.memories, self._between(first, last), keep, seen.append)  # fmt: skip
            if not (all(map(isfinite, weights)) and all(map(isfinite, seen))):
                raise OverflowError("a number that is not finite")
        except BaseException as failed:
            self._forget(first, failed, last)
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
        begin, end = first % each, first % each + last - first
        return (self._samples * (1 + (end - 1) // each) if end > each else self._samples)[begin:end]

    def _sample(self, step: int) -> Any:
        examples = [self.pair(*moved) for moved in zip(self.order.batch(step), self.order.moves(step))]
        alpha = scheduled_alpha(self.schedule, self.alpha, step, self.budget)
        return (*examples[0], alpha) if self.order.size == 1 else (examples, alpha)

    # whether a loop may be believed

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
