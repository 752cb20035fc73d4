"""Anti-aliased white masks and colouring, in physical pixels: the bottom of the drawing toolkit.

Every sprite is premultiplied (colour times opacity) and blitted with BLEND_PREMULTIPLIED, which is
exact on a window and on a transparent layer alike. A mask is drawn several times too large without
anti-aliasing, then averaged down by `smoothscale`; thick long curves are drawn directly instead, as a
filled body with anti-aliased lines along both rims.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import pygame
from pygame import Rect, Surface

from .surface_cache import SPRITES
from .theme import RGB

Point = tuple[float, float]
Painter = Callable[[Surface, int], None]  # paints opaque white, `k` times too large
PREMULTIPLIED = pygame.BLEND_PREMULTIPLIED
WHITE = (255, 255, 255, 255)
CLEAR = (0, 0, 0, 0)
BIGGEST = 3_000_000  # pixels of an oversized mask
CHUNK = 5  # parts of a curve whose body is filled at once


def blank(width: int, height: int) -> Surface:
    """A fully transparent surface of at least 1x1 pixels."""
    return Surface((max(1, width), max(1, height)), pygame.SRCALPHA)


def opacity(alpha: float) -> float:
    """In 64ths, as sprites are kept."""
    return 1.0 if alpha == 1.0 else round(alpha * 64) / 64


def oversampling(width: int, height: int) -> int:
    """How many times too large a mask of this size is drawn: 8 for small ones, at least 2."""
    area = max(1, width * height)
    if area <= 72 * 72:
        return 8
    if area <= 400 * 300:
        return 4
    return max(2, min(4, math.isqrt(BIGGEST // area)))


def mask(width: int, height: int, paint: Painter) -> Surface:
    """A white premultiplied mask: what `paint` covered, anti-aliased."""
    width, height = max(1, width), max(1, height)
    k = oversampling(width, height)
    large = blank(width * k, height * k)
    paint(large, k)
    return pygame.transform.smoothscale(large, (width, height))


def tint(white: Surface, rgb: RGB, alpha: float = 1.0) -> Surface:
    """Colour a white premultiplied mask in place and hand it back."""
    parts = [round(part * alpha) for part in (*rgb, 255)]
    white.fill((parts[0], parts[1], parts[2], parts[3]), special_flags=pygame.BLEND_RGBA_MULT)
    return white


def round_rect(large: Surface, box: tuple[float, float, float, float], radius: float, colour: Sequence[int]) -> None:
    """A rounded rectangle on an oversized surface; box and radius in its own pixels."""
    x, y, w, h = (round(part) for part in box)
    pygame.draw.rect(large, tuple(colour), Rect(x, y, w, h), border_radius=round(radius))


def disc(large: Surface, x: float, y: float, radius: float, colour: Sequence[int] = WHITE) -> None:
    """A filled circle on an oversized surface."""
    if radius >= 0.5:
        pygame.draw.circle(large, tuple(colour), (round(x), round(y)), round(radius))


def polygon(large: Surface, points: Sequence[Point]) -> None:
    """A filled polygon on an oversized surface; pygame counts from the middle of the first pixel."""
    if len(points) > 2:
        pygame.draw.polygon(large, WHITE, [(round(x - 0.5), round(y - 0.5)) for x, y in points])


def stroke(large: Surface, points: Sequence[Point], width: float, closed: bool = False) -> None:
    """A thick line with round joins and ends on an oversized surface: quadrangles and discs."""
    half = width / 2
    body = max(0.0, half - 0.5)  # pygame fills a polygon's border too
    path = [*points, points[0]] if closed else points
    for (x0, y0), (x1, y1) in itertools.pairwise(path):
        length = math.hypot(x1 - x0, y1 - y0)
        if length:
            nx, ny = -(y1 - y0) / length * body, (x1 - x0) / length * body
            polygon(large, [(x0 + nx, y0 + ny), (x1 + nx, y1 + ny), (x1 - nx, y1 - ny), (x0 - nx, y0 - ny)])
    for x, y in path:
        disc(large, x, y, half)


def band(surface: Surface, points: Sequence[Point], width: float, rgb: RGB) -> None:
    """A thick smooth curve drawn straight onto a surface, without round ends; width in pixels, opaque.

    Anti-aliased lines run along both rims and twice half a pixel inside them, around a filled body.
    """
    if len(points) < 2:
        return
    colour = (*rgb, 255)
    middle = [(x - 0.5, y - 0.5) for x, y in points]  # pygame counts from the middle of the first pixel
    rim = (width - 0.8) / 2  # an anti-aliased line is .8 wide on average
    normals = _normals(tuple(middle))
    if rim > 1.5:
        left = [(round(x), round(y)) for x, y in _offset(middle, normals, rim - 0.75)]
        right = [(round(x), round(y)) for x, y in _offset(middle, normals, 0.75 - rim)]
        for start in range(0, len(middle) - 1, CHUNK):
            end = start + CHUNK + 1
            pygame.draw.polygon(surface, colour, left[start:end] + right[start:end][::-1])
    else:
        _aalines(surface, middle, colour)
    for inside in (1.0, 0.5, 0.0):
        if rim - inside > 0.12:
            _aalines(surface, _offset(middle, normals, rim - inside), colour)
            _aalines(surface, _offset(middle, normals, inside - rim), colour)


def _aalines(surface: Surface, points: Sequence[Point], colour: tuple[int, int, int, int]) -> None:
    """Of two points alone, pygame's `aalines` reads a third, which lies beyond its memory: its end is then chance."""
    if len(points) == 2:
        pygame.draw.aaline(surface, colour, points[0], points[1])
    else:
        pygame.draw.aalines(surface, colour, False, points)


