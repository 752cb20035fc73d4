"""Stagger of a new beat while the machine tries: the board draws it first, a frame later the race, then the charts.

So no frame draws all of it anew, and a beat stands for some frames, however fast they come. When the race comes to a
beat its beads are there. The show's clock alone decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .round_plan import ShowPhase

if TYPE_CHECKING:
    from .show import MachineShow

TICK = 1 / 60  # seconds of a frame
RACE, CHARTS = 1, 2  # frames behind the board
EVERY = 3  # frames from one beat that is drawn to the next, at least
NEARLY = 1e-6  # beats before the next one


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
    return min(show.tried.beat, beat_behind(show, frames))


def beat_behind(show: MachineShow, frames: int) -> float:
    """The beat that is seen so many frames later, by the clock alone."""
    tick = TICK * show.times
    clock = max(0.0, show.clock - frames * tick)
    beat = show.plan.beat(clock)
    if show.tried is None or not tick:
        return beat
    turn = clock - (round(show.clock / tick) - frames) % EVERY * tick
    coming = show.tried.after(show.tried.shown_at(show.plan.beat(max(0.0, turn))))
    return min(beat, coming - NEARLY) if coming < show.tried.length else beat
