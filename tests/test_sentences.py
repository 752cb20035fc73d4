"""How much is said on an opening screen, and of what opens later."""

import re
from statistics import median

import pytest

from downslope.rules import codes
from downslope.scenes.opening import MOST_WORDS, WORD, opening_lines
from lib.playing import click, opened, screen
from lib.support import campaign, shipped

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("display")]


def test_what_opens_later_says_when() -> None:
    driver = opened("thirteen", bets=False)
    click(driver, "tile auto", then=0.1)
    said = [toast.title for toast in driver.game.toasts.shown]
    assert said == ["Auto-solve opens after one run of your own."] and screen(driver).attempt.machine is None


NUMBER = re.compile(r"[-−+]?\d*\.?\d+")
# At most, and this only falls: of a chapter's levels, or of one level: words, numbers
MOST = {"1": (45, 20), "1-5": (45, 36), "2": (60, 99), "3": (60, 99), "4": (60, 99), "6": (60, 35), "7": (60, 35),
        "7-3": (53, 21), "7-6": (60, 19), "8": (60, 35)}  # fmt: skip


def test_no_opening_screen_says_more_than_its_limit() -> None:
    counts = []
    for level in campaign():
        texts, code = [text for text, _writer in opening_lines(shipped(), level, [])], codes(shipped())[level.id]
        counts.append([sum(len(kind.findall(text)) for text in texts) for kind in (WORD, NUMBER)])
        most = MOST.get(code, MOST.get(code.partition("-")[0], (MOST_WORDS, 99)))
        assert all(number <= limit for number, limit in zip(counts[-1], most)), (code, counts[-1])
    assert counts[0][0] <= 25 and all(median(column) <= most for column, most in zip(zip(*counts), (50, 16)))
