"""A plugin's level in play: what does not come back, or wants to end the game, is a fault, and the game goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pygame
import pytest

from downslope.app.app import App, Options
from downslope.attempt.game.game import Game
from downslope.desktop import programs
from downslope.engine.watchdog import dog, limits
from downslope.registry.plugin import Plugin, plugin_state
from downslope.registry.trust import PluginChoices
from downslope.rules.actions import Learn
from downslope.scenes.level_map import LevelMapScene
from downslope.scenes.play.play import PlayScene
from downslope.scenes.play.verdict import story_of
from downslope.storage.saves import Store
from driving import pass_frames, post_key

FRAME = 1 / 30
LEVEL = """
import os, sys, time
from downslope import Example, Learner, Level, Metric, Near, hookimpl


class Patient(Learner):
    name = "patient"

    def step(self, problem, weights, alpha):
        {step}
        return [weights[0] - 0.01]


class Careful(Metric):
    name = "careful"
    looks = 0

    def error(self, prediction, goal_prediction):
        Careful.looks += 1
        {error}
        return (prediction - goal_prediction) ** 2

    def delta(self, prediction, goal_prediction):
        return prediction - goal_prediction


@hookimpl
def learners():
    return [Patient]


@hookimpl
def metrics():
    return [Careful()]


@hookimpl
def levels():
    return [Level("long", title="Long", examples=[Example(1, 5)], weights=[0.5], target=Near(0.01), learner="patient",
                  metric="careful")]