@lru_cache(256)
def _normals(points: tuple[Point, ...]) -> list[Point]:
    """The unit normal of the curve at every point (of the chord between its neighbours)."""
    normals = []
    last = len(points) - 1
    normal = (0.0, 1.0)
    for i in range(last + 1):
        (x0, y0), (x1, y1) = points[max(0, i - 1)], points[min(last, i + 1)]
        length = math.hypot(x1 - x0, y1 - y0)
        if length:
            normal = (-(y1 - y0) / length, (x1 - x0) / length)
        normals.append(normal)
    return normals


def _offset(points: Sequence[Point], normals: Sequence[Point], by: float) -> list[Point]:
    return [(x + nx * by, y + ny * by) for (x, y), (nx, ny) in zip(points, normals)]


def dashes(points: Sequence[Point], on: float, off: float) -> list[list[Point]]:
    """The drawn pieces of a dashed line: each a polyline. `on` and `off` are lengths along the line."""
    pieces: list[list[Point]] = []
    piece: list[Point] = [points[0]] if points else []
    left, drawing = on, True
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        length = math.hypot(x1 - x0, y1 - y0)
        done = 0.0
        while length - done > left:
            done += left
            spot = (x0 + (x1 - x0) * done / length, y0 + (y1 - y0) * done / length)
            if drawing:
                pieces.append([*piece, spot])
            piece = [spot]
            drawing = not drawing
            left = max(0.01, on if drawing else off)
        left -= length - done
        if drawing:
            piece.append((x1, y1))
    if drawing and len(piece) > 1:
        pieces.append(piece)
    return pieces


# Soft sprites: vertical gradients, radial glows, blurred shadows. Premultiplied, cached, physical pixels.


Piece = tuple[Surface, tuple[int, int], tuple[int, int, int, int] | None]  # sprite, place, part of it
Falloff = tuple[tuple[float, float], ...]
COARSE = 4  # a blur of so many pixels is worked out pixel by pixel, wider ones on a coarser grid
GRAIN = 64  # a glow is worked out on a grid of this size, then stretched smoothly


def between(stops: Sequence[tuple[float, Sequence[float]]], place: float) -> list[float]:
    """The numbers at a place between stops; beyond the last one its own."""
    before = stops[0]
    for stop in stops:
        if place <= stop[0]:
            span = stop[0] - before[0]
            part = (place - before[0]) / span if span > 0 else 1.0
            return [a + (b - a) * part for a, b in zip(before[1], stop[1])]
        before = stop
    return list(before[1])


def glow_sprite(radius: int, rgb: RGB, alpha: float, falloff: Falloff) -> Surface:
    """A radial glow, 2 radius wide."""
    key, size = ("glow", radius, rgb, alpha, falloff), (2 * radius, 2 * radius)
    return SPRITES.get(key, lambda: tint(pygame.transform.smoothscale(_glow_grain(falloff), size), rgb, alpha))


