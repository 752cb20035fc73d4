"""Levels by hand, each played to its end with real events: by keyboard alone and by mouse alone."""

from __future__ import annotations

import re
from typing import Any

import pygame
import pytest

from downslope.boards.by_hand.sending_board import SendingBoard
from downslope.boards.by_hand.sends import sends
from downslope.rules.actions import Probe, Turn
from downslope.rules.knob import Knob
from downslope.rules.level import Example, Level
from downslope.scenes.play.card import CardScene
from downslope.view.cards.sends_table import CAP, UNIT, unit_of
from downslope.view.draw.canvas import Canvas
from downslope.view.draw.surface_cache import LAYERS
from downslope.view.draw.tokens import BODY, TextStyle
from downslope.view.format.numbers import number
from downslope.view.widgets.dial import WeightDial, WeightSlider, tick_values, ticks
from driving import FRAME, Driver
from playing import board_of, click, key, opened, painted, screen, to_card, told, until, wait
from support import campaign, shipped

LEVELS = ("double-it", "a-hundredth", "seven", "below-zero", "one-knob-two-days")

pytestmark = pytest.mark.usefixtures("display")


def board(driver: Driver) -> SendingBoard:
    return board_of(driver, SendingBoard)


def slider(driver: Driver) -> WeightSlider:
    found = driver.scene.widget("weight")
    assert isinstance(found, WeightSlider)
    return found


def dial(driver: Driver) -> WeightDial:
    found = driver.scene.widget("dial")
    assert isinstance(found, WeightDial)
    return found


def typed(driver: Driver, text: str) -> None:
    """Type a weight into the focused slider and take it."""
    driver.type(text)
    key(driver, pygame.K_RETURN)
    wait(driver, 1.2)


def slid(driver: Driver, weight: float) -> None:
    """Drag the slider's thumb to a weight."""
    track = slider(driver)
    driver.drag((track.x_of(track.value), track.line), (track.x_of(weight), track.line))
    wait(driver, 0.1)


def turned(driver: Driver, weight: float) -> None:
    """Drag around the dial to a weight."""
    from downslope.view.widgets.dial import point

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


def test_orders_by_keyboard() -> None:
    driver = opened("double-it", bets=False)
    assert driver.scene.focus == "weight"
    key(driver, *[pygame.K_RIGHT] * 10)
    assert screen(driver).attempt.session.weights == [2.0]
    assert card(driver).summary.stars >= {1, 2}


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
    assert "The [prediction:prediction] is right, and nobody touched the dial." in said


def test_after_the_first_order_the_second_is_bet_on() -> None:
    driver = opened("double-it", bets=True)
    typed(driver, "2")
    click(driver, "tile next")
    assert screen(driver).dock.kind == "strip"
    right = screen(driver).attempt.open_bets.order(0).index("at the flag") + 1
    click(driver, f"answer {right}")
    until(driver, "bet")
    click(driver, "go on")
    assert isinstance(driver.scene, CardScene), "nothing else is left"
    assert driver.scene.summary.stars == {1, 2, 3}


@pytest.mark.parametrize(("level", "weight"), [("a-hundredth", 0.01), ("below-zero", -1.5)])
@pytest.mark.parametrize("mouse", [True, False])
def test_one_send(level: str, weight: float, mouse: bool) -> None:
    driver = opened(level, bets=False)
    if mouse:
        slid(driver, weight)
        click(driver, "tile send")
    else:
        typed(driver, f"{weight:g}")
        key(driver, pygame.K_SPACE)
    assert {1, 2} <= card(driver).summary.stars


