"""What is said in which state on a board by hand, of what opens later, and how much on an opening screen."""

import re
from statistics import median
from typing import Any

import pytest

from checks.paper import written
from downslope.rules import Action, Next, Probe, Turn, codes
from downslope.scenes.opening import MOST_WORDS, WORD, opening_lines
from downslope.view.draw import Canvas
from downslope.view.format.markup import plain
from lib.playing import act, board, opened, screen, wait
from lib.support import campaign, shipped

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("display")]


def test_what_pip_says_by_hand() -> None:
    rows: list[tuple[str, list[Action], str]] = [
        ("double-it", [Turn("weight", 3.0)], "Too far."),
        ("double-it", [Turn("weight", 2.0), Next(), Next()], "nobody touched the dial."),
        ("seven", [Turn("weight", 1.0), Probe()], "Is it for all? You can only open it once."),
        ("plus-and-minus", [Turn("weight", 1), Probe()], "The meter says 0. Yet both are wrong."),
    ]
    for level, actions, said in rows:
        driver = opened(level, bets=False)
        for action in actions:
            act(driver, action, then=4.0)
        heard = plain(" ".join(board(driver).words()))
        assert said in heard and not re.search(r"\b(table|row|slider)", heard), "what is not on the screen"


def test_what_opens_later_says_when() -> None:
    later = {"thirteen": "Auto-solve opens after one run of your own.", "valley": "after the first landing"}
    for level, said in later.items():
        driver = opened(level, bets=False)
        if level == "thirteen":
            driver.click_on("tile auto")
        wait(driver, 0.1)

        def draw(canvas: Canvas, scene: Any = driver.scene) -> None:
            scene.game.toasts.fit(canvas)
            scene.draw(canvas)

        words = " ".join(text.string for text in written(draw, (1280, 720), driver.game.look()))
        assert said in " ".join(words.split()) and screen(driver).attempt.machine is None


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
