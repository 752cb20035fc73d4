"""One attempt at a level: a list of actions goes in, steps and an outcome come out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from . import handlers, judged_steps
from .actions import (
    Action,
    Answer,
    Learn,
    Next,
    ProbeResult,
    TakeOver,
    by_hand,
    check,
    merge_learns,
    shorten,
)
from .catalog import Catalog
from .level import Level
from .state import SessionState


class Session(SessionState):
    """One attempt at a level. `do` applies an action, or raises Impossible and changes nothing."""

    def __init__(self, level: Level, catalog: Catalog, actions: Iterable[Action] = ()) -> None:
        super().__init__(level, catalog)
        handlers.record(self, level.recording)
        self.recording_run, self.recording_steps = self.run, self.recorded
        handlers.start_at_pass(self)
        self.run_began_at = 0
        # what was counted in attempts that were given up: after how many actions, then as `carry` takes it
        self._carried: list[tuple[int, int, int, int, tuple[ProbeResult, ...]]] = []
        for action in actions:
            self.do(action)

    def do(self, action: Action) -> None:
        """Do an action. Impossible: it is not allowed here. Fault: a learner or metric failed; the attempt is over."""
        check(action)
        handlers.do(self, action)
        self.actions.append(action)

    def undo(self) -> Session:
        """The session without the last action."""
        return self._replay(self.actions[:-1])

    def step_back(self) -> Session:
        """A session without the last action that was no answer; answers stay."""
        done = self.actions
        while done and isinstance(done[-1], Answer):
            done = done[:-1]
        answers = self.actions[len(done) :]  # given after it: a bet is not taken back
        if done and isinstance(done[-1], Next):  # but of a question that the part before does not ask, or has asked
            own, before = "questions" in self.base.stages[self.stage - 1], self.stage - 1
            asked = [each for each in answers if isinstance(each, Answer) and not own]
            answers = [each for each in asked if (before, each.question) not in self.answers]
        return self._replay([*done[:-1], *answers])

    def rewind(self, step: int) -> Session:
        """The session as it was after `step` steps of this run, including those of a recording. Looks taken before
        that stay, and all answers."""
        before, since = self.actions[: self.run_began_at], self.actions[self.run_began_at :]
        if step == self.recorded and not any(isinstance(action, Learn) for action in since):
            kept = before + by_hand(since)
        elif step < self.recorded:
            kept = [*(a for a in before if not isinstance(a, TakeOver)), TakeOver(step)]
        else:
            kept = before + shorten(since, step - self.recorded)
        answers = [action for action in self.actions if isinstance(action, Answer)]
        for action in kept:
            if action in answers:  # two parts may ask the same, and be answered alike: each answer is kept once
                answers.remove(action)
        return self._replay([*kept, *answers])

    def at_stage(self, stage: int) -> Session | None:
        """As it ended that part of its level. None: it never came there."""
        if self.stage <= stage:
            return self if self.stage == stage else None
        parts = [position for position, action in enumerate(self.actions) if isinstance(action, Next)]
        return Session(self.base, self.catalog, merge_learns(self.actions[: parts[stage]]))

    def copy(self) -> Session:
        return self._replay(self.actions)

    def carry(self, probes: int, runs: int, turns: int = 0, rows: Sequence[ProbeResult] = ()) -> None:
        """So many were counted in an attempt that was given up for this one, before anything more is done here.

        `rows`: what the looks among them saw.
        """
        self._carried.append((len(self.actions), probes, runs, turns, tuple(rows)))
        self.tally.carry(self, probes, runs, turns, len(rows))
        self.probed.extend(rows)

    def _replay(self, actions: Iterable[Action]) -> Session:
        done, at = list(actions), 0
        session = Session(self.base, self.catalog)
        for then, probes, runs, turns, rows in self._carried:
            for action in done[at:then]:
                session.do(action)
            at = max(at, then)
            session.carry(probes, runs, turns, rows)
        for action in done[at:]:
            session.do(action)
        return session

    def learn(self, steps: int, until_known: bool = False) -> None:
        """So many steps, or until there is an outcome; no action is kept: see `do`, `learn_until_outcome`."""
        for _piece in judged_steps.learn_incremental(self, steps, until_known):
            pass

    def learn_until_outcome(self, most: int, grow: bool = False) -> int:
        """Learn until there is an outcome or so many steps: how many were made. One Learn; `grow`: a longer one."""
        before = self.run.count
        self.learn(most, until_known=True)
        steps_made = self.run.count - before
        tried = steps_made + self.run.diverged  # a step that ran away was not taken; replayed, it must run away again
        last = self.actions[-1] if self.actions else None
        if tried and grow and isinstance(last, Learn):
            self.actions[-1] = Learn(last.steps + tried)
        elif tried:
            self.actions.append(Learn(tried))
        return steps_made
