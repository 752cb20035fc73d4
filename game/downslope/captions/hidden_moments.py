"""A net with a hidden layer: which neurons stay dark, what the others come to answer to, when an example is right."""

from __future__ import annotations

from ..learning.dense import Layers
from .moment import Moment
from .names import lit_inputs
from .run_table import RunTable, holds_from

ONLY = 8.0  # times every other answer: a neuron answers only to that example
LIT = 0.2  # its answer there is at least that
RIGHT = 0.25  # a miss that is smaller is right
MANY = 12  # examples: of more than that none is named


def hidden_moments(table: RunTable) -> list[Moment]:
    """Empty for any other kind of run."""
    network = table.run.network
    if not isinstance(network, Layers) or len(network.sizes) != 3 or len(table.run.examples) > MANY:
        return []
    if table.last == table.first:
        return []
    return [*_dark(table, network), *_only(table, network), *_right(table)]


def _dark(table: RunTable, network: Layers) -> list[Moment]:
    """Neurons that answer 0 to every example, at every look."""
    dark = [j for j in range(network.sizes[1]) if not any(each[1][j] for row in table.answers for each in row)]
    if not dark:
        return []
    if len(dark) == network.sizes[1]:
        return [Moment(table.first, 0, "all dark", {"count": len(dark)})]
    numbers = tuple(j + 1 for j in dark)
    return [Moment(table.first, 0, "one dark" if len(dark) == 1 else "dark", {"neurons": numbers})]


def _only(table: RunTable, network: Layers) -> list[Moment]:
    """A neuron that answers to one example and hardly to any other, from a look on to the end."""
    found: list[Moment] = []
    for j in range(network.sizes[1]):
        answers = [[layers[1][j] for layers in row] for row in table.answers]
        best = max(range(len(table.run.examples)), key=answers[-1].__getitem__)
        place = holds_from([_answers_only(row, best) for row in answers])
        if place is not None:
            facts = {"neuron": j + 1, "example": lit_inputs(table.words, table.run.examples, best)}
            found.append(Moment(table.looks[place], 0, "answers only", facts))
    return found


def _answers_only(row: list[float], best: int) -> bool:
    return row[best] >= LIT and all(row[best] >= ONLY * abs(v) for e, v in enumerate(row) if e != best)


def _right(table: RunTable) -> list[Moment]:
    """An example whose miss is small from a pass on; told with its pass, so every pass must have been looked at."""
    if not table.dense or table.each == 1:
        return []
    found: list[Moment] = []
    for e, (_input, (goal, *_others)) in enumerate(table.run.examples):
        place = holds_from([abs(row[e][-1][0] - goal) < RIGHT for row in table.answers])
        if place:
            facts = {"pass": place, "example": lit_inputs(table.words, table.run.examples, e)}
            found.append(Moment(table.looks[place], 1, "right", facts))
    return found
