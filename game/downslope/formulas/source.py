"""The source of a plugin: the names in it, a function as a tree or written out anew, a file by its lines."""

from __future__ import annotations

import ast
import builtins
import inspect
import keyword
import math
import symtable
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import copysign, isfinite
from types import CodeType, FunctionType, MethodType
from typing import Any

# Names in a method's body: looked up where its author would (module first, then builtins), and what each is called.
# `Shown` keeps the author's names, for lines that are read; one that is taken gets a `_` at its end.


RESERVED = ("input", "weight", "goal_prediction", "prediction", "error", "delta", "weight_delta", "alpha")
# what the lines around a formula use, in any form of a script
OWN = frozenset((
    "i", "d", "iteration", "inputs", "goals", "examples", "batch", "batches", "order", "row", "random", "dot", "bends",
    "bend", "hidden", "value", "values", "total", "totals", "total_error", "found", "deltas", "weights",
    "weight_deltas", "predictions", "alphas", "error_at", "there", "epoch", "last", "other", "rows", "np", "torch",
    "Random", "goal_predictions", "a", "b", "maps", "pooled", "windows", "window", "blocks", "winners", "place",
    "kernel", "kernel_deltas", "cell", "_seen",
))  # fmt: skip


class NotInlinable(ValueError):
    """The method cannot be turned into lines, and why."""


@dataclass(eq=False)
class Names:
    """What lines take from their modules. `scope`: the name in the lines -> the thing itself.

    In lines that run, a formula's local ends in `_`, a thing of a module in `_f7`; the loop's own never do.
    """

    scope: dict[str, Any] = field(default_factory=dict)

    def own(self, name: str) -> str:
        """What a name that the method itself assigns to is called."""
        return f"{name}_"

    def take(self, name: str, thing: Any) -> str:
        """What this thing of a module is called."""
        if getattr(builtins, name, None) is thing:
            return name
        label = next((label for label, value in self.scope.items() if value is thing), f"{name}_f{len(self.scope)}")
        self.scope[label] = thing
        return label

    def look_up(self, name: str, module: Mapping[str, Any]) -> str:
        """What a name that the method only reads is called. NotInlinable: nothing is called so."""
        if name in module:
            return self.take(name, module[name])
        if not hasattr(builtins, name):
            raise NotInlinable(f"{name} is not known")
        if name in RESERVED:
            raise NotInlinable(f"{name} is one of the lines' own names")
        return name


class Shown(Names):
    """In lines that are read. `reserved`: names that are something else already."""

    def __init__(self, reserved: Iterable[str] = ()) -> None:
        super().__init__()
        self._reserved = {*RESERVED, *OWN, *reserved}
        self._own: set[str] = set()

    def keep(self, name: str) -> str:
        """What this is called, and nothing else from here on. NotInlinable: it is no name."""
        if not name.isidentifier():
            raise NotInlinable(f"{name} is no name")
        name = self.own(name)
        self._reserved.add(name)
        return name

    def _free(self, name: str, thing: Any) -> bool:
        if name in self._reserved or hasattr(builtins, name) or keyword.iskeyword(name):
            return False
        if name.startswith(("hidden_", "bends_")) and not name.endswith("_"):
            return False  # of a layer
        return not hasattr(math, name) or getattr(math, name) is thing

    def own(self, name: str) -> str:
        while not self._free(name, None) or name in self.scope:
            name += "_"
        self._own.add(name)
        return name

    def take(self, name: str, thing: Any) -> str:
        plain = getattr(thing, "__name__", None)
        if isinstance(plain, str) and plain not in RESERVED and getattr(builtins, plain, None) is thing:
            return plain  # a builtin, whatever the module calls it
        while not (name in self.scope and _same(self.scope[name], thing)):
            if name not in self.scope and name not in self._own and self._free(name, thing):
                self.scope[name] = thing
                break
            name += "_"
        return name


def _same(one: Any, other: Any) -> bool:
    alike = type(one) is type(other) and type(one) in (int, float) and repr(one) == repr(other)
    return one is other or alike or (isinstance(one, MethodType) and one == other)


def function_tree(function: FunctionType) -> ast.FunctionDef:
    """A tree of one's own, names as the class that it stands in makes of them. NotInlinable: there is none."""
    tree = ast.parse(source_of(function)).body[0]
    assert isinstance(tree, ast.FunctionDef)
    around = _class_of(function)
    return _Mangle(around.lstrip("_")).visit(tree) if around else tree


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


