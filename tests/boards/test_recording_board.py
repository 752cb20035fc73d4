"""The recording: bet, scrubbed, played and taken over with real events, by keyboard alone and by mouse alone."""

from __future__ import annotations

from functools import partial

import pygame
import pytest

from checks.paper import written
from downslope.attempt.attempt import Attempt
from downslope.boards.one_neuron.recording_board import RecordingBoard, is_taken_over
from downslope.rules.actions import Learn, TakeOver, Turn
from downslope.scenes.play.card import CardScene
from downslope.view.charts.recording_strip import RecordingStrip
from downslope.view.format.numbers import number, telling
from downslope.view.widgets.number_input import Detents
from driving import Driver
from playing import bet_on, board_of, click, key, opened, painted, screen, to_card, until, wait

LEFT, RIGHT = pygame.K_LEFT, pygame.K_RIGHT

pytestmark = pytest.mark.usefixtures("display")


board = partial(board_of, kind=RecordingBoard)


def strip_of(driver: Driver) -> RecordingStrip:
    found = driver.scene.widget("recording")
    assert isinstance(found, RecordingStrip)
    return found


def test_by_keyboard_alone_to_three_stars() -> None:
    driver = opened("runaway")
    attempt = screen(driver).attempt
    bet_on(driver, "9")
    while attempt.step > 8:
        key(driver, LEFT)
    key(driver, pygame.K_RETURN)
    wait(driver, 0.1)
    assert attempt.session.recorded == attempt.session.count == 8 and is_taken_over(attempt.session)
    driver.tab_to("knob alpha")
    key(driver, RIGHT)
    assert attempt.session.knobs["alpha"] == 0.2
    key(driver, pygame.K_SPACE)
    wait(driver, 0.3)
    assert attempt.session.won and attempt.stars() == {1, 2, 3}
    wait(driver, 2.0)
    assert isinstance(to_card(driver), CardScene)


def test_the_scrubber_has_the_keyboard_at_once() -> None:
    driver = opened("runaway", bets=False)
    assert driver.scene.focus == "recording"
    key(driver, LEFT, LEFT, pygame.K_HOME)
    assert screen(driver).attempt.step == 0
    key(driver, pygame.K_END, LEFT)
    assert screen(driver).attempt.step == 15 and driver.scene.focus == "recording"
    key(driver, pygame.K_RETURN)  # takes over, wherever the keyboard is
    assert is_taken_over(screen(driver).attempt.session)


def test_the_error_is_told_with_the_digits_that_tell() -> None:
    driver = opened("runaway", bets=False)
    screen(driver).attempt.look(8)
    wait(driver, 0.1)
    error = screen(driver).attempt.session.run.at(8).error
    assert f"{error:.7f}" == "0.0000113" and "0.0000113" in board(driver).words()[1]
    assert [telling(v) for v in (0.04, 0.0123, 0.5, 485.76, 0.0, 2e-8)] == [
        "0.04", "0.0123", "0.50", "485.76", "0.00", number(2e-8),
    ]  # fmt: skip


@pytest.mark.parametrize("text", [1.0, 1.25, 1.5])
def test_the_verdict_leaves_alpha_and_the_recording_free(text: float) -> None:
    driver = opened("runaway", bets=False, text=text)
    attempt = screen(driver).attempt
    attempt.look(12)
    key(driver, pygame.K_RETURN)
    attempt.turn("alpha", 0.5)
    key(driver, pygame.K_l)
    until(driver, "verdict")
    x, y, w, h = screen(driver).dock.rect
    for name in ("knob alpha", "recording", "tile reset"):
        widget = driver.scene.widget(name)
        assert widget is not None and widget.live
        left, top, wide, high = widget.rect
        assert left >= x + w or left + wide <= x or top >= y + h or top + high <= y, name
    alpha = driver.scene.widget("knob alpha")
    assert isinstance(alpha, Detents)
    painted(driver)
    driver.drag((alpha.x_of(0.5), alpha.line), (alpha.x_of(0.2), alpha.line))
    wait(driver, 0.1)
    assert attempt.session.knobs["alpha"] == 0.2 and screen(driver).dock.kind == ""


def test_the_ratio_is_told_after_the_bet_and_only_where_it_was_scrubbed() -> None:
    driver = opened("runaway")
    key(driver, LEFT, LEFT)
    assert strip_of(driver).passed == frozenset()
    bet_on(driver, "9")
    key(driver, pygame.K_ESCAPE)
    assert screen(driver).attempt.step == 14, "where the player was"
    key(driver, LEFT, LEFT)
    reel = strip_of(driver)
    assert reel.passed == {13, 14}
    assert [round(reel.errors[i] / reel.errors[i - 1], 6) for i in sorted(reel.passed)] == [9, 9]


