"""What a single neuron's board shows, read from the attempt: weights of steps, the look of a step, what comes next."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ...attempt.units import unit_name
from ...attempt.weight_names import weight_name
from ...engine.history import Step
from ...engine.run import Fault, Run
from ...formulas.polynomial import is_squared_error
from ...i18n import _
from ...learning.problem import Pair
from ...rules.actions import Impossible
from ...rules.knob import Knob
from ...view.bowls.bowl_walk import MOST
from ...view.format.numbers import short
from ...view.format.ticks import bottoms, safe
from ...view.networks.neuron_panel import NeuronLook
from .tolerance import goal_band, live_digits, tolerance_note, tolerance_of

if TYPE_CHECKING:
    from ...attempt.attempt import Attempt
    from ...rules.session import Session
    from ...view.bowls.error_bowl import Bowl

WORST = 4  # steps of the boldest run that the bowl should have room for; one less where it grows slowly
WIDEST = 4.6  # but no wider than so many times the way from the start to the goal
NARROWEST = 1.32
FEW = 24  # examples of which each is looked at for every point of the bowl
COUNTS = 5  # numbers that are shown while one counts


def has_one_weight(run: Run) -> bool:
    """One input, one weight, one prediction: what a bowl can be drawn for."""
    return run.network.size == run.network.inputs == run.network.outputs == 1


def weight_at(session: Session, step: int, index: int = 0) -> float:
    """The weight before step `step` moved it; at the count: as it stands."""
    return session.run.weights_at(step)[index]


def weights_to(session: Session, step: int) -> list[float]:
    """The one weight before each of the newest steps up to `step`, as many as the trail shows."""
    return [weight_at(session, k) for k in range(max(0, step - MOST), step + 1)]


def older_than(session: Session, step: int) -> list[float]:
    """Some of the weights before those."""
    end = max(0, step - MOST)
    return [weight_at(session, k) for k in range(0, end, max(1, end // MOST))]


def look_at(session: Session, step: int) -> Step | None:
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
    look = look_at(session, step)
    return math.inf if look is None else look.error


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


def errors_of(session: Session) -> list[float]:
    """The error at every step, and as it is now."""
    return [*session.run.errors, session.run.error()]


def next_weight(session: Session, step: int) -> float | None:
    """Where the next step goes: the one that was made, or the one that would be."""
    if step < session.count:
        return weight_at(session, step + 1)
    trial = session.copy()
    try:
        trial.learn(1)
    except (Impossible, Fault):
        return None
    return trial.weights[0] if trial.count > step else None


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


def seen_of(attempt: Attempt, at: float, limit: float, ruler: tuple[float, float]) -> NeuronLook:
    """The neuron panel's numbers for the step that is looked at; what is hidden in this level is None."""
    session, level = attempt.shown, attempt.now
    step = look_at(session, attempt.step)
    number = step.examples[0] if step else 0
    (inputs, goals) = session.run.examples[number]
    weight = weight_at(session, attempt.step)
    prediction = error = delta = None
    if step is not None:
        prediction, delta = step.predictions[0][0], step.deltas[0][0]
        error = safe(lambda p: session.run.metric.error(p, goals[0]), prediction)
        before = look_at(session, attempt.step - 1) if attempt.step > 0 else None
        way = attempt.game.feel.part("number", "count")
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
    miss = None if prediction is None else prediction - goals[0]
    names = {word: _(level.words[word]) for word in ("input", "prediction") if word in level.words}
    if level.network.size == 1:
        names["weight"] = weight_name(level, 0)
    return NeuronLook(
        None if "input" in hidden else inputs[0],
        None if "weight" in hidden else weight,
        None if "prediction" in hidden else prediction,
        None if "goal" in hidden else goals[0],
        None if dark or level.visibility("error") == "none" else error,
        None if dark else delta,
        at, limit, ruler, names, _which(session, number), within, tolerance_note(within), live_digits(within, miss),
    )  # fmt: skip


def count(before: float, now: float, part: float) -> float:
    """A number on its way, fast at first, at 0 ... 1 of the time that it counts: a few pictures, not one a frame."""
    part = math.floor(COUNTS * part) / COUNTS
    return before + (now - before) * (1 - (1 - part) ** 2) if math.isfinite(now - before) else now


def _which(session: Session, number: int) -> str:
    """The name of an example, where there are several."""
    count = len(session.run.examples)
    if count < 2:
        return ""
    label = session.level.examples[number].label
    told = _("example {number} of {count}").format(number=number + 1, count=count)
    return f"{told}: {_(label)}" if label else told


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


def last_that_fits(session: Session, bowl: Bowl) -> int:
    """The last step of a run whose weight is still in the picture."""
    return max((k for k in range(session.count + 1) if bowl.fits(weight_at(session, k))), default=0)


def ghost_name(attempt: Attempt) -> str:
    """Whose run the ghost's is, and how long it took."""
    ghost = attempt.ghost_here
    if ghost is None:
        return ""
    count = ghost.count - ghost.recorded or ghost.count
    values = {"count": count, "alpha": _alpha(ghost), "steps": unit_name(ghost.level, count, "steps")}
    if attempt.machine is not None and attempt.machine.session is attempt.ghost:
        told = _("shared run, {count} {steps}") if attempt.machine.is_shared else _("auto-solver, {count} {steps}")
        return told.format(**values)
    return (_("alpha {alpha}, {count} {steps}") if values["alpha"] else _("{count} {steps}")).format(**values)


def _alpha(session: Session) -> str:
    """The alpha of a run that had only one."""
    alphas = {s.alpha for s in session.run.history.settings if isinstance(s.alpha, (int, float))}
    return short(alphas.pop()) if len(alphas) == 1 else ""
