"""What lies behind the panels of quiet screens: the evening (or paper) sky and a valley far away."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..draw.canvas import Canvas
    from ..widgets.widget import Rect


def draw_backdrop(canvas: Canvas) -> None:
    """The whole window; drawn once for each size and theme."""
    canvas.keep("backdrop", 0, 0, canvas.w, canvas.h, _paint, opaque=True)


def draw_base(canvas: Canvas, key: Hashable, still: Callable[[Canvas], None]) -> None:
    """The backdrop and what stands still on it as one layer, which is far quicker than one over the other."""

    def draw(sub: Canvas) -> None:
        draw_backdrop(sub)
        still(sub)

    canvas.keep(("base", key), 0, 0, canvas.w, canvas.h, draw, opaque=True)


def draw_sheets(canvas: Canvas, sheets: Sequence[Rect]) -> None:
    """The backdrop with empty panels on it."""

    def still(sub: Canvas) -> None:
        for sheet in sheets:
            sub.sheet(*sheet)

    draw_base(canvas, ("sheets", tuple(sheets)), still)


def _paint(canvas: Canvas) -> None:
    canvas.gradient(0, 0, canvas.w, canvas.h, [(0, "bg0"), (1, "bg1")])
    stretch, low = canvas.w / 1280, canvas.h - 720
    for number, (down, alpha) in enumerate(((0, 0.55), (46, 0.8))):
        ridge = []
        for i in range(66):
            x = -10 + i * 20
            part = (x - 700 - 60 * number) / 760
            ridge.append((x * stretch, low + 490 + down + (1 - part * part) * 70))
        # the crest as a polygon down to a whole pixel, the rest as a box: that is drawn much faster
        foot = math.ceil(max(y for _x, y in ridge) * canvas.s + 1) / canvas.s
        canvas.polygon([*ridge, (1310 * stretch, foot), (-10, foot)], "hillfar", alpha)
        canvas.rect(-10, foot, canvas.w + 20, canvas.h + 10 - foot, "hillfar", alpha=alpha)
