"""Which loop a run gets: one that was made before, or a new one; or none, and why."""

from __future__ import annotations

from typing import Any

from ..formulas.names import NotInlinable
from ..learning.conv import ConvNet
from ..learning.dense import Layers
from ..learning.learner import Learner
from ..learning.network import Neuron, Neurons
from ..learning.problem import Problem
from .fast_conv import conv_loop
from .fast_dense import dense_loop
from .loop import Loop
from .same import Same
from .symbols import Untraceable
from .unrolled_loop import unrolled_loop
from .watchdog import is_meant_for_all

MOST = 256  # loops that are kept
WHOLE = 100  # weights: up to here a net that has a loop of its own is written out whole
OWN_LOOPS = (Neuron, Neurons, Layers, ConvNet)
PLAIN = (int, float, str, bool, type(None))

_made: dict[tuple[Any, ...], Loop | str] = {}


def settings_of(thing: object) -> tuple[tuple[str, Any], ...]:
    """All that it has, which is put into the text: 1 is another than 1.0, and 0.0 than -0.0."""
    own = {k: v for k, v in getattr(thing, "__dict__", {}).items() if k not in ("memories", "random")}
    return tuple((k, repr(v) if type(v) in (*PLAIN, tuple, list, dict) else Same(v)) for k, v in own.items())


def loop_for(problem: Problem, learner: Learner, batched: bool) -> Loop:
    """The loop for this network, metric, learner and set of frozen weights. Untraceable: none, and why.

    `batched`: a step sees several examples.
    """
    network, metric = problem.network, problem.metric
    shape = (network,) if type(network) in OWN_LOOPS else (Same(network), settings_of(network))
    formulas = Same(metric), settings_of(metric), type(learner), settings_of(learner)
    key = (*shape, *formulas, problem.frozen, batched)
    if key not in _made:
        if len(_made) >= MOST:
            del _made[next(iter(_made))]
        _made[key] = _make(problem, learner, batched)
    found = _made[key]
    if isinstance(found, str):
        raise Untraceable(found)
    return found


def _make(problem: Problem, learner: Learner, batched: bool) -> Loop | str:
    """The loop, or why there is none."""
    network, why = problem.network, ""
    if network.size <= WHOLE or type(network) not in OWN_LOOPS:
        try:
            return unrolled_loop(network, problem.metric, learner, problem.frozen, batched)
        except Untraceable as reason:
            why = str(reason)
        except BaseException as raised:  # something is done with a symbol that only a number can do
            if is_meant_for_all(raised):
                raise
            why = f"{type(raised).__name__}: {raised}"
    try:
        if not isinstance(network, ConvNet):
            return _trusted(dense_loop(problem, learner, batched))
        if batched:
            return "several pictures a step"
        return _trusted(conv_loop(problem, learner))
    except NotInlinable as reason:
        return why or str(reason)


def _trusted(loop: Any) -> Loop:
    return Loop(loop.run, loop.predict, trusted=True)
