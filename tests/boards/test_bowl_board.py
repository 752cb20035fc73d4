"""The bowl: what it shows is what the engine has, Pip's pose in it, and from how far a runaway is seen."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial

import pygame
import pytest

from downslope.attempt.game.feedback import RunFeedback
from downslope.boards.kinds import board_class, kind_of
from downslope.boards.one_neuron.bowl_board import BowlBoard
from downslope.boards.shared.board import PipPose, pose_of
from downslope.boards.shared.neuron_model import errors_of, seen_of, weight_at
from downslope.learning.metric import Metric
from downslope.learning.named import Neuron
from downslope.learning.problem import Problem
from downslope.rules.actions import Learn, Reset, Turn
from downslope.rules.knob import Knob
from downslope.rules.level import Example, Level
from downslope.rules.outcome import OUTCOMES
from downslope.rules.target import Near
from downslope.view.bowls.bowl_walk import ROUND
from downslope.view.bowls.error_bowl import Bowl, WeightAxis, bottoms, lowest
from downslope.view.cards.code_listing import move_text, value_in, value_text
from downslope.view.charts.run_chart import HistoryBars, history_axis
from downslope.view.format.numbers import neuron_number, number
from downslope.view.networks.neuron_panel import is_square
from driving import FRAME, Driver
from listening import Spy
from playing import board_of, key, need, opened, painted, screen, told, wait
from support import campaign, part, shipped

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
    return need(board(driver).bowl_panel.bowl)


def axis(driver: Driver) -> WeightAxis:
    return need(board(driver).bowl_panel.axis)


def bars(driver: Driver) -> HistoryBars:
    return need(board(driver).rest.bars)


def rows(driver: Driver) -> list[tuple[str, str, str, bool]]:
    """(line, value, hue, running) of the code panel's pieces."""
    picture = need(board(driver).code.picture)
    return [(row.line.strip(), row.value, row.hue, row.running) for row in picture.rows]


def learn(driver: Driver) -> None:
    """Learn until there is an outcome, and let the eye catch up."""
    driver.key(pygame.K_l)
    for _ in range(2000):
        wait(driver, FRAME)
        attempt = screen(driver).attempt
        if attempt.session.outcome is not None and not attempt.playback.moving:
            return
    raise AssertionError("no outcome")


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
    for value in (-2, -0.7, 0, 1.1, 3):  # the thumb stands straight under Pip
        assert axis(driver).x_of(value) == pytest.approx(bowl(driver).pixel_x(value))
        assert axis(driver).value_at(bowl(driver).pixel_x(value), 0) == pytest.approx(value)


def test_the_curve_is_the_metric_itself_and_pip_touches_it() -> None:
    for name in ("thirteen", "orbit"):
        driver = opened(name, bets=False)
        picture, run = bowl(driver), screen(driver).attempt.session.run
        (inputs, goals) = run.examples[0]
        for weight in (0.3, 1.0, 1.9):
            error = run.metric.error(weight * inputs[0], goals[0])
            assert picture.height(weight) == pytest.approx(picture.pixel_y(error))
        (flag,) = picture.flags
        assert flag == pytest.approx(goals[0] / inputs[0], abs=1e-3)
        seen = seen_of(screen(driver).attempt, 0.0, 1.0, (0.0, 1.0))
        assert is_square(seen) is (name == "thirteen"), "only a squared error is drawn as a square"
        for weight in (0.2, 1.0, 2.0, 3.0) if name == "thirteen" else ():
            x, y = picture.rest_point(weight, 18)
            assert min(math.hypot(px - x, py - y) for px, py in picture.points) == pytest.approx(18, abs=1.2)


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
        assert pygame.FRect(picture.rect).collidepoint(picture.rest_point(weight, 18))


def test_lowest_points() -> None:
    assert lowest(lambda w: (w - 1) * (w - 1), -2, 3) == pytest.approx([1], abs=1e-6)
    assert lowest(lambda w: w, -2, 3) == []
    two = lowest(lambda w: (w * w - 1) * (w * w - 1), -2, 2)
    assert two == pytest.approx([-1, 1], abs=1e-4)
    (flat,) = lowest(lambda w: max(0.0, abs(w) - 0.5), -2, 2)
    assert flat == pytest.approx(0, abs=0.05)
    assert bottoms(lambda w: abs(w - 700), [0.0]) == pytest.approx([700], abs=0.01)
    assert bottoms(lambda w: -w, [0.0]) == []


