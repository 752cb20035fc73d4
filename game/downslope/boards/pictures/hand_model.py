"""What a player has drawn and said, and what the net took it for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...rules.target import largest
from .digits_model import shares

if TYPE_CHECKING:
    from ...attempt.attempt import Attempt
    from ...learning.network import Vector


class Drawing(NamedTuple):
    """`share`: of the votes, for what it is read as."""

    pixels: Vector
    digit: int
    read: int
    share: float

    @property
    def right(self) -> bool:
        return self.read == self.digit


class Drawings:
    """All that was shown, read by the net as it is."""

    def __init__(self, attempt: Attempt) -> None:
        self.attempt = attempt
        self._kept: tuple[object, tuple[Drawing, ...]] = (None, ())

    def all(self) -> tuple[Drawing, ...]:
        """In the order in which they were drawn."""
        session = self.attempt.shown
        key = (session.serial, len(session.shown))
        if self._kept[0] != key:
            found = []
            for pixels, goal in session.shown:
                votes = shares(session, session.run.predict(session.weights, pixels))
                found.append(Drawing(tuple(pixels), largest(goal), largest(votes), votes[largest(votes)]))
            self._kept = (key, tuple(found))
        return self._kept[1]

    def firsts(self) -> dict[int, Drawing]:
        """The first drawing of each digit."""
        found: dict[int, Drawing] = {}
        for drawing in self.all():
            found.setdefault(drawing.digit, drawing)
        return found
