"""How wide words will be, before anything is drawn: the factor of the text size, and a canvas for widths only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from ..draw.canvas import Canvas
    from ..draw.theme import Look


class HasText(Protocol):
    """Settings that know the size of text."""

    @property
    def text(self) -> float: ...


class Appearance(Protocol):
    """What is asked of the game: how large everything is, and how it looks."""

    scale: float

    @property
    def settings(self) -> HasText: ...

    def look(self) -> Look: ...



SMALLEST_TEXT = 14.0  # physical pixels, as the canvas has it


def text_factor(game: Appearance) -> float:
    """How much larger than at 1280x720 and 100 % texts are in design pixels: `Canvas.type` without a canvas."""
    return max(SMALLEST_TEXT, 16 * game.scale) * game.settings.text / (16 * game.scale)


def measure(game: Appearance, width: float, height: float) -> Canvas:
    """A canvas on which only widths are asked for."""
    from pygame import Surface

    from ..draw.canvas import Canvas

    whole = (round(width * game.scale), round(height * game.scale))
    return Canvas(Surface((1, 1)), game.look(), (0, 0), whole)
