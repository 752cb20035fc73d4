"""One example, one output: how much of the miss each step leaves, and where it goes past the goal."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ..learning.architecture import is_one_layer
from ..rules.misses import common_ratio, signed_misses
from .moment import Moment
from .run_table import RunTable

STEADY = 1e-6  # relative: ratios that differ by less are one ratio, steps that differ by less are one step
SMALL = 1e-4  # of the first miss: smaller ones tell of rounding
NOTHING = 1e-9  # of the first miss: none of it is left


def one_neuron_moments(table: RunTable) -> list[Moment]:
    """Empty for any other kind of run."""
    if not is_one_layer(table.run.network) or table.last == table.first:
        return []
    misses = signed_misses(table.session, table.first, table.last)
    if not misses or not misses[0]:
        return []
    told = SMALL * abs(misses[0])  # of what is smaller rounding decides the side
    crossing = next((k for k, (a, b) in enumerate(pairwise(misses), 1) if a * b < 0 and abs(b) > told), None)
    stride = _stride(misses)
    found = _strides(table, stride) if stride else _shrinking(table, misses)
    if not crossing:
        return found
    step = table.first + crossing
    before, *after = misses[crossing - 1 : crossing + 2 : 2]
    if stride and after and abs(after[0] - before) <= STEADY * stride:
        return [*found, Moment(step, 0, "too near")]
    return [*found, Moment(step, 0, "past the goal", {"step": step, "miss": abs(misses[crossing])})]


def _stride(misses: Sequence[float]) -> float:
    """By how much each step moves the prediction, where all do the same; else 0."""
    moves = [abs(b - a) for a, b in pairwise(misses)]
    alike = all(abs(move - moves[0]) <= STEADY * abs(moves[0]) for move in moves)
    mirrored = abs(misses[0] + misses[1]) <= STEADY * abs(misses[0])  # as far on the other side: it never ends
    return moves[0] if len(moves) > 2 and alike and not mirrored else 0.0


def _strides(table: RunTable, stride: float) -> list[Moment]:
    """All steps have one size: the slope of the error is the same everywhere, or the learner asks for no slope."""
    (_input, (goal,)), metric = table.run.examples[0], table.run.metric
    slopes = {round(abs(metric.delta(goal + aside, goal)), 9) for aside in (-1.0, -0.25, 0.25, 1.0)}
    kind = "same steps on a v" if len(slopes) == 1 else "same steps"
    return [Moment(table.first + 1, 0, kind, {"step_size": stride})]


def _shrinking(table: RunTable, misses: Sequence[float]) -> list[Moment]:
    """Said after the first step, where it holds for every step."""
    step, ratio = table.first + 1, misses[1] / misses[0]
    if abs(ratio) < NOTHING:
        return [Moment(step, 0, "nothing left")]
    ratios = [b / a for a, b in pairwise(misses) if abs(a) > SMALL * abs(misses[0])]
    if common_ratio(ratios, STEADY) is None:
        return []
    if len(misses) == 2:  # one step is no rule
        return [Moment(step, 0, "one step leaves", {"ratio": abs(ratio)})]
    if abs(abs(ratio) - 1) < STEADY:
        return [Moment(step, 0, "for ever", {"ratio": abs(ratio)})] if ratio < 0 else []
    if abs(ratio) > 1:
        return [Moment(step, 0, "farther out", {"ratio": abs(ratio)})]
    return [Moment(step, 0, "same side" if ratio > 0 else "other side", {"ratio": abs(ratio)})]
