"""The errors of several runs in one chart, and the ends of their ways."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from typing import Any

import pygame
import pytest
from pytest import approx

from downslope.boards.several_weights.contour_board import draw_end, draw_ends, draw_ways, exit_of
from downslope.view.charts.run_chart import ABOVE, BELOW, NOW, RunLine, draw_compare, plot_of, style_of
from downslope.view.draw.canvas import Canvas
from downslope.view.draw.theme import DUSK, PAPER, Look
from driving import open_display

RECT = (100.0, 50.0, 400.0, 200.0)


@pytest.fixture(autouse=True)
def display() -> Iterator[None]:
    open_display()
    yield
    pygame.display.quit()


def canvas(theme: object = DUSK, text: float = 1.0) -> Canvas:
    return Canvas(pygame.Surface((1280, 720)), Look(theme, 1.0, text))  # type: ignore[arg-type]


def test_a_tenth_is_as_far_down_everywhere() -> None:
    plot = plot_of(RECT, [RunLine(NOW, (2.0, 0.2, 0.002))], 0.001, 10)
    assert plot.up.log
    steps = [plot.y_of(0.1**k) - plot.y_of(0.1 ** (k - 1)) for k in (1, 2)]
    assert steps[0] == approx(steps[1]) and steps[0] > 0
    assert plot.x_of(0) == 100 and plot.x_of(10) == 500 and plot.x_of(5) == 300


def test_all_that_counts_is_in_the_picture() -> None:
    dice = random.Random(1)
    for _ in range(60):
        errors = tuple(10 ** dice.uniform(-6, 3) for _ in range(dice.randint(1, 30)))
        wanted = 10 ** dice.uniform(-5, 1)
        plot = plot_of(RECT, [RunLine(NOW, errors)], wanted, 30)
        places = [plot.y_of(error) for error in errors]
        assert all(50 <= y <= 250 for y in places)
        assert plot.up.low <= wanted / 2.9 or plot.up.low < wanted
        order = sorted(range(len(errors)), key=errors.__getitem__)
        assert all(places[a] >= places[b] for a, b in zip(order, order[1:])), "a larger error is never lower"


def test_what_runs_away_leaves_the_picture_and_the_rest_stays_legible() -> None:
    plot = plot_of(RECT, [RunLine(NOW, (1.0, 50.0, 1e12)), RunLine(style_of(0), (1.0, 0.5, 0.1))], 0.01, 3)
    assert plot.up.high <= 1.3 * ABOVE and plot.y_of(1e12) == 50 and plot.y_of(math.inf) == 50
    assert plot.y_of(0.1) - plot.y_of(1.0) > 30


def test_far_below_the_wanted_error_is_the_ground() -> None:
    plot = plot_of(RECT, [RunLine(NOW, (1.0, 1e-20, 0.0))], 0.001, 3)
    assert plot.up.low == approx(0.001 / BELOW) and plot.y_of(1e-20) == plot.y_of(0.0) == 250


def test_errors_below_zero_have_a_plain_axis() -> None:
    plot = plot_of(RECT, [RunLine(NOW, (1.0, -0.5, -1.0))], None, 3)
    assert not plot.up.log and plot.y_of(1.0) == 50 and plot.y_of(-1.0) == 250
    assert [label for _error, label in plot.up.ticks(5)] == ["−1", "−.5", "0", ".5", "1"]


@pytest.mark.parametrize("theme", [DUSK, PAPER])
@pytest.mark.parametrize("text", [1.0, 1.5])
def test_it_is_drawn_for_one_step_and_for_thousands(theme: object, text: float) -> None:
    for errors in ((1.0,), (0.0,), (math.inf, 1.0), tuple(1 / (k + 1) for k in range(5000))):
        surface = canvas(theme, text)
        before = pygame.image.tobytes(surface.picture, "RGB")
        old = [RunLine(style_of(k), errors[: 5 + k], 1 + k) for k in range(6)]
        draw_compare(surface, RECT, old, [RunLine(NOW, errors)], 0.01, len(errors) - 1, len(errors), "step")
        assert pygame.image.tobytes(surface.picture, "RGB") != before


# ends


def test_a_way_that_leaves_ends_at_the_edge_it_crosses_first() -> None:
    inside_all = [(100.0, 100.0), (200.0, 150.0)]
    gone = [(100.0, 100.0), (300.0, 300.0), (900.0, 300.0), (300.0, 350.0)]
    rect = (24.0, 72.0, 744.0, 440.0)
    assert exit_of(rect, gone) == ((768.0, 300.0), (1.0, 0.0))
    assert exit_of(rect, [(-50.0, -50.0), (-20.0, 30.0)]) is None
    surface = canvas()
    for points in (inside_all, gone, [(-50.0, -50.0), (-20.0, 30.0)], [(400.0, 300.0)], []):
        draw_end(surface, rect, style_of(1), points)


@pytest.mark.parametrize("draw", [draw_ends, draw_ways])
def test_faint_ways_are_drawn_inside_the_picture_only(draw: Any) -> None:
    rect = (100.0, 100.0, 300.0, 200.0)
    surface = canvas()
    before = surface.picture.copy()
    draw(surface, rect, [(style_of(k), ((120.0, 150.0 + 20 * k), (380.0, 180.0), (900.0, 900.0))) for k in range(3)])
    assert pygame.image.tobytes(surface.picture, "RGB") != pygame.image.tobytes(before, "RGB")
    for spot in ((90, 150), (410, 200), (250, 310), (250, 90)):
        assert surface.picture.get_at(spot) == before.get_at(spot)
