"""What lies behind the panels of quiet screens: the evening (or paper) sky and a valley far away."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Sequence

from pygame import Surface

from ..draw.canvas import Canvas
from ..draw.raster import polygon
from ..widgets.widget import Rect
from .hills import RandomSequence

# The grass before the screen: clumps of it, how wide and high one is, its blades, and of how many kinds they are
CLUMPS, WIDE, HIGH, BLADES, KINDS = 36, 54.0, 23.0, 22, 3
GUST, BREADTH, BENDS = 4.8, 0.14, 3  # seconds between two gusts; how much of the width one bends, and how far at most
REACH = 0.75  # of its width, how far a clump that is bent reaches to a side
TONES = (0.3, 0.42, 0.54)  # of a kind: how much of the ground's edge it has


def draw_backdrop(canvas: Canvas) -> None:
    """The whole window; drawn once for each size and theme."""
    canvas.once((0, 0, canvas.w, canvas.h), _paint, opaque=True)


def draw_sheets(canvas: Canvas, sheets: Sequence[Rect],
                lands: Sequence[tuple[Hashable, Callable[[Canvas], None]]] = ()) -> None:  # fmt: skip
    """The backdrop, what lies on it (what that depends on, and what draws it) and empty panels: as one layer, which is
    far quicker than one over the other."""

    def draw(sub: Canvas) -> None:
        draw_backdrop(sub)
        for _key, draw_land in lands:
            draw_land(sub)
        for sheet in sheets:
            sub.sheet(*sheet)

    key = ("base", tuple(sheets), *(key for key, _draw in lands))
    canvas.keep(key, 0, 0, canvas.w, canvas.h, draw, opaque=True)



def draw_grass(canvas: Canvas) -> None:
    """Along the lower edge, where no words are: a gust goes through it. There is none where nothing may move."""

    def living() -> None:
        wind = canvas.life.wind
        if wind is None:
            return
        for number in range(CLUMPS):
            part = (number + 0.5) / CLUMPS
            behind = (wind / GUST * (1 + 2 * BREADTH) - part) % (1 + 2 * BREADTH) / BREADTH
            _clump(canvas, part * canvas.w, round(BENDS * math.sin(math.pi * behind)) if behind < 1 else 0, number)

    canvas.alive(living)


def _clump(canvas: Canvas, x: float, bend: int, number: int) -> None:
    wide, high, kind = WIDE * canvas.s, HIGH * canvas.s, number % KINDS

    def draw(large: Surface, k: int, cx: float, cy: float) -> None:
        dice = RandomSequence(kind + 1)
        for blade in range(BLADES):
            root = ((blade + dice.uniform(0, 1)) / BLADES - 0.5) * 0.9 * wide
            up, lean = high * dice.uniform(0.45, 0.98), high * (dice.uniform(-0.2, 0.2) + 0.26 * bend)
            foot, tip = 1.5 * canvas.s, (cx + (root + lean) * k, cy - (up - 0.16 * abs(lean)) * k)
            waist = cx + (root + 0.3 * lean) * k, cy - 0.55 * up * k
            polygon(large, [(cx + (root - foot) * k, cy), (waist[0] - 0.7 * foot * k, waist[1]), tip,
                            (waist[0] + 0.7 * foot * k, waist[1]), (cx + (root + foot) * k, cy)])  # fmt: skip

    (px, py), box = canvas.at(x, canvas.h), (-REACH * wide, -high, REACH * wide, 0)
    colour = canvas.rgb(canvas.mix("hillfar", "ter_edge", TONES[kind]))
    canvas.stamp(("grass", kind, bend, wide), round(px), round(py), box, draw, colour)


def _paint(canvas: Canvas) -> None:
    canvas.gradient(0, 0, canvas.w, canvas.h, [(0, "bg0"), (1, "bg1")])
    stretch, low = canvas.w / 1280, canvas.h - 720
    for number, (down, alpha) in enumerate(((0, 0.55), (46, 0.8))):
        ridge = []
        for i in range(66):
            x = -10 + i * 20
            part = (x - 700 - 60 * number) / 760
            ridge.append((x * stretch, low + 490 + down + (1 - part * part) * 70))
        # the crest as a polygon down to a whole pixel, the rest as a box: that is drawn much faster
        foot = math.ceil(max(y for _x, y in ridge) * canvas.s + 1) / canvas.s
        canvas.polygon([*ridge, (1310 * stretch, foot), (-10, foot)], "hillfar", alpha)
        canvas.rect(-10, foot, canvas.w + 20, canvas.h + 10 - foot, "hillfar", alpha=alpha)