@lru_cache(16)
def _glow_grain(falloff: Falloff) -> Surface:
    """The white glow on its small grid: one quarter is worked out, the others mirror it."""
    half, stops, rows = GRAIN // 2, [(distance, (255 * part,)) for distance, part in falloff], []
    for y in range(half):
        row = [bytes(map(round, between(stops, math.hypot(x + 0.5, y + 0.5) / half))) * 4 for x in range(half)]
        rows.append(b"".join(row[::-1] + row))
    values = b"".join(rows[::-1] + rows)
    return pygame.image.frombytes(values, (GRAIN, GRAIN), "BGRA")  # the byte order that blits fastest


def shadow_pieces(w: int, h: int, radius: int, blur: int, rgb: RGB, alpha: float, hole: Rect) -> list[Piece]:
    """The blurred shadow of a rounded box, 3 blur further on every side, without most of what lies in the hole.

    Large boxes are put together from the corners of a small one, so that a shadow costs the same at any size.
    `hole` in pixels of the sprite; for a box without a straight middle on every side nothing is left out.
    """
    minimum = 2 * (radius + 3 * blur) + 2  # a box of this size has a straight middle that can be stretched
    small_w, small_h = min(w, minimum), min(h, minimum)
    key = ("shadow tile", small_w, small_h, radius, blur, rgb, alpha)
    tile = SPRITES.get(key, lambda: tint(_blurred(small_w, small_h, radius, blur).copy(), rgb, alpha))
    more_w, more_h, (tw, th) = w - small_w, h - small_h, tile.get_size()
    x, y, right, bottom = tw // 2, th // 2, w + 6 * blur - hole.right, h + 6 * blur - hole.bottom
    if more_w > 0 and more_h > 0 and hole.x <= x and hole.y <= y and right <= tw - x and bottom <= th - y:
        return slices(tile, more_w, more_h, hole, ("shadow edges", w, h, radius, blur, rgb, alpha, *hole))
    key = ("shadow", w, h, radius, blur, rgb, alpha)
    return [(SPRITES.get(key, lambda: _stretched(_stretched(tile, more_w, True), more_h, False)), (0, 0), None)]


def slices(tile: Surface, more_w: int, more_h: int, hole: Rect, key: Hashable) -> list[Piece]:
    """A tile drawn out by so much, as its corners and its edges; most of what lies in the hole is left out."""
    (tw, th), x, y = tile.get_size(), tile.get_width() // 2, tile.get_height() // 2
    right, bottom = tw + more_w - hole.right, th + more_h - hole.bottom

    def edge(side: int, line: tuple[int, int, int, int], size: tuple[int, int]) -> Surface:
        return SPRITES.get((key, side), lambda: pygame.transform.scale(tile.subsurface(line), size))

    return [
        (tile, (0, 0), (0, 0, x, y)),
        (tile, (x + more_w, 0), (x, 0, tw - x, y)),
        (tile, (0, y + more_h), (0, y, x, th - y)),
        (tile, (x + more_w, y + more_h), (x, y, tw - x, th - y)),
        (edge(0, (x, 0, 1, hole.y), (more_w, hole.y)), (x, 0), None),
        (edge(1, (x, th - bottom, 1, bottom), (more_w, bottom)), (x, hole.bottom), None),
        (edge(2, (0, y, hole.x, 1), (hole.x, more_h)), (0, y), None),
        (edge(3, (tw - right, y, right, 1), (right, more_h)), (hole.right, y), None),
    ]


