"""Where a rule is built and where a metric is chosen: called, built, rolled and told."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import pygame
import pytest

from checks.paper import written
from downslope.boards.by_hand.metric_board import MetricBoard, MetricChoice, bottom_of, count_word, order_lines
from downslope.boards.by_hand.rule_board import RuleBoard, cards_of, rule_tests, smaller
from downslope.learning.metric import Metric
from downslope.rules.actions import Answer, Learn, Turn
from downslope.rules.knob import Knob
from downslope.rules.outcome import outcome_title
from downslope.rules.target import Exam, MeanError, Near
from downslope.scenes.play.play import PlayScene
from downslope.view.bowls.cups import spread
from downslope.view.cards.metric_sample import pull, telling
from driving import FRAME, Driver
from playing import board_of, click, key, need, opened, painted, screen, told, wait
from support import play, shipped

pytestmark = pytest.mark.usefixtures("display")
UP, DOWN = pygame.K_UP, pygame.K_DOWN
CALLS = (DOWN, UP, DOWN, UP, UP)
board = partial(board_of, kind=RuleBoard)


def build(driver: Driver, first: str, second: str) -> None:
    """Choose each slot with the arrows, and type the number of its tile."""
    key(driver, pygame.K_LEFT)
    driver.type(first)
    key(driver, pygame.K_LEFT, pygame.K_RIGHT)
    driver.type(second)
    wait(driver, 0.1)


def test_which_cards_a_rule_fails_is_told() -> None:
    driver = opened("which-way")
    key(driver, *CALLS)
    assert board(driver).words()[0] == "Your calls: 5 of 5 right."
    build(driver, "2", "1")  # delta x 1
    key(driver, pygame.K_SPACE, then=0.3)
    assert not screen(driver).attempt.session.won and screen(driver).attempt.session.tally.runs == 1
    assert "3 and 4" in board(driver).words()[0]


def test_a_tile_is_dragged_into_a_slot() -> None:
    driver = opened("which-way", bets=False)
    tile, slot = (need(driver.scene.widget(name)) for name in ("tile of goal", "slot 2"))
    driver.drag(tile.centre, slot.centre)
    assert screen(driver).attempt.session.actions == [Turn("second", "goal")]


def test_the_calls_come_first_in_the_order_of_the_cards() -> None:
    driver = opened("which-way")
    key(driver, pygame.K_SPACE)  # nothing to test yet
    assert screen(driver).attempt.session.count == 0
    assert driver.scene.widget("slot 1") is None
    assert not need(driver.scene.widget("call 2 up")).enabled
    key(driver, UP)
    assert screen(driver).kind == ""  # no strip: the next call is on its card
    assert screen(driver).attempt.session.actions == [Answer(0, "up")]
    assert board(driver).asked == 1
    assert all(card.called is None for card in board(driver).cards.states(False))  # told when all are called


def test_skipping_the_calls_costs_only_the_third_star() -> None:
    driver = opened("which-way")
    key(driver, pygame.K_ESCAPE)
    assert isinstance(driver.scene, PlayScene) and board(driver).asked is None
    build(driver, "3", "2")
    key(driver, pygame.K_SPACE, then=0.3)
    assert screen(driver).attempt.stars() == {1, 2}


def test_the_review_names_the_rule_only_when_it_is_found() -> None:
    driver = opened("which-way")
    key(driver, *CALLS[:4], DOWN)
    key(driver, pygame.K_c)
    assert board(driver).reviewing and "4 of 5" in board(driver).words()[0]
    assert [board(driver).sentence(card) for card in (0, 4)] == ["you called: down", "you called: down"]
    build(driver, "3", "2")
    assert not board(driver).reviewing
    key(driver, pygame.K_SPACE, then=0.2)
    assert "delta × input" in board(driver).sentence(2)


def test_each_slot_must_be_filled_and_undo_takes_back_a_tile_but_no_test() -> None:
    driver = opened("which-way", bets=False)
    assert not board(driver).ready
    build(driver, "2", "3")
    key(driver, pygame.K_z)
    assert screen(driver).attempt.session.actions == [Turn("first", "delta")]
    build(driver, "1", "1")
    assert board(driver).ready
    key(driver, pygame.K_SPACE, then=0.2)
    before = list(screen(driver).attempt.session.actions)
    assert rule_tests(screen(driver).attempt.session) == [("1", "1")], "one times one is a rule"
    assert before[-1] == Learn(1)
    key(driver, pygame.K_z)
    assert screen(driver).attempt.session.actions == before


def test_the_ticks_are_what_the_engine_finds() -> None:
    session = play("which-way")
    assert smaller(session, ("delta", "1")) == (True, True, False, False, True)
    assert smaller(session, ("delta", "input")) == (True,) * 5
    done = play("which-way", Turn("first", "delta"), Turn("second", "1"), Learn(1))
    cards = cards_of(done, True)
    assert [card.delta for card in cards] == [1, -1, -3, 1.5, -1.5]
    assert [card.after for card in cards] == pytest.approx([0.64, 0.64, 12.96, 2.7225, 2.030625])


GRUMP = "the-grump"
metric_board = partial(board_of, kind=MetricBoard)


def choices(driver: Driver) -> list[MetricChoice]:
    return [widget for widget in driver.scene.widgets if isinstance(widget, MetricChoice)]


def roll(driver: Driver) -> None:
    """Until the roll has come to rest and what it came to is told."""
    for _ in range(900):
        wait(driver, FRAME)
        attempt = screen(driver).attempt
        if attempt.session.outcome is not None and not attempt.director.moving and not attempt.playback.moving:
            return
    raise AssertionError("the roll has no end")


def primary(driver: Driver) -> str:
    return next((widget.name for widget in driver.scene.widgets if widget.primary), "")


@pytest.mark.slow
def test_squared_fails_absolute_wins_then_squared() -> None:
    """Two orders, three rolls: all stars, though the meter that is offered first was tried."""
    driver = opened(GRUMP, bets=False)
    attempt = screen(driver).attempt
    key(driver, pygame.K_SPACE)
    roll(driver)
    assert attempt.session.weights[0] == pytest.approx(1.61, abs=1e-6) and not attempt.session.won
    assert primary(driver) == "tile metric"
    key(driver, pygame.K_m)
    assert attempt.session.weights == [3.0] and attempt.session.tally.runs == 1
    assert primary(driver) == "tile roll"
    key(driver, pygame.K_SPACE)
    roll(driver)
    assert attempt.session.won and attempt.session.weights[0] == pytest.approx(1.08)
    click(driver, "tile next", then=0.6)
    assert attempt.session.stage == 1 and attempt.session.weights == [3.0]
    click(driver, "metric squared")
    click(driver, "tile roll")
    roll(driver)
    assert attempt.session.won and attempt.stars() >= {1, 2}


def test_nothing_is_told_while_pip_rolls_and_it_is_never_called_stuck() -> None:
    driver = opened(GRUMP, bets=False, still=False)
    key(driver, pygame.K_SPACE, then=0.3)
    assert metric_board(driver).words() == ("", "") and metric_board(driver).result() is None
    roll(driver)
    bold, plain = metric_board(driver).words()
    assert bold == "The grump pulled Pip away from the four."
    assert plain == "This is the bottom of squared. Another meter has a different one."
    assert metric_board(driver).result() == (
        "Rolled to the bottom: [weight:1.61]", "All four guests miss by more than [goal:.2]."
    )  # fmt: skip
    outcome = screen(driver).attempt.session.outcome
    assert outcome is not None and outcome_title(outcome) == "at the bottom"
    assert screen(driver).kind == "", "no panel lies over the meters"


def test_where_steps_pass_the_bottom_by_it_is_said_beside_what_pip_stands() -> None:
    """Steps that do not get smaller: the weight that is told and the bottom that is told are two numbers."""
    driver = opened(GRUMP, bets=False)
    key(driver, pygame.K_m)
    for _order in range(2):
        key(driver, pygame.K_SPACE)
        roll(driver)
        weight = screen(driver).attempt.session.weights[0]
        if _order == 0:
            told(driver)
            wait(driver, 0.5)
            key(driver, pygame.K_RETURN, then=1.0)
    result = metric_board(driver).result()
    assert abs(weight - 1.05) > 0.005 and not metric_board(driver).at_bottom()
    assert result is not None and result[0] == f"Rolled to [weight:{weight:.2f}]"
    assert metric_board(driver).words()[0] == "Near the bottom of absolute: 1.05."


def test_who_is_pleased_is_seen_live() -> None:
    driver = opened(GRUMP, bets=False)
    model, stage = metric_board(driver), metric_board(driver).stage
    assert stage.bowl is not None
    moods = {weight: [cup.mood for cup in model.ruler(weight, stage.bowl.weights, 6)[0]] for weight in (3, 1.0, 4)}
    assert moods == {3: ["sad"] * 5, 1.0: ["happy"] * 4 + ["sad"], 4: ["sad"] * 4 + ["happy"]}
    assert model.band() == pytest.approx((0.9, 1.1))
    assert model.sums(1.61) == pytest.approx((2.39, 2.39))


def test_orders_are_told_from_their_targets() -> None:
    driver = opened(GRUMP, bets=False)
    session, order = screen(driver).attempt.session, metric_board(driver).order()
    base = session.base
    assert order.title == "Order A" and not any("nobody" in line for line in order.lines), "one after the other"
    assert order_lines(session, base.stage(0)) == ("Please four of the five guests:", "each within [goal:.2].")
    assert order_lines(session, base.stage(1)) == ("Favour nobody:", "too much and too little balance.")
    for target, said in (
        (Near(0.1), "Please all five guests:"), (MeanError(0.5), "Wanted:"), (Exam(2.0), "Wanted:"),
    ):  # fmt: skip
        assert order_lines(session, replace(base, target=target, stages=()))[0] == said
    assert [count_word(n) for n in (0, 1, 10, 11)] == ["none", "one", "ten", "11"]


def test_bottoms_are_found_not_typed_and_both_bowls_share_one_axis() -> None:
    driver = opened(GRUMP, bets=False)
    before = metric_board(driver).stage.bowl
    key(driver, pygame.K_m)
    after = metric_board(driver).stage.bowl
    assert before is not None and after is not None and before is not after
    assert before.weights == after.weights and before.pixel_x(1.0) == after.pixel_x(1.0)
    session = screen(driver).attempt.session
    assert bottom_of(session, "squared") == pytest.approx(1.61, abs=1e-6)
    assert bottom_of(session, "absolute") == pytest.approx(1.05, abs=1e-6)
    assert before.weights == pytest.approx((0.218, 4.496)) and before.fits(3.0)


def test_pip_goes_all_the_way_between_two_steps() -> None:
    driver = opened(GRUMP, bets=False, still=False)
    key(driver, pygame.K_SPACE)
    seen = []
    for _ in range(60):
        wait(driver, FRAME)
        seen.append(metric_board(driver).stage.at())
    assert seen == sorted(seen, reverse=True) and len(set(seen)) > 20


@pytest.mark.parametrize("said", ["only squared", "only absolute", "both"])
def test_the_bet_is_played_out_with_the_grump_carried_to_forty(said: str) -> None:
    driver = opened(GRUMP, still=False)
    key(driver, pygame.K_SPACE)
    told(driver)
    key(driver, pygame.K_d, then=0.6)
    found, attempt = metric_board(driver).stage, screen(driver).attempt
    key(driver, pygame.K_1 + attempt.open_bets.order(0).index(said), then=0.5)
    assert found.show is not None and max(goal for _input, (goal,) in found.show) == 40
    assert bottom_of(attempt.session, "squared", found.show) == pytest.approx(8.81)
    assert bottom_of(attempt.session, "absolute", found.show) == pytest.approx(1.05)
    place = need(metric_board(driver).anchor(0, said))
    wanted = {"only squared": 1.61, "only absolute": 1.05, "both": 1.33}[said]
    assert place.value == pytest.approx(wanted, abs=1e-6)
    wait(driver, 1.0)
    painted(driver)
    told(driver)
    assert found.show is None and metric_board(driver).at_rest()


def test_cups_stand_near_their_wishes_and_apart_and_metrics_say_what_they_do() -> None:
    metrics = shipped().metrics
    assert telling(metrics["squared"]) == "Twice the miss counts four times."
    assert telling(metrics["absolute"]) == "Twice the miss counts twice."
    assert telling(metrics["signed-miss"]) == "Misses may cancel."
    assert telling(Steep()) == "Big misses pull hard."
    assert pull(metrics["absolute"]) == "every miss pulls alike"
    assert pull(metrics["signed-miss"]) == "always pulls the same way"
    places = [118.0, 136.0, 102.0, 127.0, 640.0]
    spots = spread(places, 56, 40, 700)
    assert spots[4] == 640 and sorted(spots[:4]) == [spots[2], spots[0], spots[3], spots[1]]
    assert all(b - a >= 55.99 for a, b in zip(sorted(spots), sorted(spots)[1:]))
    assert sum(spots[:4]) / 4 == pytest.approx(sum(places[:4]) / 4, abs=6)


class Steep(Metric):
    """A third party's."""

    name = "steep"

    def error(self, prediction: float, goal_prediction: float) -> float:
        return (prediction - goal_prediction) ** 4

    def delta(self, prediction: float, goal_prediction: float) -> float:
        return 4 * (prediction - goal_prediction) ** 3


