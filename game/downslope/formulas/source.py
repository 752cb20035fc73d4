"""What a listing is made of: its record, indented lines, and what lines take from their module."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable, Mapping
from types import FunctionType
from typing import Any, NamedTuple

from .inline import NotInlinable

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


def indented(lines: list[str]) -> list[str]:
    return [INDENT + line for line in lines]


def preamble(scope: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """(imports, helpers): what lines take from their module, written out. NotPlain: it cannot be."""
    imports: list[str] = []
    helpers: list[str] = []
    taken: dict[str, list[str]] = {}
    for name, value in sorted(scope.items()):
        if isinstance(value, (int, float)):
            helpers.append(f"{name} = {value!r}")
        elif isinstance(value, FunctionType):
            helpers += _source(value).splitlines()
        elif getattr(value, "__module__", None) in ("math", "operator", "itertools", "functools"):
            taken.setdefault(value.__module__, []).append(value.__name__)
        elif inspect.ismodule(value):
            imports.append(f"import {value.__name__}" + (f" as {name}" if value.__name__ != name else ""))
        else:
            raise NotInlinable(f"{name} cannot be written out")
    return imports + [f"from {module} import {', '.join(names)}" for module, names in taken.items()], helpers


def _source(function: Callable[..., Any]) -> str:
    try:
        return textwrap.dedent(inspect.getsource(function))
    except (OSError, TypeError) as error:
        raise NotInlinable(f"the source of {function.__name__} cannot be read") from error


def merged(*imports: list[str]) -> list[str]:
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
