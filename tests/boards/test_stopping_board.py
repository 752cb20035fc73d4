"""When to stop: the seen error is an open curve, the unseen one is peeked at. Played with real events."""

from __future__ import annotations

from functools import partial

import pygame
import pytest

from downslope.boards.network.stopping_board import StoppingBoard
from downslope.learning.problem import Problem
from downslope.rules.actions import Stop
from downslope.view.format.numbers import number as as_text
from downslope.view.widgets.number_input import Slider
from driving import Driver
from listening import Spy
from playing import board_of, click, control, enter, key, need, opened, painted, screen, told, wait

pytestmark = pytest.mark.usefixtures("display")
board = partial(board_of, kind=StoppingBoard)


def peek_at(driver: Driver, at: int) -> None:
    enter(driver, "pass", str(at), pygame.K_SPACE, then=0.3)


@pytest.mark.slow
def test_the_curves_are_what_the_engine_says_and_the_unseen_one_is_not_drawn_before_the_end() -> None:
    driver = opened("stop-in-time")
    before, chart = painted(driver).get_buffer().raw, board(driver).chart
    session, run = screen(driver).attempt.session, screen(driver).attempt.session.recording_run
    seen = Problem(run.network, session.level.data(), run.metric)
    for at, error in chart.seen[::30]:
        assert error == pytest.approx(seen.error(run.at(int(at) * 8).weights))
    while not chart.carry_on(50):
        pass
    unseen = Problem(run.network, session.level.data(unseen=True), run.metric)
    assert chart.unseen[-1][1] == pytest.approx(unseen.error(run.at(4800).weights))
    assert [at for at, _error in chart.unseen] == [at for at, _error in chart.seen] == list(range(0, 601, 5))
    assert painted(driver).get_buffer().raw == before
    line, weights = chart.line(80), run.at(640).weights
    assert line[0][0] == -1 and line[-1][0] == 1 and len(line) == 61
    assert [up for _across, up in line] == [run.network.predict(weights, (across, 1))[0] for across, _up in line]


def test_each_peek_has_a_slot_with_its_curve_and_the_best_is_marked() -> None:
    driver = opened("stop-in-time", bets=False)
    spy = driver.game.player_feedback.sound = Spy()
    for at, proposed in ((20, "probe"), (80, "probe"), (320, "stop")):  # once the lowest lies between higher ones
        peek_at(driver, at)
        assert [name for name in spy.take() if name in ("gust", "scoop")] == ["gust", "scoop"], "the fog lifts"
        assert [tile.name for tile in board(driver).tiles() if tile.primary] == [proposed]
    slots, chart = board(driver).log.slots(), board(driver).chart
    lowest = min((peek for peek, *_more in slots), key=lambda peek: peek[2])
    assert [(peek[1], now) for peek, _curve, _best, now in slots] == [(20, False), (80, False), (320, True)]
    assert all(best == (peek is lowest) and curve == chart.line(peek[1]) for peek, curve, best, _now in slots)
    wait(driver, 0.7)
    seen, told = chart.seen_at(320), screen(driver).attempt.session.probed[-1].unseen or 0.0
    assert screen(driver).spoken_line().startswith(
        f"Pass 320: seen error {as_text(seen, 4)}. Peek 3: unseen error {as_text(told, 4)}."
    )


@pytest.mark.parametrize("at", [0, 75, 600])
def test_the_syrup_is_what_the_net_of_the_pass_says_and_each_day_stands_at_what_was_sold(at: int) -> None:
    driver = opened("stop-in-time", bets=False)
    screen(driver).attempt.turn("pass", at)
    wait(driver, 0.2)
    place, attempt = need(board(driver).place), screen(driver).attempt
    numbers, network = place.numbers(), attempt.session.run.network
    moves = {(move.part, move.what): move.value(numbers.get(move.by, 0.0)) for move in attempt.level.moves}
    syrup = next(shape for shape in place.picture.picture.parts if shape.name == "answers 1 8")
    left, zero, right, one = map(float, syrup.outline.replace("M", "").replace("L", "").split())
    answers = [numbers[f"answers 1 8 {k}"] for k in range(41)]
    assert answers == pytest.approx([network.predict(attempt.session.weights, (k / 20 - 1, 1))[0] for k in range(41)])
    for part, unseen in (("scoop", False), ("other", True)):
        for number, ((warmth, _one), (sold,)) in enumerate(attempt.level.data(unseen), 1):
            assert moves[f"{part} {number}", "x"] == pytest.approx(left + (right - left) * (warmth + 1) / 2)
            assert moves[f"{part} {number}", "y"] == pytest.approx(zero + (one - zero) * sold)
            if part == "scoop":
                miss = (one - zero) * (answers[round(20 * warmth + 20)] - sold)
                assert moves[f"stem {number}", "high"] == pytest.approx(miss)


def test_dragging_runs_nothing_and_shows_the_seen_error() -> None:
    driver = opened("stop-in-time")
    slider, run = control(driver, "pass", Slider), screen(driver).attempt.session.run
    driver.down(slider.x_of(0), slider.line)
    driver.move(slider.x_of(300), slider.line)
    wait(driver, 0.1)
    assert board(driver).chart.current_pass == 300 and screen(driver).attempt.session.run is run
    driver.up(slider.x_of(300), slider.line)
    assert screen(driver).attempt.session.knobs["pass"] == 300 and screen(driver).attempt.session.count == 2400


def test_stopping_too_late_is_final_until_a_reset() -> None:
    driver = opened("stop-in-time", bets=False)
    click(driver, "tile stop")
    assert board(driver).sure
    screen(driver).set_focus("pass")
    key(driver, pygame.K_END)
    assert not board(driver).sure, "a turn takes the question back"
    click(driver, "tile stop")
    click(driver, "tile stop")
    attempt = screen(driver).attempt
    assert not attempt.session.won and "Reset" in board(driver).words()[1]
    actions = list(attempt.session.actions)
    key(driver, pygame.K_z)
    assert attempt.session.actions == actions and isinstance(actions[-1], Stop)
    told(driver)
    assert not need(driver.scene.widget("tile stop")).enabled
    click(driver, "tile reset")
    assert need(driver.scene.widget("tile stop")).enabled
