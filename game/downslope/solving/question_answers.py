"""What a question asks of a session: where a run gives the answer, a program finds it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from math import isclose
from random import Random
from typing import Any

from ..learning.architecture import layers_of
from ..rules.actions import Turn
from ..rules.catalog import Catalog
from ..rules.example import Example
from ..rules.level import Level
from ..rules.question import Marker, Question
from ..rules.session import Session
from ..rules.target import accuracy, exam
from .autosolve import run_until

# ---------------------------------------------------------------------------------------------------------------------
# What a question asks of a session with many weights, or of each stop of its alpha. See question_answers.py.


WIDE = 1e-9  # neurons whose weights differ by less are one


def _largest_weight(session: Session) -> int:
    """The index of the largest weight."""
    sizes = [abs(w) for w in session.weights]
    return sizes.index(max(sizes))


def _largest_move(session: Session) -> int:
    """The index of the weight that the next step moves most."""
    sizes = [abs(d) for d in session.run.problem(session.run.count).weight_deltas(session.weights)]
    return sizes.index(max(sizes))


def _run_away(session: Session) -> int:
    """How many of the outputs miss by more than at the start."""
    run = session.run
    (input, goals), predict = run.examples[0], run.network.predict
    start, end = predict(run.history.weights_at(0), input), predict(run.weights, input)
    return len([goal for a, b, goal in zip(start, end, goals) if abs(b - goal) > abs(a - goal)])


def _first_moved(session: Session) -> float:
    """The change of the first weight since the last turn of a knob, in hundredths, rounded."""
    run = session.run
    return round(100 * abs(run.weights[0] - run.history.weights_at(run.history.settings[-1].first)[0]))


def _lit(session: Session) -> int:
    """How many hidden neurons are above 0 for some example at some step."""
    run = session.run
    lit: set[tuple[int, int]] = set()
    for step in range(run.count):
        for input, _goal in run.examples:
            layers = run.network.forward(run.history.weights_at(step), input)[1:-1]
            lit |= {(k, j) for k, layer in enumerate(layers) for j, value in enumerate(layer) if value > 0.0}
    return len(lit)


def _kinds(session: Session) -> int:
    """How many neurons of the first hidden layer differ, by the weights into and out of them."""
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
    """The lowest exam at the end of any pass, with two decimals."""
    session = run_until(session)
    each, lowest = len(session.run.batches), exam(session)
    for step in range(0, session.run.count, each):
        total = 0.0
        for input, goals in session.run.examples:
            for p, g in zip(session.run.network.predict(session.run.history.weights_at(step), input), goals):
                total += (p - g) * (p - g)
        lowest = min(lowest, total)
    return round(lowest, 2)


def _unseen_right(session: Session) -> int:
    """How many unseen examples are on the goal's side of one half."""
    predict = session.run.network.predict
    return len([x for x, (goal,) in session.level.data(True) if (predict(session.weights, x)[0] > 0.5) == (goal > 0.5)])


def _times_best(session: Session) -> int:
    """The unseen error, as a multiple of the lowest one so far at the end of a pass, rounded."""
    run, now = session.run, session.error_by(unseen=True)
    weights, lowest = run.weights, now
    try:
        for step in range(0, run.count, len(run.batches)):
            run.weights = list(run.history.weights_at(step))
            lowest = min(lowest, session.error_by(unseen=True))
    finally:
        run.weights = weights
    return round(now / lowest)


def _each_alpha(session: Session) -> list[tuple[float, Session]]:
    """Every stop of alpha, run until it is known how it ends."""
    knob = session.level.knob("alpha")
    assert knob is not None
    stops = [float(value) for value in knob.values() or () if isinstance(value, (int, float))]
    return [(a, run_until(Session(session.base, session.catalog, [*session.actions, Turn("alpha", a)]))) for a in stops]


def _choice_that_lands(session: Session) -> Any:
    """The stop of the level's choice knob that lands. None: no stop lands, or several do."""
    (name,) = session.level.variants
    stops = session.level.variants[name]
    runs = {v: run_until(Session(session.base, session.catalog, [*session.actions, Turn(name, v)])) for v in stops}
    landed = [stop for stop, run in runs.items() if run.won]
    return landed[0] if len(landed) == 1 else None


