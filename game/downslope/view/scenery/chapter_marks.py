"""What ended chapters leave in the world: lamps, water, a mill, a scarf, company, a town, a face. Each around a point.

The title and the map say where each stands. What moves with time takes `phase`, whole numbers that are the same for a
while, so that a picture in which nothing else moves is drawn a few times a second.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ...i18n import N_

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

# the key of the chapter whose end brings it
LAMPS, CLEAR, WATER, MILL = "forward", "error", "hot-and-cold", "delta"
SCARF, COMPANY, TOWN, FACE = "alpha", "many", "deep", "images"
CHANGES = {  # what is another from then on
    LAMPS: N_("The lamps on the first ridge are lit."),
    CLEAR: N_("The fog over the second ridge is gone."),
    WATER: N_("There is water in the valley."),
    MILL: N_("The mill turns."),
    SCARF: N_("Pip wears a scarf in the green of alpha."),
    COMPANY: N_("Three more Pips have come up to the ridge."),
    TOWN: N_("In the far town the windows are lit, and blink like neurons."),
    FACE: N_("The moon has a face: you drew it."),
}
THOUGHTS = {  # the levels of a chapter, in few words
    LAMPS: N_("Feel · halve · the big one first · mind the sign · ask who lies"),
}
MOVING = frozenset(CHANGES)  # lamps come with each of them, and their light comes and goes
TICKS = 5.0  # pictures a second of what moves
SAILS = 4
TURN = 24  # phases until the mill's sails look as before: a quarter of a turn
HOUSES = ((-44, 16, 20), (-24, 12, 30), (-9, 18, 22), (12, 11, 34), (26, 20, 18))  # x, width, height
WINDOWS = ((-36, 9), (-18, 19), (0, 11), (17, 22), (36, 8))  # x and height of a lit one
NEURONS = 4  # so many of the windows blink, like the neurons of a small net: each with its own rhythm
RHYTHMS = (7, 11, 13, 17)  # in phases
LAMP = 24.0  # height of a lamp


def draw_lamp(canvas: Canvas, x: float, y: float) -> None:
    """A lamp whose foot is at (x, y)."""
    canvas.glow(x, y - LAMP, 30, "lamp_glow", 0.6)
    canvas.line(x, y, x, y - LAMP + 4, "pole", 2)
    canvas.circle(x, y - LAMP, 4.2, "lamp_light")


def lamp_light(number: int, phase: int) -> float:
    """How much brighter than at rest a lamp is: 0, a half or 1. Each stands so for 0.8 to 1.6 s, in its own rhythm."""
    held = phase // (4 + 3 * number % 5)
    return held * (1 + number % 2) % 3 / 2


def draw_lamp_light(canvas: Canvas, x: float, y: float, number: int, phase: int) -> None:
    """What comes and goes of the light of a lamp whose foot is at (x, y)."""
    light = lamp_light(number, phase)
    if light:
        canvas.glow(x, y - LAMP, 22, "lamp_light", 0.32 * light)


def draw_fog(canvas: Canvas, x: float, y: float, wide: float) -> None:
    """Fog that lies around (x, y)."""
    for number, (part, up) in enumerate(((-0.3, 0), (0.0, -9), (0.28, 3), (0.05, 12))):
        canvas.glow(x + part * wide, y + up, wide * (0.34 - 0.03 * number), "fog", 0.4)


def draw_water(canvas: Canvas, x: float, y: float, wide: float, high: float) -> None:
    """A lake around (x, y)."""
    canvas.ellipse(x, y + 1.5, wide, high, "water_edge", 0.8)
    canvas.ellipse(x, y, wide, high, "water")
    for part, down, size in ((-0.45, -0.3, 0.2), (0.2, 0.1, 0.3), (-0.1, 0.45, 0.16)):
        left = x + part * wide
        canvas.line(left, y + down * high, left + size * wide, y + down * high, "water_light", 1.6, 0.7)


def draw_pool(canvas: Canvas, banks: Sequence[tuple[float, float]]) -> None:
    """Water that fills a hollow; the banks from the left to the right, the first and the last as high as the water."""
    canvas.polygon(banks, "water", 0.85)
    (left, level), (right, _level) = banks[0], banks[-1]
    canvas.line(left, level, right, level, "water_light", 2, 0.8)
    width, low = right - left, level + 6
    canvas.line(left + 0.55 * width, low, left + 0.78 * width, low, "water_light", 1.6, 0.6)


def draw_mill(canvas: Canvas, x: float, y: float, colour: str, size: float = 1.0) -> None:
    """The mill without its sails; its foot is at (x, y)."""
    points = ((-9, 2), (-6, -30), (6, -30), (9, 2))
    canvas.polygon([(x + a * size, y + b * size) for a, b in points], colour)
    roof = ((-8, -29), (0, -39), (8, -29))
    canvas.polygon([(x + a * size, y + b * size) for a, b in roof], "roof")
    canvas.rect(x - 2 * size, y - 8 * size, 4 * size, 9 * size, "window", 1)


def draw_sails(canvas: Canvas, x: float, y: float, phase: int, size: float = 1.0) -> None:
    """The four sails of the mill whose foot is at (x, y)."""
    hub_y = y - 30 * size
    for k in range(SAILS):
        a = 0.35 + 2 * math.pi * (k + (phase % TURN) / TURN) / SAILS
        tip = (x + 21 * size * math.cos(a), hub_y + 21 * size * math.sin(a))
        canvas.line(x, hub_y, *tip, "pole", 2.6 * size, 0.9)
    canvas.circle(x, hub_y, 2.4 * size, "pole")


def draw_scarf(canvas: Canvas, x: float, y: float, r: float) -> None:
    """Around Pip, whose middle is at (x, y): in the colour of alpha."""
    low = y + 0.62 * r
    canvas.polyline([(x - 0.72 * r, low - 0.06 * r), (x, low + 0.16 * r), (x + 0.72 * r, low - 0.06 * r)], "alpha",
                    max(2.0, 0.28 * r))  # fmt: skip
    canvas.line(x - 0.42 * r, low, x - 0.62 * r, low + 0.62 * r, "alpha", max(2.0, 0.26 * r))


def draw_company(canvas: Canvas, x: float, ground: Callable[[float], float], r: float = 8.0) -> None:
    """Three more Pips in a row around x; `ground`: y of the land under an x."""
    for k, look in ((-1, 0.3), (0, 0.0), (1, -0.3)):
        spot = x + k * 3.1 * r
        canvas.pip(spot, ground(spot) - r, r, (look, 0.1), glow=False)


def draw_town(canvas: Canvas, x: float, y: float, colour: str) -> None:
    """Houses far away, dark against the sky; they stand on y."""
    for left, wide, high in HOUSES:
        canvas.rect(x + left, y - high, wide, high + 3, colour)
        canvas.polygon([(x + left - 2, y - high), (x + left + wide / 2, y - high - 8), (x + left + wide + 2, y - high)],
                       colour)  # fmt: skip


def draw_windows(canvas: Canvas, x: float, y: float, phase: int) -> None:
    """The lit windows of the town at (x, y); the first four go out now and then."""
    for number, (across, up) in enumerate(WINDOWS):
        if number < NEURONS and phase % RHYTHMS[number] == RHYTHMS[number] - 1:
            continue
        canvas.rect(x + across - 2, y - up, 4, 5, "window", 1)


def draw_face(canvas: Canvas, x: float, y: float, r: float, pixels: Sequence[float]) -> None:
    """A drawing on a disc: square pixels, row by row, 0 ... 1. Without one: nothing."""
    side = math.isqrt(len(pixels))
    if not side or side * side != len(pixels):
        return
    unit = 1.3 * r / side
    for number, ink in enumerate(pixels):
        if ink > 0.1:
            row, column = divmod(number, side)
            left, top = x + (column - side / 2) * unit, y + (row - side / 2) * unit
            canvas.rect(left, top, unit * 0.94, unit * 0.94, "moon_ink", 0.8, alpha=min(1.0, ink))


def draw_moon(canvas: Canvas, x: float, y: float, r: float) -> None:
    """The disc, with its light."""
    canvas.glow(x, y, 2.6 * r, "full_moon", 0.4)
    canvas.circle(x, y, r, "full_moon")
