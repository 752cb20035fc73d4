"""How well each text of a screen stands out from what is behind its letters, measured from the pixels.

A screen is drawn as it is, without its words, and, where one of them does not stand out, with words of other colours.
What a letter is seen against is then known pixel by pixel, whatever was drawn there and on how many layers.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any
from unittest.mock import patch

import numpy as np
from pygame import Rect, Surface, surfarray

from checks.paper import USUAL, WHITE, Text, laid_out, within, written
from downslope.scenes.base.panel_screen import PanelScreen
from downslope.scenes.base.scene import Scene
from downslope.view.draw import BODY, Canvas, Look, TextStyle
from downslope.view.draw.surface_cache import LAYERS
from downslope.view.draw.text import FINE, Words, word
from downslope.view.widgets.panel import FADE, ScrollPanel
from pictures import drawing

MOST = 0.75  # a pixel of a letter counts that is covered so much as any of them is
SAME = 12  # a channel differs by no more, whatever a letter's colour: nothing of it is to be seen there
UNCOVERED = 0.8  # the part of a text that is to be seen, at least
WORST = 0.25  # a text stands out as well as it does in the worst quarter of its pixels
LAST = 0.8  # so much of a row that fades is covered at its lowest
ENOUGH, LARGE, LARGE_FROM = 4.5, 3.0, 24.0  # WCAG 2.2, 1.4.3: for words of ordinary size, and from so many pixels on
HIGH = 6.5  # in the themes of high contrast: their table has 7, and letters are measured on what is drawn
PARTS = np.arange(256) / 255
LIGHT = np.where(PARTS <= 0.04045, PARTS / 12.92, ((PARTS + 0.055) / 1.055) ** 2.4)  # of a channel, by its value

Pixels = np.ndarray[Any, np.dtype[Any]]


def pale(scene: Scene, theme: str, colours: str) -> Iterator[str]:
    """Texts that do not stand out enough from their ground in a theme."""
    laid_out(scene, USUAL)
    settings, before = scene.game.settings, (scene.game.settings.theme, scene.game.settings.colours)
    settings.theme, settings.colours = theme, colours  # as a player may change it
    with drawing.settled():
        scene.update(drawing.FRAME)
        enough = (HIGH, ENOUGH) if colours == "contrast" else (ENOUGH, LARGE)
        faults = list(too_pale(scene.draw, scene.game.look(), enough, fades(scene)))
    yield from (f"{theme} {colours}: {fault}" for fault in faults)
    settings.theme, settings.colours = before


def too_pale(draw: Callable[[Canvas], object], look: Look, enough: tuple[float, float] = (ENOUGH, LARGE),
             fading: Sequence[Rect] = ()) -> Iterator[str]:  # fmt: skip
    """Only where a text does not stand out is the screen drawn once more, to see if something lies above it."""
    if LAYERS.size > LAYERS.budget / 2:  # so that none that is made for the first picture is forgotten before the next
        LAYERS.clear()
    whole, bare = picture_of(draw, look), picture_of(draw, look, lambda *_: None)
    other: Pixels | None = None
    for text in written(draw, (1280, 720), look):
        wanted = enough[text.px >= LARGE_FROM]
        for fade in fading:
            if fade.collidepoint(text.ink.center):  # on its way out: what is left of it under the last strip on it
                wanted = 1 + (wanted - 1) * (1 - LAST * min(1, (text.ink.bottom - fade.top) / fade.h)) ** 2
        if stands_out(text, whole, bare) < wanted:
            if other is None:
                other = picture_of(draw, look, lambda rgb: "#000000" if luminance(rgb) > 0.18 else "#FFFFFF")
            ratio = stands_out(text, whole, bare, other)
            if ratio < wanted:
                yield f"{text.string!r} at {text.ink.topleft}: {ratio:.2f} : 1"


def stands_out(text: Text, whole: Pixels, bare: Pixels, other: Pixels | None = None) -> float:
    """By 1 ... 21; 99: something lies above it, which is another detector's affair (`other` tells)."""
    sprite = word(text.string, text.face.family, text.face.weight, round(text.px * FINE), WHITE)
    place = sprite.get_rect().move(text.at)
    shown = within(text.clip, place.clip(Rect(0, 0, *whole.shape[:2])).clip(text.layer))
    if not shown:
        return 99.0
    here = slice(shown.left, shown.right), slice(shown.top, shown.bottom)
    x, y = shown.x - place.x, shown.y - place.y
    covers = surfarray.array_alpha(sprite)[x : x + shown.w, y : y + shown.h]
    spots = covers >= max(MOST * covers.max(), 32)
    front, behind = (picture[here][spots].astype(float) for picture in (whole, bare))
    if not len(front):
        return 99.0
    colour = np.clip(np.rint(behind + (front - behind) * 255 / covers[spots][:, None]), 0, 255)  # of letters
    lights = np.sort([luminance(colour), luminance(behind)], axis=0) + 0.05
    ratios = lights[1] / lights[0]
    if other is not None:
        free = np.abs(front - other[here][spots]).max(axis=1) > SAME
        if free.mean() < UNCOVERED:
            return 99.0
        ratios = ratios[free]
    ratios.sort()
    return float(ratios[int(WORST * len(ratios))])


def picture_of(draw: Callable[[Canvas], object], look: Look, colour_of: Callable[[Any], str | None] | None = None
               ) -> Pixels:  # fmt: skip
    """Column, row, channel. `colour_of`: words are written in that colour, for their own (None: they are not)."""
    text, surface = Words.text, Surface((1280, 720), depth=32)

    def recoloured(self: Any, x: float, y: float, string: str, style: TextStyle = BODY, colour: str = "text",
                   anchor: str = "start") -> float:  # fmt: skip
        new = colour_of(self.rgb(colour)) if colour_of else colour
        return text(self, x, y, string, style, new, anchor) if new else float(self.width(string, style))

    kept = LAYERS.get  # a layer with words is written anew, all others are those of the whole picture
    with patch.object(Words, "text", recoloured), patch.object(
        LAYERS, "get", lambda key, make: make() if kept(key, make).written and colour_of else kept(key, make)
    ):
        draw(Canvas(surface, look))
    pixels: Pixels = np.frombuffer(surface.get_buffer().raw, np.uint8).reshape(720, 1280, 4).swapaxes(0, 1)
    return pixels[..., 2::-1] if surface.get_shifts()[0] else pixels[..., :3]  # surfarray.array3d copies all


def luminance(colour: Any) -> Any:
    """WCAG's, of a colour, its channels 0 ... 255, or of many, the last axis their channels."""
    return LIGHT[np.asarray(colour, np.uint8)[..., :3]] @ (0.2126, 0.7152, 0.0722)


def fades(scene: Scene) -> list[Rect]:
    """Where the last rows of a list fade because more is below: they are read when they are scrolled up."""
    panels = scene.panels if isinstance(scene, PanelScreen) else []
    lists = [each for each in panels if isinstance(each, ScrollPanel) and each.ground]
    rects = [each.rect for each in lists if each.area.offset < each.area.limit - 1]
    return [Rect(x, y + h - FADE, w, FADE) for x, y, w, h in rects]
