"""The sealed box: a neuron whose input and weight cannot be seen, and the line on which its misses shrink."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..bowls.bowl_walk import draw_pip
from ..charts.number_line import draw_stone
from ..charts.plot import Plot
from ..draw.plate import band_ends, draw_edge
from ..draw.theme import weight_hue
from ..draw.tokens import CODE, LABEL, LEAD_NUMBER, NUMBER
from ..format.axis import Axis
from ..format.numbers import number
from ..format.ticks import ticks
from ..widgets.widget import Rect
from .neuron_parts import draw_goal, draw_name, draw_sign, goal_size

if TYPE_CHECKING:
    from ..draw.canvas import Canvas


HALF = 92.0  # of the box
MARK = 34.0  # size of the question on the closed box
PIP_UP = 20.0  # from the line to Pip's middle
MARGIN = 1.12  # times the largest miss: there the line ends
LID, LID_STEPS = 0.55, 24  # radians that the lid turns at most; so many places of it


class SealedBox(NamedTuple):
    """What the stage shows. `input`, `weight`: None while the box is sealed. `misses`: of every look so far."""

    input: float | None
    weight: float | None
    prediction: float
    goal: float
    misses: Sequence[float]
    at: float  # where Pip is: 1.5 is between the looks 1 and 2
    words: tuple[str, str, str, str]  # input, weight, prediction, goal
    mood: str = "calm"
    ghost: float | None = None  # the miss at which another run ended
    within: float = 0.0  # how far from the goal counts as reached
    note: str = ""  # the same, as it stands beside the flag
    tries: bool = False  # several runs are seen at once: Pip is drawn among them

    @property
    def part_left(self) -> float:
        """What is left of the first miss, with no sign."""
        first = abs(self.misses[0]) if self.misses else 0.0
        return abs(_between(self.misses, self.at)) / first if first else 1.0


def paint_box(canvas: Canvas, rect: Rect, box: SealedBox) -> None:
    """The box, its prediction and the goal above; the line of the misses below."""
    x, y, width, height = rect
    box_x, middle, k = crate_place(rect)
    canvas.keep(("sealed sky", rect), x - 40, y - 40, width + 80, height + 90, lambda sub: _ground(sub, rect))
    _wire(canvas, x, width, middle, box)
    _crate(canvas, box_x, middle, k, box)
    canvas.node(x + width * 0.66, middle, 58, "prediction", number(box.prediction), size=26)
    draw_name(canvas, x + width * 0.66, middle + 75, "prediction", box.words[2], alpha=0.86)
    goals, words = [number(box.goal)], box.words[3]
    wide, high = goal_size(canvas, goals, canvas.fit(words, 124, LABEL))
    draw_goal(canvas, x + width * 0.86 - wide / 2, middle - high / 2, goals, words, most=wide)
    _line(canvas, rect, box)


def line_at(rect: Rect) -> Rect:
    """Where the misses stand: x and width; y is the line's."""
    x, y, width, height = rect
    return (x + 60, y + height - 84, width - 120, 0.0)


def line_axis(misses: Sequence[float]) -> Axis:
    """So far to both sides that all of them are on it."""
    far = max([0.05, *(abs(m) for m in misses)]) * MARGIN
    return Axis(-far, far)


def crate_place(rect: Rect) -> tuple[float, float, float]:
    """The middle of the box in the picture, and how large it is drawn."""
    x, y, width, height = rect
    return x + width * 0.31, y + height * 0.34, min(1.0, height / 500)


def _ground(canvas: Canvas, rect: Rect) -> None:
    x, y, width, height = rect
    canvas.shadow(x, y, width, height, 16)
    canvas.gradient(x, y, width, height, [(0, "sky0"), (0.55, "sky1"), (1, "sky2")], 16)
    with canvas.clip(x, y, width, height, 16):
        canvas.glow(x + width * 0.66, y + height * 0.5, width * 0.4, "glow", 0.34)
        canvas.rect(x, y + height - 178, width, 178, "panel")
        canvas.line(x, y + height - 178, x + width, y + height - 178, "border", 1)
    draw_edge(canvas, rect, "border", 16, 1)


def _wire(canvas: Canvas, x: float, width: float, middle: float, box: SealedBox) -> None:
    hue = weight_hue(box.weight) if box.weight is not None else "border2"
    canvas.line(x + width * 0.31 + 96, middle, x + width * 0.66 - 58, middle, hue, 7)
    canvas.line(x + width * 0.66 + 58, middle, x + width * 0.86 - 52, middle, "goal", 2, dash=(2, 6))
    centre = x + width * 0.505
    draw_sign(canvas, centre, middle, "=", "border2", 17, 18)


