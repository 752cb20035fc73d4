"""The one form of a step: a network's ops, and the formulas of its metric, its activations and its learner as text.

Every rendering is made of it: the lines that are read (readable.py), those that run for small networks (unrolled.py)
and for large ones (rows.py). A formula is its author's own lines with places for what they are about:

    P, G      prediction, goal prediction        E, D   error, delta of one output
    V         a neuron's total, or its value     W, D, A, M0 ...   weight, weight_delta, alpha, memory

What is more than plain assignments is not written out but called: `judge`, `move`, `value_relu` ... in `calls`.
"""

from __future__ import annotations

import ast
import builtins
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..formulas.inline import Formula, couples_outputs, inline, own_lines
from ..formulas.source import Names, NotInlinable, Shown, preamble
from ..learning import Activation, Learner, Metric, Network, is_derived

PURE = {*(f for f in vars(math).values() if callable(f)), abs, min, max}
MODERATE = 1e300  # 0 times a number below is 0


class StepForm:
    """What one step is. `calls`: what its lines call or read by name; `text`: the imports and helpers that they need.

    noop: a weight_delta of 0 leaves the weight, and there is no memory: so what is 0 may be passed over. No learner: a
    prediction alone.
    """

    def __init__(self, network: Network, metric: Metric, learner: Learner | None, readable: bool = False) -> None:
        own = learner is not None and (type(learner).step is not Learner.step or not hasattr(learner, "update"))
        if learner is not None and own and not (readable and learner.lines):
            raise NotInlinable("a learner with a step of its own")
        self.ops = tuple(network.ops()) if is_derived(network) else ()
        self.network, self.learner = network, learner
        memory = learner.memory if learner is not None else ()
        self.memory = len(memory)
        shown = Shown([*"PGEDVWA", *(f"M{j}" for j in range(self.memory))])
        self.kept = tuple(map(shown.keep, memory)) if readable else ()  # what the lines call its memory
        self.readable, self.names = readable, shown if readable else Names()
        self.finite = () if readable else ("if not W - W == 0.0: raise OverflowError",)
        self.calls: dict[str, Any] = {}
        self.metric = None if learner is None or couples_outputs(metric) else self._metric(metric)
        self.judge = self._call("judge", metric.judge) if self.metric is None and learner is not None else ""
        self.own_lines = own_lines(learner, self.names) if learner is not None and own else []  # told by itself
        self.update = Formula((), ()) if own or learner is None else self._update(learner)
        self.noop = not self.memory and _is_noop(self.update)
        kinds = {a.name: a for op in self.ops for a in getattr(op, "activations", ())}
        self.values = {name: self._bend(a.value, f"value_{name}") for name, a in kinds.items()}
        self.slopes = {name: self._bend(a.slope, f"slope_{name}") for name, a in kinds.items()}
        self.cuts_off = {name: a.value(-1.0) == 0.0 and a.slope(0.0) == 0.0 for name, a in kinds.items()}
        self.hides = {name: repr(a.value(0.0)) == repr(a.value(-0.0)) for name, a in kinds.items()}
        imports, helpers = preamble(self.names)
        self.text = [*imports, *helpers]

    def _call(self, name: str, method: Any) -> str:
        """What a method is called that is more than plain lines: it is given, or stands above lines that are read."""
        if self.readable:
            return self.names.take(name, method)
        self.calls[name] = method
        return name

    def _metric(self, metric: Metric) -> Formula | None:
        try:
            error, delta = (self._part(method) for method in (metric.error, metric.delta))
        except NotInlinable:
            return None
        formula_lines = [*error.lines, f"E = {error.results[0]}", *delta.lines, f"D = {delta.results[0]}"]
        self.told = Formula(tuple(formula_lines), ("E",))
        lines = share([ast.parse(line).body[0] for line in formula_lines], self.names)
        if len({line.partition(" = ")[0] for line in lines}) < len(lines):
            return Formula(tuple(lines), ("E",))  # a name is used twice: in its own place
        (error_line,) = [line for line in lines if line.startswith("E = ")]
        return Formula(tuple(line for line in lines if line is not error_line), (error_line[4:],))

    def _part(self, method: Any) -> Formula:
        try:
            return inline(method, "P", "G", names=self.names)
        except NotInlinable:
            if not self.readable:
                raise
            return Formula((), (f"{self._call(f'{method.__name__}_of', method)}(P, G)",))

    def _update(self, learner: Learner) -> Formula:
        places = ["W", *(f"M{j}" for j in range(self.memory))]
        try:
            part = inline(learner.update, "W", "D", "A", *places[1:], keep=("D", *places), names=self.names)
        except NotInlinable:
            move = self._call("move", learner.update)
            line = f"{', '.join(places)} = {move}({', '.join(['W', 'D', 'A', *places[1:]])})"
            return Formula((line, *self.finite), ())
        if len(part.results) != len(places):
            raise NotInlinable("update gives too many or too few numbers")
        moves = [(p, r) for p, r in zip(places, part.results) if p != r]
        lines = [f"{', '.join(p for p, _ in moves)} = {', '.join(r for _, r in moves)}"] if moves else []
        match ast.parse(part.results[0], mode="eval").body:
            case ast.BinOp(ast.Name("W"), ast.Sub(), right) if len(moves) == 1:
                lines = [f"W -= {ast.unparse(right)}"]
        away = any(r.startswith(("W - ", "W + ")) for p, r in moves if p == "W")
        if not away and any(p == "W" for p, _ in moves):
            lines += self.finite  # a weight that is not finite may come back as a number
        return Formula((*part.lines, *lines), ())

    def _bend(self, method: Any, name: str) -> str:
        try:
            part = inline(method, "V", names=self.names)
            if not part.lines:
                return part.results[0]
        except NotInlinable:
            pass
        return f"{self._call(name, method)}(V)"


