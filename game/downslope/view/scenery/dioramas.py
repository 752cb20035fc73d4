"""Which scene a picture of a level is; plain land where it has none, or where its goals would not fit into it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...i18n import _
from ..draw.tokens import NUMBER
from ..format.numbers import number, short
from .diorama import (
    GLOW,
    Diorama,
    FallbackDiorama,
    Land,
    LandPoint,
    LandValues,
    SideDiorama,
    draw_bucket,
    draw_edge_number,
    draw_house,
    draw_house_lights,
    draw_number,
    draw_steps,
    whole,
)
from .hills import tree
from .scenery import PAST, ratio_of

if TYPE_CHECKING:
    from ..draw.canvas import Canvas


# ---------------------------------------------------------------------------------------------------------------------
# 1-3: a well, drops on the way, and the bucket that should be full to its rim: the rim is the goal.


PLACE, HOUSE = 170.0, 48.0  # middle of the bucket and of the house, from the right edge
HIGH, RIM, FOOT = 72.0, 48.0, 37.0  # the bucket: its height, half its width above and below
ASIDE = 84.0  # so much further away Pip stands where words take his place
FLOOR = 6.0  # px of its bottom
PUDDLE, MORE = 58.0, 120.0  # half the puddle of a drop too much, and how it grows with the goal once more


class BucketDiorama(SideDiorama):
    """As full as the prediction says; what is too much runs over and makes a puddle."""

    rest_point = 320.0

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
        canvas.path(_outline(x, y) + "Z", canvas.mix("inside", "metal", 0.16))
        if part > 0:
            _water(canvas, x, y, level(y, part))
        top = y - HIGH
        canvas.path(_outline(x, y), None, "metal", 2.8, 0.95)
        canvas.path(f"M{x - RIM} {top}Q{x} {top - 34} {x + RIM} {top}", None, "metal", 2.2, 0.45)
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

    def spot(self, land: Land, values: LandValues, prediction: float) -> LandPoint:
        y = _bottom(land)
        part = ratio_of(prediction, values.goal or 1.0)
        return LandPoint(land.right - PLACE - RIM, y - FLOOR - part * (HIGH - FLOOR), side="left")


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


def _water(canvas: Canvas, x: float, y: float, surface: float) -> None:
    """The full bucket's water, seen up to its surface: one shape serves all heights."""
    top = y - HIGH
    d = f"M{x - RIM + 3} {top}L{x - FOOT + 3} {y - 7}Q{x} {y + 5} {x + FOOT - 3} {y - 7}L{x + RIM - 3} {top}Z"
    with canvas.clip(x - RIM, surface, 2 * RIM, y + 8 - surface):
        canvas.path(d, canvas.mix("inside", "prediction", 0.5))
    half = FOOT + (RIM - FOOT) * (y - surface) / HIGH - 3
    canvas.ellipse(x, surface, whole(half), 6, canvas.mix("inside", "prediction", 0.85), 0.95)


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


# ---------------------------------------------------------------------------------------------------------------------
# 1-4: a freezer with its clock, a dish that freezes or steams, and a thermometer whose mercury is the prediction.


FREEZER_AT, DISH = 88.0, 168.0  # the thermometer from the right edge, the dish from the thermometer
MOST, DEGREE, ZERO = 12.0, 4.3, 60.0  # the scale: ± so many degrees, px of one, px of 0 above the ground
ICE, STEAM = 6.0, 8.0  # degrees at which the ice is whole; how the steam grows
CLOCK = 15.0
STEP = 3  # degrees from mark to mark


