"""The standard play screen, played with real events; what it shows is what the engine has."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial

import pygame
import pytest

from downslope.boards.one_neuron.bowl_board import BowlBoard
from downslope.boards.shared.neuron_model import errors_of, next_weight, seen_of, weight_at
from downslope.learning.metric import Metric
from downslope.learning.named import Neuron
from downslope.learning.problem import Problem
from downslope.rules.knob import Knob
from downslope.rules.level import Example, Level
from downslope.rules.target import Near
from downslope.view.bowls.error_bowl import Bowl, WeightAxis, bottoms, lowest
from downslope.view.cards.code_listing import move_text, value_in, value_text
from downslope.view.charts.run_chart import HistoryBars, history_axis
from downslope.view.format.axis import ticks
from downslope.view.format.numbers import neuron_number, number
from downslope.view.networks.neuron_panel import formula, is_square
from driving import FRAME, Driver
from playing import board_of, opened, painted, screen, wait
from support import part, shipped

pytestmark = pytest.mark.usefixtures("display")


FREE = Level(
    "free-weight",
    title="Free weight",
    examples=[Example(1.5, 1.2)],
    weights=[-1.2],
    alpha=0.2,
    knobs=[Knob("weight", -2, 3, step=0.1), Knob("alpha", 0.01, 2, log=True)],
    sight={"arrow": "preview"},
    target=Near(0.01),
    par=6,
)
THROTTLE = Level(
    "throttle",
    title="Throttle",
    examples=[Example(0.5, 0.8)],
    weights=[0.5],
    alpha=0.6,
    knobs=[Knob("alpha", 0.2, 1, stops=(1, 0.8, 0.6, 0.4, 0.2), one_way=-1, title="throttle")],
)


board = partial(board_of, kind=BowlBoard)


def bowl(driver: Driver) -> Bowl:
    found = board(driver).bowl_panel.bowl
    assert found is not None
    return found


def axis(driver: Driver) -> WeightAxis:
    found = board(driver).bowl_panel.axis
    assert found is not None
    return found


def shown(driver: Driver, name: str) -> bool:
    found = screen(driver).widget(name)
    assert found is not None
    return found.visible


def bars(driver: Driver) -> HistoryBars:
    found = board(driver).rest.bars
    assert found is not None
    return found


def rows(driver: Driver) -> list[tuple[str, str, str, bool]]:
    """(line, value, hue, running) of the code panel's pieces."""
    picture = board(driver).code.picture
    assert picture is not None
    return [(row.piece.strip(), row.value, row.hue, row.running) for row in picture.rows]


def learn(driver: Driver) -> None:
    """Learn until there is an outcome, and let the eye catch up."""
    driver.key(pygame.K_l)
    for _ in range(2000):
        wait(driver, FRAME)
        attempt = screen(driver).attempt
        if attempt.session.outcome is not None and not attempt.playback.moving:
            return
    raise AssertionError("no outcome")


# -- the weight's slider is the bowl's axis --------------------------------------------------------------------------


def test_dragging_the_weight_snaps_to_its_notches() -> None:
    driver = opened(FREE, bets=False)
    slider, session = axis(driver), screen(driver).attempt.session
    start = (slider.x_of(-1.2), slider.line)
    driver.down(*start)
    driver.move(slider.x_of(0.537), slider.line)
    wait(driver, FRAME)
    assert screen(driver).attempt.shown.weights == [0.5]  # a preview
    assert screen(driver).attempt.session is session and session.weights == [-1.2]
    driver.up(slider.x_of(0.537), slider.line)
    wait(driver, FRAME)
    assert screen(driver).attempt.session.weights == [0.5]
    assert axis(driver).value == 0.5


def test_the_thumb_stands_straight_under_pip() -> None:
    driver = opened(FREE, bets=False)
    for value in (-2, -0.7, 0, 1.1, 3):
        assert axis(driver).x_of(value) == pytest.approx(bowl(driver).pixel_x(value))
        assert axis(driver).value_at(bowl(driver).pixel_x(value), 0) == pytest.approx(value)


def test_a_learned_weight_is_a_ring_that_nobody_can_hold() -> None:
    driver = opened("thirteen", bets=False)
    assert axis(driver).fixed
    assert axis(driver) not in screen(driver).widgets
    driver.drag((axis(driver).x_of(0.1), axis(driver).line), (axis(driver).x_of(2.0), axis(driver).line))
    assert screen(driver).attempt.session.weights == [0.1]


def test_keys_turn_the_weight_too() -> None:
    driver = opened(FREE, bets=False)
    screen(driver).set_focus("weight")
    driver.key(pygame.K_RIGHT, times=2)
    wait(driver, FRAME)
    assert screen(driver).attempt.session.weights == pytest.approx([-1.0])


