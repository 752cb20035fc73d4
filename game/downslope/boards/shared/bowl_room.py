"""How much of its error a bowl shows: the weights at its edges, its lowest points, the error over every weight."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

from ...attempt.game.feedback import RunFeedback
from ...engine.run import Fault, Run
from ...formulas.inline import is_squared_error
from ...learning.architecture import is_neuron
from ...rules.session import Session
from ...view.bowls.bowl_walk import ROUND, Stretch
from ...view.bowls.error_bowl import bottoms
from ...view.draw.raster import Point
from .neuron_model import has_one_weight, weight_at

# ---------------------------------------------------------------------------------------------------------------------
# Where each example of one's own data would be met alone: over the number line, on the ground of two weights. The
# shipped levels have their stories there; a level of a plugin has what its author brought.


MOST = 200  # examples that are drawn
Pair = tuple[float, float]


def has_points(session: Session, weights: int) -> bool:
    """Whether the examples are the author's own, and may be seen."""
    level, network = session.level, session.run.network
    own = level.plugin and network.inputs == weights and is_neuron(network)
    return bool(own) and 1 < len(level.examples) <= MOST and level.visibility("goal") != "hidden"


def goal_weights(session: Session) -> tuple[float, ...]:
    """Of one weight: goal_prediction / input of each example; none where the story is not the author's own data."""
    if not has_points(session, 1):
        return ()
    pairs = ((input[0], goals[0]) for input, goals in session.run.sample_problem.examples)
    return tuple(sorted({goal / input for input, goal in pairs if input}))


def goal_lines(session: Session, lowest: Pair) -> tuple[tuple[Pair, Pair], ...]:
    """Of two weights all that meet one example: a line through the one nearest to the lowest place, and its way."""
    if not has_points(session, 2):
        return ()
    lines = list[tuple[Pair, Pair]]()
    for (a, b), (goal,) in session.run.sample_problem.examples:
        length = a * a + b * b
        if length:
            miss = (goal - a * lowest[0] - b * lowest[1]) / length
            lines.append(((lowest[0] + miss * a, lowest[1] + miss * b), (-b / length**0.5, a / length**0.5)))
    return tuple(dict.fromkeys(lines))


# ---------------------------------------------------------------------------------------------------------------------
# How Pip stands on a stage: where he looks, his mood, his shape, from what is felt of the run just now.


HOPS, HIGH = 3, 11.0  # of joy, and how high they are
SKID: Stretch = (1.1, 0.92)
SAT: Stretch = (1.08, 0.88)
TALL: Stretch = (0.93, 1.12)
PUSHED: Stretch = (1.06, 0.95)


class PipPose(NamedTuple):
    """`lift`: design pixels above the ground."""

    look: Point
    mood: str
    stretch: Stretch = ROUND
    lift: float = 0.0


def pose_of(player_feedback: RunFeedback, look: Point, mood: str) -> PipPose:
    """His pose where he would look there, in that mood."""
    if player_feedback.tired and mood == "calm":
        mood = "tired"
    stretch, lift = ROUND, 0.0
    hops, back, blinks = (
        player_feedback.part("pip", "happy"),
        player_feedback.part("pip", "look back"),
        player_feedback.part("pip", "blink twice"),
    )
    if hops is not None:
        lift = HIGH * abs(math.sin(HOPS * math.pi * hops))
    if back is not None:  # he would look towards the goal, which is where he came from
        look = (math.copysign(0.38, look[0]), -0.05)
        slid = math.sin(math.pi * min(1.0, 2 * back))
        stretch = (1 + (SKID[0] - 1) * slid, 1 + (SKID[1] - 1) * slid)
    elif (shake := player_feedback.part("pip", "shake")) is not None:
        look = (0.3 * math.sin(4 * math.pi * shake), look[1])
    elif (turn := player_feedback.part("pip", "turn")) is not None:
        look = (0.3 * math.sin(4 * math.pi * turn), 0.15 - 0.2 * abs(math.cos(2 * math.pi * turn)))
    elif player_feedback.part("pip", "look up") is not None:
        look = (0.0, -0.3)
    elif player_feedback.part("pip", "look at thumb") is not None:
        look = (0.0, 0.36)
    if mood in ("calm", "tired") and blinks is not None and int(4 * blinks) % 2 == 0:
        mood = "blink"
    if player_feedback.part("pip", "dizzy") is not None:
        mood = "dizzy"
    elif player_feedback.part("pip", "yawn") is not None:
        mood = "yawn"
    for what, shape in (("stretch", TALL), ("push", PUSHED), ("sit", SAT)):
        part = player_feedback.part("pip", what)
        if part is not None:
            far = min(1.0, 4 * part) if what == "sit" else math.sin(math.pi * part)
            stretch = (1 + (shape[0] - 1) * far, 1 + (shape[1] - 1) * far)
    if player_feedback.part("pip", "sit") is not None and mood == "calm":
        mood = "tired"
    return PipPose(look, mood, stretch, lift)


WORST = 4  # steps of the boldest run that the bowl should have room for; one less where it grows slowly
WIDEST = 4.6  # but no wider than so many times the way from the start to the goal
NARROWEST = 1.32
FEW = 24  # examples of which each is looked at for every point of the bowl


def error_of(run: Run) -> Callable[[float], float]:
    """weight -> mean error over the run's examples; of many of them by the parabola that squared errors make."""
    squares = is_squared_error(run.metric) if len(run.examples) > FEW else None
    if squares is None or not has_one_weight(run):
        return lambda weight: run.full_problem.error([weight])
    # The mean of share * (input * weight - goal) ** 2, around its lowest point: no example is looked at again
    examples, share = run.examples, squares[0]
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
    goals = [goal / input for (input, *_more), (goal, *_others) in run.examples if input]  # where each is met
    lows = bottoms(error, [start, *filter(math.isfinite, goals)])
    middle = (lows[0] + lows[-1]) / 2 if lows else start
    seen = [start, *lows, *_boldest(session)]
    if ghost is not None and ghost.run.network.size == 1:
        seen += [weight_at(ghost, k) for k in range(min(ghost.count, 50) + 1)]
    away: float = max(abs(start - middle), *(abs(w - middle) for w in lows), 0.0)
    far = max(abs(w - middle) for w in seen if math.isfinite(w))
    if away == 0.0:
        away = far or max(1.0, abs(middle))
    half = min(max(1.12 * far, NARROWEST * away), WIDEST * away)
    return (middle - half, middle + half), tuple(lows)


def _boldest(session: Session) -> list[float]:
    """Where the first steps with the largest alpha go."""
    run, knob = session.run, session.level.knob("alpha")
    if run.learner is None or not isinstance(run.alpha, (int, float)):
        return []
    alpha = run.alpha
    if knob is not None:
        alpha = max((v for v in knob.values() or () if isinstance(v, (int, float))), default=knob.high)
    try:
        trial = Run(run.network, run.examples, run.metric, session.new_learner(), run.start, alpha, session.level.batch)
        while trial.count < WORST and trial.step():
            pass
    except Fault:
        return []
    weights = [trial.weights_at(k)[0] for k in range(trial.count + 1)]
    fast = len(weights) > 3 and abs(weights[3] - weights[2]) > 1.5 * abs(weights[1] - weights[0])
    return weights if fast else weights[:WORST]
