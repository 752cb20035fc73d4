"""The land behind the neuron of a level by hand: evening sky, hills, and what stands in them.

`draw_scenery` paints the still part into a cached layer. `walk` says where Pip goes; he is drawn by the board.
"""

from __future__ import annotations

import math
from typing import Any

from ..draw.canvas import Canvas
from ..widgets.widget import Rect
from .hills import RandomSequence, tree

START, FLAG = 206.0, 232.0  # Pip's first place from the left edge; the flag from the right edge
PLAIN_END = 120.0  # where nothing stands, the flag is further out
BACK, PAST = -0.1, 1.08  # how far Pip goes before his start and past the flag, where there is nothing but land
FAR = ((286.0, 22.0, 150.0, 0.6), (326.0, 18.0, 120.0, 2.2))  # two ridges: y, height, length, phase
SKY = 436.0  # height for which the numbers above were drawn
STRATUM = 20.0
FALLOFF = ((0.0, 1.0), (0.35, 0.39), (1.0, 0.0))


def ground(rect: Rect, x: float) -> float:
    """y of the ground under x."""
    left, top, _, height = rect
    across = x - left
    return top + height - SKY + 384 + 10 * math.sin(across / 170 + 1.1) + min(across, 1400) * 0.012


def walk(rect: Rect, picture: str, part: float) -> float:
    """x of Pip: 0 is his start, 1 the flag; a little further on both sides is still in the picture."""
    left, _, width, _ = rect
    flag = flag_at(rect, picture)
    x = left + START + part * (flag - left - START)
    return min(left + width - 30, max(left + 30, x))


def pip_x(rect: Rect, picture: str, ratio: float) -> float:
    """x of Pip for a prediction that is so much of its goal; far before his start, or past the flag, he stays in sight.
    """
    return walk(rect, picture, min(PAST, max(BACK, ratio)))


def ratio_of(prediction: float, goal: float) -> float:
    """How much of the goal the prediction is; without a goal to divide by, 1 where it is met."""
    return prediction / goal if goal else 1.0 + prediction


def flag_at(rect: Rect, picture: str) -> float:
    """x of the flag."""
    return rect[0] + rect[2] - (FLAG if picture else PLAIN_END)


def draw_scenery(canvas: Canvas, rect: Rect, *still: Any, r: float = 16) -> None:
    """All that stands still. `still`: what draws what stands in the land, and what that takes after the canvas; without
    it there is a flag. `r`: of its corners.
    """
    canvas.once(rect, _paint, rect, r, still)


def _paint(canvas: Canvas, rect: Rect, r: float, still: tuple[Any, ...]) -> None:
    x, y, w, h = rect
    with canvas.clip(x, y, w, h, r):
        canvas.gradient(x, y, w, h, [(0, "sky0"), (0.5, "sky1"), (1, "sky2")])
        dice = RandomSequence(8)
        for _ in range(round(54 * w / 792) if canvas.theme.dark else 0):
            spot = dice.uniform(x + 10, x + w - 10), dice.uniform(y + 8, y + h - 266)
            canvas.circle(*spot, (0.8, 1.0, 1.4)[int(dice.uniform(0, 3))], "white", alpha=dice.uniform(0.18, 0.55))
        canvas.glow(x + w - 110, y + h - 96, 330, "glow", 0.62, FALLOFF)
        _hills(canvas, rect)
        if still:
            still[0](canvas, *still[1:])
        else:
            flag = flag_at(rect, "")
            canvas.flag(flag, ground(rect, flag) + 3, 52, glow=False)


def _hills(canvas: Canvas, rect: Rect) -> None:
    x, y, w, h = rect
    low = y + h - SKY
    xs = [x - 10 + 6 * i for i in range(math.ceil((w + 24) / 6) + 1)]
    for number, (base, height, long, phase) in enumerate(FAR):
        ridge = [(q, low + _ridge(q - x, base, height, long, phase)) for q in xs]
        _below(canvas, rect, ridge, "hill_far" if not number else "hill_near", 0.55 + 0.2 * number)
        canvas.polyline(ridge, "hill_rim", 1.5, 0.35)
    dice = RandomSequence(3)
    base, height, long, phase = FAR[1]
    for _ in range(round(18 * w / 792)):
        q = dice.uniform(x + 150, x + w - 150)
        foot = low + base + height * math.sin((q - x) / long + phase) + dice.uniform(10, 30)
        tree(canvas, q, foot, dice.uniform(16, 28), "wood", 0.85)
    for number, colour in enumerate(("ter0", "ter1", "ter2", "ter3")):
        _below(canvas, rect, [(q, ground(rect, q) + number * STRATUM) for q in xs], colour)
    canvas.polyline([(q, ground(rect, q)) for q in xs], "hill_rim", 2.2, 0.75)


def _ridge(across: float, base: float, high: float, long: float, phase: float) -> float:
    return base + high * math.sin(across / long + phase) + 0.4 * high * math.sin(across / long * 2.3 + phase * 2)


def _below(canvas: Canvas, rect: Rect, rim: list[tuple[float, float]], colour: str, alpha: float = 1.0) -> None:
    x, y, w, h = rect
    canvas.polygon([*rim, (x + w + 14, y + h), (x - 10, y + h)], colour, alpha)

