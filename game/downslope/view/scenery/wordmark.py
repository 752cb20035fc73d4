"""The name of the game, rolling down the slope: nine letters, and Pip is the second O."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import pygame
from pygame import Surface

from ..draw.fonts import advance, file_of, font, width_of
from ..draw.raster import PREMULTIPLIED, blank, tint
from ..draw.surface_cache import SPRITES

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

NAME = "DOWNSLOPE"
SIZE, LEFT, GAP = 92.0, 69.0, 6.4
PIP, PIP_WIDE, RADIUS = 6, 72.0, 35.0  # which letter he is, the room he takes, how big he is
FINER = 3  # letters are turned this many times too large, then averaged down
BLINK_EVERY, BLINK = 5.5, 0.13  # seconds
HIGH = 34.0  # of a hop

Slope = Callable[[float], float]


class Letter(NamedTuple):
    """A letter standing on the slope at (x, y), leaning by `lean` (radians, clockwise)."""

    sign: str
    x: float
    y: float
    lean: float


def letters(slope: Slope) -> list[Letter]:
    """Where each letter stands, in the picture's own coordinates."""
    found = []
    x = LEFT
    for i, sign in enumerate(NAME):
        wide = PIP_WIDE if i == PIP else advance(sign, "ui", 800, 400) * SIZE / 100
        lean = math.atan(_rise(slope, x + wide * 0.4))
        middle = x + wide / 2 * math.cos(lean)
        lean = math.atan(_rise(slope, middle))
        found.append(Letter(sign, middle, slope(middle) - 3, lean))
        x += (wide + GAP - (5 if i == 3 else 0)) * math.cos(lean) - (3 if i in (4, 5) else 0)
    return found


def pip_place(slope: Slope) -> tuple[float, float]:
    """The middle of Pip, in the picture's own coordinates."""
    base = _raised(letters(slope)[PIP], PIP)
    return base.x + math.sin(base.lean) * RADIUS, base.y - math.cos(base.lean) * RADIUS


def draw_wordmark(canvas: Canvas, dx: float, dy: float, slope: Slope) -> None:
    """All letters and the light around Pip, moved by (dx, dy); Pip himself is drawn by `draw_pip`."""
    x, y = pip_place(slope)
    canvas.glow(x + dx, y + dy, 118, "glow", 0.6)
    for i, letter in enumerate(letters(slope)):
        if i == PIP:
            continue
        place = _raised(letter, i)._replace(x=_raised(letter, i).x + dx, y=_raised(letter, i).y + dy)
        if canvas.theme.dark:
            cos, sin = math.cos(letter.lean), math.sin(letter.lean)
            shadow = place._replace(x=place.x + 4 * cos - 4 * sin, y=place.y + 4 * sin + 4 * cos)
            _draw_letter(canvas, shadow, "letter_shadow", 0.35)
        _draw_letter(canvas, place, "text", 1.0)


def draw_pip(canvas: Canvas, dx: float, dy: float, slope: Slope, time: float, hop: float = 0.0) -> None:
    """Pip looking down the slope; now and then he blinks, unless motion is reduced. `hop`: 0 ... 1 of one that he does.
    """
    x, y = pip_place(slope)
    if hop > 0:
        up = math.sin(math.pi * hop)
        canvas.pip(x + dx, y + dy - HIGH * up, RADIUS, (0.26, -0.2), glow=False, stretch=(1 - 0.08 * up, 1 + 0.1 * up))
        return
    canvas.pip(x + dx, y + dy, RADIUS, (0.26, 0.2), glow=False)
    if canvas.look.still or time % BLINK_EVERY < BLINK_EVERY - BLINK:
        return
    eye_x, eye_y = x + dx + 0.26 * RADIUS, y + dy + 0.2 * RADIUS
    for side in (-1, 1):
        middle = eye_x + side * 0.3 * RADIUS
        canvas.ellipse(middle, eye_y, 0.15 * RADIUS, 0.22 * RADIUS, canvas.mix("ball1", "ball2", 0.25))
        canvas.line(middle - 0.12 * RADIUS, eye_y + 1, middle + 0.12 * RADIUS, eye_y + 1, "ball_ink", 2.4)


def _raised(letter: Letter, number: int) -> Letter:
    """Letters on the steep part stand a little off the line."""
    up = math.cos(letter.lean) * 3 if number > 3 else 0.0
    return letter._replace(x=letter.x + math.sin(letter.lean) * 3, y=letter.y - up)


def _rise(slope: Slope, x: float) -> float:
    return (slope(x + 2) - slope(x - 2)) / 4


def _draw_letter(canvas: Canvas, letter: Letter, colour: str, alpha: float) -> None:
    """The letter turned around the middle of its baseline."""
    px, py = canvas.at(letter.x, letter.y)
    fine = max(8, round(SIZE * canvas.s * FINER))
    shape = ("letter", letter.sign, fine, letter.lean)
    white = SPRITES.get(shape, lambda: _turned(letter, fine))
    sprite = tint(white.copy(), canvas.rgb(colour), alpha)
    canvas.put(sprite, round(px - sprite.get_width() / 2), round(py - sprite.get_height() / 2))


def _turned(letter: Letter, fine: int) -> Surface:
    """White, and the middle of the sprite is the middle of the baseline."""
    width_of(file_of("ui", 800), fine, letter.sign)  # whether it can be written
    face = font(file_of("ui", 800), fine)
    drawn = face.render(letter.sign, True, (255, 255, 255)).premul_alpha()
    reach = math.ceil(math.hypot(drawn.get_width() / 2, face.get_ascent()) / FINER) + 2
    large = blank(2 * reach * FINER, 2 * reach * FINER)
    middle = reach * FINER
    large.blit(drawn, (middle - drawn.get_width() / 2, middle - face.get_ascent()), special_flags=PREMULTIPLIED)
    turned = pygame.transform.rotate(large, -math.degrees(letter.lean)) if letter.lean else large
    side = turned.get_width() // FINER
    return pygame.transform.smoothscale(turned, (side, side))
