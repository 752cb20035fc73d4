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


def begin() -> tuple[Driver, SettingsScene]:
    game = Game(Store())
    scene = SettingsScene(game, Scene(game))
    return Driver(scene), scene


def saved() -> Settings:
    """What the next start of the game would find."""
    return Store().settings


def test_every_setting_can_be_all_that_it_may_be_and_applies_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = {setting.name: setting for setting in SETTINGS}
    assert {*rows, "keys"} == {each.name for each in fields(Settings)}
    assert {name: tuple(value for value, _words in row.values) for name, row in rows.items() if row.values} == CHOICES
    assert {name for name, row in rows.items() if row.kind == "volume"} == set(VOLUMES)
    driver, scene = begin()
    before = driver.game.look()
    driver.game.theme = "dark"  # as the command line asked for
    keys = {"wind": pygame.K_HOME, "music": pygame.K_LEFT}
    keys |= dict.fromkeys(("still", "bets", "full_screen"), pygame.K_RETURN)
    for name in ("sound", "wind", "music", "text", "theme", "colours", "still", "bets", "full_screen"):
        driver.tab_to(name)
        driver.key(keys.get(name, pygame.K_RIGHT))
    kept, after = saved(), driver.game.look()
    assert [kept.sound, kept.wind, kept.music] == pytest.approx([0.65, 0.0, 0.2])
    assert (kept.text, kept.theme, kept.colours) == (1.25, "light", "safe")
    assert (kept.still, kept.bets, kept.full_screen) == (True, False, True)
    assert before.theme.dark and not after.theme.dark and not before.still and after.still
    driver.game.settings.full_screen = False  # what F11 does
    scene.update(0.1)
    assert scene.widget("full_screen").on is False  # type: ignore[union-attr]
    driver, scene = begin()
    scene.game.settings.text = 1.0
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


def test_a_key_is_given_anew_swapped_refused_given_up_and_kept() -> None:
    driver, scene = begin()
    label = driver.controls.label
    for code, text, name in ((pygame.K_q, "q", "Q"), (pygame.K_F7, "", "F7"), (pygame.K_p, "p", "P"),
                              (pygame.K_TAB, "", "P"), (pygame.K_ESCAPE, "", "P")):  # fmt: skip
        scene.set_focus("key learn")
        driver.key(pygame.K_RETURN)
        assert scene.waiting == "learn"
        driver.post(pygame.KEYDOWN, key=code, mod=0, unicode=text)
        driver.post(pygame.KEYUP, key=code, mod=0)
        assert scene.waiting == "" and driver.scene is scene and label("learn") == name
        if code == pygame.K_q:
            assert saved().keys == {"learn": "q"}
        elif code == pygame.K_p:
            assert label("pause") == "F7" and "Pause" in scene.note and "F7" in scene.note
        elif code == pygame.K_TAB:
            assert "Tab" in scene.note
    driver.click_on("bets")
    driver.click_on("restore")
    assert saved() == Settings() and label("learn") == "L"
    driver.click_on("restore")
    assert saved().bets is False and label("learn") == "P"
    driver.click_on("restore")
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
    assert scene.waiting == "" and label("learn") == "L"
