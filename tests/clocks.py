"""Clocks for the slices of a frame (view/draw/tween.py), so that no test counts the time of this machine."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

CALL = 5e-7  # seconds that a call of a function is said to take, Python's own too: about what it is on a usual machine
LOOK = 0.00005  # seconds that a look at the clock takes, and with it the small piece of work before it


class LookClock:
    """It goes on a little whenever it is looked at, and by nothing else: a slice is so many pieces of work."""

    def __init__(self, look: float = LOOK) -> None:
        self.look = look
        self.seconds = 0.0

    def __call__(self) -> float:
        self.seconds += self.look
        return self.seconds

    def carries_over(self, seconds: float) -> None:
        """What a test does takes so long."""
        self.seconds += seconds


class CallClock:
    """It goes on with each call of a function while it is `counting`: what a frame costs is the same everywhere."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self) -> float:
        return self.calls * CALL

    @contextmanager
    def counting(self) -> Iterator[None]:
        def count(_frame: object, event: str, _argument: object) -> None:
            self.calls += event in ("call", "c_call")

        before = sys.getprofile()
        sys.setprofile(count)
        try:
            yield
        finally:
            sys.setprofile(before)


def stands() -> float:
    """A clock on which no slice is ever used up: all the work is done in one frame."""
    return 0.0
