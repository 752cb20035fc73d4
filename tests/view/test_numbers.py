"""Numbers as the player reads them: alone, as shares of a whole, on an axis, in the picture of a run."""

import math

import pytest
from hypothesis import example, given, strategies as st
from pytest import approx

from downslope.boards.pictures.recognition import parts_of
from downslope.view.charts.plot import Plot, thin
from downslope.view.charts.run_chart import ABOVE, NOW, RunLine, error_axis
from downslope.view.format.axis import Axis, linear_axis, log_axis, log_ticks, ticks
from downslope.view.format.numbers import number, percent, percents, short, told_percents
from downslope.view.networks.answers import cell_text

RECT = (100.0, 50.0, 400.0, 200.0)
EXTREME = (0.0, 5e-324, 1e-160, 1e20, 10**30, 1e308, -1e308, math.inf, -math.inf, math.nan)


def test_numbers_as_the_player_reads_them() -> None:
    for value, told in (
        (0.0, "0.00"), (-0.3, "−0.30"), (0.00005, "0.00005"), (-0.004, "−0.004"), (12.345, "12.35"), (math.inf, "∞"),
        (math.nan, "?"), (3.2e9, "3.2·10⁹"), (-2e-9, "−2.0·10⁻⁹"), (1.005, "1.01"), (-2.625, "−2.63"), (-9e-10, "0.00"),
    ):  # fmt: skip
        assert number(value) == told
    assert [number(value, plus=True) for value in (0.5, 0.0, -9e-10)] == ["+0.50", "0.00", "0.00"]
    assert [short(value) for value in (0.1, 15.0, -0.25, 0.0, 22.3, -1.0)] == [".1", "15", "−.25", "0", "22.3", "−1"]
    cells = [cell_text(value) for value in (0.0, -0.004, 0.5, -0.25, 12.34, -1.26, 1e9, math.inf)]
    assert cells == ["0", "0", ".5", "−.25", "12.3", "−1.3", "…", "∞"]
    assert [label for _value, label in ticks(0, 4e-10, 2)] == ["0", "2.0·10⁻¹⁰", "4.0·10⁻¹⁰"]
    assert told_percents([math.nan, 0.5, 0.5]) == ["?", "50%", "50%"] and percent(-math.inf) == "−∞"


@example(votes=[0.71, 0.3, 0.14, 0.1, -0.2, -0.05, 0, 0, 0, 0])
@example(votes=[0.0] * 10)
@given(votes=st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=12))
def test_per_cents_of_votes_make_a_hundred_and_their_order_stays(votes: list[float]) -> None:
    parts = parts_of(votes)
    assert sum(parts) == approx(1) and min(parts) >= 0 and parts[votes.index(max(votes))] == max(parts)
    told, written = percents(parts), told_percents(parts)
    assert sum(told) == sum(0 if text == "<1%" else int(text[:-1]) for text in written) == 100
    assert all(abs(whole - 100 * part) < 1 + 1e-9 for whole, part in zip(told, parts))
    assert all((text == "0%") == (part == 0) for text, part in zip(written, parts))


@given(errors=st.lists(st.floats(1e-12, 1e12), min_size=1, max_size=20), most=st.integers(2, 12), log=st.booleans())
def test_a_larger_number_never_stands_lower_and_the_way_back_is_the_same(
    errors: list[float], most: int, log: bool
) -> None:
    axis = log_axis(errors, floor=1e-7) if log else linear_axis(errors)
    places = [axis.place(error) for error in sorted(errors)]
    assert places == sorted(places) and all(0 <= place <= 1 for place in places)
    assert all(axis.place(axis.value(k / 7)) == approx(k / 7, abs=1e-6) for k in range(8))
    marks, spare = axis.ticks(most), 1e-6 * (axis.high - axis.low)
    assert len(marks) <= most + 1 and len({label for _value, label in marks}) == len(marks)
    assert all(axis.low * 0.999999 - spare <= value <= axis.high * 1.000001 + spare for value, _label in marks)


@pytest.mark.parametrize("axis", [Axis(0.01, 100, True), Axis(-1, 3), Axis(2, 2), log_axis([]), linear_axis([])])
def test_every_number_has_a_place(axis: Axis) -> None:
    assert all(0 <= axis.place(value) <= 1 for value in EXTREME)
    assert axis.place(-1e300) == 0 and (axis.low == axis.high or axis.place(math.nan) == 1)
    assert [value for value, label in log_ticks(0.5, 20.0) if label] == [1, 10]


@given(errors=st.lists(st.floats(1e-6, 1e3), min_size=1, max_size=30), wanted=st.floats(1e-5, 10))
def test_what_counts_of_a_run_is_in_its_picture_what_runs_away_leaves_it_and_the_rest_stays_legible(
    errors: list[float], wanted: float
) -> None:
    plot = Plot(RECT, Axis(0, 30), error_axis([RunLine(NOW, errors)], wanted))
    assert all(50 <= plot.y_of(error) <= 250 for error in errors) and plot.up.low <= wanted
    lines = [RunLine(NOW, (1.0, 50.0, 1e12)), RunLine(NOW, (1.0, 0.5, 0.1))]
    plot = Plot(RECT, Axis(0, 3), error_axis(lines, 0.01))
    assert plot.up.high <= 1.3 * ABOVE and plot.y_of(1e12) == 50 and plot.y_of(0.1) - plot.y_of(1.0) > 30
    below = Plot(RECT, Axis(0, 3), error_axis([RunLine(NOW, (1.0, -0.5, -1.0))], None))
    assert not below.up.log and (below.y_of(1.0), below.y_of(-1.0)) == (50, 250)
    plot = Plot(RECT, Axis(0, 8), Axis(0.001, 1, True))
    assert plot.spots([(0, 1.0), (8, 0.001), (16, 0.0)]) == [(100, 50), (500, 250), (900, 250)]
    assert plot.bar(0.0, 300, 20, 5) == (290, 245, 20, 5) and plot.bar(1.0, 300, 20) == (290, 50, 20, 200)
    points = thin([9.0 if k == 1234 else 1.0 for k in range(5000)])
    assert len(points) < 200 and (1234, 9.0) in points and points[-1] == (4999, 1.0)
