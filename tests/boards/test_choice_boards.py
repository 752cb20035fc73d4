"""Where a rule is built and where a metric is chosen: called, built, rolled and told."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import pygame
import pytest

from downslope.boards.by_hand.metric_board import MetricBoard, MetricChoice, bottom_of
from downslope.boards.by_hand.rule_board import RuleBoard, cards_of, rule_tests, smaller
from downslope.learning.metric import Metric
from downslope.rules.actions import Answer, Learn, Turn
from downslope.rules.knob import Knob
from downslope.rules.outcome import outcome_title
from downslope.scenes.play.play import PlayScene
from driving import FRAME, Driver
from playing import board_of, click, key, need, opened, screen, told, wait
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


def test_the_calls_come_first_in_the_order_of_the_cards_then_which_cards_a_rule_fails_is_told() -> None:
    driver = opened("which-way")
    key(driver, pygame.K_SPACE)  # nothing to test yet
    assert screen(driver).attempt.session.count == 0 and driver.scene.widget("slot 1") is None
    assert not need(driver.scene.widget("call 2 up")).enabled
    key(driver, CALLS[0])
    assert screen(driver).attempt.session.actions == [Answer(0, "down")] and board(driver).asked == 1
    assert all(card.called is None for card in board(driver).cards.states(False))  # told when all are called
    key(driver, *CALLS[1:4], DOWN)
    key(driver, pygame.K_c)
    assert board(driver).reviewing and "4 of 5" in board(driver).words()[0]
    assert [board(driver).sentence(card) for card in (0, 4)] == ["you called: down", "you called: down"]
    build(driver, "2", "1")  # delta x 1
    key(driver, pygame.K_SPACE, then=0.3)
    assert not screen(driver).attempt.session.won and screen(driver).attempt.session.tally.runs == 1
    assert "3 and 4" in board(driver).words()[0]


def test_skipping_the_calls_costs_only_the_third_star_and_a_tile_is_dragged_into_a_slot() -> None:
    driver = opened("which-way")
    key(driver, pygame.K_ESCAPE)
    assert isinstance(driver.scene, PlayScene) and board(driver).asked is None
    build(driver, "3", "2")
    key(driver, pygame.K_SPACE, then=0.3)
    assert screen(driver).attempt.stars() == {1, 2} and "delta × input" in board(driver).sentence(2)
    driver = opened("which-way", bets=False)
    tile, slot = (need(driver.scene.widget(name)) for name in ("tile of goal", "slot 2"))
    driver.drag(tile.centre, slot.centre)
    assert screen(driver).attempt.session.actions == [Turn("second", "goal")]


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
    assert rule_tests(screen(driver).attempt.session) == [("1", "1")] and before[-1] == Learn(1)
    key(driver, pygame.K_z)
    assert screen(driver).attempt.session.actions == before


def test_the_ticks_are_what_the_engine_finds() -> None:
    session = play("which-way")
    assert smaller(session, ("delta", "1")) == (True, True, False, False, True)
    assert smaller(session, ("delta", "input")) == (True,) * 5
    cards = cards_of(play("which-way", Turn("first", "delta"), Turn("second", "1"), Learn(1)), True)
    assert [card.delta for card in cards] == [1, -1, -3, 1.5, -1.5]
    assert [card.after for card in cards] == pytest.approx([0.64, 0.64, 12.96, 2.7225, 2.030625])


GRUMP = "the-grump"
metric_board = partial(board_of, kind=MetricBoard)


def roll(driver: Driver) -> None:
    """Roll with the key, until it has come to rest and what it came to is told."""
    key(driver, pygame.K_SPACE)
    for _ in range(900):
        wait(driver, FRAME)
        attempt = screen(driver).attempt
        if attempt.session.outcome is not None and not attempt.director.moving and not attempt.playback.moving:
            return
    raise AssertionError("the roll has no end")


@pytest.mark.slow
def test_squared_fails_absolute_wins_then_squared() -> None:
    """Two orders, three rolls: all stars, though the meter that is offered first was tried."""
    driver = opened(GRUMP, bets=False)
    attempt = screen(driver).attempt
    roll(driver)
    assert attempt.session.weights[0] == pytest.approx(1.61, abs=1e-6) and not attempt.session.won
    assert need(driver.scene.widget("tile metric")).primary
    key(driver, pygame.K_m)
    assert attempt.session.weights == [3.0] and attempt.session.tally.runs == 1
    assert need(driver.scene.widget("tile roll")).primary
    roll(driver)
    assert attempt.session.won and attempt.session.weights[0] == pytest.approx(1.08)
    click(driver, "tile next", then=0.6)
    assert attempt.session.stage == 1 and attempt.session.weights == [3.0]
    click(driver, "metric squared")
    roll(driver)
    assert attempt.session.won and attempt.stars() >= {1, 2}


def test_nothing_is_told_while_pip_rolls_all_the_way_and_it_is_never_called_stuck() -> None:
    driver = opened(GRUMP, bets=False, still=False)
    model, places = metric_board(driver), list[float]()
    key(driver, pygame.K_SPACE)
    for _ in range(40):
        wait(driver, FRAME)
        places.append(model.stage.at())
    assert places == sorted(places, reverse=True) and len(set(places)) > 20
    assert model.words() == ("", "") and model.result() is None
    told(driver)
    assert model.words()[0] == "The grump pulled Pip away from the four."
    assert model.result() == ("Rolled to the bottom: [weight:1.61]", "All four guests miss by more than [goal:.2].")
    assert outcome_title(need(screen(driver).attempt.session.outcome)) == "at the bottom"
    assert screen(driver).kind == "", "no panel lies over the meters"


def test_who_is_pleased_is_seen_live_and_bottoms_are_found_not_typed() -> None:
    driver = opened(GRUMP, bets=False)
    model, session, bowl = metric_board(driver), screen(driver).attempt.session, need(metric_board(driver).stage.bowl)
    moods = {weight: [cup.mood for cup in model.ruler(weight, bowl.weights, 6)[0]] for weight in (3, 1.0, 4)}
    assert moods == {3: ["sad"] * 5, 1.0: ["happy"] * 4 + ["sad"], 4: ["sad"] * 4 + ["happy"]}
    assert model.band() == pytest.approx((0.9, 1.1)) and model.sums(1.61) == pytest.approx((2.39, 2.39))
    key(driver, pygame.K_m)
    assert bowl.weights == need(model.stage.bowl).weights, "both bowls share one axis"
    assert bottom_of(session, "squared") == pytest.approx(1.61, abs=1e-6)
    assert bottom_of(session, "absolute") == pytest.approx(1.05, abs=1e-6)


@pytest.mark.parametrize(("said", "wanted"), [("only squared", 1.61), ("only absolute", 1.05), ("both", 1.33)])
def test_the_bet_is_played_out_with_the_grump_carried_to_forty(said: str, wanted: float) -> None:
    driver = opened(GRUMP, still=False)
    key(driver, pygame.K_SPACE)
    told(driver)
    key(driver, pygame.K_d, then=0.6)
    stage, attempt = metric_board(driver).stage, screen(driver).attempt
    key(driver, pygame.K_1 + attempt.open_bets.order(0).index(said), then=0.5)
    assert stage.show is not None and max(goal for _input, (goal,) in stage.show) == 40
    assert bottom_of(attempt.session, "squared", stage.show) == pytest.approx(8.81)
    assert bottom_of(attempt.session, "absolute", stage.show) == pytest.approx(1.05)
    assert need(metric_board(driver).anchor(0, said)).value == pytest.approx(wanted, abs=1e-6)
    told(driver)
    assert stage.show is None and metric_board(driver).at_rest()


class Steep(Metric):
    """A third party's."""

    name = "steep"

    def error(self, prediction: float, goal_prediction: float) -> float:
        return (prediction - goal_prediction) ** 4

    def delta(self, prediction: float, goal_prediction: float) -> float:
        return 4 * (prediction - goal_prediction) ** 3


@pytest.mark.slow
@pytest.mark.parametrize("name", ["steep", "mine/steep"])
def test_a_plugins_metric_is_a_choice_with_its_source(name: str) -> None:
    catalog, names = shipped(), ("squared", "signed-miss", name)
    owner, metrics = {**catalog.owner, "metric mine/steep": "mine"}, {**catalog.metrics, "mine/steep": Steep()}
    level = replace(catalog.level(GRUMP), id="mine/own-grump", knobs=[Knob("metric", stops=names)],
                    variants=dict[str, Any](metric={name: {} for name in names}))  # fmt: skip
    driver = opened(level, replace(catalog, metrics=metrics, owner=owner), bets=False)
    choices = [widget for widget in driver.scene.widgets if isinstance(widget, MetricChoice)]
    assert [choice.source for choice in choices] == ["", "", "mine"]
    click(driver, f"metric {name}")
    roll(driver)
    click(driver, "metric signed-miss")
    assert bottom_of(screen(driver).attempt.session, "signed-miss") is None  # a ramp has none
    roll(driver)
    assert metric_board(driver).words()[0] in ("This meter has no bottom.", "Order A is met.")
