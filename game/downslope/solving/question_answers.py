"""What a question asks of a session: where a run gives the answer, a program finds it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from math import isclose
from random import Random
from typing import Any

from ..learning import layers_of
from ..rules import Catalog, Example, Level, Marker, Question, Session, Turn, accuracy, alpha_since, exam
from .autosolve import run_until

WIDE = 1e-9  # neurons whose weights differ by less are one
CLOSE = 0.02  # accuracies that differ by less are the same
CHANCE = 0.15  # of ten digits


def _ending(session: Session) -> str:
    outcome = run_until(session).outcome
    return outcome.kind if outcome else ""


def _largest(values: Sequence[float]) -> int:
    sizes = [abs(value) for value in values]
    return sizes.index(max(sizes))


def _sign(value: float) -> int:
    return 0 if abs(value) < 1e-9 else 1 if value > 0 else -1


def _prediction(session: Session) -> float:
    return float(session.run.network.predict(session.weights, session.run.examples[0][0])[0])


def _miss(session: Session) -> float:
    return _prediction(session) - session.run.examples[0][1][0]


def _move(session: Session) -> float:
    return session.run.problem(0).weight_deltas(session.weights)[0] * float(session.knobs["alpha"]) * -1.0


def _lowest(session: Session) -> tuple[float, float]:
    """The weight notch with the lowest error, and that error."""
    knob = session.level.knob("weight")
    assert knob is not None
    notches = [float(v) for v in knob.values() or () if isinstance(v, (int, float))]
    return min(((w, session.run.full_problem.error([w])) for w in notches), key=lambda pair: pair[1])


def _each_alpha(session: Session) -> list[tuple[float, Session]]:
    """Every stop of alpha, run until it is known how it ends."""
    knob = session.level.knob("alpha")
    assert knob is not None
    stops = [float(value) for value in knob.values() or () if isinstance(value, (int, float))]
    return [(a, run_until(Session(session.base, session.catalog, [*session.actions, Turn("alpha", a)]))) for a in stops]


def _crossings(session: Session) -> int:
    run = session.run
    (input, (goal, *_more)) = run.examples[0]
    looks = [*(run.history.weights_at(step) for step in range(run.count)), run.weights]
    signs = [_sign(run.network.predict(weights, input)[0] - goal) for weights in looks]
    return [a * b < 0 for a, b in pairwise(signs)].count(True)


def _run_away(session: Session) -> int:
    run = session.run
    (input, goals), predict = run.examples[0], run.network.predict
    start, end = predict(run.history.weights_at(0), input), predict(run.weights, input)
    return len([goal for a, b, goal in zip(start, end, goals) if abs(b - goal) > abs(a - goal)])


def _lit(session: Session) -> int:
    run = session.run
    lit: set[tuple[int, int]] = set()
    for step in range(run.count):
        for input, _goal in run.examples:
            layers = run.network.forward(run.history.weights_at(step), input)[1:-1]
            lit |= {(k, j) for k, layer in enumerate(layers) for j, value in enumerate(layer) if value > 0.0}
    return len(lit)


def _kinds(session: Session) -> int:
    network = layers_of(session.run.network)
    assert network is not None
    into, on = network.blocks[0], network.blocks[1]
    rows: list[list[float]] = []
    for neuron in range(into.neurons):
        own = session.weights[into.row(neuron)] + [session.weights[on.row(k)][neuron] for k in range(on.neurons)]
        if not any(all(abs(a - b) < WIDE for a, b in zip(own, other)) for other in rows):
            rows.append(own)
    return len(rows)


def _lowest_exam(session: Session) -> float:
    session = run_until(session)
    each, lowest = len(session.run.batches), exam(session)
    for step in range(0, session.run.count, each):
        total = 0.0
        for input, goals in session.run.examples:
            for p, g in zip(session.run.predict(session.run.history.weights_at(step), input), goals):
                total += (p - g) * (p - g)
        lowest = min(lowest, total)
    return round(lowest, 2)


def _unseen_grade(session: Session) -> str:
    run_until(session)
    predict = session.run.predict
    pairs = session.level.data(unseen=True)
    worst = max(abs(predict(session.weights, input)[0] - goal[0]) for input, goal in pairs)
    return "right" if worst <= 0.05 else "nearly" if worst < 0.5 else "wrong"


def _times_best(session: Session) -> int:
    run, now = session.run, session.error_by(unseen=True)
    weights, lowest = run.weights, now
    try:
        for step in range(0, run.count, len(run.batches)):
            run.weights = list(run.history.weights_at(step))
            lowest = min(lowest, session.error_by(unseen=True))
    finally:
        run.weights = weights
    return round(now / lowest)


def _choice_that_lands(session: Session) -> Any:
    (name,) = session.level.variants
    stops = session.level.variants[name]
    runs = {v: run_until(Session(session.base, session.catalog, [*session.actions, Turn(name, v)])) for v in stops}
    landed = [stop for stop, run in runs.items() if run.won]
    return landed[0] if len(landed) == 1 else None


def _lands_in_one(session: Session) -> float:
    (landing,) = [alpha for alpha, run in _each_alpha(session) if run.won and run.run.count == 1]
    return landing


def _scrambled(session: Session) -> str:
    count, random = session.level.network.inputs, Random("scramble")
    order = list(range(count))
    for last in range(count - 1, 0, -1):
        other = int(random.random() * (last + 1))
        order[last], order[other] = order[other], order[last]
    base = session.base
    examples, unseen = (
        [Example(tuple([input[i] for i in order]), goals) for input, goals in (example.pair for example in pairs)]
        for pairs in (base.examples, base.unseen)
    )
    changed = replace(base, examples=examples, unseen=unseen)
    after = accuracy(type(session)(changed, session.catalog, session.actions))
    if abs(after - accuracy(session)) < CLOSE:
        return "same"
    return "nothing" if after < CHANCE else "worse"


def _shifted(session: Session) -> str:
    part = replace(session.base.stage(len(session.base.stages)), stages=(), questions=())
    knob = next(name for name, stops in part.variants.items() if any("augment" in put for put in stops.values()))
    without = [action for action in part.solution if not (isinstance(action, Turn) and action.knob == knob)]
    on, off = (type(session)(part, session.catalog, actions) for actions in (part.solution, without))
    return " ".join("up" if accuracy(on, unseen) > accuracy(off, unseen) else "down" for unseen in (False, True))


def _fewest_in_doubt(session: Session) -> float:
    knob = session.level.knob("weight")
    assert knob is not None
    notches = sorted(float(value) for value in knob.values() or ())
    last = len(notches) - 1
    return notches[min((0, last // 2, last), key=lambda place: max(place, last - place))]


# What may be asked: what it is, and what finds it.
ASKS: dict[str, tuple[str, Callable[[Session], Any]]] = {
    "outcome": ("How the run ends: land, overshoot, orbit, runaway, crawl, stuck.", _ending),
    "steps": ("The number of steps until the level is won; if it is not won, the outcome.",
        lambda session: session.run.count - session.recorded if run_until(session).won else _ending(session)),
    "prediction": ("The prediction for the first example, with the current weights.", _prediction),
    "miss": ("Prediction minus goal_prediction, of the first example.", _miss),
    "miss sign": ("The sign of the miss: 1 above the goal, -1 below, 0 at the goal.",
        lambda session: _sign(_miss(session))),
    "crossings": ("How often the miss of the first example changed its sign, from step to step.", _crossings),
    "error": ("The error with the current weights: the mean over all examples.", lambda session: session.run.error()),
    "error ratio": ("The error now, divided by the error one step before.",
        lambda session: session.run.error() / session.run.errors[-1]),
    "weight": ("The first weight.", lambda session: session.weights[0]),
    "bottom": ("The notch of the weight with the lowest error.", lambda session: _lowest(session)[0]),
    "floor": ("1: every notch leaves an error; 0: at one notch the error is 0.",
        lambda session: int(_lowest(session)[1] > 1e-9)),
    "move": ("The change of the first weight in the next step.", _move),
    "move sign": ("The direction in which the next step moves the first weight: 1 up, -1 down, 0 none.",
        lambda session: _sign(_move(session))),
    "input": ("The first input of the first example.", lambda session: session.run.examples[0][0][0]),
    "largest weight": ("The index of the largest weight.", lambda session: _largest(session.weights)),
    "largest move": ("The index of the weight that the next step moves most.",
        lambda session: _largest(session.run.problem(session.run.count).weight_deltas(session.weights))),
    "how many run away": ("How many of the outputs miss by more than at the start.", _run_away),
    "first weight moved": ("The change of the first weight since the last turn of a knob, in hundredths, rounded.",
        lambda session: round(100 * abs(session.weights[0] - session.run.weights_at(alpha_since(session))[0]))),
    "lit": ("How many hidden neurons are above 0 for some example at some step.", _lit),
    "kinds": ("How many neurons of the first hidden layer differ, by the weights into and out of them.", _kinds),
    "lowest exam": ("The lowest exam at the end of any pass, with two decimals.", _lowest_exam),
    "unseen right": ("How many unseen examples are on the goal's side of one half.",
        lambda session: [(session.run.network.predict(session.weights, x)[0] > 0.5) == (goal > 0.5)
                         for x, (goal,) in session.level.data(True)].count(True)),
    "unseen grade": ("The trained net on the unseen examples: right (each miss at most .05), nearly "
        "(below .5) or wrong.", _unseen_grade),
    "times best": ("The unseen error, as a multiple of the lowest one so far at the end of a pass, rounded.",
        _times_best),
    "choice that lands": ("The stop of the level's choice knob that lands. None: no stop lands, or several do.",
        _choice_that_lands),
    "largest alpha that lands": ("The largest stop of alpha that wins.",
        lambda session: max(alpha for alpha, run in _each_alpha(session) if run.won)),
    "alpha that lands in one": ("The stop of alpha that wins in one step.", _lands_in_one),
    "alpha that ends lowest": ("The stop of alpha with the lowest exam at the end.",
        lambda session: min(_each_alpha(session), key=lambda pair: exam(pair[1]))[0]),
    "scrambled": ("The same run with the pixels in another order, the same for all pictures: does it read as well?",
        _scrambled),
    "shifted accuracy": ('What shifts do to the accuracy, on seen and on unseen digits: "down up", for example.',
        _shifted),
    "fewest in doubt": ("Of the lowest, the middle and the highest notch of the weight the one that leaves "
        "the fewest of them possible.", _fewest_in_doubt),
}  # fmt: skip


def answer_of(question: Question | Marker, level: Level, catalog: Catalog) -> Any:
    """What the session shows after the question's actions. LookupError: `asks` is not known."""
    asks = question.asks if callable(question.asks) else ASKS[question.asks][1]
    return asks(Session(question.level or level, catalog, question.actions))


def is_right(question: Question | Marker, level: Level, catalog: Catalog) -> bool | None:
    """Whether the key is right; None: no program knows how to find it."""
    if not question.asks:
        return None
    if isinstance(question, Marker):
        return question.is_right(answer_of(question, level, catalog))
    value = answer_of(question, level, catalog)
    for text, means in zip(question.answers, question.means):
        for one in means if isinstance(means, Sequence) and not isinstance(means, str) else [means]:
            near = isinstance(value, float) and isinstance(one, (int, float))
            if isclose(value, one, rel_tol=1e-6, abs_tol=1e-9) if near else value == one:
                return text == question.right  # the answer whose meaning holds
    return False
