"""Files that are dropped onto the window: levels, packs, pictures, progress, code; and what is none of them."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pygame
import pytest

from downslope.app.app import App, Options
from downslope.app.dropped_file import DROP_KINDS, DroppedFile, take_file
from downslope.attempt.game.game import Game
from downslope.attempt.game.progress_transfer import progress_text
from downslope.scenes.base.navigation import screen
from downslope.scenes.play.play import PlayScene
from downslope.scenes.plugins import PluginsScene
from downslope.scenes.workshop.workshop import WorkshopScene
from downslope.storage.saves import Store
from driving import FRAME
from support import RAMP
from waiting import PATIENCE

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
    for _ in range(3):
        app.tick(FRAME)
    notes = [*app.game.toasts.shown, *app.game.toasts.waiting]
    return " ".join(f"{note.title} {note.body}".strip() for note in notes)


def written(folder: Path, name: str, content: str | bytes) -> Path:
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


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
    for ending, kind in DROP_KINDS.items():
        assert ending == ending.lower() and ending.startswith(".") and kind.words and 0 < kind.most <= 2_000_000


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
        for _ in range(3):
            app.tick(FRAME)
    log = Path(os.environ["DOWNSLOPE_HOME"]) / "downslope.log"
    assert not log.exists(), log.read_text(encoding="utf-8")
