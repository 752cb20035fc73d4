"""The player's files while the game is played: what is wrong with them is said; what is dropped is taken."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from errno import ENOSPC
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pygame
import pytest

from downslope.app.app import App, Options
from downslope.app.dropped_file import DROP_KINDS, DroppedFile, take_file
from downslope.attempt.game.game import Game
from downslope.attempt.game.progress_transfer import progress_text
from downslope.digits import dataset
from downslope.registry.sources import load_all
from downslope.scenes.base.scene import screen
from downslope.scenes.level_map import LevelMapScene
from downslope.scenes.play.play import PlayScene
from downslope.scenes.plugins import PluginsScene
from downslope.scenes.settings import SettingsScene
from downslope.scenes.workshop.workshop import WorkshopScene
from downslope.storage.saves import Store
from downslope.view.widgets.toast import LINES
from driving import pass_frames, post_key
from players import FRAME, Keyboard
from support import RAMP, shipped
from waiting import PATIENCE


def opened(home: Path) -> App:
    """The real loop with a player's files."""
    store = Store(home)
    store.play()
    return App(Options(), Game(store, catalog=shipped()))


def tick(app: App, frames: int = 1) -> None:
    pass_frames(app, frames, FRAME)


def said(app: App) -> list[str]:
    return [toast.title for toast in app.game.toasts.shown]


def put_away(app: App) -> None:
    """What is long to read stays until it is put away."""
    post_key(pygame.K_t, "t")
    tick(app, 2)


def full(number: int) -> None:
    raise OSError(ENOSPC, os.strerror(ENOSPC))


@pytest.mark.slow
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


@pytest.mark.slow
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
    (tmp_path / "digits").mkdir()
    (tmp_path / "digits" / "digits.txt.gz").write_bytes(b"damaged")
    monkeypatch.setattr(dataset, "paths", SimpleNamespace(assets=lambda: tmp_path))
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


@pytest.mark.slow
def test_the_game_as_it_is_started_says_that_it_is_the_second(home: Path) -> None:
    first = Store(home)
    first.play()
    app = App(Options(level="thirteen"))
    tick(app, 2)
    assert "Downslope is already open elsewhere. Both keep their progress." in said(app)
    app.close()


# ---------------------------------------------------------------------------------------------------------------------
# Files that are dropped onto the window: levels, packs, pictures, progress, code; and what is none of them.


MANIFEST = 'id = "ramps"\ntitle = "Ramps"\nversion = "1.0"\n'


@pytest.fixture
def app(apps: list[Any], monkeypatch: pytest.MonkeyPatch) -> App:
    monkeypatch.delenv("DOWNSLOPE_TRUST", raising=False)
    found = App(Options(level="seven"), Game(Store()))
    apps.append(found)
    found.tick(FRAME)
    return found


def dropped(app: App, path: Path) -> str:
    """What is told once the file was dropped onto the window."""
    app.game.toasts.shown, app.game.toasts.waiting = [], []
    pygame.event.post(pygame.event.Event(pygame.DROPFILE, file=str(path)))
    pass_frames(app, 3, FRAME)
    notes = [*app.game.toasts.shown, *app.game.toasts.waiting]
    return " ".join(f"{note.title} {note.body}".strip() for note in notes)


def written(folder: Path, name: str, content: str | bytes) -> Path:
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


@pytest.mark.slow
def test_a_level_is_opened_and_may_be_kept(app: App, tmp_path: Path) -> None:
    told = dropped(app, written(tmp_path, "ramp.TOML", RAMP))
    assert isinstance(app.scene, PlayScene) and app.scene.level.title == "A ramp", told
    assert "runs no code, and" in told and app.game.toasts.shown[-1].action is not None


def test_a_pack_is_opened(app: App) -> None:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as pack:
        pack.writestr("pack.toml", MANIFEST)
        pack.writestr("levels/ramp.toml", RAMP)
    told = app.drop("ramps.zip", content.getvalue())
    app.tick(FRAME)
    assert isinstance(app.scene, PlayScene) and app.scene.level.title == "A ramp", told


@pytest.mark.slow
def test_a_picture_is_read_where_a_net_reads_digits(app: App, tmp_path: Path) -> None:
    picture = pygame.Surface((40, 40))
    picture.fill("white")
    pygame.draw.rect(picture, "black", (16, 4, 8, 32))
    file = tmp_path / "one.png"
    pygame.image.save(picture, str(file))
    assert "chapter 8" in dropped(app, file)
    app.scene = PlayScene(app.game, app.game.catalog.level("read-my-hand"))
    app.tick(FRAME)
    assert dropped(app, file).startswith("one.png is on the pad.")
    recognition = app.scene.board.recognition  # type: ignore[attr-defined]
    assert recognition.has_drawing() and max(recognition.pixels()) > 0.9 and recognition.votes
    recognition.clear()
    assert not recognition.has_drawing()
    assert "nothing is drawn on it" in app.drop("empty.png", plain_picture())


def plain_picture() -> bytes:
    file = BytesIO()
    pygame.image.save(pygame.Surface((8, 8)), file, "x.png")
    return file.getvalue()


