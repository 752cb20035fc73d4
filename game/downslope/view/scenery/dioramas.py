"""Which scene a picture of a level is; plain land where it has none, or where its goals would not fit into it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...i18n import N_, _, plural_form
from ..draw.tokens import LABEL, NUMBER
from ..format.numbers import number, short
from .diorama import (
    GLOW,
    Diorama,
    FallbackDiorama,
    Land,
    LandPoint,
    LandValues,
    SideDiorama,
    draw_house,
    draw_house_lights,
    draw_number,
    draw_steps,
    draw_verdict,
    whole,
)
from .hills import tree
from .scenery import ratio_of

if TYPE_CHECKING:
    from ..draw.canvas import Canvas
    from ..widgets.widget import Rect


# ---------------------------------------------------------------------------------------------------------------------
# 1-3: buckets, each with a mark and a band around it in which it is full enough, and a gate that is opened once.


FIRST, LAST_ONE = 0.2, 0.72  # where the first and the last bucket stand, as parts of the land's width
LARGEST, WHOLE, HIGH_LAND = 1.7, 1232.0, 516.0  # size of the largest bucket, in a land so wide and high
MARKED = 0.62  # of a bucket's height, at which its mark is
GATE, ROOM = 96.0, 0.16  # from the right edge; of the width, for the words under a bucket


class BucketDiorama(Diorama):
    """Each as full as its prediction says; what is too much for its rim makes a puddle."""

    told = (N_("too little"), N_("fine"), N_("too much"))

    def suits(self, goals: Sequence[float]) -> bool:
        return 0 < len(goals) <= MOST_CARDS and all(goal > 0 for goal in goals)

    def moving(self, canvas: Canvas, land: Land, values: LandValues) -> None:
        for card, prediction in enumerate(values.predictions):
            box, goal = bucket_box(land, values.inputs, card), values.goals[card] or 1.0
            x, y = box[0] + box[2] / 2, box[1] + box[3]
            draw_pail(canvas, box, ratio_of(prediction, goal), values.tolerance / goal)
            if land.words:
                size = values.inputs[card]
                litres = plural_form("{size} litre", "{size} litres", 1 if size == 1 else 2).format(size=short(size))
                room = ROOM * (land.right - land.left)
                canvas.within(x, y + 20 + 14 * canvas.type, litres, room, LABEL, "text", "middle")
            if card in values.tested:
                draw_verdict(canvas, land, x, box[1] - 56, self.told, values.verdict(card))
        if values.gate is not None:
            _draw_gate(canvas, land, values.gate)

    def pip_x(self, land: Land, values: LandValues) -> float:
        counts = [card for card in range(len(values.inputs)) if card not in values.crossed_out]
        return bucket_box(land, values.inputs, counts[0])[0] - 58

    def card_box(self, land: Land, inputs: Sequence[float], card: int) -> Rect:
        x, y, w, h = bucket_box(land, inputs, card)
        return (x - 22, y - 30, w + 44, h + 46)

    def spot(self, land: Land, values: LandValues, prediction: float) -> LandPoint:
        x, y, _w, h = bucket_box(land, values.inputs, len(values.inputs) - 1)  # the last one, on which it is seen best
        part = ratio_of(prediction, values.goals[-1] or 1.0) * MARKED
        return LandPoint(x, y + h - 5 - min(1.0, part) * (h - 14), side="left")


def bucket_box(land: Land, inputs: Sequence[float], number: int) -> Rect:
    """Where a bucket stands. One that holds more is larger, the middle ones nearer to the largest than they are."""
    width, last = land.right - land.left, max(1, len(inputs) - 1)
    room = min(1.0, width / WHOLE, (land.sky[3] / HIGH_LAND) ** 1.5)
    size = LARGEST * room * (inputs[number] / max(inputs)) ** 0.4
    part = (number / last) ** 1.5 if len(inputs) > 1 else 0.7  # the larger ones need more room
    x = land.left + width * (FIRST + (LAST_ONE - FIRST) * part)
    return x - 42 * size, land.ground(x) - 20 - 82 * size, 84 * size, 82 * size


def draw_pail(canvas: Canvas, box: Rect, fill: float, band: float) -> None:
    """`fill`: part of what its mark asks for; `band`: how far from the mark is full enough, in the same unit."""
    x, y = box[0] + box[2] / 2, box[1] + box[3]
    half, height = box[2] / 2, box[3]
    low, span = half * 0.78, MARKED * (height - 14)
    level = whole(max(box[1] + 4, y - 5 - max(0.0, fill) * span))
    at = low + (half - low) * (y - level) / height - 3
    canvas.ellipse(x, y + 2, low * 1.2, 7, "ink", 0.45)
    if fill * span > height - 9:
        canvas.ellipse(x, y + 5, low * 1.7, 8, canvas.mix("inside", "prediction", 0.5), 0.9)
    body = f"M{x - half} {box[1]}L{x - low} {y - 6}Q{x} {y + 6} {x + low} {y - 6}L{x + half} {box[1]}"
    canvas.path(body + "Z", canvas.mix("inside", "metal", 0.16))
    mark, reach = y - 5 - span, span * band
    canvas.rect(x - half - 8, mark - reach, 2 * half + 16, 2 * reach, "goal", 5, alpha=0.26)
    if fill > 0:
        water = f"M{x - at} {level}L{x - low + 3} {y - 7}Q{x} {y + 4} {x + low - 3} {y - 7}L{x + at} {level}Z"
        canvas.path(water, canvas.mix("inside", "prediction", 0.5))
        canvas.line(x - at, level, x + at, level, canvas.mix("inside", "prediction", 0.85), 3)
    canvas.path(body, None, "metal", 3, 0.95)
    canvas.line(x - half - 8, mark, x + half + 8, mark, "goal", 3, 1, (7, 5))


def _draw_gate(canvas: Canvas, land: Land, open: bool) -> None:
    """A board on a post, with a lock until it is open."""
    x = land.right - GATE
    y = land.ground(x)
    canvas.line(x, y - 120, x, y, "timber", 9)
    if open:
        canvas.path(f"M{x - 8} {y - 112}L{x + 46} {y - 168}L{x + 68} {y - 146}L{x + 14} {y - 90}Z", "timber")
        return
    canvas.rect(x - 52, y - 118, 100, 34, "timber", 6)
    canvas.icon("lock", x - 14, y - 114, 26)


# ---------------------------------------------------------------------------------------------------------------------
# 1-4: a freezer with its clock, a dish that freezes or steams, and a thermometer whose mercury is the prediction.


FREEZER_AT, DISH = 88.0, 212.0  # the thermometer from the right edge, the dish from the thermometer
MOST, DEGREE, ZERO = 12.0, 4.3, 60.0  # the scale: ± so many degrees, px of one, px of 0 above the ground
WIDE_IN, LARGER = 1000.0, 1.6  # in a land so wide it is so much larger
ICE, STEAM = 6.0, 8.0  # degrees at which the ice is whole; how the steam grows
CLOCK = 22.0
STEP = 3  # degrees from mark to mark


class FreezerDiorama(SideDiorama):
    """Mercury stands at the prediction; below 0 the dish is in ice, above it steams; the clock shows the input."""

    rest_point = 340.0
    told = (N_("too cold"), N_("just right"), N_("too warm"))
    begins_anew = False

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
        x, y, zero, tall = land.right - FREEZER_AT, _foot(land), _zero(land), _tall(land)
        canvas.ellipse(x, y + 1, 26, 5, "ink", 0.4)
        canvas.rect(x - 16, y - 122 * tall, 32, 122 * tall + 2, canvas.mix("wall", "metal", 0.5), 13, "wall_edge", 2)
        canvas.line(x - 4, y - 114 * tall, x - 4, y - 10, "well", 9)
        ink = "text" if canvas.theme.dark else "ink"
        for k in range(-int(MOST), int(MOST) + 1, STEP):
            mark = zero - k * DEGREE * tall
            canvas.line(x + 4, mark, x + (13 if k == 0 else 10), mark, ink, 2.6 if k == 0 else 1.4)

    def moving(self, canvas: Canvas, land: Land, values: LandValues) -> None:
        x, y, zero = land.right - FREEZER_AT, _foot(land), _zero(land)
        if land.words and not values.marked:
            canvas.text_vcenter(x + 21, zero, "0", NUMBER, "text")
        _clock(canvas, land, values.inputs[0])
        top = mercury(zero, values.prediction, _tall(land))
        canvas.line(x - 4, whole(top), x - 4, y - 10, "prediction", 6)
        canvas.circle(x - 4, y - 8, 8, "prediction")
        goal = values.goal
        if goal is not None:
            at = zero - goal * DEGREE * _tall(land)
            canvas.line(x - 24, at, x + 30, at, "error", 4)
            canvas.polygon([(x + 18, at), (x + 32, at - 8), (x + 32, at + 8)], "error")
            if values.number:
                draw_number(canvas, land, x + 20, at - 22, number(goal, 0), "error", "middle")
            if 0 in values.tested:
                draw_verdict(canvas, land, x - 78, top, self.told, values.verdict(0))
        _dish(canvas, land, values.prediction)

    def spot(self, land: Land, values: LandValues, prediction: float) -> LandPoint:
        return LandPoint(land.right - FREEZER_AT + 18, mercury(_zero(land), prediction, _tall(land)), side="right")


def mercury(zero: float, prediction: float, tall: float = 1.0) -> float:
    """y of the mercury; the tube ends a little beyond the scale."""
    return zero - max(-MOST, min(MOST + 1, prediction)) * DEGREE * tall


def _tall(land: Land) -> float:
    return LARGER if land.right - land.left >= WIDE_IN else 1.0


def _foot(land: Land) -> float:
    return land.ground(land.right - FREEZER_AT) + 4


def _zero(land: Land) -> float:
    return _foot(land) - ZERO * _tall(land)


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
    canvas.line(x, y, x + 15 * math.sin(minutes), y - 15 * math.cos(minutes), "text2", 1.8)
    canvas.line(x, y, x + 11 * math.sin(turn), y - 11 * math.cos(turn), "input", 3)


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
        x, y, post = land.left + 100, land.ground(land.left + 100) + 4, land.left + 34  # under a street lamp
        canvas.glow(land.left + 22, y - 128, 70, "lamp_glow", 0.5, GLOW)
        canvas.path(f"M{post} {y}V{y - 120}Q{post} {y - 138} {post - 12} {y - 136}", None, "metal", 4)
        canvas.ellipse(land.left + 22, y - 130, 11, 6, "window")
        draw_taxi(canvas, x, y)

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

    def card_box(self, land: Land, inputs: Sequence[float], card: int) -> Rect:
        x = stack_x(land, card, len(inputs))
        return (x - 24, land.ground(x) + 4 - LIMIT, 48.0, LIMIT)

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


def draw_taxi(canvas: Canvas, x: float, y: float) -> None:
    """A taxi that stands on y."""
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
# 1-1: a sign, a way, and the house at its end.


START, END = 136.0, 150.0  # the way: from the left edge to its start, from its end to the right edge
TRAIL_HOUSE = 84.0  # from the right edge
OUT = 24.0  # so far beyond the edge nothing of Pip is seen


class TrailDiorama(Diorama):
    """Pip walks as far as the prediction says; at the flag he is home."""

    one_goal = True
    told = (N_("not far enough"), N_("home"), N_("too far"))

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
        house = land.right - TRAIL_HOUSE
        draw_house_lights(canvas, house, land.ground(house), values.cheer)
        flag = _x(land, (values.goal or 1.0) / (values.length or values.goal or 1.0))
        canvas.flag(flag, land.ground(flag) + 3, 52, glow=False)

    def pip_x(self, land: Land, values: LandValues) -> float:
        part = values.prediction / (values.length or values.goal or 1.0)
        return min(land.right + OUT, max(land.left - OUT, _x(land, part)))

    def spot(self, land: Land, values: LandValues, prediction: float) -> LandPoint:
        x = _x(land, prediction / (values.length or values.goal or 1.0))
        edge = 1 if x > land.right - OUT else -1 if x < land.left + OUT else 0
        x = min(land.right, max(land.left, x))
        return LandPoint(x, land.ground(x), edge)


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
# 1-2: a house whose door hangs above the ground, and the step that is built under it, both on one plain scale.


METRE = 112.0  # px in a land that is so wide, or wider
WIDE_LAND = 1000.0
DOOR_AT, STEP_AT = 232.0, 344.0  # middle of the door and of the step, from the right edge
WIDE, COURSE = 92.0, 18.0  # the step's width, and from brick to brick
LEAST, TIMES, LENS = 8.0, 8.0, 64.0  # a step lower than this is seen through a lens: so much larger; its radius
AWAY = 118.0  # from the step to where Pip waits


class DoorstepDiorama(Diorama):
    """The step is as high as the prediction says; Pip stands on it. When it fits he walks in."""

    one_goal = True
    told = (N_("too low"), N_("it fits"), N_("too high"))

    def still(self, canvas: Canvas, land: Land) -> None:
        for away, height in ((60, 51), (150, 66), (land.right - land.left - 56, 60)):
            tree(canvas, land.left + away, land.ground(land.left + away) + 3, height, "wood")
        u = _unit(land)
        x = land.right - (DOOR_AT - 36) * u
        y = land.ground(x)
        canvas.rect(x - 90 * u, y - 150 * u, 200 * u, 150 * u + 2, "timber", 6)
        canvas.polygon([(x - 112 * u, y - 150 * u), (x + 10 * u, y - 220 * u), (x + 132 * u, y - 150 * u)], "roof")
        canvas.glow(x + 54 * u, y - 84 * u, 60 * u, "lamp_glow", 0.5, GLOW)
        canvas.rect(x + 30 * u, y - 106 * u, 48 * u, 44 * u, "window", 4)

    def moving(self, canvas: Canvas, land: Land, values: LandValues) -> None:
        u = _unit(land)
        x, door, goal = land.right - STEP_AT * u, land.right - DOOR_AT * u, values.goal or 0.0
        y, high = land.ground(x), values.prediction * METRE * u
        line = y - goal * METRE * u
        canvas.rect(door - 26 * u, line - 92 * u, 52 * u, 92 * u, "window" if values.cheer > 0.5 else "door", 4)
        canvas.line(x + WIDE / 2 * u + 8, line, door + 34 * u, line, "goal", 3, 1, (7, 6))
        _step(canvas, x, y, min(high, y - land.sky[1] + 20), WIDE * u, COURSE * u)
        if 0 < high < LEAST * u:
            # Through a lens: the step and the height of the door over the ground, larger
            at, middle = x - WIDE / 2 * u - LENS - 30, y - 84
            low = middle + LENS - 18
            canvas.line(at + LENS * 0.7, middle + LENS * 0.7, x - WIDE / 2 * u, low + 34, "metal", 6)
            canvas.circle(at, middle, LENS, "panel")
            with canvas.clip(at - LENS, middle - LENS, 2 * LENS, 2 * LENS, LENS):
                canvas.rect(at - LENS, low, 2 * LENS, 2 * LENS, "ter0")
                _step(canvas, at, low, values.prediction * METRE * TIMES, LENS, COURSE * 2)
                wanted = low - goal * METRE * TIMES
                canvas.line(at - LENS, wanted, at + LENS, wanted, "goal", 3, 1, (7, 6))
            canvas.circle(at, middle, LENS, None, "metal", 5)
        if values.number and goal and land.words:
            text = _("{length} m").format(length=number(goal, values.digits))
            draw_number(canvas, land, door + 44 * u, line - 4, text, "goal")
        if 0 in values.tested:
            draw_verdict(canvas, land, x, max(land.sky[1] + 60, y - high - 64), self.told, values.verdict(0))

    def pip_x(self, land: Land, values: LandValues) -> float:
        u = _unit(land)
        near = land.right - (STEP_AT + AWAY * max(0.0, 1 - values.prediction * METRE)) * u
        return near + values.cheer * (STEP_AT - DOOR_AT) * u

    def lift(self, land: Land, values: LandValues) -> float:
        return max(0.0, values.prediction * METRE * _unit(land))

    def spot(self, land: Land, values: LandValues, prediction: float) -> LandPoint:
        x = land.right - STEP_AT * _unit(land)
        return LandPoint(x - WIDE / 2, land.ground(x) - max(0.0, prediction * METRE * _unit(land)), side="left")


def _unit(land: Land) -> float:
    return min(1.0, (land.right - land.left) / WIDE_LAND)


def _step(canvas: Canvas, x: float, y: float, high: float, wide: float, course: float) -> None:
    """Its middle at x, its foot at y; below 0 a trench."""
    left = x - wide / 2
    if high < 0:
        canvas.polygon([(left, y), (left + 10, y + 16), (left + wide - 10, y + 16), (left + wide, y)], "ink", 0.7)
    if high <= 0:
        return
    canvas.rect(left, y - high, wide, high + 2, canvas.mix("masonry", "prediction", 0.34), min(4.0, high / 2))
    for row in range(int((high - 6) / course)):
        line = y - course * (row + 1)
        canvas.line(left, line, left + wide, line, "mortar", 2, 0.6)
    canvas.line(left, y - high, left + wide, y - high, "prediction", 3)


PLAIN = Diorama()
DIORAMAS: dict[str, Diorama] = {
    "trail": TrailDiorama(),
    "blueprint": DoorstepDiorama(),
    "well": BucketDiorama(),
    "freezer": FreezerDiorama(),
    "taxi": ReceiptsDiorama(),
}


def diorama_of(picture: str, goals: Sequence[float]) -> Diorama:
    """The scene of a level: its picture, one of PICTURES or none, and what its cards want."""
    found = DIORAMAS.get(picture, PLAIN)
    return found if found.suits(goals) else FallbackDiorama(found, picture)
