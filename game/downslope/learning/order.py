"""Which examples a step looks at: some at a time, in the order given or in a new order each epoch."""

from __future__ import annotations

from random import Random

Batch = tuple[int, ...]


class Order:
    """`count` examples, `batch` a step (None: all of them). `seed`: they are shuffled for each epoch."""

    def __init__(self, count: int, batch: int | None = None, seed: str | None = None) -> None:
        self.size, self.seed = min(batch or count, count), seed
        self.batches = self._cut(range(count))  # of an epoch in the order given
        self.shuffled = seed is not None and count > 1
        self._random, self._epochs = Random(seed), list[list[Batch]]()
        self._row = list(range(count))

    def batch(self, step: int) -> Batch:
        epoch, number = divmod(step, len(self.batches))
        if not self.shuffled:
            return self.batches[number]
        while len(self._epochs) <= epoch:
            self._epochs.append(self._cut(self._next()))
        return self._epochs[epoch][number]

    def _next(self) -> list[int]:
        """The row shuffled once more (Fisher & Yates), by random() alone: every Python gives the same."""
        row = self._row
        for last in range(len(row) - 1, 0, -1):
            other = int(self._random.random() * (last + 1))
            row[last], row[other] = row[other], row[last]
        return row

    def _cut(self, row: range | list[int]) -> list[Batch]:
        return [tuple(row[i : i + self.size]) for i in range(0, len(row), self.size)]
