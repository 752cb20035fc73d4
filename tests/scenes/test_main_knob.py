"""Up and down turn the level's main knob, whatever has the keyboard; left and right walk what lies side by side."""

from __future__ import annotations

import pygame
import pytest

from downslope.rules.actions import Learn
from downslope.scenes.base.focus_order import main_knob
from downslope.view.widgets.button import Tile
from downslope.view.widgets.number_input import NumberInput
from driving import Driver
from playing import key, opened, painted, screen, until, wait

pytestmark = pytest.mark.usefixtures("display")


def on_a_tile(level: str, **settings: object) -> Driver:
    driver = opened(level, None, **{"bets": False, **settings})
    wait(driver, 0.6)
    tile = next(widget for widget in screen(driver).widgets if isinstance(widget, Tile) and widget.live)
    screen(driver).set_focus(tile.name)
    return driver


def turned_value(driver: Driver, knob: str) -> float:
    """Of the main knob, which is this one."""
    found = screen(driver).main_knob()
    assert isinstance(found, NumberInput) and found.name == knob
    return found.value


@pytest.mark.parametrize(("level", "knob"), [
    ("seven", "weight"), ("thirteen", "knob alpha"), ("valley", "knob alpha"), ("warmer", "knob alpha"),
    ("hidden-four", "knob alpha"),
])  # fmt: skip
def test_up_and_down_turn_the_main_knob_from_a_tile(level: str, knob: str) -> None:
    driver = on_a_tile(level)
    scene, before = screen(driver), screen(driver).focus
    values = [turned_value(driver, knob)]
    for code in (pygame.K_UP, pygame.K_DOWN):
        key(driver, code)
        wait(driver, 0.05)
        values.append(turned_value(driver, knob))
    start, higher, lower = values
    assert lower < higher > start
    assert scene.focus == before, "the keyboard stays where it was"
    assert scene.acts()["up"] == scene.acts()["down"] != ""


def test_left_and_right_walk_the_tiles_also_from_one_row_to_the_next() -> None:
    driver = on_a_tile("valley", text=1.5)
    painted(driver, (960, 540))
    scene = screen(driver)
    tiles = [widget for widget in scene.order() if isinstance(widget, Tile)]
    scene.set_focus(tiles[0].name)
    walked = [scene.focus]
    for _ in tiles[1:]:
        key(driver, pygame.K_RIGHT)
        walked.append(scene.focus)
    assert walked == [tile.name for tile in tiles]


def test_an_open_list_keeps_its_arrows() -> None:
    driver = on_a_tile("valley")
    attempt = screen(driver).attempt
    for steps in (3, 4):
        attempt.act(Learn(steps))
        attempt.reset()
    wait(driver, 0.1)
    screen(driver).set_focus("run 1")
    alpha = attempt.session.knobs["alpha"]
    key(driver, pygame.K_DOWN)
    assert screen(driver).focus == "run 0" and attempt.session.knobs["alpha"] == alpha


def test_a_bet_is_not_closed_by_them() -> None:
    driver = opened("thirteen")
    driver.key(pygame.K_SPACE)
    until(driver, "strip")
    wait(driver, 0.6)
    alpha = screen(driver).attempt.session.knobs["alpha"]
    assert screen(driver).main_knob() is None
    key(driver, pygame.K_DOWN, pygame.K_DOWN)
    assert screen(driver).attempt.asking.open is not None and screen(driver).attempt.session.knobs["alpha"] == alpha


def test_of_two_knobs_of_one_kind_the_one_with_the_keyboard_is_turned() -> None:
    driver = on_a_tile("three-neurons")
    widgets = screen(driver).widgets
    found = main_knob(widgets, "")
    assert found is not None and "alpha" in found.name
    assert main_knob(widgets, found.name) is found


@pytest.mark.parametrize(("level", "holder"), [
    ("seven", "weight"), ("in-the-dark", "weight"), ("thirteen", "knob alpha"), ("valley", "knob alpha typed"),
    ("one-step", "alpha field 1"), ("stop-in-time", "pass"), ("the-grump", ""),
])  # fmt: skip
def test_its_keys_stand_at_the_main_knob_and_nowhere_else(level: str, holder: str) -> None:
    scene = screen(opened(level, None, bets=False))
    assert [widget.name for widget in scene.widgets if scene.state(widget).cap == "↑↓"] == [holder] * bool(holder)


def test_they_are_gone_while_a_bet_is_asked_or_the_machine_plays() -> None:
    driver = opened("thirteen")
    driver.key(pygame.K_SPACE)
    until(driver, "strip")
    scene = screen(driver)
    assert scene.attempt.asking.open is not None
    assert all(scene.state(widget).cap != "↑↓" for widget in scene.widgets)
