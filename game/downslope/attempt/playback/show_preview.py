"""How long the machine's show of a level takes: found out ahead, a little in each frame, by a show that nobody sees."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...engine.run import SAMPLE
from ...rules.session import Session
from ...storage.level_digest import digest
from ...view.draw.time_slice import TimeSlice
from .playback import Playback
from .round_plan import ShowPhase
from .show import MachineShow

if TYPE_CHECKING:
    from ...rules.catalog import Catalog
    from ...rules.level import Level

FRAME = 1 / 10  # seconds by which it goes on
LONGEST = 600.0  # seconds: what goes on for longer has no length
KNOWN: dict[str, float] = {}  # digest of a level -> seconds: it is found out once


class ShowPreview:
    """`seconds`: of the show; None: not known yet, or there is none."""

    def __init__(self, level: Level, catalog: Catalog) -> None:
        self._key = digest(level)
        self.seconds = KNOWN.get(self._key)
        self.known = self.seconds is not None or len(level.data()) > SAMPLE  # a training takes as long as it takes
        self._frames = self._play(level, catalog)

    def work(self, piece: TimeSlice) -> None:
        """Go on for so long."""
        while not self.known and piece.left > 0:
            if next(self._frames, None) is None:
                self.known = True

    def _play(self, level: Level, catalog: Catalog) -> Iterator[bool]:
        show, seconds, counted = MachineShow(Session(level, catalog), Playback()), 0.0, None
        while not show.over and seconds < LONGEST:
            if show.round is not None and show.round is not counted:
                counted, seconds = show.round, seconds + (show.length or 0.0)
                show.jump(ShowPhase.ENDS)
            show.update(FRAME)
            yield True
        if show.over:
            self.seconds = KNOWN[self._key] = seconds
