"""Pip's body in a hop: how it is squashed and stretched, and the dust that it raises. Lengths are design pixels.

A step has three parts: the arrow grows, he crouches, he flies. Then he lands, which takes a moment more.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..draw.sprites import ROUND as ROUND
from ..draw.tween import smooth

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

Stretch = tuple[float, float]  # times as wide, times as high; the foot stays where it is
CROUCH: Stretch = (1.16, 0.78)
LANDED: Stretch = (1.20, 0.76)
ARROW, OFF = 0.24, 0.36  # part of a step's time when the arrow has grown; when he takes off
# While he flies: part of the way -> his shape.
FLIGHT: Sequence[tuple[float, Stretch]] = (
    (0.0, CROUCH), (0.14, (0.90, 1.16)), (0.3, (0.92, 1.10)), (0.5, ROUND), (0.82, (0.92, 1.12)), (1.0, (0.92, 1.12)),
)  # fmt: skip
LANDING, DUST = 0.09, 0.2  # seconds: until he is round again; until the dust has settled


def glide(hop_progress: float) -> float:
    """How far what slides is on its way at so much of a hop: 0 while the arrow grows, slow at both ends."""
    return smooth((hop_progress - ARROW) / (1 - ARROW))


def flight(hop_progress: float) -> float:
    """How much of his way he has flown, at 0 ... 1 of a step: as a ball that was thrown, always as fast sideways."""
    return min(1.0, max(0.0, (hop_progress - OFF) / (1 - OFF)))


def stretch_at(hop_progress: float) -> Stretch:
    """His shape at 0 ... 1 of a step."""
    if hop_progress <= ARROW:
        return ROUND
    if hop_progress < OFF:
        return _between(ROUND, CROUCH, (hop_progress - ARROW) / (OFF - ARROW))
    way = flight(hop_progress)
    for (first, before), (end, after) in zip(FLIGHT, FLIGHT[1:]):
        if way <= end:
            return _between(before, after, (way - first) / (end - first))
    return FLIGHT[-1][1]


def stretch_after(seconds: float) -> Stretch:
    """His shape so long after he has landed."""
    return _between(LANDED, ROUND, min(1.0, max(0.0, seconds / LANDING)))


def _between(a: Stretch, b: Stretch, part: float) -> Stretch:
    return a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part


def draw_take_off(canvas: Canvas, x: float, ground: float, part: float) -> None:
    """Three puffs of dust where he left the ground, `part` 0 ... 1 of their time."""
    for aside, up, r in ((-12, -4, 5), (0, -1, 4), (10, -2, 3)):
        _puff(canvas, x + aside * (1 + 0.5 * part), ground + up - 4 * part, r, 0.38 * (1 - part))


def draw_landing(canvas: Canvas, x: float, ground: float, part: float) -> None:
    """A ring around him and dust to both sides, `part` 0 ... 1 of their time."""
    fade = 1 - part
    canvas.ellipse(x, ground, 38 + 8 * part, 7, "text", _step(0.16 * fade))
    canvas.circle(x, ground - 6, 24 + 14 * part, None, "text", 2, _step(0.35 * fade))
    for side in (-1, 1):
        for k in range(3):
            _puff(canvas, x + side * (24 + 9 * k + 8 * part), ground - 4 - 4 * k, 4 - k, (0.5 - 0.12 * k) * fade)


def _puff(canvas: Canvas, x: float, y: float, r: float, alpha: float) -> None:
    canvas.circle(x, y, r, "star" if canvas.theme.dark else "stone_edge", alpha=_step(alpha))


def _step(alpha: float) -> float:
    """So few that their pictures are soon kept."""
    return round(20 * alpha) / 20
