"""What is said in which state on a board by hand, and of what opens later."""

import re

import pytest

from checks.paper import written
from downslope.rules import Action, Next, Probe, Turn
from downslope.view.draw import Canvas
from downslope.view.format.markup import plain
from lib.playing import opened, screen, wait

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("display")]


def weights(*values: float) -> tuple[Action, ...]:
    return tuple(action for value in values for action in (Turn("weight", value), Probe()))


@pytest.mark.parametrize(("level", "actions", "said"), [
    ("double-it", (), "The sign says how far I walk. I stopped halfway."),
    ("double-it", (Turn("weight", 3.0),), "Too far."),
    ("double-it", (Turn("weight", 2.0), Next(), Next()), "Right, and nobody touched the dial."),
    ("a-hundredth", weights(0.001), "Too low. That rules out every notch to the left. Five tries left."),
    ("a-hundredth", weights(1, 0.1, 0.05, 0.02, 0.005, 0.002), "Now you see the number. One more!"),
    ("seven", weights(1.0), "Fine for the small one. Is it for all? You can only open it once."),
    ("below-zero", weights(2), "Too cold. Further off than before. Four tries left."),
    ("plus-and-minus", weights(1), "The meter says 0. Yet both are wrong."),
])  # fmt: skip
def test_what_pip_says_by_hand(level: str, actions: tuple[Action, ...], said: str) -> None:
    driver = opened(level, bets=False)
    for action in actions:
        screen(driver).attempt.act(action)
        wait(driver, 4.0)
    heard = plain(" ".join(screen(driver).board.words()))
    assert said in heard and not re.search(r"\b(table|row|slider)", heard), "what is not on the screen"


@pytest.mark.parametrize(("level", "tile", "said"), [
    ("thirteen", "tile auto", "Auto-solve opens after one run of your own."),
    ("valley", "", "after the first landing"),
])
def test_what_opens_later_says_when(level: str, tile: str, said: str) -> None:
    driver = opened(level, bets=False)
    if tile:
        driver.click_on(tile)
    wait(driver, 0.1)
    scene = driver.scene

    def draw(canvas: Canvas) -> None:
        scene.game.toasts.fit(canvas)
        scene.draw(canvas)

    words = " ".join(text.string for text in written(draw, (1280, 720), scene.game.look()))
    assert said in " ".join(words.split()) and screen(driver).attempt.machine is None