@pytest.mark.parametrize("mouse", [True, False])
def test_seven_and_its_second_target(mouse: bool) -> None:
    driver = opened("seven", bets=False)
    for weight, text in ((0.8, "0.8"), (0.67, "0.67")):
        if mouse:
            slid(driver, weight)
            click(driver, "tile send")
        else:
            typed(driver, text)
            key(driver, pygame.K_SPACE)
        wait(driver, 0.3)
    wait(driver, 1.5)
    assert screen(driver).attempt.session.complete
    if mouse:
        click(driver, "tile next")
        slid(driver, 0.2)
        click(driver, "tile send")
    else:
        key(driver, pygame.K_RETURN)
        typed(driver, "0.2")
        key(driver, pygame.K_SPACE)
    assert card(driver).summary.stars == {1, 2, 3}


@pytest.mark.parametrize("mouse", [True, False])
def test_three_receipts(mouse: bool) -> None:
    driver = opened("one-knob-two-days", bets=False)
    if mouse:
        click(driver, "card 3")
        slid(driver, 1.5)
        click(driver, "tile send")
    else:
        driver.key(pygame.K_TAB)
        assert driver.scene.focus == "card 1"  # the cards are next to the dial's slider
        driver.key(pygame.K_DOWN, times=2)
        assert driver.scene.focus == "card 3"
        driver.key(pygame.K_RETURN)
        driver.key(pygame.K_RIGHT, times=6)  # up and down walk along the cards, so these turn the weight
        driver.key(pygame.K_LEFT)
        assert driver.scene.focus == "card 3" and screen(driver).attempt.session.run.weights == [1.5]
        key(driver, pygame.K_SPACE)
    assert card(driver).summary.stars == {1, 2, 3}


@pytest.mark.parametrize(
    ("level", "weights", "said"),
    [
        ("below-zero", ["-1.5"], "That’s it: [prediction:−6.00]."),
        ("seven", ["0.67", "0.2"], "Both days are done, each with its own [weight:weight]."),
        ("one-knob-two-days", ["1.5"], "This one [weight:weight] fits every goal that is left."),
    ],
)
def test_what_is_said_of_the_goals_at_the_end_is_true(level: str, weights: list[str], said: str) -> None:
    """Of all that was asked in the level, and by the weight as it stands."""
    driver = opened(level, bets=False)
    heard = set[str]()
    if level == "one-knob-two-days":
        click(driver, "card 3")
    for weight in weights:
        if screen(driver).attempt.session.won:
            key(driver, pygame.K_RETURN)
        screen(driver).set_focus("weight")
        typed(driver, weight)
        key(driver, pygame.K_SPACE)
        for _frame in range(45):
            if isinstance(driver.scene, CardScene):
                break
            session = screen(driver).attempt.session
            if session.won and session.last_stage:
                heard.update(board(driver).words())
            wait(driver, 1 / 30)
    assert said in heard
    assert sum(re.search(r"are done|fits every|’s it:", words) is not None for words in heard) == 1


def test_what_was_sent_before_a_strike_stays_in_the_table() -> None:
    driver = opened("one-knob-two-days", bets=False)
    attempt = screen(driver).attempt
    for strike in ("none", "2 → 3", "none"):
        attempt.act(Turn("strike", strike))
        attempt.act(Probe())
        assert len(sends(attempt.session)) - 1 == attempt.session.tally.probes
    attempt.act(Turn("strike", "5 → 7.5"))
    assert len(sends(attempt.session)) - 1 == attempt.session.tally.probes == 3
    assert [sorted(sent.crossed_out) for sent in sends(attempt.session)] == [[], [], [0], []]


def test_after_a_strike_it_is_said_what_is_still_to_do() -> None:
    driver = opened("one-knob-two-days", bets=False)
    attempt = screen(driver).attempt
    (question,) = attempt.level.questions
    assert board(driver).words()[0] == "Which one does not fit the others?"
    for action in (Turn("weight", 1.5), Probe()):
        attempt.act(action)
    wait(driver, 3.0)
    attempt.act(Turn("strike", str(question.right)))
    wait(driver, 0.1)
    assert board(driver).words()[1] == "Set the [weight:weight] for those that are left, then send."
    attempt.act(Turn("strike", "none"))
    wait(driver, 0.1)
    assert board(driver).words()[0] != "It no longer counts."


