"""Where numbers stand on an axis, linear or logarithmic, and what a plot makes of them; the errors of several runs."""

from __future__ import annotations

import math
from typing import Any

import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest import approx

from downslope.boards.several_weights.contour_board import draw_end, draw_old
from downslope.view.charts.plot import Plot, thin
from downslope.view.charts.run_chart import ABOVE, BELOW, NOW, RunLine, draw_compare, draw_mark, plot_of, style_of
from downslope.view.draw.canvas import Canvas
from downslope.view.draw.theme import DUSK, PAPER, Look
from downslope.view.format.axis import Axis, linear_axis, log_axis, log_ticks

ERRORS = st.lists(st.floats(1e-12, 1e12), min_size=1, max_size=20)
RECT = (100.0, 50.0, 400.0, 200.0)


@pytest.mark.slow
@given(errors=ERRORS, most=st.integers(2, 12), log=st.booleans())
def test_a_larger_number_never_stands_lower_the_way_back_is_the_same_and_ticks_are_round(
    errors: list[float], most: int, log: bool
) -> None:
    axis = log_axis(errors, floor=1e-7) if log else linear_axis(errors)
    places = [axis.place(error) for error in sorted(errors)]
    assert places == sorted(places) and all(0 <= place <= 1 for place in places)
    assert all(axis.place(axis.value(k / 7)) == approx(k / 7, abs=1e-6) for k in range(8))
    assert axis.places(errors) == approx([axis.place(error) for error in errors])
    ticks, spare = axis.ticks(most), 1e-6 * (axis.high - axis.low)
    assert len(ticks) <= most + 1 and len({label for _value, label in ticks}) == len(ticks)
    assert all(axis.low * 0.999999 - spare <= value <= axis.high * 1.000001 + spare for value, _label in ticks)


@pytest.mark.parametrize("axis", [Axis(0.01, 100, True), Axis(-1, 3)])
def test_what_has_no_place_stands_at_an_end(axis: Axis) -> None:
    assert [axis.place(value) for value in (math.inf, math.nan, axis.high * 10, axis.low, -1e300)] == [1, 1, 1, 0, 0]
    assert axis.reach(axis.high + axis.high) > 1


def test_nothing_and_less_stand_on_the_ground_of_a_logarithmic_axis() -> None:
    axis = log_axis([100.0, 1.0, 1e-9, 0.0, math.inf], floor=1e-4)
    assert axis.low == approx(0.01) and axis.high == 100 and axis.place(1.0) == approx(0.5)
    assert axis.place(0.0) == axis.place(-5.0) == axis.place(1e-9) == axis.reach(0.0) == 0


def test_an_axis_of_one_number_or_of_none() -> None:
    single = (log_axis([]), log_axis([0.0, math.nan]), log_axis([7.0]), linear_axis([]), linear_axis([math.inf, 0.0]))
    assert all(axis.low < axis.high and 0 <= axis.place(7.0) <= 1 for axis in single)
    assert Axis(2.0, 2.0).place(2.0) == 0
    assert [(value, label) for value, label in log_ticks(0.5, 20.0) if label] == [(1.0, "1"), (10.0, "10")]
    assert log_ticks(2.0, 8.0) == [(2.0, "2"), (8.0, "8")], "the ends, where there is no power of ten between"


def test_places_of_a_plot() -> None:
    plot = Plot(RECT, Axis(0, 8), Axis(0.001, 1, True))
    assert plot.spots([(0, 1.0), (8, 0.001), (16, 0.0)]) == [(100, 50), (500, 250), (900, 250)]
    assert plot.ys_of([1.0, 0.001, 0.0]) == [50, 250, 250]
    left, top, w, h = plot.rect
    assert plot.across.value_beyond((plot.x_of(3.0) - left) / w) == approx(3)
    assert plot.up.value_beyond((top + h - plot.y_of(0.02)) / h) == approx(0.02)
    assert plot.bar(0.0, 300, 20, 5) == (290, 245, 20, 5) and plot.bar(1.0, 300, 20) == (290, 50, 20, 200)


def test_long_runs_are_thinned_and_keep_their_peaks() -> None:
    errors = [1.0] * 5000
    errors[1234] = 9.0
    points = thin(errors)
    assert len(points) < 200 and (1234, 9.0) in points and points[-1] == (4999, 1.0)


# -- several runs ------------------------------------------------------------------------------------------------------


@given(errors=st.lists(st.floats(1e-6, 1e3), min_size=1, max_size=30), wanted=st.floats(1e-5, 10))
def test_all_that_counts_of_a_run_is_in_the_picture(errors: list[float], wanted: float) -> None:
    plot = plot_of(RECT, [RunLine(NOW, errors)], wanted, 30)
    places = [plot.y_of(error) for error in errors]
    assert all(50 <= y <= 250 for y in places) and (plot.up.low <= wanted / 2.9 or plot.up.low < wanted)
    order = sorted(range(len(errors)), key=errors.__getitem__)
    assert all(places[a] >= places[b] for a, b in zip(order, order[1:]))


