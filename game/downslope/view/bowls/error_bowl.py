"""The error bowl as a picture: a landscape whose height is the error, its x axis the weight.

    bowl = Bowl((24, 72, 608, 528), 444, (-1.5, 3.2), error)    # error: weight -> error, any metric
    bowl.paint(canvas)                                          # sky, hills, curve, heights, flag: one cached layer
    x, y = bowl.seat(weight, 18)                                # where a ball of that radius lies

What moves in it is drawn by bowl_walk.py; the slider under it is weight_axis.py; the layer is bowl_landscape.py; where
everything is, bowl_shape.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import bowl_landscape
from .bowl_shape import BowlShape

if TYPE_CHECKING:
    from ..draw.canvas import Canvas


class Bowl(BowlShape):
    """A shape that paints itself."""

    def paint(self, canvas: Canvas) -> None:
        """The panel with its landscape; drawn once for each bowl and look."""
        x, y, w, h = self.rect
        m = bowl_landscape.MARGIN
        place = (x - m, y - m, w + 2 * m, h + 2 * m)
        canvas.cached(("bowl", self.key), *place, lambda sub: bowl_landscape.draw(sub, self))
