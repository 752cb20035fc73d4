"""The moments of a run that has been made. Nothing in them is guessed, so they may look ahead.

What is said of a neuron ("answers mostly to ...") is said at the first pass from which it holds to the end of the run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from math import isfinite

from ..engine.checkpoint import Snapshot
from ..learning import CELLS, WIDTH, Layered, dot, is_neuron, is_one_layer, is_side_by_side, layers_of
from ..rules import WINS, Learn, Next, Session, Turn, common_ratio, input_name, merge_learns, signed_misses
from ..view.format.numbers import short
from .look_moments import (
    NONE,
    Reading,
    has_peeks,
    peeks,
    reading_moments,
    reads_pictures,
    tries_by_hand,
)
from .sentences import (
    MANY,
    MOST,
    DistinguishingInputs,
    Moment,
    RunTable,
    amount,
    distinguishing_inputs,
    holds_from,
)

# Neurons side by side, each with its own input and goal: who is there first, who last.


LAW = 0.01  # of 1: alpha * input ** 2 is that near to 1


def abreast_moments(table: RunTable) -> list[Moment]:
    """Empty for any other kind of run."""
    network, tolerance = table.run.network, table.session.level.aim.tolerance
    if not is_side_by_side(network) or network.size < 2 or table.each > 1 or table.last == table.first:
        return []
    if tolerance is None or len(table.run.examples) != 1:
        return []
    inputs, goals = table.run.examples[0]
    ways = [network.predict(table.weights_at(step), inputs) for step in range(table.first, table.last + 1)]
    holds = [holds_from([abs(row[i] - goals[i]) <= tolerance for row in ways]) for i in range(network.size)]
    alpha = table.run.alpha
    alphas = [alpha] * len(inputs) if isinstance(alpha, (int, float)) else list(alpha)
    if set(holds) == {1} and all(abs(a * x * x - 1) <= LAW for a, x in zip(alphas, inputs)):  # alpha = 1 / input²
        return [Moment(table.first + 1, 0, "one step for all")]
    arrivals = [(step, i) for i, step in enumerate(holds) if step]
    if not arrivals or (len(arrivals) == len(holds) and min(arrivals)[0] == max(arrivals)[0]):
        return []
    (first, one), (last, other) = min(arrivals), max(arrivals)
    # Of a neuron that has one input: the level's own word for it, else "input .5", by what goes in
    words = table.words
    names = [input_name(words, i, f"{words.get('input', 'input')} {short(x)}") for i, x in enumerate(inputs)]
    facts = {"name": names[one], "first": amount(table.words, first, "steps")}
    if len(arrivals) < len(holds):
        return [Moment(table.first + first, 0, "first of several", facts)]
    return [Moment(table.first + first, 0, "first and last", {
        **facts, "other_name": names[other], "last": last
    })]  # fmt: skip


# Of a run without other moments: where its error came from, and where to.


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


# What was set in a run and before it: alphas that follow each other, weights that are held.


def knob_moments(table: RunTable) -> list[Moment]:
    """Empty where one alpha and all weights learn."""
    if table.last == table.first:
        return []
    # Where the run goes on with another alpha
    moments: list[Moment] = []
    before: object = None
    for setting in table.run.history.settings:
        changed = setting.alpha != before and isinstance(setting.alpha, (int, float))
        step = setting.first
        if changed and before is not None and table.first < step < table.last:
            moments.append(Moment(step, 0, "another alpha", {"alpha": float(setting.alpha)}, step))  # type: ignore[arg-type]
        before = setting.alpha
    # Weights that were held from the start to the end, and the miss that is left to the others
    held = [each.frozen for each in table.run.history.settings if each.first < table.last]
    ice = frozenset.intersection(*held) if held else frozenset()
    run = table.run
    if not ice or len(ice) == run.network.size or len(run.examples) != 1 or run.network.outputs != 1:
        return moments
    inputs, (goal,) = run.examples[0]
    miss = abs(run.network.predict(table.weights_at(table.first), inputs)[0] - goal)
    names = tuple(input_name(table.words, index) for index in sorted(ice) if index < run.network.inputs)
    kind = "one is held" if len(names) == 1 else "are held"
    return [*moments, Moment(table.first, 0, kind, {"names": names, "miss": miss})]


# Neurons that learn example by example: which weight carries the answer, and pulls that add up to nothing.


NOTHING = 1e-9  # relative: what a whole pass leaves of its moves
LITTLE = 0.02  # of the largest move of a pass
MUCH, REST = 0.25, 0.1  # of the largest weight: each other at most, and all others added up
FAINT = 1e-6  # pulls that are smaller are none


def pull_moments(table: RunTable) -> list[Moment]:
    """Empty where a step sees all examples, and for nets with a hidden layer."""
    network = table.run.network
    if table.each == 1 or not is_neuron(network) or table.passes < 1:
        return []
    # Examples with the same inputs and other goals: no weights meet them all
    goals: dict[tuple[float, ...], set[tuple[float, ...]]] = {}
    for inputs, goal in table.run.examples:
        goals.setdefault(tuple(inputs), set()).add(tuple(goal))
    count = [len(goals[tuple(inputs)]) > 1 for inputs, _goal in table.run.examples].count(True)
    words = table.words
    facts = {"count": count, "examples": words.get("examples", "examples"), "inputs": words.get("inputs", "inputs")}
    moments = [Moment(table.first, 0, "disagree", facts)] if count else []
    # In the end one weight is the answer, and the two others cancel
    outcome, weights = table.session.outcome, list(table.weights_at(table.last))
    if outcome is not None and outcome.kind in WINS and len(weights) == 3:
        first, *others = sorted(range(3), key=lambda i: -abs(weights[i]))
        maximum, rest = abs(weights[first]), abs(weights[others[0]] + weights[others[1]])
        if abs(weights[others[0]]) <= MUCH * maximum and rest <= REST * maximum:
            names = [input_name(words, i) for i in range(3)]
            cancel = tuple((names[i], weights[i]) for i in others)
            carries = {"name": names[first], "weight": weights[first], "others": cancel}
            moments.append(Moment(table.last, 0, "carries", carries))
    # The examples of the last pass pull, and the pass as a whole moves nothing, or hardly anything
    way = [table.weights_at(step) for step in range(table.last - table.each, table.last + 1)]
    moves = [max(abs(b - a) for a, b in zip(old, new)) for old, new in pairwise(way)]
    rest = max(abs(b - a) / (1 + abs(a)) for a, b in zip(way[0], way[-1]))
    pulls = [move for move in moves if move > FAINT]
    if len(pulls) > 1:
        moved = max(abs(b - a) for a, b in zip(way[0], way[-1]))
        kind = "nothing" if rest <= NOTHING else "little" if moved <= LITTLE * max(pulls) else ""
        pull = {"count": len(pulls), "pull": max(pulls)}
        moments += [Moment(table.last, 0, f"together {kind}", pull)] if kind else []
    return moments


# When an example is right: its miss is small from a pass on, to the end.


RIGHT = 0.25  # a miss that is smaller is right


def right_moments(table: RunTable) -> list[Moment]:
    """Told with its pass, so every pass must have been looked at. Empty where a step sees all examples."""
    run = table.run
    if not table.dense or table.each == 1 or layers_of(run.network) is None or run.network.outputs > 1:
        return []
    # Every input is on or off, so that an example has a name
    if len(run.examples) > MANY or not all(value in (0, 1) for inputs, _goal in table.run.examples for value in inputs):
        return []
    moments: dict[DistinguishingInputs, Moment] = {}
    for e, (_input, (goal, *_others)) in enumerate(run.examples):
        place = holds_from([abs(row[e][-1][0] - goal) < RIGHT for row in table.answers])
        if place:
            example, step = distinguishing_inputs(table.words, run.examples, e), table.looks[place]
            moments.setdefault(example, Moment(step, 1, "right", {"pass": place, "example": example}, step))
    return list(moments.values())


# A stencil of nine cells that learns window by window: what its picture could teach it.


ALIKE = 1e-6  # cells that differ by less are alike
BLANK_CELL = 0.005  # an error that reads as 0.00


def stencil_moments(table: RunTable) -> list[Moment]:
    """Empty for any other kind of run, and where there is no picture to choose."""
    session, network = table.session, table.run.network
    choice = next((session.knobs[name] for name in session.level.variants if name in session.knobs), None)
    if not is_one_layer(network) or network.size != CELLS or table.each == 1 or not choice or not table.passes:
        return []
    alpha, weights = table.run.alpha, list(table.weights_at(table.last))
    moves = [0] * CELLS  # how often each cell was moved
    for old, new in pairwise([table.weights_at(step) for step in range(table.first, table.last + 1)]):
        for cell, (a, b) in enumerate(zip(old, new)):
            moves[cell] += abs(b - a) > ALIKE
    if session.won and table.passes == 1 and isinstance(alpha, (int, float)) and max(moves) == 1:
        return [Moment(table.last, 0, "each cell once", {"choice": str(choice), "alpha": float(alpha)})]
    rows = [weights[k : k + WIDTH] for k in range(0, CELLS, WIDTH)]
    alike = all(abs(a - b) <= ALIKE for row in rows[1:] for a, b in zip(rows[0], row))
    if alike and not session.won and session.level.unseen and table.run.error() < BLANK_CELL:
        return [Moment(table.last, 0, "rows alike", {"choice": str(choice)})]
    return []


# Two weights, every step sees all examples: how often a step turns back, and what momentum does about it.


FIRST = 10  # steps that are looked at
PUSHES = ("beta",)  # a learner's knobs that say how much of the last step it keeps


def valley_moments(table: RunTable) -> list[Moment]:
    """Empty for any other kind of run."""
    if table.run.network.size != 2 or table.each > 1 or table.last - table.first < 2:
        return []
    turns, count = turns_back(table), min(FIRST, table.last - table.first)
    moments = [Moment(table.first + count, 0, "zigzag", {"turns": turns, "steps": count})] if turns > 1 else []
    # The same run with none of the last step kept
    session = table.session
    kept = next((name for name in PUSHES if session.knobs.get(name)), None)
    if kept is None or session.level.knob(kept) is None or not session.won:
        return moments
    without = Session(session.base, session.catalog)
    for action in session.actions:
        if not (isinstance(action, Turn) and action.knob == kept) and not (
            isinstance(action, Learn) and without.stage == session.stage
        ):
            without.do(action)
    without.do(Turn(kept, 0.0))
    without.learn_until_outcome(without.level.budget)
    plain = RunTable(without)
    before, after = plain.last - plain.first, table.last - table.first
    if not without.won or after >= before or turns_back(plain) <= turns:
        return moments
    facts = {"before": before, "after": after}
    return [*moments, Moment(table.first + count, 0, "pushes", facts)]


def turns_back(table: RunTable) -> int:
    """Of the first steps those that go against the one before."""
    count = min(FIRST, table.last - table.first)
    way = [table.weights_at(table.first + k) for k in range(count + 1)]
    moves = [[b - a for a, b in zip(old, new)] for old, new in pairwise(way)]
    return [dot(one, other) < 0 for one, other in pairwise(moves)].count(True)


# One example, one output: how much of the miss each step leaves, and where it goes past the goal.


STEADY = 1e-6  # relative: ratios that differ by less are one ratio, steps that differ by less are one step
SMALL = 1e-4  # of the first miss: smaller ones tell of rounding
NO_CHANGE = 1e-9  # of the first miss: none of it is left


def one_neuron_moments(table: RunTable) -> list[Moment]:
    """Empty for any other kind of run."""
    if not is_one_layer(table.run.network) or table.last == table.first:
        return []
    misses = signed_misses(table.session, table.first, table.last)
    if not misses or not misses[0]:
        return []
    least = SMALL * abs(misses[0])  # of what is smaller rounding decides the side
    crossing = next((k for k, (a, b) in enumerate(pairwise(misses), 1) if a * b < 0 and abs(b) > least), None)
    moves = [abs(b - a) for a, b in pairwise(misses)]
    alike = all(abs(move - moves[0]) <= STEADY * abs(moves[0]) for move in moves)
    mirrored = abs(misses[0] + misses[1]) <= STEADY * abs(misses[0])  # as far on the other side: it never ends
    stride = moves[0] if len(moves) > 2 and alike and not mirrored else 0.0
    moments, at, ratio = list[Moment](), table.first + 1, misses[1] / misses[0]
    if stride:  # the slope of the error is the same everywhere, or the learner asks for no slope
        (_input, (goal,)), metric = table.run.examples[0], table.run.metric
        slopes = {round(abs(metric.delta(goal + aside, goal)), 9) for aside in (-1.0, -0.25, 0.25, 1.0)}
        kind = "same steps on a v" if len(slopes) == 1 else "same steps"
        moments = [Moment(at, 0, kind, {"step_size": stride})]
    elif abs(ratio) < NO_CHANGE:
        moments = [Moment(at, 0, "nothing left")]
    elif common_ratio([b / a for a, b in pairwise(misses) if abs(a) > least], STEADY) is not None:
        # Said after the first step, where it holds for every step
        kind = "same side" if ratio > 0 else "other side"
        if len(misses) == 2:  # one step is no rule
            kind = "one step leaves"
        elif abs(abs(ratio) - 1) < STEADY:
            kind = "for ever" if ratio < 0 else ""
        elif abs(ratio) > 1:
            kind = "farther out"
        moments = [Moment(at, 0, kind, {"ratio": abs(ratio)})] if kind else []
    if not crossing:
        return moments
    step = table.first + crossing
    before, *after = misses[crossing - 1 : crossing + 2 : 2]
    if stride and after and abs(after[0] - before) <= STEADY * stride:
        return [*moments, Moment(step, 0, "too near")]
    return [*moments, Moment(step, 0, "past the goal", {"step": step, "miss": abs(misses[crossing])})]


# A net with a hidden layer: who is to blame, which neurons stay dark, what the others come to answer to.


MOSTLY = 8.0  # times every other answer: a neuron answers mostly to that example
LIT = 0.2  # its answer there is at least that


def hidden_moments(table: RunTable) -> list[Moment]:
    """Empty for any other kind of run."""
    network = layers_of(table.run.network)
    if network is None or len(network.sizes) != 3 or len(table.run.examples) > MANY:
        return []
    if table.last == table.first:
        return []
    return [each for make in (_blame, _dark, _lights_up, _alike, _mostly, _lines) for each in make(table, network)]


def _blame(table: RunTable, network: Layered) -> list[Moment]:
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
        return [Moment(table.first, 0, kind, {"miss": abs(miss), "neuron": blamed[0] + 1}, table.first)]
    if len(blamed) < 2:
        return []
    maximum = max(blamed, key=lambda j: abs(shares[j]))
    if len({abs(shares[j]) for j in blamed}) == 1:
        return []
    facts = {"count": len(blamed), "neuron": maximum + 1, "share": shares[maximum]}
    return [Moment(table.first, 0, "share the blame", facts, table.first)]


def _dark(table: RunTable, network: Layered) -> list[Moment]:
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


def _lights_up(table: RunTable, network: Layered) -> list[Moment]:
    """Neurons that were dark for every example, before weights were turned by hand and it began to learn."""
    session = table.session
    done = session.actions[session.run_began_at :]
    if not any(isinstance(action, Turn) and action.knob == "weight" for action in done):
        return []
    before = Session(session.base, session.catalog, merge_learns(session.actions[: session.run_began_at])).weights
    moments: list[Moment] = []
    for j in range(network.sizes[1]):
        was = [network.forward(before, inputs)[1][j] for inputs, _goal in table.run.examples]
        now = [layers[1][j] for layers in table.answers[0]]
        if not any(was) and any(now):
            best = max(range(len(now)), key=now.__getitem__)
            facts = {"neuron": j + 1, "example": distinguishing_inputs(table.words, table.run.examples, best)}
            moments.append(Moment(table.first, 0, "lights up", facts, table.first))
    return moments


def _alike(table: RunTable, network: Layered) -> list[Moment]:
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


def _mostly(table: RunTable, network: Layered) -> list[Moment]:
    """Neurons that answer to one example and hardly to any other, from a look on to the end."""
    examples_of: dict[tuple[int, DistinguishingInputs], list[int]] = {}
    for j in range(network.sizes[1]):
        answers = [[layers[1][j] for layers in row] for row in table.answers]
        best = max(range(len(table.run.examples)), key=answers[-1].__getitem__)
        others = [max((abs(v) for e, v in enumerate(row) if e != best), default=0.0) for row in answers]
        place = holds_from([row[best] >= max(LIT, MOSTLY * most) for row, most in zip(answers, others)])
        if place is not None:
            look_and_inputs = table.looks[place], distinguishing_inputs(table.words, table.run.examples, best)
            examples_of.setdefault(look_and_inputs, []).append(j + 1)
    kinds = {1: "answers mostly"}
    return [
        Moment(step, 0, kinds.get(len(neurons), "answer mostly"), {"neurons": tuple(neurons), "example": example}, step)
        for (step, example), neurons in examples_of.items()
    ]


def _lines(table: RunTable, network: Layered) -> list[Moment]:
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


MAKERS = (knob_moments, one_neuron_moments, abreast_moments, valley_moments, pull_moments, hidden_moments,
          right_moments, stencil_moments)  # fmt: skip


def moments_incremental(
    session: Session, read: list[Snapshot] | None = None, known: Mapping[int, Reading] = NONE
) -> Iterator[list[Moment] | None]:
    """Of the present run, in the order of its steps; where nothing learns of the present part, of its actions.

    In pieces of a few milliseconds: None until the last one.

    `read`: it gets how many unseen pictures the net reads correctly, where a run learns that, at each look; but for
    those that are `known`.
    """
    moments = list[Moment]()
    if session.level.learner is None or has_peeks(session):  # by hand, or by looks at a recording: nothing learns
        first = max((k for k, action in enumerate(session.actions, 1) if isinstance(action, Next)), default=0)
        for moment in peeks(session, first) if has_peeks(session) else tries_by_hand(session, first):
            moments.append(moment)  # of the present part, in the order of its actions
            yield None
        yield moments
        return
    table = RunTable(session)
    if reads_pictures(table):
        yield from reading_moments(table, read, known)
        return
    try:
        for _piece in table.look():
            yield None
    except Exception:  # numbers that have run away, or a network of a plugin that raises
        yield []
        return
    for maker in MAKERS:
        moments += _made_by(maker, table)
        yield None
    yield sorted(moments or _made_by(error_moments, table), key=lambda moment: (moment.step, moment.rank))


def _made_by(maker: Callable[[RunTable], list[Moment]], table: RunTable) -> list[Moment]:
    """Numbers that have run away tell nothing, nor does a part of a plugin that raises when it is asked."""
    try:
        return maker(table)
    except Exception:
        return []
