"""Boards by hand: their numbers are the engine's, and what is not to be seen cannot be seen."""

from dataclasses import replace

import pygame
import pytest

from checks.paper import written
from downslope import Knob
from downslope.boards.by_hand.fog_model import looks
from downslope.boards.by_hand.metric_board import MetricChoice, bottom_of
from downslope.rules import Next, Probe, Turn
from downslope.view.bowls.error_bowl import Bowl
from downslope.view.draw import Canvas
from lib.compiled_loops import STEEP
from lib.playing import board, click, key, need, opened, painted, screen
from lib.support import play, shipped

pytestmark = pytest.mark.usefixtures("display")


def test_bottoms_are_found_and_a_plugins_metric_is_a_choice_with_its_source() -> None:
    bottoms = [bottom_of(play("the-grump"), name) for name in ("squared", "absolute")]
    assert bottoms == pytest.approx([1.61, 1.05], abs=1e-6)
    catalog, name = shipped(), "mine/steep"
    level = replace(catalog.level("the-grump"), id="mine/own", variants={"metric": {"signed-miss": {}, name: {}}},
                    knobs=[Knob("metric", stops=("squared", "signed-miss", name))])  # fmt: skip
    own = replace(catalog, owner={**catalog.owner, f"metric {name}": "mine"},
                  metrics={**catalog.metrics, name: STEEP})  # fmt: skip
    driver = opened(level, own, bets=False)
    choices = [widget for widget in driver.scene.widgets if isinstance(widget, MetricChoice)]
    assert [choice.source for choice in choices] == ["", "", "mine"]
    assert bottom_of(screen(driver).attempt.session, "signed-miss") is None, "a ramp has none"
    click(driver, f"metric {name}")
    key(driver, pygame.K_SPACE)
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


def test_what_is_wanted_is_not_written_before_it_is_tried() -> None:
    for level in ("double-it", "a-hundredth", "seven", "below-zero"):
        driver = opened(level, bets=False)
        wanted = [goal for _given, goal in board(driver).sending.cards if goal is not None]
        texts = {f"{goal:.{digits}f}" for goal in wanted for digits in range(4) if round(goal, digits) == goal}
        said = " ".join(text.string for text in written(driver.scene.draw, (1280, 720), driver.game.look()))
        assert texts and not texts & set(said.split()), level
