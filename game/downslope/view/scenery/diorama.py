"""A scene of a level by hand: its still half goes into the land's layer, the other half answers the prediction.

A scene keeps nothing and knows no time: it is drawn from values, so that a run, a bet's show, a ghost and a picture of
the level map all draw with the same functions. What it is made of are pictures of assets/pictures.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from ...i18n import N_, _, plural_form
from ..draw import LABEL, NUMBER, Canvas, TextStyle, draw_plate, smooth
from ..format.numbers import number, short
from ..widgets.bet_marker import AnswerAnchor
from ..widgets.widget import Rect
from .landscape import BACK as DIORAMA_BACK, PAST as DIORAMA_PAST, flag_at, ground, pip_x, ratio_of, tree, walk
from .moving_picture import MovingPicture, draw_thing, shipped

# What Pip does when what he was waiting for has come to rest: he hops, shrugs, or skids and looks back.


LASTS = 0.9  # seconds
HOP, HOPS = 14.0, 3
STEP, SHRUG, SKID = 12.0, 4.0, 22.0  # px
AHEAD, BACK, UP, REST = (0.4, -0.08), (-0.4, 0.05), (0.25, -0.3), (0.3, 0.05)  # where he looks
LAND, SHORT, PAST = "land", "short", "past"  # what a prediction does to him


# How far he is from his place (across, down), where he looks, and how thick the dust behind him is (0..1)
Pose = tuple[float, float, tuple[float, float], float]


def pose(kind: str, seconds: float, still: bool) -> Pose:
    """After so many seconds of it; with reduced motion, and after the last one, how it ends."""
    part = 1.0 if still else min(1.0, seconds / LASTS)
    if kind == LAND:
        hop = 0.0 if part >= 1 else abs(math.sin(math.pi * HOPS * part)) * (1 - 0.4 * part)
        return 0.0, -HOP * hop, UP if part < 1 else REST, 0.0
    if kind == SHORT:
        step = smooth(part / 0.35) - smooth((part - 0.7) / 0.3)
        shrug = math.sin(math.pi * (part - 0.4) / 0.3) if 0.4 < part < 0.7 else 0.0
        return STEP * step, -SHRUG * shrug, AHEAD, 0.0
    if kind == PAST:
        skid = smooth(part / 0.3) - smooth((part - 0.55) / 0.45)
        dust = max(0.0, 1 - part / 0.7) if part > 0.05 else 0.0
        return SKID * skid, 0.0, AHEAD if part < 0.3 else BACK, dust
    return 0.0, 0.0, REST, 0.0


SKY_STEP = 40.0  # how much nearer Pip stands to what is right than to what is twice as much, or nothing
MOST_CARDS, ABOVE = 4, 1e-300  # how many things have room; goals above 0
TAG = 26.0  # height of a plate with a number


class Land(NamedTuple):
    """The sky that a scene stands under, and the ground in it.

    free   y below which nothing lies over the scene      words   numbers are written
    """

    sky: Rect
    free: float = -math.inf
    words: bool = True

    @property
    def left(self) -> float:
        return self.sky[0]

    @property
    def right(self) -> float:
        return self.sky[0] + self.sky[2]

    def at(self, along: float) -> float:
        """x of a place so far from the left edge; below 0 from the right one."""
        return self.left + along if along >= 0 else self.right + along

    def ground(self, x: float) -> float:
        return ground(self.sky, x)


class LandValues(NamedTuple):
    """What a scene is drawn from. Of each card: what goes in, what is wanted (None: nothing), what comes out.

    crossed_out  cards that do not count         digits   decimals of what is written
    tolerance    a miss that counts as none      cheer    0..1 of a landing: lights and flags
    length       the goal that would fill the way    marked    tickets stand at the scale
    tested       cards whose prediction was told     number    what is wanted may be written
    gate         whether it is open; None: there is none
    """

    inputs: tuple[float, ...]
    goals: tuple[float | None, ...]
    predictions: tuple[float, ...] = ()
    crossed_out: frozenset[int] = frozenset()
    digits: int = 2
    tolerance: float = 0.0
    length: float | None = None
    cheer: float = 0.0
    marked: bool = False
    tested: frozenset[int] = frozenset()
    number: bool = False
    gate: bool | None = None

    @property
    def goal(self) -> float | None:
        return self.goals[0]

    @property
    def prediction(self) -> float:
        return self.predictions[0]

    def verdict(self, card: int) -> int:
        """1: more than is wanted comes out, -1: less, 0: as much."""
        miss = self.predictions[card] - (self.goals[card] or 0.0)
        return (miss > self.tolerance + 1e-9) - (miss < -self.tolerance - 1e-9)

    @property
    def numbers(self) -> dict[str, float]:
        """The same by the names that a picture knows: see rules/picture_numbers.py."""
        input, prediction, goal = self.inputs[0], self.prediction, self.goal if self.goal is not None else math.nan
        values = {"input": input, "weight": prediction / input if input else math.nan, "prediction": prediction,
                 "goal": goal, "miss": prediction - goal}  # fmt: skip
        for card, (given, wanted) in enumerate(zip(self.predictions, self.goals), 1):
            goal = wanted if wanted is not None else math.nan
            values |= {f"example {card} prediction": given, f"example {card} goal": goal,
                      f"example {card} miss": given - goal}  # fmt: skip
        return values | {f"{name} 1": value for name, value in values.items() if " " not in name}

    @property
    def ratio(self) -> float:
        """Prediction / goal of the card that is furthest off: 1 where all are right. Struck cards do not count."""
        pairs = [(p, g) for i, (p, g) in enumerate(zip(self.predictions, self.goals)) if i not in self.crossed_out]
        ratios = [ratio_of(p, g) for p, g in pairs if g is not None]
        return max(ratios, key=lambda ratio: abs(ratio - 1.0), default=1.0)


@dataclass(eq=False)
class Diorama:
    """Land with a flag, and Pip on his way to it. `picture` says whether things stand at its right end.

    told          the words for a prediction that is less than what is wanted, as much, and more
    looks_on      something in it answers; Pip looks on, and comes nearer as the prediction does
    begins_anew   with other cards it begins from nothing; else it goes on from what it shows
    stands        pictures that never move: each with its place, see Land.at, and how far below the ground
    still         draws what stands still in another scene that cannot show these goals; `own`: the level's own picture
    """

    picture: str = ""
    still: Callable[[Canvas, Land], None] | None = None
    own: MovingPicture | None = None
    told: ClassVar[tuple[str, str, str]] = (N_("too low"), N_("just right"), N_("too high"))
    looks_on, begins_anew = False, True
    # which suit it: how many, how large
    goals: ClassVar[tuple[float, float, float, float]] = (0, math.inf, -math.inf, math.inf)
    stands: ClassVar[tuple[tuple[str, float, float], ...]] = ()

    def draw_land(self, canvas: Canvas, land: Land) -> None:
        """What never moves, and has nothing to do with the prediction."""
        if self.own is not None:
            self.own.draw_still(canvas, land.sky)
        if self.still is not None:
            self.still(canvas, land)
        for name, along, down in self.stands:
            draw_thing(canvas, name, land.at(along), land.ground(land.at(along)) + down)

    def draw(self, canvas: Canvas, land: Land, values: LandValues) -> None:
        """What the prediction moves, and what lives: here the flag."""
        if self.own is not None:
            self.own.draw_at(canvas, self.own.place(land.sky), values.numbers)
        x = flag_at(land.sky, self.picture)
        canvas.flag(x, land.ground(x) + 3, 52, glow=False)

    def pip_x(self, land: Land, values: LandValues) -> float:
        if not self.looks_on:
            return pip_x(land.sky, self.picture, values.ratio)
        away = abs(values.ratio - 1) if values.goal is not None else 0.0
        return land.right - 320 - SKY_STEP * min(1.0, away)

    def lift(self, land: Land, values: LandValues) -> float:
        """How high above the ground."""
        return 0.0

    def spot(self, land: Land, values: LandValues, prediction: float) -> AnswerAnchor:
        """Where a prediction stands, the present one or any other."""
        goal = values.goal
        part = ratio_of(prediction, goal) if goal is not None else 1.0
        x = walk(land.sky, self.picture, part)
        arrow = "right" if part > DIORAMA_PAST else "left" if part < DIORAMA_BACK else ""
        return AnswerAnchor(x, land.ground(x), arrow=arrow)

    def card_box(self, land: Land, inputs: Sequence[float], card: int) -> Rect:
        """The room of what stands for a card, its foot in the middle below."""
        x = land.left + (card + 1) * (land.right - land.left) / (len(inputs) + 1)
        return (x - 40, land.ground(x) - 80, 80.0, 80.0)


def draw_number(canvas: Canvas, land: Land, x: float, y: float, text: str, hue: str, middle: bool = True,
                edge: bool = True, style: TextStyle = NUMBER) -> None:  # fmt: skip
    """A number or a word on a small plate in its hue, around the height y, or lower where something lies over it.

    `middle`: around x, else it begins there. Without an edge the plate is narrow.
    """
    side = 9.0 if edge else 4.0
    width, height = canvas.width(text, style) + 2 * side, TAG + 20 * (canvas.type - 1) - (0 if edge else 4)
    left, y = x - width / 2 if middle else x, max(y, land.free + height / 2)
    if land.words:
        draw_plate(canvas, (left, y - height / 2, width, height), hue if edge else "", 8, alpha=0.92)
        canvas.text_vcenter(left + side, y, text, style, hue)


def draw_verdict(canvas: Canvas, land: Land, x: float, y: float, sentences: Sequence[str], way: int) -> None:
    """A plate that says whether what was told is enough. `way`: see LandValues.verdict."""
    draw_number(canvas, land, x, y, _(sentences[way + 1]), "error" if way else "prediction", style=LABEL)


# 1-3: buckets, each with a mark and a band around it in which it is full enough, and a gate that is opened once.


FIRST, LAST_ONE = 0.2, 0.72  # where the first and the last bucket stand, as parts of the land's width
LARGEST, WHOLE, HIGH_LAND = 1.7, 1232.0, 516.0  # size of the largest bucket, in a land so wide and high
MARKED = 42.16  # px of water at a bucket's mark
GATE, ROOM_BELOW = -96.0, 0.16  # from the right edge; of the width, for the words under a bucket


class BucketDiorama(Diorama):
    """Each as full as its prediction says; what is too much for its rim makes a puddle."""

    told = (N_("too little"), N_("fine"), N_("too much"))
    goals = (1, MOST_CARDS, ABOVE, math.inf)

    def draw(self, canvas: Canvas, land: Land, values: LandValues) -> None:
        for card, prediction in enumerate(values.predictions):
            (x, y, size), goal = bucket_at(land, values.inputs, card), values.goals[card] or 1.0
            draw_thing(canvas, "pail", x, y, size, up=MARKED * ratio_of(prediction, goal),
                       near=MARKED * values.tolerance / goal)  # fmt: skip
            if land.words:
                litre = values.inputs[card]
                litres = plural_form("{size} litre", "{size} litres", 1 if litre == 1 else 2).format(size=short(litre))
                room = ROOM_BELOW * (land.right - land.left)
                canvas.within(x, y + 20 + 14 * canvas.type, litres, room, LABEL, "text", "middle")
            if card in values.tested:
                draw_verdict(canvas, land, x, y - 82 * size - 56, self.told, values.verdict(card))
        if values.gate is not None:
            x = land.at(GATE)
            draw_thing(canvas, "gate", x, land.ground(x), open=values.gate)
            if not values.gate:
                canvas.icon("lock", x - 14, land.ground(x) - 114, 26)

    def pip_x(self, land: Land, values: LandValues) -> float:
        counts = [card for card in range(len(values.inputs)) if card not in values.crossed_out]
        x, _y, size = bucket_at(land, values.inputs, counts[0])
        return x - 42 * size - 58

    def card_box(self, land: Land, inputs: Sequence[float], card: int) -> Rect:
        x, y, size = bucket_at(land, inputs, card)
        return x - 42 * size - 22, y - 82 * size - 30, 84 * size + 44, 82 * size + 46

    def spot(self, land: Land, values: LandValues, prediction: float) -> AnswerAnchor:
        x, y, size = bucket_at(land, values.inputs, len(values.inputs) - 1)  # the last one, on which it is seen best
        up = MARKED * ratio_of(prediction, values.goals[-1] or 1.0)
        return AnswerAnchor(x - 42 * size, y + size * shipped("pail").value("water", "top", up=up), "left")


def bucket_at(land: Land, inputs: Sequence[float], number: int) -> tuple[float, float, float]:
    """Where a bucket stands, and its size. One that holds more is larger, the middle ones nearer to the largest."""
    width, last = land.right - land.left, max(1, len(inputs) - 1)
    room = min(1.0, width / WHOLE, (land.sky[3] / HIGH_LAND) ** 1.5)
    part = (number / last) ** 1.5 if len(inputs) > 1 else 0.7  # the larger ones need more room
    x = land.left + width * (FIRST + (LAST_ONE - FIRST) * part)
    return x, land.ground(x) - 20, LARGEST * room * (inputs[number] / max(inputs)) ** 0.4


# 1-4: a freezer with its clock, a dish that freezes or steams, and a thermometer whose mercury is the prediction.


FREEZER, THERMOMETER, DISH = 92.0, -88.0, -262.0
MOST, ZERO = 12.0, -60.0  # the scale: ± so many degrees, y of 0
WIDE_IN, LARGER = 1000.0, 1.6  # in a land so wide it is so much larger


class FreezerDiorama(Diorama):
    """Mercury stands at the prediction; below 0 the dish is in ice, above it steams; the clock shows the input."""

    told = (N_("too cold"), N_("just right"), N_("too warm"))
    looks_on, begins_anew = True, False
    stands = (("freezer", FREEZER, 4.0),)
    goals = (1, 1, -MOST, MOST)

    def draw_land(self, canvas: Canvas, land: Land) -> None:
        for i in range(9):  # snow
            x = land.left + 250 + i * (land.right - land.left - 500) / 8
            canvas.ellipse(x, land.ground(x) + 8 + 6 * (i % 3), 26, 4, "white", 0.1 if canvas.theme.dark else 0.5)
        super().draw_land(canvas, land)

    def draw(self, canvas: Canvas, land: Land, values: LandValues) -> None:
        x, y, size = _thermometer(land)
        goal, picture = values.goal, shipped("thermometer")
        clock, dish = land.at(FREEZER), land.at(DISH)
        draw_thing(canvas, "clock", clock + 38, land.ground(clock) - 28, hours=values.inputs[0])
        draw_thing(canvas, "dish", dish, land.ground(dish) + 6, degrees=values.prediction)
        draw_thing(canvas, "thermometer", x, y, size, degrees=values.prediction, goal=goal or 0.0,
                   wanted=goal is not None)  # fmt: skip
        if land.words and not values.marked:
            canvas.text_vcenter(x + 21 * size, y + ZERO * size, "0", NUMBER, "text")
        if goal is not None:
            if values.number:
                at = y + size * (ZERO + picture.value("goal", "y", goal=goal))
                draw_number(canvas, land, x + 20 * size, at - 22, number(goal, 0), "error")
            if 0 in values.tested:
                top = y + size * picture.value("mercury", "top", degrees=values.prediction)
                draw_verdict(canvas, land, x - 86, top, self.told, values.verdict(0))

    def spot(self, land: Land, values: LandValues, prediction: float) -> AnswerAnchor:
        x, y, size = _thermometer(land)
        top = shipped("thermometer").value("mercury", "top", degrees=prediction)
        return AnswerAnchor(x + 18 * size, y + size * top, "right")


def _thermometer(land: Land) -> tuple[float, float, float]:
    x = land.at(THERMOMETER)
    return x, land.ground(x) + 4, LARGER if land.right - land.left >= WIDE_IN else 1.0


# 1-5: a taxi, and a stack of coins for each receipt: outlined what was paid, solid what the weight expects.


PITCH, LAST = 74.0, -92.0  # from one stack to the next; the last of them
COIN, TALL = 5.2, 48.0  # px of a unit of price, at most; px of the highest outline, at most
LIMIT = 96.0  # px that a stack of coins may have


class ReceiptsDiorama(Diorama):
    """Coins beyond an outline are too much; those of a struck receipt are grey and crossed."""

    looks_on = True
    stands = (("taxi", 100.0, 4.0),)
    goals = (2, MOST_CARDS, ABOVE, math.inf)

    def draw_land(self, canvas: Canvas, land: Land) -> None:
        for i in range(int((land.right - land.left - 480) / 34)):
            x = land.left + 230 + i * 34
            canvas.line(x, land.ground(x) + 12, x + 16, land.ground(x + 16) + 12, "hill_rim", 3, 0.6)
        super().draw_land(canvas, land)

    def draw(self, canvas: Canvas, land: Land, values: LandValues) -> None:
        unit = coin_height(values.goals)
        for i, (given, goal, prediction) in enumerate(zip(values.inputs, values.goals, values.predictions)):
            (x, y), gone = stack_at(land, i, len(values.goals)), i in values.crossed_out
            up, paid = prediction * unit, (goal or 0.0) * unit
            height = min(LIMIT, max(up, paid))
            draw_thing(canvas, "coins", x, y, up=up, paid=paid, high=height, gone=gone)
            if land.words:
                label = _("{length} km").format(length=short(given))
                canvas.text(x, y + 10 + 12 * canvas.type, label, NUMBER, "text", "middle")
            if not gone and y - height - 22 > land.free:  # else it would lie over the coins
                text = short(round(prediction, values.digits))
                draw_number(canvas, land, x, y - height - 16, text, "prediction", edge=False)

    def card_box(self, land: Land, inputs: Sequence[float], card: int) -> Rect:
        x, y = stack_at(land, card, len(inputs))
        return (x - 24, y - LIMIT, 48.0, LIMIT)

    def spot(self, land: Land, values: LandValues, prediction: float) -> AnswerAnchor:
        x, y = stack_at(land, 0, len(values.goals))
        return AnswerAnchor(x - 24, y - prediction * coin_height(values.goals), "left")


def stack_at(land: Land, number: int, count: int) -> tuple[float, float]:
    """The foot of a receipt's stack."""
    x = land.at(LAST) - (count - 1 - number) * PITCH
    return x, land.ground(x) + 4


