"""Which loop a run gets: one that was made before, or a new one; or none, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from ..formulas.names import NotInlinable
from ..learning.architecture import is_derived
from ..learning.learner import Learner
from ..learning.metric import Metric
from ..learning.network import Network
from ..learning.problem import Pair, Problem
from ..lines import lines_of, watched_lines_of
from .compiled_loop import Loop, NotCompilable, check_harmless, execute, place_of
from .watchdog import is_meant_for_all

MOST = 256  # loops that are kept
WHOLE = 100  # weights: up to here a net is written out whole
SPARSE = 0.6  # share of zeros among the inputs, from which on they are passed over
SEEN = 200  # examples in which zeros are counted
PLAIN = (int, float, str, bool, type(None))

_loops: dict[tuple[Any, ...], Loop | str] = {}  # or why there is none


class Same:
    """Equal to itself and nothing else; the object is held, so that no other can have its address."""

    def __init__(self, thing: object) -> None:
        self.thing = thing

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.thing is self.thing

    def __hash__(self) -> int:
        return object.__hash__(self.thing)


def as_key(thing: object) -> object:
    """Itself, where it is equal to nothing else anyway."""
    return thing if type(thing).__hash__ is object.__hash__ and type(thing).__eq__ is object.__eq__ else Same(thing)


def settings_of(thing: object) -> tuple[tuple[str, Any], ...]:
    """All that it has, which is put into the text: 1 is another than 1.0, and 0.0 than -0.0."""
    own = getattr(thing, "__dict__", None)
    if not own:
        return ()
    shown = (*PLAIN, tuple, list, dict)
    return tuple([
        (k, repr(v) if type(v) in shown else as_key(v)) for k, v in own.items() if k not in ("memories", "random")
    ])  # fmt: skip


def loop_for(problem: Problem, learner: Learner, batched: bool, alphas: bool = False) -> Loop:
    """The loop for this network, metric, learner and set of frozen weights. NotCompilable: none, and why.

    `batched`: a step sees several examples. `alphas`: there is one for each weight.
    """
    sparse = problem.network.size > WHOLE and share_of_zeros(problem.examples) >= SPARSE
    how = batched, sparse, alphas
    return _find_or_make((*_key(problem, learner), *how), lambda: _make(problem, learner, *how))


def share_of_zeros(examples: Sequence[Pair]) -> float:
    """Among the inputs of some of them, evenly spaced."""
    some = examples[:: max(1, len(examples) // SEEN)]
    zeros = numbers = 0
    for input, _ in some:
        zeros += input.count(0.0)
        numbers += len(input)
    return zeros / numbers


def watched_loop_for(problem: Problem, learner: Learner) -> Loop:
    """The loop for one weight with one input and one example. NotCompilable: another shape, or it cannot be had."""
    network = problem.network
    if (network.size, network.inputs, network.outputs, len(problem.examples)) != (1, 1, 1, 1) or problem.frozen:
        raise NotCompilable("more than one weight and one example, or a frozen weight")
    if any(type(number) is not float for numbers in problem.examples[0] for number in numbers):
        raise NotCompilable("an example whose numbers are no floats")
    return _find_or_make((*_key(problem, learner), "watched"), lambda: _watched(network, problem.metric, learner))


def _key(problem: Problem, learner: Learner) -> tuple[Any, ...]:
    metric = problem.metric
    formulas = as_key(metric), settings_of(metric), type(learner), settings_of(learner)
    return *_shape(problem.network), *formulas, problem.frozen


def _shape(network: Network) -> tuple[Any, ...]:
    """What tells networks apart: their ops, or their value, where they have one."""
    kind = type(network)
    with suppress(Exception):  # a plugin's own, or a list in it
        if is_derived(network):
            ops = tuple(network.ops())
            hash(ops)
            return ops
        if kind.__hash__ not in (object.__hash__, Network.__hash__):
            hash(network)
            return kind, network
    return Same(network), settings_of(network)


def _find_or_make(key: tuple[Any, ...], make: Callable[[], Loop]) -> Loop:
    """What was made for this key. NotCompilable: why nothing was, each time."""
    if key not in _loops:
        if len(_loops) >= MOST:
            del _loops[next(iter(_loops))]
        try:
            _loops[key] = make()
        except NotCompilable as why:
            _loops[key] = f"{why}{place_of(why)}"
        except BaseException as raised:
            if is_meant_for_all(raised):
                raise
            _loops[key] = f"{type(raised).__name__}: {raised}{place_of(raised)}"
    found = _loops[key]
    if isinstance(found, str):
        raise NotCompilable(found)
    return found


def _make(problem: Problem, learner: Learner, batched: bool, sparse: bool, alphas: bool) -> Loop:
    network, metric = problem.network, problem.metric
    try:
        lines, calls, skips = lines_of(network, metric, learner, problem.frozen, batched, alphas, sparse)
        for name in calls.keys() - {"forward", "weight_deltas"}:
            check_harmless(calls[name])
        for name in ("error", "delta", "total_error", "deltas") if "judge" in calls else ():
            check_harmless(getattr(metric, name))  # which `judge` calls, where it is the base class's
        space = execute(lines, f"{network}, {metric.name}, {learner.name}", dict(calls))
    except NotInlinable as why:
        raise NotCompilable(str(why)) from why
    return Loop(space["run"], space["predict"], "\n".join(lines), calls, skips)


def _watched(network: Network, metric: Metric, learner: Learner) -> Loop:
    try:
        lines, calls = watched_lines_of(network, metric, learner)
        for method in calls.values():
            check_harmless(method)
        space = execute(lines, f"{network}, {metric.name}, {learner.name}, watched", dict(calls))
    except NotInlinable as why:
        raise NotCompilable(str(why)) from why
    return Loop(space["run"], space["steps"], "\n".join(lines), calls)