def _largest_that_lands(session: Session) -> float:
    """The largest stop of alpha that wins."""
    return max(alpha for alpha, run in _each_alpha(session) if run.won)


def _lands_in_one(session: Session) -> float:
    """The stop of alpha that wins in one step."""
    (landing,) = [alpha for alpha, run in _each_alpha(session) if run.won and run.run.count == 1]
    return landing


def _ends_lowest(session: Session) -> float:
    """The stop of alpha with the lowest exam at the end."""
    return min(_each_alpha(session), key=lambda pair: exam(pair[1]))[0]


def _unseen_grade(session: Session) -> str:
    """The trained net on the unseen examples: right (each miss at most .05), nearly (below .5) or wrong."""
    run_until(session)
    predict = session.run.predict
    pairs = session.level.data(unseen=True)
    worst = max(abs(predict(session.weights, input)[0] - goal[0]) for input, goal in pairs)
    return "right" if worst <= 0.05 else "nearly" if worst < 0.5 else "wrong"


MANY: dict[str, Callable[[Session], Any]] = {
    "largest weight": _largest_weight,
    "largest move": _largest_move,
    "how many run away": _run_away,
    "first weight moved": _first_moved,
    "lit": _lit,
    "kinds": _kinds,
    "lowest exam": _lowest_exam,
    "unseen right": _unseen_right,
    "unseen grade": _unseen_grade,
    "times best": _times_best,
    "choice that lands": _choice_that_lands,
    "largest alpha that lands": _largest_that_lands,
    "alpha that lands in one": _lands_in_one,
    "alpha that ends lowest": _ends_lowest,
}


# ---------------------------------------------------------------------------------------------------------------------
# What a question asks of a session that reads pictures. See question_answers.py.


CLOSE = 0.02  # accuracies that differ by less are the same
CHANCE = 0.15  # of ten digits


def _scrambled(session: Session) -> str:
    """The same run with the pixels in another order, the same for all pictures: does it read as well?"""
    count, random = session.level.network.inputs, Random("scramble")
    order = list(range(count))
    for last in range(count - 1, 0, -1):
        other = int(random.random() * (last + 1))
        order[last], order[other] = order[other], order[last]
    changed = replace(
        session.base, examples=_in_order(session.base.examples, order), unseen=_in_order(session.base.unseen, order)
    )
    after = accuracy(type(session)(changed, session.catalog, session.actions))
    if abs(after - accuracy(session)) < CLOSE:
        return "same"
    return "nothing" if after < CHANCE else "worse"


def _in_order(examples: Sequence[Example], order: Sequence[int]) -> list[Example]:
    pairs = (example.pair for example in examples)
    return [Example(tuple([input[i] for i in order]), goals) for input, goals in pairs]


def _shifted(session: Session) -> str:
    """What shifts do to the accuracy, on seen and on unseen digits: "down up", for example.

    Of the level's last part, by the run that its solution makes, and by the same run without them.
    """
    part = replace(session.base.stage(len(session.base.stages)), stages=(), questions=())
    knob = next(name for name, stops in part.variants.items() if any("augment" in put for put in stops.values()))
    without = [action for action in part.solution if not (isinstance(action, Turn) and action.knob == knob)]
    on, off = (type(session)(part, session.catalog, actions) for actions in (part.solution, without))
    return " ".join("up" if accuracy(on, unseen) > accuracy(off, unseen) else "down" for unseen in (False, True))


PICTURES: dict[str, Callable[[Session], Any]] = {"scrambled": _scrambled, "shifted accuracy": _shifted}


def answer_of(question: Question | Marker, level: Level, catalog: Catalog) -> Any:
    """What the session shows after the question's actions. LookupError: `asks` is not known."""
    asks = question.asks if callable(question.asks) else ASKS.get(question.asks)
    if asks is None:
        raise LookupError(question.asks)
    return asks(Session(question.level or level, catalog, question.actions))


def answer_text(question: Question, level: Level, catalog: Catalog) -> str | None:
    """The answer whose meaning holds; None: none of them does."""
    value = answer_of(question, level, catalog)
    for text, means in zip(question.answers, question.means):
        if any(
            _holds(value, one)
            for one in (means if isinstance(means, Sequence) and not isinstance(means, str) else [means])
        ):
            return text
    return None


