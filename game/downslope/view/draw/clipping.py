"""What is near enough to be seen: how far and how large what is drawn may be, in physical pixels, and what lies within.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from .raster import Point

PLACE_LIMIT = 1e6  # from the corner to a place: what is beyond, or no number, stands there, where nobody sees it
LINE_LIMIT = 20_000.0  # to a point of a line: one that goes further is cut to what is around the window
LAYER_LIMIT = 16_384  # width and height of a layer
BOX_LIMIT = 20_000_000  # area of a box: a larger one is cut to what is around the window
AROUND = 200  # on each side of the window
Rect = tuple[float, float, float, float]


def near(place: float) -> float:
    """A place in physical pixels, where it can be drawn."""
    return place if -PLACE_LIMIT < place < PLACE_LIMIT else -PLACE_LIMIT if place < 0 else PLACE_LIMIT


def is_short(points: Sequence[Point]) -> bool:
    """Whether a line through them can be drawn as it is."""
    for x, y in points:  # noqa: SIM110  asked of every line of every frame: all() takes twice as long
        if not (-LINE_LIMIT < x < LINE_LIMIT and -LINE_LIMIT < y < LINE_LIMIT):
            return False
    return True


def inside(points: Sequence[Point], rect: Rect) -> list[list[Point]]:
    """What of a way lies inside a rect, in pieces; each stretch is cut where it crosses the edge."""
    found: list[list[Point]] = []
    for start, end in zip(points, points[1:]):
        cut = clip_line(start, end, rect)
        if cut is None:
            continue
        if found and found[-1][-1] == cut[0]:
            found[-1].append(cut[1])
        else:
            found.append(list(cut))
    return found


def clip_line(start: Point, end: Point, rect: Rect) -> tuple[Point, Point] | None:
    """The part of a straight line inside a rect (Liang & Barsky 1984); None: there is none."""
    (x0, y0), (x1, y1) = start, end
    dx, dy = x1 - x0, y1 - y0
    if not (math.isfinite(dx) and math.isfinite(dy)):
        return None
    near, far = 0.0, 1.0
    for step, room in ((-dx, x0 - rect[0]), (dx, rect[0] + rect[2] - x0), (-dy, y0 - rect[1]),
                       (dy, rect[1] + rect[3] - y0)):  # fmt: skip
        if step == 0:
            if room < 0:
                return None
        elif step < 0:
            near = max(near, room / step)
        else:
            far = min(far, room / step)
    if near > far:
        return None
    first = start if near == 0.0 else (x0 + dx * near, y0 + dy * near)
    last = end if far == 1.0 else (x0 + dx * far, y0 + dy * far)
    return first, last
