"""What some screens have to say besides what every screen is asked in test_screens.py."""

from __future__ import annotations

import pytest

from checks.asked import unheard
from downslope.scenes.base.scene import screen
from downslope.scenes.base.speech import speech_of
from downslope.view.format.numbers import number, short
from driving import Driver
from pictures.drawing import last
from pictures.plans import DARK, PLANS
from playing import opened, told
from playing import screen as screen_of

pytestmark = pytest.mark.usefixtures("display")


def test_what_the_plans_do_not_show_can_be_heard() -> None:
    hand, title = opened("read-my-hand").scene, screen("title", opened("seven").game)
    for scene in (hand, Driver(screen("watch", title.game, parent=title)).scene):
        assert list(unheard(scene)) == []


def test_what_a_look_has_told_is_heard() -> None:
    """The number that is all there is to go by in the fog; the places of a map that are still to be mended."""
    driver = opened("in-the-dark", bets=False)
    attempt = screen_of(driver).attempt
    attempt.turn("weight", 1.0)
    attempt.probe()
    told(driver)
    assert number(attempt.session.probed[-1].error) in speech_of(driver.scene).line
    driver = opened("edge-by-hand", bets=False)
    attempt = screen_of(driver).attempt
    attempt.probe()
    told(driver)
    (written,), ((_pixels, wanted),) = attempt.session.probed[-1].predictions, attempt.session.level.data()
    second = [k + 1 for k in range(6) if written[6 + k] != wanted[6 + k]]
    assert 0 < len(second) < 6 and f"row 2: {', '.join(map(str, second))}; " in speech_of(driver.scene).line


def test_after_each_step_is_heard_what_the_picture_shows() -> None:
    """6-1: what each dog predicts, and who runs away. 6-5: the crossing, the prediction, what happened there."""
    driver = opened("three-neurons", bets=False)
    attempt, ends = screen_of(driver).attempt, []
    attempt.turn("alpha", 0.6)
    for _step in range(4):
        driver.type(" ")
        told(driver)
        said, (inputs, _goals) = speech_of(driver.scene).line, attempt.session.run.examples[0]
        ends = said.removesuffix(".").split(". ")
        for input, weight, end in zip(inputs, attempt.session.weights, ends, strict=True):
            assert end.startswith(f"Input {short(input)}: {number(input * weight)}, "), said
    assert [end.rpartition(", ")[2] for end in ends] == ["nearer", "nearer", "runs away"]
    driver = opened("streetlights", bets=False)
    attempt = screen_of(driver).attempt
    for step in range(1, 8):
        driver.type(" ")
        told(driver)
        run, at = attempt.session.run, step % 6
        (lamps, (goal,)), happened = run.examples[at], {0: "wait", 1: "walk"}
        now = number(run.network.predict(attempt.session.weights, lamps)[0])
        said = f"Crossing {at + 1}: prediction {now}, goal {happened[int(goal)]}. Exam "
        assert speech_of(driver.scene).line.startswith(said), speech_of(driver.scene).line


@pytest.mark.slow
def test_the_verdict_is_heard() -> None:
    (plan,) = (plan for plan in PLANS if plan.name == "bowl-verdict")
    assert speech_of(last(plan, DARK)[0]).verdict.startswith("swing for ever.")
