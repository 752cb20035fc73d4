"""Write the rule: called, built and tested with real events, by keyboard alone and by mouse alone, to three stars."""

from __future__ import annotations

from functools import partial

import pygame
import pytest

from downslope.boards.by_hand.rule_board import RuleBoard
from downslope.boards.by_hand.rule_model import cards_of, rule_tests, smaller
from downslope.rules.actions import Answer, Learn, Turn
from downslope.scenes.play.card import CardScene
from downslope.scenes.play.play import PlayScene
from driving import Driver
from playing import board_of, key, opened, screen, to_card, wait
from support import play

UP, DOWN = pygame.K_UP, pygame.K_DOWN
CALLS = (DOWN, UP, DOWN, UP, UP)

pytestmark = pytest.mark.usefixtures("display")


board = partial(board_of, kind=RuleBoard)


def build(driver: Driver, first: str, second: str) -> None:
    """Choose each slot with the arrows, and type the number of its tile."""
    key(driver, pygame.K_LEFT)
    driver.type(first)
    key(driver, pygame.K_LEFT, pygame.K_RIGHT)
    driver.type(second)
    wait(driver, 0.1)


def test_by_keyboard_alone_to_three_stars() -> None:
    driver = opened("which-way")
    key(driver, *CALLS)
    attempt = screen(driver).attempt
    assert list(attempt.open_bets.answered.values()) == [True] * 5
    assert board(driver).words()[0] == "Your calls: 5 of 5 right."
    build(driver, "2", "1")  # delta x 1
    key(driver, pygame.K_SPACE)
    wait(driver, 0.3)
    assert not attempt.session.won and attempt.session.tally.runs == 1
    assert "3 and 4" in board(driver).words()[0]
    build(driver, "2", "3")  # delta x input
    key(driver, pygame.K_SPACE)
    wait(driver, 0.3)
    assert attempt.session.won and attempt.stars() == {1, 2, 3}
    wait(driver, 2.0)
    assert isinstance(to_card(driver), CardScene)


def test_a_tile_is_dragged_into_a_slot() -> None:
    driver = opened("which-way", bets=False)
    tile, slot = driver.scene.widget("tile of goal"), driver.scene.widget("slot 2")
    assert tile is not None and slot is not None
    driver.drag(tile.centre, slot.centre)
    assert screen(driver).attempt.session.actions == [Turn("second", "goal")]


def test_the_calls_come_first_in_the_order_of_the_cards() -> None:
    driver = opened("which-way")
    key(driver, pygame.K_SPACE)  # nothing to test yet
    assert screen(driver).attempt.session.count == 0
    assert driver.scene.widget("slot 1") is None
    off = driver.scene.widget("call 2 up")
    assert off is not None and not off.enabled
    key(driver, UP)
    assert screen(driver).dock.kind == ""  # no strip: the next call is on its card
    assert screen(driver).attempt.session.actions == [Answer(0, "up")]
    assert board(driver).calls.asked == 1
    assert all(card.called is None for card in board(driver).cards.states(False))  # told when all are called


def test_skipping_the_calls_costs_only_the_third_star() -> None:
    driver = opened("which-way")
    key(driver, pygame.K_ESCAPE)
    assert isinstance(driver.scene, PlayScene) and board(driver).calls.asked is None
    build(driver, "3", "2")
    key(driver, pygame.K_SPACE)
    wait(driver, 0.3)
    assert screen(driver).attempt.stars() == {1, 2}


def test_the_review_names_the_rule_only_when_it_is_found() -> None:
    driver = opened("which-way")
    key(driver, *CALLS[:4], DOWN)
    key(driver, pygame.K_c)
    assert board(driver).builder.reviewing and "4 of 5" in board(driver).words()[0]
    assert [board(driver).calls.sentence(card) for card in (0, 4)] == ["you called: down", "you called: down"]
    build(driver, "3", "2")
    assert not board(driver).builder.reviewing
    key(driver, pygame.K_SPACE)
    wait(driver, 0.2)
    assert "delta × input" in board(driver).calls.sentence(2)


def test_each_slot_must_be_filled_and_one_times_one_is_a_rule() -> None:
    driver = opened("which-way", bets=False)
    assert not board(driver).builder.ready
    build(driver, "1", "1")
    assert board(driver).builder.ready
    key(driver, pygame.K_SPACE)
    wait(driver, 0.2)
    assert rule_tests(screen(driver).attempt.session) == [("1", "1")]


def test_undo_takes_back_a_tile_but_no_test() -> None:
    driver = opened("which-way", bets=False)
    build(driver, "2", "3")
    key(driver, pygame.K_z)
    assert screen(driver).attempt.session.actions == [Turn("first", "delta")]
    build(driver, "2", "1")
    key(driver, pygame.K_SPACE)
    wait(driver, 0.2)
    before = list(screen(driver).attempt.session.actions)
    assert before[-1] == Learn(1)
    key(driver, pygame.K_z)
    assert screen(driver).attempt.session.actions == before


def test_the_ticks_are_what_the_engine_finds() -> None:
    session = play("which-way")
    assert smaller(session, ("delta", "1")) == (True, True, False, False, True)
    assert smaller(session, ("delta", "input")) == (True,) * 5
    done = play("which-way", Turn("first", "delta"), Turn("second", "1"), Learn(1))
    cards = cards_of(done, True)
    assert [card.delta for card in cards] == [1, -1, -3, 1.5, -1.5]
    assert [card.after for card in cards] == pytest.approx([0.64, 0.64, 12.96, 2.7225, 2.030625])
