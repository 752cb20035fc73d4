"""A scene of a level by hand: its still half goes into the land's layer, the other half answers the prediction.

A scene keeps nothing and knows no time: it is drawn from values, so that a run, a bet's show, a ghost and a picture of
the level map all draw with the same functions.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ...i18n import N_, _
from ..draw.plate import draw_plate
from ..draw.tokens import LABEL, NUMBER
from ..draw.tween import smooth
from ..widgets.widget import Rect
from .moving_picture import MovingPicture
from .scenery import BACK as DIORAMA_BACK
from .scenery import PAST as DIORAMA_PAST
from .scenery import flag_at, ground, pip_x, ratio_of, walk

if TYPE_CHECKING:
    from ..draw.canvas import Canvas


# ---------------------------------------------------------------------------------------------------------------------
# What Pip does when what he was waiting for has come to rest: he hops, shrugs, or skids and looks back.


LASTS = 0.9  # seconds
HOP, HOPS = 14.0, 3
STEP, SHRUG, SKID = 12.0, 4.0, 22.0  # px
AHEAD, BACK, UP = (0.4, -0.08), (-0.4, 0.05), (0.25, -0.3)  # where he looks
LAND, SHORT, PAST = "land", "short", "past"


class Pose(NamedTuple):
    """How far he is from his place, where he looks, and how thick the dust behind him is (0..1)."""

    dx: float = 0.0
    dy: float = 0.0
    look: tuple[float, float] = (0.3, 0.05)
    dust: float = 0.0


def kind_of(ratio: float, right: bool) -> str:
    """What a prediction that is so much of the goal does to him."""
    return LAND if right else PAST if ratio > 1 else SHORT


def pose(kind: str, seconds: float, still: bool) -> Pose:
    """After so many seconds of it; with reduced motion, and after the last one, how it ends."""
    part = 1.0 if still else min(1.0, seconds / LASTS)
    if kind == LAND:
        hop = 0.0 if part >= 1 else abs(math.sin(math.pi * HOPS * part)) * (1 - 0.4 * part)
        return Pose(0.0, -HOP * hop, UP if part < 1 else (0.3, 0.05))
    if kind == SHORT:
        step = smooth(part / 0.35) - smooth((part - 0.7) / 0.3)
        shrug = math.sin(math.pi * (part - 0.4) / 0.3) if 0.4 < part < 0.7 else 0.0
        return Pose(STEP * step, -SHRUG * shrug, AHEAD)
    if kind == PAST:
        skid = smooth(part / 0.3) - smooth((part - 0.55) / 0.45)
        return Pose(SKID * skid, 0.0, AHEAD if part < 0.3 else BACK, max(0.0, 1 - part / 0.7) if part > 0.05 else 0.0)
    return Pose()


def draw_dust(canvas: Canvas, x: float, y: float, dust: float) -> None:
    """Three puffs behind him, thinner as they spread; his foot is at (x, y)."""
    if dust <= 0:
        return
    away = 1 - dust
    for k, (back, up, r) in enumerate(((14, 3, 6.0), (24, 7, 4.5), (33, 4, 3.5))):
        size = round((r + 3 * away) * 2) / 2
        alpha = round(0.55 * dust * (1 - 0.2 * k) * 16) / 16
        canvas.circle(x - back - 12 * away, y - up - 4 * away, size, "text2", alpha=alpha)


SKY_STEP = 40.0  # how much nearer Pip stands to what is right than to what is twice as much, or nothing
TAG, ROOM = 26.0, 11.0  # height of a plate with a number; beside it, for the tip of an arrow


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

    def ground(self, x: float) -> float:
        """y of the ground under x."""
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
        """That of the first card."""
        return self.goals[0]

    @property
    def prediction(self) -> float:
        """That of the first card."""
        return self.predictions[0]

    @property
    def miss(self) -> float:
        """Of the first card; what counts as none is 0."""
        miss = self.prediction - self.goal if self.goal is not None else 0.0
        return 0.0 if abs(miss) <= self.tolerance + 1e-9 else miss

    def verdict(self, card: int) -> int:
        """1: more than is wanted comes out, -1: less, 0: as much."""
        miss = self.predictions[card] - (self.goals[card] or 0.0)
        return (miss > self.tolerance + 1e-9) - (miss < -self.tolerance - 1e-9)

    @property
    def numbers(self) -> dict[str, float]:
        """The same by the names that a picture knows: see rules/picture_numbers.py."""
        input, prediction, goal = self.inputs[0], self.prediction, self.goal if self.goal is not None else math.nan
        found = {"input": input, "weight": prediction / input if input else math.nan, "prediction": prediction,
                 "goal": goal, "miss": prediction - goal}  # fmt: skip
        for number, (given, wanted) in enumerate(zip(self.predictions, self.goals), 1):
            goal = wanted if wanted is not None else math.nan
            found |= {f"example {number} prediction": given, f"example {number} goal": goal,
                      f"example {number} miss": given - goal}  # fmt: skip
        return found | {f"{name} 1": value for name, value in found.items() if " " not in name}

    @property
    def ratio(self) -> float:
        """Prediction / goal of the card that is furthest off: 1 where all are right. Struck cards do not count."""
        pairs = [(p, g) for i, (p, g) in enumerate(zip(self.predictions, self.goals)) if i not in self.crossed_out]
        ratios = [ratio_of(p, g) for p, g in pairs if g is not None]
        return max(ratios, key=lambda ratio: abs(ratio - 1.0), default=1.0)


class LandPoint(NamedTuple):
    """A place on the stage. `edge`: -1 beyond the left edge, 1 beyond the right one, 0 on it.

    `side`: from where it is pointed at: "ground" from above, "left" or "right" where it is a mark of an upright scale.
    """

    x: float
    y: float
    edge: int = 0
    side: str = "ground"


class Diorama:
    """Plain land with a flag, and Pip on his way to it. `picture` says whether things stand at its right end.

    told          the words for a prediction that is less than what is wanted, as much, and more
    begins_anew   with other cards it begins from nothing; else it goes on from what it shows
    """

    picture = ""
    told: tuple[str, str, str] = (N_("too low"), N_("just right"), N_("too high"))
    begins_anew = True
    one_goal = False  # it can show one goal alone, above 0

    def suits(self, goals: Sequence[float]) -> bool:
        """Whether these goals can be shown in it."""
        return not self.one_goal or (len(goals) == 1 and goals[0] > 0)

    def still(self, canvas: Canvas, land: Land) -> None:
        """What never moves, and has nothing to do with the prediction."""

    def frame(self, canvas: Canvas, land: Land) -> None:
        """What never moves of what answers."""

    def draw_ground(self, canvas: Canvas, land: Land) -> None:
        """All that never moves."""
        self.still(canvas, land)
        self.frame(canvas, land)

    def moving(self, canvas: Canvas, land: Land, values: LandValues) -> None:
        """What the prediction moves, and what lives: here the flag."""
        x = flag_at(land.sky, self.picture)
        canvas.flag(x, land.ground(x) + 3, 52, glow=False)

    def between(self, before: float, after: float, part: float) -> float:
        """The prediction that is shown on the way from one to another."""
        return before + (after - before) * part

    def pip_x(self, land: Land, values: LandValues) -> float:
        """Where Pip stands."""
        return pip_x(land.sky, self.picture, values.ratio)

    def lift(self, land: Land, values: LandValues) -> float:
        """How high above the ground."""
        return 0.0

    def spot(self, land: Land, values: LandValues, prediction: float) -> LandPoint:
        """Where a prediction stands, the present one or any other."""
        goal = values.goal
        part = ratio_of(prediction, goal) if goal is not None else 1.0
        x = walk(land.sky, self.picture, part)
        return LandPoint(x, land.ground(x), 1 if part > DIORAMA_PAST else -1 if part < DIORAMA_BACK else 0)

    def card_box(self, land: Land, inputs: Sequence[float], card: int) -> Rect:
        """The room of what stands for a card, its foot in the middle below."""
        x = land.left + (card + 1) * (land.right - land.left) / (len(inputs) + 1)
        return (x - 40, land.ground(x) - 80, 80.0, 80.0)


class FallbackDiorama(Diorama):
    """The still half of a scene whose other half cannot show these goals, and Pip on his way to a flag."""

    def __init__(self, scene: Diorama, picture: str) -> None:
        self.scene, self.picture = scene, picture

    def still(self, canvas: Canvas, land: Land) -> None:
        self.scene.still(canvas, land)


class SideDiorama(Diorama):
    """A scene with something in it that answers; Pip stands `rest_point` from the right edge and looks on.

    He comes nearer as the prediction does.
    """

    rest_point = 300.0

    def pip_x(self, land: Land, values: LandValues) -> float:
        away = abs(values.ratio - 1) if values.goal is not None else 0.0
        return land.right - self.rest_point + 20 - SKY_STEP * min(1.0, away)


def draw_number(canvas: Canvas, land: Land, x: float, y: float, text: str, hue: str, anchor: str = "start",
                room: float = 0.0, edge: bool = True) -> Rect:  # fmt: skip
    """A number on a small plate in its hue, around the height y, or lower where something lies over the scene.

    Where it lies. `room`: for more, on both sides; without an edge the plate is narrow.
    """
    side = 9 + room if edge else 4.0
    height = TAG + 20 * (canvas.type - 1) - (0 if edge else 4)
    width = canvas.width(text, NUMBER) + 2 * side
    y = max(y, land.free + height / 2)
    left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    rect = (left, y - height / 2, width, height)
    if land.words:
        draw_plate(canvas, rect, hue if edge else "", 8, alpha=0.92)
        canvas.text_vcenter(left + side, y, text, NUMBER, hue)
    return rect


def draw_verdict(canvas: Canvas, land: Land, x: float, y: float, told: Sequence[str], way: int) -> None:
    """A plate that says whether what was told is enough. `way`: see LandValues.verdict."""
    if land.words:
        text, hue = _(told[way + 1]), "error" if way else "prediction"
        width, height = canvas.width(text, LABEL) + 24, 14 + 18 * canvas.type
        top = max(y, land.free + height / 2)
        draw_plate(canvas, (x - width / 2, top - height / 2, width, height), hue, alpha=0.94)
        canvas.text_vcenter(x, top, text, LABEL, hue, "middle")


def whole(value: float) -> float:
    """To a whole pixel, so that few shapes serve all heights."""
    return float(math.floor(value + 0.5))


# ---------------------------------------------------------------------------------------------------------------------
# What stands in several scenes: a house with a warm window, footprints.


GLOW = ((0.0, 1.0), (1.0, 0.0))


def draw_house(canvas: Canvas, x: float, y: float) -> None:
    """A small house with a warm window, its floor at y."""
    canvas.rect(x - 34, y - 58, 72, 60, "wall", 4, "wall_edge", 1.5)
    canvas.path(f"M{x - 44} {y - 56}L{x + 2} {y - 94}L{x + 48} {y - 56}Z", "slate", "wall_edge", 2)
    canvas.glow(x - 10, y - 30, 46, "lamp_glow", 0.6, GLOW)
    canvas.rect(x - 20, y - 40, 20, 20, "window", 3)
    canvas.line(x - 10, y - 40, x - 10, y - 20, "timber")
    canvas.line(x - 20, y - 30, x, y - 30, "timber")
    canvas.rect(x + 12, y - 36, 16, 37, "door", 3)


def draw_house_lights(canvas: Canvas, x: float, y: float, cheer: float) -> None:
    """The same house after a landing: light in its door too, and all around it."""
    if cheer <= 0:
        return
    part = round(cheer * 8) / 8
    canvas.glow(x - 10, y - 30, 84, "lamp_glow", 0.7 * part, GLOW)
    canvas.rect(x - 20, y - 40, 20, 20, "lamp_light", 3, alpha=part)
    canvas.rect(x + 12, y - 36, 16, 37, "window", 3, alpha=part)
    canvas.line(x - 10, y - 40, x - 10, y - 20, "timber")
    canvas.line(x - 20, y - 30, x, y - 30, "timber")
    canvas.circle(x + 24, y - 18, 1.8, "timber")
    for k in range(3):  # smoke
        canvas.circle(x - 22 + 7 * k, y - 96 - 14 * k, 5 + 2 * k, "metal", alpha=part * (0.5 - 0.12 * k))


def draw_steps(canvas: Canvas, land: Land, start: float, end: float, pitch: float) -> None:
    """Footprints on the ground between two x."""
    for i in range(int((end - start) / pitch)):
        x = start + i * pitch
        canvas.ellipse(x, land.ground(x) + 7, 5, 2.2, "hill_rim", 0.55)


class PictureDiorama(Diorama):
    """A picture of the level's own, over sky and hills. Pip walks to a flag before its right end."""

    def __init__(self, picture: MovingPicture) -> None:
        self.own = picture
        self.picture = f"own {picture.picture.mark}"

    def still(self, canvas: Canvas, land: Land) -> None:
        self.own.draw_still(canvas, land.sky)

    def moving(self, canvas: Canvas, land: Land, values: LandValues) -> None:
        self.own.draw_moving(canvas, land.sky, values.numbers)
        super().moving(canvas, land, values)