class FreezerDiorama(SideDiorama):
    """Mercury stands at the prediction; below 0 the dish is in ice, above it steams; the clock shows the input."""

    rest_point = 320.0

    def suits(self, goals: Sequence[float]) -> bool:
        return len(goals) == 1 and abs(goals[0]) <= MOST

    def still(self, canvas: Canvas, land: Land) -> None:
        for i in range(9):
            x = land.left + 250 + i * (land.right - land.left - 500) / 8
            alpha = 0.10 if canvas.theme.dark else 0.5
            canvas.ellipse(x, land.ground(x) + 8 + 6 * (i % 3), 26, 4, "white", alpha)
        x = land.left + 92
        y = land.ground(x) + 4
        canvas.ellipse(x, y + 1, 74, 7, "ink", 0.45)
        canvas.rect(x - 64, y - 64, 128, 64, canvas.mix("wall", "metal", 0.35), 8, "wall_edge", 2)
        canvas.rect(x - 70, y - 80, 140, 20, canvas.mix("wall", "metal", 0.55), 8, "wall_edge", 2)
        canvas.rect(x - 18, y - 68, 36, 6, "metal", 3)
        for post in (-52.0, -42.0):
            canvas.line(x + post, y - 12, x + post, y - 22, "wall_edge", 2.4)
        canvas.circle(x - 47, y - 34, 3.5, "ready")
        _flake(canvas, x - 12, y - 32, 13, "ice_ink")
        for step, height in ((-60, 8), (-44, 13), (-26, 9), (34, 12), (52, 8)):
            icicle = [(x + step - 5, y - 60), (x + step + 5, y - 60), (x + step, y - 60 + height)]
            canvas.polygon(icicle, "ice_block", 0.9)
        for step, up in ((-30, 96), (2, 108), (36, 94)):
            canvas.path(f"M{x + step} {y - up + 14}q8 -8 0 -16q-8 -8 0 -16", None, "ice_ink", 2.4, 0.6)

    def frame(self, canvas: Canvas, land: Land) -> None:
        x, y, zero = land.right - FREEZER_AT, _foot(land), _zero(land)
        canvas.ellipse(x, y + 1, 26, 5, "ink", 0.4)
        canvas.rect(x - 16, y - 122, 32, 124, canvas.mix("wall", "metal", 0.5), 13, "wall_edge", 2)
        canvas.line(x - 4, y - 114, x - 4, y - 10, "well", 9)
        ink = "text" if canvas.theme.dark else "ink"
        for k in range(-int(MOST), int(MOST) + 1, STEP):
            mark = zero - k * DEGREE
            canvas.line(x + 4, mark, x + (13 if k == 0 else 10), mark, ink, 2.6 if k == 0 else 1.4)

    def moving(self, canvas: Canvas, land: Land, values: LandValues) -> None:
        x, y, zero = land.right - FREEZER_AT, _foot(land), _zero(land)
        if land.words and not values.marked:
            canvas.text_vcenter(x + 21, zero, "0", NUMBER, "text")
        _clock(canvas, land, values.inputs[0])
        top = mercury(zero, values.prediction)
        canvas.line(x - 4, whole(top), x - 4, y - 10, "prediction", 6)
        canvas.circle(x - 4, y - 8, 8, "prediction")
        goal = values.goal
        if goal is not None:
            at = zero - goal * DEGREE
            canvas.line(x - 22, at, x + 40, at, "goal", 2.6)
            canvas.flag(x + 40, at + 1, 28, glow=False)
        text = number(values.prediction, max(1, values.digits - 1))
        if abs(values.prediction) <= MOST:
            draw_number(canvas, land, x - 24, max(y - 76, top), text, "prediction", "end")
        else:
            draw_edge_number(canvas, land, text, 1, y - 128 if values.prediction > 0 else y + 18)
        _dish(canvas, land, values.prediction)

    def spot(self, land: Land, values: LandValues, prediction: float) -> LandPoint:
        return LandPoint(land.right - FREEZER_AT + 18, mercury(_zero(land), prediction), side="right")


def mercury(zero: float, prediction: float) -> float:
    """y of the mercury; the tube ends a little beyond the scale."""
    return zero - max(-MOST, min(MOST + 1, prediction)) * DEGREE


def _foot(land: Land) -> float:
    return land.ground(land.right - FREEZER_AT) + 4


def _zero(land: Land) -> float:
    return _foot(land) - ZERO


def _clock(canvas: Canvas, land: Land, hours: float) -> None:
    """On the freezer: it stands at so many hours after the lid was closed, or before."""
    x = land.left + 92 + 38
    y = land.ground(land.left + 92) - 28
    canvas.circle(x, y, CLOCK, "panel")
    canvas.circle(x, y, CLOCK - 1, None, "input", 2)
    for k in range(4):
        a = math.pi / 2 * k
        canvas.circle(x + (CLOCK - 4) * math.sin(a), y - (CLOCK - 4) * math.cos(a), 1, "text2")
    turn = round(hours % 12 * 8) / 8 * math.pi / 6
    minutes = round(hours % 1 * 16) / 16 * 2 * math.pi
    canvas.line(x, y, x + 9 * math.sin(minutes), y - 9 * math.cos(minutes), "text2", 1.8)
    canvas.line(x, y, x + 7 * math.sin(turn), y - 7 * math.cos(turn), "input", 2.6)


