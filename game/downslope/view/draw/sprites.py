"""The things of the game's world: icons, Pip, his ghost, stars, flags, arrows and the marks of quantities."""

from __future__ import annotations

import math
import re

import pygame
from pygame import Surface

from ...paths import assets
from .raster import WHITE, blank, disc, outlines, oversampling, polygon, stroke
from .shapes import LINEAR
from .surface_cache import SPRITES
from .text import Words
from .theme import Theme, mix_colours
from .tokens import NUMBER
from .tween import PENNANTS

# ---------------------------------------------------------------------------------------------------------------------
# All icons: a group of assets/icons.svg for each, drawn with round ends in one colour.


GRID = 24.0
THICK = frozenset(("crawl", "land", "overshoot", "orbit", "runaway", "stuck", "bump"))  # legible where they are small
GROUP = re.compile(r'<g id="(\w+)"[^>]*>(.*?)</g>', re.DOTALL)
PATH = re.compile(r'<path(?: class="(\w+)")?(?: style="stroke-width: ([\d.]+)")? d="([^"]+)"/>')
# Of each icon its paths: "solid" ones, "both" filled and stroked, or stroked (""); a width of their own; where they go
ICONS = {name: PATH.findall(paths) for name, paths in GROUP.findall((assets() / "icons.svg").read_text("utf-8"))}

ROUND = (1.0, 1.0)  # a body that is neither stretched nor squashed
SHAPES = 50  # between 1 and 2 times: so few pictures are kept
SHADES = 40  # discs that shade Pip
STAR_INNER = 0.52


