"""Where a plate that is laid over a picture covers nothing that is needed: the first free one of some places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import inf

from ..draw.rects import meets, overlap
from .widget import Rect

Point = tuple[float, float]

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


def first_free_place(places: Sequence[Rect], taken: Sequence[Rect], before: int | None = None) -> int:
    """The number of the first place that covers nothing of what is `taken`; else of the one that covers least.

    `before`: which one it had: it stays there as long as it covers nothing.
    """
    minimum, best = inf, 0
    order: Iterable[int] = range(len(places))
    if before is not None and before < len(places):
        order = (before, *order)
    for number in order:
        place = places[number]
        met = [other for other in taken if meets(place, other, NEAR)]
        if not met:
            return number
        covers = sum(overlap(place, other) for other in met)
        if covers < minimum:
            minimum, best = covers, number
    return best


def free_parts(start: Point, end: Point, taken: Iterable[Rect]) -> list[tuple[Point, Point]]:
    """A line without what lies over something that is `taken`; what is left of it is drawn."""
    (x, y), (dx, dy) = start, (end[0] - start[0], end[1] - start[1])
    left, right, top, low = min(x, end[0]), max(x, end[0]), min(y, end[1]), max(y, end[1])
    beside = [rect for rect in taken if left < rect[0] + rect[2] + NEAR and right > rect[0] - NEAR
              and top < rect[1] + rect[3] + NEAR and low > rect[1] - NEAR]  # fmt: skip
    covered = sorted(filter(None, (_within(start, (dx, dy), rect) for rect in beside)))
    found, at = list[tuple[Point, Point]](), 0.0
    for first, last in [*covered, (1.0, 1.0)]:
        if first > at:
            found.append(((x + dx * at, y + dy * at), (x + dx * first, y + dy * first)))
        at = max(at, last)
    return found


def _within(start: Point, way: Point, rect: Rect) -> tuple[float, float] | None:
    """From which to which part of its way a line is inside."""
    first, last = 0.0, 1.0
    for at, step, low, size in zip(start, way, rect[:2], rect[2:]):
        if not step:
            if not low - NEAR < at < low + size + NEAR:
                return None
            continue
        inside = sorted(((low - NEAR - at) / step, (low + size + NEAR - at) / step))
        first, last = max(first, inside[0]), min(last, inside[1])
    return (first, last) if first < last else None
