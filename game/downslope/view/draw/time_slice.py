"""A slice of a frame: work that must not hold up the picture does as much as fits into it, and goes on in the next.

All such work looks at one clock. Tests put another in its place, which counts how often it is looked at: what is done
in a frame is then the same on every machine, however busy it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter

Clock = Callable[[], float]


_clock: Clock = perf_counter


def now() -> float:
    """Seconds, from any beginning."""
    return _clock()


@contextmanager
def slices_by(clock: Clock) -> Iterator[None]:
    """Inside, this clock counts."""
    global _clock
    before, _clock = _clock, clock
    try:
        yield
    finally:
        _clock = before


class TimeSlice:
    """A time budget of so many seconds that starts now."""

    def __init__(self, seconds: float) -> None:
        self._end = now() + seconds

    @property
    def left(self) -> float:
        """Seconds that are left of it; 0 or less: it is used up."""
        return self._end - now()
