"""Rects and points: what lies on what, and how much of it."""

from __future__ import annotations

Point = tuple[float, float]
Rect = tuple[float, float, float, float]  # x, y, width, height


def holds(rect: Rect, spot: Point, margin: float = 0.0) -> bool:
    """Whether a place lies in a rect, at least so far from its edge; on the edge counts."""
    x, y, w, h = rect
    return x + margin <= spot[0] <= x + w - margin and y + margin <= spot[1] <= y + h - margin


def meets(a: Rect, b: Rect, room: float = 0.0) -> bool:
    """Whether two rects are closer to each other than `room`."""
    across = a[0] < b[0] + b[2] + room and b[0] < a[0] + a[2] + room
    return across and a[1] < b[1] + b[3] + room and b[1] < a[1] + a[3] + room


def overlap(a: Rect, b: Rect) -> float:
    """Area that two rects have in common."""
    width = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    height = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    return max(0.0, width) * max(0.0, height)
