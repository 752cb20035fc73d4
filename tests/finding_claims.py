"""What is claimed of tries, read a second time: every setting runs apart, from its start to its end.

Nothing here asks what the game asks before it says a finding.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

from downslope.captions.sentences import KnobSetting, Moment, knob_settings
from downslope.rules.actions import Action, merge_learns
from downslope.rules.costs import UNITS
from downslope.rules.session import Session
from downslope.solving.autosolve import settings
from downslope.solving.tried import Tried
from shows import tried_parts


class Ran(NamedTuple):
    """A setting that ran apart. `way`: what was set; `errors`: by beat, the start first."""

    session: Session
    way: tuple[KnobSetting, ...]
    errors: list[float]

    @property
    def beats(self) -> int:
        return len(self.errors) - 1

    def won_at(self, beat: int) -> bool:
        return self.session.won and self.beats <= beat

    def misses(self, beats: int) -> list[float]:
        ((inputs, (goal,)),) = self.session.run.examples
        return [self.session.run.network.predict(weights, inputs)[0] - goal for weights in self.weights(beats)]

    def weights(self, beats: int) -> list[Sequence[float]]:
        run, first = self.session.run, self.session.recorded
        steps = range(first, min(run.count, first + beats) + 1)
        return [run.weights_at(step) for step in steps]


def ran(start: Session, actions: tuple[Action, ...]) -> Ran:
    session = Session(start.base, start.catalog, merge_learns([*start.actions, *actions]))
    session.learn_until_outcome(session.level.budget * len(session.run.batches))
    run, each = session.run, len(session.run.batches)
    ends = range(session.recorded, run.count + 1, each)
    looks = [run.weights_at(k) for k in ends]
    return Ran(session, knob_settings(start, actions), [run.sample_problem.error(weights) for weights in looks])


class Reading:
    """One part, and all its settings: each apart."""

    def __init__(self, tried: Tried) -> None:
        self.start, self.tried = tried.session, tried
        self.runs = [ran(self.start, actions) for actions in settings(self.start)]
        known = {lane.actions for lane in tried.lanes}
        self.runs += [ran(self.start, each) for each in known - set(settings(self.start))]

    def of(self, way: Any) -> Ran:
        return next(run for run in self.runs if run.way == way)

    def length(self, beat: int) -> int:
        return min(beat, max(lane.beats for lane in self.tried.lanes))


@cache
def readings() -> dict[str, Reading]:
    return {name: Reading(tried) for name, tried in tried_parts()}


def counts_all(reading: Reading, told: Moment) -> bool:
    return bool(told.facts["count"] == len(settings(reading.start)))


def first_there(reading: Reading, told: Moment) -> bool:
    first, beat = reading.of(told.facts["way"]), told.step
    others = [run for run in reading.runs if run is not first and run.won_at(beat)]
    alone = told.kind.startswith("first there")
    return first.won_at(beat) and first.beats == beat == told.facts["steps"].n and not (alone and others)


def out(reading: Reading, told: Moment) -> bool:
    """Of all settings just these climb, at that beat."""
    beat, border = told.step, told.facts["alpha"]
    climbing = {}
    for run in reading.runs:
        ((_knob, _title, value),) = run.way
        errors = run.errors[: beat + 1]
        climbing[float(value)] = errors[-3] < errors[-2] < errors[-1] > errors[0] if len(errors) > 2 else False
    below = [value for value in climbing if not climbing[value]]
    one = told.kind.endswith("one is not")
    return max(below) < border == min(set(climbing) - set(below)) and len(below) == (1 if one else told.facts["count"])


def runs_away(reading: Reading, told: Moment) -> bool:
    """From that setting up all run away, and none below."""
    ((_knob, _title, border),) = told.facts["way"]
    ends = {}
    for run in reading.runs:
        ((_knob, _title, value),) = run.way
        ends[value] = run.session.outcome is not None and run.session.outcome.kind == "runaway"
    return border in ends and all(away == (value >= border) for value, away in ends.items())


def crosses(reading: Reading, told: Moment) -> bool:
    misses = reading.of(told.facts["way"]).misses(told.step)
    pairs = list(pairwise(misses))
    return all(a * b < 0 and abs(b) < abs(a) and abs(abs(b / a) - told.facts["ratio"]) < 1e-6 for a, b in pairs)


def to_and_fro(reading: Reading, told: Moment) -> bool:
    (first,), (second,), (third,) = reading.of(told.facts["way"]).weights(2)
    return abs(first - third) < 1e-6 < abs(first - second)


def nobody(reading: Reading, told: Moment) -> bool:
    lowest = reading.of(told.facts["way"])
    ends = [abs(run.errors[min(run.beats, told.step)]) for run in reading.runs]
    return not any(run.session.won for run in reading.runs) and abs(lowest.errors[-1]) == min(ends)


def cost(run: Ran) -> int:
    unit = UNITS[run.session.level.par_unit]
    return unit.count(run.session) if unit.decides else run.beats


def fewest(reading: Reading, told: Moment) -> bool:
    best = reading.of(told.facts["way"])
    fewer = [run for run in reading.runs if run.session.won and cost(run) < cost(best)]
    return best.session.won and told.facts["steps"].n == cost(best) and not fewer


def leads(reading: Reading, told: Moment) -> bool:
    best = reading.of(told.facts["way"])
    return best.session.won and told.facts["steps"].n == cost(best)


def tie(reading: Reading, told: Moment) -> bool:
    one, other = reading.of(told.facts["way"]), reading.of(told.facts["other_way"])
    sides = [any(a * b < 0 for a, b in pairwise(run.misses(run.beats))) for run in (one, other)]
    return fewest(reading, told) and cost(one) == cost(other) and sides == [False, True]


def plays(reading: Reading, told: Moment) -> bool:
    return not any(run.session.won for run in reading.runs)


def by_itself_none(reading: Reading, told: Moment) -> bool:
    """The choice lands, though no constant setting does."""
    choice = reading.tried.choice
    assert choice is not None
    done = ran(reading.start, choice.actions).session
    alphas = told.facts.get("alphas", ())
    order = all(b < a for a, b in pairwise(alphas)) if told.kind == "schedule falls" else True
    return done.won and order and plays(reading, told)


FINDING_CHECKS: dict[str, Callable[[Reading, Moment], bool]] = {
    "tries alphas": counts_all, "tries learners": counts_all, "tries ways": counts_all, "tries spreads": counts_all,
    "tries two knobs": counts_all,
    "one try": lambda reading, told: len(reading.runs) == 1,
    **dict.fromkeys((f"{kind}{end}" for kind in ("first there", "there by then") for end in ("", ", two knobs")),
                    first_there),
    **dict.fromkeys(("out alpha", "out", "out alpha, one is not", "out, one is not"), out), "runs away": runs_away,
    "crosses": crosses, "to and fro": to_and_fro, "nobody there": nobody, "fewest": fewest, "leads": leads, "tie": tie,
    "plays": plays, "schedule": by_itself_none, "schedule falls": by_itself_none, "nudge": by_itself_none,
    "nudges": by_itself_none,
}  # fmt: skip
