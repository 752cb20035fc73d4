"""Levels by hand, each played to its end with real events: by keyboard alone and by mouse alone."""

from __future__ import annotations

from functools import partial

import pygame
import pytest

from checks.paper import written as texts_on
from downslope.boards.by_hand.sending_board import SendingBoard
from downslope.boards.by_hand.sending_model import sends
from downslope.rules.actions import Probe, Turn
from downslope.rules.knob import Knob
from downslope.rules.level import Example, Level
from downslope.scenes.play.card import CardScene
from downslope.view.widgets.number_input import WeightDial, point
from driving import FRAME, Driver
from playing import act, board_of, click, control, key, need, opened, painted, screen, to_card, told, until, wait
from support import play

pytestmark = pytest.mark.usefixtures("display")
board = partial(board_of, kind=SendingBoard)
dial = partial(control, name="weight", kind=WeightDial)


def typed(driver: Driver, text: str) -> None:
    """Type a weight into the focused dial and take it."""
    driver.type(text)
    key(driver, pygame.K_RETURN, then=1.2)


def turned(driver: Driver, weight: float) -> None:
    """Drag around the dial to a weight."""
    knob = dial(driver)
    reach = knob.radius - 9
    start, end = knob.angle(knob.value), knob.angle(weight)
    driver.down(*point(*knob.centre, reach, start))
    for i in range(1, 21):
        driver.move(*point(*knob.centre, reach, start + (end - start) * i / 20))
    driver.up(*point(*knob.centre, reach, end))
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
    attempt = screen(driver).attempt
    seen, said = set(), set()
    for frame in range(600):
        wait(driver, 1 / 30)
        if frame % 200 == 199 and attempt.session.stage < 2:
            click(driver, "tile next")
        seen.add((attempt.session.stage, attempt.session.won))
        if board(driver).sending.pulse < 1:
            assert board(driver).sending.known is None  # it is seen when the light arrives
        said.add(board(driver).words()[0])
    assert {(0, True), (1, True), (2, True)} <= seen
    assert attempt.session.tally.turns == 1  # nobody touched the dial again
    assert "Right, and nobody touched the dial." in said


def test_what_was_sent_before_a_strike_stays_in_the_table() -> None:
    actions = [each for strike in ("none", "2 → 3", "none") for each in (Turn("strike", strike), Probe())]
    session = play("one-knob-two-days", *actions, Turn("strike", "5 → 7.5"))
    assert len(sends(session)) - 1 == session.tally.probes == 3
    assert [sorted(sent.crossed_out) for sent in sends(session)] == [[], [], [0], []]


def test_after_a_strike_it_is_said_what_is_still_to_do_and_at_the_end_which_card_was_wrong_and_why() -> None:
    driver = opened("one-knob-two-days", bets=False)
    (question,) = screen(driver).attempt.level.questions
    assert board(driver).words()[0] == question.text
    stage = board(driver).stage
    for card, answer in enumerate(("2 → 3", "5 → 7.5", "4 → 9")):  # a ticket stands over the card's own coins
        x, y, w, h = stage.model.scene.card_box(stage.land, [2, 5, 4], card)
        place = need(board(driver).anchor(0, answer))
        assert (place.x, place.y, place.text) == (x + w / 2, y + h, "first strike")
    act(driver, Turn("weight", 1.5), Probe(), then=3.0)
    act(driver, Turn("strike", str(question.right)))
    assert board(driver).words()[1] == "Set the [weight:weight] for those that are left."
    act(driver, Turn("strike", "none"))
    assert board(driver).words()[0] != "It no longer counts."
    act(driver, Turn("strike", str(question.right)), Probe(), then=3.0)
    assert screen(driver).attempt.session.won and board(driver).words()[1] == f"{question.right}: {question.why}"


