"""The title and the map: to a level by keys alone and by mouse alone; what is open, and that nothing overlaps."""

from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pygame
import pytest

from downslope.attempt.game.game import Game
from downslope.attempt.game.progression import next_level
from downslope.registry.loading import load_all
from downslope.rules import Catalog, places
from downslope.scenes.base.scene import Scene
from downslope.scenes.level_map import LevelMapScene, text_of
from downslope.scenes.play.play import PlayScene
from downslope.scenes.plugins import PluginsScene
from downslope.scenes.settings import SettingsScene
from downslope.scenes.title import TitleScene
from downslope.storage.saves import Store
from downslope.view.draw import meets
from downslope.view.level_map.map_layout import THINGS, lift_over, pip_box, stop_box
from downslope.view.level_map.map_picture import MapControl
from downslope.view.widgets.button import Button, MenuButton
from lib.clocks import LOOK
from lib.driving import Driver
from lib.playing import control, lay_out, shot
from lib.processes import last_line
from lib.support import campaign, shipped

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
    driver.tab_to("quit")
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


@pytest.mark.slow
def test_the_first_frame_needs_no_levels_and_nothing_heavy() -> None:
    """In a process of its own: what is imported by the time that the first frame is shown."""
    script = (
        "import os, sys\nimport pygame\nfrom downslope.cli import main\n"
        "out = os.dup(1)  # the game keeps to itself what is printed\n"
        "heavy = {'numpy', 'PIL', 'rich', 'typer', 'importlib.metadata', 'pluggy', 'downslope.registry.registry',"
        " 'subprocess', 'downslope.scenes.play.play', 'downslope.scenes.level_map', 'downslope.scenes.settings',"
        " 'downslope.engine.run', 'downslope.rules', 'downslope.level_files.to_toml', 'downslope.learning'}\n"
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


TRAILS = {"one": 5, "long": 40, "another": 3}


def game(reached: int = 0, trails: dict[str, int] | None = None) -> Game:
    """A player who has reached the first levels; `trails`: plugins with so many levels."""
    base = shipped()
    catalog = Catalog(base.metrics, base.learners, dict(base.levels), dict(base.owner))
    for plugin, many in (trails or {}).items():
        for number in range(many):
            level = replace(base.level("thirteen"), id=f"{plugin}/level-{number}", title=f"Level {number}", chapter="")
            catalog.levels[level.id] = level
            catalog.owner[f"level {level.id}"] = plugin
    made = Game(Store(), catalog=catalog)
    for level in campaign()[:reached]:
        made.progress.level(level.id).reached = True
        made.progress.level(level.id).stars = [1]
        made.progress.last_level = level.id
    return made


def chosen(driver: Driver) -> tuple[int, int]:
    assert isinstance(driver.scene, LevelMapScene)
    return driver.scene.stop.chapter, driver.scene.stop.number


def test_a_best_stands_beside_the_par_that_it_was_played_under() -> None:
    made = game(10)
    record = made.progress.level("the-grump")
    record.best, record.digest = 2, "0a2b230f43ca"
    for record.par, best in (("3 runs", ("Best", "2")), ("2 runs", ("Reached", "yes"))):
        stop = next(s for s in LevelMapScene(made).stops if s.level is not None and s.level.id == "the-grump")
        assert [fact[:2] for fact in text_of(stop, made.progress, made.catalog).facts[:2]] == [best, ("Par", "3")]


def test_pip_stands_at_the_last_level_and_the_next_one_is_never_locked() -> None:
    made = game(8)
    made.progress.level("warmer").reached = False
    made.progress.last_level = "warmer"  # 3-1, though 2-4 is not reached
    scene = LevelMapScene(made)
    assert scene.stop.level is not None and scene.stop.level.id == "warmer"
    assert scene.gold == scene.pip == scene.chosen
    made = game(0)
    made.progress.level("thirteen").reached = True  # a save from elsewhere
    made.progress.last_level = "thirteen"
    assert next_level(made.catalog, made.progress) == campaign()[0]


def test_keyboard_alone_from_the_title_to_a_chosen_level() -> None:
    driver = Driver(TitleScene(game(5)))
    driver.key(pygame.K_DOWN)
    driver.key(pygame.K_RETURN)
    assert chosen(driver) == (2, 1)
    driver.key(pygame.K_LEFT)
    assert chosen(driver) == (1, 0)
    driver.key(pygame.K_LEFT)
    assert chosen(driver) == (1, 5)
    driver.key(pygame.K_RETURN)
    assert isinstance(driver.scene, PlayScene) and driver.scene.level == campaign()[4]


def test_what_is_not_open_refuses_with_a_sentence() -> None:
    made = game(2)
    driver = Driver(LevelMapScene(made))
    driver.key(pygame.K_PAGEDOWN)
    assert chosen(driver) == (2, 1) and control(driver, "play", Button).label == "Locked"
    driver.key(pygame.K_RETURN)
    assert isinstance(driver.scene, LevelMapScene)
    assert driver.scene.panel.text.sentence == made.toasts.shown[0].title == "Error opens after 2 more levels."
    made = game(22)
    for level in [v for v in campaign() if v.chapter == "images"]:  # as if its file were not there
        del made.catalog.levels[level.id]
    driver = Driver(LevelMapScene(made))
    driver.key(pygame.K_END)
    assert chosen(driver) == (8, 0)
    driver.key(pygame.K_RETURN)
    assert isinstance(driver.scene, LevelMapScene) and "Images comes with" in made.toasts.shown[0].title


def test_answers_of_a_recap_are_seen_when_the_map_comes_back() -> None:
    made = game(5)
    scene = LevelMapScene(made)
    scene.resize(1280, 720)
    made.progress.recaps["forward"] = {"0": True, "1": False, "2": True}
    scene.update(0.02)
    number = next(number for number, stop in enumerate(scene.stops) if stop.kind == "recap")
    assert (scene.stops[number].state, scene.stops[number].marks) == ("done", (True, False, True))
    scene.choose(number)
    assert scene.button.label == "Read", "there is nothing left to play in it"


def test_arrows_follow_the_path_over_its_turns() -> None:
    driver = Driver(LevelMapScene(game()))
    driver.key(pygame.K_HOME)
    stops = [chosen(driver)]
    for key, times in ((pygame.K_RIGHT, 14), (pygame.K_LEFT, 13), (pygame.K_RIGHT, 14), (pygame.K_LEFT, 5)):
        for _ in range(times):
            driver.key(key)
            stops.append(chosen(driver))
    assert stops == [(s.chapter, s.number) for s in driver.scene.stops]  # type: ignore[attr-defined]


def test_trails_of_any_length_are_reached_by_keys_and_by_mouse() -> None:
    scene = LevelMapScene(game(trails={"weather-vane": 5}))
    Driver(scene)
    assert scene.plan.pages == 1 and scene.sign_texts[len(scene.stops) - 5].name == "Plugin trail: Weather vane"
    scene = LevelMapScene(game(trails=TRAILS))
    driver = Driver(scene)
    driver.key(pygame.K_END)
    assert scene.stop.level is not None and scene.stop.level.id == "another/level-2"
    assert scene.page == 1 and scene.plan.pages == 2
    driver.click_on("page up")
    assert scene.page == 0
    driver.click_on("page down")
    spot = scene.plan.spots[-1]
    driver.click(spot.x, spot.y)
    driver.click(spot.x, spot.y)
    assert isinstance(driver.scene, PlayScene) and driver.scene.level.id == "another/level-2"


@pytest.mark.parametrize("text", [1.0, 1.5])
@pytest.mark.parametrize("size", [(960, 540), (1280, 1024), (1720, 720)])
def test_nothing_overlaps_and_everything_is_inside(size: tuple[int, int], text: float) -> None:
    """Stops, signs, Pip wherever he is, and what has grown."""
    for reached, trails in ((0, TRAILS), (10, {"weather-vane": 5}), (22, {})):
        made = game(reached, trails)
        made.settings.text = text
        scene = LevelMapScene(made)
        lay_out(scene, size)
        plan, low = scene.plan, scene.panel.rect[1]
        assert [spot.stop.name for spot in plan.spots] == [stop.name for stop in scene.stops]
        for page in range(plan.pages):
            spots = [spot for spot in plan.spots if spot.page == page]
            stones, signs = [stop_box(spot) for spot in spots], [s.rect for s in scene.signs if s.page == page]
            things = [thing for index, thing in plan.things.items() if plan.spots[index].page == page]
            assert all(high >= 16 for _x, _y, _wide, high in things)
            for x, y, w, h in stones + signs:
                assert x >= 0 and y >= 62 and x + w <= scene.width and y + h <= low
            assert not any(meets(one, other) for one, other in combinations(stones + signs, 2))
            assert not any(meets(one, other, -1) for one in things for other in (*stones, *signs))
            assert not any(meets(one, other, -1) for one, other in combinations(things, 2))
            for spot in spots:
                left, top, wide, _high = pip_box(spot)
                top -= lift_over(scene.signs, spot)
                assert not any(meets((left, top, wide, wide), sign) for sign in signs), spot.stop.name


@pytest.mark.parametrize("still", [False, True])
def test_pip_walks_to_the_stop_that_is_chosen(still: bool) -> None:
    scene = LevelMapScene(game(6))
    scene.game.settings.still = still
    driver = Driver(scene)
    assert scene.way.value == scene.pip
    driver.key(pygame.K_LEFT, times=3)
    places = set()
    for _ in range(60):
        scene.update(1 / 60)
        places.add(scene.way.value)
    assert scene.way.value == scene.chosen != scene.pip and (len(places) > 20) == (not still)
    spot = scene.plan.spots[scene.chosen]
    assert scene.way.place(scene.plan)[1:3] == (spot.x, spot.y)


@pytest.mark.slow
def test_each_level_of_the_first_four_chapters_adds_a_thing_that_grows_once() -> None:
    assert list(THINGS) == [place.level.id for place in places(shipped()) if place.chapter <= 4]
    for reached in (0, 9, 20):
        scene = LevelMapScene(game(reached))
        scene.resize(1280, 720)
        assert [scene.stops[index].level for index in scene.plan.things] == campaign()[: min(14, reached)]
    scene.choose(0)
    assert "a light in the house" in control(Driver(scene), "trail", MapControl).description()
    made = game(3)
    made.settings.still = False
    made.village = {level.id for level in campaign()[:2]}
    scene = LevelMapScene(made)
    assert scene.grows == {campaign()[2].id}
    frames = []
    for _ in range(12):
        frames.append(pygame.image.tobytes(shot(scene, (1280, 720)), "RGB"))
        scene.update(1 / 20)
    assert len(set(frames[:9])) > 4 and len(set(frames[9:])) == 1 and LevelMapScene(made).grows == set()
