"""The machine takes the player's seat: it plays a session with the same actions and the same notches.

It chooses by trying. What it tries are runs of their own, which a screen can show; what it then plays is one run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ..rules.actions import Action, Learn, Next, Reset, Turn
from ..rules.knob_turns import is_locked
from ..rules.session import Session
from .alpha_per_weight import tuned_each
from .choice import Choice, choice_of
from .compass_search import compass
from .early_stopping import early_stopping
from .halving_search import search, steps_per_slice

LONG = 500  # steps of a known solution that are made one by one
PIECE = 200, 20_000  # else at once: steps, and weights times examples; they are actions, which are kept and shared


def solve(session: Session) -> Iterator[Action]:
    """The actions, one at a time: do each on this session before asking for the next. Ends when nothing more helps.

    A single-step action stands for each step, so that a screen can show it at any speed.
    """
    for action in solve_slowly(session):
        if action is not None:
            yield action


def solve_slowly(session: Session, chosen: Callable[[], Choice | None] = lambda: None) -> Iterator[Action | None]:
    """The same in small pieces: None where it has not made up its mind yet and wants to be asked again.

    `chosen`: what tried.py has found for the part that begins, so that it is not all tried once more.
    """
    while True:
        if session.won:
            if session.last_stage:
                return
            yield Next()
            continue
        before, waiting = len(session.actions), _waiting(session)
        yield from _play(session, chosen)
        if not session.won and (len(session.actions) == before or not waiting):
            return  # where a knob waits for more runs to end, there is one more


def _waiting(session: Session) -> set[str]:
    """The knobs that are locked until more runs have ended."""
    return {knob.name for knob in session.level.knobs if is_locked(session, knob)}


def _play(session: Session, chosen: Callable[[], Choice | None]) -> Iterator[Action | None]:
    """One stage."""
    if session.level.solution:
        yield from _known(session)
        return
    pass_knob = session.level.knob("pass")
    if pass_knob is not None and session.level.stop:
        yield from early_stopping(session, pass_knob)
    elif session.level.learner is None:
        yield from compass(session)
    elif not isinstance(session.run.alpha, (int, float)):
        yield from tuned_each(session)
    else:
        yield from _learned(session, chosen)


def _known(session: Session) -> Iterator[Action]:
    """As the level has it, a step at a time; some at a time where there are thousands."""
    if session.run.count > session.recorded:
        yield Reset()
    for action in step_by_step(session, session.level.solution):
        if not _stands(session, action):
            yield action


def step_by_step(session: Session, actions: Iterable[Action]) -> Iterator[Action]:
    """The same actions, a step at a time; some at a time where there are thousands."""
    for action in actions:
        if isinstance(action, Learn):
            each = 1 if action.steps <= LONG else steps_per_slice(session, *PIECE)
            yield from [Learn(each)] * (action.steps // each)
            if action.steps % each:
                yield Learn(action.steps % each)
        else:
            yield action


def _learned(session: Session, chosen: Callable[[], Choice | None]) -> Iterator[Action | None]:
    """The best constant settings; where none wins, the best sequence of alphas; then learn, a step at a time."""
    if session.run.count > session.recorded:
        yield Reset()
    choice = chosen()
    if choice is None:
        best = yield from search(session)
        choice = yield from choice_of(session, best)
    for action in choice.actions:
        if choice.kind != "try" or not _stands(session, action):
            yield action
    if choice.kind == "schedule":
        return
    each = len(session.run.batches)
    while session.outcome is None and not session.run.diverged:
        for _ in range(each):
            yield Learn(1)


def _stands(session: Session, action: Action) -> bool:
    """A knob that is there already need not be turned."""
    return isinstance(action, Turn) and session.knobs.get(action.knob) == action.value