def with_steep(*names: str, **settings: Any) -> Driver:
    """The level with these metrics to choose from, one of them a plugin's."""
    catalog, variants = shipped(), dict[str, Any](metric={name: {} for name in names})
    owner, metrics = {**catalog.owner, "metric mine/steep": "mine"}, {**catalog.metrics, "mine/steep": Steep()}
    knobs = [Knob("metric", stops=names)]
    level = replace(catalog.level(GRUMP), id="mine/own-grump", knobs=knobs, variants=variants)
    return opened(level, replace(catalog, metrics=metrics, owner=owner), bets=False, **settings)


def test_a_choice_by_its_short_name_says_its_source_too() -> None:
    assert [choice.source for choice in choices(with_steep("squared", "steep"))] == ["", "mine"]


@pytest.mark.slow
@pytest.mark.parametrize("text", [1.0, 1.5])
def test_a_plugins_metric_is_a_choice_with_its_source(text: float) -> None:
    driver = with_steep("squared", "absolute", "signed-miss", "mine/steep", text=text)
    if not choices(driver):  # so many have a page of their own in large text
        metric_board(driver).tabs.choose(1)
        wait(driver, FRAME)
    assert [choice.source for choice in choices(driver)] == ["", "", "", "mine"]
    click(driver, "metric mine/steep")
    key(driver, pygame.K_SPACE)
    roll(driver)
    click(driver, "metric signed-miss")
    assert bottom_of(screen(driver).attempt.session, "signed-miss") is None  # a ramp has none
    key(driver, pygame.K_SPACE)
    roll(driver)
    assert metric_board(driver).words()[0] in ("This meter has no bottom.", "Order A is met.")
    painted(driver)


def test_metrics_by_keys_and_alpha_is_seen_while_the_machine_rolls_and_only_then() -> None:
    driver = opened(GRUMP, bets=False)
    driver.tab_to("metric squared")
    key(driver, pygame.K_DOWN, pygame.K_RETURN)
    assert screen(driver).attempt.session.knobs["metric"] == "absolute", "chosen with the arrows"
    key(driver, pygame.K_m, shift=True)
    assert screen(driver).attempt.session.knobs["metric"] == "squared", "and the one before"
    for auto in (False, True):
        driver.scene = PlayScene(driver.game, shipped().level(GRUMP), auto=auto)
        wait(driver, 0.1)
        painted(driver)
        texts = written(metric_board(driver).meters.paint, (1280, 720), driver.game.look())
        assert ("α .1" in [text.string for text in texts]) == auto
