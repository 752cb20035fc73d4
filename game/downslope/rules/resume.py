"""An attempt whose steps another process makes: it takes over checkpoints instead of learning itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..engine.checkpoint import Checkpoint, resume_from
from .actions import Action, Learn, Next, check
from .catalog import Catalog
from .judged_steps import evaluate_incremental, judge, learn_incremental
from .level import Level
from .session import Session

WORK = 6_000  # weights times examples times steps: a millisecond


def do_slowly(session: Session, action: Action) -> Iterator[None]:
    """`session.do`, in pieces of a millisecond or two; it is one of its actions once all are made."""
    if not isinstance(action, Learn):
        session.do(action)
        return
    check(action)
    run = session.run
    yield from learn_incremental(session, action.steps, most=max(1, WORK // (run.network.size * len(run.batches[0]))))
    session.actions.append(action)


def restore(session: Session, checkpoint: Checkpoint) -> None:
    """The session stands at that step of its present run, its outcome judged as if it had made the steps itself.

    They are kept as one Learn, which grows. A checkpoint of the step where it stands tells only what was found out.
    ValueError: it belongs to another run, or to an earlier step.
    """
    before = session.run.count
    if checkpoint.step == before:
        resume_from(session.run, checkpoint)
        return
    if session.detector is None and session.outcome is None and not before % len(session.run.batches):
        for _piece in evaluate_incremental(session, False):  # as its watch begins; mostly it is known
            pass
    watch = session.start_detector()
    resume_from(session.run, checkpoint)
    session.tally.runs += before == session.recorded
    if watch is None and session.steps_left == 0:  # it was turned in the middle of the last pass
        watch = session.start_detector()
    if watch is not None and session.outcome is None:
        judge(session, watch)
    last = session.actions[-1] if session.actions else None
    if isinstance(last, Learn):
        session.actions[-1] = Learn(last.steps + checkpoint.step - before)
    else:
        session.actions.append(Learn(checkpoint.step - before))


def resume(level: Level, catalog: Catalog, actions: Iterable[Action], checkpoint: Checkpoint | None) -> Session:
    """A session after these actions, none of whose own steps are made: it goes on from there, and cannot look back.

    Without one it stands at the start, and the actions may have no Learn. ValueError: they do not lead there.
    """
    session = Session(level, catalog)
    for action in actions:
        if isinstance(action, Next):
            session.won = True  # it was, by steps that are not made again
        if not isinstance(action, Learn):
            session.do(action)
        elif checkpoint is None:
            raise ValueError("steps were made, but there is no checkpoint to go on from")
        else:
            session.tally.runs += session.run.count == session.recorded
            session.run.history.errors.extend([0.0] * action.steps)
            session.actions.append(action)
    if checkpoint is not None:
        if session.run.learner is None or session.run.count not in (0, checkpoint.step):
            raise ValueError("the actions do not lead to the checkpoint")
        session.run.history.add_replay_point(checkpoint.weights, session.run.learner)
        resume_from(session.run, checkpoint)
    return session
