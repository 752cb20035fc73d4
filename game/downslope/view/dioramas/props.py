"""What stands in several scenes: a house with a warm window, a bucket, footprints."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..draw.canvas import Canvas
    from .diorama import Land

GLOW = ((0.0, 1.0), (1.0, 0.0))


def draw_house(canvas: Canvas, x: float, y: float) -> None:
    """A small house with a warm window, its floor at y."""
    canvas.rect(x - 34, y - 58, 72, 60, "wall", 4, "wall_edge", 1.5)
    canvas.path(f"M{x - 44} {y - 56}L{x + 2} {y - 94}L{x + 48} {y - 56}Z", "slate", "wall_edge", 2)
    canvas.glow(x - 10, y - 30, 46, "lamp_glow", 0.6, GLOW)
    canvas.rect(x - 20, y - 40, 20, 20, "window", 3)
    canvas.line(x - 10, y - 40, x - 10, y - 20, "timber")
    canvas.line(x - 20, y - 30, x, y - 30, "timber")
    canvas.rect(x + 12, y - 36, 16, 37, "door", 3)


def draw_house_lights(canvas: Canvas, x: float, y: float, cheer: float) -> None:
    """The same house after a landing: light in its door too, and all around it."""
    if cheer <= 0:
        return
    part = round(cheer * 8) / 8
    canvas.glow(x - 10, y - 30, 84, "lamp_glow", 0.7 * part, GLOW)
    canvas.rect(x - 20, y - 40, 20, 20, "lamp_light", 3, alpha=part)
    canvas.rect(x + 12, y - 36, 16, 37, "window", 3, alpha=part)
    canvas.line(x - 10, y - 40, x - 10, y - 20, "timber")
    canvas.line(x - 20, y - 30, x, y - 30, "timber")
    canvas.circle(x + 24, y - 18, 1.8, "timber")


def draw_bucket(canvas: Canvas, x: float, y: float, fill: float, hue: str) -> None:
    """An open bucket whose bottom is at y, `fill` (0..1) full of water in a hue."""
    w, h = 58.0, 56.0
    top, wide, narrow = y - h, w / 2, w / 2 * 0.78
    level = y - 4 - fill * (h - 12)
    half = narrow + (wide - narrow) * (y - level) / h - 3
    body = f"M{x - wide} {top}L{x - narrow} {y - 6}Q{x} {y + 6} {x + narrow} {y - 6}L{x + wide} {top}"
    canvas.ellipse(x, y + 1, narrow * 1.15, 6, "ink", 0.45)
    canvas.path(body + "Z", canvas.mix("inside", "metal", 0.16))
    water = f"M{x - half} {level}L{x - narrow + 3} {y - 7}Q{x} {y + 4} {x + narrow - 3} {y - 7}L{x + half} {level}Z"
    if fill > 0:
        canvas.path(water, canvas.mix("inside", hue, 0.46))
        canvas.ellipse(x, level, half, 5, canvas.mix("inside", hue, 0.85), 0.95)
    canvas.path(body, None, "metal", 2.6, 0.95)
    canvas.path(f"M{x - wide} {top}Q{x} {top - h * 0.75} {x + wide} {top}", None, "metal", 2.2, 0.7)
    canvas.ellipse(x, top, wide, 6, "metal", 0.28)
    rim = f"M{x - wide} {top}A{wide} 6 0 0 0 {x + wide} {top}A{wide} 6 0 0 0 {x - wide} {top}"
    canvas.path(rim, None, "metal", 2.2, 0.9)


def draw_steps(canvas: Canvas, land: Land, start: float, end: float, pitch: float) -> None:
    """Footprints on the ground between two x."""
    for i in range(int((end - start) / pitch)):
        x = start + i * pitch
        canvas.ellipse(x, land.ground(x) + 7, 5, 2.2, "hill_rim", 0.55)
