"""A plain Python function, made to run on symbols too: where it branches on unknown numbers both branches are told.

The function's own source is parsed, and replaced are: calls (so that what they call is rewritten too, and a function of
`math` becomes a node), `x if c else y`, `and`, `or`, `not`, chains of comparisons, and `if` statements that only set
names or return. On known numbers each does what it did before. Loops, comprehensions and all else run as they are.

Nothing of it is ever shown: lines to be read are made in formulas/.
"""

from __future__ import annotations

import ast
import functools
import inspect
import itertools
import operator
import re
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from functools import lru_cache
from pathlib import Path
from random import Random
from traceback import walk_tb
from types import BuiltinFunctionType, CodeType, FunctionType, MethodType, MethodWrapperType
from typing import Any

from ..formulas.names import NotInlinable
from ..formulas.outline import codes_in
from ..formulas.read import function_tree
from .symbols import REAL_FUNCTIONS, WHOLE_NUMBERS, Graph, NotCompilable, Symbol, is_real, is_signed

# of numbers: with a symbol among its arguments each is a node
NUMERIC = frozenset([abs, min, max, sum, pow]) | REAL_FUNCTIONS | WHOLE_NUMBERS
# of lists: they hand symbols on as they are
STRUCTURAL = frozenset([
    len, zip, enumerate, reversed, list, tuple, dict, iter, next, range, slice, functools.reduce,
    *(f for f in vars(itertools).values() if isinstance(f, type)),
    *(f for f in vars(operator).values() if isinstance(f, BuiltinFunctionType)),
])  # fmt: skip
CONTAINERS = (list, tuple, dict, set, frozenset, deque, str, bytes, int, float, range, slice)
# of known things: these see or change more than their arguments
FORBIDDEN = frozenset(["print", "input", "open", "exec", "eval", "compile", "setattr", "delattr", "id", "hash"])
NATIVE = frozenset(["super", "locals"])  # they look at who calls them
MUTATING = frozenset([
    "append", "extend", "insert", "pop", "popitem", "remove", "discard", "clear", "sort", "reverse", "setdefault",
    "appendleft", "popleft", "extendleft", "rotate",
])  # fmt: skip
# what has names of its own
INNER = (ast.FunctionDef, ast.Lambda, ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)
MORE = (ast.Expr, ast.Delete, ast.Import, ast.ImportFrom, ast.Try, ast.With, ast.While)  # than setting names
PLACE = re.compile(r" \([^()]+:\d+\)$")  # as `place` writes it
UNSET = object()
HERE = Path(__file__).parent

_own_codes: set[CodeType] = set()


def run(function: Callable[..., Any], *args: Any) -> Any:
    """function(*args), where args may have symbols in them. Untraceable: it cannot be said what it does."""
    return _call(function, *args)


# what stands in the place of what was there


def _call(function: Any, *args: Any, **named: Any) -> Any:
    if type(function) is MethodType:
        return _call(function.__func__, function.__self__, *args, **named)
    if type(function) is FunctionType:
        own = function if function.__code__ in _own_codes else _on_symbols(function)
        return own(*args, **named)
    if isinstance(function, functools.partial):
        return _call(function.func, *function.args, *args, **{**function.keywords, **named})
    if function is map:
        return (_call(args[0], *values) for values in zip(*args[1:]))
    if isinstance(function, functools._lru_cache_wrapper):
        return _call(function.__wrapped__, *args, **named)
    if _is_builtin(function) and function in NUMERIC:
        args = tuple(a if isinstance(a, (int, float, list, tuple, Symbol)) else list(a) for a in args)
    unknown = _symbol_in((*args, *named.values()))
    if unknown is not None:
        return _call_of_symbols(function, unknown.graph, args, named)
    if isinstance(function, type) or _is_pure(function):
        return function(*args, **named)
    made_for = type(function).__dict__.get("__call__")
    if isinstance(made_for, FunctionType):
        return _call(made_for, function, *args, **named)
    raise NotCompilable(f"it calls {_name(function)}")