def _dish(canvas: Canvas, land: Land, degrees: float) -> None:
    left = land.right - FREEZER_AT - DISH
    floor = land.ground(left + 36) + 6
    canvas.ellipse(left + 38, floor, 50, 6, "ink", 0.4)
    canvas.path(f"M{left + 4} {floor - 22}H{left + 72}L{left + 60} {floor - 2}H{left + 16}Z", "roof", "wall_edge", 2)
    canvas.ellipse(left + 38, floor - 22, 34, 7, canvas.mix("goal", "inside", 0.35))
    if degrees < 0:
        part = min(1.0, -degrees / ICE)
        top = whole(floor - 22 - 36 * part)
        canvas.rect(left - 4, top, 84, floor + 2 - top, "ice_block", 8, alpha=round(0.16 + 0.2 * part, 2))
        canvas.rect(left - 4, top, 84, floor + 2 - top, None, 8, "ice_ink", 2)
        canvas.line(left + 6, top + 8, left + 24, top + 8, "white", 3, 0.7)
    elif degrees > 0:
        tall = whole(8 * min(1.5, 0.35 + degrees / STEAM))
        for step, up in ((20, 0), (38, 8), (56, 2)):
            wave = f"q7 -{tall} 0 -{2 * tall}q-7 -{tall} 0 -{2 * tall}"
            canvas.path(f"M{left + step} {floor - 32 - up}{wave}", None, "metal", 2.6, 0.75)


def _flake(canvas: Canvas, x: float, y: float, r: float, colour: str) -> None:
    for a, b in ((0.0, 1.0), (0.866, 0.5), (0.866, -0.5)):
        canvas.line(x - a * r, y - b * r, x + a * r, y + b * r, colour, 2.4)


# ---------------------------------------------------------------------------------------------------------------------
# 1-5: a taxi, and a stack of coins for each receipt: outlined what was paid, solid what the weight expects.


MOST_CARDS, PITCH, LAST = 4, 74.0, 92.0  # how many stacks have room; from one to the next; the last from the right edge
COIN, TALL = 5.2, 48.0  # px of a unit of price, at most; px of the highest outline, at most
LIMIT = 96.0  # px that a stack of coins may have


class ReceiptsDiorama(SideDiorama):
    """Coins beyond an outline are too much; those of a struck receipt are grey and crossed."""

    rest_point = 340.0

    def suits(self, goals: Sequence[float]) -> bool:
        return 1 < len(goals) <= MOST_CARDS and all(goal > 0 for goal in goals)

    def still(self, canvas: Canvas, land: Land) -> None:
        for i in range(int((land.right - land.left - 480) / 34)):
            x = land.left + 230 + i * 34
            canvas.line(x, land.ground(x) + 12, x + 16, land.ground(x + 16) + 12, "hill_rim", 3, 0.6)
        _taxi(canvas, land)

    def moving(self, canvas: Canvas, land: Land, values: LandValues) -> None:
        unit = coin_height([goal for goal in values.goals if goal is not None])
        for i, (given, goal, prediction) in enumerate(zip(values.inputs, values.goals, values.predictions)):
            x = stack_x(land, i, len(values.goals))
            y = land.ground(x) + 4
            gone = i in values.crossed_out
            paid = goal or 0.0
            canvas.ellipse(x, y + 1, 28, 5, "ink", 0.4)
            _coins(canvas, x, y, prediction, paid, unit, gone)
            outline = (x - 24, y - paid * unit, 48, paid * unit)
            canvas.rect(*outline, None, 4, "goal", 2, 0.4 if gone else 1, (6, 4))
            if land.words:
                label = _("{length} km").format(length=short(given))
                canvas.text(x, y + 10 + 12 * canvas.type, label, NUMBER, "text", "middle")
            height = min(LIMIT, max(prediction, paid) * unit)
            if gone:
                canvas.line(x - 28, y + 6, x + 28, y - height - 6, "text", 3)
            elif y - height - 22 > land.free:  # else it would lie over the coins
                text = short(round(prediction, values.digits))
                draw_number(canvas, land, x, y - height - 16, text, "prediction", "middle", edge=False)

    def card_spot(self, land: Land, number: int, count: int) -> tuple[float, float]:
        x = stack_x(land, number, count)
        return x, land.ground(x) + 4

    def spot(self, land: Land, values: LandValues, prediction: float) -> LandPoint:
        x = stack_x(land, 0, len(values.goals))
        unit = coin_height([goal for goal in values.goals if goal is not None])
        return LandPoint(x - 24, land.ground(x) + 4 - prediction * unit, side="left")


