"""1-4: a freezer with its clock, a dish that freezes or steams, and a thermometer whose mercury is the prediction."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..draw.tokens import NUMBER
from ..format.numbers import number
from .diorama import Land, LandSpot, LandValues, SideDiorama, draw_edge_number, draw_number, whole

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

PLACE, DISH = 88.0, 168.0  # the thermometer from the right edge, the dish from the thermometer
MOST, DEGREE, ZERO = 12.0, 4.3, 60.0  # the scale: ± so many degrees, px of one, px of 0 above the ground
ICE, STEAM = 6.0, 8.0  # degrees at which the ice is whole; how the steam grows
CLOCK = 15.0
STEP = 3  # degrees from mark to mark


class FreezerDiorama(SideDiorama):
    """Mercury stands at the prediction; below 0 the dish is in ice, above it steams; the clock shows the input."""

    seat = 320.0

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
        for step, high in ((-60, 8), (-44, 13), (-26, 9), (34, 12), (52, 8)):
            icicle = [(x + step - 5, y - 60), (x + step + 5, y - 60), (x + step, y - 60 + high)]
            canvas.polygon(icicle, "ice_block", 0.9)
        for step, up in ((-30, 96), (2, 108), (36, 94)):
            canvas.path(f"M{x + step} {y - up + 14}q8 -8 0 -16q-8 -8 0 -16", None, "ice_ink", 2.4, 0.6)

    def frame(self, canvas: Canvas, land: Land) -> None:
        x, y, zero = land.right - PLACE, _foot(land), _zero(land)
        canvas.ellipse(x, y + 1, 26, 5, "ink", 0.4)
        canvas.rect(x - 16, y - 122, 32, 124, canvas.mix("wall", "metal", 0.5), 13, "wall_edge", 2)
        canvas.line(x - 4, y - 114, x - 4, y - 10, "well", 9)
        ink = "text" if canvas.theme.dark else "ink"
        for k in range(-int(MOST), int(MOST) + 1, STEP):
            mark = zero - k * DEGREE
            canvas.line(x + 4, mark, x + (13 if k == 0 else 10), mark, ink, 2.6 if k == 0 else 1.4)

    def moving(self, canvas: Canvas, land: Land, values: LandValues) -> None:
        x, y, zero = land.right - PLACE, _foot(land), _zero(land)
        if land.words and not values.marked:
            canvas.mid_text(x + 21, zero, "0", NUMBER, "text")
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

    def spot(self, land: Land, values: LandValues, prediction: float) -> LandSpot:
        return LandSpot(land.right - PLACE + 18, mercury(_zero(land), prediction), side="right")


def mercury(zero: float, prediction: float) -> float:
    """y of the mercury; the tube ends a little beyond the scale."""
    return zero - max(-MOST, min(MOST + 1, prediction)) * DEGREE


def _foot(land: Land) -> float:
    return land.ground(land.right - PLACE) + 4


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
    left = land.right - PLACE - DISH
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
