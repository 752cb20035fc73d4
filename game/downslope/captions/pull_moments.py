"""Neurons that learn example by example: which weight carries the answer, and pulls that add up to nothing."""

from __future__ import annotations

from itertools import pairwise

from ..learning.network import Neuron
from ..rules.outcome_kinds import WINS
from .moment import Moment
from .names import input_name
from .run_table import RunTable

NOTHING = 1e-9  # relative: what a whole pass leaves of its moves
MUCH, LITTLE = 0.25, 0.1  # of the largest weight: each other at most, and all others added up


def pull_moments(table: RunTable) -> list[Moment]:
    """Empty where a step sees all examples, and for nets with a hidden layer."""
    network = table.run.network
    if table.each == 1 or not isinstance(network, Neuron) or network.outputs > 1 or table.passes < 1:
        return []
    return [*_carries(table), *_together_nothing(table)]


def _carries(table: RunTable) -> list[Moment]:
    """In the end one weight is the answer, and the others cancel."""
    outcome = table.session.outcome
    if outcome is None or outcome.kind not in WINS:
        return []
    weights = list(table.weights_at(table.last))
    order = sorted(range(len(weights)), key=lambda i: -abs(weights[i]))
    most, rest = weights[order[0]], 0.0
    for i in order[1:]:
        rest += weights[i]
    if len(order) < 3 or abs(weights[order[1]]) > MUCH * abs(most) or abs(rest) > LITTLE * abs(most):
        return []
    names = tuple(input_name(table.words, i) for i in order)
    facts = {"name": names[0], "weight": most, "others": tuple((names[k], weights[order[k]]) for k in (1, 2))}
    return [Moment(table.last, 0, "carries", facts)] if len(order) == 3 else []


def _together_nothing(table: RunTable) -> list[Moment]:
    """The examples of the last pass pull, and the pass as a whole moves nothing."""
    way = [table.weights_at(step) for step in range(table.last - table.each, table.last + 1)]
    moves = [max(abs(b - a) for a, b in zip(old, new)) for old, new in pairwise(way)]
    rest = max(abs(b - a) / (1 + abs(a)) for a, b in zip(way[0], way[-1]))
    pulls = [move for move in moves if move > 0]
    if rest > NOTHING or not pulls or max(pulls) < 1e-6:
        return []
    return [Moment(table.last, 0, "together nothing", {"examples": len(pulls), "pull": max(pulls)})]