@dataclass(eq=False)
class _Mangle(ast.NodeTransformer):
    """`__k` in a class Own is `_Own__k`, as Python has it."""

    stem: str  # Own, without a `_` before it

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


def function_lines(function: FunctionType | MethodType, called: str, names: Names) -> list[str]:
    """Its lines; what it takes from its module is asked of `names`. NotInlinable: it is more than its source says.

    A method stands there without its object: with its numbers, and its other methods beside it.
    """
    written: Any = getattr(function, "__func__", function)
    tree, local, read = function_tree(written), set[str](), set[str]()
    own = tree.args.args.pop(0).arg if isinstance(function, MethodType) else ""
    if written.__closure__ or tree.decorator_list:
        raise NotInlinable(f"{called} cannot be written out")
    if not all(isinstance(d, ast.Constant) for d in (*tree.args.defaults, *filter(None, tree.args.kw_defaults))):
        raise NotInlinable(f"{called} has a default that is worked out")
    arguments = [n for n in ast.walk(tree) if isinstance(n, ast.arg)]
    plain = not (own or tree.returns or any(a.annotation for a in arguments))
    tree.returns = None
    for argument in arguments:
        argument.annotation = None
    _sort(symtable.symtable(ast.unparse(tree), "<helper>", "exec").get_children()[0], read, local)
    put = Renamed(dict(zip(local, local)), own, function, names, methods=True)
    tree = put.visit(tree)
    if local & {*read, *put.new.values()}:
        raise NotInlinable(f"{called} has a name for two things")
    if plain and called == tree.name and all(name == to for name, to in put.new.items()):
        return source_of(written).splitlines()
    tree.name, tree.body = called, tree.body[1 if own and ast.get_docstring(tree) else 0 :]
    return ast.unparse(tree).splitlines()


def _sort(table: symtable.SymbolTable, read: set[str], own: set[str]) -> None:
    """The names read from the module, and all others, of a function and what stands in it."""
    for symbol in table.get_symbols():
        if symbol.is_declared_global():
            raise NotInlinable(f"{table.get_name()} changes its module")
        (read if symbol.is_global() else own).add(symbol.get_name())
    for inner in table.get_children():
        _sort(inner, read, own)


def indent(lines: list[str], by: int = 4) -> list[str]:
    """The lines, further to the right."""
    return [" " * by + line for line in lines]


def preamble(names: Names) -> tuple[list[str], list[str]]:
    """(imports, helpers): what lines take from their modules, with all that this takes in turn, written out.

    NotInlinable: it cannot be.
    """
    written: dict[str, list[str]] = {}
    taken: dict[str, list[str]] = {}
    imports: list[str] = []
    while missing := sorted(names.scope.keys() - written.keys()):
        for name in missing:
            value, written[name] = names.scope[name], []
            module: Any = getattr(value, "__module__", None)
            plain: Any = getattr(value, "__name__", None)
            # Of the standard library, from which a function or class can be imported
            is_library = isinstance(module, str) and isinstance(plain, str) and module not in ("builtins", "__main__")
            is_library = is_library and module.partition(".")[0] in sys.stdlib_module_names
            if type(value) in (bool, int, float):
                written[name] = [f"{name} = {_number(value)}"]
            elif is_library and getattr(sys.modules.get(module), plain, None) is value:
                taken.setdefault(module, []).append(plain if plain == name else f"{plain} as {name}")
            elif isinstance(value, (FunctionType, MethodType)):
                written[name] = function_lines(value, name, names)
            elif inspect.ismodule(value):
                imports.append(f"import {value.__name__}" + (f" as {name}" if value.__name__ != name else ""))
            else:
                raise NotInlinable(f"{name} cannot be written out")
    helpers = [line for name in sorted(written) for line in written[name]]
    return imports + [f"from {module} import {', '.join(names)}" for module, names in taken.items()], helpers


def _number(value: float) -> str:
    try:
        return repr(value) if isinstance(value, int) or isfinite(value) else f"float({str(value)!r})"
    except ValueError as error:
        raise NotInlinable("a whole number of thousands of digits") from error


