"""The lines that make many steps at once, compiled under a name of their own, by which a traceback finds them: those
that were made before for the same step, or new ones; or none, and why."""

from __future__ import annotations

import ast
import inspect
import linecache
import re
from array import array
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from copy import copy
from dataclasses import dataclass, field
from itertools import chain, count
from math import copysign
from pathlib import Path
from traceback import walk_tb
from typing import Any

from ..formulas.names import NotInlinable
from ..formulas.read import function_tree
from ..learning.architecture import is_derived
from ..learning.learner import Learner
from ..learning.network import Network, Vector
from ..learning.problem import Pair, Problem
from ..lines import lines_of
from .watchdog import is_meant_for_all

MOST = 256  # loops that are kept
WHOLE = 100  # weights: up to here a net is written out whole
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
    numbers = [number for input, _goals in some for number in input] if network.size > WHOLE else [1.0]
    sparse = numbers.count(0.0) >= SPARSE * len(numbers)
    return _find_or_make(
        problem, learner, (batched, sparse, alphas),
        lambda own: lines_of(network, problem.metric, own, frozen, batched, alphas, sparse),
    )  # fmt: skip


def _find_or_make(problem: Problem, learner: Learner, how: tuple[Any, ...], lines: Callable[..., Any]) -> Loop:
    """What was made for such a step. NotInlinable: why nothing was, each time."""
    network, metric = problem.network, problem.metric
    key = *_shape(network), Same(metric), _settings(metric), type(learner), _settings(learner), problem.frozen, *how
    if key not in _loops:
        if len(_loops) >= MOST:
            del _loops[next(iter(_loops))]
        title = f"{network}, {metric.name}, {learner.name}"
        try:
            _loops[key] = _compiled(title, metric, *lines(copy(learner)))  # a knob of this one may be turned
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


class Same:
    """Equal to itself and nothing else; the object is held, so that no other can have its address."""

    def __init__(self, thing: object) -> None:
        self.thing = thing

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


def _compiled(title: str, metric: Any, lines: Sequence[str], calls: dict[str, Any], skips: bool) -> Loop:
    for name in calls.keys() - {"forward", "weight_deltas"}:
        check_harmless(calls[name])
    for name in ("error", "delta", "total_error", "deltas") if "judge" in calls else ():
        check_harmless(getattr(metric, name))  # which `judge` calls, where it is the base class's
    space = execute(lines, title, dict(calls))
    return Loop(space["run"], space["predict"], "\n".join(lines), calls, skips)


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


# ---------------------------------------------------------------------------------------------------------------------
# Numbers for which a loop is right.


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
