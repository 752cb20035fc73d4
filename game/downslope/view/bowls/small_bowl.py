"""A small error bowl in a window: sky, strata, curve and flag, and where a ball lies in it. Also the lens over a foot.

valley = Valley((36, 210, 210, 118), 140, 308, rise)    # rise: px right of the flag -> px above the lowest point
valley.paint(canvas)                                    # one cached layer
x, y = valley.seat(-50, 11)                             # where a ball of radius 11 lies, 50 px left of the flag
"""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import AbstractContextManager

from ..draw.canvas import Canvas, band_ends, draw_edge
from ..draw.raster import Point
from ..draw.tokens import NUMBER
from ..format.numbers import number
from ..scenery.landscape import curve, hill
from ..widgets.ink import Boxed, Line
from ..widgets.widget import Rect
from .error_bowl import SKY, curve_colours, safe

Rise = Callable[[float], float]
PARTS = 150  # of the curve
GLOW = ((0.0, 1.0), (0.4, 0.4), (1.0, 0.0))


class SmallBowl:
    """`middle`, `base`: where the flag stands. `corner`: radius of its corners; half its width makes it a lens.

    rise     distance from the flag -> height above it, both in design pixels
    strata   how far apart the layers of the ground are
    reached  how far to either side of the flag counts as the goal; 0: nothing is marked
    """

    def __init__(self, rect: Rect, middle: float, base: float, rise: Rise, *, corner: float = 12.0, flag: float = 28.0,
                 strata: float = 9.0, glow: float = 90.0, line: float = 3.4,
                 reached: float = 0.0) -> None:  # fmt: skip
        self.rect, self.middle, self.base, self.rise = rect, middle, base, rise
        self.corner, self.flag, self.strata, self.glow, self.line = corner, flag, strata, glow, line
        self.reached = reached
        x, _y, w, _h = rect
        places = {x - 3 + (w + 6) * i / PARTS - middle for i in range(PARTS + 1)}
        places |= {6.0 * (i - 40) / 40 for i in range(81)}  # the foot is drawn this much finer, so far to either side
        # To hundredths: points are part of a layer's key
        positions = [(middle + p, round(self.height(p) * 100) / 100) for p in sorted(places)]
        self.points = [spot for spot in positions if x - 4 <= spot[0] <= x + w + 4]
        self.key = (rect, middle, base, corner, flag, strata, glow, line, reached, hash(tuple(self.points)))

    def height(self, along: float) -> float:
        """y of the curve, so far from the flag; never far above the window."""
        up = safe(self.rise, along)
        return max(self.rect[1] - 60.0, self.base - up) if math.isfinite(up) else self.rect[1] - 60.0

    def rest_point(self, along: float, r: float) -> Point:
        """The middle of a ball of radius r on the curve; what is beyond the window lies at its rim."""
        along = self.inside(along, r)
        down = (self.height(along + 0.05) - self.height(along - 0.05)) / 0.1
        length = math.hypot(1.0, down)
        return self.middle + along + down / length * r, self.height(along) - r / length

    def inside(self, along: float, r: float = 11.0) -> float:
        """The distance itself, or that at which a ball of radius r is still to be seen."""
        if math.isnan(along):
            return 0.0
        x, y, w, _h = self.rect
        left, right = x + r + 2 - self.middle, x + w - r - 2 - self.middle
        along = min(right, max(left, along))
        top = y + 2 * r
        if self.height(along) >= top:
            return along
        near, far = 0.0, along
        for _ in range(30):
            half = (near + far) / 2
            near, far = (half, far) if self.height(half) >= top else (near, half)
        return near

    def fits(self, along: float, r: float = 11.0) -> bool:
        return math.isfinite(along) and abs(self.inside(along, r) - along) < 0.01 + 1e-6 * abs(along)

    def __eq__(self, other: object) -> bool:
        """With the same picture."""
        return isinstance(other, SmallBowl) and other.key == self.key

    def __hash__(self) -> int:
        return hash(self.key)

    def paint(self, canvas: Canvas) -> None:
        """The window and what stands still in it."""
        x, y, w, h = self.rect
        canvas.once((x - 8, y - 8, w + 16, h + 16), _draw_small, self)

    def clip(self, canvas: Canvas) -> AbstractContextManager[None]:
        """Inside it nothing is drawn outside the window."""
        box = canvas.box(*self.rect)
        maximum = (min(box.w, box.h) // 2 - 1e-3) / canvas.s  # corners that would overlap are not kept round
        return canvas.clip(*self.rect, min(self.corner, maximum))


def _draw_small(canvas: Canvas, bowl: SmallBowl) -> None:
    x, y, w, h = bowl.rect
    lens = 2 * bowl.corner >= w
    if lens:
        canvas.blurred_disc(x + w / 2, y + h / 2 + 4, w / 2, "shadow", 0.5, 5)
    with bowl.clip(canvas):
        canvas.gradient(x, y, w, h, SKY)
        canvas.glow(bowl.middle, bowl.base - 8, bowl.glow, "glow", 0.5, GLOW)
        for layer in range(4):
            hill(canvas, [(px, py + layer * bowl.strata) for px, py in bowl.points], f"ter{layer}")
        curve(canvas, bowl.points, bowl.line, curve_colours(canvas, bowl.points, y, bowl.base, 12))
        if bowl.reached > 0:
            left, right = band_ends(-bowl.reached, bowl.reached)
            positions = [left + (right - left) * i / 8 for i in range(9)]
            canvas.polyline([(bowl.middle + spot, bowl.height(spot)) for spot in positions], "goal", 6)
        canvas.flag(bowl.middle, bowl.base, bowl.flag, glow=False)
    if lens:
        canvas.circle(x + w / 2, y + h / 2, w / 2, None, "text", 2.5)
    else:
        draw_edge(canvas, bowl.rect, "border", bowl.corner, 1)


def factor_tag(factor: float) -> Boxed:
    """How much a lens enlarges."""
    return Boxed(Line("×" + number(factor, 0), NUMBER), (10, 3), "panel", radius=8)
