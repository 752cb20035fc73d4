"""What stands behind a picture: the land of two weights, what a net answers, scenes of levels by hand."""

from itertools import combinations, pairwise, product
from random import Random

import pytest
from pygame import Surface
from pytest import approx

from downslope.view.bowls import contour_map
from downslope.view.bowls.contour_map import Survey, levels_for, lowest_place, window_for
from downslope.view.draw import Canvas, Look, slices_by, theme_for
from downslope.view.networks.answers import AnswerKind
from downslope.view.networks.net_layout import plan
from downslope.view.scenery import diorama
from downslope.view.scenery.diorama import DIORAMAS, Diorama, Land, LandValues
from lib.clocks import LookClock
from lib.support import campaign, shipped


def bowl(a: float, b: float) -> float:
    return 3 * (a - 1) ** 2 + 2 * (a - 1) * (b + 2) + (b + 2) ** 2 + 0.25


def test_lines_run_where_the_error_has_their_level_around_the_lowest_place_a_little_at_a_time() -> None:
    """Straight between two samples, so the error is off by no more than the curve bends there."""
    for height, start, lowest, near in (
        (bowl, (-40.0, 17.0), (1, -2), 1e-6), (lambda a, b: abs(a - 3) + 2 * abs(b + 1), (0, 0), (3, -1), 1e-6),
        (lambda a, b: (1 - a) ** 2 + 100 * (b - a * a) ** 2, (-1.2, 1), (1, 1), 1e-3),  # Rosenbrock's winding valley
    ):  # fmt: skip
        assert lowest_place(height, start) == approx(lowest, abs=near)
    assert lowest_place(lambda a, b: -a - b, (0.0, 0.0)) is None
    looked = [0]

    def counted(a: float, b: float) -> float:
        looked[0] += 1
        return bowl(a, b)

    window = window_for((24.0, 72.0, 744.0, 440.0), [(-1, 1), (1, -2)])
    assert window.weights_at(*window.at((0.3, -0.2))) == approx((0.3, -0.2)) and not window.fits((9, 0))
    levels = levels_for(bowl, window, 0.25)
    survey, most, before = Survey(window, counted, levels, 6), 0, 0
    with slices_by(LookClock(1.0)):
        while not survey.done:
            survey.work(1.5)  # the clock goes on by 1 with each look: one piece
            most, before = max(most, looked[0] - before), looked[0]
    assert looked[0] == survey.across * survey.down and most <= contour_map.PART
    bend = 8 * (survey.step / window.unit) ** 2
    assert len(levels) == contour_map.LEVELS and levels == sorted(levels) and levels[0] > 0.25
    for level, lines in zip(levels, survey.lines):
        assert lines and all(abs(bowl(*window.weights_at(*at)) - level) < bend for line in lines for at in line)
    for row, column in product((0, 10, 40), (0, 30, 99)):
        error = bowl(*window.weights_at(*survey.place(column, row)))
        assert survey.rows[row][column] == sum(level < error for level in levels)
    land, nights = contour_map.ContourMap(survey, (1, -2)), list[bytes]()
    for dark in (True, False):
        canvas = Canvas(Surface((1280, 720)), Look(theme_for(dark, "standard")))
        land.work(1e9, canvas)
        land.paint_night(canvas, 2.0)
        nights.append(canvas.picture.get_buffer().raw)
    assert nights[0] != nights[1], "it is as dark as its theme has it"


@pytest.mark.parametrize("sizes", [(3, 1), (2, 24, 1), (2, 3, 4, 2), (4, 12, 1), (2, 8, 8, 1)])
@pytest.mark.parametrize("height", [240.0, 448.0])
def test_neurons_of_any_net_stand_beside_each_other_in_their_panel(sizes: tuple[int, ...], height: float) -> None:
    at = plan((24.0, 72.0, 712.0, height), sizes, AnswerKind("corners", 2, 2, ((0, 0), (0, 1), (1, 0), (1, 1))))
    boxes = [at.box(layer, k) for layer in range(1, len(sizes)) for k in range(sizes[layer])]
    assert all(x >= 24 and x + w <= 736 and y >= 72 and y + h <= at.foot for x, y, w, h in boxes)
    for (x, y, w, h), (left, top, wide, high) in combinations(boxes, 2):
        assert x + w <= left or left + wide <= x or y + h <= top + 0.01 or top + high <= y + 0.01
    assert all(at.hit(*at.bead(index)) is None for index in range(len(at.wires))), "no picture lies over a bead"


@pytest.mark.parametrize("name", [level.id for level in campaign() if level.picture in DIORAMAS])
def test_what_the_prediction_moves_goes_one_way(name: str) -> None:
    level, dice = shipped().level(name), Random(3)
    pairs, knob = level.data(), level.knob("weight")
    scene = diorama.diorama_of(level.picture, [goal[0] for _input, goal in pairs])
    assert scene is DIORAMAS[level.picture] and knob is not None
    inputs, goals = (tuple(each[k][0] for each in pairs) for k in (0, 1))
    weights, spots = sorted(float(value) for value in knob.values() or ()), list[float]()
    for prediction in sorted(level.network.predict([weight], pairs[0][0])[0] for weight in weights):
        values = LandValues(inputs, goals, (dice.random(),) * len(pairs), tolerance=level.aim.tolerance or 0.0)
        spot = scene.spot(Land((24, 72, 776, 436)), values, prediction)
        spots.append(spot.x if spot.side == "ground" else -spot.y)
    assert all(a <= b for a, b in pairwise(spots)) and spots[0] < spots[-1]
    assert type(diorama.diorama_of(level.picture, [-100.0] * 9)).draw is Diorama.draw, "goals that it cannot show"
