"""The picture behind the title's menu: a valley at dusk, with the way down that Pip will take.

Drawn once into an opaque layer. Its coordinates are those of a 1280x720 window; in a larger one it is moved by
`offset`, and sky and hills go on to the edges. Only what moves (`stars that twinkle`, Pip) is drawn in every frame.
"""

from __future__ import annotations

import math

import pygame
from pygame import Surface

from ..draw import LINEAR, SPRITES, Canvas, advance, file_of, font, smooth, tint, width_of
from . import landscape as marks
from .landscape import RandomSequence, across, curve, draw_stars, hill, mist, sky_stars, tree

# The name of the game, rolling down the slope: nine letters, and Pip is the second O.


NAME = "DOWNSLOPE"
SIZE, LEFT, GAP = 92.0, 69.0, 6.4
PIP, PIP_WIDE, RADIUS = 6, 72.0, 35.0  # which letter he is, the room he takes, how big he is
FINER = 3  # letters are turned this many times too large, then averaged down
HIGH = 34.0  # of a hop


def letters() -> list[tuple[str, float, float, float]]:
    """(letter, x, y, how it leans in radians, clockwise) where each stands on the slope, in the picture's coordinates.

    Those on the steep part stand a little off the line.
    """
    signs, x = [], LEFT
    for i, sign in enumerate(NAME):
        width = PIP_WIDE if i == PIP else advance(sign, "ui", 800, 400) * SIZE / 100
        lean = _lean(x + width * 0.4)
        middle = x + width / 2 * math.cos(lean)
        lean = _lean(middle)
        up = math.cos(lean) * 3 if i > 3 else 0.0
        signs.append((sign, middle + math.sin(lean) * 3, slope(middle) - 3 - up, lean))
        x += (width + GAP - (5 if i == 3 else 0)) * math.cos(lean) - (3 if i in (4, 5) else 0)
    return signs


def _lean(x: float) -> float:
    return math.atan((slope(x + 2) - slope(x - 2)) / 4)


def pip_anchor() -> tuple[float, float]:
    """The middle of Pip, in the picture's own coordinates."""
    _sign, x, y, lean = letters()[PIP]
    return x + math.sin(lean) * RADIUS, y - math.cos(lean) * RADIUS


def draw_pip(canvas: Canvas, dx: float, dy: float, hop: float = 0.0) -> None:
    """Pip looking down the slope. `hop`: 0 ... 1 of one that he does."""
    x, y = pip_anchor()
    if hop > 0:
        up = math.sin(math.pi * hop)
        canvas.pip(x + dx, y + dy - HIGH * up, RADIUS, (0.26, -0.2), glow=False, stretch=(1 - 0.08 * up, 1 + 0.1 * up))
    else:
        canvas.pip(x + dx, y + dy, RADIUS, (0.26, 0.2), glow=False)


