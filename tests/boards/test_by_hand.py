"""Boards by hand: a rule is built, a metric chosen, looked for in the fog, and sent; what is told and when."""

from dataclasses import replace

import pygame
import pytest

from checks.paper import written
from downslope import Knob
from downslope.attempt.director import Phase
from downslope.boards.by_hand.fog_model import is_revealed, looks, refusal_reason
from downslope.boards.by_hand.metric_board import MetricChoice, bottom_of
from downslope.boards.by_hand.rule_board import rule_tests, smaller
from downslope.boards.by_hand.sending_model import sends
from downslope.rules import Answer, Learn, Next, Probe, Turn
from downslope.scenes.base.speech import speech_of
from downslope.scenes.play.play import PlayScene
from downslope.view.bowls.error_bowl import Bowl
from downslope.view.draw import Canvas
from downslope.view.format import numbers
from downslope.view.widgets.number_input import point
from lib.compiled_loops import Steep
from lib.driving import FRAME, Driver
from lib.playing import act, bet_on, board, click, enter, key, need, opened, painted, screen, told, wait, widget
from lib.support import play, shipped

pytestmark = pytest.mark.usefixtures("display")
UP, DOWN, SPACE, UNDO = pygame.K_UP, pygame.K_DOWN, pygame.K_SPACE, pygame.K_z


def build(driver: Driver, first: str, second: str, *codes: int) -> None:
    """Choose each slot with the arrows, and type the number of its tile; keys after that."""
    key(driver, pygame.K_LEFT)
    driver.type(first)
    key(driver, pygame.K_LEFT, pygame.K_RIGHT)
    driver.type(second)
    key(driver, *codes, then=0.3)


def test_the_calls_come_first_in_the_order_of_the_cards_then_which_cards_a_rule_fails_is_told() -> None:
    driver = opened("which-way")
    key(driver, SPACE)  # nothing to test yet
    assert screen(driver).attempt.session.count == 0 and driver.scene.widget("slot 1") is None
    assert not widget(driver, "call 2 up").enabled
    key(driver, DOWN)
    assert screen(driver).attempt.session.actions == [Answer(0, "down")] and board(driver).asked == 1
    assert all(card.called is None for card in board(driver).cards.states(False)), "told when all are called"
    key(driver, UP, DOWN, UP, DOWN, pygame.K_c)
    assert board(driver).reviewing and "4 of 5" in board(driver).words()[0]
    assert [board(driver).sentence(card) for card in (0, 4)] == ["you called: down", "you called: down"]
    build(driver, "2", "1", SPACE)  # delta x 1
    assert not screen(driver).attempt.session.won and "3 and 4" in board(driver).words()[0]
    build(driver, "3", "2", SPACE)
    session = screen(driver).attempt.session
    assert session.won and (session.count, session.tally.runs) == (1, 2), "each test is a run of its own"


def test_skipped_calls_cost_the_third_star_alone_each_slot_must_be_filled_and_undo_takes_back_no_test() -> None:
    driver = opened("which-way")
    key(driver, pygame.K_ESCAPE)
    assert isinstance(driver.scene, PlayScene) and board(driver).asked is None
    build(driver, "2", "3", UNDO)
    assert screen(driver).attempt.session.actions == [Turn("first", "delta")] and not board(driver).ready
    build(driver, "1", "1", SPACE)
    before = list(screen(driver).attempt.session.actions)
    assert rule_tests(screen(driver).attempt.session) == [("1", "1")] and before[-1] == Learn(1)
    key(driver, UNDO)
    assert screen(driver).attempt.session.actions == before
    build(driver, "3", "2", SPACE)
    assert screen(driver).attempt.stars() == {1, 2} and "delta × input" in board(driver).sentence(2)
    driver = opened("which-way", bets=False)
    driver.drag(widget(driver, "tile of goal").centre, widget(driver, "slot 2").centre)
    assert screen(driver).attempt.session.actions == [Turn("second", "goal")]
    session = play("which-way")
    assert smaller(session, ("delta", "1")) == (True, True, False, False, True)
    assert smaller(session, ("delta", "input")) == (True,) * 5


