"""What a level is about can be read at every size: at the top, told by Pip, or in a note; by mouse and by keyboard."""

from __future__ import annotations

import pygame
import pytest

from downslope.scenes.play.briefing import LONG
from driving import Driver
from playing import FRAME, click, key, opened, painted, screen, wait
from support import shipped

pytestmark = pytest.mark.usefixtures("display")


def small(level: str) -> Driver:
    """In the smallest window."""
    driver = opened(level, bets=False, text=1.5)
    painted(driver, (960, 540))
    wait(driver, FRAME)
    return driver


def brief(level: str) -> str:
    return shipped().level(level).brief


def test_pip_tells_the_story_where_it_does_not_stand_at_the_top() -> None:
    driver = small("seven")
    telling = screen(driver).telling
    assert telling.words() == ("", brief("seven"))
    screen(driver).attempt.turn("weight", 0.6)  # something is done: Pip has other things to say
    assert telling.words() == screen(driver).board.words()


def test_he_stops_after_a_while() -> None:
    driver = small("seven")
    wait(driver, LONG + 0.2)
    assert screen(driver).telling.words() == screen(driver).board.words()


def test_a_note_tells_it_where_pip_has_no_place_to_speak() -> None:
    driver = small("thirteen")
    (toast,) = driver.game.toasts.shown
    assert (toast.title, toast.body) == (shipped().level("thirteen").title, brief("thirteen"))
    wait(driver, LONG - 1)
    assert driver.game.toasts.shown
    wait(driver, 1.5)
    assert not driver.game.toasts.shown


def test_the_note_makes_room_for_what_is_asked() -> None:
    driver = opened("thirteen", text=1.5)
    assert driver.game.toasts.shown
    key(driver, pygame.K_SPACE)
    wait(driver, 0.1)
    assert screen(driver).overlay.kind == "strip" and not driver.game.toasts.shown


def test_nothing_is_told_that_can_be_read_already() -> None:
    driver = opened("seven", bets=False)
    painted(driver, (1280, 720))
    wait(driver, FRAME)
    telling, scene = screen(driver).telling, screen(driver)
    assert telling.words() == scene.board.words() and not driver.game.toasts.shown
    assert "story" not in [widget.name for widget in scene.order()]


@pytest.mark.parametrize("by_mouse", [False, True])
@pytest.mark.parametrize("level", ["seven", "thirteen"])
def test_it_can_be_told_again(level: str, by_mouse: bool) -> None:
    driver = opened(level, bets=False, text=1.5)
    screen(driver).attempt.hint()
    wait(driver, LONG + 0.5)
    driver.game.toasts.shown.clear()
    if by_mouse:
        click(driver, "story")
    else:
        for _ in range(40):
            if driver.scene.focus == "story":
                break
            key(driver, pygame.K_TAB)
        key(driver, pygame.K_RETURN)
    told = [toast.body for toast in driver.game.toasts.shown] + [screen(driver).telling.words()[1]]
    assert brief(level) in told
