"""What the metric's board shows, read from the session: errors and pulls by any metric, at any weight."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isfinite
from typing import TYPE_CHECKING

from ...i18n import _
from ...learning.problem import Pair, Problem
from ...rules.actions import Turn
from ...rules.target import Aim
from ...view.bowls.pull_arrows import Pulling
from ...view.bowls.two_bowls import MetricCurve
from ...view.format.numbers import number, short
from ...view.format.ticks import lowest, safe

if TYPE_CHECKING:
    from ...attempt.attempt import Attempt
    from ...learning.metric import Metric
    from ...rules.level import Level
    from ...rules.session import Session

PAD = 0.16  # of the span of all that must be seen: room at both edges of the axis
Words = tuple[str, str]  # a bold line and a plain one, light markup
MISSES = (-2.0, -0.5, 0.0, 1.0, 3.0)


def error_by(session: Session, metric: str) -> Callable[[float], float]:
    """weight -> mean error over the examples, by a named metric."""
    problem = Problem(session.level.network, session.run.examples, session.metric(metric))
    return lambda weight: problem.error([weight])


def best_weights(examples: Sequence[Pair]) -> list[float | None]:
    """For each example the weight at which it misses nothing; None where its input is 0."""
    return [goals[0] / inputs[0] if inputs[0] else None for inputs, goals in examples]


def axis_of(session: Session, best: Sequence[float], metrics: Sequence[str]) -> tuple[float, float]:
    """The weights at both edges: the start, every example's own, the bottoms of all metrics, and 0 if it is near."""
    seen = [session.run.start[0], *best]
    knob = session.level.knob("weight")
    if knob is not None:
        seen += [knob.low, knob.high]
    span = max(seen) - min(seen) or 1.0
    for metric in metrics:
        seen += lowest(error_by(session, metric), min(seen) - span, max(seen) + span)[:1]
    low, high = min(seen), max(seen)
    span = high - low or 1.0
    if 0 < low < 0.5 * span:
        low = 0.0
    elif 0 > high > -0.5 * span:
        high = 0.0
    return low - PAD * span, high + PAD * span


def metrics_of(session: Session) -> list[str]:
    """Names of those to choose from."""
    knob = session.level.knob("metric")
    return [str(stop) for stop in knob.stops] if knob is not None else []


def last_other(session: Session) -> str:
    """The metric that was in use before the one that is; "" where there was none."""
    used = [str(session.base.metric)]
    used += [str(action.value) for action in session.actions if isinstance(action, Turn) and action.knob == "metric"]
    others = [name for name in used if name != session.knobs["metric"]]
    return others[-1] if others else ""


def pullings(session: Session, weight: float, metric: str = "") -> list[Pulling]:
    """Every example's delta × input at this weight."""
    run = session.run
    meter = session.metric(metric) if metric else run.metric
    found = []
    for example, (inputs, goals), best in zip(session.level.examples, run.examples, best_weights(run.examples)):
        layers = run.network.forward([weight], inputs)
        pull = run.network.weight_deltas([weight], layers, meter.deltas(layers[-1], goals))[0]
        found.append(Pulling(_(example.label) if example.label else "", best, pull))
    return found


class MetricModel:
    """Errors and pulls at one weight; `weight` is that of the step looked at."""

    def __init__(self, session: Session, weight: float) -> None:
        self.session, self.weight = session, weight

    def error(self, metric: str) -> float:
        return safe(error_by(self.session, metric), self.weight)

    def pulls(self, metric: str) -> tuple[float, float]:
        """(to the left, to the right): parts of the mean weight_delta, both positive."""
        left = right = 0.0
        for each in pullings(self.session, self.weight, metric):
            if isfinite(each.pull) and each.pull > 0:
                left += each.pull
            elif isfinite(each.pull):
                right -= each.pull
        count = len(self.session.run.examples)
        return left / count, right / count


def words(attempt: Attempt, curve: MetricCurve | None) -> Words:
    """For the state of an attempt. `curve`: of the metric in use."""
    session = attempt.shown
    if session.won and not session.last_stage:
        return _("Order met."), _("The next wants something else. Pip starts again.")
    if session.won:
        return _("That is what was wanted."), _("Each way of counting has its own bottom.")
    if session.outcome is not None and session.outcome.kind != "stuck":
        plain = _("This way of counting does not bring what was ordered. Try another.")
        return _("Pip does not come to rest."), plain
    if session.outcome is not None:
        plain = _("This bottom is not what was ordered. Count the misses another way.")
        return _("Pip has stopped at [weight:{weight}].").format(weight=number(session.weights[0])), plain
    if session.run.count > session.recorded:
        return _("Pip rolls to where the pulls even out."), _("Watch who pulls, and how hard.")
    if curve is not None and not curve.bottoms:
        return _("This bowl has no bottom."), _("Misses to one side pay for misses to the other.")
    return _("Which way of counting gives what is ordered?"), _("Choose one, then let Pip roll.")


def order_text(session: Session, level: Level) -> str:
    """What a part of the level asks for."""
    aim = level.aim
    if aim.tolerance is not None:
        return _near(level, aim, short(aim.tolerance))
    if aim.at_most is not None:
        return _mean(session, level, aim, aim.at_most)
    if aim.limit is not None:
        return _("squared misses add up to at most {limit}").format(limit=short(aim.limit))
    return _("a landing")


def _near(level: Level, aim: Aim, within: str) -> str:
    count = len(level.examples)
    chosen = range(count) if aim.only is None else aim.only
    left = [example for i, example in enumerate(level.examples) if i not in chosen]
    if not left:
        return _("everyone within {within}").format(within=within)
    if len(left) == 1 and left[0].label:
        return _("all but {label} within {within}").format(label=_(left[0].label), within=within)
    return _("{few} of {count} within {within}").format(few=len(chosen), count=count, within=within)


def _mean(session: Session, level: Level, aim: Aim, most: float) -> str:
    metric = session.metric(aim.metric) if aim.metric else session.run.metric
    count = len(level.examples)
    if _is_signed(metric) and aim.at_least is not None:
        low, high = aim.at_least * count, most * count
        if abs(low + high) < 1e-9:
            return _("all misses add up to 0, give or take {far}").format(far=short(round(high, 9)))
        return _("all misses add up to {low} … {high}").format(low=short(round(low, 9)), high=short(round(high, 9)))
    name = _(metric.title or metric.name)
    return _("{metric} error at most {limit}").format(metric=name, limit=short(most))


def _is_signed(metric: Metric) -> bool:
    return all(abs(metric.error(1.0 + miss, 1.0) - miss) < 1e-9 for miss in MISSES)
