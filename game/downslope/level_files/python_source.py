"""A level as the lines of a plugin file: all that is not at its default, a field a line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from math import isfinite
from typing import Any

from ..learning.network import Network
from .writing import NotData

WIDTH = 100  # letters of a line, where a value may be broken
STEP = "    "


class Lines:
    """Writes values and notes in `names` what must be imported for them."""

    def __init__(self) -> None:
        self.names: set[str] = {"Level", "hookimpl"}

    def source(self, value: Any, field: str, indent: str = "") -> str:
        """A value as Python writes it. NotData: it is a function, or of a class of a plugin's."""
        if isinstance(value, Network):
            return self._network(value, field)
        if hasattr(value, "_asdict"):
            return self._thing(value, field, value._field_defaults, value._asdict(), indent)
        if is_dataclass(value) and not isinstance(value, type):
            given = {each.name: getattr(value, each.name) for each in fields(value)}
            return self._thing(value, field, _defaults(value), given, indent)
        if isinstance(value, Mapping):
            pairs = [f"{key!r}: {self.source(one, field, indent + STEP)}" for key, one in value.items()]
            return _broken("{", pairs, "}", indent)
        if isinstance(value, frozenset):
            return f"frozenset({sorted(value)})"
        if isinstance(value, (list, tuple, range)):
            return _broken("[", [self.source(one, field, indent + STEP) for one in value], "]", indent)
        if isinstance(value, float) and not isfinite(value):
            return "float('inf')"
        if value is None or isinstance(value, (str, int, float)):
            return repr(value)
        raise NotData(field, value)

    def _network(self, network: Network, field: str) -> str:
        if type(network).__module__.partition(".")[0] != __name__.partition(".")[0]:
            raise NotData(field, network)
        self.names.add(type(network).__name__)
        source: str = network.source
        return source

    def _thing(self, thing: Any, field: str, defaults: Mapping[str, Any], given: Mapping[str, Any], indent: str) -> str:
        """A Knob, an Example, a Level ...: what stands first without its name, the rest by name."""
        kind = type(thing)
        if kind.__module__.partition(".")[0] != __name__.partition(".")[0]:
            raise NotData(field, thing)
        self.names.add(kind.__name__)
        words = list[str]()
        for name, value in given.items():
            if name in defaults and value == defaults[name]:
                continue
            written = self.source(value, name, indent + STEP)
            leads = name not in defaults and len(words) == list(given).index(name) and kind.__name__ != "Level"
            words.append(written if leads else f"{name}={written}")
        return _broken(f"{kind.__name__}(", words, ")", indent)


def _defaults(thing: Any) -> dict[str, Any]:
    found = {each.name: each.default for each in fields(thing) if each.default is not MISSING}
    made = {each.name: each.default_factory() for each in fields(thing) if each.default_factory is not MISSING}
    return found | made


def _broken(begin: str, parts: list[str], end: str, indent: str) -> str:
    """On one line, or a part a line."""
    line = begin + ", ".join(parts) + end
    if len(indent) + len(line) <= WIDTH and "\n" not in line:
        return line
    inner = "".join(f"{indent}{STEP}{part},\n" for part in parts)
    return f"{begin}\n{inner}{indent}{end}"


def python_of(level: Any) -> str:
    """A plugin file that gives this level. NotData: it has something that cannot be written down."""
    lines = Lines()
    written = lines.source(level, "level", STEP * 2)
    return (
        f"from downslope import {', '.join(sorted(lines.names))}\n\n\n"
        f"@hookimpl\ndef levels():\n{STEP}return [\n{STEP * 2}{written},\n{STEP}]\n"
    )
