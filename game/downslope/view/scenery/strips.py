"""Which strip a level's `picture` names."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from ...i18n import _
from ..draw.base import around
from ..draw.raster import band
from ..draw.tokens import LABEL, LEAD_NUMBER
from .scene_strip import (
    Place,
    ProbeState,
    ProbeStrip,
    Rect,
    SceneStrip,
    StripState,
    draw_backplate,
    draw_band,
    draw_ends,
    draw_label,
    draw_value,
    places_across,
    stand,
)

if TYPE_CHECKING:
    from pygame import Surface

    from ..draw.canvas import Canvas


# ---------------------------------------------------------------------------------------------------------------------
# 2-1: a spade straight over the weight, a hole for each look, and a pipe that comes to light at the end.


TURF, DEEP = 22.0, 50.0  # y of the grass and of the pipe, from the strip's upper edge
HOLE, PIPE = 11.0, 12.0  # half a hole's width; radius of the pipe
STONES = 46.0  # about so far apart they lie in the earth


class BuriedPipe(ProbeStrip):
    """A cut through the ground: the detector never says where the pipe lies."""

    def draw(self, canvas: Canvas, rect: Rect, place: Place, state: ProbeState) -> None:
        x, y, w, _h = rect
        draw_backplate(canvas, rect)
        canvas.rect(x, y, w, TURF, canvas.mix("ter0", "ter1", 0.5))
        canvas.line(x, y + TURF, x + w, y + TURF, "ter_edge", 2)
        for k in range(int(w / STONES)):
            left = x + 18 + k * STONES + 13 * (k % 3)
            canvas.ellipse(left, y + TURF + 14 + 11 * (k * 7 % 4), 5 + k % 3, 3, "ter_edge", 0.35)
        if state.found is not None and state.uncovered > 0:
            # The earth over it goes away from above
            x = place(state.found)
            top, low = y + TURF, y + DEEP + PIPE + 4
            with canvas.clip(x - 44, top, 88, (low - top) * state.uncovered + 1):
                canvas.path(f"M{x - 42} {top}L{x - 18} {low}H{x + 18}L{x + 42} {top}Z", "ink", alpha=0.5)
                canvas.circle(x, y + DEEP, PIPE, canvas.mix("metal", "goal", 0.35), "wall_edge", 2)
                canvas.circle(x, y + DEEP, PIPE - 5, "well", "goal", 1.6)
            if state.uncovered >= 1:
                canvas.glow(x, y + DEEP, 34, "glow", 0.5)
                canvas.flag(x + 20, top + 2, 22, glow=False)
        for weight in state.probed:
            stand(canvas, "hole", place(weight), y + TURF, (-30, -12, 60, 34), _draw_hole)
        stand(canvas, "spade", place(state.weight), y + TURF, (-16, -24, 32, 40), _draw_spade)


def _draw_hole(canvas: Canvas, x: float, y: float) -> None:
    """A small pit, and what was dug out beside it."""
    canvas.path(f"M{x - HOLE} {y}Q{x - 6} {y + 16} {x} {y + 17}Q{x + 6} {y + 16} {x + HOLE} {y}Z", "ink", alpha=0.55)
    canvas.path(f"M{x + HOLE + 1} {y}Q{x + HOLE + 8} {y - 11} {x + HOLE + 15} {y}Z", "timber", "wall_edge", 1.2)


def _draw_spade(canvas: Canvas, x: float, y: float) -> None:
    """It stands in the grass."""
    canvas.line(x, y - 18, x, y + 2, "timber", 3.5)
    canvas.line(x - 5, y - 20, x + 5, y - 20, "timber", 4)
    canvas.path(f"M{x - 7} {y - 1}H{x + 7}V{y + 7}Q{x + 4} {y + 14} {x} {y + 15}Q{x - 4} {y + 14} {x - 7} {y + 7}Z",
                "metal", "wall_edge", 1.4)  # fmt: skip


# ---------------------------------------------------------------------------------------------------------------------
# A valve's flap straight under Pip, and plants that droop where it is too cold or too warm.


HEATING_PIPE, FLOOR = 12.0, 6.0  # from above, from below
PLANTS = 9
OPEN, WIDEST = 14.0, 26.0  # px that the flap opens for a weight of 1; at most
LIMP, LIMPEST = 16.0, 14.0  # px that a plant droops for a miss of the whole goal; at most
WELL = 0.15  # part of the goal that it may miss and the plants are green


class Greenhouse(SceneStrip):
    """The weight is how far the valve is open, the prediction how warm it is."""

    def draw(self, canvas: Canvas, rect: Rect, place: Place, state: StripState) -> None:
        x, y, w, h = rect
        draw_backplate(canvas, rect)
        canvas.line(x + 10, y + HEATING_PIPE, x + w - 10, y + HEATING_PIPE, "border2", 5)
        draw_band(canvas, rect, place, state)
        warm = state.prediction / state.goal if state.goal else 1.0
        droop = round(min(LIMPEST, LIMP * abs(warm - 1)))
        colour = "leaf" if abs(warm - 1) < WELL else "leaf_cold" if warm < 1 else "leaf_dry"
        plant = partial(_draw_plant, droop=droop, hue=colour)
        for k in range(PLANTS):
            stand(canvas, ("plant", droop, colour), x + 40 + k * (w - 80) / (PLANTS - 1), y + h - FLOOR,
                  (-20, -32, 40, 36), plant)  # fmt: skip
        at, pipe = place(state.weight), y + HEATING_PIPE
        opened = min(WIDEST, max(0.0, OPEN * state.weight))
        canvas.polyline([(at - 26, pipe), (at + 4, pipe), (at + 22, pipe + opened)], "text", 4)
        canvas.circle(at, pipe, 7, "raised", "text2", 2.2)


def _draw_plant(canvas: Canvas, x: float, floor: float, droop: float, hue: str) -> None:
    canvas.line(x, floor, x, floor - 16, hue, 2.4)
    for side in (-1, 1):
        leaf = f"M{x} {floor - 14}Q{x + side * 10} {floor - 26 + droop} {x + side * 16} {floor - 16 + droop}"
        canvas.path(leaf, None, hue, 3)


# ---------------------------------------------------------------------------------------------------------------------
# A boat straight under Pip; the quay is just behind the flag, and the wake shows where it was.


QUAY = 22.0  # px right of where the boat is wanted
WAKE = 58.0  # how far down


class Harbour(SceneStrip):
    """The weight is how far the boat has come."""

    def draw(self, canvas: Canvas, rect: Rect, place: Place, state: StripState) -> None:
        x, y, w, h = rect
        draw_backplate(canvas, rect, "harbour0", "harbour1")
        for row in range(3):
            for k in range(int(w / 46)):
                left = x + 8 + k * 46 + 17 * (row % 2)
                canvas.path(f"M{left} {y + 34 + row * 13}q6 -4 12 0q6 4 12 0", None, "white", 1.6, 0.22)
        quay, end = place(state.goal_weight) + QUAY, x + w
        canvas.rect(quay, y + 26, end - quay, h - 26, canvas.mix("ter1", "masonry", 0.4))
        for k in range(int((end - quay) / 26) + 1):
            canvas.line(quay + 3 + k * 26, y + 30, quay + 3 + k * 26, y + h - 3, "ter3", 5)
        canvas.line(quay, y + 26, end, y + 26, "text3", 4)
        canvas.line(quay + 40, y + 26, quay + 40, y + 4, "text2", 3)
        canvas.glow(quay + 40, y + 8, 26, "lamp_glow", 0.7)
        canvas.circle(quay + 40, y + 7, 4.5, "window")
        draw_band(canvas, rect, place, state)
        for i, weight in enumerate(state.past):
            canvas.ellipse(round(place(weight), 1), y + WAKE, 7, 2.4, "white", 0.2 + 0.4 * i / len(state.past))
        stand(canvas, "boat", place(state.weight), y, (-34, 4, 68, 64), draw_boat)


def draw_boat(canvas: Canvas, x: float, y: float) -> None:
    """A small boat, its mast in the middle; `y` is a little above its sail."""
    hull = f"M{x - 30} {y + 42}H{x + 26}L{x + 16} {y + 58}Q{x} {y + 62} {x - 20} {y + 58}Z"
    canvas.path(hull, "timber", "timber_rim", 2)
    canvas.line(x - 4, y + 42, x - 4, y + 10, "text", 2.6)
    canvas.path(f"M{x - 1} {y + 12}L{x + 22} {y + 37}H{x - 1}Z", "prediction", alpha=0.95)
    canvas.path(f"M{x - 8} {y + 16}L{x - 24} {y + 37}H{x - 8}Z", "text", alpha=0.85)


# ---------------------------------------------------------------------------------------------------------------------
# A string and its peg: it hums as wide as the miss. Beside another cookbook, two books with a step each.


KNOB, FIRST, LAST, MIDDLE = 62.0, 96.0, 60.0, 38.0  # x of the peg, of the string's ends (from the right), its y
PEG_WIDEST, PER_MISS = 24.0, 60.0  # px that it swings, at most and for a miss of 1
TURN = 1.6  # radians of the peg for a weight of 1
PARTS = 40
WAVES = ((1.0, 1.6, 0.15), (-1.0, 1.6, 0.15), (0.5, 1.2, 0.6), (-0.5, 1.2, 0.6))  # part of the swing, width, how faint
STEP = 22.0  # length of a book's arrow; the new one's is twice as long


class Peg(SceneStrip):
    """The weight is the peg, the prediction the pitch."""

    def draw(self, canvas: Canvas, rect: Rect, place: Place, state: StripState) -> None:
        x, y, w, h = rect
        draw_backplate(canvas, rect)
        left, right = _ends(rect, state)
        canvas.circle(right, y + MIDDLE, 8, "border2", "text2", 2)
        canvas.circle(x + KNOB, y + MIDDLE, 24, "timber", "timber_rim", 2)
        if state.compared:
            for length, spot in ((STEP, right + 50), (2 * STEP, right + 132)):
                _draw_book(canvas, spot, y + 18, length)
        middle, miss = y + MIDDLE, state.prediction - state.goal
        swing = min(PEG_WIDEST, PER_MISS * abs(miss)) if math.isfinite(miss) else PEG_WIDEST
        if swing < 1:
            canvas.line(left, middle, right, middle, "prediction", 2.6)
        else:
            _draw_string(canvas, (left, right), middle, swing)
        turned = math.fmod(TURN * state.weight, math.pi) if math.isfinite(state.weight) else 0.0
        dx, dy = 30 * math.cos(turned), 30 * math.sin(turned)
        canvas.line(x + KNOB - dx, middle - dy, x + KNOB + dx, middle + dy, "timber_rim", 9)
        canvas.circle(x + KNOB, middle, 7, "text")
        if state.words:
            word = _("in tune") if abs(miss) <= state.within else _("too high") if miss > 0 else _("too low")
            edge = right - 10 if state.compared else x + w - 20
            canvas.text(min(edge, right - 14), y + h - 8, word, LABEL, "ground_text", "end")


def _ends(rect: Rect, state: StripState) -> tuple[float, float]:
    """x of the string's ends: books need room at the right."""
    x, _y, w, _h = rect
    return x + FIRST, x + w - LAST - (190 if state.compared else 0)