def is_right(question: Question | Marker, level: Level, catalog: Catalog) -> bool | None:
    """Whether the key is right; None: no program knows how to find it."""
    if not question.asks:
        return None
    if isinstance(question, Marker):
        return question.is_right(answer_of(question, level, catalog))
    return answer_text(question, level, catalog) == question.right


def _holds(value: Any, means: Any) -> bool:
    if isinstance(value, float) and isinstance(means, (int, float)):
        return isclose(value, means, rel_tol=1e-6, abs_tol=1e-9)
    return bool(value == means)


def _outcome(session: Session) -> str:
    """How the run ends: land, overshoot, orbit, runaway, crawl, stuck."""
    run_until(session)
    return session.outcome.kind if session.outcome else ""


def _steps(session: Session) -> Any:
    """The number of steps until the level is won; if it is not won, the outcome."""
    run_until(session)
    return session.run.count - session.recorded if session.won else session.outcome.kind if session.outcome else ""


def _prediction(session: Session) -> float:
    """The prediction for the first example, with the current weights."""
    return float(session.run.network.predict(session.weights, session.run.examples[0][0])[0])


def _miss(session: Session) -> float:
    """Prediction minus goal_prediction, of the first example."""
    return _prediction(session) - session.run.examples[0][1][0]


def _sign(value: float) -> int:
    return 0 if abs(value) < 1e-9 else 1 if value > 0 else -1


def _ratio(session: Session) -> float:
    """The error now, divided by the error one step before."""
    return session.run.error() / session.run.errors[-1]


def _floor(session: Session) -> int:
    """1: every notch leaves an error; 0: at one notch the error is 0."""
    return int(_lowest(session)[1] > 1e-9)


def _lowest(session: Session) -> tuple[float, float]:
    """The weight notch with the lowest error, and that error."""
    knob = session.level.knob("weight")
    assert knob is not None
    notches = [float(v) for v in knob.values() or () if isinstance(v, (int, float))]
    return min(((w, session.run.full_problem.error([w])) for w in notches), key=lambda pair: pair[1])


def _move(session: Session) -> float:
    """The change of the first weight in the next step."""
    return session.run.problem(0).weight_deltas(session.weights)[0] * float(session.knobs["alpha"]) * -1.0


def _miss_sign(session: Session) -> int:
    """The sign of the miss: 1 above the goal, -1 below, 0 at the goal."""
    return _sign(_miss(session))


def _crossings(session: Session) -> int:
    """How often the miss of the first example changed its sign, from step to step."""
    run = session.run
    (input, (goal, *_more)) = run.examples[0]
    looks = [*(run.history.weights_at(step) for step in range(run.count)), run.weights]
    signs = [_sign(run.network.predict(weights, input)[0] - goal) for weights in looks]
    return [a * b < 0 for a, b in pairwise(signs)].count(True)


def _error(session: Session) -> float:
    """The error with the current weights: the mean over all examples."""
    return session.run.error()


def _weight(session: Session) -> float:
    """The first weight."""
    return session.weights[0]


def _bottom(session: Session) -> float:
    """The notch of the weight with the lowest error."""
    return _lowest(session)[0]


def _move_sign(session: Session) -> int:
    """The direction in which the next step moves the first weight: 1 up, -1 down, 0 none."""
    return _sign(_move(session))


def _input(session: Session) -> float:
    """The first input of the first example."""
    return session.run.examples[0][0][0]


def _fewest_in_doubt(session: Session) -> float:
    """Of the lowest, the middle and the highest notch of the weight the one that leaves the fewest of them possible."""
    knob = session.level.knob("weight")
    assert knob is not None
    notches = sorted(float(value) for value in knob.values() or ())
    last = len(notches) - 1
    return notches[min((0, last // 2, last), key=lambda place: max(place, last - place))]


ASKS: dict[str, Callable[[Session], Any]] = {
    "outcome": _outcome,
    "steps": _steps,
    "prediction": _prediction,
    "miss": _miss,
    "miss sign": _miss_sign,
    "crossings": _crossings,
    "error": _error,
    "error ratio": _ratio,
    "weight": _weight,
    "bottom": _bottom,
    "floor": _floor,
    "move": _move,
    "move sign": _move_sign,
    "input": _input,
    **MANY,
    **PICTURES,
    "fewest in doubt": _fewest_in_doubt,
}