# -- the landscape ---------------------------------------------------------------------------------------------------


def test_the_curve_is_the_metric_itself() -> None:
    for name in ("thirteen", "orbit"):
        driver = opened(name, bets=False)
        picture, run = bowl(driver), screen(driver).attempt.session.run
        (inputs, goals) = run.examples[0]
        for weight in (0.3, 1.0, 1.9):
            error = run.metric.error(weight * inputs[0], goals[0])
            assert picture.height(weight) == pytest.approx(picture.pixel_y(error))
        (flag,) = picture.flags
        assert flag == pytest.approx(goals[0] / inputs[0], abs=1e-3)


def test_the_start_is_in_the_picture_and_a_runaway_that_cannot_be_followed_rests_in_it() -> None:
    catalog = replace(shipped(), metrics={**shipped().metrics, "quartic": Quartic()})
    driver = opened(replace(catalog.level("goldilocks"), metric="quartic"), catalog, bets=False)
    picture = bowl(driver)
    assert picture.fits(0.5)
    screen(driver).attempt.turn("alpha", 0.6)
    learn(driver)
    wait(driver, 0.5)
    attempt = screen(driver).attempt
    assert attempt.session.outcome is not None and attempt.session.outcome.kind == "runaway"
    assert 2 <= attempt.step < attempt.session.count
    assert picture.fits(weight_at(attempt.session, attempt.step))
    assert not picture.fits(weight_at(attempt.session, attempt.step + 1))
    for weight in (math.inf, -math.inf, 1e300, math.nan):
        x, y = picture.rest_point(weight, 18)
        left, top, width, height = picture.rect
        assert left <= x <= left + width and top <= y <= top + height


def test_pip_touches_the_curve() -> None:
    picture = bowl(opened("thirteen", bets=False))
    for weight in (0.2, 1.0, 2.0, 3.0, 4.5):
        x, y = picture.rest_point(weight, 18)
        near = min(math.hypot(px - x, py - y) for px, py in picture.points)
        assert near == pytest.approx(18, abs=1.2)


def test_lowest_points() -> None:
    assert lowest(lambda w: (w - 1) * (w - 1), -2, 3) == pytest.approx([1], abs=1e-6)
    assert lowest(lambda w: w, -2, 3) == []
    two = lowest(lambda w: (w * w - 1) * (w * w - 1), -2, 2)
    assert two == pytest.approx([-1, 1], abs=1e-4)
    (flat,) = lowest(lambda w: max(0.0, abs(w) - 0.5), -2, 2)
    assert flat == pytest.approx(0, abs=0.05)
    assert bottoms(lambda w: abs(w - 700), [0.0]) == pytest.approx([700], abs=0.01)
    assert bottoms(lambda w: -w, [0.0]) == []


def test_ticks_are_round_and_inside() -> None:
    found = ticks(-1.55, 3.15, 6)
    assert [label for _, label in found] == ["−1", "0", "1", "2", "3"]
    assert all(-1.55 <= value <= 3.15 for value, _ in found)


# -- steps -----------------------------------------------------------------------------------------------------------


def test_numbers_are_the_engines() -> None:
    driver = opened("thirteen", bets=False)
    driver.key(pygame.K_SPACE)
    wait(driver, 1)
    attempt = screen(driver).attempt
    step = attempt.session.run.at(1)
    seen = seen_of(attempt, 0.0, 1.0, (0.0, 1.0))
    assert attempt.session.count == 1
    assert (seen.input, seen.weight, seen.goal) == (0.3, step.weights[0], 0.7)
    assert (seen.prediction, seen.delta, seen.error) == (step.predictions[0][0], step.deltas[0][0], step.error)
    written = f"0.3 × {number(step.weights[0])} = {number(step.predictions[0][0])}"
    assert "".join(run[0] for run in formula(seen)) == written
    assert axis(driver).show(axis(driver).value) == number(step.weights[0])
    assert bars(driver).current() == number(step.error)
    assert list(bars(driver).errors) == errors_of(attempt.session)


def test_hidden_numbers_are_question_marks() -> None:
    driver = opened(replace(shipped().level("thirteen"), sight={"weight": "hidden"}), bets=False, panels="all")
    seen = seen_of(screen(driver).attempt, 0.0, 1.0, (0.0, 1.0))
    assert seen.weight is None
    assert "".join(run[0] for run in formula(seen)).startswith("0.3 × ? = ")
    error = screen(driver).attempt.session.run.at(0).error
    assert [value for _, value, _, _ in rows(driver) if value] == [value_text(error)]  # the others would give it away
    painted(driver)


