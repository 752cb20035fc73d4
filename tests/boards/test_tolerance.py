"""How near counts as reached is always to be seen: the same band on ruler, axis, number line and the bowl's floor."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pygame
import pytest

from checks.equations import unit, value
from downslope.boards.one_neuron.bowl_board import BowlBoard
from downslope.boards.one_neuron.recording_board import RecordingBoard
from downslope.boards.one_neuron.sealed_board import SealedBoard
from downslope.boards.shared.neuron_model import goal_band, live_digits, seen_of, tolerance_note, weight_band
from downslope.rules.actions import Learn, Turn
from downslope.rules.knob import Knob
from downslope.rules.level import Example, Level
from downslope.rules.session import Session
from downslope.rules.target import MeanError, Near
from downslope.view.bowls.error_bowl import SmallBowl, draw_floor
from downslope.view.charts.number_line import AnswerLine, draw_line
from downslope.view.draw.canvas import Canvas, band_ends
from downslope.view.format.numbers import neuron_number
from downslope.view.networks.neuron_panel import draw_ruler, goal_runs, prediction_text
from driving import Driver
from playing import act, board_of, opened, screen
from support import campaign, shipped

BOWLS = ["stuck-steps", "thirteen", "goldilocks", "two-recipes", "overshoot", "orbit"]


class Noted(Canvas):
    """Keeps what is drawn in the goal's hue: (width, height) of boxes, widths of curves from left to right."""

    boxes: list[tuple[float, float]]
    curves: list[tuple[float, float]]  # width of the line, how far it reaches

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.boxes, self.curves = [], []

    def rect(self, x: float, y: float, w: float, h: float, fill: str | None = None, *more: Any, **others: Any) -> None:
        if fill == "goal":
            self.boxes.append((w, h))
        super().rect(x, y, w, h, fill, *more, **others)

    def polyline(self, points: Any, stroke: str, width: float = 2, *more: Any, **others: Any) -> None:
        if stroke == "goal":
            self.curves.append((width, points[-1][0] - points[0][0]))
        super().polyline(points, stroke, width, *more, **others)


def noted(driver: Driver) -> Noted:
    return Noted(pygame.Surface((1280, 720)), driver.game.look())


@pytest.mark.parametrize("name", BOWLS)
def test_the_band_is_six_pixels_at_least(display: None, name: str) -> None:
    driver = opened(name, bets=False)
    panel, attempt = board_of(driver, BowlBoard).bowl_panel, screen(driver).attempt
    within = attempt.level.aim.tolerance
    seen = panel.look()
    assert seen.within == within and within is not None and seen.note == tolerance_note(within)
    canvas = noted(driver)
    draw_ruler(canvas, (1000, 72, 240, 192), seen)
    assert len(canvas.boxes) == 1 and canvas.boxes[0][1] >= 6
    assert panel.bowl is not None and panel.bowl.reached == weight_band(attempt.session)
    canvas = noted(driver)
    draw_floor(canvas, panel.bowl)
    (line, reach), *_ = canvas.curves
    assert line == 6 and reach >= 6 - 1e-6
    canvas = noted(driver)
    assert panel.axis is not None
    panel.axis.draw(canvas, screen(driver).state(panel.axis))
    assert canvas.boxes and canvas.boxes[0][0] >= 6


def test_the_number_line_has_it(display: None) -> None:
    canvas = noted(opened("thirteen", bets=False))
    line = AnswerLine(0, 1, 0.03, "prediction", goal=0.8, reached=(0.75, 0.85))
    draw_line(canvas, (0, 0, 500, 80), line)
    assert canvas.boxes[0][0] == pytest.approx(0.1 * (500 - 56))
    draw_line(canvas, (0, 0, 500, 80), line._replace(reached=(0.8, 0.8)))
    assert canvas.boxes[1][0] == 6
    assert band_ends(9, 3) == (3, 9)


def test_inside_the_band_it_is_reached_and_outside_it_is_not() -> None:
    for level in campaign():
        session = Session(level, shipped())
        band = weight_band(session) if level.network.size == level.network.inputs == 1 else None
        if band is None:
            continue
        low, high = band
        for weight in (low, high, (low + high) / 2):
            assert level.target.met(_at(level, weight)), (level.id, weight)
        wide = high - low
        for weight in (low - 0.01 * wide, high + 0.01 * wide):
            assert not level.target.met(_at(level, weight)), (level.id, weight)


