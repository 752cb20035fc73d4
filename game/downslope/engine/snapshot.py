"""The weights at some steps of a training, to be looked at later: dense where much changes, then twice a pass."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

FIRST = (0, 10, 20, 50, 100, 200, 400, 700, 1000)  # steps at which one is kept, before half passes do


class Snapshot(NamedTuple):
    """`measured`: how well these weights do, as a checkpoint has it; empty: nobody has measured."""

    step: int
    weights: Sequence[float]
    measured: Mapping[str, float] = {}


def next_snapshot(step: int, each: int) -> int:
    """The first step after this one at which a snapshot is kept; `each`: steps of a pass."""
    halves = 2 * step // each
    half = next(found for found in (k * each // 2 for k in (halves, halves + 1, halves + 2)) if found > step)
    early = bisect_right(FIRST, step)
    return min(half, FIRST[early]) if early < len(FIRST) else half
