"""Where a part of a level begins after others that were learned: made again beside the show, a little each frame."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ...engine.run import Fault
from ...rules.actions import Action, Impossible, Learn
from ...rules.session import Session
from ...rules.truncate import merge_learns

AT_ONCE = 8  # steps between two looks at the time


class KeptStart:
    """`ready`: there is a session that stands there, to be taken."""

    def __init__(self, session: Session) -> None:
        self._session, self._actions = session, merge_learns(session.actions)
        self._begin()

    def _begin(self) -> None:
        self._made = Session(self._session.base, self._session.catalog)
        self._left = _in_pieces(self._actions)

    @property
    def ready(self) -> bool:
        return not self._left

    def work(self, goes_on: Callable[[], bool]) -> None:
        """Some more of what led there, as long as that is true."""
        try:
            while self._left and goes_on():
                self._made.do(self._left.pop())
        except (Impossible, Fault):
            self._left = []  # a plugin that raises now and did not before

    def take(self) -> Session:
        """It; another one is made for the next time."""
        taken = self._made
        self._begin()
        return taken


def _in_pieces(actions: Sequence[Action]) -> list[Action]:
    """The last one first."""
    found = list[Action]()
    for action in actions:
        if isinstance(action, Learn):
            whole, rest = divmod(action.steps, AT_ONCE)
            found += [Learn(AT_ONCE)] * whole + [Learn(rest)] * bool(rest)
        else:
            found.append(action)
    return found[::-1]
