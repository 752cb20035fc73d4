"""Shifted pictures: a digit a pixel further is still that digit. Half of the samples are moved, each epoch anew."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import isqrt
from random import Random

from .network import Vector
from .problem import Pair

SHIFTED_SHARE = 0.5  # of the samples of an epoch
MOVES = ((0, 0), (0, 1), (0, -1), (1, 0), (-1, 0))  # rows and columns; the first: left where it is


def draw_shift(random: Random) -> int:
    """Which of MOVES: half of the time none, else each as likely. By random() alone: every Python gives the same."""
    chance = random.random()
    return 0 if chance >= SHIFTED_SHARE else 1 + int(chance / SHIFTED_SHARE * 4)


@cache
def _sources(side: int, move: int) -> list[int]:
    """Where each pixel comes from; -1: from outside, and is blank."""
    rows, columns = MOVES[move]
    spots = [(row - rows, column - columns) for row in range(side) for column in range(side)]
    return [row * side + column if 0 <= row < side and 0 <= column < side else -1 for row, column in spots]


def shift(pixels: Vector, move: int) -> Vector:
    """A square picture, row by row, moved by one of MOVES; what comes in is 0."""
    if not move:
        return pixels
    return tuple([pixels[i] if i >= 0 else 0.0 for i in _sources(isqrt(len(pixels)), move)])


class ShiftedExamples:
    """The examples, and each of them moved, made when first asked for."""

    def __init__(self, examples: Sequence[Pair]) -> None:
        self.examples = examples
        self._made: dict[tuple[int, int], Pair] = {}

    def pair(self, index: int, move: int) -> Pair:
        if not move:
            return self.examples[index]
        if (index, move) not in self._made:
            input, goals = self.examples[index]
            self._made[index, move] = shift(input, move), goals
        return self._made[index, move]
