"""What a listing is made of: its record, indented lines, and what lines take from their module."""

from __future__ import annotations

import ast
import inspect
import symtable
import sys
from math import isfinite
from types import FunctionType, MethodType
from typing import Any

from .names import Names, NotInlinable
from .read import Renamed, function_tree, source_of

# ---------------------------------------------------------------------------------------------------------------------
# A function of a plugin's module, written out with its names as the lines around have them.


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
            module = _library(value)
            if type(value) in (bool, int, float):
                written[name] = [f"{name} = {_number(value)}"]
            elif module:
                plain = value.__name__
                taken.setdefault(module, []).append(plain if plain == name else f"{plain} as {name}")
            elif isinstance(value, (FunctionType, MethodType)):
                written[name] = function_lines(value, name, names)
            elif inspect.ismodule(value):
                imports.append(f"import {value.__name__}" + (f" as {name}" if value.__name__ != name else ""))
            else:
                raise NotInlinable(f"{name} cannot be written out")
    helpers = [line for name in sorted(written) for line in written[name]]
    return imports + [f"from {module} import {', '.join(names)}" for module, names in taken.items()], helpers


def _library(value: Any) -> str:
    """The module of the standard library that a function or class can be imported from; "" for anything else."""
    module, name = getattr(value, "__module__", None), getattr(value, "__name__", None)
    if not isinstance(module, str) or not isinstance(name, str) or module == "builtins":
        return ""
    is_library = module.partition(".")[0] in sys.stdlib_module_names and module != "__main__"
    return module if is_library and getattr(sys.modules.get(module), name, None) is value else ""


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
