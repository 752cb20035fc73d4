"""What the stars ask for can be asked at any time, by pointer, focus, key and gamepad; the same rows everywhere."""

from __future__ import annotations

import pygame
import pytest

from downslope.attempt.game.progression import stops
from downslope.scenes.level_map import text_of
from downslope.scenes.play.star_conditions import condition, star_rows
from driving import FRAME, Driver
from playing import click, key, opened, painted, screen, wait
from support import campaign, play

pytestmark = pytest.mark.usefixtures("display")
COUNTER = (1000.0, 34.0)


def told(driver: Driver) -> bool:
    painted(driver)
    return screen(driver).topbar.counter.card[2] > 0


def test_a_pointer_that_rests_opens_it() -> None:
    driver = opened("seven", bets=False)
    driver.move(*COUNTER)
    assert not told(driver)
    wait(driver, 0.35)
    assert told(driver)
    driver.move(600, 400)
    assert not told(driver)


def test_tab_and_enter_open_it() -> None:
    driver = opened("seven", bets=False)
    driver.tab_to("stars")
    assert driver.scene.focus == "stars" and told(driver)
    key(driver, pygame.K_RETURN)
    key(driver, pygame.K_TAB)
    assert told(driver), "pressed, it stays when the keyboard goes on"


def test_key_i_opens_and_folds_it_and_what_is_done_too() -> None:
    driver = opened("seven", bets=False)
    key(driver, pygame.K_i)
    assert told(driver)
    key(driver, pygame.K_i)
    assert not told(driver)
    key(driver, pygame.K_i)
    screen(driver).attempt.turn("weight", 0.6)
    wait(driver, FRAME)
    assert not told(driver)


def test_a_click_opens_it() -> None:
    driver = opened("seven", bets=False)
    click(driver, "stars")
    driver.move(600, 400)
    assert told(driver)


def pad(driver: Driver, button: int, seconds: float) -> None:
    """Press a button of the gamepad for so long."""
    driver.post(pygame.CONTROLLERBUTTONDOWN, button=button, instance_id=0)
    for intent in driver.controls.repeats(seconds):
        driver.scene = driver.scene.handle(intent)
    driver.post(pygame.CONTROLLERBUTTONUP, button=button, instance_id=0)
    wait(driver, FRAME)


def test_y_of_a_gamepad_held_opens_it_and_pressed_asks_for_a_hint() -> None:
    driver = opened("seven", bets=False)
    pad(driver, pygame.CONTROLLER_BUTTON_Y, 0.6)
    assert told(driver) and not screen(driver).dock.drawer.shown
    pad(driver, pygame.CONTROLLER_BUTTON_Y, 0.1)
    assert screen(driver).dock.drawer.shown


@pytest.mark.parametrize("level", campaign(), ids=lambda level: level.id)
def test_each_level_says_what_its_three_stars_ask_for(level: object) -> None:
    from downslope.rules.level import Level

    assert isinstance(level, Level)
    rows = star_rows(level, session=play(level))
    assert [row.star for row in rows] == [1, 2, 3]
    assert all(row.condition and "{" not in row.condition and not row.earned for row in rows)
    assert [row.condition for row in rows] == [condition(level, star) for star in (1, 2, 3)]
    assert [row.condition for row in star_rows(level)] == [row.condition for row in rows]


def test_the_map_and_the_card_of_a_level_say_the_same() -> None:
    game = opened("thirteen").game
    for level in campaign():
        rows = [row.condition for row in star_rows(level)]
        stop = next(stop for stop in stops(game.catalog, game.progress) if stop.level is level)
        text = text_of(stop._replace(state="open"), game.progress, game.catalog)
        assert [asks for asks, _earned in text.stars] == rows
        assert [condition(level, star) for star in (1, 2, 3)] == rows


def test_how_they_stand() -> None:
    session = play("seven")
    assert [row.state for row in star_rows(session.base, session=session)] == ["", "0 of 3", ""]
    watched = star_rows(session.base, session=session, watched=True)
    assert [row.state for row in watched][1:] == [
        f"Watched: no {name} star in this visit" for name in ("second", "third")
    ]
    driver = opened("one-knob-two-days")
    screen(driver).attempt.turn("strike", "2 → 3")
    session = screen(driver).attempt.session
    rows = star_rows(session.base, session=session)
    assert rows[2].state == "another was chosen first"


def test_the_card_lies_whole_in_the_window_at_every_size() -> None:
    for level in ("seven", "overshoot", "all-zeros", "valley"):
        for text in (1.0, 1.5):
            driver = opened(level, bets=False, text=text)
            key(driver, pygame.K_i)
            painted(driver, (960, 540))
            x, y, w, h = screen(driver).topbar.counter.card
            assert w and x >= 0 and x + w <= driver.scene.width and y + h <= driver.scene.height
