"""A canvas that only writes: it notes each text with its place, and what is laid over it; nothing is drawn.

So a whole screen costs some milliseconds, and what a reader sees of each word is known: how much of it is cut off by
the layer that it is written on, how much is covered by a sheet that is laid over it later, and if it was shortened.
A screen is opened once in English and once in a longer language; then its window is given one look after the other.
"""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any, ClassVar, NamedTuple
from unittest.mock import patch

import pygame
from pygame import Rect

from downslope.scenes.base.scene import Scene
from downslope.scenes.play.play import PlayScene
from downslope.view.draw import BODY, Canvas, Look, Shortened, TextStyle, file_of, scale_of
from downslope.view.draw.text import FINE, ascent, fine_size, word
from downslope.view.widgets.widget import Rect as Place, Widget
from pictures import drawing
from pictures.listing import KINDS, ListCanvas, sheet
from pictures.plans import View

DIM = 0.4  # a sheet over the whole window that is less opaque dims nothing, but under a card: "scrim", whatever it dims
SOLID = 0.85  # a sheet that is less opaque lets words through
INK = 96  # of 255: a pixel that is covered so much belongs to a letter
WHITE = (255, 255, 255)


def within(clip: Rect | None, box: Rect) -> Rect:
    """What is seen of a box there; None: there is no clip."""
    return box if clip is None else box.clip(clip)


@dataclass
class Text:
    """A line of words as it was written. All rectangles are physical pixels of the window.

    ink     where its letters lie;  layer: the surface it is written on;  clip: what is seen of that (None: all)
    short   it ends with dots because there was no room;  covers: sheets that were laid over it later and hide a part
    px      the size of its letters; base: the line that it stands on
    face    what it is set in; at: left top corner of its sprite
    """

    string: str
    ink: Rect
    layer: Rect
    clip: Rect | None
    short: bool
    px: float = 16.0
    base: int = 0
    face: TextStyle = BODY
    at: tuple[int, int] = (0, 0)
    covers: list[Rect] = field(default_factory=list)

    @property
    def seen(self) -> Rect:
        return within(self.clip, self.ink.clip(self.layer))


@dataclass
class Page:
    """All that was written on a window, in order."""

    texts: list[Text] = field(default_factory=list)
    size: tuple[int, int] = (0, 0)  # of the window, in pixels
    shortened: bool = False  # something on it, also where it was covered since
    current: ClassVar["Page"]  # what a canvas writes on that somebody else made


Page.current = Page()


class Paper(ListCanvas):
    """A canvas on a page."""

    def __init__(self, surface: Any, look: Look, origin: tuple[int, int] = (0, 0),
                 whole: tuple[int, int] | None = None, page: Page | None = None) -> None:  # fmt: skip
        super().__init__(surface, look, origin, whole)
        aside = page is None and origin == (0, 0) and surface.get_size() != Page.current.size  # turned, or made smaller
        self.page = Page() if aside else page or Page.current

    @property
    def shown(self) -> Rect:
        return self.surface.get_rect().move(self.ox, self.oy)

    def wrote(self, string: str, x: float, y: float, wide: float, style: TextStyle, colour: str, side: str) -> None:
        fine = fine_size(style.size, self.s, self.type)
        base = round(y * self.s - self.oy) + self.oy
        at = round(x * self.s - self.ox) + self.ox, base - ascent(file_of(style.family, style.weight), fine)
        ink = letters(string, style.family, style.weight, fine).move(at)
        short = isinstance(string, Shortened)
        self.page.texts.append(Text(string, ink, self.shown, self.clipped, short, fine / FINE, base, style, at))
        self.page.shortened = self.page.shortened or short

    def words_at(self) -> list[tuple[float, float, float, float]]:
        inks = [text.seen for text in self.page.texts]
        return [(ink.x / self.s, ink.y / self.s, ink.w / self.s, ink.h / self.s) for ink in inks]

    def alive(self, draw: Callable[[], None]) -> None:
        """What is drawn again by itself writes no words: nothing would lay out what stands around them."""
        written = len(self.page.texts)
        super().alive(draw)
        assert len(self.page.texts) <= written, f"what lives writes {self.page.texts[-1].string}"

    def rect(self, x: float, y: float, w: float, h: float, fill: str | None = None, *more: Any, **named: Any) -> None:
        """What lies wholly under an opaque sheet is gone, what is under its edge is covered in part."""
        alpha, box = named.get("alpha", 1), self.box(x, y, w, h)
        if fill and box.contains(Rect(0, 0, *self.whole)) and (alpha > DIM or fill == "scrim"):  # a card comes above
            self.page.texts.clear()
        elif fill and alpha >= SOLID:
            over = within(self.clipped, box.move(self.ox, self.oy).clip(self.shown))
            self.page.texts = [text for text in self.page.texts
                               if not over.colliderect(text.ink) or not over.contains(text.seen)]  # fmt: skip
            for text in self.page.texts:
                if over.colliderect(text.ink):
                    text.covers.append(over)

    def nothing(self, *_things: Any, **_named: Any) -> None:
        """Not drawn."""

    stroke = put = blit = stamp = band = direct = nothing
    mix, readable = Canvas.mix, Canvas.readable


