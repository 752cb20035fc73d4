"""The sounds: soft triangles and sines, made here with the standard library, never needed to play.

If the mixer cannot start, everything is silently absent. A pluck's pitch is the error: the smaller, the higher, until
the flag resolves on C6: MIDI 84 - 36 * clamp(log10(error / target) / 3.5, 0, 1), on the pentatonic scale of C.
"""

from __future__ import annotations

import math
import random
from array import array
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pygame

RATE = 22050  # samples a second
LOUD = 0.25  # -12 dB
PENTATONIC = (0, 2, 4, 7, 9)
TOP, DEPTH, DECADES = 84, 36, 3.5
Wave = Callable[[float], float]


def triangle(turns: float) -> float:
    """-1..1, one period a turn."""
    return 4 * abs(turns - math.floor(turns + 0.5)) - 1


def sine(turns: float) -> float:
    """A sine wave: -1 ... 1, from 0 upwards."""
    return math.sin(2 * math.pi * turns)


def hertz(midi: float) -> float:
    """Pitch of a MIDI note: A4 = 69 = 440 Hz."""
    return float(440 * 2 ** ((midi - 69) / 12))


def pitch(error: float, target: float) -> int:
    """MIDI note of an error: 84 at the target or below, 48 when it is 10**3.5 times the target or not finite."""
    if not math.isfinite(error) or error < 0:
        return TOP - DEPTH
    if error <= target or target <= 0:
        return TOP
    depth = DEPTH * min(1.0, math.log10(error / target) / DECADES)
    octave, tone = divmod(round(TOP - depth), 12)
    return octave * 12 + min(PENTATONIC, key=lambda each: abs(each - tone))


def tone(notes: list[float], seconds: float, wave: Wave = triangle, slide: float = 0.0) -> array[int]:
    """Notes one after another as 16-bit samples, each fading out; `slide`: semitones by which each glides."""
    samples = array("h")
    count = int(RATE * seconds)
    for note in notes:
        turns = 0.0
        for i in range(count):
            part = i / count
            turns += hertz(note + slide * part) / RATE
            attack = min(1.0, i / (0.004 * RATE))
            samples.append(int(32767 * LOUD * attack * (1 - part) ** 2 * wave(turns)))
    return samples


RECIPES: dict[str, Callable[[], array[int]]] = {
    "tick": lambda: tone([96], 0.018, sine),
    "click": lambda: tone([79], 0.03, sine),
    "star": lambda: tone([72, 76, 79], 0.16),
    "fall": lambda: tone([67, 60], 0.16, slide=-2),
    "slide": lambda: tone([60], 0.5, slide=-24),
    "thud": lambda: tone([36], 0.22, sine, slide=-7),
    "bell": lambda: tone([88], 0.6, sine),
}

PLUCKS = tuple(f"pluck{note}" for note in range(TOP, TOP - DEPTH - 1, -1) if note % 12 in PENTATONIC)


def wind(seconds: float = 1.5, seam: float = 0.3) -> array[int]:
    """Noise, twice smoothed, whose end runs into its beginning."""
    noise = random.Random(1)
    count, overlap = int(RATE * seconds), int(RATE * seam)
    smooth = soft = 0.0
    values = []
    for _ in range(count + overlap):
        smooth += 0.05 * (noise.random() - 0.5 - smooth)
        soft += 0.05 * (smooth - soft)
        values.append(soft)
    for i in range(overlap):
        part = i / overlap
        values[i] = values[i] * part + values[count + i] * (1 - part)
    loud = 32767 * LOUD / max(abs(value) for value in values)
    return array("h", [int(loud * value) for value in values[:count]])


def samples_of(name: str) -> array[int]:
    """The samples of a sound: a recipe, "wind", or "pluck" and a MIDI note."""
    if name == "wind":
        return wind()
    if name.startswith("pluck"):
        return tone([float(name[5:])], 0.28)
    return RECIPES[name]()


class Sound:
    """Plays by name. `effects`, `ambience`: the volumes 0..1, asked at every sound."""

    def __init__(self, effects: Callable[[], float], ambience: Callable[[], float]) -> None:
        self._effects = effects
        self._ambience = ambience
        self.made: dict[str, pygame.mixer.Sound] = {}
        self._wind = 0.0  # how loud the wind blows now
        self.on = False  # the mixer runs

    def start(self) -> bool:
        """Start the mixer, after the first frame. False: there will be no sound, and nobody need care."""
        try:
            import pygame

            pygame.mixer.init(RATE, -16, 1, 512)
        except (ImportError, NotImplementedError, OSError, RuntimeError):  # pygame.error is a RuntimeError
            return False
        self.on = True
        return True

    def stop(self) -> None:
        """Close the mixer."""
        if self.on:
            import pygame

            self.on = False
            self.made.clear()
            pygame.mixer.quit()

    def idle(self) -> bool:
        """For frames that have time to spare: make one more sound ahead of its use; False when all are made."""
        for name in (*RECIPES, "wind", *PLUCKS) if self.on else ():
            if name not in self.made:
                self._get(name)
                return True
        self._blow()
        return False

    def _blow(self) -> None:
        """The wind goes on for ever, as loud as the player likes it."""
        loud = self._ambience() if self.on else 0.0
        if loud == self._wind:
            return
        self._wind = loud
        wind = self._get("wind")
        if loud <= 0:
            wind.stop()
        elif wind.get_num_channels() == 0:
            wind.play(loops=-1, fade_ms=1000)
        wind.set_volume(loud)

    def pluck(self, error: float, target: float, quiet: bool = False) -> None:
        """A step was taken. `quiet`: it was auto-solve's (40 %)."""
        self.play(f"pluck{pitch(error, target)}", 0.4 if quiet else 1.0)

    def tick(self) -> None:
        """A slider passed a notch."""
        self.play("tick")

    def click(self) -> None:
        """A button was pressed."""
        self.play("click")

    def star(self) -> None:
        self.play("star")

    def fall(self) -> None:
        """An overshoot."""
        self.play("fall")

    def bell(self) -> None:
        """A hint."""
        self.play("bell")

    def play(self, name: str, volume: float = 1.0) -> None:
        """Play a sound by its name, 0..1 of the volume the player has set."""
        loud = self._effects() * volume
        if not self.on or loud <= 0:
            return
        sound = self._get(name)
        sound.set_volume(loud)
        sound.play()

    def _get(self, name: str) -> pygame.mixer.Sound:
        import pygame

        if name not in self.made:
            self.made[name] = pygame.mixer.Sound(buffer=samples_of(name))
        return self.made[name]
