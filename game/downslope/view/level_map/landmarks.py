"""What some chapters are known by, beside their stops on the map: lamps of a street, a wall, digits."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from ...rules.campaign import CHAPTERS
from .map_layout import MapPlan, Spot

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

DIGITS = {
    "7": ("1111", "0001", "0010", "0100", "0100"),
    "5": ("1111", "1000", "1110", "0001", "1110"),
}  # pictures of numbers, as the last chapter reads them


def draw_landmarks(canvas: Canvas, plan: MapPlan, page: int) -> None:
    """What some chapters are known by, beside their stops."""
    painters = {"many": _lamps, "deep": _wall, "images": _digits}
    for number, chapter in enumerate(CHAPTERS, 1):
        spots = [spot for spot in plan.spots if spot.stop.chapter == number and spot.page == page]
        if spots and chapter.key in painters:
            painters[chapter.key](canvas, plan, spots)


def _lamps(canvas: Canvas, plan: MapPlan, spots: Sequence[Spot]) -> None:
    start = spots[len(spots) // 2].x + 100
    for i in range(3):
        x, lit = start + 42 * i, i != 2
        y = plan.ridge(spots[0].row, x) + 66
        if lit:
            canvas.glow(x + 9, y - 28, 32, "lamp_glow", 0.7)
        canvas.path(f"M{x} {y}V{y - 26}q0 -8 8 -8", None, "pole", 2.6, 0.85)
        canvas.ellipse(x + 9, y - 33, 6, 3.5, "pole", 0.9)
        canvas.ellipse(x + 9, y - 30, 4, 3, "lamp_light" if lit else "well")


def _wall(canvas: Canvas, plan: MapPlan, spots: Sequence[Spot]) -> None:
    left, top = spots[0].x + 16, plan.ridge(spots[0].row, spots[0].x + 30) + 34
    for i in range(4):
        for k in range(5):
            if (i, k) not in ((0, 3), (0, 4), (1, 4)):
                canvas.rect(left + k * 13 - (6 if i % 2 else 0), top + i * 7, 12, 6, "map_bricks", 1, alpha=0.5)


def _digits(canvas: Canvas, _plan: MapPlan, spots: Sequence[Spot]) -> None:
    unit = 5.2
    pairs = list(pairwise(spots))[-2:]
    for digit, (a, b) in zip(DIGITS, pairs):
        x, y = (a.x + b.x) / 2 - 2 * unit, min(a.y, b.y) - 32 - 5 * unit
        for i, row in enumerate(DIGITS[digit]):
            for k, value in enumerate(row):
                if value == "1":
                    canvas.rect(x + k * unit, y + i * unit, unit - 0.8, unit - 0.8, "map_digits", 1, alpha=0.76)
