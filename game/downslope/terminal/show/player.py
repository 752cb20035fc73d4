"""What is seen of the machine's runs at which moment: time goes by, keys hold, step and speed. Knows no terminal."""

from __future__ import annotations

from collections.abc import Sequence

from ...captions.moment import Moment
from .run_part import RunPart

SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
REST = 1.2  # seconds that the end of a part stays before the next part begins


class Player:
    """`part`: the number of the part that is seen; `seconds`: of its plan. It ends at the end of the last part."""

    def __init__(self, parts: Sequence[RunPart]) -> None:
        self.parts = list(parts)
        self.number = 0
        self.seconds = 0.0
        self.speed = 1.0
        self.held = False
        self.stranger = 0

    @property
    def part(self) -> RunPart:
        return self.parts[self.number]

    @property
    def place(self) -> int:
        """The step that is seen: one that was passed, not one that is on its way."""
        part = self.part
        if self.seconds >= part.plan.length:
            return part.last
        return min(part.last, max(part.first, int(part.plan.position(self.seconds) + 1e-9)))

    @property
    def moment(self) -> Moment | None:
        """The moment for which it stands still just now."""
        return self.part.plan.at(self.seconds).moment

    @property
    def part_over(self) -> bool:
        return self.seconds >= self.part.plan.length

    @property
    def over(self) -> bool:
        """The end of all is seen."""
        return self.part_over and self.number == len(self.parts) - 1

    def update(self, seconds: float) -> None:
        """So much time went by."""
        if self.held or self.over:
            return
        self.seconds += seconds * self.speed
        if self.number < len(self.parts) - 1 and self.seconds >= self.part.plan.length + REST:
            self.number, self.seconds = self.number + 1, 0.0

    def press(self, key: str) -> None:
        """A key of KEYS (keys.py) that changes what is seen."""
        if key == "space":
            self.held = not self.held
        elif key in ("left", "right"):
            self.held = True
            self._step(1 if key == "right" else -1)
        elif key in "+-":
            here = SPEEDS.index(self.speed) + (1 if key == "+" else -1)
            self.speed = SPEEDS[min(len(SPEEDS) - 1, max(0, here))]
        elif key == "d":
            self.stranger += 1
        elif key == "enter":  # to the end of all
            self.number, self.held = len(self.parts) - 1, False
            self.seconds = self.part.plan.length

    def _step(self, by: int) -> None:
        """To the place before or after; beyond a part's ends to the next one's."""
        there = self.part.neighbour(self.place, by)
        if there is not None:
            self.seconds = self.part.plan.length if there == self.part.last else self._time_of(there)
        elif 0 <= self.number + by < len(self.parts):
            self.number += by
            self.seconds = 0.0 if by > 0 else self.part.plan.length

    def _time_of(self, place: int) -> float:
        """When that place is seen."""
        seconds = self.part.plan.begin_of(place)
        while seconds < self.part.plan.length and int(self.part.plan.position(seconds) + 1e-9) < place:
            seconds += 1e-6 * max(1.0, seconds)
        return seconds
