"""What is claimed of tries, read a second time: every setting runs apart, from its start to its end; findings.txt has
what is claimed. Nothing here asks what the game asks before it says a finding.
"""

from itertools import pairwise

from downslope.captions.findings import choice_finding, findings
from downslope.captions.sentences import Moment, knob_settings
from downslope.rules import UNITS, Action, Session, merge_learns
from downslope.solving.autosolve import settings
from downslope.solving.tried import Tried
from lib.claims import Claimed, Told, claims

FINDING_CHECKS = claims("findings.txt")


class Ran(Told):
    """A setting that ran apart: what was set, and its errors by beat, the start first."""

    def __init__(self, start: Session, actions: tuple[Action, ...]) -> None:
        session = Session(start.base, start.catalog, merge_learns([*start.actions, *actions]))
        session.learn_until_outcome(session.level.budget * len(session.run.batches))
        super().__init__(session, session.run.count, {})
        self.set = knob_settings(start, actions)
        self.errors = [self.run.sample_problem.error(weights) for weights in self.passes]
        self.won, unit, self.beats_run = session.won, UNITS[session.level.par_unit], len(self.errors) - 1
        self.cost = unit.count(session) if unit.decides else self.beats_run

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

    def holds(self, told: Moment) -> bool:
        return Finding(self, told).holds(FINDING_CHECKS[told.kind])


class Finding(Claimed):
    """A part, and what is said of it."""

    def __init__(self, reading: Reading, told: Moment) -> None:
        self.reading, self.settings, self.runs = reading, reading.settings, reading.runs
        self.step, self.facts = told.step, told.facts

    @property
    def way(self) -> Ran:
        return next(run for run in self.runs if run.set == self.facts["way"])

    @property
    def other(self) -> Ran:
        return next(run for run in self.runs if run.set == self.facts["other_way"])

    def alone_by_then(self) -> bool:
        return [run for run in self.runs if run.won and run.beats_run <= self.step] == [self.way]

    def climb(self) -> int:
        """How many do not, where of all settings just those from alpha on climb, at that beat; else 0."""
        errors = {run.value: run.errors[: self.step + 1] for run in self.runs}
        climbing = {value for value, seen in errors.items()
                    if len(seen) > 2 and seen[-3] < seen[-2] < seen[-1] > seen[0]}  # fmt: skip
        below = set(errors) - climbing
        return len(below) if max(below) < self.facts["alpha"] == min(climbing) else 0

    def runs_away(self) -> bool:
        """From that setting up all run away, and none below."""
        ((_knob, _title, border),) = self.facts["way"]
        ends = {run.value: run.session.outcome.kind == "runaway" for run in self.runs if run.session.outcome}
        return border in ends and all(away == (value >= border) for value, away in ends.items())

    def crosses(self) -> bool:
        pairs = list(pairwise(self.way.misses[: self.step + 1]))
        return all(a * b < 0 and abs(b) < abs(a) and abs(abs(b / a) - self.facts["ratio"]) < 1e-6 for a, b in pairs)

    def is_lowest(self) -> bool:
        return abs(self.way.errors[-1]) == min(abs(run.errors[: self.step + 1][-1]) for run in self.runs)

    def choice_lands(self) -> bool:
        choice = self.reading.tried.choice
        return choice is not None and Ran(self.reading.start, choice.actions).won


def told_of(tried: Tried) -> list[Moment]:
    return [each for each in (*findings(tried), choice_finding(tried)) if each is not None]