def test_numbers_are_the_engines_and_a_learned_weight_is_a_ring_that_nobody_can_hold() -> None:
    driver = opened("thirteen", bets=False)
    assert axis(driver).fixed and axis(driver) not in screen(driver).widgets
    driver.drag((axis(driver).x_of(0.1), axis(driver).line), (axis(driver).x_of(2.0), axis(driver).line))
    assert screen(driver).attempt.session.weights == [0.1]
    key(driver, pygame.K_SPACE, then=1)
    attempt = screen(driver).attempt
    step = attempt.session.run.at(1)
    seen = seen_of(attempt, 0.0, 1.0, (0.0, 1.0))
    assert attempt.session.count == 1
    assert (seen.input, seen.weight, seen.goal) == (0.3, step.weights[0], 0.7)
    assert (seen.prediction, seen.delta, seen.error) == (step.predictions[0][0], step.deltas[0][0], step.error)
    written = f"0.3 × {number(step.weights[0])} = {number(step.predictions[0][0])}"
    assert "".join(run[0] for run in seen.equation.runs("input", "weight", "prediction")) == written
    assert axis(driver).show(axis(driver).value) == number(step.weights[0])
    assert bars(driver).current() == number(step.error)
    assert list(bars(driver).errors) == errors_of(attempt.session)


def test_hidden_numbers_are_question_marks() -> None:
    driver = opened(replace(shipped().level("thirteen"), sight={"weight": "hidden"}), bets=False, panels="all")
    seen = seen_of(screen(driver).attempt, 0.0, 1.0, (0.0, 1.0))
    assert seen.weight is None
    assert "".join(run[0] for run in seen.equation.runs("input", "weight", "prediction")).startswith("0.3 × ? = ")
    error = screen(driver).attempt.session.run.at(0).error
    assert [value for _, value, _, _ in rows(driver) if value] == [value_text(error)]  # the others would give it away
    painted(driver)


def test_the_code_is_the_levels_own_and_stands_on_the_line_that_moves_and_walks_while_pip_hops() -> None:
    driver = opened("thirteen", still=False, bets=False, panels="all")
    found = rows(driver)
    step = screen(driver).attempt.session.run.at(0)
    by_line = {line: (value, hue, running) for line, value, hue, running in found}
    assert found[0][0] == "def learn(weight, goal_prediction, input, alpha):"
    assert by_line["prediction = input * weight"] == (value_text(step.predictions[0][0]), "prediction", False)
    assert by_line["weight_delta = delta * input"][0] == value_text(step.weight_deltas[0])
    assert by_line["weight -= weight_delta * alpha"] == ("", "text3", True)  # the next move is not told
    key(driver, pygame.K_SPACE)
    lit = []
    for _ in range(20):
        lit += [line for line, _, _, running in rows(driver) if running]
        wait(driver, FRAME)
    order = [line for i, line in enumerate(lit) if i == 0 or lit[i - 1] != line]
    assert order[0] == order[-1] == "weight -= weight_delta * alpha"
    assert order[1] == "prediction = input * weight"
    assert "delta = prediction - goal_prediction" in order
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
        trial = session.copy()
        trial.learn(1)
        end = trial.weights[0]
        assert end == pytest.approx(-1.2 - alpha * (-1.8 - 1.2) * 1.5)
        (moves,) = [value for line, value, _, _ in rows(driver) if line.startswith("weight -=")]
        assert moves == move_text(-1.2, end)
        assert session.count == 0


def test_learn_scrub_rewind_undo() -> None:
    driver = opened("thirteen", bets=False)
    learn(driver)
    attempt = screen(driver).attempt
    assert attempt.session.outcome is not None and attempt.session.count == 12
    scrubber = bars(driver)
    assert scrubber.step == 12 and len(scrubber.errors) == 13
    assert not need(screen(driver).widget("rewind")).visible
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
    key(driver, pygame.K_COMMA)
    assert screen(driver).attempt.step == 3
    key(driver, pygame.K_z)
    assert screen(driver).attempt.session.count == 0


@pytest.mark.slow
def test_long_runs_have_fewer_bars_than_steps() -> None:
    driver = opened(part("warmer", 1), bets=False, panels="all")
    learn(driver)
    assert screen(driver).attempt.session.count == 1080
    assert bars(driver).slots == 1081
    key(driver, pygame.K_c)
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


