"""A canvas that only writes: it notes each text with its place, and what is laid over it; nothing is drawn.

So a whole screen costs some milliseconds, and what a reader sees of each word is known: how much of it is cut off by
the layer that it is written on, how much is covered by a sheet that is laid over it later, and if it was shortened.
"""

import math
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, ClassVar, Self
from unittest.mock import patch

import pygame
from pygame import Rect, Surface

from downslope.view.draw import BODY, Canvas, Look, Shortened, TextStyle, advance, file_of, font
from downslope.view.draw.text import FINE, ascent, fine_size, pieces

SHIFT = {"start": 0.0, "middle": 0.5, "end": 1.0}
FAINT = 0.05  # what is fainter cannot be seen
DIM = 0.4  # a sheet over the whole window that is less opaque dims nothing, but under a card: "scrim", whatever it dims
SOLID = 0.85  # a sheet that is less opaque lets words through


@dataclass
class Text:
    """A line of words as it was written. All rectangles are physical pixels of the window.

    ink     where its letters lie;  layer: the surface it is written on;  clip: what is seen of that (None: all)
    covers  sheets that were laid over it later and hide a part of it
    short   it ends with dots because there was no room
    px      the size of its letters; spot: from where it is written, which way, its x and its line; family: its font's
    """

    string: str
    ink: Rect
    layer: Rect
    clip: Rect | None
    short: bool
    covers: list[Rect] = field(default_factory=list)
    px: float = 16.0
    spot: tuple[str, int, int] = ("start", 0, 0)
    family: str = "ui"
    writer: str = ""  # the widget that it is on, by its name

    @property
    def seen(self) -> Rect:
        shown = self.ink.clip(self.layer)
        return shown if self.clip is None else shown.clip(self.clip)


@dataclass
class Page:
    """All that was written on a window, in order."""

    texts: list[Text] = field(default_factory=list)
    size: tuple[int, int] = (0, 0)  # of the window, in pixels
    writer: str = ""  # the widget that is drawn now, by its name
    current: ClassVar["Page"]  # what a canvas writes on that somebody else made

    def lay(self, sheet: Rect) -> None:
        """An opaque sheet: what lies wholly under it is gone, what is under its edge is covered in part."""
        kept = []
        for text in self.texts:
            if not sheet.colliderect(text.ink):
                kept.append(text)
            elif not sheet.contains(text.seen):
                text.covers.append(sheet)
                kept.append(text)
        self.texts = kept


Page.current = Page()