def _call_of_symbols(function: Any, graph: Graph, args: tuple[Any, ...], named: Mapping[str, Any]) -> Any:
    if _is_builtin(function) and function in NUMERIC:
        if named:
            raise NotCompilable(f"{_name(function)} with {', '.join(named)}")
        return graph.extreme(function, *args) if function in (max, min) else graph.call(function, *args)
    if function is float:
        (value,) = args
        if is_real(value):
            return value
        return graph.call(float, value) if is_signed(value) else graph.operation("+", 0.0, value)
    if (_is_builtin(function) and function in STRUCTURAL) or _is_of_container(function):
        return function(*args, **named)
    if isinstance(function, type) and _is_record(function):
        return function(*args, **named)  # a record
    made_for = type(function).__dict__.get("__call__")
    if isinstance(made_for, FunctionType):
        return _call(made_for, function, *args, **named)
    raise NotCompilable(f"{_name(function)} of numbers that are not known yet")


def _is_record(kind: type) -> bool:
    return hasattr(kind, "_fields") or isinstance(vars(kind).get("__init__"), FunctionType)


def _is_pure(function: Any) -> bool:
    """Of known arguments it gives the same each time, and does nothing else."""
    if isinstance(getattr(function, "__self__", None), Random):
        raise NotCompilable("it draws random numbers")
    if isinstance(function, MethodWrapperType) or _is_of_container(function):
        return True
    if isinstance(function, BuiltinFunctionType):
        known = function.__module__ in ("builtins", "math", "_operator", "_functools")
        return known and function.__name__ not in FORBIDDEN
    return False


def _is_of_container(function: Any) -> bool:
    return isinstance(function, BuiltinFunctionType) and isinstance(function.__self__, CONTAINERS)


def _is_builtin(function: Any) -> bool:
    return isinstance(function, (BuiltinFunctionType, type))


def _name(function: Any) -> str:
    return str(getattr(function, "__name__", type(function).__name__))


def _symbol_in(values: Iterable[Any]) -> Symbol | None:
    for v in values:
        if type(v) is Symbol:
            return v
        found = _symbol_in(v) if isinstance(v, (list, tuple)) else None
        if found is not None:
            return found
    return None


def _if(test: Any, then: Callable[[], Any], otherwise: Callable[[], Any]) -> Any:
    if type(test) is not Symbol:
        return then() if test else otherwise()
    return test.graph.select(test, then(), otherwise())


def _and(left: Any, right: Callable[[], Any]) -> Any:
    if type(left) is not Symbol:
        return left and right()
    return left.graph.select(left, right(), left)


def _or(left: Any, right: Callable[[], Any]) -> Any:
    return left.graph.select(left, left, right()) if type(left) is Symbol else left or right()


def _not(value: Any) -> Any:
    return value.graph.select(value, False, True) if type(value) is Symbol else not value


def _branch(
    test: Any, then: Callable[..., Any], otherwise: Callable[..., Any], kind: str, before: tuple[Any, ...]
) -> Any:
    """An `if` statement: its branches are functions of the names that they set, and give their new values.

    kind: "sets", it does no more than that; "returns", they give what the function gives; "more".
    """
    if type(test) is not Symbol:
        return then(*before) if test else otherwise(*before)
    if kind == "more":
        raise NotCompilable("a branch on the numbers that does more than set names")
    found, rest = then(*before), otherwise(*before)
    select = test.graph.select
    if kind == "returns":
        return select(test, found, rest)
    return tuple(UNSET if a is UNSET or b is UNSET else select(test, a, b) for a, b in zip(found, rest))


def _get(names: Mapping[str, Any], *wanted: str) -> tuple[Any, ...]:
    return tuple(names.get(name, UNSET) for name in wanted)


HELPERS = {"__call": _call, "__if": _if, "__and": _and, "__or": _or, "__not": _not, "__branch": _branch, "__get": _get}


# the rewriting


@lru_cache(512)
def _on_symbols(function: FunctionType) -> Callable[..., Any]:
    """The function once more, over the same module. Untraceable: no source, or something that is not rewritten."""
    try:
        tree = function_tree(function)
    except NotInlinable as why:
        raise NotCompilable(f"{function.__qualname__}: {why}") from why
    tree.decorator_list, tree.returns = [], None
    for argument in (n for n in ast.walk(tree) if isinstance(n, ast.arg)):
        argument.annotation = None
    tree.args.defaults = []  # the new one gets the values of the old one
    tree.args.kw_defaults = [None] * len(tree.args.kwonlyargs)
    tree.body = _with_returns_at_ends(tree.body)
    _Rewrite(tree, function).visit(tree)
    free = function.__code__.co_freevars
    maker = ast.parse(f"def make({', '.join((*HELPERS, *free))}):\n    return 0").body[0]
    assert isinstance(maker, ast.FunctionDef)
    maker.body = [tree, ast.Return(ast.Name(tree.name, ast.Load()))]
    module = ast.fix_missing_locations(ast.Module([maker], []))
    ast.increment_lineno(module, function.__code__.co_firstlineno - 1)
    code = compile(module, function.__code__.co_filename, "exec")
    space: dict[str, Any] = {}
    exec(code, function.__globals__, space)  # its names are its module's, ours come as arguments: they cannot meet
    found: FunctionType = space["make"](*HELPERS.values(), *[c.cell_contents for c in function.__closure__ or ()])
    found.__defaults__, found.__kwdefaults__ = function.__defaults__, function.__kwdefaults__
    _own_codes.update(codes_in(found.__code__))
    return found