def _draw_string(canvas: Canvas, ends: tuple[float, float], y: float, swing: float) -> None:
    """Half waves between its ends, as wide as it swings and half as wide: a single stroke, for all of it moves."""
    left, right = ends
    waves = []
    for part, width, faint in WAVES:
        positions = [canvas.at(left + (right - left) * k / PARTS, y + part * swing * math.sin(math.pi * k / PARTS))
                 for k in range(PARTS + 1)]  # fmt: skip
        waves.append((positions, max(1.0, width * canvas.s), canvas.rgb(canvas.mix("prediction", "ter3", faint))))

    def paint(surface: Surface) -> None:
        for wave in waves:
            band(surface, *wave)

    box = around([canvas.at(left, y - swing), canvas.at(right, y + swing)], 2 * canvas.s)
    canvas.direct(("string", ends, y, swing, canvas.s), box, paint)


def _draw_book(canvas: Canvas, x: float, y: float, length: float) -> None:
    """An open book, and the step that it teaches."""
    canvas.path(f"M{x} {y + 6}Q{x - 16} {y - 3} {x - 34} {y + 3}V{y + 34}Q{x - 16} {y + 28} {x} {y + 37}Z", "raised",
                "border2", 1.5)  # fmt: skip
    canvas.path(f"M{x} {y + 6}Q{x + 16} {y - 3} {x + 34} {y + 3}V{y + 34}Q{x + 16} {y + 28} {x} {y + 37}Z", "raised",
                "border2", 1.5)  # fmt: skip
    canvas.arrow(x - length / 2, y + 20, x + length / 2, y + 20, "alpha", 4, 10)