def coin_height(goals: Sequence[float | None]) -> float:
    """px of a unit of price, so that the highest outline has room."""
    return min(COIN, TALL / max([goal for goal in goals if goal is not None], default=1.0))


# 1-1: a sign, a way, and the house at its end.


START, END = 136.0, 150.0  # the way: from the left edge to its start, from its end to the right edge
HOUSE = -84.0
OUT = 24.0  # so far beyond the edge nothing of Pip is seen


class TrailDiorama(Diorama):
    """Pip walks as far as the prediction says; at the flag he is home."""

    goals = (1, 1, ABOVE, math.inf)
    told = (N_("not far enough"), N_("home"), N_("too far"))
    stands = (("sign", 84.0, 3.0), ("house", HOUSE, 0.0))

    def draw_land(self, canvas: Canvas, land: Land) -> None:
        super().draw_land(canvas, land)
        for along, height in ((38.0, 51.0), (144.0, 60.0), (-22.0, 60.0)):
            tree(canvas, land.at(along), land.ground(land.at(along)) + 3, height, "wood")
        x = land.left + START + 12
        while x < land.right - END - 34:  # footprints
            canvas.ellipse(x, land.ground(x) + 7, 5, 2.2, "hill_rim", 0.55)
            x += 24

    def draw(self, canvas: Canvas, land: Land, values: LandValues) -> None:
        house = land.at(HOUSE)
        draw_thing(canvas, "house", house, land.ground(house), only="lit", cheer=round(values.cheer * 8) / 8)
        flag = _way_x(land, values, values.goal or 1.0)
        canvas.flag(flag, land.ground(flag) + 3, 52, glow=False)

    def pip_x(self, land: Land, values: LandValues) -> float:
        return min(land.right + OUT, max(land.left - OUT, _way_x(land, values, values.prediction)))

    def spot(self, land: Land, values: LandValues, prediction: float) -> AnswerAnchor:
        x = _way_x(land, values, prediction)
        arrow = "right" if x > land.right - OUT else "left" if x < land.left + OUT else ""
        x = min(land.right, max(land.left, x))
        return AnswerAnchor(x, land.ground(x), arrow=arrow)


