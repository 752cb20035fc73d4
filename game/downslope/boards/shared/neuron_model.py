"""A run at a step: its weights, its error, where it goes next; and the bowl of that error."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from contextlib import suppress

from ...attempt.attempt import Attempt
from ...attempt.shown import weight_name
from ...engine.history import Step
from ...engine.run import Fault, Run
from ...formulas.inline import is_squared_error
from ...i18n import _
from ...learning import is_neuron
from ...rules import Level, Session, input_name
from ...view.bowls.bowl_walk import MOST
from ...view.bowls.error_bowl import bottoms, safe
from ...view.format.numbers import decimals, short
from ...view.networks.neuron_panel import NeuronView


def input_names(level: Level) -> list[str]:
    """What the inputs are called, in the player's language; numbered where the level has one word for all."""
    words = level.words
    one = _(words.get("input", "input"))
    return [_(input_name(words, i, "")) or f"{one} {i + 1}" for i in range(level.network.inputs)]


def has_one_weight(run: Run) -> bool:
    """One input, one weight, one prediction: what a bowl can be drawn for."""
    return run.network.size == run.network.inputs == run.network.outputs == 1


def weight_at(session: Session, step: int, index: int = 0) -> float:
    """The weight before step `step` moved it; at the count: as it stands."""
    return session.run.weights_at(step)[index]


def weights_to(session: Session, step: int) -> list[float]:
    """The one weight before each of the newest steps up to `step`, as many as the trail shows."""
    return [weight_at(session, k) for k in range(max(0, step - MOST), step + 1)]


def evaluation_at(session: Session, step: int) -> Step | None:
    """The numbers of a step. None: they are beyond what a number can be."""
    try:
        return session.run.at(step)
    except ArithmeticError:
        return None


def error_at(session: Session, step: int) -> float:
    """The error that a step saw, or the next one will see; inf where it is beyond what a number can be."""
    run = session.run
    if 0 <= step < run.count:
        return run.errors[step]
    if len(run.batches) == 1:
        return run.error()
    look = evaluation_at(session, step)
    return math.inf if look is None else look.error


def errors_of(session: Session) -> list[float]:
    """The error at every step, and as it is now."""
    return [*session.run.errors, session.run.error()]


# How near counts as reached: the band around a goal, which every picture of it asks for here. A level that asks for
# something else, or hides its goal, has no band.


Band = tuple[float, float]  # lowest, highest
NEAR = 5.0  # so many times the tolerance away, a live number has one more decimal than the tolerance
PLAIN = 2  # decimals further away


def tolerance_of(session: Session) -> float | None:
    """How far a prediction may be from its goal. None: that is not what the level asks for, or the goal is hidden."""
    if session.level.visibility("goal") == "hidden":
        return None
    return session.level.aim.tolerance


def goal_band(session: Session, example: int = 0) -> Band | None:
    """The first predictions that count as reached: goal - tolerance, goal + tolerance."""
    within, aim = tolerance_of(session), session.level.aim
    if within is None or (aim.only is not None and example not in aim.only):
        return None
    goal = session.run.examples[example][1][0]
    return goal - within, goal + within


def weight_band(session: Session) -> Band | None:
    """The weights of a single neuron with which every example counts as reached. None: there are none."""
    bands: list[Band] = []
    for number, (inputs, _goals) in enumerate(session.run.examples):
        band = goal_band(session, number)
        if band is not None and inputs[0]:
            low, height = sorted(end / inputs[0] for end in band)
            bands.append((low, height))
    if not bands:
        return None
    low, height = max(low for low, _high in bands), min(height for _low, height in bands)
    return (low, height) if low <= height and math.isfinite(low) and math.isfinite(height) else None


def tolerance_note(within: float | None) -> str:
    """What stands beside the goal's number: "±.02"."""
    return "" if within is None else "±" + short(within)


def live_digits(within: float | None, prediction: float | None, goal: float) -> int:
    """Decimals of a prediction near its goal: one more than the tolerance has, but no zeros at the end."""
    if within is None or prediction is None or not within > 0 or not abs(prediction - goal) < NEAR * within:
        return PLAIN
    return max(PLAIN, decimals(prediction, decimals(within) + 1))


COUNTS = 5  # numbers that are shown while one counts


