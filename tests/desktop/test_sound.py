"""What is heard of each kind, how loud, and that without a mixer there is silence and nothing else."""

import importlib.util
import math
import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pygame
import pytest

from downslope import Catalog, paths
from downslope.attempt.game.game import Game
from downslope.attempt.game.sound_cues import CLUSTERS, DEEDS, EVENTS, LOOPS, THINGS
from downslope.desktop import sound as sounding
from downslope.desktop.sound import BEDS, OWN, PADS, SCALE, TICKS, MusicBed, Sound, nearness
from lib.driving import MemoryStore
from lib.listening import NAMES, loudness, sounds
from lib.playing import need
from lib.waiting import until

SCORE = "6390b8c8"  # of all notes of all beds: who changes one listens to it, and writes the new one here
VOICES = range(OWN, OWN + 6)


@pytest.fixture
def loud(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The player's volumes."""
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    yield SimpleNamespace(effects=0.6, wind=0.35, music=0.25)
    pygame.mixer.quit()


@pytest.fixture
def player(loud: Any) -> Iterator[Sound]:
    player = Sound(lambda: loud.effects, lambda: loud.wind, lambda: loud.music)
    yield player
    player.stop()


def busy() -> set[int]:
    return {number for number in range(pygame.mixer.get_num_channels()) if pygame.mixer.Channel(number).get_busy()}


def volume_of(number: int) -> float:
    return need(pygame.mixer.Channel(number).get_sound()).get_volume()


def test_where_there_is_no_sound_card_nothing_is_said(
    player: Sound, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def init(*_how: int, **_more: int) -> None:
        os.write(2, b"ALSA lib confmisc.c:855:(parse_card) cannot find card '0'\n")
        raise pygame.error("ALSA: Couldn't open audio device")

    monkeypatch.setattr(pygame.mixer, "init", init)
    assert not player.start() and player.missing and capfd.readouterr().err == ""
    os.write(2, b"heard again")
    assert capfd.readouterr().err == "heard again"
    player.play("click")
    player.sample("music")
    player.update(0.1)
    assert player.due > 0 and not player.heard


def test_without_its_file_there_is_silence_and_nothing_else(
    player: Sound, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "assets", lambda: tmp_path)
    assert player.start()
    for text in (None, "click", "click 0 many"):
        if text is not None:
            (tmp_path / "sounds.txt").write_text(text, encoding="utf-8")
        player.read()
        player.play("click")
        player.update(1.0)
        assert not busy() and player.cut == {} and player.missing
    game = Game(MemoryStore(), catalog=Catalog({}, {}, {}))
    game.sound.on = game.sound.missing = True
    for notes in (["There is no sound: sounds.ogg cannot be read."], [], []):
        game.tell_faults()
        assert [note.title + note.body for note in game.toasts.shown] == notes
        game.toasts.shown.clear()


def test_the_mixer_starts_when_something_is_to_be_heard_and_effects_have_six_channels_of_their_own(
    player: Sound, loud: Any
) -> None:
    """The sounds are read beside the game, which does not wait."""
    loud.effects = loud.wind = loud.music = 0.0
    assert not player.start()
    player.update(0.1)
    assert pygame.mixer.get_init() is None and not player.missing
    loud.effects = 0.6
    player.update(0.1)
    assert pygame.mixer.get_init() is not None and player.on and not player.missing

    def heard() -> bool:
        player.play("click")
        return bool(player.cut)

    until(heard)
    until(lambda: not busy())
    player.play("thud", 1.0, 0.1)
    assert player.due == pytest.approx(0.1)
    player.update(0.05)
    assert not busy()
    player.update(0.06)
    (number,) = busy()
    assert number in VOICES and volume_of(number) == pytest.approx(0.6, abs=0.01)
    for _ in range(20):
        player.play("pluck84")
    assert busy() == set(VOICES) and pygame.mixer.get_num_channels() == OWN + 6


def test_a_kind_at_0_is_stopped_and_comes_back(player: Sound, loud: Any) -> None:
    assert player.start()
    player.read()

    def falls_silent(channels: set[int]) -> bool:
        """The mixer has its own time."""

        def ended() -> bool:
            player.update(0.02)
            return not busy() & channels

        return until(ended, "silence", 0.02)

    kinds: dict[str, set[int]] = {"wind": {0}, "music": set(PADS), "effects": set(VOICES)}
    player.bed.near = 0.9
    player.play("land")  # a second long
    player.update(0.02)
    assert all(busy() & channels for channels in kinds.values()) and volume_of(0) == pytest.approx(0.35, abs=0.01)
    for kind, channels in kinds.items():
        volume = getattr(loud, kind)
        setattr(loud, kind, 0.0)
        player.play("click")
        assert falls_silent(channels) and busy(), "the others go on"
        player.sample(kind)
        assert not busy() & channels
        setattr(loud, kind, volume)
        player.sample(kind)
        for _ in range(10):
            player.update(0.3)
        assert busy() & channels
    player.muted = True
    player.play("click")
    assert not player.heard and falls_silent(set(range(OWN + 6)))
    player.muted, player.bed.near = False, float("nan")  # where the numbers end there is no music
    player.update(0.02)
    assert busy() == {0}


@pytest.mark.slow
def test_every_sound_that_the_game_plays_is_there_as_loud_as_it_is_meant_to_be() -> None:
    """Measured as the ear takes it in; what renders the sounds says how loud each is meant to be."""
    spec = importlib.util.spec_from_file_location("renderer", Path(__file__).parents[2] / "packaging" / "sounds.py")
    assert spec is not None and spec.loader is not None
    renderer: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(renderer)
    tones = {tone.name for event in EVENTS.values() for tone in event.tones} - {"pluck", "again"}
    tones |= {tone.name for things in THINGS.values() for tone in things} | {*LOOPS.values(), *DEEDS.values()}
    places = {f"place{value:+d}" for value in (-3, -2, -1, 1, 2, 3)}
    played = {*tones, *places, *(f"pluck{note}" for note in SCALE), *(f"tick{note}" for note in TICKS), "gust", "wind",
              *(f"star{number}" for number in (1, 2, 3)), *(f"away{level}" for level in range(CLUSTERS)),
              *sounding.music_notes()}  # fmt: skip
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


def test_beds_are_as_they_were_and_nearer_the_goal_more_is_heard_and_at_it_one_note_and_a_bar_of_silence() -> None:
    def begun(bed: MusicBed, seconds: float) -> list[str]:
        return [name for _ in range(round(seconds / 0.02)) for name, _loud in bed.update(0.02)]

    score = {name: [sounding.beat_notes(bed, count // 16, count % 16, near) for count in range(16 * 24)
                    for near in (0.2, 0.5, 0.65, 0.8)] for name, bed in BEDS.items()}  # fmt: skip
    assert sha256(repr(score).encode()).hexdigest()[:8] == SCORE
    assert nearness(0.01, 0.01) == nearness(0.0, 1.0) == 1.0 and nearness(1e9, 1.0) == 0.0
    assert math.isnan(nearness(math.inf, 1.0))
    counts = [len(begun(MusicBed(near, "a pack's own"), 60)) for near in (0.0, 0.3, 0.5, 0.65, 0.8)]
    assert counts[0] > 0 and counts == sorted(counts) and counts[-1] > 2 * counts[0]
    music, beat = MusicBed(0.8, "forward"), BEDS["forward"].beat
    begun(music, 5)
    music.near = 1.0
    assert begun(music, beat)[-1] == "line84" and begun(music, beat * 4) == []
    notes = begun(music, 10)
    assert notes and notes[0] != "line84", "then it goes on"
    music.near = math.nan  # the numbers end
    assert music.silent and begun(music, 10) == []
    music.near = 0.5
    assert not music.silent and begun(music, 10)
