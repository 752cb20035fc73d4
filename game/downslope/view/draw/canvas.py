"""The canvas: everything the game draws with, on one surface, in design pixels.

The whole drawing is at least 1280x720 design pixels; `s` of them fit a physical pixel, and everything is drawn
at its physical size. The y of a text is its baseline. Its parts: shapes.py, text.py, and here the things of the game's
world, then what a picture puts beside what it speaks of: a plate for words, a tag, a numbered disc, a band.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Hashable
from typing import Any

import pygame
from pygame import SRCALPHA, Surface

from ...paths import assets
from .raster import PREMULTIPLIED, WHITE, Point, blank, disc, outlines, oversampling, polygon, stroke
from .shapes import LINEAR, Box, Dash, fade
from .surface_cache import LAYERS, SPRITES, CachedLayer
from .text import Words
from .theme import Look, Theme, mix_colours
from .tokens import CODE, NUMBER, PANEL, SMALL_CODE, Sheet, TextStyle
from .tween import PENNANTS

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


def scale_of(width: int, height: int) -> float:
    """Physical pixels per design pixel for a window of this size."""
    return min(width / 1280, height / 720)


DIAL_TURN = math.radians(135)  # how far ±limit lies from twelve o'clock


class Canvas(Words):
    """A surface to draw on; see Base for its attributes and the mixins for what it can draw."""

    def keep(self, key: Hashable, x: float, y: float, w: float, h: float, draw: Callable[[Canvas], object],
               alpha: float = 1, opaque: bool = False) -> None:  # fmt: skip
        """Draw a box once into a layer of its own, then only blit it.

        `draw` gets a canvas with the same coordinates; what it draws outside the box is lost. It is called again
        when the key, the size or the look changes, or when the layer was forgotten. `opaque` promises that
        the whole box is covered, which makes the blit cheaper; `alpha` fades the layer.
        """
        left, top, width, height = self.layer_box(x, y, w, h)
        size = width, height

        def make() -> CachedLayer:
            layer = CachedLayer(size, 0, 32) if opaque else CachedLayer(size, SRCALPHA)
            sub = Canvas(layer, self.look, (self.ox + left, self.oy + top), self.whole)
            draw(sub)
            layer.written, layer.signs, layer.left, layer.top = sub.written, sub.signs, sub.ox, sub.oy
            layer.tipped, layer.tips = sub.tipped, sub.tips
            return layer

        layer = LAYERS.get((key, size, self.whole, self.look), make)
        if alpha <= 0:
            return
        across, down = (self.ox + left - layer.left) / self.s, (self.oy + top - layer.top) / self.s
        for own, kept in ((self.written, layer.written), (self.signs, layer.signs), (self.tipped, layer.tipped)):
            own += [(x + across, y + down, w, h) for x, y, w, h in kept] if across or down else kept
        self.tips += layer.tips
        picture: Surface = layer
        if alpha < 1:
            part = round(255 * alpha)
            if layer.faded is None or layer.faded[0] != part:
                layer.faded = part, fade(layer, alpha)
            picture = layer.faded[1]
        self.surface.blit(picture, (left, top), special_flags=0 if opaque and alpha >= 1 else PREMULTIPLIED)

    def once(self, box: Box, draw: Callable[..., object], *what: Any, alpha: float = 1.0, opaque: bool = False) -> None:
        """What `draw(canvas, *what)` draws inside a box: once for all that it takes. Nobody writes a key."""
        self.keep((draw, box, *what), *box, lambda sub: draw(sub, *what), alpha, opaque)

    # -- what many pictures share: panels, focus rings, keycaps, nodes and dials --------------------------------------

    def sheet(self, x: float, y: float, w: float, h: float, kind: Sheet = PANEL) -> None:
        if kind.strength:
            self.shadow(x, y, w, h, kind.radius, kind.down, kind.blur, kind.strength)
        self.rect(x, y, w, h, kind.fill, kind.radius)
        half = kind.line / 2
        if kind.edge:
            self.rect(x + half, y + half, w - kind.line, h - kind.line, None, kind.radius - half, kind.edge, kind.line)

    def focus(self, x: float, y: float, w: float, h: float, r: float = 14) -> None:
        """The ring around the control that has the keyboard: 3 wide, 3 away."""
        self.rect(x - 4.5, y - 4.5, w + 9, h + 9, None, r + 4.5, "focus", 3)

    def keycap(self, x: float, y: float, label: str, anchor: str = "start", colour: str = "text2",
               fill: str | None = "well", border: str = "border2", size: float = 24.0) -> float:  # fmt: skip
        """A key, 24 high at the ordinary text size, its top at y; the width."""
        (w, h), style = self.keycap_size(label, size), CODE if len(label) < 4 else SMALL_CODE
        x -= {"start": 0.0, "middle": w / 2, "end": w}[anchor]
        self.rect(x, y, w, h, fill, 6, border, 1)
        self.text_vcenter(x + w / 2, y + h / 2, label, style, colour, "middle")
        return w

    def keycap_size(self, label: str, size: float = 24.0) -> tuple[float, float]:
        height = size * max(1.0, self.type)  # a word on it has smaller letters
        return max(height, self.width(label, CODE if len(label) < 4 else SMALL_CODE) + 12), height

    def node(self, x: float, y: float, r: float, colour: str, value: str, fill: float = 0.2, size: float = 20,
             glow: float = 0) -> None:  # fmt: skip
        """A neuron around (x, y): a ring in its hue, a body tinted by `fill` (0..1), its value in the middle."""
        if glow:
            self.glow(x, y, r * 1.9, colour, glow, ((0.0, 1.0), (0.4, 1.0), (1.0, 0.0)))
        self.blurred_disc(x, y + 4, r, "shadow", self.theme.node_shadow, 4)
        self.circle(x, y, r, self.mix("panel", colour, fill))
        self.circle(x, y, r - 1.7, None, colour, 3.4)
        self.text_vcenter(x, y, value, NUMBER.with_size(size), "text", "middle", 2 * (r - 5))

    def dial(self, x: float, y: float, r: float, value: float, limit: float, label: str, size: float = 20,
             ring: float = 7) -> None:  # fmt: skip
        """A weight as a dial around (x, y): its arc runs from twelve o'clock, 135 degrees for ±limit."""
        colour = "weight_negative" if value < 0 else "weight"
        track = "well" if self.theme.dark else self.mix("border", "raised", 0.2)
        part = value / limit if limit else 0.0
        turn = max(-1.0, min(1.0, part if math.isfinite(part) else 0.0)) * DIAL_TURN
        reach = r - (ring + 1) / 2
        self.blurred_disc(x, y + 4, r, "shadow", self.theme.node_shadow, 4)
        self.circle(x, y, r, "raised")
        self.circle(x, y, reach, None, track, ring)
        steps = max(2, int(abs(turn) * reach / 3))
        turns = [turn * i / steps for i in range(steps + 1)]
        arc = [(x + reach * math.sin(a), y - reach * math.cos(a)) for a in turns]
        if abs(turn) > 1e-3:
            self.polyline(arc, colour, ring)
        self.circle(x, y - reach, ring * 0.37, "text")
        self.circle(*arc[-1], ring * 0.79, "thumb", colour, 2.5)
        self.text_vcenter(x, y, label, NUMBER.with_size(size), colour, "middle", 2 * (r - ring - 2))

    # -- the things of the game's world: icons, stars, flags, Pip, his ghost, arrows, marks of quantities --------------

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
                for spots, closed in outlines(d):
                    points = [(cx + x * unit * k, cy + y * unit * k) for x, y in spots]
                    if kind:
                        polygon(large, points)
                    if kind != "solid":
                        stroke(large, points, float(own or width) * unit * k, closed)

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
            if mood == "dizzy":
                cx, k = ex + side * r * 0.36, r * 0.17
                self.line(cx - k, ey - k, cx + k, ey + k, "ball_ink", pen)
                self.line(cx + k, ey - k, cx - k, ey + k, "ball_ink", pen)
        if mood == "dizzy":
            self.circle(ex, ey + r * 0.42, r * 0.13, None, "ball_ink", max(1.5, r * 0.1))
        elif mood == "yawn":
            self.ellipse(ex, ey + r * 0.42, r * 0.15, r * 0.2, "ball_ink")
        elif mood == "happy":
            k, turns = r * 0.18, [i / 8 * 2 - 1 for i in range(9)]
            eyes = [(ex + side * r * 0.36, ey + k * 0.4, k, -k * 0.95, pen) for side in (-1, 1)]
            for cx, cy, wide, sag, width in (*eyes, (ex, ey + r * 0.3, r * 0.16, r * 0.1, max(1.6, r * 0.11))):
                self.polyline([(cx + wide * t, cy + sag * (1 - t * t)) for t in turns], "ball_ink", width)

    def _stretch(self, x: float, y: float, r: float, look: tuple[float, float], mood: str,
                 stretch: tuple[float, float]) -> None:  # fmt: skip
        width, height = (round(part * SHAPES) / SHAPES for part in stretch)
        look = (round(look[0], 2), round(look[1], 2))
        margin = 4
        size = 2 * (round(r * self.s) + margin)

        def make() -> Surface:
            sprite = blank(size, size)
            part = Canvas(sprite, self.look)
            part._pip(size / 2 / self.s, size / 2 / self.s, r, look, mood)
            return pygame.transform.smoothscale(sprite, (round(size * width), round(size * height)))

        body = SPRITES.get(("pip's body", size, look, mood, width, height, self.theme), make)
        px, py = self.at(x, y + r)
        self.put(body, round(px - body.get_width() / 2), round(py - body.get_height() + margin * height))

    def ghost(self, x: float, y: float, r: float, look: tuple[float, float] = (0.25, 0.1), colour: str = "text",
              alpha: float = 1, fill: float = 0.14, eyes: bool = True) -> None:  # fmt: skip
        self.circle(x, y, r, colour, alpha=fill * alpha)
        self.circle(x, y, r, None, colour, 2, 0.85 * alpha, (r * 0.32, r * 0.3))
        if eyes:
            for side in (-1, 1):
                self.ellipse(x + look[0] * r + side * r * 0.3, y + look[1] * r, r * 0.1, r * 0.16, colour, 0.9 * alpha)

    def arrow(self, x1: float, y1: float, x2: float, y2: float, colour: str, width: float = 4, head: float = 11,
              alpha: float = 1) -> None:  # fmt: skip
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