def test_who_is_pleased_is_seen_live_bottoms_are_found_and_a_plugins_metric_is_a_choice_with_its_source() -> None:
    driver = opened("the-grump", bets=False)
    model, session, bowl = board(driver), screen(driver).attempt.session, need(board(driver).stage.bowl)
    moods = {weight: [cup.mood for cup in model.ruler(weight, bowl.weights, 6)[0]] for weight in (3, 1.0, 4)}
    assert moods == {3: ["sad"] * 5, 1.0: ["happy"] * 4 + ["sad"], 4: ["sad"] * 4 + ["happy"]}
    assert model.band() == pytest.approx((0.9, 1.1)) and model.sums(1.61) == pytest.approx((2.39, 2.39))
    key(driver, pygame.K_m)
    assert bowl.weights == need(model.stage.bowl).weights, "both bowls share one axis"
    assert [bottom_of(session, name) for name in ("squared", "absolute")] == pytest.approx([1.61, 1.05], abs=1e-6)
    catalog, name = shipped(), "mine/steep"
    level = replace(catalog.level("the-grump"), id="mine/own", variants={"metric": {"signed-miss": {}, name: {}}},
                    knobs=[Knob("metric", stops=("squared", "signed-miss", name))])  # fmt: skip
    own = replace(catalog, owner={**catalog.owner, f"metric {name}": "mine"},
                  metrics={**catalog.metrics, name: Steep()})  # fmt: skip
    driver = opened(level, own, bets=False)
    choices = [widget for widget in driver.scene.widgets if isinstance(widget, MetricChoice)]
    assert [choice.source for choice in choices] == ["", "", "mine"]
    assert bottom_of(screen(driver).attempt.session, "signed-miss") is None, "a ramp has none"
    click(driver, f"metric {name}")
    key(driver, SPACE)
    assert screen(driver).attempt.session.count > 0


def test_the_dots_are_what_the_engine_says_and_under_the_fog_two_curves_look_the_same() -> None:
    seen = looks(play("in-the-dark", Turn("weight", 0.5), Probe(), Turn("weight", 2.5), Probe()))
    assert [each.error for each in seen] == pytest.approx([9.61, 4.41, 3.61])
    assert [each.side for each in seen] == pytest.approx([3.1, 2.1, 1.9])  # the square's side is the miss
    (start,) = looks(play("plus-and-minus", Turn("weight", 1.0), Probe(), Next(), Turn("weight", 0.6),
                          Turn("metric", "squared")))  # fmt: skip
    assert (start.weight, start.error) == (1.0, 8.0), "the meter there and back tells the start's error alone"
    driver = opened("in-the-dark", bets=False)
    click(driver, "tile probe")
    stage, pictures = board(driver).stage, [painted(driver).get_buffer().raw]
    bowl, steeper = need(stage.bowl), lambda w: 3 + 2 * w
    stage.bowl = Bowl(bowl.rect, bowl.sky, bowl.weights, steeper, marks=False, heights=(bowl.floor, bowl.top))
    for _lifted in (False, True):
        canvas = Canvas(pygame.Surface((1280, 720)), driver.scene.game.look())
        driver.scene.draw(canvas)  # without a new layout
        pictures.append(canvas.picture.get_buffer().raw)
        stage.lift.jump(1.0)
    assert pictures[0] == pictures[1] != pictures[2]


@pytest.mark.parametrize("still", [True, False])
def test_the_fog_lifts_in_its_time_once_all_probes_are_used_and_goal_and_pipe_are_told_then(still: bool) -> None:
    driver = opened("in-the-dark", bets=False, still=still)
    attempt, fog = screen(driver).attempt, board(driver).stage
    for number in range(8):
        assert not is_revealed(attempt.session) and fog.lift.value == 0
        attempt.turn("weight", -3 + number * 0.05)
        attempt.probe()
        wait(driver, FRAME)
    assert is_revealed(attempt.session)
    while attempt.director.state in (Phase.TRY, Phase.PLAY):  # it lifts when the look has been played
        wait(driver, FRAME)
    wait(driver, (0.15 if still else 0.6) - 2 * FRAME)
    assert 0 < fog.lift.value < 1 and fog.strip_state().goal_weight is None
    wait(driver, 4.0)
    assert fog.lift.value == 1 and not attempt.session.won
    enter(driver, "weight", "1.55", SPACE, then=4.0)
    assert attempt.session.won  # star 1 stays open
    assert fog.strip_state().goal_weight == 3.1 / 2 and fog.rows(1.55)[0][3] == 3.1


def test_undo_and_reset_take_no_look_back_and_a_wrong_call_gives_none_away() -> None:
    driver = opened("in-the-dark", bets=False)
    key(driver, pygame.K_RIGHT, SPACE)
    told(driver)
    (probe,) = screen(driver).attempt.session.probed
    assert numbers.number(probe.error) in speech_of(driver.scene).line, "all there is to go by"
    key(driver, pygame.K_RIGHT, UNDO, UNDO, pygame.K_r)
    assert screen(driver).attempt.session.tally.probes == 1 and len(board(driver).stage.seen) == 2
    session = play("no-perfect-answer", Turn("weight", 1.0))
    said = refusal_reason(session, looks(session))
    assert "not probed here" in said and "3.4" not in said
    session = play("no-perfect-answer", Turn("weight", 1.0), Probe(), Turn("weight", 2.0))
    assert "1.00" in refusal_reason(session, looks(session))


