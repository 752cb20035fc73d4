"""Where the eye is in a run: the animated position, the step looked at, and how fast a Learn goes on."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .pace import Pace

HOP = 0.5  # seconds of one step, arrow and hop, at first
FASTER = 1.22  # each step of a Learn whose pace is not known is so much quicker than the one before
MOST = 900.0  # steps a second at most, of such a one
ENDS_ONLY = 8.0  # above so many steps a second there are no hops, only where a step ends
GLIDES = 60.0  # above so many a second there is nothing between two steps
STAND = 0.42  # seconds that the first step stands, whatever comes


class Playback:
    """`at`: the position, 3.4 is between the steps 3 and 4. `target`: where it goes. Speed in steps a second."""

    def __init__(self) -> None:
        self.at = 0.0
        self.target = 0
        self.running = False
        self.grown = False  # the Learn under way has made a step: the next ones make it longer
        self.speed = 1.0 / HOP
        self.jumps = 0  # how often the eye was put elsewhere, instead of going there step by step
        self.pace: Pace | None = None  # of the Learn under way, once it is known
        self.captions: list[tuple[int, str]] = []  # what steps of the run told: (step, words)
        self.made = 0  # steps of the Learn under way
        self._wait = 0.0  # seconds until the next step is due
        self._spare = 0.0  # of the last frame, when a step began within it

    @property
    def looked_at(self) -> int:
        """The step whose numbers are shown: the one that Pip has reached, or is leaving."""
        return int(self.at) if self.at < self.target else self.target

    @property
    def hop_progress(self) -> float:
        """0 ... 1 within the hop under way; 0: at rest, or too fast for one."""
        return self.at - int(self.at) if self.at < self.target and self.speed <= ENDS_ONLY else 0.0

    @property
    def moving(self) -> bool:
        return self.at < self.target

    def jump(self, step: int) -> None:
        """Be there at once."""
        self.at, self.target = float(step), step
        self.running = self.grown = False
        self.pace = None
        self.jumps += 1

    def rush(self, step: int) -> None:
        """Be there at once, past all steps on the way."""
        self.at, self.target = float(step), step

    def hop(self, step: int) -> None:
        """One step, animated."""
        self.target, self.pace = step, None
        self.at = max(self.at, step - 1.0)
        self.speed = 1.0 / HOP

    def follow(self, position: float, speed: float, still: bool) -> None:
        """Another clock leads the eye. `speed`: steps a second there; `still`: without the ways between them."""
        self.target = ceil(position)
        self.at = float(int(position)) if still else position
        self.speed = speed

    def start(self, pace: Pace | None = None) -> None:
        """A Learn begins; its `pace` may come later, while its first step is shown."""
        self.running, self.grown, self.pace = True, False, pace
        self.speed, self._wait, self._spare = 1.0 / HOP, 0.0, 0.0
        self.made = 0
        self.captions = [told for told in self.captions if told[0] <= self.target]

    @property
    def caption(self) -> str:
        """What the step that stands now tells."""
        if self.pace is None or not self.running or self.moving or self._wait <= 0:
            return ""
        return self.pace.captions.get(self.made, "")

    def update(self, seconds: float, count: int, still: bool) -> int:
        """Time goes by: how many steps of a running Learn are due now. `still`: no hops (reduced motion)."""
        left = seconds = seconds + self._spare
        self._spare = 0.0
        if self.at < self.target:
            end = self.at + seconds * self.speed
            if end < self.target and not still and self._shows_way:
                self.at = end
                return 0
            left -= min(seconds, (self.target - self.at) / self.speed) if self._shows_way and not still else 0.0
            self.at = float(self.target)
            # The step is there: what it tells stays in the run's list
            words = self.pace.captions.get(self.made, "") if self.pace is not None else ""
            if words and (not self.captions or self.captions[-1] != (self.target, words)):
                self.captions.append((self.target, words))
        if not self.running:
            return 0
        due, shown = 0, False
        while left >= self._wait and not shown:
            moving, standing = self._next(due + 1)
            shown = not still and moving * GLIDES >= 1
            if shown and due:  # those before it are too fast to be seen: its way begins at their end
                break
            left -= self._wait
            self.speed = 1.0 / max(1e-9, moving)
            due += 1
            self._wait = standing + (0.0 if shown else moving)
        if shown:
            self._spare = left
        else:
            self._wait -= left
        self.made += due
        return due

    def give_back(self, steps: int) -> None:
        """So many of the steps that were due found no time in this frame: they are due in the next one again."""
        self.made -= steps
        self._wait = self._spare = 0.0
        self.speed = MOST

    @property
    def _shows_way(self) -> bool:
        """There is time for the way between two steps."""
        return self.speed <= GLIDES

    def _next(self, ahead: int) -> tuple[float, float]:
        """Seconds of a step of the Learn: on its way, standing."""
        number = self.made + ahead
        if self.pace is not None:
            return self.pace.step(number)
        return max(1.0 / MOST, HOP * FASTER ** (1 - number)), STAND if number == 1 else 0.0
