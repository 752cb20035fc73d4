"""What is heard of each kind, how loud, and that without a mixer there is silence and nothing else."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pygame
import pytest

from downslope import Catalog, paths
from downslope.attempt.game.game import Game
from downslope.desktop.sound import OWN, PADS, Sound, sides
from driving import MemoryStore
from waiting import pause, until


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    yield
    pygame.mixer.quit()


@pytest.fixture
def loud() -> Any:
    """The player's volumes."""
    return SimpleNamespace(effects=0.6, wind=0.35, music=0.25)


@pytest.fixture
def player(loud: Any) -> Iterator[Sound]:
    """Its sounds have been read."""
    player = Sound(lambda: loud.effects, lambda: loud.wind, lambda: loud.music)
    assert player.start()
    player.read()
    yield player
    player.stop()


def test_where_there_is_no_sound_card_nothing_is_said(
    loud: Any, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def init(*_how: int, **_more: int) -> None:
        os.write(2, b"ALSA lib confmisc.c:855:(parse_card) cannot find card '0'\n")
        raise pygame.error("ALSA: Couldn't open audio device")

    monkeypatch.setattr(pygame.mixer, "init", init)
    player = Sound(lambda: loud.effects, lambda: loud.wind, lambda: loud.music)
    assert not player.start() and player.missing and capfd.readouterr().err == ""
    os.write(2, b"heard again")
    assert capfd.readouterr().err == "heard again"


def busy() -> list[int]:
    return [number for number in range(pygame.mixer.get_num_channels()) if pygame.mixer.Channel(number).get_busy()]


def wait(player: Sound, milliseconds: int) -> None:
    """The mixer has its own time."""
    for _ in range(milliseconds // 20):
        player.update(0.02)
        pause(0.02)


def test_without_its_file_there_is_silence_and_nothing_else(
    loud: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "assets", lambda: tmp_path)
    player = Sound(lambda: loud.effects, lambda: loud.wind, lambda: loud.music)
    assert player.start()
    for text in (None, "click", "click 0 many"):
        if text is not None:
            (tmp_path / "sounds.txt").write_text(text, encoding="utf-8")
        player.read()
        player.play("click")
        player.update(1.0)
        assert busy() == [] and player.cut == {} and player.missing
    player.stop()
    game, told = Game(MemoryStore(), catalog=Catalog({}, {}, {})), list[str]()
    game.sound.on = game.sound.missing = True
    for _frame in range(3):
        game.tell_faults()
        told += [note.title + note.body for note in game.toasts.shown]
        game.toasts.shown.clear()
    assert told == ["There is no sound: sounds.ogg cannot be read."]


@pytest.mark.slow
def test_they_are_read_beside_the_game_which_does_not_wait(loud: Any) -> None:
    player = Sound(lambda: loud.effects, lambda: loud.wind, lambda: loud.music)
    assert player.start()

    def heard() -> bool:
        player.play("click")
        return bool(player.cut)

    until(heard)
    assert [number for number in busy() if number >= OWN]
    player.stop()


def test_a_sound_stands_where_it_happens_and_is_as_loud_there() -> None:
    for place in [-2.0, -1.0, -0.3, 0.0, 0.5, 1.0]:
        left, right = sides(place)
        assert left**2 + right**2 == pytest.approx(1.0)
        assert (left > right + 1e-9) == (place < 0) and min(left, right) > 0.2, "never in one ear alone"
    louder = [20 * math.log10(left / right) for left, right in (sides((x - 640) / 640) for x in (100, 640, 1180))]
    assert louder[0] >= 6 and abs(louder[1]) <= 0.5 and louder[2] <= -6


@pytest.mark.slow
def test_effects_have_channels_of_their_own_and_never_more_than_six_voices(player: Sound) -> None:
    player.update(0.0)
    for _ in range(20):
        player.play("pluck84")
    assert len([number for number in busy() if number >= OWN]) == 6
    assert pygame.mixer.get_num_channels() == OWN + 6


def test_a_delayed_sound_comes_when_it_is_due(player: Sound, loud: Any) -> None:
    loud.wind = loud.music = 0.0
    player.play("thud", 1.0, 0.1)
    assert player.due == pytest.approx(0.1)
    player.update(0.05)
    assert busy() == []
    player.update(0.06)
    assert busy() == [OWN]


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "channels"), [("wind", {0}), ("music", set(PADS))])
def test_at_0_a_kind_is_stopped_and_comes_back(player: Sound, loud: Any, kind: str, channels: set[int]) -> None:
    player.bed.near = 0.9
    wait(player, 300)
    assert channels & set(busy())
    before = getattr(loud, kind)
    setattr(loud, kind, 0.0)
    wait(player, 500)
    assert not channels & set(busy())
    assert set(busy()), "the others go on"
    setattr(loud, kind, before)
    for _ in range(10):
        player.update(0.3)
    assert channels & set(busy())


