"""3-1: by hand, by feel alone; then the loop does the same once; then it learns in its bowl."""

from __future__ import annotations

import re

import pygame
import pytest

from checks.paper import written
from downslope import Turn
from downslope.boards.one_neuron.feel_board import FeelBoard
from downslope.view.scenery.bathroom import FeltMove
from driving import Driver
from playing import board_of, click, key, opened, screen, wait
from support import shipped

pytestmark = pytest.mark.usefixtures("display")


def words(driver: Driver) -> str:
    return " ".join(text.string for text in written(driver.scene.draw, (1280, 720), driver.game.look()))


def by_hand(driver: Driver, *keys: int) -> None:
    for code in keys:
        key(driver, code)
        wait(driver, 0.5)


def room(driver: Driver) -> FeelBoard:
    return board_of(driver, FeelBoard)


def test_by_hand_there_are_two_buttons_and_no_number() -> None:
    driver = opened("warmer", bets=False)
    for keys in ((), (pygame.K_LEFT,), (pygame.K_RIGHT, pygame.K_RIGHT)):
        by_hand(driver, *keys)
        text = words(driver).replace("3-1", "")
        assert not re.findall(r"\d", text), text
        names = [widget.name for widget in driver.scene.widgets if widget.name.startswith("tile ")]
        assert names == ["tile colder", "tile hotter", "tile hint"]


def test_each_press_is_one_move_that_pip_calls_better_or_worse() -> None:
    driver = opened("warmer", bets=False)
    by_hand(driver, pygame.K_LEFT)
    assert "worse" in words(driver) and "Worse. Hotter, then?" in words(driver)
    hotter = driver.scene.widget("tile hotter")
    assert hotter is not None and hotter.primary
    click(driver, "tile hotter")
    wait(driver, 0.5)
    assert "Better! Hotter again?" in words(driver)
    assert screen(driver).attempt.session.actions == [Turn("weight", 1.2), Turn("weight", 1.3)]
    assert room(driver).room.moves() == (FeltMove(False, False), FeltMove(True, True))
    key(driver, pygame.K_z)
    wait(driver, 0.5)
    assert room(driver).room.moves() == (FeltMove(False, False),)
    key(driver, pygame.K_r)
    wait(driver, 0.5)
    assert room(driver).room.moves() == () and screen(driver).attempt.session.weights == [1.3]


@pytest.mark.parametrize("press", [pygame.K_l, pygame.K_RETURN])
def test_just_right_the_loop_is_offered_and_plays_the_same_moves(press: int) -> None:
    driver = opened("warmer", bets=False, still=False)
    by_hand(driver, *[pygame.K_RIGHT] * 3)
    wait(driver, 2.0)
    assert "You did the same thing 3 times. Shall the loop do it for you?" in words(driver)
    assert [widget.name for widget in driver.scene.widgets if widget.name.startswith("tile ")] == [
        "tile next", "tile by hand",
    ]  # fmt: skip
    key(driver, press)
    loop, weights = room(driver).room.loop, set[float]()
    assert loop is not None and loop.count == 3 and loop.won
    lit, line = list[str](), "weight += alpha"
    for _ in range(round(3.0 / 0.05)):
        if screen(driver).attempt.session.stage:
            break
        weights.add(round(2 * 0.8 * room(driver).room.bath().warm, 3))
        lines, numbers = room(driver).room.running_lines(loop)
        lit += [lines[number].strip() for number in numbers]
        wait(driver, 0.05)
    assert {1.3, 1.4, 1.5, 1.6} <= weights and line in lit and "if hotter < colder:" in lit
    assert screen(driver).attempt.session.stage == 1 and screen(driver).attempt.session.weights == [0.5]


def test_by_hand_again_and_without_motion_the_loop_is_not_waited_for() -> None:
    driver = opened("warmer", bets=False)
    by_hand(driver, *[pygame.K_RIGHT] * 3)
    wait(driver, 2.0)
    click(driver, "tile by hand")
    wait(driver, 0.5)
    assert screen(driver).attempt.session.weights == [1.3] and "Which way is better?" in words(driver)
    by_hand(driver, *[pygame.K_RIGHT] * 3)
    wait(driver, 2.0)
    key(driver, pygame.K_l)
    assert screen(driver).attempt.session.stage == 1


def test_then_it_learns_with_the_step_that_is_chosen() -> None:
    driver = opened("warmer", bets=False)
    by_hand(driver, *[pygame.K_RIGHT] * 3)
    wait(driver, 2.0)
    key(driver, pygame.K_l)
    wait(driver, 0.5)
    assert "Three looks for one move." in words(driver) and "Error bowl" not in words(driver)
    screen(driver).attempt.turn("alpha", 0.1)
    key(driver, pygame.K_SPACE)
    wait(driver, 1.0)
    assert "Hotter was better." in words(driver)
    key(driver, pygame.K_l)
    wait(driver, 8.0)
    session = screen(driver).attempt.session
    assert session.won and session.count == 11 == shipped().level("warmer").stage(1).par
