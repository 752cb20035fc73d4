"""What a file of the game holds as an object: its fields, and beside them what this version does not know.

A later version may have written that, and goes on with it where the same folder is played in turn: it is written back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any


@dataclass
class Kept:
    """`beside`: entries that are no field of it."""

    def __post_init__(self) -> None:
        self.beside: dict[str, Any] = {}

    def keep_beside(self, data: Mapping[str, Any]) -> None:
        """What of these entries it does not know."""
        known = {each.name for each in fields(self)}
        self.beside = {name: value for name, value in data.items() if name not in known}

    def as_data(self) -> dict[str, Any]:
        """As it is written. It is no copy: `asdict` makes one, which takes longer than all else of a save."""
        data = dict(vars(self))
        beside = data.pop("beside")
        return {**data, **beside}
