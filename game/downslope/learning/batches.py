"""Which examples a step looks at: some at a time, in the order given or in a new order each epoch, shifted or not."""

from __future__ import annotations

from random import Random

from .augment import SHIFT, draw_way

Batch = tuple[int, ...]


class BatchSampler:
    """`count` examples, `batch` a step (None: all of them). `seed`: they are shuffled for each epoch.

    `shift`: a seed too, the same one where both are given; half of the samples of each epoch are moved in one of the
    ways of `augment` (augment.py).
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
        """How each of them is moved, as ways of augment.py."""
        return self._at(step)[1] if self.shifted else (0,) * len(self.batch(step))

    def _at(self, step: int) -> tuple[Batch, Batch]:
        epoch, number = divmod(step, len(self.batches))
        while len(self._epochs) <= epoch:
            row = self._next() if self.shuffled else self._row
            moves = [draw_way(self._random, self.augment) for _ in row] if self.shifted else []
            self._epochs.append((self._cut(row), self._cut(moves)))
        batches, drawn_moves = self._epochs[epoch]
        return batches[number], drawn_moves[number] if drawn_moves else ()

    def _next(self) -> list[int]:
        """The row shuffled once more (Fisher & Yates), by random() alone: every Python gives the same."""
        row = self._row
        for last in range(len(row) - 1, 0, -1):
            other = int(self._random.random() * (last + 1))
            row[last], row[other] = row[other], row[last]
        return row

    def _cut(self, row: range | list[int]) -> list[Batch]:
        return [tuple(row[i : i + self.size]) for i in range(0, len(row), self.size)]
