"""A plugin in play: what does not come back or wants to end the game; one that is played while it is written."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pygame
import pytest

from downslope.app import dev_loop
from downslope.app.app import App, Options
from downslope.app.dev_loop import DevLoop
from downslope.attempt.game.game import Game
from downslope.desktop import programs
from downslope.engine.watchdog import dog, limits
from downslope.registry import loading
from downslope.registry.plugin import plugin_state
from downslope.registry.trust import PluginChoices
from downslope.rules import Learn
from downslope.scenes.level_map import LevelMapScene
from downslope.scenes.play.play import PlayScene
from downslope.scenes.play.verdict import story_of
from downslope.scenes.plugins import PluginsScene
from downslope.storage.saves import Store
from downslope.terminal.commands import run
from downslope.terminal.play import game_of
from downslope.view.widgets.ink import words
from lib.driving import pass_frames, post_key
from lib.playing import need
from lib.waiting import until

pytestmark = pytest.mark.slow
FRAME = 1 / 30
LEVEL = """
import os, sys, time
from downslope import Example, Learner, Level, Metric, Near

class Patient(Learner):
    name = "patient"
    def step(self, problem, weights, alpha):
        {step}
        return [weights[0] - 0.01]

class Careful(Metric):
    name, looks = "careful", 0
    def error(self, prediction, goal_prediction):
        Careful.looks += 1
        {error}
        return (prediction - goal_prediction) ** 2
    def delta(self, prediction, goal_prediction):
        return prediction - goal_prediction

LEVELS = [Level("long", title="Long", examples=[Example(1, 5)], weights=[0.5], target=Near(0.01), learner="patient",
                metric="careful")]
"""


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "step", 0.2)
    monkeypatch.setattr(limits, "hard", 300.0)


def opened(apps: list[Any], home: Path, step: str = "pass", error: str = "pass") -> App:
    """The game at the level of a plugin that does this."""
    (home / "plugins").mkdir(exist_ok=True)
    (home / "plugins" / "night.py").write_text(LEVEL.format(step=step, error=error))
    game = Game(Store())
    assert not game.registry.faults
    app = App(Options(), game, PlayScene(game, game.catalog.level("night/long")))
    apps.append(app)
    pass_frames(app, 3, FRAME)
    return app


def press(app: App, key: int) -> None:
    pass_frames(app, 40, FRAME)  # what has just come is deaf for a moment
    post_key(key)
    pass_frames(app, 3, FRAME)


def said(app: App) -> str:
    return " ".join(f"{toast.title} {toast.body}" for toast in app.game.toasts.shown)


def test_a_plugins_level_is_watched(apps: list[Any], home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app, watch = opened(apps, home), Mock(side_effect=dog.run)
    monkeypatch.setattr(dog, "run", watch)
    for level in ("thirteen", "night/long"):
        app.scene.open("play", level=app.game.catalog.level(level))
        pass_frames(app, 10, FRAME)
        watch.reset_mock()
        play: Any = app.scene
        assert play.level.id == level and play.attempt.act(Learn(1))
        pass_frames(app, 5, FRAME)
        watched = level == "night/long"
        entered, marks = {call.args[1] for call in watch.call_args_list}, list((home / "running").glob("*.json"))
        assert ("night" in entered) == watched == bool(entered)
        assert [level in mark.read_text() for mark in marks] == [True] * watched
    (file,) = marks
    file.rename(file.with_name(f"{2**22 + 1}.json"))  # the number of a process that is gone
    app = App(Options(), Game(Store()))
    apps.append(app)
    while not app.game.plugins.load_some(1.0):
        pass
    pass_frames(app, 20, FRAME)  # until a screen that has just come takes a press
    assert "night/long ran with night" in said(app) and "night/long" in app.game.catalog.levels
    press(app, pygame.K_t)  # to play without it
    assert "night/long" not in app.game.catalog.levels and "thirteen" in app.game.catalog.levels
    again = Game(Store())
    assert again.plugins.deaths() == [] and need(again.registry.plugin("night")).off  # it is said once


def test_a_step_or_a_picture_that_would_end_the_game_is_told_and_switched_off(apps: list[Any], home: Path) -> None:
    app = opened(apps, home, step="sys.exit(3)")
    play: Any = app.scene
    assert play.attempt.act(Learn(1)) is False
    assert play.attempt.fault.plugin == "patient" and play.attempt.fault.line == 8
    pass_frames(app, 3, FRAME)
    assert play.kind == "verdict" and "patient" in play.dock.verdict.as_words()
    assert not said(app), "it is told in one place"
    press(app, pygame.K_o)
    assert isinstance(app.scene, LevelMapScene) and "night/long" not in app.game.catalog.levels
    assert PluginChoices(home).off == {"night"} and not app.game.quit
    PluginChoices(home).switch("night", True)
    # The error is asked for by whatever draws: from the twentieth look on it does not come back
    app, told = opened(apps, home, error="if Careful.looks > 20: time.sleep(1e6)"), ""
    for _ in range(200):
        app.tick(FRAME)
        told += said(app) + str(getattr(app.scene, "told", ""))
        if not isinstance(app.scene, PlayScene) or app.scene.attempt.fault is not None:
            break
        app.scene.attempt.act(Learn(1))
    pass_frames(app, 5, FRAME)
    assert any(name in told for name in ("night", "careful", "patient")) and not app.game.quit
    assert need(app.game.registry.plugin("night")).faults


def test_what_was_stopped_is_mended_and_goes_on(apps: list[Any], home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A step does not come back, the fourth of its run."""
    app, file = opened(apps, home, step="if weights[0] < 0.475: time.sleep(1e6)"), home / "plugins/night.py"
    before: Any = app.scene
    assert before.attempt.act(Learn(3)) and not before.attempt.act(Learn(1))
    pass_frames(app, 3, FRAME)
    story, night = need(story_of(before)), app.game.registry.plugin
    assert "step()" in story.head and "0.2 s" in story.head and "step 3" in story.text
    assert story.chart == (8, "if weights[0] < 0.475: time.sleep(1e6)", "night.py")
    assert plugin_state(need(night("night"))) == "stopped"
    editor = Mock(return_value=True)
    monkeypatch.setattr(programs, "open_in_editor", editor)
    press(app, pygame.K_e)
    editor.assert_called_once_with(file, 8)
    file.write_text("def levels(:\n", encoding="utf-8")
    press(app, pygame.K_F5)
    assert app.scene is before and "night.py, line 1" in said(app)
    file.write_text(LEVEL.format(step="pass", error="pass"), encoding="utf-8")
    press(app, pygame.K_F5)
    play: Any = app.scene
    assert play.attempt.session.count == 3 and plugin_state(need(night("night"))) == "fine"
    assert play.attempt.act(Learn(1)) and play.attempt.session.weights == [0.5 - 0.01 - 0.01 - 0.01 - 0.01]


