"""The marker of a bet: moved by the arrows, typed, dragged and dropped; where it starts; the run that follows."""

from __future__ import annotations

from dataclasses import replace

import pygame
import pytest

from downslope.rules.question import Marker
from downslope.scenes.play.bets import start_of
from downslope.view.charts.number_line import NumberLine
from driving import Driver
from playing import click, key, open_level, screen, told, wait
from support import campaign, shipped

pytestmark = pytest.mark.usefixtures("display")


def marker(driver: Driver) -> NumberLine:
    found = driver.scene.widget("marker")
    assert isinstance(found, NumberLine)
    return found


def to_marker(monkeypatch: pytest.MonkeyPatch) -> Driver:
    level = shipped().level("hands-off")
    (asked,) = level.questions
    assert isinstance(asked, Marker)
    driver = open_level(replace(level, questions=[asked._replace(low=0, high=1, when="step 2")]), monkeypatch)
    for code in (pygame.K_SPACE, pygame.K_SPACE, pygame.K_d):
        key(driver, code)
        told(driver)
    wait(driver, 0.5)
    assert screen(driver).attempt.session.count == 2 and driver.scene.focus == ""
    return driver


def test_marker_by_keyboard(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = to_marker(monkeypatch)
    assert marker(driver).value == 0.5
    key(driver, pygame.K_RIGHT)
    assert marker(driver).value == 0.51
    key(driver, pygame.K_RIGHT, shift=True)
    assert marker(driver).value == 0.61
    driver.type("0.67")
    key(driver, pygame.K_RETURN)
    attempt = screen(driver).attempt
    assert attempt.open_bets.answered == {0: True} and attempt.open_bets.given == {0: 0.67}
    told(driver)
    assert attempt.open_bets.last == 0 and attempt.step == 5 and attempt.session.count == 2


def test_marker_by_mouse(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = to_marker(monkeypatch)
    x, y, width, height = marker(driver).rect
    driver.drag((x + width / 2, y + height / 2), (x + 28 + 0.25 * (width - 56), y + height / 2))
    wait(driver, 0.1)
    assert marker(driver).value == 0.25
    click(driver, "drop it")
    assert screen(driver).attempt.open_bets.answered == {0: False}


def test_markers_start_away_from_the_answer() -> None:
    markers = [q for level in campaign() for q in level.questions if isinstance(q, Marker)]
    assert markers
    for question in [*markers, Marker("", 0, 4, 2, 0.1)]:
        assert question.low < start_of(question) < question.high
        assert not question.is_right(start_of(question))


def test_bet_run_goes_on_where_the_player_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = to_marker(monkeypatch)
    click(driver, "drop it")
    assert screen(driver).attempt.step == 2


def test_after_a_number_that_cannot_be_the_marker_still_drops(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = to_marker(monkeypatch)
    key(driver, pygame.K_RIGHT)
    driver.type("2")
    click(driver, "drop it")
    attempt = screen(driver).attempt
    assert not attempt.open_bets.answered
    assert [toast.title for toast in driver.game.toasts.shown] == ["2 is out of range: the value goes from 0.00 to "
    "1.00."]
    click(driver, "drop it")
    assert attempt.open_bets.given == {0: 0.51}


def test_a_number_that_cannot_be_is_refused_once_by_enter(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = to_marker(monkeypatch)
    key(driver, pygame.K_RIGHT)
    driver.type("2")
    key(driver, pygame.K_RETURN)
    attempt = screen(driver).attempt
    assert not attempt.open_bets.answered and driver.game.toasts.shown
    key(driver, pygame.K_RETURN)
    assert attempt.open_bets.given == {0: 0.51}
