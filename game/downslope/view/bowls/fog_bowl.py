"""A landscape that is not to be seen: fog banks under stars, dots for what was probed, Pip's lantern.

The bowl under it has heights that come from the errors seen, never from the curve, which is drawn only when the fog
lifts.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

import pygame
from pygame import Surface

from ..draw import (
    LARGE_NUMBER,
    LEAD_NUMBER,
    NUMBER,
    SPRITES,
    Canvas,
    Point,
    TextStyle,
    blank,
    draw_disc,
    draw_tag,
    first_free_place,
    holds,
    tag_size,
    weight_colour,
)
from ..scenery.landscape import mist
from ..widgets.widget import Rect
from .error_bowl import STRATUM, Bowl, draw_stars, window

SKY = ((0.0, "fog_sky0"), (0.38, "fog_sky1"), (0.62, "fog_sky2"), (1.0, "fog_sky3"))
FLOAT = 86.0  # y of Pip from the panel's top
PIP = 20.0
DOT = 16.0
TINT = (0.25, 0.3)  # of a probe's disc: light, dark
TITLE_WIDE, TITLE_HIGH = 340.0, 60.0  # of the sky's corner where the errors are named: no star stands there
BEAM = (9.0, 46.0)  # half of the lantern's light at its top and at its foot


Probe = tuple[int, Point, str, str]  # its number, 0: the start; where it is; its error; the hue of the line below it


# -- the fog -----------------------------------------------------------------------------------------------------------


def draw_fog(canvas: Canvas, rect: Rect, sky: float) -> None:
    """The panel under its fog."""
    with window(canvas, rect, sky, SKY):
        # Stars above, soft flat clouds below, and faint waves: all of it by dice, nothing of it from the curve.
        dice = random.Random(4)
        (x, y, w, _h), dark = rect, canvas.look.theme.dark
        many = w / 760
        title = (x, y, TITLE_WIDE, TITLE_HIGH)
        draw_stars(canvas, dice, 60 * many, (x + 60, x + w - 20), (y + 10, y + 0.47 * sky), (0.2, 0.6), title)
        for layer in range(7):
            for _ in range(round(4 * many)):
                place = dice.uniform(x - 20, x + w + 20), y + sky * (0.34 + 0.1 * layer) + dice.uniform(-16, 16)
                part = round((0.05 + 0.016 * layer) * (1.0 if dark else 3.2), 3)
                mist(canvas, *place, dice.uniform(190, 320), dice.uniform(34, 58), "fog_cloud", min(0.6, part))
        for _ in range(round(26 * many)):
            place = dice.uniform(x - 20, x + w + 20), y + sky * dice.uniform(0.5, 1.02)
            size = dice.uniform(110, 230), dice.uniform(18, 34)
            mist(canvas, *place, *size, "fog_bright", round(dice.uniform(0.08, 0.2), 2))
        for wave in range(4):
            line = y + sky * (0.56 + 0.126 * wave)
            points = [(x - 10 + q * 20, line + 7 * math.sin(q * 0.42 + wave * 1.7) + 4 * math.sin(q * 0.9 + wave))
                      for q in range(int(w / 20) + 2)]  # fmt: skip
            canvas.polyline(points, "fog_wave", 2, 0.12 if dark else 0.3)


# -- what was probed ---------------------------------------------------------------------------------------------------


def draw_probes(canvas: Canvas, sky: Rect, probes: Sequence[Probe], told: int, taken: Sequence[Rect],
                style: TextStyle = LEAD_NUMBER) -> list[Rect]:  # fmt: skip
    """Every probe at its error: glow, ring, number; the newest has a second ring. All that is taken then.

    The newest `told` have a tag with the value beside them, off `taken`; it has a line where it stands further away.
    """
    x, y, w, h = sky

    def draw_dot(probe: Probe, label: str) -> None:
        number, spot, _text, _hue = probe
        if number and probe is probes[-1]:
            canvas.circle(*spot, 23.0, None, "text", 2.5)
        edge, dash = ("error", None) if number else ("text2", (4.0, 4.0))
        size = min(16.0, 22 / (canvas.type * max(1.0, 0.62 * len(str(number)))))
        draw_disc(canvas, spot, DOT, label, edge, 3, tint=TINT[canvas.theme.dark], size=size, dash=dash)

    with canvas.clip(*sky):
        for number, (px, py), _text, hue in probes:
            canvas.glow(px, py, 96.0, "glow", 0.55 if number else 0.25)
            canvas.line(px, py + 20, px, y + h - 2, hue, 1.8, 0.55, (2, 7))
    discs = [(px - DOT, py - DOT, 2 * DOT, 2 * DOT) for _number, (px, py), _text, _hue in probes]
    for place, (probe, (left, top, _w, _h)) in enumerate(zip(probes, discs), 1):
        covered = any(abs(left - x2) < 2 * DOT and abs(top - y2) < 2 * DOT for x2, y2, _, _ in discs[place:])
        seen = x <= left <= x + w - 2 * DOT and y <= top <= y + h - 2 * DOT
        draw_dot(probe, str(probe[0]) if seen and not covered else "")
    rects = [*discs, *taken]
    for probe in reversed(probes[len(probes) - told :]):
        number, (px, py), text, _hue = probe
        width, height = tag_size(canvas, text, style)
        sides = [(30.0, 0.0), (-30 - width, 0.0)]
        sides += [(side, up) for up in (-40.0, 40.0, -76.0, 76.0) for side in (18, -18 - width, -width / 2)]
        places = [(px + side, py + up - height / 2, width, height) for side, up in sides]
        fits = [(left, top, width, height) for left, top, _w, _h in places
                if holds(sky, (left, top), 8) and holds(sky, (left + width, top + height), 8)] or places  # fmt: skip
        tag = fits[first_free_place(fits, rects)]
        if tag not in places[:2]:
            canvas.line(px, py, tag[0] + width / 2, tag[1] + height / 2, "text", 1.5, 0.6)
            draw_dot(probe, str(number))
        draw_tag(canvas, tag, text, "error", style)
        rects.append(tag)
    return rects


# -- Pip ---------------------------------------------------------------------------------------------------------------


def draw_light(canvas: Canvas, bowl: Bowl, weight: float, down: float) -> None:
    """Pip's lantern: a cone of light, a dotted line to the slider's thumb; `down` 0..1: his way to the curve."""
    x, y, w, _ = bowl.rect
    px, low = bowl.pixel_x(weight), y + bowl.sky - 44
    top = _spot(bowl, weight, down)[1] + 26
    with canvas.clip(x, y, w, bowl.sky):
        if down < 1 or not bowl.fits(weight):
            part = 1 - down if bowl.fits(weight) else 1.0
            start = y + FLOAT + 26
            canvas.blit(beam(canvas, y + bowl.sky - start, round(8 * part) / 8), px - BEAM[1], start)
        if top < low:
            canvas.line(px, top, px, low, weight_colour(weight), 2.2, 0.9, (2, 7))


def draw_pip(canvas: Canvas, bowl: Bowl, weight: float, down: float, mood: str, looks: Sequence[float] = ()) -> None:
    """Pip above the fog, or on the curve that has come to light; ghosts where a look was better, or may be."""
    x, y, w, _ = bowl.rect
    px, py = _spot(bowl, weight, down)
    with canvas.clip(x, y, w, bowl.sky):
        for look in looks:
            canvas.ghost(*_spot(bowl, look, down), 13.0, (0.0, 0.3))
        canvas.pip(px, py, PIP, (0.0, 0.34 - 0.3 * down), mood)
        if not down:
            canvas.text(px + 34, py + 7, "?", LARGE_NUMBER, "text", "start")


def _spot(bowl: Bowl, weight: float, down: float) -> tuple[float, float]:
    """Where Pip is: over the thumb, and with `down` at 1 on the curve, where the picture reaches so high."""
    x, y = bowl.pixel_x(weight), bowl.rect[1] + FLOAT
    if not down or not bowl.fits(weight):
        return x, y
    seat_x, seat_y = bowl.rest_point(weight, PIP)
    return x + (seat_x - x) * down, y + (seat_y - y) * down


def beam(canvas: Canvas, height: float, part: float) -> Surface:
    """A cone of light, as a sprite of its own: brightest at its top."""
    width, high = max(2, round(2 * BEAM[1] * canvas.s)), max(2, round(height * canvas.s))
    rgb, dark = canvas.rgb("glow"), canvas.look.theme.dark

    def make() -> Surface:
        k = 2
        large = blank(width * k, high * k)
        for row in range(high * k):
            t = row / (high * k)
            level = (0.36 if dark else 0.6) * (1 - t) * part
            half = (BEAM[0] + (BEAM[1] - BEAM[0]) * t) * canvas.s * k
            colour = (*(round(c * level) for c in rgb), round(255 * level))
            pygame.draw.line(large, colour, (width * k / 2 - half, row), (width * k / 2 + half, row))
        return pygame.transform.smoothscale(large, (width, high))

    return SPRITES.get(("beam", width, high, rgb, part), make)


# Where the fog has gone from a part of a curve: the land under it, the curve, and what rolls on it.


WAY = 20.0  # the dotted way of Pip lies so far above the curve
DUST = ((34.0, 4.0, 4.0), (46.0, 9.0, 3.0), (58.0, 12.0, 2.2))  # behind him: how far, how high, how large


def draw_roll(canvas: Canvas, bowl: Bowl, start: float, last: float, weight: float, way: int, dusty: bool) -> None:
    """Pip on the curve, the start's stone, and the land from there to the furthest that he has come.

    `way`: -1, 1, where he rolls; dust flies behind him. `dusty`: he has been far out.
    """
    x, y, w, _h = bowl.rect
    left, right = sorted((bowl.pixel_x(start), bowl.pixel_x(last)))
    left, right = max(x, left), min(x + w, right)
    if right - left >= 1:
        with canvas.clip(left, y, right - left, bowl.sky):
            canvas.once((x, y, w, bowl.sky), _draw_cleared, bowl)
        with canvas.clip(x, y, w, bowl.sky):
            edge, alpha = bowl.pixel_x(start), 0.16 if canvas.theme.dark else 0.5
            for k in range(9):
                mist(canvas, edge + 26 - 6 * (k % 4), y + bowl.sky - 190 + 25 * k, 120, 30, "fog_cloud", alpha)

    def spot_on(weight: float, r: float) -> Point:  # the middle of a ball on the curve, also out of the picture
        slope = bowl.slope(weight)
        length = math.hypot(1.0, slope)
        return bowl.pixel_x(weight) + slope / length * r, bowl.height(weight) - r / length

    draw_disc(canvas, spot_on(start, DOT), DOT - 2, "0", "text2", 1.8, tint=0.3, size=NUMBER.size)
    px, py = spot_on(weight, PIP)
    with canvas.clip(x, y, w, bowl.sky):
        if way and not canvas.look.still:
            for far, up, r in DUST:
                at = px - way * (far - 6)
                canvas.circle(at, bowl.height(bowl.weight_at(at)) - up, r, "white", alpha=0.5)
        canvas.pip(px, py, PIP, (0.35 * way, 0.15), "calm")
        if dusty:
            for dx, dy, r in ((-9, -7, 4.5), (7, 6, 5.5), (-4, 10, 3.5), (10, -9, 3.0)):
                canvas.circle(px + dx, py + dy, r, "text3", alpha=0.45)


def _draw_cleared(canvas: Canvas, bowl: Bowl) -> None:
    low = bowl.rect[1] + bowl.sky
    for k in range(4):
        rim = [(px, min(low, py + k * STRATUM)) for px, py in bowl.points]
        canvas.polygon([*rim, (rim[-1][0], low), (rim[0][0], low)], f"ter{k}", 0.62)
    canvas.polyline(bowl.points, "error", 4.5)
    canvas.polyline([(px, py - WAY) for px, py in bowl.points[::6]], "text", 2.4, 0.6, (1, 8))
