"""The quiet music under the game, as data: which note begins when. It follows the error; nothing is heard here.

    for name, loud in bed.update(seconds): ...    # what begins now: names of sounds in assets/sounds.txt

Each chapter has a bed: a key, a mode, a beat, four progressions of four bars and four tunes of sixteen beats. A phrase
is four bars of it. What is played depends on how near the goal is: far away two notes of a chord and two single notes
of the tune; nearer the third of the chord, the tune itself, a seventh, an answer a sixth below. Where the goal is
reached: one high note, then a bar of silence. Pitches are MIDI notes: 69 is A4, 440 Hz.
"""

from __future__ import annotations

import math
from typing import NamedTuple

TOP, START, LOW = 84, 60, 48  # the scale of the error: the goal, a run's first error, the worst
PENTATONIC = (0, 2, 4, 7, 9)
SCALE = tuple(note for note in range(LOW, TOP + 1) if note % 12 in PENTATONIC)
TICKS = tuple(note for note in range(TOP - 12, TOP + 13) if note % 12 in PENTATONIC)  # of a knob's notches
PADS, LINES = (43, 69), (55, 88)  # lowest and highest note of the chords, and of the tune
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
        notes += [(CHORD_SPREAD * place, f"pad{bed.note(degree, octave, *PADS)}", 0.75 if place else 1.0)
                  for place, (degree, octave) in enumerate(chord)]  # fmt: skip
    degree = tune[beat]
    if degree is None:
        return notes
    if near <= 0.45:  # two low notes of the tune a phrase
        played = [place for place, each in enumerate(tune) if each is not None]
        single = {played[phrase * 3 % len(played)], played[(phrase * 3 + 2 + phrase // 4) % len(played)]}
        return [*notes, (0.0, f"line{bed.note(degree + shift, 0, *LINES)}", 0.6)] if beat in single else notes
    strength = 0.75 + 0.25 * ((phrase + 5 * beat) % 7) / 6
    notes.append((0.0, f"line{bed.note(degree + shift, 1, *LINES)}", strength))
    if near > 0.7 and beat % 2:
        notes.append((bed.beat / 2, f"line{bed.note(degree + shift - 5, 1, *LINES)}", 0.45))
    return notes


class MusicBed:
    """Plays a bed after the other. `near`: how near the goal is. None: nothing is learned now; nan: the music ends.

    `chapter`: whose bed it is; a chapter that is come back to goes on where its phrase was.
    """

    def __init__(self) -> None:
        self.near: float | None = None
        self.chapter = ""
        self.due = 0.0  # seconds until the next beat
        self._beats: dict[str, int] = {}  # beats played of each chapter's bed
        self._later: list[tuple[float, str, float]] = []
        self._silent_beats = 0  # left after the goal was reached
        self._landed = False

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
            return [*begins, (f"line{bed.note(0, 3, LINES[0], LINES[1])}", 1.0)]
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
    names |= {f"line{bed.note(0, 3, *LINES)}" for bed in BEDS.values()}
    return sorted(names, key=lambda name: (name[:3], int(name.lstrip("padline"))))
