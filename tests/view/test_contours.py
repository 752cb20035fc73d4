"""The land of two weights: its lowest place, its height lines, and what of a way is inside a picture."""

from __future__ import annotations

import math
import random
from itertools import product

import pygame
import pytest
from pytest import approx

from clocks import LookClock
from downslope.rules.session import Session
from downslope.view.bowls import contour_map
from downslope.view.bowls.contour_map import Survey, levels_for, lowest_place, window_for
from downslope.view.bowls.error_bowl import safe
from downslope.view.draw import rects
from downslope.view.draw.canvas import Canvas
from downslope.view.draw.theme import DUSK, PAPER, Look
from downslope.view.draw.tween import slices_by
from support import shipped

RECT = (24.0, 72.0, 744.0, 440.0)


def bowl(a: float, b: float) -> float:
    return 3 * (a - 1) ** 2 + 2 * (a - 1) * (b + 2) + (b + 2) ** 2 + 0.25


def test_the_lowest_place() -> None:
    run = Session(shipped().level("valley"), shipped()).run  # 1.5 a + b = 1 and a + 1.5 b = .25
    for height, start, lowest, near in (
        (bowl, (0.0, 0.0), (1, -2), 1e-6), (bowl, (-40.0, 17.0), (1, -2), 1e-6), (bowl, (1.0, -2.0), (1, -2), 1e-6),
        (lambda a, b: run.full_problem.error((a, b)), (-1, 1), (1, -0.5), 1e-9),
        (lambda a, b: abs(a - 3) + 2 * abs(b + 1), (0, 0), (3, -1), 1e-6),  # the foot of a kink
        (lambda a, b: (1 - a) ** 2 + 100 * (b - a * a) ** 2, (-1.2, 1), (1, 1), 1e-3),  # Rosenbrock's winding valley
    ):  # fmt: skip
        assert lowest_place(height, start) == approx(lowest, abs=near)
    assert lowest_place(lambda a, b: -a - b, (0.0, 0.0)) is None
    for broken in (lambda a, b: a / 0, lambda a, b: math.nan):
        assert safe(broken, 0, 0) == math.inf, "what cannot be worked out is infinitely high"


def test_both_weights_have_one_scale() -> None:
    window = window_for(RECT, [(-1, 1), (1, -0.5)])
    assert window.pixel_x(1) - window.pixel_x(0) == approx(window.pixel_y(0) - window.pixel_y(1)) == approx(window.unit)
    assert window.weights_at(*window.at((0.3, -0.2))) == approx((0.3, -0.2))
    assert window.fits((-1, 1), 40) and window.fits((1, -0.5), 40) and not window.fits((9, 0))
    assert not window.fits((math.nan, 0))
    alone = window_for(RECT, [(0.5, 0.5), (0.5, 0.5)])
    assert alone.fits((0.5, 0.5)) and math.isfinite(alone.unit)


def surveyed(step: float = 6.0) -> Survey:
    window = window_for(RECT, [(-1, 1), (1, -2)])
    survey = Survey(window, bowl, levels_for(bowl, window, 0.25), step)
    survey.work(60)
    assert survey.done
    return survey


def test_lines_run_where_the_error_has_their_level_and_bands_are_counted_from_below() -> None:
    """Straight between two samples, so the error is off by no more than the curve bends there."""
    survey = surveyed()
    levels, bend = survey.levels, 8 * (survey.step / survey.window.unit) ** 2
    assert len(levels) == contour_map.LEVELS and levels == sorted(levels) and levels[0] > 0.25
    assert levels_for(lambda a, b: 3.0, survey.window, 3.0) == []
    for level, pieces in zip(levels, survey.lines):
        assert pieces
        for spot in (spot for piece in pieces for spot in piece):
            assert abs(bowl(*survey.window.weights_at(*spot)) - level) < bend
    ends = [(round(x, 6), round(y, 6)) for piece in survey.lines[0] for x, y in piece]
    assert len(ends) > 16 and all(ends.count(end) == 2 for end in ends), "a small level's line is closed"
    for row, column in product((0, 10, 40), (0, 30, 99)):
        height = bowl(*survey.window.weights_at(*survey.place(column, row)))
        assert survey.rows[row][column] == sum(level < height for level in levels)


