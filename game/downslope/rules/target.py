"""What landing means: the targets that a level may have. Each answers met(session): see Target."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Annotated, Any, Protocol

from .field_bounds import FINITE, INDEX, NOT_NEGATIVE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..engine.run import Run
    from ..learning import Network, Pair, Vector
    from .knob import Value
    from .outcome import Gate


# What the rules read of a session: targets, costs and the numbers of an outcome know an attempt by this alone. So
# they lie below the level, which holds a target, and below the session, which asks them.


class Target(Protocol):
    """What landing means: an object with `met`. A plugin's own may say more of itself.

    title           what it asks for, in a few words, for the line of the goal
    within(run)     how far the run is from it, 0 where it is met; None: it does not say
    """

    def met(self, session: Any) -> bool:
        """For the weights as they stand. `session` is a World; plugins that are typed may say Session."""


class GivenLevel(Protocol):
    """What is read of a level; `level.Level` is it."""

    @property
    def network(self) -> Network: ...
    @property
    def stages(self) -> Sequence[Mapping[str, Any]]: ...
    @property
    def questions(self) -> Sequence[Any]: ...
    @property
    def budget(self) -> int: ...
    @property
    def gates(self) -> Sequence[Gate]: ...
    @property
    def par_unit(self) -> str: ...
    @property
    def par_target(self) -> Target | None: ...
    def data(self, unseen: bool = False) -> list[Pair]: ...


class World(Protocol):
    """What is read of an attempt; `session.Session` is it, and says what each is."""

    recorded: int
    stage: int
    actions: list[Any]  # each an Action
    run_began_at: int

    @property
    def run(self) -> Run: ...
    @property
    def weights(self) -> list[float]: ...
    @property
    def base(self) -> GivenLevel: ...
    @property
    def level(self) -> GivenLevel: ...
    @property
    def answers(self) -> Mapping[tuple[int, int], Value]: ...
    @property
    def shown(self) -> Sequence[Pair]: ...
    @property
    def tally(self) -> Any: ...  # costs.Tally
    def error_by(self, metric: str | None = None, unseen: bool = False) -> float: ...


SLACK = 1e-9  # several levels' numbers sit exactly on their tolerance


class TargetInfo:
    """What may be asked of a target besides `met`. These are the answers of one that says nothing else: a plugin's own.

    Its numbers: None where it has none of that name. `summed`: its error is shown as the sum over all examples, not as
    the mean; `drawn`: it is met by what the player draws.
    """

    summed = False
    drawn = False
    refusals = ("its own target was not met.", "its own target was not met.")  # of star 2: for a `count` of 1; else
    tolerance: float | None
    only: tuple[int, ...] | None
    limit: float | None
    at_most: float | None
    at_least: float | None
    metric: str | None
    share: float | None
    right: int | None
    most: int | None
    unseen: bool

    if not TYPE_CHECKING:

        def __getattr__(self, name):
            if name in TargetInfo.__annotations__:
                return False if name == "unseen" else None
            raise AttributeError(name)

    def mean_error(self, run: Run, metric: str, squared: float | None) -> float | None:
        """The mean error at or below which it may be met: no run lands above it. None: it asks for no such error.

        `metric`: the name of the run's own; `squared`: error / miss ** 2, where that is the same for every miss.
        """

    def asks(self) -> tuple[str, dict[str, float]]:
        """What counts as reached, with its numbers."""
        return "reached", {}

    def within(self, run: Run) -> float | None:
        """How far the run is from meeting it, 0 where it is met. None: it does not say."""


@dataclass(eq=False)
class CustomTarget(TargetInfo):
    """Your own target: an object with `met`. It may have a `title`, and `within` for the distance that is left."""

    _target: object

    def asks(self) -> tuple[str, dict[str, float]]:
        title = getattr(self._target, "title", "")
        return (title.replace("{", "{{").replace("}", "}}"), {}) if title else super().asks()

    def within(self, run: Run) -> float | None:
        ask = getattr(self._target, "within", None)
        try:
            distance = ask(run) if ask is not None else None
        except Exception:  # the play goes on without it; `check` says what is wrong
            return None
        return float(distance) if isinstance(distance, (int, float)) and isfinite(distance) else None


def target_info_of(target: object) -> TargetInfo:
    """The target itself, or what stands for it where it knows nothing of an Aim."""
    return target if isinstance(target, TargetInfo) else CustomTarget(target)


@dataclass(frozen=True)
class Near(TargetInfo):
    """Every prediction within `tolerance` of its goal; `only`: of these examples (indices)."""

    tolerance: Annotated[float, NOT_NEGATIVE]
    only: tuple[int, ...] | None = None

    def met(self, session: World) -> bool:
        examples = session.run.examples
        chosen = examples if self.only is None else [examples[i] for i in self.only if i < len(examples)]
        return all(abs(miss) <= self.tolerance + SLACK for miss in _misses(session, chosen))

    def mean_error(self, run: Run, metric: str, squared: float | None) -> float | None:
        if self.only is not None:
            return None
        maximum = 0.0
        for _input, goals in run.examples:
            for goal in goals:
                maximum += max(run.metric.error(goal + side * self.tolerance, goal) for side in (1, -1))
        return maximum / len(run.examples)

    def asks(self) -> tuple[str, dict[str, float]]:
        if self.only is not None:
            return "{n} of them, each within {within}", {"n": len(self.only), "within": self.tolerance}
        return "every goal within {within}", {"within": self.tolerance}


@dataclass(frozen=True)
class Exam(TargetInfo):
    """The exam, at most `limit`: all squared misses added up, with the weights held still."""

    limit: Annotated[float, NOT_NEGATIVE]
    unseen: bool = False
    summed = True

    def met(self, session: World) -> bool:
        return exam(session, self.unseen) <= self.limit + SLACK

    def mean_error(self, run: Run, metric: str, squared: float | None) -> float | None:
        return None if self.unseen or squared != 1.0 else self.limit / len(run.examples)

    def asks(self) -> tuple[str, dict[str, float]]:
        return "exam at most {most}", {"most": self.limit}


@dataclass(frozen=True)
class MeanError(TargetInfo):
    """The mean error over all examples, between `at_least` and `at_most`. `metric` None: the level's metric."""

    at_most: Annotated[float, FINITE]
    metric: str | None = None
    at_least: float | None = None
    unseen: bool = False

    def met(self, session: World) -> bool:
        error = session.error_by(self.metric, self.unseen)
        return error <= self.at_most + SLACK and (self.at_least is None or error >= self.at_least - SLACK)

    def mean_error(self, run: Run, metric: str, squared: float | None) -> float | None:
        return self.at_most if self.metric in (None, metric) and not self.unseen else None

    def asks(self) -> tuple[str, dict[str, float]]:
        if self.at_least is None:
            text = "error at most {most}" if self.metric is None else f"mean {self.metric} error at most {{most}}"
            return text, {"most": self.at_most}
        if self.at_least == self.at_most:
            return "error at {most}", {"most": self.at_most}
        if self.at_least == -self.at_most:
            return "misses that add up to 0", {}
        return "error from {least} to {most}", {"least": self.at_least, "most": self.at_most}