def _is_noop(update: Formula) -> bool:
    """W -= D * A, and moderate numbers."""
    if len(update.lines) != 1 or not update.lines[0].startswith("W -= "):
        return False
    parts, has_delta = [ast.parse(update.lines[0][5:], mode="eval").body], False
    while parts:
        node = parts.pop()
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            parts += [node.left, node.right]
        elif isinstance(node, ast.Name) and node.id in "DA":
            has_delta = has_delta or node.id == "D"
        elif not (
            isinstance(node, ast.Constant) and isinstance(node.value, (int, float)) and abs(node.value) < MODERATE
        ):
            return False
    return has_delta


def share(lines: Sequence[Any], names: Names) -> list[str]:
    """The lines, with what stands in them twice worked out once; what only a branch needs stays in it."""
    targets = [ast.unparse(line.targets[0]) if isinstance(line, ast.Assign) else "" for line in lines]
    if len(set(targets)) < len(targets) or "" in targets:
        return [ast.unparse(line) for line in lines]
    number = 0
    while True:
        seen, sure = Counter[str](), set[str]()
        for line in lines:
            _count(line.value, True, seen, sure, names)
        twice = [text for text in seen if seen[text] > 1 and text in sure]
        if not twice:
            return [ast.unparse(line) for line in lines]
        text = max(twice, key=len)
        whole = next((k for k, line in enumerate(lines) if ast.unparse(line.value) == text), None)
        name = targets[whole] if whole is not None else f"t{number}_"
        number += 1
        made = lines[whole] if whole is not None else ast.parse(f"{name} = {text}").body[0]
        lines = [line for line in lines if line is not made]
        nodes = [(k, node) for k, line in enumerate(lines) for node in ast.walk(line.value)]
        at = next(k for k, node in nodes if isinstance(node, (ast.BinOp, ast.Call)) and ast.unparse(node) == text)
        lines = [ast.parse(ast.unparse(_Put(text, name).visit(line))).body[0] for line in lines]
        lines.insert(at, made)
        targets = [ast.unparse(line.targets[0]) for line in lines]


def _count(node: ast.AST, always: bool, seen: Counter[str], sure: set[str], names: Names) -> None:
    pure = isinstance(node, ast.BinOp)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        pure = names.scope.get(node.func.id, getattr(builtins, node.func.id, None)) in PURE
    if pure:
        seen[ast.unparse(node)] += 1
        if always:
            sure.add(ast.unparse(node))
    for field, value in ast.iter_fields(node):
        branch = isinstance(node, ast.IfExp) and field != "test"
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, ast.AST):
                _count(part, always and not branch and not isinstance(node, ast.BoolOp), seen, sure, names)


@dataclass(eq=False)
class _Put(ast.NodeTransformer):
    text: str
    name: str

    def visit(self, node: ast.AST) -> Any:
        if isinstance(node, (ast.BinOp, ast.Call)) and ast.unparse(node) == self.text:
            return ast.Name(self.name, ast.Load())
        return super().visit(node)


def activation_of(op: Any, neuron: int) -> Activation | None:
    """None: linear, and says so by leaving it out."""
    activations = getattr(op, "activations", ())
    return activations[neuron] if activations and activations[neuron].name != "linear" else None
