"""One weight, one example: how much of the miss each step leaves, and where it goes past the goal."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ..rules.misses import signed_misses
from .moment import Moment
from .run_table import RunTable

STEADY = 1e-6  # relative: ratios that differ by less are one ratio
SMALL = 1e-4  # of the first miss: smaller ones tell of rounding
NOTHING = 1e-9  # of the first miss: none of it is left


def one_neuron_moments(table: RunTable) -> list[Moment]:
    """Empty for any other kind of run."""
    if table.run.network.size != 1 or table.last == table.first:
        return []
    misses = signed_misses(table.session, table.first, table.last)
    if not misses or not misses[0]:
        return []
    told = SMALL * abs(misses[0])  # of what is smaller rounding decides the side
    crossing = next((k for k, (a, b) in enumerate(pairwise(misses), 1) if a * b < 0 and abs(b) > told), None)
    found = _way_of_shrinking(table, misses)
    if crossing:
        step = table.first + crossing
        found.append(Moment(step, 0, "past the goal", {"step": crossing, "miss": abs(misses[crossing])}))
    return found


def _way_of_shrinking(table: RunTable, misses: Sequence[float]) -> list[Moment]:
    """Said after the first step, where it holds for every step."""
    step, ratio = table.first + 1, misses[1] / misses[0]
    if abs(ratio) < NOTHING:
        return [Moment(step, 0, "nothing left")]
    ratios = [b / a for a, b in pairwise(misses) if abs(a) > SMALL * abs(misses[0]) and abs(b) > NOTHING]
    if not all(abs(each - ratio) <= STEADY * abs(ratio) for each in ratios):
        return []
    if abs(abs(ratio) - 1) < STEADY:
        return [Moment(step, 0, "for ever", {"ratio": abs(ratio)})] if ratio < 0 else []
    if abs(ratio) > 1:
        return [Moment(step, 0, "farther out", {"ratio": abs(ratio)})]
    return [Moment(step, 0, "same side" if ratio > 0 else "other side", {"ratio": abs(ratio)})]
