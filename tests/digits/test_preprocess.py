"""What is drawn or photographed becomes 8x8 blocks as the data set has them, and a trained net reads it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from downslope.digits.dataset import load
from downslope.digits.png import LEAST, SIDE, bitmap_of, blocks, box_of, count, preprocess
from hands import HANDS, rasterize, strokes
from trained_net import trained

pytestmark = pytest.mark.slow


def test_blocks_count_the_points_that_are_ink() -> None:
    bitmap = [[int(x >= 4 and y < 30) for x in range(SIDE)] for y in range(SIDE)]
    assert blocks(bitmap) == ([0.0] + [1.0] * 7) * 7 + [0.0] + [0.5] * 7


def test_nothing_is_nothing() -> None:
    assert preprocess([0.0] * 100, 10) is None and preprocess([0.4] * 100, 10) is None
    assert preprocess([0.0] * 50 + [1.0] + [0.0] * 49, 10) is not None


def test_the_box_is_where_the_ink_is() -> None:
    ink = [0.0] * 200
    ink[3 * 20 + 5] = ink[7 * 20 + 11] = 1.0
    ink[9 * 20 + 19] = 0.3  # a smudge
    assert box_of(ink, 20) == (5, 3, 12, 8)


@pytest.mark.parametrize("hand", range(len(HANDS)))
def test_a_drawing_fills_the_height_in_the_middle_and_has_enough_ink(hand: int) -> None:
    for digit in range(10):
        bitmap = bitmap_of(rasterize(strokes(hand, digit), 64, 0.06), 64)
        assert bitmap is not None
        rows = [y for y, row in enumerate(bitmap) if any(row)]
        columns = [x for x in range(SIDE) if any(row[x] for row in bitmap)]
        assert (rows[0] <= 3 and rows[-1] >= SIDE - 4) or columns[-1] - columns[0] >= 22
        assert abs(columns[0] + columns[-1] - SIDE + 1) <= 1
        assert LEAST * SIDE * SIDE <= count(bitmap) <= 0.5 * SIDE * SIDE


def test_they_have_as_much_ink_as_the_data_set() -> None:
    """Half of the data set's digits have more than .30, half less; so have these, about."""
    def share(pixels: list[float] | tuple[float, ...]) -> float:
        return sum(pixels) / 64

    theirs = sorted(share(digit.pixels) for digit in load())
    ours = sorted(share(drawn(hand, digit, 0.08)) for hand in range(5) for digit in range(10))
    assert abs(ours[25] - theirs[len(theirs) // 2]) < 0.04
    assert theirs[0] <= ours[0] and ours[-1] <= theirs[-1] + 0.05


def drawn(hand: int, digit: int, pen: float) -> list[float]:
    found = preprocess(rasterize(strokes(hand, digit), 64, pen), 64)
    assert found is not None
    return found


@settings(max_examples=25, deadline=None)
@given(hand=st.integers(0, 4), digit=st.integers(0, 9), right=st.integers(0, 20), down=st.integers(0, 20))
def test_where_on_the_pad_it_is_drawn_does_not_matter(hand: int, digit: int, right: int, down: int) -> None:
    small = [[(x * 0.6, y * 0.6) for x, y in stroke] for stroke in strokes(hand, digit)]
    moved = [[(x + right / 64, y + down / 64) for x, y in stroke] for stroke in small]
    here, there = rasterize(small, 64, 0.08), rasterize(moved, 64, 0.08)
    assert preprocess(here, 64) == preprocess(there, 64)


@settings(max_examples=20, deadline=None)
@given(width=st.integers(1, 12), data=st.data())
def test_any_raster_gives_64_sixteenths(width: int, data: st.DataObject) -> None:
    ink = data.draw(st.lists(st.sampled_from([0.0, 0.2, 0.6, 1.0]), min_size=width, max_size=width * 9))
    ink = ink[: len(ink) // width * width]
    found = preprocess(ink, width)
    assert (found is None) == (max(ink) < 0.5)
    if found is not None:
        assert len(found) == 64 and all(0 <= p <= 1 and p * 16 == int(p * 16) for p in found) and any(found)


@pytest.mark.parametrize("pen", [0.04, 0.08, 0.12])
def test_a_trained_net_reads_forty_of_fifty_in_five_hands(pen: float) -> None:
    run = trained().run
    right = 0
    for hand in range(5):
        for digit in range(10):
            votes = run.predict(run.weights, drawn(hand, digit, pen))
            right += votes.index(max(votes)) == digit
    assert right >= 40
