"""The canvas: everything the game draws with, on one surface, in design pixels.

The whole drawing is at least 1280x720 design pixels; `s` of them fit a physical pixel, and everything is drawn
at its physical size. The y of a text is its baseline. The parts: shapes.py, strokes.py, text.py, sprites.py,
components.py.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from pygame import SRCALPHA, Surface

from .base import Box, fade
from .components import Components
from .raster import PREMULTIPLIED
from .surface_cache import LAYERS, CachedLayer

__all__ = ["Canvas", "scale_of"]


def scale_of(width: int, height: int) -> float:
    """Physical pixels per design pixel for a window of this size."""
    return min(width / 1280, height / 720)


class Canvas(Components):
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
        for told, kept in ((self.written, layer.written), (self.signs, layer.signs), (self.tipped, layer.tipped)):
            if kept:
                told += layer.boxes_at(kept, self.ox + left, self.oy + top, self.s)
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
