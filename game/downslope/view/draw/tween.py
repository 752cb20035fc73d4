"""Motion: a number on its way to another. With reduced motion it is there at once. And the time that a frame has.

    self.lift = Tween(0.6, ease=smooth)      # stands at 0
    self.lift.go(1.0)                        # from where it is now
    self.lift.update(seconds, settings.still)
    draw_fog(canvas, 1 - self.lift.value)

Who draws asks for `value`; who waits for it asks whether it is `done`. Nobody has to say that it moves: it keeps the
game drawing by itself.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import NamedTuple

# What lives in a picture while nothing happens: eyes that blink and look about, breath, cloth in the wind. A canvas
# has the `DecorMotion` of the moment; whatever lives is drawn by it, where it is drawn anew. What is kept in a layer
# stands still: its canvas has `STILL_LIFE`.


Point = tuple[float, float]

NEAR = 160.0  # design pixels: what is further away is not looked at
FAR = 0.34  # how far the eyes go out of the middle, in radii
PENNANTS = 4  # pictures of a flag


class DecorMotion(NamedTuple):
    """blink    eyes are closed        breath   times as high as at rest        glance   Pip looks at what runs
    pennant  which picture of a flag's cloth     gusty    it is blown about
    pointer  what eyes may follow; `held`: something is dragged there, so that they do
    twinkle  how bright two stars are, 0 ... 3      sway     how grass is bent, -1 ... 1
    time     seconds, in beats, of what goes by a clock of its own     wind   the same of grass; None: there is none
    """

    blink: bool = False
    breath: float = 1.0
    glance: bool = False
    pennant: int = 0
    gusty: bool = False
    pointer: Point | None = None
    held: bool = False
    twinkle: tuple[int, int] = (0, 0)
    sway: int = 0
    time: float = 0.0
    wind: float | None = None

    def gaze(self, x: float, y: float, look: Point) -> Point:
        if self.pointer is None:
            return look
        dx, dy = self.pointer[0] - x, self.pointer[1] - y
        away = math.hypot(dx, dy)
        if away < 1 or (away > NEAR and not self.held):
            return look
        far = FAR * min(1.0, away / 40)
        return round(far * dx / away, 1), round(far * dy / away, 1)


STILL_LIFE = DecorMotion()


class Awake:
    """What is on its way, or has come by itself, says so with `touch`; the loop asks once a frame."""

    _moves = False

    def touch(self) -> None:
        self._moves = True

    def ask(self) -> bool:
        moved, self._moves = self._moves, False
        return moved


AWAKE = Awake()

# Motion in several beats, one after the other, each with a name. With reduced motion the end of each is shown a while.


STILL = 0.5  # seconds that the end of a beat is shown with reduced motion


class Timeline:
    """`beats`: (name, seconds), in their order. `time`: seconds gone by, as with full motion. `over`: all is shown."""

    def __init__(self, *beats: tuple[str, float]) -> None:
        self.beats = beats
        self.time = 0.0
        self.over = not beats
        self._stood = 0.0  # seconds that the end of a beat has been shown for

    @property
    def length(self) -> float:
        return sum(seconds for _name, seconds in self.beats)

    def span(self, name: str) -> tuple[float, float]:
        """When a beat begins, and how long it takes; of several with this name, the first."""
        start = 0.0
        for beat, seconds in self.beats:
            if beat == name:
                return start, seconds
            start += seconds
        raise KeyError(name)

    def part(self, name: str) -> float:
        """0..1, how much of a beat has gone by."""
        start, seconds = self.span(name)
        return min(1.0, max(0.0, (self.time - start) / seconds)) if seconds > 0 else float(self.time >= start)

    def update(self, seconds: float, still: bool) -> None:
        """Time goes by. `still`: with reduced motion the end of each beat is there at once, for half a second."""
        if self.over:
            return
        AWAKE.touch()
        if not still:
            self.time = min(self.length, self.time + seconds)
            self.over = self.time >= self.length
            return
        ends = [start + long for start, long in (self.span(name) for name, _seconds in self.beats)]
        shown = sum(end <= self.time + 1e-9 for end in ends)
        self._stood += seconds
        if shown and self._stood < STILL:
            return
        self._stood = 0.0
        if shown == len(ends):
            self.over = True
        else:
            self.time = ends[shown]

    def finish(self) -> None:
        self.time, self.over = self.length, True


Ease = Callable[[float], float]  # part of the time, 0..1 -> part of the way; 0 -> 0, 1 -> 1


def steady(part: float) -> float:
    """Linear: always as fast."""
    return part


def smooth(part: float) -> float:
    """Smoothstep: eases in and out; constant outside 0..1."""
    part = min(1.0, max(0.0, part))
    return part * part * (3 - 2 * part)


def ease_out(part: float) -> float:
    """Cubic: quick at first, at rest at its end (Penner 2001)."""
    return float(1 - (1 - part) ** 3)


def ease_out_back(part: float) -> float:
    """A little past the end and back (Penner 2001)."""
    part -= 1
    return 1 + 2.70158 * part**3 + 1.70158 * part**2


class Tween:
    """`seconds`: how long a way takes. `ease`: how it is spread over that time.

    end     where it goes
    still   how long it takes with reduced motion, of what only fades; 0: it is there at once
    """

    def __init__(self, seconds: float, value: float = 0.0, ease: Ease = steady, still: float = 0.0) -> None:
        self.seconds, self.ease, self.still = seconds, ease, still
        self._start = self.end = value
        self._part = 1.0

    @property
    def value(self) -> float:
        return self.end if self.done else self._start + (self.end - self._start) * self.ease(self._part)

    @property
    def done(self) -> bool:
        return self._part >= 1

    def go(self, end: float) -> None:
        """Set out for there, from where it is; if it is there, or on its way there, this changes nothing."""
        if end != self.end:
            self._start, self.end, self._part = self.value, end, 0.0

    def jump(self, value: float) -> None:
        self._start = self.end = value
        self._part = 1.0

    def update(self, seconds: float, still: bool) -> None:
        """Time goes by. `still`: with reduced motion."""
        if self.done:
            return
        AWAKE.touch()
        whole = self.still if still else self.seconds
        self._part = min(1.0, self._part + seconds / whole) if whole > 0 else 1.0


# A slice of a frame: work that must not hold up the picture does as much as fits into it, and goes on in the next. All
# such work looks at one clock. Tests put another in its place, which counts how often it is looked at: what is done in
# a frame is then the same on every machine, however busy it is.


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
