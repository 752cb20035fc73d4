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
from dataclasses import dataclass
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
ONE = "1.0"
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
    of_prediction, taken = _Slope(error.__globals__, {names[1]: ONE}), set(names)
    for line in body[:-1]:  # each gives a name to a value, each name once; the last one returns
        target = line.targets[0] if isinstance(line, ast.Assign) and len(line.targets) == 1 else None
        if not isinstance(line, ast.Assign) or not isinstance(target, ast.Name) or target.id in taken:
            raise NoRule(ast.unparse(line).partition("\n")[0])
        taken.add(target.id)
        if slope := of_prediction.of(line.value):
            of_prediction.slopes[target.id] = slope
    last = body[-1] if body else None
    if not isinstance(last, ast.Return) or last.value is None:
        raise NoRule("a method without a single return at its end")
    slope = of_prediction.of(last.value) or "0.0"
    lines = [f"return {slope}" if factor == 1.0 else f"return ({slope}) / {factor!r}"]
    for before in map(ast.unparse, reversed(body[:-1])):
        used = {node.id for node in ast.walk(ast.parse("\n".join(lines))) if isinstance(node, ast.Name)}
        lines[:0] = [before] if before.partition(" = ")[0] in used else []  # what the slope needs not is left out
    text = ast.unparse(ast.parse("\n ".join([f"def delta({', '.join(names)}):", *lines]))) + "\n"
    file = FILE.format(f"{error.__module__}.{error.__qualname__} {crc32(text.encode()):08x}")  # a text has one name
    space: dict[str, Any] = {}
    exec(compile(text, file, "exec"), space)
    method = FunctionType(space["delta"].__code__, error.__globals__, "delta")
    method.__qualname__, method.__module__ = f"{error.__qualname__.rpartition('.')[0]}.delta", error.__module__
    linecache.cache[file] = (len(text), None, text.splitlines(True), file)
    return method


def give_delta(kind: Any, none: Callable[..., float]) -> None:
    """The `delta` of a class with another `error` or factor, unless somebody wrote one. `none`: where there is none."""
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


@dataclass(eq=False)
class _Slope:
    """`slopes`: of each name that depends on the prediction. A slope is a text, empty where it is 0."""

    module: dict[str, Any]
    slopes: dict[str, str]

    def of(self, node: ast.expr) -> str:
        """Of an expression."""
        if not any(isinstance(part, ast.Name) and part.id in self.slopes for part in ast.walk(node)):
            return ""
        match node:
            case ast.Name(name):
                return self.slopes[name]
            case ast.UnaryOp(ast.USub(), operand):
                return _difference("", self.of(operand))
            case ast.UnaryOp(ast.UAdd(), operand):
                return self.of(operand)
            case ast.IfExp(test, yes, no):
                return _choice(ast.unparse(test), self.of(yes), self.of(no))
            case ast.BinOp(a, ast.Add(), b):
                return _sum(self.of(a), self.of(b))
            case ast.BinOp(a, ast.Sub(), b):
                return _difference(self.of(a), self.of(b))
            case ast.BinOp(a, ast.Mult(), b):
                return _sum(_product(self.of(a), ast.unparse(b)), _product(self.of(b), ast.unparse(a)))
            case ast.BinOp(a, ast.Div(), b):
                left, right = ast.unparse(a), ast.unparse(b)
                first = self.of(a) and f"({self.of(a)}) / ({right})"
                return _difference(first, _product(f"({left}) / (({right}) * ({right}))", self.of(b)))
            case ast.BinOp(a, ast.Pow(), b) if not self.of(b):
                left, right = ast.unparse(a), ast.unparse(b)
                exponent = b.value if isinstance(b, ast.Constant) else None
                lower = repr(exponent - 1) if isinstance(exponent, (int, float)) else f"({right}) - 1"
                below = f"({left})" if lower == "1" else f"({left}) ** ({lower})"
                return _product(_product(right, below), self.of(a))
            case ast.Call(name, given, []):
                called, texts = self._called(name), list(map(ast.unparse, given))
                if called in (min, max) and len(given) == 2:  # the second counts where it is smaller, or larger
                    beyond = f"({texts[1]}) {'<' if called is min else '>'} ({texts[0]})"
                    return _choice(beyond, self.of(given[1]), self.of(given[0]))
                rule = next((rule for function, rule in RULES.items() if function is called), None)
                if rule is None or len(given) != 1:
                    raise NoRule(ast.unparse(name))
                return _product(rule.format(f=ast.unparse(name), x=f"({texts[0]})"), self.of(given[0]))
        raise NoRule(ast.unparse(node))

    def _called(self, node: ast.expr) -> object:
        """The function that a name in the formula is: its module's, or Python's own."""
        match node:
            case ast.Attribute(ast.Name(module), name):
                return getattr(math, name, None) if self.module.get(module) is math else None
            case ast.Name(name):
                return self.module.get(name, getattr(builtins, name, None))
        return None


def _sum(a: str, b: str) -> str:
    if not (a and b):
        return a or b
    same = ast.dump(ast.parse(a, mode="eval")) == ast.dump(ast.parse(b, mode="eval"))
    return _product("2.0", a) if same else f"({a}) + ({b})"


def _difference(a: str, b: str) -> str:
    if not b:
        return a
    return f"({a}) - ({b})" if a else f"-({b})"


def _product(a: str, b: str) -> str:
    if not (a and b):
        return ""
    return a if b == ONE else b if a == ONE else f"({a}) * ({b})"


def _choice(test: str, a: str, b: str) -> str:
    return a if a == b else f"({a or '0.0'}) if ({test}) else ({b or '0.0'})"
