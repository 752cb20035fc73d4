"""A picture of a level's own: what stands still in it, and what moves with a named number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite, log10
from typing import Annotated, Literal, NamedTuple

from .field_bounds import FINITE, Items, Letters

Colour = Callable[[str], str]  # of a theme: a name or #RRGGBB -> #RRGGBB
SUFFIXES = (".png", ".svg")
MoveKind = Literal["x", "y", "turn", "wide", "high", "size", "alpha", "line", "trim", "top", "foot", "number"]


@dataclass(frozen=True)
class Move:
    """A part of the picture follows a number: at of[k] it stands at to[k], straight between, held beyond both ends."""

    part: Annotated[str, Letters(80)]  # the `id` of a shape in the picture
    # x, y, line (the width of its stroke): px; turn: degrees; wide, high, size: factors; alpha: 0 to 1, how much of it
    # is seen; trim: the same, of a path's pieces, the first ones; top, foot: nothing of it is seen above, below that
    # height of the picture; number: it is written. Of several such moves places add up, and factors multiply
    what: MoveKind
    by: Annotated[str, Letters(80)]  # the name of a number, such as "prediction" or "miss 2"
    of: Annotated[Sequence[float], FINITE, Items(40)] = (0.0, 1.0)  # values of that number, each above the one before
    to: Annotated[Sequence[float], FINITE, Items(40)] = (0.0, 1.0)  # where the part stands at each of them
    log: bool = False  # between two values it goes by their logarithms; all of them must be above 0
    about: Annotated[Sequence[float], FINITE, Items(2)] = (0.0, 0.0)  # the point around which it turns and grows

    def value(self, number: float) -> float:
        """Where the part stands when the number is `number`."""
        of = self.of
        if self.log:
            number, of = log10(max(number, of[0])), [log10(each) for each in of]
        if not number > of[0]:  # not a number, too
            return self.to[0]
        for (low, start), (high, end) in pairwise(zip(of, self.to)):
            if number <= high:
                return start + (end - start) * (number - low) / (high - low)
        return self.to[-1]

    def faults(self) -> list[tuple[str, object, str]]:
        """(field, value, what is allowed)."""
        faults: list[tuple[str, object, str]] = []
        if len(self.of) != len(self.to) or not self.of:
            faults.append(("to", list(self.to), f"as many numbers as `of` has: {len(self.of)}"))
        if any(low >= high for low, high in pairwise(self.of)) or (self.log and min(self.of, default=1) <= 0):
            allowed = "numbers above 0, each above the one before" if self.log else "each number above the one before"
            faults.append(("of", list(self.of), allowed))
        if len(self.about) != 2 or not all(map(isfinite, self.about)):
            faults.append(("about", list(self.about), "two numbers: x and y"))
        return faults


class NamedShape(NamedTuple):
    """A shape that has a name: its outline as an SVG path, its colours by name or as #RRGGBB, "" for none.

    `element`: of which it was made. Of a "text", the place of a number, `outline` is x, y and the size of its letters.
    """

    name: str
    element: str
    outline: str
    fill: str = ""
    stroke: str = ""
    width: float = 1.0
    opacity: float = 1.0


class LandPicture(NamedTuple):
    """Of 1216 x 528 it fills the land. `png`: the file; or `svg` gives it in the colours of a theme.

    `mark`: another content has another one. `parts`: what may move; `svg` leaves out those that are named to
    it, and shows so much more around it.
    """

    name: str
    width: float
    height: float
    mark: int
    png: bytes = b""
    svg: Callable[[Colour, frozenset[str], tuple[float, float]], str] | None = None
    parts: tuple[NamedShape, ...] = ()


def is_own_picture(name: object) -> bool:
    """It names a file, not one of the game's pictures."""
    return isinstance(name, str) and name.lower().endswith(SUFFIXES)
