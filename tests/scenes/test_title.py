"""The title with real events: to a level by keys alone and by mouse alone; what the first frame costs."""

from __future__ import annotations

from pathlib import Path

import pygame
import pytest

from checks.paper import Page, Paper
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
from playing import shot
from processes import last_line
from support import campaign, shipped

pytestmark = pytest.mark.usefixtures("display")


def title(**reached: bool) -> TitleScene:
    game = Game(Store(), catalog=shipped())
    for key in reached:
        game.progress.level(key.replace("_", "-")).reached = reached[key]
        game.progress.last_level = key.replace("_", "-")
    return TitleScene(game)


def begin(scene: TitleScene) -> Driver:
    """After two frames, when it knows what there is."""
    driver = Driver(scene)
    scene.update(0.02)
    scene.update(0.02)
    return driver


def test_first_start_plays_the_first_level_without_a_map() -> None:
    driver = begin(title())
    play = driver.scene.widget("play")
    assert isinstance(play, MenuButton)
    assert play.label == f"Play\n1-1\n{campaign()[0].title}"
    driver.key(pygame.K_RETURN)
    assert isinstance(driver.scene, PlayScene)
    assert driver.scene.level.id == campaign()[0].id


def test_continue_goes_on_with_the_next_level() -> None:
    driver = begin(title(double_it=True))
    play = driver.scene.widget("play")
    assert isinstance(play, MenuButton)
    assert play.label.startswith("Continue\n1-2\n")
    driver.click_on("play")
    assert isinstance(driver.scene, PlayScene)
    assert driver.scene.level.id == "a-hundredth"


def test_an_unfinished_level_is_taken_up_again() -> None:
    scene = title(double_it=True, below_zero=False)
    begin(scene)
    assert scene.level is not None
    assert scene.level.id == "below-zero"


@pytest.mark.parametrize(
    ("name", "kind"), [("map", LevelMapScene), ("settings", SettingsScene), ("plugins", PluginsScene)]
)
@pytest.mark.parametrize("how", ["keys", "mouse"])
def test_every_entry_by_keys_and_by_mouse(name: str, kind: type[Scene], how: str) -> None:
    driver = begin(title())
    if how == "mouse":
        driver.click_on(name)
    else:
        for _ in range(6):
            if driver.scene.focus != name:
                driver.key(pygame.K_TAB)
        assert driver.scene.focus == name
        driver.key(pygame.K_RETURN)
    assert isinstance(driver.scene, kind)
    driver.key(pygame.K_ESCAPE)
    assert isinstance(driver.scene, TitleScene)


def test_arrows_walk_the_menu_and_quit_ends_the_game() -> None:
    driver = begin(title())
    seen = [driver.scene.focus]
    for way in (*[pygame.K_DOWN] * 4, pygame.K_RIGHT):
        driver.key(way)
        seen.append(driver.scene.focus)
    assert seen == ["play", "map", "watch", "workshop", "settings", "quit"]
    driver.key(pygame.K_RETURN)
    assert driver.game.quit


def test_players_plugins_are_counted_and_one_that_waits_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def link() -> str:
        scene = TitleScene(Game(Store()))
        scene.game.registry  # noqa: B018 - they are loaded
        begin(scene)
        widget = scene.widget("plugins")
        return widget.accessible_name() if widget is not None else ""

    assert link() == "Plugins"
    (home / "plugins").mkdir()
    (home / "plugins" / "mine.py").write_text(
        "from downslope import Example, Level, Near, hookimpl\n@hookimpl\ndef levels():\n"
        '    return [Level("one", title="One", examples=[Example(1, 2)], weights=[0.5], target=Near(0.1))]\n',
        encoding="utf-8",
    )
    assert link() == "1 plugin"
    (home / "plugins" / "wrong.py").write_text("def levels(:\n", encoding="utf-8")
    assert link() == "2 plugins, 1 with a fault"
    monkeypatch.setenv("DOWNSLOPE_TRUST", "")
    assert link() == "2 plugins wait for you"


@pytest.mark.parametrize("still", [False, True])
def test_pip_hops_when_he_is_clicked_unless_motion_is_reduced(still: bool) -> None:
    scene = title()
    driver = begin(scene)
    scene.game.settings.still = still
    x, y = pip_anchor()
    dx, dy = offset(1280, 720)
    frames = set()
    driver.click(x + dx, y + dy)
    for _ in range(12):
        place = (x + dx - 60, y + dy - 90, 120, 140)
        frames.add(pygame.image.tobytes(shot(scene, (1280, 720)).subsurface(place), "RGB"))
        scene.update(0.04)
    assert (len(frames) > 6) == (not still)


@pytest.mark.slow
def test_the_first_frame_needs_no_levels_and_nothing_heavy(home: Path) -> None:
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


def test_plugins_are_loaded_in_parts_of_frames() -> None:
    """Each call loads a little; what is asked for at once is there at once."""
    game = Game(Store())
    calls = 0
    while not game.plugins.load_some(1.5 * LOOK):
        calls += 1
        assert calls < 1000
    assert calls > 20
    assert set(game.catalog.levels) == set(load_all(plugins=False).catalog.levels)
    assert "thirteen" in Game(Store()).catalog.levels


def test_the_title_knows_what_there_is_after_some_frames() -> None:
    scene = TitleScene(Game(Store()))
    driver = Driver(scene)
    scene.update(0.02)
    assert not scene.known  # the first frame loads nothing
    for _ in range(400):
        scene.update(0.02)
        if scene.known:
            break
    assert scene.known and scene.level is not None and scene.total is not None
    assert driver.scene is scene


@pytest.mark.parametrize(
    ("size", "text", "keys"), [((1280, 720), 1.0, True), ((1280, 720), 1.5, True), ((320, 600), 1.5, False)]
)
def test_the_foot_names_the_key_that_lists_all_keys_where_it_has_room(
    size: tuple[int, int], text: float, keys: bool
) -> None:
    scene = title()
    scene.game.settings.text = text
    begin(scene)
    scene.resize(*size, 1.0)
    page = Page.current = Page(size=size)
    scene.draw(Paper(pygame.Surface(size), scene.game.look(), page=page))
    written = [each.string for each in page.texts]
    assert ("F1" in written and "keys" in written) is keys
    assert any(each.startswith("v") for each in written)
