"""What is heard of each kind, and how loud: sound.txt is the transcript. Without a mixer there is silence, no more."""

import importlib.util
import math
import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import MagicMock, patch

import numpy as np
import pygame
import pytest

from downslope import Catalog, paths
from downslope.attempt.game.game import Game
from downslope.attempt.game.sound_cues import CLUSTERS, DEEDS, EVENTS, LOOPS, THINGS
from downslope.desktop import sound as sounding
from downslope.desktop.sound import BEDS, CHANNELS, OWN, RATE, SCALE, TICKS, MusicBed, Sound, nearness
from lib.driving import MemoryStore
from lib.listening import NAMES, loudness, sounds
from lib.waiting import until
from lib.walks import differences, said_of

SCORE = "6390b8c8"  # of all notes of all beds: who changes one listens to it, and writes the new one here
HEARD = Path(__file__).with_name("sound.txt")


@dataclass(eq=False)
class Channel:
    """It plays nothing, and keeps no time but the test's. `left`: seconds until it ends."""

    sound: Any = None
    left: float = 0.0
    sides: tuple[float, ...] = ()
    began: bool = False

    def get_busy(self) -> bool:
        return self.left > 1e-9

    def get_sound(self) -> Any:
        return self.sound

    def play(self, sound: Any, loops: int = 0, fade_ms: int = 0) -> None:
        self.sound, self.sides, self.began = sound, (1.0,), True
        self.left = math.inf if loops else len(sound.buffer) / CHANNELS / RATE

    def set_volume(self, *sides: float) -> None:
        self.sides = sides

    def fadeout(self, milliseconds: int) -> None:
        self.left = milliseconds / 1000


def begin(effects: float = 0.6, wind: float = 0.35, music: float = 0.25, near: float | None = None) -> Any:
    """A player of sounds with these volumes, and the channels of its mixer."""
    channels, volumes = defaultdict[int, Channel](Channel), {"effects": effects, "wind": wind, "music": music}
    player = Sound(*(partial(volumes.__getitem__, kind) for kind in volumes))
    player.bed.near = near
    raw = b"\x10\x27" * (CHANNELS * RATE * 150)  # loud throughout
    mixer = MagicMock(Channel=channels.__getitem__, Sound=lambda file="", buffer=b"": MagicMock(
        buffer=buffer, **{"get_raw.return_value": raw}))  # fmt: skip
    return SimpleNamespace(player=player, channels=channels, volumes=volumes, mixer=mixer)


def state(it: Any) -> str:
    """Each channel that is busy, how loud to the left and the right; ! where it has just begun."""
    names, rows = {id(sound): name for name, sound in it.player.cut.items()}, list[str]()
    for number, channel in sorted(it.channels.items()):
        if channel.get_busy():
            loud = channel.sound.set_volume.call_args.args[0]
            sides = " ".join(f"{loud * side:.3g}" for side in channel.sides)
            rows.append(f"{'!' * channel.began}{number} {names.get(id(channel.sound))} {sides}")
        channel.began = False
    told = {"on": it.player.on, "missing": it.player.missing, "waits": it.player.waits, "due": f"{it.player.due:.3g}"}
    return "; ".join([said_of(told), *rows])


def does(press: str, names: dict[str, Any]) -> None:
    """So many seconds go by; a volume that is another; what is asked of the player."""
    it, number = names["it"], press.replace(".", "")
    with patch.object(pygame, "mixer", it.mixer), patch.object(sounding, "can", lambda what: what == "early sound"):
        if number.isdigit():
            it.player.update(float(press))
            for channel in it.channels.values():
                channel.left -= float(press)
        else:
            exec(press, {"player": it.player, "volumes": it.volumes, "nan": math.nan})
    names["said"][:] = [state(it)]


PRESSES = {"begin": begin, "state": state}


def test_what_is_heard_after_each_press() -> None:
    assert differences(HEARD, dict(PRESSES), does) == []


@pytest.fixture
def player(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sound]:
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    player = Sound(lambda: 0.6, lambda: 0.0, lambda: 0.0)
    yield player
    player.stop()
    pygame.mixer.quit()


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


def test_without_their_file_there_is_silence(player: Sound, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert player.start() and pygame.mixer.get_num_channels() == OWN + 6

    def heard() -> bool:
        player.play("click")
        return bool(player.cut)

    until(heard)
    assert pygame.mixer.Channel(OWN).get_busy() and not pygame.mixer.Channel(OWN + 1).get_busy()
    player.stop()
    monkeypatch.setattr(paths, "assets", lambda: tmp_path)
    for text in ("", "click", "click 0 many"):
        (tmp_path / "sounds.txt").write_text(text, encoding="utf-8")
        silent = Sound(lambda: 0.6, lambda: 0.35, lambda: 0.25)
        assert silent.start()
        silent.read()
        silent.play("click")
        silent.update(1.0)
        assert not pygame.mixer.get_busy() and silent.cut == {} and silent.missing
    game = Game(MemoryStore(), catalog=Catalog({}, {}, {}))
    game.sound.on = game.sound.missing = True
    for notes in (["There is no sound: sounds.ogg cannot be read."], [], []):
        game.tell_faults()
        assert [note.title + note.body for note in game.toasts.shown] == notes
        game.toasts.shown.clear()


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


def test_beds_are_as_they_were_and_nearer_the_goal_more_is_heard() -> None:
    score = {name: [sounding.beat_notes(bed, count // 16, count % 16, near) for count in range(16 * 24)
                    for near in (0.2, 0.5, 0.65, 0.8)] for name, bed in BEDS.items()}  # fmt: skip
    assert sha256(repr(score).encode()).hexdigest()[:8] == SCORE
    assert nearness(0.01, 0.01) == nearness(0.0, 1.0) == 1.0 and nearness(1e9, 1.0) == 0.0
    assert math.isnan(nearness(math.inf, 1.0))
    counts = [len([name for _ in range(3000) for name in bed.update(0.02)])
              for bed in (MusicBed(near, "a pack's own") for near in (0.0, 0.3, 0.5, 0.65, 0.8))]  # fmt: skip
    assert counts[0] > 0 and counts == sorted(counts) and counts[-1] > 2 * counts[0]
