"""Names of 1.0 that have a better one now. They stay through 1.x, for the plugins and scripts that use them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def alias(new: str) -> Any:
    """A property under an old name: it gives and sets the attribute `new`, or gives the method of that name."""
    return property(lambda self: getattr(self, new), lambda self, value: setattr(self, new, value))


class OldNames:
    """Base of a class that plugins derive from. What a subclass defines under an old name is had by the new one too."""

    old_names: Mapping[str, str] = {}  # old name -> new name

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        own = vars(cls)
        for old, new in cls.old_names.items():
            if new in own and old not in own:
                setattr(cls, old, own[new])
            elif old in own and new not in own:
                method = callable(own[old]) or isinstance(own[old], property)
                setattr(cls, new, own[old] if method else alias(old))
