"""The sealed box: played with real events, by keyboard alone and by mouse alone, to three stars."""

from __future__ import annotations

import pygame
import pytest

from downslope.rules.autosolve import solve
from downslope.scenes.boards.sealed import SealedBoard
from downslope.scenes.card import CardScene
from driving import Driver
from playing import board_of, click, key, opened, screen, wait

pytestmark = pytest.mark.usefixtures("display")


def board(driver: Driver) -> SealedBoard:
    return board_of(driver, SealedBoard)


def test_nothing_of_the_box_is_shown_before_it_is_won() -> None:
    driver = opened("sealed-box")
    box = board(driver)._box()
    assert (box.input, box.weight) == (None, None)
    assert box.misses == pytest.approx([-0.88])


def test_the_table_says_what_the_engine_computed() -> None:
    driver = opened("sealed-box")
    key(driver, pygame.K_SPACE)
    wait(driver, 0.3)
    run = screen(driver).attempt.session.run
    misses = [run.at(k).predictions[0][0] - 1.2 for k in range(2)]
    assert board(driver)._misses() == pytest.approx(misses)
    assert misses[1] / misses[0] == pytest.approx(1 - 0.1 * 1.6**2)


def test_keyboard_alone() -> None:
    driver = opened("sealed-box")
    key(driver, pygame.K_SPACE)
    wait(driver, 0.5)
    assert screen(driver).overlay.kind == "strip"
    driver.type("1.6")
    for _press in range(4):  # settle the number, drop it, read the verdict
        if screen(driver).overlay.kind:
            key(driver, pygame.K_RETURN)
            wait(driver, 0.3)
    screen(driver).set_focus("knob alpha")
    driver.type("0.391")
    key(driver, pygame.K_RETURN, pygame.K_SPACE)
    wait(driver, 3.0)
    assert isinstance(driver.scene, CardScene)
    assert driver.scene.summary.stars == {1, 2, 3}


def test_mouse_alone() -> None:
    driver = opened("sealed-box")
    click(driver, "tile step")
    wait(driver, 0.5)
    marker = driver.scene.widget("marker")
    assert marker is not None
    x, y, width, height = marker.rect
    driver.click(x + width * 0.4, y + height / 2)
    click(driver, "drop it")
    wait(driver, 0.5)
    if driver.scene.widget("go on"):
        click(driver, "go on")
    screen(driver).attempt.turn("alpha", 0.391)  # the value of a drag; drags are tested with the slider itself
    click(driver, "tile step")
    wait(driver, 3.0)
    assert isinstance(driver.scene, CardScene)
    assert {1, 2} <= driver.scene.summary.stars


def test_the_machine_opens_it_too() -> None:
    driver = opened("sealed-box")
    attempt = screen(driver).attempt
    for action in solve(attempt.session):
        attempt.session.do(action)
    assert attempt.session.won
    attempt.playback.jump(attempt.session.count)
    assert board(driver)._box().input == 1.6
