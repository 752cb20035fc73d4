"""Two weights, every step sees all examples: how often a step turns back, and what momentum does about it."""

from __future__ import annotations

from itertools import pairwise

from ..learning.vectors import dot
from ..rules.actions import Learn, Turn
from ..rules.session import Session
from .moment import Moment
from .run_table import RunTable

FIRST = 10  # steps that are looked at
PUSHES = ("beta",)  # a learner's knobs that say how much of the last step it keeps


def valley_moments(table: RunTable) -> list[Moment]:
    """Empty for any other kind of run."""
    if table.run.network.size != 2 or table.each > 1 or table.last - table.first < 2:
        return []
    turns, count = turns_back(table), min(FIRST, table.last - table.first)
    found = [Moment(table.first + count, 0, "zigzag", {"turns": turns, "steps": count})] if turns > 1 else []
    without = _without_push(table.session)
    if without is None or not table.session.won:
        return found
    plain = RunTable(without)
    before, after = plain.last - plain.first, table.last - table.first
    if not without.won or after >= before or turns_back(plain) <= turns:
        return found
    facts = {"before": before, "after": after}
    return [*found, Moment(table.first + count, 0, "pushes", facts)]


def turns_back(table: RunTable) -> int:
    """Of the first steps those that go against the one before."""
    count = min(FIRST, table.last - table.first)
    way = [table.weights_at(table.first + k) for k in range(count + 1)]
    moves = [[b - a for a, b in zip(old, new)] for old, new in pairwise(way)]
    return [dot(one, other) < 0 for one, other in pairwise(moves)].count(True)


def _without_push(session: Session) -> Session | None:
    """The same run with none of the last step kept; None: none is kept anyway."""
    kept = next((name for name in PUSHES if session.knobs.get(name)), None)
    if kept is None or session.level.knob(kept) is None:
        return None
    plain = Session(session.base, session.catalog)
    for action in session.actions:
        if not (isinstance(action, Turn) and action.knob == kept) and not _learns_here(session, plain, action):
            plain.do(action)
    plain.do(Turn(kept, 0.0))
    plain.learn_until_outcome(plain.level.budget)
    return plain


def _learns_here(session: Session, plain: Session, action: object) -> bool:
    """A step of the present run."""
    return isinstance(action, Learn) and plain.stage == session.stage
