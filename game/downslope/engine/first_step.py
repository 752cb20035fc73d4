"""The first step of a new loop is made both ways, and is right where all bits are the same."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import NamedTuple

from .run import Run

DIFFERS = "the loop and the readable path differ"


class LoopStep(NamedTuple):
    """A step as a loop makes it."""

    weights: Sequence[float]
    error: float
    memories: Sequence[Sequence[float]]


class FirstStep:
    """Of one run: the loop makes it ahead, and the next time it is asked the readable path has made it too."""

    def __init__(self) -> None:
        self._ahead: LoopStep | None = None
        self._step = -1

    def is_same(self, run: Run, make: Callable[[], LoopStep | None]) -> bool | None:
        """Whether both made the same. None: the readable path has yet to make it; `make` lets the loop do so now."""
        assert run.learner is not None
        ahead, self._ahead = self._ahead, None
        if ahead is not None and self._step + 1 == run.count:
            here = bits(run.weights, run.errors[-1:], *run.learner.memories)
            return here == bits(ahead.weights, [ahead.error], *ahead.memories)
        self._ahead, self._step = make(), run.count
        return None


def bits(*numbers: Sequence[float]) -> list[bytes]:
    """With the sign of a zero."""
    return [array("d", some).tobytes() for some in numbers]
