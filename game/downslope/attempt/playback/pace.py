"""How long each step of a Learn is shown: slow where it tells something, fast between."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

SLOW, STOP, LEAST = 0.50, 0.42, 1 / 900  # seconds: a telling step; how long it stands; a step of a long run
FALL = 0.82  # each step after a telling one takes so much of the time before
AHEAD, EASE = 2, 0.12  # so many steps before a telling one take so many seconds at least
LIMIT, LEFT = 6.0, 1.0  # seconds of a whole run; what is left of it in any case for the way between
MOST = 12  # telling steps that are slowed


class Pace(NamedTuple):
    """Seconds of each step: `moving`, on its way, and `standing`, where it tells something. Steps count from 1.

    captions   step -> what it tells, in words
    """

    moving: tuple[float, ...]
    standing: tuple[float, ...]
    captions: Mapping[int, str] = {}

    def step(self, number: int) -> tuple[float, float]:
        """Seconds of the step of that number (from 1): on its way, standing. The last one's for those beyond."""
        at = min(number, len(self.moving)) - 1
        return (self.moving[at], self.standing[at]) if number <= len(self.moving) else (LEAST, 0.0)

    @property
    def seconds(self) -> float:
        return sum(self.moving) + sum(self.standing)


def thin_out(telling: Collection[int]) -> set[int]:
    """Where there are too many: the first half of them, the last two, and every k-th between."""
    ordered = sorted(telling)
    if len(ordered) <= MOST:
        return set(ordered)
    head, middle, tail = ordered[: MOST // 2], ordered[MOST // 2 : -2], ordered[-2:]
    room = MOST - len(head) - len(tail)
    return {*head, *tail, *(middle[i * len(middle) // room] for i in range(room))}


def pace_of(beats: int, telling: Mapping[int, str], each: int = 1) -> Pace:
    """For so many beats of `each` steps; `telling`: number of a beat (from 1) -> what is new there.

    The first and the last always tell something. The whole takes LIMIT at most, and what stands is never shortened.
    """
    slow = thin_out({1, beats, *telling})
    times, since = list[float](), 0
    for beat in range(1, beats + 1):
        ahead = any(beat < other <= beat + AHEAD for other in slow)
        since = 0 if beat in slow else since + 1
        times.append(max(LEAST, SLOW * FALL**since, EASE if ahead else 0.0))
    room = max(LIMIT - STOP * len(slow), LEFT)
    scale = min(1.0, room / sum(times))
    moving = tuple(time * scale / each for time in times for _step in range(each))
    ends = (STOP if beat in slow else 0.0 for beat in range(1, beats + 1))
    standing = tuple(end if step == each - 1 else 0.0 for end in ends for step in range(each))
    captions = {beat * each: words for beat, words in telling.items() if words and beat in slow}
    return Pace(moving, standing, captions)


def even_pace(steps: int, seconds: float) -> Pace:
    """All steps alike, so many seconds in all."""
    return Pace((seconds / steps,) * steps, (0.0,) * steps)
