"""Auto-solve on the screen by keyboard and by mouse: pause, steps, speed, looking back, taking over, leaving."""

from __future__ import annotations

import pygame
import pytest

from downslope.attempt.playback.round_plan import ShowPhase
from downslope.attempt.playback.show import SPEEDS
from downslope.view.widgets.button import Segmented
from driving import Driver
from playing import click, key, machine, open_level, opened, played, screen, until, wait

pytestmark = pytest.mark.usefixtures("display")


def started(monkeypatch: pytest.MonkeyPatch, by_mouse: bool = False) -> Driver:
    """The sourdough after one run of one's own, with the machine in the seat."""
    driver = open_level("thirteen", monkeypatch, bets=False)
    key(driver, pygame.K_l)
    until(driver, "verdict")
    if by_mouse:
        click(driver, "tile auto")
    else:
        key(driver, pygame.K_a)
    assert screen(driver).dock.kind == "machine" and driver.scene.focus == "machine play"
    return driver


def test_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = started(monkeypatch)
    wait(driver, 0.2)
    show = machine(driver)
    key(driver, pygame.K_SPACE)
    assert show.paused and show.phase is ShowPhase.TRIES
    clock = show.clock
    wait(driver, 2)
    assert show.clock == clock
    key(driver, pygame.K_PERIOD)
    assert show.clock > clock and show.session.count == 0
    key(driver, pygame.K_RETURN)
    assert not show.paused and show.phase is ShowPhase.RUNS and show.session.knobs["alpha"] == 9
    key(driver, pygame.K_SPACE)
    count = screen(driver).attempt.step
    key(driver, pygame.K_PERIOD)
    wait(driver, 0.7)
    assert show.session.count >= screen(driver).attempt.step == count + 1
    key(driver, pygame.K_COMMA)
    assert screen(driver).attempt.step == count
    key(driver, pygame.K_PERIOD)
    wait(driver, 0.7)
    assert screen(driver).attempt.step == count + 1
    key(driver, pygame.K_ESCAPE)
    assert screen(driver).dock.kind != "machine" and screen(driver).attempt.ghost is show.session


def test_phases_are_walked_with_arrows_and_pressed() -> None:
    driver = opened("thirteen", bets=False)
    screen(driver).attempt.ran = True
    key(driver, pygame.K_a)
    wait(driver, 0.2)
    driver.scene.set_focus("show")
    key(driver, pygame.K_RIGHT)
    assert machine(driver).phase is ShowPhase.CHOOSES
    key(driver, pygame.K_LEFT)
    assert machine(driver).phase is ShowPhase.TRIES
    x, y, wide, high = driver.scene.widget("show").rect  # type: ignore[union-attr]
    driver.click(x + wide - 5, y + high / 2)
    assert machine(driver).phase is ShowPhase.ENDS and machine(driver).session.won
    wait(driver, 0.1)
    assert driver.scene.widget("show") is None and screen(driver).dock.first == "end"


def test_looking_back_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = started(monkeypatch)
    for _ in range(200):
        if machine(driver).session.count >= 2:
            break
        wait(driver, 0.05)
    key(driver, pygame.K_COMMA)
    assert machine(driver).paused
    step = screen(driver).attempt.step
    wait(driver, 1)
    assert screen(driver).attempt.step == step


@pytest.mark.parametrize("by_mouse", [False, True])
def test_taking_over_at_the_step_looked_at(monkeypatch: pytest.MonkeyPatch, by_mouse: bool) -> None:
    driver = started(monkeypatch, by_mouse)
    played(driver)
    if by_mouse:
        click(driver, "machine back")
        click(driver, "take over")
    else:
        key(driver, pygame.K_COMMA)
        driver.tab_to("take over")
        key(driver, pygame.K_RETURN)
    attempt = screen(driver).attempt
    assert attempt.session.count == machine(driver).session.count - 1
    assert list(attempt.session.weights) == list(machine(driver).session.run.history.weights_at(attempt.session.count))
    assert screen(driver).dock.kind == "" and driver.scene.focus.startswith("tile ")


def test_mouse(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = started(monkeypatch, by_mouse=True)
    speeds = driver.scene.widget("machine speed")
    assert isinstance(speeds, Segmented)
    x, y, width, height = speeds.rect
    driver.click(x + width - 10, y + height / 2)
    wait(driver, 0.2)
    assert SPEEDS[machine(driver).speed] == 0.0 and machine(driver).done
    click(driver, "machine start")
    assert screen(driver).attempt.step == 0
    click(driver, "machine step")
    wait(driver, 1)
    assert screen(driver).attempt.step == 1
    click(driver, "machine play")
    wait(driver, 2)
    assert screen(driver).attempt.step == machine(driver).session.count
    click(driver, "leave")
    assert screen(driver).dock.kind != "machine"


def test_played_once_more_from_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = started(monkeypatch)
    played(driver)
    actions = list(machine(driver).session.actions)
    key(driver, pygame.K_p)
    assert screen(driver).attempt.step == 0
    wait(driver, 12)
    assert screen(driver).attempt.step == machine(driver).session.count
    assert machine(driver).session.actions == actions