class Sprites(Words):
    """The part of the canvas that draws the game's own things."""

    def icon(self, name: str, x: float, y: float, size: float, colour: str = "text", width: float = 2.2) -> None:
        """An icon in a square of `size` at (x, y); width in 24ths of the size. Raises KeyError for another name."""
        parts = ICONS[name]
        if name in THICK and size * self.s < 20 and width == 2.2:
            width = 2.6
        physical = round(size * self.s * 4) / 4
        unit = physical / GRID
        self.signs.append((x, y, size, size))

        def draw(large: Surface, k: int, cx: float, cy: float) -> None:
            for kind, own, d in parts:
                for piece in outlines(d):
                    points = [(cx + x * unit * k, cy + y * unit * k) for x, y in piece.points]
                    if kind:
                        polygon(large, points)
                    if kind != "solid":
                        stroke(large, points, float(own or width) * unit * k, piece.closed)

        margin = width * unit
        box = (-margin, -margin, physical + margin, physical + margin)
        self.stamp(("icon", name, physical, width), *self.at(x, y), box, draw, self.rgb(colour))

    def star(self, x: float, y: float, r: float, on: bool = True, glow: bool = False) -> None:
        """A star of radius r around (x, y): golden, or an empty outline."""
        points = _star_points(x, y, r)
        if not on:
            self.polygon(points, "well")
            self.polyline(points, "border2", max(1.6, r * 0.12), closed=True)
            return
        if glow:
            self.glow(x, y, r * 2.4, "gold_glow", 0.45, LINEAR)
        lower = [(px, py + r * 0.09) for px, py in points]
        self.polygon(lower, "gold_edge", stroke="gold_edge", width=r * 0.32)
        size = r * self.s

        def make() -> Surface:
            r = round(size * 4) / 4
            n = 2 * math.ceil(r * 1.25) + 2
            k = oversampling(n, n)
            large, points = blank(n * k, n * k), _star_points(n * k / 2, n * k / 2, r * k)
            polygon(large, points)
            stroke(large, points, r * k * 0.2, closed=True)
            out = pygame.transform.smoothscale(large, (n, n))
            shade = _gold((n, n), [(n / 2 - r, "gold0"), (n / 2 + r, "gold1")], self.theme)
            out.blit(shade, (0, 0), special_flags=pygame.BLEND_RGBA_MULT)
            return out

        sprite = SPRITES.get(("star", round(size * 4), self.theme), make)
        half = sprite.get_width() / 2
        px, py = self.at(x, y)
        self.put(sprite, round(px - half), round(py - half))

    def flag(self, x: float, y: float, h: float = 64, glow: bool = True) -> None:
        """A flag whose pole stands at (x, y) and is h high; one lower than a pixel is none."""
        if h < 1:
            return
        if glow:
            self.glow(x, y - h * 0.5, h * 1.3, "glow", 0.5, LINEAR)
        self.signs.append((x, y - h, h * 0.5, h))
        self.ellipse(x, y, h * 0.2, h * 0.055, "ink", 0.55)
        self.line(x, y, x, y - h, "text", max(2.5, h * 0.05))

        def cloth() -> None:
            size, theme, wave, gusty = round(h * self.s), self.theme, self.life.pennant, self.life.gusty
            key = ("pennant", size, wave, gusty, theme)
            sprite = SPRITES.get(key, lambda: _make_pennant(size, theme, wave, gusty))
            px, py = self.at(x, y - h)
            self.put(sprite, round(px) + (1 if h * self.s > 30 else 0), round(py) - 2)

        self.alive(cloth)
        self.circle(x, y - h, max(2.5, h * 0.055), "text")

    def pip(self, x: float, y: float, r: float, look: tuple[float, float] = (0.25, 0.15), mood: str = "calm",
            glow: bool = True, stretch: tuple[float, float] = ROUND) -> None:  # fmt: skip
        """Pip, the ball, around (x, y); `look` is where his eyes are, in radii.

        Moods: calm, happy, dizzy; tired, with half-closed eyes; blink, with closed ones; yawn. `stretch`: so many times
        as wide and as high, over the same foot. Where it is drawn anew he lives: see tween.py.
        """
        if not self.movers:
            self.movers.append(x)
        if glow:
            self.pip_glow(x, y, r)

        def body() -> None:
            eyes, face = look, mood
            if mood in ("calm", "tired"):
                eyes, face = self.life.gaze(x, y, look), "blink" if self.life.blink else mood
            shape = (1.0, self.life.breath) if stretch == ROUND else stretch
            if shape == ROUND:
                self._pip(x, y, r, eyes, face)
            else:
                self._stretch(x, y, r, eyes, face, shape)

        self.alive(body)

    def pip_glow(self, x: float, y: float, r: float) -> None:
        """His light: by itself where something stands between it and him."""
        self.glow(x, y, r * 3, "glow", 0.55 if self.theme.dark else 0.6)

    def _pip(self, x: float, y: float, r: float, look: tuple[float, float], mood: str) -> None:
        size = round(r * self.s * 4) / 4
        px, py = self.at(x, y)
        qx, qy = round(px * 2), round(py * 2)
        body = SPRITES.get(("pip", size, qx & 1, qy & 1, self.theme), lambda: _ball(size, qx & 1, qy & 1, self.theme))
        half = body.get_width() // 2
        self.put(body, (qx >> 1) - half, (qy >> 1) - half)
        if not self.theme.dark:
            self.circle(x, y, r, None, "ball_ink", 2 if r > 12 else 1.5)
        ex = x + look[0] * r
        ey = y + look[1] * r
        pen = max(1.8, r * 0.13)
        for side in (-1, 1):
            cx = ex + side * r * 0.3
            if mood == "calm":
                self.ellipse(cx, ey, r * 0.115, r * 0.19, "ball_ink")
                continue
            if mood in ("tired", "blink", "yawn"):
                if mood == "tired":
                    self.ellipse(cx, ey + r * 0.09, r * 0.115, r * 0.1, "ball_ink")
                lid = ey if mood == "tired" else ey + r * 0.04
                self.line(cx - r * 0.15, lid, cx + r * 0.15, lid, "ball_ink", pen)
                continue
            cx, k = ex + side * r * 0.36, r * (0.17 if mood == "dizzy" else 0.18)
            if mood == "dizzy":
                self.line(cx - k, ey - k, cx + k, ey + k, "ball_ink", pen)
                self.line(cx + k, ey - k, cx - k, ey + k, "ball_ink", pen)
            else:
                self.polyline(_bow(cx, ey + k * 0.4, k, -k * 0.95), "ball_ink", pen)
        if mood == "dizzy":
            self.circle(ex, ey + r * 0.42, r * 0.13, None, "ball_ink", max(1.5, r * 0.1))
        elif mood == "yawn":
            self.ellipse(ex, ey + r * 0.42, r * 0.15, r * 0.2, "ball_ink")
        elif mood == "happy":
            self.polyline(_bow(ex, ey + r * 0.3, r * 0.16, r * 0.1), "ball_ink", max(1.6, r * 0.11))

    def _stretch(self, x: float, y: float, r: float, look: tuple[float, float], mood: str,
                 stretch: tuple[float, float]) -> None:  # fmt: skip
        width, height = (round(part * SHAPES) / SHAPES for part in stretch)
        look = (round(look[0], 2), round(look[1], 2))
        margin = 4
        size = 2 * (round(r * self.s) + margin)

        def make() -> Surface:
            sprite = blank(size, size)
            part = type(self)(sprite, self.look)
            part._pip(size / 2 / self.s, size / 2 / self.s, r, look, mood)
            return pygame.transform.smoothscale(sprite, (round(size * width), round(size * height)))

        body = SPRITES.get(("pip's body", size, look, mood, width, height, self.theme), make)
        px, py = self.at(x, y + r)
        self.put(body, round(px - body.get_width() / 2), round(py - body.get_height() + margin * height))

    def ghost(self, x: float, y: float, r: float, look: tuple[float, float] = (0.25, 0.1), colour: str = "text",
              alpha: float = 1, fill: float = 0.14, eyes: bool = True) -> None:  # fmt: skip
        """A see-through Pip with a dashed edge."""
        self.circle(x, y, r, colour, alpha=fill * alpha)
        self.circle(x, y, r, None, colour, 2, 0.85 * alpha, (r * 0.32, r * 0.3))
        if eyes:
            for side in (-1, 1):
                self.ellipse(x + look[0] * r + side * r * 0.3, y + look[1] * r, r * 0.1, r * 0.16, colour, 0.9 * alpha)

    def arrow(self, x1: float, y1: float, x2: float, y2: float, colour: str, width: float = 4, head: float = 11,
              alpha: float = 1) -> None:  # fmt: skip
        """A straight arrow from (x1, y1) to its tip at (x2, y2)."""
        a = math.atan2(y2 - y1, x2 - x1)
        self.line(x1, y1, x2 - math.cos(a) * head * 0.9, y2 - math.sin(a) * head * 0.9, colour, width, alpha)
        wings = [(x2 - math.cos(a + q) * head * 1.25, y2 - math.sin(a + q) * head * 1.25) for q in (0.48, -0.48)]
        self.polygon([(x2, y2), *wings], colour, alpha, colour, 2)

    def glyph(self, kind: str, x: float, y: float, r: float = 8, colour: str | None = None) -> None:
        """The mark of a quantity around (x, y), the same in every place, so that colour never stands alone.

        Kinds: input, weight, weight_negative, prediction, goal, error, alpha, delta; and seen, an error on the examples
        that are learned from.
        """
        c = colour or ("text" if kind in ("delta", "seen") else kind)
        if kind == "input":
            d = f"M{x - r} {y - r * 0.7}h{r}l{r * 0.9} {r * 0.7}l{-r * 0.9} {r * 0.7}h{-r}z"
            self.path(d, c, c, 1.5)
        elif kind in ("weight", "weight_negative"):
            side = r * 0.62 if kind == "weight" else -r * 0.62
            self.circle(x, y, r * 0.95, None, c, 2.2)
            self.line(x, y, x + side, y - r * 0.62, c, 2.4)
        elif kind == "prediction":
            self.polygon([(x, y - r), (x + r, y), (x, y + r), (x - r, y)], c, 1, c, 1.2)
        elif kind == "goal":
            self.line(x - r * 0.55, y + r, x - r * 0.55, y - r, c, 2.4)
            self.polygon([(x - r * 0.4, y - r), (x + r * 0.9, y - r * 0.45), (x - r * 0.4, y + r * 0.15)], c, 1, c, 1.2)
        elif kind == "error":
            self.rect(x - r * 0.85, y - r * 0.85, r * 1.7, r * 1.7, None, 2, c, 2.4)
        elif kind == "alpha":
            self.text(x, y + r * 0.62, "α", NUMBER.with_size(r * 2.3 / self.type), c, "middle")  # a mark, not a text
        elif kind == "delta":
            for yy in (y - r, y + r):
                self.line(x - r * 0.5, yy, x + r * 0.5, yy, c, 2.2)
            self.line(x, y - r, x, y + r, c, 2.2)
        elif kind == "seen":
            self.circle(x, y, 0.73 * r, c)
        else:
            raise ValueError(f"There is no mark for {kind!r}.")


