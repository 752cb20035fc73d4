"""What is claimed of tries, read a second time: every setting runs apart, from its start to its end.

Nothing here asks what the game asks before it says a finding.
"""

from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import Any

from downslope.captions.sentences import Moment, knob_settings
from downslope.rules import UNITS, Action, Session, merge_learns
from downslope.solving.autosolve import settings
from downslope.solving.tried import Tried
from lib.claims import Told
from lib.shows import tried_parts


class Ran(Told):
    """A setting that ran apart: what was set, and its errors by beat, the start first."""

    def __init__(self, start: Session, actions: tuple[Action, ...]) -> None:
        session = Session(start.base, start.catalog, merge_learns([*start.actions, *actions]))
        session.learn_until_outcome(session.level.budget * len(session.run.batches))
        super().__init__(session, session.run.count, {})
        self.set = knob_settings(start, actions)
        self.errors = [self.run.sample_problem.error(weights) for weights in self.passes]
        self.won, unit = session.won, UNITS[session.level.par_unit]
        self.cost = unit.count(session) if unit.decides else len(self.errors) - 1

    @property
    def value(self) -> float:
        ((_knob, _title, value),) = self.set
        return float(value)


class Reading:
    """One part, and all its settings: each apart."""

    def __init__(self, tried: Tried) -> None:
        self.start, self.tried, self.settings = tried.session, tried, settings(tried.session)
        others = {lane.actions for lane in tried.lanes} - set(self.settings)
        self.runs = [Ran(self.start, actions) for actions in (*self.settings, *others)]

    def of(self, told: Moment, name: str = "way") -> Ran:
        return next(run for run in self.runs if run.set == told.facts[name])

    def first_there(self, told: Moment) -> bool:
        first = self.of(told)
        others = [run for run in self.runs if run is not first and run.won and len(run.errors) - 1 <= told.step]
        alone = told.kind.startswith("first there")
        return first.won and len(first.errors) - 1 == told.step == told.facts["steps"].n and not (alone and others)

    def out(self, told: Moment) -> bool:
        """Of all settings just these climb, at that beat."""
        errors = {run.value: run.errors[: told.step + 1] for run in self.runs}
        climbing = {value for value, seen in errors.items()
                    if len(seen) > 2 and seen[-3] < seen[-2] < seen[-1] > seen[0]}  # fmt: skip
        below = set(errors) - climbing
        count = 1 if told.kind.endswith("one is not") else told.facts["count"]
        return max(below) < told.facts["alpha"] == min(climbing) and len(below) == count

    def runs_away(self, told: Moment) -> bool:
        """From that setting up all run away, and none below."""
        ((_knob, _title, border),) = told.facts["way"]
        ends = {run.value: run.session.outcome.kind == "runaway" for run in self.runs if run.session.outcome}
        return border in ends and all(away == (value >= border) for value, away in ends.items())

    def crosses(self, told: Moment) -> bool:
        pairs = list(pairwise(self.of(told).misses[: told.step + 1]))
        return all(a * b < 0 and abs(b) < abs(a) and abs(abs(b / a) - told.facts["ratio"]) < 1e-6 for a, b in pairs)

    def to_and_fro(self, told: Moment) -> bool:
        (first,), (second,), (third,) = self.of(told).way[:3]
        return abs(first - third) < 1e-6 < abs(first - second)

    def none_lands(self, told: Moment) -> bool:
        return not any(run.won for run in self.runs)

    def nobody(self, told: Moment) -> bool:
        ends = [abs(run.errors[: told.step + 1][-1]) for run in self.runs]
        return self.none_lands(told) and abs(self.of(told).errors[-1]) == min(ends)

    def leads(self, told: Moment) -> bool:
        best = self.of(told)
        return best.won and told.facts["steps"].n == best.cost

    def fewest(self, told: Moment) -> bool:
        return self.leads(told) and min(run.cost for run in self.runs if run.won) == self.of(told).cost

    def tie(self, told: Moment) -> bool:
        one, other = self.of(told), self.of(told, "other_way")
        sides = [any(a * b < 0 for a, b in pairwise(run.misses)) for run in (one, other)]
        return self.fewest(told) and one.cost == other.cost and sides == [False, True]

    def by_itself_none(self, told: Moment) -> bool:
        """The choice lands, though no constant setting does."""
        choice, alphas = self.tried.choice, told.facts.get("alphas", ())
        falls = told.kind != "schedule falls" or all(b < a for a, b in pairwise(alphas))
        return choice is not None and Ran(self.start, choice.actions).won and falls and self.none_lands(told)

    def counts_all(self, told: Moment) -> bool:
        return bool(told.facts["count"] == len(self.settings))


@cache
def readings() -> dict[str, Reading]:
    return {name: Reading(tried) for name, tried in tried_parts()}


GROUPS = {
    Reading.counts_all: "tries alphas; tries learners; tries ways; tries spreads; tries two knobs",
    Reading.first_there: "first there; first there, two knobs; there by then; there by then, two knobs",
    Reading.out: "out alpha; out; out alpha, one is not; out, one is not", Reading.runs_away: "runs away",
    Reading.crosses: "crosses", Reading.to_and_fro: "to and fro", Reading.nobody: "nobody there",
    Reading.fewest: "fewest", Reading.leads: "leads", Reading.tie: "tie", Reading.none_lands: "plays",
    Reading.by_itself_none: "schedule; schedule falls; nudge; nudges",
}
FINDING_CHECKS: dict[str, Callable[[Reading, Moment], Any]] = {
    "one try": lambda reading, told: len(reading.runs) == 1,
    **{kind: check for check, kinds in GROUPS.items() for kind in kinds.split("; ")},
}
