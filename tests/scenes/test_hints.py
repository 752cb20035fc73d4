"""A hint is read as it is meant: where it is a note and where Pip tells it, its marked words have their colour."""

from __future__ import annotations

import pygame
import pytest

from downslope.scenes.play.hint_drawer import NextHint
from driving import FRAME, Driver
from playing import click, key, opened, screen, wait

pytestmark = pytest.mark.usefixtures("display")


def drawer(driver: Driver) -> tuple[bool, int, bool]:
    """Is it open, how many were read, is there a closed one?"""
    found = screen(driver).dock.drawer
    return found.shown, found.read, screen(driver).widget("next hint") is not None


def test_those_that_were_read_stay_and_opening_it_again_spends_none() -> None:
    driver = opened("stuck-steps", bets=False)
    assert drawer(driver) == (False, 0, False)
    key(driver, pygame.K_h, pygame.K_h)
    assert drawer(driver) == (True, 2, True)
    key(driver, pygame.K_ESCAPE)
    assert drawer(driver) == (False, 2, False)
    key(driver, pygame.K_h)
    assert drawer(driver) == (True, 2, True)
    row = screen(driver).widget("next hint")
    assert isinstance(row, NextHint) and row.label == "Show the last hint: it gives the answer"
    key(driver, pygame.K_h)
    assert drawer(driver) == (True, 3, False)
    key(driver, pygame.K_h)
    assert drawer(driver) == (False, 3, False)


def test_by_pointer_too() -> None:
    driver = opened("stuck-steps", bets=False)
    click(driver, "tile hint")
    click(driver, "next hint")
    assert drawer(driver) == (True, 2, True)
    click(driver, "close hints")
    assert drawer(driver) == (False, 2, False)


def test_it_stays_while_knobs_are_turned_and_gives_way_to_a_bet() -> None:
    driver = opened("stuck-steps")
    key(driver, pygame.K_h)
    screen(driver).attempt.turn("alpha", 0.1)
    wait(driver, FRAME)
    assert screen(driver).dock.drawer.shown
    key(driver, pygame.K_d)
    assert screen(driver).dock.kind == "strip" and not screen(driver).dock.drawer.shown
    wait(driver, 0.5)
    key(driver, pygame.K_h)
    assert screen(driver).dock.drawer.shown and screen(driver).widget("answer 1") is None
    key(driver, pygame.K_ESCAPE)
    assert screen(driver).widget("answer 1") is not None


def test_what_is_played_waits_for_a_reader() -> None:
    driver = opened("thirteen", bets=False)
    play = screen(driver)
    play.attempt.learn()
    wait(driver, FRAME)
    driver.post(pygame.KEYDOWN, key=pygame.K_h, mod=0, unicode="h")
    steps = play.attempt.session.count
    pending = play.attempt.director.pending
    wait(driver, 3.0)
    assert not pending or play.attempt.session.count == steps
