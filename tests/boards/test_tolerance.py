"""How near counts as reached is always to be seen: the same band on ruler, axis, number line and the bowl's floor."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pygame
import pytest

from downslope.boards.one_neuron.bowl_board import BowlBoard
from downslope.boards.shared.neuron_model import goal_band, live_digits, seen_of, tolerance_note, weight_band
from downslope.rules.actions import Learn, Turn
from downslope.rules.level import Example, Level
from downslope.rules.target import MeanError, Near
from downslope.view.bowls.error_bowl import draw_floor
from downslope.view.draw.canvas import Canvas
from downslope.view.networks.neuron_panel import draw_ruler
from driving import Driver
from playing import act, board_of, need, opened, screen
from support import campaign, play, shipped

pytestmark = pytest.mark.usefixtures("display")
BOWLS = ["stuck-steps", "thirteen", "goldilocks", "two-recipes", "overshoot", "orbit"]


class Noted(Canvas):
    """Keeps what is drawn in the goal's hue: (width, height) of boxes; (width, how far it reaches) of curves."""

    def __init__(self, driver: Driver) -> None:
        super().__init__(pygame.Surface((1280, 720)), driver.game.look())
        self.boxes, self.curves = list[tuple[float, float]](), list[tuple[float, float]]()

    def rect(self, x: float, y: float, w: float, h: float, fill: str | None = None, *more: Any, **others: Any) -> None:
        if fill == "goal":
            self.boxes.append((w, h))
        super().rect(x, y, w, h, fill, *more, **others)

    def polyline(self, points: Any, stroke: str, width: float = 2, *more: Any, **others: Any) -> None:
        if stroke == "goal":
            self.curves.append((width, points[-1][0] - points[0][0]))
        super().polyline(points, stroke, width, *more, **others)


@pytest.mark.parametrize("name", BOWLS)
def test_the_band_is_six_pixels_at_least(name: str) -> None:
    driver = opened(name, bets=False)
    panel, attempt = board_of(driver, BowlBoard).bowl_panel, screen(driver).attempt
    seen, bowl, within = panel.look(), need(panel.bowl), attempt.level.aim.tolerance
    assert seen.within == within and within is not None and seen.note == tolerance_note(within)
    assert bowl.reached == weight_band(attempt.session)
    ruler, floor, axis = Noted(driver), Noted(driver), Noted(driver)
    draw_ruler(ruler, (1000, 72, 240, 192), seen)
    draw_floor(floor, bowl)
    need(panel.axis).draw(axis, screen(driver).state(need(panel.axis)))
    assert len(ruler.boxes) == 1 and ruler.boxes[0][1] >= 6 and axis.boxes[0][0] >= 6
    assert floor.curves[0][0] == 6 and floor.curves[0][1] >= 6 - 1e-6


def test_inside_the_band_it_is_reached_and_outside_it_is_not() -> None:
    for level in campaign():
        band = weight_band(play(level)) if level.network.size == level.network.inputs == 1 else None
        low, high = band or (0.0, 0.0)
        for weight, inside in ((low, True), (high, True), (1.01 * low - 0.01 * high, False),
                               (1.01 * high - 0.01 * low, False)) if band else ():  # fmt: skip
            at = play(replace(level, weights=[weight], recording=(), stages=(), ghost=(), questions=()))
            assert level.target.met(at) is inside, (level.id, weight)


def test_where_nothing_asks_for_nearness_there_is_no_band() -> None:
    level = shipped().level("thirteen")
    for fields in ({"target": MeanError(0.1)}, {"sight": {"goal": "hidden"}}):
        session = play(replace(level, stages=(), questions=(), **fields))
        assert goal_band(session) is None and weight_band(session) is None
    both = Level("both", title="", examples=[Example(1, 1), Example(1, 2)], weights=[0], target=Near(0.1), knobs=[])
    assert goal_band(play(both), 1) == (1.9, 2.1) and weight_band(play(both)) is None  # no weight reaches both


def test_a_number_near_its_goal_has_one_more_decimal_than_the_tolerance() -> None:
    near = [(0.02, 0.724, 0.7), (0.02, 0.8, 0.7), (0.02, 0.03, 0.7), (None, 0.7, 0.7), (0.02, None, 0.7),
            (0.5, 0.7, 0.7), (0.00075, 0.801234, 0.8), (0.00075, 0.8, 0.8), (0.00075, 0.105, 0.105)]  # fmt: skip
    assert [live_digits(*each) for each in near] == [3, 2, 2, 2, 2, 2, 6, 2, 3]  # no zeros at the end
    assert tolerance_note(0.02) == "±.02" and tolerance_note(None) == ""
    attempt = act(opened("thirteen", bets=False), Turn("alpha", 9), Learn(2))
    assert seen_of(attempt, 0.0, 1.0, (0.0, 1.0)).digits == 3, ".676 does not read as .70"
