"""How wide words will be, before anything is drawn: the factor of the text size, and a canvas for widths only."""

from __future__ import annotations

from typing import Protocol

from pygame import Surface

from ..draw.canvas import Canvas
from ..draw.theme import Look
from ..draw.tokens import text_factor_of


class Appearance(Protocol):
    """What is asked of the game: how it looks."""

    def look(self) -> Look: ...


def text_factor(game: Appearance) -> float:
    """`Canvas.type` without a canvas."""
    look = game.look()
    return text_factor_of(look.scale, look.text)


def measure(game: Appearance, width: float, height: float) -> Canvas:
    """A canvas that draws nothing and only measures text widths."""
    look = game.look()
    return Canvas(Surface((1, 1)), look, (0, 0), (round(width * look.scale), round(height * look.scale)))
