"""A long run that learns to read pictures, as it is rehearsed: the show may begin before it has come to its end.

The level gives the way, so its steps are counted before they are made, and at which of them something is told; what is
told is known as soon as the rehearsal has come there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Self

from ...captions.reading_moments import Reading, look_steps, read_slowly, reads_pictures, told_readings
from ...captions.run_table import RunTable
from ...rules.actions import Action, Learn

if TYPE_CHECKING:
    from ...captions.moment import Moment
    from ...engine.snapshot import Snapshot
    from ...rules.session import Session

LONG = 1000  # steps: fewer are rehearsed to their end


class ReadingRun:
    """`choice`: what was set before it; `run`: what was done since. `known`: up to this step all that is told is known.

    first, last   its steps, with those to come        readings   how it read at some of them
    """

    def __init__(self, session: Session, choice: list[Action], steps: int) -> None:
        self._session, self.choice = session, tuple(choice)
        self.run: list[Action] = []
        self.first, self.last = session.count, session.count + steps
        self.known = self.first
        self.readings: dict[int, Reading] = {}
        self._looks = look_steps(self._table())

    @classmethod
    def of(cls, session: Session, choice: list[Action]) -> Self | None:
        """From where it stands, along the level's own way. None: it is short, or does not learn to read."""
        steps = sum(action.steps for action in session.level.solution or () if isinstance(action, Learn))
        found = cls(session, choice, steps)
        return found if steps >= LONG and reads_pictures(found._table()) else None

    def _table(self) -> RunTable:
        """As if it had made all of its steps."""
        table = RunTable(self._session)
        table.last = self.last
        return table

    @property
    def told(self) -> list[Moment]:
        """In order; of those that are beyond what is known the places alone."""
        return told_readings(self._table(), self.readings)

    def follow(self, action: Action, read: list[Snapshot]) -> Iterator[None]:
        """This was done. Where it is to be seen how it reads it is looked at, a few pictures at a time."""
        self.run.append(action)
        count = self._session.count
        while self._looks and self._looks[0] <= count:
            for found in read_slowly(self._table(), self._looks[0], read):
                if found is not None:
                    self.readings[found.step] = found
                yield None
            del self._looks[0]
        self.known = count
