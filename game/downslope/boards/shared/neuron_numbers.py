"""The numbers of a neuron at the step that is looked at, as its panel shows them: what is hidden is None."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...attempt.weight_names import weight_name
from ...i18n import _
from ...view.bowls.error_curve import safe
from ...view.networks.neuron_panel import NeuronLook
from .tolerance import goal_band, live_digits, tolerance_note, tolerance_of

if TYPE_CHECKING:
    from ...attempt.attempt import Attempt
    from ...rules.session import Session

from .neuron_model import look_at, weight_at

COUNTS = 5  # numbers that are shown while one counts


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
