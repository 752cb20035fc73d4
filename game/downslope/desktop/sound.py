"""What is heard: effects, the wind, the music, each as loud as the player likes it. Never needed to play.

If the mixer cannot start, everything is silently absent. All sounds lie in one file, assets/sounds.ogg, which is read
once the mixer runs: a sound that is wanted earlier is not heard. At a volume of 0 nothing of its kind is played at all,
and where all are 0 the mixer is not even started.
"""

from __future__ import annotations

import math
import os
from array import array
from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from typing import NamedTuple

import pygame

from .. import paths
from .capabilities import can

# The quiet music under the game, as data: which note begins when. It follows the error; nothing is heard here.
# `bed.update(seconds)` gives what begins now: names of sounds in assets/sounds.txt, each with how loud.
# Each chapter has a bed: a key, a mode, a beat, four progressions of four bars and four tunes of sixteen beats. A
# phrase is four bars of it. What is played depends on how near the goal is: far away two notes of a chord and two
# single notes of the tune; nearer the third of the chord, the tune itself, a seventh, an answer a sixth below. Where
# the goal is reached: one high note, then a bar of silence. Pitches are MIDI notes: 69 is A4, 440 Hz.


TOP, START, LOW = 84, 60, 48  # the scale of the error: the goal, a run's first error, the worst
PENTATONIC = (0, 2, 4, 7, 9)
SCALE = tuple(note for note in range(LOW, TOP + 1) if note % 12 in PENTATONIC)
TICKS = tuple(note for note in range(TOP - 12, TOP + 13) if note % 12 in PENTATONIC)  # of a knob's notches
MUSIC_PADS, MUSIC_LINES = (43, 69), (55, 88)  # lowest and highest note of the chords, and of the tune
DECADES = 3.5  # between an error that is far from the goal and the goal: here it is mood, so it is the same everywhere
REST = 0.2  # how near it seems where nothing is learned: on the title and the map
ORDER = (0, 1, 2, 0, 3, 1, 3, 2)  # which progression each phrase has
SHIFTS = (0, 0, 2, -2, 0, 4, -3, 0)  # degrees by which its tune lies higher
CHORD_SPREAD = 0.04  # seconds between the notes of a chord
_: None = None  # a rest

Tune = tuple[int | None, ...]


class Bed(NamedTuple):
    """The music of a chapter. `key`: the MIDI note of degree 0; `mode`: semitones of the seven degrees above it.

    `beat` in seconds; `bars`: progressions, each the degrees of four chords; `tunes`: degrees or rests, one a beat.
    """

    key: int
    mode: tuple[int, ...]
    beat: float
    bars: tuple[tuple[int, ...], ...]
    tunes: tuple[Tune, ...]

    def note(self, degree: int, octave: int, lowest: int, highest: int) -> int:
        """The MIDI note of a degree, brought into a range by octaves."""
        turns, place = divmod(degree, 7)
        note = self.key + self.mode[place] + 12 * (turns + octave)
        while note > highest:
            note -= 12
        while note < lowest:
            note += 12
        return note