def test_at_the_end_it_is_said_which_card_was_wrong_and_why() -> None:
    driver = opened("one-knob-two-days", bets=False)
    (question,) = shipped().level("one-knob-two-days").questions
    for action in (Turn("strike", str(question.right)), Turn("weight", 1.5), Probe()):
        screen(driver).attempt.act(action)
    wait(driver, 3.0)
    assert screen(driver).attempt.session.won
    assert board(driver).words()[1] == f"{question.right}: {question.why}"


def test_the_caption_has_the_number_that_goes_in() -> None:
    """1-1 rolls from trail to trail, and each is as long as its caption says."""
    for level in campaign():
        for stage in range(len(level.stages) + 1):
            now = level.stage(stage)
            numbers = re.findall(r"\d+(?:\.\d+)?", now.caption)
            inputs = {f"{value:g}" for input, _goal in now.data() for value in input} if numbers else set()
            assert set(numbers) <= inputs, (level.id, stage, now.caption)


def test_what_a_level_by_hand_asks_is_what_its_part_asks() -> None:
    """The numbers of the brief that stands over a part are numbers of that part."""
    for name in ("double-it", "a-hundredth", "seven"):
        for stage in range(len(shipped().level(name).stages) + 1):
            now = shipped().level(name).stage(stage)
            numbers = {float(found) for found in re.findall(r"\d+(?:\.\d+)?", now.brief)}
            known = {value for pair in now.data() for side in pair for value in side}
            assert numbers <= known and numbers, (name, stage, now.brief)


def test_striking_a_card_twice_takes_it_back_and_shows_nothing_new() -> None:
    driver = opened("one-knob-two-days", bets=False)
    typed(driver, "1.5")
    click(driver, "card 1")
    assert screen(driver).attempt.session.knobs["strike"] == "2 → 3"
    assert [sent.weight for sent in board(driver).sending.rows] == [1.0]  # 1.5 was not sent
    assert board(driver).sending.known is None
    click(driver, "card 1")
    assert screen(driver).attempt.session.knobs["strike"] == "none"


def test_key_presses_in_a_run_are_one_turn_and_a_drag_is_another() -> None:
    driver = opened("below-zero", bets=False)
    key(driver, pygame.K_LEFT, pygame.K_LEFT, pygame.K_LEFT)
    tally = screen(driver).attempt.session.tally
    assert (tally.turns, screen(driver).attempt.session.weights) == (1, [0.7])
    wait(driver, 2.0)
    key(driver, pygame.K_LEFT)
    assert screen(driver).attempt.session.tally.turns == 2
    slid(driver, -1.0)
    slid(driver, -2.0)
    assert screen(driver).attempt.session.tally.turns == 4
    assert dial(driver).value == slider(driver).value == -2.0


def test_nothing_is_known_before_it_is_sent() -> None:
    driver = opened("seven", still=False, bets=False)
    assert board(driver).sending.known is not None  # the start is told
    slid(driver, 0.62)
    assert board(driver).sending.known is None
    click(driver, "tile send")
    assert board(driver).sending.known is None  # the light is on its way
    wait(driver, 0.8)
    known = board(driver).sending.known
    assert known is not None
    assert known.predictions == (10.5 * 0.62,)
    assert known.misses == (10.5 * 0.62 - 7,)


def test_the_table_is_what_the_engine_saw() -> None:
    driver = opened("seven", bets=False)
    session = screen(driver).attempt.session
    for weight in (0.8, 0.3, 0.655):
        session.do(Turn("weight", weight))
        session.do(Probe())
    rows = sends(session)
    assert [row.weight for row in rows] == [0.5, 0.8, 0.3, 0.655]
    assert [row.predictions for row in rows[1:]] == [probed.predictions[0] for probed in session.probed]


