"""What some screens have to say besides what every screen is asked in test_screens.py."""

import pytest

from downslope.scenes.base.speech import speech_of
from downslope.view.format.numbers import number, short
from lib.driving import Driver
from lib.playing import opened, screen, told


def said(driver: Driver) -> str:
    told(driver)
    return speech_of(driver.scene).line


@pytest.mark.usefixtures("display")
def test_after_a_look_and_after_each_step_is_heard_what_the_picture_shows() -> None:
    """1: the number that is all there is to go by in the fog. 2: places of a map that are still to be mended.
    3: what each dog predicts, and who runs away. 4: the crossing, the prediction, what happened there.
    """
    attempt = screen(driver := opened("in-the-dark", bets=False)).attempt
    attempt.turn("weight", 1.0)
    attempt.probe()
    assert number(attempt.session.probed[-1].error) in said(driver)
    attempt = screen(driver := opened("edge-by-hand", bets=False)).attempt
    attempt.probe()
    (written,), ((_pixels, wanted),) = attempt.session.probed[-1].predictions, attempt.session.level.data()
    second = [k + 1 for k in range(6) if written[6 + k] != wanted[6 + k]]
    assert 0 < len(second) < 6 and f"row 2: {', '.join(map(str, second))}; " in said(driver)
    attempt = screen(driver := opened("three-neurons", bets=False)).attempt
    attempt.turn("alpha", 0.6)
    driver.type("    ")
    ends, inputs = said(driver).removesuffix(".").split(". "), attempt.session.run.examples[0][0]
    for input, weight, end, runs in zip(inputs, attempt.session.weights, ends, ("nearer", "nearer", "runs away")):
        assert end.startswith(f"Input {short(input)}: {number(input * weight)}, ") and end.endswith(f", {runs}")
    assert len(ends) == 3
    run = screen(driver := opened("streetlights", bets=False)).attempt.session.run
    driver.type(" ")
    lamps, (goal,) = run.examples[1]
    now = number(run.network.predict(run.weights, lamps)[0])
    assert said(driver).startswith(f"Crossing 2: prediction {now}, goal {['wait', 'walk'][int(goal)]}. Exam ")
