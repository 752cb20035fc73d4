"""What the compiled loops of nets are written with: their parts of text, and the own formulas put in their places.

`Code` knows the network, the metric and the learner; a writer asks it for lines (fast_unrolled.py, fast_row_by_row.py,
fast_conv.py) and puts them together.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from ..formulas.inline import NotInlinable, inline, update_lines
from ..formulas.names import Hidden
from ..formulas.template import Template
from ..learning.activations import Activation
from ..learning.dense import Layers
from ..learning.learner import Learner
from ..learning.metric import Metric
from ..learning.network import Neurons, Vector
from ..learning.ops import Dense
from .fast_neuron import absorbs, finite_line
from .generated import execute

Lines = list[str]
HEAD = "def run(_weights, _memories, _samples, _keep, _seen):"
ONE = "    for _input, _goal, alpha in _samples:"
SEVERAL = ["    for _pairs, alpha in _samples:", "        _count, _sum = len(_pairs), 0.0"]
EACH = "        for _input, _goal in _pairs:"


class DenseLoop(NamedTuple):
    """run(weights, memories, samples, keep, seen) -> (weights, memories).

    samples: for each step (input, goal_predictions, alpha); where steps see several examples, (examples, alpha).
    `keep` (or None) takes the weights before each step, one list after the other in their order; `seen`, the error.
    predict(weights, input) -> list.
    """

    run: Callable[..., tuple[list[float], list[list[float]]]]
    predict: Callable[[Vector, Vector], list[float]]


def names(stem: str, count: int) -> list[str]:
    """`count` variables: the stem and a number."""
    return [f"{stem}{k}" for k in range(count)]


def unpack(many: Sequence[str], value: str) -> str:
    """The line that gives each of `many` one number of a sequence."""
    return f"{', '.join(many)}, = {value}"


def sum_of_products(weights: Sequence[str], values: Sequence[str], zero: bool = True) -> str:
    """Weights times values, added up from the first to the last.

    From 0.0 on, so that nothing times -1 is 0.0 and not -0.0; not so (`zero`) where the sign of a 0 goes no further.
    """
    return ("0.0 + " if zero else "") + " + ".join(f"{w} * {v}" for w, v in zip(weights, values))


def indent(lines: Sequence[str], by: int) -> Lines:
    """The lines, moved in by so many spaces."""
    return [" " * by + line for line in lines]


def activation_of(block: Dense, neuron: int) -> Activation | None:
    """The activation function of a neuron. None: it is linear."""
    return block.activations[neuron] if block.activations else None


class Code:
    """The text of the loop. Own names begin with `_`; what an inlined line has is `Hidden` from them."""

    def __init__(
        self,
        network: Layers | Neurons,
        metric: Metric,
        learner: Learner,
        frozen: frozenset[int] = frozenset(),
        batched: bool = False,
    ) -> None:
        self.metric, self.learner, self.frozen, self.batched = metric, learner, frozen, batched
        self.inputs, self.outputs = network.inputs, network.outputs
        self.size, self.elementwise = network.size, isinstance(network, Neurons)
        self.blocks: list[Dense] = network.blocks if isinstance(network, Layers) else []
        self.last = len(self.blocks) or 1  # the number of the layer of predictions
        self.names = Hidden()
        self.scope: dict[str, Any] = {}
        self._templates: dict[str, Template] = {}
        self.memory = [f"_m{k}" for k in range(len(learner.memory))]
        self.zero_delta_is_noop = zero_delta_is_noop(learner)
        self.outputs_independent = outputs_independent(metric)

    def compile(self, text: Lines) -> DenseLoop:
        """The functions that these lines define; to write them has filled the scope."""
        own = {"_total_error": self.metric.total_error, "_deltas": self.metric.deltas}
        title = f"{type(self).__name__}, {self.metric.name}, {self.learner.name}"
        space = execute(text, title, {**self.names.scope, **self.scope, **own})
        return DenseLoop(space["run"], space["predict"])

    def activation_lines(self, activation: Activation | None, name: str) -> Lines:
        """The lines that turn a total into its value."""
        if activation is None or activation.name == "linear":
            return []
        return self._fill(f"value {activation.name}", lambda: self._activation_lines(activation), _P=name)

    def _activation_lines(self, activation: Activation) -> Lines:
        part = inline(activation.value, "_P", names=self.names)
        return [*part.lines, f"_P = {part.results[0]}"]

    def slope(self, activation: Activation, value: str) -> str:
        """The expression for the slope at a value."""
        return self._fill(f"slope {activation.name}", lambda: self._slope(activation), _P=value)[0]

    def _slope(self, activation: Activation) -> Lines:
        part = inline(activation.slope, "_P", names=self.names)
        if part.lines:
            raise NotInlinable("a slope of several lines")
        return [f"({part.results[0]})"]

    def error_and_delta(self, prediction: str, goal: str, delta: str) -> Lines:
        """The lines that add one output's error to `_total` and set its delta."""
        return self._fill("judged", self._error_and_delta, _P=prediction, _G=goal, _D=delta)

    def _error_and_delta(self) -> Lines:
        error, slope = (inline(m, "_P", "_G", names=self.names) for m in (self.metric.error, self.metric.delta))
        if len(error.results) != 1 or len(slope.results) != 1:
            raise NotInlinable("more than one number")
        return [*error.lines, f"_total += {error.results[0]}", *slope.lines, f"_D = {slope.results[0]}"]

    def weight_update(self, weight: str, weight_delta: str, memory: Sequence[str]) -> Lines:
        """The learner's formula for one weight."""
        own = {f"_M{k}": name for k, name in enumerate(memory)}
        return self._fill("updated", self._weight_update, _W=weight, _D=weight_delta, **own)

    def _weight_update(self) -> Lines:
        memory = [f"_M{k}" for k in range(len(self.memory))]
        lines = update_lines(self.learner, "_W", "weight_delta", memory, self.names).lines
        if not absorbs(lines, "_W"):
            lines.append(finite_line("_W"))
        used = [n for line in lines for n in ast.walk(ast.parse(line)) if isinstance(n, ast.Name)]
        if [n.id for n in used].count("weight_delta") != 1:
            return ["weight_delta = _D", *lines]
        return [line for text in lines for line in Template([text], ["weight_delta"]).filled({"weight_delta": "_D"})]

    def _fill(self, key: str, make: Callable[[], Lines], **places: str) -> Lines:
        """A template, made once, with what belongs in its places."""
        if key not in self._templates:
            self._templates[key] = Template(make(), list(places))
        return self._templates[key].filled(places)


