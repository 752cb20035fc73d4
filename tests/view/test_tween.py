"""A tween goes from where it is to where it shall be, and stands there at once with reduced motion."""

from __future__ import annotations

import pytest

from downslope.view.draw.tween import Tween, ease_out_back, smooth, steady

EASES = [steady, smooth, ease_out_back]


def test_it_sets_out_at_the_beginning_and_arrives_at_the_end() -> None:
    for ease in EASES:
        tween = Tween(0.5, 2.0, ease)
        assert tween.done and tween.value == 2.0
        tween.go(6.0)
        assert not tween.done and tween.value == pytest.approx(2.0)
        seen = []
        for _frame in range(50):
            tween.update(0.01, still=False)
            seen.append(tween.value)
        assert tween.done and tween.value == 6.0
        assert len(set(seen)) == 50, "it moves in every frame"


def test_with_reduced_motion_it_is_there_at_once() -> None:
    for ease in EASES:
        tween = Tween(0.5, ease=ease)
        tween.go(1.0)
        tween.update(0.001, still=True)
        assert tween.done and tween.value == 1.0


def test_it_turns_where_it_is() -> None:
    tween = Tween(1.0)
    tween.go(1.0)
    tween.update(0.25, still=False)
    tween.go(0.0)
    assert tween.value == pytest.approx(0.25)
    tween.update(0.5, still=False)
    assert tween.value == pytest.approx(0.125)


def test_who_is_sent_where_it_goes_anyway_does_not_begin_again() -> None:
    tween = Tween(1.0)
    for _frame in range(4):
        tween.go(1.0)
        tween.update(0.25, still=False)
    assert tween.done
    tween.jump(3.0)
    assert tween.done and tween.value == 3.0


def test_it_never_goes_back() -> None:
    for ease in [steady, smooth]:
        places = [ease(part / 20) for part in range(21)]
        assert places == sorted(places) and places[0] == 0 and places[-1] == pytest.approx(1)
