"""The player's files while the game is played: what is wrong with them is said; what is dropped is taken."""

import os
import zipfile
from errno import ENOSPC
from io import BytesIO
from pathlib import Path
from typing import Any

import pygame
import pytest

from downslope.app.app import App, Options
from downslope.app.dropped_file import DROP_KINDS, DroppedFile, take_file
from downslope.attempt.game.game import Game, progress_text
from downslope.scenes.base.scene import screen
from downslope.scenes.play.play import PlayScene
from downslope.scenes.plugins import PluginsScene
from downslope.scenes.workshop.workshop import WorkshopScene
from downslope.storage.saves import Store
from downslope.view.widgets.toast import LINES
from lib.driving import pass_frames, post_key
from lib.players import FRAME
from lib.support import RAMP, shipped


@pytest.fixture
def app(apps: list[Any], monkeypatch: pytest.MonkeyPatch) -> App:
    monkeypatch.delenv("DOWNSLOPE_TRUST", raising=False)
    app = App(Options(level="seven"), Game(Store()))
    apps.append(app)
    app.tick(FRAME)
    return app


def said(app: App, count: int) -> list[str]:
    """All that is told, one note after the other."""
    titles = list[str]()
    for _ in range(count):
        pass_frames(app, 20, FRAME)
        for toast in app.game.toasts.shown:
            assert 0 < len(toast.lines) <= LINES and "…" not in repr(toast.lines), toast.lines
            titles.append(toast.title)
        post_key(pygame.K_t, "t")  # what is long to read stays until it is put away
        pass_frames(app, 2, FRAME)
    return list(dict.fromkeys(titles))


def dropped(app: App, path: Path, content: str | bytes | None = None) -> str:
    """What is told once a file was written and dropped onto the window."""
    if content is not None:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    app.game.toasts.shown, app.game.toasts.waiting = [], []
    pygame.event.post(pygame.event.Event(pygame.DROPFILE, file=str(path)))
    pass_frames(app, 3, FRAME)
    notes = [*app.game.toasts.shown, *app.game.toasts.waiting]
    return " ".join(f"{note.title} {note.body}".strip() for note in notes)


def picture_of(*box: int) -> bytes:
    """Black on white."""
    picture, file = pygame.Surface((40, 40)), BytesIO()
    picture.fill("white")
    pygame.draw.rect(picture, "black", box or (0, 0, 0, 0))
    pygame.image.save(picture, file, "x.png")
    return file.getvalue()