def _ends(body: list[ast.stmt]) -> bool:
    last = body[-1] if body else None
    return isinstance(last, (ast.Return, ast.Raise)) or (
        isinstance(last, ast.If) and _ends(last.body) and _ends(last.orelse)
    )


def _has(nodes: Iterable[ast.AST], *kinds: type[ast.AST]) -> bool:
    """One of these kinds is among them, not counting functions inside."""
    stack = list(nodes)
    while stack:
        node = stack.pop()
        if isinstance(node, kinds):
            return True
        if not isinstance(node, (ast.FunctionDef, ast.Lambda)):
            stack += ast.iter_child_nodes(node)
    return False


def _with_returns_at_ends(body: list[ast.stmt]) -> list[ast.stmt]:
    """`if c: return a` and then b becomes `if c: return a` else b: every return stands at an end."""
    for place, statement in enumerate(body):
        if isinstance(statement, ast.If) and _has([statement], ast.Return):
            rest = body[place + 1 :]
            then, otherwise = statement.body, statement.orelse
            statement.body = _with_returns_at_ends(then if _ends(then) else then + rest)
            statement.orelse = _with_returns_at_ends(otherwise if _ends(otherwise) else otherwise + deepcopy(rest))
            return [*body[:place], statement]
    return body


def _names_set(nodes: Iterable[ast.AST]) -> set[str]:
    """The names that these statements set in the function where they stand."""
    found, stack = set[str](), list(nodes)
    while stack:
        node = stack.pop()
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        if not isinstance(node, INNER):
            stack += ast.iter_child_nodes(node)
    return found


