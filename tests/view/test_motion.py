"""Motion: a tween goes from where it is to where it shall be; a timeline has its beats one after the other."""

from __future__ import annotations

from itertools import pairwise

import pytest

from downslope.view.draw.tween import STILL, Timeline, Tween, ease_out_back, smooth, steady


@pytest.mark.parametrize("ease", [steady, smooth, ease_out_back])
def test_a_tween_moves_in_every_frame_and_arrives_and_with_reduced_motion_it_is_there_at_once(ease: object) -> None:
    tween = Tween(0.5, 2.0, ease)  # type: ignore[arg-type]
    tween.go(6.0)
    assert not tween.done and tween.value == pytest.approx(2.0)
    seen = []
    for _frame in range(50):
        tween.update(0.01, still=False)
        seen.append(tween.value)
    assert tween.done and tween.value == 6.0 and len(set(seen)) == 50
    assert ease is ease_out_back or all(a < b for a, b in pairwise(seen)), "it never goes back"
    tween.go(1.0)
    tween.update(0.001, still=True)
    assert tween.done and tween.value == 1.0


def test_a_tween_turns_where_it_is_and_who_is_sent_where_it_goes_anyway_does_not_begin_again() -> None:
    tween = Tween(1.0)
    for _frame in range(3):
        tween.go(1.0)
        tween.update(0.25, still=False)
    tween.go(0.0)
    assert tween.value == pytest.approx(0.75)
    tween.update(0.5, still=False)
    assert tween.value == pytest.approx(0.375)
    tween.jump(3.0)
    assert tween.done and tween.value == 3.0


def test_one_beat_comes_after_the_other() -> None:
    show = Timeline(("thumb", 0.3), ("wall", 0.7))
    told = []
    for seconds in (0.0, 0.15, 0.5, 9.0):
        show.update(seconds, False)
        told.append((round(show.part("thumb"), 6), round(show.part("wall"), 6), show.over))
    assert told == [(0.0, 0.0, False), (0.5, 0.0, False), (1.0, 0.5, False), (1.0, 1.0, True)]
    ended = Timeline(("thumb", 0.3))
    ended.finish()
    assert ended.over and ended.part("thumb") == 1.0 and Timeline().over


def test_with_reduced_motion_only_ends_are_shown_and_each_for_a_while() -> None:
    show, shown = Timeline(("thumb", 0.3), ("pulse", 0.5), ("wall", 0.7)), list[tuple[float, ...]]()
    while not show.over:
        show.update(1 / 60, True)
        shown.append(tuple(show.part(name) for name, _seconds in show.beats))
    assert set(shown) == {(1.0, 0.0, 0.0), (1.0, 1.0, 0.0), (1.0, 1.0, 1.0)}
    assert len(shown) / 60 == pytest.approx(3 * STILL, abs=0.1)
