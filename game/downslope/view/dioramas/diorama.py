"""A scene of a level by hand: its still half goes into the land's layer, the other half answers the prediction.

A scene keeps nothing and knows no time: it is drawn from values, so that a run, a bet's show, a ghost and a picture of
the level map all draw with the same functions.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..draw.plate import draw_plate
from ..draw.tokens import NUMBER
from ..scenery.scenery import BACK, PAST, flag_at, ground, pip_x, ratio_of, walk
from ..widgets.widget import Rect

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

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

    struck     cards that no longer count      digits   decimals of what is written
    tolerance  a miss that counts as none      cheer    0..1 of a landing: lights and flags
    length     the goal that would fill the way    marked    tickets stand at the scale
    """

    inputs: tuple[float, ...]
    goals: tuple[float | None, ...]
    predictions: tuple[float, ...] = ()
    struck: frozenset[int] = frozenset()
    digits: int = 2
    tolerance: float = 0.0
    length: float | None = None
    cheer: float = 0.0
    marked: bool = False

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

    @property
    def ratio(self) -> float:
        """Prediction / goal of the card that is furthest off: 1 where all are right. Struck cards do not count."""
        pairs = [(p, g) for i, (p, g) in enumerate(zip(self.predictions, self.goals)) if i not in self.struck]
        ratios = [ratio_of(p, g) for p, g in pairs if g is not None]
        return max(ratios, key=lambda ratio: abs(ratio - 1.0), default=1.0)


class LandSpot(NamedTuple):
    """A place on the stage. `edge`: -1 beyond the left edge, 1 beyond the right one, 0 on it.

    `side`: from where it is pointed at: "ground" from above, "left" or "right" where it is a mark of an upright scale.
    """

    x: float
    y: float
    edge: int = 0
    side: str = "ground"


class Diorama:
    """Plain land with a flag, and Pip on his way to it. `picture` says whether things stand at its right end."""

    picture = ""
    one_goal = False  # it can show one goal alone, above 0

    def suits(self, goals: Sequence[float]) -> bool:
        """Whether these goals can be shown in it."""
        return not self.one_goal or (len(goals) == 1 and goals[0] > 0)

    def still(self, canvas: Canvas, land: Land) -> None:
        """What never moves, and has nothing to do with the prediction."""

    def frame(self, canvas: Canvas, land: Land) -> None:
        """What never moves of what answers."""

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

    def spot(self, land: Land, values: LandValues, prediction: float) -> LandSpot:
        """Where a prediction stands, the present one or any other."""
        goal = values.goal
        part = ratio_of(prediction, goal) if goal is not None else 1.0
        x = walk(land.sky, self.picture, part)
        return LandSpot(x, land.ground(x), 1 if part > PAST else -1 if part < BACK else 0)

    def card_spot(self, land: Land, number: int, count: int) -> tuple[float, float]:
        """Foot of what stands for a card."""
        x = land.left + (number + 1) * (land.right - land.left) / (count + 1)
        return x, land.ground(x)


class FallbackDiorama(Diorama):
    """The still half of a scene whose other half cannot show these goals, and Pip on his way to a flag."""

    def __init__(self, scene: Diorama, picture: str) -> None:
        self.scene, self.picture = scene, picture

    def still(self, canvas: Canvas, land: Land) -> None:
        self.scene.still(canvas, land)


class SideDiorama(Diorama):
    """A scene with something in it that answers; Pip stands `seat` from the right edge and looks on.

    He comes nearer as the prediction does.
    """

    seat = 300.0

    def pip_x(self, land: Land, values: LandValues) -> float:
        away = abs(values.ratio - 1) if values.goal is not None else 0.0
        return land.right - self.seat + 20 - SKY_STEP * min(1.0, away)


def draw_number(canvas: Canvas, land: Land, x: float, y: float, text: str, hue: str, anchor: str = "start",
                room: float = 0.0, edge: bool = True) -> Rect:  # fmt: skip
    """A number on a small plate in its hue, around the height y, or lower where something lies over the scene.

    Where it lies. `room`: for more, on both sides; without an edge the plate is narrow.
    """
    side = 9 + room if edge else 4.0
    high = TAG + 20 * (canvas.type - 1) - (0 if edge else 4)
    wide = canvas.width(text, NUMBER) + 2 * side
    y = max(y, land.free + high / 2)
    left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
    rect = (left, y - high / 2, wide, high)
    if land.words:
        draw_plate(canvas, rect, hue if edge else "", 8, alpha=0.92)
        canvas.mid_text(left + side, y, text, NUMBER, hue)
    return rect


def draw_edge_number(canvas: Canvas, land: Land, text: str, way: int, y: float) -> None:
    """A chip at the edge of the stage: so much lies out there. `way`: -1 left, 1 right."""
    x = land.right - 12 if way > 0 else land.left + 12
    anchor = "end" if way > 0 else "start"
    left, top, wide, high = draw_number(canvas, land, x, y, text, "prediction", anchor, ROOM)
    tip, y = (left + wide - 8 if way > 0 else left + 8), top + high / 2
    canvas.polygon([(tip, y), (tip - 8 * way, y - 5), (tip - 8 * way, y + 5)], "prediction")


def whole(value: float) -> float:
    """To a whole pixel, so that few shapes serve all heights."""
    return float(math.floor(value + 0.5))
