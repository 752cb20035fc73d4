"""A plugin is played while it is written: a good version goes on with what had been done, a broken one is told."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pygame
import pytest

from downslope import Learn
from downslope.app import dev_loop
from downslope.app.app import App, Options
from downslope.app.dev_loop import DevLoop
from downslope.attempt.game.game import Game
from downslope.registry import sources
from downslope.scenes.play.play import PlayScene
from downslope.scenes.plugins import PluginsScene, plugin_list
from downslope.storage.saves import Store
from downslope.terminal.commands import run
from downslope.terminal.play import game_of
from downslope.view.widgets.ink import words
from driving import pass_frames, post_key
from registry.test_reload import BROKEN
from waiting import until

pytestmark = pytest.mark.usefixtures("display")

LEVEL = """from downslope import Example, Level, hookimpl


@hookimpl
def levels():
    return [Level("cups", title="Cups", examples=[Example(2, 0.8)], weights=[0.5])]
"""
LEARNER = """from downslope import Learner, hookimpl


class Half(Learner):
    name = "half"

    def update(self, weight, weight_delta, alpha):
        return weight - 0.5 * alpha * weight_delta


@hookimpl
def learners():
    return [Half]
"""


@pytest.fixture(autouse=True)
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are looked at more often, and read sooner after a change."""
    monkeypatch.setattr(dev_loop, "LOOK", 0.05)
    monkeypatch.setattr(dev_loop, "QUIET", 0.03)


@pytest.fixture
def developed(home: Path, tmp_path: Path) -> Any:
    """An app on a file that is being written."""
    apps: list[App] = []

    def begin(text: str, name: str = "tea.py") -> App:
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        game = game_of(Store())
        app = App(Options(frames=10**9, dev=DevLoop(game, file)), game)
        apps.append(app)
        app.tick(1 / 60)
        return app

    yield begin
    for app in apps:
        assert app.options.dev is not None
        app.options.dev.end()
        app.close()


def saved(app: App, text: str | bytes, done: Callable[[], object]) -> None:
    """Write the file as an editor does, and let the game run until that is seen."""
    dev = app.options.dev
    assert dev is not None
    dev.file.write_bytes(text if isinstance(text, bytes) else text.encode())
    wait_for(app, done)


def wait_for(app: App, done: Callable[[], object]) -> None:
    """Let the game run until that is seen: it looks at files by the machine's clock."""

    def ticked() -> object:
        app.tick(1 / 60)
        return done()

    until(ticked, "the new version", pause=0.03)


def told(app: App) -> str:
    """What the strip says."""
    assert app.game.strip is not None
    return f"{app.game.strip.told} · {app.game.strip.state}"


def playing(app: App) -> PlayScene:
    assert isinstance(app.scene, PlayScene)
    return app.scene