def _bow(x: float, y: float, half: float, sag: float) -> list[tuple[float, float]]:
    """A small arc from (x - half, y) to (x + half, y), `sag` deep in the middle."""
    turns = [i / 8 * 2 - 1 for i in range(9)]
    return [(x + half * t, y + sag * (1 - t * t)) for t in turns]


def _star_points(x: float, y: float, r: float) -> list[tuple[float, float]]:
    points = []
    for i in range(10):
        reach, a = r * (STAR_INNER if i % 2 else 1), i * math.pi / 5 - math.pi / 2
        points.append((x + reach * math.cos(a), y + reach * math.sin(a)))
    return points


def _gold(size: tuple[int, int], stops: list[tuple[float, str]], theme: Theme) -> Surface:
    """A surface coloured from top to bottom, one row after the other."""
    out = blank(*size)
    (top, first), (bottom, second) = stops
    for y in range(size[1]):
        t = max(0.0, min(1.0, (y + 0.5 - top) / (bottom - top)))
        out.fill(theme.rgb(mix_colours(theme.colour(first), theme.colour(second), t)), (0, y, size[0], 1))
    return out


def _ball(r: float, half_x: int, half_y: int, theme: Theme) -> Surface:
    """The shaded body: ever smaller discs move towards the light, then the whole is cut to a disc."""
    n = 2 * (math.ceil(r) + 2)
    k = oversampling(n, n)
    large = blank(n * k, n * k)
    cx, cy = (n + half_x) * k / 2, (n + half_y) * k / 2
    for i in range(SHADES, 0, -1):
        t = i / SHADES
        low, height, part = ("ball0", "ball1", t / 0.55) if t < 0.55 else ("ball1", "ball2", (t - 0.55) / 0.45)
        colour = (*theme.rgb(mix_colours(theme.colour(low), theme.colour(height), part)), 255)
        away = (1 - t) * r * k
        disc(large, cx - 0.35 * away, cy - 0.4 * away, 1.05 * r * k * t, colour)
    cut = blank(n * k, n * k)
    disc(cut, cx, cy, r * k, WHITE)
    large.blit(cut, (0, 0), special_flags=pygame.BLEND_RGBA_MULT)
    return pygame.transform.smoothscale(large, (n, n))


