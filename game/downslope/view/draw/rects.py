"""Rects and points: what lies on what, and how much of it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from .raster import Point as Point

Rect = tuple[float, float, float, float]  # x, y, width, height

# What is near enough to be seen: how far and how large what is drawn may be, in physical pixels, and what lies
# within.


PLACE_LIMIT = 1e6  # from the corner to a place: what is beyond, or no number, stands there, where nobody sees it
LINE_LIMIT = 20_000.0  # to a point of a line: one that goes further is cut to what is around the window
LAYER_LIMIT = 16_384  # width and height of a layer
BOX_LIMIT = 20_000_000  # area of a box: a larger one is cut to what is around the window
AROUND = 200  # on each side of the window


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
    parts: list[list[Point]] = []
    for start, end in zip(points, points[1:]):
        cut = clip_line(start, end, rect)
        if cut is None:
            continue
        if parts and parts[-1][-1] == cut[0]:
            parts[-1].append(cut[1])
        else:
            parts.append(list(cut))
    return parts


def clip_line(start: Point, end: Point, rect: Rect) -> tuple[Point, Point] | None:
    """The part of a straight line inside a rect; None: there is none."""
    part = part_inside(start, end, rect)
    if part is None:
        return None
    (x, y), dx, dy = start, end[0] - start[0], end[1] - start[1]
    first = start if part[0] == 0.0 else (x + dx * part[0], y + dy * part[0])
    return first, end if part[1] == 1.0 else (x + dx * part[1], y + dy * part[1])


def part_inside(start: Point, end: Point, rect: Rect, margin: float = 0.0) -> tuple[float, float] | None:
    """From which to which part of its way a straight line is in a rect, or so near (Liang & Barsky 1984)."""
    near, far = 0.0, 1.0
    for at, goal, low, size in zip(start, end, rect[:2], rect[2:]):
        step, low, high = goal - at, low - margin, low + size + margin
        if not math.isfinite(step) or (not step and not low <= at <= high):
            return None
        if step:
            ends = sorted(((low - at) / step, (high - at) / step))
            near, far = max(near, ends[0]), min(far, ends[1])
    return (near, far) if near <= far else None


def holds(rect: Rect, spot: Point, margin: float = 0.0) -> bool:
    """Whether a place lies in a rect, at least so far from its edge; on the edge counts."""
    x, y, w, h = rect
    return x + margin <= spot[0] <= x + w - margin and y + margin <= spot[1] <= y + h - margin


def meets(a: Rect, b: Rect, room: float = 0.0) -> bool:
    """Whether two rects are closer to each other than `room`."""
    across = a[0] < b[0] + b[2] + room and b[0] < a[0] + a[2] + room
    return across and a[1] < b[1] + b[3] + room and b[1] < a[1] + a[3] + room


# Where a plate that is laid over a picture covers nothing that is needed: the first free one of some places.


NEAR = 2.0  # a plate keeps so far from what it must not cover
STEP = 17.0  # from row to row, from column to column


def places_that_fit(within: Rect, wide: float, high: float, edge: float) -> list[Rect]:
    """For a plate that stands anywhere: in the corners, the upper right one first; along the edges; then inside."""
    left, top, w, h = within
    right, low = left + w - edge - wide, top + h - edge - high
    columns = [right - STEP * n for n in range(1, max(1, int((right - left - edge) / STEP)))]
    rows = [top + edge + STEP * n for n in range(1, max(1, int((low - top - edge) / STEP)))]
    corners = [(x, y) for x in (right, left + edge) for y in (top + edge, low)]
    edges = [(x, y) for y in (top + edge, low) for x in columns] + [(x, y) for x in (right, left + edge) for y in rows]
    inside = [(x, y) for x in columns for y in rows]
    return [(max(left + edge, x), max(top + edge, y), wide, high) for x, y in (*corners, *edges, *inside)]


def first_free_place(places: Sequence[Rect], taken: Sequence[Rect], before: int | None = None,
                     margin: float = NEAR) -> int:  # fmt: skip
    """The number of the first place that covers nothing of what is `taken`; else of the one that covers least.

    `before`: which one it had: it stays there as long as it covers nothing.
    """
    minimum, best = math.inf, 0
    order: Iterable[int] = range(len(places))
    if before is not None and before < len(places):
        order = (before, *order)
    for number in order:
        place = places[number]
        met = [other for other in taken if meets(place, other, margin)]
        if not met:
            return number
        x, y, w, h = place
        covers = sum((min(x + w, left + wide) - max(x, left)) * (min(y + h, top + high) - max(y, top))
                     for left, top, wide, high in met if meets(place, (left, top, wide, high)))  # fmt: skip
        if covers < minimum:
            minimum, best = covers, number
    return best


def free_parts(start: Point, end: Point, taken: Iterable[Rect]) -> list[tuple[Point, Point]]:
    """A line without what lies over something that is `taken`; what is left of it is drawn."""
    (x, y), (dx, dy) = start, (end[0] - start[0], end[1] - start[1])
    covered = sorted(filter(None, (part_inside(start, end, rect, NEAR) for rect in taken)))
    parts, at = list[tuple[Point, Point]](), 0.0
    for first, last in [*covered, (1.0, 1.0)]:
        if first > at:
            parts.append(((x + dx * at, y + dy * at), (x + dx * first, y + dy * first)))
        at = max(at, last)
    return parts