def test_neither_undo_nor_reset_takes_a_send_back() -> None:
    driver = opened("seven", bets=False)
    typed(driver, "0.8")
    key(driver, pygame.K_SPACE, pygame.K_z)
    wait(driver, 0.2)
    assert len(board(driver).sending.rows) == 2 and screen(driver).attempt.session.tally.probes == 1
    assert driver.game.toasts.shown[-1].title == "A look you have seen still counts."
    assert slider(driver).value == 0.5
    key(driver, pygame.K_SPACE, pygame.K_r)
    wait(driver, 0.2)
    assert [row.weight for row in board(driver).sending.rows] == [0.5, 0.8, 0.5]
    assert slider(driver).value == 0.5


def test_undo_while_the_light_is_on_its_way() -> None:
    driver = opened("seven", still=False, bets=False)
    typed(driver, "0.8")
    key(driver, pygame.K_SPACE)
    assert board(driver).sending.pulse < 1
    key(driver, pygame.K_z)
    painted(driver)
    wait(driver, 3.0)
    assert (board(driver).sending.pulse, len(board(driver).sending.seen)) == (1.0, 2), "it arrives all the same"


def test_a_drag_that_ends_where_it_began_changes_nothing() -> None:
    driver = opened("double-it", bets=False)
    track = slider(driver)
    start = (track.x_of(1.0), track.line)
    driver.down(*start)
    driver.move(track.x_of(2.0), track.line)
    wait(driver, 0.1)
    assert board(driver).sending.weight == 2.0
    driver.move(*start)
    driver.up(*start)
    wait(driver, 0.1)
    assert screen(driver).attempt.drag is None
    assert screen(driver).attempt.session.actions == []


def test_the_land_shows_what_was_sent() -> None:
    driver = opened("seven", bets=False)
    assert board(driver).sending.values.predictions == (5.25,)
    typed(driver, "0.8")
    assert board(driver).sending.values.predictions == (5.25,)  # it was not sent
    key(driver, pygame.K_SPACE)
    wait(driver, 0.1)
    assert board(driver).sending.values.predictions == (10.5 * 0.8,)


def test_the_land_answers_when_the_light_has_come_and_then_pip_reacts() -> None:
    driver = opened("seven", still=False, bets=False)
    typed(driver, "0.855")
    key(driver, pygame.K_SPACE)
    seen = []
    for _ in range(90):
        sending = board(driver).sending
        seen.append((sending.pulse, sending.values.prediction, sending.land.reaction is not None))
        wait(driver, 1 / 30)
    before, after = 5.25, 10.5 * 0.855
    assert all(value == before and not reacts for pulse, value, reacts in seen if pulse < 1)
    values = [value for pulse, value, _reacts in seen if pulse >= 1]
    assert values == sorted(values) and values[-1] == after
    assert sum(before < value < after for value in values) > 10  # it takes its time
    assert all(value == after for _pulse, value, reacts in seen if reacts)
    reaction = board(driver).sending.land.reaction
    assert reaction is not None and reaction[0] == "past"


def test_lights_go_on_when_it_is_right_and_only_then() -> None:
    driver = opened("seven", still=False, bets=False)
    for weight, cheer in (("0.5", 0.0), ("0.855", 0.0), ("0.67", 1.0)):
        typed(driver, weight)
        key(driver, pygame.K_SPACE)
        wait(driver, 1.9)
        assert board(driver).sending.values.cheer == cheer, weight


def test_what_is_tried_is_shown_and_neither_counted_nor_kept() -> None:
    driver = opened("a-hundredth", still=False, bets=False)
    sending, session = board(driver).sending, screen(driver).attempt.session
    sending.try_out(0.1, [(10.5, 0.105)])
    wait(driver, 0.2)
    assert 0.1 < sending.weight < 0.5 and sending.known is None
    wait(driver, 2.0)
    assert (sending.weight, sending.values.prediction) == (0.1, 10.5 * 0.1)
    assert sending.known is not None and sending.rests()
    sending.put_back()
    wait(driver, 1.0)
    assert (sending.weight, sending.values.prediction) == (0.5, 5.25)
    assert session.tally.probes == 0 and session.actions == [] and len(sending.rows) == 1


