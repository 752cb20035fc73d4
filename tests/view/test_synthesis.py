"""The samples of every sound, measured: no clipping, no clicks, and the music is as quiet as it is meant to be."""

from __future__ import annotations

import math
import random
from array import array
from functools import cache
from itertools import pairwise

import pytest

from downslope.desktop.synthesis import (
    BAR,
    BEAT,
    MUSIC,
    PATCHES,
    PENTATONIC,
    RATE,
    SCALE,
    MusicBed,
    SynthPatch,
    Voice,
    hertz,
    nearness,
    render,
    samples_of,
    whole,
    wind,
)

FULL = 32767
CLICK = 0.05  # the second difference of a click, of full scale


@cache
def sound(name: str) -> array[int]:
    return whole(samples_of(name))


def decibels(value: float) -> float:
    return 20 * math.log10(max(value, 1e-9))


def rms(samples: array[int]) -> float:
    return math.sqrt(math.fsum(sample * sample for sample in samples) / len(samples)) / FULL


def sharpest(samples: array[int]) -> float:
    """The largest second difference."""
    return max(abs(c - 2 * b + a) for a, b, c in zip(samples, samples[1:], samples[2:])) / FULL


@pytest.mark.parametrize("name", PATCHES)
def test_an_effect_peaks_at_12_decibels_below_full_and_does_not_click(name: str) -> None:
    samples = sound(name)
    assert decibels(max(map(abs, samples)) / FULL) == pytest.approx(-12, abs=1)
    assert samples[0] == samples[-1] == 0
    assert sharpest(samples) < CLICK
    assert abs(sum(samples) / len(samples)) / FULL < 0.01


@pytest.mark.parametrize("name", ["chord0", "chord4", "line48", "line84", "goal"])
def test_a_note_of_the_music_does_not_click(name: str) -> None:
    samples = sound(name)
    assert samples[0] == samples[-1] == 0
    assert sharpest(samples) < 0.011
    assert max(map(abs, samples)) < FULL / 2


def test_making_a_sound_stops_for_breath_often() -> None:
    """A piece is some thousand samples at most."""
    for name in (*PATCHES, "chord4"):
        breaths = sum(1 for _ in samples_of(name))
        assert breaths * 2600 >= len(sound(name)), name


def test_a_tone_has_its_pitch() -> None:
    samples = whole(render(SynthPatch((Voice(69, 0.2, partials=((1, 1.0),)),))))
    crossings = sum(1 for a, b in pairwise(samples) if a < 0 <= b)
    assert crossings == pytest.approx(440 * 0.2, abs=2)
    assert hertz(81) == pytest.approx(880)


def test_the_scale_is_pentatonic_and_goes_from_c3_to_c6() -> None:
    assert {note % 12 for note in SCALE} == set(PENTATONIC)
    assert (SCALE[0], SCALE[-1], len(SCALE)) == (48, 84, 16)


def test_the_wind_swings_little_and_has_no_seam() -> None:
    samples = whole(wind())
    assert len(samples) == 6 * RATE
    assert decibels(max(map(abs, samples)) / FULL) == pytest.approx(-12, abs=1)
    mean, window = rms(samples), RATE // 4
    twice = samples + samples
    swings = [decibels(rms(twice[at : at + window]) / mean) for at in range(0, len(samples), window // 2)]
    assert max(map(abs, swings)) <= 1.5
    steps = [abs(a - b) for a, b in pairwise(samples)]
    assert abs(samples[-1] - samples[0]) <= max(steps)
    assert max(abs(samples[0]), abs(samples[-1])) < 0.01 * FULL


def test_the_wind_repeats_only_after_its_whole_length() -> None:
    """The autocorrelation has no peak below that."""
    samples = [float(sample) for sample in whole(wind())[::100]]  # 441 a second: all that is in it
    whole_power = math.fsum(value * value for value in samples)
    count = len(samples)
    worst = max(
        abs(math.fsum(samples[i] * samples[(i + lag) % count] for i in range(0, count, 3))) * 3 / whole_power
        for lag in range(50, count // 2, 5)
    )
    assert worst < 0.25


def bed_of(errors: list[tuple[float, float]], target: float, seconds: float, volume: float) -> list[float]:
    """What the game plays while such errors are shown, at such a volume."""
    bed, buffer = MusicBed(), [0.0] * int(seconds * RATE)
    for beat in range(int((seconds - 0.4) / BEAT)):
        at = beat * BEAT
        bed.near = nearness([error for when, error in errors if when <= at][-1], target)
        for name, loud in bed.update(BEAT if beat else 0.0):
            first = int(at * RATE)
            for i, sample in enumerate(sound(name)[: len(buffer) - first]):
                buffer[first + i] += volume * loud * sample / FULL
    return buffer


@pytest.mark.slow
def test_the_music_is_quiet_and_even() -> None:
    """Alpha 3 of Thirteen, a step every 1.2 seconds, at the volume that it has at first."""
    misses = [0.67 * 0.73**k for k in range(14)]
    errors = [(0.0, misses[0] ** 2)] + [(2.0 + 1.2 * k, miss * miss) for k, miss in enumerate(misses[1:])]
    samples = bed_of(errors, 0.02**2, 20.0, 0.25)
    assert decibels(max(map(abs, samples))) == pytest.approx(-19.5, abs=0.5)
    assert decibels(math.sqrt(math.fsum(s * s for s in samples) / len(samples))) == pytest.approx(-30.2, abs=0.5)
    assert max(abs(c - 2 * b + a) for a, b, c in zip(samples, samples[1:], samples[2:])) < 0.011
    assert abs(math.fsum(samples) / len(samples)) < 1e-4


def test_the_chords_follow_the_error_and_the_goal_is_followed_by_a_bar_of_silence() -> None:
    bed, heard = MusicBed(), []
    for beat in range(24):
        bed.near = 0.1 if beat < 8 else 1.0
        heard += [(beat, name) for name, _loud in bed.update(BEAT if beat else 0.0)]
    chords = [name for _beat, name in heard if name.startswith("chord")]
    assert chords == ["chord0", "chord0", *["chord4"] * 4]
    goal = next(beat for beat, name in heard if name == "goal")
    assert goal == 8
    assert not [name for beat, name in heard if goal < beat < goal + round(BAR / BEAT) and name.startswith("line")]
    assert [name for _beat, name in heard].count("goal") == 1


def test_the_line_walks_towards_the_note_of_the_error() -> None:
    for near, lowest, highest in ((0.05, 48, 57), (0.95, 67, 76)):
        bed = MusicBed(random.Random(3).randrange(99))
        bed.near = near
        notes = [int(name[4:]) for beat in range(200) for name, _ in bed.update(BEAT) if name.startswith("line")]
        assert lowest <= sum(notes[20:]) / len(notes[20:]) <= highest
        assert max(abs(SCALE.index(a) - SCALE.index(b)) for a, b in pairwise(notes)) <= 2


def test_at_rest_there_is_a_chord_in_two_bars_and_nothing_else() -> None:
    bed = MusicBed()
    heard = [name for beat in range(33) for name, _loud in bed.update(BEAT if beat else 0.0)]
    assert heard == ["chord2"] * 5


def test_where_the_numbers_end_so_does_the_music() -> None:
    bed = MusicBed()
    bed.near = nearness(math.inf, 0.1)
    assert bed.silent and [bed.update(BEAT) for _ in range(20)] == [[]] * 20


def test_every_sound_of_the_music_has_a_patch() -> None:
    assert {f"line{note}" for note in SCALE} | {f"chord{k}" for k in range(5)} | {"goal"} == set(MUSIC)
