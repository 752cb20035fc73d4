"""What a field allows beyond its kind, written at the field: `alpha: Annotated[Alpha, Bound(0, "a number above 0")]`.

schema/ holds every level to it, and reads, explains and lists it from there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import inf, isfinite
from typing import Any, NamedTuple

NONE = "(?!)"  # a pattern of no text


class Bound(NamedTuple):
    """The least and the largest of a number, or of each of several.

    `above`: it is more than `low`; `endless`: it may be infinite.
    """

    low: float = -inf
    allowed: str = "finite numbers"
    above: bool = False
    endless: bool = False
    high: float = inf

    def holds(self, value: Any) -> bool:
        """None has no least."""
        if isinstance(value, (list, tuple)):
            return all(map(self.holds, value))
        if not isinstance(value, (int, float)):
            return True
        low = value > self.low if self.above else value >= self.low
        return low and value <= self.high and (self.endless or isfinite(value))


class Letters(NamedTuple):
    """The most letters of a text."""

    most: int

    @property
    def allowed(self) -> str:
        return f"at most {self.most} letters"

    def holds(self, value: str) -> bool:
        """A text is not too long."""
        return len(value) <= self.most


class Items(NamedTuple):
    """The most things of a list. `in_files`: only where the level is a file."""

    most: int
    in_files: bool = False


class KnownWords(NamedTuple):
    """The words of a text that may be numbered, or a file's name: `pattern`; `shown` are some of these.

    `idle`: a text that is none of them is no fault: it does nothing, and a check names it.
    """

    known: Sequence[Any]
    pattern: str = NONE
    shown: Sequence[str] = ()
    idle: bool = False

    def holds(self, value: Any) -> bool:
        """Functions may stand where a word may."""
        return not isinstance(value, str) or value in self.known or re.fullmatch(self.pattern, value) is not None


class NoneWord(NamedTuple):
    """What stands for None in a file, where there is no such word: "by hand"."""

    none: Any


class Read(NamedTuple):
    """What a field of any kind is in a file: the key of a form in schema/schema.py."""

    form: str


IN_PYTHON = "only in Python"  # a field that no file has
IDLE = "idle"  # of a table: what is in it is no fault, as of KnownWords
LOOKS = Bound(0, "a number above 0, math.inf, or None", above=True, endless=True)
INDEX = Bound(0, "a whole number, 0 or above")
COUNT = Bound(1, "a whole number, 1 or above")
POSITIVE = Bound(0, "a finite number above 0", above=True)
NOT_NEGATIVE = Bound(0, "a finite number, 0 or above")
FINITE = Bound()
