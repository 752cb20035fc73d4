"""1-2: a drawing on a table, and the wall that is built from it beside a pole whose marks are ten times each other."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ..draw.tokens import NUMBER
from ..format.numbers import number, short
from .diorama import Land, LandSpot, LandValues, SideDiorama, draw_number
from .props import GLOW

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

LEFT, WIDE, THICK = 128.0, 72.0, 13.0  # the wall: its left side from the right edge, its width, a row of bricks
LOWEST, DECADE, MARKS = 14.0, 23.0, 5  # px of the lowest mark, px for ten times as much, how many marks
LEAST = 1e-9  # of the lowest mark: what is less is as high as nothing
COURSE = 21.0  # from brick to brick


class WallDiorama(SideDiorama):
    """The wall is as high as the prediction says, on a scale of factors of ten; below 0 it is a trench."""

    seat = 320.0

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
        left, y = land.right - LEFT, _foot(land)
        canvas.ellipse(left + WIDE / 2, y + 2, WIDE * 0.7, 7, "ink", 0.4)
        for post in (0.0, WIDE):
            canvas.line(left + post, y, left + post, y - _top(), "timber", 4, 0.75)
        for beam in (-38, -84):
            canvas.line(left - 8, y + beam, left + WIDE + 8, y + beam, "timber", 4, 0.75)

    def moving(self, canvas: Canvas, land: Land, values: LandValues) -> None:
        left, y, low = land.right - LEFT, _foot(land), lowest_mark(values.goal)
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

    def spot(self, land: Land, values: LandValues, prediction: float) -> LandSpot:
        return LandSpot(land.right - LEFT - 6, _foot(land) - height(prediction, lowest_mark(values.goal)), side="left")


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


def _foot(land: Land) -> float:
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
    x, y = land.right - LEFT + WIDE + 12, _foot(land)
    rect = (x - 8, y - _top() - 12, land.right - x + 7, _top() + 20)
    labels = [short(low * 10**k) for k in range(MARKS)]

    def still(sub: Canvas) -> None:
        widest = max(sub.width(label, NUMBER) for label in labels)  # all of one size
        style = NUMBER.times(min(1.0, (land.right - x - 11) / widest))
        sub.line(x, y, x, y - _top(), "text2", 3)
        for k in range(MARKS):
            mark = y - LOWEST - k * DECADE
            sub.line(x - 5, mark, x + 6, mark, "text2", 2)
            if land.words:
                sub.mid_text(x + 8, mark, labels[k], style, "text")

    canvas.keep(("pole", low, land.words, *rect), *rect, still)
