"""A strip of the story's world: it lies under a bowl or the fog, and its x axis is the bowl's.

    STRIPS["harbour"].paint(canvas, rect, bowl.X, state)

What moves stands straight under Pip, at `place(state.weight)`; what is wanted stands under the flag.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from pygame import Surface

from ...i18n import _
from ..draw import LABEL, LEAD_NUMBER, NUMBER, RGB, Canvas, Point, around, band, band_ends
from ..format.numbers import number
from .moving_picture import shipped

HIGH = 72.0
Rect = tuple[float, float, float, float]
Place = Callable[[float], float]  # weight -> x
Things = list[tuple[float, dict[str, float]]]  # x of each of several, and its numbers
STILL = ("uncovered", "alpha", "compared", "geared")  # what the still half follows, as few as may be
Frozen = tuple[tuple[float, tuple[tuple[str, float], ...]], ...]  # the same, as a key


class StripState(NamedTuple):
    """The numbers of the step that is shown; during a hop those between two steps. Of each example what it is called,
    its prediction and its goal, None where that is not to be seen.

    past     the weights before, the newest ones; under the fog those that were looked at
    """

    weight: float
    predictions: tuple[float | None, ...]
    goals: tuple[float | None, ...]
    goal_weight: float | None = None  # None while it is not seen
    within: float = 0.0  # how far a prediction may be from the goal
    reached: tuple[float, float] | None = None  # from which to which weight that is
    past: tuple[float, ...] = ()
    steps: int = 0
    ghost: int = 0  # steps of the run to be compared with
    alpha: float = 0.0
    compared: bool = False  # another metric's code stands beside the level's own
    step_word: str = ""
    words: bool = True  # it has words: not in a thumbnail
    labels: tuple[str, ...] = ()
    uncovered: float = 0.0  # 0..1 of what was hidden
    numbers: bool = True  # predictions may be read

    @property
    def told(self) -> tuple[float, float]:
        return self.predictions[0] or 0.0, self.goals[0] or 0.0


@dataclass(eq=False)
class Strip:
    """A picture whose parts stand where the last word of their name says: see assets/pictures/moves.toml."""

    name: str
    geared: bool = False
    earth: tuple[str, str] = ("ter2", "ter3")  # its colours from above to below
    banded = True  # its goal has a place on the axis

    def numbers(self, state: StripState) -> dict[str, float]:
        prediction, goal = state.told
        warm = prediction / goal if goal else 1.0
        thin = max(state.within, 2 / 56.16)  # of the jar: its band is 4 px at least
        return {
            "weight": state.weight, "prediction": prediction, "goal": goal, "alpha": state.alpha, "warm": warm,
            "shade": round(6 * min(1.0, max(0.0, (warm - 0.25) / 0.75))) / 6, "most": goal + thin,
            "least": goal - thin, "uncovered": state.uncovered if state.goal_weight is not None else 0.0,
            "compared": state.compared, "geared": self.geared,
        }  # fmt: skip

    def end(self, rect: Rect, state: StripState) -> float:
        return rect[0] + rect[2]

    def things(self, rect: Rect, place: Place, state: StripState) -> Things:
        """Several that are alike: here one for each weight of the past."""
        count = len(state.past)
        return [(round(place(weight), 1), {"age": i / count, "odd": i % 2}) for i, weight in enumerate(state.past)]

    def paint(self, canvas: Canvas, rect: Rect, place: Place, state: StripState) -> None:
        """All of it."""
        numbers, spots = self.numbers(state), [("behind", rect[0]), ("end", self.end(rect, state))]
        if state.goal_weight is not None:
            spots.insert(1, ("goal", place(state.goal_weight)))
        goal_band = band_ends(*map(place, state.reached)) if state.reached is not None and self.banded else None
        still = tuple((name, numbers[name]) for name in STILL)
        things = tuple((at, tuple(own.items())) for at, own in self.things(rect, place, state))
        with canvas.clip(*rect):
            canvas.once(rect, self.paint_earth, rect, tuple(spots), goal_band, still)
            canvas.once(rect, self.paint_things, rect, things)
            for name, at in (("here", place(state.weight)), ("front", rect[0])):
                shipped(self.name).draw_at(canvas, (at, rect[1], 1.0), numbers, only=name)
            self.paint_words(canvas, rect, place, state)

    def paint_earth(self, canvas: Canvas, rect: Rect, spots: tuple[tuple[str, float], ...],
                    goal_band: tuple[float, float] | None, numbers: tuple[tuple[str, float], ...]) -> None:  # fmt: skip
        """Earth, with the edge of the land above it, and all that stands as long as no other run is set."""
        x, y, w, h = rect
        canvas.gradient(x, y, w, h, tuple(enumerate(self.earth)))
        canvas.line(x, y + 0.5, x + w, y + 0.5, "ter_edge", 1.5)
        canvas.line(x, y + h - 0.5, x + w, y + h - 0.5, "border", 1)
        for name, at in spots:
            shipped(self.name).draw_at(canvas, (at, y, 1.0), dict(numbers), only=name)
        if goal_band is not None:  # from where to where the goal counts as reached
            left, right = goal_band
            canvas.rect(left, y + 1, right - left, h - 2, "goal", alpha=0.16)
            for edge in goal_band:
                canvas.line(edge, y + 1, edge, y + h - 1, "goal", 1.4, 0.75, (3, 3))

    def paint_things(self, canvas: Canvas, rect: Rect, things: Frozen) -> None:
        for x, own in things:
            shipped(self.name).draw_at(canvas, (x, rect[1], 1.0), dict(own), only="each")

    def paint_words(self, canvas: Canvas, rect: Rect, place: Place, state: StripState) -> None:
        """What is written in it, and what is no picture."""


# A valve's flap straight under Pip, and plants that droop where it is too cold or too warm.


class Greenhouse(Strip):
    """The weight is how far the valve is open, the prediction how warm it is."""

    def things(self, rect: Rect, place: Place, state: StripState) -> Things:
        prediction, goal = state.told
        off = prediction / goal - 1 if goal else 0.0
        warm = 0.0 if abs(off) < 0.15 else math.copysign(1, off)
        own = {"droop": float(round(min(14.0, 16 * abs(off)))), "warm": warm}
        return [(rect[0] + 40 + k * (rect[2] - 80) / 8, own) for k in range(9)]


# A string and its peg: it hums as wide as the miss. Beside another cookbook, two books with a step each.


FIRST, LAST, BOOKS, MIDDLE = 96.0, 60.0, 190.0, 38.0  # x of the string's ends, from both sides; for books; its y
PEG_WIDEST, PER_MISS = 24.0, 60.0  # px that it swings, at most and for a miss of 1
PARTS = 40
WAVES = ((1.0, 1.6, 0.15), (-1.0, 1.6, 0.15), (0.5, 1.2, 0.6), (-0.5, 1.2, 0.6))  # part of the swing, width, how faint


class Peg(Strip):
    """The weight is the peg, the prediction the pitch."""

    banded = False

    def end(self, rect: Rect, state: StripState) -> float:
        return rect[0] + rect[2] - LAST - (BOOKS if state.compared else 0)

    def paint_words(self, canvas: Canvas, rect: Rect, place: Place, state: StripState) -> None:
        (x, y, _w, h), right, (prediction, goal) = rect, self.end(rect, state), state.told
        miss = prediction - goal
        swing = min(PEG_WIDEST, PER_MISS * abs(miss)) if math.isfinite(miss) else PEG_WIDEST
        if swing < 1:
            canvas.line(x + FIRST, y + MIDDLE, right, y + MIDDLE, "prediction", 2.6)
        else:
            # Half waves between its ends, as wide as it swings and half as wide: a single stroke, for all of it moves
            left, line, waves = x + FIRST, y + MIDDLE, list[tuple[list[Point], float, RGB]]()
            for part, width, faint in WAVES:
                ways = [(k / PARTS, part * swing * math.sin(math.pi * k / PARTS)) for k in range(PARTS + 1)]
                spots = [canvas.at(left + (right - left) * along, line + off) for along, off in ways]
                colour = canvas.rgb(canvas.mix("prediction", "ter3", faint))
                waves.append((spots, max(1.0, width * canvas.s), colour))

            def paint(surface: Surface) -> None:
                for wave in waves:
                    band(surface, *wave)

            box = around([canvas.at(left, line - swing), canvas.at(right, line + swing)], 2 * canvas.s)
            canvas.direct(("string", left, right, line, swing, canvas.s), box, paint)
        if state.words:
            word = _("in tune") if abs(miss) <= state.within else _("too high") if miss > 0 else _("too low")
            canvas.text(right - 14, y + h - 8, word, LABEL, "ground_text", "end")


# A tap that slides along its pipe: cold at the left, hot at the right; the water tells how warm it is. With a gear that
# is as large as its step.


EDGE, GEAR = 14.0, 64.0  # left and right of the words; what a gear takes at the right end
REACH = 50.0  # how far to either side of the tap there is water or ice


class Shower(Strip):
    """The weight is the tap."""

    def paint_words(self, canvas: Canvas, rect: Rect, place: Place, state: StripState) -> None:
        (x, y, w, h), at = rect, place(state.weight)
        start, end = x + EDGE, x + w - EDGE - (GEAR if self.geared else 0)
        if state.words and start + canvas.width(_("cold"), LABEL) < at - REACH:
            canvas.text(start, y + h - 9, _("cold"), LABEL, "ground_text")
        if state.words and end - canvas.width(_("hot"), LABEL) > at + REACH:
            canvas.text(end, y + h - 9, _("hot"), LABEL, "ground_text", "end")


# Dough that rises in its jar, and a moon for every night; those of the ghost are dashed.


NIGHTS, MOON = 142.0, 9.0  # where they begin; radius
SMALLEST, PITCH, LEAST = 15.0, 34.0, 13  # distance of moons; how many have room at least


class Sourdough(Strip):
    """The prediction is how far the dough has risen."""

    banded = False

    def things(self, rect: Rect, place: Place, state: StripState) -> Things:
        x, _y, w, _h = rect
        count, first = max(state.ghost, state.steps), x + NIGHTS + MOON
        pitch = min(PITCH, max(SMALLEST, (w - NIGHTS - 24) / max(LEAST, count)))
        room = int((x + w - 16 - first) / pitch) + 1
        return [(first + k * pitch, {"lit": k < state.steps, "words": state.words}) for k in range(min(room, count))]

    def paint_words(self, canvas: Canvas, rect: Rect, place: Place, state: StripState) -> None:
        x, y, _w, _h = rect
        if state.words:
            canvas.text(x + NIGHTS, y + 30, state.step_word, LABEL, "ground_text")
            width = canvas.width(state.step_word, LABEL)
            canvas.text(x + NIGHTS + width + 10, y + 30, str(state.steps), LEAD_NUMBER, "ground_text")


class Turnstile(Strip):
    """The weight is where the walker stands; footprints at every place that it was, equal lines between them."""

    def things(self, rect: Rect, place: Place, state: StripState) -> Things:
        return [*super().things(rect, place, state), (place(state.weight), {"age": 1, "odd": len(state.past) % 2})]

    def paint_things(self, canvas: Canvas, rect: Rect, things: Frozen) -> None:
        for (one, _numbers), (other, _others) in pairwise(things):
            canvas.line(one, rect[1] + 63, other, rect[1] + 63, "alpha", 1.8, 0.7)
        super().paint_things(canvas, rect, things)


# 2-2 and 2-4: pots as salty, plants as high as their prediction, each beside its own mark.


PLATE, LINE, SIDE = 22.0, 62.0, 22.0  # height of a number's plate; y of the ground; from a stem to the ends of its mark
TALL = 38.0  # px of each mark: what counts is whether a plant is below it or above


class Several(Strip):
    """Each example is a thing of its own."""

    half, down = 40.0, 24.0  # half its width with its mark; from below to the middle of its words
    close = 1e-9  # of the goal: a miss that is not seen

    def things(self, rect: Rect, place: Place, state: StripState) -> Things:
        things = Things()
        for i, (prediction, goal) in enumerate(zip(state.predictions, state.goals)):
            value, wanted = prediction or 0.0, goal or 0.0
            met = prediction is not None and abs(value - wanted) <= self.close * abs(wanted)
            things.append((rect[0] + rect[2] * (i + 0.5) / len(state.goals), {
                "prediction": value, "goal": wanted, "grown": TALL * value / (wanted or 1.0),
                "met": goal is not None and met, "wanted": goal is not None and not met,
            }))  # fmt: skip
        return things

    def paint_words(self, canvas: Canvas, rect: Rect, place: Place, state: StripState) -> None:
        _x, y, w, h = rect
        middle = y + h - 8 - self.down
        spots = self.things(rect, place, state)
        for (x, _numbers), label, prediction in zip(spots if state.words else (), state.labels, state.predictions):
            room = w / len(spots) / 2 - self.half - 22
            style, shown = canvas.fit_style(label, room, LABEL)
            if shown == label:
                canvas.text_vcenter(x - self.half - 16, middle, label, style, "ground_text", "end")
            if prediction is not None and state.numbers:
                text, high = number(prediction), PLATE * max(1.0, canvas.type)
                left = x + self.half + 22
                canvas.rect(left, middle - high / 2, canvas.width(text, NUMBER) + 12, high, "panel", 7, alpha=0.92)
                canvas.text_vcenter(left + 6, middle, text, NUMBER, "prediction")


class Plants(Several):
    """The weight waters all of them alike; each wants another weight."""

    half, down, close = 22.0, 14.0, 0.5 / TALL

    def paint_things(self, canvas: Canvas, rect: Rect, things: Frozen) -> None:
        for i, (x, own) in enumerate(things):
            numbers, line = dict(own), rect[1] + LINE - TALL
            shipped(self.name).draw_at(canvas, (x, rect[1], 1.0), numbers, only=("fern", "cactus", "bean")[i % 3])
            if numbers["met"] or numbers["wanted"]:
                canvas.line(x - SIDE, line, x + SIDE, line, "goal", 2.4, dash=None if numbers["met"] else (6, 5))
                canvas.flag(x + SIDE, line + 1, 16, glow=bool(numbers["met"]))


UNDER_FOG: dict[str, Strip] = {"pipe": Strip("pipe"), "pots": Several("pots"), "plants": Plants("plants")}
STRIPS: dict[str, Strip] = {
    "shower": Shower("shower"),
    "geared shower": Shower("shower", geared=True),
    "harbour": Strip("harbour", earth=("harbour0", "harbour1")),
    "sourdough": Sourdough("sourdough"),
    "peg": Peg("peg"),
    "greenhouse": Greenhouse("greenhouse"),
    "turnstile": Turnstile("turnstile"),
}


# A loudspeaker that howls: one arc more for every factor of nine of the error; the waves of a round one.


FACTOR, QUIET = 9.0, 0.04  # the error of the first arc
MOST, SILENT = 10, 1e-6  # arcs; an error that has none
MOST_WAVES, WAVE, QUARTER = 4, 12.0, 0.25  # of a speaker: most waves, px between them, what one stands for


def arcs_of(error: float) -> int:
    """How many arcs an error has."""
    if not error > SILENT:
        return 0
    return min(MOST, 1 + round(min(MOST, math.log(max(error, QUIET) / QUIET, FACTOR))))


def draw_waves(canvas: Canvas, x: float, y: float, radius: float, prediction: float) -> None:
    """To the right of a round speaker; dashed where what comes out is below 0, which is the same sound upside down."""
    # one for each quarter, below 0 as well
    count = round(min(MOST_WAVES, abs(prediction) / QUARTER)) if not math.isnan(prediction) else MOST_WAVES
    for k in range(1, count + 1):
        far = radius + WAVE * k - 2
        points = [(x + far * math.cos(t / 20), y + far * math.sin(t / 20)) for t in range(-10, 11)]
        canvas.polyline(points, "prediction", 3, 0.95 - 0.15 * k, (5, 5) if prediction < 0 else None)
