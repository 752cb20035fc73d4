"""The source of a function as a syntax tree: its own, as it was loaded, or none."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Mapping
from functools import lru_cache
from math import copysign, isfinite
from types import CodeType, FunctionType, MethodType
from typing import Any

from .names import Names, NotInlinable


def function_tree(function: FunctionType) -> ast.FunctionDef:
    """A tree of one's own, names as the class that it stands in makes of them. NotInlinable: there is none."""
    tree = ast.parse(source_of(function)).body[0]
    assert isinstance(tree, ast.FunctionDef)
    around = _class_of(function)
    return _Mangle(around).visit(tree) if around else tree


@lru_cache(256)
def source_of(function: FunctionType) -> str:
    """Its text, not indented. NotInlinable: it cannot be read, or the file has changed since it was loaded."""
    try:
        text = textwrap.dedent(inspect.getsource(function))
        tree = ast.parse(text).body[0]
    except (OSError, TypeError, SyntaxError, ValueError, IndexError, RecursionError) as error:
        raise NotInlinable("its source cannot be read") from error
    if not isinstance(tree, ast.FunctionDef):
        raise NotInlinable("not a plain method")
    tree.decorator_list = []
    around, body = _class_of(function), list[ast.stmt]([tree])
    if around:
        body = ast.parse(f"class {around}: pass").body
        body[0].body = [tree]  # type: ignore[attr-defined]
    read = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    modules = [name for name in read if inspect.ismodule(function.__globals__.get(name))]
    imports = [ast.parse(f"import {name}").body[0] for name in modules]  # their methods are compiled in another way
    module = ast.Module([*imports, *body], [])
    code = compile(module, "<read>", "exec")
    if identity_of(_inner(code, function.__name__)) != identity_of(function.__code__):
        raise NotInlinable("its source has changed since it was loaded")
    return text


class Renamed(ast.NodeTransformer):
    """A function's tree with every name under the one that it has in the lines; of a method, self.x as its number.

    `called`: of its own names; `own`: what it calls its object, "" for a function; `methods`: those of the object that
    it calls stand beside it, as functions. `new`: what the names that it reads are called.
    """

    def __init__(
        self, called: Mapping[str, str], own: str, function: Any, names: Names, methods: bool = False
    ) -> None:
        self.called, self.own, self.owner = called, own, getattr(function, "__self__", None)
        self.names, self.module, self.methods = names, function.__globals__, methods
        self.new: dict[str, str] = {}

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id == self.own:
            raise NotInlinable(f"{node.id} is more than its numbers")
        if node.id not in self.called:
            self.new[node.id] = self.names.look_up(node.id, self.module)
        return ast.Name(self.called.get(node.id) or self.new[node.id], node.ctx)

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        if not isinstance(node.value, ast.Name) or node.value.id != self.own:
            self.generic_visit(node)
            return node
        method = inspect.getattr_static(type(self.owner), node.attr, None)
        if not self.methods or not isinstance(method, FunctionType) or node.attr in vars(self.owner):
            return self._number(node)
        self.new[f"self.{node.attr}"] = self.names.take(node.attr, MethodType(method, self.owner))
        return ast.Name(self.new[f"self.{node.attr}"], node.ctx)

    def _number(self, node: ast.Attribute) -> ast.expr:
        """A number that lies in the object or in its class, not one that a property works out again each time."""
        named, value = ast.unparse(node), inspect.getattr_static(self.owner, node.attr, None)
        if hasattr(value, "__set_name__"):  # a knob that nobody has turned
            value = getattr(value, "start", None)
        try:
            if type(value) not in (int, float) or not isfinite(value) or isinstance(node.ctx, ast.Store):
                raise NotInlinable(f"{named} is not a number")
        except OverflowError as error:
            raise NotInlinable(f"{named} is too large") from error
        if copysign(1.0, value) > 0.0:
            return ast.Constant(value)
        return ast.UnaryOp(ast.USub(), ast.Constant(-value))  # so that brackets stand where a sign needs them


def _class_of(function: FunctionType) -> str:
    """The class whose body it stands in; "" for a function of a module."""
    *_, around, _name = ["", *function.__qualname__.split(".")]
    return "" if around == "<locals>" else around


def _inner(code: CodeType | None, name: str) -> CodeType | None:
    """The function's code, in a module's or in the one of a class in it."""
    for part in code.co_consts if code else ():
        if isinstance(part, CodeType):
            return part if part.co_name == name else _inner(part, name)
    return None


def identity_of(code: CodeType | None) -> Any:
    """What is the same in two codes that do the same, wherever they were compiled."""
    if code is None:
        return None
    numbers = [repr(c) for c in code.co_consts if isinstance(c, (int, float))]
    inner = [identity_of(c) for c in code.co_consts if isinstance(c, CodeType)]
    return code.co_code, code.co_names, code.co_varnames, numbers, inner


class _Mangle(ast.NodeTransformer):
    """`__k` in a class Own is `_Own__k`, as Python has it."""

    def __init__(self, around: str) -> None:
        self.stem = around.lstrip("_")

    def _named(self, name: str) -> str:
        private = self.stem and name.startswith("__") and not name.endswith("__")
        return f"_{self.stem}{name}" if private else name

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.copy_location(ast.Name(self._named(node.id), node.ctx), node)

    def visit_arg(self, node: ast.arg) -> ast.arg:
        return ast.copy_location(ast.arg(self._named(node.arg), node.annotation), node)

    def visit_Attribute(self, node: ast.Attribute) -> ast.Attribute:
        self.generic_visit(node)
        return ast.copy_location(ast.Attribute(node.value, self._named(node.attr), node.ctx), node)
