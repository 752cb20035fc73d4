"""What some screens have to say besides what every screen is asked in test_screens.py."""

import pytest

from downslope.scenes.base.speech import speech_of
from downslope.view.format.numbers import number, short
from lib.driving import Driver
from lib.playing import opened, screen, told

pytestmark = pytest.mark.usefixtures("display")


def said(driver: Driver) -> str:
    told(driver)
    return speech_of(driver.scene).line


def test_what_a_look_has_told_is_heard() -> None:
    """The number that is all there is to go by in the fog; the places of a map that are still to be mended."""
    driver = opened("in-the-dark", bets=False)
    attempt = screen(driver).attempt
    attempt.turn("weight", 1.0)
    attempt.probe()
    assert number(attempt.session.probed[-1].error) in said(driver)
    driver = opened("edge-by-hand", bets=False)
    attempt = screen(driver).attempt
    attempt.probe()
    (written,), ((_pixels, wanted),) = attempt.session.probed[-1].predictions, attempt.session.level.data()
    second = [k + 1 for k in range(6) if written[6 + k] != wanted[6 + k]]
    assert 0 < len(second) < 6 and f"row 2: {', '.join(map(str, second))}; " in said(driver)


def test_after_each_step_is_heard_what_the_picture_shows() -> None:
    """6-1: what each dog predicts, and who runs away. 6-5: the crossing, the prediction, what happened there."""
    driver = opened("three-neurons", bets=False)
    attempt = screen(driver).attempt
    attempt.turn("alpha", 0.6)
    driver.type("    ")
    ends = said(driver).removesuffix(".").split(". ")
    inputs, weights = attempt.session.run.examples[0][0], attempt.session.weights
    for input, weight, end in zip(inputs, weights, ends, strict=True):
        assert end.startswith(f"Input {short(input)}: {number(input * weight)}, ")
    assert [end.rpartition(", ")[2] for end in ends] == ["nearer", "nearer", "runs away"]
    driver = opened("streetlights", bets=False)
    run = screen(driver).attempt.session.run
    driver.type(" ")
    heard, (lamps, (goal,)) = said(driver), run.examples[1]
    now = number(run.network.predict(run.weights, lamps)[0])
    assert heard.startswith(f"Crossing 2: prediction {now}, goal {['wait', 'walk'][int(goal)]}. Exam ")
