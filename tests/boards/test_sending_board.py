"""Levels by hand, each played to its end with real events: by keyboard alone and by mouse alone."""

from __future__ import annotations

from functools import partial

import pygame
import pytest

from checks.paper import written as texts_on
from downslope.boards.by_hand.sending_board import OrderCard, SendingBoard
from downslope.boards.by_hand.sending_model import sends
from downslope.rules.actions import Probe, Turn
from downslope.rules.knob import Knob
from downslope.rules.level import Example, Level
from downslope.scenes.play.card import CardScene
from downslope.view.widgets.number_input import WeightDial, point
from driving import FRAME, Driver
from playing import act, board_of, click, control, key, need, opened, screen, to_card, told, until, wait
from support import play

pytestmark = pytest.mark.usefixtures("display")
board = partial(board_of, kind=SendingBoard)
dial = partial(control, name="weight", kind=WeightDial)


def typed(driver: Driver, text: str) -> None:
    """Type a weight into the focused dial and take it."""
    driver.type(text)
    key(driver, pygame.K_RETURN, then=1.2)


def turned(driver: Driver, *weights: float) -> None:
    """Drag around the dial from weight to weight."""
    knob = dial(driver)
    driver.down(*point(*knob.centre, knob.radius - 9, knob.angle(knob.value)))
    for weight in weights:
        start = knob.angle(knob.value)
        for i in range(1, 21):
            spot = point(*knob.centre, knob.radius - 9, start + (knob.angle(weight) - start) * i / 20)
            driver.move(*spot)
        wait(driver, 0.1)
    driver.up(*spot)
    wait(driver, 0.1)


def card(driver: Driver) -> CardScene:
    """All orders are gone through, and the card is asked for."""
    told(driver)
    while driver.scene.widget("tile next") is not None:
        click(driver, "tile next")
        told(driver)
    return to_card(driver)


@pytest.mark.slow
def test_orders_by_mouse_on_the_dial_come_when_they_are_asked_for() -> None:
    driver = opened("double-it", still=False, bets=False)
    turned(driver, 2.0)
    attempt, sending = screen(driver).attempt, board(driver).sending
    stages, said = set[tuple[int, bool]](), set[str]()
    for frame in range(400):
        wait(driver, FRAME)
        if frame % 130 == 129 and attempt.session.stage < 2:
            click(driver, "tile next")
        stages.add((attempt.session.stage, attempt.session.won))
        assert sending.pulse == 1 or sending.known is None, "it is seen when the light arrives"
        said.add(board(driver).words()[0])
    assert {(0, True), (1, True), (2, True)} <= stages
    assert attempt.session.tally.turns == 1 and "Right, and nobody touched the dial." in said


def test_after_a_strike_it_is_said_what_is_still_to_do_and_at_the_end_which_card_was_wrong_and_why() -> None:
    actions = [each for strike in ("none", "2 → 3", "none") for each in (Turn("strike", strike), Probe())]
    session = play("one-knob-two-days", *actions, Turn("strike", "5 → 7.5"))
    assert [sorted(sent.crossed_out) for sent in sends(session)] == [[], [], [0], []], "what was sent before stays"
    driver = opened("one-knob-two-days", bets=False)
    (question,) = screen(driver).attempt.level.questions
    assert board(driver).words()[0] == question.text
    model, land = board(driver).stage.model, board(driver).stage.land
    x, y, w, h = model.scene.card_box(land, [2, 5, 4], 1)
    place = need(board(driver).anchor(0, "5 → 7.5"))
    assert (place.x, place.y, place.text) == (x + w / 2, y + h, "first strike"), "a ticket stands over its coins"
    act(driver, Turn("weight", 1.5), Probe(), then=3.0)
    click(driver, "card 3")
    assert screen(driver).attempt.session.knobs["strike"] == "4 → 9"
    click(driver, "card 3")
    assert screen(driver).attempt.session.knobs["strike"] == "none", "it may be taken back"
    act(driver, Turn("strike", str(question.right)))
    assert board(driver).words()[1] == "Set the [weight:weight] for those that are left."
    act(driver, Probe(), then=3.0)
    assert screen(driver).attempt.session.won and board(driver).words()[1] == f"{question.right}: {question.why}"


def test_the_light_waits_for_the_answer_to_a_bet_about_it() -> None:
    driver = opened("double-it", still=False, bets=True)
    typed(driver, "2")
    click(driver, "tile next")
    until(driver, "strip")
    wait(driver, 3.0)
    sending = board(driver).sending
    assert (sending.pulse, sending.known, sending.values.prediction) == (0.0, None, 0.0)
    click(driver, "answer 1", then=3.0)
    assert screen(driver).attempt.open_bets.last is not None and sending.values.prediction == pytest.approx(8.0)
    click(driver, "tile next", then=2.5)
    assert sending.values.prediction == pytest.approx(14.0)


def written(driver: Driver) -> str:
    return " ".join(text.string for text in texts_on(driver.scene.draw, (1280, 720), driver.game.look()))


@pytest.mark.parametrize("level", ["double-it", "a-hundredth", "seven", "below-zero"])
def test_no_calculator_ends_it_before_it_is_touched(level: str) -> None:
    """What is wanted is not written."""
    driver = opened(level, bets=False)
    wanted = [goal for _given, goal in board(driver).sending.cards if goal is not None]
    texts = {f"{goal:.{digits}f}" for goal in wanted for digits in range(4) if round(goal, digits) == goal}
    assert texts and not texts & set(written(driver).split())


