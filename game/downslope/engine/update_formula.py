"""A learner's formula, run once on symbols, as lines for any weight."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from ..learning.learner import Learner
from .expressions import Text
from .rewrite import check_harmless, run
from .symbols import Graph, Symbol, Untraceable, identity, is_signed

PLACES = re.compile(r"\b(?:W|D|A|M\d+)\b")  # the weight, its weight_delta, alpha, its memory
MODERATE = 1e300  # 0 times a number below is 0


class UpdateFormula:
    """Untraceable: it gives too many or too few numbers, or notes something down.

    never_minus_zero: from weights of which none is -0.0 it never makes one.
    zero_delta_is_noop: a weight_delta of 0 leaves the weight, and there is no memory.
    """

    def __init__(self, learner: Learner, graph: Graph) -> None:
        if type(learner).step is not Learner.step:
            raise Untraceable("a learner with a step of its own")
        if not hasattr(learner, "update"):
            raise Untraceable("a learner without update")
        many = len(learner.memory)
        names = ["W", *(f"M{j}" for j in range(many))]
        own = [graph.input(name, signed=name != "W", real=name == "W") for name in names]
        delta, alpha = graph.input("D", real=False), graph.input("A", real=False)
        new = self._trace(learner, graph, own, delta, alpha)
        if len(new) != len(own) or not all(type(n) in (Symbol, float, int) for n in new):
            raise Untraceable("update gives too many or too few numbers")
        weight = new[0]
        moves_away = type(weight) is Symbol and weight.op in ("-", "+") and weight.args[0] is own[0]
        self.never_minus_zero = not is_signed(weight)
        self.zero_delta_is_noop = (
            not many and moves_away and weight.op == "-" and _is_product(weight.args[1], delta, alpha)
        )
        text = Text(graph, new)
        self._lines = assignments(text, own, new)
        only = self.zero_delta_is_noop and not self._lines[:-1]
        self._value = text.expression(weight) if only else ""
        if not moves_away and identity(weight) != identity(own[0]):
            # a weight that is not finite may come back as a number, so the end of a stretch would not tell
            self._lines.append(finite_line("W"))
        self._once = " ".join(self._lines).count("D") == 1

    def _trace(self, learner: Learner, graph: Graph, own: list[Symbol], delta: Symbol, alpha: Symbol) -> list[Any]:
        arguments = own[0], delta, alpha, *own[1:]
        try:
            found = run(learner.update, *arguments)
        except Exception:  # what cannot be traced is called
            check_harmless(learner.update)
            call = graph.call(learner.update, *arguments)
            found = graph.items(call, len(own)) if len(own) > 1 else call
        return list(found) if len(own) > 1 else [found]

    def lines(self, weight: str, weight_delta: str, memory: Sequence[str] = (), alpha: str = "a") -> list[str]:
        """The lines that move one weight and its memory, all under these names."""
        put = _put(weight, weight_delta if self._once else "u", alpha, memory)
        lines = [PLACES.sub(lambda found: put[found.group()], line) for line in self._lines]
        return lines if self._once else [f"u = {weight_delta}", *lines]

    def value(self, weight: str, weight_delta: str) -> str:
        """The new weight as an expression; "": it takes more than that."""
        put = _put(weight, weight_delta, "a", ())
        return PLACES.sub(lambda found: put[found.group()], self._value) if self._once else ""


def _put(weight: str, weight_delta: str, alpha: str, memory: Sequence[str]) -> dict[str, str]:
    delta = f"({weight_delta})" if " " in weight_delta else weight_delta
    return {"W": weight, "D": delta, "A": alpha, **{f"M{j}": name for j, name in enumerate(memory)}}


def finite_line(name: str) -> str:
    """Only what is not finite is not 0 when it is taken off itself."""
    return f"if not {name} - {name} == 0.0: raise OverflowError"


def _is_product(node: Any, delta: Symbol, alpha: Symbol) -> bool:
    """Of the weight_delta, alpha and moderate numbers: 0 where the weight_delta is 0."""
    if node is delta:
        return True
    if type(node) is not Symbol or node.op != "*":
        return False
    return any(
        _is_product(a, delta, alpha) and (b is alpha or (type(b) in (float, int) and abs(b) < MODERATE))
        for a, b in (node.args, node.args[::-1])
    )


def assignments(text: Text, names: Sequence[Symbol], new: Sequence[Any]) -> list[str]:
    """The lines that give each of the names (inputs of the graph) its new value, all worked out from the old ones."""
    lines: list[str] = []
    pairs = [(name, value) for name, value in zip(names, new) if name is not value]
    # what a later one is made of comes first
    pairs.sort(key=lambda pair: pair[1].number if type(pair[1]) is Symbol else 0)
    while pairs:
        for pair in pairs:
            name, value = pair
            if not any(_needs(v, name, text, value) for n, v in pairs if n is not name):
                break  # nobody else needs its old value any more
        else:  # they need each other's: all at once
            for _, value in pairs:
                lines += text.need(value)
            left = ", ".join(name.args[0] for name, _ in pairs)
            return [*lines, f"{left} = {text.join([value for _, value in pairs])}"]
        pairs = [other for other in pairs if other is not pair]
        lines += text.set(value, name.args[0])
    return lines


def _needs(node: Any, old: Symbol, text: Text, done: Any) -> bool:
    """It is worked out from the old value otherwise than by way of `done`, which then has a name."""
    stack = [node]
    while stack:
        n = stack.pop()
        if n is old:
            return True
        if type(n) is Symbol and n not in text.names and not (n is done and n in text.shared):
            stack += n.args
    return False
