"""Undo of everything on the bench: a list of benches."""

from __future__ import annotations

from .bench import Bench

MOST = 200  # benches that are kept


class UndoList:
    """`now` is the bench as it is. What is dragged is one change: see `replace`."""

    def __init__(self, bench: Bench) -> None:
        self._past: list[Bench] = []
        self.now = bench

    def change(self, bench: Bench) -> bool:
        """Another bench; the one before can be had back. False: it is the same."""
        if bench == self.now:
            return False
        self._past = [*self._past, self.now][-MOST:]
        self.now = bench
        return True

    def replace(self, bench: Bench) -> None:
        """Another bench in the place of this one: a part of the same change."""
        self.now = bench

    def undo(self) -> bool:
        """Back to the bench before. False: there is none."""
        if not self._past:
            return False
        self.now = self._past.pop()
        return True

    def __len__(self) -> int:
        return len(self._past)
