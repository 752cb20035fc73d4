"""What a listing is made of: its record, indented lines, and what lines take from their module."""

from __future__ import annotations

import inspect
import sys
from math import isfinite
from types import FunctionType
from typing import Any, NamedTuple

from .helpers import function_lines
from .names import Names, NotInlinable

INDENT = "    "


class Listing(NamedTuple):
    """`given`: name -> value at the start; `round`: the lines of one round; `kept`: what the next round takes over."""

    imports: list[str]
    given: dict[str, Any]
    helpers: list[str]
    round: list[str]
    kept: tuple[str, ...]
    shown: tuple[str, str, str]  # the error, the prediction and the weight, as expressions of its names
    shuffled: bool = False  # it reads `order` (or `batches`) of the iteration, which learning/batches.py's lines make

    @property
    def counts(self) -> bool:
        """The number of the round, `iteration`, is read."""
        return any("iteration" in line for line in self.round)


def indent(lines: list[str]) -> list[str]:
    """The lines, moved in by one step."""
    return [INDENT + line for line in lines]


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
            elif isinstance(value, FunctionType):
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
    known = module.partition(".")[0] in sys.stdlib_module_names and module != "__main__"
    return module if known and getattr(sys.modules.get(module), name, None) is value else ""


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
        module, found, names = line.removeprefix("from ").partition(" import ")
        if found:
            taken.setdefault(module, set()).update(names.split(", "))
        else:
            whole.add(line)
    return sorted(whole) + [f"from {module} import {', '.join(sorted(taken[module]))}" for module in sorted(taken)]
