"""A step on whole layers at once, in NumPy or PyTorch: rows are the examples of a step, and the formulas are the
metric's and the learner's own, element by element."""

from __future__ import annotations

import ast
import builtins
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..formulas.source import NotInlinable, Shown, preamble
from ..learning import Beside, Dense, Learner, Metric, Network
from .form import StepForm, activation_of
from .unrolled import Lines

# functions of numbers that the libraries call the same
SAME = ("sqrt", "exp", "expm1", "log", "log1p", "log2", "log10", "sin", "cos", "tan", "sinh", "cosh", "tanh", "hypot",
        "floor", "ceil", "copysign")  # fmt: skip


class Arrays:
    """`round`: what a step does to the layers' weights, where `input` and `goal_prediction` are its examples.

    `stems`: of the layers' names, the last one is empty; `before`: what the lines need. NotInlinable: arrays cannot
    say it.
    """

    def __init__(self, network: Network, metric: Metric, learner: Learner, library: str) -> None:
        self.step = StepForm(network, metric, learner, readable=True)
        self.library, self.array = library, f"{library}.{'array' if library == 'np' else 'tensor'}"
        if not self.step.ops or not all(isinstance(op, (Dense, Beside)) for op in self.step.ops):
            raise NotInlinable("kernels in arrays")
        if self.step.own_lines:
            raise NotInlinable("what is no formula")
        depth = len(self.step.ops)
        self.stems = ["hidden" if depth == 2 else f"hidden_{k}" for k in range(1, depth)] + [""]
        self.before, self.imports = list[str](), list[str]()
        lines, before = list[str](), "input"
        for number, (op, stem) in enumerate(zip(self.step.ops, self.stems)):
            name, weights = stem or "prediction", full_name(stem, "weights")
            total = f"{before} * {weights}" if isinstance(op, Beside) else f"{before} @ {weights}.T"
            if isinstance(op, Dense) and op.bias:
                total = f"{before} @ {weights}[:, :-1].T + {weights}[:, -1]"
            lines += [f"{name} = {total}", *self._bent(name, number, self.step.values, name)]
            before = name
        lines += [*self._judged(), *self._back()]
        for stem in self.stems:
            own = {"W": "weights", "D": "weight_deltas", **{f"M{j}": name for j, name in enumerate(self.step.kept)}}
            update = self.step.update.put(A="alpha", **{place: full_name(stem, name) for place, name in own.items()})
            lines += [self._formula(line) for line in update.lines]
        self.round = lines
        numbers = Shown()
        numbers.scope = {name: it for name, it in self.step.names.scope.items() if isinstance(it, (int, float))}
        self.before += preamble(numbers)[1]

    def _formula(self, text: str) -> str:
        whole = _Elementwise(self.library, self.step.names.scope).visit(ast.parse(text))
        return ast.unparse(ast.fix_missing_locations(whole))

    def _bent(self, name: str, number: int, texts: Mapping[str, str], value: str) -> Lines:
        """Layer `number`'s values, or its deltas times their slopes: where neurons differ, those that bend so."""
        op = self.step.ops[number]
        bends = [bend.name if bend is not None else "" for bend in (activation_of(op, k) for k in range(op.outputs))]
        lines = []
        for kind in dict.fromkeys(filter(None, bends)):
            formula = self._formula(texts[kind].replace("V", value))
            if set(bends) != {kind}:
                mask = f"{self.stems[number] or 'last'}_{kind}"
                mask_line = f"{mask} = {self.array}({[bend == kind for bend in bends]})"
                self.before += [mask_line] if mask_line not in self.before else []
                formula = f"{self.library}.where({mask}, {formula}, {value if name == value else '1.0'})"
            lines.append(f"{name} = {formula}" if name == value else f"{name} = {name} * ({formula})")
        return lines

    def _judged(self) -> Lines:
        if self.step.metric is None:
            names = Shown()
            names.scope["judge"] = self.step.names.scope["judge"]
            self.imports, helpers = preamble(names)
            self.before += helpers
            return ["judged = [judge(*pair) for pair in zip(prediction.tolist(), goal_prediction.tolist())]",
                    f"delta = {self.array}([deltas for _, deltas in judged])",
                    f"error = {self.array}([error for error, _ in judged]).mean()"]  # fmt: skip
        own = self.step.metric.put(P="prediction", G="goal_prediction", D="delta", E="error")
        lines = [self._formula(line) for line in own.lines]
        for k, line in enumerate(lines):
            if re.fullmatch(r"delta = [-.0-9e]+", line):
                lines[k] = line.replace("= ", f"= {self.library}.full_like(prediction, ") + ")"
        return [*lines, f"error = ({self._formula(own.results[0])}).sum(1).mean()"]

    def _back(self) -> Lines:
        """The deltas from the last layer to the first, then the weight_deltas, all of old weights."""
        lines, moves, delta = list[str](), list[Lines](), "delta"
        for number in range(len(self.step.ops) - 1, -1, -1):
            op, stem = self.step.ops[number], self.stems[number]
            before, weights = self.stems[number - 1] if number else "input", full_name(stem, "weights")
            lines += self._bent(delta, number, self.step.slopes, stem or "prediction")
            share = f"({delta} * {before}).mean(0)"
            if isinstance(op, Dense):
                one = f", {self.library}.ones((len({before}), 1))" if op.bias else ""
                seen = f"{self.library}.hstack([{before}{one}])" if one else before
                share = f"{delta}.T @ {seen} / len(input)"
            moves.insert(0, [f"{full_name(stem, 'weight_deltas')} = {share}"])
            if number:
                own = f"{weights}[:, :-1]" if isinstance(op, Dense) and op.bias else weights
                lines.append(f"{before}_delta = {delta} {'*' if isinstance(op, Beside) else '@'} {own}")
                delta = f"{before}_delta"
        return [*lines, *(line for move in moves for line in move)]


