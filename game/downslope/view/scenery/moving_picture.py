"""A picture of a level's own: its still half as one layer, and the parts that follow numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import pygame

from ...rules.land_picture import LandPicture, Move, NamedShape
from ..draw.raster import Point
from ..draw.svgpath import Outline, outlines
from ..draw.tokens import NUMBER
from ..format.numbers import short
from ..widgets.widget import Rect

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

WIDE, HIGH = 1216.0, 528.0  # the land for which such pictures are drawn
TURN, GROWTH = 3.0, 0.05  # degrees, factors: parts that differ by less are one kept sprite
SINGLE = {"text", "line"}  # elements that are drawn one by one
LIVING = ("pip", "flag")  # circles of these names are Pip, and a flag twice as high as its radius
Shapes = Sequence[tuple[NamedShape, Outline]]
REACH = 8.0  # px around a sprite, for its lines


class MovingPicture:
    """Shapes that stand one after the other and move alike are one sprite, drawn once for each turn and size."""

    def __init__(self, picture: LandPicture, moves: Sequence[Move]) -> None:
        self.picture = picture
        by_part: dict[str, list[Move]] = {}
        for move in moves:
            by_part.setdefault(move.part, []).append(move)
        self.groups: list[tuple[list[NamedShape], list[Move]]] = []
        for shape in picture.parts:
            own = by_part.get(shape.name, [])
            if own and self.groups and not SINGLE & {shape.element, self.groups[-1][0][0].element} and (
                [replace(move, part="") for move in own] == [replace(move, part="") for move in self.groups[-1][1]]
            ):  # fmt: skip
                self.groups[-1][0].append(shape)
            elif own or shape.name in LIVING:
                self.groups.append(([shape], own))
        self.moving = frozenset(shape.name for shapes, _moves in self.groups for shape in shapes)

    def place(self, room: Rect, whole: bool) -> tuple[float, float, float]:
        """(left, top, design pixels for 1 of the picture). `whole`: it is the place; else it stands in the land."""
        left, top, width, height = room
        wide, high = (self.picture.width, self.picture.height) if whole else (WIDE, HIGH)
        unit = min(width / wide, height / high)
        rest = height - self.picture.height * unit
        return left + (width - self.picture.width * unit) / 2, top + (rest / 2 if whole else rest), unit

    def draw_still(self, canvas: Canvas, room: Rect, whole: bool = False) -> None:
        """What never moves. Nothing where this machine cannot draw it."""
        left, top, unit = self.place(room, whole)
        around = ((left - room[0]) / unit, (top - room[1]) / unit) if whole else (0.0, 0.0)
        left, top = left - around[0] * unit, top - around[1] * unit
        sizes = self.picture.width + 2 * around[0], self.picture.height + 2 * around[1]
        size = tuple(max(1, round(each * unit * canvas.s)) for each in sizes)
        try:
            if self.picture.svg is not None:
                text = self.picture.svg(canvas.theme.colour, self.moving, around)
                drawn = pygame.image.load_sized_svg(BytesIO(text.encode()), size).premul_alpha()
            else:
                loaded = pygame.image.load(BytesIO(self.picture.png), ".png")
                surface = pygame.Surface(loaded.get_size(), pygame.SRCALPHA, 32)
                surface.blit(loaded, (0, 0))
                drawn = pygame.transform.smoothscale(surface, size).premul_alpha()
        except (pygame.error, ValueError, MemoryError):
            return
        canvas.blit(drawn, left, top)

    def draw_moving(self, canvas: Canvas, room: Rect, numbers: Mapping[str, float], whole: bool = False) -> None:
        """Each part where its numbers are; what has none stands as for the first of `of`."""
        left, top, unit = self.place(room, whole)
        for shapes, moves in self.groups:
            state = {"x": 0.0, "y": 0.0, "turn": 0.0, "wide": 1.0, "high": 1.0, "size": 1.0, "alpha": 1.0}
            state |= {move.what: move.value(numbers.get(move.by, math.nan)) for move in moves}
            if state["alpha"] <= 0.01:
                continue
            # On whole pixels, so that a sprite serves wherever it goes
            x = round((left + unit * state["x"]) * canvas.s) / canvas.s
            y = round((top + unit * state["y"]) * canvas.s) / canvas.s
            shape, about = shapes[0], next((tuple(move.about) for move in moves if any(move.about)), (0.0, 0.0))
            if shape.element == "text":
                by = next((move.by for move in moves if move.what == "number"), "")
                self._write(canvas, shape, x, y, unit, numbers.get(by, math.nan))
                continue
            wide, high = (state[each] * state["size"] for each in ("wide", "high"))
            if shape.element == "line" or shape.name in LIVING:
                points = _turned(outlines(shape.outline)[0].points, about, state["turn"], wide, high)
                spots = [(x + px * unit, y + py * unit) for px, py in points]
                if shape.element == "line":
                    canvas.polyline(spots, shape.stroke or "text", shape.width * unit, shape.opacity * state["alpha"])
                else:
                    across, up = zip(*spots)
                    size, middle = (max(across) - min(across)) / 2, (max(across) + min(across)) / 2
                    if shape.name == "pip":
                        canvas.pip(middle, (max(up) + min(up)) / 2, size)
                    else:
                        canvas.flag(middle, (max(up) + min(up)) / 2, 2 * size)
                continue
            turn = round(state["turn"] / TURN) * TURN
            wide, high = (round(each / GROWTH) * GROWTH for each in (wide, high))
            drawn = [(shape, outline) for shape in shapes for outline in outlines(shape.outline)]
            places = [
                [(x + px * unit, y + py * unit) for px, py in _turned(outline.points, about, turn, wide, high)]
                for _shape, outline in drawn
            ]
            across, up = zip(*(spot for each in places for spot in each))
            reach = REACH + max(shape.width for shape in shapes) * unit
            box = min(across) - reach, min(up) - reach
            size_of = max(across) - min(across) + 2 * reach, max(up) - min(up) + 2 * reach

            def paint(sub: Canvas, drawn: Shapes = drawn, places: Sequence[Sequence[Point]] = places) -> None:
                for (shape, outline), spots in zip(drawn, places):
                    if shape.fill and len(spots) > 2:
                        sub.polygon(spots, shape.fill, shape.opacity)
                    if shape.stroke and len(spots) > 1:
                        sub.polyline(spots, shape.stroke, shape.width * unit, shape.opacity, closed=outline.closed)

            key = (self.picture.mark, self.groups.index((shapes, moves)), turn, wide, high, unit)
            canvas.keep((*key, *canvas.within_pixel(*box)), *box, *size_of, paint, state["alpha"])

    def _write(self, canvas: Canvas, part: NamedShape, x: float, y: float, unit: float, told: float) -> None:
        """A number, in the middle of its place."""
        if math.isfinite(told):
            px, py, size = map(float, part.outline.split())
            style = NUMBER.with_size(max(canvas.least(14), size * unit))
            canvas.text(x + px * unit, y + py * unit, short(round(told, 2)), style, part.fill or "text", "middle")


def _turned(
    points: Sequence[tuple[float, float]], about: Sequence[float], turn: float, wide: float, high: float
) -> list[tuple[float, float]]:
    """Grown and then turned around a point."""
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    away = [((x - about[0]) * wide, (y - about[1]) * high) for x, y in points]
    return [(about[0] + cos * x - sin * y, about[1] + sin * x + cos * y) for x, y in away]
