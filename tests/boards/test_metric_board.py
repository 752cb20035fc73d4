"""The choice of a metric, played to the end with real events; bottoms, pulls and words are what the engine has."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pygame
import pytest

from downslope.boards.by_hand.metric_board import MetricBoard
from downslope.boards.by_hand.metric_model import MetricModel, best_weights, error_by, last_other, order_text, pullings
from downslope.learning.metric import Metric
from downslope.rules.catalog import Catalog
from downslope.rules.knob import Knob
from downslope.rules.level import Level
from downslope.scenes.play.card import CardScene
from downslope.view.bowls.two_bowls import kinks
from downslope.view.cards.metric_chip import MetricChip
from downslope.view.cards.metric_sample import meaning, pull
from downslope.view.widgets.button import Button
from downslope.view.widgets.layout import fits
from driving import Driver
from playing import FRAME, board_of, click, key, opened, painted, screen, until, wait
from support import shipped

GRUMP = "the-grump"

pytestmark = pytest.mark.usefixtures("display")


def board(driver: Driver) -> MetricBoard:
    return board_of(driver, MetricBoard)


def chips(driver: Driver) -> list[MetricChip]:
    return [widget for widget in driver.scene.widgets if isinstance(widget, MetricChip)]


def roll(driver: Driver) -> None:
    """Until the run has its outcome."""
    for _ in range(900):
        wait(driver, FRAME)
        if screen(driver).attempt.session.outcome is not None and not screen(driver).attempt.playback.moving:
            return
    raise AssertionError("the run has no end")


def test_the_grump_gets_this_board_and_no_other_shipped_level() -> None:
    assert [name for name, level in shipped().levels.items() if MetricBoard.suits(level)] == [GRUMP]


# -- played to the end -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("stage", "metric"), [(0, "squared"), (0, "absolute"), (1, "squared"), (1, "absolute")])
def test_pip_has_stopped_only_where_he_stands_still(stage: int, metric: str) -> None:
    """By the absolute error he swings about the median for ever, where the second order is not met."""
    driver = opened(replace(shipped().level(GRUMP).stage(stage), stages=(), questions=()), bets=False)
    screen(driver).attempt.turn("metric", metric)
    key(driver, pygame.K_l)
    for _frame in range(900):
        wait(driver, FRAME)
        attempt = screen(driver).attempt
        if isinstance(driver.scene, CardScene) or (attempt.session.outcome and not attempt.playback.moving):
            break
    session, said = attempt.session, board(driver).words()[0]
    assert session.outcome is not None
    moves = abs(session.weights[0] - session.run.history.weights_at(session.count - 1)[0])
    assert ("has stopped" in said) == (not session.won and moves < 1e-6), said
    assert ("not come to rest" in said) == (not session.won and moves >= 1e-6), said


def test_with_keys() -> None:
    driver = opened(GRUMP, bets=True)
    play = screen(driver)
    key(driver, pygame.K_m)
    assert play.attempt.session.knobs["metric"] == "absolute"
    key(driver, pygame.K_l)
    roll(driver)
    until(driver, "strip")
    key(driver, pygame.K_1 + play.attempt.asking.order(0).index("only squared"))
    until(driver, "bet")
    key(driver, pygame.K_RETURN)
    assert play.attempt.session.won and play.attempt.session.weights[0] == pytest.approx(1.1, abs=0.03)
    key(driver, pygame.K_RETURN)
    assert play.attempt.session.stage == 1 and play.attempt.session.weights == [3.0]
    key(driver, pygame.K_m, pygame.K_l)
    roll(driver)
    assert play.attempt.session.won
    wait(driver, 8.0)
    assert isinstance(driver.scene, CardScene)
    assert play.attempt.stars() == {1, 2, 3}


def test_with_the_mouse() -> None:
    driver = opened(GRUMP, bets=False)
    play = screen(driver)
    click(driver, "metric absolute")
    click(driver, "tile learn")
    roll(driver)
    wait(driver, 1.0)
    click(driver, "tile next")
    click(driver, "metric squared")
    click(driver, "tile learn")
    roll(driver)
    assert play.attempt.session.won
    wait(driver, 8.0)
    assert isinstance(driver.scene, CardScene)


def test_the_wrong_bottom_is_told_and_another_metric_starts_again() -> None:
    driver = opened(GRUMP, bets=False)
    play = screen(driver)
    key(driver, pygame.K_l)
    roll(driver)
    assert not play.attempt.session.won
    assert play.attempt.session.weights[0] == pytest.approx(1.61, abs=0.01)
    assert "1.61" in board(driver).words()[0]
    key(driver, pygame.K_m)
    assert play.attempt.session.weights == [3.0] and play.attempt.session.tally.runs == 1


def test_metrics_with_arrows_and_backwards() -> None:
    driver = opened(GRUMP, bets=False)
    play = screen(driver)
    while play.focus != "metric squared":
        key(driver, pygame.K_TAB)
    key(driver, pygame.K_DOWN, pygame.K_RETURN)
    assert play.attempt.session.knobs["metric"] == "absolute"
    key(driver, pygame.K_m, shift=True)
    assert play.attempt.session.knobs["metric"] == "squared"


# -- what is shown -----------------------------------------------------------------------------------------------------


def test_bottoms_are_found_not_typed() -> None:
    driver = opened(GRUMP, bets=False)
    found = board(driver).stage
    assert found.solid is not None and found.solid.bottoms[0] == pytest.approx(1.61, abs=1e-6)
    assert found.ghost is None  # nothing was chosen before
    key(driver, pygame.K_m)
    assert found.solid is not None and found.solid.bottoms[0] == pytest.approx(1.05, abs=1e-6)
    assert found.ghost is not None and found.ghost.bottoms[0] == pytest.approx(1.61, abs=1e-6)
    assert found.bowl is not None and found.bowl.flags == found.solid.bottoms


def test_both_bowls_share_one_axis() -> None:
    driver = opened(GRUMP, bets=False)
    before = board(driver).stage.bowl
    key(driver, pygame.K_m)
    after = board(driver).stage.bowl
    assert before is not None and after is not None and before is not after
    assert before.weights == after.weights and before.X(1.0) == after.X(1.0)


def test_kinks_are_where_absolute_turns() -> None:
    session = screen(opened(GRUMP, bets=False)).attempt.session
    best = [w for w in best_weights(session.run.examples) if w is not None]
    assert kinks(error_by(session, "squared"), (-0.5, 4.5), best) == ()
    assert 4 in kinks(error_by(session, "absolute"), (-0.5, 4.5), best)


def test_pulls_are_delta_times_input() -> None:
    session = screen(opened(GRUMP, bets=False)).attempt.session
    squared = pullings(session, 2.35, "squared")
    assert [each.pull for each in squared] == pytest.approx([1.35, 1.25, 1.45, 1.3, -1.65])
    assert [each.label for each in squared][-1] == "the grump" and squared[-1].best == 4
    left, right = MetricModel(session, 2.35).pulls("absolute")
    assert (left, right) == pytest.approx((0.8, 0.2))
    total = session.run.full_problem.weight_deltas([2.35])[0]
    left, right = MetricModel(session, 2.35).pulls("squared")
    assert left - right == pytest.approx(total)


@pytest.mark.parametrize("text", [1.0, 1.5])
def test_the_verdict_of_a_roll_leaves_the_orders_free_and_offers_no_code(text: float) -> None:
    driver = opened(GRUMP, bets=False, text=text)
    key(driver, pygame.K_l)
    until(driver, "verdict")
    found = board(driver)
    covered = found.verdict_at()
    assert len(chips(driver)) == 2 and all(chip.rect[1] + chip.rect[3] <= covered[1] for chip in chips(driver))
    seen = [sheet for panel in found.panels for sheet in panel.sheets()]
    assert seen == ([found.chips.rect, found.orders.rect] if text == 1.0 else [found.chips.rect])
    assert all(y + h <= covered[1] for _x, y, _w, h in seen)
    assert fits(found.tree(), found.room)
    labels = [w.label or w.tip for w in driver.scene.widgets if isinstance(w, Button)]
    assert "Close" in labels and not any("ode" in label for label in labels)
    painted(driver)
    key(driver, pygame.K_c)
    assert screen(driver).overlay.kind == ""
    shown = found.both.shown if text == 1.0 else found.tabs.shown
    assert shown == ([found.orders, found.compare] if text == 1.0 else [found.orders])


def test_last_other_is_the_metric_before() -> None:
    attempt = screen(opened(GRUMP, bets=False)).attempt
    assert last_other(attempt.session) == ""
    attempt.turn("metric", "absolute")
    assert last_other(attempt.session) == "squared"
    attempt.turn("metric", "squared")
    assert last_other(attempt.session) == "absolute"
    attempt.undo()
    assert last_other(attempt.session) == "squared"


def test_orders_are_told_from_their_targets() -> None:
    session = screen(opened(GRUMP, bets=False)).attempt.session
    texts = [order_text(session, session.base.stage(number)) for number in (0, 1)]
    assert texts == ["all but the grump within .2", "all misses add up to 0, give or take .01"]


class Steep(Metric):
    """A third party's."""

    name = "steep"

    def error(self, prediction: float, goal_prediction: float) -> float:
        return (prediction - goal_prediction) ** 4

    def delta(self, prediction: float, goal_prediction: float) -> float:
        return 4 * (prediction - goal_prediction) ** 3