def test_a_one_way_knob_does_not_go_back() -> None:
    driver = opened(THROTTLE, bets=False)
    screen(driver).set_focus("knob alpha")
    key(driver, pygame.K_RIGHT)
    assert screen(driver).attempt.session.run.alpha == 0.6
    assert [toast.title for toast in driver.game.toasts.shown] == ["throttle can only be turned down from 0.6."]
    key(driver, pygame.K_LEFT)
    assert screen(driver).attempt.session.run.alpha == 0.4
    panel = board(driver).knobs
    assert getattr(panel.widgets[0], "blocked") == {2, 3, 4}  # noqa: B009


def test_levels_that_are_not_one_neuron_are_shown_without_a_bowl() -> None:
    level = Level("many", title="Many", network=Neuron(3, 1), examples=[Example([1, 2, 3], 1)], weights=[0.1, 0.2, 0.3],
                  alpha=0.01)  # fmt: skip
    driver = opened(level, bets=False)
    key(driver, pygame.K_SPACE, then=1)
    assert board(driver).bowl_panel.bowl is None and screen(driver).attempt.session.count == 1
    painted(driver)


def test_values_are_written_with_the_point_and_minus_of_python() -> None:
    assert value_text(-0.4541) == "-0.454"
    assert (value_text(5.3e-7), value_text(1.2e-32)) == ("5.3·10⁻⁷", "0.000")
    assert value_text([0.25, -1.0]) == "[0.25, -1.00]"
    assert [value_in("[0.25, -1.00, 0.10]", room) for room in (20, 12)] == ["[0.25, -1.00, 0.10]", "3 numbers"]
    assert move_text(0.4012, 0.4004) == "0.401→0.400"
    assert neuron_number(None) == "?"


class Quartic(Metric):
    """Its bowl looks like another one from further away."""

    name = "quartic"

    def error(self, prediction: float, goal_prediction: float) -> float:
        miss = prediction - goal_prediction
        return miss * miss + miss**4

    def delta(self, prediction: float, goal_prediction: float) -> float:
        return prediction - goal_prediction


class Steep(Quartic):
    def error(self, prediction: float, goal_prediction: float) -> float:
        return math.exp(abs(prediction - goal_prediction)) - 1


def test_a_bowl_of_any_metric_even_one_that_overflows() -> None:
    problem = Problem(Neuron(), [((3000.0,), (1.0,))], Steep())
    picture = Bowl((0, 0, 600, 400), 400, (-2, 2), lambda w: problem.error([w]), seen=0.0)
    assert all(math.isfinite(x) and math.isfinite(y) for x, y in picture.points)
    assert picture.rim[0] <= 0.0 <= picture.rim[1]


def test_a_par_is_shown_in_the_part_that_it_is_of() -> None:
    """Star 2 of the peg is for its second part: no step of the first is too many."""
    driver = opened("goldilocks", bets=False)
    attempt = screen(driver).attempt
    assert (board(driver).counter()[2], bars(driver).par) == (None, None)
    attempt.turn("alpha", 0.3)
    attempt.learn()
    told(driver)
    attempt.next_stage()
    wait(driver, 1.0)
    assert attempt.session.stage == 1 and (board(driver).counter()[2], bars(driver).par) == (1, 1)


EDGE, FOLLOWED = 0.58, 20  # of half the picture: no seat is further from the flag, for so many steps
BOWLS = [level for level in (part("warmer", 1), *campaign())
         if level.learner is not None and issubclass(board_class(kind_of(level)), BowlBoard)]  # fmt: skip
RUNAWAYS = [("goldilocks", 0.6), ("thirteen", 24.0), ("overshoot", 1.7), ("overshoot", 1.8)]


def runaway(name: str, alpha: float, still: bool = False) -> Driver:
    driver = opened(name, bets=False, still=still)
    screen(driver).attempt.turn("alpha", alpha)
    return driver


def seen(driver: Driver) -> Bowl:
    return need(board_of(driver, BowlBoard).bowl_panel.seen)


def step(driver: Driver) -> None:
    """One step, until Pip has landed."""
    screen(driver).attempt.step_once()
    wait(driver, FRAME)
    while screen(driver).attempt.playback.moving:
        wait(driver, FRAME)
    wait(driver, FRAME)


def away(driver: Driver, at: int) -> float:
    """How far the seat of a step is from the flag, in halves of the picture."""
    bowl, session = seen(driver), screen(driver).attempt.session
    return abs(bowl.pixel_x(weight_at(session, at)) - bowl.pixel_x(bowl.middle)) / (bowl.rect[2] / 2)