@pytest.mark.slow
def test_all_that_is_wrong_is_said_in_turn_and_not_cut_and_so_is_a_full_disk(
    apps: list[Any], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "saves").mkdir()
    Store(home).play()
    (home / "saves" / "settings.json").write_text("{")
    (home / "saves" / "progress.json").write_text('{"version": 1, "levels": {"in-the-dark": {"actions": 5}}}')
    store = Store(home)  # a second game
    store.play()
    app = App(Options(), Game(store, catalog=shipped()))
    apps.append(app)
    assert [text.split(" ")[0] for text in said(app, 4)] == ["settings.json", "progress.json:", "Downslope"]

    def full(number: int) -> None:
        raise OSError(ENOSPC, os.strerror(ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        app.game.settings.theme = "light"
        app.game.save()
        (note,) = said(app, 1)
    assert note.startswith("settings.json could not be saved (No space left on device)")
    app.game.save()  # there is room again
    assert Store(home).settings.theme == "light"


def test_a_level_or_a_pack_is_opened_and_may_be_kept_and_progress_is_taken_in(app: App, tmp_path: Path) -> None:
    told = dropped(app, tmp_path / "ramp.TOML", RAMP)
    assert isinstance(app.scene, PlayScene) and app.scene.level.title == "A ramp", told
    assert "runs no code, and" in told and app.game.toasts.shown[-1].action is not None
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as pack:
        pack.writestr("pack.toml", 'id = "ramps"\ntitle = "Ramps"\nversion = "1.0"\n')
        pack.writestr("levels/ramp.toml", RAMP.replace("A ramp", "A slope"))
    app.drop("ramps.zip", content.getvalue())
    app.tick(FRAME)
    assert app.scene.level.title == "A slope"
    app.scene = screen("workshop", app.game)
    app.tick(FRAME)
    dropped(app, tmp_path / "ramp.toml", RAMP)
    assert isinstance(app.scene, WorkshopScene) and app.scene.visit.bench.title == "A ramp"
    other = Game(Store(), plugins=False)
    other.progress.level("seven").keep(3, [["probe"]], "")
    app.game.progress.levels.clear()
    told = dropped(app, tmp_path / "downslope-progress.json", progress_text(other))
    assert told.startswith("Progress imported.") and app.game.progress.has_reached("seven")


@pytest.mark.slow
def test_a_picture_is_read_where_a_net_reads_digits(app: App, tmp_path: Path) -> None:
    one = picture_of(16, 4, 8, 32)
    assert "chapter 8" in dropped(app, tmp_path / "one.png", one)
    app.scene = PlayScene(app.game, app.game.catalog.level("read-my-hand"))
    app.tick(FRAME)
    assert dropped(app, tmp_path / "one.png", one).startswith("one.png is on the pad.")
    recognition = app.scene.board.recognition  # type: ignore[attr-defined]
    assert recognition.has_drawing() and max(recognition.pixels()) > 0.9 and recognition.votes
    assert "nothing is drawn on it" in app.drop("empty.png", picture_of())


def test_code_is_listed_and_waits(app: App, tmp_path: Path) -> None:
    marker, registry = tmp_path / "ran", app.game.registry
    code = f"open({str(marker)!r}, 'w').close()\n"
    without = Game(Store(), plugins=False)
    take_file(screen("title", without), DroppedFile("echo.py", code.encode()))
    assert without.toasts.shown[0].title == "echo.py: the game was started without plugins."
    told = dropped(app, tmp_path / "echo.py", code)
    assert isinstance(app.scene, PluginsScene) and told.startswith("echo.py is code.")
    for text in (code, "second = 2\nthird = 3\n"):  # dropped again it counts as it is now
        app.drop("far.py", text.encode())
        app.tick(FRAME)
    (far,) = [plugin for plugin in registry.plugins if plugin.name == "far"]
    assert not far.faults and far.unknown is not None and far.unknown.lines == 2
    assert registry.plugin("echo") is not None and not marker.exists()
    assert isinstance(app.scene, PluginsScene) and not isinstance(app.scene.parent, PluginsScene)


def test_what_cannot_be_taken_is_told_in_a_sentence(app: App, tmp_path: Path, home: Path) -> None:
    scene = app.scene
    for name, content, told in (
        ("song.mp3", b"x", "song.mp3: you can drop a level or a pack (.toml), a pack (.zip)"),
        ("no ending", b"x", "no ending: you can drop"), ("large.toml", b" " * 1_000_001, "large.toml is larger than"),
        ("bad.toml", b"[[levels", "bad.toml"), ("bad.zip", b"PK", "bad.zip"), ("bad.png", b"GIF89a", "bad.png"),
        ("bad.json", b"{", "bad.json"),
    ):  # fmt: skip
        assert told in dropped(app, tmp_path / name, content) and app.scene is scene
        assert told in app.drop(name, content) or name.endswith((".png", ".zip", ".json"))
    assert "gone.toml cannot be read" in dropped(app, tmp_path / "gone.toml")
    for name in ("\udcff.toml", "\udcff.py", "a\x1b[31m\n.doc"):  # on Linux a name is any bytes
        told = app.drop(name, b"x")
        assert told.isprintable() and "\udcff" not in told
        pass_frames(app, 3, FRAME)
    assert not (home / "downslope.log").exists()
    for ending, (_take, words, most) in DROP_KINDS.items():
        assert ending == ending.lower() and ending.startswith(".") and words and 0 < most <= 2_000_000
