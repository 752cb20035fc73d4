"""The settings by keyboard and by mouse: each applies at once and is there again after the game was closed."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pygame
import pytest

from downslope import i18n
from downslope.attempt.game.game import Game
from downslope.scenes import settings
from downslope.scenes.base.scene import Scene
from downslope.scenes.settings import SETTINGS, SettingsScene
from downslope.storage.saves import CHOICES, VOLUMES, Settings, Store
from driving import Driver, place_of

pytestmark = pytest.mark.usefixtures("display")


@pytest.fixture
def driver() -> Driver:
    game = Game(Store())
    return Driver(SettingsScene(game, Scene(game)))


def saved() -> Settings:
    """What the next start of the game would find."""
    return Store().settings


def test_everything_that_is_kept_can_be_set_to_all_that_it_may_be() -> None:
    rows = {setting.name: setting for setting in SETTINGS}
    assert {*rows, "keys"} == {each.name for each in fields(Settings)}
    assert {name: tuple(value for value, _words in row.values) for name, row in rows.items() if row.values} == CHOICES
    assert {name for name, row in rows.items() if row.kind == "volume"} == set(VOLUMES)


def test_every_setting_by_keyboard(driver: Driver) -> None:
    driver.tab_to("sound")
    driver.key(pygame.K_RIGHT)
    driver.tab_to("wind")
    driver.key(pygame.K_HOME)
    driver.tab_to("music")
    driver.key(pygame.K_LEFT)
    driver.tab_to("text")
    driver.key(pygame.K_RIGHT)
    driver.tab_to("theme")
    driver.key(pygame.K_RIGHT)
    driver.tab_to("colours")
    driver.key(pygame.K_RIGHT)
    for name in ("still", "bets", "full_screen"):
        driver.tab_to(name)
        driver.key(pygame.K_RETURN)
    found = saved()
    assert found.sound == pytest.approx(0.65)
    assert found.wind == 0.0 and found.music == pytest.approx(0.2)
    assert (found.text, found.theme, found.colours) == (1.25, "light", "safe")
    assert (found.still, found.bets, found.full_screen) == (True, False, True)


def test_they_apply_at_once(driver: Driver) -> None:
    before = driver.game.look()
    driver.game.theme = "dark"  # as the command line asked for
    driver.tab_to("theme")
    driver.key(pygame.K_RIGHT)
    driver.click_on("still")
    after = driver.game.look()
    assert before.theme.dark and not after.theme.dark
    assert not before.still and after.still


def test_full_screen_follows_the_key_too(driver: Driver) -> None:
    driver.game.settings.full_screen = True  # what F11 does
    driver.scene.update(0.1)
    assert getattr(driver.scene.widget("full_screen"), "on", None) is True


def press_for(driver: Driver, action: str, code: int, text: str = "") -> SettingsScene:
    scene: Any = driver.scene
    scene.set_focus(f"key {action}")
    driver.key(pygame.K_RETURN)
    assert scene.waiting == action
    driver.post(pygame.KEYDOWN, key=code, mod=0, unicode=text)
    driver.post(pygame.KEYUP, key=code, mod=0)
    assert scene.waiting == ""
    assert isinstance(scene, SettingsScene)
    return scene


def test_a_key_is_given_anew_and_kept(driver: Driver) -> None:
    press_for(driver, "learn", pygame.K_q, "q")
    assert saved().keys == {"learn": "q"}
    assert driver.controls.label("learn") == "Q"
    press_for(driver, "learn", pygame.K_F7)  # a key that types nothing
    assert driver.controls.label("learn") == "F7"


def test_a_conflict_swaps_and_says_so(driver: Driver) -> None:
    scene = press_for(driver, "learn", pygame.K_p, "p")
    assert (driver.controls.label("learn"), driver.controls.label("pause")) == ("P", "L")
    assert "Pause" in scene.note and "L" in scene.note


def test_a_key_that_is_needed_is_refused_and_escape_gives_up(driver: Driver) -> None:
    scene = press_for(driver, "learn", pygame.K_TAB)
    assert "Tab" in scene.note
    press_for(driver, "learn", pygame.K_ESCAPE)
    assert driver.controls.label("learn") == "L"
    assert driver.scene is scene  # Esc did not leave the screen


def test_shift_alone_is_no_key_and_a_click_elsewhere_gives_up(driver: Driver) -> None:
    scene: Any = driver.scene
    driver.click_on("key learn")
    driver.key(pygame.K_LSHIFT)
    assert scene.waiting == "learn"
    driver.click(300, 60)
    assert scene.waiting == ""
    driver.key(pygame.K_TAB)
    assert scene.focus != "key learn"  # the keyboard means what it meant


def test_defaults_come_back_and_go_again(driver: Driver) -> None:
    press_for(driver, "learn", pygame.K_f, "f")
    driver.click_on("bets")
    driver.click_on("restore")
    assert saved() == Settings()
    assert driver.controls.label("learn") == "L"
    driver.click_on("restore")
    assert saved().bets is False
    assert driver.controls.label("learn") == "F"


def test_what_is_scrolled_away_cannot_be_clicked(driver: Driver) -> None:
    scene: Any = driver.scene
    x, y = place_of(scene, "key learn")
    driver.wheel(x, y, -24)
    hidden = place_of(scene, "key learn")
    assert hidden[1] < scene.areas["keys"].rect[1]
    driver.click(*hidden)
    assert scene.waiting == ""


def test_at_the_design_size_nothing_of_the_settings_is_scrolled_away(
        driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    scene: Any = driver.scene
    monkeypatch.setattr(settings, "speech_program", lambda: True)
    scene.request_layout()
    assert scene.widget("read_aloud") is not None and scene.widget("import") is not None
    assert scene.areas["likes"].limit == 0


def test_a_second_language_has_a_row(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    assert driver.scene.widget("language") is None
    monkeypatch.setattr(i18n, "languages", lambda: ["en", "nb"])
    driver.scene.request_layout()
    driver.scene.set_focus("language")
    driver.key(pygame.K_RIGHT)
    assert saved().language == "nb"
    i18n.use("en")


def test_who_is_led_away_while_a_key_is_waited_for_gives_no_action_another_key(driver: Driver) -> None:
    """A level is dropped onto the window, say."""
    scene = driver.scene
    assert isinstance(scene, SettingsScene)
    scene.ask("learn")
    scene.go(Scene(scene.game))
    driver.scene = scene.update(0.0)
    driver.key(pygame.K_k)
    assert scene.waiting == "" and scene.game.controls.label("learn") == "L"