@lru_cache(64)
def _blurred(w: int, h: int, radius: int, blur: int) -> Surface:
    """The white shadow of a small box. A wide blur is worked out on a coarser grid: there is nothing fine in it."""
    pad, k = 3 * blur, max(1, blur // COARSE)
    size = (w + 2 * pad, h + 2 * pad)
    rough = (-(-size[0] // k), -(-size[1] // k))
    shape = blank(rough[0] * k, rough[1] * k)
    pygame.draw.rect(shape, WHITE, (pad, pad, w, h), border_radius=min(radius, w // 2, h // 2))
    if k > 1:
        shape = pygame.transform.smoothscale(shape, rough)
    # the blur of pygame-ce has a standard deviation of 0.9 times its radius
    soft = pygame.transform.gaussian_blur(shape, max(1, round(blur / 0.9 / k)))
    if k == 1:
        return soft
    return pygame.transform.smoothscale(soft, (rough[0] * k, rough[1] * k)).subsurface((0, 0, *size))


def _stretched(tile: Surface, more: int, across: bool) -> Surface:
    """The tile with its middle row or column repeated `more` times."""
    if more <= 0:
        return tile
    w, h = tile.get_size()
    half = w // 2 if across else h // 2
    out = blank(w + more, h) if across else blank(w, h + more)
    first, last = ((0, 0, half, h), (half, 0, w - half, h)) if across else ((0, 0, w, half), (0, half, w, h - half))
    line, size = ((half, 0, 1, h), (more, h)) if across else ((0, half, w, 1), (w, more))
    out.blit(tile, (0, 0), first, PREMULTIPLIED)
    middle = pygame.transform.scale(tile.subsurface(line), size)
    out.blit(middle, (half, 0) if across else (0, half), special_flags=PREMULTIPLIED)
    out.blit(tile, (half + more, 0) if across else (0, half + more), last, PREMULTIPLIED)
    return out


def box_sprite(w: int, h: int, radius: float, rgb: RGB, alpha: float) -> Surface:
    """A filled box with round corners: a small one, with its middle drawn out."""

    def make() -> Surface:
        if radius < 0.75:
            whole = blank(w, h)
            whole.fill(WHITE)
        else:
            least = 2 * math.ceil(radius) + 1
            width, height = min(w, least), min(h, least)
            tile = mask(width, height, lambda big, k: round_rect(big, (0, 0, width * k, height * k), radius * k, WHITE))
            whole = _stretched(_stretched(tile, w - width, across=True), h - height, across=False)
        return tint(whole, rgb, alpha)

    return SPRITES.get(("box", w, h, radius, rgb, alpha), make)


def frame_sprite(w: int, h: int, radius: float, line: float, rgb: RGB, alpha: float) -> Surface:
    """The edge of a box, `line` wide, wholly inside it."""

    def paint(large: Surface, k: int) -> None:
        round_rect(large, (0, 0, w * k, h * k), radius * k, WHITE)
        inner = max(0.0, radius - line)
        round_rect(large, (line * k, line * k, (w - 2 * line) * k, (h - 2 * line) * k), inner * k, CLEAR)

    return SPRITES.get(("frame", w, h, radius, line, rgb, alpha), lambda: tint(mask(w, h, paint), rgb, alpha))


@lru_cache(512)
def frame_pieces(w: int, h: int, corner: int, radius: float, line: float, rgb: RGB, alpha: float) -> list[Piece]:
    """The frame of a large box, as the corners and the edges of a small one's."""
    tile, thick = frame_sprite(2 * corner, 2 * corner, radius, line, rgb, alpha), math.ceil(line)
    hole, key = Rect(thick, thick, w - 2 * thick, h - 2 * thick), ("edges", w, h, radius, line, rgb, alpha)
    return slices(tile, w - 2 * corner, h - 2 * corner, hole, key)


# SVG path data turned into polylines: M L H V C S Q T A Z, large and small letters. The grammar and the formula for
# elliptic arcs are those of SVG 1.1, chapter 8 and appendix F.6.5.


_TOKEN = re.compile(r"([MLHVCSQTAZmlhvcsqtaz])|([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)")
_ARGUMENTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}


Outline = tuple[tuple[Point, ...], bool]  # one connected piece of a path: its points, and whether it is closed


@lru_cache(2048)
def outlines(data: str, steps: int = 16) -> tuple[Outline, ...]:
    """The pieces of a path; every curve becomes `steps` straight parts. Raises ValueError for other letters."""
    commands, reader = list[tuple[str, list[float]]](), _Reader(steps)
    rest = _TOKEN.sub("", data).replace(",", "").strip()
    if rest:
        raise ValueError(f"The path {data!r} holds {rest!r}, which is not path data.")
    for letter, number in _TOKEN.findall(data):
        if letter:
            commands.append((letter, []))
        elif commands:
            commands[-1][1].append(float(number))
    for letter, numbers in commands:
        kind, size = letter.upper(), _ARGUMENTS[letter.upper()]
        if kind == "Z":
            reader.finish(closed=True)
            continue
        if not numbers or len(numbers) % size:
            raise ValueError(f"The path letter {letter} takes numbers in groups of {size}, not {len(numbers)}.")
        for start in range(0, len(numbers), size):
            reader.one(kind, letter.islower(), numbers[start : start + size])
            kind = "L" if kind == "M" else kind  # further pairs after a move are lines
    reader.finish(closed=False)
    return tuple(reader.pieces)


@dataclass(eq=False)
class _Reader:
    steps: int
    pieces: list[Outline] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)
    control: Point | None = None  # the last control point, for S and T

    def finish(self, closed: bool) -> None:
        if len(self.points) > 1:
            self.pieces.append((tuple(self.points), closed))
        self.points = self.points[:1] if closed else []

    def one(self, kind: str, relative: bool, n: list[float]) -> None:
        x, y = self.points[-1] if self.points else (0.0, 0.0)
        if kind == "A":
            end = (n[5] + x, n[6] + y) if relative else (n[5], n[6])
            self.points += _arc((x, y), n[0], n[1], n[2], bool(n[3]), bool(n[4]), end, self.steps)
            self.control = None
            return
        if kind in "HV":
            along = n[0] + ((x if kind == "H" else y) if relative else 0.0)
            self.points.append((along, y) if kind == "H" else (x, along))
            self.control = None
            return
        positions = [(a + x, b + y) if relative else (a, b) for a, b in zip(n[::2], n[1::2])]
        if kind in "ML":
            if kind == "M":
                self.finish(closed=False)
                self.points = []
            self.points.append(positions[0])
            self.control = None
            return
        if kind in "ST":
            cx, cy = self.control or (x, y)
            positions = [(2 * x - cx, 2 * y - cy), *positions]
        self.control = positions[-2]
        # `steps` more points of the Bézier curve with 3 (quadratic) or 4 (cubic) control points
        for i in range(1, self.steps + 1):
            t = i / self.steps
            level = [(x, y), *positions]
            while len(level) > 1:  # de Casteljau
                level = [(a + (c - a) * t, b + (d - b) * t) for (a, b), (c, d) in itertools.pairwise(level)]
            self.points.append(level[0])


def _arc(start: Point, rx: float, ry: float, tilt: float, large: bool, sweep: bool, end: Point,
         steps: int) -> list[Point]:  # fmt: skip
    if not rx or not ry or start == end:
        return [end]
    rx, ry = abs(rx), abs(ry)
    cos, sin = math.cos(math.radians(tilt)), math.sin(math.radians(tilt))
    dx, dy = (start[0] - end[0]) / 2, (start[1] - end[1]) / 2
    x1, y1 = cos * dx + sin * dy, cos * dy - sin * dx
    grow = math.sqrt(max(1.0, (x1 / rx) ** 2 + (y1 / ry) ** 2))
    rx, ry = rx * grow, ry * grow
    below = (rx * y1) ** 2 + (ry * x1) ** 2
    root = math.sqrt(max(0.0, (rx * ry) ** 2 - below) / below) if below else 0.0
    root = -root if large == sweep else root
    cx1, cy1 = root * rx * y1 / ry, -root * ry * x1 / rx
    centre = (cos * cx1 - sin * cy1 + (start[0] + end[0]) / 2, sin * cx1 + cos * cy1 + (start[1] + end[1]) / 2)
    a0 = math.atan2((y1 - cy1) / ry, (x1 - cx1) / rx)
    turn = math.atan2((-y1 - cy1) / ry, (-x1 - cx1) / rx) - a0
    if sweep and turn < 0:
        turn += 2 * math.pi
    elif not sweep and turn > 0:
        turn -= 2 * math.pi
    count = max(2, math.ceil(steps * abs(turn) / (math.pi / 2)))
    points = []
    for i in range(1, count + 1):
        u, v = rx * math.cos(a0 + turn * i / count), ry * math.sin(a0 + turn * i / count)
        points.append((centre[0] + cos * u - sin * v, centre[1] + sin * u + cos * v))
    points[-1] = end
    return points
