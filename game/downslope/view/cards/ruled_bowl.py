"""The bowl of a card: its weight axis is a ruler that several cards share, so a steeper bowl looks steeper.

A bowl that is too narrow to be seen has a lens over its foot.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from ..bowls.small_bowl import Rise, SmallBowl, draw_factor
from ..draw.tokens import NUMBER
from ..format.numbers import number, short
from ..widgets.widget import Rect

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

PIP = 11.0
NARROW = 26.0  # px: a bowl that is narrower where Pip starts has a lens
LENS = 70.0  # radius of the largest
LOW = 64.0  # a window that is no higher


class RuledBowl:
    """`start`, `bottom`: weights; `unit`: px for 1 of the weight, the same on all cards.

    reached  how far a weight may be from `bottom` to count as the goal
    rise   px for 1 of the weight, how high the start may stand -> (px right of the flag -> px above it)
    """

    def __init__(self, window: Rect, start: float, bottom: float, unit: float,
                 rise: Callable[[float, float], Rise], reached: float = 0.0) -> None:  # fmt: skip
        x, top, w, high = window
        self.window, self.bottom, self.unit = window, bottom, unit
        self.factor = 1.0  # of the lens
        self.lens: SmallBowl | None = None
        half = abs(start - bottom) * unit
        beyond = max(0.0, half - (w / 2 - 2 * PIP))  # the flag stands aside where the start would be out of the window
        middle = x + w / 2 + (beyond if start < bottom else -beyond)
        narrow = 0 < 2 * half < NARROW
        self.wide = SmallBowl(window, middle, top + high - 30, rise(unit, 0.63 * high), flag=min(33.0, 0.21 * high),
                              strata=11, glow=105, reached=0.0 if narrow else reached * unit)  # fmt: skip
        if narrow:
            r = min(LENS, 0.39 * high)
            self.factor = max(2.0, round(0.56 * r / half))
            cx, cy = x + w / 2, top + 0.47 * high
            self.lens = SmallBowl((cx - r, cy - r, 2 * r, 2 * r), cx, cy + 0.61 * r, rise(unit * self.factor, 0.71 * r),
                                  round=r, flag=0.4 * r, glow=0.9 * r,
                                  reached=reached * unit * self.factor)  # fmt: skip

    @property
    def stage(self) -> SmallBowl:
        """The bowl that Pip is seen in."""
        return self.lens or self.wide

    def along(self, weight: float) -> float:
        """px from the flag there."""
        return (weight - self.bottom) * self.unit * self.factor

    def paint(self, canvas: Canvas) -> None:
        """Bowl, ruler, and where it is needed the lens."""
        x, y, w, h = self.window
        self.wide.paint(canvas)
        # 1 where a bar of that weight is well seen, else a power of ten
        power = math.floor(math.log10(w / 3 / self.unit))
        length = 1.0 if 14 <= self.unit <= w / 3 else 10.0**power
        left, low, far = x + 12, y + h - 11, length * self.unit
        for x1, y1, x2, y2 in ((left, low, left + far, low), (left, low - 4, left, low + 4),
                               (left + far, low - 4, left + far, low + 4)):  # fmt: skip
            canvas.line(x1, y1, x2, y2, "text", 2)
        canvas.text(left + far / 2, low - 7, short(length), NUMBER, "text", "middle")
        if self.lens is not None:
            self.lens.paint(canvas)
            label = canvas.width("×" + number(self.factor, 0), NUMBER) + 20
            low = y + h - 18 - 18 * canvas.type if h > LOW else y  # the foot of a low one is under the card's knob
            draw_factor(canvas, x + w - 6 - label, low, self.factor)
