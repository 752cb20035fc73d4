"""Names of 1.0 that have a better one now. They stay through 1.x, for the plugins and scripts that use them."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import Any


class Alias:
    """An attribute under an old name: it gives and sets `new`, or gives the method of that name, and says so."""

    def __init__(self, new: str) -> None:
        self.new, self.old = new, ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.old = name

    def __get__(self, one: object, kind: type | None = None) -> Any:
        if one is None:
            return self
        self._warn()
        return getattr(one, self.new)

    def __set__(self, one: object, value: object) -> None:
        self._warn()
        setattr(one, self.new, value)

    def _warn(self) -> None:
        if self.old:
            warnings.warn(f"{self.old} is called {self.new} now", DeprecationWarning, stacklevel=3)


def alias(new: str) -> Any:
    """See Alias; under whichever name it stands in a class."""
    return Alias(new)


class OldNames:
    """Base of a class that plugins derive from. What a subclass defines under an old name is had by the new one too."""

    old_names: Mapping[str, str] = {}  # old name -> new name
    deprecated: tuple[str, ...] = ()  # the old names under which this class itself defines something

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        own = vars(cls)
        cls.deprecated = tuple(old for old, new in cls.old_names.items() if old in own and new not in own)
        for old, new in cls.old_names.items():
            if new in own and old not in own:
                setattr(cls, old, own[new])
            elif old in cls.deprecated:
                method = callable(own[old]) or isinstance(own[old], property)
                setattr(cls, new, own[old] if method else Alias(old))  # not known by this name: it says nothing