def merge_imports(*imports: list[str]) -> list[str]:
    """Import lines of several parts, one for each module."""
    taken: dict[str, set[str]] = {}
    whole = set()
    for line in (line for lines in imports for line in lines):
        module, rest, names = line.removeprefix("from ").partition(" import ")
        if rest:
            taken.setdefault(module, set()).update(names.split(", "))
        else:
            whole.add(line)
    return sorted(whole) + [f"from {module} import {', '.join(sorted(taken[module]))}" for module in sorted(taken)]


# A file of Python by its lines: which statement a line belongs to, what that sets, whether a test came out true.


Lines = tuple[int, int]  # the first and the last
Test = ast.If | ast.While | ast.For
Loop = ast.For | ast.While
Function = ast.FunctionDef | ast.AsyncFunctionDef


class FileOutline:
    """Of a text. SyntaxError: it is no Python."""

    def __init__(self, text: str) -> None:
        self.lines = text.splitlines()
        tree = ast.parse(text)
        self._nodes = [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]
        self._heads = {line: node for node in self._nodes for line in range(node.lineno, _end_of_head(node) + 1)}
        self._known = {_key(code): identity_of(code) for code in _codes_in(compile(tree, "<outline>", "exec"))}

    def statement(self, line: int) -> int:
        """The line on which the statement of this line begins."""
        return self._heads[line].lineno if line in self._heads else line

    def last_line(self, line: int) -> int:
        """The last line of the statement that begins on this one; of one with a body, of its head."""
        return _end_of_head(self._heads[line]) if line in self._heads else line

    def targets(self, line: int) -> tuple[str, ...]:
        """The names that the statement on this line sets, in order: weight, self.tries; what is set by := too.

        Of one with a body, what stands in its head.
        """
        names: list[str] = []
        for node in (node for node in self._nodes if node.lineno == line):
            if isinstance(node, Function):
                names.append(node.name)
                continue
            parts = ast.iter_child_nodes(node) if hasattr(node, "body") else [node]
            heads = [part for part in parts if part is node or not isinstance(part, (ast.stmt, ast.excepthandler))]
            own: list[str] = []
            for part in (part for head in heads for part in ast.walk(head)):
                if isinstance(part, (ast.Name, ast.Attribute, ast.Subscript)) and isinstance(part.ctx, ast.Store):
                    own.append(ast.unparse(part.value if isinstance(part, ast.Subscript) else part))
            names += dict.fromkeys(own)
        return tuple(names)

    def answer(self, line: int, after: int) -> bool | None:
        """Whether what this line opens is gone into; `after`: the line that ran next. None: it opens nothing."""
        for node in self._nodes:
            if node.lineno == line and isinstance(node, Test) and node.body[0].lineno > _end_of_head(node):
                return node.body[0].lineno <= after <= (node.body[-1].end_lineno or 0)
        return None

    def loop(self, line: int) -> Lines:
        """The innermost loop of its function that this line is in, or begins; (0, -1): none."""
        first, _last = self.function(line)
        ends = [(node.lineno, node.body[-1].end_lineno or 0) for node in self._nodes if isinstance(node, Loop)]
        return max((lines for lines in ends if first <= lines[0] <= line <= lines[1]), default=(0, -1))

    def function(self, line: int) -> Lines:
        """The innermost function that this line is in; in none: 0 and the last line."""
        ends = [(node.lineno, node.end_lineno or 0) for node in self._nodes if isinstance(node, Function)]
        return max((lines for lines in ends if lines[0] <= line <= lines[1]), default=(0, len(self.lines)))

    def is_source_of(self, code: CodeType) -> bool:
        """This code was made from this text."""
        return bool(self._known.get(_key(code)) == identity_of(code))


@lru_cache(16)
def outline_of(text: str) -> FileOutline | None:
    """None: it is no Python."""
    try:
        return FileOutline(text)
    except (SyntaxError, ValueError, RecursionError):
        return None


def _key(code: CodeType) -> tuple[str, int]:
    return code.co_qualname, code.co_firstlineno


def _codes_in(code: CodeType) -> Iterator[CodeType]:
    yield code
    for part in code.co_consts:
        if isinstance(part, CodeType):
            yield from _codes_in(part)


def _end_of_head(node: ast.stmt) -> int:
    body = getattr(node, "body", None)
    return max(node.lineno, body[0].lineno - 1) if body else node.end_lineno or node.lineno