def _star_points(x: float, y: float, r: float) -> list[tuple[float, float]]:
    points = []
    for i in range(10):
        reach, a = r * (STAR_INNER if i % 2 else 1), i * math.pi / 5 - math.pi / 2
        points.append((x + reach * math.cos(a), y + reach * math.sin(a)))
    return points


def _gold(size: tuple[int, int], stops: list[tuple[float, str]], theme: Theme) -> Surface:
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
    points = [(x * k, y * k) for x, y in outlines(d)[0][0]]
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


Rect = tuple[float, float, float, float]
# Of a tag: from its left to the middle of the mark; room beside mark and words
TAG_MARK, TAG_BEFORE, TAG_AFTER = 17.0, 12.0, 10.0
BAND = 6.0  # no band of tolerance is thinner


def draw_plate(canvas: Canvas, rect: Rect, edge: str = "", radius: float = 10.0, width: float = 1.5, *,
               fill: str = "panel", alpha: float = 1.0, dash: Dash | None = None) -> None:  # fmt: skip
    """Draws a filled background for text with an inner edge. `edge`: its colour, "" for none; `alpha`: of the fill."""
    canvas.rect(*rect, fill, radius, alpha=alpha)
    if edge:
        draw_edge(canvas, rect, edge, radius, width, dash=dash)


