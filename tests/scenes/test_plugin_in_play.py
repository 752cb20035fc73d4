"""A plugin in play: what does not come back or wants to end the game; one that is played while it is written."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import Mock, patch

import pygame
import pytest

from downslope import paths
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
from downslope.scenes.base.scene import Scene
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
from lib.walks import PUBLIC, differences

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
    pass_frames(app, 4, 0.5)  # what has just come is deaf for a moment
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


# Played while it is written: written.txt is the transcript.
# `RENEW=1 pytest tests/scenes/test_plugin_in_play.py` writes it anew.


TEXT = Path(__file__).with_name("written.txt")
CUPS = """from downslope import Example, Level

LEVELS = [Level("cups", title="Cups", examples=[Example(2, 0.8)], weights=[0.5])]
"""
BY_CHANCE = {r"\d\d:\d\d:\d\d": "hh:mm:ss", r"\b\d+ ms\b": "n ms"}
WORLD = ExitStack()  # what ends before the next one begins


class Written:
    """An app on a file, or a pack, that is being written. `checked`: it is looked at often, and checked."""

    def __init__(self, name: str, text: str = "", checked: bool = False) -> None:
        WORLD.close()
        endless = Mock(return_value=Mock(rows=Mock(return_value=None)))  # a check that needs no process
        looks = {"LOOK": 0.05} if checked else {"LOOK": 1e9, "FileCheck": endless}
        WORLD.enter_context(patch.multiple(dev_loop, **looks))
        self.game, self.path, self.checked = game_of(Store()), paths.home() / name, checked
        if text:
            self.path.write_text(text, encoding="utf-8")
        loop = DevLoop(self.game, self.path)
        self.app = App(Options(frames=10**9, dev=loop), self.game)
        self.known: Scene | None = None
        WORLD.callback(self.app.close)
        WORLD.callback(loop.end)
        self.tick()

    def tick(self, frames: int = 1) -> None:
        pass_frames(self.app, frames)

    def learn(self, steps: int) -> None:
        scene: Any = self.app.scene
        assert scene.attempt.act(Learn(steps))

    def press(self, key: int) -> None:
        press(self.app, key)

    def save(self, text: str, name: str = "") -> None:
        """Write the file, or one of the pack; it is read again as when its change was seen."""
        (self.path / name).write_text(text, encoding="utf-8")
        self.game.reload_asked = not self.checked
        self.tick()

    def until(self, words: str) -> None:
        """Files are looked at, and checked, by the machine's clock."""
        until(lambda: self.tick() or words in state(self), words, pause=0.1)  # type: ignore[func-returns-value]


def state(it: Written) -> str:
    """What the strip says; what is on the screen, whether that is another one, and what is played there."""
    scene, strip, known, it.known = it.app.scene, need(it.game.strip), it.known, it.app.scene
    shown = [f"{strip.icon}: {strip.told} · {strip.state} | {type(scene).__name__}" + " anew" * (scene is not known)]
    if isinstance(scene, PlayScene):
        session, level = scene.attempt.session, scene.level
        shown += [level.title, level.id, str(level.learner), f"step {session.count}, {session.weights[0]:.4g}"]
        shown += ["won"] * session.won + ["kept"] * (level.id in Store().progress.levels)
    elif isinstance(scene, PluginsScene):
        view, plugin = scene.shown[scene.row]
        shown += [plugin.name, view.status, *(" ".join(words(note)) for note in view.notes)]
    line = ", ".join(shown)
    for pattern, instead in BY_CHANCE.items():
        line = re.sub(pattern, instead, line)
    return line


def does(press: str, names: dict[str, Any]) -> None:
    """A method of it, or what else Python does."""
    exec(f"it.{press}" if hasattr(Written, press.partition("(")[0]) else press, names)


NAMES = {**PUBLIC, "begin": Written, "state": state, "CUPS": CUPS, "home": paths.home, "key": pygame.key.key_code,
         "run": run}  # fmt: skip


@contextmanager
def short_patience() -> Iterator[None]:
    with WORLD, patch.object(loading, "PATIENCE", 0.3):
        yield


def test_a_plugin_is_played_while_it_is_written(display: None, capsys: pytest.CaptureFixture[str]) -> None:
    with short_patience():
        assert differences(TEXT, NAMES, does) == []
    printed = capsys.readouterr()
    assert "tea.py:1: SyntaxError" in printed.out and "no.py" in printed.err
