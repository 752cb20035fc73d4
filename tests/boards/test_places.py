"""The places of 6-2, 6-3 and 7-1 to 7-3: what is drawn stands where the engine says."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest

from downslope import Learn, Move, Neuron, Turn
from downslope.boards.network.net_panel import YARD_HIGH, YARD_LOW, Corners, Town, Yard
from downslope.boards.one_neuron.needles_board import Gauges
from downslope.level_files.land_picture import drawing_in
from downslope.rules.land_picture import LandPicture
from downslope.view.format.numbers import number
from driving import FRAME, Driver
from net_playing import board, calm
from playing import click, need, opened, painted, screen, wait
from support import shipped

LIGHTS = ((0, 0), (1, 0), (0, 1), (1, 1))
WIRES = {"none": None, "both": lambda u, v: u * v, "copy": lambda u, v: u, "difference": lambda u, v: u - v}
pytestmark = pytest.mark.usefixtures("display")


@pytest.mark.parametrize("wire", WIRES)
def test_the_wall_stands_where_the_prediction_is_a_half(wire: str) -> None:
    random, extra, seen = Random(7), WIRES[wire], 0
    network = Neuron(3 if extra is None else 4)

    def prediction(weights: list[float], u: float, v: float) -> float:
        return network.predict(weights, [u, v, 1.0, *([extra(u, v)] if extra is not None else [])])[0]

    while seen < 10:
        weights = [random.uniform(-2, 2) for _ in range(network.size)]
        walls = Corners(*(prediction(weights, u, v) for u, v in LIGHTS)).walls()
        lines = [piece for wall in walls for piece in pairwise(wall)]
        for start, end in lines:
            for k in range(4):
                u, v = (a + (b - a) * k / 4 for a, b in zip(start, end))
                assert YARD_LOW - 1e-6 <= u <= YARD_HIGH + 1e-6 and YARD_LOW - 1e-6 <= v <= YARD_HIGH + 1e-6
                assert abs(prediction(weights, u, v) - 0.5) < 0.01, (weights, u, v)
        # Where it changes sides on a straight way along one light, a wall is passed, and nowhere else
        for k in range(9):
            u = YARD_LOW + 0.013 + (YARD_HIGH - YARD_LOW) * k / 9
            parts = (prediction(weights, u, YARD_LOW) > 0.5) != (prediction(weights, u, YARD_HIGH) > 0.5)
            assert sum((a[0] - u) * (b[0] - u) < 0 for a, b in lines) % 2 == parts, (weights, u)
        seen += bool(walls)


def yard_of(driver: Driver) -> Yard:
    place = board(driver).place
    assert isinstance(place, Yard)
    return place


def test_in_the_yard_the_predictions_are_those_of_the_step_and_are_told() -> None:
    driver = calm("the-wall", Turn("alpha", 0.2), Learn(3), still=False)
    attempt, between = screen(driver).attempt, set[float]()
    click(driver, "tile step")
    while attempt.playback.moving:
        wait(driver, FRAME)
        between.add(yard_of(driver).corners().both)
    assert len(between) > 3, "it turns on its way"
    run = attempt.session.run
    by_light = [run.network.predict(run.weights, (u, v, 1))[0] for u, v in LIGHTS]
    assert yard_of(driver).corners() == pytest.approx(by_light, abs=1e-12)
    now = number(run.network.predict(run.weights, run.examples[attempt.shown.count % 4][0])[0])
    assert f"prediction {now}, goal" in board(driver).words().heard


def test_the_watchmen_are_awake_as_the_engine_says_and_told_only_after_the_bet() -> None:
    driver = calm("hidden-four", Turn("alpha", 0.5), Learn(6))
    attempt, town = screen(driver).attempt, board(driver).place
    assert isinstance(town, Town)
    for _step in range(3):
        click(driver, "tile step", then=1.0)
        run, numbers = attempt.session.run, town.numbers()
        here = run.network.forward(run.weights, run.examples[attempt.shown.count % 4][0])[1]
        ever = [run.network.forward(run.weights, input)[1] for input, _goal in run.examples]
        awake = {move.part: move.value(numbers[move.by]) for move in attempt.level.moves}
        for house, value in enumerate(here, 1):
            assert (awake[f"pip {house}"] > 0.5) == (awake[f"asleep {house}"] < 0.5) == (value > 0)
            assert awake[f"dream {house}"] == all(values[house - 1] <= 0 for values in ever)
    numbers = need(board(opened("hidden-four")).place).numbers()
    assert not any(value for name, value in numbers.items() if name.startswith("dead"))


def gauges(driver: Driver) -> Gauges:
    place = screen(driver).board.needles_panel  # type: ignore[attr-defined]
    assert isinstance(place, Gauges)
    return place


def test_gauges_turn_as_the_weights_and_the_loudest_clue_pulls_most_and_a_frozen_rope_is_slack() -> None:
    driver = opened("toes", bets=False, still=False)
    attempt, place, tugs = screen(driver).attempt, gauges(driver), list[list[float]]()
    attempt.turn("alpha", 0.004)
    start = attempt.session.weights
    click(driver, "tile step")
    while attempt.playback.moving:
        wait(driver, FRAME)
        tugs.append([place.numbers()[f"tug {k}"] for k in (1, 2, 3)])
    most = max(tugs)
    assert [round(40 * each / most[0]) for each in most] == [40, 3, 6]
    wait(driver, 1.0)
    numbers, weights = place.numbers(), attempt.session.weights
    turns = {move.part: move.value(numbers[move.by]) for move in attempt.level.moves if move.what == "turn"}
    for k, (now, was) in enumerate(zip(weights, start), 1):
        assert turns[f"needle {k}"] == pytest.approx(500 * now) and turns[f"was {k}"] == pytest.approx(500 * was)
    driver = opened("freeze-the-toes", bets=False)
    click(driver, "needle 1")
    assert [gauges(driver).numbers()[f"held {k}"] for k in (1, 2, 3)] == [1, 0, 0]
    assert need(driver.scene.widget("needle 1")).rect == pytest.approx(gauges(driver).box("gauge 1"))


@pytest.mark.slow
@pytest.mark.parametrize("level", ["hidden-four", "the-wall", "toes", "freeze-the-toes", "three-neurons"])
def test_a_picture_of_an_author_needs_no_part_of_the_games_own(level: str, monkeypatch: pytest.MonkeyPatch) -> None:
    own = replace(shipped().level(level), id=f"mine/{level}", moves=(Move("lift", "y", "prediction"),))
    drawing = drawing_in(b'<svg viewBox="0 0 90 60"><rect id="lift" width="9" height="9"/></svg>', "own.svg")
    picture = LandPicture("own.svg", 90, 60, 1, svg=drawing.svg, parts=drawing.parts)
    monkeypatch.setitem(shipped().pictures, f"mine/{own.picture}", picture)
    driver = opened(own)
    painted(driver)
    click(driver, "tile step")
    assert painted(driver).get_size() == (1280, 720)
