"""What every part of the canvas shares: the surface, the scale, the colours and stamped sprites."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Sequence

import pygame
from pygame import Rect, Surface

from .display_list import Paint, Screen
from .raster import PREMULTIPLIED, Point, band, blank, mask, opacity, tint
from .rects import AROUND, PLACE_LIMIT, near
from .surface_cache import SPRITES
from .theme import READABLE, RGB, STARK, Look, Theme, mix_colours, readable, rgb_in
from .tokens import text_factor_of
from .tween import STILL_LIFE, DecorMotion

Box = tuple[float, float, float, float]  # left, top, right, bottom, in physical pixels around an anchor
Drawer = Callable[[Surface, int, float, float], None]  # (large surface, its factor k, anchor x, anchor y on it)
PHASES = 4  # a sprite may stand at quarters of a pixel


class Base:
    """A surface seen through a grid of design pixels (1280x720 fill the window at scale 1).

    `origin` is where this surface lies in the whole picture, in physical pixels: (0, 0) for a window.
    Attributes: `s` physical pixels per design pixel; `w`, `h` size of the whole drawing in design pixels;
    `type` the factor on the size of texts, so that a text of 16 never falls below 14 physical pixels.
    """

    def __init__(self, surface: Surface | Screen, look: Look, origin: tuple[int, int] = (0, 0),
                 whole: tuple[int, int] | None = None) -> None:  # fmt: skip
        self.surface = surface
        self.look = look
        self.theme: Theme = look.theme
        self.s: float = look.scale
        self.ox, self.oy = origin
        self.whole = whole or surface.get_size()
        self.w: float = self.whole[0] / self.s
        self.h: float = self.whole[1] / self.s
        self.written: list[tuple[float, float, float, float]] = []  # where there are words; see text.py
        self.signs: list[tuple[float, float, float, float]] = []  # where there are icons, and what tells as they do
        self.tipped: list[tuple[float, float, float, float]] = []  # of what the pointer shows more
        self.tips: list[str] = []  # what it shows there
        self.movers: list[float] = []  # x of what goes about in the picture: of its own things, else of Pip
        self.life: DecorMotion = STILL_LIFE  # of what is drawn anew; a layer's canvas keeps this
        self.due = 0.0  # seconds until time alone makes another picture
        self.type: float = text_factor_of(self.s, look.text)

    def alive(self, draw: Callable[[], None]) -> None:
        """Draw what lives while nothing happens: it is drawn again by itself, without the rest. It writes no words."""
        if isinstance(self.surface, Screen):
            self.surface.alive(draw)
        else:
            draw()

    def again(self, seconds: float) -> None:
        """After so long time alone makes another picture."""
        self.due = min(self.due, seconds)

    @property
    def picture(self) -> Surface:
        """Where what was drawn can be looked at."""
        return self.surface.picture if isinstance(self.surface, Screen) else self.surface

    def rgb(self, name: str) -> RGB:
        """(red, green, blue) of a theme's name, or of '#RRGGBB'. Raises KeyError for an unknown name."""
        return rgb_in(self.theme, name)

    def mix(self, a: str, b: str, t: float) -> str:
        """'#RRGGBB' on the way from colour a (t = 0) to colour b (t = 1)."""
        return mix_colours(self.theme.colour(a), self.theme.colour(b), t)

    def readable(self, colour: str, ground: str) -> str:
        """The colour as it can be read on this ground; see theme.py."""
        enough = STARK if self.theme.contrast else READABLE
        return readable(self.theme.colour(colour), self.theme.colour(ground), enough)

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Physical pixel of a place in design pixels."""
        px, py = x * self.s - self.ox, y * self.s - self.oy
        if -PLACE_LIMIT < px < PLACE_LIMIT and -PLACE_LIMIT < py < PLACE_LIMIT:
            return px, py
        return near(px), near(py)

    @property
    def near_window(self) -> Rect:
        """The surface and what is around it: no more is drawn of what is too far or too large."""
        return self.surface.get_rect().inflate(2 * AROUND, 2 * AROUND)

    def blit(self, sprite: Surface, x: float, y: float) -> None:
        """Put a premultiplied surface with its left top corner at a place in design pixels."""
        px, py = self.at(x, y)
        self.put(sprite, round(px), round(py))

    def put(self, sprite: Surface, px: int, py: int) -> None:
        """Put a premultiplied surface at a physical pixel."""
        self.surface.blit(sprite, (px, py), special_flags=PREMULTIPLIED)

    def direct(self, key: Hashable, box: Rect, paint: Paint) -> None:
        """Draw with pygame itself; `key` names all that is drawn, `box` how far it reaches, in physical pixels."""
        if isinstance(self.surface, Screen):
            self.surface.direct(key, box, paint)
        else:
            paint(self.surface)

    def band(self, points: Sequence[Point], width: float, rgb: RGB) -> None:
        """A thick smooth curve without round ends, opaque; all in physical pixels."""
        key = ("band", tuple(points), width, rgb)
        self.direct(key, around(points, width), lambda surface: band(surface, points, width, rgb))

    def stamp(self, key: Hashable, px: float, py: float, box: Box, draw: Drawer, rgb: RGB, alpha: float = 1.0) -> None:
        """Put an anti-aliased sprite with its anchor at (px, py), physical; drawn once for every key and quarter pixel.

        `box` is how far it reaches around the anchor; `draw` paints it in opaque white, k times too large.
        """
        qx, qy = round(px * PHASES), round(py * PHASES)
        ix, fx = divmod(qx, PHASES)
        iy, fy = divmod(qy, PHASES)
        left, top = math.floor(box[0]) - 1, math.floor(box[1]) - 1
        alpha = opacity(alpha)

        def make() -> Surface:
            width, height = math.ceil(box[2]) + 2 - left, math.ceil(box[3]) + 2 - top
            spot_x, spot_y = fx / PHASES - left, fy / PHASES - top
            return tint(mask(width, height, lambda large, k: draw(large, k, spot_x * k, spot_y * k)), rgb, alpha)

        sprite = SPRITES.get((key, fx, fy, rgb, alpha), make)
        self.surface.blit(sprite, (ix + left, iy + top), special_flags=PREMULTIPLIED)


def around(points: Sequence[Point], width: float = 0.0) -> Rect:
    """The whole pixels that a line of this width through the points can reach."""
    far = width / 2 + 2
    xs, ys = [x for x, _ in points], [y for _, y in points]
    left, top = math.floor(min(xs) - far), math.floor(min(ys) - far)
    return Rect(left, top, math.ceil(max(xs) + far) - left, math.ceil(max(ys) + far) - top)


def fade(surface: Surface, alpha: float) -> Surface:
    """A copy of a premultiplied or opaque surface at an opacity."""
    part = round(255 * alpha)
    copy = blank(*surface.get_size())
    copy.blit(surface, (0, 0), special_flags=PREMULTIPLIED if surface.get_flags() & pygame.SRCALPHA else 0)
    copy.fill((part, part, part, part), special_flags=pygame.BLEND_RGBA_MULT)
    return copy
