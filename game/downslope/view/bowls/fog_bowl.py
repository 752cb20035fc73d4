"""A landscape that is not to be seen: fog banks under stars, dots for what was probed, Pip's lantern.

The bowl under it has heights that come from the errors seen, never from the curve, which is drawn only when the fog
lifts.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from typing import NamedTuple

import pygame
from pygame import Surface

from ..draw.canvas import Canvas, draw_disc, draw_tag, tag_size
from ..draw.raster import blank
from ..draw.rects import first_free_place, holds
from ..draw.surface_cache import SPRITES
from ..draw.theme import weight_colour
from ..draw.tokens import CODE, LARGE_NUMBER, LEAD_NUMBER, NUMBER
from ..format.numbers import number
from ..scenery.landscape import mist
from ..widgets.widget import Rect
from .error_bowl import MARGIN, STRATUM, Bowl, draw_stars, window

SKY = ((0.0, "fog_sky0"), (0.38, "fog_sky1"), (0.62, "fog_sky2"), (1.0, "fog_sky3"))
FLOAT = 86.0  # y of Pip from the panel's top
PIP = 20.0
DOT = 16.0
BUBBLE = 46.0  # of the sky above its foot, where the bubble of the weight stands: no tag does
TINT = (0.25, 0.3)  # of a probe's disc: light, dark
TITLE_WIDE, TITLE_HIGH = 340.0, 60.0  # of the sky's corner where the errors are named: no star stands there
BEAM = (9.0, 46.0)  # half of the lantern's light at its top and at its foot


class Dot(NamedTuple):
    """A probe in the picture. number 0: the start. `text`: its error as it is shown."""

    number: int
    weight: float
    error: float
    newest: bool

    @property
    def text(self) -> str:
        return number(self.error)


# -- the fog -----------------------------------------------------------------------------------------------------------


def draw_fog(canvas: Canvas, bowl: Bowl, alpha: float = 1.0) -> None:
    """The panel under its fog; with alpha below 1 it lifts."""
    x, y, w, h = bowl.rect
    m = MARGIN
    canvas.once((x - m, y - m, w + 2 * m, h + 2 * m), _panel, bowl.rect, bowl.sky, alpha=alpha)


def _panel(canvas: Canvas, rect: Rect, sky: float) -> None:
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


def draw_axis(canvas: Canvas, bowl: Bowl, clear: bool) -> None:
    """Lines and numbers of the errors, from the axis alone. `clear`: they stand on the ground, not on the fog."""
    x, y, w, _ = bowl.rect
    left = x + 18 + max((canvas.width(label, CODE) for _, label in bowl.heights()), default=0.0)

    colour = "ground_text" if clear else "text2"

    for value, label in [(0.0, "0"), *((v, text) for v, text in bowl.heights() if v)]:
        line = bowl.pixel_y(value)
        if not y + 42 + 14 * canvas.type < line < y + bowl.sky - 12:
            continue
        canvas.line(left + 14, line, x + w - 20, line, "grid", 1, 0.45 if value == 0 else 0.24)
        canvas.text_vcenter(left, line, label, CODE, colour, "end")


# -- what was probed ---------------------------------------------------------------------------------------------------


def draw_dots(canvas: Canvas, bowl: Bowl, dots: list[Dot], clear: bool) -> None:
    """Every probe at its error: glow, ring, number, a tag with the value; the newest has a second ring.

    `clear`: the curve is there to read them by; only the newest keeps its tag.
    """
    probed = {dot.weight for dot in dots if dot.number}
    shown = tuple(dot for dot in dots if dot.number or dot.weight not in probed)
    canvas.once((*bowl.rect[:3], bowl.sky), _draw_all, bowl, shown, clear)


def _draw_all(canvas: Canvas, bowl: Bowl, shown: Sequence[Dot], clear: bool) -> None:
    x, y, w, _ = bowl.rect
    with canvas.clip(x, y, w, bowl.sky):
        for dot in shown:
            px, py = bowl.pixel_x(dot.weight), bowl.pixel_y(dot.error)
            canvas.glow(px, py, 96.0, "glow", 0.55 if dot.number else 0.25)
            canvas.line(px, py + 20, px, y + bowl.sky - 2, weight_colour(dot.weight), 1.8, 0.55, (2, 7))
    taken = [(bowl.pixel_x(dot.weight) - DOT, bowl.pixel_y(dot.error) - DOT, 2 * DOT, 2 * DOT) for dot in shown]
    for place, (dot, (left, top, _w, _h)) in enumerate(zip(shown, taken), 1):
        covered = any(abs(left - x2) < 2 * DOT and abs(top - y2) < 2 * DOT for x2, y2, _, _ in taken[place:])
        seen = x <= left <= x + w - 2 * DOT and y <= top <= y + bowl.sky - 2 * DOT
        _draw_dot(canvas, bowl, dot, str(dot.number) if seen and not covered else "")
    taken.append((x, y + bowl.sky - BUBBLE, w, BUBBLE))
    for dot in reversed(shown[-1:] if clear else shown):
        taken.append(draw_value(canvas, bowl, dot, taken))


def _draw_dot(canvas: Canvas, bowl: Bowl, dot: Dot, label: str) -> None:
    x, y = bowl.pixel_x(dot.weight), bowl.pixel_y(dot.error)
    if dot.newest:
        canvas.circle(x, y, 23.0, None, "text", 2.5)
    edge, dash = ("error", None) if dot.number else ("text2", (4.0, 4.0))
    size = min(16.0, 22 / (canvas.type * max(1.0, 0.62 * len(str(dot.number)))))
    draw_disc(canvas, (x, y), DOT, label, edge, 3, tint=TINT[canvas.theme.dark], size=size, dash=dash)


def draw_value(canvas: Canvas, bowl: Bowl, dot: Dot, taken: list[Rect]) -> Rect:
    """The value beside the dot, where nothing is in its way."""
    width, height = tag_size(canvas, dot.text, LEAD_NUMBER)
    x, y = bowl.pixel_x(dot.weight), bowl.pixel_y(dot.error)
    sides = [(30.0, 0.0), (-30 - width, 0.0)]
    sides += [(side, up) for up in (-40.0, 40.0, -76.0, 76.0) for side in (18, -18 - width, -width / 2)]
    places = [(x + side, y + up - height / 2, width, height) for side, up in sides]
    sky = (*bowl.rect[:3], bowl.sky)
    fits = [place for place in places
            if holds(sky, place[:2], 8) and holds(sky, (place[0] + width, place[1] + height), 8)] or places  # fmt: skip
    tag = fits[first_free_place(fits, taken)]
    if tag not in places[:2]:
        canvas.line(x, y, tag[0] + width / 2, tag[1] + height / 2, "text", 1.5, 0.6)
        _draw_dot(canvas, bowl, dot, str(dot.number))
    draw_tag(canvas, tag, dot.text, "error", LEAD_NUMBER)
    return tag


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


def draw_pip(canvas: Canvas, bowl: Bowl, weight: float, down: float, mood: str) -> None:
    """Pip above the fog, or on the curve that has come to light."""
    x, y, w, _ = bowl.rect
    px, py = _spot(bowl, weight, down)
    with canvas.clip(x, y, w, bowl.sky):
        canvas.pip(px, py, PIP, (0.0, 0.34 - 0.3 * down), mood)
        if not down:
            canvas.text(px + 34, py + 7, "?", LARGE_NUMBER, "text", "start")


def draw_looks(canvas: Canvas, bowl: Bowl, weights: Sequence[float], down: float) -> None:
    """Ghosts where a look was better, or may be."""
    x, y, w, _ = bowl.rect
    with canvas.clip(x, y, w, bowl.sky):
        for weight in weights:
            canvas.ghost(*_spot(bowl, weight, down), 13.0, (0.0, 0.3))


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


# ---------------------------------------------------------------------------------------------------------------------
# Where the fog has gone from a part of a curve: the land under it, the curve, and what rolls on it.


WAY = 20.0  # the dotted way of Pip lies so far above the curve
DUST = ((34.0, 4.0, 4.0), (46.0, 9.0, 3.0), (58.0, 12.0, 2.2))  # behind him: how far, how high, how large


def draw_clearing(canvas: Canvas, bowl: Bowl, first: float, last: float) -> None:
    """The land between two weights, one layer of which as much is shown as Pip has come by."""
    x, y, w, _h = bowl.rect
    left, right = sorted((bowl.pixel_x(first), bowl.pixel_x(last)))
    left, right = max(x, left), min(x + w, right)
    if right - left < 1:
        return
    with canvas.clip(left, y, right - left, bowl.sky):
        canvas.once((x, y, w, bowl.sky), _draw_cleared, bowl)
    with canvas.clip(x, y, w, bowl.sky):
        edge, alpha = bowl.pixel_x(first), 0.16 if canvas.theme.dark else 0.5
        for k in range(9):
            mist(canvas, edge + 26 - 6 * (k % 4), y + bowl.sky - 190 + 25 * k, 120, 30, "fog_cloud", alpha)


def _draw_cleared(canvas: Canvas, bowl: Bowl) -> None:
    low = bowl.rect[1] + bowl.sky
    for k in range(4):
        rim = [(px, min(low, py + k * STRATUM)) for px, py in bowl.points]
        canvas.polygon([*rim, (rim[-1][0], low), (rim[0][0], low)], f"ter{k}", 0.62)
    canvas.polyline(bowl.points, "error", 4.5)
    canvas.polyline([(px, py - WAY) for px, py in bowl.points[::6]], "text", 2.4, 0.6, (1, 8))


def spot_on(bowl: Bowl, weight: float, r: float = PIP) -> tuple[float, float]:
    """The middle of a ball on the curve, also where that is out of the picture."""
    slope = bowl.slope(weight)
    length = math.hypot(1.0, slope)
    return bowl.pixel_x(weight) + slope / length * r, bowl.height(weight) - r / length


def draw_roller(canvas: Canvas, bowl: Bowl, weight: float, way: int, dusty: bool, mood: str) -> None:
    """Pip on the curve. `way`: -1, 1, where he rolls; dust flies behind him. `dusty`: he has been far out."""
    x, y, w, _h = bowl.rect
    px, py = spot_on(bowl, weight)
    with canvas.clip(x, y, w, bowl.sky):
        if way and not canvas.look.still:
            for far, up, r in DUST:
                at = px - way * (far - 6)
                canvas.circle(at, bowl.height(bowl.weight_at(at)) - up, r, "white", alpha=0.5)
        canvas.pip(px, py, PIP, (0.35 * way, 0.15), mood)
        if dusty:
            for dx, dy, r in ((-9, -7, 4.5), (7, 6, 5.5), (-4, 10, 3.5), (10, -9, 3.0)):
                canvas.circle(px + dx, py + dy, r, "text3", alpha=0.45)


def draw_start(canvas: Canvas, bowl: Bowl, weight: float) -> None:
    """The start's stone, on the curve."""
    x, y = spot_on(bowl, weight, DOT)
    draw_disc(canvas, (x, y), DOT - 2, "0", "text2", 1.8, tint=0.3, size=NUMBER.size)


def draw_floor(canvas: Canvas, bowl: Bowl, error: float, part: float) -> None:
    """A line at an error, without its number."""
    x, _y, w, _h = bowl.rect
    if part > 0:
        canvas.line(x + 14, bowl.pixel_y(error), x + 14 + (w - 28) * part, bowl.pixel_y(error), "error", 2.5, 1, (8, 6))