IONIAN, DORIAN, PHRYGIAN = (0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 9, 10), (0, 1, 3, 5, 7, 8, 10)
LYDIAN, MIXOLYDIAN, AEOLIAN = (0, 2, 4, 6, 7, 9, 11), (0, 2, 4, 5, 7, 9, 10), (0, 2, 3, 5, 7, 8, 10)
BEDS = {
    "": Bed(50, LYDIAN, 0.7, ((0, 1, 0, 4), (0, 4, 1, 0), (4, 1, 0, 1), (0, 0, 4, 1)), (
        (4, _, _, 3, _, _, 4, _, 7, _, _, _, 4, _, _, _), (0, _, _, 1, _, _, 4, _, 3, _, _, _, 4, _, _, _),
        (7, _, 6, _, _, 4, _, _, 3, _, _, 4, _, _, _, _), (4, _, _, 7, _, _, 8, _, 7, _, _, 4, _, _, _, _),
    )),
    "forward": Bed(48, IONIAN, 0.6, ((0, 3, 0, 4), (0, 5, 3, 4), (3, 0, 4, 0), (5, 3, 0, 4)), (
        (0, _, 3, 4, _, 3, 4, _, 7, _, 4, _, 3, _, _, _), (4, 7, _, 4, 3, _, 0, _, 3, _, 4, 3, 0, _, _, _),
        (0, 3, _, 0, 4, _, 1, _, 5, _, 4, _, 3, 4, _, _), (7, _, 4, _, 8, 7, _, 4, 3, _, _, 0, 4, _, _, _),
    )),
    "error": Bed(53, LYDIAN, 0.65, ((0, 1, 0, 5), (5, 1, 4, 0), (0, 4, 1, 5), (1, 0, 5, 4)), (
        (4, _, _, 6, _, 4, _, _, 3, _, 2, _, _, _, 4, _), (7, _, _, _, 6, _, 4, 3, _, _, 4, _, 2, _, _, _),
        (2, _, 3, _, 4, _, _, 8, _, 7, _, _, 4, _, _, _), (4, _, 3, _, _, 1, _, 2, _, _, 4, 6, _, 7, _, _),
    )),
    "hot-and-cold": Bed(43, MIXOLYDIAN, 0.55, ((0, 6, 0, 6), (0, 3, 6, 0), (3, 0, 6, 3), (0, 6, 3, 0)), (
        (0, 2, _, 0, 2, _, 4, _, 2, 0, _, 2, 0, _, _, _), (4, _, 3, 4, _, 3, 4, _, 6, _, 4, _, 3, _, _, _),
        (7, 6, _, 7, 6, _, 4, _, 5, 4, _, 5, 4, _, 2, _), (2, _, 4, _, 2, 1, _, 2, 3, _, 4, _, 0, _, _, _),
    )),
    "delta": Bed(50, DORIAN, 0.6, ((0, 3, 0, 6), (2, 3, 0, 4), (0, 6, 2, 3), (4, 3, 6, 0)), (
        (0, 2, 4, _, _, _, _, _, 3, 2, 1, _, 0, _, _, _), (4, 5, 7, _, 6, _, _, _, 5, 4, 3, _, 4, _, _, _),
        (0, _, 4, 3, 2, _, _, _, 1, _, 2, 3, 4, _, _, _), (7, 6, _, 4, _, _, 5, _, 4, 2, _, 1, 0, _, _, _),
    )),
    "alpha": Bed(45, AEOLIAN, 0.6, ((0, 5, 2, 6), (0, 3, 5, 4), (2, 6, 3, 0), (5, 2, 6, 4)), (
        (4, _, 5, 4, 2, _, _, 1, 2, _, 4, _, 0, _, _, _), (7, 6, _, 4, _, 5, 4, _, 2, _, 3, 2, 0, _, _, _),
        (2, 3, 4, _, 7, _, 6, _, 5, 4, _, 2, 4, _, _, _), (0, _, 2, 4, _, 5, _, 7, 6, _, 4, _, 4, _, _, _),
    )),
    "many": Bed(48, MIXOLYDIAN, 0.5, ((0, 6, 3, 0), (3, 6, 0, 4), (0, 3, 6, 3), (4, 3, 0, 6)), (
        (0, 1, 2, _, 0, 1, 2, _, 4, _, 3, 2, 1, _, 0, _), (4, 3, 2, _, 4, 5, 4, _, 7, _, 6, _, 4, _, _, _),
        (2, _, 4, 6, _, 4, 5, _, 4, 2, _, 1, 2, _, _, _), (7, _, 5, 6, _, 4, 5, _, 3, 4, _, 2, 0, _, _, _),
    )),
    "deep": Bed(52, PHRYGIAN, 0.66, ((0, 1, 0, 6), (0, 5, 1, 0), (3, 1, 6, 0), (0, 6, 5, 1)), (
        (0, _, 1, _, _, 0, _, _, 4, _, 3, _, 1, _, _, _), (4, _, _, 5, 4, _, 3, _, 1, _, _, 2, 0, _, _, _),
        (2, _, 3, _, 4, _, _, 1, _, 0, _, _, 4, _, _, _), (7, _, 5, _, 4, 3, _, _, 1, _, 3, _, 0, _, _, _),
    )),
    "images": Bed(48, LYDIAN, 0.5, ((0, 1, 0, 4), (5, 1, 4, 0), (2, 4, 0, 5), (1, 4, 5, 0)), (
        (4, 5, 6, _, 7, _, _, 4, _, 2, 4, _, 0, _, _, _), (7, _, 8, 7, 6, _, 4, _, 5, _, 4, 2, 4, _, _, _),
        (0, 2, _, 4, _, 6, _, 5, 4, _, 2, _, 1, _, _, _), (8, 7, _, 6, 7, _, 4, _, 2, 4, _, 5, 7, _, _, _),
    )),
}  # fmt: skip
ANY = "alpha"  # the bed of a level whose chapter has none


