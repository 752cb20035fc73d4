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
from waiting import until


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    yield
    pygame.mixer.quit()


@pytest.fixture
def loud() -> Any:
    """The player's volumes."""
    return SimpleNamespace(effects=0.6, wind=0.35, music=0.25)


def sound_of(loud: Any) -> Sound:
    return Sound(lambda: loud.effects, lambda: loud.wind, lambda: loud.music)


@pytest.fixture
def player(loud: Any) -> Iterator[Sound]:
    """Its sounds have been read."""
    player = sound_of(loud)
    assert player.start()
    player.read()
    yield player
    player.stop()


def busy() -> set[int]:
    return {number for number in range(pygame.mixer.get_num_channels()) if pygame.mixer.Channel(number).get_busy()}


def quiet_at(player: Sound, channels: set[int]) -> bool:
    """The mixer has its own time."""

    def ended() -> bool:
        player.update(0.02)
        return not busy() & channels

    return until(ended, "silence", 0.02)


def test_where_there_is_no_sound_card_nothing_is_said(
    loud: Any, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def init(*_how: int, **_more: int) -> None:
        os.write(2, b"ALSA lib confmisc.c:855:(parse_card) cannot find card '0'\n")
        raise pygame.error("ALSA: Couldn't open audio device")

    with monkeypatch.context() as broken:
        broken.setattr(pygame.mixer, "init", init)
        player = sound_of(loud)
        assert not player.start() and player.missing and capfd.readouterr().err == ""
    os.write(2, b"heard again")
    assert capfd.readouterr().err == "heard again"
    player.play("click")
    player.sample("music")
    player.update(0.1)
    assert player.due > 0 and not player.heard
    player.stop()


def test_without_its_file_there_is_silence_and_nothing_else(
    loud: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "assets", lambda: tmp_path)
    player = sound_of(loud)
    assert player.start()
    for text in (None, "click", "click 0 many"):
        if text is not None:
            (tmp_path / "sounds.txt").write_text(text, encoding="utf-8")
        player.read()
        player.play("click")
        player.update(1.0)
        assert not busy() and player.cut == {} and player.missing
    player.stop()
    game, told = Game(MemoryStore(), catalog=Catalog({}, {}, {})), list[str]()
    game.sound.on = game.sound.missing = True
    for _frame in range(3):
        game.tell_faults()
        told += [note.title + note.body for note in game.toasts.shown]
        game.toasts.shown.clear()
    assert told == ["There is no sound: sounds.ogg cannot be read."]


def test_the_mixer_starts_when_something_is_to_be_heard(loud: Any) -> None:
    """The sounds are read beside the game, which does not wait."""
    loud.effects = loud.wind = loud.music = 0.0
    player = sound_of(loud)
    assert not player.start()
    player.update(0.1)
    assert pygame.mixer.get_init() is None and not player.missing
    loud.effects = 0.6
    player.update(0.1)
    assert pygame.mixer.get_init() is not None and player.on

    def heard() -> bool:
        player.play("click")
        return bool(player.cut)

    until(heard)
    assert max(busy()) >= OWN
    player.stop()


def test_a_sound_stands_where_it_happens_and_is_as_loud_there() -> None:
    for place in [-2.0, -1.0, -0.3, 0.0, 0.5, 1.0]:
        left, right = sides(place)
        assert left**2 + right**2 == pytest.approx(1.0)
        assert (left > right + 1e-9) == (place < 0) and min(left, right) > 0.2, "never in one ear alone"
    louder = [20 * math.log10(left / right) for left, right in (sides((x - 640) / 640) for x in (100, 640, 1180))]
    assert louder[0] >= 6 and abs(louder[1]) <= 0.5 and louder[2] <= -6


def test_effects_have_channels_of_their_own_come_when_they_are_due_and_are_never_more_than_six(
    player: Sound, loud: Any
) -> None:
    loud.wind = loud.music = 0.0
    player.play("thud", 1.0, 0.1)
    assert player.due == pytest.approx(0.1)
    player.update(0.05)
    assert not busy()
    player.update(0.06)
    assert busy() == {OWN}
    for _ in range(20):
        player.play("pluck84")
    assert busy() == set(range(OWN, OWN + 6)) and pygame.mixer.get_num_channels() == OWN + 6


def test_a_kind_at_0_is_stopped_and_comes_back(player: Sound, loud: Any) -> None:
    kinds: dict[str, set[int]] = {"wind": {0}, "music": set(PADS), "effects": set(range(OWN, OWN + 6))}
    player.bed.near = 0.9
    player.play("land")  # a second long
    player.update(0.02)
    assert all(busy() & channels for channels in kinds.values())
    for kind, channels in kinds.items():
        volume = getattr(loud, kind)
        setattr(loud, kind, 0.0)
        player.play("click")
        assert quiet_at(player, channels) and busy(), "the others go on"
        player.sample(kind)
        assert not busy() & channels
        setattr(loud, kind, volume)
        player.sample(kind)
        for _ in range(10):
            player.update(0.3)
        assert busy() & channels
    player.muted = True
    player.play("click")
    assert not player.heard and quiet_at(player, set(range(OWN + 6)))
    player.muted, player.bed.near = False, float("nan")  # where the numbers end there is no music
    player.update(0.02)
    assert busy() == {0}


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
