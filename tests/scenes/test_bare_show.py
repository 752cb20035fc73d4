"""A show that is only watched, as a reel has it: nothing to press, it tells when it is over, and can be taken over."""

from __future__ import annotations

import pytest

from downslope.attempt.playback.round_plan import ENDING, ShowPhase
from downslope.scenes.reel import BareShow
from driving import Driver
from playing import opened, screen, wait
from support import shipped

pytestmark = pytest.mark.usefixtures("display")


def scene_of(driver: Driver) -> BareShow:
    assert isinstance(driver.scene, BareShow)
    return driver.scene


def watched(level: str) -> Driver:
    driver = opened("double-it", bets=False)
    scene = BareShow(driver.game, shipped().level(level))
    scene.resize(driver.scene.width, driver.scene.height, driver.scene.scale)
    driver.scene = scene
    wait(driver, 0.2)
    return driver


def test_there_is_nothing_of_the_screens_own_to_press_and_nothing_is_counted() -> None:
    driver = watched("thirteen")
    names = {widget.name for widget in driver.scene.widgets}
    assert not names & {"back", "settings", "machine play", "take over", "leave", "show"}
    before, show = driver.game.progress, screen(driver).attempt.machine
    assert show is not None
    show.jump(ShowPhase.ENDS)
    wait(driver, 0.5)
    assert show.ended and not scene_of(driver).over
    wait(driver, ENDING)
    assert scene_of(driver).over
    assert before.last_level != "thirteen" and not before.level("thirteen").stars