"""
ENDS = {
    "a loop": "exec('while True: pass')",
    "a sleep": "time.sleep(1e6)",
    "an exit": "sys.exit(3)",
    "an interrupt": "raise KeyboardInterrupt",
    "its own": "raise type('Own', (BaseException,), {})",
    "too deep": "f = lambda: f(); f()",
}


@pytest.fixture(autouse=True)
def short() -> Iterator[None]:
    before = vars(limits).copy()
    limits.step, limits.hard = 0.2, 300.0
    yield
    vars(limits).update(before)


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


def night(app: App) -> Plugin:
    plugin = app.game.registry.plugin("night")
    assert plugin is not None
    return plugin


def test_a_step_that_would_end_the_game_is_a_fault(
    apps: list[Any], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(apps, home, step="exec(os.environ['DOWNSLOPE_ENDS'])")
    for what, code in ENDS.items():
        monkeypatch.setenv("DOWNSLOPE_ENDS", code)
        app.scene.open("play", level=app.game.catalog.level("night/long"))
        pass_frames(app, 10, FRAME)
        play: Any = app.scene
        assert play.attempt.act(Learn(1)) is False, what
        assert play.attempt.fault.plugin == "patient" and play.attempt.fault.line == 10, what
        pass_frames(app, 3, FRAME)
        assert play.kind == "verdict" and "patient" in play.dock.verdict.as_words()
        assert not said(app), "it is told in one place"
        assert night(app).faults
        press(app, pygame.K_ESCAPE)
        assert not app.game.quit


@pytest.mark.parametrize("what", ["a sleep", "an exit"])
def test_a_picture_that_would_end_the_game_does_not(apps: list[Any], home: Path, what: str) -> None:
    """The error is asked for by whatever draws: from the twentieth look on it does not come back."""
    app = opened(apps, home, error=f"if Careful.looks > 20: {ENDS[what]}")
    told = ""
    for _ in range(200):
        app.tick(FRAME)
        told += said(app) + str(getattr(app.scene, "told", ""))
        if not isinstance(app.scene, PlayScene) or app.scene.attempt.fault is not None:
            break
        app.scene.attempt.act(Learn(1))
    pass_frames(app, 5, FRAME)
    assert any(name in told for name in ("night", "careful", "patient")) and not app.game.quit and night(app).faults


def marks(home: Path) -> list[Path]:
    return list((home / "running").glob("*.json"))


def test_only_a_plugins_level_is_watched_and_marked(
    apps: list[Any], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, entered, run = opened(apps, home), list[str](), dog.run

    def counted(limit: float, what: str, call: Callable[[], object], owns: Any = None) -> object:
        entered.append(what)
        return run(limit, what, call, owns)

    monkeypatch.setattr(dog, "run", counted)
    for level in ("night/long", "thirteen"):
        app.scene.open("play", level=app.game.catalog.level(level))
        pass_frames(app, 10, FRAME)
        assert isinstance(app.scene, PlayScene) and app.scene.level.id == level
        entered.clear()
        assert app.scene.attempt.act(Learn(1))
        pass_frames(app, 5, FRAME)
        watched = level == "night/long"
        assert ("night" in entered) == watched and bool(entered) == watched
        assert [level in mark.read_text() for mark in marks(home)] == [True] * watched


def test_a_game_that_ended_in_a_level_offers_to_play_without_that_plugin(apps: list[Any], home: Path) -> None:
    opened(apps, home)
    (file,) = marks(home)
    file.rename(file.with_name(f"{2**22 + 1}.json"))  # the number of a process that is gone
    game = Game(Store())
    app = App(Options(), game)
    apps.append(app)
    while not game.plugins.load_some(1.0):
        pass
    pass_frames(app, 20, FRAME)  # until a screen that has just come takes a press
    assert "The game ended while night/long ran with night." in said(app) and "night/long" in game.catalog.levels
    (toast,) = [toast for toast in game.toasts.shown if toast.action]
    assert toast.action is not None and toast.action[0] == "Play without it"
    press(app, pygame.K_t)
    assert "night/long" not in game.catalog.levels and "thirteen" in game.catalog.levels
    again = Game(Store())
    assert again.plugins.deaths() == []  # it is said once
    plugin = again.registry.plugin("night")
    assert plugin is not None and plugin.off


def stopped(apps: list[Any], home: Path) -> tuple[App, PlayScene]:
    """The level after a step that did not come back, the fourth of its run."""
    app = opened(apps, home, step="if weights[0] < 0.475: time.sleep(1e6)")
    play = app.scene
    assert isinstance(play, PlayScene) and play.attempt.act(Learn(3)) and not play.attempt.act(Learn(1))
    pass_frames(app, 3, FRAME)
    return app, play


def test_what_was_stopped_is_told_mended_and_goes_on(
    apps: list[Any], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (app, before), file = stopped(apps, home), home / "plugins" / "night.py"
    story = story_of(before)
    assert story is not None and story.head == "[error:step() did not come back within 0.2 s.]"
    assert story.chart == (10, "if weights[0] < 0.475: time.sleep(1e6)", "night.py")
    assert (story.aside, story.text) == ("stopped", "The run stopped at step 3. Fix the file and reload it.")
    assert plugin_state(night(app)) == "stopped"
    places: list[tuple[Path, int]] = []
    monkeypatch.setattr(programs, "open_in_editor", lambda *place: not places.append(place))  # type: ignore[func-returns-value]
    press(app, pygame.K_e)
    assert places == [(file, 10)]
    file.write_text("def levels(:\n", encoding="utf-8")
    press(app, pygame.K_F5)
    assert app.scene is before and "night.py, line 1" in said(app)
    file.write_text(LEVEL.format(step="pass", error="pass"), encoding="utf-8")
    press(app, pygame.K_F5)
    play: Any = app.scene
    assert play.attempt.session.count == 3 and plugin_state(night(app)) == "fine"
    assert play.attempt.act(Learn(1)) and play.attempt.session.weights == [0.5 - 0.01 - 0.01 - 0.01 - 0.01]


def test_a_plugin_that_was_stopped_is_switched_off(apps: list[Any], home: Path) -> None:
    app, _play = stopped(apps, home)
    press(app, pygame.K_o)
    assert isinstance(app.scene, LevelMapScene) and "night/long" not in app.game.catalog.levels
    assert PluginChoices(home).off == {"night"}
