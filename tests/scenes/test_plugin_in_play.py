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
from downslope.registry.plugin import plugin_state
from downslope.registry.sources import load_all
from downslope.registry.trust import PluginChoices
from downslope.rules.actions import Learn
from downslope.scenes.level_map import LevelMapScene
from downslope.scenes.play.play import PlayScene
from downslope.scenes.play.verdict import story_of
from downslope.storage.saves import Store
from downslope.view.draw.canvas import Canvas
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
    limits.step, limits.hard = 0.4, 300.0
    yield
    vars(limits).update(before)


def opened(home: Path, step: str = "pass", error: str = "pass") -> App:
    """The game at the level of a plugin that does this."""
    (home / "plugins").mkdir(exist_ok=True)
    (home / "plugins" / "night.py").write_text(LEVEL.format(step=step, error=error))
    game = Game(Store())
    assert not game.registry.faults
    app = App(Options(), game, PlayScene(game, game.catalog.level("night/long")))
    pass_frames(app, 3, FRAME)
    return app


def press(app: App, key: int) -> None:
    pass_frames(app, 40, FRAME)  # what has just come is deaf for a moment
    post_key(key)
    pass_frames(app, 3, FRAME)


def said(app: App) -> str:
    return " ".join(f"{toast.title} {toast.body}" for toast in app.game.toasts.shown)


@pytest.mark.slow
@pytest.mark.parametrize("what", ENDS)
def test_a_step_that_would_end_the_game_is_a_fault(home: Path, display: None, what: str) -> None:
    app = opened(home, step=ENDS[what])
    assert isinstance(app.scene, PlayScene)
    attempt = app.scene.attempt
    assert app.scene.attempt.act(Learn(1)) is False
    assert attempt.fault is not None and attempt.fault.plugin == "patient" and attempt.fault.line == 10
    pass_frames(app, 3, FRAME)
    told = app.scene.dock.verdict.as_words()
    assert app.scene.kind == "verdict" and "patient" in told and not said(app), "it is told in one place"
    plugin = app.game.registry.plugin("night")
    assert plugin is not None and plugin.faults
    press(app, pygame.K_ESCAPE)
    assert not app.game.quit
    app.close()


@pytest.mark.slow
@pytest.mark.parametrize("what", ["a loop", "an exit"])
def test_a_picture_that_would_end_the_game_does_not(home: Path, display: None, what: str) -> None:
    """The error is asked for by whatever draws: from the twentieth look on it does not come back."""
    app = opened(home, error=f"if Careful.looks > 20: {ENDS[what]}")
    told = ""
    for _ in range(200):
        app.tick(FRAME)
        told += said(app) + str(getattr(app.scene, "told", ""))
        if not isinstance(app.scene, PlayScene) or app.scene.attempt.fault is not None:
            break
        app.scene.attempt.act(Learn(1))
    pass_frames(app, 5, FRAME)
    assert any(name in told for name in ("night", "careful", "patient")) and not app.game.quit
    plugin = app.game.registry.plugin("night")
    assert plugin is not None and plugin.faults
    app.close()


