"""Every level as the machine plays it: its actions, and the sessions in which they were done."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from downslope.rules.actions import Action, Next, Reset
from downslope.rules.session import Session
from downslope.rules.truncate import merge_learns
from downslope.solving.autosolve import solve
from downslope.solving.tried import Tried
from support import campaign, play, shipped


class PlayedLevel(NamedTuple):
    """`runs`: a session for each run of it, as it stood when that run was over."""

    actions: tuple[Action, ...]
    runs: tuple[Session, ...]


@cache
def played_level(name: str) -> PlayedLevel:
    """What the machine does. A level with its own way of thousands of steps is told, and not trained."""
    session, actions, runs = play(name), list[Action](), list[Session]()
    for action in solve(session):
        actions.append(action)
        if session.level.solution:
            continue
        if isinstance(action, Next) or (isinstance(action, Reset) and session.count > session.recorded):
            runs.append(Session(session.base, session.catalog, merge_learns(session.actions)))
        session.do(action)
    return PlayedLevel(tuple(actions), (*runs, session))


@cache
def tried_parts() -> list[tuple[str, Tried]]:
    """Each part of each level at which the machine has something to try, as far as its choice."""
    found: list[tuple[str, Tried]] = []
    for level in campaign():
        done: list[Action] = []
        for action in (None, *played_level(level.id).actions):
            done += [action] if action is not None else []
            if action is not None and not isinstance(action, Next):
                continue
            tried = Tried(Session(level, shipped(), merge_learns(done)))
            tried.decide()
            if tried.lanes:
                found.append((f"{level.id} {tried.session.stage}", tried))
    return found


def all_runs() -> Iterator[tuple[str, Session]]:
    """Of every level, each run: "valley 0", "valley 1"."""
    for level in campaign():
        yield from ((f"{level.id} {k}", run) for k, run in enumerate(played_level(level.id).runs))
