"""Augmented pictures: a digit a pixel further, or turned a little, is still that digit.

Half of the samples of each epoch are moved. A way to do so is a number: 0 leaves a picture alone, 1 ... 4 shift it by a
pixel, 5 ... 8 rotate it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import isqrt
from random import Random

from .network import Vector
from .problem import Pair

MOVED_SHARE = 0.5  # of the samples of an epoch
MOVES = ((0, 0), (0, 1), (0, -1), (1, 0), (-1, 0))  # rows and columns; the first: left where it is
# cosine and sine of 10 and 20 degrees, to the right and to the left: written out, as another machine's may differ
ROTATIONS = (
    (0.984807753012208, 0.17364817766693033),
    (0.984807753012208, -0.17364817766693033),
    (0.9396926207859084, 0.3420201433256687),
    (0.9396926207859084, -0.3420201433256687),
)
AUGMENTS = {"shift": len(MOVES), "affine": len(MOVES) + len(ROTATIONS)}  # how many ways each has
SHIFT, AFFINE = AUGMENTS

Parts = tuple[int, float, int, float, int, float, int, float]  # four pixels of the picture, and the share of each


def draw_way(random: Random, augment: str = SHIFT) -> int:
    """Half of the time 0, else each as likely. By random() alone: every Python gives the same."""
    chance = random.random()
    return 0 if chance >= MOVED_SHARE else 1 + int(chance / MOVED_SHARE * (AUGMENTS[augment] - 1))


def move(pixels: Vector, way: int) -> Vector:
    """A square picture, row by row, shifted or rotated about its middle; what comes in is 0."""
    if not way:
        return pixels
    if way < len(MOVES):
        return shift(pixels, way)
    seen = [*pixels, 0.0]
    parts = _rotation_parts(isqrt(len(pixels)), way - len(MOVES))
    return tuple([seen[a] * p + seen[b] * q + seen[c] * r + seen[d] * s for a, p, b, q, c, r, d, s in parts])


def shift(pixels: Vector, move: int) -> Vector:
    """Moved by one of MOVES."""
    if not move:
        return pixels
    return tuple([pixels[i] if i >= 0 else 0.0 for i in _sources(isqrt(len(pixels)), move)])


@cache
def _sources(side: int, move: int) -> list[int]:
    """Where each pixel comes from; -1: from outside, and is blank."""
    rows, columns = MOVES[move]
    spots = [(row - rows, column - columns) for row in range(side) for column in range(side)]
    return [row * side + column if 0 <= row < side and 0 <= column < side else -1 for row, column in spots]


@cache
def _rotation_parts(side: int, rotation: int) -> list[Parts]:
    """What each pixel is made of: the four around the place that comes to lie on it (bilinear interpolation)."""
    cosine, sine = ROTATIONS[rotation]
    middle = (side - 1) / 2
    found = []
    for row in range(side):
        for column in range(side):
            y = cosine * (row - middle) - sine * (column - middle) + middle
            x = sine * (row - middle) + cosine * (column - middle) + middle
            top, left = int(y // 1), int(x // 1)
            down, right = y - top, x - left
            a, b, c, d = (
                i * side + j if 0 <= i < side and 0 <= j < side else -1
                for i in (top, top + 1)
                for j in (left, left + 1)
            )
            shares = (1 - down) * (1 - right), (1 - down) * right, down * (1 - right), down * right
            found.append((a, shares[0], b, shares[1], c, shares[2], d, shares[3]))
    return found


class AugmentedExamples:
    """The examples, and each of them moved, made when first asked for."""

    def __init__(self, examples: Sequence[Pair]) -> None:
        self.examples = examples
        self._made: dict[tuple[int, int], Pair] = {}

    def pair(self, index: int, way: int) -> Pair:
        if not way:
            return self.examples[index]
        if (index, way) not in self._made:
            input, goals = self.examples[index]
            self._made[index, way] = move(input, way), goals
        return self._made[index, way]
