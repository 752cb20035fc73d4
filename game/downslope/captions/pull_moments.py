"""Neurons that learn example by example: which weight carries the answer, and pulls that add up to nothing."""

from __future__ import annotations

from itertools import pairwise

from ..learning.architecture import is_neuron
from ..rules.names import input_name
from ..rules.outcome_kinds import WINS
from .moment import Moment
from .run_table import RunTable

NOTHING = 1e-9  # relative: what a whole pass leaves of its moves
LITTLE = 0.02  # of the largest move of a pass
MUCH, REST = 0.25, 0.1  # of the largest weight: each other at most, and all others added up
FAINT = 1e-6  # pulls that are smaller are none


def pull_moments(table: RunTable) -> list[Moment]:
    """Empty where a step sees all examples, and for nets with a hidden layer."""
    network = table.run.network
    if table.each == 1 or not is_neuron(network) or table.passes < 1:
        return []
    return [*_disagree(table), *_carries(table), *_together(table)]


def _disagree(table: RunTable) -> list[Moment]:
    """Examples with the same inputs and other goals: no weights meet them all."""
    goals: dict[tuple[float, ...], set[tuple[float, ...]]] = {}
    for inputs, goal in table.run.examples:
        goals.setdefault(tuple(inputs), set()).add(tuple(goal))
    count = [len(goals[tuple(inputs)]) > 1 for inputs, _goal in table.run.examples].count(True)
    words = table.words
    facts = {"count": count, "examples": words.get("examples", "examples"), "inputs": words.get("inputs", "inputs")}
    return [Moment(table.first, 0, "disagree", facts)] if count else []


def _carries(table: RunTable) -> list[Moment]:
    """In the end one weight is the answer, and the two others cancel."""
    outcome, weights = table.session.outcome, list(table.weights_at(table.last))
    if outcome is None or outcome.kind not in WINS or len(weights) != 3:
        return []
    first, *others = sorted(range(3), key=lambda i: -abs(weights[i]))
    most, rest = abs(weights[first]), abs(weights[others[0]] + weights[others[1]])
    if abs(weights[others[0]]) > MUCH * most or rest > REST * most:
        return []
    names = [input_name(table.words, i) for i in range(3)]
    facts = {"name": names[first], "weight": weights[first], "others": tuple((names[i], weights[i]) for i in others)}
    return [Moment(table.last, 0, "carries", facts)]


def _together(table: RunTable) -> list[Moment]:
    """The examples of the last pass pull, and the pass as a whole moves nothing, or hardly anything."""
    way = [table.weights_at(step) for step in range(table.last - table.each, table.last + 1)]
    moves = [max(abs(b - a) for a, b in zip(old, new)) for old, new in pairwise(way)]
    rest = max(abs(b - a) / (1 + abs(a)) for a, b in zip(way[0], way[-1]))
    pulls = [move for move in moves if move > FAINT]
    if len(pulls) < 2:
        return []
    facts = {"count": len(pulls), "pull": max(pulls)}
    if rest <= NOTHING:
        return [Moment(table.last, 0, "together nothing", facts)]
    moved = max(abs(b - a) for a, b in zip(way[0], way[-1]))
    return [Moment(table.last, 0, "together little", facts)] if moved <= LITTLE * max(pulls) else []
