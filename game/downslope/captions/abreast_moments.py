"""Neurons side by side, each with its own input and goal: who is there first, who last."""

from __future__ import annotations

from ..learning.architecture import is_abreast
from .moment import Moment
from .names import amount, name_by_input
from .run_table import RunTable, holds_from

LAW = 0.01  # of 1: alpha * input ** 2 is that near to 1


def abreast_moments(table: RunTable) -> list[Moment]:
    """Empty for any other kind of run."""
    network, tolerance = table.run.network, table.session.level.aim.tolerance
    if not is_abreast(network) or network.size < 2 or table.each > 1 or table.last == table.first:
        return []
    if tolerance is None or len(table.run.examples) != 1:
        return []
    inputs, goals = table.run.examples[0]
    ways = [network.predict(table.weights_at(step), inputs) for step in range(table.first, table.last + 1)]
    there = [holds_from([abs(row[i] - goals[i]) <= tolerance for row in ways]) for i in range(network.size)]
    if set(there) == {1} and _by_the_law(table):
        return [Moment(table.first + 1, 0, "one step for all")]
    known = [(step, i) for i, step in enumerate(there) if step]
    if not known or (len(known) == len(there) and min(known)[0] == max(known)[0]):
        return []
    (first, one), (last, other) = min(known), max(known)
    facts = {"name": name_by_input(table.words, one, inputs[one]), "first": amount(table.words, first, "steps")}
    if len(known) < len(there):
        return [Moment(table.first + first, 0, "first of several", facts)]
    return [Moment(table.first + first, 0, "first and last", {
        **facts, "other_name": name_by_input(table.words, other, inputs[other]), "last": last
    })]  # fmt: skip


def _by_the_law(table: RunTable) -> bool:
    """Each alpha is 1 / input ** 2."""
    alpha, (inputs, _goals) = table.run.alpha, table.run.examples[0]
    alphas = [alpha] * len(inputs) if isinstance(alpha, (int, float)) else list(alpha)
    return all(abs(a * x * x - 1) <= LAW for a, x in zip(alphas, inputs))
