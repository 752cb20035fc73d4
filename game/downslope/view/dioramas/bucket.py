"""1-3: a well, drops on the way, and the bucket that should be full to its rim: the rim is the goal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..format.numbers import number
from ..scenery.scenery import ratio_of
from .diorama import Land, LandSpot, LandValues, SideDiorama, draw_number, whole
from .props import draw_bucket, draw_house, draw_house_lights

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

PLACE, HOUSE = 170.0, 48.0  # middle of the bucket and of the house, from the right edge
HIGH, RIM, FOOT = 72.0, 48.0, 37.0  # the bucket: its height, half its width above and below
ASIDE = 84.0  # so much further away Pip stands where words take his place
FLOOR = 6.0  # px of its bottom
PUDDLE, MORE = 58.0, 120.0  # half the puddle of a drop too much, and how it grows with the goal once more


class BucketDiorama(SideDiorama):
    """As full as the prediction says; what is too much runs over and makes a puddle."""

    seat = 320.0

    one_goal = True

    def still(self, canvas: Canvas, land: Land) -> None:
        for i in range(int((land.right - land.left - 410) / 26)):
            x = land.left + 236 + i * 26
            r = max(1.6, 3.4 - i * 0.06)
            canvas.ellipse(x, land.ground(x) - 1, r * 2, r * 0.8, canvas.mix("ter0", "input", 0.5), 0.75)
        x = land.left + 64
        y = land.ground(x)
        for row in range(3):
            for column in range(4):
                shade = canvas.mix("masonry", "mortar", 0.12 * ((row + column) % 3))
                canvas.rect(x - 34 + column * 17 + (0 if row % 2 else -4), y - 34 + row * 12, 16, 11, shade, 3)
        for post in (-30, 28):
            canvas.line(x + post, y - 34, x + post, y - 84, "hill_rim", 4)
        canvas.path(f"M{x - 46} {y - 82}L{x - 1} {y - 112}L{x + 44} {y - 82}Z", "roof", "hill_rim", 2)
        canvas.line(x - 1, y - 84, x - 1, y - 50, "metal", 1.8)
        draw_bucket(canvas, land.left + 148, land.ground(land.left + 148) + 6, 0.95, "input")
        draw_house(canvas, land.right - HOUSE, land.ground(land.right - HOUSE))

    def moving(self, canvas: Canvas, land: Land, values: LandValues) -> None:
        goal = values.goal or 1.0
        part = ratio_of(values.prediction, goal)
        over = max(0.0, part - 1) if values.miss else 0.0
        x, y = land.right - PLACE, _bottom(land)
        draw_house_lights(canvas, land.right - HOUSE, land.ground(land.right - HOUSE), values.cheer)
        _puddle(canvas, x, y, over)
        _body(canvas, x, y)
        if part > 0:
            _water(canvas, x, y, level(y, part))
        _body_lines(canvas, x, y)
        if over > 0:
            _overflow(canvas, x, y, over)
        _rim(canvas, x, y)
        canvas.flag(x + RIM, y - HIGH + 2, 34, glow=False)
        surface = level(y, part)
        inside = y - 24 if surface < y - 40 else surface - 20
        draw_number(canvas, land, x, inside, number(values.prediction, values.digits), "prediction", "middle")
        _miss(canvas, land, x, values.miss, surface, values.digits)

    def pip_x(self, land: Land, values: LandValues) -> float:
        under = land.free > _bottom(land) - HIGH  # large words push what is missing down to where he would stand
        return super().pip_x(land, values) - (ASIDE if under else 0.0)

    def spot(self, land: Land, values: LandValues, prediction: float) -> LandSpot:
        y = _bottom(land)
        part = ratio_of(prediction, values.goal or 1.0)
        return LandSpot(land.right - PLACE - RIM, y - FLOOR - part * (HIGH - FLOOR), side="left")


def level(bottom: float, part: float) -> float:
    """y of the water, to a pixel: from the bottom (part 0) to the rim (part 1)."""
    return bottom - FLOOR - min(1.0, max(0.0, part)) * (HIGH - FLOOR)


def _bottom(land: Land) -> float:
    return land.ground(land.right - PLACE) + 6


def _outline(x: float, y: float) -> str:
    return f"M{x - RIM} {y - HIGH}L{x - FOOT} {y - 6}Q{x} {y + 7} {x + FOOT} {y - 6}L{x + RIM} {y - HIGH}"


def _puddle(canvas: Canvas, x: float, y: float, over: float) -> None:
    if over <= 0:
        canvas.ellipse(x, y + 1, FOOT * 1.2, 6, "ink", 0.45)
        return
    half = whole(PUDDLE + MORE * min(1.0, over))
    canvas.ellipse(x, y + 3, half, whole(7 + 4 * min(1.0, over)), canvas.mix("inside", "prediction", 0.5), 0.9)
    canvas.ellipse(x - half * 0.3, y + 1, whole(half * 0.34), 2.4, "prediction", 0.45)


def _body(canvas: Canvas, x: float, y: float) -> None:
    canvas.path(_outline(x, y) + "Z", canvas.mix("inside", "metal", 0.16))


def _water(canvas: Canvas, x: float, y: float, surface: float) -> None:
    """The full bucket's water, seen up to its surface: one shape serves all heights."""
    top = y - HIGH
    d = f"M{x - RIM + 3} {top}L{x - FOOT + 3} {y - 7}Q{x} {y + 5} {x + FOOT - 3} {y - 7}L{x + RIM - 3} {top}Z"
    with canvas.clip(x - RIM, surface, 2 * RIM, y + 8 - surface):
        canvas.path(d, canvas.mix("inside", "prediction", 0.5))
    half = FOOT + (RIM - FOOT) * (y - surface) / HIGH - 3
    canvas.ellipse(x, surface, whole(half), 6, canvas.mix("inside", "prediction", 0.85), 0.95)


