"""Up and down turn the level's main knob, whatever has the keyboard; left and right walk what lies side by side."""

from __future__ import annotations

import pygame
import pytest

from downslope.rules.actions import Learn
from downslope.scenes.base.event_routing import main_knob
from downslope.view.cards.terms import TermWord
from downslope.view.widgets.button import Tile
from downslope.view.widgets.number_input import NumberInput
from driving import FRAME, Driver
from playing import click, key, opened, painted, screen, told, wait

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
    ("seven", "weight"), ("thirteen", "knob alpha"), ("valley", "knob alpha"), ("stuck-steps", "knob alpha"),
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


@pytest.mark.parametrize(("level", "knob", "value"), [("thirteen", "knob alpha", 9), ("seven", "weight", 0.5)])
def test_a_typed_number_is_for_the_main_knob(level: str, knob: str, value: float) -> None:
    driver = on_a_tile(level)
    driver.type(f"{value:g}".lstrip("0"))
    key(driver, pygame.K_RETURN)
    assert turned_value(driver, knob) == value and screen(driver).focus == knob
    assert screen(driver).attempt.session.count == 0, "Enter has taken the number, it has not pressed the tile"


@pytest.mark.parametrize(("level", "typed", "press"), [
    ("a-hundredth", ".2", pygame.K_SPACE), ("thirteen", "9", pygame.K_l), ("thirteen", "9", pygame.K_SPACE),
])  # fmt: skip
def test_a_typed_number_counts_before_what_is_pressed_with_it(level: str, typed: str, press: int) -> None:
    driver = on_a_tile(level)
    driver.type(typed)
    key(driver, press)
    session = screen(driver).attempt.session
    assert (session.weights[0] if level == "a-hundredth" else session.alpha()) == float(typed)
    assert session.tally.probes + session.count > 0


def test_a_press_with_another_weight_is_not_taken_for_haste() -> None:
    """While a send is still on its way Space makes it faster; with a weight typed meanwhile it sends anew."""
    driver = opened("a-hundredth", bets=False, still=False)
    session, driver.patient = screen(driver).attempt.session, False
    wait(driver, 0.6)
    key(driver, pygame.K_SPACE, pygame.K_SPACE)
    assert session.tally.probes == 1 and screen(driver).attempt.director.pace > 1
    driver.type(".2")
    key(driver, pygame.K_SPACE)
    key(driver, pygame.K_UP, pygame.K_SPACE)
    assert screen(driver).attempt.director.moving and [probed.weights for probed in session.probed][:2] == [
        (1.0,), (0.2,)]  # fmt: skip
    assert len(session.probed) == 3
    told(driver)


@pytest.mark.parametrize("steps", [0, 3])
def test_a_number_may_begin_with_its_point_where_no_later_step_is_to_be_seen(steps: int) -> None:
    driver = on_a_tile("goldilocks")
    if steps:
        screen(driver).attempt.act(Learn(steps))
        told(driver)
        screen(driver).attempt.look(steps)
        wait(driver, FRAME)
    driver.type(".4")
    key(driver, pygame.K_RETURN)
    assert screen(driver).attempt.session.knobs["alpha"] == 0.4 and screen(driver).attempt.session.count == steps


def test_digits_that_mean_something_else_stay_what_they_are() -> None:
    driver = on_a_tile("freeze-the-toes")
    driver.type("1")
    assert screen(driver).attempt.session.frozen
    driver = on_a_tile("thirteen")
    screen(driver).attempt.act(Learn(3))
    wait(driver, 0.1)
    screen(driver).attempt.look(1)
    driver.type(".")
    assert screen(driver).attempt.step == 2 and screen(driver).focus.startswith("tile")


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


def test_where_up_and_down_lead_along_a_column_left_and_right_turn_it_and_its_keycap_says_so() -> None:
    driver = on_a_tile("one-knob-two-days")
    scene = screen(driver)
    scene.set_focus("card 2")
    assert [widget.name for widget in scene.widgets if scene.state(widget).cap == "←→"] == ["weight"]
    assert scene.acts()["right"] == scene.acts()["left"] != scene.acts()["up"]
    driver.key(pygame.K_RIGHT, times=2)
    driver.key(pygame.K_LEFT)
    assert turned_value(driver, "weight") == 1.1 and scene.focus == "card 2"
    driver.key(pygame.K_UP)
    assert turned_value(driver, "weight") == 1.1 and scene.focus == "card 1"


@pytest.mark.parametrize(("level", "together"), [
    ("one-knob-two-days", ["weight", "card 1", "card 2", "card 3"]),
    ("freeze-the-toes", ["needle 1", "needle 2", "needle 3"]),
    ("linear-layers", ["bend 1", "bend 2", "bend 3", "bend 4"]),
])  # fmt: skip
def test_tab_goes_through_a_panel_before_it_goes_to_the_next(level: str, together: list[str]) -> None:
    order = [widget.name for widget in screen(opened(level, None, bets=False)).order()]
    at = order.index(together[0])
    assert order[at : at + len(together)] == together


@pytest.mark.parametrize("level", ["stuck-steps", "thirteen", "valley", "hidden-four", "kernels"])
def test_tab_comes_to_the_knob_right_after_the_tiles_and_to_the_words_of_the_task(level: str) -> None:
    scene = screen(opened(level, None, bets=False))
    names = [widget.name for widget in scene.order()]
    tiles = [number for number, name in enumerate(names) if name.startswith("tile ")]
    assert scene.focus.startswith("tile ") and names.index("knob alpha") == tiles[-1] + 1
    assert [widget.name for widget in scene.widgets if isinstance(widget, TermWord) and widget.name not in names] == []


def test_they_are_gone_while_a_bet_or_the_machine_plays() -> None:
    driver = opened("thirteen")
    scene = screen(driver)
    assert scene.attempt.open_bets.open is not None
    assert any(scene.state(widget).cap == "↑↓" for widget in scene.widgets)
    wait(driver, 0.6)
    driver.move(1, 1)  # it is laid out
    click(driver, "answer 1")
    assert scene.attempt.director.moving
    while scene.attempt.director.moving:
        assert all(scene.state(widget).cap != "↑↓" for widget in scene.widgets)
        wait(driver, FRAME)
    wait(driver, FRAME)
    assert any(scene.state(widget).cap == "↑↓" for widget in scene.widgets)
