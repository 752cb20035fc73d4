"""Two weights from above; neurons side by side under one alpha, and telescopes with an alpha each."""

from dataclasses import replace

import pygame
import pytest
from pytest import approx

from lib.playing import board, key, need, opened, painted, screen, wait
from lib.support import shipped

pytestmark = pytest.mark.usefixtures("display")
SPACE = pygame.K_SPACE


def test_flag_way_and_light_are_the_engines_and_what_was_seen_stays_lit() -> None:
    driver = opened("valley", bets=False, still=False)
    land, window, lit = board(driver).land, need(board(driver).land.window), list[float]()
    key(driver, SPACE, then=0.3)
    run = screen(driver).attempt.session.run
    assert run.start[0] < need(land.position())[0] < run.weights[0], "Pip is on his way"
    still = board(opened("valley", bets=False)).land
    assert land.part.value == still.part.value == 1.0, "a step ends the opening; standing still has none"
    wait(driver, 1.5)
    assert land.bottom == approx((1, -0.5), abs=1e-9) and need(land.relief).whole
    for _step in range(3):
        painted(driver)
        lit.append(land.lowest)
        key(driver, SPACE, then=1.5)
    run = screen(driver).attempt.session.run
    places = [*(run.history.weights_at(k) for k in range(4)), tuple(run.weights)]
    assert land.way() == [window.at(place) for place in places] and land.position() == tuple(run.weights)
    assert lit == approx(run.errors[1:]) and lit == sorted(lit, reverse=True)
    key(driver, pygame.K_r, then=0.2)
    painted(driver)
    assert land.lowest <= lit[-1]


def test_bowls_beside_each_other_have_the_engines_numbers_and_share_their_rulers() -> None:
    driver = opened(replace(shipped().level("three-neurons"), picture="", moves=()), bets=False)
    cards = board(driver).neurons.cards
    per_weight, per_error = cards[0].scale
    for card, input in zip(cards, (0.5, 1.1, 2)):
        assert card.scale == cards[0].scale and card.bowl.stage.fits(card.bowl.along(0.5)), "the start is seen"
        assert card.bowl.wide.rise(40.0) == approx(per_error * (input * 40 / per_weight) ** 2, rel=1e-6)
    key(driver, SPACE, SPACE)
    run, cards = screen(driver).attempt.session.run, board(driver).neurons.cards
    assert [card.weight for card in cards] == run.weights
    assert [card.input * card.weight for card in cards] == approx(run.network.predict(run.weights, (0.5, 1.1, 2)))
    assert [card.bottom for card in cards] == approx([1.6, 0.8 / 1.1, 0.4], abs=1e-6)
    key(driver, pygame.K_COMMA)
    assert [card.weight for card in board(driver).neurons.cards] == list(run.history.weights_at(1))
