"""The sounds that are shipped, measured as the ear takes them in, and the music that is made of them."""

from __future__ import annotations

import importlib.util
import math
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from downslope import paths
from downslope.attempt.game.feedback import CLUSTERS, DEEDS, EVENTS, LOOPS, THINGS, runaway_level
from downslope.desktop.sound import BEDS, ORDER, RATE, SCALE, TICKS, MusicBed, beat_notes, music_notes, nearness
from listening import NAMES, loudness, sounds

RENDERER = Path(__file__).parents[2] / "packaging" / "sounds.py"


@pytest.fixture(scope="module")
def renderer() -> Any:
    """What renders the sounds, which says how loud each is meant to be."""
    spec = importlib.util.spec_from_file_location("renderer", RENDERER)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_every_sound_that_the_game_plays_is_there_as_loud_as_it_is_meant_to_be(renderer: Any) -> None:
    tones = {tone.name for event in EVENTS.values() for tone in event.tones} - {"pluck", "again"}
    tones |= {tone.name for things in THINGS.values() for tone in things} | {*LOOPS.values(), *DEEDS.values()}
    places = {f"place{value:+d}" for value in (-3, -2, -1, 1, 2, 3)}
    played = {*tones, *places, *(f"pluck{note}" for note in SCALE), *(f"tick{note}" for note in TICKS), "gust", "wind",
              *(f"star{number}" for number in (1, 2, 3)), *(f"away{level}" for level in range(CLUSTERS)),
              *music_notes()}  # fmt: skip
    assert set(sounds()) == played == set(NAMES)
    assert (paths.assets() / "sounds.ogg").stat().st_size <= 260 * 1024
    for name, sound in sounds().items():
        assert loudness(sound) == pytest.approx(renderer.LIBRARY[name][0], abs=0.8), name
        assert np.abs(sound).max() <= 10 ** (-2.5 / 20)
        if name in {"wind", *LOOPS.values()}:  # it goes round without a seam
            assert abs(sound[0] - sound[-1]) < 3 * np.abs(np.diff(sound)).mean()
        else:
            assert abs(sound[0]) < 0.002 and abs(sound[-1]) < 0.002
    plucks = [loudness(sounds()[f"pluck{note}"]) for note in SCALE]
    away = [loudness(sounds()[f"away{level}"], 0.3) for level in range(CLUSTERS)]
    assert max(plucks) - min(plucks) < 1.0 and all(high > low for low, high in zip(away, away[3:]))


@pytest.mark.slow
def test_what_renders_the_sounds_says_what_is_off(renderer: Any) -> None:
    names = ("pluck48", "pluck84", "click", "roll", "bell", "place-3")
    sounds = {name: renderer.rendered(name) for name in names}
    assert renderer.faults(sounds) == []
    hum = np.sin(2 * np.pi * 100 * np.arange(RATE) / RATE)
    hum *= 10 ** ((-28 - renderer.loudness(hum)) / 20)
    spoilt = {
        "pluck84": sounds["pluck84"] * 10 ** (1.1 / 20), "click": sounds["click"][3:], "bell": hum,
        "place-3": sounds["place-3"] / np.abs(sounds["place-3"]).max(),
        "roll": np.append(sounds["roll"], sounds["roll"].max()),
    }  # fmt: skip
    sentences = renderer.faults({**sounds, **spoilt})
    for sentence in ("pluck84: -24.9 dB(A), aim -26.0", "place-3: its peak is 0.0 dB", "roll: the step over its seam",
                     "click: it begins at", "bell: only -", "The plucks lie 1.1 dB(A) apart"):  # fmt: skip
        assert any(each.startswith(sentence) for each in sentences), (sentence, sentences)


def test_a_runaway_never_falls_and_needs_no_more_sounds_however_long_it_goes_on() -> None:
    levels = [runaway_level(0.04 * 1.96**step, 0.04) for step in range(1, 1000)]
    assert all(a <= b for a, b in pairwise(levels)) and levels[-1] <= CLUSTERS
    assert [int(level) for level in levels[:20]] == [1, 2, 2, 3, 4, 5, 5, 6, 6, 7, 7, 7, 8, 8, 8, 9, 9, 9, 9, 10]
    assert runaway_level(math.nan, 1.0) == runaway_level(math.inf, 1.0) == CLUSTERS
    assert nearness(0.01, 0.01) == nearness(0.0, 1.0) == 1.0 and nearness(1e9, 1.0) == 0.0
    assert math.isnan(nearness(math.inf, 1.0)) and math.isnan(nearness(math.nan, 1.0))


# -- music ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("near", [0.2, 0.5, 0.8])
def test_a_bed_is_in_its_key_and_no_stretch_of_more_than_eight_beats_comes_again_in_two_minutes(near: float) -> None:
    for bed in BEDS.values():
        assert len(bed.mode) == 7 and [len(bars) for bars in bed.bars] == [4] * 4 and max(ORDER) < len(bed.bars)
        assert [len(tune) for tune in bed.tunes] == [16] * 4
        beats = [tuple(sorted(name for _delay, name, _loud in beat_notes(bed, count // 16, count % 16, near)))
                 for count in range(int(120 / bed.beat))]  # fmt: skip
        names = {name for beat in beats for name in beat}
        assert names <= set(NAMES)
        assert {int(name.lstrip("padline")) % 12 for name in names} <= {(bed.key + step) % 12 for step in bed.mode}
        for lag in range(4, len(beats)):
            alike = 0
            for now, then in zip(beats, beats[lag:]):
                alike = alike + 1 if now == then else 0
                assert alike <= 8 or not now  # a rest at its end is not heard as the same


def begun(bed: MusicBed, seconds: float) -> list[str]:
    return [name for _ in range(round(seconds / 0.02)) for name, _loud in bed.update(0.02)]


def bed_of(chapter: str, near: float) -> MusicBed:
    bed = MusicBed()
    bed.chapter, bed.near = chapter, near
    return bed


def test_nearer_the_goal_more_is_heard_and_at_it_one_high_note_and_a_bar_of_silence() -> None:
    counts = [len(begun(bed_of("a pack's own", near), 60)) for near in (0.0, 0.3, 0.5, 0.65, 0.8)]
    assert counts[0] > 0 and counts == sorted(counts) and counts[-1] > 2 * counts[0]
    bed, beat = bed_of("forward", 0.8), BEDS["forward"].beat
    begun(bed, 5)
    bed.near = 1.0
    assert begun(bed, beat)[-1] == "line84" and begun(bed, beat * 4) == []
    notes = begun(bed, 10)
    assert notes and notes[0] != "line84", "then it goes on"
    bed.near = math.nan  # the numbers end
    assert bed.silent and begun(bed, 10) == []
    bed.near = 0.5
    assert not bed.silent and begun(bed, 10)


def test_a_chapter_that_is_come_back_to_goes_on_where_it_was() -> None:
    bed, other = bed_of("deep", 0.3), bed_of("deep", 0.3)
    before = begun(bed, 20.3)
    bed.chapter = "images"
    begun(bed, 20.3)
    bed.chapter = "deep"
    after, whole = begun(bed, 20.3), begun(other, 60)
    assert before and after and [*before, *after] == whole[: len(before) + len(after)]
    assert after != whole[: len(after)], "it does not begin anew"
