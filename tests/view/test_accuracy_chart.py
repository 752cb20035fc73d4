"""Shares and accuracies as they are shown: per cents that add up, a curve that begins where the training began."""

from __future__ import annotations

import math
from typing import Any

import pygame
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from downslope.boards.pictures.digits_board import draw_accuracy, plot_place
from downslope.boards.pictures.recognition import parts_of
from downslope.view.draw.theme import DUSK, Look
from downslope.view.format.numbers import percent, percents, told_percents
from word_canvas import WordCanvas

VOTES = st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=12)


@example(votes=[0.71, 0.3, 0.14, 0.1, -0.2, -0.05, 0, 0, 0, 0])
@example(votes=[0.0] * 10)
@given(votes=VOTES)
def test_the_parts_of_the_votes_add_up_the_largest_stays_the_largest_and_per_cents_make_a_hundred(
    votes: list[float]
) -> None:
    parts = parts_of(votes)
    assert sum(parts) == pytest.approx(1) and min(parts) >= 0
    assert parts[votes.index(max(votes))] == max(parts)
    told = percents(parts)
    assert sum(told) == 100
    assert all(abs(whole - 100 * part) < 1 + 1e-9 for whole, part in zip(told, parts))
    assert all(told[a] >= told[b] for a in range(len(told)) for b in range(len(told)) if parts[a] > parts[b] + 1e-9)


@given(shares=st.lists(st.floats(0, 1), min_size=2, max_size=12))
def test_the_per_cents_that_are_written_add_up_too(shares: list[float]) -> None:
    """What is above 0 never reads as 0; "<1%" counts as 0, and as many as reach a half are at least 1%."""
    parts = parts_of(shares)
    told = told_percents(parts)
    assert sum(0 if text == "<1%" else int(text[:-1]) for text in told) == 100
    assert all((text == "0%") == (part == 0) for text, part in zip(told, parts))


def test_a_small_share_is_less_than_one_per_cent_and_one_that_is_no_number_takes_nothing_from_the_others() -> None:
    assert told_percents([0.97, 0.018, 0.004, 0.004, 0.004, 0.0]) == ["98%", "2%", "<1%", "<1%", "<1%", "0%"]
    assert told_percents([0.332, 0.332, 0.332, 0.004]) == ["34%", "33%", "33%", "<1%"]
    assert told_percents([0.9996, 0.0004]) == ["100%", "<1%"]
    assert told_percents([math.nan, 0.5, 0.5]) == ["?", "50%", "50%"]
    assert told_percents([math.inf, -0.5, 1e308]) == ["∞", "0%", "100%"]
    assert percent(math.nan) == "?" and percent(-math.inf) == "−∞"


@pytest.mark.usefixtures("display")
@pytest.mark.parametrize("start", [0.1, 0.053])
def test_the_curve_begins_where_the_training_began(start: float) -> None:
    """On an axis from 0 to 100, whose upper half are the last ten per cent, with a dot for each point."""
    points = [(0, start, start), (1, 0.9, 0.88), (2, 0.95, 0.92), (3, 0.96, 0.93)]
    canvas = Dotted(pygame.Surface((640, 360)), Look(DUSK, 1.0, 1.0))
    rect = (20.0, 20.0, 600.0, 320.0)
    draw_accuracy(canvas, rect, points, 3, [0.938], 0)
    x, y, w, h = plot_place(rect, canvas.type)
    assert canvas.dots == [
        pytest.approx((x + w * passes / 3, y + h * (1 - up)))
        for passes, up in ((1, 0.5 * 0.88 / 0.9), (2, 0.6), (3, 0.65), (0, 0.5 * start / 0.9))
    ]
    assert {"0", "90", "100"} <= set(canvas.words)


class Dotted(WordCanvas):
    """Notes where dots of the curve stand."""

    def __init__(self, surface: pygame.Surface, look: Look) -> None:
        super().__init__(surface, look)
        self.dots: list[tuple[float, float]] = []

    def circle(self, x: float, y: float, r: float, fill: str | None = None, *more: Any, **options: Any) -> None:
        if "prediction" in (fill, *more[:1]):
            self.dots.append((x, y))
