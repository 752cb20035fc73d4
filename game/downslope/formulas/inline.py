"""A method of plain assignments and one return, turned into its lines.

They are what the code panel and scripts show: a plugin's formula as its author wrote it. `NotInlinable` says that a
method is more than that; then it is shown as a method.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable
from contextlib import suppress
from itertools import product
from math import isclose
from types import FunctionType
from typing import Any, NamedTuple

from ..learning import Learner, Metric
from .source import RESERVED, Names, NotInlinable, Renamed, Shown, function_tree

__all__ = ["Formula", "NotInlinable", "couples_outputs", "inline", "own_lines"]
MORE = (ast.Lambda, ast.NamedExpr, ast.Await, ast.Yield, ast.YieldFrom, ast.comprehension, ast.JoinedStr)
PLACE = re.compile(r"\b(?:[PGEDVWA]|M\d+)\b")


class Formula(NamedTuple):
    """A method's lines, put in place. `lines`: assignments; `results`: expressions, one for each value."""

    lines: tuple[str, ...]
    results: tuple[str, ...]

    def put(self, **names: str) -> Formula:
        """With these names in the places."""
        def fill(text: str) -> str:
            return PLACE.sub(lambda at: names.get(at.group(), at.group()), text)

        return Formula(tuple(map(fill, self.lines)), tuple(map(fill, self.results)))

    def reads(self, place: str) -> int:
        """How often."""
        return len(re.findall(rf"\b{place}\b", "\n".join((*self.lines, *self.results))))


def inline(
    method: Callable[..., Any], *arguments: str, keep: tuple[str, ...] = (), names: Names | None = None
) -> Formula:
    """The method's body with its parameters renamed to `arguments` and self's numbers put in.

    `keep`: arguments that the lines may assign to. `names`: what the others are called; it keeps what the lines take
    from the method's module. NotInlinable: a branch, a loop, a closure, no source.
    """
    function = getattr(method, "__func__", None)
    if not isinstance(function, FunctionType) or function.__closure__:
        raise NotInlinable("not a plain method")
    tree = function_tree(function)
    own, *parameters = [a.arg for a in tree.args.args] or [""]
    more = tree.args.vararg or tree.args.kwarg or tree.args.kwonlyargs or tree.args.posonlyargs
    if len(parameters) != len(arguments) or more or tree.decorator_list:
        raise NotInlinable(f"its parameters are not self and {len(arguments)} plain names")
    body = [s for s in tree.body if not (isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant))]
    if not body or not isinstance(body[-1], ast.Return) or body[-1].value is None:
        raise NotInlinable("has no single return at its end")
    names, targets = names or Shown(), list[ast.expr]()
    for statement in body[:-1]:
        line = statement.lineno + function.__code__.co_firstlineno - 1
        if not isinstance(statement, (ast.Assign, ast.AugAssign)):
            raise NotInlinable(f"line {line} is not an assignment")
        for target in statement.targets if isinstance(statement, ast.Assign) else [statement.target]:
            parts = target.elts if isinstance(target, ast.Tuple) else [target]
            if not all(isinstance(part, ast.Name) for part in parts):
                raise NotInlinable(f"line {line} assigns to more than a name")
            targets += parts
    called = dict(zip(parameters, arguments))
    for name in dict.fromkeys(target.id for target in targets if isinstance(target, ast.Name)):
        if name == own or (name in called and called[name] not in keep):
            raise NotInlinable(f"assigns to {name}")
        if name not in called:
            called[name] = names.own(name)
    put = Renamed(called, own, method, names)
    if any(isinstance(node, MORE) for s in body for node in ast.walk(s)):
        raise NotInlinable("more than plain expressions")
    statements = [put.visit(s) for s in body]
    value = statements[-1].value
    results = value.elts if isinstance(value, ast.Tuple) else [value]
    return Formula(tuple(map(ast.unparse, statements[:-1])), tuple(map(ast.unparse, results)))


def couples_outputs(metric: Metric) -> bool:
    """Its error of several outputs is its own formula, not that of each added up."""
    kind = type(metric)
    return kind.total_error is not Metric.total_error or kind.deltas is not Metric.deltas


def own_lines(learner: Learner, names: Names) -> list[str]:
    """The lines that a learner with a step of its own tells of itself; what they read is looked up in its module."""
    try:
        tree = ast.parse(learner.lines)
    except (SyntaxError, ValueError, TypeError) as error:
        raise NotInlinable("its lines are no plain Python") from error
    nodes = [n for n in ast.walk(tree) if isinstance(n, ast.Name)]
    around = {*RESERVED, "error_at", *(n.id for n in nodes if isinstance(n.ctx, ast.Store))}
    module = vars(sys.modules[type(learner).__module__])
    new = {n.id: names.look_up(n.id, module) for n in nodes if n.id not in around}
    if all(name == to for name, to in new.items()):
        return learner.lines.splitlines()
    for node in nodes:
        node.id = new.get(node.id, node.id)
    return ast.unparse(tree).splitlines()


SUMS = (ast.Module, ast.Expr, ast.Assign, ast.AugAssign, ast.Name, ast.Constant, ast.BinOp, ast.UnaryOp, ast.operator,
        ast.unaryop, ast.expr_context)  # fmt: skip
PLACES = (-2.75, -1.25, 0.0, 0.5, 3.0, 11.0, 700.0)  # sums, products and powers that are the same here are the same


def is_squared_error(metric: Metric) -> tuple[float, float] | None:
    """(error / miss ** 2, delta / miss), both above 0, with miss = prediction - goal_prediction; None: not so."""
    with suppress(Exception):  # an author's
        share, pull = metric.error(1.0, 0.0), metric.delta(1.0, 0.0)
        same = _are_same(metric.error, lambda p, g: share * (p - g) ** 2, 2)
        same = same and _are_same(metric.delta, lambda p, g: pull * (p - g), 2)
        same = same and min(share, pull) > 0.0 and not couples_outputs(metric)
        return (share, pull) if same and _are_sums(metric.error, 2) and _are_sums(metric.delta, 2) else None
    return None


def is_gradient_descent(learner: Learner) -> bool:
    """Its formula is weight - alpha * weight_delta, and it keeps nothing."""
    with suppress(Exception):
        own = not learner.memory and type(learner).step is Learner.step and _are_sums(learner.update, 3)
        return own and _are_same(learner.update, lambda w, d, a: w - a * d, 3)
    return False


def _are_sums(method: Callable[..., float], count: int) -> bool:
    """Sums, products and powers, and no choice."""
    part = inline(method, *"abc"[:count], keep=("a", "b"))
    tree = ast.parse("\n".join([*part.lines, *part.results]))
    return all(isinstance(node, SUMS) for node in ast.walk(tree))


def _are_same(one: Callable[..., float], other: Callable[..., float], count: int) -> bool:
    places = product(PLACES, repeat=count)
    return all(isclose(one(*place), other(*place), rel_tol=1e-12, abs_tol=1e-9) for place in places)