def test_the_clock_can_be_turned_back() -> None:
    """The input moves as the mercury does: at each moment the prediction is what the weight makes of it."""
    driver = opened("below-zero", still=False, bets=False)
    typed(driver, "-1.5")
    key(driver, pygame.K_SPACE)
    wait(driver, 1.6)
    sending = board(driver).sending
    sending.try_out(-1.5, [(-4.0, None)], seconds=1.6, light=False)
    seen = []
    for _ in range(60):
        wait(driver, 1 / 30)
        seen.append((sending.values.inputs[0], sending.values.prediction))
    assert all(prediction == pytest.approx(-1.5 * given) for given, prediction in seen)
    assert seen[-1] == (-4.0, 6.0) and any(-1 < given < 1 for given, _prediction in seen)


@pytest.mark.parametrize("answer", [1, 2, 3])
@pytest.mark.parametrize(
    ("level", "weight", "side", "truth"), [("a-hundredth", "0.2", "left", 1.05), ("below-zero", "-1.5", "right", 6.0)]
)
def test_a_bet_is_played_out_beside_its_answer(level: str, weight: str, side: str, truth: float, answer: int) -> None:
    driver = opened(level, still=False, bets=True)
    typed(driver, weight)
    key(driver, pygame.K_SPACE)
    if level == "below-zero":
        click(driver, "tile card")  # it is asked when what was won has been told
    until(driver, "strip")
    wait(driver, 0.6)
    open_bets = screen(driver).attempt.open_bets
    chosen = open_bets.order(0)[answer - 1]
    means = dict(zip(open_bets.questions[0].answers, open_bets.questions[0].means))  # type: ignore[union-attr]
    click(driver, f"answer {answer}")
    for _ in range(300):
        if open_bets.last is not None:
            break
        wait(driver, 1 / 30)
    sending, stage = board(driver).sending, board(driver).stage
    (weight_tried,), ((given, _goal),) = [sending.weight], sending.cards
    session = screen(driver).attempt.session
    assert sending.values.prediction == pytest.approx(truth, abs=1e-9)
    assert sending.values.prediction == session.level.network.predict([weight_tried], (given,))[0]
    mark = board(driver).mark(0, chosen)
    assert mark is not None and (mark.side, mark.value) == (side, means[chosen])
    assert (mark.x, mark.y) == stage.spot(float(means[chosen]))[:2]
    click(driver, "go on")
    wait(driver, 1.0)
    if level == "below-zero":
        assert isinstance(driver.scene, CardScene)
        return
    assert sending.tryout is None and sending.weight == float(weight)


def test_a_struck_card_has_its_ticket_over_its_own_coins() -> None:
    driver = opened("one-knob-two-days", bets=True)
    places = [board(driver).mark(0, answer) for answer in ("2 → 3", "5 → 7.5", "4 → 9")]
    stage = board(driver).stage
    assert [(place.x, place.y) for place in places if place is not None] == [
        stage.sending.scene.card_spot(stage.land, card, 3) for card in range(3)
    ]
    place = board(driver).mark(0, "4 → 9")
    assert place is not None and place.text == "first strike"


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
    shown = list[float]()
    while screen(driver).attempt.session.stage == 1:  # the third order follows unasked
        wait(driver, 0.1)
        shown.append(sending.values.prediction)
    assert max(shown[:-1]) == pytest.approx(8.0, abs=0.2)
    wait(driver, 2.5)
    assert sending.values.prediction == pytest.approx(14.0)
    assert sending.scene.pip_x(board(driver).stage.land, sending.values) > home + 400


