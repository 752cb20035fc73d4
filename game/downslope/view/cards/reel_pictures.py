"""Small pictures of what a show is about: ghosts in a bowl, a way through a valley, answers that add up, what eyes see.

All that they show comes from runs; each fills a rect with round corners.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from ..bowls.contour_map import bands
from ..bowls.small_bowl import SmallBowl
from ..draw.theme import weight_hue
from ..draw.tokens import LEAD_NUMBER
from ..widgets.widget import Rect

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

CORNER = 12.0
PIP = 8.0
BANDS = 8
HIGHEST = 9.0  # times the start: where the highest band begins
AROUND = 72  # points of a height line
CELL, GAP = 22.0, 3.0  # of a picture of answers
KERNEL, PIXEL = 9.6, 9.0  # cells of a kernel, and of the picture that is read


class GhostBowl(NamedTuple):
    """Distances from the flag, in units of the weight; the first is Pip's. `far`: the bowl's rim."""

    ghosts: tuple[float, ...]
    far: float


class ValleyWay(NamedTuple):
    """The weights of a run, the lowest place, and how the error rises there: (a, b, c) of a·x² + 2b·x·y + c·y²."""

    way: tuple[tuple[float, float], ...]
    lowest: tuple[float, float]
    rise: tuple[float, float, float]


class AnswerSum(NamedTuple):
    """What neurons answer to four examples, in two rows; the last is what comes out of them."""

    answers: tuple[tuple[float, ...], ...]


class SeeingEyes(NamedTuple):
    """Kernels of nine weights, the pixels of a picture, and what it is."""

    kernels: tuple[tuple[float, ...], ...]
    pixels: tuple[float, ...]
    label: str


ReelPicture = GhostBowl | ValleyWay | AnswerSum | SeeingEyes


def draw_reel_picture(canvas: Canvas, rect: Rect, picture: ReelPicture | None) -> None:
    """None: it is not known yet."""
    canvas.keep(("reel", rect, picture), *rect, lambda sub: _draw(sub, rect, picture))


def _draw(canvas: Canvas, rect: Rect, picture: ReelPicture | None) -> None:
    canvas.rect(*rect, "well", CORNER)
    if isinstance(picture, GhostBowl):
        _draw_bowl(canvas, rect, picture)
    elif isinstance(picture, ValleyWay):
        _draw_valley(canvas, rect, picture)
    elif isinstance(picture, AnswerSum):
        _draw_answers(canvas, rect, picture)
    elif isinstance(picture, SeeingEyes):
        _draw_eyes(canvas, rect, picture)


def _draw_bowl(canvas: Canvas, rect: Rect, picture: GhostBowl) -> None:
    x, y, w, h = rect
    unit = (w / 2 - 12) / picture.far

    def rise(along: float) -> float:
        return (h - 18) * (along / (w / 2 - 12)) ** 2

    bowl = SmallBowl(rect, x + w / 2, y + h - 16, rise, round=CORNER, flag=26)
    bowl.paint(canvas)
    seats = [bowl.seat(distance * unit, PIP) for distance in picture.ghosts if bowl.fits(distance * unit, PIP)]
    for spot in seats[1:]:
        canvas.ghost(*spot, PIP, (0.2, 0.05))
    for spot in seats[:1]:
        canvas.pip(*spot, PIP + 2, (0.1, 0.1), "happy")


def _draw_valley(canvas: Canvas, rect: Rect, picture: ValleyWay) -> None:
    x, y, w, h = rect
    way, low = picture.way, picture.lowest
    xs, ys = [p[0] for p in (*way, low)], [p[1] for p in (*way, low)]
    unit = min((w - 64) / max(1e-9, max(xs) - min(xs)), (h - 44) / max(1e-9, max(ys) - min(ys)))
    middle = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2

    def place(weights: tuple[float, float]) -> tuple[float, float]:
        return x + w / 2 + (weights[0] - middle[0]) * unit, y + h / 2 + 6 - (weights[1] - middle[1]) * unit

    start = _height(picture, way[0])
    colours = bands(canvas.theme, BANDS)
    with canvas.clip(*rect, CORNER):
        canvas.rect(*rect, colours[-1])
        for band in range(BANDS - 2, -1, -1):
            ring = _height_line(picture, HIGHEST * start * ((band + 1) / (BANDS - 1)) ** 2)
            canvas.polygon([place(spot) for spot in ring], colours[band])
        spots = [place(weights) for weights in way]
        canvas.polyline(spots, "text", 2)
        for spot in spots:
            canvas.circle(*spot, 2.3, "text")
        flag = place(low)
        canvas.flag(flag[0] + 4, flag[1], 24, glow=False)
        canvas.pip(spots[-1][0] - 4, spots[-1][1], PIP, (0.1, 0.1), "happy")


def _height(picture: ValleyWay, spot: tuple[float, float]) -> float:
    a, b, c = picture.rise
    dx, dy = spot[0] - picture.lowest[0], spot[1] - picture.lowest[1]
    return a * dx * dx + 2 * b * dx * dy + c * dy * dy


def _height_line(picture: ValleyWay, height: float) -> list[tuple[float, float]]:
    """All around the lowest place, where the error is so much higher."""
    found = []
    for k in range(AROUND):
        turn = 2 * math.pi * k / AROUND
        across, up = math.cos(turn), math.sin(turn)
        lowest = picture.lowest
        far = math.sqrt(height / _height(picture, (lowest[0] + across, lowest[1] + up)))
        found.append((lowest[0] + far * across, lowest[1] + far * up))
    return found


def _draw_answers(canvas: Canvas, rect: Rect, picture: AnswerSum) -> None:
    x, y, w, h = rect
    box, between = 2 * CELL + GAP + 12, 24.0
    count = len(picture.answers)
    left = x + (w - count * box - (count - 1) * between) / 2
    top = y + (h - box) / 2
    for number, answers in enumerate(picture.answers):
        last = number == count - 1
        hue = "prediction" if last else "text2"
        canvas.rect(left + 1, top + 1, box - 2, box - 2, "panel", 10, hue, 2.5)
        for k, value in enumerate(answers[:4]):
            row, across = divmod(k, 2)
            tone = canvas.mix("well", "text" if not last else hue, 0.05 + 0.8 * min(1.0, abs(value)))
            canvas.rect(left + 6 + across * (CELL + GAP), top + 6 + row * (CELL + GAP), CELL, CELL, tone, 4)
        left += box
        if not last:
            sign = "=" if number == count - 2 else "+"
            canvas.mid_text(left + between / 2, y + h / 2, sign, LEAD_NUMBER, "text", "middle")
            left += between


def _draw_eyes(canvas: Canvas, rect: Rect, picture: SeeingEyes) -> None:
    x, y, w, h = rect
    side = 3 * KERNEL + 8
    largest = max((abs(weight) for kernel in picture.kernels for weight in kernel), default=0.0) or 1.0
    pixels = round(math.sqrt(len(picture.pixels)))
    low = 22 * canvas.type  # the label's height
    pixel = min(PIXEL, (h - low - 12) / pixels)
    wide = 4 * side + 20 + pixels * pixel
    left, top = x + (w - wide) / 2, y + (h - 2 * side + 8) / 2
    for number, kernel in enumerate(picture.kernels[:8]):
        row, across = divmod(number, 4)
        for k, weight in enumerate(kernel):
            cx = left + across * side + k % 3 * KERNEL
            cy = top + row * side + k // 3 * KERNEL
            tone = canvas.mix("well", weight_hue(weight), 0.1 + 0.85 * min(1.0, abs(weight) / largest))
            canvas.rect(cx, cy, KERNEL - 0.8, KERNEL - 0.8, tone)
            if weight < 0:
                canvas.rect(cx + 2.4, cy + KERNEL / 2 - 1.1, KERNEL - 5.6, 1.6, "text")
    left, top = left + 4 * side + 20, y + (h - pixels * pixel - low) / 2
    for k, value in enumerate(picture.pixels):
        if value > 0:
            tone = canvas.mix("well", "input", 0.1 + 0.85 * min(1.0, value))
            canvas.rect(left + k % pixels * pixel, top + k // pixels * pixel, pixel - 0.8, pixel - 0.8, tone)
    middle = left + pixels * pixel / 2, top + pixels * pixel + low / 2 + 1
    canvas.mid_text(*middle, picture.label, LEAD_NUMBER, "prediction", "middle")
