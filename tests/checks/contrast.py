"""How well each text of a screen stands out from what is behind its letters, measured from the pixels.

A screen is drawn as it is, without its words, and, where one of them does not stand out, with words of other colours.
What a letter is seen against is then known pixel by pixel, whatever was drawn there and on how many layers; and where
it is seen at all.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple
from unittest.mock import patch

import numpy as np
from pygame import Rect, Surface, surfarray

from downslope.boards.by_hand.metric_board import MetricChoice
from downslope.scenes.base.panel_screen import PanelScreen
from downslope.scenes.base.scene import Scene
from downslope.scenes.play.top_bar import Counter
from downslope.scenes.workshop.save_card import TextField
from downslope.view.draw import BODY, Canvas, Look, TextStyle, advance, file_of
from downslope.view.draw.surface_cache import LAYERS
from downslope.view.draw.text import FINE, Words, ascent, fine_size, word
from downslope.view.widgets.button import Button, Segmented, Toggle
from downslope.view.widgets.number_input import NumberField, Slider
from downslope.view.widgets.panel import FADE, ScrollPanel
from pictures import drawing

MOST = 0.75  # a pixel of a letter counts that is covered so much as any of them is
SAME = 12  # a channel differs by no more, whatever a letter's colour: nothing of it is to be seen there
UNCOVERED = 0.8  # the part of a text that is to be seen, at least
WORST = 0.25  # a text stands out as well as it does in the worst quarter of its pixels
LAST = 0.8  # so much of a row that fades is covered at its lowest
SHIFT = {"start": 0.0, "middle": 0.5, "end": 1.0}
ENOUGH, LARGE, LARGE_FROM = 4.5, 3.0, 24.0  # WCAG 2.2, 1.4.3: for words of ordinary size, and from so many pixels on
HIGH = 6.5  # in the themes of high contrast: their table has 7, and letters are measured on what is drawn
THEMES = ("dark", "light")
PARTS = np.arange(256) / 255
LIGHT = np.where(PARTS <= 0.04045, PARTS / 12.92, ((PARTS + 0.055) / 1.055) ** 2.4)  # of a channel, by its value
EDGE, NEAR = 3.0, 6  # of a control: how it stands out, and within how many pixels of where it is pressed
DASHED = 0.45  # of that edge is seen, at least
BODIES = (Button, Toggle, Segmented, TextField, NumberField, Counter, MetricChoice)

Pixels = np.ndarray[Any, np.dtype[Any]]
Colours = Pixels | tuple[int, ...]


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


def pale(scene: Scene, themes: Sequence[str] = THEMES, colours: str = "standard") -> Iterator[str]:
    """Texts that do not stand out enough from their ground, in each of the themes; of high contrast edges, too."""
    settings, before = scene.game.settings, (scene.game.settings.theme, scene.game.settings.colours)
    for theme in themes:
        settings.theme, settings.colours = theme, colours  # as a player may change it
        enough, large = (HIGH, ENOUGH) if colours == "contrast" else (ENOUGH, LARGE)
        with drawing.settled():
            scene.update(drawing.FRAME)
            texts = measured(scene.draw, (1280, 720), scene.game.look(), pictures := list[Pixels](), enough, large)
        yield from (f"{theme} {colours}: {fault}" for fault in too_pale(texts, enough, large, fades(scene)))
        if colours == "contrast":
            yield from (f"{theme} {colours}: {fault}" for fault in edgeless(scene, pictures[0]))
    settings.theme, settings.colours = before


def too_pale(texts: list[Written], enough: float = ENOUGH, large: float = LARGE, fading: Sequence[Rect] = ()
             ) -> Iterator[str]:  # fmt: skip
    for text in texts:
        wanted = large if text.px >= LARGE_FROM else enough
        for fade in fading:
            if fade.collidepoint(text.place.center):  # on its way out: what is left of it under the last strip on it
                left = 1 - LAST * min(1, (text.place.bottom - fade.top) / fade.h)
                wanted = 1 + (wanted - 1) * left**2
        if text.ratio < wanted:
            yield f"{text.string!r} at {text.place.topleft}: {text.ratio:.2f} : 1"


def edgeless(scene: Scene, picture: Pixels) -> Iterator[str]:
    """Controls whose edge, and sliders whose track, do not stand out by 3 : 1."""
    whole = Rect(0, 0, *picture.shape[:2]).inflate(-2 * NEAR, -2 * NEAR)
    for widget in scene.widgets:
        box, track = Rect(widget.rect), isinstance(widget, Slider)
        body = isinstance(widget, BODIES)
        if not (body or track) or not widget.visible or not whole.contains(box):
            continue
        parts = [step / 10 for step in range(2, 9)]
        across = [(round(box.x + part * box.w), y) for part in parts for y in (box.top, box.bottom)]
        down = [(x, round(box.y + part * box.h)) for part in parts for x in (box.left, box.right)]
        lines = [picture[x - NEAR : x + NEAR + 1, y] for x, y in down]
        lines += [picture[x, y - NEAR : y + NEAR + 1] for x, y in across]
        if track:
            lines = [picture[x, box.top : box.bottom] for x, _y in across]
        lights = [luminance(line) for line in lines]
        seen = [(light.max() + 0.05) / (light.min() + 0.05) >= EDGE for light in lights]
        if sum(seen) < DASHED * len(seen):
            yield f"{type(widget).__name__} {widget.name}: of its edge {sum(seen)} of {len(seen)} parts are seen"


def fades(scene: Scene) -> list[Rect]:
    """Where the last rows of a list fade because more is below: they are read when they are scrolled up."""
    panels = scene.panels if isinstance(scene, PanelScreen) else []
    lists = [each for each in panels if isinstance(each, ScrollPanel) and each.ground]
    lists = [each for each in lists if each.area.offset < each.area.limit - 1]
    return [Rect(x, y + h - FADE, w, FADE) for x, y, w, h in (each.rect for each in lists)]


def measured(draw: Callable[[Canvas], None], size: tuple[int, int], look: Look, pictures: list[Pixels] | None = None,
             enough: float = ENOUGH, large: float = LARGE) -> list[Written]:  # fmt: skip
    """All texts of a screen that are to be seen. `pictures`: the screen comes into it.

    Only where one does not stand out is the screen drawn once more, to see if something lies above it.
    """
    words: list[_Word] = []
    whole = _picture(draw, size, look, words, "as it is")
    bare = _picture(draw, size, look, [], "not")
    texts = [text for each in words if (text := _seen(each, whole, bare)) is not None]
    if any(text.ratio < (large if text.px >= LARGE_FROM else enough) for text in texts):
        other = _picture(draw, size, look, [], "in another colour")
        texts = [text for each in words if (text := _seen(each, whole, bare, other)) is not None]
    if pictures is not None:
        pictures.append(whole)
    return texts


def _picture(draw: Callable[[Canvas], None], size: tuple[int, int], look: Look, words: list[_Word], drawn: str
             ) -> Pixels:  # fmt: skip
    """Column, row, channel. Each text is noted, and drawn so."""
    text, rect, surface = Words.text, Canvas.rect, Surface(size, depth=32)

    def caught(self: Any, x: float, y: float, string: str, style: TextStyle = BODY, colour: str = "text",
               anchor: str = "start") -> float:  # fmt: skip
        size, weight, family = style
        if string.strip() and self.surface.get_size()[0] > 1:  # else only measured
            fine = fine_size(size, self.s, self.type)
            left = round(x * self.s - self.ox - advance(string, family, weight, fine) * SHIFT[anchor]) + self.ox
            top = round(y * self.s - self.oy) - ascent(file_of(family, weight), fine) + self.oy
            words.append(_Word(string, fine / FINE, word(string, family, weight, fine, (255, 255, 255)), left, top))
        if drawn == "in another colour":
            colour = "#000000" if luminance(self.rgb(colour)) > 0.18 else "#FFFFFF"
        return float(self.width(string, style)) if drawn == "not" else text(self, x, y, string, style, colour, anchor)

    def sheet(self: Any, x: float, y: float, w: float, h: float, fill: str | None = None, *more: Any,
              **named: Any) -> None:  # fmt: skip
        if fill is not None and self.box(x, y, w, h).contains(Rect(0, 0, *self.whole)):
            words.clear()  # a card comes above all that was written
        rect(self, x, y, w, h, fill, *more, **named)

    LAYERS.clear()  # a kept layer would write nothing
    with patch.object(Words, "text", caught), patch.object(Canvas, "rect", sheet):
        draw(Canvas(surface, look))
    LAYERS.clear()
    pixels: Pixels = np.frombuffer(surface.get_buffer().raw, np.uint8).reshape(size[1], size[0], 4).swapaxes(0, 1)
    return pixels[..., 2::-1] if surface.get_shifts()[0] else pixels[..., :3]  # surfarray.array3d copies all


def _seen(each: _Word, whole: Pixels, bare: Pixels, other: Pixels | None = None) -> Written | None:
    """How it stands out; None: something lies above it, which is another detector's affair (`other` tells)."""
    place = each.sprite.get_rect().move(each.left, each.top)
    shown = place.clip(Rect(0, 0, *whole.shape[:2]))
    if not shown:
        return None
    inside = shown.move(-place.x, -place.y)
    covers = surfarray.array_alpha(each.sprite)[_slices(inside)]
    spots = covers >= max(MOST * covers.max(), 32)
    front, behind = (picture[_slices(shown)][spots].astype(float) for picture in (whole, bare))
    if not len(front):
        return None
    ratios = contrast(_colour(front, behind, covers[spots]), behind)
    if other is not None:
        free = np.abs(front - other[_slices(shown)][spots]).max(axis=1) > SAME  # else something lies above it
        if free.sum() < UNCOVERED * len(front):
            return None
        ratios = ratios[free]
    ratios.sort()
    return Written(each.string, each.px, float(ratios[int(WORST * len(ratios))]), shown)


def _slices(place: Rect) -> tuple[slice, slice]:
    return slice(place.left, place.right), slice(place.top, place.bottom)


def _colour(front: Pixels, behind: Pixels, cover: Pixels) -> Pixels:
    """What letters are written with that cover their pixels in part."""
    return np.clip(np.rint(behind + (front - behind) * 255 / cover[:, None]), 0, 255)


def contrast(one: Colours, other: Colours) -> Any:
    """The ratio of two colours' luminances, as WCAG has it: 1 (the same) ... 21 (black and white)."""
    first, second = luminance(one), luminance(other)
    return (np.maximum(first, second) + 0.05) / (np.minimum(first, second) + 0.05)


def luminance(colour: Colours) -> Any:
    """Of a colour, its channels 0 ... 255, or of many, the last axis their channels."""
    return LIGHT[np.asarray(colour, np.uint8)[..., :3]] @ (0.2126, 0.7152, 0.0722)