@dataclass(frozen=True)
class Smaller(TargetInfo):
    """Every output of every example has a smaller error than at the start, after one step or more."""

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

    def asks(self) -> tuple[str, dict[str, float]]:
        return "every error smaller than before", {}


@dataclass(frozen=True)
class Runs(TargetInfo):
    """At most this many runs, Resets included: a second condition for star 2."""

    most: int
    refusals = ("One run was allowed.", "{count} runs at most were allowed.")

    def met(self, session: World) -> bool:
        return bool(session.tally.runs <= self.most)

    def asks(self) -> tuple[str, dict[str, float]]:
        return "runs: {count} at most", {"count": self.most}


@dataclass(frozen=True)
class Accuracy(TargetInfo):
    """At least this share (0 ... 1) of the examples is read correctly: the largest output is the goal's largest."""

    share: Annotated[float, NOT_NEGATIVE]
    unseen: bool = True
    refusals = ("{share} % had to be read correctly.", "{share} % had to be read correctly.")

    def met(self, session: World) -> bool:
        return accuracy(session, self.unseen) >= self.share - SLACK

    def asks(self) -> tuple[str, dict[str, float]]:
        return "{share} % read correctly", {"share": round(100 * self.share, 1)}


@dataclass(frozen=True)
class Drawn(TargetInfo):
    """The player has drawn each kind, and the first drawings of at least `right` kinds are read correctly."""

    right: Annotated[int, INDEX]
    drawn = True
    refusals = ("{count} had to be read correctly.", "{count} had to be read correctly.")

    def met(self, session: World) -> bool:
        firsts: dict[int, Vector] = {}
        for input, goal in session.shown:
            firsts.setdefault(largest(goal), input)
        if len(firsts) < session.level.network.outputs:
            return False  # nothing is to be read yet
        read = [largest(session.run.predict(session.weights, input)) == kind for kind, input in firsts.items()]
        return read.count(True) >= self.right

    def asks(self) -> tuple[str, dict[str, float]]:
        return "{count} of the drawings read correctly", {"count": self.right}


@dataclass(frozen=True)
class Fooled(TargetInfo):
    """The net reads a drawing as something else than it is meant to be, with at least this share of the vote."""

    share: Annotated[float, NOT_NEGATIVE]
    drawn = True

    def met(self, session: World) -> bool:
        for input, goal in session.shown:
            votes = session.run.predict(session.weights, input)
            shares = session.run.metric.shares(votes) or votes
            if largest(votes) != largest(goal) and max(shares) >= self.share - SLACK:
                return True
        return False

    def asks(self) -> tuple[str, dict[str, float]]:
        return "a drawing misread at {share} %", {"share": round(100 * self.share, 1)}


TARGETS: tuple[type[Target], ...] = (Near, Exam, MeanError, Smaller, Accuracy, Drawn, Fooled, Runs)


def largest(votes: Vector) -> int:
    """Where the largest is; of equals the first."""
    return votes.index(max(votes))


def accuracy(session: World, unseen: bool = True) -> float:
    """The share of the unseen (or seen) examples that are read correctly: see Accuracy."""
    measure = session.run.measurement("unseen") if unseen else None
    return measure if measure is not None else share_correct(session.run, session.level.data(unseen))


def share_correct(run: Run, examples: Sequence[Pair]) -> float:
    """0 ... 1; of none 0. Of votes that are equal the first counts."""
    right = [largest(run.predict(run.weights, input)) == largest(goal) for input, goal in examples]
    return right.count(True) / len(right) if right else 0.0


def exam(session: World, unseen: bool = False) -> float:
    """The squared misses added up, in order."""
    total, predict, weights = 0.0, session.run.predict, session.weights
    for input, goals in session.level.data(unseen) if unseen else session.run.examples:
        for prediction, goal in zip(predict(weights, input), goals):
            miss = prediction - goal
            total += miss * miss
    return total


def _misses(session: World, examples: list[Pair]) -> Iterator[float]:
    predict, weights = session.run.predict, session.weights
    return (prediction - goal for input, goals in examples for prediction, goal in zip(predict(weights, input), goals))
