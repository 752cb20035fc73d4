"""Where numbers stand on an axis, linear or logarithmic; what a plot makes of them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest import approx

from downslope.view.charts.plot import Plot, thin
from downslope.view.format.axis import Axis, linear_axis, log_axis, log_ticks

ERRORS = st.lists(st.floats(1e-12, 1e12), min_size=1, max_size=20)


@given(errors=ERRORS, log=st.booleans())
def test_a_larger_number_never_stands_lower_and_the_way_back_is_the_same(errors: list[float], log: bool) -> None:
    axis = log_axis(errors) if log else linear_axis(errors)
    places = [axis.place(error) for error in sorted(errors)]
    assert places == sorted(places) and all(0 <= place <= 1 for place in places)
    assert all(axis.place(axis.value(k / 7)) == approx(k / 7, abs=1e-6) for k in range(8))


@pytest.mark.parametrize("axis", [Axis(0.01, 100, True), Axis(-1, 3)])
def test_what_has_no_place_stands_at_an_end(axis: Axis) -> None:
    assert [axis.place(value) for value in (math.inf, math.nan, axis.high * 10, axis.low, -1e300)] == [1, 1, 1, 0, 0]
    assert axis.reach(axis.high + axis.high) > 1


def test_nothing_and_less_stand_on_the_ground_of_a_logarithmic_axis() -> None:
    axis = log_axis([100.0, 1.0, 1e-9, 0.0, math.inf], floor=1e-4)
    assert axis.low == approx(0.01) and axis.high == 100
    assert axis.place(0.0) == axis.place(-5.0) == axis.place(1e-9) == axis.reach(0.0) == 0
    assert axis.place(1.0) == approx(0.5)


def test_an_axis_of_one_number_or_of_none() -> None:
    for axis in (
        log_axis([]),
        log_axis([0.0, math.nan]),
        log_axis([7.0]),
        linear_axis([]),
        linear_axis([math.inf, 0.0]),
    ):
        assert axis.low < axis.high and 0 <= axis.place(7.0) <= 1
    assert Axis(2.0, 2.0).place(2.0) == 0


@given(errors=ERRORS, most=st.integers(2, 12), log=st.booleans())
def test_ticks_are_round_and_on_the_axis(errors: list[float], most: int, log: bool) -> None:
    axis = log_axis(errors, floor=1e-7) if log else linear_axis(errors)
    ticks = axis.ticks(most)
    assert len(ticks) <= most + 1
    spare = 1e-6 * (axis.high - axis.low)
    assert all(axis.low * 0.999999 - spare <= value <= axis.high * 1.000001 + spare for value, _label in ticks)
    assert len({label for _value, label in ticks}) == len(ticks)


def test_places_of_a_plot() -> None:
    plot = Plot((100, 50, 400, 200), Axis(0, 8), Axis(0.001, 1, True))
    assert plot.spots([(0, 1.0), (8, 0.001), (16, 0.0)]) == [(100, 50), (500, 250), (900, 250)]
    assert plot.across_at(plot.x_of(3.0)) == approx(3) and plot.up_at(plot.y_of(0.02)) == approx(0.02)
    turned = Plot(plot.rect, plot.up, plot.across)
    assert [turned.across_at(turned.x_of(value)) for value in (0.002, 0.5, 3.0)] == approx([0.002, 0.5, 3.0])
    assert plot.bar(0.0, 300, 20, 5) == (290, 245, 20, 5) and plot.bar(1.0, 300, 20) == (290, 50, 20, 200)


def test_long_runs_are_thinned_and_keep_their_peaks() -> None:
    errors = [1.0] * 5000
    errors[1234] = 9.0
    found = thin(errors)
    assert len(found) < 200
    assert (1234, 9.0) in found
    assert found[-1] == (4999, 1.0)


def test_powers_of_ten_are_named_or_the_ends_where_there_is_none_between() -> None:
    assert [(value, label) for value, label in log_ticks(0.5, 20.0) if label] == [(1.0, "1"), (10.0, "10")]
    assert log_ticks(2.0, 8.0) == [(2.0, "2"), (8.0, "8")]
