"""Many rounds of a net of several weights at once: its own lines (formulas/inline.py) compiled into one loop.

Equal to the readable path to the last bit: the same additions in the same order, the own formulas of the activations,
the metric and the learner put in. A small net is written out whole, its weights in local names (fast_unrolled.py); of a
larger one a row is written out, with a loop over the neurons (fast_row_by_row.py): the code is made in milliseconds.
What a delta of 0 cannot move is skipped where the learner's formula allows it: dead ReLUs cost little. `NotInlinable`:
the readable path runs.
"""

from __future__ import annotations

from typing import Any

from ..formulas.inline import NotInlinable
from ..learning.dense import Layers
from ..learning.learner import Learner
from ..learning.network import Network, Neuron, Neurons
from ..learning.problem import Problem
from .fast_neuron import numbers_of
from .fast_row_by_row import row_by_row
from .fast_unrolled import unroll
from .loop_code import Code, DenseLoop

WHOLE = 100  # weights: up to here the whole net is written out

_made: dict[tuple[Any, ...], DenseLoop] = {}


def dense_loop(problem: Problem, learner: Learner, batched: bool = False) -> DenseLoop:
    """The loop for this problem's network, metric and frozen weights, and this learner. `batched`: a step sees several
    examples. NotInlinable: another shape, or lines cannot be had."""
    network = plain_network(problem.network)
    formulas = problem.metric, numbers_of(problem.metric), type(learner), numbers_of(learner)
    key = (*formulas, network, problem.frozen, batched)
    if key not in _made:
        code = Code(network, problem.metric, learner, problem.frozen, batched)
        _made[key] = code.compile(unroll(code) if code.size <= WHOLE else row_by_row(code))
    return _made[key]


def plain_network(network: Network) -> Layers | Neurons:
    """The network as layers, a neuron with several inputs being one without a hidden layer; or neurons side by side,
    of which a neuron with one input is one."""
    if type(network) is Neuron:
        return Layers(network.inputs, network.outputs) if network.size > 1 else Neurons(1)
    if type(network) is Layers or type(network) is Neurons:
        return network
    raise NotInlinable("another shape")
