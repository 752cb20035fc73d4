"""What is drawn comes onto the window: only where it has changed, a new screen little by little over the old one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pygame

from ..view.draw.display_list import Screen
from ..view.draw.tween import Tween

if TYPE_CHECKING:
    from pygame import Rect, Surface

    from ..view.draw.canvas import Canvas
    from ..view.draw.theme import Look


FADE = 0.18  # seconds from one screen to the next
DRAWN = (320, 180)  # physical pixels: no picture is made smaller than that, however small the window is


class Compositor:
    """`window`: the system's. `screen`: what is drawn on, of the same size or larger."""

    def __init__(self, window: Surface) -> None:
        self.window = window
        self.screen = Screen((1, 1))  # until `fit`
        self._canvas: Canvas | None = None
        self._fade: Tween | None = None  # how much of the new screen is to be seen, while it comes over the one before

    def fit(self) -> float:
        """The window has another size: everything is drawn for it, and cut off where it is tiny. Its scale."""
        self.window = pygame.display.get_surface() or self.window
        width, height = (max(minimum, size) for minimum, size in zip(DRAWN, self.window.get_size()))
        self.screen = Screen((width, height))
        self._canvas = self._fade = None
        return min(width / 1280, height / 720)

    def canvas(self, look: Look) -> Canvas:
        """One canvas for each look of the window."""
        if self._canvas is None or self._canvas.look != look:
            from ..view.draw.canvas import Canvas

            self._canvas = Canvas(self.screen, look)
        return self._canvas

    # -- from one screen to the next ---------------------------------------------------------------------------------

    def begin_fade(self, still: bool) -> None:
        """Another screen comes from now on."""
        self._fade = Tween(FADE)
        self._fade.go(1.0)
        self._fade.update(0.0, still)

    def restore(self) -> None:
        """The system may have lost what was on the window: all of it is put there with the next picture."""
        self._fade = self._fade or Tween(FADE, 1.0)

    @property
    def waits(self) -> bool:
        """Something of it is still to be put on the window."""
        return self._fade is not None

    @property
    def fading(self) -> bool:
        """Of the screen before something is still to be seen."""
        return self._fade is not None and not self._fade.done

    def put(self, places: Sequence[Rect], seconds: float, still: bool) -> None:
        """Put what was drawn on the window; `places`: where it has changed."""
        picture, fade = self.screen.picture, self._fade
        if fade is None:
            for place in places:
                self.window.blit(picture, place, place)
            return
        before = fade.value
        fade.update(seconds, still)
        if fade.done:
            self.window.blit(picture, (0, 0))
            self._fade = None
        elif before > 0 or _area(places) <= _area([picture.get_rect()]) / 2:  # else drawing it was enough for one frame
            picture.set_alpha(min(254, round(255 * (fade.value - before) / (1 - before))))  # 255 is ten times as slow
            self.window.blit(picture, (0, 0))
            picture.set_alpha(None)


def _area(places: Sequence[Rect]) -> int:
    return sum(place.w * place.h for place in places)
