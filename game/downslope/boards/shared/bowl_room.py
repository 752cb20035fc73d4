"""How much of its error a bowl shows: the weights at its edges, its lowest points, the error over every weight."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ...engine.run import Fault, Run
from ...formulas.polynomial import is_squared_error
from ...learning.problem import Pair
from ...rules.knob import Knob
from ...view.bowls.error_curve import bottoms

if TYPE_CHECKING:
    from ...rules.session import Session
    from ...view.bowls.error_bowl import Bowl

from .neuron_model import has_one_weight, weight_at

WORST = 4  # steps of the boldest run that the bowl should have room for; one less where it grows slowly
WIDEST = 4.6  # but no wider than so many times the way from the start to the goal
NARROWEST = 1.32
FEW = 24  # examples of which each is looked at for every point of the bowl


def error_of(run: Run) -> Callable[[float], float]:
    """weight -> mean error over the run's examples; of many of them by the parabola that squared errors make."""
    squares = is_squared_error(run.metric) if len(run.examples) > FEW else None
    if squares is None or not has_one_weight(run):
        return lambda weight: run.full_problem.error([weight])
    return squared_error(run.examples, squares[0])


def squared_error(examples: Sequence[Pair], share: float) -> Callable[[float], float]:
    """The mean of share * (input * weight - goal) ** 2, around its lowest point: no example is looked at again."""
    square = product = 0.0
    for (value,), (goal,) in examples:
        square += value * value
        product += value * goal
    lowest, floor = product / square if square else 0.0, 0.0
    for (value,), (goal,) in examples:
        floor += (value * lowest - goal) ** 2
    curve, floor = share * square / len(examples), share * floor / len(examples)
    return lambda weight: floor + curve * (weight - lowest) * (weight - lowest)


def room_for(session: Session, ghost: Session | None) -> tuple[tuple[float, float], tuple[float, ...]]:
    """The weights at the edges of a bowl whose weight is learned, and its lowest points."""
    run = session.run
    error = error_of(run)
    start = run.start[0]
    found = bottoms(error, [start, *_guesses(run)])
    middle = (found[0] + found[-1]) / 2 if found else start
    seen = [start, *found, *_boldest(session)]
    if ghost is not None and ghost.run.network.size == 1:
        seen += [weight_at(ghost, k) for k in range(min(ghost.count, 50) + 1)]
    away: float = max(abs(start - middle), *(abs(w - middle) for w in found), 0.0)
    far = max(abs(w - middle) for w in seen if math.isfinite(w))
    if away == 0.0:
        away = far or max(1.0, abs(middle))
    half = min(max(1.12 * far, NARROWEST * away), WIDEST * away)
    return (middle - half, middle + half), tuple(found)


def _guesses(run: Run) -> list[float]:
    """Where a neuron's goals lie: goal / input for each example."""
    found = []
    for input, goal in run.examples:
        if input[0]:
            found.append(goal[0] / input[0])
    return [g for g in found if math.isfinite(g)]


def _boldest(session: Session) -> list[float]:
    """Where the first steps with the largest alpha go."""
    run, knob = session.run, session.level.knob("alpha")
    if run.learner is None or not isinstance(run.alpha, (int, float)):
        return []
    alpha = highest(knob) if knob is not None else run.alpha
    try:
        trial = Run(run.network, run.examples, run.metric, session.new_learner(), run.start, alpha, session.level.batch)
        while trial.count < WORST and trial.step():
            pass
    except Fault:
        return []
    found = [trial.weights_at(k)[0] for k in range(trial.count + 1)]
    fast = len(found) > 3 and abs(found[3] - found[2]) > 1.5 * abs(found[1] - found[0])
    return found if fast else found[:WORST]


def highest(knob: Knob) -> float:
    """The largest number it may have."""
    return max((v for v in knob.values() or () if isinstance(v, (int, float))), default=knob.high)


def last_that_fits(session: Session, bowl: Bowl) -> int:
    """The last step of a run whose weight is still in the picture."""
    return max((k for k in range(session.count + 1) if bowl.fits(weight_at(session, k))), default=0)
