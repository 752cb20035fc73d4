"""One step: five alphas and a sixth, set with real events, by keyboard alone and by mouse alone, to three stars."""

from __future__ import annotations

from functools import partial

import pygame
import pytest

from checks.paper import written
from downslope.boards.several_weights.alphas_board import AlphasBoard, scopes_of, three, unit_for
from downslope.rules.actions import Learn, Turn
from downslope.scenes.play.card import CardScene
from downslope.view.widgets.dial import Dial, point
from driving import Driver
from playing import board_of, click, key, lay_out, opened, screen, to_card, told, wait
from support import play

FOUND = (1 / 0.09, 4, 1 / 1.21, 0.25, 1 / 110.25)

pytestmark = pytest.mark.usefixtures("display")


board = partial(board_of, kind=AlphasBoard)


def turn(driver: Driver, name: str, value: float) -> None:
    """Drag the dial to about there, and the rest of the way with the wheel."""
    dial = driver.scene.widget(name)
    assert isinstance(dial, Dial)
    x, y = dial.centre
    driver.drag(point(x, y, dial.radius - 4, dial.angle(dial.value)), point(x, y, dial.radius - 4, dial.angle(value)))
    for _ in range(100):
        here = driver.scene.widget(name)
        assert isinstance(here, Dial)
        if abs(here.value / value - 1) < 0.01:
            return
        driver.wheel(x, y, 1 if here.value < value else -1)
    raise AssertionError((name, value))


def test_the_table_beside_the_sixth_has_the_product_of_the_law() -> None:
    driver = opened("one-step", bets=False)
    attempt = screen(driver).attempt
    for number, alpha in enumerate(FOUND):
        attempt.turn("alpha", float(f"{alpha:.3g}"), number)
    board(driver).press("step")
    told(driver)
    attempt.next_stage()
    wait(driver, 1.0)
    lay_out(driver.scene, (1280, 720))
    words = [text.string for text in written(driver.scene.draw, (1280, 720), driver.game.look())]
    assert "α × input²" in words and words.count(".999") == 2, "11.1 × .3², and .826 × 1.1²"


def test_by_keyboard_alone_to_three_stars() -> None:
    """Press once, divide each alpha by what it took away, press again; then the sixth at once."""
    driver = opened("one-step")
    attempt = screen(driver).attempt
    key(driver, pygame.K_SPACE)
    wait(driver, 0.3)
    assert attempt.session.tally.runs == 1 and not attempt.session.won
    driver.tab_to("alpha 1")
    for number, scope in enumerate(board(driver).cards.scopes(), 1):
        assert driver.scene.focus == f"alpha {number}"
        assert scope.used is not None and scope.part is not None
        driver.type(f"{scope.used / (1 - scope.part):.3g}")
        key(driver, pygame.K_RIGHT if number < 5 else pygame.K_RETURN)  # the arrow commits and goes on
    key(driver, pygame.K_SPACE)
    assert attempt.session.won and attempt.stars() == {1, 2}
    key(driver, pygame.K_RETURN)
    wait(driver, 0.3)
    assert isinstance(board(driver), AlphasBoard) and attempt.session.stage == 1
    driver.tab_to("knob alpha")
    driver.type("0.0625")
    key(driver, pygame.K_SPACE)
    wait(driver, 0.3)
    assert attempt.stars() == {1, 2, 3}
    wait(driver, 2.0)
    assert isinstance(to_card(driver), CardScene)


def test_nothing_is_previewed() -> None:
    driver = opened("one-step")
    before = [scope._replace() for scope in board(driver).cards.scopes()]
    turn(driver, "alpha 2", 4.0)
    assert board(driver).cards.scopes() == before
    assert all(scope.part is None for scope in before)


def test_what_is_left_of_the_miss_keeps_the_alpha_that_left_it() -> None:
    driver = opened("one-step")
    key(driver, pygame.K_SPACE)
    wait(driver, 0.3)
    turn(driver, "alpha 3", 0.5)
    third = board(driver).cards.scopes()[2]
    assert third.used == 1 and third.part == pytest.approx(1 - 1.21)
    assert third.verdict == "past" and third.weight == pytest.approx(1.1)


def test_words_for_what_one_step_did() -> None:
    alphas = (11.1, 1.0, 1.0, 1.0, 0.02)
    session = play("one-step", *(Turn("alpha", a, i) for i, a in enumerate(alphas) if a != 1), Learn(1))
    assert [s.verdict for s in scopes_of(session, True)] == ["land", "short", "past", "runaway", "runaway"]
    assert [s.verdict for s in scopes_of(session, False)] == [""] * 5


def test_a_press_resets_by_itself_and_counts() -> None:
    driver = opened("one-step")
    for presses in (1, 2, 3):
        key(driver, pygame.K_SPACE)
        wait(driver, 0.2)
        assert screen(driver).attempt.session.count == 1
        assert screen(driver).attempt.session.tally.runs == presses
        assert not screen(driver).attempt.verdict
    actions = len(screen(driver).attempt.session.actions)
    key(driver, pygame.K_z)  # what was seen stays counted
    assert len(screen(driver).attempt.session.actions) == actions


def test_arrows_turn_finely_with_shift() -> None:
    driver = opened("one-step")
    driver.tab_to("alpha 1")
    key(driver, pygame.K_UP)
    assert screen(driver).attempt.session.knobs["alpha"][0] == 1.05
    key(driver, pygame.K_DOWN, shift=True)
    assert screen(driver).attempt.session.knobs["alpha"][0] == 1.04


def test_a_click_on_the_number_gives_its_dial_the_keyboard() -> None:
    driver = opened("one-step")
    click(driver, "alpha field 4")
    driver.type("abc")
    driver.type("0.25")
    key(driver, pygame.K_RETURN)
    assert screen(driver).attempt.session.knobs["alpha"][3] == 0.25
    driver.type("99")
    key(driver, pygame.K_RETURN)  # beyond the knob: refused, and said
    assert screen(driver).attempt.session.knobs["alpha"][3] == 0.25
    assert driver.game.toasts.shown


def test_one_ruler_for_all_and_for_the_sixth() -> None:
    assert unit_for(play("one-step"), 209.6) == pytest.approx(33.0, abs=0.1)
    assert three(1 / 110.25) == ".00907"
