"""Shares and accuracies as they are shown: per cents that add up, a curve that begins where the training began."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st

from downslope.boards.pictures.recognition import parts_of
from downslope.view.charts.accuracy_chart import Passed, above, draw_accuracy
from downslope.view.charts.vote_bars import percents
from downslope.view.draw.theme import DUSK, Look
from writing import Written

VOTES = st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=12)


@given(votes=VOTES)
def test_the_parts_of_the_votes_add_up_and_the_largest_stays_the_largest(votes: list[float]) -> None:
    parts = parts_of(votes)
    assert sum(parts) == pytest.approx(1) and min(parts) >= 0
    assert parts[votes.index(max(votes))] == max(parts)


@given(votes=VOTES)
def test_the_per_cents_of_the_votes_add_up_to_a_hundred(votes: list[float]) -> None:
    parts = parts_of(votes)
    told = percents(parts)
    assert sum(told) == 100
    assert all(abs(whole - 100 * part) < 1 + 1e-9 for whole, part in zip(told, parts))
    assert all(told[a] >= told[b] for a in range(len(told)) for b in range(len(told)) if parts[a] > parts[b] + 1e-9)


def test_ten_predictions_that_add_up_to_more_than_one() -> None:
    assert sum(percents(parts_of([0.71, 0.3, 0.14, 0.1, -0.2, -0.05, 0, 0, 0, 0]))) == 100
    assert percents(parts_of([0.0] * 10)) == [10] * 10


@given(
    points=st.lists(st.tuples(st.integers(0, 20), st.floats(0, 1)), min_size=1, max_size=8, unique_by=lambda p: p[0]),
    low=st.floats(0, 1),
)
def test_a_curve_is_cut_where_it_comes_up_and_never_moved(points: list[tuple[int, float]], low: float) -> None:
    """What is drawn lies on the straight lines between the true points."""
    points.sort()
    shown = above(points, low)
    for passes, share in shown:
        if (passes, share) in points:
            continue
        before, after = next((a, b) for a, b in pairwise(points) if a[0] <= passes <= b[0])
        part = (passes - before[0]) / (after[0] - before[0])
        assert share == low == pytest.approx(before[1] + part * (after[1] - before[1]), abs=1e-6)
    assert not shown or shown[0][1] >= low
    assert all(point in shown for k, point in enumerate(points) if any(p[1] >= low for p in points[: k + 1]))


@pytest.mark.usefixtures("display")
@pytest.mark.parametrize("start, told", [(0.1, "↓ 10%"), (0.05, "↓ 5%")])
def test_the_chart_says_where_the_training_began(start: float, told: str) -> None:
    points = [Passed(0, start, start), Passed(1, 0.9, 0.88), Passed(2, 0.95, 0.92), Passed(3, 0.96, 0.93)]
    assert told in words_of(points)
    assert not any(word.startswith("↓") for word in words_of(points[1:]))


def words_of(points: Sequence[Passed]) -> list[str]:
    canvas = Written(pygame.Surface((640, 360)), Look(DUSK, 1.0, 1.0))
    draw_accuracy(canvas, (20, 20, 600, 320), points, 3, [0.938], 0)
    return canvas.words
