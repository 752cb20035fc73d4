"""A picture that was read: what it is, what it was read as, and how it looks, small, in a row of those that were tried.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

SMALL = 4.0  # a pixel of a tried picture


class ReadPicture(NamedTuple):
    """A picture (pixels 0 ... 1, row by row), what it is and what it was read as."""

    pixels: tuple[float, ...]
    label: int
    read: int

    @property
    def right(self) -> bool:
        return self.label == self.read


def draw_tried(canvas: Canvas, x: float, y: float, pixels: Sequence[float], edge: str) -> None:
    """A picture of 8x8 pixels, 36 wide with its frame."""
    canvas.rect(x - 2, y - 2, 36, 36, "well", 5)
    for index, pixel in enumerate(pixels):
        if pixel > 0.1:
            row, column = divmod(index, 8)
            canvas.rect(x + column * SMALL, y + row * SMALL, SMALL, SMALL, canvas.mix("well", "input", pixel))
    canvas.rect(x - 2, y - 2, 36, 36, None, 5, edge, 2)
