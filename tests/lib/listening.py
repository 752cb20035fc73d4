"""Stands where the sounds are, and hears what would be played; the sounds that are shipped, and how loud they are."""

import math
from collections.abc import Iterable
from functools import cache
from typing import Any

import numpy as np
import pygame

from downslope import paths
from downslope.desktop.sound import CHANNELS, RATE, MusicBed, Sound, sides

Samples = np.ndarray[Any, np.dtype[np.float64]]
FULL = 32767
NAMES = [row.split()[0] for row in (paths.assets() / "sounds.txt").read_text("utf-8").splitlines()]
Played = tuple[str, float, float]  # name, loudness, delay


class Spy:
    """Stands where the sounds are, and hears."""

    def __init__(self, heard: bool = True) -> None:
        self.bed = MusicBed()
        self.heard = heard
        self.rolls = ("", 0.0, 0.0)
        self.places: list[tuple[str, float]] = []
        self.played: list[Played] = []

    def play(self, name: str, volume: float = 1.0, delay: float = 0.0, place: float = 0.0) -> None:
        self.played.append((name, round(volume, 3), delay))
        self.places.append((name, place))

    def take(self) -> list[str]:
        """The names of what was played since."""
        names = [name for name, _volume, _delay in self.played]
        self.played.clear()
        return names


@cache
def sounds() -> dict[str, Samples]:
    """All of them as they are played, one channel, -1 ... 1."""
    pygame.mixer.quit()
    player = Sound(lambda: 1.0, lambda: 0.0, lambda: 0.0)
    assert player.start()
    player.read()
    for name in NAMES:
        player.play(name)
    raw = {name: np.frombuffer(player.cut[name].get_raw(), dtype="<i2")[::CHANNELS] / FULL for name in NAMES}
    player.stop()
    return raw


def loudness(sound: Samples, seconds: float = 0.4) -> float:
    """dB(A) of the loudest part of so many seconds, by the table of IEC 61672 in octaves, between them straight in the
    logarithm."""
    octaves = [31.5, 63, 125, 250, 500, 1000, 2000, 4000, 8000, 16000]
    decibels = [-39.4, -26.2, -16.1, -8.6, -3.2, 0.0, 1.2, 1.0, -1.1, -6.6]
    size = int(seconds * RATE)
    padded = np.pad(sound, (0, max(0, size - len(sound))))
    frequencies = np.fft.rfftfreq(size, 1 / RATE)
    gain = 10 ** (np.interp(np.log(np.maximum(frequencies, 20)), np.log(octaves), decibels) / 10)
    starts = range(0, max(1, len(padded) - size + 1), RATE // 20)
    powers = [(np.abs(np.fft.rfft(padded[k : k + size])) ** 2 * gain).sum() * 2 / size**2 for k in starts]
    return 10 * math.log10(max(*powers, 1e-20))


def mixed(heard: Iterable[tuple[float, str, float, float]], seconds: float) -> Samples:
    """Left and right of what was heard: (at which second, name, how loud, at which place)."""
    both = np.zeros((2, int(RATE * seconds)))
    for time, name, loud, place in heard:
        first = int(time * RATE)
        sound = sounds()[name][: max(0, both.shape[1] - first)]
        for side, part in enumerate(sides(place)):
            both[side, first : first + len(sound)] += loud * part * sound
    return both