def draw_edge(canvas: Canvas, rect: Rect, edge: str, radius: float, width: float, *, alpha: float = 1.0,
              dash: Dash | None = None) -> None:  # fmt: skip
    """Draws only the edge, inside a rect whose corners have that radius."""
    x, y, w, h = rect
    inside = max(1, round(width - 0.2)) / 2  # halves of a pixel, so that the edge is crisp
    canvas.rect(x + inside, y + inside, w - 2 * inside, h - 2 * inside, None, radius - inside, edge, width, alpha, dash)


def tag_size(canvas: Canvas, text: str, style: TextStyle = NUMBER) -> tuple[float, float]:
    """Width and height of a tag."""
    return TAG_BEFORE + style.size + canvas.width(text, style) + TAG_AFTER, 14 + (2 + style.size) * canvas.type


def draw_tag(canvas: Canvas, rect: Rect, text: str, hue: str, style: TextStyle = NUMBER) -> None:
    """A quantity's mark and its number on a plate, all in its hue."""
    x, y, _w, h = rect
    draw_plate(canvas, rect, hue)
    canvas.glyph(hue, x + TAG_MARK, y + h / 2, 0.4 * style.size)
    canvas.text_vcenter(x + TAG_BEFORE + style.size, y + h / 2, text, style, hue)


def draw_disc(canvas: Canvas, spot: Point, radius: float, label: str, edge: str, width: float, *, tint: float,
              size: float = 16.0, hue: str = "ball2", dash: Dash | None = None) -> None:  # fmt: skip
    """A numbered stone, not smaller than its number. `tint`: how much of `hue` it has, 0..1; `size`: of the number."""
    radius = max(radius, canvas.width(label, NUMBER.with_size(size)) / 2 + 2)
    canvas.circle(*spot, radius, canvas.mix("stone", hue, tint))
    canvas.circle(*spot, radius, None, edge, width, dash=dash)
    canvas.text_vcenter(*spot, label, NUMBER.with_size(size), "text", "middle")


def band_ends(one: float, other: float, least: float = BAND) -> tuple[float, float]:
    """Where a band of tolerance begins and ends, so that it can be seen: around its middle, `least` wide at least."""
    middle, half = (one + other) / 2, max(least, abs(one - other)) / 2
    return middle - half, middle + half


def measure(look: Look, width: float, height: float) -> Canvas:
    """A canvas that draws nothing and only measures text widths."""
    return Canvas(Surface((1, 1)), look, (0, 0), (round(width * look.scale), round(height * look.scale)))
