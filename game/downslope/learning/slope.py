"""The slope of a formula by the prediction, worked out from its own lines, rule by rule: a metric's `delta`.

A kink takes the side that the formula takes. What depends on no prediction has the slope 0, whatever it is.
"""

from __future__ import annotations

import ast
import builtins
import inspect
import linecache
import math
import textwrap
from collections.abc import Callable
from types import FunctionType
from typing import Any
from zlib import crc32

RULES: dict[object, str] = {  # of f(x), without the slope of x
    abs: "(1.0 if {x} > 0 else -1.0 if {x} < 0 else 0.0)",
    float: "1.0",
    math.fabs: "(1.0 if {x} > 0 else -1.0 if {x} < 0 else 0.0)",
    math.exp: "{f}({x})",
    math.expm1: "({f}({x}) + 1.0)",
    math.log: "(1.0 / ({x}))",
    math.log1p: "(1.0 / (1.0 + {x}))",
    math.sqrt: "(0.5 / {f}({x}))",
    math.tanh: "(1.0 - {f}({x}) ** 2)",
}
ZERO, ONE, TWO = (ast.Constant(number) for number in (0.0, 1.0, 2.0))


FILE = "<delta of {}>"  # what Python takes for the file of such a method


class NoRule(Exception):
    """There is none for this part of the formula."""


def slope_method(error: Callable[..., float], factor: float = 1.0) -> FunctionType:
    """The method `delta` of a metric with this `error`: its slope, divided by `factor`. NoRule: it has none.

    Its text can be read, as that of a method that somebody has written.
    """
    if not isinstance(error, FunctionType) or error.__closure__:
        raise NoRule("what is no plain method")
    try:
        (tree,) = ast.parse(textwrap.dedent(inspect.getsource(error))).body
    except (OSError, TypeError, SyntaxError, ValueError, RecursionError) as reason:
        raise NoRule("a method whose source cannot be read") from reason
    if not isinstance(tree, ast.FunctionDef) or tree.decorator_list or len(tree.args.args) != 3:
        raise NoRule("what is no plain method")
    body = [each for each in tree.body if not (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant))]
    names = [argument.arg for argument in tree.args.args]
    slope = _Slope(names, error.__globals__).of_lines(body)
    if factor != 1.0:
        slope = ast.BinOp(slope, ast.Div(), ast.Constant(factor))
    method = ast.FunctionDef(
        name="delta", args=ast.arguments([], [ast.arg(name) for name in names], None, [], [], None, []),
        body=[*body[:-1], ast.Return(slope)], decorator_list=[],
    )  # fmt: skip
    used = {node.id for node in ast.walk(slope) if isinstance(node, ast.Name)}
    for line in reversed(body[:-1]):  # what the slope needs not is left out
        assert isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name)
        if line.targets[0].id in used:
            used |= {node.id for node in ast.walk(line.value) if isinstance(node, ast.Name)}
        else:
            method.body.remove(line)
    text = ast.unparse(ast.fix_missing_locations(method)) + "\n"
    file = FILE.format(f"{error.__module__}.{error.__qualname__} {crc32(text.encode()):08x}")  # a text has one name
    space: dict[str, Any] = {}
    exec(compile(text, file, "exec"), space)
    made = FunctionType(space["delta"].__code__, error.__globals__, "delta")
    made.__qualname__, made.__module__ = f"{error.__qualname__.rpartition('.')[0]}.delta", error.__module__
    linecache.cache[file] = (len(text), None, text.splitlines(True), file)
    return made


def give_delta(kind: Any, none: Callable[..., float]) -> None:
    """Work out the `delta` of a class that has another `error` or factor, unless somebody wrote it. `none`: there is
    none."""
    file = getattr(getattr(kind.delta, "__code__", None), "co_filename", "")
    written = kind.delta is not none and not file.startswith(FILE.partition("{")[0])
    if written or not {"error", "slope_factor"} & vars(kind).keys():
        return
    factor = kind.slope_factor
    try:
        kind.delta = slope_method(kind.error, factor if isinstance(factor, (int, float)) and factor else 1.0)
    except NoRule:
        kind.delta = none


def why_no_slope(error: Callable[..., float]) -> str:
    """What there is no rule for; empty: there is one for all of it."""
    try:
        slope_method(error)
    except NoRule as reason:
        return str(reason)
    return ""


