"""SVG path data turned into polylines: M L H V C S Q T A Z, large and small letters.

The grammar and the formula for elliptic arcs are those of SVG 1.1, chapter 8 and appendix F.6.5.
"""

from __future__ import annotations

import itertools
import math
import re
from functools import lru_cache
from typing import NamedTuple

from .raster import Point

_TOKEN = re.compile(r"([MLHVCSQTAZmlhvcsqtaz])|([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)")
_ARGUMENTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}


class Outline(NamedTuple):
    """One connected piece of a path."""

    points: tuple[Point, ...]
    closed: bool


@lru_cache(2048)
def outlines(data: str, steps: int = 16) -> tuple[Outline, ...]:
    """The pieces of a path; every curve becomes `steps` straight parts. Raises ValueError for other letters."""
    reader = _Reader(steps)
    for letter, numbers in _commands(data):
        reader.obey(letter, numbers)
    reader.finish(closed=False)
    return tuple(reader.pieces)


def _commands(data: str) -> list[tuple[str, list[float]]]:
    found: list[tuple[str, list[float]]] = []
    rest = _TOKEN.sub("", data).replace(",", "").strip()
    if rest:
        raise ValueError(f"The path {data!r} holds {rest!r}, which is not path data.")
    for letter, number in _TOKEN.findall(data):
        if letter:
            found.append((letter, []))
        elif found:
            found[-1][1].append(float(number))
    return found


class _Reader:
    def __init__(self, steps: int) -> None:
        self.steps = steps
        self.pieces: list[Outline] = []
        self.points: list[Point] = []
        self.control: Point | None = None  # the last control point, for S and T

    def obey(self, letter: str, numbers: list[float]) -> None:
        kind = letter.upper()
        if kind == "Z":
            self.finish(closed=True)
            return
        size = _ARGUMENTS[kind]
        if not numbers or len(numbers) % size:
            raise ValueError(f"The path letter {letter} takes numbers in groups of {size}, not {len(numbers)}.")
        for start in range(0, len(numbers), size):
            self._one(kind, letter.islower(), numbers[start : start + size])
            if kind == "M":  # further pairs after a move are lines
                kind = "L"

    def finish(self, closed: bool) -> None:
        if len(self.points) > 1:
            self.pieces.append(Outline(tuple(self.points), closed))
        self.points = self.points[:1] if closed else []

    def _one(self, kind: str, relative: bool, n: list[float]) -> None:
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
        if kind == "M":
            self.finish(closed=False)
            self.points = [positions[0]]
            self.control = None
        elif kind == "L":
            self.points.append(positions[0])
            self.control = None
        else:
            self._curve(kind, (x, y), positions)

    def _curve(self, kind: str, start: Point, positions: list[Point]) -> None:
        if kind in "ST":
            cx, cy = self.control or start
            positions = [(2 * start[0] - cx, 2 * start[1] - cy), *positions]
        self.control = positions[-2]
        # `steps` + 1 points of the Bézier curve with 3 (quadratic) or 4 (cubic) control points
        controls = [start, *positions]
        found = []
        for i in range(self.steps + 1):
            t = i / self.steps
            level = controls
            while len(level) > 1:  # de Casteljau
                level = [(a + (c - a) * t, b + (d - b) * t) for (a, b), (c, d) in itertools.pairwise(level)]
            found.append(level[0])
        self.points += found[1:]


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
    found = []
    for i in range(1, count + 1):
        u, v = rx * math.cos(a0 + turn * i / count), ry * math.sin(a0 + turn * i / count)
        found.append((centre[0] + cos * u - sin * v, centre[1] + sin * u + cos * v))
    found[-1] = end
    return found