def test_a_tenth_is_as_far_down_everywhere_and_errors_below_zero_have_a_plain_axis() -> None:
    plot = plot_of(RECT, [RunLine(NOW, (2.0, 0.2, 0.002))], 0.001, 10)
    steps = [plot.y_of(0.1**k) - plot.y_of(0.1 ** (k - 1)) for k in (1, 2)]
    assert plot.up.log and steps[0] == approx(steps[1]) and steps[0] > 0
    assert [plot.x_of(beat) for beat in (0, 5, 10)] == [100, 300, 500]
    plain = plot_of(RECT, [RunLine(NOW, (1.0, -0.5, -1.0))], None, 3)
    assert not plain.up.log and (plain.y_of(1.0), plain.y_of(-1.0)) == (50, 250)
    assert [label for _error, label in plain.up.ticks(5)] == ["−1", "−.5", "0", ".5", "1"]


def test_what_runs_away_leaves_the_picture_and_far_below_the_wanted_error_is_the_ground() -> None:
    plot = plot_of(RECT, [RunLine(NOW, (1.0, 50.0, 1e12)), RunLine(style_of(0), (1.0, 0.5, 0.1))], 0.01, 3)
    assert plot.up.high <= 1.3 * ABOVE and plot.y_of(1e12) == 50 and plot.y_of(math.inf) == 50
    assert plot.y_of(0.1) - plot.y_of(1.0) > 30, "the rest stays legible"
    low = plot_of(RECT, [RunLine(NOW, (1.0, 1e-20, 0.0))], 0.001, 3)
    assert low.up.low == approx(0.001 / BELOW) and low.y_of(1e-20) == low.y_of(0.0) == 250


def canvas(theme: object = DUSK, text: float = 1.0, size: tuple[int, int] = (1280, 720)) -> Canvas:
    return Canvas(pygame.Surface(size), Look(theme, 1.0, text))  # type: ignore[arg-type]


@pytest.mark.parametrize("theme", [DUSK, PAPER])
def test_it_is_drawn_for_one_step_and_for_thousands(display: None, theme: object) -> None:
    for errors in ((1.0,), (0.0,), (math.inf, 1.0), tuple(1 / (k + 1) for k in range(5000))):
        surface = canvas(theme, 1.5)
        before = pygame.image.tobytes(surface.picture, "RGB")
        old = [RunLine(style_of(k), errors[: 5 + k], 1 + k) for k in range(6)]
        draw_compare(surface, RECT, old, [RunLine(NOW, errors)], 0.01, len(errors) - 1, len(errors), "step")
        assert pygame.image.tobytes(surface.picture, "RGB") != before


def test_no_two_runs_are_told_apart_by_colour_alone(display: None) -> None:
    styles, sizes = [NOW, *map(style_of, range(6))], set()
    for style in styles:
        surface = canvas(size=(60, 60))
        draw_mark(surface, style, 30, 30, 7)
        sizes.add(pygame.mask.from_threshold(surface.picture, (0, 0, 0), (40, 40, 40, 255)).count())
    assert len(sizes) > 4 and style_of(6) == style_of(0)
    assert len({style.mark for style in styles}) == len({style.dash for style in styles}) == 7


def test_a_way_that_leaves_ends_at_the_edge_it_crosses_first(display: None, monkeypatch: pytest.MonkeyPatch) -> None:
    gone, rect = [(100.0, 100.0), (300.0, 300.0), (900.0, 300.0), (300.0, 350.0)], (24.0, 72.0, 744.0, 440.0)
    arrows, surface = list[Any](), canvas()
    monkeypatch.setattr(surface, "arrow", lambda *place: arrows.append(place[:4]))
    for points in (gone, gone[:3], gone[:1], [(-50.0, -50.0), (-20.0, 30.0)], []):
        draw_end(surface, rect, style_of(1), points)
    assert arrows == [(740.0, 300.0, 760.0, 300.0)], "before the edge, the way it went"


@pytest.mark.parametrize("whole", [False, True])
def test_faint_ways_are_drawn_inside_the_picture_only(display: None, whole: bool) -> None:
    rect, surface = (100.0, 100.0, 300.0, 200.0), canvas()
    before = surface.picture.copy()
    ways = [(style_of(k), ((120.0, 150.0 + 20 * k), (380.0, 180.0), (900.0, 900.0))) for k in range(3)]
    draw_old(surface, rect, ways, whole)
    assert pygame.image.tobytes(surface.picture, "RGB") != pygame.image.tobytes(before, "RGB")
    assert all(surface.picture.get_at(at) == before.get_at(at) for at in ((90, 150), (410, 200), (250, 310), (250, 90)))
