"""A bench as a level, and a level as a bench. What the workshop has no place for stays as the level had it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from math import ceil, floor, isfinite
from random import Random
from typing import Any

from ..engine.fast_run import FEW, FastProblem
from ..formulas.inline import is_squared_error
from ..i18n import N_, _
from ..learning import Learner, Metric, Problem
from ..rules import (
    OUTCOMES,
    Action,
    Catalog,
    Deferred,
    Example,
    Knob,
    Level,
    MeanError,
    Question,
    Session,
    Turn,
    Value,
    fits,
    key_of,
    knobs_of,
    metric_with_knobs,
    shared_knob,
)
from ..storage.files import Refused
from .bench import MOST_HIDDEN, MOST_INPUTS, MOST_ROWS, Bench, BenchRow, column_name, is_cell_number, shape_of

# The lowest mean error that a bench's network can have, and the weights there: what no learner can go below.


THIRDS, WIDER = 120, 60  # how often a search takes a third away; how often it may reach twice as far
NOTHING = 1e-12  # of the largest number in a system of equations: what is smaller is 0
ABOVE = 1.02  # times the floor: what a target is that nobody has set
PART = 0.1  # of the error at the start, where no floor is known
LEAST = 0.001  # the same, where the floor is 0


BenchFloor = tuple[float, tuple[float, ...]]  # the lowest mean error, and the weights there


def floor_of(bench: Bench, metric: Metric) -> BenchFloor | None:
    """By the normal equations where the error is squared, by a search where there is one weight; else None."""
    if bench.hidden:
        return None
    problem = problem_of(bench, metric)
    try:
        weights = None
        if is_squared_error(problem.metric):
            weights = _least_squares(bench)
        elif bench.network.size == 1:
            weights = _lowest(problem.error)
        error = problem.error(weights) if weights is not None else None
    except (ArithmeticError, ValueError):
        return None
    if weights is None or error is None or not isfinite(error):
        return None
    return max(0.0, error) if abs(error) < NOTHING else error, tuple(weights)


def problem_of(bench: Bench, metric: Metric) -> Problem:
    """The examples as the engine has them; the metric's own knobs as they stand on the bench."""
    pairs = [(inputs, (goal,)) for inputs, goal in bench.numbers]
    kind = FastProblem if len(pairs) > FEW else Problem
    return kind(bench.network, pairs, metric_with_knobs(metric, dict(bench.settings)))


def _least_squares(bench: Bench) -> list[float] | None:
    """inputs' * inputs * weights = inputs' * goals, by Gauss. None: the inputs do not tell the weights apart."""
    size = bench.network.size
    rows = [[0.0] * (size + 1) for _ in range(size)]
    for given, goal in bench.numbers:
        inputs = (*given, 1.0) if bench.bias else given
        for one in range(size):
            for other in range(size):
                rows[one][other] += inputs[one] * inputs[other]
            rows[one][size] += inputs[one] * goal
    largest = max(abs(number) for row in rows for number in row[:size])
    for column in range(size):
        pivot = max(range(column, size), key=lambda row: abs(rows[row][column]))
        if not abs(rows[pivot][column]) > NOTHING * largest:
            return None
        rows[column], rows[pivot] = rows[pivot], rows[column]
        for row in range(size):
            if row != column:
                part = rows[row][column] / rows[column][column]
                rows[row] = [a - part * b for a, b in zip(rows[row], rows[column])]
    return [rows[row][size] / rows[row][row] for row in range(size)]


def _lowest(error: Callable[[Sequence[float]], float]) -> list[float] | None:
    """The lowest point of a curve of one dip, by thirds. None: it falls for ever."""
    low, height = -1.0, 1.0
    for _wider in range(WIDER):
        if error([low]) > error([low + (height - low) / 4]) and error([height]) > error([height - (height - low) / 4]):
            break
        low, height = 2 * low, 2 * height
    else:
        return None
    for _wider in range(THIRDS):
        third = (height - low) / 3
        if error([low + third]) > error([height - third]):
            low += third
        else:
            height -= third
    return [(low + height) / 2]


NOTCHES = 5  # of a knob that the player may turn, at least
RATIO = 2.0  # from one notch of a knob that moves by a ratio to the next
BESIDE = 2.0  # a start weight may be turned so far to both sides
KEPT = {
    "stages": N_("its stages are kept as they are in the file: {n}"),
    "variants": N_("its variants are kept as they are in the file: {n}"),
    "recording": N_("its recording is kept as it is in the file"),
    "sight": N_("what players see is kept as it is in the file"),
}