def _body_lines(canvas: Canvas, x: float, y: float) -> None:
    top = y - HIGH
    canvas.path(_outline(x, y), None, "metal", 2.8, 0.95)
    canvas.path(f"M{x - RIM} {top}Q{x} {top - 34} {x + RIM} {top}", None, "metal", 2.2, 0.45)


def _overflow(canvas: Canvas, x: float, y: float, over: float) -> None:
    """It swells over the rim and runs down on both sides."""
    top, swell = y - HIGH, whole(5 + 9 * min(1.0, over))
    bright = canvas.mix("inside", "prediction", 0.85)
    canvas.path(f"M{x - RIM} {top}Q{x} {top - 2 * swell} {x + RIM} {top}A{RIM} 6 0 0 1 {x - RIM} {top}Z", bright)
    for side in (-1, 1):
        for k, (start, thick, shade) in enumerate(((1.0, 7.0, 0.62), (0.72, 4.0, 0.8))):
            a, b = x + side * RIM * start, x + side * (FOOT + 9) * (0.86 if k else 1.0)
            d = f"M{a} {top - 1 + 4 * k}C{a + side * 9} {top + 4} {b + side * 3} {top + 30} {b} {y + 1}"
            canvas.path(d, None, canvas.mix("inside", "prediction", shade), thick, 0.95)
        for k in range(3):
            canvas.circle(x + side * (RIM + 14 + 11 * k), y - 16 + 6 * k, 2.6 - 0.5 * k, "prediction", alpha=0.8)


def _rim(canvas: Canvas, x: float, y: float) -> None:
    top = y - HIGH
    canvas.path(f"M{x - RIM} {top}A{RIM} 6 0 0 0 {x + RIM} {top}A{RIM} 6 0 0 0 {x - RIM} {top}", None, "goal", 3)


def _miss(canvas: Canvas, land: Land, x: float, miss: float, surface: float, digits: int) -> None:
    """What is missing, with a bracket from the rim down to the water, or what is too much."""
    if not miss:
        return
    at, top = x - RIM - 12, _bottom(land) - HIGH
    if miss < 0:
        for bar in (top, surface):
            canvas.line(at - 5, bar, at + 5, bar, "error", 2.2)
        canvas.line(at, top, at, surface, "error", 2.2)
    middle = (top + surface) / 2 if miss < 0 else top + 8
    draw_number(canvas, land, at - 8, middle, number(miss, digits, plus=True), "error", "end")