def test_after_a_strike_it_is_said_what_is_still_to_do_and_at_the_end_which_card_was_wrong_and_why() -> None:
    actions = [each for strike in ("none", "2 → 3", "none") for each in (Turn("strike", strike), Probe())]
    session = play("one-knob-two-days", *actions, Turn("strike", "5 → 7.5"))
    assert [sorted(sent.crossed_out) for sent in sends(session)] == [[], [], [0], []], "what was sent before stays"
    driver = opened("one-knob-two-days", bets=False)
    (question,) = screen(driver).attempt.level.questions
    act(driver, Turn("weight", 1.5), Probe(), then=3.0)
    for strike in ("4 → 9", "none"):
        click(driver, "card 3")
        assert screen(driver).attempt.session.knobs["strike"] == strike, "it may be taken back"
    act(driver, Turn("strike", str(question.right)))
    assert "for those that are left" in board(driver).words()[1]
    act(driver, Probe(), then=3.0)
    assert screen(driver).attempt.session.won and board(driver).words()[1] == f"{question.right}: {question.why}"


def test_what_is_wanted_is_not_written_before_it_is_tried() -> None:
    for level in ("double-it", "a-hundredth", "seven", "below-zero"):
        driver = opened(level, bets=False)
        wanted = [goal for _given, goal in board(driver).sending.cards if goal is not None]
        texts = {f"{goal:.{digits}f}" for goal in wanted for digits in range(4) if round(goal, digits) == goal}
        said = " ".join(text.string for text in written(driver.scene.draw, (1280, 720), driver.game.look()))
        assert texts and not texts & set(said.split()), level


def test_one_bucket_or_all_are_tested_and_what_was_called_stays_called() -> None:
    driver = opened("seven", bets=False)
    attempt, sending = screen(driver).attempt, board(driver).sending
    key(driver, SPACE, then=3.0)
    assert board(driver).words()[0] == "Fine for the small one." and sending.values.tested == {0}
    key(driver, pygame.K_c, then=3.0)
    assert sending.values.gate is False and sending.values.tested == {0, 1, 2}
    assert [sending.values.verdict(bucket) for bucket in range(3)] == [0, -1, -1]
    key(driver, UNDO)
    assert attempt.session.called
    key(driver, pygame.K_r, then=3.0)
    click(driver, "card 3")
    assert attempt.session.knobs["bucket"] == "big" and sending.values.tested == {0}
    driver = opened("seven")
    enter(driver, "weight", ".65", pygame.K_c)
    told(driver)
    bet_on(driver, "too much")
    assert board(driver).sending.values.inputs == (21.0,), "the card of the other level"


def test_key_presses_in_a_run_are_one_turn_a_drag_is_another_and_nothing_is_known_before_it_is_tried() -> None:
    driver = opened("double-it", bets=False)
    dial = widget(driver, "weight")
    (x, y), far = dial.centre, dial.radius - 9
    driver.down(*point(x, y, far, dial.angle(1.0)))
    for weight in (1.4, 1.0):
        driver.move(*point(x, y, far, dial.angle(weight)))
    driver.up(*point(x, y, far, dial.angle(1.0)))
    wait(driver, 0.1)
    assert screen(driver).attempt.drag is None and screen(driver).attempt.session.actions == [], "it ends as it began"
    driver = opened("below-zero", still=False, bets=False)
    sending, seen = board(driver).sending, list[tuple[float, float]]()
    assert need(sending.known).predictions == (-4.0,)  # the start is told
    key(driver, pygame.K_LEFT, pygame.K_LEFT, pygame.K_LEFT)
    assert screen(driver).attempt.session.tally.turns == 1
    wait(driver, 2.0)
    dial = widget(driver, "weight")
    driver.drag(point(x, y, far, dial.angle(-0.5)), point(x, y, far, dial.angle(-1.0)))
    wait(driver, 0.1)
    assert screen(driver).attempt.session.tally.turns == 2 and widget(driver, "weight").value == -1.0
    assert sending.known is None and sending.values.predictions == (-4.0,)
    key(driver, SPACE)
    for _ in range(60):
        seen.append((sending.pulse, sending.values.prediction))
        wait(driver, FRAME)
    assert all(value == -4 for pulse, value in seen if pulse < 1)
    values = [value for pulse, value in seen if pulse >= 1]
    assert values == sorted(values) and values[-1] == 4 and sum(-4 < value < 4 for value in values) > 5
    assert need(sending.known).misses == (-2.0,) and sending.values.cheer == 0.0
    key(driver, UNDO)
    assert screen(driver).attempt.session.weights == [-0.5] and len(sending.seen) == 2, "the try stays"
    key(driver, SPACE, pygame.K_r, then=0.2)
    assert [row.weight for row in sending.rows] == [1.0, -1.0, -0.5]
    enter(driver, "weight", "-1.5", SPACE, then=4.0)
    assert sending.values.cheer == 1.0
