"""What ended chapters leave in the world: lamps, water, a mill, a scarf, company, a town, a face. Each around a point.

The title and the map say where each stands. What moves with time takes `phase`, whole numbers that are the same for a
while, so that a picture in which nothing else moves is drawn a few times a second.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from ...i18n import N_
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
TURN = 24  # phases until the mill's sails look as before: a quarter of a turn
RHYTHMS = (7, 11, 13, 17)  # in phases: four windows blink, like the neurons of a small net


def draw_mark(canvas: Canvas, name: str, x: float, y: float, unit: float = 1.0, **numbers: float) -> None:
    """A part of assets/pictures/marks.svg that stands at (x, y)."""
    from .moving_picture import shipped  # brings the rules along, and the first frame ever shows none of this

    shipped("marks").draw_at(canvas, (x, y, unit), numbers, only=name)


def lamp_light(number: int, phase: int) -> float:
    """How much brighter than at rest a lamp is: 0, a half or 1. Each stands so for 0.8 to 1.6 s, in its own rhythm."""
    held = phase // (4 + 3 * number % 5)
    return held * (1 + number % 2) % 3 / 2


def draw_company(canvas: Canvas, x: float, ground: Callable[[float], float], r: float = 8.0) -> None:
    """Three more Pips in a row around x; `ground`: y of the land under an x."""
    for k, look in ((-1, 0.3), (0, 0.0), (1, -0.3)):
        spot = x + k * 3.1 * r
        canvas.pip(spot, ground(spot) - r, r, (look, 0.1), glow=False)


def draw_windows(canvas: Canvas, x: float, y: float, phase: int) -> None:
    """The lit windows of the town at (x, y); the first four go out now and then."""
    out = {f"out {n}": float(phase % rhythm == rhythm - 1) for n, rhythm in enumerate(RHYTHMS, 1)}
    draw_mark(canvas, "windows", x, y, **out)


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
