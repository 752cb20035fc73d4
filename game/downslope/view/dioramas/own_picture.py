"""A picture of a plugin's own, over sky and hills, where the shipped scenes stand."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING

import pygame

from .diorama import Diorama, Land

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

WIDE, HIGH = 1216.0, 528.0  # the land for which such pictures are drawn
Svg = Callable[[Callable[[str], str]], str]


class PictureDiorama(Diorama):
    """It stands still, in the middle, its foot at the foot of the land. Pip walks to a flag before its right end.

    `picture` names the content; `svg` gives it in a theme's colours, `png` is the file where there is none.
    """

    def __init__(self, picture: str, size: tuple[float, float], png: bytes, svg: Svg | None) -> None:
        self.picture, self.size, self.png, self.svg = picture, size, png, svg

    def still(self, canvas: Canvas, land: Land) -> None:
        left, top, wide, high = land.sky
        unit = min(wide / WIDE, high / HIGH)
        across, up = self.size[0] * unit, self.size[1] * unit
        drawn = self._drawn(canvas, (max(1, round(across * canvas.s)), max(1, round(up * canvas.s))))
        if drawn is not None:
            canvas.blit(drawn, left + (wide - across) / 2, top + high - up)

    def _drawn(self, canvas: Canvas, size: tuple[int, int]) -> pygame.Surface | None:
        """In physical pixels, premultiplied. None: this machine cannot draw it."""
        try:
            if self.svg is not None:
                text = self.svg(canvas.theme.colour)
                return pygame.image.load_sized_svg(BytesIO(text.encode()), size).premul_alpha()
            loaded = pygame.image.load(BytesIO(self.png), ".png")
            whole = pygame.Surface(loaded.get_size(), pygame.SRCALPHA, 32)
            whole.blit(loaded, (0, 0))
            return pygame.transform.smoothscale(whole, size).premul_alpha()
        except (pygame.error, ValueError, MemoryError):
            return None
