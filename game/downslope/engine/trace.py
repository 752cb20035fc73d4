"""What one example does to the weights of a network: its own methods, run once on symbols."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ..learning.learner import Learner
from ..learning.metric import Metric
from ..learning.network import Network
from .rewrite import check_harmless, run
from .symbols import COMPARISONS, ONE, ZERO, Graph, NotCompilable, Symbol, identity, is_real, is_signed, operands
from .update_formula import UpdateFormula

# ---------------------------------------------------------------------------------------------------------------------
# The sign of a zero, left out of a graph where it goes no further. `0.0 +` at the start of a sum costs an addition,
# `* (1.0 if x > 0.0 else 0.0)`, the slope of a ReLU, a product.


def without_signs(kept: Sequence[Any], free: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    """The same nodes without `0.0 +`, and with a branch for a factor of 1.0 or 0.0, where nobody sees a zero's sign.

    A product with 0.0 is taken for 0.0, which is so while all numbers are finite.
    kept: nodes of which every bit counts. free: nodes whose own sign of zero does not matter to whoever uses them.
    """
    order = _all_nodes([*kept, *free])
    bound = {n for n in kept if type(n) is Symbol}  # of these the sign matters
    for node in reversed(order):  # what uses comes before what is used
        bound.update(_operands_whose_sign_matters(node, node in bound))
    new: dict[Symbol, Any] = {}
    for node in order:
        args = tuple(new.get(a, a) if type(a) is Symbol else a for a in node.args)
        if node.op == "+" and identity(args[0]) == ZERO and node not in bound and is_real(args[1]):
            new[node] = args[1]
        elif node.op == "*" and node not in bound and is_real(args[0]) and _is_switch(args[1]):
            new[node] = node.graph.select(args[1].args[0], args[0], 0.0)
        elif any(a is not b for a, b in zip(args, node.args)):
            new[node] = node.graph.node(node.op, args, node.signed, node.real)
    return [new.get(n, n) for n in kept], [new.get(n, n) for n in free]


def _is_switch(node: Any) -> bool:
    """1.0 where its test holds, else 0.0."""
    return type(node) is Symbol and node.op == "select" and (*map(identity, node.args[1:]),) == (ONE, ZERO)


def _all_nodes(roots: Sequence[Any]) -> list[Symbol]:
    """Operands before what uses them."""
    found = set[Symbol]()
    stack = [n for n in roots if type(n) is Symbol]
    while stack:
        node = stack.pop()
        if node not in found:
            found.add(node)
            stack += operands(node)
    return sorted(found, key=lambda node: node.number)


def _operands_whose_sign_matters(node: Symbol, bound: bool) -> list[Symbol]:
    """`bound`: the node's own sign matters."""
    op, args = node.op, node.args
    if op in COMPARISONS or (op == "*" and args[0] is args[1]):
        return []
    if op in ("*", "+", "-", "neg") and not bound:
        return []
    if op == "+" and not all(map(is_signed, args)):  # the one that is never -0.0 decides, and must stay so
        return [a for a in args if type(a) is Symbol and not is_signed(a)][:1]
    matters = list(args)
    if op == "select":
        matters = list(args[1:]) if bound else []
    elif op == "/" and not bound:
        matters = [args[1]]
    return [a for a in matters if type(a) is Symbol]


