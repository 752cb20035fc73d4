"""Which examples a step looks at: some at a time, in the order given or in a new order each epoch, shifted or not."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from math import cos, isqrt, pi
from random import Random

from .learner import Alpha
from .ops import Vector

# Schedules: alpha over the budget of a run. The run applies it, so that every learner may have any of them. Each
# tells, for the part of the budget that is over (0 ... 1), by how much alpha is multiplied.


CYCLES = 4


def constant(part: float) -> float:
    """Alpha stays as it is."""
    return 1.0


def linear(part: float) -> float:
    """Down to 0 at the end."""
    return 1.0 - part


def step(part: float) -> float:
    """A tenth after half of the budget, a hundredth after three quarters (He et al. 2016)."""
    return 1.0 if part < 0.5 else 0.1 if part < 0.75 else 0.01


def cosine(part: float) -> float:
    """Down to 0 along half a wave, slowly at first and at last (Loshchilov & Hutter 2017)."""
    return 0.5 + 0.5 * cos(pi * part)


def cycle(part: float) -> float:
    """The cosine, begun again four times: warm restarts (Loshchilov & Hutter 2017)."""
    return cosine(CYCLES * part % 1.0)


SCHEDULES: dict[str, Callable[[float], float]] = {
    found.__name__: found for found in (constant, linear, step, cosine, cycle)
}


def scheduled_alpha(schedule: str, alpha: Alpha, step: int, steps: int) -> Alpha:
    """Alpha at step `step` of a budget of `steps`; after it, as at its last step."""
    if schedule == "constant" or steps < 1:
        return alpha
    factor = SCHEDULES[schedule](min(step, steps - 1) / steps)
    return alpha * factor if isinstance(alpha, (int, float)) else [a * factor for a in alpha]


# Augmented pictures: a digit a pixel further, or turned a little, is still that digit. Half of the samples of each
# epoch are moved. A way to do so is a number: 0 leaves a picture alone, 1 ... 4 shift it by a pixel, 5 ... 8 rotate
# it.


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
    positions = [(row - rows, column - columns) for row in range(side) for column in range(side)]
    return [row * side + column if 0 <= row < side and 0 <= column < side else -1 for row, column in positions]


@cache
def _rotation_parts(side: int, rotation: int) -> list[Parts]:
    """What each pixel is made of: the four around the place that comes to lie on it (bilinear interpolation)."""
    cosine, sine = ROTATIONS[rotation]
    middle = (side - 1) / 2
    parts = []
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
            parts.append((a, shares[0], b, shares[1], c, shares[2], d, shares[3]))
    return parts


Batch = tuple[int, ...]


class BatchSampler:
    """`count` examples, `batch` a step (None: all of them). `seed`: they are shuffled for each epoch.

    `shift`: a seed too, the same one where both are given; half of the samples of each epoch are moved in one of the
    ways of `augment`.
    """

    def __init__(
        self, count: int, batch: int | None = None, seed: str | None = None, shift: str | None = None,
        augment: str = SHIFT,
    ) -> None:  # fmt: skip
        self.size, self.seed, self.augment = min(batch or count, count), seed, augment
        self.batches = self._cut(range(count))  # of an epoch in the order given
        self.shuffled = seed is not None and count > 1
        self.shifted = shift is not None
        self.is_full = len(self.batches) == 1 and not self.shuffled  # each step sees all examples, in their order
        self.fixed = not (self.shuffled or self.shifted)  # every epoch is like the first
        self._random = Random(seed if self.shuffled else shift)
        self._epochs: list[tuple[list[Batch], list[Batch]]] = []  # the examples of each step, and how each is moved
        self._row = list(range(count))

    def batch(self, step: int) -> Batch:
        """The examples that it looks at, as indices."""
        if self.fixed:
            return self.batches[step % len(self.batches)]
        return self._at(step)[0]

    def moves(self, step: int) -> Batch:
        """How each of them is moved, as ways."""
        return self._at(step)[1] if self.shifted else (0,) * len(self.batch(step))

    def _at(self, step: int) -> tuple[Batch, Batch]:
        epoch, number = divmod(step, len(self.batches))
        while len(self._epochs) <= epoch:
            row = self._row
            for last in range(len(row) - 1, 0, -1) if self.shuffled else ():  # once more (Fisher & Yates)
                other = int(self._random.random() * (last + 1))  # by random() alone: every Python gives the same
                row[last], row[other] = row[other], row[last]
            moves = [draw_way(self._random, self.augment) for _ in row] if self.shifted else []
            self._epochs.append((self._cut(row), self._cut(moves)))
        batches, drawn_moves = self._epochs[epoch]
        return batches[number], drawn_moves[number] if drawn_moves else ()

    def _cut(self, row: range | list[int]) -> list[Batch]:
        return [tuple(row[i : i + self.size]) for i in range(0, len(row), self.size)]