def outputs_independent(metric: Metric) -> bool:
    """Each output's error is its own, in plain lines. Where not, the metric's two methods are called."""
    kind = type(metric)
    if kind.total_error is not Metric.total_error or kind.deltas is not Metric.deltas:
        return False
    try:
        inline(metric.error, "prediction", "goal_prediction")
        inline(metric.delta, "prediction", "goal_prediction")
    except NotInlinable:
        return False
    return True


def small(number: float) -> bool:
    """0 times it is 0."""
    return -1e300 < number < 1e300


def zero_delta_is_noop(learner: Learner) -> bool:
    """The update is weight - weight_delta * ...: a weight_delta of 0 leaves the weight, and there is no memory."""
    if learner.memory:
        return False
    part = update_lines(learner)
    if len(part.lines) != 1:
        return False
    statement = ast.parse(part.lines[0]).body[0]
    if not isinstance(statement, ast.AugAssign) or not isinstance(statement.op, ast.Sub):
        return False
    factors, names = [statement.value], set[str]()
    while factors:
        factor = factors.pop()
        if isinstance(factor, ast.BinOp) and isinstance(factor.op, ast.Mult):
            factors += [factor.left, factor.right]
        elif isinstance(factor, ast.Name):
            names.add(factor.id)
        elif not (isinstance(factor, ast.Constant) and isinstance(factor.value, (int, float)) and small(factor.value)):
            return False
    return "weight_delta" in names and names <= {"weight_delta", "alpha"}
