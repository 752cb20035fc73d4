"""What landing means: the targets that a level may have. Each answers met(session): see world.Target."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isfinite
from typing import TYPE_CHECKING, NamedTuple

from .world import Target as Target
from .world import World

if TYPE_CHECKING:
    from ..engine.run import Run
    from ..learning.network import Vector
    from ..learning.problem import Pair

SLACK = 1e-9  # several levels' numbers sit exactly on their tolerance


class Near(NamedTuple):
    """Every prediction within `tolerance` of its goal; `only`: of these examples (indices)."""

    tolerance: float
    only: tuple[int, ...] | None = None

    def met(self, session: World) -> bool:
        examples = session.run.examples
        chosen = examples if self.only is None else [examples[i] for i in self.only if i < len(examples)]
        return all(abs(miss) <= self.tolerance + SLACK for miss in _misses(session, chosen))


class Exam(NamedTuple):
    """The squared misses of all examples added up, the weights standing still, at or below `limit`."""

    limit: float
    unseen: bool = False

    def met(self, session: World) -> bool:
        return exam(session, self.unseen) <= self.limit + SLACK


class MeanError(NamedTuple):
    """The mean error over all examples, by a named metric (None: the one in use), at most so much, and at least."""

    at_most: float
    metric: str | None = None
    at_least: float | None = None
    unseen: bool = False

    def met(self, session: World) -> bool:
        error = session.error_by(self.metric, self.unseen)
        return error <= self.at_most + SLACK and (self.at_least is None or error >= self.at_least - SLACK)


class Smaller(NamedTuple):
    """One step or more has made the error of every output of every example smaller than it was at the start."""

    def met(self, session: World) -> bool:
        run = session.run
        if not run.count:
            return False
        first = run.at(session.recorded).predictions
        metric, predict = run.metric, run.network.predict
        return all(
            metric.error(now, goal) < metric.error(before, goal)
            for (input, goals), start in zip(run.examples, first)
            for now, before, goal in zip(predict(run.weights, input), start, goals)
        )


class Runs(NamedTuple):
    """At most so many runs, Resets included: what star 2 may ask for besides."""

    most: int

    def met(self, session: World) -> bool:
        return session.tally.runs <= self.most


class Accuracy(NamedTuple):
    """The share (0 ... 1) of examples whose largest output stands where the goal's largest does."""

    share: float
    unseen: bool = True

    def met(self, session: World) -> bool:
        return accuracy(session, self.unseen) >= self.share - SLACK


class Drawn(NamedTuple):
    """Each kind was drawn, and so many are read rightly, each by its first drawing."""

    right: int

    def met(self, session: World) -> bool:
        firsts: dict[int, Vector] = {}
        for input, goal in session.shown:
            firsts.setdefault(largest(goal), input)
        right = 0
        for kind, input in firsts.items():
            right += largest(session.run.predict(session.weights, input)) == kind
        return len(firsts) == session.level.network.outputs and right >= self.right


class Fooled(NamedTuple):
    """A drawing is read as something else than it is meant to be, with this share or more."""

    share: float

    def met(self, session: World) -> bool:
        for input, goal in session.shown:
            votes = session.run.predict(session.weights, input)
            shares = session.run.metric.shares(votes) or votes
            if largest(votes) != largest(goal) and max(shares) >= self.share - SLACK:
                return True
        return False


TARGETS: tuple[type[Target], ...] = (Near, Exam, MeanError, Smaller, Accuracy, Drawn, Fooled, Runs)


def largest(votes: Vector) -> int:
    """Where the largest is; of equals the first."""
    return votes.index(max(votes))


def accuracy(session: World, unseen: bool = True) -> float:
    """The share of the unseen (or seen) examples that are read rightly: see Accuracy."""
    known = session.run.measurement("unseen") if unseen else None
    return known if known is not None else share_right(session.run, session.level.data(unseen))


def share_right(run: Run, examples: Sequence[Pair]) -> float:
    """0 ... 1; of none 0. Of votes that are equal the first counts."""
    right = 0
    for input, goal in examples:
        right += largest(run.predict(run.weights, input)) == largest(goal)
    return right / len(examples) if examples else 0.0


def exam(session: World, unseen: bool = False) -> float:
    """The squared misses added up, in order."""
    total = 0.0
    for miss in _misses(session, session.level.data(unseen) if unseen else session.run.examples):
        total += miss * miss
    return total


def _misses(session: World, examples: list[Pair]) -> Iterator[float]:
    predict = session.run.predict
    for input, goals in examples:
        for prediction, goal in zip(predict(session.weights, input), goals):
            yield prediction - goal


def faults(target: object, field: str = "target") -> list[tuple[str, object, str]]:
    """(field, value, what is allowed) for numbers that cannot be met."""
    found: list[tuple[str, object, str]] = []
    if not callable(getattr(target, "met", None)):
        return [(field, target, "one of " + ", ".join(kind.__name__ for kind in TARGETS))]
    for name in ("tolerance", "limit", "at_most", "share", "right"):
        value = getattr(target, name, 0.0)
        if not isinstance(value, (int, float)) or not isfinite(value) or (value < 0 and name != "at_most"):
            found.append((f"{field}.{name}", value, "a finite number, 0 or above"))
    return found
