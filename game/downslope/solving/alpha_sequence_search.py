"""Changing alpha between steps: breadth-first search for the shortest sequence that lands."""

from __future__ import annotations

from collections.abc import Generator
from typing import NamedTuple

from ..engine.fault import Fault
from ..rules.actions import Action, Impossible, Learn, Turn
from ..rules.knob import Knob, Value
from ..rules.session import Session

STATES = 4000  # looked at before giving up


class SearchNode(NamedTuple):
    """A place in the tree of alphas: an attempt, and how it came there."""

    session: Session
    actions: tuple[Action, ...]
    alpha: Value


def best_schedule(session: Session, longest: int = 12) -> list[Action] | None:
    """The fewest steps, each with its own alpha; None: no alpha with notches, many weights, or nothing found."""
    searching = search_schedule(session, longest)
    while True:
        try:
            next(searching)
        except StopIteration as end:
            found: list[Action] | None = end.value
            return found


def search_schedule(session: Session, longest: int = 12) -> Generator[None, None, list[Action] | None]:
    """The same in small pieces, for whoever must not be kept waiting: ask on until it returns the actions."""
    knob = session.level.knob("alpha")
    if knob is None or knob.values() is None or not isinstance(session.run.alpha, (int, float)):
        return None
    if session.level.network.size > 1 or len(session.run.batches) > 1:
        return None  # too many ways
    layer = [SearchNode(session.copy(), (), session.knobs["alpha"])]
    seen: set[tuple[object, ...]] = set()
    looked = 0
    for _ in range(min(longest, session.level.budget)):
        grown: list[SearchNode] = []
        for node in layer:
            yield
            for nxt in _steps(node, knob):
                looked += 1
                if nxt.session.won:
                    return list(nxt.actions)
                key = (tuple(round(w, 10) for w in nxt.session.weights), nxt.alpha if knob.one_way else None)
                if key not in seen and nxt.session.outcome is None and looked <= STATES:
                    seen.add(key)
                    grown.append(nxt)
        layer = grown
        if not layer or looked > STATES:
            return None
    return None


def _steps(node: SearchNode, knob: Knob) -> list[SearchNode]:
    """One step with each alpha that may follow."""
    found = []
    for value in knob.values() or ():
        actions: tuple[Action, ...] = (Learn(1),) if value == node.alpha else (Turn("alpha", value), Learn(1))
        session = node.session.copy()
        try:
            for action in actions:
                session.do(action)
        except (Impossible, Fault):
            continue
        found.append(SearchNode(session, node.actions + actions, value))
    return found