# Played while it is written.


CUPS = """from downslope import Example, Level

LEVELS = [Level("cups", title="Cups", examples=[Example(2, 0.8)], weights=[0.5])]
"""


class Written:
    """An app on a file, or a pack, that is being written."""

    def __init__(self, path: Path) -> None:
        self.game, self.path = game_of(Store()), path
        self.app = App(Options(frames=10**9, dev=DevLoop(self.game, path)), self.game)
        self.tick()

    @property
    def play(self) -> PlayScene:
        assert isinstance(self.app.scene, PlayScene)
        return self.app.scene

    def tick(self) -> str:
        """What the strip says after a frame."""
        self.app.tick(1 / 60)
        return f"{need(self.game.strip).told} · {need(self.game.strip).state}"

    def save(self, text: str) -> str:
        """Write the file, and read it again as when its change was seen; what the strip says then."""
        self.path.write_text(text, encoding="utf-8")
        self.game.reload_asked = True
        return self.tick()

    def until(self, words: str) -> str:
        """Files are looked at, and checked, by the machine's clock."""
        return until(lambda: told if words in (told := self.tick()) else "", words, pause=0.03)


@pytest.fixture
def written(apps: list[Any], monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Callable[..., Written]:
    """written(path, text): an app of its own; `checked`: files are looked at often, and checked."""

    def begin(path: Path, text: str = "", checked: bool = False) -> Written:
        monkeypatch.setattr(dev_loop, "LOOK", 0.05 if checked else 1e9)
        if not checked:  # the check never ends, and needs no process
            monkeypatch.setattr(dev_loop, "FileCheck", Mock(return_value=Mock(rows=Mock(return_value=None))))
        if text:
            path.write_text(text, encoding="utf-8")
        made = Written(path)
        apps.append(made.app)
        request.addfinalizer(need(made.app.options.dev).end)
        return made

    return begin


def test_a_level_goes_on_in_its_new_version_and_what_is_broken_is_told(
    written: Callable[..., Written], home: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    dev = written(home / "tea.py", CUPS)
    dev.play.attempt.act(Learn(3))
    before = dev.play.attempt.session.weights[0]
    dev.save(CUPS.replace("Cups", "More cups").replace("0.8", "0.9"))
    assert dev.play.level.title == "More cups"
    assert dev.play.attempt.session.count == 3 and dev.play.attempt.session.weights[0] != before
    assert "cups is no longer in the file" in dev.save(CUPS.replace('"cups"', '"mugs"'))
    assert dev.play.level.id == "tea/cups" and dev.play.attempt.act(Learn(1))
    dev.save(CUPS.replace("Cups", "Back"))
    assert dev.play.level.title == "Back" and dev.play.attempt.session.count == 4
    scene = dev.app.scene
    press(dev.app, pygame.K_F5)
    assert dev.app.scene is not scene and dev.play.level.id == "tea/cups"
    dev.play.attempt.act(Learn(60))
    pass_frames(dev.app, 20)
    dev.game.save()
    assert dev.play.attempt.session.won and "tea/cups" not in Store(home).progress.levels
    monkeypatch.setattr(loading, "PATIENCE", 0.3)
    for text in ("def levels(:\n", CUPS + "raise SystemExit\n", CUPS + "while True: pass\n"):
        scene, told = dev.app.scene, dev.save(text)
        assert "Playing the version of" in told and ("while True" in text) == ("0.3 s" in told)
        assert dev.app.scene is scene and need(dev.game.strip).icon == "warn"
        dev.save(CUPS)
        assert dev.app.scene is not scene and dev.play.level.id == "tea/cups"
    assert "tea.py:1: " in capsys.readouterr().out


def test_what_the_check_finds_is_told(written: Callable[..., Written], tmp_path: Path) -> None:
    foggy = CUPS.replace("weights=", "sight={'bowl': 'foggy'}, weights=")
    dev = written(tmp_path / "tea.py", foggy, checked=True)
    assert "sight.bowl is 'foggy'" in dev.until("finding") and need(dev.game.strip).icon == "eye"
    level = dev.app.scene
    press(dev.app, pygame.K_F8)
    scene = dev.app.scene
    assert isinstance(scene, PluginsScene) and scene.shown[scene.row][1].name == "tea"
    assert any("foggy" in words(note)[0] for note in scene.shown[scene.row][0].notes)
    press(dev.app, pygame.K_F8)  # it is there already
    press(dev.app, pygame.K_ESCAPE)
    assert dev.app.scene is level
    dev.path.write_text(CUPS, encoding="utf-8")
    dev.until("all is well")
    dev.path.unlink()
    dev.until("cannot be read")
    assert run(["new", "pack", "winter", "--into", str(tmp_path)]) == 0
    pack = tmp_path / "winter"
    dev = written(pack, checked=True)
    assert dev.play.level.id == "winter/first"
    text = (pack / "levels" / "01-first.toml").read_text("utf-8").replace('id = "first"', 'id = "more"')
    (pack / "levels" / "03-more.toml").write_text('sight = { bowl = "foggy" }\n' + text, encoding="utf-8")
    assert "· 03-more.toml, line 1: level winter/more: sight.bowl is 'foggy'" in dev.until("finding")
    (pack / "data" / "days.csv").write_text("day,degrees,jackets\nMonday,-2,cold\n", encoding="utf-8")
    told = dev.until("Playing the version of")
    assert "02-table.toml, line 5: " in told and "'cold'" in told


def test_a_new_learner_is_played_and_what_is_no_level_refused(
    written: Callable[..., Written], home: Path, tmp_path: Path, capsys: Any
) -> None:
    """`downslope new learner x`, `downslope dev x.py`: it is played in a shipped level."""
    assert run(["new", "learner", "three-days"]) == 0
    file = home / "plugins" / "three_days.py"
    dev = written(file)
    assert (dev.play.level.id, dev.play.level.learner) == ("thirteen", "three_days/three-days")
    dev.play.attempt.act(Learn(1))
    scene = dev.app.scene
    dev.save(file.read_text("utf-8") + "\n# more\n")
    assert dev.app.scene is not scene and dev.play.attempt.session.count == 1
    assert run(["dev", str(tmp_path / "no.py")]) == 2 and "no.py" in capsys.readouterr().err
    (home / "plugins" / "tea.py").write_text(CUPS.replace("cups", "pots"), encoding="utf-8")
    assert isinstance(written(tmp_path / "nothing.py", "one = 1\n").app.scene, PluginsScene)
    dev = written(tmp_path / "tea.py", CUPS)
    assert run(["dev", str(tmp_path / "tea.py"), "--level", "pots"]) == 2 and "pots" in capsys.readouterr().err
    assert "tea/cups" in dev.game.catalog.levels and "tea/pots" not in dev.game.catalog.levels
    press(dev.app, pygame.K_F8)
    assert isinstance(dev.app.scene, PluginsScene)
    out = next(view for view, plugin in dev.app.scene.shown if plugin.source.startswith(str(home / "plugins/tea")))
    assert "tea.py" in out.status and out.on is None
