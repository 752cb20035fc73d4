"""What stands in the land of the levels by hand: well and buckets, trail and sign, drawing and house, freezer, taxi.

Each picture is a function of (canvas, place). Left is where the input comes from, right where the goal is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from .hills import tree

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

GLOW = ((0.0, 1.0), (1.0, 0.0))


class Place(NamedTuple):
    """Where things stand: the edges of the land, the ground under an x, and how much of the input should arrive."""

    left: float
    right: float
    ground: Callable[[float], float]
    fill: float


def house(canvas: Canvas, x: float, y: float) -> None:
    """A small house with a warm window, its floor at y."""
    canvas.rect(x - 34, y - 58, 72, 60, "wall", 4, "wall_edge", 1.5)
    canvas.path(f"M{x - 44} {y - 56}L{x + 2} {y - 94}L{x + 48} {y - 56}Z", "slate", "wall_edge", 2)
    canvas.glow(x - 10, y - 30, 46, "lamp_glow", 0.6, GLOW)
    canvas.rect(x - 20, y - 40, 20, 20, "window", 3)
    canvas.line(x - 10, y - 40, x - 10, y - 20, "timber")
    canvas.line(x - 20, y - 30, x, y - 30, "timber")
    canvas.rect(x + 12, y - 36, 16, 37, "door", 3)


def bucket(canvas: Canvas, x: float, y: float, fill: float, hue: str) -> None:
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


def draw_well(canvas: Canvas, place: Place) -> None:
    """A well, a full bucket, drops along the path, what arrives, and the house it is for."""
    for i in range(int((place.right - place.left - 410) / 26)):
        x = place.left + 236 + i * 26
        r = max(1.6, 3.4 - i * 0.06)
        canvas.ellipse(x, place.ground(x) - 1, r * 2, r * 0.8, canvas.mix("ter0", "input", 0.5), 0.75)
    x = place.left + 64
    y = place.ground(x)
    for row in range(3):
        for column in range(4):
            shade = canvas.mix("masonry", "mortar", 0.12 * ((row + column) % 3))
            canvas.rect(x - 34 + column * 17 + (0 if row % 2 else -4), y - 34 + row * 12, 16, 11, shade, 3)
    for post in (-30, 28):
        canvas.line(x + post, y - 34, x + post, y - 84, "hill_rim", 4)
    canvas.path(f"M{x - 46} {y - 82}L{x - 1} {y - 112}L{x + 44} {y - 82}Z", "roof", "hill_rim", 2)
    canvas.line(x - 1, y - 84, x - 1, y - 50, "metal", 1.8)
    house(canvas, place.right - 78, place.ground(place.right - 78))
    bucket(canvas, place.left + 148, place.ground(place.left + 148) + 6, 0.95, "input")
    far = place.right - 176
    bucket(canvas, far, place.ground(far) + 6, place.fill, "goal")


def draw_trail(canvas: Canvas, place: Place) -> None:
    """A sign at the start of a trail, footprints there and back, a hut under firs."""
    for i in range(int((place.right - place.left - 430) / 22)):
        x = place.left + 240 + i * 22
        canvas.ellipse(x, place.ground(x) + 5 + 5 * (i % 2), 5, 2.2, "hill_rim", 0.5)
    x = place.left + 84
    y = place.ground(x) + 3
    canvas.ellipse(x, y, 22, 5, "ink", 0.4)
    canvas.rect(x - 4, y - 104, 8, 104, "timber", 3)
    _board(canvas, x, y - 94, 1, "input")
    _board(canvas, x, y - 60, -1, "goal")
    for step, high in ((-46, 34), (132, 30), (160, 42)):
        tree(canvas, place.left + 84 + step, place.ground(place.left + 84 + step) + 3, high * 1.5, "wood")
    for step, high in ((146, 52), (22, 44)):
        tree(canvas, place.right - step, place.ground(place.right - step) + 3, high * 1.4, "wood")
    house(canvas, place.right - 84, place.ground(place.right - 84))


def _board(canvas: Canvas, x: float, y: float, way: int, hue: str) -> None:
    """A board on the sign post that points right (1) or left (-1), with the mark of a quantity on it."""
    tail, tip = x - way * 30, x + way * 44
    d = f"M{tail} {y}H{tip - way * 12}L{tip} {y + 13}L{tip - way * 12} {y + 26}H{tail}Z"
    canvas.path(d, canvas.mix("wall", "timber", 0.35), "wall_edge", 2)
    canvas.glyph(hue, x + way * 4, y + 13, 7)
    canvas.arrow(x + way * 14, y + 13, x + way * 29, y + 13, "text", 2.2, 6)
