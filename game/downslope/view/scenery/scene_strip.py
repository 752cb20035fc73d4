"""A strip of the story's world: it lies under a bowl, and its x axis is the bowl's.

    strip.paint(canvas, rect, bowl.X, state)

What moves stands straight under Pip, at `place(state.weight)`; what is wanted stands under the flag.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, NamedTuple

from ..draw.plate import band_ends
from ..draw.rects import near
from ..draw.tokens import LABEL, NUMBER
from ..format.numbers import number

if TYPE_CHECKING:
    from ..draw.canvas import Canvas


# ---------------------------------------------------------------------------------------------------------------------
# A loudspeaker that howls: one arc more for every factor of nine of the error; the waves of a round one.


FACTOR, FIRST = 9.0, 0.04  # the error of the first arc
MOST, APART = 10, 17.0
WIDE, SPEAKER_HEIGHT = 230.0, 72.0
LOUD = 3  # more arcs than that are in the error's hue
SILENT = 1e-6
WAVES, WAVE, QUARTER = 4, 12.0, 0.25  # of a speaker: most waves, px between them, what one stands for


def arcs_of(error: float) -> int:
    """How many arcs an error has."""
    if not error > SILENT:
        return 0
    return min(MOST, 1 + round(min(MOST, math.log(max(error, FIRST) / FIRST, FACTOR))))


def waves_of(prediction: float) -> int:
    """How many waves go out from a speaker: one for each quarter, below 0 as well."""
    return round(min(WAVES, abs(prediction) / QUARTER)) if not math.isnan(prediction) else WAVES


def draw_waves(canvas: Canvas, x: float, y: float, radius: float, prediction: float) -> None:
    """To the right of a round speaker; dashed where what comes out is below 0, which is the same sound upside down."""
    for k in range(1, waves_of(prediction) + 1):
        far = radius + WAVE * k - 2
        points = [(x + far * math.cos(t / 20), y + far * math.sin(t / 20)) for t in range(-10, 11)]
        canvas.polyline(points, "prediction", 3, 0.95 - 0.15 * k, (5, 5) if prediction < 0 else None)


def draw_loudspeaker(canvas: Canvas, x: float, y: float, error: float) -> None:
    """Its left end in the middle is (x, y)."""
    box = f"M{x} {y - 8}H{x + 14}L{x + 34} {y - 24}V{y + 24}L{x + 14} {y + 8}H{x}Z"
    canvas.path(box, "raised", "text2", 2.2)
    for k in range(arcs_of(error)):
        radius = 16 + APART * k
        points = [(x + 40 + radius * math.cos(t / 10), y + min(30.0, radius) * math.sin(t / 10))
                  for t in range(-9, 10)]  # fmt: skip
        canvas.polyline(points, "error" if k >= LOUD else "text", 2.4 + 0.25 * k, 0.95 - 0.06 * k)


HIGH = 72.0
EDGE = 14.0  # left and right of the words
Rect = tuple[float, float, float, float]
Place = Callable[[float], float]  # weight -> x


class StripState(NamedTuple):
    """The numbers of the step that is shown; during a hop those between two steps."""

    weight: float
    prediction: float
    goal: float
    goal_weight: float
    within: float = 0.0  # how far a prediction may be from the goal
    reached: tuple[float, float] | None = None  # from which to which weight that is
    past: tuple[float, ...] = ()  # the weights before, the newest ones
    steps: int = 0
    ghost: int = 0  # steps of the run to be compared with
    alpha: float = 0.0
    compared: bool = False  # another metric's code stands beside the level's own
    step_word: str = ""
    words: bool = True  # it has words: not in a thumbnail


class SceneStrip:
    """Where the goal has a place on the bowl's axis, its band of tolerance lies over what never moves."""

    def draw(self, canvas: Canvas, rect: Rect, place: Place, state: StripState) -> None:
        """From the earth up."""
        raise NotImplementedError

    def paint(self, canvas: Canvas, rect: Rect, place: Place, state: StripState) -> None:
        """All of it."""
        with canvas.clip(*rect):
            self.draw(canvas, rect, place, state)


