"""The land: hills, trees, stars and mist; what lies behind levels by hand and quiet screens; what ended chapters leave.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import pygame
from pygame import Surface

from ...i18n import N_
from ..draw import DUSK, SOFT, Canvas, Point, glow_sprite, polygon, rgb_of, stroke
from ..widgets.widget import Rect

SHADES = 24  # bands of a hill whose colour changes
STAR_SIZES = (0.8, 1.0, 1.2, 1.7)


class RandomSequence:
    """Numbers that look random and are always the same for a seed (a linear congruence, as in Numerical Recipes, 7.1).

    The library's own `random` would cost the first frame more than the numbers are worth here.
    """

    def __init__(self, seed: int) -> None:
        self._state = seed * 2654435761 % 2**32

    def uniform(self, low: float, high: float) -> float:
        self._state = (1664525 * self._state + 1013904223) % 2**32
        return low + (high - low) * self._state / 2**32


def across(canvas: Canvas, step: int, dx: float = 0.0) -> list[float]:
    """x from beyond the left to beyond the right edge of the window, in the coordinates of a picture moved by dx."""
    return [-10.0 - dx + step * i for i in range(math.ceil((canvas.w + 20) / step) + 1)]


def hill(canvas: Canvas, points: Sequence[Point], colour: str) -> None:
    """Everything below a curve that runs from left to right, down to the lower edge of the surface; a smooth rim."""
    positions = physical(canvas, points)
    low = canvas.surface.get_size()[1] + 2
    rgb = canvas.rgb(colour)

    def paint(surface: Surface) -> None:
        pygame.draw.polygon(surface, rgb, [(positions[0][0], low), *positions, (positions[-1][0], low)])
        pygame.draw.aalines(surface, rgb, False, [(x, y - 0.5) for x, y in positions])

    canvas.direct(("hill", tuple(positions), rgb), canvas.surface.get_rect(), paint)


def shade(canvas: Canvas, points: Sequence[Point], deep: float, top: str, low: str) -> None:
    """A hill's colour changes from `top` at its rim to `low`, `deep` design pixels below it."""
    positions = physical(canvas, points)
    step = deep * canvas.s / SHADES

    def paint(surface: Surface) -> None:
        pygame.draw.aalines(surface, canvas.rgb(top), False, [(x, y - 0.5) for x, y in positions])
        for i in range(SHADES):
            upper = [(x, y + step * i) for x, y in positions]
            lower = [(x, y + step * (i + 1) + 1) for x, y in reversed(positions)]
            pygame.draw.polygon(surface, canvas.rgb(canvas.mix(top, low, i / (SHADES - 1))), upper + lower)

    canvas.direct(("shade", tuple(positions), deep, top, low), canvas.surface.get_rect(), paint)


def curve(canvas: Canvas, points: Sequence[Point], width: float, colours: Sequence[str]) -> None:
    """A thick opaque curve; one colour for each of its points (or one for all)."""
    positions = physical(canvas, points)
    thick = max(1.0, width * canvas.s)
    start = 0
    for i in range(1, len(positions)):
        ended = i == len(positions) - 1
        if ended or (len(colours) > 1 and colours[i] != colours[start]):
            # one point more than needed: the pieces overlap, so that no seam is to be seen
            piece = positions[start : min(len(positions), i + 2)]
            canvas.band(piece, thick, canvas.rgb(colours[start % len(colours)]))
            start = i


def physical(canvas: Canvas, points: Sequence[Point]) -> list[Point]:
    """The same points in pixels of the surface."""
    return [canvas.at(x, y) for x, y in points]


def tree(canvas: Canvas, x: float, y: float, h: float, colour: str, alpha: float = 1.0) -> None:
    """A fir whose foot is at (x, y). Heights are whole pixels, so that a wood needs few sprites."""
    height = max(4, round(h * canvas.s))
    px, py = canvas.at(x, y)

    def draw(large: Surface, k: int, cx: float, cy: float) -> None:
        size = height * k
        for tier in range(3):
            half, top = size * (0.15 + 0.055 * tier), cy - size + size * 0.24 * tier
            polygon(large, [(cx, top), (cx + half, top + size * 0.42), (cx - half, top + size * 0.42)])
        stroke(large, [(cx, cy - size * 0.12), (cx, cy + 2 * canvas.s * k)], size * 0.07)

    box = (-height * 0.27, -height, height * 0.27, 3 * canvas.s)
    canvas.stamp(("tree", height), round(px), round(py), box, draw, canvas.rgb(colour), alpha)


