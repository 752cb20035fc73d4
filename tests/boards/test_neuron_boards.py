"""Boards of neurons: what they show is the engine's; how near counts as reached; what is hidden is told nowhere."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pygame
import pytest

from checks.paper import written
from downslope import Example, Knob, Level, Neuron
from downslope.boards.by_hand.fog_model import looks
from downslope.boards.by_hand.metric_board import MetricChoice, bottom_of
from downslope.boards.kinds import board_class, kind_of
from downslope.boards.one_neuron.bowl_board import BowlBoard
from downslope.boards.shared import neuron_model as model
from downslope.rules import Learn, MeanError, Near, Next, Probe, Reset, Turn
from downslope.rules.level_words import PICTURES
from downslope.view.bowls.error_bowl import Bowl, bottoms, lowest
from downslope.view.cards.code_listing import value_text
from downslope.view.draw import Canvas
from downslope.view.format.numbers import number
from downslope.view.scenery.strips import STRIPS
from lib.compiled_loops import STEEP
from lib.driving import FRAME, Driver
from lib.playing import act, board, click, key, need, opened, painted, screen, wait
from lib.support import campaign, part, play, shipped

pytestmark = pytest.mark.usefixtures("display")


def seen(driver: Driver) -> Any:
    return need(board(driver).bowl_panel.seen)


def test_numbers_and_curve_are_the_engines_and_those_of_the_step_looked_at() -> None:
    driver = opened("thirteen", bets=False)
    key(driver, pygame.K_SPACE, then=1)
    attempt, picture, bars = screen(driver).attempt, need(board(driver).bowl_panel.bowl), need(board(driver).rest.bars)
    run, step = attempt.session.run, attempt.session.run.at(1)
    ((inputs, goals),) = run.examples
    shown = model.seen_of(attempt, 0.0, 1.0, (0.0, 1.0))
    assert attempt.session.count == 1 and (shown.input, shown.weight, shown.goal) == (*inputs, step.weights[0], *goals)
    assert (shown.prediction, shown.delta, shown.error) == (step.predictions[0][0], step.deltas[0][0], step.error)
    assert bars.current() == number(step.error) and list(bars.errors) == model.errors_of(attempt.session)
    assert picture.height(1.9) == pytest.approx(picture.pixel_y(run.metric.error(1.9 * inputs[0], goals[0])))
    assert picture.flags == pytest.approx((goals[0] / inputs[0],), abs=1e-3)
    act(driver, Learn(3)).look(3)
    wait(driver, FRAME)
    assert need(board(driver).rest.bars).current() == number(attempt.session.run.errors[3])
    assert need(board(driver).bowl_panel.axis).value == model.weight_at(attempt.session, 3)
    curve, height = model.error_of(run), model.error_of(run)(1.9)
    run.change(metric=shipped().metrics["absolute"])
    assert curve(1.9) == height != model.error_of(run)(1.9), "a curve keeps its metric"


def test_a_weight_that_is_hidden_is_told_neither_by_the_equation_nor_by_the_code() -> None:
    driver = opened(replace(shipped().level("thirteen"), sight={"weight": "hidden"}), bets=False, panels="all")
    attempt = screen(driver).attempt
    hidden, error = model.seen_of(attempt, 0.0, 1.0, (0.0, 1.0)), attempt.session.run.at(0).error
    said = "".join(run[0] for run in hidden.equation.runs("input", "weight", "prediction"))
    assert hidden.weight is None and said.startswith("0.3 × ? = ")
    assert [row.value for row in need(board(driver).code.picture).rows if row.value] == [value_text(error)]
    painted(driver)


def test_lowest_points() -> None:
    assert lowest(lambda w: w, -2, 3) == bottoms(lambda w: -w, [0.0]) == []
    assert lowest(lambda w: (w * w - 1) * (w * w - 1), -2, 2) == pytest.approx([-1, 1], abs=1e-4)
    assert lowest(lambda w: max(0.0, abs(w) - 0.5), -2, 2) == pytest.approx([0], abs=0.05)
    assert bottoms(lambda w: abs(w - 700), [0.0]) == pytest.approx([700], abs=0.01)


EDGE, FOLLOWED = 0.58, 20  # of half the picture: no seat is further from the flag, for so many steps
BOWLS = [level for level in (part("warmer", 1), *campaign())
         if level.learner is not None and issubclass(board_class(kind_of(level)), BowlBoard)]  # fmt: skip


@pytest.mark.parametrize("level", BOWLS, ids=lambda level: level.id)
def test_every_step_of_every_alpha_of_every_bowl_is_seen_from_where_it_is_inside(level: Level) -> None:
    driver = opened(level, bets=False, still=False)
    panel, session, near = board(driver).bowl_panel, screen(driver).attempt.session, seen(driver)
    assert near.degree is not None and panel.follows
    for alpha in need(session.level.knob("alpha")).values() or ():
        for action in (Reset(), Turn("alpha", alpha), Learn(FOLLOWED)):
            session.do(action)
        assert session.count, alpha
        start, half = abs(near.pixel_x(model.weight_at(session, 0)) - near.pixel_x(near.middle)), near.rect[2] / 2
        for at in range(1, session.count + 1):
            far = near.zoom_out(panel.zoom_at(near, at))
            gone = abs(far.pixel_x(model.weight_at(session, at)) - far.pixel_x(far.middle))
            assert gone <= max(EDGE * half, start if far.zoom == 1 else 0.0) + 2, (alpha, at)


@pytest.mark.slow
def test_a_runaway_is_followed_outwards_a_look_back_gives_the_same_and_a_reset_brings_it_back() -> None:
    for alpha, still in ((0.6, False), (0.4, False), (0.6, True)):
        driver = opened("goldilocks", bets=False, still=still)
        attempt, zooms, tilts = screen(driver).attempt, [1.0], list[float]()
        attempt.turn("alpha", alpha)
        for _ in range(8):
            key(driver, pygame.K_SPACE)
            for _frame in range(16):
                tilts.append(board(driver).bowl_panel.tilt)
                wait(driver, FRAME)
            zooms.append(seen(driver).zoom)
        if (alpha, still) == (0.6, False):
            assert zooms == sorted(zooms) and zooms[-1] > 1.05
            for at in (3, 0, 8):
                attempt.look(at)
                wait(driver, 1)
                assert seen(driver).zoom == pytest.approx(zooms[at])
            attempt.reset()
            wait(driver, 0.3)
            assert 1 < seen(driver).zoom < zooms[-1]
            wait(driver, 0.5)
            assert seen(driver).zoom == 1
            key(driver, pygame.K_l, then=12.0)
            assert attempt.session.count > FOLLOWED == attempt.step, "it ends where it is followed no further"
        else:  # who comes nearer is not followed, nor anybody in still pictures
            assert zooms == [1.0] * 9 and any(tilts) is not still, "it leans as he crosses the goal"
            assert seen(driver).fits(attempt.session.weights[0]) is not still
            painted(driver)  # a chip tells where he is


def test_inside_the_band_it_is_reached_outside_it_is_not_and_who_asks_for_no_nearness_has_none() -> None:
    for level in campaign():
        band = model.weight_band(play(level)) if level.network.size == level.network.inputs == 1 else None
        low, high = band or (0.0, 0.0)
        for weight, inside in ((low, True), (high, True), (1.01 * low - 0.01 * high, False),
                               (1.01 * high - 0.01 * low, False)) if band else ():  # fmt: skip
            at = play(replace(level, weights=[weight], recording=(), stages=(), ghost=(), questions=()))
            assert level.target.met(at) is inside, (level.id, weight)
    for fields in ({"target": MeanError(0.1)}, {"sight": {"goal": "hidden"}}):
        session = play(replace(shipped().level("thirteen"), stages=(), questions=(), **fields))
        assert model.goal_band(session) is None and model.weight_band(session) is None
    both = Level("both", title="", examples=[Example(1, 1), Example(1, 2)], weights=[0], target=Near(0.1), knobs=[])
    assert model.goal_band(play(both), 1) == (1.9, 2.1) and model.weight_band(play(both)) is None, "none reaches both"


def test_a_number_near_its_goal_has_one_more_decimal_than_the_tolerance() -> None:
    near = [(0.02, 0.724, 0.7), (0.02, 0.8, 0.7), (0.02, 0.03, 0.7), (None, 0.7, 0.7), (0.02, None, 0.7),
            (0.5, 0.7, 0.7), (0.00075, 0.801234, 0.8), (0.00075, 0.8, 0.8), (0.00075, 0.105, 0.105)]  # fmt: skip
    assert [model.live_digits(*each) for each in near] == [3, 2, 2, 2, 2, 2, 6, 2, 3]  # no zeros at the end
    assert model.tolerance_note(0.02) == "±.02" and model.tolerance_note(None) == ""


def test_a_strip_is_told_to_authors_and_not_drawn_where_something_is_hidden() -> None:
    documented = (Path(__file__).parents[2] / "docs" / "plugins.md").read_text(encoding="utf-8")
    assert set(STRIPS) <= set(PICTURES) and [name for name in PICTURES if f"`{name}`" not in documented] == []
    # Without gates the boat has a bowl too
    knobs = [knob for knob in shipped().level("hands-off").knobs if knob.name != "learner"]
    level = replace(shipped().level("hands-off"), gates=(), knobs_until="end", knobs=knobs)
    for other in ({"picture": ""}, {"sight": {"weight": "hidden"}}, {"sight": {"goal": "hidden"}}):
        assert board(opened(replace(level, **other), bets=False)).bowl_panel.scene is None


def test_needles_and_gauges_are_the_engines_turn_with_a_step_and_pull_as_their_inputs() -> None:
    driver = opened("toes", bets=False, still=False)
    attempt, place, tugs = screen(driver).attempt, board(driver).needles_panel, list[list[float]]()
    attempt.turn("alpha", 0.004)
    start = attempt.session.weights[0]
    key(driver, pygame.K_SPACE, then=0.3)
    assert start < place.needles().weights[0] < attempt.session.weights[0]
    while attempt.playback.moving:
        wait(driver, FRAME)
        tugs.append([place.numbers()[f"tug {k}"] for k in (1, 2, 3)])
    most = max(tugs)
    assert [round(40 * each / most[0]) for each in most] == [40, 3, 6]
    wait(driver, 2.0)
    shown, run = place.needles(), attempt.session.run
    assert shown.weights == run.weights and shown.prediction == run.predict(run.weights, run.examples[0][0])[0]
    assert shown.moves == pytest.approx([now - was for now, was in zip(run.weights, run.start)])
    assert [blame for _delta, _input, blame in place.blames() or ()] == pytest.approx([-1.19, -0.091, -0.168])


def test_flag_way_and_light_are_the_engines_and_what_was_seen_stays_lit() -> None:
    driver = opened("valley", bets=False, still=False)
    land, window, lit = board(driver).land, need(board(driver).land.window), list[float]()
    key(driver, pygame.K_SPACE, then=0.3)
    run = screen(driver).attempt.session.run
    assert run.start[0] < need(land.position())[0] < run.weights[0], "Pip is on his way"
    still = board(opened("valley", bets=False)).land
    assert land.part.value == still.part.value == 1.0, "a step ends the opening; standing still has none"
    wait(driver, 1.5)
    assert land.bottom == pytest.approx((1, -0.5), abs=1e-9) and need(land.relief).whole
    for _step in range(3):
        painted(driver)
        lit.append(land.lowest)
        key(driver, pygame.K_SPACE, then=1.5)
    run = screen(driver).attempt.session.run
    places = [*(run.history.weights_at(k) for k in range(4)), tuple(run.weights)]
    assert land.way() == [window.at(place) for place in places] and land.position() == tuple(run.weights)
    assert lit == pytest.approx(run.errors[1:]) and lit == sorted(lit, reverse=True)
    key(driver, pygame.K_r, then=0.2)
    painted(driver)
    assert land.lowest <= lit[-1]


def test_bowls_beside_each_other_have_the_engines_numbers_and_share_their_rulers() -> None:
    driver = opened(replace(shipped().level("three-neurons"), picture="", moves=()), bets=False)
    cards = board(driver).neurons.cards
    per_weight, per_error = cards[0].scale
    for card, input in zip(cards, (0.5, 1.1, 2)):
        assert card.scale == cards[0].scale and card.bowl.stage.fits(card.bowl.along(0.5)), "the start is seen"
        assert card.bowl.wide.rise(40.0) == pytest.approx(per_error * (input * 40 / per_weight) ** 2, rel=1e-6)
    key(driver, pygame.K_SPACE, pygame.K_SPACE)
    run, cards = screen(driver).attempt.session.run, board(driver).neurons.cards
    assert [card.weight for card in cards] == run.weights
    predictions = run.network.predict(run.weights, (0.5, 1.1, 2))
    assert [card.input * card.weight for card in cards] == pytest.approx(predictions)
    assert [card.bottom for card in cards] == pytest.approx([1.6, 0.8 / 1.1, 0.4], abs=1e-6)
    key(driver, pygame.K_COMMA)
    assert [card.weight for card in board(driver).neurons.cards] == list(run.history.weights_at(1))


def test_bottoms_are_found_and_a_plugins_metric_is_a_choice_with_its_source() -> None:
    bottoms = [bottom_of(play("the-grump"), name) for name in ("squared", "absolute")]
    assert bottoms == pytest.approx([1.61, 1.05], abs=1e-6)
    catalog, name = shipped(), "mine/steep"
    level = replace(catalog.level("the-grump"), id="mine/own", variants={"metric": {"signed-miss": {}, name: {}}},
                    knobs=[Knob("metric", stops=("squared", "signed-miss", name))])  # fmt: skip
    own = replace(catalog, owner={**catalog.owner, f"metric {name}": "mine"}, metrics={**catalog.metrics, name: STEEP})
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


def words_on(driver: Driver) -> str:
    return " ".join(text.string for text in written(driver.scene.draw, (1280, 720), driver.game.look()))


def test_what_is_hidden_or_wanted_but_not_tried_yet_is_written_nowhere() -> None:
    for hidden, digits in (("goal", "7.77"), ("weight", ".35"), ("input", "1.23")):
        said = words_on(opened(Level(
            "own", title="Own", network=Neuron(2), examples=[Example([1.23, 2], 7.77)], weights=[0.35, 0.2], alpha=0.01,
            knobs=[], target=Near(0.01), sight={"bowl": "none", hidden: "hidden"},
        )))  # fmt: skip
        assert said and digits not in said
    for level in ("double-it", "a-hundredth", "seven", "below-zero"):
        driver = opened(level, bets=False)
        wanted = [goal for _given, goal in board(driver).sending.cards if goal is not None]
        texts = {f"{goal:.{places}f}" for goal in wanted for places in range(4) if round(goal, places) == goal}
        assert texts and not texts & set(words_on(driver).split()), level
