"""A stop on the map: what it is, and in what state. Shared by the map's layout, its picture and the scene."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ...rules.level import Level


class MapStop(NamedTuple):
    """kind: level, recap, plugin. state: done, open, locked."""

    kind: str
    chapter: int  # counted from 1; 0: of a plugin
    number: int  # in its chapter or on its trail, counted from 1; 0: a recap
    trail: str = ""  # the plugin whose trail it is on
    state: str = "locked"
    marks: tuple[bool, ...] = ()  # the three stars of a level, or which answers of a recap were right
    level: Level | None = None  # None: a recap, or a level that is only announced

    @property
    def name(self) -> tuple[int, str, int]:
        """What it can be found again by."""
        return self.chapter, self.trail, self.number
