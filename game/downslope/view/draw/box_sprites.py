"""Sprites and outlines of boxes and discs, in physical pixels: what shapes.py puts together."""

from __future__ import annotations

import math
from collections.abc import Callable

import pygame
from pygame import Rect, Surface

from .base import Drawer
from .raster import CLEAR, WHITE, Point, blank, disc, mask, round_rect, tint
from .surface_cache import SPRITES
from .theme import RGB

Blit = Callable[[Surface, tuple[int, int], tuple[int, int, int, int], int], object]


def box_sprite(w: int, h: int, radius: float, rgb: RGB, alpha: float) -> Surface:
    """A filled box with round corners."""

    def make() -> Surface:
        corner = math.ceil(radius)
        if radius >= 0.75 and (w <= 2 * corner or h <= 2 * corner):
            if max(w, h) > 2 * corner + 1:
                return tint(_stretched(w, h, radius, corner), rgb, alpha)
            whole = mask(w, h, lambda large, k: round_rect(large, (0, 0, w * k, h * k), radius * k, WHITE))
            return tint(whole, rgb, alpha)
        plain = blank(w, h)
        plain.fill(WHITE)
        if radius >= 0.75:
            tile = box_sprite(2 * corner, 2 * corner, radius, WHITE[:3], 1.0)
            four_corners(plain.blit, tile, Rect(0, 0, w, h), corner, pygame.BLEND_RGBA_MULT)
        return tint(plain, rgb, alpha)

    return SPRITES.get(("box", w, h, radius, rgb, alpha), make)


def _stretched(w: int, h: int, radius: float, corner: int) -> Surface:
    """A white bar with round ends: a short one, which is there already, with its middle drawn out."""
    upright, least = h > w, 2 * corner + 1
    short = box_sprite(w, least, radius, WHITE[:3], 1.0) if upright else box_sprite(least, h, radius, WHITE[:3], 1.0)
    whole = blank(w, h)
    if upright:
        whole.blit(short, (0, 0), (0, 0, w, corner))
        whole.blit(pygame.transform.scale(short.subsurface((0, corner, w, 1)), (w, h - 2 * corner)), (0, corner))
        whole.blit(short, (0, h - corner), (0, least - corner, w, corner))
    else:
        whole.blit(short, (0, 0), (0, 0, corner, h))
        whole.blit(pygame.transform.scale(short.subsurface((corner, 0, 1, h)), (w - 2 * corner, h)), (corner, 0))
        whole.blit(short, (w - corner, 0), (least - corner, 0, corner, h))
    return whole


def frame_sprite(w: int, h: int, radius: float, line: float, rgb: RGB, alpha: float) -> Surface:
    """The edge of a box, `line` wide, wholly inside it."""

    def paint(large: Surface, k: int) -> None:
        round_rect(large, (0, 0, w * k, h * k), radius * k, WHITE)
        inner = max(0.0, radius - line)
        round_rect(large, (line * k, line * k, (w - 2 * line) * k, (h - 2 * line) * k), inner * k, CLEAR)

    def make() -> Surface:
        corner = math.ceil(max(radius, line)) + 1
        across, down, thick = w - 2 * corner, h - 2 * corner, math.ceil(line)
        if across <= 0 or down <= 0:
            return tint(mask(w, h, paint), rgb, alpha)
        out = blank(w, h)
        tile = frame_sprite(2 * corner, 2 * corner, radius, line, rgb, alpha)
        four_corners(out.blit, tile, Rect(0, 0, w, h), corner, 0)
        out.blit(strip_sprite(across, thick, line, rgb, alpha, 0), (corner, 0))
        out.blit(strip_sprite(across, thick, line, rgb, alpha, 1), (corner, h - thick))
        out.blit(strip_sprite(thick, down, line, rgb, alpha, 2), (0, corner))
        out.blit(strip_sprite(thick, down, line, rgb, alpha, 3), (w - thick, corner))
        return out

    return SPRITES.get(("frame", w, h, radius, line, rgb, alpha), make)


def four_corners(blit: Blit, tile: Surface, box: Rect, corner: int, flags: int) -> None:
    """The four quarters of a tile into the corners of a box."""
    right, bottom = box.right - corner, box.bottom - corner
    blit(tile, (box.x, box.y), (0, 0, corner, corner), flags)
    blit(tile, (right, box.y), (corner, 0, corner, corner), flags)
    blit(tile, (box.x, bottom), (0, corner, corner, corner), flags)
    blit(tile, (right, bottom), (corner, corner, corner, corner), flags)


def strip_sprite(w: int, h: int, line: float, rgb: RGB, alpha: float, side: int) -> Surface:
    """A straight part of a frame: full rows, and one weaker row inside where the width is not whole."""

    def make() -> Surface:
        strip = blank(w, h)
        strip.fill(WHITE)
        part = round(255 * (line - math.floor(line)))
        if part:
            inner = [(0, h - 1, w, 1), (0, 0, w, 1), (w - 1, 0, 1, h), (0, 0, 1, h)][side]
            strip.fill((part, part, part, part), inner)
        return tint(strip, rgb, alpha)

    return SPRITES.get(("strip", w, h, line, rgb, alpha, side), make)


def disc_drawer(radius: float) -> Drawer:
    """Draws a filled circle around a stamp's anchor."""
    return lambda large, k, cx, cy: disc(large, cx, cy, radius * k)


def ring_drawer(out: float, line: float) -> Drawer:
    """Draws a ring around a stamp's anchor: `out` is its outer radius, `line` its width."""

    def draw(large: Surface, k: int, cx: float, cy: float) -> None:
        disc(large, cx, cy, out * k)
        disc(large, cx, cy, (out - line) * k, CLEAR)

    return draw


def circle_points(x: float, y: float, r: float, count: int) -> list[Point]:
    """A circle from three o'clock clockwise, closed."""
    turns = [2 * math.pi * i / count for i in range(count + 1)]
    return [(x + r * math.cos(a), y + r * math.sin(a)) for a in turns]


def box_points(x: float, y: float, w: float, h: float, r: float) -> list[Point]:
    """The edge of a rounded box, clockwise from the left end of its top side, closed."""
    points = [(x + r, y)]
    centres = ((x + w - r, y + r, -90), (x + w - r, y + h - r, 0), (x + r, y + h - r, 90), (x + r, y + r, 180))
    for cx, cy, start in centres:
        for i in range(9):
            a = math.radians(start + i * 90 / 8)
            points.append((cx + r * math.cos(a), cy + r * math.sin(a)))
    return points


def put_back(corner: Surface, kept: Surface, radius: float, size: int, number: int) -> None:
    """Blend what was in a corner before over what was drawn outside the round part."""

    def make() -> Surface:
        first = mask(size, size, lambda big, k: round_rect(big, (0, 0, 4 * size * k, 4 * size * k), radius * k, WHITE))
        return pygame.transform.flip(first, bool(number & 1), bool(number >> 1))

    piece = SPRITES.get(("corner", round(radius * 4), size, number), make)
    outside = blank(size, size)
    outside.fill(WHITE)
    outside.blit(piece, (0, 0), special_flags=pygame.BLEND_RGBA_SUB)
    corner.blit(piece, (0, 0), special_flags=pygame.BLEND_RGBA_MULT)
    kept.blit(outside, (0, 0), special_flags=pygame.BLEND_RGBA_MULT)
    corner.blit(kept, (0, 0), special_flags=pygame.BLEND_RGBA_ADD)