@pytest.mark.slow
def test_files_are_looked_at_only_while_one_is_written(
    developed: Any, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[object] = []
    for name in ("stat", "lstat", "scandir", "listdir"):
        original = getattr(os, name)

        def note(path: object = ".", *rest: Any, original: Any = original, **more: Any) -> Any:
            looked.append(path)
            return original(path, *rest, **more)

        monkeypatch.setattr(os, name, note)
    written = developed(LEVEL)
    looked.clear()
    wait_for(written, lambda: [path for path in looked if str(path).endswith("tea.py")])
    (home / "plugins").mkdir()
    (home / "plugins" / "tea.py").write_text(LEVEL, encoding="utf-8")
    game = Game(Store())
    app = App(Options(frames=10**9), game)
    try:
        app.scene.open("play", level=game.catalog.level("tea/cups"))
        pass_frames(app, 30)  # what the first frames import is looked for on the disk
        looked.clear()
        pass_frames(app, 90)
        assert looked == []
    finally:
        app.close()


@pytest.mark.slow
def test_a_level_goes_on_in_its_new_version(developed: Any) -> None:
    app = developed(LEVEL)
    assert playing(app).level.id == "tea/cups"
    playing(app).attempt.act(Learn(3))
    before = playing(app).attempt.session.weights[0]
    saved(app, LEVEL.replace("Cups", "More cups").replace("0.8", "0.9"), lambda: app.scene.level.title == "More cups")
    session = playing(app).attempt.session
    assert session.count == 3 and session.weights[0] != before
    assert told(app).startswith("read ")


@pytest.mark.slow
def test_each_broken_version_is_told_and_the_mended_one_is_taken(developed: Any, capsys: Any) -> None:
    app = developed(LEVEL)
    scene = playing(app)
    for name in ("syntax", "a wrong value", "exits"):
        saved(app, BROKEN[name], lambda: "Playing the version of" in told(app))
        assert app.scene is scene and app.game.strip.icon == "warn"
        saved(app, LEVEL, lambda: told(app).startswith("read "))
        assert app.scene is not scene
        scene = playing(app)
    assert "tea.py:1: " in capsys.readouterr().out


@pytest.mark.slow
def test_a_level_that_has_another_name_now_is_played_on_and_told(developed: Any) -> None:
    app = developed(LEVEL)
    saved(app, LEVEL.replace('"cups"', '"mugs"'), lambda: told(app).startswith("cups is no longer in the file"))
    assert playing(app).level.id == "tea/cups" and playing(app).attempt.act(Learn(1))
    saved(app, LEVEL.replace("Cups", "Back"), lambda: app.scene.level.title == "Back")
    assert told(app).startswith("read ") and playing(app).attempt.session.count == 1


@pytest.mark.slow
def test_what_the_check_finds_stands_in_the_strip(developed: Any) -> None:
    app = developed(LEVEL)
    wait_for(app, lambda: told(app).endswith("all is well"))  # else its first check may see what comes next
    saved(app, LEVEL.replace("weights=", "sight={'bowl': 'foggy'}, weights="), lambda: "finding" in told(app))
    assert "sight.bowl is 'foggy'" in told(app) and app.game.strip.icon == "eye"
    level = app.scene
    press(app, pygame.K_F8)
    assert isinstance(app.scene, PluginsScene)
    number = [plugin.name for _view, plugin in app.scene.shown].index("tea")
    assert app.scene.row == number
    assert any("foggy" in words(note)[0] for note in app.scene.shown[number][0].notes)
    press(app, pygame.K_F8)  # it is there already
    press(app, pygame.K_ESCAPE)
    assert app.scene is level
    saved(app, LEVEL, lambda: told(app).endswith("all is well"))


@pytest.mark.slow
def test_a_pack_is_played_while_it_is_written(tmp_path: Path, home: Path) -> None:
    assert run(["new", "pack", "winter", "--into", str(tmp_path)]) == 0
    pack = tmp_path / "winter"
    game = game_of(Store())
    app = App(Options(frames=10**9, dev=DevLoop(game, pack)), game)
    app.tick(1 / 60)
    assert playing(app).level.id == "winter/first"
    first, level = pack / "levels" / "01-first.toml", pack / "levels" / "03-more.toml"
    text = first.read_text("utf-8")
    first.write_text(text.replace("Winter: one day", "Winter: a morning"), encoding="utf-8")
    wait_for(app, lambda: playing(app).level.title == "Winter: a morning")
    level.write_text(text.replace('id = "first"', 'id = "more"'), encoding="utf-8")
    wait_for(app, lambda: "winter/more" in game.catalog.levels)
    wrong = 'sight = { bowl = "foggy" }\n'
    level.write_text(wrong + text.replace('id = "first"', 'id = "more"'), encoding="utf-8")
    wait_for(app, lambda: "finding" in told(app))
    assert "· 03-more.toml, line 1: level winter/more: sight.bowl is 'foggy'" in told(app)
    (pack / "data" / "days.csv").write_text("day,degrees,jackets\nMonday,-2,cold\n", encoding="utf-8")
    wait_for(app, lambda: "Playing the version of" in told(app))
    assert "02-table.toml, line 5: " in told(app) and "'cold' is not a number" in told(app)
    assert app.options.dev is not None
    app.options.dev.end()
    app.close()


@pytest.mark.slow
def test_a_learner_is_shown_in_a_shipped_level(developed: Any) -> None:
    app = developed(LEARNER)
    assert (playing(app).level.id, playing(app).level.learner) == ("thirteen", "tea/half")
    scene = playing(app)
    saved(app, LEARNER.replace("0.5 *", "0.25 *"), lambda: app.scene is not scene)
    playing(app).attempt.act(Learn(1))
    assert playing(app).attempt.session.run.learner.update(1.0, 1.0, 1.0) == 0.75  # type: ignore[union-attr]


@pytest.mark.slow
def test_from_a_new_learner_to_its_lines_with_values(home: Path, developed: Any) -> None:
    """`downslope new learner x`, `downslope dev x.py`, one Step: its own file stands there, with values."""
    assert run(["new", "learner", "three-days"]) == 0
    app = developed((home / "plugins" / "three_days.py").read_text("utf-8"), "three_days.py")
    assert playing(app).level.learner == "three_days/three-days"
    board: Any = playing(app).board
    press(app, pygame.K_SPACE)
    until_ticked(app, lambda: playing(app).attempt.session.count == 1 and not playing(app).attempt.moving)
    number = [page.title for page in board.code.pages()].index("three_days.py")
    board.code.choose(number)
    app.tick(1 / 60)
    rows = [row for section in board.code.source.sections for row in section.rows]
    weight = playing(app).attempt.session.weights[0]
    assert f"{weight:.4g}" in next(row.value for row in rows if row.running)
    assert board.code.sentence().startswith("three_days.py, line ")


def press(app: App, key: int) -> None:
    """A key, once it is heard."""
    until_ticked(app, lambda: app.scene.quiet)
    post_key(key)
    app.tick(1 / 60)


def until_ticked(app: App, done: Callable[[], object]) -> None:
    """Let the game run, some seconds of its own clock at most."""
    for _frame in range(600):
        if done():
            return
        app.tick(1 / 60)
    raise AssertionError("it never came")


@pytest.mark.slow
def test_keys_load_anew_and_show_the_findings(developed: Any) -> None:
    app = developed(LEVEL)
    press(app, pygame.K_F8)
    assert isinstance(app.scene, PluginsScene)
    press(app, pygame.K_ESCAPE)
    before = id(playing(app))
    press(app, pygame.K_F5)
    assert id(playing(app)) != before and playing(app).level.id == "tea/cups"


@pytest.mark.slow
def test_nothing_of_it_is_progress(developed: Any, home: Path) -> None:
    app = developed(LEVEL)
    playing(app).attempt.act(Learn(60))
    assert playing(app).attempt.session.won
    pass_frames(app, 20)
    app.game.save()
    assert "tea/cups" not in Store(home).progress.levels


@pytest.mark.slow
def test_what_is_no_file_or_no_level_is_refused(home: Path, tmp_path: Path, capsys: Any) -> None:
    assert run(["dev", str(tmp_path / "no.py")]) == 2
    assert "no.py" in capsys.readouterr().err
    (tmp_path / "tea.py").write_text(LEVEL, encoding="utf-8")
    assert run(["dev", str(tmp_path / "tea.py"), "--level", "pots"]) == 2
    assert "pots" in capsys.readouterr().err


@pytest.mark.slow
def test_a_plugin_of_the_same_name_stays_out_and_its_row_says_so(home: Path, developed: Any) -> None:
    (home / "plugins").mkdir()
    (home / "plugins" / "tea.py").write_text(LEVEL.replace("cups", "pots"), encoding="utf-8")
    app = developed(LEVEL)
    registry = app.game.registry
    assert "tea/cups" in registry.catalog.levels and "tea/pots" not in registry.catalog.levels
    out = next(view for view, plugin in plugin_list(registry.plugins) if plugin.source.startswith(str(home)))
    assert (out.status, out.on) == ("tea.py is shown instead", None)


@pytest.mark.slow
def test_code_that_loops_is_told_and_the_last_good_version_goes_on(
    developed: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = developed(LEVEL)
    scene = app.scene
    monkeypatch.setattr(sources, "PATIENCE", 0.3)
    for text in (LEVEL + "while True: pass\n", LEVEL.replace("    return", "    while True: pass\n    return")):
        saved(app, text, lambda: "did not come back within 0.3 s" in told(app))
        assert app.scene is scene and "Playing the version of" in told(app)
    assert app.options.dev is not None
    app.options.dev.file.unlink()

    def gone() -> object:
        app.tick(1 / 60)
        return "cannot be read" in told(app)

    until(gone, "that it is gone")
    saved(app, LEVEL, lambda: told(app).startswith("read "))
    assert app.scene is not scene and playing(app).level.id == "tea/cups"