def test_the_code_is_the_levels_own_and_stands_on_the_line_that_moves() -> None:
    driver = opened("thirteen", bets=False, panels="all")
    found = rows(driver)
    step = screen(driver).attempt.session.run.at(0)
    by_line = {line: (value, hue, running) for line, value, hue, running in found}
    assert found[0][0] == "def learn(weight, goal_prediction, input, alpha):"
    assert by_line["prediction = input * weight"] == (value_text(step.predictions[0][0]), "prediction", False)
    assert by_line["weight_delta = delta * input"][0] == value_text(step.weight_deltas[0])
    assert by_line["weight -= weight_delta * alpha"] == ("", "text3", True)  # the next move is not told
    driver.key(pygame.K_SPACE)
    wait(driver, 1)
    after = screen(driver).attempt.session.run.at(1)
    by_line = {line: (value, hue, running) for line, value, hue, running in rows(driver)}
    assert by_line["delta = prediction - goal_prediction"][0] == value_text(after.deltas[0][0])
    assert by_line["weight -= weight_delta * alpha"] == ("", "text3", True)  # nor the one before: another round


def test_a_turned_alpha_is_in_the_code_at_once() -> None:
    driver = opened(FREE, bets=False)
    for alpha in (0.3, 0.5):
        screen(driver).attempt.turn("alpha", alpha)
        wait(driver, FRAME)
        session = screen(driver).attempt.session
        end = next_weight(session, 0)
        assert end is not None and end == pytest.approx(-1.2 - alpha * (-1.8 - 1.2) * 1.5)
        (moves,) = [value for line, value, _, _ in rows(driver) if line.startswith("weight -=")]
        assert moves == move_text(-1.2, end)
        assert session.count == 0


def test_the_code_walks_while_pip_hops() -> None:
    driver = opened("thirteen", still=False, bets=False, panels="all")
    driver.key(pygame.K_SPACE)
    lit = []
    for _ in range(20):
        wait(driver, FRAME)
        lit += [line for line, _, _, running in rows(driver) if running]
    order = [line for i, line in enumerate(lit) if i == 0 or lit[i - 1] != line]
    assert order[0] == order[-1] == "weight -= weight_delta * alpha"
    assert order[1] == "prediction = input * weight"
    assert "delta = prediction - goal_prediction" in order


def test_pip_is_between_two_weights_while_he_hops() -> None:
    driver = opened("thirteen", still=False, bets=False)
    driver.key(pygame.K_SPACE)
    wait(driver, 0.3)
    after = screen(driver).attempt.session.weights[0]
    assert 0.1 < board(driver).bowl_panel.pip.at() < after
    wait(driver, 1)
    assert board(driver).bowl_panel.pip.at() == after


# -- learn, look back, rewind, undo ----------------------------------------------------------------------------------


def test_learn_scrub_rewind_undo() -> None:
    driver = opened("thirteen", bets=False)
    learn(driver)
    attempt = screen(driver).attempt
    assert attempt.session.outcome is not None and attempt.session.count == 12
    scrubber = bars(driver)
    assert scrubber.step == 12 and len(scrubber.errors) == 13
    assert not shown(driver, "rewind")
    driver.key(pygame.K_c)  # the verdict, which has a Rewind of its own, makes room for the errors
    wait(driver, FRAME)
    scrubber = bars(driver)
    driver.click(scrubber.x_of(4), scrubber.line)
    wait(driver, FRAME)
    assert attempt.step == 4 and bars(driver).current() == number(attempt.session.run.errors[4])
    assert axis(driver).value == weight_at(attempt.session, 4)
    rewind = screen(driver).widget("rewind")
    assert rewind is not None and rewind.visible
    driver.click(*rewind.centre)
    wait(driver, FRAME)
    assert screen(driver).attempt.session.count == 4
    driver.key(pygame.K_COMMA)
    wait(driver, FRAME)
    assert screen(driver).attempt.step == 3
    driver.key(pygame.K_z)
    wait(driver, FRAME)
    assert screen(driver).attempt.session.count == 0


def test_long_runs_have_fewer_bars_than_steps() -> None:
    driver = opened(part("warmer", 1), bets=False, panels="all")
    learn(driver)
    assert screen(driver).attempt.session.count == 1080
    assert bars(driver).slots == 1081
    driver.key(pygame.K_c)
    wait(driver, FRAME)
    painted(driver)
    scrubber = bars(driver)
    driver.click(scrubber.x_of(500), scrubber.line)
    wait(driver, FRAME)
    assert abs(screen(driver).attempt.step - 500) <= 3


def test_heights_of_the_bars() -> None:
    linear = history_axis([4.0, 2.0, 1.0, 1e-9])
    assert not linear.log and linear.place(2.0) == pytest.approx(0.5)
    grown = history_axis([0.04 * 1.96**k for k in range(21)])
    assert grown.log and 0 < grown.place(0.04) < grown.place(0.08) < 0.2 and grown.place(math.inf) == 1
    assert history_axis([0.0]).place(0.0) == 0


