"""A window over a thermostat: frost where it is too cold, clear where it is right, steam where it is too warm."""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..draw.canvas import Canvas
    from .scene_strip import Rect

FULL = 3.0  # a miss that covers the whole pane
CRYSTALS, WISPS = 26, 9  # of a pane that is covered whole
SHADES = 24


def draw_window(canvas: Canvas, rect: Rect, before: float, after: float | None) -> None:
    """Two panes, the misses before and after a test. `after` None: there was none, and the pane is dark."""
    parts = (_part(before), None if after is None else _part(after))

    def draw(sub: Canvas) -> None:
        x, y, w, h = rect
        half = (w - 6) / 2
        for left, part in zip((x, x + half + 6), parts):
            _draw_pane(sub, (left, y, half, h), part)

    canvas.keep(("window", rect, parts), *rect, draw)


def _part(miss: float) -> int:
    """How much of a pane is covered: below 0 with frost, above 0 with steam."""
    covered = max(-1.0, min(1.0, miss / FULL)) if math.isfinite(miss) else 1.0
    return round(SHADES * covered) or int(math.copysign(abs(miss) > 1e-9, miss))


def _draw_pane(canvas: Canvas, rect: Rect, part: int | None) -> None:
    x, y, w, h = rect
    canvas.rect(x, y, w, h, "well", 7)
    if part is None:
        canvas.rect(x + 1, y + 1, w - 2, h - 2, None, 6, "border2", 1.5, dash=(4, 4))
        return
    covered = abs(part) / SHADES
    with canvas.clip(x, y, w, h, 7):
        canvas.gradient(x, y, w, h, ((0.0, "pane0"), (1.0, "pane1")))
        canvas.glow(x + w / 2, y + h, 0.7 * w, "lamp_glow", round(16 * 0.5 * (1 - covered)) / 16)
        (_draw_frost if part < 0 else _draw_steam)(canvas, rect, covered)
    canvas.line(x + w / 2, y + 1, x + w / 2, y + h - 1, "border2", 2)
    canvas.rect(x + 1, y + 1, w - 2, h - 2, None, 6, "border2", 2)


def _draw_frost(canvas: Canvas, rect: Rect, covered: float) -> None:
    """Crystals from the edges inwards."""
    x, y, w, h = rect
    canvas.rect(x, y, w, h, "ice_block", 7, alpha=round(16 * 0.4 * covered) / 16)
    dice = random.Random(3)
    for _ in range(math.ceil(CRYSTALS * covered)):
        side, along, size = dice.random(), dice.random(), dice.uniform(4, 4 + 7 * covered)
        across = dice.uniform(0, 0.1 + 0.4 * covered) * h
        cx, cy = x + along * w, y + across if side < 0.5 else y + h - across
        for k in range(3):
            dx, dy = size * math.cos(k * math.pi / 3), size * math.sin(k * math.pi / 3)
            canvas.line(cx - dx, cy - dy, cx + dx, cy + dy, "frost", 1.6, 0.9)


def _draw_steam(canvas: Canvas, rect: Rect, covered: float) -> None:
    """Wisps from below."""
    x, y, w, h = rect
    canvas.rect(x, y, w, h, "white", 7, alpha=round(16 * 0.3 * covered) / 16)
    many = math.ceil(WISPS * covered)
    for k in range(many):
        left = x + (k + 0.5) * w / many
        high = h * (0.5 + 0.2 * (k % 2))
        wisp = f"M{left} {y + h - 3}q6 {-high / 4} 0 {-high / 2}q-6 {-high / 4} 0 {-high / 2}"
        canvas.path(wisp, None, "steam", 2.4, 0.75)