# ---------------------------------------------------------------------------------------------------------------------
# 2-4: plants that grow as high as their prediction, each beside its own mark.


PLANTS_FLOOR, TALL = 10.0, 38.0  # from below; px of each mark: what counts is whether a plant is below it or above
SIDE = 22.0  # from a plant's stem to the ends of its mark
CLOSE = 0.5  # px from the mark that are not seen


class Plants(ProbeStrip):
    """The weight waters all of them alike; each wants another weight."""

    def draw(self, canvas: Canvas, rect: Rect, place: Place, state: ProbeState) -> None:
        draw_backplate(canvas, rect)
        _x, y, w, h = rect
        shapes = (draw_fern, draw_cactus, draw_bean)
        rows = zip(places_across(rect, len(state.labels)), state.labels, state.predictions, state.goals)
        for i, (x, label, prediction, goal) in enumerate(rows):
            floor = y + h - PLANTS_FLOOR
            grown = height(prediction, goal)
            canvas.ellipse(x, floor + 2, 20, 4, "ink", 0.4)
            if grown > 0:
                high = round(min(h, grown))
                kind = i % len(shapes)
                box = (-26.0, -high - 10.0, 52.0, high + 14.0)
                stand(canvas, ("grown", kind, high), x, floor, box, partial(shapes[kind], high=high))
            if goal is not None:
                met, line = abs(grown - TALL) < CLOSE, floor - TALL
                canvas.line(x - SIDE, line, x + SIDE, line, "goal", 2.4, dash=None if met else (6, 5))
                canvas.flag(x + SIDE, line + 1, 16, glow=met)
            if state.words:
                draw_label(canvas, x - SIDE - 12, floor - 12, label, w / len(state.labels) / 2 - SIDE - 12)
                if prediction is not None and state.numbers:
                    draw_value(canvas, x + SIDE + 12, floor - 12, prediction)