# -- the knobs -------------------------------------------------------------------------------------------------------


def test_alpha_stands_on_its_notches_only() -> None:
    driver = opened("thirteen", bets=False)
    panel = board(driver).knobs
    (alpha,) = panel.widgets
    x, y, w, h = alpha.rect
    driver.click(x + w * 3.2 / 6, y + h / 2)
    wait(driver, FRAME)
    assert screen(driver).attempt.session.run.alpha == 9


def test_a_one_way_knob_does_not_go_back() -> None:
    driver = opened(THROTTLE, bets=False)
    screen(driver).set_focus("knob alpha")
    driver.key(pygame.K_RIGHT)
    wait(driver, FRAME)
    assert screen(driver).attempt.session.run.alpha == 0.6
    assert [toast.title for toast in driver.game.toasts.shown] == ["throttle can only be turned down from 0.6."]
    driver.key(pygame.K_LEFT)
    wait(driver, FRAME)
    assert screen(driver).attempt.session.run.alpha == 0.4
    panel = board(driver).knobs
    assert getattr(panel.widgets[0], "blocked") == {2, 3, 4}  # noqa: B009


# -- everything fits -------------------------------------------------------------------------------------------------


def test_levels_that_are_not_one_neuron_are_shown_without_a_bowl() -> None:
    level = Level("many", title="Many", network=Neuron(3, 1), examples=[Example([1, 2, 3], 1)], weights=[0.1, 0.2, 0.3],
                  alpha=0.01)  # fmt: skip
    driver = opened(level, bets=False)
    driver.key(pygame.K_SPACE)
    wait(driver, 1)
    assert board(driver).bowl_panel.bowl is None and screen(driver).attempt.session.count == 1
    painted(driver)


# -- pieces ----------------------------------------------------------------------------------------------------------


def test_values_are_written_with_the_point_and_minus_of_python() -> None:
    assert value_text(-0.4541) == "-0.454"
    assert (value_text(5.3e-7), value_text(1.2e-32)) == ("5.3·10⁻⁷", "0.000")
    assert value_text([0.25, -1.0]) == "[0.25, -1.00]"
    assert [value_in("[0.25, -1.00, 0.10]", room) for room in (20, 12)] == ["[0.25, -1.00, 0.10]", "3 numbers"]
    assert move_text(0.4012, 0.4004) == "0.401→0.400"
    assert neuron_number(None) == "?"


def test_only_a_squared_error_is_drawn_as_a_square() -> None:
    for name, square in (("thirteen", True), ("orbit", False)):
        driver = opened(name, bets=False)
        assert is_square(seen_of(screen(driver).attempt, 0.0, 1.0, (0.0, 1.0))) is square


class Quartic(Metric):
    """Its bowl looks like another one from further away."""

    name = "quartic"

    def error(self, prediction: float, goal_prediction: float) -> float:
        miss = prediction - goal_prediction
        return miss * miss + miss**4

    def delta(self, prediction: float, goal_prediction: float) -> float:
        return prediction - goal_prediction


class Steep(Metric):
    name = "steep"

    def error(self, prediction: float, goal_prediction: float) -> float:
        return math.exp(abs(prediction - goal_prediction)) - 1

    def delta(self, prediction: float, goal_prediction: float) -> float:
        return prediction - goal_prediction


def test_a_bowl_of_any_metric_even_one_that_overflows() -> None:
    problem = Problem(Neuron(), [((3000.0,), (1.0,))], Steep())
    picture = Bowl((0, 0, 600, 400), 400, (-2, 2), lambda w: problem.error([w]), seen=0.0)
    assert all(math.isfinite(x) and math.isfinite(y) for x, y in picture.points)
    assert picture.rim[0] <= 0.0 <= picture.rim[1]


def test_a_par_is_shown_in_the_part_that_it_is_of() -> None:
    """Star 2 of the peg is for its second part: no step of the first is too many."""
    driver = opened("goldilocks", bets=False)
    attempt = screen(driver).attempt
    bars = screen(driver).widget("history")
    assert isinstance(bars, HistoryBars)
    assert (board_of(driver, BowlBoard).counter()[2], bars.par) == (None, None)
    attempt.turn("alpha", 0.3)
    attempt.learn()
    while attempt.director.moving:
        wait(driver, FRAME)
    attempt.next_stage()
    wait(driver, 1.0)
    bars = screen(driver).widget("history")
    assert isinstance(bars, HistoryBars) and attempt.session.stage == 1
    assert (board_of(driver, BowlBoard).counter()[2], bars.par) == (1, 1)