def parts_of(bench: Bench, catalog: Catalog) -> tuple[Metric, type[Learner], list[Knob]]:
    """The metric and the learner that a bench names, and their own knobs. KeyError: one is not installed."""
    plugin = bench.kept.plugin if bench.kept is not None else ""
    metric, learner = catalog.metric(bench.metric, plugin), catalog.learner(bench.learner, plugin)
    return metric, learner, list(knobs_of(learner, metric))


def why_not_playable(bench: Bench, catalog: Catalog) -> str:
    """Why no run of it can begin, in a sentence; "": one can."""
    if not bench.rows:
        return _("Add an example first: add a row, or click in the plot.")
    for number, row in enumerate(bench.rows, 1):
        for column, cell in enumerate(row.cells):
            if not is_cell_number(cell):
                text = _("row {row}, {column}: enter a number")
                return text.format(row=number, column=column_name(bench, column))
    if not any(cell for row in bench.rows for cell in row.cells[:-1]):
        return _("Every input is 0: 0 times any weight is 0, so nothing could be learned.")
    try:
        metric, learner, _own = parts_of(bench, catalog)
    except KeyError as missing:
        return _("{name} is not installed: choose another.").format(name=missing.args[0])
    twice = shared_knob(learner, metric)
    if twice is not None:
        text = _("{learner} and {metric} both have a knob {knob}.")
        return text.format(learner=learner.name, metric=metric.name, knob=twice)
    if not fits(learner, bench.network):
        return _("{learner} is not made for this network.").format(learner=learner.name)
    return ""


def target_of(bench: Bench, catalog: Catalog) -> float:
    """The mean error that is to be reached; where nobody has set one, in two digits: a little above the floor."""
    if bench.target is not None:
        return bench.target
    metric, _learner, _own = parts_of(bench, catalog)
    start = bench.weights or bench.network.start_weights(Random(f"weights {bench.seed}"))
    first = abs(problem_of(bench, metric).error(start))
    floor = floor_of(bench, metric)
    wanted = PART * first if floor is None else max(ABOVE * floor[0], LEAST * first)
    if not isfinite(wanted) or wanted <= 0:
        return LEAST
    rounded = float(f"{wanted:.1e}")
    return rounded if floor is None or rounded > floor[0] else float(f"{rounded * 1.1:.1e}")


