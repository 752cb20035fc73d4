"""The numbers in an outcome's sentences as the player reads them: of a run told in steps, or in passes."""

from __future__ import annotations

from collections.abc import Mapping
from string import ascii_uppercase
from typing import TYPE_CHECKING

from ...i18n import _, several
from ...rules.catalog import thing_title
from ...rules.costs import words_for
from ...rules.misses import steady_from
from ...rules.outcome import GAIN
from ..format.numbers import decimals, number, short

if TYPE_CHECKING:
    from ...rules.run_facts import RunFacts
    from ...rules.session import Session


def numbers_of(facts: RunFacts) -> dict[str, str]:
    """What is not known is a question mark, which no sentence that holds asks for."""
    values, ratio = facts.values, facts.ratio
    names = ("prediction", "turn_prediction", "goal")
    found = {name: number(values[name]) if name in values else "?" for name in names}
    tolerance = facts.session.level.aim.tolerance or 0.0
    swing = facts.misses[facts.turn - facts.first :] or facts.cycle_errors or [0.0]
    return found | {
        "steps": _counted(facts, facts.steps), "period": _counted(facts, facts.end - facts.turn),
        "next": str(facts.end + 1), "turn": str(facts.turn), "at": _("step {n}").format(n=facts.turn),
        "since": str(steady_from(facts.session) + 1),
        "alpha": short(values["alpha"]) if "alpha" in values else "?",
        "ratio": "?" if ratio is None else _part(ratio),
        "square": "?" if ratio is None else number(values.get("error_ratio", ratio * ratio)),
        "gain": f"{GAIN:.0%}".replace("%", " %"),
        "tolerance": short(tolerance), "exactly": _exactly(values, tolerance), "swings": _swings(facts),
        "meter": _(thing_title(facts.run.metric)), "order": order_name(facts.session),
        "weight": number(facts.weights_at(facts.end)[0]), "word": _("error"),
        "low": number(min(swing), plus=facts.single()), "high": number(max(swing), plus=facts.single()),
        "error_first": _error(values, "error_first", 1), "error_last": _error(values, "error_last", 1),
    } | (_in_passes(facts) if facts.each > 1 else {})  # fmt: skip


def _in_passes(facts: RunFacts) -> dict[str, str]:
    """Where a step sees some of the examples: told in passes, by the error over all of them."""
    run, each, values = facts.run, facts.each, facts.values
    passes = -(-facts.steps // each)
    aim = facts.session.level.aim  # an exam on what is not seen is another number
    summed = aim.summed and not aim.unseen and run.sample_problem is run.full_problem
    times = len(run.examples) if summed else 1
    looks = [error * times for error in facts.cycle_errors] or [0.0]
    turned = (facts.turn - facts.first) // each
    return {
        "steps": _counted(facts, passes, "passes"),
        "period": _counted(facts, (facts.end - facts.turn) // each, "passes"),
        "at": _("pass {n}").format(n=turned), "word": _("exam") if times > 1 else _("error"),
        "error_first": _error(values, "error_first", times), "error_last": _error(values, "error_last", times),
        "low": number(min(looks)), "high": number(max(looks)),
    }  # fmt: skip


def order_name(session: Session) -> str:
    """What is asked for: of a level with several orders the one it is at."""
    if not session.base.stages:
        return _("The goal")
    return _("Order {letter}").format(letter=ascii_uppercase[session.stage % len(ascii_uppercase)])


def _exactly(values: Mapping[str, float], tolerance: float) -> str:
    """The prediction, with one decimal more than the tolerance has."""
    if "prediction" not in values:
        return "?"
    return number(values["prediction"], max(2, decimals(tolerance) + 1))


def _swings(facts: RunFacts) -> str:
    """Where an orbit goes to, twice round."""
    if not facts.swings_between_few():
        return "?"
    goal = facts.values["goal"]
    round_trip = [short(round(goal + miss, 6)) for miss in facts.misses[facts.turn - facts.first : -1]]
    return ", ".join(2 * round_trip)


def _error(values: Mapping[str, float], name: str, times: int) -> str:
    return number(values[name] * times) if name in values else "?"


def _counted(facts: RunFacts, count: int, unit: str = "steps") -> str:
    """By the level's own word: nights, moves."""
    return f"{count} {several(*words_for(facts.session.level.words, unit), count)}"


def _part(ratio: float) -> str:
    """With as many decimals as it takes not to read as 1."""
    digits = 2
    while digits < 6 and abs(abs(ratio) - 1) < 0.5 * 10**-digits:
        digits += 1
    return number(ratio, digits)
