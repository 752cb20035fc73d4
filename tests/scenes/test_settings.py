"""The settings: which there are, and where; what is pressed in them: walks/settings.txt."""

from dataclasses import fields

import pygame
import pytest

from downslope import i18n
from downslope.attempt.game.game import Game
from downslope.scenes import settings
from downslope.scenes.base.scene import Scene
from downslope.scenes.settings import SETTINGS, SettingsScene
from downslope.storage.saves import CHOICES, VOLUMES, Settings, Store
from lib.driving import Driver

pytestmark = pytest.mark.usefixtures("display")


def in_settings() -> tuple[Driver, SettingsScene]:
    game = Game(Store())
    scene = SettingsScene(game, Scene(game))
    return Driver(scene), scene


def test_every_setting_can_be_all_that_it_may_be_and_comes_where_it_is_of_use(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = {setting.name: setting for setting in SETTINGS}
    assert {*rows, "keys"} == {each.name for each in fields(Settings)}
    assert {name: tuple(value for value, _words in row.values) for name, row in rows.items() if row.values} == CHOICES
    assert {name for name, row in rows.items() if row.kind == "volume"} == set(VOLUMES)
    driver, scene = in_settings()
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
    assert Store().settings.language == "nb"
