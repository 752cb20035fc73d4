"""What a question asks of a session with many weights, or of each stop of its alpha. See question_answers.py."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..learning.architecture import layers_of
from ..rules.actions import Turn
from ..rules.session import Session
from ..rules.target import exam
from .halving_search import run_until

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
    """By how much the first weight has changed since a knob was turned last, in hundredths, rounded."""
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
    """How many different neurons the first hidden layer has: by the weights that lead there, and on."""
    network = layers_of(session.run.network)
    assert network is not None
    into, on = network.blocks[0], network.blocks[1]
    found: list[list[float]] = []
    for neuron in range(into.neurons):
        own = session.weights[into.row(neuron)] + [session.weights[on.row(k)][neuron] for k in range(on.neurons)]
        if not any(all(abs(a - b) < WIDE for a, b in zip(own, other)) for other in found):
            found.append(own)
    return len(found)


def _lowest_exam(session: Session) -> float:
    """The lowest exam at the end of any pass, two digits after the point."""
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
    """The unseen error, in multiples of the lowest at the end of any pass so far, rounded."""
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
    """The stop of the level's choice knob that lands; None: none does, or several."""
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
    (found,) = [alpha for alpha, run in _each_alpha(session) if run.won and run.run.count == 1]
    return found


def _ends_lowest(session: Session) -> float:
    """The stop of alpha with the lowest exam at the end."""
    return min(_each_alpha(session), key=lambda pair: exam(pair[1]))[0]


def _unseen_grade(session: Session) -> str:
    """What the learner makes of the unseen examples at its end: right, nearly (no miss of a half), wrong."""
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
