"""A show that is only watched, as a reel has it: nothing to press, it tells when it is over, and can be taken over."""

from __future__ import annotations

import pytest

from downslope.attempt.playback.round_plan import ENDING, ShowPhase
from downslope.rules.session import Session
from downslope.scenes.reel import BareShow
from driving import Driver
from playing import opened, screen, wait
from support import shipped

pytestmark = pytest.mark.usefixtures("display")


def scene_of(driver: Driver) -> BareShow:
    assert isinstance(driver.scene, BareShow)
    return driver.scene


def watched(level: str) -> Driver:
    driver = opened("double-it", bets=False)
    scene = BareShow(driver.game, shipped().level(level))
    scene.resize(driver.scene.width, driver.scene.height, driver.scene.scale)
    driver.scene = scene
    wait(driver, 0.2)
    return driver


def test_there_is_nothing_of_the_screens_own_to_press_and_nothing_is_counted() -> None:
    driver = watched("thirteen")
    names = {widget.name for widget in driver.scene.widgets}
    assert not names & {"back", "settings", "machine play", "take over", "leave", "show"}
    before, show = driver.game.progress, screen(driver).attempt.machine
    assert show is not None
    show.jump(ShowPhase.ENDS)
    wait(driver, 0.5)
    assert show.ended and not scene_of(driver).over
    wait(driver, ENDING)
    assert scene_of(driver).over
    assert before.last_level != "thirteen" and not before.level("thirteen").stars


@pytest.mark.parametrize(("phase", "level"), [
    (ShowPhase.TRIES, "thirteen"), (ShowPhase.CHOOSES, "thirteen"), (ShowPhase.RUNS, "valley"),
    (ShowPhase.ENDS, "valley"), (ShowPhase.RUNS, "seven"), (ShowPhase.TRIES, "stop-in-time"),
])  # fmt: skip
def test_it_is_taken_over_in_every_phase_and_replays_to_the_same_weights(phase: ShowPhase, level: str) -> None:
    driver = watched(level)
    show = screen(driver).attempt.machine
    assert show is not None
    show.jump(phase)
    wait(driver, 1.0)
    assert show.phase is phase
    leads = show.tried.leader(show.tried.shown) if show.tried is not None else None
    seen = list(screen(driver).attempt.shown.run.history.weights_at(screen(driver).attempt.step)) if (
        screen(driver).attempt.step < show.session.count) else list(show.session.weights)  # fmt: skip
    scene_of(driver).take_over()
    session = screen(driver).attempt.session
    assert not screen(driver).bare and scene_of(driver).dock.kind != "machine" and driver.scene.widget("back")
    assert list(session.weights) == seen
    again = Session(session.base, session.catalog, session.actions)
    assert again.weights == session.weights and again.knobs == session.knobs
    if phase is ShowPhase.TRIES and leads is not None and show.tried is not None:
        assert session.actions == list(show.tried.lanes[leads].actions)