class _Slope:
    """`slopes`: of each name that depends on the prediction."""

    def __init__(self, names: list[str], module: dict[str, Any]) -> None:
        self.module, self.parameters = module, names
        self.slopes: dict[str, ast.expr] = {names[1]: ONE}

    def of_lines(self, body: list[ast.stmt]) -> ast.expr:
        """Of what the last line returns; those before it give a name to a value, each name once."""
        taken = set(self.parameters)
        for line in body[:-1]:
            target = line.targets[0] if isinstance(line, ast.Assign) and len(line.targets) == 1 else None
            if not isinstance(line, ast.Assign) or not isinstance(target, ast.Name) or target.id in taken:
                raise NoRule(ast.unparse(line).partition("\n")[0])
            taken.add(target.id)
            slope = self.of(line.value)
            if slope is not ZERO:
                self.slopes[target.id] = slope
        last = body[-1] if body else None
        if not isinstance(last, ast.Return) or last.value is None:
            raise NoRule("a method without a single return at its end")
        return self.of(last.value)

    def of(self, node: ast.expr) -> ast.expr:
        """Of an expression."""
        if not any(isinstance(part, ast.Name) and part.id in self.slopes for part in ast.walk(node)):
            return ZERO
        if isinstance(node, ast.Name):
            return self.slopes[node.id]
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.UAdd)):
            return ast.UnaryOp(node.op, self.of(node.operand))
        if isinstance(node, ast.IfExp):
            return _choice(node.test, self.of(node.body), self.of(node.orelse))
        if isinstance(node, ast.BinOp):
            return self._of_two(node, node.left, node.right)
        if isinstance(node, ast.Call) and not node.keywords and node.args:
            return self._of_call(node, node.args)
        raise NoRule(ast.unparse(node))

    def _of_two(self, node: ast.BinOp, a: ast.expr, b: ast.expr) -> ast.expr:
        if isinstance(node.op, ast.Add):
            return _sum(self.of(a), self.of(b))
        if isinstance(node.op, ast.Sub):
            return _difference(self.of(a), self.of(b))
        if isinstance(node.op, ast.Mult):
            return _sum(_product(self.of(a), b), _product(self.of(b), a))
        if isinstance(node.op, ast.Div):
            first, second = self.of(a), self.of(b)
            whole = first if first is ZERO else ast.BinOp(first, ast.Div(), b)
            if second is ZERO:
                return whole
            return _difference(whole, _product(ast.BinOp(a, ast.Div(), ast.BinOp(b, ast.Mult(), b)), second))
        if isinstance(node.op, ast.Pow) and self.of(b) is ZERO:
            return _product(_product(b, self._lower(a, b)), self.of(a))
        raise NoRule(ast.unparse(node))

    def _lower(self, base: ast.expr, power: ast.expr) -> ast.expr:
        """The same to a power that is 1 less."""
        if isinstance(power, ast.Constant) and isinstance(power.value, (int, float)):
            return base if power.value == 2 else ast.BinOp(base, ast.Pow(), ast.Constant(power.value - 1))
        return ast.BinOp(base, ast.Pow(), ast.BinOp(power, ast.Sub(), ast.Constant(1)))

    def _of_call(self, node: ast.Call, given: list[ast.expr]) -> ast.expr:
        called = self._called(node.func)
        if called in (min, max) and len(given) == 2:  # the second counts where it is the smaller, or larger, one
            test = ast.Compare(given[1], [ast.Lt() if called is min else ast.Gt()], [given[0]])
            return _choice(test, self.of(given[1]), self.of(given[0]))
        rule = next((rule for function, rule in RULES.items() if function is called), None)
        if rule is None or len(given) != 1:
            raise NoRule(ast.unparse(node.func))
        text = rule.format(f=ast.unparse(node.func), x=ast.unparse(given[0]))
        return _product(ast.parse(text, mode="eval").body, self.of(given[0]))

    def _called(self, node: ast.expr) -> object:
        """The function that a name in the formula is: its module's, or Python's own."""
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            return getattr(math, node.attr, None) if self.module.get(node.value.id) is math else None
        if isinstance(node, ast.Name):
            return self.module.get(node.id, getattr(builtins, node.id, None))
        return None


def _sum(a: ast.expr, b: ast.expr) -> ast.expr:
    if a is ZERO or b is ZERO:
        return b if a is ZERO else a
    if ast.dump(a) == ast.dump(b):
        return _product(TWO, a)
    return ast.BinOp(a, ast.Add(), b)


def _difference(a: ast.expr, b: ast.expr) -> ast.expr:
    if b is ZERO:
        return a
    return ast.UnaryOp(ast.USub(), b) if a is ZERO else ast.BinOp(a, ast.Sub(), b)


def _product(a: ast.expr, b: ast.expr) -> ast.expr:
    if a is ZERO or b is ZERO:
        return ZERO
    if a is ONE or b is ONE:
        return b if a is ONE else a
    return ast.BinOp(a, ast.Mult(), b)


def _choice(test: ast.expr, a: ast.expr, b: ast.expr) -> ast.expr:
    return a if ast.dump(a) == ast.dump(b) else ast.IfExp(test, a, b)
