"""The runs of a visit to the workshop: the last three, the present one among them; two can be compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from ..rules.session import Session
from .bench import Bench, BenchBet

MOST = 3  # runs that are kept
PATH = 4000  # weights of a run that are kept to draw its way


class BenchRun(NamedTuple):
    """A run: what it was made with, how far it came. `outcome`: None, it was left before; `bet`: "", none was made.

    errors    the mean error at each step, the start first      path    the weights at each, () where that is too much
    """

    number: int
    bench: Bench
    steps: int = 0
    outcome: str | None = None
    won: bool = False
    bet: str = ""
    errors: tuple[float, ...] = ()
    path: tuple[tuple[float, ...], ...] = ()

    @property
    def right(self) -> bool | None:
        """Whether the bet was right; None: there was none, or its run has not ended."""
        return None if not self.bet or self.outcome is None else self.bet == self.outcome


class BenchRuns:
    """`kept`: the oldest first. `chosen`: the numbers of the runs that are compared, two at most."""

    def __init__(self) -> None:
        self.kept: list[BenchRun] = []
        self.chosen: list[int] = []
        self.now = 0  # number of the present run; 0: none has begun
        self._count = 0

    def recall(self, kept: Sequence[BenchRun]) -> None:
        """The runs of the visit before; none of them goes on."""
        self.kept = list(kept)[-MOST:]
        self._count = max([0, *(run.number for run in self.kept)])

    def begin(self, bench: Bench, bet: str = "") -> None:
        """A run is about to make its first step."""
        self._count += 1
        self.now = self._count
        self.kept = [*self.kept, BenchRun(self.now, bench, bet=bet)][-MOST:]
        there = {each.number for each in self.kept}
        self.chosen = [number for number in self.chosen if number in there]

    def leave(self) -> None:
        """The present run goes no further: another one begins with the next step."""
        self.now = 0

    def note(self, session: Session) -> None:
        """How far the present run has come."""
        here = self.run(self.now)
        run, steps = session.run, session.count
        outcome = session.outcome.kind if session.outcome is not None else None
        if here is None or (len(here.errors) == steps + 1 and here.outcome == outcome):
            return
        path: tuple[tuple[float, ...], ...] = ()
        if steps * run.network.size <= PATH:
            path = (*(tuple(run.history.weights_at(k)) for k in range(steps)), tuple(run.weights))
        noted = here._replace(
            steps=steps, outcome=outcome, won=session.won, errors=(*run.errors, run.error()), path=path
        )
        self.kept = [noted if each.number == self.now else each for each in self.kept]

    def count_steps(self, steps: int) -> bool:
        """How many steps the present run has made, while it goes on. False: it is known."""
        here = self.run(self.now)
        if here is None or here.steps == steps:
            return False
        self.kept = [each._replace(steps=steps) if each is here else each for each in self.kept]
        return True

    def bet(self, outcome: str) -> None:
        """What the present run is bet to come to."""
        self.kept = [each._replace(bet=outcome) if each.number == self.now else each for each in self.kept]

    def run(self, number: int) -> BenchRun | None:
        return next((each for each in self.kept if each.number == number), None)

    def resume(self, number: int) -> None:
        """The run of that number goes on."""
        self.now = number

    def choose(self, number: int) -> None:
        """To be compared, or no longer; of three the first is left out."""
        if number in self.chosen:
            self.chosen.remove(number)
        else:
            self.chosen = [*self.chosen, number][-2:]

    @property
    def pair(self) -> list[BenchRun]:
        """The two that are drawn together; fewer: nothing is compared."""
        found = [run for run in map(self.run, self.chosen) if run is not None and run.steps]
        return found if len(found) == 2 else []


def with_settings(bench: Bench, run: BenchRun) -> Bench:
    """The bench with the settings of a run; the examples stay, and where these have another shape the start too."""
    old = run.bench
    changed = replace(bench, metric=old.metric, learner=old.learner, alpha=old.alpha, settings=old.settings)
    return replace(changed, weights=old.weights, seed=old.seed) if old.shape == bench.shape else changed


def with_bet(bench: Bench, run: BenchRun) -> Bench:
    """The bench that remembers the bet of a run which has ended."""
    if not run.bet or run.outcome is None:
        return bench
    return replace(bench, bet=BenchBet(run.bench.alpha, run.bet, run.outcome))


def best_steps(runs: BenchRuns, bench: Bench, alphas: tuple[float, ...]) -> int | None:
    """The fewest steps of a run that whoever plays could have too: the same but for an alpha that may be turned to."""
    found = [run.steps for run in runs.kept if run.won and run.bench.alpha in alphas and _same_run(run.bench, bench)]
    return min(found, default=None)


def _same_run(one: Bench, other: Bench) -> bool:
    """A run of the one goes as one of the other does, but for alpha."""
    names = ("rows", "shape", "metric", "learner", "settings", "weights", "seed")
    return all(getattr(one, name) == getattr(other, name) for name in names)
