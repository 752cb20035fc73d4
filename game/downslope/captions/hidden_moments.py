"""A net with a hidden layer: who is to blame, which neurons stay dark, what the others come to answer to."""

from __future__ import annotations

from ..learning.architecture import layers_of
from ..learning.dense import Layers
from ..rules.actions import Turn
from ..rules.session import Session
from ..rules.truncate import merge_learns
from .moment import LitInputs, Moment
from .names import lit_inputs
from .run_table import MANY, RunTable, holds_from

ONLY = 8.0  # times every other answer: a neuron answers only to that example
LIT = 0.2  # its answer there is at least that


def hidden_moments(table: RunTable) -> list[Moment]:
    """Empty for any other kind of run."""
    network = layers_of(table.run.network)
    if network is None or len(network.sizes) != 3 or len(table.run.examples) > MANY:
        return []
    if table.last == table.first:
        return []
    makers = (_blame, _dark, _lights_up, _alike, _only)
    return [*(each for make in makers for each in make(table, network)), *_lines(table, network)]


def _blame(table: RunTable, network: Layers) -> list[Moment]:
    """Of the first step, where it sees one example: which hidden neurons get a share of the miss."""
    step = table.run.at(table.first)
    if len(step.examples) != 1 or network.outputs != 1:
        return []
    inputs, (goal, *_more) = table.run.examples[step.examples[0]]
    layers = network.forward(step.weights, inputs)
    (shares, _last) = network.layer_deltas(step.weights, layers, step.deltas[0])
    blamed, miss = [j for j, share in enumerate(shares) if share], layers[-1][0] - goal
    lit = [j for j, value in enumerate(layers[1]) if value]
    if len(blamed) == 1 and lit == blamed:
        kind = "low, one to blame" if miss < 0 else "high, one to blame"
        return [Moment(table.first, 0, kind, {"miss": abs(miss), "neuron": blamed[0] + 1})]
    if len(blamed) < 2:
        return []
    most = max(blamed, key=lambda j: abs(shares[j]))
    if len({abs(shares[j]) for j in blamed}) == 1:
        return []
    facts = {"count": len(blamed), "neuron": most + 1, "share": shares[most]}
    return [Moment(table.first, 0, "share the blame", facts)]


def _dark(table: RunTable, network: Layers) -> list[Moment]:
    """Neurons that answer 0 to every example, at every look."""
    dark = [j for j in range(network.sizes[1]) if not any(each[1][j] for row in table.answers for each in row)]
    if not dark:
        return []
    if len(dark) == network.sizes[1]:
        still = list(table.weights_at(table.first)) == list(table.weights_at(table.last))
        kind = "all dark, nothing moves" if still else "all dark"
        return [Moment(table.first, 0, kind, {"count": len(dark)})]
    numbers = tuple(j + 1 for j in dark)
    return [Moment(table.first, 0, "one dark" if len(dark) == 1 else "dark", {"neurons": numbers})]


def _lights_up(table: RunTable, network: Layers) -> list[Moment]:
    """Neurons that were dark for every example, before weights were turned by hand and it began to learn."""
    session = table.session
    done = session.actions[session.run_began_at :]
    if not any(isinstance(action, Turn) and action.knob == "weight" for action in done):
        return []
    before = Session(session.base, session.catalog, merge_learns(session.actions[: session.run_began_at])).weights
    found: list[Moment] = []
    for j in range(network.sizes[1]):
        was = [network.forward(before, inputs)[1][j] for inputs, _goal in table.run.examples]
        now = [layers[1][j] for layers in table.answers[0]]
        if not any(was) and any(now):
            best = max(range(len(now)), key=now.__getitem__)
            facts = {"neuron": j + 1, "example": lit_inputs(table.words, table.run.examples, best)}
            found.append(Moment(table.first, 0, "lights up", facts))
    return found


def _alike(table: RunTable, network: Layers) -> list[Moment]:
    """Neurons that give the same answer to every example, to the end; or until a pass from which all differ."""
    count = network.sizes[1]
    columns = [tuple(layers[1][j] for row in table.answers for layers in row) for j in range(count)]
    groups: dict[tuple[float, ...], list[int]] = {}
    for j in range(count):
        if any(columns[j]):
            groups.setdefault(columns[j], []).append(j)
    group = max(groups.values(), key=len, default=[])
    if len(group) == count and count > 1:
        return [Moment(table.first, 0, "all alike", {"count": count})]
    if len(group) > 1:
        return [Moment(table.first, 0, "some alike", {"neurons": tuple(j + 1 for j in group)})]
    one = [len({tuple(layers[1][j] for layers in row) for j in range(count)}) == 1 for row in table.answers]
    place = holds_from([not flag for flag in one])
    if table.dense and table.each > 1 and place and all(one[:place]):
        return [Moment(table.looks[place], 0, "differ", {"pass": place})]
    return []


def _only(table: RunTable, network: Layers) -> list[Moment]:
    """Neurons that answer to one example and hardly to any other, from a look on to the end."""
    found: dict[tuple[int, LitInputs], list[int]] = {}
    for j in range(network.sizes[1]):
        answers = [[layers[1][j] for layers in row] for row in table.answers]
        best = max(range(len(table.run.examples)), key=answers[-1].__getitem__)
        place = holds_from([_answers_only(row, best) for row in answers])
        if place is not None:
            told = table.looks[place], lit_inputs(table.words, table.run.examples, best)
            found.setdefault(told, []).append(j + 1)
    kinds = {1: "answers only"}
    return [
        Moment(step, 0, kinds.get(len(neurons), "answer only"), {"neurons": tuple(neurons), "example": example})
        for (step, example), neurons in found.items()
    ]


def _answers_only(row: list[float], best: int) -> bool:
    return row[best] >= LIT and all(row[best] >= ONLY * abs(v) for e, v in enumerate(row) if e != best)


def _lines(table: RunTable, network: Layers) -> list[Moment]:
    """Nothing bends, so it is one line: how low the exam came."""
    aim = table.session.level.aim
    if network.nonlinear_units or not aim.summed or aim.unseen or table.session.won or not table.dense:
        return []
    exams: list[float] = []
    for row in table.answers:
        total = 0.0
        for (_inputs, goals), layers in zip(table.run.examples, row):
            for value, goal in zip(layers[-1], goals):
                total += (value - goal) ** 2
        exams.append(total)
    return [Moment(table.last, 0, "lines", {"floor": min(exams)})]