def height(prediction: float | None, goal: float | None) -> float:
    """px of a plant: TALL at its mark."""
    if prediction is None:
        return 0.0
    return TALL * prediction / goal if goal else TALL * prediction


def draw_fern(canvas: Canvas, x: float, floor: float, high: float) -> None:
    """Fronds on both sides, shorter towards the tip."""
    canvas.line(x, floor, x, floor - high, "leaf", 2.6)
    for k in range(int(high / 6)):
        at = floor - 5 - k * 6
        reach = 4 + 9 * (1 - k * 6 / max(1.0, high))
        for side in (-1, 1):
            canvas.line(x, at, x + side * reach, at - 4, "leaf", 2)


def draw_cactus(canvas: Canvas, x: float, floor: float, high: float) -> None:
    """A column with an arm on either side."""
    canvas.rect(x - 6, floor - high, 12, high, "leaf", 6)
    for side, part in ((-1, 0.45), (1, 0.6)):
        if high > 16:
            at = floor - high * part
            canvas.path(f"M{x} {at}H{x + side * 13}V{at - 9}", None, "leaf", 6)
    for k in range(int(high / 8)):
        canvas.circle(x - 2 + 4 * (k % 2), floor - 5 - k * 8, 1.1, "ground_text")


def draw_bean(canvas: Canvas, x: float, floor: float, high: float) -> None:
    """A stem around its pole, a leaf at each turn."""
    canvas.line(x, floor, x, floor - high - 4, "timber", 2.2)
    canvas.line(x - 3, floor, x - 3, floor - high, "leaf", 2)
    for k in range(int(high / 9) + 1):
        at, side = floor - 3 - k * 9, 1 if k % 2 else -1
        if at < floor - high:
            break
        canvas.ellipse(x + side * 8, at, 7, 4, "leaf")


