"""Every screen and every board can be heard: what there is to be said, and a name and a role for each control."""

from __future__ import annotations

from collections import Counter

import pytest

from downslope.scenes.base.navigation import screen
from downslope.scenes.base.scene import Scene
from downslope.scenes.base.speech import LONGEST, speech_of
from downslope.scenes.play.play import PlayScene
from downslope.scenes.reel import ReelScene
from downslope.view.format.numbers import number
from downslope.view.widgets.widget import Widget
from driving import Driver
from pictures.drawing import frames
from pictures.plans import DARK, PLANS, Plan
from playing import opened, told
from playing import screen as screen_of

pytestmark = pytest.mark.usefixtures("display")

# Two ways to the same: they are called the same.
TWINS = [{"reel", "play reel"}, {"tile reset", "start anew"}, {"clear", "tile clear"}, {"hint 2 step", "task step"}]
# The reference plans whose screens differ in what they have; the others show the same controls in another state.
LEFT_OUT = {
    "title-ended", "map-ended", "bowl-gears", "bowl-harbour", "bowl-peg", "bowl-greenhouse", "bowl-turnstile",
    "bowl-far", "chart-fine", "chart-half", "lines", "forward-sign", "forward-bucket", "forward-freezer", "net-when",
    "net-machine", "hand", "chart-knob", "chart-learners", "valley-first", "valley-gone", "race-grid", "race-choice",
    "watch", "bowl-shower", "valley", "race-valley", "calls-seen", "metric-bottom", "metric-order", "fog-pots",
    "needles-toes", "net-wall", "abreast-chart", "stars", "task", "lines-torch", "fog-bet-told", "forward-dark",
    "bowl-machine", "workshop-bet", "workshop-wrong", "workshop-plane", "workshop-errors", "thinking-more",
}  # fmt: skip
HEARD = [plan for plan in PLANS if plan.name not in LEFT_OUT]


def seen(plan: Plan) -> Scene:
    """The plan's screen, as it is in the end."""
    *_before, (scene, _look) = frames(plan, DARK)
    return scene


def heard(widget: Widget) -> bool:
    return widget.live and widget.focusable


def ask(scene: Scene) -> None:
    """What there is to be said of a screen, and of each of its controls."""
    controls = [widget for widget in scene.widgets if heard(widget)]
    assert [widget.name for widget in controls if not widget.accessible_name() or widget.role == Widget.role] == []
    told = Counter(widget.description() for widget in controls)
    alike = {text: {widget.name for widget in controls if widget.description() == text} for text in told}
    assert [names for names in alike.values() if len(names) > 1 and names not in TWINS] == []
    speech = speech_of(scene)
    moves = isinstance(scene, PlayScene) and scene.attempt.director.pending
    assert any(speech) or moves or isinstance(scene, ReelScene)
    assert speech.line or moves
    assert all(len(text) <= LONGEST and "[" not in text and "\n" not in text for text in speech)
    focused = scene.widget(scene.begin or scene.focus)
    if focused is not None and focused.live:
        assert speech.control


@pytest.mark.parametrize("plan", HEARD, ids=lambda plan: plan.name)
def test_a_screen_can_be_heard(plan: Plan) -> None:
    ask(seen(plan))


def test_what_the_plans_do_not_show_can_be_heard() -> None:
    ask(opened("read-my-hand").scene)
    title = screen("title", opened("seven").game)
    ask(Driver(screen("watch", title.game, parent=title)).scene)


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
    assert speech_of(seen(plan)).verdict.startswith("swing for ever.")