def _crate(canvas: Canvas, cx: float, cy: float, k: float, box: SealedBox) -> None:
    """A wooden box with a lock; open once the input may be seen. Its lid rises as the miss gets smaller."""
    opened = box.input is not None
    half = HALF * k

    def draw(sub: Canvas) -> None:
        left, top, size = cx - half, cy - half, 2 * half
        sub.shadow(left, top, size, size, 14)
        sub.rect(left, top, size, size, "raised", 14)
        for board in range(1, 4):
            sub.line(left + 8, top + board * size / 4, left + size - 8, top + board * size / 4, "lip", 2)
        for edge in (left + 14, left + size - 14):
            sub.line(edge, top + 6, edge, top + size - 6, "border2", 5)
        sub.rect(left + 1, top + 1, size - 2, size - 2, r=13, stroke="border2", width=2)
        if not opened:
            sub.circle(cx, cy, 40 * k, "well", "input", 3, dash=(7, 6))
            sub.icon("lock", cx - 18 * k, top + size - 44 * k, 36 * k, "text2")
            sub.text(cx, cy + 12, "?", NUMBER.of_size(MARK), "input", "middle")

    canvas.keep(("crate", opened, cx, cy, k), cx - half - 60, cy - half - 90, 2 * half + 120, 2 * half + 170, draw)
    _draw_lid(canvas, cx - half, cy - half, 2 * half, 1.0 if opened else max(0.0, 1.0 - box.part_left))
    if opened and box.input is not None:
        canvas.glow(cx, cy, 110 * k, "input", 0.35)
        canvas.node(cx, cy - 18 * k, 42 * k, "input", number(box.input), size=20)
        if box.weight is not None:
            canvas.text(cx, cy + 62 * k, f"× {number(box.weight)}", LEAD_NUMBER, "weight", "middle")
    draw_name(canvas, cx, cy + half + 13, "input", f"{box.words[0]} × {box.words[1]}", alpha=0.86)


def _draw_lid(canvas: Canvas, left: float, top: float, size: float, risen: float) -> None:
    """Its hinge is at the left; 0: it is closed, 1: open."""
    turned = round(LID_STEPS * min(1.0, risen)) / LID_STEPS * LID

    def draw(sub: Canvas) -> None:
        dx, dy = math.cos(turned), math.sin(turned)
        x, y = left - 6, top + 6
        if turned:
            sub.polygon([(left + 6, top + 4), (left + size - 6, top + 4), (x + size * dx, y - size * dy)], "input",
                        alpha=0.16)  # fmt: skip
        far = (x + (size + 12) * dx, y - (size + 12) * dy)
        lid = [(x, y), far, (far[0] - 14 * dy, far[1] - 14 * dx), (x - 14 * dy, y - 14 * dx)]
        sub.polygon(lid, "raised_hi", stroke="border2", width=2)

    canvas.keep(("lid", left, top, size, turned), left - 30, top - 0.7 * size, size + 60, 0.7 * size + 16, draw)


def _line(canvas: Canvas, rect: Rect, box: SealedBox) -> None:
    """The signed miss after every step: 0 is the goal."""
    x, level, width, _flat = line_at(rect)
    axis = line_axis(box.misses)
    place = Plot(line_at(rect), axis, Axis(0, 1)).x_of
    canvas.line(x, level, x + width, level, "border2", 4)
    for value, label in ticks(axis.low, axis.high, 8):
        canvas.line(place(value), level - 6, place(value), level + 6, "border2", 2)
        if label:
            canvas.text(place(value), level + 34, label, CODE, "text2", "middle")
    if box.within:
        left, right = band_ends(place(-box.within), place(box.within))
        canvas.rect(left, level - 13, right - left, 26, "goal", 3, alpha=0.28)
        canvas.text(place(0.0) + 34, level - 14, box.note, NUMBER, "goal")
    canvas.flag(place(0.0), level, 44)
    if box.tries:
        return
    first = max(0, len(box.misses) - 9)
    for k, miss in list(enumerate(box.misses))[first:]:
        if k < box.at:
            draw_stone(canvas, place(miss), level - PIP_UP, 12, str(k))
    if box.ghost is not None:
        canvas.ghost(x + width * axis.place(box.ghost), level - PIP_UP, 15, (0.2, 0.05))
    here = _between(box.misses, box.at)
    draw_pip(canvas, place(here), level - PIP_UP - 26 * _hop(box.at), 17, mood=box.mood)


def _between(misses: Sequence[float], at: float) -> float:
    k = min(int(at), len(misses) - 1)
    after = misses[min(k + 1, len(misses) - 1)]
    return misses[k] + (after - misses[k]) * (at - k if k + 1 < len(misses) else 0.0)


def _hop(at: float) -> float:
    part = at - int(at)
    return 4.0 * part * (1.0 - part)
