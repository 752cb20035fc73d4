"""Which loop a run gets: one that was made before, or a new one; or none, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, TypeVar, cast

from ..learning.learner import Learner
from ..learning.network import Network
from ..learning.ops import Conv
from ..learning.problem import Pair, Problem
from .kernel_loop import kernel_loop
from .loop import Loop
from .rewrite import place_of
from .row_loop import row_loop
from .same import Same, as_key
from .symbols import Untraceable
from .unrolled_loop import unrolled_loop
from .watchdog import is_meant_for_all
from .watched_loop import WatchedLoop, watched_loop

MOST = 256  # loops that are kept
WHOLE = 100  # weights: up to here a net is written out whole
SPARSE = 0.6  # share of zeros among the inputs, from which on they are passed over
SEEN = 200  # examples in which zeros are counted
PLAIN = (int, float, str, bool, type(None))

Found = TypeVar("Found", Loop, WatchedLoop)

_loops: dict[tuple[Any, ...], Loop | WatchedLoop | str] = {}  # or why there is none


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
    """The loop for this network, metric, learner and set of frozen weights. Untraceable: none, and why.

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


def watched_loop_for(problem: Problem, learner: Learner) -> WatchedLoop:
    """The loop for one weight with one input and one example. Untraceable: another shape, or it cannot be had."""
    network = problem.network
    if (network.size, network.inputs, network.outputs, len(problem.examples)) != (1, 1, 1, 1) or problem.frozen:
        raise Untraceable("more than one weight and one example, or a frozen weight")
    if any(type(number) is not float for numbers in problem.examples[0] for number in numbers):
        raise Untraceable("an example whose numbers are no floats")
    return _find_or_make((*_key(problem, learner), "watched"), lambda: watched_loop(network, problem.metric, learner))


def _key(problem: Problem, learner: Learner) -> tuple[Any, ...]:
    metric = problem.metric
    formulas = as_key(metric), settings_of(metric), type(learner), settings_of(learner)
    return *_shape(problem.network), *formulas, problem.frozen


def _shape(network: Network) -> tuple[Any, ...]:
    """What tells networks apart: their value, where they have one."""
    kind = type(network)
    if kind.__hash__ is not object.__hash__:
        with suppress(Exception):  # a plugin's own, or a list in it
            hash(network)
            return kind, network
    return Same(network), settings_of(network)


def _find_or_make(key: tuple[Any, ...], make: Callable[[], Found]) -> Found:
    """What was made for this key. Untraceable: why nothing was, each time."""
    if key not in _loops:
        if len(_loops) >= MOST:
            del _loops[next(iter(_loops))]
        try:
            _loops[key] = make()
        except Untraceable as why:
            _loops[key] = f"{why}{place_of(why)}"
        except BaseException as raised:  # something is done with a symbol that only a number can do
            if is_meant_for_all(raised):
                raise
            _loops[key] = f"{type(raised).__name__}: {raised}{place_of(raised)}"
    found = _loops[key]
    if isinstance(found, str):
        raise Untraceable(found)
    return cast(Found, found)


def _is_exact(network: Network) -> bool:
    from ..learning.contract import is_exact  # with all networks that there are: small ones need none of it

    return is_exact(network)


def _make(problem: Problem, learner: Learner, batched: bool, sparse: bool, alphas: bool) -> Loop:
    """In rows what is large, kernel by kernel where there are some; else, if it is not too much, written out whole."""
    network, why = problem.network, ""
    kernels = any(isinstance(op, Conv) for op in network.ops())
    try:
        if (kernels or network.size > WHOLE) and not _is_exact(network):
            raise Untraceable("its ops do not give its numbers to the last bit")
        if kernels and (batched or problem.frozen or alphas):
            raise Untraceable("kernels with several pictures a step, a frozen weight, or more than one alpha")
        if kernels:
            return kernel_loop(network, problem.metric, learner)
        if network.size > WHOLE and alphas:
            raise Untraceable("a large net with more than one alpha")
        if network.size > WHOLE:
            return row_loop(network, problem.metric, learner, problem.frozen, batched, sparse)
    except Untraceable as reason:
        why = f"{reason}; "
    try:
        return unrolled_loop(network, problem.metric, learner, problem.frozen, batched, alphas)
    except Untraceable as reason:
        raise Untraceable(f"{why}{reason}") from reason