def stack_x(land: Land, number: int, count: int) -> float:
    """Middle of a receipt's stack."""
    return land.right - LAST - (count - 1 - number) * PITCH


def coin_height(goals: Sequence[float]) -> float:
    """px of a unit of price, so that the highest outline has room."""
    return min(COIN, TALL / max(goals, default=1.0))


def _coins(canvas: Canvas, x: float, y: float, prediction: float, paid: float, unit: float, gone: bool) -> None:
    """A coin for each whole unit; the last may be a part of one."""
    each = max(1.0, 5.2 / unit)  # where a unit is thin, a coin is several
    colours = [canvas.mix("panel", colour, 0.3 if gone else 0.9) for colour in ("prediction", "error")]
    low = 0.0
    if gone:
        colours = [canvas.mix("panel", "text3", 0.45)] * 2
    while low < prediction - 1e-9:
        top = min(low + each, prediction)
        if top * unit > LIMIT:
            break
        thick = (top - low) * unit
        shade = colours[top > paid + 0.05]
        canvas.rect(x - 20, y - top * unit, 40, max(1.0, thick - 1.2), shade, 3 if thick > 3 else 1)
        low = top
    if prediction > 0:
        line = y - min(LIMIT, prediction * unit)
        canvas.line(x - 20, line, x + 20, line, "text3" if gone else "prediction", 2.4)


def _taxi(canvas: Canvas, land: Land) -> None:
    """Under a street lamp."""
    x = land.left + 100
    y = land.ground(x) + 4
    post = land.left + 34
    canvas.glow(land.left + 22, y - 128, 70, "lamp_glow", 0.5, GLOW)
    canvas.path(f"M{post} {y}V{y - 120}Q{post} {y - 138} {post - 12} {y - 136}", None, "metal", 4)
    canvas.ellipse(land.left + 22, y - 130, 11, 6, "window")
    canvas.ellipse(x, y + 3, 78, 7, "ink", 0.45)
    canvas.glow(x + 78, y - 22, 34, "beam", 0.6, GLOW)
    roof = f"M{x - 44} {y - 38}Q{x - 32} {y - 68} {x - 14} {y - 68}H{x + 16}Q{x + 34} {y - 66} {x + 46} {y - 38}Z"
    canvas.path(roof, canvas.mix("taxi", "taxi_shade", 0.12), "timber", 2)
    canvas.path(f"M{x - 34} {y - 40}Q{x - 24} {y - 61} {x - 12} {y - 62}H{x - 3}V{y - 40}Z", "glass", "timber", 1.5)
    canvas.path(f"M{x + 3} {y - 40}V{y - 62}H{x + 14}Q{x + 28} {y - 60} {x + 36} {y - 40}Z", "glass", "timber", 1.5)
    canvas.path(
        f"M{x - 72} {y - 12}V{y - 28}Q{x - 70} {y - 40} {x - 54} {y - 40}H{x + 52}"
        f"Q{x + 76} {y - 36} {x + 78} {y - 20}V{y - 12}Q{x} {y - 7} {x - 72} {y - 12}Z",
        "taxi", "timber", 2,
    )  # fmt: skip
    for k in range(12):
        canvas.rect(x - 58 + k * 9, y - 27 + 5 * (k % 2), 9, 5, "glass")
    for wheel in (-42.0, 46.0):
        canvas.circle(x + wheel, y - 9, 14, "tyre", "timber", 1.5)
        canvas.circle(x + wheel, y - 9, 6, "metal")
    canvas.circle(x + 74, y - 25, 4.5, "headlight")
    canvas.rect(x - 19, y - 84, 38, 17, "window", 5, "timber", 1.5)
    top, low = y - 80.5, y - 71
    letters = (f"M{x - 14.5} {top}h7M{x - 11} {top}V{low}", f"M{x - 6.5} {low}L{x - 3} {top}L{x + 0.5} {low}",
               f"M{x + 3.5} {top}L{x + 10} {low}M{x + 10} {top}L{x + 3.5} {low}", f"M{x + 14} {top}V{low}")  # fmt: skip
    canvas.path("".join(letters), None, "sign_ink", 1.8)