class _Rewrite(ast.NodeTransformer):
    def __init__(self, tree: ast.FunctionDef, function: FunctionType) -> None:
        code = function.__code__
        self.branches, self.file, self.before = 0, code.co_filename, code.co_firstlineno - 1
        names = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
        parameters = [n.arg for n in ast.walk(tree) if isinstance(n, ast.arg)]
        self.local = names | set(parameters)

    def _refusal(self, node: ast.stmt | ast.expr, why: str) -> NotCompilable:
        return NotCompilable(why + place(self.file, self.before + node.lineno))

    def _is_local(self, node: ast.expr) -> bool:
        """A list of the function's own, or one that it was given, or a part of one."""
        while isinstance(node, ast.Subscript):
            node = node.value
        return isinstance(node, ast.Name) and node.id in self.local

    def notes_down(self, node: ast.AST) -> bool:
        """A call that changes a list, dict or set from outside the function."""
        if isinstance(node, ast.Expr):  # its value is thrown away
            call, kinds = node.value, MUTATING | {"add", "update"}
        elif isinstance(node, ast.expr):
            call, kinds = node, MUTATING
        else:
            return False
        changes = isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in kinds
        return changes and not self._is_local(call.func.value)  # type: ignore[attr-defined]

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        if self.notes_down(node):
            raise self._refusal(node, "it notes something down")
        return self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if self.notes_down(node):
            raise self._refusal(node, "it notes something down")
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id in NATIVE:
            return node
        return _call_node("__call", node.func, *node.args, named=node.keywords)

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        self.generic_visit(node)
        return _call_node("__if", node.test, _lambda(node.body), _lambda(node.orelse))

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        self.generic_visit(node)
        name = "__and" if isinstance(node.op, ast.And) else "__or"
        *first, last = node.values
        for value in reversed(first):
            last = _call_node(name, value, _lambda(last))
        return last

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        self.generic_visit(node)
        return _call_node("__not", node.operand) if isinstance(node.op, ast.Not) else node

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        middle = node.comparators[:-1]
        if len(node.ops) == 1 or not all(isinstance(m, (ast.Name, ast.Constant)) for m in middle):
            return node
        sides = [node.left, *node.comparators]
        parts = [ast.Compare(a, [op], [b]) for a, op, b in zip(sides, node.ops, sides[1:])]
        last: ast.expr = parts[-1]
        for part in parts[-2::-1]:
            last = _call_node("__and", part, _lambda(last))
        return last

    def visit_NamedExpr(self, node: ast.NamedExpr) -> ast.AST:
        raise self._refusal(node, "a walrus")

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        if not isinstance(node.ctx, ast.Load):
            raise self._refusal(node, "it notes something down in an object")
        return self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        if not isinstance(node.ctx, ast.Load) and not self._is_local(node.value):
            raise self._refusal(node, "it notes something down")
        return self.generic_visit(node)

    def visit_Global(self, node: ast.Global) -> ast.AST:
        raise self._refusal(node, "it sets a name outside itself")

    def visit_Nonlocal(self, node: ast.Nonlocal) -> ast.AST:
        raise self._refusal(node, "it sets a name outside itself")

    def visit_If(self, node: ast.If) -> Any:
        self.generic_visit(node)
        both = [*node.body, *node.orelse]
        if _has(both, ast.Break, ast.Continue, ast.Yield, ast.YieldFrom):
            return node  # as it is: on numbers it cannot be told
        names = sorted(n for n in _names_set(both) if not n.startswith("__"))
        returns = _has(both, ast.Return)
        if returns and not (_ends(node.body) and _ends(node.orelse)):
            return node
        parts = (n for statement in both for n in ast.walk(statement) if isinstance(n, ast.Subscript))
        more = _has(both, *MORE) or any(not isinstance(n.ctx, ast.Load) for n in parts)
        kind = "more" if more else "returns" if returns else "sets"
        self.branches += 1
        given: list[ast.stmt] = [] if returns else [ast.Return(_tuple(names, ast.Load()))]
        arguments = ast.arguments([], [ast.arg(n) for n in names], None, [], [], None, [])
        functions = [
            ast.FunctionDef(f"__{side}{self.branches}", arguments, [*body, *given] or [ast.Pass()], [])
            for side, body in (("then", node.body), ("else", node.orelse))
        ]
        before = _call_node("__get", _call_node("locals"), *map(ast.Constant, names))
        branches = [ast.Name(f.name, ast.Load()) for f in functions]
        call = _call_node("__branch", node.test, *branches, ast.Constant(kind), before)
        if returns:
            return [*functions, ast.Return(call)]
        if not names:
            return [*functions, ast.Expr(call)]
        return [*functions, ast.Assign([_tuple(names, ast.Store())], call)]


def _tuple(names: list[str], context: ast.expr_context) -> ast.Tuple:
    return ast.Tuple([ast.Name(n, context) for n in names], context)


def _call_node(name: str, *args: ast.expr, named: Iterable[ast.keyword] = ()) -> ast.Call:
    return ast.Call(ast.Name(name, ast.Load()), list(args), list(named))


def _lambda(value: ast.expr) -> ast.Lambda:
    return ast.Lambda(ast.arguments([], [], None, [], [], None, []), value)


def place(file: str, line: int) -> str:
    """Where it is, to be put behind a sentence."""
    return f" ({Path(file).name}:{line})"


def place_of(raised: BaseException) -> str:
    """The line that has led to it, in a file that is not the engine's: a plugin's, or else the game's. "": none."""
    raised = raised.__cause__ or raised
    if PLACE.search(str(raised)):
        return ""  # it tells that itself
    found = [(frame.f_code.co_filename, line) for frame, line in walk_tb(raised.__traceback__)]
    others = [at for at in found if Path(at[0]).parent != HERE and at[0][:1] != "<"]
    theirs = [at for at in others if HERE.parent not in Path(at[0]).parents]
    return place(*(theirs or others)[-1]) if others else ""


def check_harmless(method: Callable[..., Any]) -> None:
    """Untraceable: it notes things down or draws random numbers, so it may not be called more often than it is."""
    function = inspect.unwrap(getattr(method, "__func__", method))
    try:
        tree = function_tree(function)
    except NotInlinable as why:
        raise NotCompilable(str(why)) from why
    rewrite = _Rewrite(tree, function)
    for node in ast.walk(tree):
        named = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
        if "random" in named:
            raise NotCompilable("it draws random numbers")
        stored = isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load)
        outside = isinstance(node, (ast.Global, ast.Nonlocal, ast.Yield, ast.YieldFrom))
        if stored or outside or rewrite.notes_down(node):
            raise NotCompilable("it notes something down")
