"""The samples of every sound: soft tones and noise, made with the standard library alone.

A patch is a list of voices; `render` adds them up, a little at a time, so that nobody waits for it. All tones begin
and end at 0 with round edges, so that none clicks. Pitches are MIDI notes: 69 is A4, 440 Hz.
"""

from __future__ import annotations

import math
import random
from array import array
from collections.abc import Generator, Iterable, Iterator
from operator import add, mul
from typing import NamedTuple

# ---------------------------------------------------------------------------------------------------------------------
# The notes of the game, as MIDI numbers (69 is A4, 440 Hz), and the beat of its music.


TOP, START, LOW = 84, 60, 48  # the scale of the error: the goal, a run's first error, the worst
PENTATONIC = (0, 2, 4, 7, 9)
SCALE = tuple(note for note in range(LOW, TOP + 1) if note % 12 in PENTATONIC)
TICKS = tuple(note for note in range(TOP - 12, TOP + 13) if note % 12 in PENTATONIC)  # of a knob's notches
BAR, BEAT = 2.4, 0.6  # seconds of the music


def loudness(decibels: float) -> float:
    """How loud that is, as a part of the whole."""
    return float(10 ** (decibels / 20))


# ---------------------------------------------------------------------------------------------------------------------
# The quiet music under the game: which chord, which note, and when. It follows the error; nothing is heard here. for
# name, loud in bed.update(seconds): ... # what begins now, of synthesis.MUSIC A chord a bar, chosen by how near the
# goal is; above it, on some beats, one soft note that walks along the scale towards the note of the error. Where the
# goal is reached: one high C, then a bar of silence. All is on one pentatonic scale.


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


RATE = 44100  # samples a second
LOUD = 0.25  # peak of a sound, -12 dB
PIECE = 512  # samples between two looks at the clock
HIGHEST = 6000.0  # hertz: partials above it are left out
ATTACK, END = 0.004, 0.012  # seconds: every tone's beginning, and its last fade
ECHOES = ((0.061, -14.0), (0.137, -20.0))  # seconds later, decibels
SWELL = (0.0007, 0.31)  # how far the pitch of the music wavers, and how often a second
# The chords of the music: far from the goal ... near it; the last where it is reached.
CHORDS = ((45, 52, 57), (45, 52, 60), (43, 52, 57), (48, 55, 64), (48, 55, 60, 64))
PAD, LINE = 0.12, 0.096  # peak of one voice of a chord, and of the line above it

Partials = tuple[tuple[int, float], ...]  # (multiple of the pitch, how loud)
SINE: Partials = ((1, 1.0),)
SOFT: Partials = ((1, 0.648), (3, -0.072), (5, 0.026), (2, 0.2))  # a triangle, and a fifth as much of the octave


class Voice(NamedTuple):
    """One tone. `slide`: semitones by which it glides; `release`: seconds of fading after `seconds`.

    Without a release the tone dies away from its beginning on, as a string does. `note` None: breath, which is noise.
    """

    note: float | None
    seconds: float
    start: float = 0.0
    loud: float = 1.0
    partials: Partials = SOFT
    slide: float = 0.0
    attack: float = ATTACK
    release: float = 0.0
    swell: bool = False


class SynthPatch(NamedTuple):
    """Voices together. `peak`: the whole is made as loud as that; None: it is as loud as its voices are."""

    voices: tuple[Voice, ...]
    echo: bool = False
    peak: float | None = LOUD


Samples = Generator[None, None, "array[int]"]


def hertz(midi: float) -> float:
    """Pitch of a MIDI note: A4 = 69 = 440 Hz."""
    return float(440 * 2 ** ((midi - 69) / 12))


def _notes(notes: Iterable[float], each: float) -> tuple[Voice, ...]:
    """One after another."""
    return tuple(Voice(note, each, k * each) for k, note in enumerate(notes))


