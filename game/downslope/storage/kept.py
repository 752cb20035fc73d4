"""What a file of the game holds as an object: its fields, and beside them what this version does not know.

A later version may have written that, and goes on with it where the same folder is played in turn: it is written back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..i18n import _


@dataclass
class Kept:
    """`beside`: entries that are no field of it."""

    def __post_init__(self) -> None:
        self.beside: dict[str, Any] = {}

    def fits(self, name: str, value: Any) -> bool:
        """Whether a field may be so."""
        raise NotImplementedError

    def take(self, data: Mapping[str, Any], where: str, faults: list[str]) -> None:
        """What JSON gave. A field that cannot be so stays as it is, and `faults` gets a sentence with `where`."""
        for name, value in data.items():
            if name == "beside" or name not in vars(self):
                self.beside[name] = value
            elif self.fits(name, value):
                setattr(self, name, value.copy() if isinstance(value, (list, dict)) else value)
            else:
                usual = getattr(self, name)
                text = _("{where}{name} cannot be {value}; it is {usual} now.")
                usual = _("nothing") if usual is None else repr(usual)
                faults.append(text.format(where=where, name=name, value=f"{value!r:.60}", usual=usual))

    def as_data(self) -> dict[str, Any]:
        """As it is written. It is no copy: `asdict` makes one, which takes longer than all else of a save."""
        data = dict(vars(self))
        beside = data.pop("beside")
        return {**data, **beside}