@pytest.mark.slow
def test_effects_at_0_are_not_played(player: Sound, loud: Any) -> None:
    loud.effects = 0.0
    player.update(0.0)
    player.play("click")
    assert not [number for number in busy() if number >= OWN] and not player.heard


@pytest.mark.slow
@pytest.mark.parametrize("how", ["volume", "muted"])
def test_an_effect_that_still_sounds_ends_where_effects_are_put_off(player: Sound, loud: Any, how: str) -> None:
    loud.wind = loud.music = 0.0
    for _again in range(2):
        loud.effects, player.muted = 0.6, False
        player.play("land")
        wait(player, 40)
        assert len(busy()) == 1, "it is a second long"
        loud.effects, player.muted = (0.0, False) if how == "volume" else (0.6, True)
        wait(player, 500)
        assert busy() == []


@pytest.mark.slow
def test_with_all_off_nothing_sounds_and_on_again_it_does(player: Sound) -> None:
    wait(player, 200)
    assert busy() and player.heard
    player.muted = True
    wait(player, 500)
    player.play("click")
    assert busy() == [] and not player.heard
    player.muted = False
    player.update(0.0)
    assert busy()


def test_the_music_gives_way_to_a_pluck_little_by_little(player: Sound) -> None:
    player.update(0.0)
    assert pygame.mixer.Channel(1).get_busy()
    player.play("pluck72")
    loudness = []
    for _ in range(20):
        player.update(1 / 60)
        loudness.append(pygame.mixer.Channel(1).get_volume())
    assert min(loudness) == pytest.approx(0.7, abs=0.02) and loudness[-1] == 1.0
    assert max(abs(a - b) for a, b in zip(loudness, loudness[1:])) < 0.2


@pytest.mark.slow
def test_the_music_stops_where_the_numbers_end(player: Sound, loud: Any) -> None:
    loud.wind = 0.0
    player.bed.near = 0.5
    wait(player, 40)
    assert busy()
    player.bed.near = float("nan")
    wait(player, 500)
    assert busy() == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["effects", "wind", "music"])
def test_each_kind_plays_a_sample_unless_it_is_at_0(player: Sound, loud: Any, kind: str) -> None:
    player.sample(kind)
    assert len(busy()) == 1
    pygame.mixer.stop()
    setattr(loud, kind, 0.0)
    player.sample(kind)
    assert busy() == []


def test_no_mixer_no_sound_no_fault(monkeypatch: pytest.MonkeyPatch, loud: Any) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "no such driver")
    player = Sound(lambda: loud.effects, lambda: loud.wind, lambda: loud.music)
    assert not player.start()
    player.play("click")
    player.sample("music")
    player.update(0.1)
    assert player.due > 0 and not player.heard
    player.stop()


def test_the_mixer_starts_when_something_is_to_be_heard(loud: Any) -> None:
    loud.effects = loud.wind = loud.music = 0.0
    player = Sound(lambda: loud.effects, lambda: loud.wind, lambda: loud.music)
    assert not player.start()
    player.update(0.1)
    assert pygame.mixer.get_init() is None and not player.missing
    loud.wind = 0.35
    player.update(0.1)
    assert pygame.mixer.get_init() is not None and player.on
    player.stop()