def seen_of(attempt: Attempt, at: float, limit: float, ruler: tuple[float, float]) -> NeuronView:
    """The neuron panel's numbers for the step that is looked at; what is hidden in this level is None."""
    session, level = attempt.shown, attempt.now
    step = evaluation_at(session, attempt.step)
    number = step.examples[0] if step else 0
    (inputs, goals) = session.run.examples[number]
    weight = weight_at(session, attempt.step)
    prediction = error = delta = None
    if step is not None:
        prediction, delta = step.predictions[0][0], step.deltas[0][0]
        error = safe(lambda p: session.run.metric.error(p, goals[0]), prediction)
        before = evaluation_at(session, attempt.step - 1) if attempt.step > 0 else None
        way = attempt.game.player_feedback.part("number", "count")
        if before is not None and way is not None and before.examples[0] == number:
            was = before.predictions[0][0]
            worse = safe(lambda p: session.run.metric.error(p, goals[0]), was)
            weight = count(before.weights[0], weight, way)
            prediction, delta = count(was, prediction, way), count(before.deltas[0][0], delta, way)
            error = None if error is None or worse is None else count(worse, error, way)
    hidden = {name for name in ("input", "goal", "weight", "prediction") if level.visibility(name) == "hidden"}
    dark = bool(hidden & {"goal", "prediction"})
    band = goal_band(session, number)
    within = tolerance_of(session) if band is not None else None
    names = {word: _(level.words[word]) for word in ("input", "prediction") if word in level.words}
    if level.network.size == 1:
        names["weight"] = weight_name(level, 0)
    which, many = "", len(session.run.examples)
    if many > 1:
        label = session.level.examples[number].label
        which = _("example {number} of {count}").format(number=number + 1, count=many)
        which += f": {_(label)}" if label else ""
    return NeuronView(
        None if "input" in hidden else inputs[0],
        None if "weight" in hidden else weight,
        None if "prediction" in hidden else prediction,
        None if "goal" in hidden else goals[0],
        None if dark or level.visibility("error") == "none" else error,
        None if dark else delta,
        at, limit, ruler, tuple(names.items()), which, within, tolerance_note(within),
        live_digits(within, prediction, goals[0]),
    )  # fmt: skip


def count(before: float, now: float, part: float) -> float:
    """A number on its way, fast at first, at 0 ... 1 of the time that it counts: a few pictures, not one a frame."""
    part = math.floor(COUNTS * part) / COUNTS
    return before + (now - before) * (1 - (1 - part) ** 2) if math.isfinite(now - before) else now


def ruler_of(session: Session, places: Sequence[Sequence[float]]) -> tuple[float, float]:
    """The predictions at the ends of the goal's ruler: as far from the goal as with any of these weights."""
    run = session.run
    (inputs, goals) = run.examples[0]
    goal = goals[0]
    far = 0.0
    for weights in places:
        far = max(far, abs(run.network.predict(weights, inputs)[0] - goal))
    far = (far if math.isfinite(far) and far > 0 else max(1.0, abs(goal))) * 1.06
    return goal - far, goal + far


# Where each example of one's own data would be met alone: over the number line, on the ground of two weights. The
# shipped levels have their stories there; a level of a plugin has what its author brought.


MOST_EXAMPLES = 200  # that are drawn
Pair = tuple[float, float]


def has_points(session: Session, weights: int) -> bool:
    """Whether the examples are the author's own, and may be seen."""
    level, network = session.level, session.run.network
    own = level.plugin and network.inputs == weights and is_neuron(network)
    return bool(own) and 1 < len(level.examples) <= MOST_EXAMPLES and level.visibility("goal") != "hidden"


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


WORST = 4  # steps of the boldest run that the bowl should have room for; one less where it grows slowly
WIDEST = 4.6  # but no wider than so many times the way from the start to the goal
NARROWEST = 1.32
FEW = 24  # examples of which each is looked at for every point of the bowl


def error_of(run: Run) -> Callable[[float], float]:
    """weight -> mean error over the run's examples; of many of them by the parabola that squared errors make."""
    squares, problem = is_squared_error(run.metric) if len(run.examples) > FEW else None, run.full_problem
    if squares is None or not has_one_weight(run):
        return lambda weight: problem.error([weight])  # the run may have another metric later
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


def room_for(session: Session, ghost: Session | None, error: Callable[[float], float] | None = None
             ) -> tuple[tuple[float, float], tuple[float, ...]]:  # fmt: skip
    """The weights at the edges of a bowl whose weight is learned, and its lowest points. `error`: of a weight."""
    run = session.run
    start = run.start[0]
    goals = [goal / input for (input, *_more), (goal, *_others) in run.examples if input]  # where each is met
    lows = bottoms(error or error_of(run), [start, *filter(math.isfinite, goals)])
    middle = (lows[0] + lows[-1]) / 2 if lows else start
    seen = [start, *lows]
    if run.learner is not None and isinstance(run.alpha, (int, float)):  # where the first steps with the largest go
        knob, boldest = session.level.knob("alpha"), run.alpha
        if knob is not None:
            boldest = max((v for v in knob.values() or () if isinstance(v, (int, float))), default=knob.high)
        with suppress(Fault):
            trial = Run(
                run.network, run.examples, run.metric, session.new_learner(), run.start, boldest, session.level.batch
            )
            while trial.count < WORST and trial.step():
                pass
            weights = [trial.weights_at(k)[0] for k in range(trial.count + 1)]
            fast = len(weights) > 3 and abs(weights[3] - weights[2]) > 1.5 * abs(weights[1] - weights[0])
            seen += weights if fast else weights[:WORST]
    if ghost is not None and ghost.run.network.size == 1:
        seen += [weight_at(ghost, k) for k in range(min(ghost.count, 50) + 1)]
    away: float = max(abs(start - middle), *(abs(w - middle) for w in lows), 0.0)
    far = max(abs(w - middle) for w in seen if math.isfinite(w))
    if away == 0.0:
        away = far or max(1.0, abs(middle))
    half = min(max(1.12 * far, NARROWEST * away), WIDEST * away)
    return (middle - half, middle + half), tuple(lows)
