"""A bet about what a stencil writes, played out: the picture becomes another, and the stencil slides over all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...view.draw.timeline import Timeline
from ...view.format.numbers import number

if TYPE_CHECKING:
    from ...learning.network import Vector
    from ...rules.session import Session

TURN, PLACE = 0.3, 0.04  # seconds: in which the picture becomes the other; that the stencil stands at a place
SHADES = 8  # steps in which it does


class SlideShow:
    """`session`: of the question's own level, whose picture and stencil are shown."""

    def __init__(self, number: int, session: Session) -> None:
        self.number, self.session = number, session
        self.map = tuple(session.run.predict(session.weights, self._pixels))
        self.time = Timeline(("turn", TURN), ("slide", PLACE * len(self.map)))

    @property
    def _pixels(self) -> Vector:
        return self.session.run.examples[0][0]

    def pixels(self, before: Vector) -> list[float]:
        """The picture on its way from another one."""
        part = round(SHADES * self.time.part("turn")) / SHADES
        return [a + (b - a) * part for a, b in zip(before, self._pixels)]

    @property
    def _done(self) -> float:
        """Places that the stencil has been at."""
        return self.time.part("slide") * len(self.map)

    @property
    def place(self) -> int:
        """Where the stencil is."""
        return min(len(self.map) - 1, int(self._done))

    @property
    def falling(self) -> float:
        """0..1 of the way of the number that was written last into the map."""
        return 1.0 if self.time.over else self._done - int(self._done)

    def values(self) -> tuple[float, ...]:
        """What stands in the map so far, place by place."""
        return self.map[: int(self._done + 1e-9)]


def sums_of(pixels: Vector, weights: Vector) -> str:
    """What a window adds and what it takes away: 3 − 3 + 0."""
    products = [pixel * weight for pixel, weight in zip(pixels, weights)]
    more, less = sum(p for p in products if p > 0), sum(p for p in products if p < 0)
    return f"{number(more, 0)} − {number(-less, 0)} + 0"

