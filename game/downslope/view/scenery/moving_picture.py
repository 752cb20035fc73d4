"""A picture of a level's own: its still half as one layer, and the parts that follow numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

import pygame

from ...rules.land_picture import LandPicture, Move, NamedShape
from ..draw.raster import Point
from ..draw.svgpath import Outline, outlines
from ..draw.tokens import NUMBER
from ..format.numbers import number as as_text
from ..widgets.widget import Rect

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

WIDE, HIGH = 1216.0, 528.0  # the land for which such pictures are drawn
TURN, GROWTH = 3.0, 0.05  # degrees, factors: parts that differ by less are one kept sprite
Shapes = Sequence[tuple[NamedShape, Outline]]
REACH = 8.0  # px around a sprite, for its lines


class MovingPicture:
    """Parts that stand one after the other and move alike are one sprite, drawn once for each turn and size."""

    def __init__(self, picture: LandPicture, moves: Sequence[Move]) -> None:
        self.picture = picture
        by_part: dict[str, list[Move]] = {}
        for move in moves:
            by_part.setdefault(move.part, []).append(move)
        self.moving = frozenset(by_part)
        self.groups: list[tuple[list[NamedShape], list[Move]]] = []
        for part in (part for part in picture.parts if part.name in by_part):
            own = by_part[part.name]
            alike = [(m.what, m.by, m.of, m.to, m.log, m.about) for m in own]
            last = self.groups[-1] if self.groups and part.element != "text" else None
            if last and last[0][0].element != "text" and alike == [
                (m.what, m.by, m.of, m.to, m.log, m.about) for m in last[1]
            ]:  # fmt: skip
                last[0].append(part)
            else:
                self.groups.append(([part], own))

    def place(self, room: Rect) -> tuple[float, float, float]:
        """(left, top, design pixels for 1 of the picture): in the middle, its foot at the foot of the room."""
        left, top, width, height = room
        unit = min(width / WIDE, height / HIGH)
        return left + (width - self.picture.width * unit) / 2, top + height - self.picture.height * unit, unit

    def draw_still(self, canvas: Canvas, room: Rect) -> None:
        """What never moves. Nothing where this machine cannot draw it."""
        left, top, unit = self.place(room)
        size = tuple(max(1, round(each * unit * canvas.s)) for each in (self.picture.width, self.picture.height))
        try:
            if self.picture.svg is not None:
                text = self.picture.svg(canvas.theme.colour, self.moving)
                drawn = pygame.image.load_sized_svg(BytesIO(text.encode()), size).premul_alpha()
            else:
                loaded = pygame.image.load(BytesIO(self.picture.png), ".png")
                whole = pygame.Surface(loaded.get_size(), pygame.SRCALPHA, 32)
                whole.blit(loaded, (0, 0))
                drawn = pygame.transform.smoothscale(whole, size).premul_alpha()
        except (pygame.error, ValueError, MemoryError):
            return
        canvas.blit(drawn, left, top)

    def draw_moving(self, canvas: Canvas, room: Rect, numbers: Mapping[str, float]) -> None:
        """Each part where its numbers are; what has none stands as for the first of `of`."""
        left, top, unit = self.place(room)
        for parts, moves in self.groups:
            state = {"x": 0.0, "y": 0.0, "turn": 0.0, "wide": 1.0, "high": 1.0, "size": 1.0, "alpha": 1.0}
            state |= {move.what: move.value(numbers.get(move.by, math.nan)) for move in moves}
            if state["alpha"] <= 0.01:
                continue
            x, y = left + unit * state["x"], top + unit * state["y"]
            about = next((tuple(move.about) for move in moves if any(move.about)), (0.0, 0.0))
            if parts[0].element == "text":
                told = next((numbers.get(move.by, math.nan) for move in moves if move.what == "number"), math.nan)
                self._write(canvas, parts[0], x, y, unit, told)
                continue
            turn = round(state["turn"] / TURN) * TURN
            wide, high = (round(state[each] * state["size"] / GROWTH) * GROWTH for each in ("wide", "high"))
            shapes = [(part, outline) for part in parts for outline in outlines(part.outline)]
            points = [
                [(x + px * unit, y + py * unit) for px, py in _turned(outline.points, about, turn, wide, high)]
                for _part, outline in shapes
            ]
            across, up = zip(*(spot for each in points for spot in each))
            box = min(across) - REACH, min(up) - REACH, max(across) - min(across), max(up) - min(up)
            key = (self.picture.mark, *(part.name for part in parts), turn, wide, high, unit)

            def paint(sub: Canvas, shapes: Shapes = shapes, points: Sequence[Sequence[Point]] = points) -> None:
                for (part, outline), spots in zip(shapes, points):
                    if part.fill and len(spots) > 2 and part.element != "line":
                        sub.polygon(spots, part.fill, part.opacity)
                    if part.stroke and len(spots) > 1:
                        sub.polyline(spots, part.stroke, part.width * unit, part.opacity, closed=outline.closed)

            canvas.keep((*key, *canvas.within_pixel(*box[:2])), *box[:2], box[2] + 2 * REACH, box[3] + 2 * REACH, paint,
                        state["alpha"])  # fmt: skip

    def _write(self, canvas: Canvas, part: NamedShape, x: float, y: float, unit: float, told: float) -> None:
        """A number, in the middle of its place."""
        if math.isfinite(told):
            px, py, size = map(float, part.outline.split())
            style = NUMBER.with_size(max(canvas.least(14), size * unit))
            canvas.text(x + px * unit, y + py * unit, as_text(told, 2), style, part.fill or "text", "middle")


def _turned(
    points: Sequence[tuple[float, float]], about: Sequence[float], turn: float, wide: float, high: float
) -> list[tuple[float, float]]:
    """Grown and then turned around a point."""
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    away = [((x - about[0]) * wide, (y - about[1]) * high) for x, y in points]
    return [(about[0] + cos * x - sin * y, about[1] + sin * x + cos * y) for x, y in away]