class Trace:
    """The nodes of `predictions` and `deltas`, of the `error`, and of a weight_delta for each weight.

    `weight_deltas` may have another sign of a zero than `exact_weight_deltas`, where the update does not mind it.
    `alphas`: each weight has an alpha of its own. A metric whose methods cannot be traced is called. Untraceable: the
    network cannot be, or the learner is more than a formula.
    """

    def __init__(self, network: Network, metric: Metric, learner: Learner, alphas: bool = False) -> None:
        self.graph = graph = Graph()
        self.network, self.size = network, network.size
        self.update = UpdateFormula(learner, graph)
        signed = not self.update.never_minus_zero
        self.weights = [graph.input(f"w{k}", signed) for k in range(self.size)]
        self.memories = [[graph.input(f"m{j}_{k}") for k in range(self.size)] for j, _ in enumerate(learner.memory)]
        self.alphas = [graph.input(f"a{k}") for k in range(self.size)] if alphas else []
        self.inputs = [graph.input(f"x{k}") for k in range(network.inputs)]
        self.goals = [graph.input(f"g{k}") for k in range(network.outputs)]
        layers = run(network.forward, list(self.weights), tuple(self.inputs))
        self.predictions = list(layers[-1])
        if type(network).predict is not Network.predict:
            self.predictions = list(run(network.predict, list(self.weights), tuple(self.inputs)))
        _check_numbers(self.predictions, network.outputs, "forward gives {found} predictions, not {wanted}")
        self.error, self.deltas = judgement(graph, metric, self.predictions, layers[-1], self.goals)
        found = list(run(network.weight_deltas, list(self.weights), layers, self.deltas))
        _check_numbers(found, self.size, "weight_deltas gives {found} numbers, not {wanted}")
        # one that is a weight itself is another node, so that it is noted before the weight moves: x + -0.0 is x
        weights = set(self.weights)
        self.weight_deltas = [graph.node("+", (d, -0.0), True, True) if d in weights else d for d in found]
        self.exact_weight_deltas = self.weight_deltas
        if self.update.zero_delta_is_noop:  # weight - 0.0 and weight - -0.0 are the same
            (self.error,), self.weight_deltas = without_signs([self.error], self.weight_deltas)

    def skips(self, weight: int) -> Symbol | None:
        """What the weight_delta is a product with, if the weight stays where that is 0, and it may well be 0."""
        delta = self.weight_deltas[weight]
        if not self.update.zero_delta_is_noop or type(delta) is not Symbol or delta.op != "*":
            return None
        factor = delta.args[0]
        return factor if type(factor) is Symbol and _may_be_zero(factor) else None


def judgement(
    graph: Graph, metric: Metric, predictions: Sequence[Any], outputs: Sequence[Any], goals: Sequence[Any]
) -> tuple[Any, list[Any]]:
    """The error of an example and its deltas, one an output. `outputs`: the predictions as the last layer has them."""
    total = _trace_or_call(graph, metric.total_error, predictions, goals, lambda found: found)
    if type(total) not in (Symbol, float, int):
        raise NotCompilable("the error is not a number")
    many = len(goals)
    deltas = list(_trace_or_call(graph, metric.deltas, outputs, goals, lambda call: graph.items(call, many)))
    _check_numbers(deltas, many, "deltas gives {found} numbers, not {wanted}")
    return graph.operation("+", 0.0, total) if type(total) is Symbol else 0.0 + total, deltas


def _trace_or_call(
    graph: Graph, method: Callable[..., Any], predictions: Sequence[Any], goals: Sequence[Any],
    result: Callable[[Symbol], Any],
) -> Any:  # fmt: skip
    """What the method gives; where it cannot be traced, the `result` of calling it as it is."""
    try:
        return run(method, list(predictions), tuple(goals))
    except Exception:
        check_harmless(method)
        return result(graph.call(method, list(predictions), tuple(goals)))


def _check_numbers(values: Sequence[Any], wanted: int, sentence: str) -> None:
    if len(values) != wanted:
        raise NotCompilable(sentence.format(found=len(values), wanted=wanted))
    if not all(type(v) in (Symbol, float, int) for v in values):
        raise NotCompilable("something else than numbers")


def _may_be_zero(node: Any, deep: int = 3) -> bool:
    """A branch of it is 0: a neuron that is off."""
    if type(node) is not Symbol or not deep:
        return False
    if node.op == "select" and any(is_real(a) and a == 0.0 for a in node.args[1:] if type(a) is float):
        return True
    return node.op in ("*", "select") and any(_may_be_zero(a, deep - 1) for a in node.args)
