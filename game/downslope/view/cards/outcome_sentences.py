"""Why a run ended as it did, in words with its real numbers: a paragraph for every kind and cause of outcome.

The sentences never say which alpha would do better: that is for the player to find.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ...i18n import _, several
from ...rules.misses import signed_misses, steady_ratio
from ...rules.outcome import CAUSES as CAUSES_OF
from ...rules.outcome import GAIN
from ...rules.target import Exam
from ..format.numbers import number, short

if TYPE_CHECKING:
    from ...rules.outcome import Outcome
    from ...rules.session import Session

MOST = 40  # passes of an orbit that are looked at
CAUSES = tuple((kind, cause) for kind, causes in CAUSES_OF.items() for cause in causes)


def in_short(outcome: Outcome) -> str:
    """A few words beside the outcome's name."""
    words = {
        ("land", "reached"): _("without passing the goal"),
        ("overshoot", "passed"): _("past the goal and back"),
        ("orbit", "cycle"): _("the same weights again"),
        ("orbit", "hovers"): _("moving, but no nearer"),
        ("runaway", "not-finite"): _("the numbers end"),
        ("runaway", "far"): _("far beyond coming back"),
        ("runaway", "rising"): _("higher than it began"),
        ("stuck", "still"): _("nothing moves"),
        ("stuck", "settled"): _("short of the goal"),
        ("crawl", "slow"): _("still on the way"),
        ("crawl", "searching"): _("still searching"),
    }
    return words[outcome.kind, outcome.cause]


def why(session: Session, outcome: Outcome) -> str:
    """The paragraph, with light markup."""
    ratio = steady_ratio(session)
    facts = told(outcome.values, ratio)
    facts["period"] = _steps(outcome.step - outcome.turn)
    facts["low"], facts["high"] = _reach(session, outcome)
    sentences = _TEMPLATES[outcome.kind, outcome.cause](outcome.values, ratio)
    if len(session.run.batches) > 1:
        facts |= in_passes(session, outcome)
        if outcome.cause == "cycle":
            sentences.insert(1, _("The [error:{word}] goes between [error:{low}] and [error:{high}]."))
    return " ".join(sentence.format(**facts) for sentence in sentences)


def told(values: Mapping[str, float], ratio: float | None) -> dict[str, str]:
    """The numbers as the player reads them; what is not known is a question mark, which no sentence asks for."""
    names = (
        "alpha", "error_first", "error_last", "prediction", "turn_prediction", "goal", "weight", "miss_ratio",
        "error_ratio",
    )  # fmt: skip
    facts = {name: number(values[name]) if name in values else "?" for name in names}
    facts["steps"], facts["turn"] = _steps(round(values.get("steps", 0))), str(round(values.get("turn", 0)))
    facts["alpha"] = short(values["alpha"]) if "alpha" in values else "?"
    facts["at"], facts["word"] = _("step {n}").format(n=facts["turn"]), _("error")
    facts["next"] = str(round(values.get("steps", 0)) + 1)
    facts["ratio"] = "?" if ratio is None else _part(ratio)
    facts["square"] = "?" if ratio is None else number(values.get("error_ratio", ratio * ratio))
    facts["gain"] = f"{GAIN:.0%}".replace("%", " %")
    return facts


