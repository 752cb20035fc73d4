"""How long the shows of a reel last, and that each caption stands long enough to be read."""

from __future__ import annotations

import pytest

from downslope.attempt.playback import Playback
from downslope.attempt.rehearsal import ShowPhase
from downslope.attempt.show import MachineShow
from support import play

FRAME = 1 / 30


def captions_of(level: str) -> list[tuple[str, float]]:
    """(caption, seconds) of a whole show, one after the other."""
    show, found = MachineShow(play(level), Playback()), list[tuple[str, float]]()
    for _ in range(round(120 / FRAME)):
        if show.over:
            return found
        show.update(FRAME)
        if not found or found[-1][0] != show.caption:
            found.append((show.caption, 0.0))
        words, seconds = found.pop()
        found.append((words, seconds + (0.0 if show.looks_ahead else FRAME)))  # its clock stands meanwhile
    raise AssertionError("it never ends")


@pytest.mark.parametrize(("level", "seconds"), [
    ("thirteen", 21), ("valley", 34), ("hidden-four", 38), ("stop-in-time", 26),
])  # fmt: skip
def test_the_shows_of_the_reel_are_as_long_as_they_should(level: str, seconds: int) -> None:
    found = captions_of(level)
    assert sum(lasts for _words, lasts in found) == pytest.approx(seconds, abs=3)
    assert [words for words, lasts in found if words and lasts < 0.85] == []


@pytest.mark.parametrize(("level", "most"), [("double-it", 9), ("one-knob-two-days", 28)])
def test_what_is_turned_by_hand_is_shown_quickly(level: str, most: float) -> None:
    """Of many looks each is told, and the turns between them take no longer than they are seen."""
    show = MachineShow(play(level), Playback())
    show.jump(ShowPhase.ENDS)
    while show.round is None:
        show.update(FRAME)
    assert show.plan.by_hand and show.plan.lasts[ShowPhase.RUNS] < most
