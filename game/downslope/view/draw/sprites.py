"""The things of the game's world: icons, Pip, his ghost, stars, flags, arrows and the marks of quantities."""

from __future__ import annotations

import math
from typing import NamedTuple

import pygame
from pygame import Surface

from .raster import WHITE, blank, disc, outlines, oversampling, polygon, stroke
from .shapes import LINEAR
from .surface_cache import SPRITES
from .text import Words
from .theme import Theme, mix_colours
from .tokens import NUMBER
from .tween import PENNANTS

# ---------------------------------------------------------------------------------------------------------------------
# All icons: path data on a grid of 24 units, drawn with round ends in one colour.


GRID = 24.0


class IconPath(NamedTuple):
    """One path of an icon."""

    d: str
    filled: bool
    stroked: bool
    width: float | None  # a stroke of its own, in grid units


def line(d: str, width: float | None = None) -> IconPath:
    """A path that is stroked."""
    return IconPath(d, False, True, width)


def both(d: str) -> IconPath:
    """A path that is filled and stroked."""
    return IconPath(d, True, True, None)


def solid(d: str) -> IconPath:
    """A path that is filled."""
    return IconPath(d, True, False, None)


def circle_path(x: float, y: float, r: float) -> str:
    """A circle as path data."""
    return f"M{x - r:g} {y:g}a{r:g} {r:g} 0 1 1 {2 * r:g} 0a{r:g} {r:g} 0 1 1 {-2 * r:g} 0z"


def box_at(x: float, y: float, w: float, h: float, r: float) -> str:
    """A box with round corners as path data."""
    across, down = w - 2 * r, h - 2 * r
    return (
        f"M{x + r:g} {y:g}h{across:g}a{r:g} {r:g} 0 0 1 {r:g} {r:g}v{down:g}a{r:g} {r:g} 0 0 1 {-r:g} {r:g}"
        f"h{-across:g}a{r:g} {r:g} 0 0 1 {-r:g} {-r:g}v{-down:g}a{r:g} {r:g} 0 0 1 {r:g} {-r:g}z"
    )


THICK = frozenset(("crawl", "land", "overshoot", "orbit", "runaway", "stuck", "bump"))  # legible where they are small

