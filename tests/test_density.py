"""How much an opening screen says: its words and its numbers. The limits only fall."""

from __future__ import annotations

import re
from collections.abc import Iterator
from statistics import median

import pytest

from downslope.rules.actions import Next
from downslope.rules.campaign import codes
from downslope.scenes.opening import MOST_WORDS, WORD, opening_lines
from shows import solved_actions
from support import campaign, shipped

NUMBER = re.compile(r"[-−+]?\d*\.?\d+")
MIDDLE = 50, 16
# Of each part of a chapter's levels, or of one level's: words, numbers
MOST = {"1": (45, 20), "1-5": (45, 36), "2": (60, 99), "3": (60, 99), "4": (60, 99), "6": (60, 35), "7": (60, 35),
        "7-3": (53, 21), "7-6": (60, 19), "8": (60, 35)}  # fmt: skip


def openings() -> Iterator[tuple[str, int, int, int]]:
    """(level's place, part from 1, words, numbers). A part opens when the machine has won those before it; parts that
    take the machine thousands of steps are left out."""
    for level in campaign():
        actions = solved_actions(level.id) if level.stages and not level.solution else []
        opens = [0, *(place + 1 for place, action in enumerate(actions) if isinstance(action, Next))]
        for part, place in enumerate(opens, 1):
            texts = [text for text, _writer in opening_lines(shipped(), level, actions[:place])]
            words, numbers = (sum(len(kind.findall(text)) for text in texts) for kind in (WORD, NUMBER))
            yield codes(shipped())[level.id], part, words, numbers


@pytest.mark.slow
@pytest.mark.usefixtures("display")
def test_no_opening_screen_says_more_than_its_limit() -> None:
    line = "a weight, Pip’s: −.5 × 10.50 = 2"
    assert WORD.findall(line) == ["weight", "Pip’s"] and NUMBER.findall(line) == ["−.5", "10.50", "2"]
    screens = list(openings())
    for code, part, words, numbers in screens:
        most = MOST.get(code, MOST.get(code.partition("-")[0], (MOST_WORDS, 99)))
        assert words <= most[0] and numbers <= most[1], (code, part, words, numbers)
    first = [counts for _code, part, *counts in screens if part == 1]
    assert first[0][0] <= 25 and [median(counts) <= most for counts, most in zip(zip(*first), MIDDLE)] == [True, True]