# ---------------------------------------------------------------------------------------------------------------------
# 1-1: a sign, a hut, home: the hut stands at half of the way.


START, END = 136.0, 150.0  # the way: from the left edge to its start, from its end to the right edge
TRAIL_HOUSE = 84.0  # from the right edge
OUT = 24.0  # so far beyond the edge nothing of Pip is seen


class TrailDiorama(Diorama):
    """Pip walks as far as the prediction says; at the flag he is home."""

    one_goal = True

    def still(self, canvas: Canvas, land: Land) -> None:
        x = land.left + 84
        y = land.ground(x) + 3
        canvas.ellipse(x, y, 22, 5, "ink", 0.4)
        canvas.rect(x - 4, y - 104, 8, 104, "timber", 3)
        _board(canvas, x, y - 94, "input")
        _board(canvas, x, y - 60, "goal")
        for step, height in ((-46, 34), (60, 40)):
            tree(canvas, x + step, land.ground(x + step) + 3, height * 1.5, "wood")
        tree(canvas, land.right - 22, land.ground(land.right - 22) + 3, 60, "wood")
        draw_house(canvas, land.right - TRAIL_HOUSE, land.ground(land.right - TRAIL_HOUSE))
        draw_steps(canvas, land, land.left + START + 12, land.right - END - 10, 24)

    def moving(self, canvas: Canvas, land: Land, values: LandValues) -> None:
        goal = values.goal or 1.0
        draw_house_lights(canvas, land.right - TRAIL_HOUSE, land.ground(land.right - TRAIL_HOUSE), values.cheer)
        whole = values.length or goal
        hut, flag = _x(land, goal / 2 / whole), _x(land, goal / whole)
        for start, end in ((_x(land, 0), hut), (hut, flag)):
            x = (start + end) / 2
            if end - start > 60:
                canvas.arrow(x - 12, land.ground(x) + 22, x + 14, land.ground(x) + 22, "text2", 2.4, 8)
        y = land.ground(hut) + 2
        roof = [(hut - 26, y), (hut, y - 46), (hut + 26, y)]
        canvas.polygon(roof, "roof")
        canvas.polyline(roof, "wall_edge", 2, closed=True)
        canvas.polygon([(hut - 8, y), (hut, y - 18), (hut + 8, y)], "window")
        if values.cheer > 0:
            canvas.glow(hut, y - 10, 44, "lamp_glow", 0.6 * round(values.cheer * 8) / 8)
        draw_number(canvas, land, hut, y + 22, kilometres(goal / 2), "input", "middle")
        canvas.flag(flag, land.ground(flag) + 3, 52, glow=False)
        part = ratio_of(values.prediction, values.goal or 0.0)
        if part > PAST or part < 0:
            way = 1 if part > PAST else -1
            draw_edge_number(canvas, land, kilometres(values.prediction), way, land.ground(land.right) + 26)

    def pip_x(self, land: Land, values: LandValues) -> float:
        part = values.prediction / (values.length or values.goal or 1.0)
        return min(land.right + OUT, max(land.left - OUT, _x(land, part)))

    def spot(self, land: Land, values: LandValues, prediction: float) -> LandPoint:
        x = _x(land, prediction / (values.length or values.goal or 1.0))
        edge = 1 if x > land.right - OUT else -1 if x < land.left + OUT else 0
        x = min(land.right, max(land.left, x))
        return LandPoint(x, land.ground(x), edge)


def kilometres(value: float) -> str:
    """A length of the way."""
    return _("{length} km").format(length=number(value, 1))


def _x(land: Land, part: float) -> float:
    """Where a part of the way home ends."""
    return land.left + START + part * (land.right - END - land.left - START)


