"""The notes of the game, as MIDI numbers (69 is A4, 440 Hz), and the beat of its music."""

from __future__ import annotations

TOP, START, LOW = 84, 60, 48  # the scale of the error: the goal, a run's first error, the worst
PENTATONIC = (0, 2, 4, 7, 9)
SCALE = tuple(note for note in range(LOW, TOP + 1) if note % 12 in PENTATONIC)
TICKS = tuple(note for note in range(TOP - 12, TOP + 13) if note % 12 in PENTATONIC)  # of a knob's notches
BAR, BEAT = 2.4, 0.6  # seconds of the music


def loudness(decibels: float) -> float:
    """How loud that is, as a part of the whole."""
    return float(10 ** (decibels / 20))