def test_progress_is_taken_in(app: App, tmp_path: Path) -> None:
    other = Game(Store(), plugins=False)
    other.progress.level("seven").keep(3, [["probe"]], "")
    file = written(tmp_path, "downslope-progress.json", progress_text(other))
    app.game.progress.levels.clear()
    assert dropped(app, file).startswith("Progress imported.")
    assert app.game.progress.has_reached("seven")


def test_code_is_listed_and_waits(app: App, tmp_path: Path) -> None:
    marker = tmp_path / "ran"
    file = written(tmp_path, "echo.py", f"open({str(marker)!r}, 'w').close()\n")
    without = Game(Store(), plugins=False)
    take_file(screen("title", without), DroppedFile("echo.py", file.read_bytes()))
    assert without.toasts.shown[0].title == "echo.py: the game was started without plugins." and not marker.exists()
    told = dropped(app, file)
    assert isinstance(app.scene, PluginsScene) and told.startswith("echo.py is code.")
    assert not marker.exists() and any(plugin.name == "echo" for plugin in app.game.registry.plugins)
    app.drop("far.py", file.read_bytes())
    assert not marker.exists() and any(plugin.name == "far" for plugin in app.game.registry.plugins)


@pytest.mark.slow
def test_what_was_put_down_of_dropped_bytes_goes_with_the_game(tmp_path: Path) -> None:
    code = (
        "from downslope.app.dropped_file import DroppedFile, take_file\n"
        "from downslope.attempt.game.game import Game\n"
        "from downslope.scenes.base.scene import Scene\n"
        "from downslope.storage.saves import Store\n"
        "game = Game(Store())\n"
        "take_file(Scene(game), DroppedFile('echo.py', b'one = 1\\n'))\n"
        "print(*(plugin.source for plugin in game.registry.plugins if plugin.name == 'echo'))\n"
    )
    folders = {name: str(tmp_path) for name in ("TMPDIR", "TEMP", "TMP", "DOWNSLOPE_HOME")}
    ended = subprocess.run([sys.executable, "-c", code], env={**os.environ, **folders}, capture_output=True, text=True,
                           timeout=PATIENCE)  # fmt: skip
    assert Path(ended.stdout.strip()).is_relative_to(tmp_path), ended.stderr
    assert list(tmp_path.rglob("echo.py")) == [] and list(tmp_path.glob("downslope-*")) == []


def test_code_that_is_dropped_again_counts_as_it_is_now(app: App) -> None:
    registry = app.game.registry
    for text in ("first = 1\n", "second = 2\nthird = 3\n"):
        app.drop("again.py", text.encode())
        app.tick(FRAME)
    found = [plugin for plugin in registry.plugins if plugin.name == "again"]
    assert len(found) == 1 and not found[0].faults and found[0].unknown is not None and found[0].unknown.lines == 2
    assert isinstance(app.scene, PluginsScene) and not isinstance(app.scene.parent, PluginsScene)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("song.mp3", b"x", "song.mp3: you can drop a level or a pack (.toml), a pack (.zip)"),
        ("no ending", b"x", "no ending: you can drop"),
        ("large.toml", b" " * 1_000_001, "large.toml is larger than 1 MB, so it was skipped."),
        ("bad.toml", b"[[levels", "bad.toml"),
        ("bad.zip", b"PK", "bad.zip"),
        ("bad.png", b"GIF89a", "bad.png"),
        ("bad.json", b"{", "bad.json"),
    ],
)
def test_what_cannot_be_taken_is_told_in_a_sentence(
    app: App, tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    scene = app.scene
    assert told in dropped(app, written(tmp_path, name, content))
    assert app.scene is scene
    found = app.drop(name, content)
    assert told in found or name.endswith((".png", ".zip", ".json")), found


def test_a_file_that_is_gone_is_told(app: App, tmp_path: Path) -> None:
    assert "gone.toml cannot be read" in dropped(app, tmp_path / "gone.toml")


def test_every_kind_has_words_and_a_limit() -> None:
    for ending, (_take, words, most) in DROP_KINDS.items():
        assert ending == ending.lower() and ending.startswith(".") and words and 0 < most <= 2_000_000


@pytest.mark.slow
def test_a_level_is_opened_in_the_workshop_where_that_is_open(app: App, tmp_path: Path) -> None:
    app.scene = screen("workshop", app.game)
    app.tick(FRAME)
    dropped(app, written(tmp_path, "ramp.toml", RAMP))
    assert isinstance(app.scene, WorkshopScene) and app.scene.visit.bench.title == "A ramp"


def test_a_name_that_is_no_text_is_shown_and_breaks_nothing(app: App) -> None:
    """On Linux a name is any bytes: what is no UTF-8 comes as halves of letters. It ended the game once."""
    for name in ("\udcff.toml", "\udcff.py", "a\x1b[31m\n.doc"):
        told = app.drop(name, b"x")
        assert told.isprintable() and "\udcff" not in told
        pass_frames(app, 3, FRAME)
    log = Path(os.environ["DOWNSLOPE_HOME"]) / "downslope.log"
    assert not log.exists(), log.read_text(encoding="utf-8")
