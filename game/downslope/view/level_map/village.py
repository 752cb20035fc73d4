"""The village: what each won level of the first chapters adds to the map, under its stop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from ...i18n import N_
from ..draw.canvas import Canvas
from ..scenery.diorama import draw_house, draw_house_lights
from ..scenery.dioramas import draw_pail, draw_taxi
from ..scenery.strips import draw_bean, draw_boat, draw_cactus, draw_fern, draw_gear, draw_pot, draw_steam
from ..widgets.widget import Rect
from .map_layout import MapPlan
from .map_sign import STARS_BELOW, Sign, stop_box

WIDE, HIGH, FOOT = 56.0, 30.0, 69.0  # room of a thing; from the middle of a stop down to its foot
ASIDE, ROOM = 42.0, 70.0  # so far it stands beside its stop where a sign is in the way; the end of all that
SMALL, LEAST, AIR = 22.0, 16.0, 2.0  # height of a thing between the stars of two stops; of any; from it to a sign
SECONDS, STEPS = 0.4, 8  # in which it grows; so many pictures of that


def _home(canvas: Canvas) -> None:
    draw_house(canvas, 0, 0)
    draw_house_lights(canvas, 0, 0, 1.0)


def _doorstep(canvas: Canvas) -> None:
    draw_house(canvas, 0, -8)
    canvas.rect(12, -44, 16, 37, "window", 2)
    canvas.polygon([(28, -45), (40, -50), (40, -4), (28, -7)], "door")
    canvas.rect(-34, -7, 72, 8, "masonry")
    canvas.rect(8, -4, 30, 7, "mortar", 2)


def _barrels(canvas: Canvas) -> None:
    for post in (-34, 32):
        canvas.line(post, -20, post, -86, "timber", 6)
    canvas.path("M-52 -82L-1 -112L50 -82Z", "roof", "wall_edge", 2)
    for x in (-62, 0, 62):
        draw_pail(canvas, (x - 27, -54, 54, 54), 1.0, 0.1)


def _ice_stall(canvas: Canvas) -> None:
    canvas.rect(-34, -24, 68, 26, "ice_block", 4, "ice_ink", 2)
    for post in (-30, 30):
        canvas.line(post, -24, post, -46, "timber", 4)
    for k in range(4):
        canvas.polygon([(-38 + 19 * k, -44), (-19 + 19 * k, -44), (-21 + 17 * k, -58), (-34 + 17 * k, -58)],
                       "roof" if k % 2 else "white")  # fmt: skip
    canvas.flag(0, -57, 34, glow=False)


def _fountain(canvas: Canvas) -> None:
    canvas.ellipse(0, -6, 40, 10, "masonry")
    canvas.ellipse(0, -9, 33, 7, "water")
    canvas.rect(-4, -30, 8, 22, "masonry", 2)
    canvas.path("M0 -30Q-6 -56 -26 -12M0 -30Q6 -56 26 -12M0 -30Q-2 -48 -12 -11M0 -30Q2 -48 12 -11", None,
                "water_light", 3)  # fmt: skip


def _pot(canvas: Canvas) -> None:
    draw_pot(canvas, 0, -4, 1.0)
    for x in (-16, 16):
        draw_steam(canvas, x, -52)


def _cups(canvas: Canvas) -> None:
    canvas.rect(-56, -30, 112, 7, "timber", 3)
    for leg in (-44, 44):
        canvas.line(leg, -26, leg, 0, "timber", 6)
    for x in (-42, -21, 0, 21, 42):
        canvas.path(f"M{x - 8} -46H{x + 8}L{x + 5} -31H{x - 5}Z", "white", "wall_edge", 1.5)
        canvas.circle(x + 8, -40, 4, None, "white", 2.5)


def _plants(canvas: Canvas) -> None:
    for x, draw in ((-28, draw_fern), (0, draw_cactus), (28, draw_bean)):
        canvas.ellipse(x, 0, 15, 4, "ink", 0.4)
        draw(canvas, x, 0, 38.0)


def _bath_house(canvas: Canvas) -> None:
    draw_house(canvas, 0, 0)
    for x, y in ((-36, -54), (2, -78), (40, -54)):
        canvas.path(f"M{x} {y}q12 -9 0 -18q-12 -9 0 -18", None, "steam", 5, 0.85)


def _gear_sign(canvas: Canvas) -> None:
    canvas.line(0, 0, 0, -30, "timber", 6)
    canvas.circle(0, -46, 27, "wall", "wall_edge", 2)
    draw_gear(canvas, 0, -46, 22)


def _windows(canvas: Canvas) -> None:
    canvas.rect(-62, -40, 124, 42, "wall", 3, "wall_edge", 1.5)
    canvas.path("M-70 -39L-54 -64H54L70 -39Z", "slate", "wall_edge", 2)
    for x in (-47, -23, 0, 23, 47):
        canvas.glow(x, -20, 18, "lamp_glow", 0.5)
        canvas.rect(x - 7, -28, 14, 16, "window", 2)


def _bandstand(canvas: Canvas) -> None:
    canvas.rect(-44, -8, 88, 10, "masonry", 3)
    for post in (-38, 38):
        canvas.line(post, -8, post, -50, "timber", 4)
    canvas.path("M-50 -48Q0 -84 50 -48Z", "roof", "wall_edge", 2)
    for x in (-14, 14):
        canvas.line(x, -8, x, -28, "metal", 3)
        canvas.rect(x - 6, -42, 12, 16, "metal", 6)
        canvas.rect(x - 6, -36, 12, 3, "ink")


def _quay(canvas: Canvas) -> None:
    canvas.ellipse(-8, -2, 46, 7, "water")
    canvas.rect(28, -16, 30, 18, "masonry", 2)
    draw_boat(canvas, -6, -62)


class Thing(NamedTuple):
    """What a level adds. `draw` puts it onto (0, 0), `high` pixels of its own high; `words`: what it is."""

    draw: Callable[[Canvas], None]
    high: float
    words: str


THINGS = {
    "double-it": Thing(_home, 112, N_("a light in the house")),
    "a-hundredth": Thing(_doorstep, 102, N_("an open door and its step")),
    "seven": Thing(_barrels, 112, N_("three full barrels at the well")),
    "below-zero": Thing(_ice_stall, 92, N_("a flag on the ice stall")),
    "one-knob-two-days": Thing(lambda canvas: draw_taxi(canvas, 0, 0), 86, N_("a taxi")),
    "in-the-dark": Thing(_fountain, 50, N_("a fountain")),
    "plus-and-minus": Thing(_pot, 82, N_("a steaming pot")),
    "the-grump": Thing(_cups, 50, N_("five cups on a table")),
    "no-perfect-answer": Thing(_plants, 46, N_("three plants")),
    "warmer": Thing(_bath_house, 104, N_("steam over the bath house")),
    "stuck-steps": Thing(_gear_sign, 74, N_("the sign of the gear")),
    "which-way": Thing(_windows, 66, N_("five warm windows")),
    "dead-wire": Thing(_bandstand, 70, N_("two microphones on the bandstand")),
    "hands-off": Thing(_quay, 54, N_("the boat at the quay")),
}


def thing_places(plan: MapPlan, signs: Sequence[Sign]) -> dict[int, Rect]:
    """Index of a won level's stop -> where its thing stands.

    Under the stop; where a sign is in the way, beside it, or over the sign: between two stops, smaller.
    """
    places: dict[int, Rect] = {}
    taken = [(spot.page, *stop_box(spot)) for spot in plan.spots]
    taken += [(sign.page, sign.x, sign.y - AIR, sign.x + sign.w, sign.y + sign.h) for sign in signs]
    for index, (stop, page, _row, x, y) in enumerate(plan.spots):
        if stop.level is None or stop.level.id not in THINGS or stop.state != "done":
            continue
        low, free = y + FOOT, list[Rect]()
        near = [sign for sign in signs if sign.page == page and x - ROOM < sign.x + sign.w and sign.x < x + ROOM]
        over = min([low, *(sign.y - AIR for sign in near if sign.y > y)])
        room = max(LEAST, over - y - STARS_BELOW)
        for across, foot, high in ((0, low, HIGH), (ASIDE, low, HIGH), (-ASIDE, low, HIGH), (0, over, room),
                                   (ASIDE, over, SMALL), (-ASIDE, over, SMALL), (0, over, LEAST)):  # fmt: skip
            wide = WIDE * high / HIGH
            left, top = x + across - wide / 2, foot - high
            if not any(each == page and x1 < left + wide and x2 > left and y1 < foot and y2 > top
                       for each, x1, y1, x2, y2 in taken):  # fmt: skip
                free.append((left, top, wide, high))
        places[index] = left, top, wide, high = [*free, (left, top, wide, high)][0]
        taken.append((page, left, top, left + wide, top + high))
    return places


def draw_thing(canvas: Canvas, key: str, rect: Rect, part: float = 1.0) -> None:
    """A level's thing, grown to a part of its height."""
    (left, top, wide, high), part = rect, round(part * STEPS) / STEPS
    x, y = left + wide / 2, top + high
    if part > 0:
        canvas.once((x - 56, y - 50, 112, 70), _draw_small, key, x, y, high * part)


def _draw_small(canvas: Canvas, key: str, x: float, y: float, high: float) -> None:
    small = canvas.look._replace(scale=canvas.s * high / THINGS[key].high)
    at = round(canvas.ox - x * canvas.s), round(canvas.oy - y * canvas.s)
    THINGS[key].draw(Canvas(canvas.surface, small, at, canvas.whole))
