"""What is played after the tries: the best of them, or, where none lands, another way."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from itertools import combinations, product
from typing import NamedTuple

from ..engine.fault import Fault
from ..rules.action_history import has_learned
from ..rules.actions import Action, Impossible, Learn, Turn
from ..rules.knob import Knob, Value
from ..rules.session import Session
from .halving_search import Trial, run_incrementally, session_with

# ---------------------------------------------------------------------------------------------------------------------
# Weights turned by hand before a learner starts: one, then two, until the run lands. For nets that cannot start.


ONE, TWO = 25, 12  # notches: with more of them there are too many ways


def search_nudge(session: Session) -> Generator[None, None, list[Action] | None]:
    """In small pieces, the first that lands, the fewest turns first; None: too many notches, or nothing lands."""
    for actions in _ways(session):
        yield
        try:
            tried = yield from session_with(session, actions)
            yield from run_incrementally(tried)
        except (Impossible, Fault):
            continue
        if tried.won:
            return list(actions)
    return None


def _ways(session: Session) -> Iterator[tuple[Turn, ...]]:
    knob = session.level.knob("weight")
    notches = knob.values() if knob is not None else None
    if knob is None or notches is None or len(notches) > ONE:
        return
    values = sorted((v for v in notches if isinstance(v, (int, float))), reverse=True)  # a ReLU wakes above 0
    places = range(session.level.network.size)
    for place, value in product(places, values):
        yield (Turn("weight", value, place),)
    if len(values) <= TWO and (knob.most is None or knob.most > 1):
        for (one, two), (a, b) in product(combinations(places, 2), product(values, repeat=2)):
            yield Turn("weight", a, one), Turn("weight", b, two)


# ---------------------------------------------------------------------------------------------------------------------
# Changing alpha between steps: breadth-first search for the shortest sequence that lands.


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


def runs_as_set(session: Session) -> bool:
    """Nothing was learned; what it learns from is chosen, and the exam is on something else.

    Then the machine first runs as it is set: a teacher may teach itself alone.
    """
    level = session.level
    chosen = any("examples" in fields for stops in level.variants.values() for fields in stops.values())
    return chosen and level.aim.unseen and not level.solution and not has_learned(session.actions)


class Choice(NamedTuple):
    """What a machine has made up its mind to play.

    try       the best of what it tried        schedule   an alpha for each step; nothing is learned after it
    nudge     weights turned by hand first     nothing    the knobs as they stand
    """

    kind: str
    actions: tuple[Action, ...] = ()


def choice_of(session: Session, best: Trial | None) -> Generator[None, None, Choice]:
    """In small pieces; the session stands where the tries began."""
    if best is None or not best.session.won:
        sequence = yield from search_schedule(session)
        if sequence is not None:
            return Choice("schedule", tuple(sequence))
        nudge = yield from search_nudge(session)
        if nudge is not None:
            return Choice("nudge", tuple(nudge))
    return Choice("nothing") if best is None else Choice("try", best.actions)