def test_metrics_say_what_they_do() -> None:
    metrics = shipped().metrics
    assert meaning(metrics["squared"]) == "miss × miss"
    assert meaning(metrics["absolute"]) == "size of the miss"
    assert meaning(metrics["signed-miss"]) == "misses may cancel"
    assert meaning(Steep()) == pull(metrics["squared"]) == "big misses pull hard"
    assert pull(metrics["absolute"]) == "every miss pulls alike"
    assert pull(metrics["signed-miss"]) == "always pulls the same way"


def with_steep() -> tuple[Catalog, Level]:
    catalog = shipped()
    level = catalog.level(GRUMP)
    names = ("squared", "absolute", "signed-miss", "mine/steep")
    variants: Any = {"metric": {name: {} for name in names}}
    level = replace(level, knobs=[Knob("metric", stops=names)], variants=variants)
    metrics = {**catalog.metrics, "mine/steep": Steep()}
    return replace(catalog, metrics=metrics, owner={**catalog.owner, "metric mine/steep": "mine"}), level


def test_a_plugins_metric_has_a_chip_with_its_source() -> None:
    catalog, level = with_steep()
    driver = opened(level, catalog, bets=False)
    assert [chip.source for chip in chips(driver)] == ["", "", "", "mine"]
    click(driver, "metric mine/steep")
    assert board(driver).stage.solid is not None and board(driver).stage.solid.bottoms  # type: ignore[union-attr]
    click(driver, "metric signed-miss")
    found = board(driver).stage
    assert found.solid is not None and found.solid.bottoms == ()  # a ramp has none
    painted(driver)


# -- every size --------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("size", [(960, 540), (1280, 720), (2560, 1440), (1600, 720), (1280, 1024)])
@pytest.mark.parametrize("text", [1.0, 1.25, 1.5])
def test_nothing_lies_outside(size: tuple[int, int], text: float) -> None:
    for theme in ("dark", "light"):
        driver = opened(GRUMP, text=text, theme=theme, bets=False)
        key(driver, pygame.K_m)
        painted(driver, size)
        scene, found = screen(driver), board(driver)
        for widget in scene.widgets:
            x, y, w, h = widget.rect
            assert x >= 0 and y >= 0 and x + w <= scene.width + 1 and y + h <= scene.height + 1, widget.name
        assert found.stage.bowl is not None and found.stage.bowl.sky > 150
        for tab in (0, 1):
            found.tabs.choose(tab)
            painted(driver, size)
            sheets = [rect for panel in found.panels for rect in panel.sheets()]
            assert len(sheets) >= 2 and all(h > 90 and y + h <= scene.height - 120 + 1 for _x, y, _w, h in sheets)
