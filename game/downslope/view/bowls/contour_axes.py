"""The names of two weights along the edges of a map, each with the way in which it grows."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pygame

from ..draw.tokens import STRONG
from ..widgets.widget import Rect

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

ARROW = 80.0  # what the arrow beside a name needs


def draw_axes(canvas: Canvas, rect: Rect, names: tuple[str, str]) -> None:
    """The first at the lower edge, the second at the left, turned on its side."""
    x, y, w, h = rect
    across, up = names
    high = 8 + 20 * canvas.type
    wide = canvas.width(across, STRONG) + ARROW
    left, top = x + w / 2 - wide / 2, y + h - high - 8

    def draw(sub: Canvas) -> None:
        sub.rect(left, top, wide, high, "panel", 9, alpha=0.92)
        sub.mid_text(left + 12, top + high / 2, across, STRONG, "weight")
        sub.arrow(left + wide - 58, top + high / 2, left + wide - 12, top + high / 2, "weight", 3, 9)

    canvas.keep(("axis across", across, rect), left - 1, top - 1, wide + 2, high + 2, draw)
    _draw_upright(canvas, (x + 8, y, high, h), up)


def _draw_upright(canvas: Canvas, rect: Rect, name: str) -> None:
    x, y, w, h = rect
    word = canvas.width(name, STRONG)
    long = word + ARROW
    top = y + h / 2 - long / 2

    def draw(sub: Canvas) -> None:
        sub.rect(x, top, w, long, "panel", 9, alpha=0.92)
        sub.arrow(x + w / 2, top + 58, x + w / 2, top + 12, "weight", 3, 9)
        flat = pygame.Surface((math.ceil((word + 8) * sub.s), math.ceil(w * sub.s)), pygame.SRCALPHA)
        part = type(canvas)(flat, canvas.look, (0, 0), canvas.whole)
        part.mid_text(4, w / 2, name, STRONG, "weight")
        sub.blit(pygame.transform.rotate(flat, 90), x, top + long - 10 - word)

    canvas.keep(("axis up", name, rect), x - 1, top - 1, w + 2, long + 2, draw)
