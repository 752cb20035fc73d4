"""How well each text of a screen stands out from what is behind its letters, measured from the pixels.

A screen is drawn three times: as it is, without its words, and with words of other colours. What a letter is seen
against is then known pixel by pixel, whatever was drawn there and on how many layers; and where it is seen at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import pygame
from pygame import Rect, Surface

from downslope.view.draw import surface_cache
from downslope.view.draw.canvas import Canvas
from downslope.view.draw.fonts import FINE, advance, ascent, file_of, word
from downslope.view.draw.text import Words
from downslope.view.draw.theme import Look
from downslope.view.draw.tokens import BODY, TextStyle

MOST = 0.75  # a pixel of a letter counts that is covered so much as any of them is
SAME = 12  # a channel differs by no more, whatever a letter's colour: nothing of it is to be seen there
UNCOVERED = 0.8  # the part of a text that is to be seen, at least
WORST = 0.25  # a text stands out as well as it does in the worst quarter of its pixels
SHIFT = {"start": 0.0, "middle": 0.5, "end": 1.0}


class Written(NamedTuple):
    """A text as it was drawn: `px`, its size in pixels of the window; `ratio`, how it stands out (1 ... 21)."""

    string: str
    px: float
    ratio: float
    place: Rect


class _Word(NamedTuple):
    string: str
    px: float
    sprite: Surface
    left: int
    top: int


def measured(draw: Callable[[Canvas], None], size: tuple[int, int], look: Look) -> list[Written]:
    """All texts of a screen that are to be seen."""
    words: list[_Word] = []
    with _caught(words, "as it is"):
        whole = _picture(draw, size, look)
    with _caught([], "not"):
        bare = _picture(draw, size, look)
    with _caught([], "in another colour"):
        other = _picture(draw, size, look)
    return [found for each in words if (found := _seen(each, whole, bare, other)) is not None]


def _picture(draw: Callable[[Canvas], None], size: tuple[int, int], look: Look) -> Surface:
    surface_cache.LAYERS.clear()  # a kept layer would write nothing
    surface = Surface(size)
    draw(Canvas(surface, look))
    surface_cache.LAYERS.clear()
    return surface


@contextmanager
def _caught(words: list[_Word], drawn: str) -> Iterator[None]:
    """Inside, each text is noted, and drawn so."""
    text, rect = Words.text, Canvas.rect

    def caught(self: Any, x: float, y: float, string: str, style: TextStyle = BODY, colour: str = "text",
               anchor: str = "start", alpha: float = 1) -> float:  # fmt: skip
        size, weight, family = style
        if string.strip() and self.surface.get_width() > 1 and alpha > 0.05:  # else only measured
            fine = max(FINE, round(size * self.s * self.type * FINE))
            left = round(x * self.s - self.ox - advance(string, family, weight, fine) * SHIFT[anchor]) + self.ox
            top = round(y * self.s - self.oy) - ascent(file_of(family, weight), fine) + self.oy
            sprite = word(string, family, weight, fine, (255, 255, 255), 1.0)
            words.append(_Word(string, fine / FINE, sprite, left, top))
        if drawn == "in another colour":
            colour = "#000000" if luminance(self.rgb(colour)) > 0.18 else "#FFFFFF"
        return text(self, x, y, string, style, colour, anchor, alpha if drawn != "not" else 0.0)

    def sheet(self: Any, x: float, y: float, w: float, h: float, fill: str | None = None, *more: Any,
              **named: Any) -> None:  # fmt: skip
        if fill is not None and self.box(x, y, w, h).contains(Rect(0, 0, *self.whole)):
            words.clear()  # dimmed: a card comes above all that
        rect(self, x, y, w, h, fill, *more, **named)

    Words.text, Canvas.rect = caught, sheet  # type: ignore[method-assign]
    try:
        yield
    finally:
        Words.text, Canvas.rect = text, rect  # type: ignore[method-assign]


def _seen(each: _Word, whole: Surface, bare: Surface, other: Surface) -> Written | None:
    """How it stands out where it is not covered; None: something lies above it, which is another detector's affair."""
    place = each.sprite.get_rect().move(each.left, each.top)
    shown = place.clip(whole.get_rect())
    pixels = [(x, y) for y in range(shown.top, shown.bottom) for x in range(shown.left, shown.right)]
    covered = {(x, y): each.sprite.get_at((x - place.x, y - place.y))[3] for x, y in pixels}
    least = max(MOST * max(covered.values(), default=0), 32)
    spots = [spot for spot, cover in covered.items() if cover >= least]
    ratios = []
    for spot in spots:
        front, behind, changed = whole.get_at(spot), bare.get_at(spot), other.get_at(spot)
        if max(abs(front[k] - changed[k]) for k in range(3)) > SAME:  # else something lies above it
            ratios.append(contrast(_colour(front, behind, covered[spot]), tuple(behind)[:3]))
    if not spots or len(ratios) < UNCOVERED * len(spots):
        return None
    ratios.sort()
    return Written(each.string, each.px, ratios[int(WORST * len(ratios))], shown)


def _colour(front: pygame.Color, behind: pygame.Color, cover: int) -> tuple[int, ...]:
    """What a letter is written with that covers a pixel in part."""
    return tuple(max(0, min(255, round(behind[k] + (front[k] - behind[k]) * 255 / cover))) for k in range(3))


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """The ratio of two colours' luminances, as WCAG has it: 1 (the same) ... 21 (black and white)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: tuple[int, ...]) -> float:
    parts = [part / 255 for part in colour]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
