"""A Learn of the player's as it is seen: its pace is found out ahead, its steps are made as time goes by."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from ..rules.actions import Learn
from ..view.draw.time_slice import TimeSlice
from .playback.look_ahead import LookAhead
from .playback.pace import even_pace

if TYPE_CHECKING:
    from ..engine.run import Fault
    from ..rules.actions import Action
    from ..rules.session import Session
    from .director import Director, SeenState
    from .playback.playback import Playback

SHARE, STEPS = 0.002, 0.0015  # seconds of a frame in which a run is looked ahead; its steps are made, one at least
AT_ONCE = 0.05  # seconds in which a run is looked ahead where all of it is wanted at once


class Learning(Protocol):
    """The visit whose session learns; `Attempt` is it."""

    @property
    def session(self) -> Session: ...
    @property
    def playback(self) -> Playback: ...
    @property
    def director(self) -> Director: ...
    @property
    def fault(self) -> Fault | None: ...
    def through(self, do: Callable[[], object]) -> bool: ...
    def after(self, action: Action, seen: SeenState) -> None: ...


class LearnSteps:
    """The playback says how many steps are due; they are made in the visit's session, one after the other."""

    def __init__(self, visit: Learning) -> None:
        self._visit = visit
        self._look_ahead: LookAhead | None = None  # of the Learn that was begun last

    def begin(self, seconds: float | None = None) -> None:
        """`seconds`: that the whole of it is to take."""
        self._look_ahead, pace = LookAhead(self._visit.session), None
        if seconds is not None:
            self._look_ahead.work(TimeSlice(AT_ONCE))
            steps = len(self._look_ahead.pace.moving) if self._look_ahead.pace is not None else 0
            pace = even_pace(steps, seconds) if steps else None
        self._visit.playback.start(pace)

    def update(self, seconds: float, still: bool) -> None:
        """Time goes by. `still`: reduced motion."""
        visit, playback = self._visit, self._visit.playback
        if playback.running and playback.pace is None and self._look_ahead is not None:
            self._look_ahead.work(TimeSlice(SHARE))
            playback.pace = self._look_ahead.pace
        due = playback.update(seconds, visit.session.count, still)
        piece = TimeSlice(STEPS)
        while due > 0 and visit.session.outcome is None and not visit.fault:
            due -= 1
            self._make_one()
            if due and piece.left <= 0 and playback.running:
                playback.give_back(due)
                break
        playback.running = playback.running and not self._is_over

    def finish(self) -> None:
        """The rest of it, which nobody can follow: all of it at once."""
        while self._visit.playback.running and not self._is_over:
            self._make_one()
        self._visit.playback.jump(self._visit.session.count)

    @property
    def _is_over(self) -> bool:
        visit = self._visit
        return visit.session.outcome is not None or visit.fault is not None or visit.session.run.diverged

    def _make_one(self) -> None:
        visit, playback = self._visit, self._visit.playback
        session, seen = visit.session, visit.director.seen
        before = session.count
        if not visit.through(lambda: session.learn_until_outcome(1, grow=playback.grown)):
            playback.running = False
            return
        playback.grown = True
        playback.target = session.count
        if session.count > before:
            visit.after(Learn(1), seen)
