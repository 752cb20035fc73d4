"""The quiet music under the game: which chord, which note, and when. It follows the error; nothing is heard here.

    for name, loud in bed.update(seconds): ...     # what begins now, of synthesis.MUSIC

A chord a bar, chosen by how near the goal is; above it, on some beats, one soft note that walks along the scale towards
the note of the error. Where the goal is reached: one high C, then a bar of silence. All is on one pentatonic scale.
"""

from __future__ import annotations

import math
import random

from .scale import BAR, BEAT, LOW, SCALE

DECADES = 3.5  # between an error that is far from the goal and the goal: here it is mood, so it is the same everywhere
REST = 0.5  # how near it seems where nothing is learned: on the title and the map
RARE, OFTEN = 0.22, 0.4  # the chance of a note on a beat: far from the goal, and what nearness adds
RANGE = 24  # semitones of the line, between far and near


def nearness(error: float, target: float) -> float:
    """0: far ... 1: at the goal. Not finite: nan."""
    if not math.isfinite(error):
        return math.nan
    if error <= target or target <= 0:
        return 1.0
    return 1.0 - min(1.0, math.log10(error / target) / DECADES)


class MusicBed:
    """`near`: how near the goal is. None: nothing is learned now; nan: the numbers have ended, and the music too."""

    def __init__(self, seed: int = 5) -> None:
        self.near: float | None = None
        self._dice = random.Random(seed)
        self._beat = -1  # counts all beats
        self.due = 0.0  # seconds until the next one
        self._place = SCALE.index(60)
        self._landed: int | None = None  # the beat at which the goal was reached

    @property
    def silent(self) -> bool:
        """The numbers have ended."""
        return self.near is not None and math.isnan(self.near)

    def update(self, seconds: float) -> list[tuple[str, float]]:
        """Time goes by: what begins now, (name, how loud)."""
        self.due -= seconds
        if self.due > 0:
            return []
        self.due = max(0.0, self.due + BEAT)  # what was missed is not made up for
        self._beat += 1
        if self.near is None:
            self._landed = None
            return self._chord(REST) if self._beat % (2 * round(BAR / BEAT)) == 0 else []
        if self.silent:
            self._landed = None
            return []
        first = self._beat % round(BAR / BEAT) == 0
        return [*(self._chord(self.near) if first else []), *self._line(self.near)]

    def _chord(self, near: float) -> list[tuple[str, float]]:
        return [(f"chord{4 if near >= 1 else min(3, int(near * 4))}", 1.0)]

    def _line(self, near: float) -> list[tuple[str, float]]:
        if near < 1:
            self._landed = None
        elif self._landed is None:
            self._landed = self._beat
            return [("goal", 1.0)]
        elif self._beat < self._landed + round(BAR / BEAT):
            return []
        if self._dice.random() >= RARE + OFTEN * near:
            return []
        wanted = LOW + RANGE * near
        aim = min(range(len(SCALE)), key=lambda i: abs(SCALE[i] - wanted))
        step = (aim > self._place) - (aim < self._place) + self._dice.choice((-1, 0, 0, 1))
        self._place = max(0, min(len(SCALE) - 1, self._place + step))
        return [(f"line{SCALE[self._place]}", self._dice.uniform(0.6, 1.0))]
