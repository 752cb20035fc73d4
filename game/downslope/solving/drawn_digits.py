"""Where pictures are to be drawn no search finds them: one of each kind, of those that nobody learned from."""

from __future__ import annotations

from collections.abc import Iterator

from ..rules.actions import Show
from ..rules.session import Session
from ..rules.target import largest


def drawings(session: Session) -> Iterator[Show]:
    """In the order of their kinds; none where nothing is to be drawn, or something was done."""
    if not session.level.aim.drawn or session.actions:
        return
    found: dict[int, Show] = {}
    for input, goal in session.level.data(unseen=True) or session.level.data():
        found.setdefault(largest(list(goal)), Show(tuple(input), tuple(goal)))
    for kind in sorted(found):
        yield found[kind]
