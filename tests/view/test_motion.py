"""Motion: a tween goes from where it is to where it shall be; with reduced motion only ends are shown."""

from itertools import pairwise
from typing import Any

import pytest
from pytest import approx

from downslope.view.draw import STILL, Timeline, Tween, ease_out_back, smooth
from downslope.view.draw.tween import steady


@pytest.mark.parametrize("ease", [steady, smooth, ease_out_back])
def test_a_tween_moves_in_every_frame_arrives_and_turns_where_it_is(ease: Any) -> None:
    tween, seen = Tween(0.5, 2.0, ease), list[float]()
    for _frame in range(50):
        tween.go(6.0)  # it goes there anyway
        tween.update(0.01, still=False)
        seen.append(tween.value)
    assert tween.done and tween.value == 6.0 and len(set(seen)) == 50
    assert ease is ease_out_back or all(a < b for a, b in pairwise(seen))
    tween.go(1.0)
    assert tween.value == approx(6.0)
    tween.update(0.001, still=True)
    assert tween.done and tween.value == 1.0


def test_one_beat_comes_after_the_other_and_without_motion_each_is_shown_for_a_while() -> None:
    show, still = (Timeline(("thumb", 0.3), ("wall", 0.7)) for _ in range(2))
    for seconds, *parts in (0.0, 0.0, 0.0, False), (0.15, 0.5, 0.0, False), (0.5, 1.0, 0.5, False), (9, 1.0, 1.0, True):
        show.update(seconds, False)
        assert [approx(show.part("thumb")), approx(show.part("wall")), show.over] == parts
    seen = []
    while not still.over:
        still.update(1 / 60, True)
        seen.append((still.part("thumb"), still.part("wall")))
    assert set(seen) == {(1.0, 0.0), (1.0, 1.0)} and len(seen) / 60 == approx(2 * STILL, abs=0.1)