def _make_pennant(h: int, theme: Theme, wave: int = 0, gusty: bool = False) -> Surface:
    """The cloth of a flag h high, one of the pictures of its waving; its left top corner is 2 px above the pole's top.
    """
    n_w, n_h = math.ceil(h * 0.68) + 4, math.ceil(h * 0.5) + 6
    k = oversampling(n_w, n_h)
    w, turn = h * 0.62, 2 * math.pi * wave / PENNANTS
    up, away = h * (0.05 if gusty else 0.03) * math.sin(turn), h * (0.09 if gusty else 0.04) * (1 - math.cos(turn))
    d = (
        f"M0 3c{w * 0.35} {-h * 0.06 - up} {w * 0.6} {h * 0.12 + up} {w} {h * 0.16 - away}"
        f"c{-w * 0.35} {h * 0.04 + up} {-w * 0.65} {h * 0.22 - up} {-w} {h * 0.3 + away}Z"
    )
    points = [(x * k, y * k) for x, y in outlines(d)[0].points]
    large = blank(n_w * k, n_h * k)
    polygon(large, points)
    out = pygame.transform.smoothscale(large, (n_w, n_h))
    out.blit(_gold((n_w, n_h), [(3, "gold0"), (3 + h * 0.46, "gold1")], theme), (0, 0),
             special_flags=pygame.BLEND_RGBA_MULT)  # fmt: skip
    if not theme.dark:
        edge = blank(n_w * k, n_h * k)
        stroke(edge, points, max(1.0, 1.5 * h / 64) * k, closed=True)
        small = pygame.transform.smoothscale(edge, (n_w, n_h))
        ink = theme.rgb(mix_colours(theme.gold1, theme.gold_ink, 0.55))
        small.fill((*ink, 255), special_flags=pygame.BLEND_RGBA_MULT)
        out.blit(small, (0, 0), special_flags=pygame.BLEND_PREMULTIPLIED)
    return out
