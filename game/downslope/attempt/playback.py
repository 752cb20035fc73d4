"""Where the eye is in a run: the animated position, the step looked at, and how fast a Learn goes on."""

from __future__ import annotations

HOP = 0.5  # seconds of one step, arrow and hop, at first
FASTER = 1.22  # each step of a Learn is so much quicker than the one before
MOST = 900.0  # steps a second at most: 1,099 moves in about 3 seconds
ENDS_ONLY = 8.0  # above so many steps a second there are no hops, only where a step ends


class Playback:
    """`at`: the position, 3.4 is between the steps 3 and 4. `target`: where it goes. Speed in steps a second."""

    def __init__(self) -> None:
        self.at = 0.0
        self.target = 0
        self.running = False
        self.grown = False  # the Learn under way has made a step: the next ones make it longer
        self.speed = 1.0 / HOP
        self._due = 0.0
        self.jumps = 0  # how often the eye was put elsewhere, instead of going there step by step

    @property
    def looked_at(self) -> int:
        """The step whose numbers are shown: the one that Pip has reached, or is leaving."""
        return int(self.at) if self.at < self.target else self.target

    @property
    def hopping(self) -> float:
        """0 ... 1 within the hop under way; 0: at rest."""
        return self.at - int(self.at) if self.at < self.target and self.speed <= ENDS_ONLY else 0.0

    @property
    def moving(self) -> bool:
        return self.at < self.target

    def jump(self, step: int) -> None:
        """Be there at once."""
        self.at, self.target = float(step), step
        self.running = self.grown = False
        self.jumps += 1

    def rush(self, step: int) -> None:
        """Be there at once, past all steps on the way."""
        self.at, self.target = float(step), step

    def hop(self, step: int) -> None:
        """One step, animated."""
        self.target = step
        self.at = max(self.at, step - 1.0)
        self.speed = 1.0 / HOP

    def start(self) -> None:
        """A Learn begins."""
        self.running, self.grown = True, False
        self.speed, self._due = 1.0 / HOP, 1.0

    def update(self, seconds: float, count: int, still: bool) -> int:
        """Time goes by: how many steps of a running Learn are due now. `still`: no hops (reduced motion)."""
        if self.at < self.target:
            self.at = float(self.target) if still else min(float(self.target), self.at + seconds * self.speed)
            if self.running and self.at >= self.target and self.speed < MOST:
                self.speed = min(MOST, self.speed * FASTER)
        if not self.running:
            return 0
        if self.speed <= ENDS_ONLY and not still:
            return 1 if self.at >= self.target else 0
        self._due += seconds * self.speed
        due, self._due = int(self._due), self._due - int(self._due)
        self.speed = min(MOST, self.speed * FASTER ** max(1, due))
        self.at = float(self.target)
        return due
