"""The numbers for an outcome's sentence, all from the run itself."""

from __future__ import annotations

from contextlib import suppress
from math import inf, isfinite

from ..learning.architecture import is_abreast, is_one_layer
from .world import World


def outcome_values(session: World, turn: int, first: float | None = None) -> dict[str, float]:
    """steps, alpha, the first and last error; for one output also predictions, goal and the ratio of the misses.

    `slope`: the steepest weight_delta over all examples, of neurons without hidden ones. `first`: the first error,
    where it is known.
    """
    run = session.run
    values: dict[str, float] = {
        "steps": run.count - session.recorded,
        "turn": turn,
        "budget": session.level.budget,
        "error_first": _first(session) if first is None else first,
        "error_last": run.error(judged=True),
    }
    if isinstance(run.alpha, (int, float)):
        values["alpha"] = run.alpha
    if is_one_layer(run.network) or is_abreast(run.network):  # elsewhere a slope of 0 need not be a bottom
        with suppress(OverflowError):
            values["slope"] = max(map(abs, run.sample_problem.weight_deltas(run.weights)))
    if len(run.examples) == 1 and run.network.outputs == 1:
        (goal,) = run.examples[0][1]
        values["goal"] = goal
        values |= _misses(session, turn, goal)
    return {name: value for name, value in values.items() if isfinite(value)}


def _first(session: World) -> float:
    """The error over all examples before the run's own first step, by the metric of now."""
    run = session.run
    if run.count <= session.recorded:
        return run.error(judged=True)
    try:
        return run.sample_problem.error(run.history.weights_at(session.recorded))
    except OverflowError:
        return inf


def _misses(session: World, turn: int, goal: float) -> dict[str, float]:
    run = session.run
    predict = run.network.predict
    (input, _) = run.examples[0]
    last = predict(run.weights, input)[0]
    values = {"prediction": last, "weight": run.weights[0]}
    if turn < run.count:
        values["turn_prediction"] = predict(run.history.weights_at(turn), input)[0]
    first = run.history.settings[-1].first  # where this alpha began: later steps may be all rounding
    if run.count > first:
        after_it = run.weights_at(first + 1)
        looks = [run.history.weights_at(first), after_it]
        before, after = (predict(weights, input)[0] - goal for weights in looks)
        with suppress(OverflowError):
            errors = [run.metric.error(miss + goal, goal) for miss in (before, after)]
            if before and errors[0]:
                values["miss_ratio"] = after / before
                values["error_ratio"] = errors[1] / errors[0]
    return values
