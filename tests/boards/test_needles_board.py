"""A neuron with several inputs: the calls, the needles, and what each wire was blamed for, with real events."""

from __future__ import annotations

from functools import partial
from typing import Any

import pygame
import pytest

from downslope.boards.one_neuron.needles_board import NeedlesBoard
from downslope.learning.named import Neuron
from downslope.rules.actions import Learn, Next
from downslope.rules.level import Example, Level
from downslope.rules.target import Near
from downslope.scenes.play.card import CardScene
from downslope.view.draw.canvas import Canvas
from downslope.view.networks.weight_needles import Freezer, plan
from downslope.view.widgets.number_input import Detents, Slider
from driving import Driver
from playing import bet_on, board_of, click, key, opened, painted, screen, to_card, wait

pytestmark = pytest.mark.usefixtures("display")


board = partial(board_of, kind=NeedlesBoard)


def walk_on(driver: Driver, mouse: bool) -> None:
    """Whatever is on the screen: answer it, close it, step, or go to the next part."""
    play = screen(driver)
    if play.attempt.open_bets.offered and play.attempt.session.won:
        bet_on(driver, str(play.attempt.open_bets.questions[0].right), mouse)
    elif play.attempt.session.won:
        on = "tile card" if play.attempt.session.last_stage else "tile next"
        click(driver, on) if mouse else key(driver, pygame.K_RETURN)
    else:
        click(driver, "tile step") if mouse else key(driver, pygame.K_SPACE)


def test_the_needles_are_the_engines() -> None:
    driver = opened("toes", bets=False)
    key(driver, pygame.K_SPACE)
    wait(driver, 0.5)
    shown, run = board(driver).needles_panel.needles(), screen(driver).attempt.session.run
    assert shown.weights == run.weights
    assert shown.moves == pytest.approx([now - was for now, was in zip(run.weights, run.start)])
    assert shown.prediction == run.network.predict(run.weights, run.examples[0][0])[0]


def test_a_needle_turns_while_a_step_is_under_way() -> None:
    driver = opened("toes", bets=False, still=False)
    start = screen(driver).attempt.session.weights[0]
    key(driver, pygame.K_SPACE)
    wait(driver, 0.3)
    here = board(driver).needles_panel.needles().weights[0]
    assert start < here < screen(driver).attempt.session.weights[0]


def test_ten_inputs_have_room() -> None:
    level = Level(
        "ten", title="Ten", network=Neuron(10), examples=[Example([i - 4.5 for i in range(10)], 1)], weights=[0.1] * 10,
        alpha=0.005, knobs=[], target=Near(0.01), sight={"bowl": "none"},
    )  # fmt: skip
    driver = opened(level)
    painted(driver)
    at = plan((24, 72, 608, 528), 10)
    assert all(72 < y < 600 for y in at.ys)
    key(driver, pygame.K_l)
    wait(driver, 8.0)
    assert isinstance(to_card(driver), CardScene)


