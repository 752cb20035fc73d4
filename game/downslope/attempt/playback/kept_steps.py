"""Where the steps of a long run led as it was rehearsed, piece by piece: the show goes there, and makes none again."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any

from ...engine.checkpoint import Checkpoint, checkpoint_of
from ...rules.actions import Learn
from ...rules.resume import repeat

if TYPE_CHECKING:
    from ...rules.actions import Action
    from ...rules.session import Session


class KeptSteps:
    """Of one round. Single steps are not kept: they are quickly made."""

    def __init__(self) -> None:
        self._ends: dict[int, Checkpoint] = {}  # the step before a piece -> where it ended
        self._state: dict[str, Any] = {}  # of the learner at the last of them
        self._fast = False  # the run predicts in a compiled loop

    def __bool__(self) -> bool:
        return bool(self._ends)

    def note(self, before: int, session: Session) -> None:
        """The session made a piece of its run, from that step on."""
        run = session.run
        if run.count - before < 2 or run.diverged or not _within_a_pass(session, before):
            return
        measured = run.measured if run.measured_at == run.count else {}
        try:
            there = checkpoint_of(run, before, measured)
        except TypeError:
            return  # its learner keeps more than numbers: its steps are made again
        same = {name: value for name, value in self._state.items() if there.learner.get(name) == value}
        self._state = {**there.learner, **same}  # a generator that draws nothing has its 625 numbers once
        self._fast = not _is_slow(session)
        weights, errors = array("d", there.weights), array("d", there.errors)
        self._ends[before] = there._replace(weights=weights, errors=errors, learner=self._state)
        if run.history.replay_points and run.learner is not None:
            run.history.add_replay_point(run.weights, run.learner)  # what lies between is soon seen

    def do(self, session: Session, action: Action) -> None:
        """`session.do`, by what was kept if it can."""
        before = session.count
        there = self._ends.get(before) if isinstance(action, Learn) else None
        makes_loop = self._fast and _is_slow(session)
        if isinstance(action, Learn) and there is not None and there.step - before == action.steps and not makes_loop:
            repeat(session, action, there)
        else:
            session.do(action)


def _is_slow(session: Session) -> bool:
    """It has no compiled loop: a knob was turned. Its next piece makes one, by which pictures are read then."""
    return session.run.predict == session.run.network.predict


def _within_a_pass(session: Session, before: int) -> bool:
    """What is judged at the end of a pass is judged there, or not at all."""
    each = len(session.run.batches)
    first = session.detector.first if session.detector is not None else 0
    return (before - first) // each == (session.count - 1 - first) // each
