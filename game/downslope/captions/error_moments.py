"""Of a run of which nothing else is told: where its error came from, and where to."""

from __future__ import annotations

from math import isfinite

from .moment import Moment
from .names import amount
from .run_table import MOST, RunTable


def error_moments(table: RunTable) -> list[Moment]:
    """Told at its end."""
    run = table.run
    if table.last == table.first or run.network.size * len(run.examples) > MOST // 10:
        return []
    first, last = run.full_problem.error(table.weights_at(table.first)), run.error()
    if not isfinite(first) or not isfinite(last) or first == last:
        return []
    beats, rest = divmod(table.last - table.first, table.each)
    unit = "steps" if table.each == 1 or rest else "passes"
    count = beats if unit == "passes" else table.last - table.first
    facts = {"first_error": first, "error": last, "steps": amount(table.words, count, unit)}
    return [Moment(table.last, 1, "falls" if abs(last) < abs(first) else "rises", facts)]
