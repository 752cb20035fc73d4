"""A pluck's pitch is the error; without a mixer there is silence and nothing else."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

import pygame
import pytest

from downslope.desktop import sound
from downslope.desktop.sound import RECIPES, Sound, pitch, tone, wind


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    yield
    pygame.mixer.quit()


def test_pitch_rises_as_the_error_falls_and_resolves_on_c6() -> None:
    errors = [10.0**power for power in (3, 1, -0.5, -1, -1.5, -2)]
    notes = [pitch(error, 0.01) for error in errors]
    assert notes == sorted(notes)
    assert notes[0] == 48
    assert notes[-1] == 84 == pitch(0.0, 0.01)
    assert {note % 12 for note in notes} <= set(sound.PENTATONIC)


@pytest.mark.parametrize("error", [math.inf, math.nan, -1.0])
def test_what_is_no_error_is_low(error: float) -> None:
    assert pitch(error, 0.01) == 48


def test_the_wind_runs_into_its_own_beginning() -> None:
    samples = wind()
    steps = [abs(a - b) for a, b in pairwise(samples)]
    assert abs(samples[-1] - samples[0]) <= max(steps)
    assert max(abs(sample) for sample in samples) <= 32767 * sound.LOUD


@pytest.mark.parametrize("name", sorted(RECIPES))
def test_every_recipe_is_soft_and_ends_in_silence(name: str) -> None:
    samples = RECIPES[name]()
    assert max(abs(sample) for sample in samples) <= 32767 * sound.LOUD
    assert abs(samples[-1]) < 100


def test_a_tone_has_its_pitch() -> None:
    samples = tone([69], 0.2, sound.sine)
    crossings = sum(1 for a, b in pairwise(samples) if a < 0 <= b)
    assert crossings == pytest.approx(440 * 0.2, abs=2)


def test_sounds_play_with_a_mixer_and_are_made_once() -> None:
    player = Sound(lambda: 0.5, lambda: 0.5)
    assert player.start()
    player.pluck(1.0, 0.01, quiet=True)
    assert set(player.made) == {f"pluck{pitch(1.0, 0.01)}"}
    while player.idle():
        pass
    made = dict(player.made)
    assert {*RECIPES, "wind"} < set(made)
    assert {f"pluck{pitch(10.0 ** (power / 4), 0.01)}" for power in range(-20, 20)} <= set(made)
    player.click()
    assert player.made == made
    assert made["wind"].get_num_channels() == 1
    player.stop()
    player.click()


def test_the_wind_is_silent_at_0_and_comes_back() -> None:
    loud = [0.5]
    player = Sound(lambda: 0.0, lambda: loud[0])
    assert player.start()
    while player.idle():
        pass
    assert pygame.mixer.get_busy()
    loud[0] = 0.0
    player.idle()
    assert not pygame.mixer.get_busy()
    loud[0] = 0.3
    player.idle()
    assert pygame.mixer.get_busy()
    player.stop()


def test_no_mixer_no_sound_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "no such driver")
    player = Sound(lambda: 1.0, lambda: 1.0)
    assert not player.start()
    player.pluck(1.0, 0.01)
    player.star()
    assert not player.idle()
    player.stop()