# ---------------------------------------------------------------------------------------------------------------------
# 2-2: two pots on one salt dial, each as salty as its prediction; a dashed line says how salty it should be.


HALF, HIGH, POTS_FLOOR = 40.0, 48.0, 8.0  # of a pot: half its width, its height; from below
UNIT, MOST = 10.0, 4.4  # px of salt for a prediction of 1; what a pot holds
HEAP = 14.0  # px that a heap over the rim grows to


class Pots(ProbeStrip):
    """Salt is the prediction: a gap below the line misses it, a heap over the rim is far too much."""

    def draw(self, canvas: Canvas, rect: Rect, place: Place, state: ProbeState) -> None:
        draw_backplate(canvas, rect)
        _x, y, _w, h = rect
        rows = zip(places_across(rect, len(state.labels)), state.labels, state.predictions, state.goals)
        for x, label, prediction, goal in rows:
            floor = y + h - POTS_FLOOR
            draw_pot(canvas, x, floor, prediction)
            if goal is not None:
                met = prediction is not None and abs(prediction - goal) < 1e-9
                line = floor - salt(goal)
                canvas.line(x - HALF - 6, line, x + HALF + 6, line, "goal", 2.4, dash=None if met else (6, 5))
                canvas.circle(x + HALF + 10, line, 4.5, "goal" if met else None, "goal", 2)
            if state.words:
                draw_label(canvas, x - HALF - 16, floor - HIGH / 2, label, rect[2] / len(state.labels) / 2 - HALF - 22)
                if prediction is not None and state.numbers:
                    draw_value(canvas, x + HALF + 22, floor - HIGH / 2, prediction)


def salt(prediction: float) -> float:
    """px of salt in a pot; less than nothing is as much below its floor."""
    return UNIT * max(-0.6, min(MOST, prediction))


def draw_pot(canvas: Canvas, x: float, floor: float, prediction: float | None) -> None:
    """A pot with so much salt in it."""
    height = salt(prediction) if prediction is not None else 0.0
    wall = f"M{x - HALF} {floor - HIGH}L{x - HALF + 6} {floor - 5}Q{x} {floor + 6} {x + HALF - 6} {floor - 5}" \
           f"L{x + HALF} {floor - HIGH}"  # fmt: skip
    canvas.ellipse(x, floor + 2, HALF, 5, "ink", 0.4)
    canvas.path(wall + "Z", canvas.mix("inside", "metal", 0.16))
    if prediction is not None and prediction > MOST:
        tall = round(HEAP * min(1.0, (prediction - MOST) / 8) + 4)
        heap = [(x - HALF + 5, floor - HIGH), (x, floor - HIGH - tall), (x + HALF - 5, floor - HIGH)]
        canvas.polygon(heap, canvas.mix("inside", "prediction", 0.85))
    if height > 0:
        with canvas.clip(x - HALF, floor - height, 2 * HALF, height + 4):
            canvas.path(wall + "Z", canvas.mix("inside", "prediction", 0.55))
        canvas.line(x - HALF + 6, floor - height, x + HALF - 6, floor - height, "prediction", 2.6)
    canvas.path(wall, None, "metal", 2.4, 0.95)
    if prediction is not None and prediction < 0:  # it lacks more than it ever had
        canvas.line(x - HALF + 12, floor - height, x + HALF - 12, floor - height, "error", 2.6, dash=(4, 4))
    for side in (-1, 1):
        canvas.line(x + side * HALF, floor - HIGH + 8, x + side * (HALF + 7), floor - HIGH + 8, "metal", 3)