def test_it_is_surveyed_a_little_at_a_time() -> None:
    looked = 0

    def counted(a: float, b: float) -> float:
        nonlocal looked
        looked += 1
        return bowl(a, b)

    window = window_for(RECT, [(-1, 1), (1, -2)])
    survey = Survey(window, counted, levels_for(bowl, window, 0.25), 6)
    most = before = 0
    with slices_by(LookClock(1.0)):
        while not survey.done:
            survey.work(1.5)  # the clock goes on by 1 with each look: one piece
            most, before = max(most, looked - before), looked
    assert looked == survey.across * survey.down > 9000 and most <= contour_map.PART


# the picture


@pytest.mark.slow
def test_the_picture_has_the_colour_of_its_band(display: None) -> None:
    for theme in [DUSK, PAPER]:
        for scale in [0.75, 2.0]:
            survey = surveyed()
            look = Look(theme, scale)
            canvas = Canvas(pygame.Surface((round(1280 * scale), round(720 * scale))), look)
            land = contour_map.ContourMap(survey, (1.0, -2.0))
            while not land.whole:
                land.work(0.05, canvas)
            land.paint(canvas)
            colours = contour_map.bands(canvas.theme, len(survey.levels) + 1)
            seen, shades = 0, list[float]()
            for row in range(8, survey.down - 8, 7):
                for column in range(8, survey.across - 8, 7):
                    x, y = survey.place(column, row)
                    near = {survey.rows[row + dy][column + dx] for dx in (-2, -1, 0, 1, 2) for dy in (-2, -1, 0, 1, 2)}
                    glow = math.dist((x, y), survey.window.at((1, -2))) < 200
                    label = any(math.dist((x, y), spot) < 40 for _level, spot in land.labels)
                    if len(near) == 1 and not glow and not label:
                        seen += 1
                        found = canvas.picture.get_at((int(x * scale), int(y * scale)))[:3]
                        band = canvas.rgb(colours[near.pop()])
                        shades.append(sum(found) / sum(band))  # the light on the slope changes its brightness
                        hues = [[part / sum(each) for part in each] for each in (found, band)]
                        assert hues[0] == pytest.approx(hues[1], abs=0.05)
            assert seen > 20 and all(0.6 < shade < 1.35 for shade in shades) and max(shades) > min(shades) + 0.1
            errors = [level for level, _spot in land.labels]
            assert len(errors) >= 4 and set(errors) <= set(survey.levels)
            assert all(math.dist(a, b) >= contour_map.APART for (_l, a), (_m, b) in zip(land.labels, land.labels[1:]))


# ways


def test_what_is_inside_a_picture_is_kept_and_nothing_else() -> None:
    dice = random.Random(3)
    for _ in range(400):
        start, end = ((dice.uniform(-900, 1700), dice.uniform(-600, 1200)) for _ in range(2))
        cut = rects.clip_line(start, end, RECT)
        dx, dy = end[0] - start[0], end[1] - start[1]
        spots = [(start[0] + dx * k / 500, start[1] + dy * k / 500) for k in range(501)]
        held = [spot for spot in spots if RECT[0] <= spot[0] <= 768 and RECT[1] <= spot[1] <= 512]
        if cut is None:
            assert not held
            continue
        long = math.dist(start, end)
        assert math.dist(*cut) == approx(len(held) / 500 * long, abs=long / 200 + 1e-6)
    assert rects.clip_line((0.0, math.inf), (5.0, 5.0), RECT) is None


def test_a_way_out_and_back_is_two_pieces() -> None:
    found = rects.inside([(100, 100), (200, 100), (200, -900), (300, -900), (300, 200)], RECT)
    assert found == [[(100, 100), (200, 100), (200, 72)], [(300, 72), (300, 200)]]
