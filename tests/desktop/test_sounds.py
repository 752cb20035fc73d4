"""The sounds that are shipped, measured as the ear takes them in, and the music that is made of them."""

from __future__ import annotations

import importlib.util
import math
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from downslope import paths
from downslope.attempt.game.feedback import CLUSTERS, DEEDS, EVENTS, LOOPS, THINGS, runaway_level
from downslope.desktop.sound import (
    BEDS,
    ORDER,
    RATE,
    SCALE,
    TICKS,
    MusicBed,
    beat_notes,
    music_notes,
    nearness,
)
from listening import NAMES, loudness, sounds
from waiting import PATIENCE

ROOT = Path(__file__).parents[2]
RENDERER = ROOT / "packaging" / "sounds.py"
AIMS = {  # dB(A) of the loudest 400 ms
    "pluck": -26, "tick": -38, "star": -23, "land": -20, "chapter": -20, "fall": -22, "thud": -28, "wrong": -28,
    "bell": -28, "refuse": -30, "tock": -31, "click": -36, "breath": -36, "gust": -34, "wind": -44,
    "pad": -42, "line": -39, "roll": -34, "sled": -36, "water": -38, "dough": -34, "wall": -32, "step": -36, "paw": -36,
    "yip": -30, "lamp": -34, "dark": -34, "letter": -34, "slot": -32, "scoop": -32,
    "ice": -32, "glass": -30, "blame": -32, "place+": -31, "place-": -31,
}  # fmt: skip
SEAMLESS = {"wind", *LOOPS.values()}


def test_all_sounds_are_one_small_file() -> None:
    assert (paths.assets() / "sounds.ogg").stat().st_size <= 260 * 1024
    sources = [file.read_text("utf-8") for file in (ROOT / "game/downslope/desktop").glob("*.py")]
    assert sources and not any("math.sin" in source for source in sources), "nothing is synthesised"


@pytest.mark.slow
def test_every_name_that_the_game_plays_is_there_and_no_other() -> None:
    tones = {tone.name for event in EVENTS.values() for tone in event.tones} - {"pluck", "again"}
    tones |= {tone.name for things in THINGS.values() for tone in things} | {*LOOPS.values(), *DEEDS.values()}
    places = {f"place{value:+d}" for value in (-3, -2, -1, 1, 2, 3)}
    played = {*tones, *places, *(f"pluck{note}" for note in SCALE), *(f"tick{note}" for note in TICKS), "gust", "wind",
              *(f"star{number}" for number in (1, 2, 3)), *(f"away{level}" for level in range(CLUSTERS)),
              *music_notes()}  # fmt: skip
    assert set(sounds()) == played


@pytest.mark.slow
def test_a_sound_is_as_loud_as_it_is_meant_to_be_and_does_not_click() -> None:
    for name in NAMES:
        sound, kind = sounds()[name], name.rstrip("0123456789")
        aim = AIMS[kind] if kind != "away" else -26 + 0.5 * int(name[4:])
        assert loudness(sound) == pytest.approx(aim, abs=0.8)
        assert np.abs(sound).max() <= 10 ** (-2.5 / 20)
        if name in SEAMLESS:
            usual = np.abs(np.diff(sound)).mean()
            assert abs(sound[0] - sound[-1]) < 3 * usual, "it goes round without a seam"
        else:
            assert abs(sound[0]) < 0.002 and abs(sound[-1]) < 0.002