def test_the_light_waits_for_the_answer_to_a_bet_about_it() -> None:
    driver = opened("double-it", still=False, bets=True)
    typed(driver, "2")
    click(driver, "tile next")
    until(driver, "strip")
    wait(driver, 3.0)
    sending = board(driver).sending
    assert (sending.pulse, sending.known, sending.values.prediction) == (0.0, None, 0.0)
    home = sending.scene.pip_x(board(driver).stage.land, sending.values)
    click(driver, "answer 1")
    moved = 0.0
    while screen(driver).attempt.open_bets.last is None:
        wait(driver, FRAME)
        moved += FRAME
    assert moved <= 3.0 and sending.values.prediction == pytest.approx(8.0)
    click(driver, "tile next", then=2.5)
    assert sending.values.prediction == pytest.approx(14.0)
    assert sending.scene.pip_x(board(driver).stage.land, sending.values) > home + 400


def test_a_notch_is_taken_from_the_line_and_those_that_cannot_be_it_go_grey() -> None:
    driver = opened("a-hundredth", bets=False)
    stage = board(driver).stage
    assert stage.line is not None and stage.line.values is not None
    driver.click(stage.line.x_of(0.1), stage.line.line)
    wait(driver, 0.1)
    assert dial(driver).value == 0.1
    click(driver, "tile send", then=3.0)
    assert stage.line.blocked == set(range(6, 13)), "it, and all above it"
    assert board(driver).words()[0] == "Too high. That rules out every notch to the right."
    typed(driver, ".001")
    key(driver, pygame.K_SPACE, then=3.0)
    assert stage.line.blocked == {0, *range(6, 13)} and stage.line.tried == ((0.1, 1), (0.001, -1))


@pytest.mark.slow
def test_out_of_tries_the_number_is_told_and_there_is_one_more() -> None:
    driver = opened("a-hundredth", bets=False)
    stage = board(driver).stage
    for weight in (1, 0.1, 0.05, 0.02, 0.005):
        act(driver, Turn("weight", weight), Probe(), then=3.0)
    assert not stage.model.values.number and ".105" not in written(driver)
    act(driver, Turn("weight", 0.002), Probe(), then=3.0)
    assert stage.model.values.number and "0.105 m" in written(driver)
    typed(driver, ".01")
    key(driver, pygame.K_SPACE)
    assert card(driver).summary.stars == {1}


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
def test_the_small_bucket_is_fine_the_gate_is_not_and_again() -> None:
    driver = opened("seven", bets=False)
    attempt, sending = screen(driver).attempt, board(driver).sending

    assert [equation.result for equation in sending.equations] == ["?"], "of the one that is chosen"
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
    assert attempt.session.complete and sending.values.gate and sending.values.cheer == 1.0
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
    knob = dial(driver)
    start, away = (point(*knob.centre, knob.radius - 9, knob.angle(weight)) for weight in (1.0, 1.4))
    driver.down(*start)
    driver.move(*away)
    wait(driver, 0.1)
    assert board(driver).sending.weight == 1.4
    driver.move(*start)
    driver.up(*start)
    wait(driver, 0.1)
    assert screen(driver).attempt.drag is None and screen(driver).attempt.session.actions == []


def test_nothing_is_known_before_it_is_tried_and_the_land_answers_when_the_light_has_come() -> None:
    driver = opened("below-zero", still=False, bets=False)
    sending = board(driver).sending
    assert sending.known is not None and sending.values.predictions == (-4.0,)  # the start is told
    typed(driver, "-1")
    assert sending.known is None and sending.values.predictions == (-4.0,)
    key(driver, pygame.K_SPACE)
    seen = []
    for _ in range(90):
        seen.append((sending.pulse, sending.values.prediction, sending.reaction is not None))
        wait(driver, 1 / 30)
    assert all(value == -4 and not reacts for pulse, value, reacts in seen if pulse < 1)
    values = [value for pulse, value, _reacts in seen if pulse >= 1]
    assert values == sorted(values) and values[-1] == 4 and sum(-4 < value < 4 for value in values) > 10
    assert sending.known is not None and sending.known.misses == (-2.0,)
    assert [row.weight for row in sending.rows] == [1.0, -1.0] and sending.values.cheer == 0.0
    typed(driver, "-1.5")
    key(driver, pygame.K_SPACE, then=3.0)
    assert sending.values.cheer == 1.0


