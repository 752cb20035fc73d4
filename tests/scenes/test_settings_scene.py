"""The settings by keyboard and by mouse: each applies at once and is there again after the game was closed."""

from dataclasses import fields

import pygame
import pytest

from downslope import i18n
from downslope.attempt.game.game import Game
from downslope.scenes import settings
from downslope.scenes.base.scene import Scene
from downslope.scenes.settings import SETTINGS, SettingsScene
from downslope.storage.saves import CHOICES, VOLUMES, Settings, Store
from lib.driving import Driver, place_of

pytestmark = pytest.mark.usefixtures("display")


@pytest.fixture
def driver() -> Driver:
    game = Game(Store())
    return Driver(SettingsScene(game, Scene(game)))


@pytest.fixture
def scene(driver: Driver) -> SettingsScene:
    assert isinstance(driver.scene, SettingsScene)
    return driver.scene


def saved() -> Settings:
    """What the next start of the game would find."""
    return Store().settings


def test_everything_that_is_kept_can_be_set_to_all_that_it_may_be(
    driver: Driver, scene: SettingsScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = {setting.name: setting for setting in SETTINGS}
    assert {*rows, "keys"} == {each.name for each in fields(Settings)}
    assert {name: tuple(value for value, _words in row.values) for name, row in rows.items() if row.values} == CHOICES
    assert {name for name, row in rows.items() if row.kind == "volume"} == set(VOLUMES)
    assert scene.widget("language") is None
    monkeypatch.setattr(settings, "speech_program", lambda: True)
    scene.request_layout()
    assert scene.widget("read_aloud") is not None and scene.widget("import") is not None
    assert scene.areas["likes"].limit == 0, "nothing is scrolled away at the design size"
    monkeypatch.setattr(i18n, "languages", lambda: ["en", "nb"])
    scene.request_layout()
    scene.set_focus("language")
    driver.key(pygame.K_RIGHT)
    i18n.use("en")
    assert saved().language == "nb"


def test_every_setting_by_keyboard_applies_at_once(driver: Driver) -> None:
    before = driver.game.look()
    driver.game.theme = "dark"  # as the command line asked for
    keys = {"wind": pygame.K_HOME, "music": pygame.K_LEFT}
    keys |= dict.fromkeys(("still", "bets", "full_screen"), pygame.K_RETURN)
    for name in ("sound", "wind", "music", "text", "theme", "colours", "still", "bets", "full_screen"):
        code = keys.get(name, pygame.K_RIGHT)
        driver.tab_to(name)
        driver.key(code)
    kept, after = saved(), driver.game.look()
    assert [kept.sound, kept.wind, kept.music] == pytest.approx([0.65, 0.0, 0.2])
    assert (kept.text, kept.theme, kept.colours) == (1.25, "light", "safe")
    assert (kept.still, kept.bets, kept.full_screen) == (True, False, True)
    assert before.theme.dark and not after.theme.dark and not before.still and after.still
    driver.game.settings.full_screen = False  # what F11 does
    driver.scene.update(0.1)
    assert driver.scene.widget("full_screen").on is False  # type: ignore[union-attr]


def press_for(driver: Driver, action: str, code: int, text: str = "") -> None:
    scene = driver.scene
    assert isinstance(scene, SettingsScene)
    scene.set_focus(f"key {action}")
    driver.key(pygame.K_RETURN)
    assert scene.waiting == action
    driver.post(pygame.KEYDOWN, key=code, mod=0, unicode=text)
    driver.post(pygame.KEYUP, key=code, mod=0)
    assert scene.waiting == "" and driver.scene is scene


def test_a_key_is_given_anew_swapped_refused_and_kept(driver: Driver, scene: SettingsScene) -> None:
    label = driver.controls.label
    press_for(driver, "learn", pygame.K_q, "q")
    assert saved().keys == {"learn": "q"} and label("learn") == "Q"
    press_for(driver, "learn", pygame.K_F7)  # a key that types nothing
    assert label("learn") == "F7"
    press_for(driver, "learn", pygame.K_p, "p")
    assert (label("learn"), label("pause")) == ("P", "F7") and "Pause" in scene.note and "F7" in scene.note
    press_for(driver, "learn", pygame.K_TAB)
    assert "Tab" in scene.note and label("learn") == "P"
    press_for(driver, "learn", pygame.K_ESCAPE)  # it gives up, and does not leave the screen
    assert label("learn") == "P"
    driver.click_on("bets")
    driver.click_on("restore")
    assert saved() == Settings() and label("learn") == "L"
    driver.click_on("restore")
    assert saved().bets is False and label("learn") == "P"


def test_who_does_something_else_while_a_key_is_waited_for_gives_it_up(driver: Driver, scene: SettingsScene) -> None:
    x, y = place_of(scene, "key learn")
    driver.click(x, y)
    driver.key(pygame.K_LSHIFT)  # Shift alone is no key
    assert scene.waiting == "learn"
    driver.click(300, 60)
    assert scene.waiting == ""
    driver.wheel(x, y, -24)
    hidden = place_of(scene, "key learn")
    assert hidden[1] < scene.areas["keys"].rect[1]
    driver.click(*hidden)
    assert scene.waiting == "", "what is scrolled away cannot be clicked"
    scene.ask("learn")
    scene.go(Scene(scene.game))  # a level is dropped onto the window, say
    driver.scene = scene.update(0.0)
    driver.key(pygame.K_k)
    assert scene.waiting == "" and driver.controls.label("learn") == "L"
