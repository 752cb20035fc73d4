"""A learner once more as it stood before a step of its run: where that is not kept, the steps before are made again."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ..engine.history import copy_learner

if TYPE_CHECKING:
    from ..learning.learner import Learner
    from ..rules.session import Session

KEPT = 12  # copies of one run
STRIDE = 500  # steps between copies that are kept on the way


class Twins:
    """Copies of the learner of one run after the other."""

    def __init__(self) -> None:
        self._run = self._noted = -1
        self._copies: dict[int, Learner] = {}  # by the step that they stand before

    def note(self, session: Session) -> None:
        """Keep the learner as it stands now, before the next step."""
        run = session.run
        self._turn_to(run.serial)
        if run.learner is not None and run.count != self._noted:
            self._noted = run.count
            self._keep(run.count, run.learner)

    def _turn_to(self, serial: int) -> None:
        if self._run != serial:
            self._run, self._noted, self._copies = serial, -1, {}

    def _keep(self, step: int, learner: Learner) -> None:
        try:
            self._copies[step] = copy_learner(learner)
        except Exception:
            return  # it cannot be copied: its steps are made again from the start
        while len(self._copies) > KEPT:
            del self._copies[next(iter(self._copies))]

    def find(self, session: Session, step: int) -> Iterator[Learner | None]:
        """The copy that stands before this step, last; None as long as there is more to be done.

        What the plugin raises comes through.
        """
        run = session.run
        self._turn_to(run.serial)
        known = [at for at in self._copies if run.origin.step <= at <= step]
        if known:
            at = max(known)
            learner = copy_learner(self._copies[at])
        else:
            at, learner = self._begin(session, step)
        while at < step:
            yield None
            weights = run.history.weights_at(at)
            with keep_dice():
                learner.step(run.problem_then(at), list(weights), run.alpha_at(at))
            at += 1
            if at % STRIDE == 0 or at == step:
                self._keep(at, learner)
        yield learner

    def _begin(self, session: Session, step: int) -> tuple[int, Learner]:
        """Where the present stretch began: a step, and the learner before it."""
        origin = session.run.origin.step
        if not origin:
            return 0, _fresh(session)
        at = min(origin, step)
        before = session.rewind(at).run.learner  # without what was turned there
        after = session.rewind(at + 1)  # with it
        if before is None or type(before) is not type(after.run.learner):
            return at, _fresh(after)
        for knob in before.knobs:
            setattr(before, knob.name, after.knobs.get(knob.name, knob.start))
        return at, before


def _fresh(session: Session) -> Learner:
    learner = session.new_learner()
    assert learner is not None  # a run that has none makes no step
    return learner


@contextmanager
def keep_dice() -> Iterator[None]:
    """What draws from the module `random` inside is not noticed outside: the run goes on as if nobody had looked."""
    before = random.getstate()
    try:
        yield
    finally:
        random.setstate(before)