PATCHES: dict[str, SynthPatch] = {
    "click": SynthPatch((Voice(79, 0.03, partials=SINE),)),
    "tock": SynthPatch((Voice(55, 0.05),)),
    "refuse": SynthPatch((Voice(55, 0.06),)),
    "land": SynthPatch(_notes((72, 79, 84), 0.16), echo=True),
    "star1": SynthPatch((Voice(72, 0.16),), echo=True),
    "star2": SynthPatch((Voice(76, 0.16),), echo=True),
    "star3": SynthPatch((Voice(79, 0.16),), echo=True),
    "slide": SynthPatch((Voice(60, 0.5, slide=-24),)),
    "thud": SynthPatch((Voice(36, 0.22, partials=SINE, slide=-7),)),
    "bell": SynthPatch((Voice(88, 0.6, partials=SINE),)),
    "chapter": SynthPatch(_notes((72, 76, 79, 81, 84), 0.18), echo=True),
    "breath": SynthPatch((Voice(None, 0.1, attack=0.15, release=0.3),)),
    "gust": SynthPatch((Voice(None, 0.5, attack=0.5, release=0.7),)),
    **{f"tick{note}": SynthPatch((Voice(note, 0.018, partials=SINE),)) for note in TICKS},
    **{f"pluck{note}": SynthPatch((Voice(note, 0.28),), echo=True) for note in reversed(SCALE)},
}


def _chord(notes: tuple[int, ...]) -> SynthPatch:
    """A bar of the music, its voices a little after one another."""
    voices = [
        Voice(note, BAR - 0.25, 0.03 * k, PAD * (0.7 if k else 1.0), ((1, 1.0), (2, 0.12)), 0.0, 0.45, 1.1, True)
        for k, note in enumerate(notes)
    ]
    return SynthPatch(tuple(voices), peak=None)


def _line(note: int) -> SynthPatch:
    return SynthPatch((Voice(note, 0.28, 0.0, LINE, ((1, 1.0), (2, 0.06)), 0.0, 0.03, 0.9, True),), peak=None)


MUSIC: dict[str, SynthPatch] = {
    **{f"chord{k}": _chord(notes) for k, notes in enumerate(CHORDS)},
    **{f"line{note}": _line(note) for note in SCALE},
    "goal": SynthPatch((Voice(TOP, 0.3, 0.0, LINE, ((1, 1.0), (2, 0.05)), 0.0, 0.02, 1.6, True),), peak=None),
}


def samples_of(name: str) -> Samples:
    """The samples of a sound by its name, made bit by bit: of PATCHES, of MUSIC, or "wind"."""
    return wind() if name == "wind" else render(PATCHES.get(name) or MUSIC[name])


def whole(samples: Samples) -> array[int]:
    """All of it at once."""
    while True:
        try:
            next(samples)
        except StopIteration as end:
            found: array[int] = end.value
            return found


