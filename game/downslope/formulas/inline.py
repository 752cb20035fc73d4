"""A method of plain assignments and one return, turned into its lines.

One source, three uses: the readable method is the definition; its lines are what the code panel and the script show,
and, compiled, the fast loop. So a plugin's formula is shown and run as its author wrote it. `NotInlinable` says that a
method is more than that; then the readable path runs and nothing is lost but speed.
"""

from __future__ import annotations

import ast
import builtins
import inspect
import textwrap
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from math import isfinite
from types import FunctionType
from typing import Any, NamedTuple

from ..learning.learner import Learner
from ..learning.metric import Metric

RESERVED = ("input", "weight", "goal_prediction", "prediction", "error", "delta", "weight_delta", "alpha")


class NotInlinable(ValueError):
    """The method cannot be turned into lines, and why."""


class InlinedMethod(NamedTuple):
    lines: list[str]  # the assignments
    results: list[str]  # the expressions after `return`, one for each value
    scope: dict[str, Any]  # names that the lines take from the method's module


def inline(method: Callable[..., Any], *arguments: str, keep: tuple[str, ...] = ()) -> InlinedMethod:
    """The method's body with its parameters renamed to `arguments` and self's numbers put in.

    `keep`: arguments that the lines may assign to. NotPlain: a branch, a loop, a closure, no source.
    """
    function = getattr(method, "__func__", None)
    if not isinstance(function, FunctionType) or function.__closure__:
        raise NotInlinable("not a plain method")
    tree = _tree(function)
    parameters = [a.arg for a in tree.args.args][1:]
    if len(parameters) != len(arguments) or tree.args.vararg or tree.args.kwonlyargs or tree.decorator_list:
        raise NotInlinable(f"takes {len(parameters)} values, not {len(arguments)}")
    body = [s for s in tree.body if not (isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant))]
    if not body or not isinstance(body[-1], ast.Return) or body[-1].value is None:
        raise NotInlinable("has no single return at its end")
    names = dict(zip(parameters, arguments))
    assigned = _assigned(body[:-1])
    clash = {names.get(a, a) for a in assigned} & (set(RESERVED) | set(arguments)) - set(keep)
    if clash or any(a.startswith("_") for a in assigned):
        raise NotInlinable(f"assigns to {sorted(clash)}")
    put = _Substitute(names, getattr(method, "__self__", None))
    statements = [put.visit(s) for s in body]
    value = statements[-1].value
    results = value.elts if isinstance(value, ast.Tuple) else [value]
    handed = {n.id for a in arguments for n in ast.walk(ast.parse(a)) if isinstance(n, ast.Name)}
    scope = _scope(statements, function.__globals__, {*handed, *assigned})
    return InlinedMethod([ast.unparse(s) for s in statements[:-1]], [ast.unparse(r) for r in results], scope)


def metric_lines(metric: Metric, parts: Sequence[str] = ("error", "delta")) -> InlinedMethod:
    """`error = ...` and `delta = ...` for one output, from the metric's two methods."""
    kind = type(metric)
    if kind.total_error is not Metric.total_error or kind.deltas is not Metric.deltas:
        raise NotInlinable("its outputs depend on each other")
    lines: list[str] = []
    scope: dict[str, Any] = {}
    for name in parts:
        part = inline(getattr(metric, name), "prediction", "goal_prediction")
        if len(part.results) != 1:
            raise NotInlinable(f"{name} gives more than one number")
        lines += [*part.lines, f"{name} = {part.results[0]}"]
        scope |= part.scope
    return InlinedMethod(lines, [], scope)


def update_lines(
    learner: Learner, weight: str = "weight", weight_delta: str = "weight_delta", memory: Sequence[str] | None = None
) -> InlinedMethod:
    """The learner's formula for one weight, ending with `weight -= ...` or `weight = ...`. `memory`: other names."""
    if type(learner).step is not Learner.step:
        raise NotInlinable("has a step of its own")
    memory = learner.memory if memory is None else memory
    names = (weight, *memory)
    part = inline(learner.update, weight, weight_delta, "alpha", *memory, keep=(weight_delta, *names))
    if len(part.results) != len(names):
        raise NotInlinable(f"gives {len(part.results)} values, not {len(names)}")
    moves = [_move(n, r) for n, r in zip(names, part.results) if n != r]
    if len(moves) > 1:  # one result may need another's old value: all at once
        together = [(n, r) for n, r in zip(names, part.results) if n != r]
        moves = [f"{', '.join(n for n, _ in together)} = {', '.join(r for _, r in together)}"]
    return InlinedMethod([*part.lines, *moves], [], part.scope)


def _move(name: str, value: str) -> str:
    """`weight = weight - x` is written `weight -= x`, as the article has it; the bits are the same."""
    node = ast.parse(value, mode="eval").body
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub) and ast.unparse(node.left) == name:
        return f"{name} -= {ast.unparse(node.right)}"
    return f"{name} = {value}"


@lru_cache(256)
def _source(function: FunctionType) -> str:
    return textwrap.dedent(inspect.getsource(function))


def _tree(function: FunctionType) -> ast.FunctionDef:
    try:
        tree = ast.parse(_source(function)).body[0]
    except (OSError, TypeError, SyntaxError, IndexError) as error:
        raise NotInlinable("its source cannot be read") from error
    if not isinstance(tree, ast.FunctionDef):
        raise NotInlinable("not a plain method")
    return tree


def _assigned(statements: list[ast.stmt]) -> list[str]:
    """The names assigned to, in order. NotPlain: anything but an assignment to names."""
    names: list[str] = []
    for statement in statements:
        if isinstance(statement, ast.Assign):
            targets = statement.targets
        elif isinstance(statement, ast.AugAssign):
            targets = [statement.target]
        else:
            raise NotInlinable(f"line {statement.lineno} is not an assignment")
        for target in targets:
            parts = target.elts if isinstance(target, ast.Tuple) else [target]
            if not all(isinstance(p, ast.Name) for p in parts):
                raise NotInlinable(f"line {statement.lineno} assigns to more than a name")
            names += [p.id for p in parts if isinstance(p, ast.Name)]
    return names


class _Substitute(ast.NodeTransformer):
    """Parameters under their new names; self.x as its number."""

    def __init__(self, names: Mapping[str, str], owner: object) -> None:
        self.names = names
        self.owner = owner

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if node.id not in self.names:
            return node
        new = ast.parse(self.names[node.id], mode="eval").body
        if isinstance(new, (ast.Name, ast.Subscript)):
            new.ctx = node.ctx
        return ast.copy_location(new, node)

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        if isinstance(node.value, ast.Name) and node.value.id == "self":
            value = getattr(self.owner, node.attr, None)
            if type(value) not in (int, float) or not isfinite(value):  # type: ignore[arg-type]
                raise NotInlinable(f"self.{node.attr} is not a number")
            return ast.copy_location(ast.Constant(value), node)
        return self.generic_visit(node)


def _scope(statements: list[ast.stmt], module: Mapping[str, Any], known: set[str]) -> dict[str, Any]:
    """What the lines take from their module: functions, constants. NotPlain: something that is not there."""
    scope: dict[str, Any] = {}
    for node in (n for s in statements for n in ast.walk(s)):
        if isinstance(node, (ast.Lambda, ast.NamedExpr, ast.Await, ast.Yield, ast.comprehension)):
            raise NotInlinable("more than plain expressions")
        if isinstance(node, ast.Name) and node.id not in known and not hasattr(builtins, node.id):
            if node.id not in module:
                raise NotInlinable(f"{node.id} is not known")
            scope[node.id] = module[node.id]
    return scope
