"""One's own data is seen where each example alone would be met; the shipped levels keep their stories."""

from __future__ import annotations

from dataclasses import replace

import pygame
import pytest

from downslope import Example, Level, MeanError, Neuron, Session
from downslope.boards.one_neuron.bowl_board import ABOVE, BowlBoard
from downslope.boards.several_weights.contour_board import ContourBoard
from downslope.boards.shared.bowl_room import MOST, goal_lines, goal_weights
from playing import board_of, opened, painted
from support import campaign, shipped

ONE = Level("own/one", title="One", examples=[Example(2, 1), Example(4, 1), Example(0, 1), Example(-2, 1)],
            weights=[0.0], alpha=0.01, target=MeanError(0.6))  # fmt: skip
PAIRS = [Example((1, 0), 1), Example((0, 2), 4), Example((3, 4), 5)]
TWO = Level("own/two", title="Two", network=Neuron(2), examples=PAIRS,
            weights=[0, 0], alpha=0.01, target=MeanError(0.6))  # fmt: skip


def session(level: Level) -> Session:
    return Session(level, shipped())


def test_of_one_weight_the_weight_at_which_each_example_is_met() -> None:
    assert goal_weights(session(ONE)) == (-0.5, 0.25, 0.5)


def test_of_two_weights_the_place_nearest_to_the_lowest_on_each_examples_line() -> None:
    for lowest in ((0.0, 0.0), (1.3, -0.4)):
        lines, pairs = goal_lines(session(TWO), lowest), (((1, 0), 1), ((0, 2), 4), ((3, 4), 5))
        for (near, way), ((a, b), goal) in zip(lines, pairs):
            for far in (0.0, 2.5):
                weights = [start + far * step for start, step in zip(near, way)]
                assert a * weights[0] + b * weights[1] == pytest.approx(goal)
            aside = [start - low for start, low in zip(near, lowest)]
            assert aside[0] * way[0] + aside[1] * way[1] == pytest.approx(0)


def test_only_own_data_of_plain_neurons_that_may_be_seen() -> None:
    assert all(goal_weights(session(level)) == () for level in campaign() if level.network.size == 1)
    others = [
        replace(ONE, examples=ONE.examples[:1]), replace(ONE, sight={"goal": "hidden"}),
        replace(ONE, examples=[Example(n + 1, 1) for n in range(MOST + 1)]),
    ]  # fmt: skip
    assert [goal_weights(session(level)) for level in others] == [()] * 3
    assert goal_weights(session(TWO)) == () == goal_lines(session(ONE), (0.0, 0.0))


@pytest.mark.usefixtures("display")
def test_the_boards_draw_them() -> None:
    driver, other = opened(ONE, bets=False), opened(replace(ONE, id="one"), bets=False)
    seen, without = painted(driver), painted(other)
    panel = board_of(driver, BowlBoard).bowl_panel
    bowl = panel.seen
    assert bowl is not None and panel.examples == (-0.5, 0.25, 0.5)
    spots = [(bowl.pixel_x(weight), bowl.rect[1] + bowl.sky - ABOVE) for weight in panel.examples]
    driver, other = opened(TWO, bets=False), opened(replace(TWO, id="two"), bets=False)
    stage = board_of(driver, ContourBoard).land
    assert differs(seen, without, spots)
    seen, without = painted(driver), painted(other)
    assert stage.window is not None and len(stage.examples) == 3
    inside = [near for near, _way in stage.examples if stage.window.fits(near, 20)]
    assert inside and differs(seen, without, [stage.window.at(near) for near in inside])


def differs(seen: pygame.Surface, without: pygame.Surface, spots: list[tuple[float, float]]) -> bool:
    """At every one of these places, 1 design pixel as 1 point."""
    return all(seen.get_at((round(x), round(y))) != without.get_at((round(x), round(y))) for x, y in spots)