def level_of(bench: Bench, catalog: Catalog, bet: bool = False) -> Level:
    """The level that would be saved. `bet`: with its question, where what came of it still comes of it.

    Only of a bench that is playable, see `why_not_playable`.
    """
    (_metric, _learner, own), kept = parts_of(bench, catalog), bench.kept
    base = kept or Level(bench.id, title=bench.title, examples=())
    # Of the own knobs those that stand elsewhere than where they stand by themselves
    settings = {knob.name: bench.setting(knob.name, _start_of(knob, kept)) for knob in own
                if (kept is not None and knob.name in kept.settings)
                or bench.setting(knob.name, _start_of(knob, None)) != knob.start}  # fmt: skip
    other = {name: value for name, value in base.settings.items() if name not in settings}
    keeps_target = kept is not None and bench.target is None and not _is_mean_error(kept)
    # Whole numbers as such; an example that was in the file stays as it was written there
    before = {example: example for example in bench.kept.examples} if bench.kept is not None else {}
    examples = []
    for row in bench.rows:
        cells = map(float, row.cells)
        numbers = [int(cell) if cell == int(cell) and abs(cell) < 1e15 else cell for cell in cells]
        made = Example(numbers[0] if bench.inputs == 1 else tuple(numbers[:-1]), numbers[-1], row.label)
        examples.append(before.get(made, made))
    # What the player may turn; a knob that the file has, and that may stand where it stands, is left alone
    names = {"start": "weight"}
    own_knobs = list(bench.kept.knobs) if bench.kept is not None else []
    own_by_name = {knob.name: knob for knob in own}
    names_known = {"alpha", "weight", "seed", *own_by_name}
    knobs = [knob for knob in own_knobs if knob.name not in names_known]
    standing: dict[str, list[Value]] = {
        "weight": list(bench.weights), "alpha": [bench.alpha], "seed": [float(bench.seed)]
    }  # fmt: skip
    for free in bench.free:
        name = names.get(free, free)
        if name not in names_known or ((name == "weight") == bool(bench.hidden) and name in ("weight", "seed")):
            continue
        here = [knob for knob in own_knobs if knob.name == name]
        if name not in standing:
            standing[name] = [bench.setting(name, _start_of(own_by_name[name], bench.kept))]
        values = standing[name]
        if here and all(knob.low <= value <= knob.high if name == "weight" and isinstance(value, (int, float))
                        else knob.allows(value) for knob in here for value in values):  # fmt: skip
            knobs += here
        else:
            knobs.append(_knob(name, values, own_by_name.get(name)))
    words = {key: name for key, name in zip(_word_keys(bench.inputs), bench.names) if name}
    weights: list[float] | None = list(bench.weights)
    if bench.hidden or (kept is not None and kept.weights is None and bench.weights == drawn_weights(kept)):
        weights = None  # they are drawn from the seed
    elif kept is not None and kept.weights is not None and list(kept.weights) == weights:
        weights = list(kept.weights)  # whole numbers as such
    order = {knob.name: number for number, knob in enumerate(own_knobs)}
    fields: dict[str, Any] = {
        "id": bench.id,
        "title": bench.title,
        "brief": bench.brief,
        "par": bench.par,
        "hints": list(bench.hints) if bench.hints else (),
        "network": bench.network,
        "examples": examples,
        "words": {**base.words, **words},
        "weights": weights,
        "seed": bench.seed,
        "alpha": bench.alpha,
        "metric": bench.metric,
        "learner": bench.learner,
        "settings": other | settings,
        "knobs": sorted(knobs, key=lambda knob: order.get(knob.name, len(order))),
    }
    if not keeps_target:
        fields["target"] = MeanError(target_of(bench, catalog))
    level = replace(base, **fields)
    question = question_of(bench, level) if bet else None
    if question is not None:  # what came of the bet comes of it in this level too
        session = Session(level, catalog, question.actions)
        session.learn_until_outcome(level.budget)
        if session.outcome is None or word_of(session.outcome.kind) != question.right:
            return level
        first = next(iter(base.questions), None)
        asked = isinstance(first, Question) and first.asks == "outcome"  # in its place
        level = replace(level, questions=[question, *list(base.questions)[1 if asked else 0 :]])
    return level


def _start_of(knob: Knob, kept: Level | None) -> Value:
    value = kept.settings.get(knob.name, knob.start) if kept is not None else knob.start
    return 0.0 if value is None else value


def _is_mean_error(level: Level) -> bool:
    at_most = level.aim.at_most
    return type(level.target) is MeanError and at_most is not None and level.target == MeanError(at_most)


def _word_keys(inputs: int) -> tuple[str, ...]:
    """What a level's `words` call the columns."""
    one = ("input",) if inputs == 1 else tuple(f"input {number}" for number in range(1, inputs + 1))
    return *one, "goal_prediction"


def drawn_weights(level: Level) -> tuple[float, ...]:
    """The start that a level draws from its seed."""
    return tuple(level.network.start_weights(Random(f"weights {level.seed}"), level.spread))


# -- knobs -----------------------------------------------------------------------------------------------------------


def _knob(name: str, values: list[Value], own: Knob | None) -> Knob:
    """With five notches or more around its value."""
    if name == "weight":
        numbers = [float(value) for value in values]
        return Knob("weight", float(floor(min(numbers) - BESIDE)), float(ceil(max(numbers) + BESIDE)))
    if name == "seed":
        return Knob("seed", stops=[int(values[0]) + k for k in range(NOTCHES)])
    if name == "alpha":
        alpha = float(values[0])
        return Knob("alpha", stops=[float(f"{alpha * RATIO**k:.3g}") if k else alpha for k in range(-2, 3)])
    assert own is not None
    if own.stops or isinstance(values[0], str):
        return own
    return Knob(name, stops=notches_around(own, float(values[0])))


def notches_around(knob: Knob, value: float) -> list[float]:
    """Five notches of a range: a value, and those nearest to it, by a ratio or by steps as the knob moves."""
    step, notches = knob.step or float(f"{(knob.high - knob.low) / 10:.0e}"), list[float]()
    for by_ratio in (True, False) if knob.log else (False,):
        values = [value]
        for far in range(1, NOTCHES + 1):
            for k in (-far, far):
                near = float(f"{value * RATIO**k:.3g}") if by_ratio else round(value + k * step, 10)
                values += [near] if knob.low <= near <= knob.high else []
        notches = sorted(dict.fromkeys(values[:NOTCHES]))
        if len(notches) == NOTCHES:
            break
    return notches


