"""The error bowl as a picture: a landscape whose height is the error, its x axis the weight.

    bowl = Bowl((24, 72, 608, 528), 444, (-1.5, 3.2), error)    # error: weight -> error, any metric
    bowl.paint(canvas)                                          # sky, hills, curve: one cached layer; heights, flag
    bowl.zoom_out(3).paint(canvas)                              # three times further away: the same layer
    x, y = bowl.seat(weight, 18)                                # where a ball of that radius lies

What moves in it is drawn by bowl_walk.py; the slider under it is weight_axis.py; the layer is bowl_landscape.py; where
everything is, bowl_shape.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import bowl_landscape
from .bowl_night import draw_night
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
        canvas.keep(("bowl", self.land_key), *place, lambda sub: bowl_landscape.draw(sub, self))
        draw_night(canvas, self)
        bowl_landscape.draw_heights(canvas, self)
        bowl_landscape.draw_floor(canvas, self)
        bowl_landscape.draw_flags(canvas, self)
        bowl_landscape.draw_life(canvas, self)
