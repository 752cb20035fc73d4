"""Two weights, every step sees all examples: how often a step turns back on the one before."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from .moment import Moment
from .run_table import RunTable

FIRST = 10  # steps that are looked at


def valley_moments(table: RunTable) -> list[Moment]:
    """Empty for any other kind of run."""
    if table.run.network.size != 2 or table.each > 1 or table.last - table.first < 2:
        return []
    count = min(FIRST, table.last - table.first)
    turns = turns_back([table.weights_at(table.first + k) for k in range(count + 1)])
    if not turns:
        return []
    return [Moment(table.first + count, 0, "zigzag", {"turns": turns, "steps": count})]


def turns_back(way: Sequence[Sequence[float]]) -> int:
    """Steps that go against the one before."""
    moves = [[b - a for a, b in zip(old, new)] for old, new in pairwise(way)]
    return [_dot(one, other) < 0 for one, other in pairwise(moves)].count(True)


def _dot(one: Sequence[float], other: Sequence[float]) -> float:
    total = 0.0
    for a, b in zip(one, other):
        total += a * b
    return total
