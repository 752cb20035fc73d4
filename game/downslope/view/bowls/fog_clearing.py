"""Where the fog has gone from a part of a curve: the land under it, the curve, and what rolls on it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ..draw.plate import draw_disc
from ..draw.tokens import NUMBER
from ..scenery.hills import mist
from .bowl_landscape import STRATUM, curve_hues
from .fog_bowl import DOT, PIP

if TYPE_CHECKING:
    from ..draw.canvas import Canvas
    from .error_bowl import Bowl

WAY = 20.0  # the dotted way of Pip lies so far above the curve
PUFFS = 9
SMALL = 26.0  # between two of a dusty Pip's smudges
DUST = ((34.0, 4.0, 4.0), (46.0, 9.0, 3.0), (58.0, 12.0, 2.2))  # behind him: how far, how high, how large
STRATA = 4


def draw_clearing(canvas: Canvas, bowl: Bowl, first: float, last: float) -> None:
    """The land between two weights, one layer of which as much is shown as Pip has come by."""
    x, y, w, _h = bowl.rect
    left, right = sorted((bowl.X(first), bowl.X(last)))
    left, right = max(x, left), min(x + w, right)
    if right - left < 1:
        return

    def draw(sub: Canvas) -> None:
        low = y + bowl.sky
        for k in range(STRATA):
            rim = [(px, min(low, py + k * STRATUM)) for px, py in bowl.points]
            sub.polygon([*rim, (rim[-1][0], low), (rim[0][0], low)], f"ter{k}", 0.62)
        hues = curve_hues(sub, bowl.points, y, bowl.base, 14)
        sub.polyline(bowl.points, hues[len(hues) // 2] if len(hues) == 1 else "error", 4.5)
        sub.polyline([(px, py - WAY) for px, py in bowl.points[::6]], "text", 2.4, 0.6, (1, 8))

    with canvas.clip(left, y, right - left, bowl.sky):
        canvas.keep(("clearing", bowl.key), x, y, w, bowl.sky, draw)
    with canvas.clip(x, y, w, bowl.sky):
        edge, alpha = bowl.X(first), 0.16 if canvas.theme.dark else 0.5
        for k in range(PUFFS):
            mist(canvas, edge + 26 - 6 * (k % 4), y + bowl.sky - 190 + 25 * k, 120, 30, "fog_cloud", alpha)


def spot_on(bowl: Bowl, weight: float, r: float = PIP) -> tuple[float, float]:
    """The middle of a ball on the curve, also where that is out of the picture."""
    slope = bowl.slope(weight)
    length = math.hypot(1.0, slope)
    return bowl.X(weight) + slope / length * r, bowl.height(weight) - r / length


def draw_roller(canvas: Canvas, bowl: Bowl, weight: float, way: int, dusty: bool, mood: str) -> None:
    """Pip on the curve. `way`: -1, 1, where he rolls; dust flies behind him. `dusty`: he has been far out."""
    x, y, w, _h = bowl.rect
    px, py = spot_on(bowl, weight)
    with canvas.clip(x, y, w, bowl.sky):
        if way and not canvas.look.still:
            for far, up, r in DUST:
                at = px - way * (far - 6)
                canvas.circle(at, bowl.height(bowl.weight_at(at)) - up, r, "white", alpha=0.5)
        canvas.pip(px, py, PIP, (0.35 * way, 0.15), mood)
        if dusty:
            for dx, dy, r in ((-9, -7, 4.5), (7, 6, 5.5), (-4, 10, 3.5), (10, -9, 3.0)):
                canvas.circle(px + dx, py + dy, r, "text3", alpha=0.45)


def draw_start(canvas: Canvas, bowl: Bowl, weight: float) -> None:
    """The start's stone, on the curve."""
    x, y = spot_on(bowl, weight, DOT)
    draw_disc(canvas, (x, y), DOT - 2, "0", "text2", 1.8, tint=0.3, size=NUMBER.size)


def draw_floor(canvas: Canvas, bowl: Bowl, error: float, part: float) -> None:
    """A line at an error, without its number."""
    x, _y, w, _h = bowl.rect
    if part > 0:
        canvas.line(x + 14, bowl.Y(error), x + 14 + (w - 28) * part, bowl.Y(error), "error", 2.5, 1, (8, 6))