def _board(canvas: Canvas, x: float, y: float, hue: str) -> None:
    """A board on the sign post that points along the way, with the mark of a quantity on it."""
    tail, tip = x - 30, x + 44
    d = f"M{tail} {y}H{tip - 12}L{tip} {y + 13}L{tip - 12} {y + 26}H{tail}Z"
    canvas.path(d, canvas.mix("wall", "timber", 0.35), "wall_edge", 2)
    canvas.glyph(hue, x + 4, y + 13, 7)
    canvas.arrow(x + 14, y + 13, x + 29, y + 13, "text", 2.2, 6)


# ---------------------------------------------------------------------------------------------------------------------
# 1-2: a drawing on a table, and the wall that is built from it beside a pole whose marks are ten times each other.


LEFT, WIDE, THICK = 128.0, 72.0, 13.0  # the wall: its left side from the right edge, its width, a row of bricks
LOWEST, DECADE, MARKS = 14.0, 23.0, 5  # px of the lowest mark, px for ten times as much, how many marks
LEAST = 1e-9  # of the lowest mark: what is less is as high as nothing
COURSE = 21.0  # from brick to brick


class WallDiorama(SideDiorama):
    """The wall is as high as the prediction says, on a scale of factors of ten; below 0 it is a trench."""

    rest_point = 320.0

    one_goal = True

    def still(self, canvas: Canvas, land: Land) -> None:
        x = land.left + 98
        y = land.ground(x) + 4
        canvas.ellipse(x, y + 1, 70, 7, "ink", 0.4)
        for leg in (-52, 52):
            canvas.line(x + leg, y, x + leg * 0.72, y - 48, "timber", 5)
        canvas.line(x - 44, y - 24, x + 44, y - 24, "timber", 3)
        sheet = f"M{x - 58} {y - 49}L{x - 45} {y - 91}H{x + 57}L{x + 50} {y - 49}Z"
        canvas.path(f"M{x - 68} {y - 44}L{x - 52} {y - 96}H{x + 64}L{x + 56} {y - 44}Z", "timber", "wall_edge", 2)
        canvas.path(sheet, "blueprint", "blueprint_line", 1.5)
        for row in range(1, 4):
            line = y - 49 - row * 10.5
            canvas.line(x - 58 + row * 3.4, line, x + 50 + row * 1.7, line, "blueprint_line", 1, 0.28)
        for column in range(1, 6):
            canvas.line(x - 58 + column * 18, y - 49, x - 45 + column * 17, y - 91, "blueprint_line", 1, 0.28)
        house = f"M{x - 24} {y - 57}V{y - 73}L{x - 2} {y - 85}L{x + 22} {y - 73}V{y - 57}Z"
        ruler = f"M{x - 24} {y - 52}H{x + 22}M{x - 24} {y - 54.5}V{y - 49.5}M{x + 22} {y - 54.5}V{y - 49.5}"
        lamp = f"M{x - 46} {y - 130}L{x - 36} {y - 138}L{x - 20} {y - 118}L{x - 40} {y - 112}Z"
        canvas.path(house, None, "white", 2)
        canvas.path(ruler, None, "input", 2)
        canvas.path(f"M{x - 62} {y - 92}V{y - 122}L{x - 40} {y - 132}", None, "metal", 3)
        canvas.glow(x - 32, y - 118, 44, "lamp_glow", 0.5, GLOW)
        canvas.path(lamp, "window", "wall_edge", 1.5)

    def frame(self, canvas: Canvas, land: Land) -> None:
        left, y = land.right - LEFT, _base(land)
        canvas.ellipse(left + WIDE / 2, y + 2, WIDE * 0.7, 7, "ink", 0.4)
        for post in (0.0, WIDE):
            canvas.line(left + post, y, left + post, y - _top(), "timber", 4, 0.75)
        for beam in (-38, -84):
            canvas.line(left - 8, y + beam, left + WIDE + 8, y + beam, "timber", 4, 0.75)

    def moving(self, canvas: Canvas, land: Land, values: LandValues) -> None:
        left, y, low = land.right - LEFT, _base(land), lowest_mark(values.goal)
        high = height(values.prediction, low)
        if values.prediction < 0:
            trench = [(left, y), (left + 10, y + 16), (left + WIDE - 10, y + 16), (left + WIDE, y)]
            canvas.polygon(trench, "ink", 0.7)
            canvas.line(left, y, left + WIDE, y, "prediction", 3)
        elif high > 0:
            with canvas.clip(left - 2, y - high, WIDE + 4, high):
                bricks = (left - 2, y - _top(), WIDE + 4, _top())
                canvas.keep(("bricks", *bricks), *bricks, lambda sub: _bricks(sub, left, y))
            canvas.line(left, y - high, left + WIDE, y - high, "prediction", 3)
        _pole(canvas, land, low)
        goal = values.goal
        if goal is not None:
            line = y - height(goal, low)
            canvas.line(left - 14, line, left + WIDE + 18, line, "goal", 2.4, 1, (6, 5))
            canvas.flag(left - 14, line, 30, glow=False)
        text = number(values.prediction, values.digits)
        if values.prediction < 0 or canvas.width(text, NUMBER) + 18 <= WIDE + 4:
            over = min(high, _top()) if high > 44 else high + 36
            at = y + 24 if values.prediction < 0 else y - over + 18
            draw_number(canvas, land, left + WIDE / 2, at, text, "prediction", "middle")

    def between(self, before: float, after: float, part: float) -> float:
        """By factors, as the pole counts."""
        if before <= 0 or after <= 0:
            return super().between(before, after, part)
        return float(before * (after / before) ** part)

    def spot(self, land: Land, values: LandValues, prediction: float) -> LandPoint:
        return LandPoint(land.right - LEFT - 6, _base(land) - height(prediction, lowest_mark(values.goal)), side="left")


