"""A problem of somebody else's network: what its methods give is counted each time, and a fault names it.

When a level is loaded a network is asked at a few places only (learning/contract.py); at another one it may give more
or fewer numbers, and then learner or metric would fail, or go on without the rest. Of the game's own networks tests
know that they do not.
"""

from __future__ import annotations

import inspect
from collections.abc import Sequence

from ..learning.metric import Metric
from ..learning.network import Network, Vector
from ..learning.problem import ExampleLook, Pair, Problem
from .fault import Fault
from .plain_text import short_repr

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
}  # what is told of a method: where one number is wanted, where several are
GAME = __name__.partition(".")[0]


def is_own(network: Network) -> bool:
    """Whether it is one of the game's own classes, which tests hold to the contract of networks."""
    return type(network).__module__.partition(".")[0] == GAME


class CheckedProblem(Problem):
    """As `Problem`. Fault: the network gave too few numbers, too many, or something else."""

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


def problem_kind(network: Network) -> type[Problem]:
    """What a step looks at."""
    return Problem if is_own(network) else CheckedProblem


def _check(network: Network, method: str, given: object, wanted: int) -> None:
    """Fault: these are not so many numbers."""
    try:
        values: Sequence[object] = given  # type: ignore[assignment]
        if len(values) == wanted and (set(map(type, values)) <= PLAIN or _are_real(values)):
            return
    except TypeError:
        pass  # it is no list
    function = inspect.unwrap(getattr(type(network), method))
    code = getattr(function, "__code__", None)
    file, line = (code.co_filename, code.co_firstlineno) if code is not None else ("", 0)
    template = WANTED[method][wanted != 1]
    raise Fault(type(network).__name__, template, file, line, given=short_repr(given), wanted=wanted)


def _are_real(values: Sequence[object]) -> bool:
    """Numbers of other kinds, such as NumPy's."""
    from numbers import Real

    return all(isinstance(value, Real) for value in values)
