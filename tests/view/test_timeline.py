"""Motion in several beats."""

from __future__ import annotations

import pytest

from downslope.view.draw.tween import STILL, Timeline


def test_one_beat_after_the_other() -> None:
    show = Timeline(("thumb", 0.3), ("wall", 0.7))
    assert (show.part("thumb"), show.part("wall"), show.over) == (0.0, 0.0, False)
    show.update(0.15, False)
    assert show.part("thumb") == pytest.approx(0.5) and show.part("wall") == 0.0
    show.update(0.5, False)
    assert show.part("thumb") == 1.0 and show.part("wall") == pytest.approx(0.5)
    show.update(9.0, False)
    assert show.part("wall") == 1.0 and show.over


def test_with_reduced_motion_only_ends_are_shown_and_each_for_a_while() -> None:
    show = Timeline(("thumb", 0.3), ("pulse", 0.5), ("wall", 0.7))
    shown = list[tuple[float, ...]]()
    frames = 0
    while not show.over:
        show.update(1 / 60, True)
        frames += 1
        shown.append(tuple(show.part(name) for name, _seconds in show.beats))
    assert set(shown) == {(1.0, 0.0, 0.0), (1.0, 1.0, 0.0), (1.0, 1.0, 1.0)}
    assert frames / 60 == pytest.approx(3 * STILL, abs=0.1)


def test_its_end_at_once() -> None:
    show = Timeline(("thumb", 0.3))
    show.finish()
    assert show.over and show.part("thumb") == 1.0
    assert Timeline().over