def nearness(error: float, target: float) -> float:
    """0: far ... 1: at the goal. Not finite: nan."""
    if not math.isfinite(error):
        return math.nan
    if error <= target or target <= 0:
        return 1.0
    return 1.0 - min(1.0, math.log10(error / target) / DECADES)


def beat_notes(bed: Bed, phrase: int, beat: int, near: float) -> list[tuple[float, str, float]]:
    """What begins on one of the sixteen beats of a phrase: (seconds later, name, how loud)."""
    progression = bed.bars[ORDER[phrase % len(ORDER)]]
    tune = bed.tunes[(ORDER[phrase % len(ORDER)] + phrase // len(ORDER) + phrase) % len(bed.tunes)]
    shift, notes = SHIFTS[phrase % len(SHIFTS)], list[tuple[float, str, float]]()
    if beat % 4 == 0:
        root, turn = progression[beat // 4], (phrase * 2 + phrase // 3) % 3  # the same chord, another one of it below
        chord = [[(root, 0), (root + 4, 0)], [(root + 4, 0), (root, 1)], [(root, 0), (root + 1, 1)]][turn]
        if near > 0.25:
            chord.append((root + 2, turn == 2))
        if near > 0.6 and phrase % 2:
            chord.append((root + 6, 0))
        notes += [(CHORD_SPREAD * place, f"pad{bed.note(degree, octave, *MUSIC_PADS)}", 0.75 if place else 1.0)
                  for place, (degree, octave) in enumerate(chord)]  # fmt: skip
    degree = tune[beat]
    if degree is None:
        return notes
    if near <= 0.45:  # two low notes of the tune a phrase
        played = [place for place, each in enumerate(tune) if each is not None]
        single = {played[phrase * 3 % len(played)], played[(phrase * 3 + 2 + phrase // 4) % len(played)]}
        return [*notes, (0.0, f"line{bed.note(degree + shift, 0, *MUSIC_LINES)}", 0.6)] if beat in single else notes
    strength = 0.75 + 0.25 * ((phrase + 5 * beat) % 7) / 6
    notes.append((0.0, f"line{bed.note(degree + shift, 1, *MUSIC_LINES)}", strength))
    if near > 0.7 and beat % 2:
        notes.append((bed.beat / 2, f"line{bed.note(degree + shift - 5, 1, *MUSIC_LINES)}", 0.45))
    return notes


@dataclass(eq=False)
class MusicBed:
    """Plays a bed after the other. `near`: how near the goal is. None: nothing is learned now; nan: the music ends.

    `chapter`: whose bed it is; a chapter that is come back to goes on where its phrase was.
    """

    near: float | None = None
    chapter: str = ""
    due: float = 0.0  # seconds until the next beat
    _beats: dict[str, int] = field(default_factory=dict)  # beats played of each chapter's bed
    _later: list[tuple[float, str, float]] = field(default_factory=list)
    _silent_beats: int = 0  # left after the goal was reached
    _landed: bool = False

    @property
    def silent(self) -> bool:
        """The numbers have ended."""
        return self.near is not None and math.isnan(self.near)

    def update(self, seconds: float) -> list[tuple[str, float]]:
        """Time goes by: what begins now, (name, how loud). What was missed is not made up for."""
        waiting = [(left - seconds, name, loud) for left, name, loud in self._later]
        self._later = [each for each in waiting if each[0] > 0]
        begins = [(name, loud) for left, name, loud in waiting if left <= 0]
        self.due -= seconds
        if self.due > 0:
            return begins
        chapter = "" if self.near is None else self.chapter if self.chapter in BEDS else ANY
        bed = BEDS[chapter]
        self.due = max(0.0, self.due + bed.beat)
        near = REST if self.near is None else self.near
        if self.silent:
            self._landed, self._later = False, []
            return []
        if near >= 1 and not self._landed:
            self._landed, self._silent_beats = True, 4
            return [*begins, (f"line{bed.note(0, 3, MUSIC_LINES[0], MUSIC_LINES[1])}", 1.0)]
        self._landed = near >= 1
        if self._silent_beats > 0:
            self._silent_beats -= 1
            return begins
        count = self._beats.get(chapter, 0)
        self._beats[chapter] = count + 1
        for delay, name, loud in beat_notes(bed, count // 16, count % 16, near):
            if delay:
                self._later.append((delay, name, loud))
            else:
                begins.append((name, loud))
        return begins


def music_notes() -> list[str]:
    """The names of all sounds that any bed can ask for: what is rendered."""
    names = {name for bed in BEDS.values() for phrase in range(8 * 12) for beat in range(16) for near in (0.2, 0.5, 0.9)
             for _delay, name, _loud in beat_notes(bed, phrase, beat, near)}  # fmt: skip
    names |= {f"line{bed.note(0, 3, *MUSIC_LINES)}" for bed in BEDS.values()}
    return sorted(names, key=lambda name: (name[:3], int(name.lstrip("padline"))))


RATE, CHANNELS = 22_050, 2  # samples a second, left and right
FRAME = 2 * CHANNELS  # bytes of a sample
EDGE = 24  # samples in which a sound begins, and ends
VOICES = 6  # effects at once
WIND, PADS, LINES, ROLL = 0, range(1, 9), range(9, 13), 13  # channels of their own; effects have those after them
OWN = 14
LOOPS = ("wind", "roll", "sled")  # they go on as long as what makes them
ASIDE = 0.7  # of a sound that happens at the edge of the screen: how far it lies to that side
DUCK, DUCKED = 0.7, 0.12  # the music gives way to a pluck: how loud it stays, and for how long
GIVES = 8.0  # how fast it does, in parts of its loudness a second
FADE = 80  # milliseconds in which wind and music end
Volume = Callable[[], float]


def sides(place: float) -> tuple[float, float]:
    """How loud a sound is left and right, 0 ... 1, of equal power. `place`: -1 left ... 1 right."""
    left = math.cos((1 + ASIDE * max(-1.0, min(1.0, place))) * math.pi / 4)
    return left, math.sqrt(1 - left * left)


class Sound:
    """Plays by name. `effects`, `wind`, `music`: the volumes 0 ... 1, asked at every sound.

    muted   the player has put all sound off      cut    the sounds that were played so far, by name
    bed     the music, which follows how near the goal is
    waits   it starts as soon as the player presses something: a browser demands that
    missing nothing can be heard here
    """

    def __init__(self, effects: Volume, wind: Volume, music: Volume) -> None:
        self._effects, self._wind, self._music = effects, wind, music
        self.cut: dict[str, pygame.mixer.Sound] = {}
        self._samples = memoryview(b"")  # of all sounds, as the mixer plays them
        self._places: dict[str, tuple[int, int]] = {}  # name -> first sample, number of samples
        self.on = False  # the mixer runs
        self.waits = not can("early sound")
        self.missing = False
        self.muted = False
        self._allowed = False  # the first frame was shown, or something pressed
        self.bed = MusicBed()
        self._later: list[tuple[float, str, float, float]] = []  # seconds until it is played, name, volume, place
        self.rolls = ("", 0.0, 0.0)  # what goes on now: a loop, how loud, at which place
        self._voice = OWN  # the channel of the next effect, unless it is busy
        self._ending: set[int] = set()  # channels that fade out
        self._ducked = 0.0  # seconds for which the music still gives way
        self._given_way = 1.0  # how loud it is left by that, below 0: a note has just begun

    def start(self) -> bool:
        """From now on there may be sound: the mixer starts as soon as one is needed. False: there is none yet."""
        self.waits, self._allowed = False, True
        return self._open()

    def _open(self) -> bool:
        """Start the mixer, once, if it may be and is needed."""
        wanted = self._effects() > 0 or self._wind() > 0 or self._music() > 0
        if self.on or self.missing or not (self._allowed and wanted):
            return self.on
        self.missing = True
        try:
            if not pygame.mixer:  # this build has none; to ask it for anything would warn
                return False
            with ExitStack() as undone:  # what C code says meanwhile is dropped: ALSA has eight lines on no sound card
                with suppress(OSError):  # a program without a console has no standard error
                    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
                    for file in (kept, nowhere):
                        undone.callback(os.close, file)
                    os.dup2(nowhere, 2)
                    undone.callback(os.dup2, kept, 2)
                pygame.mixer.init(RATE, -16, CHANNELS, 1024, allowedchanges=0)
            pygame.mixer.set_num_channels(OWN + VOICES)
            pygame.mixer.set_reserved(OWN)
        except (ImportError, NotImplementedError, OSError, RuntimeError):  # pygame.error is a RuntimeError
            return False
        self.on, self.missing = True, False
        if can("processes"):  # so there are threads, and no frame waits
            import threading

            threading.Thread(target=self.read, daemon=True, name="sounds").start()
        else:
            self.read()
        return True

    def read(self) -> None:
        """All sounds, from their file and its table of places. Where it cannot be read there is silence."""
        file = paths.assets() / "sounds.ogg"
        try:
            rows = [row.split() for row in file.with_suffix(".txt").read_text(encoding="utf-8").splitlines()]
            samples = memoryview(pygame.mixer.Sound(os.fspath(file)).get_raw())
            self._places = {name: (int(first), int(count)) for name, first, count in rows}
            self._samples = samples
        except (OSError, ValueError, RuntimeError):  # the last: pygame.error
            self.missing = self.on  # else the game was ended meanwhile

    def stop(self) -> None:
        """Close the mixer."""
        if self.on:
            self.on = False
            self.cut.clear()
            pygame.mixer.quit()

    def _sound(self, name: str) -> pygame.mixer.Sound | None:
        """Cut out of all when it is first played."""
        if name not in self.cut and self._samples and name in self._places:
            first, count = self._places[name]
            samples = array("h", bytes(self._samples[first * FRAME : (first + count) * FRAME]))
            for k in range(EDGE if name not in LOOPS else 0):  # it ends at 0: its neighbours were packed with it
                for side in range(CHANNELS):
                    for at in (CHANNELS * k + side, -1 - CHANNELS * k - side):
                        samples[at] = samples[at] * k // EDGE
            self.cut[name] = pygame.mixer.Sound(buffer=samples)
        return self.cut.get(name)

    @property
    def heard(self) -> bool:
        """Effects can be heard; where not, the screen shows what they would tell."""
        return self.on and not self.muted and self._effects() > 0

    def play(self, name: str, volume: float = 1.0, delay: float = 0.0, place: float = 0.0) -> None:
        """Play a sound by its name, 0 ... 1 of the volume the player has set, in so many seconds.

        `place`: where it happens on the screen, -1 left ... 1 right.
        """
        if not self.heard or volume <= 0:
            return
        if delay > 0:
            self._later.append((delay, name, volume, place))
            return
        self._play(name, self._effects() * volume, place)
        if name.startswith("pluck"):
            self._ducked = DUCKED

    def _play(self, name: str, loud: float, place: float = 0.0) -> None:
        sound = self._sound(name)
        if sound is None:
            return
        numbers = [*range(self._voice, OWN + VOICES), *range(OWN, self._voice)]  # the one that began first is first
        number = next((n for n in numbers if not pygame.mixer.Channel(n).get_busy()), numbers[0])
        sound.set_volume(loud)
        channel = pygame.mixer.Channel(number)
        channel.play(sound)
        channel.set_volume(*sides(place))
        self._ending.discard(number)
        self._voice = OWN + (number + 1 - OWN) % VOICES

    @property
    def due(self) -> float:
        """Seconds until something is to begin; what waits for the player should not wait longer."""
        times = [seconds for seconds, *_what in self._later]
        if self.on and not self.muted and self._music() > 0:
            times.append(self.bed.due)
        return max(0.0, min(times, default=1.0))

    def update(self, seconds: float) -> None:
        """Time goes by: what was to come later, the wind, the music."""
        if not self._open():
            return
        waiting, self._later = self._later, []
        for left, name, volume, place in waiting:
            self.play(name, volume, left - seconds, place)
        self._ducked = max(0.0, self._ducked - seconds)
        if not self.heard:
            self._end(range(OWN, OWN + VOICES))
        self._loop(WIND, "wind", 0.0 if self.muted else self._wind(), 1000)
        name, loud, place = self.rolls
        self._loop(ROLL, name, loud * self._effects() if self.heard else 0.0, FADE, place)
        # The bed goes on in time, also where it is not heard
        loud, begins = 0.0 if self.muted else self._music(), self.bed.update(seconds)
        if loud <= 0 or self.bed.silent:
            self._end((*PADS, *LINES))
            return
        for name, own in begins:
            sound, group = self._sound(name), PADS if name.startswith("pad") else LINES
            if sound is not None:
                number = next((n for n in group if not pygame.mixer.Channel(n).get_busy()), group[0])
                sound.set_volume(loud * own * sides(0.0)[0])
                pygame.mixer.Channel(number).play(sound)  # from here on it is as loud as can be
                self._ending.discard(number)
                self._given_way = -1.0
        wanted = DUCK if self._ducked > 0 else 1.0
        before = 1.0 if self._given_way < 0 else self._given_way
        way = max(-GIVES * seconds, min(GIVES * seconds, wanted - before))  # little by little: a jump would click
        if self._given_way != before + way:
            self._given_way = before + way
            for number in (*PADS, *LINES):
                pygame.mixer.Channel(number).set_volume(self._given_way)

    def _loop(self, number: int, name: str, loud: float, fade: int, place: float = 0.0) -> None:
        """It goes on until it is not to be heard."""
        channel, sound = pygame.mixer.Channel(number), self._sound(name) if loud > 0 else None
        if sound is None:
            self._end([number])
            return
        sound.set_volume(loud)
        if not channel.get_busy() or number in self._ending or channel.get_sound() is not sound:
            self._ending.discard(number)
            channel.play(sound, loops=-1, fade_ms=fade)
        channel.set_volume(*sides(place))

    def _end(self, numbers: Iterable[int]) -> None:
        """Stop them, not by turning them down."""
        for number in numbers:
            channel = pygame.mixer.Channel(number)
            if not channel.get_busy():
                self._ending.discard(number)
            elif number not in self._ending:
                channel.fadeout(FADE)
                self._ending.add(number)

    def sample(self, kind: str) -> None:
        """How loud a kind is now: effects as a star, the wind as a gust, the music as a chord's note."""
        name, volume = {"effects": ("star1", self._effects), "wind": ("gust", self._wind),
                        "music": ("pad57", self._music)}[kind]  # fmt: skip
        if self._open() and volume() > 0:
            self.muted = False
            self._play(name, volume())
