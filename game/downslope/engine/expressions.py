"""A graph of operations written as lines of Python, one expression or assignment at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isfinite
from typing import Any

from .symbols import COMPARISONS, Graph, Symbol, Untraceable, operands

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
            raise Untraceable("too long when it is written out")
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
