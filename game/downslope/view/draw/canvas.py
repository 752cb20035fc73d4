"""The canvas: everything the game draws with, on one surface, in design pixels.

The whole drawing is at least 1280x720 design pixels; `s` of them fit a physical pixel, and everything is drawn
at its physical size. The y of a text is its baseline. The parts: shapes.py, text.py, sprites.py.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable
from typing import Any

from pygame import SRCALPHA, Surface

from .base import Box, fade
from .raster import PREMULTIPLIED
from .sprites import Sprites
from .surface_cache import LAYERS, CachedLayer
from .tokens import CODE, NUMBER, PANEL, SMALL_CODE, Sheet, TextStyle

__all__ = ["Canvas", "scale_of"]


def scale_of(width: int, height: int) -> float:
    """Physical pixels per design pixel for a window of this size."""
    return min(width / 1280, height / 720)


DIAL_TURN = math.radians(135)  # how far ±limit lies from twelve o'clock


def _cap_style(label: str) -> TextStyle:
    """A key with a word on it has smaller letters."""
    return CODE if len(label) < 4 else SMALL_CODE


class Canvas(Sprites):
    """A surface to draw on; see Base for its attributes and the mixins for what it can draw."""

    def keep(self, key: Hashable, x: float, y: float, w: float, h: float, draw: Callable[[Canvas], object],
               alpha: float = 1, opaque: bool = False) -> None:  # fmt: skip
        """Draw a box once into a layer of its own, then only blit it.

        `draw` gets a canvas with the same coordinates; what it draws outside the box is lost. It is called again
        when the key, the size or the look changes, or when the layer was forgotten. `opaque` promises that
        the whole box is covered, which makes the blit cheaper; `alpha` fades the layer.
        """
        left, top, width, height = self.layer_box(x, y, w, h)
        size = width, height

        def make() -> CachedLayer:
            layer = CachedLayer(size, 0, 32) if opaque else CachedLayer(size, SRCALPHA)
            sub = Canvas(layer, self.look, (self.ox + left, self.oy + top), self.whole)
            draw(sub)
            layer.written, layer.signs, layer.left, layer.top = sub.written, sub.signs, sub.ox, sub.oy
            layer.tipped, layer.tips = sub.tipped, sub.tips
            return layer

        layer = LAYERS.get((key, size, self.whole, self.look), make)
        if alpha <= 0:
            return
        across, down = (self.ox + left - layer.left) / self.s, (self.oy + top - layer.top) / self.s
        for own, kept in ((self.written, layer.written), (self.signs, layer.signs), (self.tipped, layer.tipped)):
            own += [(x + across, y + down, w, h) for x, y, w, h in kept] if across or down else kept
        self.tips += layer.tips
        picture: Surface = layer
        if alpha < 1:
            part = round(255 * alpha)
            if layer.faded is None or layer.faded[0] != part:
                layer.faded = part, fade(layer, alpha)
            picture = layer.faded[1]
        self.surface.blit(picture, (left, top), special_flags=0 if opaque and alpha >= 1 else PREMULTIPLIED)

    def once(self, box: Box, draw: Callable[..., object], *what: Any, alpha: float = 1.0, opaque: bool = False) -> None:
        """What `draw(canvas, *what)` draws inside a box: once for all that it takes. Nobody writes a key."""
        self.keep((draw, box, *what), *box, lambda sub: draw(sub, *what), alpha, opaque)

    # -- what many pictures share: panels, focus rings, keycaps, nodes and dials --------------------------------------

    def sheet(self, x: float, y: float, w: float, h: float, kind: Sheet = PANEL) -> None:
        """A raised sheet: its shadow, its ground, a thin edge inside it."""
        if kind.strength:
            self.shadow(x, y, w, h, kind.radius, kind.down, kind.blur, kind.strength)
        self.rect(x, y, w, h, kind.fill, kind.radius)
        half = kind.line / 2
        if kind.edge:
            self.rect(x + half, y + half, w - kind.line, h - kind.line, None, kind.radius - half, kind.edge, kind.line)

    def focus(self, x: float, y: float, w: float, h: float, r: float = 14) -> None:
        """The ring around the control that has the keyboard: 3 wide, 3 away."""
        self.rect(x - 4.5, y - 4.5, w + 9, h + 9, None, r + 4.5, "focus", 3)

    def keycap(self, x: float, y: float, label: str, anchor: str = "start", colour: str = "text2",
               fill: str | None = "well", border: str = "border2", size: float = 24.0) -> float:  # fmt: skip
        """A key, 24 high at the ordinary text size, its top at y; the width."""
        w, h = self.keycap_size(label, size)
        x -= {"start": 0.0, "middle": w / 2, "end": w}[anchor]
        self.rect(x, y, w, h, fill, 6, border, 1)
        self.text_vcenter(x + w / 2, y + h / 2, label, _cap_style(label), colour, "middle")
        return w

    def keycap_size(self, label: str, size: float = 24.0) -> tuple[float, float]:
        """Width and height of a key."""
        height = size * max(1.0, self.type)
        return max(height, self.width(label, _cap_style(label)) + 12), height

    def node(self, x: float, y: float, r: float, colour: str, value: str, fill: float = 0.2, size: float = 20,
             glow: float = 0) -> None:  # fmt: skip
        """A neuron around (x, y): a ring in its hue, a body tinted by `fill` (0..1), its value in the middle."""
        if glow:
            self.glow(x, y, r * 1.9, colour, glow, ((0.0, 1.0), (0.4, 1.0), (1.0, 0.0)))
        self.blurred_disc(x, y + 4, r, "shadow", self.theme.node_shadow, 4)
        self.circle(x, y, r, self.mix("panel", colour, fill))
        self.circle(x, y, r - 1.7, None, colour, 3.4)
        self.text_vcenter(x, y, value, NUMBER.with_size(size), "text", "middle", 2 * (r - 5))

    def dial(self, x: float, y: float, r: float, value: float, limit: float, label: str, size: float = 20,
             ring: float = 7) -> None:  # fmt: skip
        """A weight as a dial around (x, y): its arc runs from twelve o'clock, 135 degrees for ±limit."""
        colour = "weight_negative" if value < 0 else "weight"
        track = "well" if self.theme.dark else self.mix("border", "raised", 0.2)
        part = value / limit if limit else 0.0
        turn = max(-1.0, min(1.0, part if math.isfinite(part) else 0.0)) * DIAL_TURN
        reach = r - (ring + 1) / 2
        self.blurred_disc(x, y + 4, r, "shadow", self.theme.node_shadow, 4)
        self.circle(x, y, r, "raised")
        self.circle(x, y, reach, None, track, ring)
        steps = max(2, int(abs(turn) * reach / 3))
        turns = [turn * i / steps for i in range(steps + 1)]
        arc = [(x + reach * math.sin(a), y - reach * math.cos(a)) for a in turns]
        if abs(turn) > 1e-3:
            self.polyline(arc, colour, ring)
        self.circle(x, y - reach, ring * 0.37, "text")
        self.circle(*arc[-1], ring * 0.79, "thumb", colour, 2.5)
        self.text_vcenter(x, y, label, NUMBER.with_size(size), colour, "middle", 2 * (r - ring - 2))
