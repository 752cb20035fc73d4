"""A learner's formula, run once on symbols, as lines for any weight."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from math import isfinite
from typing import Any

from ..learning.learner import Learner
from .rewrite import check_harmless, run
from .symbols import COMPARISONS, Graph, NotCompilable, Symbol, identity, is_signed, operands

# ---------------------------------------------------------------------------------------------------------------------
# A graph of operations written as lines of Python, one expression or assignment at a time.


LONGEST = 20_000  # operations written: what stands in branches only may be written more than once
DEEPEST = 24  # operations within each other in one expression
PRECEDENCE = {"select": 1, "**": 8, "neg": 7, "*": 6, "/": 6, "//": 6, "%": 6, "+": 5, "-": 5} | dict.fromkeys(
    COMPARISONS, 3
)


class Text:
    """What is used once stands where it is used; what is used more often gets a name.

    What only a branch needs is written into that branch, so that it is worked out only there, as in the method itself:
    it may divide by a 0 that the branch is there to keep out. `shared`: the nodes that get a name; `names`: those that
    have one already.
    """

    def __init__(self, graph: Graph, roots: Iterable[Any]) -> None:
        self.graph, self.names = graph, dict[Symbol, str]()
        self._items: dict[Symbol, list[str]] = {}  # of a call that gives several numbers
        self._written = 0
        roots = [r for r in roots if type(r) is Symbol]
        self.shared = self._find_shared(roots)

    def _find_shared(self, roots: list[Symbol]) -> set[Symbol]:
        uses: dict[Symbol, int] = {}
        for root in roots:
            uses[root] = uses.get(root, 0) + 1
        always, counted = set[Symbol](), set[Symbol]()
        stack = [(root, True) for root in roots]
        while stack:
            node, sure = stack.pop()
            if node in counted and (not sure or node in always):
                continue
            first = node not in counted
            counted.add(node)
            if sure:
                always.add(node)
            for place, a in enumerate(node.args):
                if type(a) is Symbol:
                    if first:
                        uses[a] = uses.get(a, 0) + 1
                    stack.append((a, sure and not (node.op == "select" and place)))
        shared = {n for n in always if (uses[n] > 1 and n.op not in ("in", "tuple")) or n.op == "item"}
        depth: dict[Symbol, int] = {}
        for node in sorted(counted, key=lambda n: n.number):
            below = [0 if a in shared else depth[a] + (a.op != node.op) for a in operands(node)]
            depth[node] = max(below, default=0)
            if depth[node] >= DEEPEST and node in always and node.op != "tuple":
                shared.add(node)
        return shared

    def share(self, node: Any) -> None:
        """It gets a name too."""
        if type(node) is Symbol and node.op not in ("in", "tuple"):
            self.shared.add(node)

    def need(self, *nodes: Any) -> list[str]:
        """The lines that work out what these nodes need and what is used elsewhere too."""
        lines: list[str] = []
        for node in nodes:
            if type(node) is Symbol:
                self._need(node, lines)
        return lines

    def _need(self, node: Symbol, lines: list[str]) -> None:
        seen = set[Symbol]()
        stack = [(node, False)]  # no recursion: sums of hundreds of numbers are deep
        while stack:
            node, done = stack.pop()
            if node in self.names or node.op == "in" or (node in seen and not done):
                continue
            if not done:
                seen.add(node)
                stack.append((node, True))
                stack += [(a, False) for a in reversed(node.args) if type(a) is Symbol]
            elif node.op == "item":
                call, which, many = node.args
                if call not in self._items:
                    self._items[call] = names = [f"t{call.number}_{k}" for k in range(many)]
                    lines.append(f"{', '.join(names)}, = {self.expression(call)}")
                self.names[node] = self._items[call][which]
            elif node in self.shared:
                text = self.expression(node)
                self.names[node] = f"t{node.number}"
                lines.append(f"t{node.number} = {text}")

    def set(self, node: Any, name: str) -> list[str]:
        """The lines that put the node's number under this name, which stands for it from now on."""
        lines = self.need(*operands(node))
        text = self.expression(node)
        if type(node) is Symbol and node in self.shared and node not in self.names:
            self.names[node] = name
        if text == name:
            return lines
        first = node.args[0] if type(node) is Symbol and node.op == "-" else None
        if type(first) is Symbol and first.op == "in" and text.startswith(f"{name} - "):
            return [*lines, f"{name} -= {self.expression(node.args[1])}"]
        return [*lines, f"{name} = {text}"]

    def expression(self, node: Any, level: int = 0) -> str:
        """The node as an expression, with brackets only where the order of operations needs them."""
        if type(node) is not Symbol:
            return self._constant(node, level)
        if node in self.names:
            return self.names[node]
        op, args = node.op, node.args
        if op == "in":
            return str(args[0])
        own = PRECEDENCE.get(op, 9)
        if op == "tuple":
            text = f"({self.join(args)},)"
        elif op == "call":
            text = f"{args[0]}({self.join(args[1:])})"
        elif op == "neg":
            text = f"-{self.expression(args[0], 8)}"
        elif op == "select":
            test, then, otherwise = args
            text = f"{self.expression(then, 2)} if {self.expression(test, 2)} else {self.expression(otherwise, 2)}"
        elif op in ("+", "-", "*", "/"):
            text = self._chain(node, own)
        else:
            text = f"{self.expression(args[0], own + 1)} {op} {self.expression(args[1], own + 1)}"
        self._written += 1
        if self._written > LONGEST:
            raise NotCompilable("too long when it is written out")
        return f"({text})" if own < level else text

    def join(self, nodes: Sequence[Any]) -> str:
        return ", ".join(map(self.expression, nodes))

    def _chain(self, node: Any, own: int) -> str:
        """A sum or product, from the left; no recursion, as a sum may be hundreds long."""
        parts: list[str] = []
        while True:
            parts += [self.expression(node.args[1], own + 1), f" {node.op} "]
            node = node.args[0]
            if type(node) is not Symbol or node in self.names or PRECEDENCE.get(node.op) != own:
                break
            if node.op not in ("+", "-", "*", "/"):
                break
        return self.expression(node, own) + "".join(parts[::-1])

    def _constant(self, value: Any, level: int) -> str:
        if isinstance(value, float) and not isfinite(value):
            return self.graph.name(value, "k")
        text = repr(value)
        return f"({text})" if text.startswith("-") and level > 5 else text


PLACES = re.compile(r"\b(?:W|D|A|M\d+)\b")  # the weight, its weight_delta, alpha, its memory
MODERATE = 1e300  # 0 times a number below is 0


class UpdateFormula:
    """Untraceable: it gives too many or too few numbers, or notes something down.

    never_minus_zero: from weights of which none is -0.0 it never makes one.
    zero_delta_is_noop: a weight_delta of 0 leaves the weight, and there is no memory.
    """

    def __init__(self, learner: Learner, graph: Graph) -> None:
        if type(learner).step is not Learner.step:
            raise NotCompilable("a learner with a step of its own")
        if not hasattr(learner, "update"):
            raise NotCompilable("a learner without update")
        many = len(learner.memory)
        names = ["W", *(f"M{j}" for j in range(many))]
        own = [graph.input(name, signed=name != "W", real=name == "W") for name in names]
        delta, alpha = graph.input("D", real=False), graph.input("A", real=False)
        new = self._trace(learner, graph, own, delta, alpha)
        if len(new) != len(own) or not all(type(n) in (Symbol, float, int) for n in new):
            raise NotCompilable("update gives too many or too few numbers")
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
