"""What Pip says where the metric is chosen, and what each order wants, in words made from its target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _
from ...rules.target import Exam, MeanError, Near
from ...view.bowls.two_bowls import Curved
from ...view.format.numbers import number, short

if TYPE_CHECKING:
    from ...attempt.attempt import Attempt
    from ...learning.metric import Metric
    from ...rules.level import Level
    from ...rules.session import Session

Words = tuple[str, str]  # a bold line and a plain one, light markup
MISSES = (-2.0, -0.5, 0.0, 1.0, 3.0)


def words(attempt: Attempt, curve: Curved | None) -> Words:
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


def wanted(session: Session, level: Level) -> str:
    """What a part of the level asks for."""
    target = level.target
    if isinstance(target, Near):
        return _near(level, target)
    if isinstance(target, MeanError):
        return _mean(session, level, target)
    if isinstance(target, Exam):
        return _("squared misses add up to at most {limit}").format(limit=short(target.limit))
    return _("a landing")


def _near(level: Level, target: Near) -> str:
    within, count = short(target.tolerance), len(level.examples)
    chosen = range(count) if target.only is None else target.only
    left = [example for i, example in enumerate(level.examples) if i not in chosen]
    if not left:
        return _("everyone within {within}").format(within=within)
    if len(left) == 1 and left[0].label:
        return _("all but {label} within {within}").format(label=_(left[0].label), within=within)
    return _("{few} of {count} within {within}").format(few=len(chosen), count=count, within=within)


def _mean(session: Session, level: Level, target: MeanError) -> str:
    metric = session.metric(target.metric) if target.metric else session.run.metric
    count = len(level.examples)
    if _is_signed(metric) and target.at_least is not None:
        low, high = target.at_least * count, target.at_most * count
        if abs(low + high) < 1e-9:
            return _("all misses add up to 0, give or take {far}").format(far=short(round(high, 9)))
        return _("all misses add up to {low} … {high}").format(low=short(round(low, 9)), high=short(round(high, 9)))
    name = _(metric.title or metric.name)
    return _("{metric} error at most {limit}").format(metric=name, limit=short(target.at_most))


def _is_signed(metric: Metric) -> bool:
    return all(abs(metric.error(1.0 + miss, 1.0) - miss) < 1e-9 for miss in MISSES)
