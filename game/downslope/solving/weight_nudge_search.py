"""Weights turned by hand before a learner starts: one, then two, until the run lands. For nets that cannot start."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from itertools import combinations, product

from ..engine.fault import Fault
from ..rules.actions import Action, Impossible, Turn
from ..rules.session import Session
from .halving_search import run_in_slices, session_with

ONE, TWO = 25, 12  # notches: with more of them there are too many ways


def search_nudge(session: Session) -> Generator[None, None, list[Action] | None]:
    """In small pieces, the first that lands, the fewest turns first; None: too many notches, or nothing lands."""
    for actions in _ways(session):
        yield
        try:
            tried = yield from session_with(session, actions)
            yield from run_in_slices(tried)
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
