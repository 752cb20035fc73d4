"""What Pip does when what he was waiting for has come to rest: he hops, shrugs, or skids and looks back."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from ..draw.tween import smooth

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

LASTS = 0.9  # seconds
HOP, HOPS = 14.0, 3
STEP, SHRUG, SKID = 12.0, 4.0, 22.0  # px
AHEAD, BACK, UP = (0.4, -0.08), (-0.4, 0.05), (0.25, -0.3)  # where he looks
LAND, SHORT, PAST = "land", "short", "past"


class Pose(NamedTuple):
    """How far he is from his place, where he looks, and how thick the dust behind him is (0..1)."""

    dx: float = 0.0
    dy: float = 0.0
    look: tuple[float, float] = (0.3, 0.05)
    dust: float = 0.0


def kind_of(ratio: float, right: bool) -> str:
    """What a prediction that is so much of the goal does to him."""
    return LAND if right else PAST if ratio > 1 else SHORT


def pose(kind: str, seconds: float, still: bool) -> Pose:
    """After so many seconds of it; with reduced motion, and after the last one, how it ends."""
    part = 1.0 if still else min(1.0, seconds / LASTS)
    if kind == LAND:
        hop = 0.0 if part >= 1 else abs(math.sin(math.pi * HOPS * part)) * (1 - 0.4 * part)
        return Pose(0.0, -HOP * hop, UP if part < 1 else (0.3, 0.05))
    if kind == SHORT:
        step = smooth(part / 0.35) - smooth((part - 0.7) / 0.3)
        shrug = math.sin(math.pi * (part - 0.4) / 0.3) if 0.4 < part < 0.7 else 0.0
        return Pose(STEP * step, -SHRUG * shrug, AHEAD)
    if kind == PAST:
        skid = smooth(part / 0.3) - smooth((part - 0.55) / 0.45)
        return Pose(SKID * skid, 0.0, AHEAD if part < 0.3 else BACK, max(0.0, 1 - part / 0.7) if part > 0.05 else 0.0)
    return Pose()


def draw_dust(canvas: Canvas, x: float, y: float, dust: float) -> None:
    """Three puffs behind him, thinner as they spread; his foot is at (x, y)."""
    if dust <= 0:
        return
    away = 1 - dust
    for k, (back, up, r) in enumerate(((14, 3, 6.0), (24, 7, 4.5), (33, 4, 3.5))):
        size = round((r + 3 * away) * 2) / 2
        alpha = round(0.55 * dust * (1 - 0.2 * k) * 16) / 16
        canvas.circle(x - back - 12 * away, y - up - 4 * away, size, "text2", alpha=alpha)
