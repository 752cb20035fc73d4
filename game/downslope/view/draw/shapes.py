"""What every part of the canvas shares: the surface, the scale, the colours; and its boxes, discs, lines and paths.

Boxes stand on whole physical pixels, so that edges are crisp at every scale; round corners are cached
sprites and the rest is filled. Discs keep quarters of a pixel, so that they glide.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import groupby

import pygame
from pygame import Rect, Surface

from .display_list import Paint, Screen
from .raster import (
    CLEAR,
    PREMULTIPLIED,
    WHITE,
    Point,
    band,
    between,
    blank,
    box_sprite,
    dashes,
    disc,
    frame_pieces,
    frame_sprite,
    glow_sprite,
    mask,
    opacity,
    outlines,
    polygon,
    round_rect,
    shadow_pieces,
    stroke as stroke_on,
    tint,
)
from .rects import AROUND, BOX_LIMIT, LAYER_LIMIT, PLACE_LIMIT, inside, is_short, near
from .surface_cache import SPRITES
from .theme import READABLE, RGB, STARK, Look, Theme, mix_colours, readable, rgb_in
from .tween import STILL_LIFE, DecorMotion

Box = tuple[float, float, float, float]  # left, top, right, bottom, in physical pixels around an anchor
Drawer = Callable[[Surface, int, float, float], None]  # (large surface, its factor k, anchor x, anchor y on it)
PHASES = 4  # a sprite may stand at quarters of a pixel
Dash = tuple[float, float]
LINEAR = ((0.0, 1.0), (1.0, 0.0))
TOUCH = 1e-6  # of a pixel: a box that reaches so little of it does not reach it
EDGED = ("well", "raised", "raised_hi")  # fills that have an edge in themes of high contrast
SOFT = ((0.0, 1.0), (0.4, 0.36), (1.0, 0.0))
SMALL = 24_000  # physical square pixels: strokes in a smaller frame are cached sprites
LARGE = 40_000  # an opaque area larger than this is drawn directly
SHARP = 0.85  # cosine of the turn from which a corner gets its own round join
CURVE_STEPS = 20


class Shapes:
    """A surface seen through a grid of design pixels (1280x720 fill the window at scale 1).

    `origin` is where this surface lies in the whole picture, in physical pixels: (0, 0) for a window.
    Attributes: `s` physical pixels per design pixel; `w`, `h` size of the whole drawing in design pixels;
    `type` the factor on the size of texts, so that a text of 16 never falls below 14 physical pixels.
    """

    def __init__(self, surface: Surface | Screen, look: Look, origin: tuple[int, int] = (0, 0),
                 whole: tuple[int, int] | None = None) -> None:  # fmt: skip
        self.surface = surface
        self.look = look
        self.theme: Theme = look.theme
        self.s: float = look.scale
        self.ox, self.oy = origin
        self.whole = whole or surface.get_size()
        self.w: float = self.whole[0] / self.s
        self.h: float = self.whole[1] / self.s
        self.written: list[tuple[float, float, float, float]] = []  # where there are words; see text.py
        self.signs: list[tuple[float, float, float, float]] = []  # where there are icons, and what tells as they do
        self.tipped: list[tuple[float, float, float, float]] = []  # of what the pointer shows more
        self.tips: list[str] = []  # what it shows there
        self.movers: list[float] = []  # x of what goes about in the picture: of its own things, else of Pip
        self.life: DecorMotion = STILL_LIFE  # of what is drawn anew; a layer's canvas keeps this
        self.due = 0.0  # seconds until time alone makes another picture
        self.type: float = look.type

    def alive(self, draw: Callable[[], None]) -> None:
        """Draw what lives while nothing happens: it is drawn again by itself, without the rest. It writes no words."""
        if isinstance(self.surface, Screen):
            self.surface.alive(draw)
        else:
            draw()

    def again(self, seconds: float) -> None:
        """After so long time alone makes another picture."""
        self.due = min(self.due, seconds)

    @property
    def picture(self) -> Surface:
        """Where what was drawn can be looked at."""
        return self.surface.picture if isinstance(self.surface, Screen) else self.surface

    def rgb(self, name: str) -> RGB:
        """(red, green, blue) of a theme's name, or of '#RRGGBB'. Raises KeyError for an unknown name."""
        return rgb_in(self.theme, name)

    def mix(self, a: str, b: str, t: float) -> str:
        return mix_colours(self.theme.colour(a), self.theme.colour(b), t)

    def readable(self, colour: str, ground: str) -> str:
        """The colour as it can be read on this ground; see theme.py."""
        enough = STARK if self.theme.contrast else READABLE
        return readable(self.theme.colour(colour), self.theme.colour(ground), enough)

    def at(self, x: float, y: float) -> tuple[float, float]:
        px, py = x * self.s - self.ox, y * self.s - self.oy
        if -PLACE_LIMIT < px < PLACE_LIMIT and -PLACE_LIMIT < py < PLACE_LIMIT:
            return px, py
        return near(px), near(py)

    def blit(self, sprite: Surface, x: float, y: float) -> None:
        """Put a premultiplied surface with its left top corner at a place in design pixels."""
        px, py = self.at(x, y)
        self.put(sprite, round(px), round(py))

    def put(self, sprite: Surface, px: int, py: int) -> None:
        self.surface.blit(sprite, (px, py), special_flags=PREMULTIPLIED)

    def direct(self, key: Hashable, box: Rect, paint: Paint) -> None:
        """Draw with pygame itself; `key` names all that is drawn, `box` how far it reaches, in physical pixels."""
        if isinstance(self.surface, Screen):
            self.surface.direct(key, box, paint)
        else:
            paint(self.surface)

    def band(self, points: Sequence[Point], width: float, rgb: RGB) -> None:
        """A thick smooth curve without round ends, opaque; all in physical pixels."""
        key = ("band", tuple(points), width, rgb)
        self.direct(key, around(points, width), lambda surface: band(surface, points, width, rgb))

    def stamp(self, key: Hashable, px: float, py: float, box: Box, draw: Drawer, rgb: RGB, alpha: float = 1.0) -> None:
        """Put an anti-aliased sprite with its anchor at (px, py), physical; drawn once for every key and quarter pixel.

        `box` is how far it reaches around the anchor; `draw` paints it in opaque white, k times too large.
        """
        qx, qy = round(px * PHASES), round(py * PHASES)
        ix, fx = divmod(qx, PHASES)
        iy, fy = divmod(qy, PHASES)
        left, top = math.floor(box[0]) - 1, math.floor(box[1]) - 1
        alpha = opacity(alpha)

        def make() -> Surface:
            width, height = math.ceil(box[2]) + 2 - left, math.ceil(box[3]) + 2 - top
            spot_x, spot_y = fx / PHASES - left, fy / PHASES - top
            return tint(mask(width, height, lambda large, k: draw(large, k, spot_x * k, spot_y * k)), rgb, alpha)

        sprite = SPRITES.get((key, fx, fy, rgb, alpha), make)
        self.surface.blit(sprite, (ix + left, iy + top), special_flags=PREMULTIPLIED)

    # -- areas: boxes, discs, gradients, glows and shadows -----------------------------------------------------------

    def box(self, x: float, y: float, w: float, h: float) -> Rect:
        left, top, right, low = self._edges(x, y, w, h)
        px, py = round(left), round(top)
        width, height = round(right) - px, round(low) - py
        box = Rect(px, py, width, height)
        return box if width * height < BOX_LIMIT else box.clip(self.surface.get_rect().inflate(2 * AROUND, 2 * AROUND))

    def layer_box(self, x: float, y: float, w: float, h: float) -> tuple[int, int, int, int]:
        """All whole physical pixels that a box reaches, at least one and as many as a layer may have."""
        left, top, right, low = self._edges(x, y, w, h)
        px, py = math.floor(left + TOUCH), math.floor(top + TOUCH)
        width, height = math.ceil(right - TOUCH) - px, math.ceil(low - TOUCH) - py
        if 0 < width <= LAYER_LIMIT and 0 < height <= LAYER_LIMIT:
            return px, py, width, height
        return px, py, min(LAYER_LIMIT, max(1, width)), min(LAYER_LIMIT, max(1, height))

    def _edges(self, x: float, y: float, w: float, h: float) -> tuple[float, float, float, float]:
        """Left, top, right and bottom in physical pixels: asked for with all that is drawn, so in one go."""
        s, ox, oy = self.s, self.ox, self.oy
        left, top, right, low = x * s - ox, y * s - oy, (x + w) * s - ox, (y + h) * s - oy
        if -PLACE_LIMIT < left <= right < PLACE_LIMIT and -PLACE_LIMIT < top <= low < PLACE_LIMIT:
            return left, top, right, low
        return near(left), near(top), near(right), near(low)

    def rect(self, x: float, y: float, w: float, h: float, fill: str | None = None, r: float = 0,
             stroke: str | None = None, width: float = 1, alpha: float = 1,
             dash: Dash | None = None) -> None:  # fmt: skip
        """A box with corners of radius r; the stroke lies half inside and half outside its edge, as in SVG."""
        if w <= 0 or h <= 0:
            return
        if fill is not None:
            self._fill(self.box(x, y, w, h), min(r, w / 2, h / 2) * self.s, self.rgb(fill), alpha)
        if stroke is None and fill in EDGED and alpha == 1 and self.theme.contrast:  # nearly the ground's colour there
            stroke, x, y, w, h = "border2", x + 0.5, y + 0.5, w - 1, h - 1
        if stroke is None:
            return
        if dash is not None:
            corner = min(r, w / 2, h / 2)
            key, box = ("box", w, h, corner), (0, 0, w, h)
            self._dashed(key, lambda: box_points(w, h, corner), (x, y), box, stroke, width, alpha, dash)
            return
        outer = self.box(x - width / 2, y - width / 2, w + width, h + width)
        line = max(1.0, round(width * self.s * 4) / 4)
        radius = min(r, w / 2, h / 2) * self.s + line / 2 if r else 0.0
        radius = round(min(radius, outer.w / 2, outer.h / 2) * 4) / 4
        corner, rgb, alpha = math.ceil(max(radius, line)) + 1, self.rgb(stroke), opacity(alpha)
        if outer.w <= 2 * corner or outer.h <= 2 * corner or outer.w * outer.h < 4096:
            self.put(frame_sprite(outer.w, outer.h, radius, line, rgb, alpha), outer.x, outer.y)
            return
        for sprite, (px, py), part in frame_pieces(outer.w, outer.h, corner, radius, line, rgb, alpha):
            self.surface.blit(sprite, (outer.x + px, outer.y + py), part, PREMULTIPLIED)

    def circle(self, x: float, y: float, r: float, fill: str | None = None, stroke: str | None = None,
               width: float = 1, alpha: float = 1, dash: Dash | None = None) -> None:  # fmt: skip
        """A disc, a ring or both; the stroke lies half inside and half outside the radius."""
        px, py = self.at(x, y)
        radius = round(r * self.s * 8) / 8
        if radius <= 0:
            return
        if fill is not None:
            reach = (-radius, -radius, radius, radius)
            self.stamp(("disc", radius), px, py, reach, lambda big, k, cx, cy: disc(big, cx, cy, radius * k),
                       self.rgb(fill), alpha)  # fmt: skip
        if stroke is None:
            return
        if dash is not None:
            count = max(24, int(r * self.s))
            turns = [2 * math.pi * i / count for i in range(count + 1)]  # from three o'clock clockwise, closed
            self._dashed(("circle", r), lambda: [(r * math.cos(a), r * math.sin(a)) for a in turns], (x, y),
                         (-r, -r, r, r), stroke, width, alpha, dash)  # fmt: skip
            return
        line = max(1.0, round(width * self.s * 8) / 8)
        out = radius + line / 2

        def draw(large: Surface, k: int, cx: float, cy: float) -> None:
            disc(large, cx, cy, out * k)
            disc(large, cx, cy, (out - line) * k, CLEAR)

        self.stamp(("ring", radius, line), px, py, (-out, -out, out, out), draw, self.rgb(stroke), alpha)

    def ellipse(self, x: float, y: float, rx: float, ry: float, fill: str, alpha: float = 1) -> None:
        px, py = self.at(x, y)
        a, b = round(rx * self.s * 8) / 8, round(ry * self.s * 8) / 8

        def draw(large: Surface, k: int, cx: float, cy: float) -> None:
            size = (max(1, round(2 * a * k)), max(1, round(2 * b * k)))
            pygame.draw.ellipse(large, WHITE, Rect((round(cx - a * k), round(cy - b * k)), size))

        self.stamp(("ellipse", a, b), px, py, (-a, -b, a, b), draw, self.rgb(fill), alpha)

    def gradient(self, x: float, y: float, w: float, h: float, stops: Sequence[tuple[float, str]],
                 r: float = 0) -> None:  # fmt: skip
        """A box whose colour runs from top to bottom; stops are (0..1, colour) in rising order."""
        box = self.box(x, y, w, h)
        if box.w > 0 and box.h > 0:
            colours = tuple((place, self.rgb(name)) for place, name in stops)
            radius = round(r * self.s * 4) / 4

            def make() -> Surface:
                out, top = blank(box.w, box.h), 0
                for rgb, rows in groupby([*map(round, between(colours, (y + 0.5) / box.h))] for y in range(box.h)):
                    count = len(list(rows))
                    out.fill((*rgb, 255), (0, top, box.w, count))
                    top += count
                if radius:
                    whole = box_sprite(box.w, box.h, min(radius, box.w / 2, box.h / 2), WHITE[:3], 1.0)
                    out.blit(whole, (0, 0), special_flags=pygame.BLEND_RGBA_MULT)
                return out

            self.put(SPRITES.get(("gradient", box.w, box.h, colours, radius), make), box.x, box.y)

    def glow(self, x: float, y: float, r: float, colour: str, alpha: float = 0.55,
             falloff: Sequence[tuple[float, float]] = SOFT) -> None:  # fmt: skip
        """Soft light around a point; falloff: (distance / r, part of alpha), from (0, 1) to (1, 0)."""
        px, py = self.at(x, y)
        radius = round(r * self.s)
        if radius > 0:
            sprite = glow_sprite(radius, self.rgb(colour), opacity(alpha), tuple(falloff))
            self.put(sprite, round(px) - radius, round(py) - radius)

    def shadow(self, x: float, y: float, w: float, h: float, r: float = 16, dy: float = 8, blur: float = 12,
               k: float = 1) -> None:  # fmt: skip
        """At least the part of a box's soft shadow that the box, drawn over it, leaves to be seen.

        It is dy below the box, blurred by a standard deviation of `blur`, k times as strong.
        """
        box, soft = self.box(x + 2, y + dy, w - 4, h - 2), max(1, round(blur * self.s))
        strength = opacity(min(1.0, self.theme.shadow_strength * k))
        look = (max(2, box.w), max(2, box.h), round(r * self.s), soft, self.rgb("shadow"), strength)
        left, top = box.x - 3 * soft, box.y - 3 * soft
        for sprite, (px, py), part in shadow_pieces(*look, self.box(x, y, w, h).move(-left, -top)):
            self.surface.blit(sprite, (left + px, top + py), part, PREMULTIPLIED)

    def blurred_disc(self, x: float, y: float, r: float, colour: str, alpha: float, blur: float) -> None:
        """A blurred disc: the shadow of a node, a dial or a thumb."""
        soft = max(1, round(blur * self.s))
        size = max(2, round(2 * r * self.s))
        px, py = self.at(x, y)
        look = (size, size, size // 2, soft, self.rgb(colour), opacity(alpha))
        [(sprite, _at, _part)] = shadow_pieces(*look, Rect(0, 0, 0, 0))
        self.put(sprite, round(px - size / 2) - 3 * soft, round(py - size / 2) - 3 * soft)

    @contextmanager
    def shift(self, x: float, y: float) -> Iterator[None]:
        """Inside the block all stands so far from its place: by whole physical pixels, so layers stay as they are."""
        before = self.ox, self.oy
        self.ox, self.oy = self.ox - round(x * self.s), self.oy - round(y * self.s)
        try:
            yield
        finally:
            self.ox, self.oy = before

    @contextmanager
    def clip(self, x: float, y: float, w: float, h: float, r: float = 0) -> Iterator[None]:
        """Inside the `with` block nothing is drawn outside the box; its corners are kept round."""
        box = self.box(x, y, w, h)
        before = self.surface.get_clip()
        inside = box.clip(before)
        radius = math.ceil(r * self.s)
        # The four corner squares that lie on the surface, with their numbers (bit 0: right, bit 1: bottom)
        spots = [(Rect(box.right - radius if n & 1 else box.x, box.bottom - radius if n & 2 else box.y, radius, radius),
                  n) for n in range(4) if radius and box.w >= 2 * radius and box.h >= 2 * radius]  # fmt: skip
        corners = [(spot, n) for spot, n in spots if self.surface.get_rect().contains(spot)]
        kept: dict[int, Surface] = {}

        def restore(surface: Surface) -> None:
            for spot, number in corners:
                # What was in the corner before is blended over what was drawn outside the round part
                corner, outside = surface.subsurface(spot), blank(radius, radius)

                def make(number: int = number) -> Surface:
                    size = 4 * radius
                    arc = mask(radius, radius,
                               lambda big, k: round_rect(big, (0, 0, size * k, size * k), r * self.s * k, WHITE))
                    return pygame.transform.flip(arc, bool(number & 1), bool(number >> 1))

                piece = SPRITES.get(("corner", round(r * self.s * 4), radius, number), make)
                outside.fill(WHITE)
                outside.blit(piece, (0, 0), special_flags=pygame.BLEND_RGBA_SUB)
                corner.blit(piece, (0, 0), special_flags=pygame.BLEND_RGBA_MULT)
                kept[number].blit(outside, (0, 0), special_flags=pygame.BLEND_RGBA_MULT)
                corner.blit(kept[number], (0, 0), special_flags=pygame.BLEND_RGBA_ADD)

        if corners:
            self.direct(("keep", *box), box,
                        lambda surface: kept.update((n, surface.subsurface(spot).copy()) for spot, n in corners))
        self.surface.set_clip(inside)
        try:
            yield
        finally:
            self.surface.set_clip(before)
            if corners:
                self.direct(("restore", *box, r), box, restore)

    def _fill(self, box: Rect, radius: float, rgb: RGB, alpha: float) -> None:
        radius = round(min(radius, box.w / 2, box.h / 2) * 4) / 4
        corner = math.ceil(radius)
        alpha = opacity(alpha)
        if alpha >= 1 and radius < 0.75:
            self.surface.fill(rgb, box)
        elif alpha < 1 or box.w < 2 * corner or box.h < 2 * corner or box.w * box.h < 1600:
            self.put(box_sprite(box.w, box.h, radius, rgb, alpha), box.x, box.y)
        else:
            tile = box_sprite(2 * corner, 2 * corner, radius, rgb, 1.0)
            for left, x in ((0, box.x), (corner, box.right - corner)):
                for top, y in ((0, box.y), (corner, box.bottom - corner)):
                    self.surface.blit(tile, (x, y), (left, top, corner, corner), PREMULTIPLIED)
            self.surface.fill(rgb, (box.x + corner, box.y, box.w - 2 * corner, box.h))
            self.surface.fill(rgb, (box.x, box.y + corner, corner, box.h - 2 * corner))
            self.surface.fill(rgb, (box.right - corner, box.y + corner, corner, box.h - 2 * corner))

    # -- lines, curves, polygons and SVG paths, with round ends and joins: dots and dashes are those of SVG ------------
    # Small or see-through strokes are cached sprites; long opaque ones are drawn directly, which is quick enough for
    # curves that change in every frame.

    def line(self, x1: float, y1: float, x2: float, y2: float, stroke: str, width: float = 2, alpha: float = 1,
             dash: Dash | None = None) -> None:  # fmt: skip
        """A straight line with round ends; dash: lengths (on, off), or (1, 8) for dots as wide as the line."""
        if dash is not None or (abs(x1 - x2) >= 1e-6 and abs(y1 - y2) >= 1e-6):
            self.polyline([(x1, y1), (x2, y2)], stroke, width, alpha, dash)
            return
        # a level or upright one is a bar of whole pixels
        x1, x2, y1, y2 = min(x1, x2), max(x1, x2), min(y1, y2), max(y1, y2)
        thick, half = max(1, round(width * self.s)), width / 2 * self.s
        (px, py), (end_x, end_y) = self.at(x1, y1), self.at(x2, y2)
        if y1 == y2 or abs(y1 - y2) < 1e-6:
            left, right = round(px - half), round(end_x + half)
            bar = Rect(left, round(py - thick / 2), max(1, right - left), thick)
        else:
            top, bottom = round(py - half), round(end_y + half)
            bar = Rect(round(px - thick / 2), top, thick, max(1, bottom - top))
        self._fill(bar, thick / 2 if thick > 2 else 0.0, self.rgb(stroke), alpha)

    def polyline(self, points: Sequence[Point], stroke: str, width: float = 2, alpha: float = 1,
                 dash: Dash | None = None, closed: bool = False) -> None:  # fmt: skip
        s, ox, oy = self.s, self.ox, self.oy
        path = [(x * s - ox, y * s - oy) for x, y in points]
        if len(path) < 2:
            return
        if closed:
            path.append(path[0])
        thick = max(1.0, width * s)
        rgb = self.rgb(stroke)
        if is_short(path):
            self._draw_path(path, thick, rgb, alpha, dash)
            return
        seen = self.surface.get_rect().inflate(2 * AROUND, 2 * AROUND)
        for piece in inside([(near(px), near(py)) for px, py in path], (seen.x, seen.y, seen.w, seen.h)):
            self._draw_path(piece, thick, rgb, alpha, dash)

    def _draw_path(self, path: Sequence[Point], thick: float, rgb: RGB, alpha: float, dash: Dash | None) -> None:
        s = self.s
        if dash is not None and dash[0] * s <= 0.75 * thick:  # a dot sprite at every dash
            dots = _dots_along(tuple(path), thick, rgb, opacity(alpha), (dash[0] * s, dash[1] * s))
            for sprite, at in dots:
                self.surface.blit(sprite, at, special_flags=PREMULTIPLIED)
            return
        pieces = [path] if dash is None else dashes(path, dash[0] * s, dash[1] * s)
        if alpha < 1 or _area(path) <= SMALL:
            x0, y0 = path[0]
            shape = tuple(tuple((round((x - x0) * 4) / 4, round((y - y0) * 4) / 4) for x, y in piece)
                          for piece in pieces)  # fmt: skip
            thick = round(thick * 8) / 8

            def draw(large: Surface, k: int, cx: float, cy: float) -> None:
                for piece in shape:
                    stroke_on(large, [(cx + x * k, cy + y * k) for x, y in piece], thick * k)

            box = _box([point for piece in shape for point in piece], thick / 2)
            self.stamp(("stroke", shape, thick), x0, y0, box, draw, rgb, alpha)
            return
        radius = round(thick * 4) / 8
        for piece in pieces:
            # Where a curve must be cut: its ends, and every sharp turn
            breaks = [0]
            for i in range(1, len(piece) - 1):
                (x0, y0), (x1, y1), (x2, y2) = piece[i - 1], piece[i], piece[i + 1]
                ax, ay, bx, by = x1 - x0, y1 - y0, x2 - x1, y2 - y1
                across = (ax * ax + ay * ay) * (bx * bx + by * by)
                along = ax * bx + ay * by
                if along < 0 or along * along < SHARP * SHARP * across:
                    breaks.append(i)
            corners = [*breaks, len(piece) - 1]
            for a, b in itertools.pairwise(corners):
                self.band(piece[a : b + 1], thick, rgb)
            if radius >= 1:
                for i in corners:
                    self.stamp(("disc", radius), *piece[i], (-radius, -radius, radius, radius),
                               lambda large, k, cx, cy: disc(large, cx, cy, radius * k), rgb)  # fmt: skip

    def hairline(self, points: Sequence[Point], stroke: str) -> None:
        """Connected lines a pixel wide, over what is opaque: of these there may be many in one picture."""
        if len(points) < 2:
            return
        path, rgb = [self.at(x, y) for x, y in points], self.rgb(stroke)
        middle = [(x - 0.5, y - 0.5) for x, y in path]
        self.direct(("hairline", tuple(path), rgb), around(path, 2),
                    lambda surface: pygame.draw.aalines(surface, rgb, False, middle))  # fmt: skip

    def polygon(self, points: Sequence[Point], fill: str, alpha: float = 1, stroke: str | None = None,
                width: float = 0) -> None:  # fmt: skip
        """A filled area; with a stroke its corners are round."""
        if len(points) < 3:
            return
        if alpha >= 1 and stroke is None:
            path, rgb = [self.at(x, y) for x, y in points], self.rgb(fill)
            if _area(path) > LARGE:  # such as land: its rim is a smooth line
                middle = [(x - 0.5, y - 0.5) for x, y in path]  # pygame counts from the middle of the first pixel

                def paint(surface: Surface) -> None:
                    pygame.draw.polygon(surface, rgb, middle)
                    pygame.draw.aalines(surface, rgb, True, middle)

                self.direct(("polygon", tuple(path), rgb), around(path), paint)
                return
        s, (x0, y0) = self.s, points[0]
        rim = [((x - x0) * s, (y - y0) * s) for x, y in points]
        if not is_short(rim):
            return  # larger than any window
        px, py = self.at(x0, y0)
        shape = tuple((round(x * 4) / 4, round(y * 4) / 4) for x, y in rim)
        self.stamp(("polygon", shape), px, py, _box(shape, 0),
                   lambda large, k, cx, cy: polygon(large, [(cx + x * k, cy + y * k) for x, y in shape]),
                   self.rgb(fill), alpha)  # fmt: skip
        if stroke is not None and width > 0:
            self.polyline(points, stroke, width, alpha, closed=True)

    def path(self, d: str, fill: str | None = None, stroke: str | None = None, width: float = 2, alpha: float = 1,
             dash: Dash | None = None) -> None:  # fmt: skip
        pieces = outlines(d, CURVE_STEPS)
        if not pieces:
            return
        if fill is not None:
            s, (left, top, right, bottom) = self.s, _box([spot for points, _closed in pieces for spot in points], 0)

            def draw(large: Surface, k: int, cx: float, cy: float) -> None:
                for points, _closed in pieces:
                    polygon(large, [(cx + (x - left) * s * k, cy + (y - top) * s * k) for x, y in points])

            box = (0, 0, (right - left) * s, (bottom - top) * s)
            self.stamp(("path", d, s), *self.at(left, top), box, draw, self.rgb(fill), alpha)
        if stroke is not None:
            for points, closed in pieces:
                self.polyline(points, stroke, width, alpha, dash, closed)

    def _dashed(self, key: Hashable, outline: Callable[[], Sequence[Point]], at: Point, reach: Box, stroke: str,
                width: float, alpha: float, dash: Dash) -> None:  # fmt: skip
        """An outline, named by its key, that stands at `at`, in design pixels: one sprite, for it seldom changes."""
        s = self.s
        thick, on, off = max(1.0, round(width * s * 8) / 8), dash[0] * s, dash[1] * s
        if on <= 0.75 * thick:
            self.polyline([(x + at[0], y + at[1]) for x, y in outline()], stroke, width, alpha, dash)
            return

        def draw(large: Surface, k: int, cx: float, cy: float) -> None:
            for piece in dashes([(x * s, y * s) for x, y in outline()], on, off):
                stroke_on(large, [(cx + x * k, cy + y * k) for x, y in piece], thick * k)

        margin = thick / 2
        box = (reach[0] * s - margin, reach[1] * s - margin, reach[2] * s + margin, reach[3] * s + margin)
        px, py = self.at(*at)
        self.stamp(("dashed", key, s, thick, dash), px, py, box, draw, self.rgb(stroke), alpha)


def _box(points: Sequence[Point], margin: float) -> tuple[float, float, float, float]:
    xs = [x for x, _ in points]
    ys = [y for _, y in points]
    return min(xs) - margin, min(ys) - margin, max(xs) + margin, max(ys) + margin


def _area(points: Sequence[Point]) -> float:
    left, top, right, bottom = _box(points, 4)
    return (right - left) * (bottom - top)


@lru_cache(256)
def _dots_along(
    path: tuple[Point, ...], thick: float, rgb: RGB, alpha: float, dash: Dash
) -> list[tuple[Surface, tuple[int, int]]]:
    """The dots and where they stand; a trail has the same ways again at every step."""
    radius = round(thick * 4) / 8
    size = int(radius * 2) + 3
    dots = []
    for piece in dashes(path, max(0.01, dash[0]), max(0.5, dash[1])):
        x, y = (piece[0][0] + piece[-1][0]) / 2 - size / 2, (piece[0][1] + piece[-1][1]) / 2 - size / 2
        ix, fx = divmod(round(x * 4), 4)
        iy, fy = divmod(round(y * 4), 4)
        spot_x, spot_y = size / 2 + fx / 4, size / 2 + fy / 4

        def make(x: float = spot_x, y: float = spot_y) -> Surface:
            return tint(mask(size + 1, size + 1, lambda large, k: disc(large, x * k, y * k, radius * k)), rgb, alpha)

        dots.append((SPRITES.get(("dot", radius, fx, fy, rgb, alpha), make), (ix, iy)))
    return dots


def around(points: Sequence[Point], width: float = 0.0) -> Rect:
    """The whole pixels that a line of this width through the points can reach."""
    far = width / 2 + 2
    xs, ys = [x for x, _ in points], [y for _, y in points]
    left, top = math.floor(min(xs) - far), math.floor(min(ys) - far)
    return Rect(left, top, math.ceil(max(xs) + far) - left, math.ceil(max(ys) + far) - top)


def fade(surface: Surface, alpha: float) -> Surface:
    """A copy of a premultiplied or opaque surface at an opacity."""
    part = round(255 * alpha)
    copy = blank(*surface.get_size())
    copy.blit(surface, (0, 0), special_flags=PREMULTIPLIED if surface.get_flags() & pygame.SRCALPHA else 0)
    copy.fill((part, part, part, part), special_flags=pygame.BLEND_RGBA_MULT)
    return copy


def box_points(w: float, h: float, r: float) -> list[Point]:
    """The edge of a rounded box at (0, 0), clockwise from the left end of its top side, closed."""
    points = [(r, 0.0)]
    centres = ((w - r, r, -90), (w - r, h - r, 0), (r, h - r, 90), (r, r, 180))
    for cx, cy, start in centres:
        for i in range(9):
            a = math.radians(start + i * 90 / 8)
            points.append((cx + r * math.cos(a), cy + r * math.sin(a)))
    return points
