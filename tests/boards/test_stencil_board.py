"""The stencil, by hand and learning: what is shown is what the engine computed; played with real events."""

import pygame
import pytest

from checks.paper import written
from downslope.boards.pictures.stencil_board import StencilBoard, TeacherBoard, TeacherPanel, window
from downslope.learning import ConvNet, assemble
from downslope.rules import exam
from downslope.view.format.numbers import number
from lib.driving import Driver
from lib.playing import board_of, click, key, opened, screen, wait

pytestmark = pytest.mark.usefixtures("display")


def stencil(*weights: int, still: bool = True) -> Driver:
    """The stencil by hand with these cells."""
    driver = opened("edge-by-hand", still=still)
    turned(driver, *weights)
    return driver


def turned(driver: Driver, *weights: int) -> None:
    for index, value in enumerate(weights):
        screen(driver).attempt.turn("weight", float(value), index, instead=True)
    wait(driver, 0.2)


def test_the_map_is_that_of_the_last_look() -> None:
    driver = stencil()
    board = board_of(driver, StencilBoard)
    assert board.last_map() is None and driver.scene.focus == "cell 1"
    key(driver, pygame.K_RIGHT, pygame.K_DOWN, pygame.K_LEFT)  # the arrows walk the cells
    assert driver.scene.focus == "cell 4"
    driver.type("-")
    key(driver, pygame.K_SPACE)
    looked = board.last_map()
    assert looked == tuple(-window(board.pixels, 8, place)[3] for place in range(36))
    driver.type("0")
    assert screen(driver).attempt.session.weights[3] == 0
    driver.type("+")
    assert board.last_map() == looked == tuple(ConvNet(8).predict([0, 0, 0, -1, 0, 0, 0, 0, 0], board.pixels))
    assert screen(driver).attempt.session.weights[3] == 1 and sum(board.changes()) == 1
    key(driver, pygame.K_SPACE, pygame.K_SPACE)
    assert screen(driver).attempt.session.tally.probes == 2, "what was just looked at is not counted again"
    assert "last look" in driver.game.toasts.shown[-1].title


def test_the_window_is_moved_by_keys_and_by_mouse() -> None:
    driver = stencil()
    board = board_of(driver, StencilBoard)
    for _press in range(7):
        key(driver, pygame.K_RIGHT, shift=True)
    key(driver, pygame.K_DOWN, shift=True)
    assert board.place == 11 and driver.scene.focus == "cell 1"
    grid, mine = board.picture.grid(), board.maps.grids()[1]
    driver.click(grid.x + 4.5 * grid.cell, grid.y + 3.5 * grid.cell)
    assert board.place == 2 * 6 + 3, "the pixel is in the middle of the window"
    driver.click(mine.x + 0.5 * mine.cell, mine.y + 5.5 * mine.cell)
    assert board.place == 30


def test_the_learned_stencil_shows_the_run() -> None:
    driver = opened("edge-learned", bets=False)
    click(driver, "tile step")
    stage = board_of(driver, TeacherBoard).stage
    assert isinstance(stage, TeacherPanel)
    screen(driver).attempt.turn("picture", "house")
    for _press in range(20):
        key(driver, pygame.K_SPACE, then=0.1)
    session = screen(driver).attempt.session
    assert session.count == 20 and list(stage.weights()) == session.weights
    texts = [each.string for each in written(driver.scene.draw, (1280, 720), driver.game.look())]
    assert number(exam(session, unseen=True), 2) in texts
    screen(driver).attempt.look(7)
    assert stage.weights() == session.run.at(7).weights
    pixels = assemble(session.run.examples)
    assert pixels is not None and pixels != assemble(session.level.data(True))