class Paper(Canvas):
    """A canvas on a page. `page`, `clipped`: shared by all canvases of one window."""

    def __init__(self, surface: Any, look: Look, origin: tuple[int, int] = (0, 0),
                 whole: tuple[int, int] | None = None, page: Page | None = None,
                 clipped: Rect | None = None) -> None:  # fmt: skip
        super().__init__(surface, look, origin, whole)
        aside = page is None and origin == (0, 0) and surface.get_size() != Page.current.size  # turned, or made smaller
        self.page = Page() if aside else page or Page.current
        self.clipped = clipped

    # -- words -------------------------------------------------------------------------------------------------------

    def text(self, x: float, y: float, string: str, style: TextStyle = BODY, colour: str = "text",
             anchor: str = "start") -> float:  # fmt: skip
        if not string:
            return 0.0
        size, weight, family = style
        self.rgb(colour)
        fine = fine_size(size, self.s, self.type)
        across = advance(string, family, weight, fine)
        if string.strip():
            left = round(x * self.s - self.ox - across * SHIFT[anchor]) + self.ox
            top = round(y * self.s - self.oy) - ascent(file_of(family, weight), fine) + self.oy
            layer = self.surface.get_rect().move(self.ox, self.oy)
            short = isinstance(string, Shortened)
            spot = (anchor, round(x * self.s), round(y * self.s))
            ink = letters(string, family, weight, fine).move(left, top)
            self.page.texts.append(Text(string, ink, layer, self.clipped, short, px=fine / FINE, spot=spot,
                                        family=family, writer=self.page.writer))  # fmt: skip
        return across / self.s

    def words_at(self) -> list[tuple[float, float, float, float]]:
        inks = [text.seen for text in self.page.texts]
        return [(ink.x / self.s, ink.y / self.s, ink.w / self.s, ink.h / self.s) for ink in inks]

    def alive(self, draw: Callable[[], None]) -> None:
        """What is drawn again by itself writes no words: nothing would lay out what stands around them."""
        written = len(self.page.texts)
        super().alive(draw)
        assert len(self.page.texts) <= written, f"what lives writes {self.page.texts[-1].string}"

    # -- sheets ------------------------------------------------------------------------------------------------------

    def rect(self, x: float, y: float, w: float, h: float, fill: str | None = None, *more: Any, **named: Any) -> None:
        alpha = named.get("alpha", 1)
        if fill is None:
            return
        box = self.box(x, y, w, h)
        whole = box.contains(Rect(0, 0, *self.whole)) and (alpha > DIM or fill == "scrim")  # a card comes above
        if whole:
            self.page.texts.clear()
        elif alpha >= SOLID:
            self.page.lay(box.move(self.ox, self.oy).clip(self._shown()))

    def _shown(self) -> Rect:
        layer = self.surface.get_rect().move(self.ox, self.oy)
        return layer if self.clipped is None else layer.clip(self.clipped)

    @contextmanager
    def clip(self, x: float, y: float, w: float, h: float, r: float = 0) -> Iterator[None]:
        before, box = self.clipped, self.box(x, y, w, h).move(self.ox, self.oy)
        self.clipped = box if before is None else box.clip(before)
        try:
            yield
        finally:
            self.clipped = before

    def keep(self, key: Hashable, x: float, y: float, w: float, h: float, draw: Callable[[Canvas], object],
               alpha: float = 1, opaque: bool = False) -> None:  # fmt: skip
        left, top = math.floor(x * self.s - self.ox + 1e-6), math.floor(y * self.s - self.oy + 1e-6)
        right, bottom = math.ceil((x + w) * self.s - self.ox - 1e-6), math.ceil((y + h) * self.s - self.oy - 1e-6)
        size = (max(1, right - left), max(1, bottom - top))
        if alpha > FAINT:
            origin = (self.ox + left, self.oy + top)
            layer = Paper(sheet(*size), self.look, origin, self.whole, self.page, self.clipped)
            layer.tipped, layer.tips = self.tipped, self.tips
            draw(layer)

    # -- all that is no text -----------------------------------------------------------------------------------------

    def nothing(self, *_things: Any, **_named: Any) -> None:
        """Not drawn."""

    put = blit = stamp = band = direct = nothing
    circle = ellipse = gradient = glow = shadow = blurred_disc = nothing
    line = polyline = polygon = path = nothing
    icon = star = flag = pip = ghost = arrow = glyph = nothing


@lru_cache(8192)
def letters(string: str, family: str, weight: int, fine: int) -> Rect:
    """Where the letters of a line lie, from the left top corner of its sprite."""
    scale = 4
    base = ascent(file_of(family, weight), fine)
    found: Rect | None = None
    left = 0.0
    for file, part in pieces(string, family, weight):
        face = font(file, max(1, fine))
        drawn = face.render(part, False, (255, 255, 255)).get_bounding_rect()
        box = Rect(
            math.floor((left + drawn.x) / scale),
            math.floor(base + (drawn.y - face.get_ascent()) / scale),
            math.ceil(drawn.w / scale),
            math.ceil(drawn.h / scale),
        )
        found = box if found is None else found.union(box)
        left += face.size(part)[0]
    return found or Rect(0, 0, 0, 0)


class Sheet(Surface):
    """A surface that is only asked for its size: nothing comes upon it, whoever draws on it."""

    def blit(self, *_things: Any, **_named: Any) -> Rect:
        return Rect(0, 0, 0, 0)

    def fill(self, *_things: Any, **_named: Any) -> Rect:
        return Rect(0, 0, 0, 0)

    def premul_alpha(self) -> Self:
        return self


@lru_cache(256)
def sheet(width: int, height: int) -> Sheet:
    """Of one byte a pixel: that costs least."""
    return Sheet((width, height), 0, 8)


def written(draw: Callable[[Canvas], None], size: tuple[int, int], look: Look) -> list[Text]:
    """All texts that are to be seen on a window of this size."""
    page = Page.current = Page(size=size)
    with patch.object(pygame.image, "load_sized_svg", lambda _file, size: sheet(*size)):
        draw(Paper(sheet(*size), look, page=page))
    return page.texts
