"""A store of finished surfaces that forgets the least recently used ones when it grows too big."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from pygame import Surface

from .tween import TimeSlice

MEGABYTE = 1 << 20
Box = tuple[float, float, float, float]


class FrameBudgetSpent(Exception):
    """The time for making surfaces is used up; those that were made are kept."""


class _TimeBudget:
    """In how many seconds more surfaces are made, None: there is no end; how many were made, and what is left.

    It begins with the first of them: what is drawn before, and kept nowhere, would else use all of it up, each time.
    """

    seconds: float | None = None
    slice = TimeSlice(0.0)
    made = 0


@contextmanager
def time_budget(seconds: float) -> Iterator[None]:
    """Inside, a store raises OutOfTime where it would have to make more after so many seconds; one is always made."""
    _TimeBudget.seconds, _TimeBudget.made = seconds, 0
    try:
        yield
    finally:
        _TimeBudget.seconds = None


class CachedLayer(Surface):
    """A kept picture that knows where its words and its icons are.

    written, signs      their boxes in design pixels: left, top, width, height
    tipped, tips        boxes of what the pointer shows more of, and what it shows
    left, top           where it stood when they were drawn, in physical pixels of the whole picture
    faded               (an opacity of 0 to 255, itself at that): the last one, which a picture that rests shows again
    """

    written: Sequence[Box] = ()
    signs: Sequence[Box] = ()
    tipped: Sequence[Box] = ()
    tips: Sequence[str] = ()
    left = top = 0
    faded: tuple[int, Surface] | None = None


S = TypeVar("S", bound=Surface)


@dataclass(eq=False)
class SurfaceCache(Generic[S]):
    """Surfaces by key, at most `budget` bytes of them (a single larger one is still kept alone)."""

    budget: int
    size: int = 0  # bytes held now
    made: int = 0  # how often something had to be drawn, for tests and measurements
    _kept: OrderedDict[Hashable, S] = field(default_factory=OrderedDict)

    def get(self, key: Hashable, make: Callable[[], S]) -> S:
        surface = self._kept.get(key)
        if surface is not None:
            self._kept.move_to_end(key)
            return surface
        if _TimeBudget.seconds is not None:
            if not _TimeBudget.made:
                _TimeBudget.slice = TimeSlice(_TimeBudget.seconds)
            elif _TimeBudget.slice.left < 0:
                raise FrameBudgetSpent
        made = make()
        _TimeBudget.made += 1
        self.made += 1
        self._kept[key] = made
        self.size += 4 * made.get_width() * made.get_height()
        while self.size > self.budget and len(self._kept) > 1:
            _key, oldest = self._kept.popitem(last=False)
            self.size -= 4 * oldest.get_width() * oldest.get_height()
        return made

    def clear(self) -> None:
        """Forget everything (after a change of theme or window size nothing is asked for again)."""
        self._kept.clear()
        self.size = 0


SPRITES = SurfaceCache[Surface](48 * MEGABYTE)  # shapes, icons, words
LAYERS = SurfaceCache[CachedLayer](160 * MEGABYTE)  # whole panels, bowls, backgrounds: about ten times 2560x1440
