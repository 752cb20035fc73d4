"""What an attempt at a level is: its level, knobs and run, what was answered and counted, whether it is won.

What is done to it is done by others: handlers.py an action, a turned knob, what was done before the player came;
judged_steps.py the steps. Session is all of them together.
"""

from __future__ import annotations

from copy import copy
from itertools import count, takewhile
from random import Random
from typing import Any, Self

from ..engine.fast_run import FastRun
from ..learning import SHIFT, Alpha, Learner, Metric, Pair, Problem
from .actions import Action, Freeze, Impossible, Next, ProbeResult, Reset, Stop
from .catalog import Catalog, fresh_learner, metric_with_knobs, shared_knob
from .costs import Tally
from .knob import Value
from .level import Level, effective_level, start_knobs
from .outcome import Outcome, OutcomeDetector

SERIALS = count()  # a session's own number: unlike an address it never comes again


class SessionState:
    """`level` is the level as this stage and the knobs have it, `base` as it was handed in.

    `run` is the learner at work; the first `recorded` of its steps were made before the player came.
    """

    def __init__(self, level: Level, catalog: Catalog) -> None:
        self.serial = next(SERIALS)
        self.base, self.catalog = level, catalog
        self.actions: list[Action] = []
        self.stage = 0
        self.network_turns: dict[tuple[str, int], Value] = {}  # of a network's own knobs, by index
        self.level = level
        self.knobs: dict[str, Any] = start_knobs(level)
        self.renew_level()  # a choice knob's start may put fields in
        self.frozen = frozenset(level.frozen)
        self.answers: dict[tuple[int, int], Value] = {}  # (stage, question number) -> the answer given
        self.probed: list[ProbeResult] = []  # in this part
        self.tally = Tally()
        self._metrics: dict[tuple[Any, ...], Metric] = {}
        self.carried_weights: list[float] | None = None  # the weights that came over from the stage before
        self.restart()
        self.recording_run, self.recording_steps = self.run, 0  # the whole recording; `recording_steps` of its steps
        self.run_began_at = 0  # the first of the actions that belong to the present run

    @property
    def count(self) -> int:
        """The steps of this run, including those of a recording."""
        return self.run.count

    @property
    def weights(self) -> list[float]:
        return self.run.weights

    @property
    def reached(self) -> bool:
        """The target is met with the weights as they stand."""
        return self.level.target.met(self)

    @property
    def used_up(self) -> bool:
        """As many looks as the level has were taken in this part."""
        return self.level.probes is not None and len(self.probed) + self.tally.carried >= self.level.probes

    @property
    def called(self) -> bool:
        """What can be called once was, since the last Reset."""
        since = takewhile(lambda action: not isinstance(action, (Reset, Next)), reversed(self.actions))
        return self.level.once and any(isinstance(action, Stop) for action in since)

    @property
    def last_stage(self) -> bool:
        return self.stage == len(self.base.stages)

    @property
    def complete(self) -> bool:
        """Whether everything that star 1 needs is won."""
        return self.won if self.stage == self.base.star_one_stages else self.stage > self.base.star_one_stages

    def error_by(self, metric: str | None = None, unseen: bool = False) -> float:
        """The mean error over all examples, or over the unseen ones. `metric` None: the metric in use."""
        if metric is None and not unseen:
            return self.run.error()
        examples = self.level.data(True) if unseen else self.run.examples
        problem = Problem(self.level.network, examples, self.metric(metric or self.knobs["metric"]))
        problem.predict = self.run.predict
        return problem.error(self.weights)

    def metric(self, name: str) -> Metric:
        """The metric of that name, its own knobs as they stand: one object until one of them is turned."""
        metric = self.catalog.metric(name, self.level.plugin)
        key = name, *(self.knobs.get(knob.name, knob.start) for knob in metric.knobs)
        if key not in self._metrics:
            self._metrics[key] = metric_with_knobs(metric, self.knobs)
        return self._metrics[key]

    def used_metric(self) -> Metric:
        """The metric in use; its own knobs are among the session's from now on.

        Impossible: the learner has a knob of one of their names.
        """
        metric, learner = self.metric(self.knobs["metric"]), self.knobs["learner"]
        if learner is not None:
            kind = self.catalog.learner(learner, self.level.plugin)
            name = shared_knob(kind, metric)
            if name is not None:
                raise Impossible(
                    "{learner} and {metric} both have a knob {knob}.", learner=kind.name, metric=metric.name, knob=name
                )
        for knob in metric.knobs:
            self.knobs.setdefault(knob.name, knob.start)
        return metric

    @property
    def steps_left(self) -> int | None:
        """Steps that the present run may still have; None: no limit."""
        limit = self.level.limit
        return None if limit is None else limit * len(self.run.batches) - self.run.count + self.recorded

    def renew_level(self) -> None:
        """The level as this stage and the choice knobs have it."""
        self.level = effective_level(self.base, self.stage, self.knobs, self.network_turns)

    def restart(self, weights: list[float] | None = None) -> None:
        """A new run, from these weights or the start's: what the action that is being done brings about."""
        self.run_began_at = len(self.actions) + 1
        level, spread = self.level, self.knobs["spread"]
        if weights is None and level.weights is not None:
            weights = [w * spread + 0.0 for w in level.weights]  # + 0.0: nothing is -0.0
        elif weights is None:
            weights = level.network.start_weights(Random(f"weights {self.knobs['seed']}"), spread)
        self._begin(weights)

    def _begin(self, weights: list[float]) -> None:
        level, order = self.level, f"order {self.knobs['seed']}"
        self.run = FastRun(
            level.network, level.data(), self.used_metric(), self.new_learner(), weights, self.alpha(),
            level.batch, self.frozen, order if level.shuffle else None, self.knobs["schedule"], level.budget,
            order if level.augment else None, level.augment or SHIFT,
        )  # fmt: skip
        self.recorded = 0
        self.probed = []
        self.shown: list[Pair] = []  # drawings, and what each is meant to be
        self.won = self.bumped = False  # bumped: at a gate, where a run ends whatever is turned then
        self.forget_outcome()

    def fork(self) -> Self | None:
        """Another that stands here, where nothing of what led here has to be made again; None: it has to.

        So it is where the present run has no step yet: the parts before it may have thousands.
        """
        if self.run.count or self.base.recording:
            return None
        other = copy(self)
        other.serial, other.tally = next(SERIALS), self.tally.copy()
        for name, value in vars(self).items():
            if isinstance(value, (list, dict)):
                setattr(other, name, copy(value))
        other.knobs = {name: copy(value) for name, value in self.knobs.items()}
        other._metrics = {}
        other._begin(list(self.run.weights))
        other.probed, other.shown, other.won = [*self.probed], [*self.shown], self.won
        return other

    def alpha(self) -> Alpha:
        """One number, or one for each weight."""
        alpha: Alpha = self.knobs["alpha"]
        return alpha

    def new_learner(self) -> Learner | None:
        """A fresh one, with its own random numbers and its knobs as they stand."""
        name = self.knobs["learner"]
        if name is None:
            return None
        level = self.level
        return fresh_learner(self.catalog.learner(name, level.plugin), level.network, level.id, self.knobs)

    def forget_outcome(self) -> None:
        """A knob was turned: what came before says nothing about what comes."""
        self.outcome: Outcome | None = None
        self.detector: OutcomeDetector | None = None

    def start_detector(self) -> OutcomeDetector | None:
        """The watch on this run, begun at the end of an epoch."""
        if self.detector is None and self.outcome is None and self.run.count % len(self.run.batches) == 0:
            self.detector = OutcomeDetector(self.run)
        return self.detector

    def win(self) -> None:
        """This stage is won, and what it took is noted."""
        if not self.won:
            self.won, target = True, self.level.par_target
            self.tally.cost_at_win[self.stage] = self.tally.count(self)
            self.tally.par_target_met[self.stage] = target is None or target.met(self)

    def judge_without_learner(self, looked: bool = False, called: bool = False) -> None:
        """Judge a level without a learner, at the moments when it is judged."""
        level = self.level
        if level.learner is None or level.stop:
            now = called if level.stop else looked if level.probes is not None else True
            if now and level.wins and self.reached:
                self.win()

    def freeze(self, action: Freeze) -> None:
        self.frozen = self.frozen | {action.index} if action.frozen else self.frozen - {action.index}
        self.run.change(frozen=self.frozen)
        self.forget_outcome()
