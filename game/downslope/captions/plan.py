"""How long each part of a run is shown: long where something happens, and no longer than it takes to see it.

    moment of rank 0   1.8 s held at its step        rank 1   .9 s        rank 2   .45 s, and the way to it is quicker
    steps between      at most 2.4 s together, spaced evenly in log(step); of thousands not all in the last frames
    the first step     in parts (forward, error, back, update), 4 s; meanwhile the caption says who is to blame
    no moments         6 s for all
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from math import log
from typing import NamedTuple

from .moment import IN_PARTS, MINOR, Moment

HOLDS = (1.8, 0.9, 0.45)  # seconds, by the rank of a moment
GAP = 2.4  # seconds for the steps between two moments, at most
STEP, QUICK = 0.5, 0.2  # seconds of one step, at most; on the way to a moment of rank 2
PARTS, HEARD = 4.0, 0.5  # seconds of the first step; the part of them after which its error is seen
WHOLE = 6.0  # seconds of a run without moments
FRAME = 1 / 60
MOST = 12  # moments
FEW = 30  # steps between two moments: of fewer none is skipped
LARGEST = 8  # steps that are skipped at once, or twice as many as if all were spaced alike: each has to be made


class Stretch(NamedTuple):
    """A part of the time: a moment that is held, or steps on the way.

    begin, seconds    when it begins, how long it lasts
    step, moves       the step that is seen, or left; how many steps further it goes in this time (0: it is held)
    moment            what is told
    parts             the step is seen in its parts
    """

    begin: float
    seconds: float
    step: int
    moves: int = 0
    moment: Moment | None = None
    parts: bool = False


class RunPlan:
    """The time of a run at speed 1. `length`: seconds of all; `moments`: those that have a caption.

    `position` and `caption` of a second, `seconds_at` a step.
    """

    def __init__(self, stretches: Sequence[Stretch]) -> None:
        self.stretches = tuple(stretches)
        self.moments = [each.moment for each in stretches if each.moment is not None]
        last = stretches[-1]
        self.length = last.begin + last.seconds
        self._begins = [each.begin for each in stretches]

    def at(self, seconds: float) -> Stretch:
        return self.stretches[max(0, bisect_right(self._begins, seconds) - 1)]

    def position(self, seconds: float) -> float:
        """The step that is seen then; 3.4 is between the steps 3 and 4."""
        now = self.at(seconds)
        if seconds >= self.length:
            return float(now.step + now.moves)
        part = min(1.0, max(0.0, (seconds - now.begin) / now.seconds)) if now.seconds else 1.0
        return now.step + now.moves * part

    def caption(self, seconds: float) -> Moment | None:
        """The last caption by then that still holds."""
        now = max(0, bisect_right(self._begins, seconds) - 1)
        here = self.stretches[now]
        if here.parts and seconds < here.begin + HEARD * here.seconds:
            now -= 1
        position = self.position(seconds)
        moments = ((each is here, each.moment) for each in reversed(self.stretches[: now + 1]))
        return next((moment for present, moment in moments if moment is not None
                     and (present or position < moment.before)), None)  # fmt: skip

    def seconds_at(self, step: int) -> float:
        for each in self.stretches:
            if step <= each.step + each.moves:
                done = (step - each.step) / each.moves if each.moves else 0.0
                return each.begin + max(0.0, done) * each.seconds
        return self.length


def plan(first: int, last: int, moments: Sequence[Moment] = (), parts: float = PARTS, most: float = STEP,
         whole: float = WHOLE) -> RunPlan:  # fmt: skip
    """The time of the steps `first` ... `last` of a run.

    `parts`: seconds of its first step, seen in parts; 0: not so. `most`: seconds of each of the others, at most.
    `whole`: seconds of all of it, where there is no caption.
    """
    inside = [each for each in moments if first <= each.step <= last]
    kept = reduced_moments([each for each in inside if each.kind not in IN_PARTS or not parts])
    blame = next((each for each in inside if each.kind in IN_PARTS), None)
    stretches: list[Stretch] = []
    clock, here = 0.0, first

    def add(seconds: float, moves: int = 0, moment: Moment | None = None, in_parts: bool = False) -> None:
        nonlocal clock, here
        stretches.append(Stretch(clock, seconds, here, moves, moment, in_parts))
        clock, here = clock + seconds, here + moves

    def go(to: int, room: float, longest: float = most) -> None:
        if here == first and to > here and parts:
            add(parts, 1, blame, in_parts=True)
        for moves, seconds in _steps(here - first, to - first, room, longest):
            add(seconds, moves)

    for moment in kept:
        go(moment.step, GAP, min(most, QUICK) if moment.rank == MINOR else most)
        add(HOLDS[moment.rank], moment=moment)
    go(last, GAP if kept else max(0.0, whole - parts))
    if whole - clock >= FRAME and not kept:
        add(whole - clock)
    return RunPlan(stretches or [Stretch(0.0, whole, first)])


def reduced_moments(moments: Sequence[Moment]) -> list[Moment]:
    """At most MOST, besides those of rank 2: those of rank 1 go first, then those in the middle."""
    kept = sorted(moments, key=lambda moment: (moment.step, moment.rank))
    while len(long := [k for k, each in enumerate(kept) if each.rank != MINOR]) > MOST:
        lesser = [k for k in long if kept[k].rank] or long
        del kept[lesser[len(lesser) // 2]]
    return kept


def _steps(start: int, end: int, room: float, longest: float) -> list[tuple[int, float]]:
    """(steps, seconds) of each move from one step to a later one, both counted from the run's start."""
    count = end - start
    if count <= 0:
        return []
    seconds = min(room, longest * count) if room else FRAME
    maximum = max(FEW, int(seconds / FRAME))
    places = _places(start, end, maximum) if count > maximum else list(range(start, end + 1))
    shares = [log((b + 1) / (a + 1)) for a, b in zip(places, places[1:])]
    return [(b - a, each) for a, b, each in zip(places, places[1:], _lasting(shares, seconds))]


def _places(start: int, end: int, most: int) -> list[int]:
    """Steps that are shown where not all can be: evenly in log(step + before), `before` as small as it may be."""
    largest, before = max(LARGEST, 2 * (end - start) / most), 1
    while (end + before) * log((end + before) / (start + before)) / most > largest:
        before *= 2
    low, height = log(start + before), log(end + before)
    places = {round(2.718281828459045 ** (low + (height - low) * k / most)) - before for k in range(1, most)}
    return sorted({start, end} | {each for each in places if start < each < end})


def _lasting(shares: Sequence[float], seconds: float) -> list[float]:
    """The time in these shares, but no less than a frame for each."""
    if seconds <= FRAME * len(shares):
        return [FRAME] * len(shares)
    low: set[int] = set()
    while True:
        free = [k for k in range(len(shares)) if k not in low]
        left, total = seconds - FRAME * len(low), 0.0
        for k in free:
            total += shares[k]
        short = {k for k in free if shares[k] / total * left < FRAME}
        if not short:
            return [FRAME if k in low else shares[k] / total * left for k in range(len(shares))]
        low |= short
