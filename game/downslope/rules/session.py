"""One attempt at a level: a list of actions goes in, steps and an outcome come out."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from random import Random
from typing import Any

from ..engine.fast_run import FastRun
from ..learning.learner import Alpha, Learner
from ..learning.metric import Metric
from ..learning.problem import Pair, Problem
from . import handlers, knob_turns, truncate
from .actions import Action, Freeze, Impossible, Learn, Next, Probed, Turn
from .catalog import Catalog
from .check_action import check
from .costs import Tally
from .fitting import fresh_learner
from .knob import Value
from .level import Level
from .outcome import Outcome, OutcomeDetector
from .outcome_values import outcome_values
from .target import Near

SERIALS = count()  # a session's own number: unlike an address it never comes again


class Session:
    """`do` applies an action and keeps it, or raises Impossible and changes nothing.

    `level` is the level as this stage and the knobs have it, `base` as it was handed in. `run` is the learner at work.
    """

    def __init__(self, level: Level, catalog: Catalog, actions: Iterable[Action] = ()) -> None:
        self.serial = next(SERIALS)
        self.base, self.catalog = level, catalog
        self.actions: list[Action] = []
        self.stage = 0
        self.network_turns: dict[tuple[str, int], Value] = {}  # of a network's own knobs, by index
        self.level = level
        self.knobs: dict[str, Any] = knob_turns.start_knobs(level)
        self.level = knob_turns.effective_level(self)  # a choice knob's start may put fields in
        self.frozen = frozenset(level.frozen)
        self.answers: dict[tuple[int, int], Value] = {}  # (stage, question number) -> the answer given
        self.probed: list[Probed] = []  # since the last Reset or Next
        self.tally = Tally()
        self.entry: list[float] | None = None  # the weights that came over from the stage before
        self._begin(self._start_weights())
        self.record(level.recording)
        self.tape = self.run  # the whole recording; `taped` of its steps
        self.taped = self.recorded
        self.from_pass()
        self.began = 0  # the first of the actions that belong to the present run
        for action in actions:
            self.do(action)

    # what it is now

    @property
    def count(self) -> int:
        """Steps of the present run, a recording's included."""
        return self.run.count

    @property
    def weights(self) -> list[float]:
        return self.run.weights

    @property
    def reached(self) -> bool:
        """The target is met with the weights as they stand."""
        return self.level.target.met(self)

    @property
    def last_stage(self) -> bool:
        return self.stage == len(self.base.stages)

    @property
    def complete(self) -> bool:
        """All that star 1 asks for is won."""
        return self.won if self.stage == self.base.plain_stages else self.stage > self.base.plain_stages

    def error_by(self, metric: str | None = None, unseen: bool = False) -> float:
        """The mean error over all examples (or the unseen ones), by a named metric or the one in use."""
        if metric is None and not unseen:
            return self.run.error()
        examples = self.level.data(True) if unseen else self.run.examples
        problem = Problem(self.level.network, examples, self.metric(metric or self.knobs["metric"]))
        problem.predict = self.run.predict
        return problem.error(self.weights)

    def metric(self, name: str) -> Metric:
        return self.catalog.metric(name, self.level.plugin)

    # what can be done

    def do(self, action: Action) -> None:
        """Impossible: not allowed here, and why. Fault: a learner or metric raised; the attempt is over."""
        check(action)
        handlers.HANDLERS[type(action)](self, action)
        self.actions.append(action)

    def undo(self) -> Session:
        """A session without the last action."""
        return self._again(self.actions[:-1])

    def step_back(self) -> Session:
        """A session without the last action that was no answer; answers stay."""
        return self._again(truncate.without_last(self))

    def rewind(self, step: int) -> Session:
        """One that stopped at this step of the present run, a recording's included."""
        return self._again(truncate.actions_until(self, step))

    def at_stage(self, stage: int) -> Session | None:
        """As it ended that part of its level. None: it never came there."""
        if self.stage <= stage:
            return self if self.stage == stage else None
        parts = [position for position, action in enumerate(self.actions) if isinstance(action, Next)]
        return Session(self.base, self.catalog, truncate.merge_learns(self.actions[: parts[stage]]))

    def copy(self) -> Session:
        return self._again(self.actions)

    def _again(self, actions: Iterable[Action]) -> Session:
        session = Session(self.base, self.catalog, actions)
        session.tally.carry(*self.tally.carried)
        return session

    # how it is done

    def record(self, actions: Iterable[Action]) -> None:
        """What was done before the player came: no lock holds, nothing is counted."""
        for action in actions:
            if isinstance(action, Turn):
                knob_turns.turn(self, action, locked=False)
            elif isinstance(action, Learn) and self.run.learner is not None:
                self._go(action.steps, watched=False)
            elif isinstance(action, Freeze):
                self.freeze(action)
        self.recorded = self.run.count
        if self.recorded:
            self.look_anew()

    def from_pass(self) -> None:
        """Where a recording is taken over in epochs, the knob's start says from which one."""
        knob = self.level.knob("pass")
        if knob is not None and isinstance(knob.start, (int, float)):
            knob_turns.turn(self, Turn("pass", knob.start), locked=False)

    def take_over(self, step: int) -> None:
        """The recording is cut at this step, to go on from there. Looks taken are taken."""
        if not self.taped or self.stage or self.run.count != self.recorded:
            raise Impossible("There is no recording to take over here.")
        if not 0 <= step <= self.taped:
            raise Impossible("The recording has the steps 0 to {last}.", last=self.taped)
        probed = self.probed
        self.knobs = knob_turns.start_knobs(self.base)
        self.restart()
        self.record(truncate.shorten(self.base.recording, step))
        self.probed = probed

    def _start_weights(self) -> list[float]:
        level, spread, seed = self.level, self.knobs["spread"], self.knobs["seed"]
        if level.weights is None:
            return level.network.start_weights(Random(f"weights {seed}"), spread)
        return [w * spread + 0.0 for w in level.weights]  # + 0.0: nothing is -0.0

    def restart(self, weights: list[float] | None = None) -> None:
        """A new run, from these weights or the start's: what the action that is being done brings about."""
        self.began = len(self.actions) + 1
        self._begin(self._start_weights() if weights is None else weights)

    def _begin(self, weights: list[float]) -> None:
        level, order = self.level, f"order {self.knobs['seed']}"
        self.run = FastRun(
            level.network, level.data(), self.metric(self.knobs["metric"]), self.new_learner(), weights, self.alpha(),
            level.batch, self.frozen, order if level.shuffle else None, self.knobs["schedule"], level.budget,
            order if level.augment else None,
        )  # fmt: skip
        self.recorded = 0
        self.probed = []
        self.shown: list[Pair] = []  # drawings, and what each is meant to be
        self.won = False
        self.look_anew()

    def alpha(self) -> Alpha:
        alpha: Alpha = self.knobs["alpha"]
        return alpha

    def new_learner(self) -> Learner | None:
        """A fresh one, with its own random numbers and its knobs as they stand."""
        name = self.knobs["learner"]
        if name is None:
            return None
        level = self.level
        return fresh_learner(self.catalog.learner(name, level.plugin), level.network, level.id, self.knobs)

    def look_anew(self) -> None:
        """A knob was turned: what came before says nothing about what comes."""
        self.outcome: Outcome | None = None
        self.watch: OutcomeDetector | None = None

    def watched(self) -> OutcomeDetector | None:
        """The watch on this run, begun at the end of an epoch."""
        if self.watch is None and self.outcome is None and self.run.count % len(self.run.batches) == 0:
            self.watch = OutcomeDetector(self.run)
        return self.watch

    def learn_on(self, most: int, grow: bool = False) -> int:
        """Learn until there is an outcome or so many steps: how many were made. One Learn; `grow`: a longer one."""
        before = self.run.count
        self.learn(most, until_known=True)
        made = self.run.count - before
        tried = made + self.run.over  # a step that ran away was not taken; replayed, it must run away again
        last = self.actions[-1] if self.actions else None
        if tried and grow and isinstance(last, Learn):
            self.actions[-1] = Learn(last.steps + tried)
        elif tried:
            self.actions.append(Learn(tried))
        return made

    def learn(self, steps: int, until_known: bool = False) -> None:
        """The player's own steps. They begin a run, which counts, where they are its first."""
        if self.run.learner is None:
            raise Impossible("This level has no learner: turn the weight by hand.")
        if self.run.over:
            raise Impossible("The numbers have run away: reset, or rewind.")
        left = self.left
        if left is not None and left <= 0:
            one = "The one pass is used: reset for another run."
            raise Impossible("All {count} passes are used: reset for another run.", one, count=self.level.limit)
        self.tally.learned(self.run.count == self.recorded)
        self._go(steps if left is None else min(steps, left), until_known)

    @property
    def left(self) -> int | None:
        """Steps that the present run may still have; None: no limit."""
        limit = self.level.limit
        return None if limit is None else limit * len(self.run.batches) - self.run.count + self.recorded

    def _go(self, steps: int, until_known: bool = False, watched: bool = True) -> None:
        run = self.run
        end = run.count + steps
        while run.count < end and not run.over and not (until_known and self.outcome):
            watch = self.watched() if watched else None
            if not self._advance(watch, end - run.count, watched):
                run.step()
            if watch is None and watched and self.left == 0:
                watch = self.watched()
            if watch is not None and self.outcome is None:
                self.judge(watch)

    def _advance(self, watch: OutcomeDetector | None, steps: int, watched: bool) -> int:
        """Many steps at once in the compiled loop, as far as there is nothing to judge. 0: not possible here."""
        run, target = self.run, self.level.target
        if steps == 1:
            return 0
        if len(run.batches) > 1:
            return run.advance_epoch(steps)
        if self.outcome is not None or not watched:
            return run.advance(steps, knob_turns.NO_BAND)[0] or run.advance_epoch(steps)
        if watch is None or not isinstance(target, Near) or target.only is not None or len(run.weights) != 1:
            return run.advance_epoch(1)  # every step is judged
        left = self.level.budget - watch.beat(run)
        made, mark = run.advance(min(steps, max(left, 1)), watch.band(run, target.tolerance + 1e-9))
        watch.marked(run, mark)
        return made

    def judge(self, watch: OutcomeDetector) -> None:
        """At the end of a beat: has it an outcome, is it won?"""
        run = self.run
        if run.over:
            found: tuple[str, str] | None = ("runaway", "not-finite")
        elif (run.count - watch.first) % watch.each == 0:
            over = self.left is not None and self.left <= 0
            called = over if self.level.stop or self.level.limit else True  # with `stop` the player calls it
            found = watch.judge(run, called and self.reached and self._in_time(), 0 if over else self.level.budget)
        else:
            return
        if found:
            turn = watch.turn(run, found[0])
            self.outcome = Outcome(*found, run.count, turn, outcome_values(self, turn))
            if found[0] in self.level.wins:
                self.win()

    def _in_time(self) -> bool:
        """Where runs are counted, a run ends with its budget: what more steps reach after a turn is not its doing."""
        level, run = self.level, self.run
        return level.par_unit != "runs" or run.count - self.recorded <= level.budget * len(run.batches)

    def win(self) -> None:
        """This stage is won, and what it took is noted."""
        if not self.won:
            self.won = True
            self.tally.won(self)

    def by_hand(self, looked: bool = False, called: bool = False) -> None:
        """Judge a level without a learner, at the moments when it is judged."""
        level = self.level
        if level.learner is None or level.stop:
            now = called if level.stop else looked if level.probes is not None else True
            if now and level.wins and self.reached:
                self.win()

    def freeze(self, action: Freeze) -> None:
        self.frozen = self.frozen | {action.index} if action.frozen else self.frozen - {action.index}
        self.run.change(frozen=self.frozen)
        self.look_anew()
