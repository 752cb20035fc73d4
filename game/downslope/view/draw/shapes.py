"""Boxes, discs, gradients, glows and shadows.

Boxes stand on whole physical pixels, so that edges are crisp at every scale; round corners are cached
sprites and the rest is filled. Discs keep quarters of a pixel, so that they glide.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager

import pygame
from pygame import Rect, Surface

from .base import Base, Box
from .box_sprites import (
    box_points,
    box_sprite,
    circle_points,
    disc_drawer,
    four_corners,
    frame_sprite,
    glow_sprite,
    gradient_sprite,
    put_back,
    ring_drawer,
    shadow_pieces,
    shadow_sprite,
    strip_sprite,
)
from .clipping import BOX_LIMIT, LAYER_LIMIT, PLACE_LIMIT, near
from .raster import WHITE, Point, opacity
from .theme import RGB

Dash = tuple[float, float]
LINEAR = ((0.0, 1.0), (1.0, 0.0))
TOUCH = 1e-6  # of a pixel: a box that reaches so little of it does not reach it
SOFT = ((0.0, 1.0), (0.4, 0.36), (1.0, 0.0))


class Shapes(Base):
    """The part of the canvas that fills areas."""

    def box(self, x: float, y: float, w: float, h: float) -> Rect:
        """The whole physical pixels of a box given in design pixels."""
        left, top, right, low = self._edges(x, y, w, h)
        px, py = round(left), round(top)
        width, height = round(right) - px, round(low) - py
        box = Rect(px, py, width, height)
        return box if width * height < BOX_LIMIT else box.clip(self.near_window)

    def layer_box(self, x: float, y: float, w: float, h: float) -> tuple[int, int, int, int]:
        """All whole physical pixels that a box reaches, at least one and as many as a layer may have."""
        left, top, right, low = self._edges(x, y, w, h)
        px, py = math.floor(left + TOUCH), math.floor(top + TOUCH)
        width, height = math.ceil(right - TOUCH) - px, math.ceil(low - TOUCH) - py
        if 0 < width <= LAYER_LIMIT and 0 < height <= LAYER_LIMIT:
            return px, py, width, height
        return px, py, min(LAYER_LIMIT, max(1, width)), min(LAYER_LIMIT, max(1, height))

    def _edges(self, x: float, y: float, w: float, h: float) -> tuple[float, float, float, float]:
        """Left, top, right and bottom in physical pixels: asked for with all that is drawn, so in one go."""
        s, ox, oy = self.s, self.ox, self.oy
        left, top, right, low = x * s - ox, y * s - oy, (x + w) * s - ox, (y + h) * s - oy
        if -PLACE_LIMIT < left <= right < PLACE_LIMIT and -PLACE_LIMIT < top <= low < PLACE_LIMIT:
            return left, top, right, low
        return near(left), near(top), near(right), near(low)

    def rect(self, x: float, y: float, w: float, h: float, fill: str | None = None, r: float = 0,
             stroke: str | None = None, width: float = 1, alpha: float = 1,
             dash: Dash | None = None) -> None:  # fmt: skip
        """A box with corners of radius r; the stroke lies half inside and half outside its edge, as in SVG."""
        if w <= 0 or h <= 0:
            return
        if fill is not None:
            self._fill(self.box(x, y, w, h), min(r, w / 2, h / 2) * self.s, self.rgb(fill), alpha)
        if stroke is None:
            return
        if dash is not None:
            corner = min(r, w / 2, h / 2)
            key, box = ("box", w, h, corner), (0, 0, w, h)
            self._dashed(key, lambda: box_points(0, 0, w, h, corner), (x, y), box, stroke, width, alpha, dash)
            return
        outer = self.box(x - width / 2, y - width / 2, w + width, h + width)
        line = max(1.0, round(width * self.s * 4) / 4)
        radius = min(r, w / 2, h / 2) * self.s + line / 2 if r else 0.0
        self._frame(outer, min(radius, outer.w / 2, outer.h / 2), line, self.rgb(stroke), alpha)

    def circle(self, x: float, y: float, r: float, fill: str | None = None, stroke: str | None = None,
               width: float = 1, alpha: float = 1, dash: Dash | None = None) -> None:  # fmt: skip
        """A disc, a ring or both; the stroke lies half inside and half outside the radius."""
        px, py = self.at(x, y)
        radius = round(r * self.s * 8) / 8
        if radius <= 0:
            return
        if fill is not None:
            reach = (-radius, -radius, radius, radius)
            self.stamp(("disc", radius), px, py, reach, disc_drawer(radius), self.rgb(fill), alpha)
        if stroke is None:
            return
        if dash is not None:
            count = max(24, int(r * self.s))
            self._dashed(("circle", r), lambda: circle_points(0, 0, r, count), (x, y), (-r, -r, r, r), stroke, width,
                         alpha, dash)  # fmt: skip
            return
        line = max(1.0, round(width * self.s * 8) / 8)
        out = radius + line / 2
        draw = ring_drawer(out, line)
        self.stamp(("ring", radius, line), px, py, (-out, -out, out, out), draw, self.rgb(stroke), alpha)

    def ellipse(self, x: float, y: float, rx: float, ry: float, fill: str, alpha: float = 1) -> None:
        """A filled ellipse."""
        px, py = self.at(x, y)
        a, b = round(rx * self.s * 8) / 8, round(ry * self.s * 8) / 8

        def draw(large: Surface, k: int, cx: float, cy: float) -> None:
            size = (max(1, round(2 * a * k)), max(1, round(2 * b * k)))
            pygame.draw.ellipse(large, WHITE, Rect((round(cx - a * k), round(cy - b * k)), size))

        self.stamp(("ellipse", a, b), px, py, (-a, -b, a, b), draw, self.rgb(fill), alpha)

    def gradient(self, x: float, y: float, w: float, h: float, stops: Sequence[tuple[float, str]],
                 r: float = 0) -> None:  # fmt: skip
        """A box whose colour runs from top to bottom; stops are (0..1, colour) in rising order."""
        box = self.box(x, y, w, h)
        if box.w > 0 and box.h > 0:
            colours = tuple((place, self.rgb(name)) for place, name in stops)
            self.put(gradient_sprite(box.w, box.h, colours, round(r * self.s * 4) / 4), box.x, box.y)

    def glow(self, x: float, y: float, r: float, colour: str, alpha: float = 0.55,
             falloff: Sequence[tuple[float, float]] = SOFT) -> None:  # fmt: skip
        """Soft light around a point; falloff: (distance / r, part of alpha), from (0, 1) to (1, 0)."""
        px, py = self.at(x, y)
        radius = round(r * self.s)
        if radius > 0:
            sprite = glow_sprite(radius, self.rgb(colour), opacity(alpha), tuple(falloff))
            self.put(sprite, round(px) - radius, round(py) - radius)

    def shadow(self, x: float, y: float, w: float, h: float, r: float = 16, dy: float = 8, blur: float = 12,
               k: float = 1) -> None:  # fmt: skip
        """The soft shadow of a box: dy below it, blurred by a standard deviation of `blur`, k times as strong."""
        left, top, look = self._shadow(x, y, w, h, r, dy, blur, k)
        self.put(shadow_sprite(*look), left, top)

    def _shadow(self, x: float, y: float, w: float, h: float, r: float, dy: float, blur: float,
                k: float) -> tuple[int, int, tuple[int, int, int, int, RGB, float]]:  # fmt: skip
        """Where the sprite of a shadow goes, and what makes it."""
        box = self.box(x + 2, y + dy, w - 4, h - 2)
        soft = max(1, round(blur * self.s))
        strength = opacity(min(1.0, self.theme.shadow_strength * k))
        look = (max(2, box.w), max(2, box.h), round(r * self.s), soft, self.rgb("shadow"), strength)
        return box.x - 3 * soft, box.y - 3 * soft, look

    def shadow_around(self, x: float, y: float, w: float, h: float, r: float = 16, dy: float = 8, blur: float = 12,
                      k: float = 1) -> None:  # fmt: skip
        """At least the part of a shadow that an opaque box drawn over it leaves to be seen; cheap for large boxes."""
        left, top, look = self._shadow(x, y, w, h, r, dy, blur, k)
        pieces = shadow_pieces(*look, self.box(x, y, w, h).move(-left, -top))
        for sprite, (px, py), part in pieces or [(shadow_sprite(*look), (0, 0), None)]:
            self.surface.blit(sprite, (left + px, top + py), part, pygame.BLEND_PREMULTIPLIED)

    def blurred_disc(self, x: float, y: float, r: float, colour: str, alpha: float, blur: float) -> None:
        """A blurred disc: the shadow of a node, a dial or a thumb."""
        soft = max(1, round(blur * self.s))
        size = max(2, round(2 * r * self.s))
        px, py = self.at(x, y)
        sprite = shadow_sprite(size, size, size // 2, soft, self.rgb(colour), opacity(alpha))
        self.put(sprite, round(px - size / 2) - 3 * soft, round(py - size / 2) - 3 * soft)

    @contextmanager
    def shift(self, x: float, y: float) -> Iterator[None]:
        """Inside the block all stands so far from its place: by whole physical pixels, so layers stay as they are."""
        before = self.ox, self.oy
        self.ox, self.oy = self.ox - round(x * self.s), self.oy - round(y * self.s)
        try:
            yield
        finally:
            self.ox, self.oy = before

    @contextmanager
    def clip(self, x: float, y: float, w: float, h: float, r: float = 0) -> Iterator[None]:
        """Inside the `with` block nothing is drawn outside the box; its corners are kept round."""
        box = self.box(x, y, w, h)
        before = self.surface.get_clip()
        inside = box.clip(before)
        radius = math.ceil(r * self.s)
        corners = self._corners(box, radius)
        kept: dict[int, Surface] = {}

        def keep(surface: Surface) -> None:
            for spot, number in corners:
                kept[number] = surface.subsurface(spot).copy()

        def restore(surface: Surface) -> None:
            for spot, number in corners:
                put_back(surface.subsurface(spot), kept[number], r * self.s, radius, number)

        if corners:
            self.direct(("keep", *box), box, keep)
        self.surface.set_clip(inside)
        try:
            yield
        finally:
            self.surface.set_clip(before)
            if corners:
                self.direct(("restore", *box, r), box, restore)

    def _corners(self, box: Rect, size: int) -> list[tuple[Rect, int]]:
        """The four corner squares that lie on the surface, with their numbers (bit 0: right, bit 1: bottom)."""
        if not size or box.w < 2 * size or box.h < 2 * size:
            return []
        whole = self.surface.get_rect()
        positions = [
            (Rect(box.x if not n & 1 else box.right - size, box.y if not n & 2 else box.bottom - size, size, size), n)
            for n in range(4)
        ]
        return [(spot, n) for spot, n in positions if whole.contains(spot)]

    def _dashed(self, key: Hashable, outline: Callable[[], Sequence[Point]], at: Point, reach: Box, stroke: str,
                width: float, alpha: float, dash: Dash) -> None:  # fmt: skip
        raise NotImplementedError  # strokes.py draws every dashed line

    def _fill(self, box: Rect, radius: float, rgb: RGB, alpha: float) -> None:
        radius = round(min(radius, box.w / 2, box.h / 2) * 4) / 4
        corner = math.ceil(radius)
        alpha = opacity(alpha)
        if alpha >= 1 and radius < 0.75:
            self.surface.fill(rgb, box)
        elif alpha < 1 or box.w < 2 * corner or box.h < 2 * corner or box.w * box.h < 1600:
            self.put(box_sprite(box.w, box.h, radius, rgb, alpha), box.x, box.y)
        else:
            tile = box_sprite(2 * corner, 2 * corner, radius, rgb, 1.0)
            self._four_corners(tile, box, corner)
            self.surface.fill(rgb, (box.x + corner, box.y, box.w - 2 * corner, box.h))
            self.surface.fill(rgb, (box.x, box.y + corner, corner, box.h - 2 * corner))
            self.surface.fill(rgb, (box.right - corner, box.y + corner, corner, box.h - 2 * corner))

    def _frame(self, box: Rect, radius: float, line: float, rgb: RGB, alpha: float) -> None:
        radius = round(radius * 4) / 4
        corner = math.ceil(max(radius, line)) + 1
        alpha = opacity(alpha)
        if box.w <= 2 * corner or box.h <= 2 * corner or box.w * box.h < 4096:
            self.put(frame_sprite(box.w, box.h, radius, line, rgb, alpha), box.x, box.y)
            return
        tile = frame_sprite(2 * corner, 2 * corner, radius, line, rgb, alpha)
        self._four_corners(tile, box, corner)
        thick = math.ceil(line)
        across, down = box.w - 2 * corner, box.h - 2 * corner
        self.put(strip_sprite(across, thick, line, rgb, alpha, 0), box.x + corner, box.y)
        self.put(strip_sprite(across, thick, line, rgb, alpha, 1), box.x + corner, box.bottom - thick)
        self.put(strip_sprite(thick, down, line, rgb, alpha, 2), box.x, box.y + corner)
        self.put(strip_sprite(thick, down, line, rgb, alpha, 3), box.right - thick, box.y + corner)

    def _four_corners(self, tile: Surface, box: Rect, corner: int) -> None:
        four_corners(self.surface.blit, tile, box, corner, pygame.BLEND_PREMULTIPLIED)