@pytest.mark.slow
def test_only_a_plugins_level_is_watched(home: Path, display: None, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(home)
    entered: list[str] = []
    run = dog.run

    def counted(limit: float, what: str, call: Callable[[], object], owns: Any = None) -> object:
        entered.append(what)
        return run(limit, what, call, owns)

    monkeypatch.setattr(dog, "run", counted)
    pass_frames(app, 2, FRAME)
    assert "night" in entered
    entered.clear()
    app.scene.open("play", level=app.game.catalog.level("thirteen"))
    pass_frames(app, 10, FRAME)
    assert isinstance(app.scene, PlayScene) and app.scene.level.id == "thirteen"
    entered.clear()
    assert app.scene.attempt.act(Learn(1))
    pass_frames(app, 5, FRAME)
    assert entered == []
    app.close()


def marks(home: Path) -> list[str]:
    return [file.read_text() for file in (home / "running").glob("*.json")]


@pytest.mark.slow
def test_a_mark_stands_while_the_level_is_played(home: Path, display: None) -> None:
    app = opened(home)
    (mark,) = marks(home)
    assert "night/long" in mark
    app.scene.open("play", level=app.game.catalog.level("night/long"))
    pass_frames(app, 10, FRAME)
    assert len(marks(home)) == 1
    app.scene.open("map")
    pass_frames(app, 10, FRAME)
    assert marks(home) == []
    app.close()


@pytest.mark.slow
def test_a_game_that_ended_in_a_level_offers_to_play_without_that_plugin(home: Path, display: None) -> None:
    opened(home)
    (file,) = (home / "running").glob("*.json")
    file.rename(file.with_name(f"{2**22 + 1}.json"))  # the number of a process that is gone
    game = Game(Store())
    app = App(Options(), game)
    while not game.plugins.load_some(1.0):
        pass
    pass_frames(app, 20, FRAME)  # until a screen that has just come takes a press
    assert "The game ended while night/long ran with night." in said(app)
    assert "night/long" in game.catalog.levels
    (toast,) = [toast for toast in game.toasts.shown if toast.action]
    assert toast.action is not None and toast.action[0] == "Play without it"
    x, y, width, height = game.toasts.rects()[game.toasts.shown.index(toast)]
    for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
        pygame.event.post(pygame.event.Event(kind, pos=(x + width / 2, y + height / 2), button=1))
    pass_frames(app, 5, FRAME)
    assert "night/long" not in game.catalog.levels and "thirteen" in game.catalog.levels
    app.close()
    again = Game(Store())
    assert again.plugins.deaths() == []  # it is said once
    plugin = again.registry.plugin("night")
    assert plugin is not None and plugin.off


@pytest.mark.slow
def test_a_game_without_plugins(home: Path, display: None) -> None:
    opened(home).close()
    game = Game(Store(), plugins=False)
    assert set(game.catalog.levels) == set(load_all(plugins=False).catalog.levels)


def stopped_in_step(home: Path) -> App:
    """The level after a step that did not come back, the fourth of its run."""
    app = opened(home, step="if weights[0] < 0.475: time.sleep(1e6)")
    assert isinstance(app.scene, PlayScene)
    app.scene.attempt.act(Learn(3))
    assert not app.scene.attempt.act(Learn(1))
    pass_frames(app, 3, FRAME)
    return app


@pytest.mark.slow
def test_all_that_mends_is_on_the_card_with_its_key_where_there_is_room(home: Path, display: None) -> None:
    app = stopped_in_step(home)
    play: Any = app.scene
    repairs = {"edit": "E", "again": "F5", "off": "O"}
    for type_size, width, height in ((1.0, 1280, 720), (1.5, 1280, 720), (1.0, 960, 540), (1.5, 960, 540)):
        app.game.settings.text = type_size
        app.game.scale = app.game.controls.scale = width / 1280
        canvas = Canvas(pygame.Surface((width, height)), app.game.look())
        play.resize(canvas.w, canvas.h, app.game.scale)
        buttons = {widget.name: widget for widget in play.widgets if widget.name in {*repairs, "away"}}
        assert set(buttons) == {*repairs, "away"}, (type_size, width)
        capped = {name for name, cap in repairs.items() if buttons[name].shows_keycap(canvas, cap)}
        assert capped in (set(repairs), set()), "one keycap among buttons without looks like the only key"
        assert capped or (type_size, width) != (1.0, 1280)
    app.close()


@pytest.mark.slow
def test_what_was_stopped_is_told_mended_and_goes_on(
    home: Path, display: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, file = stopped_in_step(home), home / "plugins" / "night.py"
    before: Any = app.scene
    story = story_of(before)
    assert story is not None and story.head == "[error:step() did not come back within 0.4 s.]"
    assert story.chart == (10, "if weights[0] < 0.475: time.sleep(1e6)", "night.py")
    assert (story.aside, story.text) == ("stopped", "The run stopped at step 3. Fix the file and reload it.")
    plugin = app.game.registry.plugin("night")
    assert plugin is not None and plugin_state(plugin) == "stopped"
    places: list[tuple[Path, int]] = []

    def note(file: Path, line: int) -> bool:
        places.append((file, line))
        return True

    monkeypatch.setattr(programs, "open_in_editor", note)
    press(app, pygame.K_e)
    assert places == [(file, 10)]
    file.write_text("def levels(:\n", encoding="utf-8")
    press(app, pygame.K_F5)
    assert app.scene is before and "night.py, line 1" in said(app)
    file.write_text(LEVEL.format(step="pass", error="pass"), encoding="utf-8")
    press(app, pygame.K_F5)
    play: Any = app.scene
    assert isinstance(play, PlayScene) and play.attempt.session.count == 3
    assert play.attempt.act(Learn(1)) and play.attempt.session.weights == [0.5 - 0.01 - 0.01 - 0.01 - 0.01]
    plugin = app.game.registry.plugin("night")
    assert plugin is not None and plugin_state(plugin) == "fine"
    app.close()


@pytest.mark.slow
def test_a_plugin_that_was_stopped_is_switched_off(home: Path, display: None) -> None:
    app = stopped_in_step(home)
    press(app, pygame.K_o)
    assert isinstance(app.scene, LevelMapScene) and "night/long" not in app.game.catalog.levels
    assert PluginChoices(home).off == {"night"}
    app.close()
