"""The lag of a new beat while the machine tries: the board draws it first, a frame later the race, then the charts.

So no frame draws all of it anew. When the race comes to a beat its beads are there. The show's clock alone decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .beat_rate import beat_behind
from .round_plan import ShowPhase

if TYPE_CHECKING:
    from .show import MachineShow

RACE, CHARTS = 1, 2  # frames behind the board


def race_beat(show: MachineShow) -> float | None:
    """The beat at which the race is seen; None: the ends of all, or nothing is tried."""
    return _beat_behind(show, RACE)


def chart_beat(show: MachineShow) -> float | None:
    """The beat at which charts are seen."""
    return _beat_behind(show, CHARTS)


def _beat_behind(show: MachineShow, frames: int) -> float | None:
    """Held, nothing is behind."""
    if show.tried is None or show.tried.beat is None:
        return None
    if show.phase is not ShowPhase.TRIES or show.paused:
        return show.tried.beat
    return min(show.tried.beat, beat_behind(show.plan, show.tried, show.clock, show.times, frames))
