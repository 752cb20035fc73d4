"""The places of 6-2, 6-3 and 7-1 to 7-3: what is drawn stands where the engine says."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise
from random import Random

import pygame
import pytest
from pytest import approx

from downslope import Learn, Move, Neuron, Next, Reset, Turn
from downslope.boards.network.net_panel import YARD_HIGH, YARD_LOW, Corners, Town, Yard
from downslope.boards.one_neuron.needles_board import Gauges
from downslope.boards.shared.place_panel import PlacePanel
from downslope.level_files.land_picture import drawing_in
from downslope.rules.land_picture import LandPicture
from downslope.view.draw.canvas import Canvas
from downslope.view.format.numbers import number
from driving import FRAME, Driver
from net_playing import board, calm, wires
from playing import click, need, opened, painted, screen, wait
from support import campaign, play, shipped

LIGHTS = ((0, 0), (1, 0), (0, 1), (1, 1))
WIRES = {"none": None, "both": lambda u, v: u * v, "copy": lambda u, v: u, "difference": lambda u, v: u - v}
pytestmark = pytest.mark.usefixtures("display")


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
                assert YARD_LOW - 1e-6 <= u <= YARD_HIGH + 1e-6 and YARD_LOW - 1e-6 <= v <= YARD_HIGH + 1e-6
                assert abs(prediction(weights, u, v) - 0.5) < 0.01, (weights, u, v)
        # Where it changes sides on a straight way along one light, a wall is passed, and nowhere else
        for k in range(9):
            u = YARD_LOW + 0.013 + (YARD_HIGH - YARD_LOW) * k / 9
            parts = (prediction(weights, u, YARD_LOW) > 0.5) != (prediction(weights, u, YARD_HIGH) > 0.5)
            passed = sum((a[0] - u) * (b[0] - u) < 0 for a, b in lines)
            assert passed % 2 == parts, (weights, u)
        seen += bool(walls)


@pytest.mark.slow
def test_in_the_yard_the_predictions_are_those_of_the_step_and_are_told() -> None:
    driver = calm("the-wall", Turn("alpha", 0.2), Learn(3))
    attempt, yard = screen(driver).attempt, board(driver).place
    assert isinstance(yard, Yard)
    for _step in range(4):
        click(driver, "tile step", then=2.0)
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


@pytest.mark.parametrize(("wire", "parts"), [("copy of left", False), ("left and middle both lit", True)])
def test_only_a_wall_that_is_bent_parts_the_lit_houses_from_the_dark_ones(wire: str, parts: bool) -> None:
    runs = [action for _run in range(3) for action in (Learn(400), Reset())]
    driver = calm("the-wall", *runs, Turn("wire", wire), Turn("alpha", 0.3), Learn(400))
    yard = board(driver).place
    assert isinstance(yard, Yard)
    corners = yard.corners()
    assert corners.is_bent == parts == (min(corners.first, corners.second) > 0.5 > max(corners.neither, corners.both))


def test_the_watchmen_are_awake_as_the_engine_says_and_told_only_after_the_bet() -> None:
    driver = calm("hidden-four", Turn("alpha", 0.5), Learn(6))
    attempt, town = screen(driver).attempt, board(driver).place
    assert isinstance(town, Town)
    for _step in range(5):
        click(driver, "tile step", then=1.0)
        run, numbers = attempt.session.run, town.numbers()
        here = run.network.forward(run.weights, run.examples[attempt.shown.count % 4][0])[1]
        ever = [run.network.forward(run.weights, input)[1] for input, _goal in run.examples]
        awake = {move.part: move.value(numbers[move.by]) for move in attempt.level.moves}
        for house, value in enumerate(here, 1):
            assert (awake[f"pip {house}"] > 0.5) == (awake[f"asleep {house}"] < 0.5) == (value > 0)
            assert awake[f"dream {house}"] == all(values[house - 1] <= 0 for values in ever)
    assert {k for k in range(1, 5) if awake[f"dream {k}"]} == {1, 3}
    asked = opened("hidden-four")
    town = board(asked).place
    assert town is not None and not any(value for name, value in town.numbers().items() if name.startswith("dead"))


@pytest.mark.parametrize("text", [1.0, 1.5])
def test_wires_run_from_lamp_to_house_to_tower(text: float) -> None:
    driver = calm("hidden-four", text=text)
    town, at = board(driver).place, wires(driver).at
    assert isinstance(town, Town) and len(at.wires) == 16
    for index, wire in enumerate(at.wires):
        start, end = f"{'hidden' if wire.layer else 'lamp'} {wire.source + 1}", f"hidden {wire.target + 1}"
        ends = (start,) if wire.layer else (start, end)
        x1, y1, x2, y2 = at.ends(index)
        spots = (x1, y1), (x2, y2)
        for spot, name in zip(spots, ends):
            x, y, w, h = town.box(name)
            assert x - 1 <= spot[0] <= x + w + 1 and spot[1] == pytest.approx(y + h / 2)
    for house in range(4):
        x, y, w, h = at.windows[house]
        left, top, wide, high = town.box(f"hidden {house + 1}")
        assert left <= x and top <= y and x + w <= left + wide + 1 and y + h <= top + high + 1


def faces(driver: Driver, scale: float) -> list[bytes]:
    """The four portraits of the twins as they are drawn, pixel by pixel."""
    place = need(board(driver).place)
    surface = pygame.Surface((round(1280 * scale), round(720 * scale)))
    canvas = Canvas(surface, driver.scene.game.look()._replace(scale=scale))
    place.picture.draw_at(canvas, place.picture.place(place.rect, True), place.numbers())
    left, top, unit = place.picture.place(place.rect, whole=True)
    middles = [round((left + unit * (205 * one - 83)) * scale) for one in range(1, 5)]
    half, (high, low) = round(75 * unit * scale), (round((top + unit * y) * scale) for y in (24, 240))
    boxes = [pygame.Rect(middle - half, high, 2 * half, low - high) for middle in middles]
    return [pygame.image.tobytes(surface.subsurface(box), "RGB") for box in boxes]


@pytest.mark.slow
@pytest.mark.parametrize("scale", [0.75, 1.0, 1.5])
def test_equal_weights_have_equal_faces_and_others_differ(scale: float) -> None:
    assert len(set(faces(calm("all-zeros"), scale))) == 1
    for spread in (0.3, 1, 3):
        assert len(set(faces(calm("all-zeros", Turn("spread", spread)), scale))) == 4, spread
    second = (Turn("spread", 1), Learn(400), Next())
    assert len(set(faces(calm("all-zeros", *second), scale))) == 1, "all weights are .3"
    twins = faces(calm("all-zeros", *second, Turn("weight", -0.3, 1)), scale)
    assert twins[1] == twins[2] == twins[3] != twins[0], "one hat tips"


def test_a_twin_is_changed_by_the_lever_under_it() -> None:
    driver = calm("all-zeros", Turn("spread", 1), Learn(400), Next())
    control, place = wires(driver), need(board(driver).place)
    x, y, w, h = place.box("weight 5")
    driver.drag((x + w / 2, y + h / 2), (x + w / 2, y + h / 2 - 40))
    wait(driver, 0.2)
    assert control.name_of(4) == "middle → hidden 2" and screen(driver).attempt.session.weights[4] > 0.3


def test_gauges_turn_as_the_weights_and_the_loudest_clue_pulls_most() -> None:
    driver = opened("toes", bets=False, still=False)
    assert screen(driver).attempt.turn("alpha", 0.004)
    place, attempt = screen(driver).board.needles_panel, screen(driver).attempt  # type: ignore[attr-defined]
    assert isinstance(place, Gauges)
    start = attempt.session.weights
    click(driver, "tile step")
    tugs = []
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
    (bar,) = (move for move in attempt.level.moves if (move.part, move.what) == ("bar", "high"))
    assert 30 + 184 * bar.value(numbers["prediction"]) == pytest.approx(184 * numbers["prediction"])


def test_the_rope_of_a_frozen_weight_is_slack_and_its_ice_lies_on_its_gauge() -> None:
    driver = opened("freeze-the-toes", bets=False)
    click(driver, "needle 1")
    place, freezer = screen(driver).board.needles_panel, driver.scene.widget("needle 1")  # type: ignore[attr-defined]
    assert isinstance(place, Gauges) and freezer is not None
    numbers = place.numbers()
    assert [numbers[f"held {k}"] for k in (1, 2, 3)] == [1, 0, 0]
    assert freezer.rect == pytest.approx(place.box("gauge 1"))


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
    painted(driver)
    if level == "three-neurons":  # the bowls are beside so narrow a picture
        place = screen(driver).board.place  # type: ignore[attr-defined]
        left, _top, unit = place.picture.place(place.rect, whole=True)
        assert place.end(0)[0] > left + 90 * unit


@pytest.mark.parametrize("level", [each.id for each in campaign() if each.moves and each.network.outputs <= 3
                                   and each.id != "all-zeros"])  # there weights are seen, no prediction
def test_predictions_that_differ_by_a_hundredth_are_different_pictures(level: str) -> None:
    of, weights = shipped().level(level), list(play(level).weights)
    if level == "dead-relu":  # nothing is lit there at the start
        weights = list(play("hidden-four").weights)
    network, input = of.network, of.data()[0][0]

    def turned(index: int, by: float) -> list[float]:
        return [weight + by * (k == index) for k, weight in enumerate(weights)]

    rise, index = max((network.predict(turned(k, 1e-6), input)[0] - network.predict(weights, input)[0], k)
                      for k in range(network.size))  # fmt: skip
    pictures = []
    for step in range(3):
        near = turned(index, 1e-8 * step / rise)
        assert network.predict(near, input)[0] == approx(network.predict(weights, input)[0] + 0.01 * step, abs=1e-3)
        driver = opened(replace(of, weights=near), bets=False)
        place = next(each for each in vars(screen(driver).board).values() if isinstance(each, PlacePanel))
        canvas = Canvas(pygame.Surface((1280, 720)), driver.game.look())
        place.paint(canvas)
        pictures.append(canvas.picture.get_buffer().raw)
    assert pictures[0] != pictures[1] != pictures[2]