@pytest.mark.parametrize(("name", "alpha"), RUNAWAYS)
def test_pip_stays_inside_the_picture_for_twenty_steps(name: str, alpha: float) -> None:
    driver = runaway(name, alpha)
    start, zooms = away(driver, 0), [1.0]
    for at in range(1, FOLLOWED + 1):
        step(driver)
        bowl = seen(driver)
        zooms.append(bowl.zoom)
        assert away(driver, at) <= max(EDGE, start if bowl.zoom == 1 else 0.0) + 2 / (bowl.rect[2] / 2)
        if bowl.zoom > 1:
            assert away(driver, at) == pytest.approx(EDGE, abs=2 / (bowl.rect[2] / 2))
    assert zooms == sorted(zooms) and zooms[-1] > 1.05
    assert screen(driver).attempt.session.count == FOLLOWED


@pytest.mark.parametrize("name", BOWLS, ids=lambda level: level.id)
def test_every_step_of_every_alpha_of_every_bowl_is_seen_from_where_it_is_inside(name: Level) -> None:
    """Where the camera rests: its way there is that of the runaways above."""
    driver = opened(name, bets=False, still=False)
    panel, session = board_of(driver, BowlBoard).bowl_panel, screen(driver).attempt.session
    near, knob = seen(driver), need(session.level.knob("alpha"))
    assert near.degree is not None and panel.follows
    for alpha in knob.values() or ():
        for action in (Reset(), Turn("alpha", alpha), Learn(FOLLOWED)):
            session.do(action)
        assert session.count, alpha
        start, half = abs(near.pixel_x(weight_at(session, 0)) - near.pixel_x(near.middle)), near.rect[2] / 2
        for at in range(1, session.count + 1):
            far = near.zoom_out(panel.zoom_at(near, at))
            gone = abs(far.pixel_x(weight_at(session, at)) - far.pixel_x(far.middle))
            assert gone <= max(EDGE * half, start if far.zoom == 1 else 0.0) + 2, (alpha, at)


def test_a_curve_seen_k_times_wider_and_k_squared_times_higher_is_the_same() -> None:
    for name, degree in (("goldilocks", 2), ("orbit", 1)):
        bowl = seen(opened(name, bets=False))
        assert bowl.degree == degree
        far = bowl.zoom_out(5.0)
        for weight in (bowl.weights[0], 0.9 * bowl.middle, 1.3 * bowl.middle):
            there = bowl.middle + 5 * (weight - bowl.middle)
            assert far.pixel_x(there) == pytest.approx(bowl.pixel_x(weight))
            assert far.height(there) == pytest.approx(bowl.height(weight), abs=0.05)
            assert far.weight_at(far.pixel_x(there)) == pytest.approx(there)
        assert far.heights() != bowl.heights() and far.ticks() != bowl.ticks()
        assert all(bowl.rect[1] < far.pixel_y(error) < far.base for error, _label in far.heights())


def test_a_curve_that_is_not_alike_is_not_followed() -> None:
    def flat_outside(weight: float) -> float:
        return math.sqrt(1 + weight * weight) - 1

    assert Bowl((0, 0, 600, 500), 400, (-3, 3), flat_outside).degree is None
    assert Bowl((0, 0, 600, 500), 400, (-3, 3), lambda w: (w * w - 1) ** 2).degree is None
    assert Bowl((0, 0, 600, 500), 400, (-3, 3), lambda w: 2 + w * w).degree == 2  # several examples: above a floor


@pytest.mark.slow
def test_looking_back_gives_the_same_pictures() -> None:
    driver = runaway("goldilocks", 0.6)
    zooms = [1.0]
    for _ in range(12):
        step(driver)
        zooms.append(seen(driver).zoom)
    wait(driver, 1)
    picture = pygame.image.tobytes(painted(driver), "RGB")
    attempt = screen(driver).attempt
    for at in (3, 9, 0, 12):
        attempt.look(at)
        wait(driver, 1)
        assert seen(driver).zoom == pytest.approx(zooms[at])
    assert pygame.image.tobytes(painted(driver), "RGB") == picture


def test_reset_brings_it_back_in_its_time() -> None:
    driver = runaway("goldilocks", 0.6)
    for _ in range(8):
        step(driver)
    far = seen(driver).zoom
    screen(driver).attempt.reset()
    wait(driver, FRAME)
    assert 1 < seen(driver).zoom <= far
    wait(driver, 0.3)
    assert 1 < seen(driver).zoom < far
    wait(driver, 0.4)
    assert seen(driver).zoom == 1


