"""A formula of plain numbers as one of NumPy arrays: the same operations, element by element."""

from __future__ import annotations

import ast
import math
from collections.abc import Mapping, Sequence
from types import FunctionType
from typing import Any

from .names import NotInlinable, Shown
from .source import preamble

CALLS = {"abs": "abs", "min": "minimum", "max": "maximum"}
RENAMED = {"pow": "power", "acos": "arccos", "asin": "arcsin", "atan": "arctan", "atan2": "arctan2"}
SAME = frozenset({
    "sqrt", "exp", "expm1", "log", "log1p", "log2", "log10", "sin", "cos", "tan", "sinh", "cosh", "tanh", "hypot",
    "floor", "ceil", "copysign",
})  # fmt: skip


def vectorize(lines: Sequence[str], scope: Mapping[str, Any]) -> list[str]:
    """Lines of assignments. `scope`: what they take from their module. NotInlinable: it cannot be said with arrays."""
    maker = _Vector(scope)
    return [ast.unparse(ast.fix_missing_locations(maker.visit(ast.parse(line).body[0]))) for line in lines]


def constants(scope: Mapping[str, Any]) -> list[str]:
    """The lines that set the numbers of a scope; its functions of `math` are NumPy's."""
    rest = {name: value for name, value in scope.items() if getattr(value, "__module__", "") != "math"}
    if any(isinstance(value, FunctionType) for value in rest.values()):
        raise NotInlinable("a function of its own")
    numbers = Shown()
    numbers.scope = {name: value for name, value in rest.items() if value is not math}
    imports, helpers = preamble(numbers)
    if imports:
        raise NotInlinable("a function of another module")
    return helpers


class _Vector(ast.NodeTransformer):
    def __init__(self, scope: Mapping[str, Any]) -> None:
        self.scope = scope

    def visit_Call(self, node: ast.Call) -> ast.expr:
        name, count = self._name(node.func), len(node.args)
        if node.keywords or any(isinstance(a, ast.Starred) for a in node.args):
            raise NotInlinable("a call with names")
        arguments = [self.visit(a) for a in node.args]
        if name == "float" and count == 1:
            argument: ast.expr = arguments[0]
            return _number(argument) if isinstance(argument, ast.Compare) else argument
        if name in ("min", "max") and count != 2:
            raise NotInlinable(f"{name} of {count}")
        return _numpy(self._numpy_name(name), *arguments)

    def _numpy_name(self, name: str) -> str:
        if name in CALLS:
            return CALLS[name]
        if name in RENAMED or name in SAME:
            return RENAMED.get(name, name)
        raise NotInlinable(f"{name}()" if name != "?" else "a function that arrays do not have")

    def _name(self, function: ast.expr) -> str:
        """Of a builtin, or of a function of `math`, however it was imported."""
        if isinstance(function, ast.Name):
            thing = self.scope.get(function.id)
            if thing is None:
                return function.id if function.id in (*CALLS, "float") else "?"
            return thing.__name__ if getattr(thing, "__module__", "") == "math" else "?"
        module = function.value if isinstance(function, ast.Attribute) else None
        if isinstance(function, ast.Attribute) and isinstance(module, ast.Name) and self.scope.get(module.id) is math:
            return function.attr
        return "?"

    def visit_IfExp(self, node: ast.IfExp) -> ast.expr:
        return _numpy("where", *(self.visit(part) for part in (node.test, node.body, node.orelse)))

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        left, right = self.visit(node.left), self.visit(node.right)
        if isinstance(node.op, ast.Sub) and _above(left) and _above(left) == _above(right, ast.Lt):
            return _numpy("sign", ast.BinOp(left.left, ast.Sub(), left.comparators[0]))
        sides = [_number(side) if isinstance(side, ast.Compare) else side for side in (left, right)]
        return ast.BinOp(sides[0], node.op, sides[1])

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        if len(node.ops) > 1:
            raise NotInlinable("a chain of comparisons")
        self.generic_visit(node)
        return node

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.expr:
        raise NotInlinable("an and or an or")

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.expr:
        if isinstance(node.op, ast.Not):
            raise NotInlinable("a not")
        self.generic_visit(node)
        return node


def _above(node: ast.expr, kind: type[ast.cmpop] = ast.Gt) -> str:
    """The two sides of `a > b` (or `a < b`), as text; "" for anything else."""
    if isinstance(node, ast.Compare) and isinstance(node.ops[0], kind):
        return f"{ast.unparse(node.left)} and {ast.unparse(node.comparators[0])}"
    return ""


def _number(node: ast.expr) -> ast.expr:
    """1.0 where it is true, else 0.0."""
    return ast.BinOp(ast.Constant(1.0), ast.Mult(), node)


def _numpy(name: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(ast.Attribute(ast.Name("np", ast.Load()), name, ast.Load()), list(arguments), [])
