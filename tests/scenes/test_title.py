"""The title with real events: to a level by keys alone and by mouse alone; what the first frame costs."""

from __future__ import annotations

from pathlib import Path

import pygame
import pytest

from checks.paper import written
from clocks import LOOK
from downslope.attempt.game.game import Game
from downslope.registry.sources import load_all
from downslope.scenes.base.scene import Scene
from downslope.scenes.level_map import LevelMapScene
from downslope.scenes.play.play import PlayScene
from downslope.scenes.plugins import PluginsScene
from downslope.scenes.settings import SettingsScene
from downslope.scenes.title import TitleScene
from downslope.storage.saves import Store
from downslope.view.scenery.title_picture import offset, pip_anchor
from downslope.view.widgets.button import MenuButton
from driving import Driver
from playing import control, shot
from processes import last_line
from support import shipped

pytestmark = pytest.mark.usefixtures("display")


def begin(**reached: bool) -> Driver:
    """After two frames, when it knows what there is; these levels were opened, True: and reached."""
    game = Game(Store(), catalog=shipped())
    for key, is_reached in reached.items():
        game.progress.level(key.replace("_", "-")).reached = is_reached
        game.progress.last_level = key.replace("_", "-")
    driver = Driver(TitleScene(game))
    for _ in range(2):
        driver.scene.update(0.02)
    return driver


@pytest.mark.parametrize(
    ("reached", "label", "level"),
    [
        ({}, "Play\n1-1\n", "double-it"),  # without a map
        ({"double_it": True}, "Continue\n1-2\n", "a-hundredth"),
        ({"double_it": True, "below_zero": False}, "Continue\n1-4\n", "below-zero"),
    ],
)
@pytest.mark.parametrize("mouse", [False, True])
def test_play_goes_on_where_the_player_is(reached: dict[str, bool], label: str, level: str, mouse: bool) -> None:
    driver = begin(**reached)
    assert control(driver, "play", MenuButton).label == f"{label}{shipped().level(level).title}"
    driver.click_on("play") if mouse else driver.key(pygame.K_RETURN)
    assert isinstance(driver.scene, PlayScene) and driver.scene.level.id == level


@pytest.mark.parametrize(
    ("name", "kind"), [("map", LevelMapScene), ("settings", SettingsScene), ("plugins", PluginsScene)]
)
def test_every_entry_by_keys_and_by_mouse(name: str, kind: type[Scene]) -> None:
    driver = begin()
    for mouse in (False, True):
        if mouse:
            driver.click_on(name)
        else:
            driver.tab_to(name)
            driver.key(pygame.K_RETURN)
        assert isinstance(driver.scene, kind)
        driver.key(pygame.K_ESCAPE)
        assert isinstance(driver.scene, TitleScene)


def test_arrows_walk_the_menu_and_quit_ends_the_game() -> None:
    driver = begin()
    names = [driver.scene.focus]
    for way in (*[pygame.K_DOWN] * 4, pygame.K_RIGHT):
        driver.key(way)
        names.append(driver.scene.focus)
    assert names == ["play", "map", "watch", "workshop", "settings", "quit"]
    driver.key(pygame.K_RETURN)
    assert driver.game.quit


def test_players_plugins_are_counted_and_one_that_waits_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def link() -> str:
        scene = TitleScene(Game(Store()))
        scene.game.registry  # noqa: B018 - they are loaded
        Driver(scene)
        for _ in range(2):
            scene.update(0.02)
        widget = scene.widget("plugins")
        return widget.accessible_name() if widget is not None else ""

    assert link() == "Plugins"
    (home / "plugins").mkdir()
    (home / "plugins" / "mine.toml").write_text('id = "cup"\ntitle = "Cup"\nexamples = [[2, 0.8]]\nweights = [0.5]\n')
    assert link() == "1 plugin"
    for name in ("wrong", "worse"):
        (home / "plugins" / f"{name}.py").write_text("def levels(:\n", encoding="utf-8")
    assert link() == "3 plugins, 2 with a fault"
    monkeypatch.setenv("DOWNSLOPE_TRUST", "")
    assert link() == "2 plugins wait for you"


@pytest.mark.parametrize("still", [False, True])
def test_pip_hops_when_he_is_clicked_unless_motion_is_reduced(still: bool) -> None:
    driver = begin()
    driver.game.settings.still = still
    (x, y), (dx, dy) = pip_anchor(), offset(1280, 720)
    driver.click(x + dx, y + dy)
    frames = set()
    for _ in range(12):
        picture = shot(driver.scene, (1280, 720)).subsurface((x + dx - 60, y + dy - 90, 120, 140))
        frames.add(pygame.image.tobytes(picture, "RGB"))
        driver.scene.update(0.04)
    assert (len(frames) > 6) == (not still)


@pytest.mark.slow
def test_the_first_frame_needs_no_levels_and_nothing_heavy() -> None:
    """In a process of its own: what is imported by the time that the first frame is shown."""
    script = (
        "import os, sys\nimport pygame\nfrom downslope.cli import main\n"
        "out = os.dup(1)  # the game keeps to itself what is printed\n"
        "heavy = {'numpy', 'PIL', 'rich', 'typer', 'importlib.metadata', 'pluggy', 'downslope.registry.registry',"
        " 'subprocess', 'downslope.scenes.play.play', 'downslope.scenes.level_map', 'downslope.scenes.settings',"
        " 'downslope.engine.run', 'downslope.rules', 'downslope.level_files.writing', 'downslope.learning'}\n"
        "def shown():\n    os.write(out, str(sorted(heavy & set(sys.modules))).encode())\n    os._exit(0)\n"
        "pygame.display.flip = shown\nsys.argv = ['downslope', 'play']\nmain()"
    )
    assert last_line(script) == "[]"


def test_plugins_are_loaded_in_parts_of_frames_and_what_is_asked_for_is_there_at_once() -> None:
    game, calls = Game(Store()), 0
    while not game.plugins.load_some(1.5 * LOOK):
        calls += 1
        assert calls < 1000
    assert calls > 20 and set(game.catalog.levels) == set(load_all(plugins=False).catalog.levels)
    assert "thirteen" in Game(Store()).catalog.levels
    scene = TitleScene(Game(Store()))
    driver = Driver(scene)
    scene.update(0.02)
    assert not scene.known  # the first frame loads nothing
    for _ in range(400):
        scene.update(0.02)
    assert scene.known and scene.level is not None and scene.total is not None and driver.scene is scene


@pytest.mark.parametrize(("size", "keys"), [((1280, 720), True), ((320, 600), False)])
def test_the_foot_names_the_key_that_lists_all_keys_where_it_has_room(size: tuple[int, int], keys: bool) -> None:
    scene = begin().scene
    scene.game.settings.text = 1.5
    scene.resize(*size, 1.0)
    words = [text.string for text in written(scene.draw, size, scene.game.look())]
    assert ("F1" in words and "keys" in words) is keys and any(word.startswith("v") for word in words)
