"""The one place where a test waits for another process: long enough for any machine, for it is only there to end a test
that hangs. How long something took is never what a test asks."""

import time
from collections.abc import Callable
from typing import TypeVar

PATIENCE = 300.0  # seconds after which nothing is to be hoped for
Found = TypeVar("Found")


def until(look: Callable[[], Found], what: str = "it", pause: float = 0.01) -> Found:
    """What `look` gives, as soon as it is something; `pause` seconds between two looks."""
    end = time.monotonic() + PATIENCE
    while not (found := look()):
        assert time.monotonic() < end, f"{what} did not happen in {PATIENCE:g} seconds"
        time.sleep(pause)
    return found


def pause(seconds: float) -> None:
    """So much real time goes by, for what has a clock of its own: the mixer, the watchdog."""
    time.sleep(seconds)
