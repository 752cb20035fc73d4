"""Of a metric: finite numbers, the same twice, and a delta that is the slope of its error but for `slope_factor`."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from math import isclose, isfinite
from random import Random
from statistics import median
from typing import Any, NamedTuple

from ..engine.plain_text import short_repr
from ..i18n import _
from ..learning.metric import Metric
from ..rules.fitting import metric_with_knobs
from .findings import CodePlace, Finding, place_of, raised_at

PREDICTIONS = (-1000.0, -20.0, -3.0, -1.0, -0.55, -0.1, 0.0, 0.1, 0.55, 1.0, 3.0, 20.0, 1000.0)
GOALS = (-2.0, -1.0, 0.0, 0.3, 1.0, 5.0)
STEP = 1e-6  # of a difference quotient, times the size of the prediction
CLOSE = 1e-3  # quotients of both sides agree so far: else there is a kink, which has no slope
LEAST = 1e-3  # a smaller delta says nothing of the ratio
ENOUGH = 10  # places at which the slope can be measured
VOTES, TRIES = 3, 20  # of a metric of several outputs: how many, at how many places


class SlopeSample(NamedTuple):
    """Where the error has one slope."""

    prediction: float
    goal: float
    slope: float
    delta: float


def check_metric(metric: Metric) -> list[Finding]:
    """The findings about a metric, measured at 78 places; then with each knob set elsewhere."""
    metric = metric_with_knobs(metric, {})
    found = _broken(metric)
    if found:
        return [found]
    if _has_own(metric, "error"):
        found = _slope_fault(metric)
    else:
        found = next(_faults_together(metric), None)
    return [*([found] if found else []), *_idle_knobs(metric)]


def _has_own(metric: Metric, method: str) -> bool:
    return getattr(type(metric), method) is not getattr(Metric, method)


def _finding(metric: Metric, rule: str, message: str, place: CodePlace | None = None) -> Finding:
    """`place`: None: where its delta begins."""
    place = place if place is not None else place_of(type(metric), "delta", "deltas")
    return Finding(rule, f"metric {metric.name}", message, *place)


def _broken(metric: Metric) -> Finding | None:
    """The first place at which a method of it raises, or gives no finite number, or another one the second time."""
    for what in (metric.error, metric.delta) if _has_own(metric, "error") else ():
        for prediction in PREDICTIONS:
            for goal in GOALS:
                found = _odd(metric, what, prediction, goal)
                if found:
                    return found
    return None


def _odd(metric: Metric, what: Callable[[float, float], Any], prediction: float, goal: float) -> Finding | None:
    asked = f"{what.__name__}({prediction:g}, {goal:g})"
    try:
        value, again = what(prediction, goal), what(prediction, goal)
    except Exception as error:
        message = _("{asked} raised {kind}: {reason}").format(asked=asked, kind=type(error).__name__, reason=error)
        return _finding(metric, "metric-raises", message, raised_at(error, type(metric), what.__name__))
    place = place_of(type(metric), what.__name__)
    if not isinstance(value, (int, float)):
        message = _("{asked} returned {value}").format(asked=asked, value=short_repr(value))
        return _finding(metric, "metric-kind", message, place)
    if not isfinite(value):
        return _finding(metric, "metric-finite", _("{asked} is {value}").format(asked=asked, value=value), place)
    if value != again:
        words = _("{asked} returned {value}, then {again}")
        message = words.format(asked=asked, value=f"{value:g}", again=f"{again:g}")
        return _finding(metric, "metric-pure", message, place)
    return None


def places_of(metric: Metric) -> Iterator[SlopeSample]:
    """Every place at which the quotients of both sides agree."""
    for prediction in PREDICTIONS:
        for goal in GOALS:
            step = STEP * max(1.0, abs(prediction))
            here, above, below = (metric.error(prediction + by, goal) for by in (0.0, step, -step))
            left, right = (here - below) / step, (above - here) / step
            if isclose(left, right, rel_tol=CLOSE, abs_tol=CLOSE * CLOSE):
                yield SlopeSample(prediction, goal, (above - below) / (2 * step), metric.delta(prediction, goal))


def _slope_fault(metric: Metric) -> Finding | None:
    places = [place for place in places_of(metric) if abs(place.delta) > LEAST]
    if len(places) < ENOUGH:
        return None
    ratios = [place.slope / place.delta for place in places]
    off = [place for place, ratio in zip(places, ratios) if not isclose(ratio, metric.slope_factor, rel_tol=CLOSE)]
    if not off:
        return None
    usual = median(ratios)
    same = all(isclose(ratio, usual, rel_tol=CLOSE) for ratio in ratios)
    down = [ratio for ratio in ratios if ratio < 0]
    counts = {"count": len(off), "all": len(places), "down": len(down)}
    if len(down) > len(ratios) / 2:
        message = _("at {down} of {all} places the error falls where delta says that it rises").format(**counts)
        return _finding(metric, "metric-sign", message)
    if same:
        sentence = _("the slope is {ratio} times delta everywhere; say slope_factor = {ratio}")
        return _finding(metric, "metric-factor", sentence.format(ratio=f"{usual:.3g}"))
    first = off[0]
    message = _(
        "at prediction {prediction}, goal {goal} the slope is {slope}, but slope_factor * delta is {said}"
        " ({count} of {all} places)"
    ).format(
        prediction=f"{first.prediction:g}", goal=f"{first.goal:g}", slope=f"{first.slope:.4g}",
        said=f"{metric.slope_factor * first.delta:.4g}", **counts,
    )  # fmt: skip
    return _finding(metric, "metric-slope", message)


def _faults_together(metric: Metric) -> Iterator[Finding]:
    """Of a metric in which one output's miss depends on the others: each delta against the slope of total_error."""
    chance = Random("metric")
    for _place in range(TRIES):
        votes = [chance.uniform(-3.0, 3.0) for _ in range(VOTES)]
        goals = [0.0] * VOTES
        goals[chance.randrange(VOTES)] = 1.0
        try:
            deltas = metric.deltas(votes, goals)
            slopes = [_slope_of(metric, votes, goals, index) for index in range(VOTES)]
        except Exception as error:
            kind = type(error).__name__
            message = _("{asked} raised {kind}: {reason}").format(asked="deltas", kind=kind, reason=error)
            yield _finding(metric, "metric-raises", message, raised_at(error, type(metric), "deltas"))
            return
        for index, (delta, slope) in enumerate(zip(deltas, slopes)):
            if not isclose(slope, metric.slope_factor * delta, rel_tol=1e-4, abs_tol=1e-4):
                sentence = _("output {index} moves the error by {slope} a unit; slope_factor * delta says {said}")
                said = f"{metric.slope_factor * delta:.4g}"
                message = sentence.format(index=index, slope=f"{slope:.4g}", said=said)
                yield _finding(metric, "metric-slope", message)
                return


