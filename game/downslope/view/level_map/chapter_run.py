"""A chapter's end on the map: gold runs along its path, a lamp is lit at each stop, the next sign turns over."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..draw.raster import Point
from ..draw.tween import smooth
from ..scenery.chapter_marks import draw_lamp
from .map_layout import PIP_ABOVE, MapPlan
from .map_picture import chapter_way
from .map_sign_layout import Sign
from .map_stop_picture import draw_stop

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

GOLD, LAMP = 0.9, 0.18  # seconds: of the gold's whole way; between two lamps
LAMPS = round(GOLD / LAMP)
TURN = 0.4  # of the sign, once the gold is there
CHANGE = 0.6  # of the land, from then on
WHOLE = 2.6  # of all of it
PIP = 16.0  # his radius on the way


def lit_lamps(time: float, count: int) -> int:
    """How many of so many lamps are lit by then."""
    return min(count, int(time / LAMP))


def change_of_land(time: float) -> float:
    """0 ... 1: how much of the land as it is from now on is to be seen."""
    return smooth((time - GOLD) / CHANGE)


def head_of(way: list[Point], time: float) -> int:
    """The index of the point that the gold has come to."""
    return round(smooth(time / GOLD) * (len(way) - 1))


def draw_run(canvas: Canvas, plan: MapPlan, page: int, chapter: int, time: float) -> None:
    """The gold, the lamps and Pip, who runs ahead of it."""
    way = chapter_way(plan, page, chapter)
    if not way:
        return
    head = head_of(way, time)
    if head:
        canvas.polyline(way[: head + 1], "gold1", 5)
    x, y = way[head]
    canvas.glow(x, y, 60, "lamp_glow", 0.6)
    for spot in plan.spots:
        if spot.stop.chapter == chapter and spot.page == page:
            draw_stop(canvas, spot)
    lamps = plan.lamps.get((page, chapter), ())
    for foot in lamps[: lit_lamps(time, len(lamps))]:
        draw_lamp(canvas, *foot)
    if time < GOLD:
        canvas.pip(x, y - PIP_ABOVE, PIP, (0.3, 0.1), "happy", glow=False)


def draw_turning(canvas: Canvas, sign: Sign, time: float, draw: Callable[[Canvas], None]) -> None:
    """The next chapter's sign: its empty back turns away, then `draw` shows its face."""
    part = (time - GOLD) / TURN
    if part >= 1:
        draw(canvas)
        return
    shown = abs(1 - 2 * max(0.0, part))  # of its height
    middle = sign.y + sign.h / 2
    with canvas.clip(sign.x - 2, middle - shown * sign.h / 2 - 1, sign.w + 4, shown * sign.h + 2):
        if part > 0.5:
            draw(canvas)
        else:
            canvas.rect(sign.x, sign.y, sign.w, sign.h, "panel", 10, "border2", 1)
