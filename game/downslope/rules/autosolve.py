"""The machine takes the player's seat: it plays a session with the same actions and the same notches.

It chooses by trying. What it tries are runs of their own, which a screen can show; what it then plays is one run.
"""

from __future__ import annotations

from collections.abc import Iterator

from .actions import Action, Learn, Next, Reset
from .by_hand import compass
from .race import Try, best_try, heats, run_until, settings
from .schedule import best_schedule
from .session import Session
from .tuning import tuned_each


def tries(session: Session) -> Iterator[Try]:
    """The settings that are tried, each with its session as it has run so far."""
    if session.level.learner is not None and isinstance(session.run.alpha, (int, float)):
        yield from heats(session, settings(session))


def solve(session: Session) -> Iterator[Action]:
    """The actions, one at a time: do each on this session before asking for the next. Ends when nothing more helps.

    A single-step action stands for each step, so that a screen can show it at any speed.
    """
    while True:
        if session.won:
            if session.last_stage:
                return
            yield Next()
            continue
        before = len(session.actions)
        yield from _play(session)
        if session.won or len(session.actions) == before:
            if not session.won:
                return
            continue
        return


def _play(session: Session) -> Iterator[Action]:
    """One stage."""
    if session.level.learner is None:
        yield from compass(session)
    elif not isinstance(session.run.alpha, (int, float)):
        yield from tuned_each(session)
    else:
        yield from _learned(session)


def _learned(session: Session) -> Iterator[Action]:
    """The best constant settings; where none wins, the best sequence of alphas; then learn, a step at a time."""
    if session.run.count > session.recorded:
        yield Reset()
    best = best_try(session)
    if best is None or not best.session.won:
        sequence = best_schedule(session)
        if sequence is not None:
            yield from sequence
            return
    if best is not None:
        for action in best.actions:
            if not _stands(session, action):
                yield action
    each = len(session.run.batches)
    while session.outcome is None and not session.run.over:
        for _ in range(each):
            yield Learn(1)


def _stands(session: Session, action: Action) -> bool:
    """A knob that is there already need not be turned."""
    from .actions import Turn

    return isinstance(action, Turn) and session.knobs.get(action.knob) == action.value


def ghost_of(session: Session) -> Session:
    """A session like this one's start, solved: the machine's run to compare with."""
    ghost = Session(session.base, session.catalog)
    for action in solve(ghost):
        ghost.do(action)
        if ghost.complete:
            break
    return ghost


__all__ = ["Try", "ghost_of", "run_until", "solve", "tries"]