def render(patch: SynthPatch) -> Samples:
    """16-bit samples; it stops for breath after every PIECE."""
    tail = ECHOES[-1][0] if patch.echo else 0.0
    length = max(voice.start + voice.seconds + voice.release for voice in patch.voices)
    mix = [0.0] * (int(RATE * (length + tail)) + 1)
    for voice in patch.voices:
        at = int(RATE * voice.start)
        for piece in _voice(voice):
            mix[at : at + len(piece)] = map(add, mix[at : at + len(piece)], piece)
            at += len(piece)
            yield
    if patch.echo:
        yield from _echo(mix)
    # The last moment falls to 0
    count = min(len(mix) // 2, int(RATE * END))
    for k in range(count):
        mix[-1 - k] *= k / count
    yield
    scale = 32767 * (1.0 if patch.peak is None else patch.peak / max(max(mix), -min(mix), 1e-9))
    yield
    return (yield from _rounded(mix, scale))


def _rounded(values: list[float], scale: float) -> Samples:
    found = array("h")
    for at in range(0, len(values), 4 * PIECE):
        found.extend([round(scale * value) for value in values[at : at + 4 * PIECE]])
        yield
    return found


def _echo(mix: list[float]) -> Generator[None, None, None]:
    dry = list(mix)
    for later, decibels in ECHOES:
        shift, part = int(RATE * later), loudness(decibels)
        for at in range(shift, len(mix), 4 * PIECE):
            end = min(len(mix), at + 4 * PIECE)
            mix[at:end] = [wet + part * early for wet, early in zip(mix[at:end], dry[at - shift : end - shift])]
            yield


def _voice(voice: Voice) -> Iterator[list[float]]:
    """Its samples, PIECE by PIECE."""
    count = int(RATE * (voice.seconds + voice.release))
    noise = _noise(random.Random(7)) if voice.note is None else None
    for first in range(0, count, PIECE):
        times = [i / RATE for i in range(first, min(count, first + PIECE))]
        tone = _tone(voice, times) if noise is None else [next(noise) for _ in times]
        yield list(map(mul, _envelope(voice, times), tone))


def _tone(voice: Voice, times: list[float]) -> list[float]:
    assert voice.note is not None
    pitch, length = hertz(voice.note), voice.seconds
    turns = [pitch * t for t in times]
    if voice.slide:
        bend = voice.slide * math.log(2) / 12 / length
        turns = [pitch * (math.exp(bend * t) - 1) / bend for t in times]
    elif voice.swell:
        far, often = SWELL
        depth, turn = pitch * far / (2 * math.pi * often), 2 * math.pi * often
        turns = [at + depth * (1 - math.cos(turn * t)) for at, t in zip(turns, times)]
    found = [0.0] * len(times)
    for multiple, loud in voice.partials:
        if multiple == 1 or multiple * pitch <= HIGHEST:
            k, sine, part = 2 * math.pi * multiple, math.sin, loud * voice.loud
            found = [sum_ + part * sine(k * at) for sum_, at in zip(found, turns)]
    return found


def _envelope(voice: Voice, times: list[float]) -> list[float]:
    """How loud it is: a round rise; then it dies away, or stands and is let go."""
    rise, release, length = math.pi / voice.attack, voice.release, voice.seconds + voice.release
    cos, pi = math.cos, math.pi
    risen = [0.5 - 0.5 * cos(rise * t) if t < voice.attack else 1.0 for t in times]
    if not release:
        return [up * (1 - t / length) ** 2 for up, t in zip(risen, times)]
    fall = pi / release
    return [up * (0.5 - 0.5 * cos(fall * (length - t)) if length - t < release else 1.0)
            for up, t in zip(risen, times)]  # fmt: skip


DRIFT = 0.025  # of the way to the next number: how fast the wind turns


def _noise(dice: random.Random) -> Iterator[float]:
    """Noise, twice smoothed: what a wind is made of."""
    smooth = soft = 0.0
    while True:
        smooth += DRIFT * (dice.random() - 0.5 - smooth)
        soft += DRIFT * (smooth - soft)
        yield soft


def wind(seconds: float = 6.0, seam: float = 0.4) -> Samples:
    """A loop of noise whose end runs into its beginning, as loud at the seam as elsewhere, evenly throughout."""
    noise = _noise(random.Random(1))
    count, overlap = int(RATE * seconds), int(RATE * seam)
    for _ in range(8):  # until it is as loud as it will be
        _settled = [next(noise) for _ in range(PIECE)]
    values: list[float] = []
    while len(values) < count + overlap:
        values += [next(noise) for _ in range(min(PIECE, count + overlap - len(values)))]
        yield
    for i in range(overlap):  # two noises that know nothing of each other: their squares add up to 1
        turn = 0.5 * math.pi * i / overlap
        values[i] = values[i] * math.sin(turn) + values[count + i] * math.cos(turn)
        if i % PIECE == 0:
            yield
    del values[count:]
    yield
    peak = yield from _level(values)
    start = next(i for i in range(1, count) if values[i - 1] <= 0 < values[i])  # it begins and ends at about 0
    yield
    values = values[start:] + values[:start]
    yield
    return (yield from _rounded(values, 32767 * LOUD / peak))


def _level(values: list[float], window: float = 0.25) -> Generator[None, None, float]:
    """Hold the loudness of a loop: each window is brought nearer to what all have. The peak that it has then."""
    count = len(values)
    parts = round(count / (RATE * window))
    edges = [count * k // parts for k in range(parts + 1)]
    power = []
    for first, end in zip(edges, edges[1:]):
        power.append(math.sqrt(math.fsum(value * value for value in values[first:end]) / (end - first)))
        yield
    mean = sum(power) / parts
    gains = [(mean / each) ** 0.7 for each in power]
    peak = 0.0
    for k, (first, end) in enumerate(zip(edges, edges[1:])):
        middle = (end - first) / 2
        before, here, after = gains[k - 1], gains[k], gains[(k + 1) % parts]
        for i in range(first, end):
            away = (i - first - middle) / (end - first)
            values[i] *= here + (after - here) * away if away > 0 else here + (before - here) * -away
        peak = max(peak, max(values[first:end]), -min(values[first:end]))
        yield
    return peak