ICONS: dict[str, list[IconPath]] = {
    # the outcomes of a run: they differ by construction, not by colour
    "crawl": [
        solid(circle_path(4, 6.5, 2.7)),
        solid(circle_path(9.6, 8.6, 2.2)),
        solid(circle_path(14.2, 10.2, 1.8)),
        solid(circle_path(18, 11.4, 1.45)),
        line("M3 20.5h18"),
    ],
    "land": [line("M3.5 3.5c7 0 6 8 9.2 11"), solid(circle_path(15.6, 16.4, 4.1)), line("M3 20.5h18")],
    "overshoot": [
        line("M2.5 12C4 .5 7.6 .5 9.2 12S13 19.8 14.3 12 17 9.2 17.7 12"),
        solid(circle_path(20.2, 12.3, 2.3)),
    ],
    "orbit": [
        line("M12 12C9.5 8.6 8 7 6.2 7a5 5 0 0 0 0 10c1.8 0 3.3-1.6 5.8-5s4-5 5.8-5a5 5 0 0 1 0 10"
             "c-1.8 0-3.3-1.6-5.8-5z"),
    ],
    "runaway": [line("M2 12.5l3.2 4 4.3-8.5 4.3 12L20.5 4.5"), both("M13.8 5.2L21 3l1.7 7.3z")],
    "stuck": [
        line("M2.5 4.5C4 11 5.6 15 9 15c3.4 0 3.7-5 6.7-5 2.6 0 3.7 2.8 5.8 5.6"),
        solid(circle_path(9.05, 11.1, 3.3)),
        line("M3 20.5h18"),
    ],
    "bump": [
        solid(circle_path(7, 12, 4.1)),
        line("M17 2.5v19"),
        line("M12.6 6.4l2-1.8M12.6 17.6l2 1.8"),
    ],
    # actions and things
    "step": [both("M5 5l9 7-9 7z"), line("M19 5v14")],
    "learn": [line("M3 5c2 17 16 17 18 0"), solid(circle_path(7.4, 8.2, 2.6)), line("M11 11.5l2.2 1.6")],
    "auto": [line("M5 20V11a7 7 0 0 1 14 0v9l-2.4-2-2.3 2-2.3-2-2.3 2-2.3-2z"), line("M9.6 10.6v1.4M14.4 10.6v1.4")],
    "reset": [line("M4.5 12a7.5 7.5 0 1 0 2.4-5.5"), line("M6.5 2.5v4.3h4.3")],
    "hint": [line("M9 17.5h6M10 21h4"), line("M8.6 14.6a6 6 0 1 1 6.8 0c-.6.5-.8 1-.8 1.9H9.4c0-.9-.2-1.4-.8-1.9z")],
    "settings": [
        line(circle_path(12, 12, 3.2)),
        line("M12 2.8v2.6M12 18.6v2.6M2.8 12h2.6M18.6 12h2.6"),
        line("M5.5 5.5l1.8 1.8M16.7 16.7l1.8 1.8M18.5 5.5l-1.8 1.8M7.3 16.7l-1.8 1.8"),
        line(circle_path(12, 12, 6.6)),
    ],
    "wire": [line("M2 12h7M15 12h7"), both("M9 7.5l7 4.5-7 4.5z")],
    "dial": [line(circle_path(12, 12, 8.5)), line("M12 12L7.5 7.5")],
    "back": [line("M15 5l-7 7 7 7")],
    "next": [line("M4 12h15M13 5.5l6.5 6.5-6.5 6.5")],
    "chevron": [line("M9 5l7 7-7 7")],
    "down": [line("M6 9l6 6 6-6")],
    "lock": [both(box_at(5, 11, 14, 9.5, 2.5)), line("M8 11V8a4 4 0 0 1 8 0v3")],
    "puzzle": [both("M4 8h4.2a2.3 2.3 0 1 1 4.4 0H17v4.2a2.3 2.3 0 1 1 0 4.4V20H4z")],
    "share": [line("M12 15V3.5M7.5 7.5L12 3l4.5 4.5"), line("M5 12v7.5h14V12")],
    "link": [line("M10 14.2a4.1 4.1 0 0 0 5.9 0l3.6-3.6a4.2 4.2 0 0 0-6-6L12 6.2"),
             line("M14 9.8a4.1 4.1 0 0 0-5.9 0l-3.6 3.6a4.2 4.2 0 0 0 6 6L12 17.8")],
    "play": [both("M7 4.5l12 7.5-12 7.5z")],
    "pause": [line("M8 5v14M16 5v14", 4)],
    "step_back": [both("M18 5l-9 7 9 7z"), line("M5 5v14")],
    "first": [both("M20 5l-7 7 7 7zM12 5l-7 7 7 7z")],
    "map": [line("M3 6.5l6-2.5 6 2.5 6-2.5v13.5l-6 2.5-6-2.5-6 2.5z"), line("M9 4v13.5M15 6.5V20")],
    "quit": [line("M14 4H5v16h9"), line("M10 12h11M17 8l4 4-4 4")],
    "sound": [both("M4 9.5v5h3.5L12 18.5v-13L7.5 9.5z"), line("M15.5 9a4.2 4.2 0 0 1 0 6M18 6.2a8 8 0 0 1 0 11.6")],
    "wind": [line("M3 8.5h11a3 3 0 1 0-2.8-4M3 12.5h15.5a2.8 2.8 0 1 1-2.6 3.8M3 16.5h8.5a2.2 2.2 0 1 1-2 3")],
    "music": [line("M9 17.5V5.5L19.5 3.5V15.5"), both(circle_path(6.3, 17.8, 2.7)), both(circle_path(16.8, 15.8, 2.7))],
    "text": [line("M3 19L8.5 5 14 19M5 14.5h7"), line("M15.5 19l3-7 3 7M16.6 16.6h3.8")],
    "theme": [line(circle_path(12, 12, 8.5)), both("M12 3.5a8.5 8.5 0 0 1 0 17z")],
    "eye": [line("M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z"), both(circle_path(12, 12, 3))],
    "motion": [line("M3 8h10M3 12h6M3 16h10"), both(circle_path(17.5, 12, 4))],
    "globe": [line(circle_path(12, 12, 9)), line("M3 12h18M12 3c5 5.5 5 12.5 0 18M12 3c-5 5.5-5 12.5 0 18")],
    "full_screen": [line("M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5")],
    "keys": [line(box_at(2.5, 6, 19, 12.5, 2.5)), line("M6.5 10h.01M10 10h.01M13.5 10h.01M17 10h.01M7.5 14.5h9")],
    "check": [line("M5 12.5l5 5 9-11")],
    "warn": [line("M12 3.5l9.5 16.5h-19z"), line("M12 10v4.5M12 17.3v.01")],
    "pencil": [line("M4 20l1-5L16 4l4 4L9 19z"), line("M13.5 6.5l4 4")],
    "eraser": [line("M9 20L3.5 14.5 14 4l6 6-10 10z"), line("M8 9.5l6.5 6.5")],
    "lamp": [line("M12 21V8M8.5 21h7"), both("M7.5 8a4.5 4.5 0 0 1 9 0z")],
    "trophy": [
        line("M7 4h10v5a5 5 0 0 1-10 0z"),
        line("M7 6H3.5a4 4 0 0 0 4 4M17 6h3.5a4 4 0 0 1-4 4M12 14v4M8.5 20.5h7"),
    ],
    "up_arrow": [line("M12 20V4.5M5.5 11L12 4.5 18.5 11")],
    "down_arrow": [line("M12 4v15.5M5.5 13L12 19.5 18.5 13")],
    "probe": [line("M12 3v9"), both(circle_path(12, 16.5, 4.5)), line("M4.5 16.5h-2M21.5 16.5h-2")],
    "undo": [line("M8 5L4 9l4 4"), line("M4 9h10a5.5 5.5 0 0 1 0 11H9")],
    "open": [line("M13 4.5h6.5V11M19.5 4.5L11 13"), line("M9 6H4.5v13.5H18V15")],
    "shield": [line("M12 3l8 3v5.5c0 5-3.5 8-8 9.5-4.5-1.5-8-4.5-8-9.5V6z"), line("M8.5 12l2.5 2.5 4.5-5")],
    "folder": [line("M3 6.5h6.5l2 2.5H21v10.5H3z")],
    "box": [line("M4 7.5l8-4 8 4v9l-8 4-8-4z"), line("M4 7.5l8 4 8-4M12 11.5v9")],
    "cup": [line("M3 5c2 17 16 17 18 0"), line("M12 17.5V9M12 9l5 1.8-5 2")],
    "save": [line("M5 4h11l4 4v12H4V4z"), line("M8 4v5h7V4M8 20v-6h8v6")],
    "plus": [line("M12 5v14M5 12h14")],
    "close": [line("M6 6l12 12M18 6L6 18")],
    "zoom": [line(circle_path(10.5, 10.5, 6.5)), line("M15.5 15.5L21 21")],
    "send": [line("M3 12h9"), solid(circle_path(4.5, 12, 2.6)), both("M11 5.5L21 12l-10 6.5z")],
    "take": [line("M6 3v18"), both("M6 5h7l-2 3.5 2 3.5H6"), line("M14 17h7M18 14l3 3-3 3")],
    "stop": [line("M8 3h8l5 5v8l-5 5H8l-5-5V8z"), line("M8.5 12h7")],
    "recap": [
        line(box_at(3, 4.5, 18, 15, 3.5)),
        both(circle_path(8, 12, 1.5)),
        both(circle_path(12, 12, 1.5)),
        both(circle_path(16, 12, 1.5)),
    ],
    "snow": [
        line("M12 2.5v19M3.8 7.2l16.4 9.6M20.2 7.2L3.8 16.8"),
        line("M9.5 4.5L12 7l2.5-2.5M9.5 19.5L12 17l2.5 2.5M4 10.6l3.4-.9-.9-3.4M20 13.4l-3.4.9.9 3.4"
             "M20 10.6l-3.4-.9.9-3.4M4 13.4l3.4.9-.9 3.4", 1.7),
    ],
    "flask": [
        line("M9 3h6M10 3v6L4.5 18.5a1.8 1.8 0 0 0 1.6 2.5h11.8a1.8 1.8 0 0 0 1.6-2.5L14 9V3"),
        line("M7.5 15h9"),
    ],
}


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
            for part in parts:
                for piece in outlines(part.d):
                    points = [(cx + x * unit * k, cy + y * unit * k) for x, y in piece.points]
                    if part.filled:
                        polygon(large, points)
                    if part.stroked:
                        stroke(large, points, (part.width or width) * unit * k, piece.closed)

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
        sprite = SPRITES.get(("star", round(size * 4), self.theme), lambda: _gold_star(round(size * 4) / 4, self.theme))
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
        self._face(x + look[0] * r, y + look[1] * r, r, mood)

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

    def _face(self, ex: float, ey: float, r: float, mood: str) -> None:
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


