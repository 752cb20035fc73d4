"""How often a new beat of the tries is drawn: however fast they come, each stands for some frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...solving.tried import Tried
    from .round_plan import RoundPlan

TICK = 1 / 60  # seconds of a frame
EVERY = 3  # frames from one beat that is drawn to the next, at least
NEARLY = 1e-6  # beats before the next one


def beat_behind(plan: RoundPlan, tried: Tried | None, clock: float, times: float, frames: int) -> float:
    """The beat that is seen so many frames later, at `times` the speed. The clock alone decides."""
    tick = TICK * times
    here = max(0.0, clock - frames * tick)
    beat = plan.beat(here)
    if tried is None or not tick:
        return beat
    turn = here - (round(clock / tick) - frames) % EVERY * tick
    coming = tried.after(tried.shown_at(plan.beat(max(0.0, turn))))
    return min(beat, coming - NEARLY) if coming < tried.length else beat