@pytest.mark.parametrize(("alpha", "still"), [(0.4, False), (0.6, True)])
def test_who_comes_nearer_is_not_followed_nor_is_anybody_with_reduced_motion(alpha: float, still: bool) -> None:
    driver = runaway("goldilocks", alpha, still)
    for _ in range(8):
        step(driver)
        assert seen(driver).zoom == 1
    assert seen(driver).fits(screen(driver).attempt.session.weights[0]) is not still
    painted(driver)  # a chip tells where he is


def test_a_learn_ends_where_it_is_followed_no_further() -> None:
    driver = runaway("goldilocks", 0.6)
    learn(driver)
    wait(driver, 0.5)
    attempt = screen(driver).attempt
    assert attempt.session.outcome is not None and attempt.session.outcome.kind == "runaway"
    assert attempt.session.count > FOLLOWED == attempt.step
    assert away(driver, FOLLOWED) == pytest.approx(EDGE, abs=0.01)


@pytest.mark.parametrize("still", [False, True])
def test_the_picture_leans_as_pip_crosses_the_goal_unless_motion_is_reduced(still: bool) -> None:
    driver = runaway("goldilocks", 0.6, still)
    panel = board_of(driver, BowlBoard).bowl_panel
    painted(driver)
    screen(driver).attempt.step_once()
    tilts = list[float]()
    for _ in range(90):
        driver.scene = driver.scene.update(1 / 60)
        tilts.append(panel.tilt)
    if still:
        assert not any(tilts)
        return
    way = weight_at(screen(driver).attempt.session, 1) - weight_at(screen(driver).attempt.session, 0)
    assert 3.5 < max(map(abs, tilts)) <= 4 and tilts[-1] == 0
    assert all(tilt * way <= 0 for tilt in tilts)
    assert 9 <= sum(tilt != 0 for tilt in tilts) <= 12, "180 milliseconds"


AHEAD = (0.28, 0.22)


def feel_of(still: bool = False) -> RunFeedback:
    return RunFeedback(Spy(), lambda: still)


def poses(player_feedback: RunFeedback, seconds: float = 2.0, mood: str = "calm") -> list[PipPose]:
    """Every sixtieth of a second, from now on."""
    found = []
    for _ in range(round(60 * seconds)):
        found.append(pose_of(player_feedback, AHEAD, mood))
        player_feedback.update(1 / 60)
    return found


@pytest.mark.parametrize("kind", OUTCOMES)
def test_each_outcome_is_taken_in_its_own_way_and_passes(kind: str) -> None:
    player_feedback = feel_of()
    assert pose_of(player_feedback, AHEAD, "calm") == PipPose(AHEAD, "calm"), "nothing felt he is as he was"
    player_feedback.begin(0.01, 1.0)
    player_feedback.outcome(kind)
    seen = poses(player_feedback)
    assert len(set(seen)) > 1, "nothing of it is seen"
    assert seen[-1] == PipPose(AHEAD, "calm")


def test_a_landing_is_three_hops_whatever_his_mood() -> None:
    player_feedback = feel_of()
    player_feedback.outcome("land")
    lifts = [pose.lift for pose in poses(player_feedback)]
    tops = sum(a < b >= c for a, b, c in zip(lifts, lifts[1:], lifts[2:]))
    assert tops == 3 and max(lifts) > 8 and {pose.mood for pose in poses(player_feedback)} == {"calm"}


def test_a_crossing_makes_him_look_back() -> None:
    player_feedback = feel_of()
    player_feedback.begin(0.0001, 1.0)
    player_feedback.step(-1.0, 0.5)
    player_feedback.update(0.05)
    pose = pose_of(player_feedback, AHEAD, "calm")
    assert pose.look[0] > AHEAD[0] and pose.look[1] < 0 and pose.stretch[0] > 1 > pose.stretch[1]


def test_after_twenty_steps_he_is_tired_but_a_mood_counts_more() -> None:
    player_feedback = feel_of()
    for _step in range(20):
        player_feedback.step(1.0, 0.99)
    player_feedback.update(3.0)
    assert pose_of(player_feedback, AHEAD, "calm").mood == "tired"
    assert pose_of(player_feedback, AHEAD, "happy").mood == "happy"


@pytest.mark.parametrize("kind", OUTCOMES)
def test_with_reduced_motion_he_stands(kind: str) -> None:
    """He may sit, or be dizzy; nothing of him goes to and fro."""
    player_feedback = feel_of(still=True)
    player_feedback.outcome(kind)
    seen = poses(player_feedback)
    assert {pose.lift for pose in seen} == {0.0}
    assert len({pose.look for pose in seen}) == 1
    assert {pose.stretch for pose in seen} == {ROUND} or kind == "stuck"
