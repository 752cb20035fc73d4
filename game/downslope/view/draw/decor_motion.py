"""What lives in a picture while nothing happens: eyes that blink and look about, breath, cloth in the wind.

A canvas has the `DecorMotion` of the moment; whatever lives is drawn by it, where it is drawn anew. What is kept in a
layer
stands still: its canvas has `STILL`.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from .raster import Point

NEAR = 160.0  # design pixels: what is further away is not looked at
FAR = 0.34  # how far the eyes go out of the middle, in radii
PENNANTS = 4  # pictures of a flag


class DecorMotion(NamedTuple):
    """blink    eyes are closed        breath   times as high as at rest        glance   Pip looks at what runs
    pennant  which picture of a flag's cloth     gusty    it is blown about
    pointer  what eyes may follow; `held`: something is dragged there, so that they do
    twinkle  how bright two stars are, 0 ... 3      sway     how grass is bent, -1 ... 1
    time     seconds, in beats, of what goes by a clock of its own
    """

    blink: bool = False
    breath: float = 1.0
    glance: bool = False
    pennant: int = 0
    gusty: bool = False
    pointer: Point | None = None
    held: bool = False
    twinkle: tuple[int, int] = (0, 0)
    sway: int = 0
    time: float = 0.0

    def gaze(self, x: float, y: float, look: Point) -> Point:
        """Where eyes at a place look that would look there."""
        if self.pointer is None:
            return look
        dx, dy = self.pointer[0] - x, self.pointer[1] - y
        away = math.hypot(dx, dy)
        if away < 1 or (away > NEAR and not self.held):
            return look
        far = FAR * min(1.0, away / 40)
        return round(far * dx / away, 1), round(far * dy / away, 1)


STILL = DecorMotion()