def full_name(stem: str, name: str) -> str:
    """What a layer's weights, or something else of it, are called."""
    return f"{stem}_{name}" if stem else name


@dataclass(eq=False)
class _Elementwise(ast.NodeTransformer):
    """A line of numbers as one of arrays; nothing is changed in place."""

    library: str
    scope: Mapping[str, Any]

    def visit(self, node: ast.AST) -> Any:
        several = isinstance(node, ast.Compare) and len(node.ops) > 1
        if several or isinstance(node, (ast.BoolOp, ast.Not, ast.keyword, ast.Starred)):
            raise NotInlinable("an and, an or or a not")
        names = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
        arrays = any(name not in self.scope and not hasattr(builtins, name) for name in names)
        if isinstance(node, (ast.Call, ast.IfExp)) and not arrays:
            raise NotInlinable("a function of numbers alone")
        return super().visit(node)

    def visit_Name(self, node: ast.Name) -> ast.expr:
        thing = self.scope.get(node.id, getattr(builtins, node.id, None))
        if thing is math:
            return ast.Name(self.library, node.ctx)
        if getattr(thing, "__name__", "") in SAME and getattr(math, thing.__name__) is thing:
            return ast.Attribute(ast.Name(self.library, node.ctx), thing.__name__, node.ctx)
        if callable(thing) and thing is not abs:
            raise NotInlinable(f"{node.id}()")
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        if callable(getattr(math, node.attr, str)) and node.attr not in SAME:
            raise NotInlinable(f"{node.attr}()")
        self.generic_visit(node)
        return node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        name = node.func.id if isinstance(node.func, ast.Name) and node.func.id not in self.scope else ""
        if name == "float" and len(node.args) == 1:
            return self._number(self.visit(node.args[0]))
        if name in ("min", "max") and len(node.args) == 2:  # the first, unless the second is beyond it
            one, other = node.args
            beyond = ast.Compare(other, [ast.Lt() if name == "min" else ast.Gt()], [one])
            return self.visit_IfExp(ast.IfExp(beyond, other, one))
        self.generic_visit(node)
        return node

    def visit_IfExp(self, node: ast.IfExp) -> ast.expr:
        where = ast.Attribute(ast.Name(self.library, ast.Load()), "where", ast.Load())
        return ast.Call(where, [self.visit(part) for part in (node.test, node.body, node.orelse)], [])

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        return ast.BinOp(self._number(self.visit(node.left)), node.op, self._number(self.visit(node.right)))

    def _number(self, node: ast.expr) -> ast.expr:
        """1.0 where it is true, else 0.0."""
        return ast.BinOp(ast.Constant(1.0), ast.Mult(), node) if isinstance(node, ast.Compare) else node

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.stmt:
        before = ast.Name(ast.unparse(node.target), ast.Load())
        return ast.Assign([node.target], self.visit(ast.BinOp(before, node.op, node.value)))
