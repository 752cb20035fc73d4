"""The places of chapter 7: what is drawn stands where the engine says."""

from __future__ import annotations

import math
from itertools import pairwise
from random import Random

import pytest

from downslope import Learn, Neuron, Reset, Turn
from downslope.boards.network.yard import HIGH, LOW, Corners, Yard
from downslope.view.format.numbers import number
from driving import FRAME
from net_playing import board, calm
from playing import click, screen, wait

LIGHTS = ((0, 0), (1, 0), (0, 1), (1, 1))
WIRES = {"none": None, "both": lambda u, v: u * v, "copy": lambda u, v: u, "difference": lambda u, v: u - v}


@pytest.mark.parametrize("wire", WIRES)
def test_the_wall_stands_where_the_prediction_is_a_half(wire: str) -> None:
    random, extra = Random(7), WIRES[wire]
    network = Neuron(3 if extra is None else 4)

    def prediction(weights: list[float], u: float, v: float) -> float:
        return network.predict(weights, [u, v, 1.0, *([extra(u, v)] if extra is not None else [])])[0]

    seen = 0
    while seen < 50:
        weights = [random.uniform(-2, 2) for _ in range(network.size)]
        walls = Corners(*(prediction(weights, u, v) for u, v in LIGHTS)).walls()
        lines = [piece for wall in walls for piece in pairwise(wall)]
        lengths = [math.dist(*piece) for piece in lines]
        for (start, end), count in zip(lines, (math.ceil(200 * length / sum(lengths)) for length in lengths)):
            for k in range(count):
                u, v = (a + (b - a) * k / count for a, b in zip(start, end))
                assert LOW - 1e-6 <= u <= HIGH + 1e-6 and LOW - 1e-6 <= v <= HIGH + 1e-6
                assert abs(prediction(weights, u, v) - 0.5) < 0.01, (weights, u, v)
        # Where it changes sides on a straight way along one light, a wall is passed, and nowhere else
        for k in range(9):
            u = LOW + 0.013 + (HIGH - LOW) * k / 9
            parts = (prediction(weights, u, LOW) > 0.5) != (prediction(weights, u, HIGH) > 0.5)
            passed = sum((a[0] - u) * (b[0] - u) < 0 for a, b in lines)
            assert passed % 2 == parts, (weights, u)
        seen += bool(walls)


@pytest.mark.usefixtures("display")
def test_in_the_yard_the_predictions_are_those_of_the_step_and_are_told() -> None:
    driver = calm("the-wall", Turn("alpha", 0.2), Learn(3))
    attempt, yard = screen(driver).attempt, board(driver).place
    assert isinstance(yard, Yard)
    for _step in range(4):
        click(driver, "tile step")
        wait(driver, 2.0)
        run = attempt.session.run
        by_light = {(u, v): run.network.predict(run.weights, (u, v, 1))[0] for u, v in LIGHTS}
        assert yard.corners() == pytest.approx([by_light[light] for light in LIGHTS], abs=1e-12)
        now = number(run.network.predict(run.weights, run.examples[attempt.shown.count % 4][0])[0])
        assert f"prediction {now}, goal" in board(driver).words().heard
    moving = calm("the-wall", Turn("alpha", 0.2), still=False)
    click(moving, "tile step")
    yard, between = board(moving).place, set()
    assert isinstance(yard, Yard)
    while screen(moving).attempt.playback.moving:
        wait(moving, FRAME)
        between.add(yard.corners().both)
    assert len(between) > 3, "it turns on its way"


@pytest.mark.usefixtures("display")
@pytest.mark.parametrize(("wire", "parts"), [("copy of left", False), ("left and middle both lit", True)])
def test_only_a_wall_that_is_bent_parts_the_lit_houses_from_the_dark_ones(wire: str, parts: bool) -> None:
    runs = [action for _run in range(3) for action in (Learn(400), Reset())]
    driver = calm("the-wall", *runs, Turn("wire", wire), Turn("alpha", 0.3), Learn(400))
    yard = board(driver).place
    assert isinstance(yard, Yard)
    corners = yard.corners()
    assert corners.is_bent == parts == (min(corners.first, corners.second) > 0.5 > max(corners.neither, corners.both))