def sky_stars(count: int, seed: int, width: float, height: float) -> list[tuple[float, float, float, float]]:
    """(x, y, radius, brightness) of stars over an area, always the same ones; they fade towards its lower edge."""
    dice = RandomSequence(seed)
    stars = []
    for _ in range(count):
        x, y = dice.uniform(0, width), dice.uniform(0, height)
        size = STAR_SIZES[int(dice.uniform(0, len(STAR_SIZES)))]
        stars.append((x, y, size, dice.uniform(0.2, 0.8) * (1 - 0.87 * y / height)))
    return stars


def draw_stars(canvas: Canvas, count: int, seed: int, height: float, size: float = 1.0) -> None:
    """Stars down to `height`, so many in a window 1280 wide; by day there are none."""
    if not canvas.theme.dark:
        return
    for x, y, r, bright in sky_stars(round(count * canvas.w / 1280), seed, canvas.w, height):
        canvas.circle(x, y, r * size, "white", alpha=bright)


def mist(canvas: Canvas, x: float, y: float, rx: float, ry: float, colour: str, alpha: float) -> None:
    """A soft flat cloud around (x, y)."""
    sprite = glow_sprite(48, canvas.rgb(colour), alpha, SOFT)
    px, py = canvas.at(x - rx, y - ry)
    size = (max(1, round(2 * rx * canvas.s)), max(1, round(2 * ry * canvas.s)))
    canvas.put(pygame.transform.smoothscale(sprite, size), round(px), round(py))


def through(points: Sequence[Point], steps: int = 24) -> list[Point]:
    """A smooth curve through the points (Catmull-Rom, tension 1/2): `steps` parts between each two of them."""
    ends = [points[0], *points, points[-1]]
    corners: list[Point] = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:]):
        for i in range(steps):
            t = i / steps
            x, y = (0.5 * (2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t * t + (3 * q - p - 3 * r + s) * t**3)
                    for p, q, r, s in zip(a, b, c, d))  # fmt: skip
            corners.append((x, y))
    corners.append(points[-1])
    return corners


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
    """x of Pip for a prediction that is so much of its goal; far before his start, or past the flag, he is in sight."""
    return walk(rect, picture, min(PAST, max(BACK, ratio)))


def ratio_of(prediction: float, goal: float) -> float:
    """How much of the goal the prediction is; without a goal to divide by, 1 where it is met."""
    return prediction / goal if goal else 1.0 + prediction


def flag_at(rect: Rect, picture: str) -> float:
    """x of the flag."""
    return rect[0] + rect[2] - (FLAG if picture else PLAIN_END)