for name in {*KINDS} - {"rect"}:
    setattr(Paper, name, Paper.nothing)


@lru_cache(16384)
def letters(string: str, family: str, weight: int, fine: int) -> Rect:
    """Where the letters of a line lie, from the left top corner of its sprite."""
    return word(string, family, weight, fine, WHITE).get_bounding_rect(INK)


def written(draw: Callable[[Canvas], object], size: tuple[int, int], look: Look) -> list[Text]:
    """All texts that are to be seen on a window of this size."""
    page = Page.current = Page(size=size)
    with patch.object(pygame.image, "load_sized_svg", lambda _file, size: sheet(*size)):
        draw(Paper(sheet(*size), look, page=page))
    return page.texts


# -- a screen at a look ------------------------------------------------------------------------------------------------


SIZES = [(960, 540), (1280, 720), (1920, 1080)]


def look_of(size: tuple[int, int], text: float, longer: bool = False) -> View:
    return View(f"{size[0]}x{size[1]} {text:.0%}" + " longer" * longer, size=size, text=text, longer=longer)


LOOKS = [look_of(size, text, longer) for longer in (False, True) for size in SIZES for text in (1.0, 1.5)]
USUAL, SMALLEST = LOOKS[2], look_of((800, 360), 1.0)
LARGE, LARGE_LONGER = LOOKS[1], LOOKS[7]  # 960x540 at 150 %: the hardest of either language
HARDEST = [LOOKS[0], LOOKS[3], LARGE_LONGER]
FRAMED = [LARGE, USUAL, LOOKS[3], look_of((2560, 1440), 1.0)]


class Seen(NamedTuple):
    """A screen at a look: all that it writes, its widgets, which of them shorten their words, where its notes stand."""

    scene: Scene  # as it is until the next look
    look: View
    texts: list[Text]
    widgets: list[Widget]  # as they are now: the next look may move them
    labels: list[str]  # the shortened ones of widgets, each with its widget's name
    notes: list[Rect]
    sheets: list[Rect]  # what was opened over the screen: task, hints, stars; it is folded by a press

    def box(self, rect: Place) -> Rect:
        return box(rect, self.look)


def box(rect: Place, look: View) -> Rect:
    """Design pixels as physical ones."""
    return Rect(*(round(part * scale_of(*look.size)) for part in rect))


def laid_out(scene: Scene, look: View) -> None:
    """In a window of this size, with text of this size."""
    drawing.goes_on(scene, drawing.canvas_for(scene.game, look), 3)


def look_at(scene: Scene, look: View) -> Seen:
    game = scene.game
    with drawing.settled():
        laid_out(scene, look)
        texts = written(scene.draw, look.size, game.look())
        labels = list[str]()
        away = [child for area in scene.areas.values() for child in area.children if not area.sees(child.rect)]
        asked = () if look.longer else scene.widgets if Page.current.shortened else away  # these were not drawn
        for widget in [each for each in asked if each.visible]:
            alone = written(partial(widget.draw, state=scene.state(widget)), look.size, game.look())
            labels += [f"{widget.name}: {text.string}" for text in alone if text.short]
    notes = [box(rect, look) for rect in game.toasts.rects()]
    sheets = [box(scene.topbar.counter.card, look)] if isinstance(scene, PlayScene) else []
    return Seen(scene, look, texts, list(map(copy, scene.widgets)), labels, notes, sheets)