def _at(level: Level, weight: float) -> Session:
    return Session(replace(level, weights=[weight], recording=(), stages=(), ghost=(), questions=()), shipped())


def test_where_nothing_asks_for_nearness_there_is_no_band() -> None:
    level = shipped().level("thirteen")
    for fields in ({"target": MeanError(0.1)}, {"sight": {"goal": "hidden"}}):
        session = Session(replace(level, stages=(), questions=(), **fields), shipped())
        assert goal_band(session) is None and weight_band(session) is None
    both = Level("both", title="", examples=[Example(1, 1), Example(1, 2)], weights=[0], target=Near(0.1), knobs=[])
    session = Session(both, shipped())
    assert goal_band(session, 1) == (1.9, 2.1)
    assert weight_band(session) is None  # no weight reaches both


def test_a_number_near_its_goal_has_one_more_decimal_than_the_tolerance() -> None:
    assert live_digits(0.02, 0.724, 0.7) == 3
    far = [live_digits(0.02, 0.8, 0.7), live_digits(0.02, 0.03, 0.7), live_digits(None, 0.7, 0.7)]
    assert far == [2, 2, 2] and live_digits(0.02, None, 0.7) == live_digits(0.5, 0.7, 0.7) == 2
    assert live_digits(0.00075, 0.801234, 0.8) == 6
    assert (live_digits(0.00075, 0.8, 0.8), live_digits(0.00075, 0.105, 0.105)) == (2, 3), "no zeros at the end"
    assert tolerance_note(0.02) == "±.02" and tolerance_note(None) == ""


def test_the_sourdough_at_676_does_not_read_as_70(display: None) -> None:
    attempt = act(opened("thirteen", bets=False), Turn("alpha", 9), Learn(2))
    assert seen_of(attempt, 0.0, 1.0, (0.0, 1.0)).digits == 3
    free = Level("free", title="", examples=[Example(1, 1)], weights=[0], knobs=[Knob("weight", 0, 2)])
    assert seen_of(screen(opened(free, bets=False)).attempt, 0.0, 1.0, (0.0, 1.0)).digits == 2


def test_small_bowls_and_the_line_of_misses_have_it_too(display: None) -> None:
    look = opened("thirteen", bets=False).game.look()

    def drawn(reached: float) -> bytes:
        surface = pygame.Surface((400, 300))
        SmallBowl((20, 20, 300, 200), 170, 180, lambda along: along * along / 60, reached=reached).paint(
            Canvas(surface, look)
        )
        return pygame.image.tobytes(surface, "RGB")

    assert len({drawn(0), drawn(0.5), drawn(40)}) == 3
    driver = opened("sealed-box", bets=False)
    sealed, canvas = board_of(driver, SealedBoard).stage, noted(driver)
    assert (sealed.box().within, sealed.box().note) == (0.005, "±.005")
    sealed.paint(canvas)
    assert canvas.boxes and min(wide for wide, _high in canvas.boxes) >= 6
    recorded = board_of(opened("runaway", bets=False), RecordingBoard).bowl
    assert recorded.bowl.reached is not None and recorded.lens is not None and recorded.lens.reached > 0
    for up in (math.inf, -math.inf, math.nan):  # as of a run whose examples are thousands: far above the window
        bowl = SmallBowl((20, 20, 300, 200), 170, 180, lambda along, up=up: up if along else 0.0)  # type: ignore[misc]
        assert bowl.height(0.0) == 180 and {y for _x, y in bowl.points} == {180.0, -40.0}


def test_the_error_is_the_square_of_the_miss_as_both_are_written() -> None:
    more = 0
    for name, alpha in (("goldilocks", 0.1), ("overshoot", 1.0), ("thirteen", 9.0)):
        attempt = screen(opened(name, bets=False)).attempt
        attempt.act(Turn("alpha", alpha))
        for step in range(8):
            seen = seen_of(attempt, 0.0, 1.0, (0.0, 1.0))
            told = prediction_text(seen)
            miss, error = value(told) - value(goal_runs(seen)[0][0]), neuron_number(seen.error)
            assert abs(miss**2 - value(error)) <= unit(error) / 2 or value(error) < Fraction(1, 10**5), (name, step)
            more += len(told) > len(neuron_number(seen.prediction, seen.digits))
            attempt.step_once()
            attempt.playback.jump(step + 1)
    assert more, "as many digits as the tolerance asks for are not always enough"
