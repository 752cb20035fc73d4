"""A level as a file has it, and what of it could not be read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import NamedTuple

from ..learning.network import FieldFault
from ..rules.level import Level


class WholeSentence(str):
    """What is wrong, so that nothing is to be added: that something is not there, or what is wrong in another file."""


class Misread(Exception):
    """A value at a path that cannot be read, and what is allowed there."""

    def __init__(self, path: str, value: object, allowed: str) -> None:
        super().__init__(f"{path} is {value!r:.60}; allowed: {allowed}")
        self.found: FieldFault = (path, value, allowed)


class Origin(NamedTuple):
    """The file that a level stands in, where that is not its plugin's own: one of a pack, which may be within a zip."""

    file: str
    text: str


@dataclass(frozen=True)
class LevelDraft:
    """A level as a file has it, and what could not be read of it: (field, value, what is allowed).

    What is wrong has the field's default in the level, so that all else can be looked at too.
    """

    level: Level
    faults: list[FieldFault] = field(default_factory=list)
    unknown: dict[str, object] = field(default_factory=dict)  # keys that no level has
    heavy: bool = False  # it is over a limit: nothing may be computed of it
    origin: Origin | None = None  # None: the plugin's own file

    def within(self, origin: Origin) -> LevelDraft:
        """The same, from that file."""
        return replace(self, origin=origin)