def draw_backplate(canvas: Canvas, rect: Rect, upper: str = "ter2", lower: str = "ter3") -> None:
    """Earth, with the edge of the land above it."""
    x, y, w, h = rect
    canvas.gradient(x, y, w, h, ((0.0, upper), (1.0, lower)))
    canvas.line(x, y + 0.5, x + w, y + 0.5, "ter_edge", 1.5)
    canvas.line(x, y + h - 0.5, x + w, y + h - 0.5, "border", 1)


def draw_band(canvas: Canvas, rect: Rect, place: Place, state: StripState) -> None:
    """From where to where the goal counts as reached."""
    if state.reached is None:
        return
    _x, y, _w, h = rect
    left, right = band_ends(*(place(weight) for weight in state.reached))
    canvas.rect(left, y + 1, right - left, h - 2, "goal", alpha=0.16)
    for edge in (left, right):
        canvas.line(edge, y + 1, edge, y + h - 1, "goal", 1.4, 0.75, (3, 3))


def draw_ends(canvas: Canvas, rect: Rect, left: str, right: str, indent: float, free: tuple[float, float]) -> None:
    """What either end of the axis means, where that lies outside of `free`. `indent`: of the right one."""
    x, y, w, h = rect
    start, end = x + EDGE, x + w - EDGE - indent
    if start + canvas.width(left, LABEL) < free[0]:
        canvas.text(start, y + h - 9, left, LABEL, "ground_text")
    if end - canvas.width(right, LABEL) > free[1]:
        canvas.text(end, y + h - 9, right, LABEL, "ground_text", "end")


def stand(canvas: Canvas, key: Hashable, x: float, y: float, box: Rect,
          draw: Callable[[Canvas, float, float], None]) -> None:  # fmt: skip
    """A picture that stands at (x, y), drawn once for its key, wherever it stands. `box`: left, top, width, height."""
    x, y = (round(near(place * canvas.s)) / canvas.s for place in (x, y))
    left, top, width, height = box
    canvas.keep(("stands", key), x + left, y + top, width, height, lambda sub: draw(sub, x, y))


# ---------------------------------------------------------------------------------------------------------------------
# A strip of the story's world under the fog: what the weight does, as far as the level lets it be seen.
# strip.paint(canvas, rect, bowl.X, state) What is probed stands at its weight on the axis of the picture above;
# other things have places of their own.


PLATE = 22.0  # height of a number's plate


class ProbeState(NamedTuple):
    """Of each example its name, prediction and goal, None where that is not to be seen.

    weight    where the knob stands                probed      weights that were looked at
    found     weight of the goal, once it is seen  uncovered   0..1 of what was hidden
    words     it has words: not in a thumbnail     numbers    and predictions may be read
    """

    weight: float
    labels: tuple[str, ...]
    predictions: tuple[float | None, ...]
    goals: tuple[float | None, ...]
    probed: tuple[float, ...] = ()
    found: float | None = None
    uncovered: float = 0.0
    words: bool = True
    numbers: bool = True


class ProbeStrip:
    """What follows the weight and the looks, on bare earth."""

    def draw(self, canvas: Canvas, rect: Rect, place: Place, state: ProbeState) -> None:
        raise NotImplementedError

    def paint(self, canvas: Canvas, rect: Rect, place: Place, state: ProbeState) -> None:
        """All of it."""
        with canvas.clip(*rect):
            self.draw(canvas, rect, place, state)


def places_across(rect: Rect, count: int) -> list[float]:
    """Middles of so many things that share the strip."""
    x, _y, w, _h = rect
    return [x + w * (i + 0.5) / count for i in range(count)]


def draw_value(canvas: Canvas, x: float, y: float, value: float) -> None:
    """A prediction on a small plate that begins at x, its middle at y."""
    text = number(value)
    height = PLATE * max(1.0, canvas.type)
    canvas.rect(x, y - height / 2, canvas.width(text, NUMBER) + 12, height, "panel", 7, alpha=0.92)
    canvas.text_vcenter(x + 6, y, text, NUMBER, "prediction")


def draw_label(canvas: Canvas, x: float, y: float, text: str, room: float) -> None:
    """The name of a thing, its right end at x, smaller where `room` asks for it, else left out."""
    style, told = canvas.fit_style(text, room, LABEL)
    if told == text:
        canvas.text_vcenter(x, y, text, style, "ground_text", "end")
