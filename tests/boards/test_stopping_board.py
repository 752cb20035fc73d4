"""When to stop: the seen error is an open curve, the unseen one is peeked at. Played with real events."""

from __future__ import annotations

import pygame
import pytest

from downslope.boards.network.stopping_board import StoppingBoard
from downslope.learning.problem import Problem
from downslope.rules.actions import Stop
from downslope.scenes.play.card import CardScene
from downslope.view.widgets.slider import Slider
from driving import Driver
from playing import board_of, click, key, opened, painted, screen, to_card, told, wait

pytestmark = pytest.mark.usefixtures("display")


def board(driver: Driver) -> StoppingBoard:
    return board_of(driver, StoppingBoard)


def peek_at(driver: Driver, at: int) -> None:
    screen(driver).set_focus("pass")
    driver.type(str(at))
    key(driver, pygame.K_RETURN, pygame.K_SPACE)


def test_the_curves_are_what_the_engine_says() -> None:
    driver = opened("stop-in-time")
    tape, session = board(driver).chart.tape, screen(driver).attempt.session
    run = session.recording_run
    for at, error in tape.seen[::30]:
        misses = [run.network.predict(run.at(int(at) * 8).weights, x)[0] - y[0] for x, y in session.level.data()]
        assert error == pytest.approx(sum(miss * miss for miss in misses) / 8)
    while not tape.go_on(50):
        pass
    unseen = Problem(run.network, session.level.data(unseen=True), run.metric)
    assert tape.unseen[-1][1] == pytest.approx(unseen.error(run.at(4800).weights))
    assert [at for at, _error in tape.unseen] == [at for at, _error in tape.seen] == list(range(0, 601, 5))


def test_nothing_of_the_unseen_is_worked_out_or_drawn_before_the_end() -> None:
    driver = opened("stop-in-time")
    before = painted(driver)
    board(driver).chart.tape.go_on(1000)
    assert painted(driver).get_buffer().raw == before.get_buffer().raw


def test_dragging_runs_nothing_and_shows_the_seen_error() -> None:
    driver = opened("stop-in-time")
    slider = driver.scene.widget("pass")
    assert isinstance(slider, Slider)
    run = screen(driver).attempt.session.run
    driver.post(pygame.MOUSEBUTTONDOWN, pos=(round(slider.x_of(0)), round(slider.line)), button=1)
    driver.post(pygame.MOUSEMOTION, pos=(round(slider.x_of(300)), round(slider.line)), rel=(9, 0), buttons=(1, 0, 0))
    wait(driver, 0.1)
    assert board(driver).chart.pass_now == 300 and screen(driver).attempt.session.run is run
    driver.post(pygame.MOUSEBUTTONUP, pos=(round(slider.x_of(300)), round(slider.line)), button=1)
    assert screen(driver).attempt.session.knobs["pass"] == 300 and screen(driver).attempt.session.count == 2400


def test_keyboard_alone() -> None:
    driver = opened("stop-in-time")
    assert driver.scene.focus == "pass"
    key(driver, pygame.K_RIGHT, pygame.K_RIGHT)
    assert screen(driver).attempt.session.knobs["pass"] == 10
    key(driver, pygame.K_SPACE)
    wait(driver, 0.3)
    key(driver, pygame.K_RIGHT, pygame.K_RIGHT)
    for _press in range(8):
        if not screen(driver).overlay.kind:
            break
        key(driver, pygame.K_RETURN)
        wait(driver, 0.5)
    for at in (80, 320, 75):
        peek_at(driver, at)
    session = screen(driver).attempt.session
    assert len(session.probed) == 4
    key(driver, pygame.K_RETURN)
    assert board(driver).sure and not session.won, "it asks once more"
    key(driver, pygame.K_RETURN)
    wait(driver, 5.0)
    assert isinstance(to_card(driver), CardScene)
    assert {1, 2} <= to_card(driver).summary.stars


def test_a_turn_takes_the_question_back() -> None:
    driver = opened("stop-in-time", bets=False)
    click(driver, "tile stop")
    assert board(driver).sure
    screen(driver).set_focus("pass")
    key(driver, pygame.K_RIGHT)
    assert not board(driver).sure


def test_stopping_too_late_is_final_until_a_reset() -> None:
    driver = opened("stop-in-time", bets=False)
    screen(driver).set_focus("pass")
    key(driver, pygame.K_END)
    click(driver, "tile stop")
    click(driver, "tile stop")
    attempt = screen(driver).attempt
    assert not attempt.session.won and "Reset" in board(driver).words()[1]
    actions = list(attempt.session.actions)
    key(driver, pygame.K_z)
    assert attempt.session.actions == actions and isinstance(actions[-1], Stop)
    told(driver)
    stop = driver.scene.widget("tile stop")
    assert stop is not None and not stop.enabled
    click(driver, "tile reset")
    stop = driver.scene.widget("tile stop")
    assert stop is not None and stop.enabled


@pytest.mark.parametrize("size", [(960, 540), (2560, 1440)])
@pytest.mark.parametrize("text", [1.0, 1.5])
def test_everything_stays_inside_the_window(size: tuple[int, int], text: float) -> None:
    driver = opened("stop-in-time", text=text, bets=False)
    painted(driver, size)
    for widget in driver.scene.widgets:
        x, y, w, h = widget.rect
        assert x >= -1 and x + w <= driver.scene.width + 1 and y >= -1 and y + h <= driver.scene.height + 1, widget.name
