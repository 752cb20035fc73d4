"""What is wrong with the player's files while the game is played is said on the screen, and the game goes on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from errno import ENOSPC
from pathlib import Path

import pygame
import pytest

from downslope import paths
from downslope.app.app import App, Options
from downslope.attempt.game.game import Game
from downslope.digits import dataset
from downslope.registry.sources import load_all
from downslope.scenes.level_map import LevelMapScene
from downslope.scenes.play.play import PlayScene
from downslope.scenes.settings import SettingsScene
from downslope.storage.saves import Store
from downslope.view.widgets.toast import LINES
from players import FRAME, Keyboard
from support import shipped


def opened(home: Path) -> App:
    """The real loop with a player's files."""
    store = Store(home)
    store.play()
    return App(Options(), Game(store, catalog=shipped()))


def tick(app: App, frames: int = 1) -> None:
    for _ in range(frames):
        app.tick(FRAME)


def said(app: App) -> list[str]:
    return [toast.title for toast in app.game.toasts.shown]


def put_away(app: App) -> None:
    """What is long to read stays until it is put away."""
    pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_t, mod=0, unicode="t"))
    pygame.event.post(pygame.event.Event(pygame.KEYUP, key=pygame.K_t, mod=0))
    tick(app, 2)


def full(number: int) -> None:
    raise OSError(ENOSPC, os.strerror(ENOSPC))


def test_a_disk_that_is_full_is_said_where_it_is_saved(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(home)
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        there = app.scene = SettingsScene(app.game, app.scene)
        tick(app, 2)
        app.game.settings.theme = "light"
        app.game.save()
        tick(app, 30)
        assert any("settings.json could not be saved (No space left on device)" in text for text in said(app))
        assert app.scene is there
    app.close()  # there is room again
    assert Store(home).settings.theme == "light"


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="there is no such folder here")
def test_a_home_that_cannot_be_written_is_said_and_the_game_goes_on() -> None:
    app = opened(Path("/proc/downslope"))
    tick(app, 3)
    app.game.progress.level("thirteen").reached = True
    app.game.save()
    tick(app)
    heard = []
    for _ in range(2):
        heard += [text.split(" (")[0] for text in said(app)]
        put_away(app)
    assert heard == ["settings.json could not be saved", "progress.json could not be saved"]
    there = app.scene = LevelMapScene(app.game)
    tick(app, 30)
    assert app.scene is there and app.game.progress.has_reached("thirteen")
    app.close()


@pytest.mark.slow
def test_all_that_is_wrong_is_said_in_turn_and_not_cut(home: Path) -> None:
    (home / "saves").mkdir()
    bad = '{"version": 1, "levels": {"in-the-dark": {"actions": 5}}}'
    for name in ("settings", "progress"):
        (home / "saves" / f"{name}.json").write_text("{" if name == "settings" else bad)
    first = Store(home)  # it sets both aside
    first.play()
    for aside in (home / "saves").iterdir():
        aside.rename(aside.with_name(f"{aside.name.partition('.')[0]}.json"))
    app = opened(home)  # a second game
    heard: list[str] = []
    for _ in range(8):
        tick(app, 20)
        heard += [text for text in said(app) if text not in heard]
        for toast in app.game.toasts.shown:
            assert len(toast.lines) <= LINES and "…" not in repr(toast.lines), toast.lines
        put_away(app)
    assert [text.split(" ")[0] for text in heard] == ["settings.json", "progress.json:", "Downslope"]
    app.close()


@pytest.fixture
def damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The digits that come with the game are no digits."""
    caches = (dataset.load, dataset.examples, dataset.split)
    (tmp_path / "digits.txt.gz").write_bytes(b"damaged")
    monkeypatch.setattr(paths, "digits", lambda: tmp_path / "digits.txt.gz")
    for cache in caches:
        cache.cache_clear()
    yield
    for cache in caches:
        cache.cache_clear()


@pytest.mark.slow
def test_digits_that_are_damaged_are_said_and_the_map_stays(home: Path, damaged: None) -> None:
    store = Store(home)
    app = App(Options(), Game(store, catalog=load_all(plugins=False).catalog))
    for level in app.game.catalog.levels:
        store.progress.level(level).reached = True
    there = app.scene = LevelMapScene(app.game)
    player = Keyboard(app)
    tick(app, 3)
    player.choose(there.find(app.game.catalog.level("ten-neurons")))
    player.go_to("play")
    for kind in (pygame.KEYDOWN, pygame.KEYUP):
        pygame.event.post(pygame.event.Event(kind, key=pygame.K_RETURN, mod=0, unicode=""))
    tick(app)
    assert app.scene is there
    assert any("digits.txt.gz: something else; expected the 1797 digits" in text for text in said(app))
    tick(app, 300)
    player.choose(there.find(app.game.catalog.level("seven")))
    player.press("play")
    tick(app, 30)
    assert isinstance(app.scene, PlayScene)
    app.close()
    assert not (home / "downslope.log").exists()


def test_the_game_as_it_is_started_says_that_it_is_the_second(home: Path) -> None:
    first = Store(home)
    first.play()
    app = App(Options(level="thirteen"))
    tick(app, 2)
    assert "Downslope is already open elsewhere. Both keep their progress." in said(app)
    app.close()