def test_neither_undo_nor_reset_takes_a_try_back() -> None:
    driver = opened("below-zero", still=False, bets=False)
    sending = board(driver).sending
    typed(driver, "-1")
    key(driver, pygame.K_SPACE)
    assert sending.pulse < 1
    key(driver, pygame.K_z)  # while the light is on its way
    wait(driver, 3.0)
    assert (sending.pulse, len(sending.seen), screen(driver).attempt.session.tally.probes) == (1.0, 2, 1)
    assert driver.game.toasts.shown[-1].title == "A look you have seen still counts."
    assert dial(driver).value == 1.0
    known = sending.known
    assert known is not None and known.predictions == (-4.0,) == sending.told.predictions, "as the neuron shows"
    key(driver, pygame.K_SPACE, pygame.K_r, then=0.2)
    assert [row.weight for row in sending.rows] == [1.0, -1.0, 1.0]


@pytest.mark.parametrize("answer", [1, 2, 3])
def test_the_clock_goes_on_when_the_bet_is_made_and_the_mercury_with_it(answer: int) -> None:
    """At each moment the prediction is what the weight makes of the input."""
    driver = opened("below-zero", still=False, bets=True)
    typed(driver, "-1.5")
    key(driver, pygame.K_SPACE, then=3.0)
    click(driver, "tile next")
    until(driver, "strip")
    wait(driver, 2.0)
    sending = board(driver).sending
    assert sending.values.inputs == (-4.0,) and sending.values.prediction == 6.0, "the lid is closed, no hour has gone"
    marks = [board(driver).anchor(0, text) for text in ("above 0", "at 0", "below 0")]
    heights = [mark.y for mark in marks if mark is not None]
    assert len(heights) == 3 and heights == sorted(heights)
    click(driver, f"answer {answer}")
    seen = []
    for _ in range(120):
        wait(driver, 1 / 30)
        seen.append((sending.values.inputs[0], sending.values.prediction))
    assert all(prediction == pytest.approx(-1.5 * given) for given, prediction in seen)
    assert seen[-1] == (4.0, -6.0) and any(-1 < given < 1 for given, _prediction in seen)


def test_the_bet_on_the_doorstep_halves_the_notches_and_tells_nothing_of_the_door() -> None:
    driver = opened("a-hundredth", still=False, bets=True)
    open_bets, stage = screen(driver).attempt.open_bets, board(driver).stage
    until(driver, "strip")
    wait(driver, 0.6)
    click(driver, "answer 1")
    left = set[int]()
    for _ in range(90):
        wait(driver, 1 / 30)
        assert stage.line is not None
        left.add(13 - len(stage.line.blocked))
    assert open_bets.last is not None and left == {13, 12, 6}
    assert screen(driver).attempt.session.tally.probes == 0 and stage.model.values.tested == frozenset()


def test_a_level_without_notches_or_story_has_the_board_too() -> None:
    level = Level(
        "plain-hand", title="Plain", examples=[Example(3, -4.5)], weights=[1], learner=None,
        knobs=[Knob("weight", -4, 4)], sight={"prediction": "on-step", "bowl": "none"}, probes=float("inf"),
    )  # fmt: skip
    driver = opened(level, bets=False)
    typed(driver, "-1.5")
    key(driver, pygame.K_SPACE)
    assert 1 in card(driver).summary.stars


def test_a_struck_card_is_torn_for_a_moment_shows_nothing_new_and_may_be_taken_back() -> None:
    for still in (False, True):
        driver = opened("one-knob-two-days", bets=False, still=still)
        typed(driver, "1.5")
        click(driver, "card 3")
        assert screen(driver).attempt.session.knobs["strike"] == "4 → 9"
        assert [sent.weight for sent in board(driver).sending.rows] == [1.0], "1.5 was not sent"
        assert board(driver).sending.known is None
        card = board(driver).cards.cards[2]
        assert card.crossed_out and (card.torn == 1.0) == still
        painted(driver)
        wait(driver, 0.5)
        assert board(driver).cards.cards[2].torn == 1.0
        click(driver, "card 3")
        assert screen(driver).attempt.session.knobs["strike"] == "none"
