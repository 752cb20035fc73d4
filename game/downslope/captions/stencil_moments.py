"""A stencil of nine cells that learns window by window: what its picture could teach it."""

from __future__ import annotations

from itertools import pairwise

from ..learning.architecture import is_one_layer
from ..learning.ops import CELLS, WIDTH
from .moment import Moment
from .run_table import RunTable

ALIKE = 1e-6  # cells that differ by less are alike
NOTHING = 0.005  # an error that reads as 0.00


def stencil_moments(table: RunTable) -> list[Moment]:
    """Empty for any other kind of run, and where there is no picture to choose."""
    session, network = table.session, table.run.network
    choice = next((session.knobs[name] for name in session.level.variants if name in session.knobs), None)
    if not is_one_layer(network) or network.size != CELLS or table.each == 1 or not choice or not table.passes:
        return []
    alpha, weights = table.run.alpha, list(table.weights_at(table.last))
    if session.won and table.passes == 1 and isinstance(alpha, (int, float)) and _once(table):
        return [Moment(table.last, 0, "each cell once", {"choice": str(choice), "alpha": float(alpha)})]
    rows = [weights[k : k + WIDTH] for k in range(0, CELLS, WIDTH)]
    alike = all(abs(a - b) <= ALIKE for row in rows[1:] for a, b in zip(rows[0], row))
    if alike and not session.won and session.level.unseen and table.run.error() < NOTHING:
        return [Moment(table.last, 0, "rows alike", {"choice": str(choice)})]
    return []


def _once(table: RunTable) -> bool:
    """No cell was moved by more than one step."""
    moves = [0] * CELLS
    for old, new in pairwise([table.weights_at(step) for step in range(table.first, table.last + 1)]):
        for cell, (a, b) in enumerate(zip(old, new)):
            moves[cell] += abs(b - a) > ALIKE
    return max(moves) == 1
