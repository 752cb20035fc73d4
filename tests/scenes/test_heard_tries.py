"""The tries of a show are heard: the one that leads, quietly, and a note for each that comes to the goal."""

from __future__ import annotations

import pygame
import pytest

from downslope.attempt.game.feedback import QUIET
from driving import Driver
from playing import key, opened, screen, wait

pytestmark = pytest.mark.usefixtures("display")


def begun() -> Driver:
    driver = opened("thirteen", bets=False)
    screen(driver).attempt.ran = True
    wait(driver, 0.1)
    key(driver, pygame.K_a)
    wait(driver, 0.1)
    return driver


def heard(driver: Driver, monkeypatch: pytest.MonkeyPatch, seconds: float) -> list[tuple[str, float]]:
    found: list[tuple[str, float]] = []
    monkeypatch.setattr(driver.game.sound, "play", lambda name, volume=1.0, *_when: found.append((name, volume)))
    wait(driver, seconds)
    return found


def test_the_leader_is_heard_quietly_and_each_landing_has_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = begun()
    plucks = [each for each in heard(driver, monkeypatch, 7.0) if each[0].startswith("pluck")]
    assert plucks and {volume for _name, volume in plucks} == {QUIET}
    assert [name for name, _volume in plucks].count("pluck84") >= 4  # so many come to the goal within the heats


def test_while_it_is_held_nothing_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = begun()
    key(driver, pygame.K_SPACE)
    wait(driver, 0.2)
    assert heard(driver, monkeypatch, 2.0) == []
