"""A canvas that keeps the words that were written on it, and where."""

from __future__ import annotations

from typing import Any

from downslope.view.draw.canvas import Canvas

PART = {"start": 0.0, "middle": 0.5, "end": 1.0}


class WordCanvas(Canvas):
    """`places`: (word, left, right) of each."""

    def __init__(self, *what: Any) -> None:
        super().__init__(*what)
        self.places: list[tuple[str, float, float]] = []

    @property
    def words(self) -> list[str]:
        return [word for word, _left, _right in self.places]

    def text(self, x: float, y: float, string: str, *rest: Any, **more: Any) -> float:
        wide = super().text(x, y, string, *rest, **more)
        anchor = more.get("anchor", rest[2] if len(rest) > 2 else "start")
        left = x - wide * PART[anchor]
        if string:
            self.places.append((string, left, left + wide))
        return wide