def _bow(x: float, y: float, half: float, sag: float) -> list[tuple[float, float]]:
    """A small arc from (x - half, y) to (x + half, y), `sag` deep in the middle."""
    turns = [i / 8 * 2 - 1 for i in range(9)]
    return [(x + half * t, y + sag * (1 - t * t)) for t in turns]


def _star_points(x: float, y: float, r: float) -> list[tuple[float, float]]:
    found = []
    for i in range(10):
        reach, a = r * (STAR_INNER if i % 2 else 1), i * math.pi / 5 - math.pi / 2
        found.append((x + reach * math.cos(a), y + reach * math.sin(a)))
    return found


def _gold(size: tuple[int, int], stops: list[tuple[float, str]], theme: Theme) -> Surface:
    """A surface coloured from top to bottom, one row after the other."""
    out = blank(*size)
    (top, first), (bottom, second) = stops
    for y in range(size[1]):
        t = max(0.0, min(1.0, (y + 0.5 - top) / (bottom - top)))
        out.fill(theme.rgb(mix_colours(theme.colour(first), theme.colour(second), t)), (0, y, size[0], 1))
    return out


def _gold_star(r: float, theme: Theme) -> Surface:
    n = 2 * math.ceil(r * 1.25) + 2
    k = oversampling(n, n)
    large = blank(n * k, n * k)
    points = _star_points(n * k / 2, n * k / 2, r * k)
    polygon(large, points)
    stroke(large, points, r * k * 0.2, closed=True)
    out = pygame.transform.smoothscale(large, (n, n))
    shade = _gold((n, n), [(n / 2 - r, "gold0"), (n / 2 + r, "gold1")], theme)
    out.blit(shade, (0, 0), special_flags=pygame.BLEND_RGBA_MULT)
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
