"""The sealed box: played with real events, by keyboard alone and by mouse alone, to three stars."""

from __future__ import annotations

from functools import partial

import pygame
import pytest

from downslope.boards.one_neuron.sealed_board import SealedBoard
from downslope.scenes.play.card import CardScene
from playing import board_of, click, key, opened, screen, to_card, wait

pytestmark = pytest.mark.usefixtures("display")


board = partial(board_of, kind=SealedBoard)


def test_nothing_of_the_box_is_shown_before_it_is_won() -> None:
    driver = opened("sealed-box")
    box = board(driver).stage.box()
    assert (box.input, box.weight) == (None, None)
    assert box.misses == pytest.approx([-0.88])


def test_the_table_says_what_the_engine_computed() -> None:
    driver = opened("sealed-box")
    key(driver, pygame.K_SPACE)
    wait(driver, 0.3)
    run = screen(driver).attempt.session.run
    misses = [run.at(k).predictions[0][0] - 1.2 for k in range(2)]
    assert board(driver).stage.misses() == pytest.approx(misses)
    assert misses[1] / misses[0] == pytest.approx(1 - 0.1 * 1.6**2)


@pytest.mark.parametrize(("alpha", "grown"), [("0.1", False), ("0.6", False), ("0.9", True)])
def test_a_miss_that_has_grown_is_not_called_a_part(alpha: str, grown: bool) -> None:
    driver = opened("sealed-box", bets=False)
    screen(driver).set_focus("knob alpha")
    driver.type(alpha)
    key(driver, pygame.K_RETURN, pygame.K_SPACE)
    wait(driver, 1.0)
    before, after = board(driver).stage.misses()
    assert (abs(after) > abs(before)) == grown
    assert ("grown" in board(driver).words()[0]) == grown and ("a part" in board(driver).words()[0]) != grown


def test_keyboard_alone() -> None:
    driver = opened("sealed-box")
    key(driver, pygame.K_SPACE)
    wait(driver, 0.5)
    key(driver, pygame.K_d)
    wait(driver, 0.5)
    driver.type("1.6")
    key(driver, pygame.K_RETURN)  # it drops what was typed
    wait(driver, 2.0)
    screen(driver).set_focus("knob alpha")
    driver.type("0.391")
    key(driver, pygame.K_RETURN, pygame.K_SPACE)
    wait(driver, 3.0)
    assert isinstance(to_card(driver), CardScene)
    assert to_card(driver).summary.stars == {1, 2, 3}


def test_the_number_is_a_box_to_click_on_and_type_in() -> None:
    driver = opened("sealed-box", bets=False)
    click(driver, "knob alpha typed")
    assert driver.scene.focus == "knob alpha"
    driver.type("0.5")
    key(driver, pygame.K_RETURN)
    assert screen(driver).attempt.session.knobs["alpha"] == 0.5
    click(driver, "knob alpha typed")
    driver.type("7")
    key(driver, pygame.K_RETURN)
    assert screen(driver).attempt.session.knobs["alpha"] == 0.5
    assert any("goes from" in toast.body or "goes from" in toast.title for toast in driver.game.toasts.shown)


def test_what_a_step_left_is_told_when_pip_has_arrived() -> None:
    driver = opened("sealed-box", bets=False, still=False)
    key(driver, pygame.K_SPACE)
    wait(driver, 0.1)
    assert screen(driver).attempt.playback.moving and len(board(driver).stage.known_misses()) == 1
    wait(driver, 1.0)
    assert len(board(driver).stage.known_misses()) == 2


def test_what_is_thought_to_be_in_the_box_stands_beside_it() -> None:
    driver = opened("sealed-box")
    x, y, width, _height = board(driver).stage.rect
    place = board(driver).anchor(0, 1.6)
    assert place is not None and (place.side, place.value) == ("left", None)
    assert x < place.x < x + width / 3 and y < place.y < y + 250, "not on the line of the misses"
