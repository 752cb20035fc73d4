"""Names in a method's body: looked up where its author would (module first, then builtins), and what each is called.

`Shown` keeps the author's names, for lines that are read; one that is taken gets a `_` at its end.
"""

from __future__ import annotations

import builtins
import keyword
import math
from collections.abc import Iterable, Mapping
from types import MethodType
from typing import Any

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


class Names:
    """What lines take from their modules. `scope`: the name in the lines -> the thing itself.

    In lines that run, a formula's local ends in `_`, a thing of a module in `_f7`; the loop's own never do.
    """

    def __init__(self) -> None:
        self.scope: dict[str, Any] = {}

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