def height(prediction: float, low: float) -> float:
    """px above the ground of a prediction, where the lowest mark means `low`."""
    if prediction <= 0:
        return 0.0
    return max(0.0, LOWEST + DECADE * math.log10(max(prediction / low, LEAST)))


def lowest_mark(goal: float | None) -> float:
    """The power of ten below the one that the goal is reached from."""
    return float(10 ** (math.floor(math.log10(goal) + 1e-9) - 1)) if goal else 0.01


def _top() -> float:
    """Height of the scaffold."""
    return LOWEST + DECADE * (MARKS - 1) + 6


def _base(land: Land) -> float:
    return land.ground(land.right - LEFT + WIDE / 2) + 2


def _bricks(canvas: Canvas, left: float, y: float) -> None:
    """A wall as high as the scaffold."""
    stone = canvas.mix("masonry", "prediction", 0.34)
    for row in range(math.ceil(_top() / THICK)):
        for column in range(-1, 5):
            x = left + column * COURSE + (10 if row % 2 else 0)
            start, end = max(left, x), min(left + WIDE, x + COURSE - 1)
            if end - start > 2:
                shade = canvas.mix(stone, "mortar", 0.12 * ((row * 2 + column) % 3))
                canvas.rect(start, y - (row + 1) * THICK, end - start, THICK - 1, shade, 2)


def _pole(canvas: Canvas, land: Land, low: float) -> None:
    """The marks, each ten times the one below."""
    x, y = land.right - LEFT + WIDE + 12, _base(land)
    (x - 8, y - _top() - 12, land.right - x + 7, _top() + 20)
    labels = [short(low * 10**k) for k in range(MARKS)]
    widest = max(canvas.width(label, NUMBER) for label in labels)  # all of one size
    style = NUMBER.times(min(1.0, (land.right - x - 11) / widest))
    canvas.line(x, y, x, y - _top(), "text2", 3)
    for k in range(MARKS):
        mark = y - LOWEST - k * DECADE
        canvas.line(x - 5, mark, x + 6, mark, "text2", 2)
        if land.words and canvas.width(labels[k], style) <= land.right - x - 9:
            canvas.text_vcenter(x + 8, mark, labels[k], style, "text")


PLAIN = Diorama()
DIORAMAS: dict[str, Diorama] = {
    "trail": TrailDiorama(),
    "blueprint": WallDiorama(),
    "well": BucketDiorama(),
    "freezer": FreezerDiorama(),
    "taxi": ReceiptsDiorama(),
}


def diorama_of(picture: str, goals: Sequence[float]) -> Diorama:
    """The scene of a level: its picture, one of PICTURES or none, and what its cards want."""
    found = DIORAMAS.get(picture, PLAIN)
    return found if found.suits(goals) else FallbackDiorama(found, picture)