@pytest.mark.slow
def test_what_renders_the_sounds_finds_none_of_them_off() -> None:
    command = [sys.executable, str(RENDERER), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
    assert (done.returncode, done.stderr) == (0, "") and f"{len(NAMES)} sounds" in done.stdout, done.stdout


@pytest.mark.slow
def test_what_renders_the_sounds_says_what_is_off() -> None:
    spec = importlib.util.spec_from_file_location("renderer", RENDERER)
    assert spec is not None and spec.loader is not None
    renderer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(renderer)
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


def test_the_plucks_of_the_error_are_equally_loud() -> None:
    levels = [loudness(sounds()[f"pluck{note}"]) for note in SCALE]
    assert max(levels) - min(levels) < 1.0


def test_a_runaway_grows_louder_with_its_clusters() -> None:
    levels = [loudness(sounds()[f"away{level}"], 0.3) for level in range(CLUSTERS)]
    assert all(high > low for low, high in zip(levels, levels[3:]))


def test_a_runaway_never_falls_and_needs_no_more_sounds_however_long_it_goes_on() -> None:
    levels = [runaway_level(0.04 * 1.96**step, 0.04) for step in range(1, 1000)]
    assert all(a <= b for a, b in pairwise(levels)) and levels[-1] <= CLUSTERS
    assert [int(level) for level in levels[:20]] == [1, 2, 2, 3, 4, 5, 5, 6, 6, 7, 7, 7, 8, 8, 8, 9, 9, 9, 9, 10]
    assert runaway_level(math.nan, 1.0) == runaway_level(math.inf, 1.0) == CLUSTERS


# -- music ------------------------------------------------------------------------------------------------------------


def test_a_bed_is_whole() -> None:
    for bed in BEDS.values():
        assert len(bed.mode) == 7 and [len(bars) for bars in bed.bars] == [4] * 4 and max(ORDER) < len(bed.bars)
        assert [len(tune) for tune in bed.tunes] == [16] * 4
        scale = {(bed.key + semitones) % 12 for semitones in bed.mode}
        for phrase in range(16):
            names = [name for beat in range(16) for _delay, name, _loud in beat_notes(bed, phrase, beat, 0.9)]
            assert {int(name.lstrip("padline")) % 12 for name in names} <= scale
            assert set(names) <= set(sounds())


@pytest.mark.parametrize("near", [0.2, 0.5, 0.8])
@pytest.mark.parametrize("chapter", BEDS)
def test_no_stretch_of_more_than_eight_beats_comes_again_in_two_minutes(chapter: str, near: float) -> None:
    bed = BEDS[chapter]
    beats = [tuple(sorted(name for _delay, name, _loud in beat_notes(bed, count // 16, count % 16, near)))
             for count in range(int(120 / bed.beat))]  # fmt: skip
    longest = 0
    for lag in range(4, len(beats)):
        alike = 0
        for now, then in zip(beats, beats[lag:]):
            alike = alike + 1 if now == then else 0
            if alike and now:  # a rest at its end is not heard as the same
                longest = max(longest, alike)
    assert longest <= 8


def begun(bed: MusicBed, seconds: float) -> list[str]:
    return [name for _ in range(round(seconds / 0.02)) for name, _loud in bed.update(0.02)]


def test_nearer_the_goal_more_is_heard() -> None:
    counts = []
    for near in (0.0, 0.3, 0.5, 0.65, 0.8):
        bed = MusicBed()
        bed.chapter, bed.near = "alpha", near
        counts.append(len(begun(bed, 60)))
    assert counts == sorted(counts) and counts[-1] > 2 * counts[0]


def test_at_the_goal_one_high_note_and_then_a_bar_of_silence() -> None:
    bed = MusicBed()
    bed.chapter, bed.near = "forward", 0.8
    begun(bed, 5)
    bed.near = 1.0
    beat = BEDS["forward"].beat
    assert begun(bed, beat)[-1] == "line84", "C, high"
    assert begun(bed, beat * 4) == []
    notes = begun(bed, 10)
    assert notes and "line84" not in notes[:1], "then it goes on"


def test_where_the_numbers_end_so_does_the_music() -> None:
    bed = MusicBed()
    bed.near = math.nan
    assert bed.silent and begun(bed, 10) == []
    bed.near = 0.5
    assert not bed.silent and begun(bed, 10)


def test_a_chapter_that_is_come_back_to_goes_on_where_it_was() -> None:
    bed, other = MusicBed(), MusicBed()
    for each in (bed, other):
        each.chapter, each.near = "deep", 0.3
    before = begun(bed, 20.3)
    bed.chapter = "images"
    begun(bed, 20.3)
    bed.chapter = "deep"
    after, whole = begun(bed, 20.3), begun(other, 60)
    assert before and after and [*before, *after] == whole[: len(before) + len(after)]
    assert after != whole[: len(after)], "it does not begin anew"


def test_a_chapter_without_a_bed_has_one_all_the_same() -> None:
    bed = MusicBed()
    bed.chapter, bed.near = "a pack's own", 0.5
    assert begun(bed, 10)


def test_nearness_has_its_ends() -> None:
    assert nearness(0.01, 0.01) == nearness(0.0, 1.0) == 1.0 and nearness(1e9, 1.0) == 0.0
    assert math.isnan(nearness(math.inf, 1.0)) and math.isnan(nearness(math.nan, 1.0))
