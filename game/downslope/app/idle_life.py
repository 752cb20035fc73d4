"""The life of a picture in which nothing happens: when eyes blink, a breath is taken, a flag waves.

It costs little: everything has few pictures, and a frame is drawn only where one of them is another one. It stops where
the window has not the focus, and with reduced motion; after two minutes without the player only eyes blink.
"""

from __future__ import annotations

import math
import random

from ..view.draw.life import PENNANTS, STILL, Life
from ..view.draw.raster import Point

LONG = 120.0  # seconds without the player
BLINK, BLINKS = 0.12, (3.0, 7.0)  # seconds: how long, and from one to the next
GLANCE, GLANCES = 0.8, (6.0, 12.0)
SWAY, SWAYS = 0.6, (2.0, 4.0)
BREATH, DEEP, PICTURES = 3.2, 0.02, 8  # seconds a breath, how deep, pictures a second
WAVES, GUSTS = 5, 14  # pictures of a flag a second; where something is felt of a run
TWINKLES = (0.7, 1.6)  # seconds that a star is as bright


class Moments:
    """Something that comes now and then for a while: `on`; `due`: seconds until it is otherwise."""

    def __init__(self, dice: random.Random, long: float, apart: tuple[float, float]) -> None:
        self._dice, self._long, self._apart = dice, long, apart
        self.on, self.due = False, dice.uniform(*apart)

    def update(self, seconds: float) -> None:
        """Time goes by."""
        self.due -= seconds
        if self.due <= 0:
            self.on = not self.on
            self.due = self._long if self.on else self._dice.uniform(*self._apart)


class IdleLife:
    """`life` is what the next picture is drawn with; `due`: seconds until that is otherwise."""

    def __init__(self, seed: int = 7) -> None:
        dice = random.Random(seed)
        self.life = STILL
        self.focused = True  # the window has the keyboard
        self._dice = dice
        self._blinks = Moments(dice, BLINK, BLINKS)
        self._glances = Moments(dice, GLANCE, GLANCES)
        self._sways = Moments(dice, SWAY, SWAYS)
        self._stars = [[0.0, 0], [0.4, 1]]  # seconds until it is otherwise, how bright
        self._since = 0.0  # seconds since the player did something
        self._time = self._cloth = 0.0

    @property
    def due(self) -> float:
        """How long nothing of it changes at least."""
        if self.life is STILL:
            return math.inf
        beat = 1 / PICTURES - self._time % (1 / PICTURES)
        return max(0.0, min(self._blinks.due, beat, 1 / WAVES - self._cloth / WAVES % (1 / WAVES)))

    def update(self, seconds: float, touched: bool, still: bool, gust: bool = False,
               pointer: Point | None = None, held: bool = False) -> bool:  # fmt: skip
        """Time goes by. True: the picture is another one.

        `touched`: the player did something; `gust`: flags are blown about; `held`: the pointer drags something.
        """
        before = self.life
        self._since = 0.0 if touched else self._since + seconds
        if still or not self.focused:
            self.life = STILL
            return self.life != before
        self._time += seconds
        for each in (self._blinks, self._glances, self._sways):
            each.update(seconds)
        if self._since > LONG and not gust:
            self.life = before._replace(blink=self._blinks.on, glance=False, gusty=False)
            return self.life != before
        self._cloth = (self._cloth + seconds * (GUSTS if gust else WAVES)) % (2 * PENNANTS)
        breath = math.sin(2 * math.pi * math.floor(self._time * PICTURES) / PICTURES / BREATH)
        self.life = Life(
            self._blinks.on, 1 + DEEP * round(breath), self._glances.on, int(self._cloth) % PENNANTS, gust,
            pointer, held, self._twinkle(seconds), self._bent(),
        )  # fmt: skip
        return self.life._replace(pointer=before.pointer) != before

    def _twinkle(self, seconds: float) -> tuple[int, int]:
        for star in self._stars:
            star[0] -= seconds
            if star[0] <= 0:
                star[0], star[1] = self._dice.uniform(*TWINKLES), self._dice.randrange(4)
        return int(self._stars[0][1]), int(self._stars[1][1])

    def _bent(self) -> int:
        if not self._sways.on:
            return 0
        return 1 if self._sways.due > SWAY / 2 else -1