@pytest.mark.parametrize(("hidden", "number"), [("goal", "7.77"), ("weight", "0.35"), ("input", "1.23")])
def test_a_number_that_is_hidden_is_written_nowhere(hidden: str, number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    level = Level(
        "own", title="Own", network=Neuron(2), examples=[Example([1.23, 2], 7.77)], weights=[0.35, 0.2], alpha=0.01,
        knobs=[], target=Near(0.01), sight={"bowl": "none", hidden: "hidden"},
    )  # fmt: skip
    driver = opened(level)
    found: list[str] = []
    draw = Canvas.text

    def spy(self: Canvas, x: float, y: float, string: str, *rest: Any, **more: Any) -> float:
        found.append(string)
        return draw(self, x, y, string, *rest, **more)

    monkeypatch.setattr(Canvas, "text", spy)
    painted(driver)
    assert found and not [text for text in found if number.lstrip("0") in text]


# three clues, one of them loud


@pytest.mark.parametrize("mouse", [True, False])
def test_toes_to_three_stars(mouse: bool) -> None:
    driver = opened("toes", bets=False)
    play = screen(driver)
    for alpha in (0.014, 0.0135):
        knob = play.widget("knob alpha")
        assert isinstance(knob, Slider)
        if mouse:
            driver.drag((knob.x_of(knob.value), knob.line), (knob.x_of(alpha), knob.line))
            steps = round((alpha - knob.value) / 0.0001)
            for _ in range(abs(steps)):  # a pixel is more than a fine notch
                driver.wheel(*knob.centre, 1 if steps > 0 else -1)
        else:
            play.set_focus("knob alpha")
            driver.type(f"{alpha}")
            key(driver, pygame.K_RETURN)
        assert play.attempt.session.knobs["alpha"] == alpha
        while not play.attempt.session.won:
            click(driver, "tile step") if mouse else key(driver, pygame.K_SPACE)
        wait(driver, 0.5)
        if not play.attempt.session.last_stage:
            click(driver, "tile next") if mouse else key(driver, pygame.K_RETURN)
    wait(driver, 2.0)
    assert isinstance(to_card(driver), CardScene) and to_card(driver).summary.stars == {1, 2, 3}


def test_the_loudest_clue_has_the_largest_weight_delta() -> None:
    driver = opened("toes", bets=False)
    key(driver, pygame.K_SPACE)
    panel = board(driver).needles_panel
    blamed = dict(zip(panel.names(), panel.blames() or ()))
    assert list(blamed) == ["toes", "wins", "fans"]
    assert [blame for _delta, _input, blame in blamed.values()] == pytest.approx([-1.19, -0.091, -0.168])


def test_the_fine_knob_comes_with_the_second_part() -> None:
    driver = opened("toes", bets=False)
    knob = screen(driver).widget("knob alpha")
    assert isinstance(knob, Detents) and knob.values is not None and len(knob.values) == 15
    attempt = screen(driver).attempt
    attempt.turn("alpha", 0.014)
    attempt.act(Learn(2))
    attempt.act(Next())
    wait(driver, 0.1)
    knob = screen(driver).widget("knob alpha")
    assert isinstance(knob, Slider) and not isinstance(knob, Detents)
    assert knob.low == 0.002 and knob.high == 0.03


# ice


def frozen(driver: Driver) -> frozenset[int]:
    return screen(driver).attempt.session.frozen


def test_a_needle_is_frozen_by_key_and_by_mouse() -> None:
    driver = opened("freeze-the-toes", bets=False)
    key(driver, pygame.K_1)
    assert frozen(driver) == {0}
    click(driver, "needle 3")
    assert frozen(driver) == {0, 2}
    screen(driver).set_focus("needle 1")
    key(driver, pygame.K_RETURN)
    assert frozen(driver) == {2}
    key(driver, pygame.K_RIGHT, pygame.K_DOWN)
    assert screen(driver).focus in ("needle 1", "needle 2")
    needles = board(driver).needles_panel.needles()
    assert needles.frozen == frozenset({2}) and "fans" in needles.state


def test_its_snowflake_can_be_pressed() -> None:
    driver = opened("freeze-the-toes", bets=False)
    needle = screen(driver).widget("needle 2")
    assert isinstance(needle, Freezer)
    driver.click(*needle.badge)
    assert frozen(driver) == {1}


@pytest.mark.parametrize("mouse", [True, False])
def test_freeze_the_toes_to_three_stars(mouse: bool) -> None:
    driver = opened("freeze-the-toes")
    click(driver, "needle 1") if mouse else key(driver, pygame.K_1)
    for _frame in range(60):
        if isinstance(driver.scene, CardScene):
            break
        walk_on(driver, mouse)
        wait(driver, 0.8)
    assert isinstance(to_card(driver), CardScene) and to_card(driver).summary.stars == {1, 2, 3}


def test_ice_holds_and_what_it_holds_is_blamed_for_nothing() -> None:
    driver = opened("freeze-the-toes", bets=False)
    key(driver, pygame.K_1, pygame.K_SPACE)
    run = screen(driver).attempt.session.run
    assert run.weights[0] == 0.1 and run.weights[1] != 0.2
    blamed = board(driver).needles_panel.blames()
    assert blamed is not None and blamed[0][2] == 0.0 != blamed[1][2]


def test_a_digit_answers_the_bet_and_freezes_nothing() -> None:
    driver = opened("freeze-the-toes")
    key(driver, pygame.K_1)
    attempt = screen(driver).attempt
    while not attempt.open_bets.offered and attempt.session.count < 20:
        key(driver, pygame.K_SPACE)
        wait(driver, 0.5)
    key(driver, pygame.K_d)
    wait(driver, 0.5)
    key(driver, pygame.K_2)
    assert frozen(driver) == {0} and attempt.open_bets.given


def test_where_alpha_is_not_turned_it_is_said_what_can_be_done() -> None:
    driver = opened("freeze-the-toes", bets=False)
    assert "freeze" in board(driver).knobs.shown[0].note
