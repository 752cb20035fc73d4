"""How wide words will be, before anything is drawn: the factor of the text size, and a canvas for widths only."""

from __future__ import annotations

from typing import Protocol

from pygame import Surface

from ..draw.canvas import Canvas
from ..draw.theme import Look
from ..draw.tokens import text_factor_of


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


def text_factor(game: Appearance) -> float:
    """`Canvas.type` without a canvas."""
    return text_factor_of(game.scale, game.settings.text)


def measure(game: Appearance, width: float, height: float) -> Canvas:
    """A canvas that draws nothing and only measures text widths."""
    whole = (round(width * game.scale), round(height * game.scale))
    return Canvas(Surface((1, 1)), game.look(), (0, 0), whole)