def in_passes(session: Session, outcome: Outcome) -> dict[str, str]:
    """The same where a step sees some of the examples: told in passes, by the error over all of them."""
    run, each, first = session.run, len(session.run.batches), session.recorded
    passes = -(-(run.count - first) // each)
    times = len(run.examples) if isinstance(session.level.target, Exam) and run.judged is run.whole else 1
    turned, back = outcome.turn // each - first // each, (outcome.step - outcome.turn) // each
    ends = range(outcome.turn, run.count, each)[-MOST:]
    looks = [*(run.history.weights_at(k) for k in ends), tuple(run.weights)]
    seen = [run.judged.error(weights) * times for weights in looks] if outcome.cause == "cycle" else [0.0]
    count = several("{n} pass", "{n} passes", passes).format(n=passes)
    return {
        "steps": count, "period": several("{n} pass", "{n} passes", back).format(n=back), "next": str(run.count + 1),
        "at": _("pass {n}").format(n=turned), "word": _("exam") if times > 1 else _("error"),
        "error_first": _error(outcome.values, "error_first", times),
        "error_last": _error(outcome.values, "error_last", times), "low": number(min(seen)), "high": number(max(seen)),
    }  # fmt: skip


def _error(values: Mapping[str, float], name: str, times: int) -> str:
    return number(values[name] * times) if name in values else "?"


def _steps(count: int) -> str:
    return several("{n} step", "{n} steps", count).format(n=count)


def _part(ratio: float) -> str:
    """With as many decimals as it takes not to read as 1."""
    digits = 2
    while digits < 6 and abs(abs(ratio) - 1) < 0.5 * 10**-digits:
        digits += 1
    return number(ratio, digits)


def _reach(session: Session, outcome: Outcome) -> tuple[str, str]:
    """The lowest and the highest miss of an orbit."""
    misses = signed_misses(session, outcome.turn, outcome.step) or [0.0]
    return number(min(misses), plus=True), number(max(misses), plus=True)


def _fell() -> str:
    return _("The [error:{word}] went from [error:{error_first}] to [error:{error_last}].")


def _land(values: Mapping[str, float], ratio: float | None) -> list[str]:
    if "prediction" not in values:
        return [_fell(), _("It never went past on the way: [value:{steps}].")]
    came = _("The [prediction:prediction] came to [prediction:{prediction}]; wanted is [goal:{goal}].")
    if values["steps"] == 1:
        return [came, _("One step was enough, and it stopped where it should.")]
    if ratio is not None:
        each = _("Each step left [value:{ratio}] of the miss, always on the same side.")
        return [came, each, _("So it landed in [value:{steps}].")]
    return [came, _("It stayed on its side of the goal: [value:{steps}].")]


def _overshoot(values: Mapping[str, float], ratio: float | None) -> list[str]:
    if "turn_prediction" not in values:
        if "goal" not in values:
            rose = _("At [value:{at}] it had gone past the lowest place, and came back.")
            return [rose, _fell(), _("It took [value:{steps}].")]
        return [_("The last step went past [goal:{goal}], but not far: it is close enough."), _fell()]
    went = _("Step [value:{turn}] went to [prediction:{turn_prediction}], past [goal:{goal}].")
    if ratio is not None and ratio < 0:
        each = _("Each miss is [value:{ratio}] of the last: it changes sides and shrinks,")
        return [went, each, _("so Pip settles in [value:{steps}].")]
    return [went, _("Then it came back, and Pip settles in [value:{steps}].")]


def _cycle(values: Mapping[str, float], ratio: float | None) -> list[str]:
    again = _("After [value:{period}] all is as it was at [value:{at}].")
    ever = _("From there on it can only do the same again, for ever.")
    if "goal" not in values:
        return [again, ever]
    return [again, _("The miss goes between [value:{low}] and [value:{high}] and back."), ever]


def _hovers(values: Mapping[str, float], ratio: float | None) -> list[str]:
    still = _("After [value:{steps}] it still moves about as far as before, and gets no nearer.")
    return [still, _fell(), _("What one step wins the others lose.")]


def _not_finite(values: Mapping[str, float], ratio: float | None) -> list[str]:
    return [*_grows(values, ratio), _("Step [value:{next}] would be larger than any number can be.")]


def _far(values: Mapping[str, float], ratio: float | None) -> list[str]:
    return [*_grows(values, ratio), _("After [value:{steps}] the [error:{word}] is [error:{error_last}].")]


def _rising(values: Mapping[str, float], ratio: float | None) -> list[str]:
    return [*_grows(values, ratio), _fell(), _("It is higher than at the start, and rising.")]


def _grows(values: Mapping[str, float], ratio: float | None) -> list[str]:
    """How a runaway begins."""
    step = _("One step is [alpha:α] × [value:weight_delta].")
    if ratio is None or abs(ratio) <= 1 or "alpha" not in values:
        return [step, _("At [value:{at}] the [error:{word}] rose.")]
    if ratio < 0:
        past = _("At [alpha:{alpha}] each one lands past the [goal:flag],")
    else:
        past = _("At [alpha:{alpha}] each one stays on its side,")
    times = _("and each miss is [value:{ratio}] times the last:")
    return [step, past, times, _("the [error:{word}] grows [error:×{square}].")]


def _still(values: Mapping[str, float], ratio: float | None) -> list[str]:
    none = _("The last step changed no weight, so no later one will: each would look at the same numbers.")
    if "prediction" not in values:
        return [none, _("The [error:{word}] stays [error:{error_last}].")]
    return [none, _("The [prediction:prediction] stays [prediction:{prediction}]; wanted is [goal:{goal}].")]


def _settled(values: Mapping[str, float], ratio: float | None) -> list[str]:
    out = _("The steps die out short of the goal.")
    last = _("In the last quarter of [value:{steps}] the [error:{word}] fell by less than [value:{gain}].")
    return [out, last, _("It stands at [error:{error_last}].")]


def _slow(values: Mapping[str, float], ratio: float | None) -> list[str]:
    over = _("After [value:{steps}] its time is over, and the [error:{word}] still falls.")
    if ratio is not None and 0 < ratio < 1:
        return [_("Each step leaves [value:{ratio}] of the miss."), over, _fell()]
    return [over, _fell(), _("Each step is too small for the way that is left.")]


def _searching(values: Mapping[str, float], ratio: float | None) -> list[str]:
    draws = _("This learner draws random numbers, so nothing is proved: it may still find the place.")
    return [draws, _fell(), _("It had [value:{steps}].")]


_TEMPLATES = {
    ("land", "reached"): _land, ("overshoot", "passed"): _overshoot, ("orbit", "cycle"): _cycle,
    ("orbit", "hovers"): _hovers, ("runaway", "not-finite"): _not_finite, ("runaway", "far"): _far,
    ("runaway", "rising"): _rising, ("stuck", "still"): _still, ("stuck", "settled"): _settled,
    ("crawl", "slow"): _slow, ("crawl", "searching"): _searching,
}  # fmt: skip