@pytest.mark.slow
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(
    ("size", "text", "theme"),
    [((960, 540), 1.0, "dark"), ((960, 540), 1.5, "light"), ((1280, 720), 1.25, "dark"), ((2560, 1440), 1.0, "light")],
)
def test_it_can_be_drawn_at_every_size(level: str, size: tuple[int, int], text: float, theme: str) -> None:
    driver = opened(level, text=text, theme=theme, still=False, bets=False)
    if screen(driver).widget("tile send"):
        click(driver, "tile send")
    picture = painted(driver, size)
    assert picture.get_size() == size
    widgets = screen(driver).widgets
    for widget in widgets:
        x, y, width, height = widget.rect
        assert x >= -1 and x + width <= screen(driver).width + 1, widget.name
        assert y >= -1 and y + height <= screen(driver).height + 1, widget.name


def test_a_level_without_notches_or_story_has_the_board_too() -> None:
    level = Level(
        "plain-hand", title="Plain", examples=[Example(3, -4.5)], weights=[1], learner=None,
        knobs=[Knob("weight", -4, 4)], sight={"prediction": "on-step", "bowl": "none"}, probes=float("inf"),
    )  # fmt: skip
    driver = opened(level, bets=False)
    typed(driver, "-1.5")
    key(driver, pygame.K_SPACE)
    assert 1 in card(driver).summary.stars


def test_one_ruler_for_all_squares() -> None:
    assert unit_of([-1.75, 1.4]) == UNIT
    assert unit_of([-1.75, 5.145]) == pytest.approx(CAP / 5.145)
    assert unit_of([0.0]) == UNIT


@pytest.mark.parametrize(("low", "high", "long", "small"), [(0, 1, 0.1, 0.025), (-3, 3, 1, 0.2), (-1, 1, 0.2, 0.05)])
def test_ticks_are_round_numbers(low: float, high: float, long: float, small: float) -> None:
    assert ticks(low, high) == pytest.approx((long, small))
    values = tick_values(low, high, long)
    assert values[0] == low and values[-1] == high


@pytest.mark.parametrize("size", [(960, 540), (1280, 720)])
@pytest.mark.parametrize("level", ["a-hundredth", "seven", "below-zero"])
def test_a_miss_can_be_read_where_the_text_is_large(
    level: str, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No number of the table is smaller than at a text size of 100 %."""
    driver = opened(level, bets=False, text=1.5, panels="all")
    misses = [number(miss, board(driver).sending.digits, True) for miss in board(driver).sending.seen[-1].misses]
    written: dict[str, float] = {}
    original = Canvas.text

    def spy(self: Canvas, x: float, y: float, string: str, style: TextStyle = BODY, *rest: Any, **more: Any) -> float:
        if string in misses and style.family == "mono":
            written[string] = style.size * self.type * self.s
        return original(self, x, y, string, style, *rest, **more)

    monkeypatch.setattr(Canvas, "text", spy)
    LAYERS.clear()
    painted(driver, size)
    assert set(written) == set(misses)
    assert all(high >= 12.5 for high in written.values()), written


def test_a_struck_card_is_torn_for_a_moment_and_with_reduced_motion_at_once() -> None:
    for still in (False, True):
        driver = opened("one-knob-two-days", bets=False, still=still)
        screen(driver).attempt.turn("strike", "4 → 9")
        wait(driver, FRAME)
        card = board(driver).cards.cards[2]
        assert card.crossed_out and (card.torn == 1.0) == still
        painted(driver)
        wait(driver, 0.5)
        assert board(driver).cards.cards[2].torn == 1.0


def test_after_undo_the_land_shows_what_the_neuron_shows() -> None:
    driver = opened("a-hundredth", bets=False)
    typed(driver, ".1")
    click(driver, "tile send")
    wait(driver, 3.0)
    assert board(driver).sending.land.told.predictions == pytest.approx((1.05,))
    key(driver, pygame.K_z)
    wait(driver, 3.0)
    known = board(driver).sending.known
    assert known is not None and known.predictions == (5.25,) == board(driver).sending.land.told.predictions