def _slope_of(metric: Metric, votes: list[float], goals: list[float], index: int) -> float:
    ends = []
    for side in (STEP, -STEP):
        moved = [vote + side * (number == index) for number, vote in enumerate(votes)]
        ends.append(metric.total_error(moved, goals))
    return (ends[0] - ends[1]) / (2 * STEP)


def _idle_knobs(metric: Metric) -> Iterator[Finding]:
    """Knobs that change nothing from one end to the other."""
    for knob in metric.knobs:
        twins = [copy.copy(metric), copy.copy(metric)]
        for twin, value in zip(twins, (knob.low, knob.high)):
            setattr(twin, knob.name, value)
        one, other = ([_asked(twin, p, g) for p in PREDICTIONS for g in GOALS] for twin in twins)
        if one == other:
            message = _("the knob {knob} changes neither error nor delta").format(knob=knob.name)
            yield _finding(metric, "metric-knob", message)


def _asked(metric: Metric, prediction: float, goal: float) -> tuple[float, float]:
    if _has_own(metric, "error"):
        return metric.error(prediction, goal), metric.delta(prediction, goal)
    votes, goals = [prediction / 100, goal, 0.0], [0.0, 1.0, 0.0]
    return metric.total_error(votes, goals), metric.deltas(votes, goals)[0]
