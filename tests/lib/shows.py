"""Every level as the machine plays it: its actions; and part by part what it tries, and the run that comes of it."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from typing import Any, NamedTuple
from unittest.mock import patch

from downslope.attempt import rehearsal
from downslope.rules import Action, Next, Session, merge_learns
from downslope.scenes.play import play_screen
from downslope.solving import fairness
from downslope.solving.autosolve import solve, solve_incremental
from downslope.solving.tried import Tried
from downslope.terminal.show import machine
from lib.support import campaign, play, shipped


class ShowPart(NamedTuple):
    """`tried`: what the machine tries there, as far as its choice; None: nothing. `run`: as it stands at its end."""

    name: str
    tried: Tried | None
    run: Session


@cache
def solved_actions(name: str) -> list[Action]:
    """What the machine does. A level with its own way of thousands of steps is told, and not trained."""
    session, actions = play(name), list[Action]()
    for action in solve(session):
        actions.append(action)
        if not session.level.solution:
            session.do(action)
    return actions


@contextmanager
def solved_once() -> Iterator[None]:
    """Inside, what the machine does in a level is looked for once, however often it shows it or is compared with."""
    with ExitStack() as stack:
        for module in (rehearsal, play_screen, machine, fairness):
            stack.enter_context(patch.object(module, "solve" if module is fairness else "solve_incremental", _known))
        yield


def _known(session: Session, *chosen: Any) -> Iterator[Action | None]:
    if session.base is shipped().levels.get(session.base.id) and not session.actions:
        return iter(solved_actions(session.base.id))
    return solve_incremental(session, *chosen)


LONG = {"all-zeros", "dead-relu", "linear-layers", "the-wall", "toes"}  # the quick round leaves them out


@cache
def parts_of(level: str) -> list[ShowPart]:
    """Of a level whose way is found: "valley 0", "valley 1"."""
    session, parts = play(level), list[ShowPart]()
    while True:
        tried = Tried(session)
        while tried.choice is None and not tried.done:
            tried.step()
        run = _by_choice(session, tried) if tried.lanes else _by_looking(session)
        parts.append(ShowPart(f"{level} {session.stage}", tried if tried.lanes else None, run))
        if not run.won or run.last_stage:
            return parts
        session = Session(session.base, shipped(), merge_learns([*run.actions, Next()]))


def _by_choice(session: Session, tried: Tried) -> Session:
    choice = tried.choice
    assert choice is not None
    run = Session(session.base, session.catalog, merge_learns([*session.actions, *choice.actions]))
    if choice.kind != "schedule":
        run.learn_until_outcome(run.level.budget * len(run.run.batches))
    return run


def _by_looking(session: Session) -> Session:
    """By hand, along a recording, an alpha for each weight."""
    run = session.copy()
    for action in solve(run):
        if isinstance(action, Next):
            break
        run.do(action)
    return run


def show_parts(*long: bool) -> list[ShowPart]:
    """Of all such levels. `long`: of those where it tries long, or of the others alone."""
    levels = [level.id for level in campaign() if not level.solution and (level.id in LONG) in (long or (False, True))]
    return [part for level in levels for part in parts_of(level)]


def tried_parts(*long: bool) -> list[tuple[str, Tried]]:
    """Those in which there is something to try."""
    return [(part.name, part.tried) for part in show_parts(*long) if part.tried is not None]


def all_runs(*long: bool) -> list[tuple[str, Session]]:
    """How each part ends."""
    return [(part.name, part.run) for part in show_parts(*long)]