def _draw_letter(canvas: Canvas, sign: str, x: float, y: float, lean: float, colour: str, alpha: float) -> None:
    """Turned around the middle of its baseline."""
    x, y = canvas.at(x, y)
    fine = max(8, round(SIZE * canvas.s * FINER))
    face = font(file_of("ui", 800), fine)

    def turned() -> Surface:
        """White, FINER times smaller than it was turned."""
        width_of(file_of("ui", 800), fine, sign)  # whether it can be written
        large = face.render(sign, True, (255, 255, 255)).premul_alpha()
        large = pygame.transform.rotate(large, -math.degrees(lean)) if lean else large
        return pygame.transform.smoothscale(large, (large.get_width() // FINER, large.get_height() // FINER))

    white = SPRITES.get(("letter", sign, fine, lean), turned)
    up = (face.get_ascent() - face.get_height() / 2) / FINER  # from the baseline to the middle of what is turned
    x += up * math.sin(lean) - white.get_width() / 2
    y -= up * math.cos(lean) + white.get_height() / 2
    canvas.put(tint(white.copy(), canvas.rgb(colour), alpha), round(x), round(y))


VALLEY = (930.0, 616.0)  # the lowest point of the slope
PLATEAU, EDGE = 208.0, 356.0  # height of the plateau on the left, and where it ends
SKY = tuple(zip((0.0, 0.34, 0.6, 0.78, 0.9, 1.0), (f"title_sky{i}" for i in range(6))))
RIDGES = ((520.0, 210.0, 330.0, 0.4), (545.0, 190.0, 300.0, 2.1), (575.0, 170.0, 270.0, 4.4))  # y, depth, width, phase
WOODS = ((0, 0, 0.0), (26, 3, 1.0), (30, 8, 1.35))  # trees on each ridge: how many, seed, size
STRATA = (0.0, 24.0, 52.0, 86.0, 126.0, 172.0)  # how far below the slope each layer of earth begins
NEAR_TREES = (1086.0, 1118.0, 1150.0, 1168.0, 1196.0, 1216.0, 1240.0, 1262.0)
NET = (
    ((836.0, 70.0), (824.0, 132.0), (850.0, 196.0)),
    ((932.0, 48.0), (920.0, 104.0), (944.0, 158.0), (926.0, 214.0)),
    ((1026.0, 92.0), (1034.0, 164.0)),
    ((1118.0, 128.0),),
)  # a network among the stars, layer by layer
TWINKLING = 14
# where stands what ended chapters leave: x of the lamps, the mill, the town, the three Pips
LAMPS_AT, MILL_AT, TOWN_AT, COMPANY_AT = (792.0, 826.0, 860.0), 700.0, 800.0, 1022.0
WATER_LEVEL = 598.0


def offset(w: float, h: float) -> tuple[float, float]:
    """How far the picture is moved in a window of w x h design pixels."""
    return (w - 1280) / 2, (h - 720) / 2


def slope(x: float) -> float:
    """y of the slope that the name stands on."""
    low_x, low_y = VALLEY
    if x < low_x:
        return PLATEAU + (low_y - PLATEAU) * smooth((x - EDGE) / (low_x - EDGE))
    return low_y - 470 * smooth((x - low_x) / (1420 - low_x))


def paint_moving(canvas: Canvas, ended: frozenset[str]) -> None:
    """What moves among the things that ended chapters left."""
    dx, dy = offset(canvas.w, canvas.h)
    phase = int(canvas.life.time * marks.TICKS)
    for number, x in enumerate(LAMPS_AT if marks.LAMPS in ended else ()):
        marks.draw_mark(canvas, "light", x + dx, slope(x) + 1 + dy, light=marks.lamp_light(number, phase))
    if marks.MILL in ended:
        y = ridge_top(0, MILL_AT) + 4 + dy
        marks.draw_mark(canvas, "sails", MILL_AT + dx, y, 0.8, turned=phase / marks.TURN % 1)
    if marks.TOWN in ended:
        marks.draw_windows(canvas, TOWN_AT + dx, ridge_top(1, TOWN_AT) + 4 + dy, phase)


def paint_twinkle(canvas: Canvas) -> None:
    """A few stars that grow brighter and fade; nothing in the light theme, where there are none."""
    if not canvas.theme.dark:
        return
    for i, (x, y, r, bright) in enumerate(sky_stars(TWINKLING, 11, canvas.w, 250)):
        wave = 0.5 + 0.5 * math.sin(canvas.life.time * (0.7 + 0.11 * (i % 5)) + 2.4 * i)
        level = round(8 * wave) / 8  # few levels, so that few sprites are needed
        canvas.circle(x, y, r + 0.4, "white", alpha=0.15 + 0.85 * bright * level)


def paint_title(canvas: Canvas, ended: frozenset[str] = frozenset(), drawing: tuple[float, ...] = ()) -> None:
    """The still part; what it covers is the whole window.

    ended: keys of the chapters that are behind the player; drawing: pixels of an own digit.
    """
    dx, dy = offset(canvas.w, canvas.h)
    canvas.gradient(0, 0, canvas.w, 640 + dy, SKY)
    draw_stars(canvas, 90, 4, 330 + dy)
    dark = canvas.theme.dark
    for layer, following in zip(NET, NET[1:]):
        for i, (x1, y1) in enumerate(layer):
            for j, (x2, y2) in enumerate(following):
                strength = (0.22 if (i + j) % 2 else 0.10) * (1 if dark else 0.8)
                canvas.line(x1 + dx, y1 + dy, x2 + dx, y2 + dy, "net", 1.1, strength)
    for x, y in (node for layer in NET for node in layer):
        if dark:
            canvas.glow(x + dx, y + dy, 12, "white", 0.5, LINEAR)
        canvas.circle(x + dx, y + dy, 2.6, "net", alpha=0.95 if dark else 0.45)
    sun = ((0.0, 1.0), (0.14, 0.69), (0.45, 0.27), (1.0, 0.0))
    canvas.glow(VALLEY[0] + dx, 520 + dy, 430, "sun_glow", 0.9, sun)
    canvas.circle(VALLEY[0] + dx, 470 + dy, 62, "sun")
    if marks.FACE in ended:
        marks.draw_face(canvas, VALLEY[0] + dx, 470 + dy, 62, drawing)
    for number, (count, seed, size) in enumerate(WOODS):
        colour = f"title_ridge{number}"
        if number == 0 and marks.MILL in ended:
            marks.draw_mark(canvas, "title-mill", MILL_AT + dx, ridge_top(0, MILL_AT) + 4 + dy, 0.8)
        if number == 1 and marks.TOWN in ended:
            marks.draw_mark(canvas, "title-town", TOWN_AT + dx, ridge_top(1, TOWN_AT) + 4 + dy)
        if number == 0 and marks.COMPANY in ended:
            marks.draw_company(canvas, COMPANY_AT + dx, lambda x: ridge_top(0, x - dx) + 2 + dy, 6)
        hill(canvas, [(x + dx, ridge_top(number, x) + dy) for x in across(canvas, 6, dx)], colour)
        dice = RandomSequence(seed)
        for _ in range(count):
            x = dice.uniform(560, 1280)
            height = dice.uniform(14, 24) * size if abs(x - VALLEY[0]) >= 60 else 0.0
            if height:
                tree(canvas, x + dx, ridge_top(number, x) + 3 + dy, height, colour)
    mist(canvas, VALLEY[0] + dx, 600 + dy, 400, 100, "mist", 0.5)
    xs = across(canvas, 4, dx)
    colours = ["ter0", "ter1", "ter2", "ter3", *(canvas.mix("ter3", "earth_deep", t) for t in (0.38, 0.65))]
    for below, colour in zip(STRATA, colours):
        hill(canvas, [(x + dx, slope(x) + below + dy) for x in xs], colour)
    # In the error's colour, from 60 % of the way down on in the evening's light
    warmth = (round(max(0.0, (slope(x) - 458) / 158) * 16) / 16 for x in xs)
    curve(canvas, [(x + dx, slope(x) + dy) for x in xs], 5, [canvas.mix("error", "curve_deep", t) for t in warmth])
    dice = RandomSequence(21)
    for x in NEAR_TREES:
        tree(canvas, x + dx, slope(x) + 3 + dy, dice.uniform(30, 52), "title_wood")
    if marks.WATER in ended:
        banks = [(x + dx, slope(x) + dy) for x in range(700, 1160, 2) if slope(x) >= WATER_LEVEL]
        canvas.polygon(banks, "water", 0.85)
        (left, level), right = banks[0], banks[-1][0]
        canvas.line(left, level, right, level, "water_light", 2, 0.8)
        shine = left + 0.55 * (right - left), left + 0.78 * (right - left)
        canvas.line(shine[0], level + 6, shine[1], level + 6, "water_light", 1.6, 0.6)
    if marks.LAMPS in ended:
        for x in LAMPS_AT:
            marks.draw_mark(canvas, "lamp", x + dx, slope(x) + 1 + dy)
    canvas.glow(VALLEY[0] + dx, slope(VALLEY[0]) + dy - 42, 109, "glow", 0.3, LINEAR)
    canvas.flag(VALLEY[0] + dx, slope(VALLEY[0]) + dy, 84, glow=False)
    x, y = pip_anchor()
    canvas.glow(x + dx, y + dy, 118, "glow", 0.6)
    for sign, x, y, lean in letters()[:PIP] + letters()[PIP + 1 :]:
        if dark:
            cos, sin = math.cos(lean), math.sin(lean)
            spot = x + dx + 4 * cos - 4 * sin, y + dy + 4 * sin + 4 * cos
            _draw_letter(canvas, sign, *spot, lean, "letter_shadow", 0.35)
        _draw_letter(canvas, sign, x + dx, y + dy, lean, "text", 1.0)
    # The hops that Pip will make, dotted
    positions = [(684.0, slope(684) - 16), (754.0, slope(754) - 12), (VALLEY[0] - 24, slope(VALLEY[0] - 24) - 12)]
    for (x1, y1), (x2, y2) in zip(positions, positions[1:]):
        top = f"{(x1 + x2) / 2 + 8 + dx} {min(y1, y2) - 46 + dy}"
        canvas.path(f"M{x1 + dx} {y1 + dy}Q{top} {x2 + dx} {y2 + dy}", None, "text", 3.6, 0.85, (1, 9.4))


def ridge_top(number: int, x: float) -> float:
    """y of one of the ridges behind the valley, from afar to near."""
    y0, deep, width, phase = RIDGES[number]
    valley = 1 - math.exp(-(((x - VALLEY[0]) / width) ** 2))
    return y0 - deep * valley + 9 * math.sin(x / 67 + phase) + 5 * math.sin(x / 29 + phase * 2)