def _way_x(land: Land, values: LandValues, prediction: float) -> float:
    part = prediction / (values.length or values.goal or 1.0)
    return land.left + START + part * (land.right - END - land.left - START)


# 1-2: a house whose door hangs above the ground, and the step that is built under it, both on one plain scale.


METRE = 112.0  # px in a land that is so wide, or wider
WIDE_LAND = 1000.0
DOOR_AT, STEP_AT = 232.0, 344.0  # middle of the door and of the step, from the right edge
WIDE = 92.0  # the step's width
LEAST, TIMES, LENS = 8.0, 8.0, 64.0  # a step lower than this is seen through a lens: so much larger; its radius
AWAY = 118.0  # from the step to where Pip waits


class DoorstepDiorama(Diorama):
    """The step is as high as the prediction says; Pip stands on it. When it fits he walks in."""

    goals = (1, 1, ABOVE, math.inf)
    told = (N_("too low"), N_("it fits"), N_("too high"))

    def draw_land(self, canvas: Canvas, land: Land) -> None:
        for along, height in ((60.0, 51.0), (150.0, 66.0), (-56.0, 60.0)):
            tree(canvas, land.at(along), land.ground(land.at(along)) + 3, height, "wood")
        size = _scale(land)
        door = land.right - (DOOR_AT - 36) * size
        draw_thing(canvas, "doorstep", door, land.ground(door), size, "wall")

    def draw(self, canvas: Canvas, land: Land, values: LandValues) -> None:
        size = _scale(land)
        x, goal = land.right - STEP_AT * size, values.goal or 0.0
        y, high = land.ground(x), values.prediction * METRE * size
        door = land.right - (DOOR_AT - 36) * size
        draw_thing(canvas, "doorstep", door, land.ground(door), size, "moves", metres=goal, cheer=values.cheer)
        draw_thing(canvas, "step", x, y, size, high=high / size)
        if 0 < high < LEAST * size:
            # Through a lens: the step and the height of the door over the ground, larger
            at, middle, left = x - WIDE / 2 * size - LENS - 30, y - 84, x - WIDE / 2 * size
            low, unit = middle + LENS - 18, LENS / WIDE
            canvas.line(at + LENS * 0.7, middle + LENS * 0.7, left, low + 34, "metal", 6)
            canvas.circle(at, middle, LENS, "panel")
            with canvas.clip(at - LENS, middle - LENS, 2 * LENS, 2 * LENS, LENS):
                canvas.rect(at - LENS, low, 2 * LENS, 2 * LENS, "ter0")
                draw_thing(canvas, "step", at, low, unit, high=values.prediction * METRE * TIMES / unit)
                wanted = low - goal * METRE * TIMES
                canvas.line(at - LENS, wanted, at + LENS, wanted, "goal", 3, 1, (7, 6))
            canvas.circle(at, middle, LENS, None, "metal", 5)
        if values.number and goal and land.words:
            text, door = _("{length} m").format(length=number(goal, values.digits)), land.right - DOOR_AT * size
            draw_number(canvas, land, door + 44 * size, y - goal * METRE * size - 4, text, "goal", middle=False)
        if 0 in values.tested:
            draw_verdict(canvas, land, x, max(land.sky[1] + 60, y - high - 64), self.told, values.verdict(0))

    def pip_x(self, land: Land, values: LandValues) -> float:
        near = land.right - (STEP_AT + AWAY * max(0.0, 1 - values.prediction * METRE)) * _scale(land)
        return near + values.cheer * (STEP_AT - DOOR_AT) * _scale(land)

    def lift(self, land: Land, values: LandValues) -> float:
        return max(0.0, values.prediction * METRE * _scale(land))

    def spot(self, land: Land, values: LandValues, prediction: float) -> AnswerAnchor:
        x = land.right - STEP_AT * _scale(land)
        return AnswerAnchor(x - WIDE / 2, land.ground(x) - max(0.0, prediction * METRE * _scale(land)), "left")


def _scale(land: Land) -> float:
    return min(1.0, (land.right - land.left) / WIDE_LAND)


PLAIN = Diorama()
DIORAMAS: dict[str, Diorama] = {
    "trail": TrailDiorama(),
    "blueprint": DoorstepDiorama(),
    "well": BucketDiorama(),
    "freezer": FreezerDiorama(),
    "taxi": ReceiptsDiorama(),
}


def diorama_of(picture: str, goals: Sequence[float], own: MovingPicture | None = None) -> Diorama:
    """The scene of a level: its picture, one of PICTURES or none, and what its cards want. `own`: one of its own."""
    if own is not None:
        return Diorama(f"own {own.picture.mark}", own=own)
    scene = DIORAMAS.get(picture, PLAIN)
    fewest, most, low, high = scene.goals
    suits = fewest <= len(goals) <= most and all(low <= goal <= high for goal in goals)
    return scene if suits else Diorama(picture, scene.draw_land)
