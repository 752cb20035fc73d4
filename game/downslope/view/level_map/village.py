"""The village: what each won level of the first chapters adds to the map, under its stop."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ...i18n import N_
from ..draw.canvas import Canvas
from ..draw.rects import first_free_place
from ..scenery.moving_picture import draw_thing
from ..widgets.widget import Rect
from .map_layout import MapPlan
from .map_sign import STARS_BELOW, Sign, stop_box

WIDE, HIGH, FOOT = 56.0, 30.0, 69.0  # room of a thing; from the middle of a stop down to its foot
ASIDE, ROOM = 42.0, 70.0  # so far it stands beside its stop where a sign is in the way; the end of all that
SMALL, LEAST, AIR = 22.0, 16.0, 2.0  # height of a thing between the stars of two stops; of any; from it to a sign
SECONDS, STEPS = 0.4, 8  # in which it grows; so many pictures of that


class Thing(NamedTuple):
    """What a level adds, in assets/pictures/village.svg: its own height in px, and what it is."""

    high: float
    words: str


THINGS = {
    "double-it": Thing(112, N_("a light in the house")),
    "a-hundredth": Thing(102, N_("an open door and its step")),
    "seven": Thing(112, N_("three full barrels at the well")),
    "below-zero": Thing(92, N_("a flag on the ice stall")),
    "one-knob-two-days": Thing(86, N_("a taxi")),
    "in-the-dark": Thing(50, N_("a fountain")),
    "plus-and-minus": Thing(82, N_("a steaming pot")),
    "the-grump": Thing(50, N_("five cups on a table")),
    "no-perfect-answer": Thing(46, N_("three plants")),
    "warmer": Thing(104, N_("steam over the bath house")),
    "stuck-steps": Thing(74, N_("the sign of the gear")),
    "which-way": Thing(66, N_("five warm windows")),
    "dead-wire": Thing(70, N_("two microphones on the bandstand")),
    "hands-off": Thing(54, N_("the boat at the quay")),
}


def thing_places(plan: MapPlan, signs: Sequence[Sign]) -> dict[int, Rect]:
    """Index of a won level's stop -> where its thing stands.

    Under the stop; where a sign is in the way, beside it, or over the sign: between two stops, smaller.
    """
    places: dict[int, Rect] = {}
    taken = [(spot.page, stop_box(spot)) for spot in plan.spots]
    taken += [(sign.page, (sign.x, sign.y - AIR, sign.w, sign.h + AIR)) for sign in signs]
    for index, (stop, page, _row, x, y) in enumerate(plan.spots):
        if stop.level is None or stop.level.id not in THINGS or stop.state != "done":
            continue
        low = y + FOOT
        near = [sign for sign in signs if sign.page == page and x - ROOM < sign.x + sign.w and sign.x < x + ROOM]
        over = min([low, *(sign.y - AIR for sign in near if sign.y > y)])
        room = max(LEAST, over - y - STARS_BELOW)
        ways = ((0, low, HIGH), (ASIDE, low, HIGH), (-ASIDE, low, HIGH), (0, over, room), (ASIDE, over, SMALL),
                (-ASIDE, over, SMALL), (0, over, LEAST))  # fmt: skip
        rects = [(x + across - WIDE * high / HIGH / 2, foot - high, WIDE * high / HIGH, high)
                 for across, foot, high in ways]  # fmt: skip
        kept = [rect for each, rect in taken if each == page]
        places[index] = rects[first_free_place(rects, kept, margin=0.0)]
        taken.append((page, places[index]))
    return places


def draw_growing(canvas: Canvas, key: str, rect: Rect, part: float = 1.0) -> None:
    """A level's thing, grown to a part of its height."""
    (left, top, wide, high), part = rect, round(part * STEPS) / STEPS
    x, y = left + wide / 2, top + high
    if part > 0:
        canvas.once((x - 56, y - 50, 112, 70), draw_thing, "village", x, y, part * high / THINGS[key].high, key)
