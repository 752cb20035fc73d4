"""A picture as data: its still half as one layer, and the parts that follow numbers. The game's own are read here."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from io import BytesIO
from types import MappingProxyType
from typing import Any

import pygame

from ...level_files.land_picture import drawing_in
from ...paths import assets
from ...rules import ALONG, LandPicture, Move, MoveKind, NamedShape
from ..draw import LABEL, NUMBER, Canvas, Point, outlines
from ..format.numbers import number as as_text, short
from ..widgets.widget import Rect

WIDE, HIGH = 1216.0, 528.0  # the land for which such pictures are drawn
TURN, GROWTH = 3.0, 0.05  # degrees, factors: parts that differ by less are one kept sprite
# Circles of these names are Pip, a light, and a flag twice as high as its radius; a line "answers 1 2" is the network's
# answer from one example to the other: 0 at the height of its beginning, 1 at that of its end; a room is where the
# code of a board draws
LIVING = ("pip", "glow", "flag", "answers", "room")
GOING = ("dog", "walker")  # what goes about, and is heard where it is
SINGLE = {"text", "line", *LIVING}  # what is drawn one by one
GIVEN = ("input", "goal", "steps")  # numbers that are written as short as they are; others have two decimals
ADDED = ("x", "y", "turn", "line", "number")
Shapes = Sequence[tuple[NamedShape, bool, Sequence[Point]]]  # each with whether it is closed, and its points
REACH = 8.0  # px around a sprite, for its lines
CYCLE = 1.2  # seconds in which `beat` goes from 0 to 1
AMPLE = 24.0  # px: letters that are so large need not grow with the text
BEYOND = 1e3  # answers beyond that are not drawn
FAR = 1e4  # px: no picture is so large


def kind_of(shape: NamedShape) -> str:
    """The first word of its name: what it is, where it is something that lives."""
    return shape.name.partition(" ")[0]


class MovingPicture:
    """Shapes that stand one after the other and move alike are one sprite, drawn once for each turn and size."""

    def __init__(self, picture: LandPicture, moves: Sequence[Move], whole: bool = False) -> None:
        """`whole`: what does not move is drawn among the parts, too."""
        self.picture = picture
        by_part: dict[str, list[Move]] = {}
        for move in moves:
            by_part.setdefault(move.part, []).append(move)
        self.groups: list[tuple[list[NamedShape], list[Move]]] = []
        for shape in picture.parts:
            own = by_part.get(shape.name, [])
            alone = {word for each in (shape, *(self.groups[-1][0][:1] if self.groups else ()))
                     for word in (each.element, kind_of(each))} & SINGLE  # fmt: skip
            alike = self.groups and [replace(move, part="") for move in own] == [
                replace(move, part="") for move in self.groups[-1][1]
            ]
            # Of what is drawn in a room
            over = whole or any(kind_of(shapes[0]) == "room" for shapes, _moves in self.groups)
            if (own or over) and alike and not alone and (not whole or shape.name == self.groups[-1][0][-1].name):
                self.groups[-1][0].append(shape)
            elif own or over or {shape.element, kind_of(shape)} & {"text", *LIVING}:
                self.groups.append(([shape], own))
        self.living = {n for n, (_shapes, moves) in enumerate(self.groups) if any(move.by == "beat" for move in moves)}
        self.called: dict[str, list[int]] = {}  # last word of their name -> groups
        for number_, (shapes, _moves) in enumerate(self.groups):
            self.called.setdefault(shapes[0].name.rpartition(" ")[2], []).append(number_)
        self._postures: dict[tuple[float, ...], tuple[Shapes, tuple[float, float, float, float]]] = {}
        self.pieces = [[] if shapes[0].element == "text" else
                       [(shape, outline) for shape in shapes for outline in outlines(shape.outline)]
                       for shapes, _moves in self.groups]  # fmt: skip
        # Of what goes about: its middle, and its moves to a side
        self.going: dict[str, tuple[float, list[Move]]] = {}
        for (shapes, moves), pieces in zip(self.groups, self.pieces):
            if kind_of(shapes[0]) in GOING and shapes[0].name not in self.going:
                xs = [x for _shape, (points, _closed) in pieces for x, _y in points]
                self.going[shapes[0].name] = (min(xs) + max(xs)) / 2, [move for move in moves if move.what == "x"]
        self.moving = frozenset(shape.name for shapes, _moves in self.groups for shape in shapes)

    def reach(self, name: str) -> Rect:
        spots = [spot for shape in self.picture.parts if shape.name == name
                 for points, _closed in outlines(shape.outline) for spot in points]  # fmt: skip
        (left, top), (right, low) = (map(pick, zip(*spots)) for pick in (min, max))
        for move in (move for _shapes, moves in self.groups for move in moves if move.part == name):
            if move.what == "x":
                left, right = left + min(move.to), right + max(move.to)
            elif move.what == "y":
                top, low = top + min(move.to), low + max(move.to)
        return left, top, right - left, low - top

    def value(self, part: str, what: MoveKind, **numbers: float) -> float:
        return next(move.value(numbers[move.by]) for _shapes, moves in self.groups for move in moves
                    if move.part == part and move.what == what)  # fmt: skip

    def place(self, room: Rect, whole: bool = False) -> tuple[float, float, float]:
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
        except (pygame.error, ValueError, MemoryError, NotImplementedError):  # the last: an SDL without its formats
            return
        canvas.blit(drawn, left, top)

    def draw_at(self, canvas: Canvas, place: tuple[float, float, float], numbers: Mapping[str, float],
                words: Mapping[str, str] = MappingProxyType({}),
                rooms: Mapping[str, Callable[[], object]] = MappingProxyType({}), only: str = "") -> None:  # fmt: skip
        """With its (0, 0) at a place, so large; each part where its numbers are, else as for the first of `of`.

        `words`: texts by name; `rooms`: what draws in a room of that name; `only`: the parts whose name ends with that.
        """
        if not all(-FAR < each < FAR for each in place):
            return
        if self.going and not only:  # it is heard where that is, rather than Pip
            left, _top, unit = place
            canvas.movers = [left + unit * (x + sum(each.value(numbers.get(each.by, math.nan)) for each in ways))
                             for x, ways in self.going.values()]  # fmt: skip
        for number_ in self.called.get(only, ()) if only else range(len(self.groups)):
            draw = partial(self._draw_group, canvas, number_, place, words, rooms, numbers)
            if number_ in self.living:  # it is drawn at each beat of a picture that rests
                canvas.alive(draw)
            else:
                draw()

    def _draw_group(self, canvas: Canvas, number_: int, place: tuple[float, float, float], words: Mapping[str, str],
                    rooms: Mapping[str, Callable[[], object]], numbers: Mapping[str, float]) -> None:  # fmt: skip
        (left, top, unit), moves = place, self.groups[number_][1]
        if number_ in self.living:
            numbers = {**numbers, "beat": canvas.life.time / CYCLE % 1}
        state = {"x": 0.0, "y": 0.0, "turn": 0.0, "wide": 1.0, "high": 1.0, "size": 1.0, "alpha": 1.0, "trim": 1.0}
        seen = [-FAR, FAR]  # y of what is seen of it
        for move in moves:
            value = move.value(numbers.get(move.by, math.nan))
            if move.what in ("top", "foot"):
                seen = [max(seen[0], value), seen[1]] if move.what == "top" else [seen[0], min(seen[1], value)]
            else:
                state[move.what] = state.get(move.what, 0.0) + value if move.what in ADDED else state[move.what] * value
        if state["alpha"] <= 0.01 or seen[0] >= seen[1]:
            return
        if seen != [-FAR, FAR]:
            xs, ys = zip(*(spot for _shape, (points, _closed) in self.pieces[number_] for spot in points))
            seen = [max(seen[0], min(ys) + state["y"] - REACH), min(seen[1], max(ys) + state["y"] + REACH)]
            from_, to = (round((top + unit * each) * canvas.s) / canvas.s for each in seen)
            from_x, to_x = min(xs) + state["x"] - REACH, max(xs) + state["x"] + REACH
            with canvas.clip(left + unit * from_x, from_, unit * (to_x - from_x), max(0.0, to - from_)):
                self._draw_shapes(canvas, number_, place, words, rooms, numbers, state)
        else:
            self._draw_shapes(canvas, number_, place, words, rooms, numbers, state)

    def _draw_shapes(self, canvas: Canvas, number_: int, place: tuple[float, float, float], words: Mapping[str, str],
                     rooms: Mapping[str, Callable[[], object]], numbers: Mapping[str, float],
                     state: Mapping[str, float]) -> None:  # fmt: skip
        (left, top, unit), (shapes, moves) = place, self.groups[number_]
        # On whole pixels, so that a sprite serves wherever it goes
        x = round((left + unit * state["x"]) * canvas.s) / canvas.s
        y = round((top + unit * state["y"]) * canvas.s) / canvas.s
        if shapes[0].name in rooms:
            rooms[shapes[0].name]()
        if kind_of(shapes[0]) == "room":
            return
        shape, about = shapes[0], next((tuple(move.about) for move in moves if any(move.about)), (0.0, 0.0))
        if shape.element == "text":
            by = next((move.by for move in moves if move.what == "number"), "")
            number = numbers.get(by, math.nan)
            given = by.partition(" ")[0] in GIVEN
            text = short(number) if given else as_text(number, 2) if math.isfinite(number) else ""
            text = words.get(shape.name, text)
            px, py, size = map(float, shape.outline.split())
            size = min(size * unit, max(AMPLE, size * unit / canvas.type))
            style = (NUMBER if by else LABEL).with_size(max(canvas.least(14), size))
            colour = canvas.readable(shape.fill or "text", shape.stroke or "ter3")  # the ground of a place
            canvas.text(x + px * unit, y + py * unit, text, style, colour, "middle")
            return
        wide, high = (state[each] * state["size"] for each in ("wide", "high"))
        if kind_of(shape) == "answers":
            (px, zero), (end, one) = outlines(shape.outline)[0][0]
            answers = [numbers.get(f"{shape.name} {k}", math.nan) for k in range(ALONG)]
            spots = [(x + (px + (end - px) * k / (ALONG - 1)) * unit, y + (zero + (one - zero) * answer) * unit)
                     for k, answer in enumerate(answers) if abs(answer) < BEYOND]  # fmt: skip
            if len(spots) == ALONG:
                canvas.polyline(spots, shape.stroke, 3 * shape.width * unit, 0.3 * shape.opacity)
                canvas.polyline(spots, shape.stroke, shape.width * unit, shape.opacity)
            return
        if shape.element == "line" or kind_of(shape) in LIVING:
            points = _turned(outlines(shape.outline)[0][0], about, state["turn"], wide, high)
            spots = [(x + px * unit, y + py * unit) for px, py in points]
            if shape.element == "line":
                canvas.polyline(spots, shape.stroke or "text", shape.width * unit, shape.opacity * state["alpha"])
            else:
                across, up = zip(*spots)
                size, middle = (max(across) - min(across)) / 2, (max(across) + min(across)) / 2
                if kind_of(shape) == "pip":
                    canvas.pip(middle, (max(up) + min(up)) / 2, size)
                elif kind_of(shape) == "glow":
                    canvas.glow(middle, (max(up) + min(up)) / 2, size, shape.fill, shape.opacity * state["alpha"])
                else:
                    canvas.flag(middle, (max(up) + min(up)) / 2, 2 * size)
            return
        turn = round(state["turn"] / TURN) * TURN
        wide, high = (round(each / GROWTH) * GROWTH for each in (wide, high))
        line = round(2 * state.get("line", 0.0)) / 2
        # What it looks like, turned and grown so, and how far it reaches, is found once
        pieces = self.pieces[number_]
        first = round(state["trim"] * len(pieces))
        if not first:
            return
        posture = number_, turn, wide, high, first
        if posture not in self._postures:
            made = [(shape, closed, _turned(points, about, turn, wide, high))
                    for shape, (points, closed) in pieces[:first]]  # fmt: skip
            across, up = zip(*(spot for _shape, _closed, spots in made for spot in spots))
            self._postures[posture] = made, (min(across), min(up), max(across), max(up))
        drawn, (left_most, top_most, right_most, lowest) = self._postures[posture]
        reach = REACH + max(line, *(shape.width for shape in shapes)) * unit
        box = x + left_most * unit - reach, y + top_most * unit - reach
        size_of = (right_most - left_most) * unit + 2 * reach, (lowest - top_most) * unit + 2 * reach

        def paint(sub: Canvas, drawn: Shapes = drawn, x: float = x, y: float = y, line: float = line) -> None:
            for shape, closed, points in drawn:
                spots = [(x + px * unit, y + py * unit) for px, py in points]
                if shape.fill and len(spots) > 2:
                    sub.polygon(spots, shape.fill, shape.opacity)
                if shape.stroke and len(spots) > 1:
                    width = (line or shape.width) * unit
                    sub.polyline(spots, shape.stroke, width, shape.opacity, closed=closed)

        key = (self.picture.mark, *posture, line, unit)
        in_pixel = (round((each + 1e-6) % 1.0, 2) for each in canvas.at(*box))  # one serves in many places
        canvas.keep((*key, *in_pixel), *box, *size_of, paint, state["alpha"])


@cache
def _shipped_moves() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads((assets() / "pictures" / "moves.toml").read_text(encoding="utf-8"))


@cache
def shipped(name: str) -> MovingPicture:
    """A picture of the game's own: an SVG and its moves, as an author gives them."""
    content = (assets() / "pictures" / f"{name}.svg").read_bytes()
    drawing, moves = drawing_in(content, name), _shipped_moves().get(name, ())
    picture = LandPicture(name, *drawing.box[2:], hash(content), parts=drawing.parts)
    return MovingPicture(picture, [Move(**move) for move in moves], whole=True)


def draw_thing(canvas: Canvas, name: str, x: float, y: float, unit: float = 1.0, only: str = "",
               **numbers: float) -> None:  # fmt: skip
    """A picture of the game's own with its (0, 0) at (x, y)."""
    shipped(name).draw_at(canvas, (x, y, unit), numbers, only=only)


def _turned(
    points: Sequence[tuple[float, float]], about: Sequence[float], turn: float, wide: float, high: float
) -> list[tuple[float, float]]:
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    away = [((x - about[0]) * wide, (y - about[1]) * high) for x, y in points]
    return [(about[0] + cos * x - sin * y, about[1] + sin * x + cos * y) for x, y in away]