def test_the_neuron_stands_there_while_the_run_of_a_bet_plays() -> None:
    driver = opened("runaway")
    wait(driver, 0.5)
    click(driver, "answer 1")
    until(driver, "run")
    scene = screen(driver)
    names = {text.string for text in written(scene.draw, (1280, 720), driver.game.look())}
    assert {"weight", "loudness", "from here on"} <= names
    knob = scene.widget("knob alpha")
    assert knob is not None and not knob.enabled, "the run is the bet's"


def test_a_bet_that_is_off_is_not_asked() -> None:
    driver = opened("runaway", bets=False)
    key(driver, LEFT)
    assert screen(driver).dock.kind == "" and screen(driver).attempt.step == 15


@pytest.mark.parametrize("still", [True, False])
def test_it_plays_from_the_beginning_to_its_end(still: bool) -> None:
    driver = opened("runaway", bets=False, still=still)
    attempt = screen(driver).attempt
    key(driver, pygame.K_SPACE)
    assert board(driver).playing
    wait(driver, 1.5)
    assert 2 <= attempt.step <= 6
    key(driver, pygame.K_SPACE)
    held = attempt.step
    wait(driver, 1.0)
    assert attempt.step == held and not board(driver).playing
    key(driver, pygame.K_SPACE)
    wait(driver, 6.0)
    assert attempt.step == 16 and not board(driver).playing
    assert attempt.session.count == 16 and attempt.session.actions == []


def test_own_steps_are_another_kind_and_reset_brings_the_recording_back() -> None:
    driver = opened("runaway", bets=False)
    attempt = screen(driver).attempt
    while attempt.step > 11:
        key(driver, LEFT)
    key(driver, pygame.K_RETURN, pygame.K_SPACE)
    wait(driver, 0.3)
    reel = strip_of(driver)
    assert (reel.recorded, len(reel.errors), len(reel.rest), reel.slots) == (11, 13, 17, 17)
    assert reel.alphas == pytest.approx((0.1,) * 8 + (1.0,) * 3 + (0.1,))
    assert not reel.hold
    passed = set(board(driver).passed)
    key(driver, pygame.K_r)
    wait(driver, 0.1)
    assert attempt.session.count == attempt.session.recorded == attempt.step == 16
    assert not is_taken_over(attempt.session) and strip_of(driver).rest == ()
    assert board(driver).passed == passed | {12}  # a jump is no scrubbing; the own step was seen


def taken_over() -> tuple[Driver, Attempt]:
    """One step before the recording's end, by keys."""
    driver = opened("runaway", bets=False)
    attempt = screen(driver).attempt
    key(driver, LEFT, pygame.K_RETURN)
    assert attempt.session.actions == [TakeOver(15), Turn("alpha", 0.1)]
    return driver, attempt


def test_learn_goes_on_from_the_take_over() -> None:
    driver, attempt = taken_over()
    key(driver, pygame.K_l)
    wait(driver, 6.0)
    outcome = attempt.session.outcome
    assert outcome is not None and isinstance(attempt.session.actions[-1], Learn)


def test_undo_takes_back_a_take_over_with_the_alpha_that_it_brought() -> None:
    """Else the next step would be made with the night's alpha, which the knob cannot show."""
    driver, attempt = taken_over()
    key(driver, pygame.K_z)
    assert attempt.session.actions == [] and not board(driver).taken
    board(driver).scrub(8)
    key(driver, pygame.K_RETURN)
    key(driver, pygame.K_UP)
    assert board(driver).alpha.value() == 0.2
    assert attempt.session.actions == [TakeOver(8), Turn("alpha", 0.2)]
    key(driver, pygame.K_z)
    assert attempt.session.actions == [TakeOver(8)] and attempt.session.knobs["alpha"] == 0.1
    assert board(driver).alpha.value() == 0.1


def test_the_lens_enlarges_so_much() -> None:
    driver = opened("runaway")
    painted(driver)
    foot = board(driver).bowl.foot
    assert foot is not None and foot.lens is not None
    assert round(foot.factor) == 25
    assert foot.in_lens(0.5) and not foot.in_lens(11.42)


def test_the_arrows_walk_the_answers_while_the_bet_is_open() -> None:
    driver = opened("runaway")
    key(driver, pygame.K_d)
    wait(driver, 0.5)
    key(driver, pygame.K_RIGHT)
    before = driver.scene.focus
    assert before.startswith("answer")
    key(driver, pygame.K_RIGHT)
    assert driver.scene.focus.startswith("answer") and driver.scene.focus != before
