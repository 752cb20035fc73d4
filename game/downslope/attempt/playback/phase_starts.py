"""Where each phase of a round of the machine's show began, so that the show can go back there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...engine.run import Fault
from ...rules.actions import Action, Impossible, Learn
from ...rules.session import Session
from ...rules.truncate import merge_learns
from .kept_start import KeptStart
from .round_plan import ShowPhase

if TYPE_CHECKING:
    from collections.abc import Iterable

REPLAYED = 500  # steps that are made again at once


def is_long(actions: Iterable[Action]) -> bool:
    """These are more steps than are made again at once."""
    return sum(action.steps for action in actions if isinstance(action, Learn)) > REPLAYED


class PhaseStarts:
    """`session`: as it stands where the round begins. A long way there is made again ahead, a little each frame."""

    def __init__(self, session: Session) -> None:
        self._base, self._catalog = session.base, session.catalog
        self._done: dict[ShowPhase, list[Action]] = {}  # before each phase
        self._kept = KeptStart(session) if is_long(session.actions) else None

    def note(self, phase: ShowPhase, session: Session) -> None:
        """The phase begins where the session stands."""
        self._done[phase] = list(session.actions)

    def before(self, phase: ShowPhase) -> list[Action]:
        """What was done before it."""
        return self._done[phase]

    @property
    def ready(self) -> bool:
        """`session_at` takes no time."""
        return self._kept is None or self._kept.ready

    def work(self, has_time: Callable[[], bool]) -> None:
        """Go on while there is time."""
        if self._kept is not None:
            self._kept.work(has_time)

    def session_at(self, phase: ShowPhase) -> Session:
        """Another session that stands where the phase began."""
        if self._kept is None:
            return Session(self._base, self._catalog, merge_learns(self._done[phase]))
        session = self._kept.take()
        try:
            for action in merge_learns(self._done[phase][len(self._done[ShowPhase.TRIES]) :]):
                session.do(action)
        except (Impossible, Fault):
            pass  # a plugin that raises now and did not before: its run stands there
        return session
