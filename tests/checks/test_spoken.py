"""What some screens have to say besides what every screen is asked in test_screens.py."""

from __future__ import annotations

import pytest

from checks.asked import unheard
from downslope.scenes.base.navigation import screen
from downslope.scenes.base.speech import speech_of
from downslope.view.format.numbers import number
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


def test_the_verdict_is_heard() -> None:
    (plan,) = (plan for plan in PLANS if plan.name == "bowl-verdict")
    assert speech_of(last(plan, DARK)[0]).verdict.startswith("swing for ever.")
