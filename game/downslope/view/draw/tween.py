"""Motion: a number on its way to another. With reduced motion it is there at once.

    self.lift = Tween(0.6, ease=smooth)      # stands at 0
    self.lift.go(1.0)                        # from where it is now
    self.lift.update(seconds, settings.still)
    draw_fog(canvas, 1 - self.lift.value)

Who draws asks for `value`; who waits for it asks whether it is `done`.
"""

from __future__ import annotations

from collections.abc import Callable

Ease = Callable[[float], float]  # part of the time, 0..1 -> part of the way; 0 -> 0, 1 -> 1


def steady(part: float) -> float:
    """Linear: always as fast."""
    return part


def smooth(part: float) -> float:
    """Smoothstep: it begins and ends at rest; beyond 0..1 it stands."""
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

    still   how long it takes with reduced motion, of what only fades; 0: it is there at once
    """

    def __init__(self, seconds: float, value: float = 0.0, ease: Ease = steady, still: float = 0.0) -> None:
        self.seconds, self.ease, self.still = seconds, ease, still
        self._start = self._end = value
        self._part = 1.0

    @property
    def value(self) -> float:
        """Where it is now."""
        return self._end if self.done else self._start + (self._end - self._start) * self.ease(self._part)

    @property
    def done(self) -> bool:
        """It stands."""
        return self._part >= 1

    def go(self, end: float) -> None:
        """Set out for there, from where it is; if it is there, or on its way there, this changes nothing."""
        if end != self._end:
            self._start, self._end, self._part = self.value, end, 0.0

    def jump(self, value: float) -> None:
        """Stand there at once."""
        self._start = self._end = value
        self._part = 1.0

    def update(self, seconds: float, still: bool) -> None:
        """Time goes by. `still`: with reduced motion."""
        whole = self.still if still else self.seconds
        self._part = min(1.0, self._part + seconds / whole) if whole > 0 else 1.0