# ---------------------------------------------------------------------------------------------------------------------
# A tap that slides along its pipe: cold at the left, hot at the right; the water tells how warm it is.


SHOWER_PIPE, FALL = 20.0, 36.0  # from the strip's upper edge down to the pipe, to the water
SHADES = 6  # of the water, from cold to warm
COLD, STEAM, SCALD = 0.6, 0.93, 1.03  # parts of the goal: flakes below, steam above, more steam
REACH = 50.0  # how far to either side of the tap there is water or ice
SHOWER_TURN = 1.5  # how far the tap turns from cold to just right


class Shower(SceneStrip):
    """The weight is the tap."""

    indent = 0.0  # what a gear takes at the right end

    def draw(self, canvas: Canvas, rect: Rect, place: Place, state: StripState) -> None:
        left, y, w, _h = rect
        draw_backplate(canvas, rect)
        canvas.line(left + 8, y + SHOWER_PIPE, left + w - 8, y + SHOWER_PIPE, "border2", 9)
        canvas.line(left + 8, y + SHOWER_PIPE - 2, left + w - 8, y + SHOWER_PIPE - 2, "text3", 2, 0.5)
        if self.indent:
            draw_gear(canvas, left + w - 42, y + 44, min(24.0, 30 * state.alpha))
        draw_band(canvas, rect, place, state)
        x = place(state.weight)
        if state.words:
            draw_ends(canvas, rect, _("cold"), _("hot"), self.indent, (x - REACH, x + REACH))
        warm = state.prediction / state.goal if state.goal else 0.0
        shade = round(SHADES * min(1.0, max(0.0, (warm - 0.25) / 0.75)))
        stand(canvas, ("spray", shade), x, y, (-40, SHOWER_PIPE, 80, 48), partial(_draw_spray, shade=shade))
        canvas.circle(x, y + SHOWER_PIPE, 11, "raised", "text2", 2.2)
        turned = -2.2 + SHOWER_TURN * min(3.0, max(-1.0, warm))
        dx, dy = 11 * math.cos(turned), 11 * math.sin(turned)
        canvas.line(x - dx, y + SHOWER_PIPE - dy, x + dx, y + SHOWER_PIPE + dy, "text", 3)
        if warm < COLD:
            for side, down in ((-40, 48), (38, 52)):
                stand(canvas, "flake", x + side, y + down, (-8, -8, 16, 16), _draw_flake)
        elif warm > STEAM:
            many = 2 if warm <= SCALD else 4
            for k in range(many):
                stand(canvas, "steam", x + (k - (many - 1) / 2) * 26, y + 60, (-12, -32, 24, 36), draw_steam)


class GearedShower(Shower):
    """The same tap, moved by a gear as large as its step. It is at the right, where the tap never is."""

    indent = 64.0


def _draw_spray(canvas: Canvas, x: float, y: float, shade: int) -> None:
    """The rose and the water that falls from it."""
    colour = canvas.mix("ice_ink", "warm_water", shade / SHADES)
    for k in range(-4, 5):
        canvas.line(x + k * 5.2, y + FALL, x + k * 8.06, y + 62 - 1.2 * abs(k), colour, 2.2, 0.9, (5, 6))
    canvas.path(f"M{x - 22} {y + 34}Q{x} {y + 20} {x + 22} {y + 34}Z", "border2", "text2", 1.8)


def _draw_flake(canvas: Canvas, x: float, y: float) -> None:
    for k in range(3):
        dx, dy = 6 * math.cos(k * math.pi / 3), 6 * math.sin(k * math.pi / 3)
        canvas.line(x - dx, y - dy, x + dx, y + dy, "ice_ink", 1.8, 0.9)


def draw_steam(canvas: Canvas, x: float, y: float) -> None:
    """A wisp that rises from there."""
    canvas.path(f"M{x} {y}q7 -7 0 -14q-7 -7 0 -14", None, "steam", 2.4, 0.55)