# -- the bet -----------------------------------------------------------------------------------------------------------


def question_of(bench: Bench, level: Level) -> Question | None:
    """What the last bet asked, for the player. None: nothing was bet, or this level cannot have it."""
    if bench.bet is None:
        return None
    alpha, said, came = bench.bet
    if came not in OUTCOMES:
        return None
    actions: list[Action] = []
    if alpha != level.alpha:
        knob = level.knob("alpha")
        if knob is None or not knob.allows(alpha):
            return None
        actions = [Turn("alpha", alpha)]
    near = sorted((kind for kind in OUTCOMES if kind != came and not OUTCOMES[kind].gated),
                  key=lambda kind: abs(OUTCOMES[kind].height - OUTCOMES[came].height))  # fmt: skip
    others = [kind for kind in (said, *near) if kind != came and kind in OUTCOMES]
    kinds = [came, *list(dict.fromkeys(others))[:2]]
    kinds.sort(key=list(OUTCOMES).index)
    return Question(
        f"With alpha {alpha:g} the run would …",
        [word_of(kind) for kind in kinds],
        word_of(came),
        actions=actions,
        asks="outcome",
        means=kinds,
    )


def word_of(kind: str) -> str:
    """An outcome as an answer."""
    title = OUTCOMES[kind].title
    return title if " " in title and title.replace(" ", "") == kind else kind


# -- from a level ------------------------------------------------------------------------------------------------------


def bench_of(level: Level, catalog: Catalog) -> Bench:
    """A level on the bench. Refused: the workshop has no place for its network, its examples or its learner."""
    network, name = level.network, level.id.rpartition("/")[2]
    shape = shape_of(network)
    if shape is None or shape[0] > MOST_INPUTS or shape[1] > MOST_HIDDEN:
        raise Refused(
            _("The workshop cannot show the network of {level}: {network}.").format(
                level=level.title, network=network.source or type(network).__name__
            )
        )
    if isinstance(level.examples, Deferred) or len(level.examples) > MOST_ROWS:
        raise Refused(_("The workshop cannot show the examples of {level}.").format(level=level.title))
    _inputs, hidden, _bias = shape
    drawn = not hidden or level.weights is None
    if level.learner is None or not isinstance(level.alpha, (int, float)) or not drawn:
        raise Refused(_("The workshop cannot show the learning of {level}.").format(level=level.title))
    if level.weights_from:
        raise Refused(_("{level}: it begins with the net of another level.").format(level=level.title))
    rows = tuple(BenchRow((*example.pair[0], *example.pair[1]), example.label) for example in level.examples)
    weights = () if hidden else drawn_weights(level) if level.weights is None else tuple(level.weights)
    free = tuple(dict.fromkeys({"weight": "start"}.get(knob.name, knob.name) for knob in level.knobs))
    own = set[str]()
    with suppress(KeyError):
        learner = catalog.learner(str(level.learner), level.plugin)
        own = {knob.name for knob in knobs_of(learner, catalog.metric(level.metric, level.plugin))}
    target = level.aim.at_most if _is_mean_error(level) else None
    full = []  # as the catalogue has them: what a level calls by its plugin's own short name is found outside too
    for things, key in ((catalog.metrics, level.metric), (catalog.learners, level.learner)):
        with suppress(KeyError):
            key = key_of(things, key, level.plugin)
        full.append(key)
    names = tuple(level.words.get(key, "") for key in _word_keys(level.network.inputs))
    return Bench(
        rows,
        *shape,
        full[0],
        full[1],
        float(level.alpha),
        tuple(sorted((k, v) for k, v in level.settings.items())),
        tuple(map(float, weights)),
        level.seed,
        tuple(each for each in free if each in ("alpha", "start", "seed") or each in own),
        target,
        name,
        level.title,
        level.brief,
        level.par,
        tuple(level.hints),
        names=names if any(names) else (),
        kept=replace(level, id=name),
    )


def kept_parts(level: Level) -> list[str]:
    """What of an opened level the workshop does not show, a sentence each."""
    counts = {name: len(getattr(level, name)) for name in KEPT}
    return [_(KEPT[name]).format(n=count) for name, count in counts.items() if count]