def paint_scenery(canvas: Canvas, rect: Rect, *still: Any, r: float = 16) -> None:
    """All that stands still. `still`: what draws what stands in the land, and what that takes after the canvas; without
    it there is a flag. `r`: of its corners.
    """
    x, y, w, h = rect
    with canvas.clip(x, y, w, h, r):
        canvas.gradient(x, y, w, h, [(0, "sky0"), (0.5, "sky1"), (1, "sky2")])
        dice = RandomSequence(8)
        for _ in range(round(54 * w / 792) if canvas.theme.dark else 0):
            spot = dice.uniform(x + 10, x + w - 10), dice.uniform(y + 8, y + h - 266)
            canvas.circle(*spot, (0.8, 1.0, 1.4)[int(dice.uniform(0, 3))], "white", alpha=dice.uniform(0.18, 0.55))
        canvas.glow(x + w - 110, y + h - 96, 330, "glow", 0.62, FALLOFF)
        low = y + h - SKY
        xs = [x - 10 + 6 * i for i in range(math.ceil((w + 24) / 6) + 1)]
        corners = [(x + w + 14, y + h), (x - 10, y + h)]  # of all that is below a rim
        for number, (base, height, long, phase) in enumerate(FAR):
            ridge = [(q, low + base + height * (math.sin((q - x) / long + phase)
                     + 0.4 * math.sin((q - x) / long * 2.3 + phase * 2))) for q in xs]  # fmt: skip
            canvas.polygon([*ridge, *corners], "hill_far" if not number else "hill_near", 0.55 + 0.2 * number)
            canvas.polyline(ridge, "hill_rim", 1.5, 0.35)
        dice = RandomSequence(3)
        base, height, long, phase = FAR[1]
        for _ in range(round(18 * w / 792)):
            q = dice.uniform(x + 150, x + w - 150)
            foot = low + base + height * math.sin((q - x) / long + phase) + dice.uniform(10, 30)
            tree(canvas, q, foot, dice.uniform(16, 28), "wood", 0.85)
        for number, colour in enumerate(("ter0", "ter1", "ter2", "ter3")):
            canvas.polygon([*((q, ground(rect, q) + number * STRATUM) for q in xs), *corners], colour)
        canvas.polyline([(q, ground(rect, q)) for q in xs], "hill_rim", 2.2, 0.75)
        if still:
            still[0](canvas, *still[1:])
        else:
            flag = flag_at(rect, "")
            canvas.flag(flag, ground(rect, flag) + 3, 52, glow=False)


# The grass before the screen: clumps of it, how wide and high one is, its blades, and of how many kinds they are
CLUMPS, WIDE, HIGH, BLADES, KINDS = 36, 54.0, 23.0, 22, 3
GUST, BREADTH, BENDS = 4.8, 0.14, 3  # seconds between two gusts; how much of the width one bends, and how far at most
REACH = 0.75  # of its width, how far a clump that is bent reaches to a side
TONES = (0.3, 0.42, 0.54)  # of a kind: how much of the ground's edge it has


def draw_backdrop(canvas: Canvas) -> None:
    """The whole window; drawn once for each size and theme."""
    canvas.once((0, 0, canvas.w, canvas.h), _paint_backdrop, opaque=True)


def paint_sheets(canvas: Canvas, sheets: Sequence[Rect], lands: Sequence[tuple[Any, ...]] = ()) -> None:
    """The backdrop, what lies on it (what draws that, and all that it takes) and empty panels: as one layer this is
    far quicker than one over the other."""
    draw_backdrop(canvas)
    for draw, *what in lands:
        draw(canvas, *what)
    for sheet in sheets:
        canvas.sheet(*sheet)


def draw_grass(canvas: Canvas) -> None:
    """Along the lower edge, where no words are: a gust goes through it. There is none where nothing may move."""
    wind = canvas.life.wind
    if wind is None:
        return
    for number in range(CLUMPS):
        part = (number + 0.5) / CLUMPS
        behind = (wind / GUST * (1 + 2 * BREADTH) - part) % (1 + 2 * BREADTH) / BREADTH
        _clump(canvas, part * canvas.w, round(BENDS * math.sin(math.pi * behind)) if behind < 1 else 0, number)


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


def _paint_backdrop(canvas: Canvas) -> None:
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


# the key of the chapter whose end brings it
LAMPS, CLEAR, WATER, MILL = "forward", "error", "hot-and-cold", "delta"
SCARF, COMPANY, TOWN, FACE = "alpha", "many", "deep", "images"
CHANGES = {  # what is another from then on
    LAMPS: N_("The lamps on the first ridge are lit."),
    CLEAR: N_("The fog over the second ridge is gone."),
    WATER: N_("There is water in the valley."),
    MILL: N_("The mill turns."),
    SCARF: N_("Pip wears a scarf in the green of alpha."),
    COMPANY: N_("Three more Pips have come up to the ridge."),
    TOWN: N_("In the far town the windows are lit, and blink like neurons."),
    FACE: N_("The moon has a face: you drew it."),
}
THOUGHTS = {  # the levels of a chapter, in few words
    LAMPS: N_("Feel · halve · the big one first · mind the sign · ask who lies"),
}
TICKS = 5.0  # pictures a second of what moves
TURN = 24  # phases until the mill's sails look as before: a quarter of a turn
RHYTHMS = (7, 11, 13, 17)  # in phases: four windows blink, like the neurons of a small net