def draw_gear(canvas: Canvas, x: float, y: float, radius: float) -> None:
    """A tooth for every seven pixels of its rim."""
    teeth = max(6, round(2 * math.pi * radius / 7))
    for k in range(teeth):
        dx, dy = math.cos(2 * math.pi * k / teeth), math.sin(2 * math.pi * k / teeth)
        canvas.line(x + (radius - 2) * dx, y + (radius - 2) * dy, x + radius * dx, y + radius * dy, "text2", 3)
    canvas.circle(x, y, max(2.0, radius - 3), "raised", "alpha", 2)
    canvas.circle(x, y, max(1.5, 0.28 * radius), "alpha")


# ---------------------------------------------------------------------------------------------------------------------
# Dough that rises in its jar, and a moon for every night; those of the ghost are dashed.


LEFT, WIDE, SOURDOUGH_DEEP, TOP = 22.0, 68.0, 9.0, 9.0  # of the jar: from the left, its width, from below, from above
FULL = 1.04  # how much of the jar's height a prediction of 1 is
DRIP = 56.0  # px that dough which is too high runs down outside, at most
MOONS, PITCH, LEAST = 142.0, 34.0, 13  # where they begin, how far apart at most, how many have room at least
BUBBLES = ((16, 12, 3.0), (34, 20, 4.0), (50, 10, 2.6), (26, 30, 2.4), (46, 26, 3.0))  # x, height, radius
SMALLEST = 15.0  # distance of moons
TALLEST = 1e6  # further up no number is a place


class Sourdough(SceneStrip):
    """The prediction is how far the dough has risen."""

    def _draw_nights(self, canvas: Canvas, rect: Rect, state: StripState) -> None:
        """How many there were, and a moon for each as far as there is room."""
        x, y, w, _h = rect
        if state.words:
            width = canvas.width(state.step_word, LABEL)
            canvas.text(x + MOONS + width + 10, y + 30, str(state.steps), LEAD_NUMBER, "ground_text")
        first, down = x + MOONS + 9, y + (51 if state.words else 36)
        pitch = min(PITCH, max(SMALLEST, (w - MOONS - 24) / max(LEAST, state.ghost, state.steps)))
        room = int((x + w - 16 - first) / pitch) + 1
        for k in range(min(room, max(state.ghost, state.steps))):
            draw = _draw_moon if k < state.steps else _draw_ring
            stand(canvas, draw.__name__, first + k * pitch, down, (-12, -12, 24, 24), draw)

    def draw(self, canvas: Canvas, rect: Rect, place: Place, state: StripState) -> None:
        x, y, _w, h = rect
        draw_backplate(canvas, rect)
        canvas.ellipse(x + LEFT + WIDE / 2, y + h - SOURDOUGH_DEEP + 1, 44, 4, "ink", 0.5)
        if state.words:
            canvas.text(x + MOONS, y + 30, state.step_word, LABEL, "ground_text")
        left, floor, top = x + LEFT, y + h - SOURDOUGH_DEEP, y + TOP
        rise = partial(_height, floor, floor - top)
        height = rise(state.prediction)
        dome = 5.0 if state.prediction < 0.2 else 9.0
        rim = max(height, top - 4)
        canvas.rect(left + 3, rim + dome, 62, max(0.0, floor - 3 - rim - dome), "dough")
        stand(canvas, ("dome", dome), left + 34, min(rim + dome, floor - 3), (-34, -12, 68, 16),
              partial(_draw_dome, rise=dome))  # fmt: skip
        stand(canvas, "dough's foot", left + 34, floor - 3, (-34, -2, 68, 8), partial(_draw_dome, rise=-3.0))
        for across, up, radius in BUBBLES:
            if floor - up > height + 6:
                canvas.circle(left + across, floor - up, radius, "crumb")
        over = max(0.0, top - 4 - height)
        drip = round(2 * DRIP * over / (over + DRIP)) / 2
        for side in (left - 5, left + WIDE + 1) if drip else ():
            canvas.rect(side, top - 4, 4, drip, "dough", 2)
        jar = f"M{left} {top}V{floor - 4}Q{left + 34} {floor + 5} {left + WIDE} {floor - 4}V{top}"
        canvas.path(jar, None, "metal", 2.4, 0.9)
        upper, lower = rise(state.goal + state.within), rise(state.goal - state.within)
        middle, half = (upper + lower) / 2, max(2.0, (lower - upper) / 2)
        canvas.rect(left - 8, middle - half, 84, 2 * half, "goal", 2, alpha=0.9)
        canvas.glyph("goal", left + 88, middle - 1, 8)
        self._draw_nights(canvas, rect, state)