@pytest.mark.slow
def test_notches_that_cannot_be_it_go_grey_and_out_of_tries_the_number_is_told() -> None:
    driver = opened("a-hundredth", bets=False)
    stage = board(driver).stage
    line = need(stage.line)
    driver.click(line.x_of(0.1), line.line)
    wait(driver, 0.1)
    assert dial(driver).value == 0.1
    click(driver, "tile send", then=3.0)
    assert need(stage.line).blocked == set(range(6, 13)), "it, and all above it"
    assert board(driver).words()[0] == "Too high. That rules out every notch to the right."
    typed(driver, ".001")
    key(driver, pygame.K_SPACE, then=3.0)
    line = need(stage.line)
    assert line.blocked == {0, *range(6, 13)} and line.tried == ((0.1, 1), (0.001, -1))
    for weight in (0.05, 0.02, 0.005, 0.002):
        assert not stage.model.values.number and ".105" not in written(driver)
        act(driver, Turn("weight", weight), Probe(), then=3.0)
    assert stage.model.values.number and "0.105 m" in written(driver)
    typed(driver, ".01")
    key(driver, pygame.K_SPACE)
    assert card(driver).summary.stars == {1}


@pytest.mark.slow
def test_the_small_bucket_is_fine_the_gate_is_not_and_again() -> None:
    driver = opened("seven", bets=False)
    attempt, sending = screen(driver).attempt, board(driver).sending
    key(driver, pygame.K_SPACE, then=3.0)
    assert board(driver).words()[0] == "Fine for the small one." and sending.values.tested == {0}
    key(driver, pygame.K_c, then=3.0)
    assert attempt.session.called and sending.values.gate is False and sending.values.tested == {0, 1, 2}
    assert [sending.values.verdict(bucket) for bucket in range(3)] == [0, -1, -1]
    assert screen(driver).widget("tile send") is None and screen(driver).widget("tile again") is not None
    key(driver, pygame.K_z)
    assert attempt.session.called, "what was called stays called"
    key(driver, pygame.K_r, then=3.0)
    assert sending.values.tested == {0} and attempt.session.tally.probes == 1
    click(driver, "card 3")
    assert attempt.session.knobs["bucket"] == "big" and [round(given) for given, _goal in sending.cards] == [2, 6, 10]
    key(driver, pygame.K_SPACE, then=3.0)
    assert board(driver).words()[0] == "Too little for the big one."
    screen(driver).set_focus("weight")
    typed(driver, ".65")
    key(driver, pygame.K_c, then=3.0)
    assert attempt.session.complete and sending.values.gate
    assert card(driver).summary.stars == {1}, "the gate was opened twice"


def test_key_presses_in_a_run_are_one_turn_a_drag_is_another_and_one_that_ends_where_it_began_is_none() -> None:
    driver = opened("below-zero", bets=False)
    key(driver, pygame.K_LEFT, pygame.K_LEFT, pygame.K_LEFT)
    tally = screen(driver).attempt.session.tally
    assert (tally.turns, screen(driver).attempt.session.weights) == (1, [-0.5])
    wait(driver, 2.0)
    key(driver, pygame.K_LEFT)
    turned(driver, -2.0)
    assert screen(driver).attempt.session.tally.turns == 3 and dial(driver).value == -2.0
    driver = opened("double-it", bets=False)
    turned(driver, 1.4, 1.0)
    assert screen(driver).attempt.drag is None and screen(driver).attempt.session.actions == []


def test_nothing_is_known_before_it_is_tried_and_neither_undo_nor_reset_takes_a_try_back() -> None:
    driver = opened("below-zero", still=False, bets=False)
    sending = board(driver).sending
    assert need(sending.known).predictions == (-4.0,)  # the start is told
    typed(driver, "-1")
    assert sending.known is None and sending.values.predictions == (-4.0,)
    key(driver, pygame.K_SPACE)
    seen = []
    for _ in range(60):
        seen.append((sending.pulse, sending.values.prediction))
        wait(driver, FRAME)
    assert all(value == -4 for pulse, value in seen if pulse < 1)
    values = [value for pulse, value in seen if pulse >= 1]
    assert values == sorted(values) and values[-1] == 4 and sum(-4 < value < 4 for value in values) > 5
    assert need(sending.known).misses == (-2.0,) and sending.values.cheer == 0.0
    key(driver, pygame.K_z)
    assert dial(driver).value == 1.0 and len(sending.seen) == 2 and screen(driver).attempt.session.tally.probes == 1
    assert driver.game.toasts.shown[-1].title == "A look you have seen still counts."
    key(driver, pygame.K_SPACE, pygame.K_r, then=0.2)
    assert [row.weight for row in sending.rows] == [1.0, -1.0, 1.0]
    typed(driver, "-1.5")
    key(driver, pygame.K_SPACE, then=3.0)
    assert sending.values.cheer == 1.0


def test_a_level_without_notches_or_story_has_the_board_too() -> None:
    level = Level(
        "plain-hand", title="Plain", examples=[Example(3, -4.5)], weights=[1], learner=None,
        knobs=[Knob("weight", -4, 4)], sight={"prediction": "on-step", "bowl": "none"}, probes=float("inf"),
    )  # fmt: skip
    driver = opened(level, bets=False)
    (order,) = [widget for widget in driver.scene.widgets if isinstance(widget, OrderCard)]
    assert order.pair == (3.0, -4.5) and not order.focusable, "a card that cannot be struck is seen all the same"
    typed(driver, "-1.5")
    key(driver, pygame.K_SPACE)
    assert 1 in card(driver).summary.stars