def draw_mark(canvas: Canvas, name: str, x: float, y: float, unit: float = 1.0, **numbers: float) -> None:
    """A part of assets/pictures/marks.svg that stands at (x, y)."""
    from .moving_picture import shipped  # brings the rules along, and the first frame ever shows none of this

    shipped("marks").draw_at(canvas, (x, y, unit), numbers, only=name)


def lamp_light(number: int, phase: int) -> float:
    """How much brighter than at rest a lamp is: 0, a half or 1. Each stands so for 0.8 to 1.6 s, in its own rhythm."""
    held = phase // (4 + 3 * number % 5)
    return held * (1 + number % 2) % 3 / 2


def draw_company(canvas: Canvas, x: float, ground: Callable[[float], float], r: float = 8.0) -> None:
    """Three more Pips in a row around x; `ground`: y of the land under an x."""
    for k, look in ((-1, 0.3), (0, 0.0), (1, -0.3)):
        spot = x + k * 3.1 * r
        canvas.pip(spot, ground(spot) - r, r, (look, 0.1), glow=False)


def draw_windows(canvas: Canvas, x: float, y: float, phase: int) -> None:
    """The lit windows of the town at (x, y); the first four go out now and then."""
    out = {f"out {n}": float(phase % rhythm == rhythm - 1) for n, rhythm in enumerate(RHYTHMS, 1)}
    draw_mark(canvas, "windows", x, y, **out)


def draw_face(canvas: Canvas, x: float, y: float, r: float, pixels: Sequence[float]) -> None:
    """A drawing on a disc: square pixels, row by row, 0 ... 1. Without one: nothing."""
    side = math.isqrt(len(pixels))
    if not side or side * side != len(pixels):
        return
    unit = 1.3 * r / side
    for number, ink in enumerate(pixels):
        if ink > 0.1:
            row, column = divmod(number, side)
            left, top = x + (column - side / 2) * unit, y + (row - side / 2) * unit
            canvas.rect(left, top, unit * 0.94, unit * 0.94, "moon_ink", 0.8, alpha=min(1.0, ink))


SIDE, FINE = 64, 4  # pixels; how many times larger it is drawn, to be smooth when made small


def window_icon(pixels: int = SIDE) -> pygame.Surface:
    """In DUSK's colours, whatever the theme: it stands among other programs'. `pixels`: how wide and high."""
    side = pixels * FINE
    icon = pygame.Surface((side, side), pygame.SRCALPHA)
    whole, part = icon.get_rect(), side / 16

    def at(*places: float) -> list[float]:
        return [place * part for place in places]

    pygame.draw.rect(icon, rgb_of(DUSK.sky1), whole, border_radius=round(3 * part))
    slope = [at(0, 8.6), at(4, 10.4), at(8, 12.6), at(12, 13.6), at(16, 13.9), at(16, 16), at(0, 16)]
    land = pygame.Surface((side, side), pygame.SRCALPHA)
    pygame.draw.polygon(land, rgb_of(DUSK.ter1), slope)
    pygame.draw.lines(land, rgb_of(DUSK.error), False, slope[:5], round(0.7 * part))
    rounded = pygame.Surface((side, side), pygame.SRCALPHA)
    pygame.draw.rect(rounded, (255, 255, 255, 255), whole, border_radius=round(3 * part))
    land.blit(rounded, (0, 0), special_flags=pygame.BLEND_RGBA_MIN)
    icon.blit(land, (0, 0))
    pygame.draw.circle(icon, rgb_of(DUSK.ball1), at(7.4, 7.2), 4.6 * part)
    for x in (7.6, 9.8):
        pygame.draw.ellipse(icon, rgb_of(DUSK.ball_ink), (*at(x - 0.5, 7.1), *at(1.0, 1.7)))
    return pygame.transform.smoothscale(icon, (pixels, pixels))