def _draw_moon(canvas: Canvas, x: float, y: float) -> None:
    canvas.circle(x, y, 9, "moonlight", "moon_rim", 1.5)
    canvas.circle(x + 4, y - 2, 7.4, canvas.mix("ter2", "ter3", 0.7))


def _draw_ring(canvas: Canvas, x: float, y: float) -> None:
    canvas.circle(x, y, 8.5, None, "text3", 1.6, 0.9, (3, 3))


def _draw_dome(canvas: Canvas, x: float, y: float, rise: float) -> None:
    """The round end of the dough above y, or below it where `rise` is below 0."""
    canvas.path(f"M{x - 31} {y}Q{x} {y - 2 * rise} {x + 31} {y}Z", "dough")


def _height(floor: float, tall: float, prediction: float) -> float:
    """y of a prediction in the jar."""
    return floor - min(TALLEST, max(0.0, prediction)) * tall * FULL


# ---------------------------------------------------------------------------------------------------------------------
# Footprints at every place that it was, with equal lines between them, and the gate under the flag.


PRINTS, STRIDES = 54.0, 63.0  # how far down the footprints, the lines between them


class Turnstile(SceneStrip):
    """The weight is where the walker stands."""

    def draw(self, canvas: Canvas, rect: Rect, place: Place, state: StripState) -> None:
        _x, y, _w, h = rect
        draw_backplate(canvas, rect)
        gate = place(state.goal_weight)
        canvas.line(gate, y + 8, gate, y + h - 8, "text2", 4)
        for k in range(3):
            turned = k * 2 * math.pi / 3 + 0.4
            canvas.line(gate, y + 30, gate + 22 * math.cos(turned), y + 30 + 13 * math.sin(turned), "text", 4)
        draw_band(canvas, rect, place, state)
        here, spots = place(state.weight), tuple(round(place(weight), 1) for weight in state.past)
        if spots:
            canvas.once((rect[0], y + PRINTS - 6, rect[2], 20), _draw_prints, y, spots)
            canvas.line(spots[-1], y + STRIDES, here, y + STRIDES, "alpha", 1.8, 0.7)
        canvas.ellipse(here - 4, y + PRINTS + 5 * (len(spots) % 2), 7, 3.4, "text", 0.85)
        stand(canvas, "walker", here, y, (-12, 10, 24, 44), _draw_walker)


def _draw_prints(canvas: Canvas, y: float, spots: Sequence[float]) -> None:
    for one, other in itertools.pairwise(spots):
        canvas.line(one, y + STRIDES, other, y + STRIDES, "alpha", 1.8, 0.7)
    for i, spot in enumerate(spots):
        canvas.ellipse(spot - 4, y + PRINTS + 5 * (i % 2), 7, 3.4, "text", 0.35 + 0.5 * (i + 1) / (len(spots) + 1))


def _draw_walker(canvas: Canvas, x: float, y: float) -> None:
    canvas.circle(x, y + 22, 8, "prediction")
    canvas.path(f"M{x - 9} {y + 50}Q{x - 9} {y + 31} {x} {y + 31}Q{x + 9} {y + 31} {x + 9} {y + 50}Z", "prediction")


PROBE_STRIPS: dict[str, ProbeStrip] = {"pipe": BuriedPipe(), "pots": Pots(), "plants": Plants()}  # under the fog
STRIPS: dict[str, SceneStrip] = {
    "shower": Shower(),
    "geared shower": GearedShower(),
    "harbour": Harbour(),
    "sourdough": Sourdough(),
    "peg": Peg(),
    "greenhouse": Greenhouse(),
    "turnstile": Turnstile(),
}
