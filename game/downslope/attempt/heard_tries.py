"""The tries of a show as they are heard: the step of the one that leads, and a note for each that has won."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .playback.round_plan import ShowPhase
from .shown_steps import target_of

if TYPE_CHECKING:
    from ..solving.tried import Tried
    from .game.feel import Feel
    from .playback.show import MachineShow


class HeardTries:
    """Asked once a frame; each beat is heard once."""

    def __init__(self, feel: Feel) -> None:
        self._feel = feel
        self._heard: tuple[Tried | None, int] = None, 0

    def update(self, show: MachineShow | None) -> None:
        """A frame was made up: what of the tries is news."""
        tried = show.tried if show is not None and show.phase is ShowPhase.TRIES else None
        beat = tried.shown if tried is not None else None
        if tried is None or beat is None:
            return
        before = self._heard[1] if self._heard[0] is tried else 0
        self._heard = tried, beat
        leader = tried.leader(beat) if beat > before else None
        if leader is None:
            return
        lane = tried.lanes[leader]
        first, now = abs(lane.errors[0]), abs(lane.errors[lane.last_beat(beat)])
        landed = sum(each.won and before < each.made <= beat for each in tried.lanes)
        self._feel.tries(now, first, target_of(tried.session), landed)
